//! package.json.
//!
//! Read: `dependencies`, `devDependencies`, `optionalDependencies`, `peerDependencies`, bundled
//! names, `overrides`, `resolutions`, `pnpm.overrides`, `pnpm.configDependencies`, `packageManager` and
//! `devEngines.packageManager`; every form of specifier.
//! Not read: `scripts`, `engines`.

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::spec::{self, split_name};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead, offset_in};
use crate::manifest::json::{self, Entries, Object, Text};
use crate::package::without_secrets;
use crate::package::{Dependency, Ecosystem, PackageName, Source};

/// Fields of dependencies that pnpm adds to other packages.
pub(super) const EXTENDED: [&str; 3] = ["dependencies", "optionalDependencies", "peerDependencies"];

/// Overrides nest by package; nobody nests them deeper than this.
const DEEPEST_OVERRIDE: usize = 32;

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let text = draft.text;
    let error = json::read(text, &mut Root { draft });
    json::report(draft, error, "correct the file; npm would fail on it too");
}

struct Root<'d, 't> {
    draft: &'d mut Draft<'t>,
}

impl<'t> Entries<'t> for Root<'_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        match key.value.as_ref() {
            "dependencies" | "devDependencies" | "optionalDependencies" | "peerDependencies" => map
                .next_value_seed(Object(&mut Names { draft: self.draft, key: &key, rule: NameRule::Plain })),
            "resolutions" => {
                map.next_value_seed(Object(&mut Names { draft: self.draft, key: &key, rule: NameRule::Path }))
            }
            "pnpm" => map.next_value_seed(Object(&mut Pnpm { draft: self.draft, key: &key })),
            "overrides" => {
                map.next_value_seed(Object(&mut Overrides { draft: self.draft, key: &key, depth: 0 }))
            }
            "bundleDependencies" | "bundledDependencies" => {
                read_bundled(map.next_value()?, self.draft);
                Ok(())
            }
            "name" => {
                if let Some(name) = Text::of(map.next_value()?) {
                    let at = name.place(self.draft.text, 0);
                    self.draft.lead(at, Lead::NpmPackage(name.value.into_owned()));
                }
                Ok(())
            }
            "packageManager" => {
                let value = map.next_value()?;
                match Text::of(value) {
                    Some(spec) => read_manager(&spec, self.draft),
                    None => wrong_kind(self.draft, &key, "a name and a version", json::kind(value)),
                }
                Ok(())
            }
            "devEngines" => {
                read_engines(map.next_value()?, self.draft);
                Ok(())
            }
            "workspaces" => {
                read_workspaces(map.next_value()?, self.draft);
                Ok(())
            }
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        let message = format!("package.json holds {kind} and not an object");
        self.draft.fault(0, message, "write the package's description, { … }");
    }
}

pub(super) fn duplicate(draft: &mut Draft<'_>, key: &Text<'_>) {
    let message = format!("the key {} stands here twice; npm takes the last", quoted(&key.value));
    draft.fault(key.place(draft.text, 0), message, "keep one of them");
}

fn wrong_kind(draft: &mut Draft<'_>, key: &Text<'_>, expected: &str, kind: &str) {
    let message = format!("{} is {kind}, and {expected} is expected", quoted(&key.value));
    draft.fault(key.place(draft.text, 0), message, "write it as npm documents it");
}

/// How a key says the package's name.
#[derive(Clone, Copy)]
pub(super) enum NameRule {
    /// It is the name.
    Plain,
    /// It is the name, and the version has its hash behind it: pnpm's `1.0.0+sha512-…`.
    Hashed,
    /// yarn's resolutions: `a/**/b`, `a/@scope/b`, `b@npm:^1`.
    Path,
    /// pnpm's overrides: `a>b`, `a@1>b@2`.
    Arrow,
}

impl NameRule {
    /// The name in a key, and where it begins.
    fn name(self, key: &str) -> (&str, usize) {
        let last = match self {
            Self::Plain | Self::Hashed => return (key, 0),
            Self::Arrow => arrow_part(key),
            Self::Path => path_part(key),
        };
        let name = split_name(last).0;
        (name, offset_in(key, name))
    }
}

/// What stands behind the last `>` that is no part of a range: pnpm's `[^ |@]>`.
fn arrow_part(key: &str) -> &str {
    let arrow = key
        .rmatch_indices('>')
        .map(|(at, _)| at)
        .find(|&at| at > 0 && key.get(..at).is_some_and(|before| !before.ends_with([' ', '|', '@'])));
    arrow.and_then(|at| key.get(at + 1..)).unwrap_or(key)
}

/// The last package of a path; a range behind its `@` may hold slashes itself.
fn path_part(key: &str) -> &str {
    let mut rest = key;
    loop {
        let (scope, tail) = match rest.strip_prefix('@').and_then(|r| r.split_once('/')) {
            Some((_, tail)) => (rest.len() - tail.len(), tail),
            None => (0, rest),
        };
        match (tail.find('/'), tail.find('@')) {
            (Some(slash), range) if range.is_none_or(|range| slash < range) => {
                rest = rest.get(scope + slash + 1..).unwrap_or_default();
            }
            _ => return rest,
        }
    }
}

/// An object of names and specifiers.
struct Names<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    rule: NameRule,
}

impl<'t> Entries<'t> for Names<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        add(self.draft, &key, self.rule, value);
        Ok(())
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        wrong_kind(self.draft, self.key, "an object of names and versions", kind);
    }
}

fn add<'t>(draft: &mut Draft<'t>, key: &Text<'t>, rule: NameRule, value: &'t RawValue) {
    let spec = Text::of(value);
    if spec.is_none() {
        wrong_kind(draft, key, "a version", json::kind(value));
    }
    let Some((side, dependency)) = stated(&key.value, rule, spec.as_ref().map(|s| s.value.as_ref())) else {
        return;
    };
    let place = match (side, &spec) {
        (Side::Spec(within), Some(spec)) => spec.place(draft.text, within),
        (Side::Key(within) | Side::Spec(within), _) => key.place(draft.text, within),
    };
    draft.dependency(place, dependency);
}

/// Where the name that gets installed begins: in the key, or in the specifier.
pub(super) enum Side {
    Key(usize),
    Spec(usize),
}

/// What a key and a specifier state; a specifier that could not be read leaves the name.
pub(super) fn stated(key: &str, rule: NameRule, spec: Option<&str>) -> Option<(Side, Dependency)> {
    let (own, own_at) = rule.name(key);
    // pnpm's `-` takes a package away.
    if matches!(rule, NameRule::Arrow) && spec == Some("-") {
        return None;
    }
    let named = |name: &str| Dependency::new(PackageName::new(Ecosystem::Npm, name));
    let Some(spec) = spec else { return Some((Side::Key(own_at), named(own))) };
    let spec = match rule {
        NameRule::Hashed => spec.split("+sha").next().unwrap_or_default(),
        _ => spec,
    };
    let lead = spec.len() - spec.trim_start().len();
    let target = spec::target(spec);
    let requirement = target.requirement.map(without_secrets_if_address);
    Some(match target.name {
        Some((other, at)) => {
            // One that is its own alias stands where it is asked for, too.
            let alias = (other != own).then(|| own.to_owned());
            (Side::Spec(lead + at), Dependency { alias, requirement, source: target.source, ..named(other) })
        }
        None => (Side::Key(own_at), Dependency { requirement, source: target.source, ..named(own) }),
    })
}

/// A specifier that is an address may hold a password.
pub(super) fn without_secrets_if_address(spec: &str) -> String {
    if !spec.contains("//") && !spec.contains('?') {
        return crate::package::hide_passwords(spec).into_owned();
    }
    let shown = without_secrets(spec);
    match spec.split_once('#') {
        // The revision of a repository.
        Some((_, fragment)) if spec.starts_with("git") => {
            format!("{shown}#{}", fragment.split(['?', ';']).next().unwrap_or_default())
        }
        _ => shown,
    }
}

struct Pnpm<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
}

impl<'t> Entries<'t> for Pnpm<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let rule = match key.value.as_ref() {
            "overrides" => NameRule::Arrow,
            "configDependencies" => NameRule::Hashed,
            "packageExtensions" => {
                return map.next_value_seed(Object(&mut Extensions {
                    draft: self.draft,
                    key: &key,
                    inside: false,
                }));
            }
            _ => return map.next_value::<IgnoredAny>().map(|_| ()),
        };
        map.next_value_seed(Object(&mut Names { draft: self.draft, key: &key, rule }))
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        wrong_kind(self.draft, self.key, "an object of settings", kind);
    }
}

/// What pnpm adds to other packages' manifests: packages, each with fields of dependencies.
struct Extensions<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    inside: bool,
}

impl<'t> Entries<'t> for Extensions<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let draft = &mut *self.draft;
        match key.value.as_ref() {
            _ if !self.inside => {
                map.next_value_seed(Object(&mut Extensions { draft, key: &key, inside: true }))
            }
            field if EXTENDED.contains(&field) => {
                map.next_value_seed(Object(&mut Names { draft, key: &key, rule: NameRule::Plain }))
            }
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        wrong_kind(self.draft, self.key, "an object of packages and their fields", kind);
    }
}

/// npm's overrides: a name, with a range perhaps, leads to a specifier or to overrides below that
/// package, where `.` is the package itself.
struct Overrides<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    depth: usize,
}

impl<'t> Entries<'t> for Overrides<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let value: &'t RawValue = map.next_value()?;
        if !value.get().starts_with('{') {
            let named = if key.value.as_ref() == "." { self.key } else { &key };
            add(self.draft, named, NameRule::Arrow, value);
        } else if self.depth >= DEEPEST_OVERRIDE {
            let at = key.place(self.draft.text, 0);
            self.draft.fault(at, "overrides are nested too deep to be read", "write them flatter");
        } else {
            let mut inner = Overrides { draft: self.draft, key: &key, depth: self.depth + 1 };
            // The piece was read as JSON already, so this cannot fail.
            json::read(value.get(), &mut inner);
        }
        Ok(())
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        duplicate(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        wrong_kind(self.draft, self.key, "an object of names and versions", kind);
    }
}

/// Names that a published package brings along. `true` means all, which stand elsewhere.
fn read_bundled<'t>(value: &'t RawValue, draft: &mut Draft<'t>) {
    for name in json::elements(value).into_iter().flatten().filter_map(Text::of) {
        let dependency = Dependency {
            source: Source::Bundled,
            ..Dependency::new(PackageName::new(Ecosystem::Npm, name.value.as_ref()))
        };
        draft.dependency(name.place(draft.text, 0), dependency);
    }
}

/// `"pnpm@9.1.0+sha512.0123"`: corepack installs that from the registry, or from an address.
fn read_manager(spec: &Text<'_>, draft: &mut Draft<'_>) {
    let (name, version) = split_name(&spec.value);
    let name = PackageName::new(Ecosystem::Npm, name);
    if name.fault().is_some() {
        return;
    }
    let requirement = version.map(|version| match version.contains(':') {
        true => without_secrets_if_address(version),
        false => version.split('+').next().unwrap_or_default().to_owned(),
    });
    let source = spec::target(version.unwrap_or_default()).source;
    let place = spec.place(draft.text, 0);
    draft.dependency(place, Dependency { requirement, source, ..Dependency::new(name) });
}

/// `{ "packageManager": { "name": "pnpm", "version": "^9" } }`, or a list of such objects there.
fn read_engines<'t>(value: &'t RawValue, draft: &mut Draft<'t>) {
    let Some(manager) = field(value, "packageManager") else { return };
    for one in json::elements(manager).unwrap_or_else(|| vec![manager]) {
        let text = |key| field(one, key).and_then(Text::of);
        let Some(name) = text("name") else { continue };
        let found = PackageName::new(Ecosystem::Npm, name.value.as_ref());
        if found.fault().is_none() {
            let requirement = text("version").map(|version| version.value.into_owned());
            draft.dependency(name.place(draft.text, 0), Dependency { requirement, ..Dependency::new(found) });
        }
    }
}

/// The value under a key of an object.
pub(super) fn field<'t>(value: &'t RawValue, key: &str) -> Option<&'t RawValue> {
    struct Field<'t, 'k>(&'k str, Option<&'t RawValue>);
    impl<'t> Entries<'t> for Field<'t, '_> {
        fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
            let value = map.next_value()?;
            if key.value == self.0 {
                self.1 = Some(value);
            }
            Ok(())
        }
        fn duplicate(&mut self, _: &Text<'t>) {}
        fn not_an_object(&mut self, _: &'static str) {}
    }
    let mut found = Field(key, None);
    json::read(value.get(), &mut found);
    found.1
}

/// `["packages/*"]`, or yarn's `{ "packages": ["packages/*"] }`.
fn read_workspaces<'t>(value: &'t RawValue, draft: &mut Draft<'t>) {
    let list = field(value, "packages").unwrap_or(value);
    for pattern in json::elements(list).into_iter().flatten().filter_map(Text::of) {
        draft.lead(pattern.place(draft.text, 0), Lead::NpmMembers(pattern.value.into_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_overrides_say_their_name() {
        for (rule, key, name) in [
            (NameRule::Path, "**/foo", "foo"),
            (NameRule::Path, "a/@s/b", "@s/b"),
            (NameRule::Path, "@s/a/**/b@npm:^1/x", "b"),
            (NameRule::Path, "@s/a", "@s/a"),
            (NameRule::Path, "foo@patch:foo@npm%3A1#./x/y", "foo"),
            (NameRule::Arrow, "a@1>b@2", "b"),
            (NameRule::Arrow, "a@>=2", "a"),
            (NameRule::Arrow, "a@1>@s/b", "@s/b"),
            (NameRule::Arrow, "a@>1", "a"),
            (NameRule::Plain, "a>b", "a>b"),
        ] {
            let (found, at) = rule.name(key);
            assert_eq!(found, name, "{key}");
            assert_eq!(key.get(at..at + name.len()), Some(name), "{key}");
        }
    }
}
