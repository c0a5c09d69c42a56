//! Addresses as they may be shown: without what could be a secret.

use crate::package::{hide_passwords, without_secrets};

/// A piece of a user's file as a message may show it: short, escaped, and without secrets.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown = String::new();
    let mut is_behind_address = false;
    for word in text.split_inclusive(char::is_whitespace) {
        is_behind_address |= word.contains("//");
        // A query with a space in it goes on in the next word.
        match is_behind_address {
            true => {
                shown.push_str(&without_secrets(word.trim_end()));
                shown.push(' ');
            }
            false => shown.push_str(&hide_passwords(word)),
        }
        if shown.len() > LONGEST {
            break;
        }
    }
    match shown.char_indices().nth(LONGEST).and_then(|(end, _)| shown.get(..end)) {
        Some(start) => format!("{:?}", format!("{start}…")),
        None => format!("{:?}", shown.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::{quoted, without_secrets};

    #[test]
    fn quoted_text_is_short_escaped_and_holds_no_secret() {
        assert_eq!(quoted("a\u{1b}[31m b"), r#""a\u{1b}[31m b""#);
        assert_eq!(quoted("-i https://u:p@registry.example/x y"), r#""-i https://registry.example/x y""#);
        assert_eq!(quoted("a @ https://x.example/a b\"#c?S"), r#""a @ https://x.example/a b\"""#);
        assert_eq!(quoted("u:S@x.example:a/b"), r#""x.example:a/b""#);
        assert_eq!(quoted(&"é".repeat(10_000)).chars().count(), 63);
    }

    #[test]
    fn nothing_secret_is_left() {
        for (url, shown) in [
            ("https://registry.example/simple", "https://registry.example/simple"),
            ("https://user:pw@registry.example/simple?token=1#x", "https://registry.example/simple"),
            ("https://tok@en@registry.example", "https://registry.example"),
            ("git+ssh://git@code.example/a/b.git#v1", "git+ssh://git@code.example/a/b.git"),
            ("https://registry.example/a@1", "https://registry.example/a@1"),
            ("../lib", "../lib"),
            ("", ""),
        ] {
            assert_eq!(without_secrets(url), shown, "{url}");
        }
    }
}
