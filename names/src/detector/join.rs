//! `hallucination-pattern`, learned: a popular name with a chain of ordinary words behind it that
//! nobody put together before, as language models do (`pydantic-reverse-db`).
//!
//! Misleads for plugins and extensions of popular frameworks, of which there are many: so it counts
//! less the more names begin as this one does, and where a part of the chain is a package itself
//! (`django-rest-auth` beside `django-rest`), which is how honest families grow.

use super::Known;
use super::terms::Term;
use super::weights::Weights;
use super::wording::Wording;
use crate::corpus::{Corpus, Place};
use crate::package::Ecosystem;

/// A head with fewer letters is no name of a framework.
const SHORTEST_HEAD: usize = 3;
/// One word behind a popular name is an affix, not a chain.
const FEWEST_BEHIND: usize = 2;
/// A word with fewer letters is taken as known: `v2`, `db`.
const SHORTEST_STRANGE: usize = 3;

/// Names up to this rank are those that models extend first.
const FAMOUS: u32 = 200;

/// The most that a chain weighs where a registry answered: with an age of two months and nothing else
/// against the name, it is warned of and not blocked.
const MOST_WHERE_ANSWERED: f64 = 2.3;

/// A chain behind a popular name.
pub(super) struct Join {
    /// The popular name.
    pub(super) head: u16,
    /// In log-odds; above zero.
    pub(super) weight: f64,
    /// Whether no part of the chain is a package.
    pub(super) unsupported: bool,
}

/// Whether a name of these words may be a chain: most are not, and soon told.
pub(super) fn may_be(wording: Option<&Wording<'_>>) -> bool {
    wording.is_some_and(|wording| wording.count() > FEWEST_BEHIND)
}

/// The chain that a name is, if it is one. `wording` and `folded` are of the name without a scope.
pub(super) fn find(
    corpus: &Corpus,
    weights: &Weights,
    ecosystem: Ecosystem,
    wording: &Wording<'_>,
    folded: &[u8],
    known: Known,
) -> Option<Join> {
    let count = wording.count();
    let (behind, head) = (1..=count.checked_sub(FEWEST_BEHIND)?).rev().find_map(|words| {
        let letters = wording.letters_of_first(words);
        let head = folded.get(..letters).filter(|head| head.len() >= SHORTEST_HEAD)?;
        Some((words, corpus.same_letters(ecosystem, head)?))
    })?;
    // A list of popular names only cannot say what does not exist.
    let unsupported = corpus.lists_little_known(ecosystem) && !has_part(corpus, ecosystem, wording);
    let family = corpus.word_level(ecosystem, Place::First, wording.word(0)).unwrap_or_default();
    let tail = corpus.word_level(ecosystem, Place::Last, wording.last()).unwrap_or_default();
    let strange = (behind..count).map(|index| wording.word(index)).any(|word| {
        word.len() >= SHORTEST_STRANGE && corpus.word_level(ecosystem, Place::Anywhere, word).is_none()
    });
    let famous = u32::from(head) < FAMOUS && unsupported && !strange && !known.answered;
    let given = |term, is: bool| if is { weights.get(term) } else { 0.0 };
    let weight = weights.get(Term::Join)
        + weights.pull(Term::JoinPull, u32::from(head) + 1)
        + given(Term::JoinUnsupported, unsupported)
        + given(Term::JoinStrange, strange)
        + given(Term::JoinInUse, known.in_use)
        + plain_head(corpus, weights, ecosystem, wording.word(0))
        + family * weights.get(Term::JoinFamily)
        + tail * weights.get(Term::JoinTail);
    let weight = weight.max(given(Term::JoinFamous, famous));
    // A registry has the name and tells its age: a shape is not to outweigh an honest history.
    let weight = if known.answered { weight.min(MOST_WHERE_ANSWERED) } else { weight };
    (weight > 0.0).then_some(Join { head, weight, unsupported })
}

/// What it takes away that the popular name is an ordinary word, which names have anywhere.
pub(super) fn plain_head(corpus: &Corpus, weights: &Weights, ecosystem: Ecosystem, word: &str) -> f64 {
    let level = |place| corpus.word_level(ecosystem, place, word).unwrap_or_default();
    let apart = level(Place::Anywhere) - level(Place::First);
    apart.max(0.0) * weights.get(Term::PlainHead)
}

/// Whether several of the words, from the start or to the end, are a package themselves.
fn has_part(corpus: &Corpus, ecosystem: Ecosystem, wording: &Wording<'_>) -> bool {
    let count = wording.count();
    (2..count).any(|end| corpus.lists(ecosystem, wording.span(0..end)))
        || (1..count - 1).any(|start| corpus.lists(ecosystem, wording.span(start..count)))
}
