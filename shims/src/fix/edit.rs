//! The mended text of one file: the bytes of some names replaced, and nothing else.

use phantom_guard::manifest::{self, FileKind, Reading};
use phantom_guard::package::Dependency;

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
        let at = offset(text, edit.line, edit.column).filter(|at| stands_at(text, *at, &edit.old));
        let at = at.ok_or_else(|| {
            format!(
                "`{}` is not written as itself in line {}",
                phantom_guard::report::escaped_name(&edit.old),
                edit.line
            )
        })?;
        places.push((start + at, edit));
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
        Err("with the other name it would no longer state the same".to_owned())
    }
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
    // An alias that is the name that was meant is one no longer.
    let alias = old.alias.as_deref().filter(|alias| edit.is_none() || *alias != expected);
    new.name.spelling() == expected
        && (new.alias.as_deref() == alias || new.alias == old.alias)
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
        assert!(wrong.unwrap_err().contains("line 1"));
        let twice = b"[dependencies]\nserde = \"1\"\nsrede = \"1\"\n";
        let wrong = mended(FileKind::CargoToml, twice, "Cargo.toml", &[edit(3, 1, "srede", "serde")]);
        assert!(wrong.is_err(), "a key that stands twice cannot be read");
        assert!(mended(FileKind::Requirements, b"\xffx\n", "r", &[edit(1, 1, "x", "y")]).is_err());
    }
}
