//! What Python's lockfiles have in common: packages with a version, a source, files and their hashes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::archive::{host, is_own, is_shaped, other_project};
use super::lock_toml::{Fields, Text, Unusual, quick, whole};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Unpinned};
use crate::package::{Concern, Dependency, Ecosystem, PackageName, Source, without_secrets};

/// A host that serves no more of a registry's files than this has no part in it.
const STRAY_FILES: usize = 2;
/// So many times as many files must lie on the usual host.
const STRAY_SHARE: usize = 4;

/// Where a lockfile says that a package comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Origin<'t> {
    /// The client's own index, which is not named.
    #[default]
    Default,
    /// An index by its address, or by a name.
    Index(Cow<'t, str>),
    Git(Cow<'t, str>),
    Url(Cow<'t, str>),
    Path(Cow<'t, str>),
    Workspace,
}

impl<'t> Origin<'t> {
    /// An index by its address; a slash at its end makes no other one.
    pub(super) fn index(address: Cow<'t, str>) -> Self {
        Self::Index(match address {
            Cow::Borrowed(address) => Cow::Borrowed(address.trim_end_matches('/')),
            Cow::Owned(address) => Cow::Owned(address.trim_end_matches('/').to_owned()),
        })
    }
}

/// One package of a lockfile.
#[derive(Debug, Default)]
pub(super) struct Package<'t> {
    /// Where it begins, for a message.
    pub(super) at: usize,
    pub(super) name: Option<Text<'t>>,
    pub(super) version: Option<Text<'t>>,
    pub(super) origin: Option<Origin<'t>>,
    /// Poetry's word for the kind of source.
    pub(super) kind: Option<Cow<'t, str>>,
    /// Its archives.
    pub(super) pins: Pins<'t>,
}

/// Archives and their hashes; older files keep them apart from their packages.
#[derive(Debug, Default)]
pub(super) struct Pins<'t> {
    /// Names or addresses.
    files: Vec<Cow<'t, str>>,
    /// Whether there is a hash that cannot be forged.
    strong: bool,
    /// The name of one that can.
    weak: Option<&'static str>,
}

impl<'t> Pins<'t> {
    /// Notes a hash, `sha256:0123…`.
    pub(super) fn hash(&mut self, hash: &str) {
        let (kind, digest) = hash.split_once(':').unwrap_or(("sha256", hash));
        match kind {
            _ if digest.is_empty() => {}
            "md5" => self.weak = Some("md5"),
            "sha1" => self.weak = Some("sha1"),
            _ => self.strong = true,
        }
    }

    /// What is weak about them.
    pub(super) fn unpinned(&self) -> Option<Unpinned> {
        (!self.strong).then(|| self.weak.map_or(Unpinned::Missing, Unpinned::Weak))
    }

    fn add(&mut self, other: &mut Self) {
        self.files.append(&mut other.files);
        self.strong |= other.strong;
        self.weak = self.weak.or(other.weak);
    }
}

/// Puts a value in its place, which must be empty.
pub(super) fn set<'t>(place: &mut Option<Text<'t>>, value: Text<'t>) -> Result<(), Unusual> {
    let usual = value.plain && place.is_none();
    place.get_or_insert(value);
    if usual { Ok(()) } else { Err(Unusual) }
}

impl<'t> Package<'t> {
    /// Notes where it comes from, once.
    pub(super) fn from(&mut self, origin: Origin<'t>, plain: bool) -> Result<(), Unusual> {
        let usual = plain && self.origin.is_none();
        self.origin.get_or_insert(origin);
        if usual { Ok(()) } else { Err(Unusual) }
    }

    /// Notes an archive, by its name or address.
    pub(super) fn file(&mut self, value: Text<'t>) -> Result<(), Unusual> {
        let usual = value.plain;
        self.pins.files.push(value.value);
        if usual { Ok(()) } else { Err(Unusual) }
    }

    fn is_of_index(&self) -> bool {
        matches!(self.origin, None | Some(Origin::Default | Origin::Index(_)))
    }

    fn index(&self) -> Option<&str> {
        match &self.origin {
            Some(Origin::Index(index)) => Some(index),
            _ => None,
        }
    }
}

/// A kind of lockfile in TOML.
pub(super) struct Format {
    /// The name of the array of packages.
    pub(super) package: &'static str,
    /// How to write the file again.
    pub(super) rewrite: &'static str,
    /// Where the version of the format stands.
    pub(super) version: &'static [&'static str],
    /// Whether this version is known.
    pub(super) knows: fn(&str) -> bool,
    /// Takes one field of a package.
    pub(super) field: for<'t> fn(&mut Package<'t>, &[&str], Text<'t>) -> Result<(), Unusual>,
    /// Whether [metadata] stands at the end, so that a file without it was cut.
    pub(super) ends_with_metadata: bool,
    /// Whether a package of an index may lack its version.
    pub(super) versionless: bool,
}

struct Lock<'t> {
    format: &'static Format,
    packages: Vec<Package<'t>>,
    version: Option<Text<'t>>,
    /// Whether the table stands there that some formats end with.
    metadata: bool,
    apart: HashMap<String, Pins<'t>>,
}

impl<'t> Fields<'t> for Lock<'t> {
    fn package(&mut self, at: usize) -> Result<(), Unusual> {
        let whole = self.packages.last().is_none_or(|package| package.name.is_some());
        self.packages.push(Package { at, ..Package::default() });
        if whole { Ok(()) } else { Err(Unusual) }
    }

    fn field(&mut self, path: &[&str], value: Text<'t>) -> Result<(), Unusual> {
        match self.packages.last_mut() {
            Some(package) => (self.format.field)(package, path, value),
            None => Err(Unusual),
        }
    }

    fn root(&mut self, path: &[&str], value: Text<'t>) -> Result<(), Unusual> {
        self.metadata |= path.first() == Some(&"metadata");
        if path == self.format.version {
            return set(&mut self.version, value);
        }
        let ["metadata", "files" | "hashes", name, rest @ ..] = path else { return Ok(()) };
        // PDM's keys are `name version`.
        let name = name.split(' ').next().unwrap_or(name);
        let apart =
            self.apart.entry(PackageName::new(Ecosystem::PyPi, name).normal().to_owned()).or_default();
        match rest.last() {
            Some(&("file" | "url")) => apart.files.push(value.value),
            _ => apart.hash(&value.value),
        }
        Ok(())
    }
}

/// Reads a lockfile of a format.
pub(super) fn read(draft: &mut Draft<'_>, format: &'static Format) {
    let text = draft.text;
    let empty =
        || Lock { format, packages: Vec::new(), version: None, metadata: false, apart: HashMap::new() };
    let mut lock = empty();
    let whole_packages = |lock: &Lock<'_>| lock.packages.iter().all(|package| package.name.is_some());
    if quick(text, format.package, &mut lock).is_none() || !whole_packages(&lock) {
        lock = empty();
        whole(draft, format.package, format.rewrite, &mut lock);
    }
    let Lock { packages, version, apart, metadata, .. } = lock;
    if format.ends_with_metadata && !metadata && !packages.is_empty() {
        draft.syntax(text.len(), "the file ends without [metadata]: it may be cut short", format.rewrite);
    }
    check_version(version.as_ref(), packages.is_empty(), format, draft);
    settle(packages, apart, format, draft);
}

fn check_version(version: Option<&Text<'_>>, empty: bool, format: &Format, draft: &mut Draft<'_>) {
    match version {
        Some(version) if (format.knows)(&version.value) => {}
        Some(version) => {
            let message = format!(
                "unknown lockfile version {}; what looks like a known one was read",
                quoted(&version.value)
            );
            draft.fault(version.at, message, format.rewrite);
        }
        None if empty => draft.syntax(0, "the file says neither its version nor any package", format.rewrite),
        None => {}
    }
}

/// Hands the packages on, once all of them are known.
fn settle<'t>(
    packages: Vec<Package<'t>>,
    mut apart: HashMap<String, Pins<'t>>,
    format: &Format,
    draft: &mut Draft<'_>,
) {
    let mut packages: Vec<_> = packages
        .into_iter()
        .map(|mut package| {
            let name =
                package.name.as_ref().map(|name| PackageName::new(Ecosystem::PyPi, name.value.as_ref()));
            if let Some(found) = name.as_ref().and_then(|name| apart.get_mut(name.normal())) {
                package.pins.add(found);
            }
            (name, package)
        })
        .collect();
    let home = Home::of(packages.iter().map(|(_, package)| package));
    for (name, package) in &mut packages {
        let (Some(name), Some(stated)) = (name.take(), package.name.as_ref()) else {
            draft.syntax(package.at, "a package without a name", format.rewrite);
            continue;
        };
        if package.version.is_none() && package.is_of_index() && !format.versionless {
            let message =
                format!("the package {} has no version: the file may be cut short", quoted(&stated.value));
            draft.syntax(stated.at, message, format.rewrite);
        }
        let own = name.clone();
        let dependency = home.dependency(name, package);
        if let Some(unpinned) = package.pins.unpinned().filter(|_| package.is_of_index()) {
            draft.unpinned(stated.at, unpinned);
        }
        // On another platform the package's own file is installed.
        if dependency.alias.is_some() && package.pins.files.iter().any(|file| is_own(&own, file)) {
            draft.dependency(
                stated.at,
                Dependency { name: own, alias: None, concerns: Vec::new(), ..dependency.clone() },
            );
        }
        draft.dependency(stated.at, dependency);
    }
}

/// What the packages of one file say together of each of them.
pub(super) struct Home {
    /// The index that counts as the default one.
    index: Option<String>,
    /// The host that serves most files of it, and hosts that serve next to none.
    host: Option<String>,
    strays: HashSet<String>,
}

impl Home {
    /// The index whose files lie as in the default one; else the one that is not named; else the one
    /// that most packages come from.
    pub(super) fn of<'p, 't: 'p>(packages: impl Iterator<Item = &'p Package<'t>> + Clone) -> Self {
        let mut counts: HashMap<Option<&str>, usize> = HashMap::new();
        let mut shaped = None;
        for package in packages.clone().filter(|package| package.is_of_index()) {
            *counts.entry(package.index()).or_default() += 1;
            if shaped.is_none() && package.pins.files.iter().any(|file| is_shaped(file)) {
                shaped = Some(package.index());
            }
        }
        let unnamed = counts.contains_key(&None).then_some(None);
        let most = counts.iter().max_by_key(|&(index, count)| (*count, std::cmp::Reverse(*index)));
        let index = shaped.or(unnamed).or(most.map(|(index, _)| *index)).flatten();
        let mut hosts: HashMap<&str, usize> = HashMap::new();
        let own = packages.filter(|package| package.is_of_index() && package.index() == index);
        for file in own.flat_map(|package| &package.pins.files) {
            if let Some(host) = host(file) {
                *hosts.entry(host).or_default() += 1;
            }
        }
        let prevailing = hosts.iter().max_by_key(|&(host, count)| (*count, std::cmp::Reverse(*host)));
        let most = prevailing.map_or(0, |(_, count)| *count);
        let is_stray = |count: usize| count <= STRAY_FILES && count * STRAY_SHARE <= most;
        Self {
            index: index.map(str::to_owned),
            host: prevailing.map(|(host, _)| (*host).to_owned()),
            strays: hosts
                .iter()
                .filter(|(_, count)| is_stray(**count))
                .map(|(host, _)| (*host).to_owned())
                .collect(),
        }
    }

    fn source(&self, package: &Package<'_>) -> Source {
        match package.origin.as_ref().unwrap_or(&Origin::Default) {
            Origin::Default => Source::Registry,
            Origin::Index(index) if self.index.as_deref() == Some(index) => Source::Registry,
            // A mirror beside the default index, or the other way round.
            Origin::Index(_) if package.pins.files.iter().any(|file| is_shaped(file)) => Source::Registry,
            Origin::Index(index) => Source::OtherRegistry(without_secrets(index).into()),
            Origin::Git(url) => Source::Git(without_secrets(url).into()),
            Origin::Url(url) => Source::Url(without_secrets(url).into()),
            Origin::Path(path) => Source::Path(without_secrets(path).into()),
            Origin::Workspace => Source::Workspace,
        }
    }

    /// A package as a dependency, with what its files contradict.
    pub(super) fn dependency(&self, name: PackageName, package: &Package<'_>) -> Dependency {
        let mut dependency = Dependency {
            locked: true,
            requirement: package.version.as_ref().map(|version| version.value.as_ref().to_owned()),
            source: self.source(package),
            ..Dependency::new(name)
        };
        if !package.is_of_index() {
            return dependency;
        }
        let other =
            package.pins.files.iter().find_map(|file| Some((file, other_project(&dependency.name, file)?)));
        if let Some((file, project)) = other {
            let key = dependency.name.spelling().to_owned();
            let address = without_secrets(file).into();
            dependency.concerns.push(Concern::OtherPackage { key: key.as_str().into(), address });
            dependency.name = PackageName::new(Ecosystem::PyPi, project);
            dependency.alias = Some(key);
        }
        let stray = package
            .pins
            .files
            .iter()
            .filter(|file| !is_shaped(file))
            .find(|file| host(file).is_some_and(|host| self.strays.contains(host)));
        if let Some(file) = stray.filter(|_| dependency.source.is_registry()) {
            let usual = self.host.as_deref().map(Into::into);
            dependency.concerns.push(Concern::OtherPlace { address: without_secrets(file).into(), usual });
        }
        dependency
    }
}
