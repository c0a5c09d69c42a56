//! deno.json, deno.jsonc and import_map.json: JSON, with comments and trailing commas.
//!
//! Read: `npm:` and `jsr:` specifiers of `imports` and `scopes`; in deno.json also `workspace`.
//! Not read: addresses and paths, which are no packages; what `tasks` run; specifiers in the code itself.

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::jsonc;
use super::package_json::field;
use super::spec::split_name;
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead};
use crate::manifest::json::{self, Entries, Object, Text};
use crate::package::{Dependency, Ecosystem, PackageName, Source};

const HINT: &str = "correct the file; deno would fail on it too";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let plain = jsonc::plain(draft.text);
    let error = json::read(&plain, &mut Level { draft, text: &plain, part: Part::Root, at: 0 });
    json::report(draft, error, HINT);
}

/// The objects of such a file.
#[derive(Clone, Copy)]
enum Part {
    Root,
    Imports,
    /// Imports, by the part of the project in which they hold.
    Scopes,
}

struct Level<'d, 't, 'p> {
    draft: &'d mut Draft<'t>,
    text: &'p str,
    part: Part,
    /// Where it stands.
    at: usize,
}

impl<'p> Entries<'p> for Level<'_, '_, 'p> {
    fn entry<A: MapAccess<'p>>(&mut self, key: Text<'p>, map: &mut A) -> Result<(), A::Error> {
        let part = match (self.part, key.value.as_ref()) {
            (Part::Root, "imports") | (Part::Scopes, _) => Part::Imports,
            (Part::Root, "scopes") => Part::Scopes,
            (Part::Root, "name" | "workspace" | "workspaces" | "importMap") => {
                self.setting(&key, map.next_value()?);
                return Ok(());
            }
            (Part::Root, _) => return map.next_value::<IgnoredAny>().map(|_| ()),
            (Part::Imports, _) => {
                self.import(&key, map.next_value()?);
                return Ok(());
            }
        };
        let at = key.place(self.text, 0);
        map.next_value_seed(Object(&mut Level { draft: self.draft, text: self.text, part, at }))
    }

    fn duplicate(&mut self, key: &Text<'p>) {
        jsonc::duplicate(self.draft, self.text, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        let what = match self.part {
            Part::Root => "the file",
            Part::Imports => "imports",
            Part::Scopes => "scopes",
        };
        self.draft.fault(self.at, format!("{what} holds {kind} and not an object"), HINT);
    }
}

impl<'p> Level<'_, '_, 'p> {
    fn setting(&mut self, key: &Text<'p>, value: &'p RawValue) {
        let string = Text::of(value);
        match (key.value.as_ref(), &string) {
            ("name", Some(name)) => {
                self.draft.lead(name.place(self.text, 0), Lead::NpmPackage(name.value.to_string()));
            }
            ("importMap", Some(file)) if !file.value.ends_with("import_map.json") => {
                let message =
                    format!("the import map {} is named here and was not read", quoted(&file.value));
                let hint = "name it import_map.json, or state its imports here";
                self.draft.fault(file.place(self.text, 0), message, hint);
            }
            // `["./a"]`, or `{ "members": ["./a"] }`.
            ("workspace" | "workspaces", _) => {
                let list = field(value, "members").unwrap_or(value);
                for pattern in json::elements(list).into_iter().flatten().filter_map(Text::of) {
                    let at = pattern.place(self.text, 0);
                    self.draft.lead(at, Lead::NpmMembers(pattern.value.into_owned()));
                }
            }
            _ => {}
        }
    }

    fn import(&mut self, key: &Text<'p>, value: &'p RawValue) {
        let Some(spec) = Text::of(value) else {
            // `null` takes an import away.
            if value.get() != "null" {
                let message =
                    format!("{} is {}, and an import is a string", quoted(&key.value), json::kind(value));
                self.draft.fault(key.place(self.text, 0), message, HINT);
            }
            return;
        };
        let Some((scheme, rest)) = spec.value.split_once(':') else { return };
        let source = match scheme.to_ascii_lowercase().as_str() {
            "npm" => Source::Registry,
            "jsr" => Source::OtherRegistry("jsr:".into()),
            _ => return,
        };
        let body = rest.trim_start_matches('/');
        let (name, requirement) = package(body);
        let own = package(key.value.trim_end_matches('/')).0;
        let dependency = Dependency {
            alias: (own != name).then(|| key.value.trim_end_matches('/').to_owned()),
            requirement: requirement.map(str::to_owned),
            source,
            ..Dependency::new(PackageName::new(Ecosystem::Npm, name))
        };
        self.draft.dependency(spec.place(self.text, spec.value.len() - body.len()), dependency);
    }
}

/// Name and range of `name@range/path`, where all but the name may be missing.
fn package(body: &str) -> (&str, Option<&str>) {
    let scope =
        body.strip_prefix('@').and_then(|b| b.split_once('/')).map_or(0, |(scope, _)| scope.len() + 2);
    let slash = body.get(scope..).and_then(|tail| tail.find('/')).map_or(body.len(), |at| scope + at);
    let (name, requirement) = split_name(body.get(..slash).unwrap_or(body));
    (name, requirement.filter(|range| !range.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::package;

    #[test]
    fn a_specifier_says_name_and_range() {
        for (body, name, range) in [
            ("a", "a", None),
            ("a@^1", "a", Some("^1")),
            ("a@^1/b/c", "a", Some("^1")),
            ("a/b@c", "a", None),
            ("@s/a@1", "@s/a", Some("1")),
            ("@s/a/b", "@s/a", None),
            ("@s/a@1/b", "@s/a", Some("1")),
            ("@s", "@s", None),
            ("", "", None),
        ] {
            assert_eq!(package(body), (name, range), "{body}");
        }
    }
}
