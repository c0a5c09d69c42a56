use std::borrow::Cow;

/// Leaves out user, password, query and fragment of an address; `git@` stays, since it says
/// nothing. Text that is no address comes back as it is.
pub fn without_secrets(url: &str) -> String {
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

/// Leaves out user and password of every address in a text that may be anything, such as a version that a
/// hand-made file puts an address into. `git@` stays.
pub fn hide_passwords(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("://") {
        shown.push_str(before);
        shown.push_str("://");
        let end =
            behind.find(|c: char| c.is_whitespace() || matches!(c, '/' | '\\' | '"' | '\'' | ',' | ';'));
        let authority = behind.get(..end.unwrap_or(behind.len())).unwrap_or_default();
        rest = match authority.rsplit_once('@') {
            Some((user, host)) if user != "git" => {
                behind.get(authority.len() - host.len()..).unwrap_or_default()
            }
            _ => behind,
        };
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::hide_passwords;

    #[test]
    fn no_password_is_left_in_any_text() {
        for (text, shown) in [
            ("1.0", "1.0"),
            ("1.0https://u:p@registry.example/.1", "1.0https://registry.example/.1"),
            ("a https://u:p@x.example, http://v@y.example", "a https://x.example, http://y.example"),
            ("git+ssh://git@code.example/a", "git+ssh://git@code.example/a"),
            ("://u:p@", "://"),
            ("x://u@v://w@", "x://v://"),
        ] {
            assert_eq!(hide_passwords(text), shown, "{text}");
        }
    }
}
