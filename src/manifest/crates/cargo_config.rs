//! .cargo/config.toml.
//!
//! Read: `[patch]`, whose crates are built in the place of others; and `[source]` replacement, of which
//! a note says where cargo takes the default registry's crates from instead. They are judged by their
//! names as before: what stands in the registry's place is a mirror of it, or pretends to be one.
//! Not read: `paths`, whose crates have manifests of their own; registries' addresses and tokens.

use toml::de::DeTable;

use super::cargo_toml;
use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::tables::{self, string, table, text_start};
use crate::package::without_secrets;

const CORRECT: &str = "correct the file; cargo would fail on it too";
/// Names that lead further than this to others go round in a circle.
const MOST_STEPS: usize = 8;

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let root = tables::parse(draft, CORRECT);
    for value in table(&root, &["patch"]).into_iter().flat_map(DeTable::values) {
        cargo_toml::read_patch(value, draft);
    }
    let Some(sources) = table(&root, &["source"]) else { return };
    let Some(first) = table(sources, &["crates-io"]).and_then(|source| source.get("replace-with")) else {
        return;
    };
    let at = text_start(draft.text, &first.span());
    match first.get_ref().as_str() {
        Some(name) => {
            let message = format!("crates of the default registry come from {} here", place(sources, name));
            draft.note(at, message);
        }
        None => draft.fault(at, "a source is replaced by one with a name", "write replace-with = \"NAME\""),
    }
}

/// What a source of this name is, through those that replace it in their turn.
fn place(sources: &DeTable<'_>, name: &str) -> String {
    let mut name = name;
    for _ in 0..MOST_STEPS {
        let Some(source) = table(sources, &[name]) else { break };
        if let Some(next) = string(source, "replace-with") {
            name = next;
            continue;
        }
        let stated = [
            ("registry", "the registry"),
            ("directory", "the folder"),
            ("local-registry", "the folder"),
            ("git", "the repository"),
        ];
        let found = stated.iter().find_map(|(key, word)| Some((word, string(source, key)?)));
        if let Some((word, address)) = found {
            return format!("{word} {}", without_secrets(address).escape_debug());
        }
        break;
    }
    format!("the source {}", quoted(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    fn parsed(text: &str) -> (Vec<String>, Vec<String>, usize) {
        let mut draft = Draft::new(text, Ecosystem::Crates, Vec::new(), false);
        read(&mut draft);
        let reading = draft.finish("config.toml").reading;
        let shown = reading.dependencies.iter().map(|d| format!("{} {}", d.name, d.source.kind()));
        let notes = reading.notes.iter().map(|n| format!("{} {}", n.location.line, n.message));
        (shown.collect(), notes.collect(), reading.errors.len())
    }

    #[test]
    fn patches_and_replaced_sources_are_told() {
        let text = r#"
[source.crates-io]
replace-with = "one"
[source.one]
replace-with = "two"
[source.two]
registry = "sparse+https://user:pw@registry.example/index/"
[patch.crates-io]
x = { git = "https://code.example/x" }
y = { package = "z", version = "1", registry = "own" }
[build]
rustc = "evil"
"#;
        let (names, notes, errors) = parsed(text);
        assert_eq!(names, ["x git", "z other-registry"]);
        let place = "the registry sparse+https://registry.example/index/";
        assert_eq!(notes, [format!("3 crates of the default registry come from {place} here")]);
        assert_eq!(errors, 0);
    }

    #[test]
    fn circles_and_wrong_types_end() {
        let circle = "[source.crates-io]\nreplace-with = \"a\"\n[source.a]\nreplace-with = \"a\"\n";
        assert_eq!(parsed(circle).1.len(), 1);
        assert_eq!(parsed("[source.crates-io]\nreplace-with = 1\n").2, 1);
        assert_eq!(parsed("source = 1\npatch = 2\n").2, 0);
        assert_eq!(parsed("[source").2, 1);
    }
}
