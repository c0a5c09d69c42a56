//! What the new name alone does not mend.

use std::collections::HashSet;

use phantom_guard::manifest::FileKind;
use phantom_guard::package::Ecosystem;
use phantom_guard::report::escaped_name;

use super::change::Wanted;
use super::edit;

/// Notes on a place that is mended. `text` is its file's.
pub(super) fn advice((finding, place, meant): Wanted<'_>, text: &[u8]) -> Vec<String> {
    let dependency = &finding.dependency;
    let (old, new) = (escaped_name(dependency.name.spelling()), escaped_name(meant));
    let mut notes = Vec::new();
    if let Some(requirement) = &dependency.requirement {
        let requirement = escaped_name(requirement);
        notes.push(format!(
            "{place}: `{requirement}` was written for {old}: see that {new} has such a release"
        ));
    }
    if edit::has_hashes(text, place) {
        notes.push(format!("{place}: the hashes there are those of {old}: have them made anew for {new}"));
    }
    if dependency.name.ecosystem() == Ecosystem::Crates && dependency.alias.is_none() {
        let [old, new] = [old, new].map(|name| name.replace('-', "_"));
        notes.push(format!("{place}: where code or a feature says `{old}`, write `{new}`"));
    }
    notes
}

/// A lockfile is not edited, and made anew by its own tool.
pub(super) fn still_locked(file: &str, kind: FileKind, names: HashSet<String>) -> String {
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_unstable();
    let names = names.join(", ");
    match kind.locked_by() {
        Some(command) => {
            format!("{file} holds {names} and is not edited: once the manifest is right, run {command}")
        }
        None => format!("{file} holds {names} and is not edited: once the manifest is right, lock again"),
    }
}
