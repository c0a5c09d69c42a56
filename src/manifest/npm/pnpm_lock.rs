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
use std::collections::{HashMap, HashSet};

use super::locked::{self, Entry, Piece, weakness};
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
struct Lock<'t> {
    versions: Vec<Piece<'t>>,
    packages: Vec<Package<'t>>,
    /// The project's names for packages, by `name@version`.
    aliases: HashMap<Cow<'t, str>, Cow<'t, str>>,
}

/// One entry of `packages`.
#[derive(Debug, Default, PartialEq)]
struct Package<'t> {
    key: Piece<'t>,
    name: Option<Piece<'t>>,
    version: Option<Piece<'t>>,
    resolved: bool,
    integrity: Option<Piece<'t>>,
    tarball: Option<Piece<'t>>,
    repository: Option<Piece<'t>>,
    directory: Option<Piece<'t>>,
}

impl<'t> Package<'t> {
    /// Where a field of the entry, or one of its `resolution`, goes.
    fn field(&mut self, key: &str, in_resolution: bool) -> Option<&mut Option<Piece<'t>>> {
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

/// Reads what pnpm writes, and gives up on any line that it would not write.
fn read_lines(text: &str) -> Option<Lock<'_>> {
    if locked::breaks_oddly(text) {
        return None;
    }
    let mut lock = Lock::default();
    let mut seen = HashSet::new();
    let mut sections = HashSet::new();
    let mut section = "";
    // The name of a dependency of the project, and the line's depth.
    let mut importing: Option<(Piece<'_>, usize)> = None;
    // At depth 4: whether the field above takes deeper lines, and whether it is the resolution.
    let (mut open, mut resolving) = (false, false);
    for line in text.lines() {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        if indent == 0 {
            if body == "---" {
                sections.clear();
                seen.clear();
                section = "";
                continue;
            }
            let (key, value) = pair(text, body)?;
            if !key.bytes().all(|b| b.is_ascii_alphabetic()) || !sections.insert(key) {
                return None;
            }
            section = key;
            match (key, value) {
                ("lockfileVersion", value) => lock.versions.push(scalar(text, value)?),
                ("packages", "" | "{}") => {}
                ("packages", _) => return None,
                _ => {}
            }
            open = false;
            continue;
        }
        match section {
            "packages" => {}
            "importers" | "dependencies" | "devDependencies" | "optionalDependencies" => {
                import(text, body, indent, &mut importing, &mut lock);
                continue;
            }
            _ => continue,
        }
        match indent {
            2 => {
                let key = scalar(text, body.strip_suffix(':')?)?;
                if !seen.insert(key.value.clone()) {
                    return None;
                }
                lock.packages.push(Package { key, ..Package::default() });
                (open, resolving) = (false, false);
            }
            4 => {
                let package = lock.packages.last_mut()?;
                let (key, value) = pair(text, body)?;
                if !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    return None;
                }
                resolving = key == "resolution";
                open = value.is_empty() || value.starts_with(['|', '>']);
                if resolving {
                    if std::mem::replace(&mut package.resolved, true) {
                        return None;
                    }
                    flow(text, value, package)?;
                } else if let Some(field) = package.field(key, false) {
                    replace(field, scalar(text, value)?)?;
                }
            }
            6 if resolving && open => {
                let package = lock.packages.last_mut()?;
                let (key, value) = pair(text, body)?;
                if let Some(field) = package.field(key, true) {
                    replace(field, scalar(text, value)?)?;
                }
            }
            // What the field above holds; a value that goes on in further lines could hide a field.
            6.. if open => {}
            _ => return None,
        }
    }
    Some(lock)
}

fn replace<'t>(field: &mut Option<Piece<'t>>, value: Piece<'t>) -> Option<()> {
    field.replace(value).is_none().then_some(())
}

/// `key: value` or `key:`.
fn pair<'t>(text: &str, body: &'t str) -> Option<(&'t str, &'t str)> {
    let (key, value) = body.split_once(": ").or_else(|| Some((body.strip_suffix(':')?, "")))?;
    // A value between quotes ends with its line, or it would hide those that follow.
    let closed = !value.starts_with(['\'', '"']) || scalar(text, value).is_some() || is_closed(value);
    (!key.is_empty() && closed && !value.starts_with(['&', '*', '!', '?'])).then_some((key, value))
}

/// Whether a text between quotes ends where the line does; it may hold quotes in their escaped form.
fn is_closed(value: &str) -> bool {
    let mut chars = value.chars();
    let Some(quote) = chars.next() else { return false };
    let Some(inner) = chars.as_str().strip_suffix(quote) else { return false };
    match quote {
        '\'' => !inner.replace("''", "").contains('\''),
        _ => {
            let mut escaped = false;
            let closes = inner.chars().any(|c| {
                let closes = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            });
            !closes && !escaped
        }
    }
}

/// A word as pnpm writes it: plain where it can be, else between single quotes.
fn scalar<'t>(text: &str, word: &'t str) -> Option<Piece<'t>> {
    let quote = |c: char| Some(word.strip_prefix(c)?.strip_suffix(c)).map(|inner| inner.unwrap_or(word));
    let plain = match word.chars().next()? {
        c @ ('\'' | '"') => quote(c).filter(|inner| !inner.contains(['\'', '"', '\\']))?,
        c if "-?:,][{}#&*!|>%@` ".contains(c) => return None,
        _ => Some(word).filter(|word| {
            !word.contains(": ")
                && !word.contains(" #")
                && !word.ends_with([' ', ':'])
                && !word.contains(['{', '}', '[', ']', ','])
        })?,
    };
    Some(Piece::literal(plain, offset_in(text, plain)))
}

/// `{integrity: sha512-…, tarball: https://…}`, or nothing where the fields stand below.
fn flow<'t>(text: &str, value: &'t str, package: &mut Package<'t>) -> Option<()> {
    if value.is_empty() {
        return Some(());
    }
    let inner = value.strip_prefix('{')?.strip_suffix('}')?;
    for part in inner.split(", ").filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once(": ")?;
        let value = scalar(text, value)?;
        if !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        if let Some(field) = package.field(key, true) {
            replace(field, value)?;
        }
    }
    Some(())
}

/// Takes from a dependency of the project the name under which it knows the package. This only adds to
/// what is shown, so that a line in another form is passed over.
fn import<'t>(
    text: &str,
    body: &'t str,
    indent: usize,
    above: &mut Option<(Piece<'t>, usize)>,
    lock: &mut Lock<'t>,
) {
    let Some((key, value)) = pair(text, body) else { return };
    let (name, reference) = match (&above, key, scalar(text, key), scalar(text, value)) {
        (_, _, Some(key), None) => {
            *above = Some((key, indent));
            return;
        }
        (Some((name, depth)), "version", _, Some(value)) if *depth < indent => (name.clone(), value),
        (_, _, Some(key), Some(value)) => (key, value),
        _ => return,
    };
    lock.alias(name.value, &reference.value);
}

impl<'t> Lock<'t> {
    fn alias(&mut self, name: Cow<'t, str>, reference: &str) {
        let (real, _, version) = parsed(reference);
        if let Some(version) = version.filter(|_| real != name && !real.is_empty()) {
            let key = format!("{real}@{version}");
            self.aliases.entry(key.into()).or_insert(name);
        }
    }
}

fn read_yaml<'t>(draft: &mut Draft<'t>) -> Lock<'t> {
    let yaml = yaml::parse(draft, REWRITE);
    let mut lock = Lock::default();
    for root in yaml.documents() {
        lock.versions.extend(root.get("lockfileVersion").and_then(piece));
        let importers =
            root.get("importers").into_iter().flat_map(Value::entries).map(|(_, importer)| importer);
        for project in importers.chain([root]) {
            for group in ["dependencies", "devDependencies", "optionalDependencies"] {
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
fn parsed(key: &str) -> (&str, usize, Option<&str>) {
    let rest = key.strip_prefix('/').unwrap_or(key);
    let start = key.len() - rest.len();
    let scope =
        rest.strip_prefix('@').and_then(|r| r.split_once('/')).map_or(0, |(scope, _)| scope.len() + 2);
    let tail = rest.get(scope..).unwrap_or_default();
    let Some(end) = tail.find(['/', '@', '(']) else { return ("", 0, None) };
    let slash = tail.as_bytes().get(end) == Some(&b'/');
    // Without the slash at its start, `x/y` is a host and a path.
    if slash && start == 0 || end == 0 {
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
