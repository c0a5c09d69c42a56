//! pnpm-lock.yaml, lockfileVersion 5.0 to 9.0, with one document or, since pnpm 11, two.
//!
//! ```text
//! lockfileVersion: '9.0'
//!
//! packages:
//!
//!   '@scope/name@1.2.3':
//!     resolution: {integrity: sha512-…}
//! ```
//!
//! Read: every entry of `packages`, whose keys are `/name/1.2.3_peers` in version 5, `/name@1.2.3(peers)`
//! in 6 and `name@1.2.3` in 9; a repository or an archive has its address there instead of a version.
//! Not read: `importers` and `snapshots`, which repeat those packages, but for the names under which the
//! project knows one.
//!
//! What pnpm itself writes is read line by line; anything else goes to the YAML reader.

use std::borrow::Cow;
use std::collections::HashMap;

use super::locked::{self, Entry, Piece, weakness};
use super::pnpm_lines::read_lines;
use super::spec;
use super::yarn_berry::piece;
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, offset_in};
use crate::manifest::yaml::{self, Value};
use crate::package::without_secrets;
use crate::package::{Concern, Source};

const REWRITE: &str = "run `pnpm install`, or restore the file from version control";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let lock = read_lines(draft.text).unwrap_or_else(|| read_yaml(draft));
    for version in &lock.versions {
        let major = version.value.split('.').next().unwrap_or_default();
        if !matches!(major, "5" | "6" | "9") {
            let message = format!(
                "unknown lockfileVersion {}; what looks like version 9.0 was read",
                quoted(&version.value)
            );
            draft.fault(
                version.place(0),
                message,
                "use a version of pnpm that writes lockfileVersion 9.0 or older",
            );
        }
    }
    if lock.versions.is_empty() {
        draft.syntax(0, "the file says no lockfileVersion", REWRITE);
    }
    let entries: Vec<_> =
        lock.packages.into_iter().filter_map(|package| package.entry(&lock.aliases, draft)).collect();
    locked::settle(&entries, draft);
}

/// What a file holds, as pieces of its text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Lock<'t> {
    pub(super) versions: Vec<Piece<'t>>,
    pub(super) packages: Vec<Package<'t>>,
    /// The project's names for packages, by `name@version`.
    pub(super) aliases: HashMap<Cow<'t, str>, Cow<'t, str>>,
}

/// One entry of `packages`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Package<'t> {
    pub(super) key: Piece<'t>,
    pub(super) name: Option<Piece<'t>>,
    pub(super) version: Option<Piece<'t>>,
    pub(super) resolved: bool,
    pub(super) integrity: Option<Piece<'t>>,
    pub(super) tarball: Option<Piece<'t>>,
    pub(super) repository: Option<Piece<'t>>,
    pub(super) directory: Option<Piece<'t>>,
}

impl<'t> Package<'t> {
    /// Where a field of the entry, or one of its `resolution`, goes.
    pub(super) fn field(&mut self, key: &str, in_resolution: bool) -> Option<&mut Option<Piece<'t>>> {
        Some(match (key, in_resolution) {
            ("name", false) => &mut self.name,
            ("version", false) => &mut self.version,
            ("integrity", true) => &mut self.integrity,
            ("tarball", true) => &mut self.tarball,
            ("repo", true) => &mut self.repository,
            ("directory", true) => &mut self.directory,
            _ => return None,
        })
    }
}

/// The parts of a project that name its dependencies.
pub(in crate::manifest) const GROUPS: [&str; 3] = ["dependencies", "devDependencies", "optionalDependencies"];

impl<'t> Lock<'t> {
    pub(super) fn alias(&mut self, name: Cow<'t, str>, reference: &str) {
        let (real, _, version) = parsed(reference);
        if let Some(version) = version.filter(|_| real != name && !real.is_empty()) {
            let key = format!("{real}@{version}");
            self.aliases.entry(key.into()).or_insert(name);
        }
    }
}

pub(super) fn read_yaml<'t>(draft: &mut Draft<'t>) -> Lock<'t> {
    let yaml = yaml::parse(draft, REWRITE);
    let mut lock = Lock::default();
    for root in yaml.documents() {
        lock.versions.extend(root.get("lockfileVersion").and_then(piece));
        let importers =
            root.get("importers").into_iter().flat_map(Value::entries).map(|(_, importer)| importer);
        for project in importers.chain([root]) {
            for group in GROUPS {
                for (name, value) in project.get(group).into_iter().flat_map(Value::entries) {
                    let reference = value.get("version").unwrap_or(value);
                    if let (Some(name), Some(reference)) = (name.text(), reference.text()) {
                        lock.alias(name.to_owned().into(), reference);
                    }
                }
            }
        }
        let Some(packages) = root.get("packages") else { continue };
        if packages.entries().next().is_none() && packages.kind() != "a mapping" && !packages.is_null() {
            draft.fault(packages.offset(), format!("packages is {}", packages.kind()), REWRITE);
        }
        for (key, value) in packages.entries() {
            let Some(key) = piece(key) else {
                draft.fault(key.offset(), format!("a package's key is {}", key.kind()), REWRITE);
                continue;
            };
            let mut package = Package { key, ..Package::default() };
            let resolution = value.get("resolution");
            package.resolved = resolution.is_some();
            for (map, in_resolution) in [(Some(value), false), (resolution, true)] {
                for name in ["name", "version", "integrity", "tarball", "repo", "directory"] {
                    if let Some(field) = package.field(name, in_resolution) {
                        *field = map.and_then(|map| map.get(name)).and_then(piece);
                    }
                }
            }
            lock.packages.push(package);
        }
    }
    lock
}

/// Name, where it begins, and what stands for the version in a key of `packages`, without peers. The
/// name is empty where the key is an address.
pub(in crate::manifest) fn parsed(key: &str) -> (&str, usize, Option<&str>) {
    let rest = key.strip_prefix('/').unwrap_or(key);
    let start = key.len() - rest.len();
    let scope =
        rest.strip_prefix('@').and_then(|r| r.split_once('/')).map_or(0, |(scope, _)| scope.len() + 2);
    let tail = rest.get(scope..).unwrap_or_default();
    let Some(end) = tail.find(['/', '@', '(']) else { return ("", 0, None) };
    let slash = tail.as_bytes().get(end) == Some(&b'/');
    // A version alone, with peers; or, without the slash at its start, a host and a path.
    if tail.as_bytes().get(end) == Some(&b'(') || slash && start == 0 || end == 0 {
        return ("", 0, None);
    }
    let name = rest.get(..scope + end).unwrap_or_default();
    let version = tail.get(end + 1..).unwrap_or_default();
    let peers = if slash { version.find('_') } else { version.find('(') };
    let version = peers.and_then(|at| version.get(..at)).unwrap_or(version);
    (name, start, Some(version).filter(|version| !version.is_empty()))
}

impl<'t> Package<'t> {
    fn entry(
        self,
        aliases: &HashMap<Cow<'t, str>, Cow<'t, str>>,
        draft: &mut Draft<'_>,
    ) -> Option<Entry<'t>> {
        let key = self.key.value.as_ref();
        if !self.resolved {
            let message = format!("{} has no resolution: the file may be cut short", quoted(key));
            draft.syntax(self.key.place(0), message, REWRITE);
        }
        let (name, at, reference) = parsed(key);
        let mut entry = Entry {
            name: name.to_owned().into(),
            place: self.key.place(at),
            requirement: reference.map(|version| version.to_owned().into()),
            ..Entry::default()
        };
        let tarball = self.tarball.as_ref().map(|tarball| tarball.value.as_ref());
        entry.source = match (&self.repository, &self.directory) {
            (Some(repository), _) => Source::Git(without_secrets(&repository.value).into()),
            (_, Some(directory)) => Source::Path(directory.value.as_ref().into()),
            _ if name.is_empty() => self.elsewhere(&mut entry),
            _ => hosted(spec::target(reference.unwrap_or_default()).source),
        };
        if let Some(own) = self.name.filter(|own| own.value != entry.name) {
            // pnpm fetches by this field where there is one.
            if entry.source.is_registry() {
                let address = format!("{}@{}", own.value, entry.requirement.as_deref().unwrap_or_default());
                entry.concern = Some(Concern::OtherPackage { key: name.into(), address: address.into() });
                entry.alias = Some(name.to_owned().into());
            }
            entry.place = own.place(0);
            entry.name = own.value;
            if !entry.source.is_registry() {
                entry.requirement = self.version.map(|version| version.value).or(entry.requirement);
            }
        }
        if entry.name.is_empty() {
            draft.fault(self.key.place(0), format!("{} names no package", quoted(key)), REWRITE);
            return None;
        }
        entry.unpinned = weakness(self.integrity.as_ref().map(|i| i.value.as_ref()), None);
        if entry.alias.is_none() {
            let known = format!("{}@{}", entry.name, entry.requirement.as_deref().unwrap_or_default());
            entry.alias = aliases.get(known.as_str()).cloned();
        }
        // One that the key asks for is no address of a registry's package.
        if tarball.is_some() && entry.source.is_registry() {
            entry.address = self.tarball;
        }
        Some(entry)
    }

    /// The source of a key that is an address: a path, a repository, or another registry's package.
    fn elsewhere(&self, entry: &mut Entry<'t>) -> Source {
        let key = self.key.value.as_ref();
        if let Some((scheme, path)) = key.split_once(':')
            && matches!(scheme, "file" | "link")
        {
            return Source::Path(path.split('(').next().unwrap_or_default().into());
        }
        let shown = key.trim_start_matches('@').split('(').next().unwrap_or_default();
        let (host, path) = shown.split_once('/').unwrap_or((shown, ""));
        let (name, at, version) = parsed(path_with_slash(shown, path));
        let numbered = version.is_some_and(|version| semver::Version::parse(version).is_ok());
        if self.name.is_none() && numbered && !name.is_empty() {
            entry.name = name.to_owned().into();
            entry.place = self.key.place(offset_in(key, path).saturating_sub(1) + at);
            entry.requirement = version.map(|version| version.to_owned().into());
            return Source::OtherRegistry(host.into());
        }
        entry.requirement = None;
        match self.tarball.as_ref() {
            Some(tarball) => hosted(Source::Url(without_secrets(&tarball.value).into())),
            None => Source::Git(without_secrets(shown).into()),
        }
    }
}

/// A path with the slash before it, as in version 5 and 6 a registry's packages have one.
fn path_with_slash<'k>(whole: &'k str, path: &'k str) -> &'k str {
    let at = offset_in(whole, path).saturating_sub(1);
    whole.get(at..).unwrap_or(path)
}

/// The archive of a repository that a code host packs is as good as the repository.
fn hosted(source: Source) -> Source {
    match source {
        Source::Url(address) if address.contains("://codeload.") => Source::Git(address),
        other => other,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::manifest::draft::Parsed;
    use crate::package::Ecosystem;

    pub(in crate::manifest::npm) const LOCK: &str = r"---
lockfileVersion: '9.0'

packages:

  pnpm@11.0.0:
    resolution: {integrity: sha512-x}

---
lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      '@s/a':
        specifier: ^1.0.0
        version: 1.2.3(b@2.0.0)
      bee:
        specifier: npm:b@^2.0.0
        version: b@2.0.0

packages:

  '@s/a@1.2.3':
    resolution: {integrity: sha512-x}
    engines: {node: '>=6'}
    peerDependencies:
      b: ^2.0.0

  b@2.0.0:
    resolution: {integrity: sha1-x, tarball: https://registry.example/b/-/b-2.0.0.tgz}
    deprecated: |-
      Two lines.

      evil@1.0.0:
    hasBin: true

  c@https://codeload.github.com/u/c/tar.gz/0123:
    resolution: {tarball: https://codeload.github.com/u/c/tar.gz/0123}
    version: 3.0.0

  d@file:lib/d:
    resolution: {directory: lib/d, type: directory}

  e@git+https://code.example/e.git#0123:
    resolution: {commit: '0123', repo: https://code.example/e.git, type: git}
    version: 1.0.0

  f@1.0.0:
    resolution:
      integrity: sha512-x

snapshots:

  '@s/a@1.2.3(b@2.0.0)':
    dependencies:
      b: 2.0.0

  b@2.0.0: {}
";

    fn parsed_by(text: &str, reader: impl FnOnce(&mut Draft<'_>)) -> Parsed {
        let mut draft = Draft::new(text, Ecosystem::Npm, Vec::new(), false);
        reader(&mut draft);
        draft.finish("pnpm-lock.yaml")
    }

    fn shown(text: &str) -> (Vec<String>, usize) {
        let reading = parsed_by(text, read).reading;
        let found = reading.dependencies.iter().map(|d| {
            let place = d.location.as_ref().unwrap();
            let (alias, version) =
                (d.alias.as_deref().unwrap_or("-"), d.requirement.as_deref().unwrap_or("-"));
            format!("{}:{} {} {alias} {version} {}", place.line, place.column, d.name, d.source.kind())
        });
        (found.collect(), reading.errors.len())
    }

    #[test]
    fn both_documents_and_every_form_are_read() {
        let (found, errors) = shown(LOCK);
        assert_eq!(errors, 0);
        assert_eq!(
            found,
            [
                "6:3 pnpm - 11.0.0 registry",
                "28:4 @s/a - 1.2.3 registry",
                "34:3 b bee 2.0.0 registry",
                "42:3 c - https://codeload.github.com/u/c/tar.gz/0123 git",
                "46:3 d - file:lib/d path",
                "49:3 e - git+https://code.example/e.git#0123 git",
                "53:3 f - 1.0.0 registry",
            ]
        );
    }

    #[test]
    fn keys_of_every_version_say_the_name() {
        for (key, fields, expected) in [
            ("/a/1.0.0", "", "2:4 a - 1.0.0 registry"),
            ("/@s/a/1.0.0", "", "2:4 @s/a - 1.0.0 registry"),
            ("/a/1.0.0_b@2.0.0+@s/c@3", "", "2:4 a - 1.0.0 registry"),
            ("/@s/a/1.0.0_@s+b@2.0.0", "", "2:4 @s/a - 1.0.0 registry"),
            ("/a@1.0.0", "", "2:4 a - 1.0.0 registry"),
            ("/@s/a@1.0.0(b@2.0.0)(@s/c@3.0.0)", "", "2:4 @s/a - 1.0.0 registry"),
            ("'@s/a@1.0.0'", "", "2:4 @s/a - 1.0.0 registry"),
            ("registry.example/a/1.0.0", "", "2:20 a - 1.0.0 other-registry"),
            ("registry.example/@s/a/1.0.0_b@1", "", "2:20 @s/a - 1.0.0 other-registry"),
            ("registry.example/@s/a@1.0.0(b@1)", "", "2:20 @s/a - 1.0.0 other-registry"),
            ("github.com/u/r/0123", "    name: a\n    version: 1.0.0\n", "4:11 a - 1.0.0 git"),
            ("'@github.com/u/r/0123'", "    name: a\n    version: 1.0.0\n", "4:11 a - 1.0.0 git"),
            ("file:../a", "    name: a\n    version: 1.0.0\n", "4:11 a - 1.0.0 path"),
            ("file:../a(b@1)", "    name: '@s/a'\n", "4:12 @s/a - - path"),
            // pnpm fetches what the field says.
            ("/a/1.0.0", "    name: evil\n", "4:11 evil a 1.0.0 registry"),
        ] {
            let text = format!(
                "packages:\n  {key}:\n    resolution: {{integrity: sha512-x}}\n{fields}lockfileVersion: 5.4\n"
            );
            assert_eq!(shown(&text), (vec![expected.to_owned()], 0), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, names, errors) in [
            ("lockfileVersion: '12.0'\npackages: {}\n", 0, 1),
            ("packages: {}\n", 0, 1),
            ("lockfileVersion: '9.0'\npackages: [a]\n", 0, 1),
            (
                "lockfileVersion: '9.0'\npackages:\n  a@1:\n    resolution: {integrity: sha512-x}\n  b@1:\n",
                2,
                1,
            ),
            ("lockfileVersion: '9.0'\npackages:\n  somewhere:\n    resolution: {}\n", 0, 1),
            ("lockfileVersion: '9.0'\npackages: {a@1: {resolution: {}}}\n", 1, 0),
            ("lockfileVersion: '9.0'\npackages:\n  ? a@1\n  : resolution: {}\n", 1, 0),
            (
                "lockfileVersion: '9.0'\npackages:\n  a@1:\n    resolution: {}\n  a@1:\n    resolution: {}\n",
                2,
                1,
            ),
        ] {
            let (found, said) = shown(text);
            assert_eq!((found.len(), said), (names, errors), "{text}");
        }
    }
}
