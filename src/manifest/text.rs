//! From a file's bytes to text in which every offset can be trusted.

use std::borrow::Cow;

use memchr::memmem;

use super::draft::Fault;

/// A file's text, with what was wrong with its bytes.
#[derive(Debug, Default)]
pub(super) struct Text<'b> {
    pub(super) text: Cow<'b, str>,
    pub(super) faults: Vec<Fault>,
    /// Whether a version control system left its conflict markers, which are blanked in `text`:
    /// both sides are then read, and syntax errors that follow from it need no second message.
    pub(super) conflict: bool,
}

/// Takes a UTF-8 file, with or without a byte order mark. Invalid bytes are reported, and the rest
/// is kept.
pub(super) fn decode(bytes: &[u8]) -> Text<'_> {
    if let Some(encoding) = foreign_encoding(bytes) {
        return Text {
            faults: vec![Fault::at(0, format!("the file is {encoding} text"), "save it as UTF-8")],
            ..Text::default()
        };
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut read = Text::default();
    read.text = match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            // Offsets up to the first bad byte are the same in the mended text.
            let message = format!("byte {} of the file, {byte:#04x}, is not valid UTF-8", at + 1);
            read.faults.push(Fault::at(at, message, "save the file as UTF-8"));
            String::from_utf8_lossy(bytes)
        }
    };
    blank_conflicts(&mut read);
    read
}

/// Names an encoding that a byte order mark gives away.
fn foreign_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some("UTF-32 (little endian)"),
        [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32 (big endian)"),
        [0xFF, 0xFE, ..] => Some("UTF-16 (little endian)"),
        [0xFE, 0xFF, ..] => Some("UTF-16 (big endian)"),
        _ => None,
    }
}

fn blank_conflicts(read: &mut Text<'_>) {
    if memmem::find(read.text.as_bytes(), b"<<<<<<< ").is_none() {
        return;
    }
    let mut blanked = String::with_capacity(read.text.len());
    let mut open = false;
    for line in read.text.split_inclusive('\n') {
        let start = blanked.len();
        let marker = match line.get(..7) {
            Some("<<<<<<<") => {
                open = true;
                let message = "a merge conflict was left in the file; what follows may be unread";
                read.faults.push(Fault::at(start, message, "resolve the conflict, then try again"));
                true
            }
            Some("|||||||" | "=======") => open,
            Some(">>>>>>>") => std::mem::take(&mut open),
            _ => false,
        };
        if marker {
            blanked.extend(line.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
        } else {
            blanked.push_str(line);
        }
    }
    read.conflict = !read.faults.is_empty();
    read.text = Cow::Owned(blanked);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_bytes_is_said_and_the_rest_kept() {
        assert_eq!(decode(b"\xEF\xBB\xBFabc").text, "abc");
        let read = decode(b"ab\xFFc");
        assert_eq!((read.text.as_ref(), read.faults.len()), ("ab\u{FFFD}c", 1));
        for bytes in [&b"\xFF\xFEa\0"[..], b"\xFE\xFF\0a", b"\xFF\xFE\0\0", b"\0\0\xFE\xFF"] {
            let read = decode(bytes);
            assert_eq!((read.text.as_ref(), read.faults.len()), ("", 1), "{bytes:?}");
        }
    }

    #[test]
    fn conflict_markers_are_blanked_in_place() {
        let text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n=======\n";
        let read = decode(text.as_bytes());
        assert!(read.conflict);
        assert_eq!(read.text.len(), text.len());
        let lines: Vec<_> = read.text.lines().map(str::trim).collect();
        assert_eq!(lines, ["a", "", "b", "", "c", "", "d", "======="]);
        assert!(!decode(b"# <<<<<<< not at the start of a line").conflict);
    }
}
