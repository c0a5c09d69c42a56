//! npm's package arguments: names, aliases, git repositories, addresses, folders and archives, told
//! apart as npm-package-arg does.

use crate::manifest;
use crate::package::without_secrets;
use crate::package::{Dependency, Ecosystem, PackageName, Source};

/// Hosts that have a word of their own.
const HOSTED: &[&str] = &["github:", "gitlab:", "bitbucket:", "gist:", "sourcehut:"];

/// Reads one argument. A folder or archive has [`Source::Path`].
pub(super) fn read(text: &str) -> Dependency {
    let (name, spec) = split(text);
    resolve(name, spec)
}

fn split(text: &str) -> (Option<&str>, &str) {
    let at = text.char_indices().skip(1).find(|(_, c)| *c == '@').map(|(at, _)| at);
    let name = at.and_then(|at| text.get(..at)).unwrap_or(text);
    let slashed = !name.starts_with('@') && (name.contains('/') || is_archive(name));
    if is_address(text) || is_git_login(text) || slashed {
        return (None, text);
    }
    match at.and_then(|at| text.get(at + 1..)) {
        Some(spec) => (Some(name), spec),
        // `.` and `..` among them, which no package can be called.
        None if is_path(&text.to_ascii_lowercase()) => (None, text),
        None => (Some(text), ""),
    }
}

fn resolve(name: Option<&str>, spec: &str) -> Dependency {
    let lower = spec.to_ascii_lowercase();
    let source = if is_path(&lower) {
        Source::Path(spec.into())
    } else if let Some(target) = lower.starts_with("npm:").then(|| spec.get(4..)).flatten() {
        // What gets installed is the target; the name is only how the project calls it.
        let target = read(target);
        return Dependency { alias: name.map(str::to_owned).or(target.alias.clone()), ..target };
    } else if HOSTED.iter().any(|host| lower.starts_with(host))
        || lower.starts_with("git+")
        || lower.starts_with("git:")
        || lower.starts_with("ssh:")
        || is_git_login(spec)
        || is_shorthand(spec)
    {
        Source::Git(without_secrets(spec).into())
    } else if let Some(package) = manifest::npm_package_at(spec) {
        // As in a lockfile: where the address has a registry's shape, the name in it counts.
        return Dependency {
            alias: name.filter(|name| *name != package).map(str::to_owned),
            requirement: Some(without_secrets(spec)),
            ..Dependency::new(PackageName::new(Ecosystem::Npm, package))
        };
    } else if is_address(spec) {
        Source::Url(without_secrets(spec).into())
    } else if spec.contains('/') || is_archive(&lower) {
        Source::Path(spec.into())
    } else {
        Source::Registry
    };
    let requirement = Some(spec).filter(|spec| source.is_registry() && !spec.is_empty());
    let spelling = name.map_or_else(|| last_word(spec), str::to_owned);
    Dependency {
        requirement: requirement.map(str::to_owned),
        source,
        ..Dependency::new(PackageName::new(Ecosystem::Npm, spelling))
    }
}

/// The part of an address or path that tells most: a repository's or archive's own name.
fn last_word(spec: &str) -> String {
    let path = spec.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
    let word = path.rsplit(['/', ':']).next().unwrap_or_default();
    let word = word.trim_end_matches(".git");
    if word.is_empty() { spec.to_owned() } else { word.to_owned() }
}

fn is_path(spec: &str) -> bool {
    let drive = {
        let mut letters = spec.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next() == Some(':')
    };
    spec.starts_with("file:")
        || spec.starts_with('.')
        || spec.starts_with("~/")
        || spec.starts_with('/')
        || drive
}

fn is_archive(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [".tgz", ".tar.gz", ".tar"].iter().any(|end| text.ends_with(end))
}

/// `scheme:…`, perhaps behind `git+`.
fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("git+").unwrap_or(&lower);
    rest.split_once(':')
        .is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_lowercase()))
}

/// `git@host.example:user/project`.
fn is_git_login(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, rest)| {
        !user.is_empty()
            && rest.split_once(':').is_some_and(|(host, path)| {
                !path.is_empty() && host.split_once('.').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
            })
    })
}

/// `user/project`, which npm takes for GitHub's.
fn is_shorthand(spec: &str) -> bool {
    let path = spec.split('#').next().unwrap_or_default();
    match path.split_once('/') {
        Some((user, project)) => {
            !user.is_empty()
                && !user.starts_with('.')
                && !user.contains(['@', ':'])
                && !project.is_empty()
                && !project.contains('/')
                && !is_archive(path)
        }
        None => false,
    }
}
