//! conda's environment.yml: its pip part.
//!
//! Read: the lists under `pip` in `dependencies`, whose lines are those of a requirements file.
//! Not read: conda's own packages, which come from another registry. Any `*environment*.yml` may be
//! something else altogether; a file with neither `dependencies` nor `channels` is left alone.

use super::requirements;
use crate::manifest::draft::Draft;
use crate::manifest::yaml;

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let hint = "correct the file; conda would fail on it too";
    let yaml = yaml::parse(draft, hint);
    let root = yaml.root();
    let listed = root.and_then(|root| root.get("dependencies"));
    let channels = root.and_then(|root| root.get("channels"));
    let is_list = |value: yaml::Value<'_, '_>| value.is_null() || value.kind() == "a list";
    // A file that breaks off before either key may be conda's all the same.
    let begun = || draft.text.lines().any(|l| l.starts_with("dependencies:") || l.starts_with("channels:"));
    if !(listed.is_some_and(is_list) || channels.is_some() || (root.is_none() && begun())) {
        return draft.states_nothing();
    }
    for (key, list) in listed.into_iter().flat_map(yaml::Value::items).flat_map(yaml::Value::entries) {
        if key.text() != Some("pip") {
            continue;
        }
        if !is_list(list) {
            let message = format!("a list is expected under `pip`, not {}", list.kind());
            draft.fault(list.offset(), message, "write one `- NAME` a line");
        }
        for item in list.items() {
            match item.text() {
                Some(line) => requirements::read_within(line, &|at| item.place(at), draft),
                None => {
                    let message = format!("a requirement is a text, not {}", item.kind());
                    draft.fault(item.offset(), message, "write NAME or NAME==VERSION");
                }
            }
        }
    }
}
