//! What stands behind a name in package.json: npm's package specifiers, and the forms that yarn,
//! pnpm and bun add.

use crate::package::Source;
use crate::package::without_secrets;

/// What a specifier asks for.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::manifest) struct Target<'s> {
    /// The package that gets installed, where the specifier names another than its key, and where
    /// that name begins in the specifier.
    pub(in crate::manifest) name: Option<(&'s str, usize)>,
    pub(in crate::manifest) requirement: Option<&'s str>,
    pub(in crate::manifest) source: Source,
}

impl<'s> Target<'s> {
    fn plain(requirement: &'s str, source: Source) -> Self {
        Self { name: None, requirement: Some(requirement).filter(|r| !r.is_empty()), source }
    }
}

/// Reads a specifier, in the order in which npm-package-arg decides; schemes count in any case.
pub(in crate::manifest) fn target(spec: &str) -> Target<'_> {
    let spec = spec.trim();
    if is_path(spec) {
        return Target::plain(spec, Source::Path(spec.into()));
    }
    let Some((scheme, rest)) = spec.split_once(':') else {
        return without_scheme(spec);
    };
    let shown = || without_secrets(spec).into();
    match scheme.to_ascii_lowercase().as_str() {
        "npm" => aliased(spec, rest),
        "workspace" => Target::plain(spec, Source::Workspace),
        "file" | "link" | "portal" => Target::plain(spec, Source::Path(rest.into())),
        // The version stands in the workspace's catalog.
        "catalog" => Target::plain(spec, Source::Registry),
        "patch" => patched(spec, rest),
        "jsr" => Target { source: Source::OtherRegistry("jsr:".into()), ..aliased(spec, rest) },
        "git" | "ssh" | "github" | "gitlab" | "bitbucket" | "gist" | "sourcehut" => {
            Target::plain(spec, Source::Git(shown()))
        }
        "http" | "https" => {
            let source = if is_repository(rest) { Source::Git(shown()) } else { Source::Url(shown()) };
            Target::plain(spec, source)
        }
        scheme if scheme.starts_with("git+") => Target::plain(spec, Source::Git(shown())),
        // `user@host:path`, as ssh writes it.
        scheme if scheme.contains('@') && scheme.contains('.') => Target::plain(spec, Source::Git(shown())),
        scheme if !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphabetic() || b == b'+') => {
            Target::plain(spec, Source::Url(shown()))
        }
        _ => without_scheme(spec),
    }
}

/// Whether a specifier is a path by its first characters: `./x`, `/x`, `~/x`, `C:\x`.
fn is_path(spec: &str) -> bool {
    let mut bytes = spec.bytes();
    match (bytes.next(), bytes.next()) {
        (Some(b'.' | b'/' | b'\\'), _) | (Some(b'~'), Some(b'/')) => true,
        (Some(drive), Some(b':')) => drive.is_ascii_alphabetic(),
        _ => false,
    }
}

fn without_scheme(spec: &str) -> Target<'_> {
    let path = spec.split('#').next().unwrap_or_default();
    let lower = path.to_ascii_lowercase();
    let source = if path.matches('/').count() == 1
        && !path.starts_with(['@', '/'])
        && !path.ends_with('/')
        && !path.contains(char::is_whitespace)
    {
        // `user/repository` is short for one at GitHub.
        Source::Git(format!("github:{}", without_secrets(spec)).into())
    } else if path.contains('/') || [".tgz", ".tar.gz", ".tar"].iter().any(|e| lower.ends_with(e)) {
        Source::Path(spec.into())
    } else {
        Source::Registry
    };
    Target::plain(spec, source)
}

/// `npm:name@range`; or `npm:range`, as yarn and pnpm write it, which names no other package.
fn aliased<'s>(spec: &'s str, rest: &'s str) -> Target<'s> {
    let is_range = rest.is_empty()
        || rest.starts_with(['^', '~', '<', '>', '=', '*'])
        || rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'x' | b'X' | b'*'))
        || semver::Version::parse(rest).is_ok();
    if is_range { Target::plain(rest, Source::Registry) } else { named(spec, rest) }
}

fn named<'s>(spec: &'s str, rest: &'s str) -> Target<'s> {
    let (name, requirement) = split_name(rest);
    Target {
        name: Some((name, spec.len() - rest.len())),
        requirement: requirement.filter(|r| !r.is_empty()),
        source: Source::Registry,
    }
}

/// `patch:name@npm:range#path-of-the-patch`, which yarn writes with `%3A` for the inner colon.
fn patched<'s>(spec: &'s str, rest: &'s str) -> Target<'s> {
    let locator = rest.split('#').next().unwrap_or_default();
    let Target { name, .. } = named(spec, locator);
    // The locator begins where the rest does, and not at the end of the specifier.
    Target {
        name: name.map(|(name, _)| (name, spec.len() - rest.len())),
        ..Target::plain(spec, Source::Registry)
    }
}

/// Splits `name@range`; an `@` at the start belongs to a scope.
pub(in crate::manifest) fn split_name(text: &str) -> (&str, Option<&str>) {
    let at = text.char_indices().skip(1).find(|&(_, c)| c == '@').map(|(at, _)| at);
    match at.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))) {
        Some((name, range)) => (name, Some(range)),
        None => (text, None),
    }
}

/// Whether a web address, behind its scheme, is that of a git repository and not of an archive.
fn is_repository(rest: &str) -> bool {
    let address = rest.trim_start_matches('/');
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if path.ends_with(".git") {
        return true;
    }
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let host = segments.next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().trim_start_matches("www.");
    let hosted = ["github.com", "gitlab.com", "bitbucket.org"].contains(&host.to_ascii_lowercase().as_str());
    let (_, repository, third) = (segments.next(), segments.next(), segments.next());
    hosted && repository.is_some() && third.is_none_or(|segment| segment == "tree")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specifier_says_where_from_and_what() {
        for (spec, name, requirement, source) in [
            ("^1.2", None, Some("^1.2"), "registry"),
            ("", None, None, "registry"),
            (">=1 <2 || 3.x", None, Some(">=1 <2 || 3.x"), "registry"),
            ("latest", None, Some("latest"), "registry"),
            ("npm:evil@^1", Some(("evil", 4)), Some("^1"), "registry"),
            ("NPM:@s/evil", Some(("@s/evil", 4)), None, "registry"),
            ("npm:^18.0", None, Some("^18.0"), "registry"),
            ("npm:18.2.0-rc.1", None, Some("18.2.0-rc.1"), "registry"),
            ("npm:7zip", Some(("7zip", 4)), None, "registry"),
            (
                "patch:react@npm%3A18#./p.patch",
                Some(("react", 6)),
                Some("patch:react@npm%3A18#./p.patch"),
                "registry",
            ),
            ("jsr:@std/path@1", Some(("@std/path", 4)), Some("1"), "other-registry"),
            ("jsr:^0.226.0", None, Some("^0.226.0"), "other-registry"),
            ("catalog:", None, Some("catalog:"), "registry"),
            ("workspace:*", None, Some("workspace:*"), "workspace"),
            ("File:../x", None, Some("File:../x"), "path"),
            ("link:./x", None, Some("link:./x"), "path"),
            ("../x", None, Some("../x"), "path"),
            ("C:\\x", None, Some("C:\\x"), "path"),
            ("x.tgz", None, Some("x.tgz"), "path"),
            ("a/b/c", None, Some("a/b/c"), "path"),
            ("user/repo#v1", None, Some("user/repo#v1"), "git"),
            ("github:user/repo", None, Some("github:user/repo"), "git"),
            ("git+ssh://git@code.example/a/b.git", None, Some("git+ssh://git@code.example/a/b.git"), "git"),
            ("git@code.example:a/b.git", None, Some("git@code.example:a/b.git"), "git"),
            ("https://code.example/a/b.git#v1", None, Some("https://code.example/a/b.git#v1"), "git"),
            ("https://github.com/a/b", None, Some("https://github.com/a/b"), "git"),
            (
                "https://github.com/a/b/archive/x.tar.gz",
                None,
                Some("https://github.com/a/b/archive/x.tar.gz"),
                "url",
            ),
            ("https://files.example/a.tgz", None, Some("https://files.example/a.tgz"), "url"),
        ] {
            let found = target(spec);
            assert_eq!(
                (found.name, found.requirement, found.source.kind()),
                (name, requirement, source),
                "{spec}"
            );
        }
    }
}
