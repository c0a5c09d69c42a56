//! Addresses as they may be shown: without what could be a secret.

use std::borrow::Cow;

/// Leaves out user, password, parameters, query and fragment of an address; `git@` stays, since it says
/// nothing. Text that is no address comes back as it is.
pub fn without_secrets(url: &str) -> String {
    let body = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = body.split_once("//").filter(|(scheme, _)| is_scheme(scheme)) else {
        return hide_passwords(body).into_owned();
    };
    let (authority, path) = split_before(rest, |c| matches!(c, '/' | '\\'));
    let path = path.split(';').next().unwrap_or_default();
    let host = match authority.rsplit_once('@') {
        Some((user, host)) if user != "git" => host,
        Some(_) => authority,
        // An unescaped `#` in a password ends the address for every reader but its writer.
        None => match authority.rsplit_once(':') {
            Some((start, port)) if is_cut(url, body, path) && !is_number(port) => start,
            _ => authority,
        },
    };
    hide_passwords(&format!("{scheme}//{host}{path}")).into_owned()
}

/// Leaves out user and password of every address in a text that may be anything, such as a line or a version
/// that a hand-made file puts an address into; parameters and queries become `***`. `git@` stays.
pub fn hide_passwords(text: &str) -> Cow<'_, str> {
    if !text.contains("//") && !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let (mut rest, mut quote) = (text, None);
    while let Some((before, behind)) = rest.split_once("//") {
        push_without_logins(&mut shown, before);
        shown.push_str("//");
        // What stands between quotes ends with the same one.
        if let Some(c) = before.chars().rev().find(|c| c.is_whitespace() || is_quote(*c)) {
            quote = Some(c).filter(|c| is_quote(*c));
        }
        let (host, after) = without_user(behind, is_scheme(before), quote);
        shown.push_str(host);
        rest = push_without_query(&mut shown, after, quote);
    }
    push_without_logins(&mut shown, rest);
    if shown == text { Cow::Borrowed(text) } else { Cow::Owned(shown) }
}

fn is_scheme(before: &str) -> bool {
    before.is_empty() || before.ends_with(':')
}

fn is_cut(url: &str, body: &str, path: &str) -> bool {
    path.is_empty() && body.len() < url.len()
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

/// Splits before the first character that `stop` takes.
fn split_before(text: &str, stop: impl Fn(char) -> bool) -> (&str, &str) {
    text.find(stop).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// The host at the beginning of what stands behind `//`, and what follows it.
fn without_user(behind: &str, is_url: bool, quote: Option<char>) -> (&str, &str) {
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '/' | '\\' | '"' | '?' | '#' | '<' | '>') || Some(c) == quote
    };
    let (long, after_long) = split_before(behind, ends);
    // A password may hold what separates addresses elsewhere.
    if let Some((user, host)) = long.rsplit_once('@')
        && user.contains(':')
        && !user.contains("','")
    {
        return (host, after_long);
    }
    let (authority, after) = split_before(behind, |c| ends(c) || matches!(c, '\'' | ',' | ';'));
    match authority.rsplit_once('@') {
        Some((user, host)) if is_url && user != "git" => (host, after),
        _ => (authority, after),
    }
}

/// Writes a path, and `***` for parameters and query behind it; gives what follows them. A path with another
/// address in it is left for later.
fn push_without_query<'t>(shown: &mut String, text: &'t str, quote: Option<char>) -> &'t str {
    let mut escaped = false;
    let ends = |c: char| {
        let is_end = c.is_whitespace() || matches!(c, '<' | '>') || (Some(c) == quote && !escaped);
        escaped = c == '\\' && !escaped;
        is_end
    };
    let (address, _) = text.find(ends).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    let (path, behind) = split_before(address, |c| matches!(c, '?' | ';'));
    if path.contains("//") {
        return text;
    }
    let mut characters = behind.chars();
    let Some(mark) = characters.next() else { return text };
    let (hidden, _) = split_before(characters.as_str(), |c| c == '#');
    let hidden = hidden.trim_end_matches(|c: char| is_quote(c) || "],)};:".contains(c));
    if hidden.is_empty() {
        return text;
    }
    push_without_logins(shown, path);
    shown.push(mark);
    shown.push_str("***");
    text.get(path.len() + mark.len_utf8() + hidden.len()..).unwrap_or_default()
}

/// Words before a colon that are no user's name.
const NO_USERS: [&str; 9] = ["npm", "file", "link", "portal", "patch", "workspace", "jsr", "catalog", "path"];

/// Writes a text without `user:password` before `@host.example:` or `@host.example/`, as ssh and npm's short
/// forms have it.
fn push_without_logins(shown: &mut String, mut text: &str) {
    while let Some((before, behind)) = text.split_once('@') {
        let (host, end) = split_before(behind, |c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
        let leads_on = host.contains('.') && end.starts_with([':', '/']);
        let start = before.rfind(|c: char| c.is_whitespace() || is_quote(c) || "/\\=,([{<".contains(c));
        let start = start
            .map_or(0, |at| at + before.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        let (kept, login) = before.split_at_checked(start).unwrap_or((before, ""));
        match login.split_once(':') {
            Some((user, password)) if leads_on && !password.is_empty() && !NO_USERS.contains(&user) => {
                shown.push_str(kept);
            }
            _ => {
                shown.push_str(before);
                shown.push('@');
            }
        }
        text = behind;
    }
    shown.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::{hide_passwords, without_secrets};

    #[test]
    fn no_password_is_left_in_any_text() {
        for (text, shown) in [
            ("1.0", "1.0"),
            ("1.0https://u:p@registry.example/.1", "1.0https://registry.example/.1"),
            ("a https://u:p@x.example, http://v@y.example", "a https://x.example, http://y.example"),
            ("git+ssh://git@code.example/a", "git+ssh://git@code.example/a"),
            ("://u:p@", "://"),
            ("x://u@v://w@", "x://v://"),
            ("//u:p@x.example/a", "//x.example/a"),
            ("// a@b", "// a@b"),
            ("https://x.example/a?b=1;token=S 'c'", "https://x.example/a?*** 'c'"),
            ("https://x.example/a;token=S", "https://x.example/a;***"),
            (
                "https://x.example/a.whl; python_version < '3'",
                "https://x.example/a.whl; python_version < '3'",
            ),
            (r#""https://x.example/a?b='S'","c""#, r#""https://x.example/a?***'","c""#),
            ("\"a @ https://x.example/a?b='S,'\",", "\"a @ https://x.example/a?***,'\","),
            ("https://x.example/a?b=S#egg=c", "https://x.example/a?***#egg=c"),
            ("https://u:a;b'c@x.example/", "https://x.example/"),
            ("u:S@x.example:a/b", "x.example:a/b"),
            ("\"u:S@x.example/a/b\"", "\"x.example/a/b\""),
            ("git@x.example:a/b", "git@x.example:a/b"),
            ("npm:a@1.2.3", "npm:a@1.2.3"),
            ("npm:@acme/a@1.2.3", "npm:@acme/a@1.2.3"),
            ("a@npm:1.2.3, b@1.0(c@2.0)", "a@npm:1.2.3, b@1.0(c@2.0)"),
            ("@acme/a@https://x.example/@acme/a.tgz", "@acme/a@https://x.example/@acme/a.tgz"),
        ] {
            assert_eq!(hide_passwords(text), shown, "{text}");
        }
    }

    /// Wherever a secret stands in an address, and whatever stands around the address.
    #[test]
    fn a_planted_secret_is_never_shown() {
        let addresses = [
            "https://u:SECRET@x.example/a",
            "git+https://SECRET@x.example/a.git",
            "https://u:a;SECRET@x.example/a",
            "//u:SECRET@x.example/a",
            "https://x.example/a?SECRET",
            "https://x.example/a?b=1&c=SECRET#d",
            "https://x.example/a?b=1;c=SECRET",
            "https://x.example/a?b=,SECRET",
            "https://x.example/a;c=SECRET",
            "https://x.example/a;c=SECRET/b?d",
            "https://x.example?SECRET",
            "u:SECRET@x.example:a/b",
            "u:SECRET@x.example/a/b",
            "https://y.example/to/https://u:SECRET@x.example/a",
        ];
        for address in addresses {
            assert!(!without_secrets(address).contains("SECRET"), "{address}");
            for (before, behind) in
                [("", ""), ("\"", "\","), ("'", "'"), ("a @ ", " ; b"), ("a@", ""), ("x=", ",")]
            {
                let text = format!("{before}{address}{behind}");
                assert!(!hide_passwords(&text).contains("SECRET"), "{text}");
                let twice = format!("{text} {text}");
                assert!(!hide_passwords(&twice).contains("SECRET"), "{twice}");
            }
        }
        for quoted in ["https://x.example/a?b='SECRET'", "https://x.example/a?b=\"SECRET\""] {
            assert!(!hide_passwords(quoted).contains("SECRET"), "{quoted}");
        }
    }
}
