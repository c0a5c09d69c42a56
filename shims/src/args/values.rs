//! Words that stand for values: which there are, so that a shell can complete them and a wrong one can be told
//! what it resembles.

use clap::ValueEnum as _;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use phantom_guard::manifest::FileKind;
use phantom_guard::package::Ecosystem;

use super::HookTarget;
use crate::hook::Agent;

/// An ecosystem, by one of its names.
pub(super) fn ecosystem() -> impl TypedValueParser<Value = Ecosystem> {
    let words = [("pypi", ["pip", "python"]), ("npm", ["node", "node"]), ("crates", ["cargo", "rust"])];
    let words = words.map(|(word, others)| PossibleValue::new(word).aliases(others));
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Ecosystem>())
}

/// A file's kind.
pub(super) fn kind() -> impl TypedValueParser<Value = FileKind> {
    let of = |word: String| FileKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    PossibleValuesParser::new(FileKind::ALL.map(FileKind::as_str))
        .try_map(move |word| of(word).ok_or("it is no kind of file"))
}

/// An agent, or git.
pub(super) fn hook_target() -> impl TypedValueParser<Value = HookTarget> {
    let agents = Agent::value_variants().iter().filter_map(Agent::to_possible_value);
    let words: Vec<PossibleValue> = agents.chain([PossibleValue::new("git")]).collect();
    PossibleValuesParser::new(words).try_map(|word| {
        if word.eq_ignore_ascii_case("git") {
            return Ok(HookTarget::Git);
        }
        Agent::from_str(&word, true).map(HookTarget::Agent)
    })
}
