//! The address in a lockfile from which a client fetches a package.

use std::borrow::Cow;

use crate::package::Source;
use crate::package::without_secrets;

/// What an address says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resolved<'u> {
    /// An archive on a web server.
    Web(Web<'u>),
    /// Anything else, which is no registry.
    Other(Source),
}

/// An archive on a web server.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Web<'u> {
    /// Host and port in lower case, without user and password and without the port that goes
    /// without saying.
    pub(super) host: Cow<'u, str>,
    /// What stands behind the host.
    pub(super) path: &'u str,
    /// The package whose archive a registry serves there, if the path has a registry's shape.
    pub(super) package: Option<Package<'u>>,
}

/// The package that an address of a registry's shape names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Package<'u> {
    pub(super) name: Cow<'u, str>,
    /// Where the name begins in the address.
    pub(super) at: usize,
    /// Whether the shape is that of a registry beside the default one, which serves single scopes.
    pub(super) beside: bool,
}

/// Reads an address.
pub(super) fn read(url: &str) -> Resolved<'_> {
    let Some((scheme, rest)) = url.split_once(':') else {
        return Resolved::Other(Source::Path(url.into()));
    };
    match scheme.to_ascii_lowercase().as_str() {
        scheme @ ("http" | "https") => {
            let address = rest.trim_start_matches('/');
            let (authority, path) =
                address.split_at(address.find(['/', '\\', '?', '#']).unwrap_or(address.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            let port = if scheme == "http" { ":80" } else { ":443" };
            let path_at = url.len() - path.len();
            // What clients strip or refuse could hide another package's name.
            let plain = !url.contains(|c: char| c.is_whitespace() || c.is_control());
            let package =
                package(path).filter(|_| plain).map(|found| Package { at: path_at + found.at, ..found });
            Resolved::Web(Web { host: lower(host.strip_suffix(port).unwrap_or(host)), path, package })
        }
        "file" => Resolved::Other(Source::Path(rest.into())),
        "git" | "ssh" | "github" | "gitlab" | "bitbucket" | "gist" => {
            Resolved::Other(Source::Git(without_secrets(url).into()))
        }
        scheme if scheme.starts_with("git+") => Resolved::Other(Source::Git(without_secrets(url).into())),
        _ => Resolved::Other(Source::Url(without_secrets(url).into())),
    }
}

fn lower(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|b| b.is_ascii_uppercase()) {
        true => text.to_ascii_lowercase().into(),
        false => text.into(),
    }
}

/// The segments of a path, without query and fragment; none where one of them leads upwards, so
/// that the path says nothing of where it ends.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let upwards = |segment: &str| {
        matches!(segment.to_ascii_lowercase().as_str(), "." | ".." | "%2e" | "%2e%2e" | ".%2e" | "%2e.")
    };
    let straight = !path.contains('\\') && !path.split('/').any(upwards);
    path.split('/').skip(1).filter(move |_| straight)
}

/// The package in a path of a registry's shape, by whole segments; a scope may stand before the
/// slash as it is or as `%2f`, and again before the file:
///
/// - `…/NAME/-/NAME-VERSION.tgz`, and `…/NAME/download/NAME-VERSION.tgz` of older mirrors
/// - `/download/@SCOPE/NAME/VERSION/HASH` and `/~/NUMBER/@SCOPE/NAME/VERSION.tgz` of registries that
///   serve single scopes
fn package(path: &str) -> Option<Package<'_>> {
    let path = path.split(['?', '#']).next()?;
    segments(path).next()?;
    served(path, "/-/").or_else(|| served(path, "/download/")).or_else(|| beside(path))
}

fn served<'u>(path: &'u str, mark: &str) -> Option<Package<'u>> {
    let dash = path.rfind(mark)?;
    let (before, behind) = (path.get(..dash)?, path.get(dash + mark.len()..)?);
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
    shaped.then(|| Package { name: decoded(name), at: name_at, beside: false })
}

fn beside(path: &str) -> Option<Package<'_>> {
    let parts: Vec<&str> = path.split('/').collect();
    let (scope, base) = match parts.as_slice() {
        ["", "download", scope, base, version, hash] if !version.is_empty() && !hash.is_empty() => {
            (scope, base)
        }
        ["", "~", number, scope, base, version]
            if version.ends_with(".tgz") && number.parse::<u32>().is_ok() =>
        {
            (scope, base)
        }
        _ => return None,
    };
    if !scope.starts_with('@') || base.is_empty() {
        return None;
    }
    let at = crate::manifest::draft::offset_in(path, scope);
    let name = path.get(at..at + scope.len() + 1 + base.len())?;
    Some(Package { name: decoded(name), at, beside: true })
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
            ("http://u:p@registry.example:80/x/npm/a/-/a-1.tgz?y#z", "registry.example", Some("a")),
            ("https://Registry.Example:8443/a/-/a-1.tgz", "registry.example:8443", Some("a")),
            ("https://registry.example/@s/a/-/a-1.0.0.tgz", "registry.example", Some("@s/a")),
            ("https://registry.example/@s%2fa/-/a-1.0.0.tgz", "registry.example", Some("@s/a")),
            ("https://registry.example/@s/a/-/@s/a-1.0.0.tgz", "registry.example", Some("@s/a")),
            ("https://registry.example/a/download/a-1.0.0.tgz?cache=0", "registry.example", Some("a")),
            ("https://registry.example/@s/a/download/@s/a-1.tgz", "registry.example", Some("@s/a")),
            ("https://code.example/download/@s/a/1.0.0/0123", "code.example", Some("@s/a")),
            ("https://files.example/~/11/@s/a/1.0.0.tgz", "files.example", Some("@s/a")),
            ("https://files.example/download/a/b/1.0.0/0123", "files.example", None),
            ("https://registry.example/a/-/b-1.0.0.tgz", "registry.example", None),
            ("https://registry.example/a/-/a-.tgz", "registry.example", None),
            ("https://registry.example/-/-1.tgz", "registry.example", None),
            ("https://registry.example/x/../a/-/a-1.tgz", "registry.example", None),
            ("https://registry.example/x/%2E./a/-/a-1.tgz", "registry.example", None),
            ("https://registry.example/a\t/-/a-1.tgz", "registry.example", None),
            ("https://files.example/a-1.0.0.tgz", "files.example", None),
            ("https://registry.example", "registry.example", None),
        ] {
            let Resolved::Web(found) = read(url) else { panic!("{url}") };
            let name = found.package.as_ref().map(|package| package.name.as_ref());
            assert_eq!((found.host.as_ref(), name), (host, package), "{url}");
            if let Some(Package { at, .. }) = found.package {
                assert!(matches!(url.get(at..=at), Some("a" | "@")), "{url}");
            }
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
