//! Replaces the texts behind one key of a JSON document while it streams.
//!
//! Not a parser of JSON: it tells texts from what stands between them, and which of them are keys. A document
//! that is not well formed goes on as it came.

/// Longer texts are no addresses, and go on as they are.
const LONGEST: usize = 8 * 1024;

/// What a text becomes; `None` where it stays as it is.
pub(super) type Change = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The state between two pieces of a document.
pub(super) struct Replacer {
    key: &'static str,
    change: Change,
    /// The text that is being read, with its first quotation mark.
    text: Vec<u8>,
    state: State,
    /// What the last text has to do with the key.
    last: Last,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    InText {
        escaped: bool,
    },
    /// In one that is too long to be kept.
    InLongText {
        escaped: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Other,
    /// The text was the key's, if a colon comes next.
    Key,
    /// A colon came: the next text is its value.
    Colon,
}

impl Replacer {
    pub(super) fn new(key: &'static str, change: Change) -> Self {
        Self { key, change, text: Vec::new(), state: State::Between, last: Last::Other }
    }

    /// Takes the next piece, and adds to `out` what has become of it.
    pub(super) fn feed(&mut self, piece: &[u8], out: &mut Vec<u8>) {
        let mut rest = piece;
        while !rest.is_empty() {
            rest = match self.state {
                State::Between => self.between(rest, out),
                State::InText { escaped } => self.in_text(rest, escaped, out),
                State::InLongText { escaped } => {
                    let (text, rest, state) = split(rest, escaped);
                    out.extend_from_slice(text);
                    self.state = match state {
                        Some(escaped) => State::InLongText { escaped },
                        None => State::Between,
                    };
                    rest
                }
            };
        }
    }

    /// What is left at the end of the document: a text without an end.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.text);
    }

    fn between<'a>(&mut self, piece: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
        let at = memchr::memchr(b'"', piece).unwrap_or(piece.len());
        let (before, behind) = piece.split_at(at);
        for byte in before.iter().filter(|byte| !byte.is_ascii_whitespace()) {
            self.last = if *byte == b':' && self.last == Last::Key { Last::Colon } else { Last::Other };
        }
        out.extend_from_slice(before);
        let Some((quote, rest)) = behind.split_first() else { return behind };
        self.text.push(*quote);
        self.state = State::InText { escaped: false };
        rest
    }

    fn in_text<'a>(&mut self, piece: &'a [u8], escaped: bool, out: &mut Vec<u8>) -> &'a [u8] {
        let (text, rest, state) = split(piece, escaped);
        self.text.extend_from_slice(text);
        match state {
            Some(escaped) if self.text.len() > LONGEST => {
                out.append(&mut self.text);
                self.last = Last::Other;
                self.state = State::InLongText { escaped };
            }
            Some(escaped) => self.state = State::InText { escaped },
            None => {
                self.whole_text(out);
                self.state = State::Between;
            }
        }
        rest
    }

    fn whole_text(&mut self, out: &mut Vec<u8>) {
        let is_value = std::mem::replace(&mut self.last, Last::Other) == Last::Colon;
        let inner = self.text.get(1..self.text.len().saturating_sub(1)).unwrap_or_default();
        if is_value {
            let text = serde_json::from_slice::<String>(&self.text).ok();
            if let Some(changed) = text.and_then(|text| (self.change)(&text))
                && let Ok(json) = serde_json::to_vec(&changed)
            {
                out.extend_from_slice(&json);
                self.text.clear();
                return;
            }
        } else if inner == self.key.as_bytes() {
            self.last = Last::Key;
        }
        out.append(&mut self.text);
    }
}

/// The part of a piece that belongs to a text, its closing mark among it, and the rest; then whether the
/// text goes on with an escaped character, and `None` where it has ended.
fn split(piece: &[u8], mut escaped: bool) -> (&[u8], &[u8], Option<bool>) {
    for (at, byte) in piece.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => {
                let (text, rest) = piece.split_at_checked(at.saturating_add(1)).unwrap_or((piece, &[]));
                return (text, rest, None);
            }
            _ => {}
        }
    }
    (piece, &[], Some(escaped))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(document: &str, size: usize) -> String {
        let change = |text: &str| text.strip_prefix("old").map(|rest| format!("new\"{rest}"));
        let mut replacer = Replacer::new("url", Box::new(change));
        let mut out = Vec::new();
        for piece in document.as_bytes().chunks(size) {
            replacer.feed(piece, &mut out);
        }
        replacer.end(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_texts_behind_the_key_are_replaced_however_the_document_arrives() {
        let long = "x".repeat(LONGEST * 2);
        for (document, expected) in [
            (r#"{"url":"old/a"}"#.to_owned(), r#"{"url":"new\"/a"}"#.to_owned()),
            (
                r#"[{"url" : "old/a"},{"url": "ol"}]"#.to_owned(),
                r#"[{"url" : "new\"/a"},{"url": "ol"}]"#.to_owned(),
            ),
            (r#"{"a":"url","b":"old"}"#.to_owned(), r#"{"a":"url","b":"old"}"#.to_owned()),
            (r#"["url","old"]"#.to_owned(), r#"["url","old"]"#.to_owned()),
            (r#"{"url":{"x":"old"}}"#.to_owned(), r#"{"url":{"x":"old"}}"#.to_owned()),
            (
                r#"{"x\"url":"old","url":"o\u006cd"}"#.to_owned(),
                r#"{"x\"url":"old","url":"new\""}"#.to_owned(),
            ),
            (
                format!(r#"{{"d":"{long}\"url","url":"old"}}"#),
                format!(r#"{{"d":"{long}\"url","url":"new\""}}"#),
            ),
            (r#"{"url":"old"#.to_owned(), r#"{"url":"old"#.to_owned()),
            ("<html>\"".to_owned(), "<html>\"".to_owned()),
        ] {
            for size in [1, 2, 3, 7, 4096, 1 << 20] {
                assert_eq!(replaced(&document, size), expected, "{size}");
            }
        }
    }
}
