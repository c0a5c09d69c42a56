//! Pipfile.
//!
//! Read: `[packages]`, `[dev-packages]` and every other category: versions, tables with `version`,
//! `index`, `git`, `file`, `path`; `[[source]]`, of which the first is the one that packages without an
//! `index` come from.
//! Not read: `[requires]`, `[scripts]`, `[pipenv]`.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::poetry;
use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::reading::IndexKind;
use crate::manifest::tables::{self, string, text_start};
use crate::package::{Source, without_secrets};

/// Tables that hold no packages.
const OTHERS: [&str; 5] = ["source", "requires", "scripts", "pipenv", "build-system"];

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let root = tables::parse(draft, "correct the file; pipenv would fail on it too");
    let registries = read_sources(&root, draft);
    for (category, value) in root.iter().filter(|(key, _)| !OTHERS.contains(&key.get_ref().as_ref())) {
        let DeValue::Table(packages) = value.get_ref() else {
            let message = format!(
                "{} is {}, not a table of packages",
                quoted(category.get_ref()),
                tables::kind(value.get_ref())
            );
            draft.fault(value.span().start, message, "write NAME = \"VERSION\" below the table's header");
            continue;
        };
        for (name, value) in packages {
            poetry::read_entry(name, value, &registries, draft);
        }
    }
}

/// The sources by name; what comes from the first is of the registry.
fn read_sources(root: &DeTable<'_>, draft: &mut Draft<'_>) -> HashMap<String, Source> {
    let mut named = HashMap::new();
    let list = root.get("source").and_then(|value| value.get_ref().as_array());
    for (number, entry) in list.into_iter().flatten().filter_map(|v| v.get_ref().as_table()).enumerate() {
        let Some((value, url)) = entry.get("url").and_then(|value| Some((value, value.get_ref().as_str()?)))
        else {
            continue;
        };
        let kind = if number == 0 { IndexKind::Primary } else { IndexKind::Named };
        draft.index(text_start(draft.text, &value.span()), kind, url);
        if let Some(name) = string(entry, "name") {
            let source = match number {
                0 => Source::Registry,
                _ => Source::OtherRegistry(without_secrets(url).into()),
            };
            named.insert(name.to_owned(), source);
        }
    }
    named
}
