//! Places that a reading names lie in the text, and a name stands at its own.

use phantom_guard::manifest::{FileKind, Reading, parse};

/// The text as the readers take it: without a byte order mark, invalid bytes replaced.
fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).into_owned()
}

/// What stands at a place, or `None` where the text has no such place.
fn at(text: &str, line: u32, column: u32) -> Option<&str> {
    let before: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
    let known_line = line == 1 || text.matches('\n').count() >= line as usize - 1;
    let rest = &text[before..];
    let end = rest.find('\n').unwrap_or(rest.len());
    let mut starts = rest[..end].char_indices().map(|(at, _)| at).chain([end]);
    starts.nth(column as usize - 1).filter(|_| known_line).map(|start| &rest[start..])
}

/// Reads `bytes`, and checks every place that the reading names.
pub(crate) fn check(kind: FileKind, bytes: &[u8]) -> Reading {
    let reading = parse(kind, bytes, "file");
    let text = text_of(bytes);
    for found in &reading.dependencies {
        let location = found.location.as_ref().expect("a name in a file has a place");
        let there = at(&text, location.line, location.column);
        let there = there.unwrap_or_else(|| panic!("{location} is outside {text:?}"));
        let name = found.name.spelling();
        // An escape, a quote, a percent sign or a continued line spells the name otherwise.
        let joined = |text: &str| text.chars().take(4_000).filter(|c| !c.is_whitespace()).collect::<String>();
        let spelled = there.starts_with(name)
            || there.contains(['\\', '%', '"', '\''])
            || text.contains("<<<<<<< ")
            // What stands around a substitution is one word to tox.
            || (kind == FileKind::ToxIni && there.contains(['{', '}']))
            // A text of YAML that goes on in the next line has one place.
            || (kind == FileKind::PnpmWorkspace && joined(there).contains(&joined(name)))
            || joined(there).starts_with(&joined(name));
        assert!(spelled, "{kind:?}: {name:?} is not at {location} of {text:?}");
    }
    for error in &reading.errors {
        if let (Some(line), Some(column)) = (error.line, error.column) {
            // A conflict's marker is blanked byte by byte: in its own line only the line is exact.
            let column = if text.contains("<<<<<<<") { 1 } else { column };
            assert!(at(&text, line, column).is_some(), "{error:?} is outside {text:?}");
        }
        assert!(!error.message.is_empty() && !error.hint.is_empty());
        assert!(!error.message.chars().any(char::is_control), "{error:?} is not escaped");
    }
    reading
}
