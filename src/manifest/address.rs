//! Addresses as they may be shown: without what could be a secret.

/// Leaves out user, password, query and fragment of an address; `git@` stays, since it says
/// nothing. Text that is no address comes back as it is.
pub(super) fn without_secrets(url: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::without_secrets;

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
