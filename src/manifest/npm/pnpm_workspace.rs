//! pnpm-workspace.yaml.
//!
//! Read: `packages`, whose folders are the workspace's members; `catalog` and `catalogs`, from which
//! `catalog:` in a package.json takes its version; `overrides`; `packageExtensions`; `configDependencies`, which
//! pnpm installs before all others.
//! Not read: the other settings, which name no packages.

use super::package_json::{EXTENDED, NameRule, Side, stated};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead};
use crate::manifest::yaml::{self, Value};

const HINT: &str = "write it as pnpm documents it";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let yaml = yaml::parse(draft, "correct the file; pnpm would fail on it too");
    let Some(root) = yaml.root() else { return };
    if !expect(root, "a mapping", draft) {
        return;
    }
    for (key, value) in root.entries() {
        match key.text() {
            Some("packages") if expect(value, "a list", draft) => {
                for (pattern, at) in value.items().filter_map(|v| Some((v.text()?, v.offset()))) {
                    draft.lead(at, Lead::NpmMembers(pattern.to_owned()));
                }
            }
            Some("catalog") => names(value, NameRule::Plain, draft),
            Some("configDependencies") => names(value, NameRule::Hashed, draft),
            Some("overrides") => names(value, NameRule::Arrow, draft),
            Some("packageExtensions") if expect(value, "a mapping", draft) => {
                for (_, package) in value.entries() {
                    EXTENDED.iter().filter_map(|field| package.get(field)).for_each(|field| {
                        names(field, NameRule::Plain, draft);
                    });
                }
            }
            Some("catalogs") if expect(value, "a mapping", draft) => {
                for (_, catalog) in value.entries() {
                    names(catalog, NameRule::Plain, draft);
                }
            }
            _ => {}
        }
    }
}

/// Whether a value is of the kind that counts there; what is not is said, but for one left empty.
fn expect(value: Value<'_, '_>, kind: &str, draft: &mut Draft<'_>) -> bool {
    let fits = value.kind() == kind;
    if !fits && !value.is_null() {
        draft.fault(value.offset(), format!("this is {}, and {kind} is expected", value.kind()), HINT);
    }
    fits
}

/// A mapping of names and specifiers.
fn names(map: Value<'_, '_>, rule: NameRule, draft: &mut Draft<'_>) {
    if !expect(map, "a mapping", draft) {
        return;
    }
    for (key, value) in map.entries() {
        let Some(name) = key.text() else {
            draft.fault(key.offset(), format!("a name is {}", key.kind()), HINT);
            continue;
        };
        // A dependency of pnpm itself may stand there with its hash.
        let spec = value.text().or_else(|| value.get("integrity")?.text());
        if spec.is_none() {
            let message = format!("{} is {}, and a version is expected", quoted(name), value.kind());
            draft.fault(value.offset(), message, HINT);
        }
        let Some((side, dependency)) = stated(name, rule, spec) else { continue };
        let place = match side {
            Side::Key(within) => key.place(within),
            Side::Spec(within) => value.place(within),
        };
        draft.dependency(place, dependency);
    }
}
