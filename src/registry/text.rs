//! What keeps a text from being an answer, wherever in it that stands: parsers pass over the fields that
//! they do not look for, and would take the rest.

use super::html;
use super::http::Reply;

/// As deep as the JSON parser itself goes.
pub(super) const DEEPEST: usize = 127;

/// What is wrong with the text of a reply. Pages of HTML have no rules to break.
pub(super) fn fault(reply: &Reply) -> Option<&'static str> {
    if html::is_html(reply) {
        None
    } else if std::str::from_utf8(&reply.body).is_err() {
        Some("it is not UTF-8")
    } else if is_too_deep(&reply.body) {
        Some("it is nested too deep")
    } else {
        None
    }
}

/// Whether brackets of JSON are open within each other beyond the limit. What is no JSON is for the
/// parser to say.
fn is_too_deep(json: &[u8]) -> bool {
    let mut depth = 0usize;
    let mut rest = json;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        match byte {
            b'"' => rest = behind_string(behind),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

fn behind_string(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'"', b'\\', rest) {
        let is_end = rest.get(at) == Some(&b'"');
        rest = rest.get(at + if is_end { 1 } else { 2 }..).unwrap_or_default();
        if is_end {
            return rest;
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(!is_too_deep(nested(DEEPEST).as_bytes()));
        assert!(is_too_deep(nested(DEEPEST + 1).as_bytes()));
        assert!(is_too_deep(format!(r#"{{"a\\":{}}}"#, nested(DEEPEST)).as_bytes()));
        for text in [format!(r#""a\"{}"#, nested(500)), format!("\"{}", "[".repeat(500)), "[]{}".repeat(500)]
        {
            assert!(!is_too_deep(text.as_bytes()), "{text}");
        }
    }
}
