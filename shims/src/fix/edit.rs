//! The mended text of one file: the bytes of some names replaced, and nothing else.

use phantom_guard::manifest::{self, FileKind, Reading};
use phantom_guard::package::{Dependency, Location};
use toml_edit::{Document, Item, Value};

/// A byte order mark in UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A name, where it stands, and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Line, from 1.
    pub(super) line: u32,
    /// Column in characters, from 1.
    pub(super) column: u32,
    /// The name as it is written.
    pub(super) old: String,
    /// The name that was meant.
    pub(super) new: String,
}

/// Replaces the names, and reads the result again: it must state the same under the other names.
///
/// # Errors
/// Why the file is better left alone.
pub(super) fn mended(kind: FileKind, bytes: &[u8], shown: &str, edits: &[Edit]) -> Result<Vec<u8>, String> {
    let text = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let start = bytes.len() - text.len();
    let text = str::from_utf8(text).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let mut places = Vec::new();
    for edit in edits {
        let at = written_at(text, edit).ok_or("a name is not written as itself")?;
        places.push((start + installed_at(kind, text, at, &edit.old), edit));
    }
    places.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    places.dedup_by_key(|(at, _)| *at);
    let mut new = bytes.to_owned();
    for (at, edit) in places {
        let written = written(kind, bytes, at, &edit.new);
        new.splice(at..at + edit.old.len(), written.into_bytes());
    }
    let (before, after) = (manifest::parse(kind, bytes, shown), manifest::parse(kind, &new, shown));
    if states_the_same(&before, &after, edits) {
        Ok(new)
    } else {
        let why = "with the other name alone the file would state something else \
                   (the name may stand in a second key, or as an alias of itself)";
        Err(why.to_owned())
    }
}

/// Whether a name stands where it is said to, in so many letters.
pub(super) fn is_written(text: &str, edit: &Edit) -> bool {
    written_at(text.strip_prefix('\u{feff}').unwrap_or(text), edit).is_some()
}

fn written_at(text: &str, edit: &Edit) -> Option<usize> {
    offset(text, edit.line, edit.column).filter(|at| stands_at(text, *at, &edit.old))
}

/// Where the name of what is installed stands: behind a key that is the same name, as an alias of itself
/// (`"x": "npm:x@1"`). Such a key is what the code says, and stays.
fn installed_at(kind: FileKind, text: &str, at: usize, name: &str) -> usize {
    let behind = || {
        let value = text.get(at..)?.strip_prefix(name)?.strip_prefix('"')?.trim_start().strip_prefix(':')?;
        let within = value.trim_start().strip_prefix("\"npm:")?;
        let at = text.len() - within.len();
        stands_at(text, at, name).then_some(at)
    };
    if kind == FileKind::PackageJson { behind().unwrap_or(at) } else { at }
}

/// Whether two places of a TOML file lie in one array.
pub(super) fn in_one_array(text: &str, one: &Location, other: &Location) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let at = |place: &Location| offset(text, place.line, place.column);
    let (Some(one), Some(other)) = (at(one), at(other)) else { return false };
    let Ok(document) = Document::parse(text) else { return false };
    array_around(document.as_item(), one, other)
}

fn array_around(item: &Item, one: usize, other: usize) -> bool {
    let holds = |value: &Value| {
        value
            .as_array()
            .and_then(|array| array.span())
            .is_some_and(|s| s.contains(&one) && s.contains(&other))
    };
    match item {
        Item::Value(Value::InlineTable(table)) => table.iter().any(|(_, value)| holds(value)),
        Item::Value(value) => holds(value),
        Item::Table(table) => table.iter().any(|(_, item)| array_around(item, one, other)),
        Item::ArrayOfTables(tables) => {
            tables.iter().flat_map(|table| table.iter()).any(|(_, item)| array_around(item, one, other))
        }
        Item::None => false,
    }
}

/// Whether hashes of what is installed stand behind a name, as in a requirements file.
pub(super) fn has_hashes(bytes: &[u8], place: &Location) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let skipped = usize::try_from(place.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut goes_on = true;
    text.lines()
        .skip(skipped)
        .take_while(|line| std::mem::replace(&mut goes_on, line.trim_end().ends_with('\\')))
        .any(|line| line.contains("--hash"))
}

/// Where a line and column lie in a text.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let skipped = usize::try_from(line.checked_sub(1)?).ok()?;
    let start: usize = text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let rest = text.get(start..)?;
    let line = rest.split('\n').next()?;
    let (at, _) = line.char_indices().nth(usize::try_from(column.checked_sub(1)?).ok()?)?;
    Some(start + at)
}

/// Whether the whole name stands there, and no longer one.
fn stands_at(text: &str, at: usize, name: &str) -> bool {
    let behind = text.get(at..).and_then(|rest| rest.strip_prefix(name));
    !name.is_empty()
        && behind.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || "_-".contains(c)))
}

/// A name as it is written there: TOML takes a bare key with a dot for two.
fn written(kind: FileKind, bytes: &[u8], at: usize, name: &str) -> String {
    let is_quoted =
        at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|b| b"\"'".contains(b));
    let is_toml = matches!(kind, FileKind::Pipfile | FileKind::Pyproject);
    if is_toml && !is_quoted && name.contains('.') { format!("\"{name}\"") } else { name.to_owned() }
}

/// Whether two readings differ in nothing but the names that were replaced.
fn states_the_same(before: &Reading, after: &Reading, edits: &[Edit]) -> bool {
    let same_beside = before.errors.len() == after.errors.len()
        && before.indexes == after.indexes
        && before.folders == after.folders
        && before.notes.len() == after.notes.len();
    let (old, new) = (&before.dependencies, &after.dependencies);
    same_beside && old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new, edits))
}

fn is_same(old: &Dependency, new: &Dependency, edits: &[Edit]) -> bool {
    let place = |d: &Dependency| d.location.as_ref().map(|at| (at.line, at.column));
    let edit = edits.iter().find(|edit| place(old) == Some((edit.line, edit.column)));
    let expected = edit.map_or(old.name.spelling(), |edit| edit.new.as_str());
    // An alias that is the name that was meant is one no longer, and a key that stays becomes one.
    let becomes_alias = edit.is_some() && old.alias.is_none();
    let alias = old.alias.as_deref().filter(|alias| edit.is_none() || *alias != expected);
    new.name.spelling() == expected
        && (new.alias.as_deref() == alias
            || new.alias == old.alias
            || becomes_alias && new.alias.as_deref() == Some(old.name.spelling()))
        && (&old.requirement, &old.source, old.locked, &old.concerns)
            == (&new.requirement, &new.source, new.locked, &new.concerns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(line: u32, column: u32, old: &str, new: &str) -> Edit {
        Edit { line, column, old: old.to_owned(), new: new.to_owned() }
    }

    #[test]
    fn only_the_names_bytes_change() {
        let bytes = b"\xEF\xBB\xBF# gr\xC3\xB6\xC3\x9Fe\r\nreqeusts[socks] >=2 ; python_version<'4'  # x\r\n";
        let new =
            mended(FileKind::Requirements, bytes, "r.txt", &[edit(2, 1, "reqeusts", "requests")]).unwrap();
        let expected = String::from_utf8(bytes.to_vec()).unwrap().replace("reqeusts", "requests");
        assert_eq!(String::from_utf8(new).unwrap(), expected);
    }

    #[test]
    fn two_names_of_one_line_and_letters_beyond_ascii() {
        let bytes = r#"{"größe":1,"dependencies":{"epxress":"1","loadsh":"2"}}"#.as_bytes();
        let edits = [edit(1, 29, "epxress", "express"), edit(1, 43, "loadsh", "lodash")];
        let new = mended(FileKind::PackageJson, bytes, "package.json", &edits).unwrap();
        assert_eq!(
            String::from_utf8(new).unwrap(),
            r#"{"größe":1,"dependencies":{"express":"1","lodash":"2"}}"#
        );
    }

    #[test]
    fn a_key_with_a_dot_is_quoted() {
        let new = mended(
            FileKind::Pipfile,
            b"[packages]\nruamel-yml = \"*\"\n",
            "Pipfile",
            &[edit(2, 1, "ruamel-yml", "ruamel.yaml")],
        );
        assert_eq!(new.unwrap(), b"[packages]\n\"ruamel.yaml\" = \"*\"\n");
    }

    #[test]
    fn what_would_state_something_else_is_left_alone() {
        let escaped = br#"{"dependencies":{"ep\u0078ress":"1"}}"#;
        let wrong = mended(FileKind::PackageJson, escaped, "p", &[edit(1, 19, "epxress", "express")]);
        assert!(wrong.is_err());
        let twice = b"[dependencies]\nserde = \"1\"\nsrede = \"1\"\n";
        let wrong = mended(FileKind::CargoToml, twice, "Cargo.toml", &[edit(3, 1, "srede", "serde")]);
        assert!(wrong.is_err(), "a key that stands twice cannot be read");
        assert!(mended(FileKind::Requirements, b"\xffx\n", "r", &[edit(1, 1, "x", "y")]).is_err());
    }
}
