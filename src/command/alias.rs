//! cargo's aliases, which may hide an install behind any word.

use std::ffi::OsString;

/// How often an alias may lead to another before it is taken for a circle.
const LONGEST_CHAIN: usize = 16;

/// Replaces cargo's aliases by what they stand for, as cargo does: only the command's word, and never
/// one of cargo's own commands. `alias` gives the words of an alias, or `None`.
///
/// The user's aliases live in the environment and in cargo's configuration files, which are not read
/// here.
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

/// The aliases that one of cargo's configuration files defines, each as its words. A file that cannot
/// be read as TOML has none: cargo will say so itself.
pub fn cargo_aliases(config: &str) -> Vec<(String, Vec<String>)> {
    let Ok(document) = config.parse::<toml_edit::DocumentMut>() else { return Vec::new() };
    let Some(table) = document.get("alias").and_then(toml_edit::Item::as_table_like) else {
        return Vec::new();
    };
    let words = |item: &toml_edit::Item| -> Option<Vec<String>> {
        if let Some(text) = item.as_str() {
            return Some(text.split_whitespace().map(str::to_owned).collect());
        }
        item.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect()
    };
    table.iter().filter_map(|(name, item)| Some((name.to_owned(), words(item)?))).collect()
}
