//! Keeps hostile text from steering a terminal or from looking like other text.

use std::borrow::Cow;
use std::fmt::Write;

/// The longest name that is printed whole; the longest that a registry takes has 214 characters.
const LONGEST: usize = 220;
const KEPT: usize = 80;

/// A text for a terminal: control characters, escape sequences, and characters that turn the
/// writing direction or take no room are written as `\u{202e}`.
pub fn escaped(text: &str) -> Cow<'_, str> {
    escape_where(text, is_hidden)
}

/// A text that may quote a name: as [`escaped`], and every character beyond ASCII is written by its
/// number too, since no registry takes one and many look like ASCII letters.
pub fn escaped_quote(text: &str) -> Cow<'_, str> {
    escape_where(text, |c| !c.is_ascii() || is_hidden(c))
}

/// A name for a terminal, escaped as by [`escaped_quote`]. A long one is cut, an empty one shown as `""`.
pub fn escaped_name(name: &str) -> Cow<'_, str> {
    let length = name.chars().count();
    if length == 0 {
        return Cow::Borrowed("\"\"");
    }
    if length <= LONGEST {
        return escaped_quote(name);
    }
    let start: String = name.chars().take(KEPT).collect();
    let start = escaped_quote(&start);
    Cow::Owned(format!("{start}... ({length} characters)"))
}

fn escape_where(text: &str, hostile: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&hostile) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if hostile(c) {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Control characters, Unicode's format characters (Cf) and the separators of lines and paragraphs.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
            | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_written_by_their_number() {
        assert_eq!(escaped("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(escaped("\u{1b}[31mred\n"), "\\u{1b}[31mred\\u{a}");
        assert_eq!(escaped("zero\u{200b}width\u{feff}"), "zero\\u{200b}width\\u{feff}");
        assert_eq!(escaped("Ordner/größe.txt"), "Ordner/größe.txt");
        assert_eq!(escaped_name("r\u{435}quests"), "r\\u{435}quests");
        assert_eq!(escaped_name("@types/node"), "@types/node");
    }

    #[test]
    fn a_long_name_is_cut() {
        let shown = escaped_name(&"x".repeat(10_000)).into_owned();
        assert!(shown.ends_with("x... (10000 characters)") && shown.len() < 120, "{shown}");
    }
}
