//! cargo's aliases, which may hide an install behind any word.

use std::ffi::OsString;

/// How often an alias may lead to another before it is taken for a circle.
const LONGEST_CHAIN: usize = 16;

/// Replaces cargo's aliases by what they stand for, as cargo does: only the command's word, and never
/// one of cargo's own commands. `alias` gives the words of an alias, or `None`.
///
/// The user's aliases live in the environment and in cargo's configuration files, which are not read
/// here: [`CargoConfig::alias`](crate::cargo_config::CargoConfig::alias).
pub fn expand_cargo_alias(args: &[OsString], alias: impl Fn(&str) -> Option<Vec<String>>) -> Vec<OsString> {
    let mut args = args.to_vec();
    for _ in 0..LONGEST_CHAIN {
        let Some(at) = super::cargo::command_position(&args) else { break };
        let Some(word) = args.get(at).and_then(|word| word.to_str()) else { break };
        if super::cargo::is_built_in(word) {
            break;
        }
        let Some(words) = alias(word) else { break };
        args.splice(at..=at, words.into_iter().map(OsString::from));
    }
    args
}
