//! Which addresses the requirements inside a package-lock.json ask for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::locked::Entry;
use super::spec;
use crate::package::{Source, without_secrets};

/// Names with what is asked for under them.
pub(super) struct Declared<'t> {
    specs: HashMap<&'t str, Wanted>,
}

/// Addresses without secrets, and repositories by the last two segments of theirs.
#[derive(Default)]
struct Wanted {
    addresses: HashSet<Arc<str>>,
    repositories: HashSet<[String; 2]>,
}

impl<'t> Declared<'t> {
    /// Looks for every `"name": "specifier"` of a text. A pair that is none of a requirement is of a field
    /// of npm's own, under whose name nobody has a package at an address.
    pub(super) fn of(text: &'t str) -> Self {
        let mut specs: HashMap<&str, Wanted> = HashMap::new();
        let mut rest = text;
        // What stands before a colon, with a text behind it.
        let mut key = None;
        while let Some((string, tail)) = next_string(rest) {
            rest = tail;
            if let Some(value) = tail.trim_start().strip_prefix(':') {
                key = Some(string).filter(|_| value.trim_start().starts_with('"'));
            } else if let Some(key) = key.take().filter(|_| string.contains(['/', ':'])) {
                match spec::target(string).source {
                    Source::Url(address) => {
                        specs.entry(key).or_default().addresses.insert(address);
                    }
                    Source::Git(repository) => {
                        specs.entry(key).or_default().repositories.extend(pairs(&repository).pop());
                    }
                    _ => {}
                }
            }
        }
        Self { specs }
    }

    /// Whether a requirement asks for the entry by the address that it has.
    pub(super) fn asks_for(&self, entry: &Entry<'_>) -> bool {
        let Some(address) = &entry.address else { return false };
        let names = [entry.alias.as_deref(), Some(entry.name.as_ref())];
        names.into_iter().flatten().filter_map(|name| self.specs.get(name)).any(|wanted| {
            let shown = without_secrets(&address.value);
            wanted.addresses.contains(shown.as_str())
                || !wanted.repositories.is_empty()
                    && pairs(&shown).iter().any(|pair| wanted.repositories.contains(pair))
        })
    }
}

/// The next string of JSON without its quotes, and what stands behind it.
fn next_string(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let start = memchr::memchr(b'"', bytes)? + 1;
    let mut end = start;
    loop {
        end += memchr::memchr2(b'"', b'\\', bytes.get(end..)?)?;
        if bytes.get(end) == Some(&b'"') {
            return Some((text.get(start..end)?, text.get(end + 1..)?));
        }
        end += 2;
    }
}

/// Neighbouring segments of an address, in lower case and without the ending of a repository.
fn pairs(address: &str) -> Vec<[String; 2]> {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let parts = path.split(['/', ':']).filter(|part| !part.is_empty());
    let parts: Vec<_> = parts.map(|part| part.trim_end_matches(".git").to_ascii_lowercase()).collect();
    parts.array_windows().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::npm::locked::Piece;

    #[test]
    fn only_the_address_that_was_asked_for_is_declared() {
        let declared = Declared::of(
            r#"{"a": {"version": "1.0.0", "requires": {"b": "https://files.example/b.tgz", "x\"y": "z/z"}},
                "c": "u/r#v1", "d": "^1.0.0", "e": ["https://files.example/e.tgz"], "b": "^1"}"#,
        );
        for (name, address, asked) in [
            ("b", "https://u:p@files.example/b.tgz?x", true),
            ("b", "https://evil.example/b.tgz", false),
            ("c", "git+ssh://git@code.example/u/r.git#0", true),
            ("c", "https://code.example/U/r/tar.gz/0", true),
            ("c", "git+ssh://git@code.example/u/evil.git#0", false),
            ("d", "https://files.example/b.tgz", false),
            ("e", "https://files.example/e.tgz", false),
        ] {
            let address = Some(Piece::literal(address, 0));
            let entry = Entry { name: name.into(), address, ..Entry::default() };
            assert_eq!(declared.asks_for(&entry), asked, "{name} {entry:?}");
        }
    }
}
