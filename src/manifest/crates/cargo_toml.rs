//! Cargo.toml.
//!
//! Read: `[dependencies]`, `[dev-dependencies]` and `[build-dependencies]`, below `[target.*]` too;
//! renames (`package = …`); `[workspace.dependencies]` and what members inherit from it; `[patch]`
//! and `[replace]`; git, path and `registry` sources.
//! Not read: `[features]`, and the dependencies of paths and repositories, which have files of
//! their own.

use std::collections::HashMap;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead};
use crate::manifest::tables::{self, Key, Value, is_true, place_in, string, table, text_start};
use crate::manifest::text;
use crate::package::without_secrets;
use crate::package::{Dependency, Ecosystem, PackageName, Source};
use crate::registry::is_default_crates_index;

const TABLES: [&str; 5] =
    ["dependencies", "dev-dependencies", "dev_dependencies", "build-dependencies", "build_dependencies"];
const CORRECT: &str = "correct the file; cargo would fail on it too";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let root = tables::parse(draft, CORRECT);
    let workspace = root.get("workspace").and_then(|value| value.get_ref().as_table());
    let inheritance = match workspace.map(|workspace| table(workspace, &["dependencies"])) {
        Some(stated) => Inheritance::Here(stated),
        None => Inheritance::Elsewhere,
    };
    read_tables(&root, &inheritance, draft);
    for target in table(&root, &["target"]).into_iter().flat_map(DeTable::values) {
        if let Some(target) = target.get_ref().as_table() {
            read_tables(target, &inheritance, draft);
        }
    }
    if let Some(value) = workspace.and_then(|workspace| workspace.get("dependencies")) {
        read_table(value, &Inheritance::None, draft);
    }
    for value in table(&root, &["patch"]).into_iter().flat_map(DeTable::values) {
        read_patch(value, draft);
    }
    if let Some(replace) = root.get("replace") {
        read_replace(replace, draft);
    }
    if let Some(path) = table(&root, &["package"]).and_then(|package| package.get("workspace"))
        && let Some(text) = path.get_ref().as_str()
    {
        draft.lead(text_start(draft.text, &path.span()), Lead::WorkspaceRoot(text.to_owned()));
    }
}

/// Where `workspace = true` leads.
enum Inheritance<'r, 't> {
    /// Nowhere: the table is one from which others inherit.
    None,
    /// To this file, if it states any.
    Here(Option<&'r DeTable<'t>>),
    /// To the file of the workspace's root.
    Elsewhere,
}

fn read_tables<'t>(parent: &DeTable<'t>, inheritance: &Inheritance<'_, 't>, draft: &mut Draft<'_>) {
    for value in TABLES.iter().filter_map(|name| parent.get(*name)) {
        read_table(value, inheritance, draft);
    }
}

fn read_table<'t>(value: &Value<'t>, inheritance: &Inheritance<'_, 't>, draft: &mut Draft<'_>) {
    let DeValue::Table(entries) = value.get_ref() else {
        let message =
            format!("a table of dependencies is expected here, not {}", tables::kind(value.get_ref()));
        draft.fault(value.span().start, message, "write NAME = \"VERSION\" below the table's header");
        return;
    };
    for (key, value) in entries {
        read_entry(key, value, inheritance, draft);
    }
}

/// Reads the crates of a `[patch]`, which stand in the place of those of a registry or repository.
pub(super) fn read_patch<'t>(value: &Value<'t>, draft: &mut Draft<'_>) {
    read_table(value, &Inheritance::None, draft);
}

fn read_entry<'t>(
    key: &Key<'t>,
    value: &Value<'t>,
    inheritance: &Inheritance<'_, 't>,
    draft: &mut Draft<'_>,
) {
    let inherits = value.get_ref().as_table().is_some_and(|entry| is_true(entry, "workspace"));
    if !inherits {
        let (place, dependency) = stated(key, value, draft);
        draft.dependency(place, dependency);
        return;
    }
    let at = text_start(draft.text, &key.span());
    match inheritance {
        Inheritance::Elsewhere => draft.lead(at, Lead::Inherited(key.get_ref().clone().into_owned())),
        Inheritance::Here(Some(stated_here)) if stated_here.contains_key(key.get_ref().as_ref()) => {
            if let Some((key, value)) = stated_here.get_key_value(key.get_ref().as_ref()) {
                let (_, dependency) = stated(key, value, draft);
                // A renamed one stands only where it is stated.
                if dependency.alias.is_none() {
                    draft.dependency(at, dependency);
                }
            }
        }
        Inheritance::Here(_) | Inheritance::None => {
            let message = format!("{} is not in [workspace.dependencies]", quoted(key.get_ref()));
            draft.fault(at, message, "add it there, or state its version here");
        }
    }
}

/// Reads `NAME = "VERSION"` or `NAME = { … }`, and says where the name of what is built stands.
fn stated(key: &Key<'_>, value: &Value<'_>, draft: &mut Draft<'_>) -> (usize, Dependency) {
    let own = key.get_ref().as_ref();
    let place = text_start(draft.text, &key.span());
    let dependency = Dependency::new(PackageName::new(Ecosystem::Crates, own));
    match value.get_ref() {
        DeValue::String(version) => {
            (place, Dependency { requirement: Some(version.to_string()), ..dependency })
        }
        DeValue::Table(entry) => {
            let renamed =
                entry.get("package").and_then(|package| Some((package, package.get_ref().as_str()?)));
            let (place, name, alias) = match renamed {
                // One that is its own alias stands where it is asked for, too.
                Some((package, name)) => {
                    (text_start(draft.text, &package.span()), name, (name != own).then(|| own.to_owned()))
                }
                None => (place, own, None),
            };
            let dependency = Dependency {
                alias,
                requirement: string(entry, "version").map(str::to_owned),
                source: source(entry),
                ..Dependency::new(PackageName::new(Ecosystem::Crates, name))
            };
            (place, dependency)
        }
        other => {
            let message = format!("{} is {}, not a version or table", quoted(own), tables::kind(other));
            draft.fault(
                value.span().start,
                message,
                "write NAME = \"VERSION\" or NAME = { version = \"…\" }",
            );
            (place, dependency)
        }
    }
}

fn source(entry: &DeTable<'_>) -> Source {
    if let Some(path) = string(entry, "path") {
        Source::Path(path.into())
    } else if let Some(url) = string(entry, "git") {
        Source::Git(without_secrets(url).into())
    } else if let Some(url) = string(entry, "registry-index") {
        if is_default_crates_index(url) {
            return Source::Registry;
        }
        Source::OtherRegistry(without_secrets(url).into())
    } else {
        match string(entry, "registry") {
            // Cargo's own word for the default one.
            None | Some("crates-io") => Source::Registry,
            Some(name) => Source::OtherRegistry(name.into()),
        }
    }
}

/// `[replace]`: keys are package IDs, `NAME:VERSION` or `ADDRESS#NAME:VERSION`.
fn read_replace(value: &Value<'_>, draft: &mut Draft<'_>) {
    for (key, value) in value.get_ref().as_table().into_iter().flatten() {
        let id = key.get_ref().as_ref();
        let named = id.rsplit(['#', '/']).next().unwrap_or(id);
        let name = named.split([':', '@']).next().unwrap_or(named);
        let (_, dependency) = stated(key, value, draft);
        let place = place_in(draft.text, &key.span(), id, id.len() - named.len());
        let name = if dependency.alias.is_some() {
            dependency.name
        } else {
            PackageName::new(Ecosystem::Crates, name)
        };
        draft.dependency(place, Dependency { name, alias: None, ..dependency });
    }
}

/// What the root of a workspace states for its members, by key. `None` where the file is no root.
pub(in crate::manifest) fn workspace_dependencies(
    bytes: &[u8],
    shown: &str,
) -> Option<HashMap<String, Dependency>> {
    let decoded = text::decode(bytes);
    let mut draft = Draft::new(&decoded.text, Ecosystem::Crates, Vec::new(), decoded.conflict);
    let root = tables::parse(&mut draft, CORRECT);
    let workspace = table(&root, &["workspace"])?;
    // Its mistakes are reported where the file itself is read: here only the order counts.
    let mut draft = Draft::new(&decoded.text, Ecosystem::Crates, Vec::new(), false);
    let mut keys = Vec::new();
    for (key, value) in table(workspace, &["dependencies"]).into_iter().flatten() {
        let (place, dependency) = stated(key, value, &mut draft);
        keys.push((place, key.get_ref().clone().into_owned()));
        draft.dependency(place, dependency);
    }
    keys.sort();
    let shown: Arc<str> = shown.into();
    let dependencies = draft.finish(&shown).reading.dependencies;
    Some(keys.into_iter().map(|(_, key)| key).zip(dependencies).collect())
}
