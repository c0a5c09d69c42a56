//! Poetry's tables in pyproject.toml: a name is a key, and its value a version, a table or an array
//! of tables (one for each platform).

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::pyproject::source_in;
use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::tables::{self, Key, Value, string, table, text_start};
use crate::package::{Dependency, Ecosystem, PackageName, Source};

/// Reads `tool.poetry.dependencies`, `dev-dependencies` and every group's dependencies.
pub(super) fn read(root: &DeTable<'_>, registries: &HashMap<String, Source>, draft: &mut Draft<'_>) {
    let Some(poetry) = table(root, &["tool", "poetry"]) else { return };
    let groups = table(poetry, &["group"]).into_iter().flat_map(DeTable::values);
    let grouped = groups.filter_map(|group| table(group.get_ref().as_table()?, &["dependencies"]));
    let own = ["dependencies", "dev-dependencies"].into_iter().filter_map(|key| table(poetry, &[key]));
    for (name, value) in own.chain(grouped).flatten() {
        // The interpreter's version is stated like a package.
        if !name.get_ref().eq_ignore_ascii_case("python") {
            read_entry(name, value, registries, draft);
        }
    }
}

fn read_entry(
    name: &Key<'_>,
    value: &Value<'_>,
    registries: &HashMap<String, Source>,
    draft: &mut Draft<'_>,
) {
    for value in tables::items(value) {
        let (requirement, source) = match value.get_ref() {
            DeValue::String(version) => (Some(version.as_ref()), None),
            DeValue::Table(entry) => (string(entry, "version"), source_in(entry, "source", registries)),
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
            requirement: requirement.map(str::to_owned),
            source: source.unwrap_or_default(),
            ..Dependency::new(PackageName::new(Ecosystem::PyPi, name.get_ref().as_ref()))
        };
        draft.dependency(text_start(draft.text, &name.span()), dependency);
    }
}
