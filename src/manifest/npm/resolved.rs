//! The address in a lockfile from which npm fetches a package.

use std::borrow::Cow;

use crate::package::Source;
use crate::package::without_secrets;

/// What an address says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resolved<'u> {
    /// An archive on a web server.
    Web {
        /// Host and port, without user and password.
        host: &'u str,
        /// The package whose archive a registry serves there, and where its name begins, if the
        /// path has a registry's shape.
        package: Option<(Cow<'u, str>, usize)>,
    },
    /// Anything else, which is no registry.
    Other(Source),
}

/// Reads an address.
pub(super) fn read(url: &str) -> Resolved<'_> {
    let Some((scheme, rest)) = url.split_once(':') else {
        return Resolved::Other(Source::Path(url.into()));
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let address = rest.trim_start_matches('/');
            let (authority, path) =
                address.split_at(address.find(['/', '\\', '?', '#']).unwrap_or(address.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            let path_at = url.len() - path.len();
            let package = package(path).map(|(name, at)| (name, path_at + at));
            Resolved::Web { host, package }
        }
        "file" => Resolved::Other(Source::Path(rest.into())),
        "git" | "ssh" | "github" | "gitlab" | "bitbucket" | "gist" => {
            Resolved::Other(Source::Git(without_secrets(url).into()))
        }
        scheme if scheme.starts_with("git+") => Resolved::Other(Source::Git(without_secrets(url).into())),
        _ => Resolved::Other(Source::Url(without_secrets(url).into())),
    }
}

/// The name in `…/NAME/-/NAME-VERSION.tgz`, by whole segments; a scope may stand before the slash
/// as it is or as `%2f`, and again before the file.
fn package(path: &str) -> Option<(Cow<'_, str>, usize)> {
    let path = path.split(['?', '#']).next()?;
    let dash = path.rfind("/-/")?;
    let (before, behind) = (path.get(..dash)?, path.get(dash + 3..)?);
    let file = behind.rsplit('/').next()?;
    let name_at = match before.rsplit_once('/') {
        None => 0,
        Some((above, last)) => {
            let scoped = above.rsplit('/').next().filter(|s| s.starts_with('@') && !last.starts_with('@'));
            above.len() + 1 - scoped.map_or(0, |scope| scope.len() + 1)
        }
    };
    let name = before.get(name_at..)?;
    let after = |separator: &str| name.rsplit_once(separator).map(|(_, base)| base);
    let base = after("/").or_else(|| after("%2f")).or_else(|| after("%2F")).unwrap_or(name);
    let shaped = file.strip_prefix(base)?.strip_prefix('-')?.strip_suffix(".tgz");
    let shaped = shaped.is_some_and(|version| !version.is_empty() && !base.is_empty());
    shaped.then(|| (decoded(name), name_at))
}

/// A name may be spelled with an escaped scope.
fn decoded(name: &str) -> Cow<'_, str> {
    match name.contains('%') {
        true => name.replace("%40", "@").replace("%2f", "/").replace("%2F", "/").into(),
        false => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registrys_shape_says_the_name() {
        for (url, host, package) in [
            ("https://registry.example/a/-/a-1.0.0.tgz", "registry.example", Some("a")),
            ("http://u:p@registry.example:80/x/npm/a/-/a-1.tgz?y#z", "registry.example:80", Some("a")),
            ("https://registry.example/@s/a/-/a-1.0.0.tgz", "registry.example", Some("@s/a")),
            ("https://registry.example/@s%2fa/-/a-1.0.0.tgz", "registry.example", Some("@s/a")),
            ("https://registry.example/@s/a/-/@s/a-1.0.0.tgz", "registry.example", Some("@s/a")),
            ("https://registry.example/a/-/b-1.0.0.tgz", "registry.example", None),
            ("https://registry.example/a/-/a-.tgz", "registry.example", None),
            ("https://registry.example/-/-1.tgz", "registry.example", None),
            ("https://files.example/a-1.0.0.tgz", "files.example", None),
            ("https://registry.example", "registry.example", None),
        ] {
            let Resolved::Web { host: found_host, package: found } = read(url) else { panic!("{url}") };
            assert_eq!((found_host, found.as_ref().map(|(n, _)| n.as_ref())), (host, package), "{url}");
        }
        for (url, kind) in [
            ("git+ssh://git@code.example/a.git#0", "git"),
            ("file:../a", "path"),
            ("../a", "path"),
            ("ftp://files.example/a.tgz", "url"),
        ] {
            let Resolved::Other(source) = read(url) else { panic!("{url}") };
            assert_eq!(source.kind(), kind, "{url}");
        }
    }
}
