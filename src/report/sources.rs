//! The user's own lines, as far as a report shows them. Whoever may read files fills this.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::package::{Location, hide_passwords};

/// So much of a line is kept on each side of a name: a lockfile may be one line of ten megabytes.
const KEPT: usize = 400;

/// So much is looked at for an address with a password in it, of which the piece that is kept must not
/// show the end.
const LOOKED_AT: usize = 4096;

/// Lines of files in which findings stand.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    by_file: BTreeMap<Arc<str>, BTreeMap<(u32, u32), Excerpt>>,
}

/// A piece of a line, around the place where a name is said to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) before: String,
    pub(super) behind: String,
}

impl Excerpt {
    /// What stands behind a name, where that is written there as itself and is no longer one.
    pub(super) fn behind_name(&self, name: &str) -> Option<&str> {
        let behind = self.behind.strip_prefix(name).filter(|_| !name.is_empty())?;
        (!behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'))).then_some(behind)
    }
}

impl Sources {
    /// None.
    pub const fn new() -> Self {
        Self { by_file: BTreeMap::new() }
    }

    /// Keeps what is needed of the line in which `location` lies. `line` is the whole line, without a byte
    /// order mark; a column beyond its end is as good as no line.
    pub fn add(&mut self, location: &Location, line: &str) {
        let characters = usize::try_from(location.column.saturating_sub(1)).unwrap_or(usize::MAX);
        let at = match line.char_indices().nth(characters) {
            Some((at, _)) => at,
            None => return,
        };
        let Some((before, behind)) = line.split_at_checked(at) else { return };
        let before = hide_passwords(last(before, LOOKED_AT));
        let behind = hide_passwords(first(behind, LOOKED_AT));
        let excerpt = Excerpt {
            before: last(&before, KEPT).to_owned(),
            behind: first(&behind, KEPT).trim_end().to_owned(),
        };
        let file = self.by_file.entry(Arc::clone(&location.file)).or_default();
        file.insert((location.line, location.column), excerpt);
    }

    /// What is known of a place.
    pub(super) fn at(&self, location: &Location) -> Option<&Excerpt> {
        self.by_file.get(&location.file)?.get(&(location.line, location.column))
    }
}

/// The first bytes, up to a character's end.
fn first(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// The last bytes, from a character's start.
fn last(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|start| text.is_char_boundary(*start));
    text.get(start.unwrap_or_default()..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: &str, column: u32) -> Option<(String, String)> {
        let location = Location { file: "f".into(), line: 1, column };
        let mut sources = Sources::new();
        sources.add(&location, line);
        sources.at(&location).map(|found| (found.before.clone(), found.behind.clone()))
    }

    #[test]
    fn columns_are_characters_and_long_lines_are_cut() {
        let both = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(at("größe: x \r", 8), both("größe: ", "x"));
        assert_eq!(at("x", 2), None);
        let long = format!("{}é name {}", "é".repeat(1_000_000), "é".repeat(1_000_000));
        let (before, behind) = at(&long, 1_000_003).unwrap();
        assert!(before.len() <= KEPT && behind.len() <= KEPT && behind.starts_with("name "));
    }

    #[test]
    fn no_password_is_kept() {
        let (before, behind) =
            at(r#""https://u:p@one.example/" name "https://u:p@two.example/""#, 28).unwrap();
        assert_eq!(before, r#""https://one.example/" "#);
        assert_eq!(behind, r#"name "https://two.example/""#);
        let (_, behind) = at("name @ https://one.example/a.whl?token=S3#x rest", 1).unwrap();
        assert_eq!(behind, "name @ https://one.example/a.whl?***#x rest");
    }
}
