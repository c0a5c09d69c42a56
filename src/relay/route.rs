//! Which package a request is about.

use url::Url;

use super::Pages;
use crate::package::{Ecosystem, PackageName};
use crate::registry::{IndexRoot, decoded};

/// The address at the real registry for what stands behind the relay's own path, `rest`, with its query.
///
/// `None` where it would lead out of that registry: `..` counts as what it means.
pub(super) fn target(root: &IndexRoot, pages: Pages, rest: &str) -> Option<Url> {
    let own = root.url();
    let base = own.path().trim_start_matches('/');
    let rest = match rest.strip_prefix(base) {
        // npm's `replace-registry-host=always` puts the relay's path before the whole of an archive's.
        Some(inner) if pages.ecosystem() == Ecosystem::Npm && is_archive(inner) && !is_archive(rest) => inner,
        _ => rest,
    };
    let target = Url::parse(&format!("{own}{rest}")).ok()?;
    (target.origin() == own.origin() && target.path().starts_with(own.path())).then_some(target)
}

/// The package that a page or an archive of the registry belongs to; `None` for what belongs to none.
pub(super) fn name(root: &IndexRoot, pages: Pages, target: &Url) -> Option<PackageName> {
    // Some servers take `//NAME` for `/NAME`.
    let path = target.path().strip_prefix(root.url().path())?.trim_start_matches('/');
    let spelling = match pages.ecosystem() {
        Ecosystem::Npm => npm_name(path)?.0,
        _ => decoded(path.split('/').next()?),
    };
    (!spelling.is_empty()).then(|| PackageName::new(pages.ecosystem(), spelling))
}

/// Whether this is the page of a package, and no file nor anything else of it.
pub(super) fn is_page(root: &IndexRoot, pages: Pages, target: &Url) -> bool {
    let path = target.path().strip_prefix(root.url().path()).unwrap_or_default().trim_start_matches('/');
    match pages.ecosystem() {
        Ecosystem::Npm => npm_name(path).is_some_and(|(_, rest)| rest.is_empty()),
        _ => path.split_once('/').is_some_and(|(name, rest)| !name.is_empty() && rest.is_empty()),
    }
}

/// The name at the head of a path, `@scope/name` as well as `@scope%2fname`, and what stands behind it.
fn npm_name(path: &str) -> Option<(String, &str)> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let first = decoded(first);
    if first == "-" {
        return None;
    }
    if first.starts_with('@') && !first.contains('/') {
        let (second, rest) = rest.split_once('/').unwrap_or((rest, ""));
        return Some((format!("{first}/{}", decoded(second)), rest));
    }
    Some((first, rest))
}

fn is_archive(path: &str) -> bool {
    npm_name(path).is_some_and(|(_, rest)| rest.starts_with("-/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(root: &str, pages: Pages, rest: &str) -> Option<(String, Option<String>)> {
        let root = IndexRoot::parse(root).unwrap();
        let target = target(&root, pages, rest)?;
        let name = name(&root, pages, &target).map(|name| name.spelling().to_owned());
        Some((target.into(), name))
    }

    #[test]
    fn npm_s_paths_name_their_package() {
        let root = "https://registry.example/npm/";
        for (rest, path, name) in [
            ("left", "left", Some("left")),
            ("left?write=true", "left?write=true", Some("left")),
            ("@a%2fb", "@a%2fb", Some("@a/b")),
            ("@a%2Fb", "@a%2Fb", Some("@a/b")),
            ("%40a%2fb", "%40a%2fb", Some("@a/b")),
            ("@a/b/-/b-1.0.0.tgz", "@a/b/-/b-1.0.0.tgz", Some("@a/b")),
            ("left/-/left-1.0.0.tgz", "left/-/left-1.0.0.tgz", Some("left")),
            ("left/1.0.0", "left/1.0.0", Some("left")),
            ("-/npm/v1/security/advisories/bulk", "-/npm/v1/security/advisories/bulk", None),
            ("", "", None),
            ("npm/left/-/left-1.0.0.tgz", "left/-/left-1.0.0.tgz", Some("left")),
            ("npm", "npm", Some("npm")),
            ("npm/-/npm-1.0.0.tgz", "npm/-/npm-1.0.0.tgz", Some("npm")),
            ("//left", "//left", Some("left")),
            ("good/../bad", "bad", Some("bad")),
            ("good/%2e%2E/bad", "bad", Some("bad")),
            ("le%66t", "le%66t", Some("left")),
        ] {
            let found = at(root, Pages::Npm, rest);
            assert_eq!(found, Some((format!("{root}{path}"), name.map(str::to_owned))), "{rest}");
        }
        assert_eq!(at(root, Pages::Npm, "../../etc"), None);
        // An encoded slash parts nothing: the first segment goes away with the last `..`.
        let kept = at(root, Pages::Npm, "..%2f../x/../../y");
        assert_eq!(kept, Some((format!("{root}y"), Some("y".to_owned()))));
    }

    #[test]
    fn a_page_is_the_package_s_and_no_file_of_it() {
        for (pages, root, rest, expected) in [
            (Pages::Npm, "https://registry.example/npm/", "left", true),
            (Pages::Npm, "https://registry.example/npm/", "@a%2fb?write=true", true),
            (Pages::Npm, "https://registry.example/npm/", "@a/b", true),
            (Pages::Npm, "https://registry.example/npm/", "left/-/left-1.0.0.tgz", false),
            (Pages::Npm, "https://registry.example/npm/", "@a/b/-/b-1.0.0.tgz", false),
            (Pages::Npm, "https://registry.example/npm/", "left/1.0.0", false),
            (Pages::Npm, "https://registry.example/npm/", "-/ping", false),
            (Pages::Simple, "https://registry.example/simple/", "left/", true),
            (Pages::Simple, "https://registry.example/simple/", "left/left-1.0.0.tar.gz", false),
            (Pages::Simple, "https://registry.example/simple/", "left-1.0.0.tar.gz", false),
            (Pages::Simple, "https://registry.example/simple/", "", false),
        ] {
            let root = IndexRoot::parse(root).unwrap();
            let target = target(&root, pages, rest).unwrap();
            assert_eq!(is_page(&root, pages, &target), expected, "{rest}");
        }
    }

    #[test]
    fn a_simple_index_s_paths_name_their_project() {
        let root = "https://registry.example/simple/";
        for (rest, name) in [("left/", Some("left")), ("Le.ft", Some("Le.ft")), ("", None)] {
            let found = at(root, Pages::Simple, rest);
            assert_eq!(found, Some((format!("{root}{rest}"), name.map(str::to_owned))), "{rest}");
        }
    }
}
