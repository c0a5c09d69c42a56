//! Poetry's tables in pyproject.toml: a name is a key, and its value a version, a table or an array
//! of tables (one for each platform). PDM's overrides and pixi's packages of PyPI look alike.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::pyproject::source_in;
use super::requirement;
use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::tables::{self, Key, Value, string, text_start};
use crate::package::{Dependency, Ecosystem, PackageName, Source};

/// Tables of names as Poetry writes them, other tools' among them; `*` is any key.
const TABLES: &[&[&str]] = &[
    &["tool", "poetry", "dependencies"],
    &["tool", "poetry", "dev-dependencies"],
    &["tool", "poetry", "group", "*", "dependencies"],
    &["tool", "poetry", "requires-plugins"],
    &["tool", "poetry", "build-constraints", "*"],
    &["tool", "pdm", "resolution", "overrides"],
    &["tool", "pdm", "overrides"],
    &["tool", "pixi", "pypi-dependencies"],
    &["tool", "pixi", "feature", "*", "pypi-dependencies"],
];

/// Reads every table.
pub(super) fn read(root: &DeTable<'_>, registries: &HashMap<String, Source>, draft: &mut Draft<'_>) {
    for path in TABLES {
        for (name, value) in entries(root, path) {
            // The interpreter's version is stated like a package.
            if !name.get_ref().eq_ignore_ascii_case("python") {
                read_entry(name, value, registries, draft);
            }
        }
    }
}

fn entries<'v, 't>(root: &'v DeTable<'t>, path: &[&str]) -> Vec<(&'v Key<'t>, &'v Value<'t>)> {
    let mut found = vec![root];
    for key in path {
        let inner = |table: &'v DeTable<'t>| match *key {
            "*" => table.values().collect::<Vec<_>>(),
            key => table.get(key).into_iter().collect(),
        };
        found = found.into_iter().flat_map(inner).filter_map(|value| value.get_ref().as_table()).collect();
    }
    found.into_iter().flatten().collect()
}

/// What Poetry's main table adds to the names of `[project]`: where they come from.
pub(super) fn sources(
    root: &DeTable<'_>,
    registries: &HashMap<String, Source>,
) -> HashMap<PackageName, Source> {
    let stated = |(name, value): (&Key<'_>, &Value<'_>)| {
        let entry = tables::items(value).first()?.get_ref().as_table()?;
        let source = source_in(entry, "source", registries)?;
        Some((PackageName::new(Ecosystem::PyPi, name.get_ref().as_ref()), source))
    };
    entries(root, &["tool", "poetry", "dependencies"]).into_iter().filter_map(stated).collect()
}

/// Reads `NAME = "VERSION"`, a table, or an array of tables; pipenv writes its packages so, too.
pub(super) fn read_entry(
    name: &Key<'_>,
    value: &Value<'_>,
    registries: &HashMap<String, Source>,
    draft: &mut Draft<'_>,
) {
    for value in tables::items(value) {
        let (requirement, source) = match value.get_ref() {
            // PDM overrides with addresses, too.
            DeValue::String(address) if address.contains("://") => {
                (None, Some(requirement::source_of(address)))
            }
            DeValue::String(version) => (Some(version.as_ref()), None),
            DeValue::Table(entry) => {
                let key = if entry.contains_key("index") { "index" } else { "source" };
                (string(entry, "version"), source_in(entry, key, registries))
            }
            other => {
                let message = format!("{} is {}", quoted(name.get_ref()), tables::kind(other));
                draft.fault(
                    value.span().start,
                    message,
                    "write NAME = \"VERSION\" or NAME = { version = \"…\" }",
                );
                (None, None)
            }
        };
        let dependency = Dependency {
            requirement: requirement.filter(|version| *version != "*").map(str::to_owned),
            source: source.unwrap_or_default(),
            // Extras may stand behind the name, as on a command line.
            ..Dependency::new(PackageName::new(
                Ecosystem::PyPi,
                name.get_ref().split('[').next().unwrap_or_default(),
            ))
        };
        draft.dependency(text_start(draft.text, &name.span()), dependency);
    }
}
