//! package-lock.json and npm-shrinkwrap.json, versions 1 to 3.
//!
//! Read: the `packages` of versions 2 and 3, by folder, and the nested `dependencies` of version
//! 1; those of version 2 where they name something that `packages` does not, since an npm older
//! than 7 installs from them.
//! The name that counts is the one that npm fetches: that of a registry's archive in `resolved`
//! before the entry's own `name`, and that before the folder.
//! Not read: what an entry requires in its turn, which has entries of its own; that is looked into only
//! where an address is odd, to see whether somebody asked for it.

use std::cell::OnceCell;
use std::collections::HashSet;

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::declared::Declared;
use super::locked::{self, Entry, Hosts, Piece, weakness};
use super::package_json::duplicate;
use super::resolved::{self, Resolved};
use super::spec;
use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::json::{self, Entries, Object, Text};
use crate::package::Source;

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
    let carriers: HashSet<&str> = packages
        .iter()
        .filter(|package| package.bundles)
        .filter_map(|package| package.folder.as_ref().map(|(key, _)| key.value.as_ref()))
        .collect();
    let context = Context { carriers, version: version.map(RawValue::get), text };
    let entries: Vec<_> = packages.iter().chain(&nested).map(|package| package.entry(&context)).collect();
    let hosts = Hosts::of(entries.iter(), false);
    let declared = OnceCell::new();
    let judge = |entry: &Entry<'_>| {
        hosts.judge(entry, |entry| declared.get_or_init(|| Declared::of(text)).asks_for(entry))
    };
    let both = !packages.is_empty() && !nested.is_empty();
    let mut known = HashSet::new();
    for (number, entry) in entries.iter().enumerate() {
        let (place, dependency) = judge(entry);
        if both {
            let key = (dependency.name.clone(), dependency.requirement.clone());
            if number < packages.len() {
                known.insert(key);
            } else if !dependency.source.is_registry() || known.contains(&key) {
                continue;
            }
        }
        locked::add(draft, place, dependency, entry);
    }
}

/// What the file as a whole says about each of its packages.
struct Context<'t> {
    /// The folders of packages that bring others along.
    carriers: HashSet<&'t str>,
    version: Option<&'t str>,
    text: &'t str,
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

/// One package, as it stands in the file.
#[derive(Default)]
struct Package<'t> {
    /// The folder's name below node_modules, and where it begins in the key.
    folder: Option<(Text<'t>, usize)>,
    name: Option<Text<'t>>,
    version: Option<Text<'t>>,
    resolved: Option<Text<'t>>,
    integrity: Option<Text<'t>>,
    /// What was asked for, before npm 7.
    from: Option<Text<'t>>,
    link: bool,
    /// Said to be bundled, which alone proves nothing: npm goes by what lies above.
    bundled: bool,
    /// Whether the package brings others along.
    bundles: bool,
    /// Whether it lies below another package, in version 1.
    below: bool,
}

impl<'t> Package<'t> {
    fn field(&mut self, key: &str, value: &'t RawValue) {
        match key {
            "name" => self.name = Text::of(value),
            "version" => self.version = Text::of(value),
            "resolved" => self.resolved = Text::of(value),
            "integrity" => self.integrity = Text::of(value),
            "from" => self.from = Text::of(value),
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

    /// The package as all lockfiles have them.
    fn entry<'e>(&'e self, context: &Context<'_>) -> Entry<'e> {
        let text = context.text;
        let folder = self.folder_name();
        let mut place = self.folder.as_ref().map_or(0, |(key, at)| key.place(text, *at));
        let mut name = folder;
        if let Some(own) = self.name.as_ref().filter(|own| own.value != folder) {
            name = &own.value;
            place = own.place(text, 0);
        }
        let mut source = Source::Registry;
        let mut requirement = None;
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
        let mut address = self.resolved.as_ref();
        let says = address.map(|url| resolved::read(&url.value));
        if self.is_carried(&context.carriers) {
            source = Source::Bundled;
        } else if self.link && matches!(says, Some(Resolved::Other(Source::Path(_)))) {
            source = Source::Workspace;
            address = None;
        } else if source.is_registry()
            && let Some(asked) = self.asked_elsewhere(context.version)
            && let Some(Resolved::Other(Source::Git(_) | Source::Url(_))) = says
        {
            source = asked;
        } else if matches!(source, Source::Url(_)) && address.is_none() {
            address = self.version.as_ref();
        }
        Entry {
            alias: (name != folder).then(|| folder.into()),
            name: name.into(),
            place,
            requirement: requirement.map(Into::into),
            source,
            unpinned: weakness(self.integrity.as_ref().map(|hash| hash.value.as_ref()), None),
            address: address.map(|url| Piece::of_json(url, text)),
            concern: None,
        }
    }

    /// The repository or address that was asked for, where a file of the first clients may say so beside
    /// the version.
    fn asked_elsewhere(&self, version: Option<&str>) -> Option<Source> {
        let from = self.from.as_ref().filter(|_| version.is_none()).map(|from| {
            let (name, range) = spec::split_name(&from.value);
            let named = name.starts_with('@') || !name.contains([':', '/']);
            spec::target(range.filter(|_| named).unwrap_or(&from.value)).source
        });
        let stated = from.filter(|source| matches!(source, Source::Git(_) | Source::Url(_)));
        // What a project of version 1 asks for itself stands in no such file.
        let top = matches!(version, None | Some("1")) && !self.below;
        let address = self.resolved.as_ref().filter(|_| top).map(|url| resolved::read(&url.value));
        let repository = match address {
            Some(Resolved::Other(git @ Source::Git(_))) => Some(git),
            _ => None,
        };
        stated.or(repository)
    }
}

struct Root<'d, 't> {
    draft: &'d mut Draft<'t>,
    version: Option<&'t RawValue>,
    packages: Option<Vec<Package<'t>>>,
    nested: Option<Vec<Package<'t>>>,
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
    entries: &'d mut Vec<Package<'t>>,
}

impl<'t> Entries<'t> for Packages<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let Some(at) = folder_at(&key.value) else {
            // The project itself, or a member's folder, to which a link below node_modules leads.
            return map.next_value::<IgnoredAny>().map(|_| ());
        };
        let mut entry = Package::default();
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
    entries: &'d mut Vec<Package<'t>>,
    below: bool,
}

impl<'t> Entries<'t> for Nested<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let mut entry = Package { below: self.below, ..Package::default() };
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
    entry: &'d mut Package<'t>,
    inner: Option<&'d mut Vec<Package<'t>>>,
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
