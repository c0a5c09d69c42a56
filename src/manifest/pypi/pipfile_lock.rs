//! Pipfile.lock.
//!
//! Read: `default`, `develop` and every other category, with versions, `index`, `git`, `file` and `path`;
//! the sources of `_meta`, of which the first is the one that packages without an `index` come from.
//! Not read: `_meta.requires`, markers.

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::lock_toml::Text as Found;
use super::locked::{Home, Origin, Package};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, offset_in};
use crate::manifest::json::{self, Entries, Object, Text};
use crate::manifest::reading::IndexKind;
use crate::package::{Ecosystem, PackageName};

const REWRITE: &str = "run `pipenv lock` to write the file again";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let text = draft.text;
    let mut root = Root { draft, packages: Vec::new(), sources: Vec::new() };
    let error = json::read(text, &mut root);
    let Root { mut packages, sources, .. } = root;
    json::report(draft, error, REWRITE);
    for (number, (_, url)) in sources.iter().enumerate() {
        let kind = if number == 0 { IndexKind::Primary } else { IndexKind::Named };
        draft.index(url.place(text, 0), kind, url.value.as_ref());
    }
    for package in &mut packages {
        if let Some(Origin::Index(index)) = &mut package.origin {
            let at = sources.iter().position(|(name, _)| name.value == *index);
            match at.and_then(|at| Some((at, sources.get(at)?))) {
                Some((0, _)) => package.origin = None,
                Some((_, (_, url))) => *index = url.value.clone(),
                // A name of no source is the client's own index, or broken.
                None => {}
            }
        }
    }
    let home = Home::of(packages.iter());
    for package in &packages {
        let Some(name) = &package.name else { continue };
        let dependency = home.dependency(PackageName::new(Ecosystem::PyPi, name.value.as_ref()), package);
        if let Some(unpinned) = package.pins.unpinned().filter(|_| dependency.source.is_registry()) {
            draft.unpinned(name.at, unpinned);
        }
        draft.dependency(name.at, dependency);
    }
}

fn found<'t>(text: &str, value: Text<'t>) -> Found<'t> {
    Found { at: value.place(text, 0), value: value.value, plain: true, quoted: true }
}

struct Root<'d, 't> {
    draft: &'d mut Draft<'t>,
    packages: Vec<Package<'t>>,
    /// Names and addresses.
    sources: Vec<(Text<'t>, Text<'t>)>,
}

impl<'t> Entries<'t> for Root<'_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        if key.value == "_meta" {
            return map.next_value_seed(Object(&mut Meta { sources: &mut self.sources }));
        }
        map.next_value_seed(Object(&mut Category {
            draft: self.draft,
            key: &key,
            packages: &mut self.packages,
        }))
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        twice(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        self.draft.fault(0, format!("the lockfile holds {kind} and not an object"), REWRITE);
    }
}

fn twice(draft: &mut Draft<'_>, key: &Text<'_>) {
    let message = format!("the key {} stands here twice", quoted(&key.value));
    draft.fault(key.place(draft.text, 0), message, REWRITE);
}

struct Meta<'s, 't> {
    sources: &'s mut Vec<(Text<'t>, Text<'t>)>,
}

impl<'t> Entries<'t> for Meta<'_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        if key.value != "sources" {
            return map.next_value::<IgnoredAny>().map(|_| ());
        }
        let list: &'t RawValue = map.next_value()?;
        for source in json::elements(list).into_iter().flatten() {
            let mut pair = Pair::default();
            json::read(source.get(), &mut pair);
            self.sources.extend(pair.name.zip(pair.url));
        }
        Ok(())
    }

    fn duplicate(&mut self, _: &Text<'t>) {}
    fn not_an_object(&mut self, _: &'static str) {}
}

#[derive(Default)]
struct Pair<'t> {
    name: Option<Text<'t>>,
    url: Option<Text<'t>>,
}

impl<'t> Entries<'t> for Pair<'t> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        match key.value.as_ref() {
            "name" => self.name = Text::of(value),
            "url" => self.url = Text::of(value),
            _ => {}
        }
        Ok(())
    }

    fn duplicate(&mut self, _: &Text<'t>) {}
    fn not_an_object(&mut self, _: &'static str) {}
}

/// `default` and its like: names, each with its fields.
struct Category<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    packages: &'d mut Vec<Package<'t>>,
}

impl<'t> Entries<'t> for Category<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let mut package = Package::default();
        let result =
            map.next_value_seed(Object(&mut Entry { draft: self.draft, key: &key, package: &mut package }));
        package.name = Some(found(self.draft.text, key));
        self.packages.push(package);
        result
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        twice(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        let message = format!("{} is {kind}, and an object of packages is expected", quoted(&self.key.value));
        self.draft.fault(self.key.place(self.draft.text, 0), message, REWRITE);
    }
}

struct Entry<'d, 'k, 't> {
    draft: &'d mut Draft<'t>,
    key: &'k Text<'t>,
    package: &'d mut Package<'t>,
}

impl<'t> Entries<'t> for Entry<'_, '_, 't> {
    fn entry<A: MapAccess<'t>>(&mut self, key: Text<'t>, map: &mut A) -> Result<(), A::Error> {
        let value: &'t RawValue = map.next_value()?;
        if key.value == "hashes" {
            let hashes = json::elements(value).into_iter().flatten().filter_map(Text::of);
            hashes.for_each(|hash| self.package.pins.hash(&hash.value));
            return Ok(());
        }
        let Some(text) = Text::of(value) else { return Ok(()) };
        let origin = match key.value.as_ref() {
            "version" => {
                self.package.version = Some(found(self.draft.text, text));
                return Ok(());
            }
            "git" | "hg" | "svn" | "bzr" => Origin::Git(text.value),
            "path" if matches!(text.value.as_ref(), "." | "./") => Origin::Workspace,
            "path" => Origin::Path(text.value),
            "file" if text.value.contains("://") && !text.value.starts_with("file:") => {
                Origin::Url(text.value)
            }
            "file" => Origin::Path(text.value),
            "index" if self.package.origin.is_none() => Origin::Index(text.value),
            _ => return Ok(()),
        };
        self.package.origin = Some(origin);
        Ok(())
    }

    fn duplicate(&mut self, key: &Text<'t>) {
        twice(self.draft, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        let message = format!("{} is {kind} and not an object", quoted(&self.key.value));
        let at = offset_in(self.draft.text, self.key.value.as_ref());
        self.draft.fault(at, message, REWRITE);
    }
}
