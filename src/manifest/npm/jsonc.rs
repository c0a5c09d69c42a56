//! JSON with comments and trailing commas, as bun and deno write and take it.

use std::borrow::Cow;

use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::json::Text;

/// Reports a key that an object of `text` has twice.
pub(super) fn duplicate(draft: &mut Draft<'_>, text: &str, key: &Text<'_>) {
    let message = format!("the key {} stands here twice", quoted(&key.value));
    draft.fault(key.place(text, 0), message, "keep one of them");
}

/// The text as plain JSON of the same length, so that every offset stays: comments and trailing commas
/// become spaces. What is no JSON either way stays, for the reader of JSON to report.
pub(in crate::manifest) fn plain(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut blank: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    // A comma behind which only space and comments were seen.
    let mut comma = None;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                comma = None;
                at = string_end(bytes, at + 1);
                continue;
            }
            b',' => comma = Some(at),
            b'}' | b']' => blank.extend(comma.take().map(|at| (at, at + 1))),
            b'/' => {
                let rest = bytes.get(at..).unwrap_or_default();
                let end = match bytes.get(at + 1) {
                    Some(b'/') => memchr::memchr(b'\n', rest).map(|end| at + end),
                    Some(b'*') => {
                        memchr::memmem::find(rest.get(2..).unwrap_or_default(), b"*/").map(|end| at + end + 4)
                    }
                    _ => Some(at),
                };
                let end = end.unwrap_or(bytes.len());
                if end > at {
                    blank.push((at, end));
                    at = end;
                    continue;
                }
                comma = None;
            }
            b if b.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += 1;
    }
    if blank.is_empty() {
        return Cow::Borrowed(text);
    }
    blank.sort_unstable();
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in blank {
        plain.push_str(text.get(from..start).unwrap_or_default());
        let gone = text.get(start..end).unwrap_or_default();
        plain.extend(gone.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
        from = end;
    }
    plain.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(plain)
}

/// Where the string that begins at `at` ends, behind its quote.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(step) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += step + 1;
        match bytes.get(at - 1) {
            Some(b'"') => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn comments_and_trailing_commas_become_spaces() {
        for (text, expected) in [
            (r#"{"a": 1}"#, r#"{"a": 1}"#),
            (r#"{"a": [1, 2,],}"#, r#"{"a": [1, 2 ] }"#),
            ("{// x, \"\n\"a\": 1, /* , */ }", "{       \n\"a\": 1          }"),
            (r#"{"a": "//,]", "b": "\",]"}"#, r#"{"a": "//,]", "b": "\",]"}"#),
            ("{\"a\": 1, // é\n}", "{\"a\": 1       \n}"),
            ("[1,,]", "[1, ]"),
            ("{} /* open", "{}        "),
            ("{} / x", "{} / x"),
            ("\"\\", "\"\\"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
            assert_eq!(plain(text).len(), text.len(), "{text}");
        }
    }
}
