//! Package URLs and relative URIs.

use std::fmt::Write as _;

use crate::package::{Dependency, Ecosystem, Source, without_secrets};
use crate::policy::exact_version;

/// A package URL, with the version where the requirement leaves but one. `None` for what is no package of a
/// registry, a repository or an address, and for an empty name.
///
/// Names are written as the registry compares them: PyPI's normal form, npm's and crates' spelling.
pub(super) fn purl(dependency: &Dependency) -> Option<String> {
    let name = match dependency.name.ecosystem() {
        Ecosystem::PyPi => dependency.name.normal(),
        Ecosystem::Npm | Ecosystem::Crates => dependency.name.spelling(),
    };
    let qualifier = match &dependency.source {
        Source::Registry | Source::Bundled => None,
        Source::OtherRegistry(url) => Some(("repository_url", url)),
        Source::Git(url) => Some(("vcs_url", url)),
        Source::Url(url) => Some(("download_url", url)),
        Source::Path(_) | Source::Workspace => return None,
    };
    let mut purl = named(dependency.name.ecosystem(), name)?;
    if let Some(version) = exact_version(dependency) {
        let _ = write!(purl, "@{}", encoded(version, ""));
    }
    if let Some((key, url)) = qualifier {
        let _ = write!(purl, "?{key}={}", encoded(&without_secrets(url), ""));
    }
    Some(purl)
}

/// A package URL without a version.
fn named(ecosystem: Ecosystem, name: &str) -> Option<String> {
    let kind = match ecosystem {
        Ecosystem::PyPi => "pypi",
        Ecosystem::Npm => "npm",
        Ecosystem::Crates => "cargo",
    };
    let scoped = name.split_once('/').filter(|_| ecosystem == Ecosystem::Npm && name.starts_with('@'));
    match scoped {
        Some((scope, rest)) if !rest.is_empty() => {
            Some(format!("pkg:{kind}/{}/{}", encoded(scope, ""), encoded(rest, "")))
        }
        _ if name.is_empty() => None,
        _ => Some(format!("pkg:{kind}/{}", encoded(name, ""))),
    }
}

/// A path as a URI, and whether it is relative to the folder of the run.
pub(super) fn uri(path: &str) -> (String, bool) {
    let slashes = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let drive = cfg!(windows) && slashes.chars().nth(1) == Some(':');
    if drive || slashes.starts_with('/') {
        return (format!("file:///{}", encoded(slashes.trim_start_matches('/'), "/")), false);
    }
    let mut relative = slashes.as_str();
    while let Some(rest) = relative.strip_prefix("./") {
        relative = rest;
    }
    (encoded(relative, "/"), true)
}

/// Every byte but letters, digits, `-._~` and those of `keep` as `%XX`.
fn encoded(text: &str, keep: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let c = char::from(byte);
        if c.is_ascii_alphanumeric() || "-._~".contains(c) || keep.contains(c) {
            encoded.push(c);
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::PackageName;

    #[test]
    fn package_urls_follow_their_types() {
        let of = |ecosystem, name: &str, requirement: &str, source| {
            let mut dependency = Dependency::new(PackageName::new(ecosystem, name));
            dependency.requirement = (!requirement.is_empty()).then(|| requirement.to_owned());
            dependency.source = source;
            purl(&dependency).unwrap_or_default()
        };
        let registry = || Source::Registry;
        for (ecosystem, name, requirement, expected) in [
            (Ecosystem::Npm, "@types/node", "1.0.0", "pkg:npm/%40types/node@1.0.0"),
            (Ecosystem::Npm, "react", "^18", "pkg:npm/react"),
            (Ecosystem::PyPi, "Typing_Extensions", "==4.1", "pkg:pypi/typing-extensions@4.1"),
            (Ecosystem::Crates, "serde_json", "=1.0.0+x", "pkg:cargo/serde_json@1.0.0%2Bx"),
            (Ecosystem::PyPi, "a b/ü?", "", "pkg:pypi/a%20b%2F%C3%BC%3F"),
            (Ecosystem::Npm, "@scope/", "", "pkg:npm/%40scope%2F"),
            (Ecosystem::Npm, "", "", ""),
        ] {
            assert_eq!(of(ecosystem, name, requirement, registry()), expected);
        }
        let git = Source::Git("https://me:x@host.example/a.git".into());
        assert_eq!(
            of(Ecosystem::PyPi, "a", "", git),
            "pkg:pypi/a?vcs_url=https%3A%2F%2Fhost.example%2Fa.git"
        );
        assert_eq!(of(Ecosystem::Crates, "own", "", Source::Workspace), "");
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("./web/a b#1.txt"), ("web/a%20b%231.txt".to_owned(), true));
        assert_eq!(uri("/tmp/ü"), ("file:///tmp/%C3%BC".to_owned(), false));
        assert_eq!(uri("a:b"), ("a%3Ab".to_owned(), true));
    }
}
