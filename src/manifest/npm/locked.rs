//! What the lockfiles of all of npm's clients have in common: which host is the registry's, whether
//! an entry's address fits its name, and how well its bytes are pinned.
//!
//! No registry's host is known here. The host that serves most of a file's packages is the registry's,
//! and an address of a registry's own shape is believed as to the name in it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::package_json::without_secrets_if_address;
use super::resolved::{self, Package, Resolved, Web};
use crate::manifest::draft::{Draft, Unpinned};
use crate::manifest::json::Text;
use crate::package::without_secrets;
use crate::package::{Concern, Dependency, Ecosystem, PackageName, Source};

/// A text of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::manifest) struct Piece<'t> {
    pub(in crate::manifest) value: Cow<'t, str>,
    at: usize,
    /// Whether the value stands in the file as it is.
    literal: bool,
}

impl<'t> Piece<'t> {
    /// Text that stands at `at` as it is.
    pub(super) const fn literal(value: &'t str, at: usize) -> Self {
        Self { value: Cow::Borrowed(value), at, literal: true }
    }

    /// Text that stands at `at`, as it is or spelled in another way.
    pub(super) const fn new(value: Cow<'t, str>, at: usize, literal: bool) -> Self {
        Self { value, at, literal }
    }

    /// A string of JSON, read from `text`.
    pub(super) fn of_json(string: &Text<'t>, text: &str) -> Self {
        let literal = matches!(string.value, Cow::Borrowed(_));
        Self::new(string.value.clone(), string.place(text, 0), literal)
    }

    /// Where the piece that begins `within` bytes into the value stands; behind an escape only the
    /// text as a whole has a place.
    pub(in crate::manifest) const fn place(&self, within: usize) -> usize {
        if self.literal { self.at + within } else { self.at }
    }
}

/// One package of a lockfile, before it is known which host is the registry's.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    /// What the file asks for under the entry's key, and where that stands.
    pub(super) name: Cow<'t, str>,
    pub(super) place: usize,
    /// The key, where it openly is another name for the package.
    pub(super) alias: Option<Cow<'t, str>>,
    pub(super) requirement: Option<Cow<'t, str>>,
    /// Where the key says it comes from.
    pub(super) source: Source,
    /// Where its bytes come from, if the file says so.
    pub(super) address: Option<Piece<'t>>,
    /// What is weak about its hash.
    pub(super) unpinned: Option<Unpinned>,
    /// What is odd about it by itself.
    pub(super) concern: Option<Concern>,
}

impl Default for Entry<'_> {
    fn default() -> Self {
        Self {
            name: Cow::Borrowed(""),
            place: 0,
            alias: None,
            requirement: None,
            source: Source::Registry,
            address: None,
            unpinned: None,
            concern: None,
        }
    }
}

/// Whether a text holds what ends a line, or a word, for one of two readers only: line by line, such a
/// file could say another thing than to a reader of the whole grammar.
pub(super) fn breaks_oddly(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'\t', bytes).is_some()
        || memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// What is weak about a hash in the form of Subresource Integrity. The fragment of an address, where
/// the first clients kept it, stands in for one.
pub(super) fn weakness(integrity: Option<&str>, address: Option<&str>) -> Option<Unpinned> {
    let mut weak = None;
    for hash in integrity.unwrap_or_default().split_whitespace() {
        match hash.split('-').next().unwrap_or_default() {
            "sha256" | "sha384" | "sha512" => return None,
            "sha1" => weak = Some(Unpinned::Weak("sha1")),
            "md5" => weak = weak.or(Some(Unpinned::Weak("md5"))),
            _ => {}
        }
    }
    let fragment = address.and_then(|address| address.split_once('#')).map(|(_, fragment)| fragment);
    let is_sha1 = |text: &str| text.len() == 40 && text.bytes().all(|b| b.is_ascii_hexdigit());
    match fragment.is_some_and(is_sha1) {
        true => weak.or(Some(Unpinned::Weak("sha1"))),
        false => weak.or(Some(Unpinned::Missing)),
    }
}

/// Puts the entries of a file into the draft.
pub(super) fn settle(entries: &[Entry<'_>], draft: &mut Draft<'_>) {
    let hosts = Hosts::of(entries.iter(), true);
    for entry in entries {
        let (place, dependency) = hosts.judge(entry, |_| false);
        add(draft, place, dependency, entry);
    }
}

/// Puts one entry, as it was judged, into the draft.
pub(super) fn add(draft: &mut Draft<'_>, place: usize, dependency: Dependency, entry: &Entry<'_>) {
    if let (Source::Registry | Source::OtherRegistry(_), Some(what)) = (&dependency.source, entry.unpinned) {
        draft.unpinned(place, what);
    }
    draft.dependency(place, dependency);
}

/// How many packages a host serves that are asked of a registry.
#[derive(Debug, Default, Clone, Copy)]
struct Served {
    /// At addresses of a registry's shape.
    shaped: usize,
    /// At others.
    unshaped: usize,
}

/// The hosts of a lockfile.
pub(super) struct Hosts<'e> {
    served: HashMap<Cow<'e, str>, Served>,
    /// The host of the registry, where the file says it.
    home: Option<Cow<'e, str>>,
    /// So many packages are asked of a registry, at an address that is known or the usual one.
    total: usize,
}

impl<'e> Hosts<'e> {
    /// `unsaid` tells whether the client leaves an address out where it is the registry's usual one, so that
    /// an entry without one counts as served by it.
    pub(super) fn of<'t: 'e>(entries: impl Iterator<Item = &'e Entry<'t>>, unsaid: bool) -> Self {
        let mut hosts = Self { served: HashMap::new(), home: None, total: 0 };
        let mut usual = 0;
        for entry in entries.filter(|entry| entry.source.is_registry()) {
            let counts = unsaid || entry.address.is_some();
            hosts.total += usize::from(counts);
            usual += usize::from(counts && entry.address.is_none());
            let Some(Resolved::Web(web)) = entry.address.as_ref().map(|a| resolved::read(&a.value)) else {
                continue;
            };
            let served = hosts.served.entry(web.host).or_default();
            match web.package {
                Some(package) => served.shaped += usize::from(!package.beside),
                None => served.unshaped += 1,
            }
        }
        let most = hosts.served.iter().filter(|(_, served)| served.shaped > usual);
        let most = most.max_by_key(|(host, served)| (served.shaped, std::cmp::Reverse(*host)));
        hosts.home = most.map(|(host, _)| host.clone());
        hosts
    }

    /// The dependency that an entry is, and where its name stands. `declares` tells whether the file
    /// asks for an entry by that very address.
    pub(super) fn judge(
        &self,
        entry: &Entry<'_>,
        declares: impl FnOnce(&Entry<'_>) -> bool,
    ) -> (usize, Dependency) {
        let mut place = entry.place;
        let mut found = Dependency {
            locked: true,
            alias: entry.alias.as_deref().map(str::to_owned),
            requirement: entry.requirement.as_deref().map(without_secrets_if_address),
            source: entry.source.clone(),
            concerns: entry.concern.iter().cloned().collect(),
            ..Dependency::new(PackageName::new(Ecosystem::Npm, entry.name.as_ref()))
        };
        let Some(address) = &entry.address else { return (place, found) };
        let asked = entry.source.is_registry();
        let shown = || without_secrets(&address.value).into_boxed_str();
        let mut concerns = Vec::new();
        match resolved::read(&address.value) {
            Resolved::Web(web) => {
                let elsewhere = self.is_elsewhere(&web, &entry.name);
                match web.package {
                    Some(Package { name, at, beside }) if asked || matches!(entry.source, Source::Url(_)) => {
                        found.source =
                            if beside { Source::OtherRegistry(web.host.into()) } else { Source::Registry };
                        if name != entry.name && !lies_without_at(web.path, &entry.name) {
                            place = address.place(at);
                            let key = entry.name.as_ref();
                            concerns.push(Concern::OtherPackage { key: key.into(), address: shown() });
                            found.alias.get_or_insert_with(|| key.to_owned());
                            found.name = PackageName::new(Ecosystem::Npm, name);
                        }
                    }
                    None if asked && self.home.as_ref() != Some(&web.host) => {
                        found.source = Source::Url(shown().into());
                    }
                    _ => {}
                }
                if elsewhere {
                    concerns.push(self.other_place(shown()));
                }
            }
            Resolved::Other(source) if asked => {
                if !matches!(source, Source::Path(_)) {
                    concerns.push(self.other_place(shown()));
                }
                found.source = source;
            }
            Resolved::Other(_) => {}
        }
        if asked && !concerns.is_empty() && !declares(entry) {
            found.concerns.extend(concerns);
        }
        (place, found)
    }

    fn other_place(&self, address: Box<str>) -> Concern {
        Concern::OtherPlace { address, usual: self.home.as_deref().map(Into::into) }
    }

    /// Whether an address leads to another place than those where the project's registries are: a host
    /// that serves more than a few is one of them.
    fn is_elsewhere(&self, web: &Web<'_>, name: &str) -> bool {
        let served = self.served.get(&web.host).copied().unwrap_or_default();
        let is_few = |count: usize| count <= 2;
        let is_rare = |count: usize| is_few(count) && count * 50 < self.total;
        if self.home.as_ref() == Some(&web.host) {
            return web.package.is_none() && !mentions(web.path, name);
        }
        if self.poses(&web.host) {
            return true;
        }
        let posing_path = || {
            let home = self.home.as_deref();
            home.is_some_and(|home| {
                resolved::segments(web.path).any(|segment| segment.eq_ignore_ascii_case(home))
            })
        };
        match &web.package {
            Some(package) => {
                !package.beside && (is_rare(served.shaped) || is_few(served.shaped) && posing_path())
            }
            None => is_few(served.unshaped) || served.unshaped * 50 < self.total,
        }
    }

    /// Whether a host begins with the whole name of another one that serves packages, as only a
    /// disguise does.
    fn poses(&self, host: &str) -> bool {
        let before = host.match_indices('.').filter_map(|(at, _)| host.get(..at));
        before.into_iter().any(|start| self.served.get(start).is_some_and(|served| served.shaped > 0))
    }
}

/// Whether a path is a scoped package's, in a registry that leaves the `@` out.
fn lies_without_at(path: &str, name: &str) -> bool {
    name.strip_prefix('@').is_some_and(|bare| path.contains(&format!("/{bare}/-/")))
}

/// Whether a path holds a name's last part as a segment, or at the start of one.
fn mentions(path: &str, name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or_default();
    let fits = |segment: &str| {
        let segment = segment.rsplit("%2f").next().unwrap_or_default();
        let segment = segment.rsplit("%2F").next().unwrap_or_default();
        segment.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
    };
    resolved::segments(path).any(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry<'t>(name: &'t str, address: &'t str) -> Entry<'t> {
        Entry { name: name.into(), address: Some(Piece::literal(address, 0)), ..Entry::default() }
    }

    fn judged(addresses: &[(&str, String)], usual: usize) -> Vec<(String, String, Vec<Concern>)> {
        let many: Vec<_> =
            (0..usual).map(|n| format!("https://registry.example/p{n}/-/p{n}-1.0.0.tgz")).collect();
        let names: Vec<_> = (0..usual).map(|n| format!("p{n}")).collect();
        let usual = names.iter().zip(&many).map(|(name, address)| entry(name, address));
        let odd = addresses.iter().map(|(name, address)| entry(name, address));
        let entries: Vec<_> = odd.chain(usual).collect();
        let hosts = Hosts::of(entries.iter(), false);
        entries[..addresses.len()]
            .iter()
            .map(|entry| {
                let (_, found) = hosts.judge(entry, |_| false);
                (found.name.spelling().to_owned(), found.source.kind().to_owned(), found.concerns)
            })
            .collect()
    }

    #[test]
    fn whole_hosts_and_whole_segments_are_compared() {
        for (address, name, source, concerns) in [
            ("https://registry.example/a/-/a-1.tgz", "a", "registry", 0),
            ("https://registry.example:443/a/-/a-1.tgz", "a", "registry", 0),
            ("https://REGISTRY.example/a/-/a-1.tgz", "a", "registry", 0),
            ("https://registry.example/a/-/b-1.tgz", "a", "registry", 0),
            ("https://registry.example/c/-/b-1.tgz", "a", "registry", 1),
            ("https://registry.example/b/-/b-1.tgz", "b", "registry", 1),
            ("https://registry.example/a/-/../../b/-/b-1.tgz", "a", "registry", 1),
            ("https://registry.example:8443/a/-/a-1.tgz", "a", "registry", 1),
            ("https://registry.example.evil.example/a/-/a-1.tgz", "a", "registry", 1),
            ("https://registry.example.evil.example/b/-/b-1.tgz", "b", "registry", 2),
            ("https://registry.example@evil.example/a/-/a-1.tgz", "a", "registry", 1),
            ("https://evil.example/registry.example/a/-/a-1.tgz", "a", "registry", 1),
            ("https://evil.example\\registry.example/a/-/a-1.tgz", "a", "url", 1),
            ("https://evil.example/a.tgz", "a", "url", 1),
            ("https://files.example/download/@s/a/1.0.0/00", "@s/a", "other-registry", 1),
            ("git+https://code.example/a.git#0", "a", "git", 1),
            ("file:a.tgz", "a", "path", 0),
        ] {
            let found = &judged(&[("a", address.to_owned())], 60)[0];
            assert_eq!(
                (found.0.as_str(), found.1.as_str(), found.2.len()),
                (name, source, concerns),
                "{address}"
            );
        }
    }

    #[test]
    fn a_scope_may_lack_its_sign() {
        let found = &judged(&[("@s/a", "https://registry.example/s/a/-/a-1.tgz".to_owned())], 60)[0];
        assert_eq!((found.0.as_str(), found.2.len()), ("@s/a", 0));
        let found = &judged(&[("@s/a", "https://registry.example/t/a/-/a-1.tgz".to_owned())], 60)[0];
        assert_eq!((found.0.as_str(), found.2.len()), ("a", 1));
    }

    #[test]
    fn a_host_that_serves_more_is_one_of_the_projects_registries() {
        let mirrored = |count: usize| -> Vec<_> {
            (0..count).map(|n| ("a", format!("https://mirror.example/a/-/a-{n}.tgz"))).collect()
        };
        let concerns =
            |count, usual| judged(&mirrored(count), usual).iter().filter(|f| !f.2.is_empty()).count();
        assert_eq!([concerns(1, 60), concerns(2, 200), concerns(3, 300), concerns(1, 20)], [1, 2, 0, 0]);
        // A disguise is none the more honest for being worn often, nor in a small file.
        let posing: Vec<_> =
            (0..4).map(|n| ("a", format!("https://registry.example.evil.example/a/-/a-{n}.tgz"))).collect();
        assert!(judged(&posing, 5).iter().all(|found| !found.2.is_empty()));
    }

    #[test]
    fn a_hash_is_as_strong_as_its_strongest() {
        for (integrity, address, what) in [
            (Some("sha512-x"), None, None),
            (Some("sha1-x sha512-y"), None, None),
            (Some("sha1-x md5-y"), None, Some(Unpinned::Weak("sha1"))),
            (Some("md5-y"), None, Some(Unpinned::Weak("md5"))),
            (Some(""), None, Some(Unpinned::Missing)),
            (
                None,
                Some("https://registry.example/a#0123456789012345678901234567890123456789"),
                Some(Unpinned::Weak("sha1")),
            ),
            (None, Some("https://registry.example/a#v1"), Some(Unpinned::Missing)),
        ] {
            assert_eq!(weakness(integrity, address), what, "{integrity:?} {address:?}");
        }
    }
}
