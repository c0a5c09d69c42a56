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
