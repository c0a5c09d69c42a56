//! package-lock.json and npm-shrinkwrap.json, versions 1 to 3.
//!
//! Read: the `packages` of versions 2 and 3, by folder, and the nested `dependencies` of version
//! 1; those of version 2 where they name something that `packages` does not, since an npm older
//! than 7 installs from them.
//! The name that counts is the one that npm fetches: that of a registry's archive in `resolved`
//! before the entry's own `name`, and that before the folder.
//! Not read: what an entry requires in its turn, which has entries of its own; integrity hashes.

use std::collections::{HashMap, HashSet};

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::package_json::{duplicate, without_secrets_if_address};
use super::resolved::{self, Resolved};
use super::spec;
use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::json::{self, Entries, Object, Text};
use crate::package::without_secrets;
use crate::package::{Dependency, Ecosystem, PackageName, Source};

const REWRITE: &str = "run `npm install` again to rewrite the file";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let text = draft.text;
    let mut root = Root { draft, version: None, packages: None, nested: None };
    let error = json::read(text, &mut root);
    let Root { version, packages, nested, .. } = root;
    if error.is_none() {
        check_version(version, packages.is_none() && nested.is_none(), draft);
    }
    json::report(draft, error, REWRITE);
    let (packages, nested) = (packages.unwrap_or_default(), nested.unwrap_or_default());
    let context = Context {
        home: prevailing_host(packages.iter().chain(&nested)),
        carriers: packages
            .iter()
            .filter(|entry| entry.bundles)
            .filter_map(|entry| entry.folder.as_ref().map(|(key, _)| key.value.as_ref()))
            .collect(),
    };
    let mut known = HashSet::new();
    let both = !packages.is_empty() && !nested.is_empty();
    for entry in &packages {
        let (place, dependency) = entry.dependency(&context, draft.text);
        if both {
            known.insert((dependency.name.clone(), dependency.requirement.clone()));
        }
        draft.dependency(place, dependency);
    }
    for entry in &nested {
        let (place, dependency) = entry.dependency(&context, draft.text);
        let repeated = both
            && (!dependency.source.is_registry()
                || known.contains(&(dependency.name.clone(), dependency.requirement.clone())));
        if !repeated {
            draft.dependency(place, dependency);
        }
    }
}

/// What the entries together say about each of them.
struct Context<'e> {
    /// The host of the registry.
    home: Option<&'e str>,
    /// The folders of packages that bring others along.
    carriers: HashSet<&'e str>,
}

fn check_version(version: Option<&RawValue>, empty: bool, draft: &mut Draft<'_>) {
    match version.map(RawValue::get) {
        Some("1" | "2" | "3") => {}
        // npm before 5 wrote none.
        None if !empty => {}
        None => draft.fault(0, "the file says neither its lockfileVersion nor any package", REWRITE),
        Some(other) => {
            let at = version.map_or(0, |v| crate::manifest::draft::offset_in(draft.text, v.get()));
            let message =
                format!("unknown lockfileVersion {}; what looks like version 3 was read", quoted(other));
            draft.fault(at, message, "use a version of npm that writes lockfileVersion 1, 2 or 3");
        }
    }
}

/// One package of a lockfile, before it is known which host is the registry's.
#[derive(Default)]
struct Entry<'t> {
    /// The folder's name below node_modules, and where it begins in the key.
    folder: Option<(Text<'t>, usize)>,
    name: Option<Text<'t>>,
    version: Option<Text<'t>>,
    resolved: Option<Text<'t>>,
    link: bool,
    /// Said to be bundled, which alone proves nothing: npm goes by what lies above.
    bundled: bool,
    /// Whether the package brings others along.
    bundles: bool,
    /// Whether it lies below another package, in version 1.
    below: bool,
}

impl<'t> Entry<'t> {
    fn field(&mut self, key: &str, value: &'t RawValue) {
        match key {
            "name" => self.name = Text::of(value),
            "version" => self.version = Text::of(value),
            "resolved" => self.resolved = Text::of(value),
            "link" => self.link = value.get() == "true",
            "inBundle" | "bundled" => self.bundled |= value.get() == "true",
            "bundleDependencies" | "bundledDependencies" => {
                self.bundles |= !matches!(value.get(), "false" | "null" | "[]" | "{}");
            }
            _ => {}
        }
    }

    fn folder_name(&self) -> &str {
        self.folder.as_ref().and_then(|(key, at)| key.value.get(*at..)).unwrap_or_default()
    }

    /// Whether the package comes with one above it, so that nothing is fetched for it.
    fn is_carried(&self, carriers: &HashSet<&str>) -> bool {
        // With an address of its own it is bundled by the project, which fetches it.
        if !self.bundled || self.resolved.is_some() {
            return false;
        }
        let Some((key, _)) = &self.folder else { return false };
        let above = key.value.match_indices("/node_modules/").filter_map(|(at, _)| key.value.get(..at));
        self.below || above.into_iter().any(|folder| carriers.contains(folder))
    }

    /// The dependency, and where its name stands.
    fn dependency(&self, context: &Context<'_>, text: &str) -> (usize, Dependency) {
        let folder = self.folder_name();
        let mut place = self.folder.as_ref().map_or(0, |(key, at)| key.place(text, *at));
        let mut name = folder;
        if let Some(own) = self.name.as_ref().filter(|own| own.value != folder) {
            name = &own.value;
            place = own.place(text, 0);
        }
        let mut source = Source::Registry;
        let mut requirement = self.version.as_ref().map(|version| version.value.as_ref());
        // Version 1 keeps aliases and addresses where the version stands.
        if let Some(version) = &self.version {
            let target = spec::target(&version.value);
            if let Some((other, at)) = target.name.filter(|(other, _)| *other != folder) {
                name = other;
                place = version.place(text, at);
            }
            requirement = target.requirement;
            source = target.source;
        }
        let served;
        if self.is_carried(&context.carriers) {
            source = Source::Bundled;
        } else if let Some(url) = &self.resolved {
            match resolved::read(&url.value) {
                Resolved::Other(Source::Path(_)) if self.link => source = Source::Workspace,
                Resolved::Other(other) => source = other,
                Resolved::Web { host, package } => {
                    let at_home = context.home.is_some_and(|home| home.eq_ignore_ascii_case(host));
                    source = match at_home || package.is_some() {
                        true => Source::Registry,
                        false => Source::Url(without_secrets(&url.value).into()),
                    };
                    served = package;
                    if let Some((other, at)) = served.as_ref().filter(|(other, _)| *other != name) {
                        name = other;
                        place = url.place(text, *at);
                    }
                }
            }
        }
        let dependency = Dependency {
            locked: true,
            alias: (name != folder).then(|| folder.to_owned()),
            requirement: requirement.map(without_secrets_if_address),
            source,
            ..Dependency::new(PackageName::new(Ecosystem::Npm, name))
        };
        (place, dependency)
    }
}

/// The host that serves most of the archives that lie as in a registry.
fn prevailing_host<'e, 't: 'e>(entries: impl Iterator<Item = &'e Entry<'t>>) -> Option<&'e str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for url in entries.filter_map(|entry| entry.resolved.as_ref()) {
        if let Resolved::Web { host, package: Some(_) } = resolved::read(&url.value) {
            *counts.entry(host).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|&(host, count)| (count, std::cmp::Reverse(host)));
    most.map(|(host, _)| host)
}

struct Root<'d, 't> {
    draft: &'d mut Draft<'t>,
    version: Option<&'t RawValue>,
    packages: Option<Vec<Entry<'t>>>,
    nested: Option<Vec<Entry<'t>>>,
}

impl<'t> Entries<'t> for Root<'_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        match key.value.as_ref() {
            "lockfileVersion" => {
                self.version = Some(map.next_value()?);
                Ok(())
            }
            "packages" => {
                let entries = self.packages.get_or_insert_default();
                map.next_value_seed(Object(&mut Packages { draft: self.draft, key: &key, entries }))
            }
            "dependencies" => {
                let entries = self.nested.get_or_insert_default();
                map.next_value_seed(Object(&mut Nested {
                    draft: self.draft,
                    key: &key,
                    entries,
                    below: false,
                }))
            }
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        self.draft.fault(0, format!("the lockfile holds {kind} and not an object"), REWRITE);
    }
}

fn not_an_entry(draft: &mut Draft<'_>, key: &Text<'_>, kind: &str) {
    let message = format!("{} is {kind} and not an object", quoted(&key.value));
    draft.fault(key.place(draft.text, 0), message, REWRITE);
}

/// `packages`: folders and what lies in them.
struct Packages<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    entries: &'d mut Vec<Entry<'t>>,
}

impl<'t> Entries<'t> for Packages<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let Some(at) = folder_at(&key.value) else {
            // The project itself, or a member's folder, to which a link below node_modules leads.
            return map.next_value::<IgnoredAny>().map(|_| ());
        };
        let mut entry = Entry::default();
        map.next_value_seed(Object(&mut Fields {
            draft: self.draft,
            key: &key,
            entry: &mut entry,
            inner: None,
        }))?;
        entry.folder = Some((key, at));
        self.entries.push(entry);
        Ok(())
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        not_an_entry(self.draft, self.key, kind);
    }
}

/// Where the name behind the last `node_modules/` begins.
fn folder_at(key: &str) -> Option<usize> {
    const FOLDER: &str = "node_modules/";
    let at = key.rfind(FOLDER).filter(|&at| at == 0 || key.as_bytes().get(at - 1) == Some(&b'/'))?;
    Some(at + FOLDER.len())
}

/// `dependencies` of version 1: names, each with those that lie below it.
struct Nested<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    entries: &'d mut Vec<Entry<'t>>,
    below: bool,
}

impl<'t> Entries<'t> for Nested<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let mut entry = Entry { below: self.below, ..Entry::default() };
        let inner = Some(&mut *self.entries);
        let result = map.next_value_seed(Object(&mut Fields {
            draft: self.draft,
            key: &key,
            entry: &mut entry,
            inner,
        }));
        entry.folder = Some((key, 0));
        self.entries.push(entry);
        result
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        not_an_entry(self.draft, self.key, kind);
    }
}

/// The fields of one package; in version 1, `inner` takes what lies below it.
struct Fields<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    entry: &'d mut Entry<'t>,
    inner: Option<&'d mut Vec<Entry<'t>>>,
}

impl<'t> Entries<'t> for Fields<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        match &mut self.inner {
            Some(entries) if key.value == "dependencies" => map.next_value_seed(Object(&mut Nested {
                draft: self.draft,
                key: &key,
                entries,
                below: true,
            })),
            _ => {
                let value = map.next_value()?;
                self.entry.field(&key.value, value);
                Ok(())
            }
        }
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        not_an_entry(self.draft, self.key, kind);
    }
}
