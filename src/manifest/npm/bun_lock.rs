//! bun.lock, lockfileVersion 0 to 2: JSON with comments and trailing commas.
//!
//! ```text
//! "packages": {
//!   "name": ["name@1.2.3", "", { … }, "sha512-…"],
//!   "above/alias": ["@scope/real@2.0.0", "https://registry.example/…", { … }, "sha512-…"],
//!   "member": ["member@workspace:packages/member"],
//!   "cloned": ["cloned@github:user/repository#0123456", { … }, "user-repository-0123456"],
//! }
//! ```
//!
//! Read: every entry of `packages`; its first text says what is installed, its second the archive's
//! address where that is not the default registry's.
//! Not read: `workspaces`, `overrides` and `catalog`, which lead to those entries.

use serde::de::{IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use super::jsonc;
use super::locked::{self, Entry, Piece, weakness};
use super::spec::{self, split_name};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, offset_in};
use crate::manifest::json::{self, Entries, Object, Text};
use crate::package::Source;

const REWRITE: &str = "run `bun install` again to rewrite the file";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let plain = jsonc::plain(draft.text);
    let mut root = Root { draft, text: &plain, version: None, entries: None };
    let error = json::read(&plain, &mut root);
    let Root { version, entries, .. } = root;
    match version.map(|version| (version.get(), offset_in(&plain, version.get()))) {
        Some(("0" | "1" | "2", _)) => {}
        Some((other, at)) => {
            let message =
                format!("unknown lockfileVersion {}; what looks like version 2 was read", quoted(other));
            draft.fault(at, message, "use a version of bun that writes lockfileVersion 2 or older");
        }
        None if error.is_none() => draft.fault(0, "the file says no lockfileVersion", REWRITE),
        None => {}
    }
    json::report(draft, error, REWRITE);
    locked::settle(&entries.unwrap_or_default(), draft);
}

/// Says that the older, binary form is not read.
pub(in crate::manifest) fn binary(draft: &mut Draft<'_>) {
    draft.fault(
        0,
        "bun.lockb is binary and is not read",
        "run `bun install --save-text-lockfile` and commit bun.lock",
    );
}

struct Root<'d, 't, 'p> {
    draft: &'d mut Draft<'t>,
    text: &'p str,
    version: Option<&'p RawValue>,
    entries: Option<Vec<Entry<'p>>>,
}

impl<'p> Entries<'p> for Root<'_, '_, 'p> {
    fn entry<A: MapAccess<'p>>(&mut self, key: Text<'p>, map: &mut A) -> Result<(), A::Error> {
        match key.value.as_ref() {
            "lockfileVersion" => {
                self.version = Some(map.next_value()?);
                Ok(())
            }
            "packages" => {
                let entries = self.entries.get_or_insert_default();
                map.next_value_seed(Object(&mut Packages {
                    draft: self.draft,
                    text: self.text,
                    at: key.place(self.text, 0),
                    entries,
                }))
            }
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    }

    fn duplicate(&mut self, key: &Text<'p>) {
        jsonc::duplicate(self.draft, self.text, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        self.draft.fault(0, format!("the lockfile holds {kind} and not an object"), REWRITE);
    }
}

struct Packages<'d, 't, 'p> {
    draft: &'d mut Draft<'t>,
    text: &'p str,
    /// Where they stand.
    at: usize,
    entries: &'d mut Vec<Entry<'p>>,
}

impl<'p> Entries<'p> for Packages<'_, '_, 'p> {
    fn entry<A: MapAccess<'p>>(&mut self, key: Text<'p>, map: &mut A) -> Result<(), A::Error> {
        let value: &'p RawValue = map.next_value()?;
        let elements = json::elements(value).unwrap_or_default();
        let texts: Vec<Option<Text<'p>>> = elements.iter().map(|json| Text::of(json)).collect();
        match texts.first().cloned().flatten() {
            Some(locator) => self.entries.push(entry(self.text, &key, &locator, &texts)),
            None => {
                let message = format!(
                    "{} is {} and not a list that begins with a package",
                    quoted(&key.value),
                    json::kind(value)
                );
                self.draft.fault(key.place(self.text, 0), message, REWRITE);
            }
        }
        Ok(())
    }

    fn duplicate(&mut self, key: &Text<'p>) {
        jsonc::duplicate(self.draft, self.text, key);
    }

    fn not_an_object(&mut self, kind: &'static str) {
        self.draft.fault(self.at, format!("packages is {kind} and not an object"), REWRITE);
    }
}

fn entry<'p>(text: &str, key: &Text<'p>, locator: &Text<'p>, texts: &[Option<Text<'p>>]) -> Entry<'p> {
    let (name, reference) = split_name(&locator.value);
    let reference = reference.unwrap_or_default();
    let target = spec::target(reference);
    let lower = reference.to_ascii_lowercase();
    let is_archive = [".tgz", ".tar.gz"].iter().any(|end| lower.ends_with(end));
    let source = match target.source {
        _ if reference == "root:" => Source::Workspace,
        // Where there is no scheme, bun means a file where npm would see a repository.
        Source::Git(_) if is_archive && !reference.contains(':') => Source::Path(reference.into()),
        other => other,
    };
    let text_at =
        |index: usize| texts.get(index).and_then(Option::as_ref).filter(|text| !text.value.is_empty());
    let stated = |string: &Text<'p>| Piece::of_json(string, text);
    let address = match source {
        Source::Registry => text_at(1).map(stated),
        Source::Url(_) => {
            Some(Piece::new(reference.to_owned().into(), locator.place(text, name.len() + 1), true))
        }
        _ => None,
    };
    let own = last_package(&key.value);
    Entry {
        name: name.to_owned().into(),
        place: locator.place(text, 0),
        alias: (own != name).then(|| own.to_owned().into()),
        requirement: Some(reference.to_owned().into()).filter(|_| !reference.is_empty()),
        source,
        unpinned: weakness(text_at(3).map(|hash| hash.value.as_ref()), None),
        address,
        concern: None,
    }
}

/// The last package of a path: `a/b`, `@scope/a/@scope/b`.
fn last_package(key: &str) -> &str {
    let last = key.rsplit('/').next().unwrap_or_default();
    let above = key.get(..key.len() - last.len()).unwrap_or_default().trim_end_matches('/');
    let scope = above.rsplit('/').next().filter(|part| part.starts_with('@') && !last.starts_with('@'));
    scope.and_then(|scope| key.get(key.len() - last.len() - 1 - scope.len()..)).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    #[test]
    fn every_form_of_an_entry_is_read() {
        for (line, expected) in [
            (r#""a": ["a@1.2.3", "", {}, "sha512-x"]"#, r#"2:8 a None "1.2.3" registry"#),
            (r#""b/@s/c": ["@s/a@1.2.3", "", {}, "sha512-x"]"#, r#"2:13 @s/a Some("@s/c") "1.2.3" registry"#),
            (r#""@s/b/c": ["a@1.2.3", "", {}, "sha512-x"]"#, r#"2:13 a Some("c") "1.2.3" registry"#),
            (r#""a": ["a@workspace:packages/a"]"#, r#"2:8 a None "workspace:packages/a" workspace"#),
            (r#""a": ["a@root:", {}]"#, r#"2:8 a None "root:" workspace"#),
            (r#""a": ["a@link:a", {}]"#, r#"2:8 a None "link:a" path"#),
            (r#""a": ["a@file:a", {}]"#, r#"2:8 a None "file:a" path"#),
            (r#""a": ["a@vendor/a.tgz", {}]"#, r#"2:8 a None "vendor/a.tgz" path"#),
            (
                r#""a": ["a@https://u:p@files.example/a.tgz", {}]"#,
                r#"2:8 a None "https://files.example/a.tgz" url"#,
            ),
            (r#""a": ["a@github:u/r#0", {}, "u-r-0"]"#, r#"2:8 a None "github:u/r#0" git"#),
            (
                r#""a": ["a@git+https://code.example/u/r.git#0", {}, "0"]"#,
                r#"2:8 a None "git+https://code.example/u/r.git#0" git"#,
            ),
        ] {
            let text = format!("{{\"lockfileVersion\": 1, /* x */ \"packages\": {{\n{line},\n}},}}");
            let mut draft = Draft::new(&text, Ecosystem::Npm, Vec::new(), false);
            read(&mut draft);
            let reading = draft.finish("bun.lock").reading;
            assert!(reading.errors.is_empty(), "{line}: {:?}", reading.errors);
            let d = &reading.dependencies[0];
            let place = d.location.as_ref().unwrap();
            let found = format!(
                "{}:{} {} {:?} {:?} {}",
                place.line,
                place.column,
                d.name,
                d.alias,
                d.requirement.as_deref().unwrap(),
                d.source.kind()
            );
            assert_eq!(found, expected, "{line}");
        }
    }
}
