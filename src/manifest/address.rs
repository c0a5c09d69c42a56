//! Addresses as they may be shown: without what could be a secret.

/// Leaves out user, password, query and fragment of an address; `git@` stays, since it says
/// nothing. Text that is no address comes back as it is.
pub(crate) fn without_secrets(url: &str) -> String {
    let body = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = body.split_once("://") else {
        return body.to_owned();
    };
    let (authority, path) = match rest.find(['/', '\\']).and_then(|at| rest.split_at_checked(at)) {
        Some(parts) => parts,
        None => (rest, ""),
    };
    match authority.rsplit_once('@') {
        Some((user, host)) if user != "git" => format!("{scheme}://{host}{path}"),
        _ => body.to_owned(),
    }
}

/// A piece of a user's file as a message may show it: short, escaped, and without secrets.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        match word.contains("://") {
            true => {
                shown.push_str(&without_secrets(word.trim_end()));
                shown.push(' ');
            }
            false => shown.push_str(word),
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
