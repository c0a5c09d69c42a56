//! pyproject.toml.
//!
//! Read: the dependencies of PEP 621 with their extras, `build-system.requires`, the groups of
//! PEP 735, Poetry's tables, the lists of uv, PDM and Hatch, and the requirements files that
//! setuptools takes them from. uv's and Poetry's own sources say where a package comes from.
//! Not read: dependencies that a build script computes.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::{poetry, requirement};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead};
use crate::manifest::reading::IndexKind;
use crate::manifest::tables::{self, Value, is_true, place_in, string, table, text_start};
use crate::package::without_secrets;
use crate::package::{Ecosystem, PackageName, Source};

/// Where arrays of dependency specifiers stand; `*` is any key.
const LISTS: &[&[&str]] = &[
    &["build-system", "requires"],
    &["project", "dependencies"],
    &["project", "optional-dependencies", "*"],
    &["dependency-groups", "*"],
    &["tool", "uv", "dev-dependencies"],
    &["tool", "uv", "constraint-dependencies"],
    &["tool", "uv", "override-dependencies"],
    &["tool", "uv", "build-constraint-dependencies"],
    &["tool", "pdm", "dev-dependencies", "*"],
    &["tool", "hatch", "envs", "*", "dependencies"],
    &["tool", "hatch", "envs", "*", "extra-dependencies"],
];

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let root = tables::parse(draft, "correct the file; `pip install .` would fail on it too");
    let registries = read_indexes(&root, draft);
    let mut sources = uv_sources(&root, &registries);
    for path in [&["project"][..], &["tool", "poetry"]] {
        // Extras of the project itself (`all = ["this[dev,docs]"]`) ask no registry for it.
        if let Some(own) = table(&root, path).and_then(|project| string(project, "name")) {
            sources.entry(PackageName::new(Ecosystem::PyPi, own)).or_insert(Source::Workspace);
        }
    }
    for path in LISTS {
        if let Some((first, rest)) = path.split_first()
            && let Some(value) = root.get(*first)
        {
            read_lists(value, rest, &sources, draft);
        }
    }
    check_includes(&root, draft);
    read_setuptools_files(&root, draft);
    poetry::read(&root, &registries, draft);
}

fn read_lists(
    value: &Value<'_>,
    path: &[&str],
    sources: &HashMap<PackageName, Source>,
    draft: &mut Draft<'_>,
) {
    match (path.split_first(), value.get_ref()) {
        (None, DeValue::Array(items)) => {
            for item in items {
                read_specifier(item, sources, draft);
            }
        }
        (Some((&"*", rest)), DeValue::Table(entries)) => {
            for value in entries.values() {
                read_lists(value, rest, sources, draft);
            }
        }
        (Some((key, rest)), DeValue::Table(entries)) => {
            if let Some(value) = entries.get(*key) {
                read_lists(value, rest, sources, draft);
            }
        }
        (None, other) => {
            let message = format!("an array of dependencies is expected here, not {}", tables::kind(other));
            draft.fault(value.span().start, message, "write [\"NAME\", \"NAME>=VERSION\"]");
        }
        (Some(_), other) => {
            let message = format!("a table is expected here, not {}", tables::kind(other));
            draft.fault(value.span().start, message, "write it as the pyproject.toml specification has it");
        }
    }
}

fn read_specifier(item: &Value<'_>, sources: &HashMap<PackageName, Source>, draft: &mut Draft<'_>) {
    let span = item.span();
    let text = match item.get_ref() {
        DeValue::String(text) => text,
        DeValue::Table(entry) if entry.contains_key("include-group") => return,
        other => {
            let message = format!("a dependency is a string, not {}", tables::kind(other));
            draft.fault(span.start, message, "write \"NAME\" or \"NAME>=VERSION\"");
            return;
        }
    };
    // PDM writes editable ones as pip does.
    let (base, specifier) = match text.strip_prefix("-e ") {
        Some(rest) => (3, rest),
        None => (0, text.as_ref()),
    };
    let found = match base {
        0 => requirement::specifier(specifier).map(Some),
        _ => requirement::pip_line(specifier),
    };
    let broken = match found {
        Ok(None) => return,
        Ok(Some(mut found)) => {
            let mut dependency = found.dependency();
            if dependency.source.is_registry()
                && let Some(source) = sources.get(&dependency.name)
            {
                dependency.source = source.clone();
            }
            draft.dependency(place_in(draft.text, &span, text, base + found.at), dependency);
            found.fault.take()
        }
        Err(broken) => Some(broken),
    };
    if let Some(broken) = broken {
        let message = format!("invalid dependency {}: {}", quoted(text), broken.message);
        let at = place_in(draft.text, &span, text, base + broken.at);
        draft.fault(at, message, "write \"NAME\", \"NAME>=VERSION\" or \"NAME @ ADDRESS\"");
    }
}

/// A group that includes another which does not exist is a broken file.
fn check_includes(root: &DeTable<'_>, draft: &mut Draft<'_>) {
    let Some(groups) = table(root, &["dependency-groups"]) else { return };
    let normal = |name: &str| PackageName::new(Ecosystem::PyPi, name);
    let known: Vec<_> = groups.keys().map(|key| normal(key.get_ref())).collect();
    for item in groups.values().filter_map(|group| group.get_ref().as_array()).flatten() {
        let Some(included) = item.get_ref().as_table().and_then(|entry| entry.get("include-group")) else {
            continue;
        };
        let at = text_start(draft.text, &included.span());
        match included.get_ref().as_str() {
            Some(name) if known.contains(&normal(name)) => {}
            Some(name) => {
                let message = format!("the included group {} does not exist", quoted(name));
                draft.fault(at, message, "name a group of [dependency-groups]");
            }
            None => draft.fault(
                at,
                "an included group is named by a string",
                "write { include-group = \"NAME\" }",
            ),
        }
    }
}

/// `[tool.setuptools.dynamic]` may name requirements files.
fn read_setuptools_files(root: &DeTable<'_>, draft: &mut Draft<'_>) {
    let Some(dynamic) = table(root, &["tool", "setuptools", "dynamic"]) else { return };
    let mut lists: Vec<&Value<'_>> = dynamic.get("dependencies").into_iter().collect();
    if let Some(extras) = table(dynamic, &["optional-dependencies"]) {
        lists.extend(extras.values());
    }
    for file in lists.into_iter().filter_map(|list| list.get_ref().as_table()?.get("file")) {
        for item in tables::items(file) {
            if let Some(path) = item.get_ref().as_str() {
                draft.lead(text_start(draft.text, &item.span()), Lead::File(path.to_owned()));
            }
        }
    }
}

/// Reports the indexes that the file sets, and gives those with a name.
fn read_indexes(root: &DeTable<'_>, draft: &mut Draft<'_>) -> HashMap<String, Source> {
    let mut named = HashMap::new();
    for path in [["tool", "uv", "index"], ["tool", "poetry", "source"], ["tool", "pdm", "source"]] {
        let [tool, program, key] = path;
        let list = table(root, &[tool, program]).and_then(|table| table.get(key)?.get_ref().as_array());
        for (value, entry) in list.into_iter().flatten().filter_map(|v| Some((v, v.get_ref().as_table()?))) {
            let Some(url) = string(entry, "url") else { continue };
            let primary = is_true(entry, "default")
                || string(entry, "priority").is_some_and(|p| matches!(p, "primary" | "default"))
                || (program == "pdm" && string(entry, "name") == Some("pypi"));
            let kind = match string(entry, "type") {
                Some("find_links") => IndexKind::FindLinks,
                _ if primary => IndexKind::Primary,
                _ => IndexKind::Extra,
            };
            let span = entry.get("url").map_or(value.span(), toml::Spanned::span);
            draft.index(text_start(draft.text, &span), kind, url);
            if let Some(name) = string(entry, "name") {
                named.insert(name.to_owned(), Source::OtherRegistry(without_secrets(url).into()));
            }
        }
    }
    if let Some(uv) = table(root, &["tool", "uv"]) {
        for (key, kind) in [
            ("index-url", IndexKind::Primary),
            ("extra-index-url", IndexKind::Extra),
            ("find-links", IndexKind::FindLinks),
        ] {
            let Some(value) = uv.get(key) else { continue };
            for item in tables::items(value) {
                if let Some(url) = item.get_ref().as_str() {
                    draft.index(text_start(draft.text, &item.span()), kind, url);
                }
            }
        }
        if let Some(value) = uv.get("no-index").filter(|value| value.get_ref().as_bool() == Some(true)) {
            draft.index(value.span().start, IndexKind::NoIndex, "");
        }
    }
    named
}

/// `[tool.uv.sources]`: where uv takes single packages from.
fn uv_sources(root: &DeTable<'_>, registries: &HashMap<String, Source>) -> HashMap<PackageName, Source> {
    let mut sources = HashMap::new();
    for (name, value) in table(root, &["tool", "uv", "sources"]).into_iter().flatten() {
        // An array holds one source for each platform; the first stands for all.
        let value = match value.get_ref() {
            DeValue::Array(items) => items.first().map(toml::Spanned::get_ref),
            other => Some(other),
        };
        let source = value.and_then(DeValue::as_table).and_then(|entry| match is_true(entry, "workspace") {
            true => Some(Source::Workspace),
            false => source_in(entry, "index", registries),
        });
        if let Some(source) = source {
            sources.insert(PackageName::new(Ecosystem::PyPi, name.get_ref().as_ref()), source);
        }
    }
    sources
}

/// The source that a table of uv or Poetry states; `registry_key` is its word for a registry.
pub(super) fn source_in(
    entry: &DeTable<'_>,
    registry_key: &str,
    registries: &HashMap<String, Source>,
) -> Option<Source> {
    let text = |key| string(entry, key).map(without_secrets);
    if let Some(url) = text("git") {
        return Some(Source::Git(url.into()));
    }
    if let Some(path) = text("path").or_else(|| text("file")) {
        return Some(Source::Path(path.into()));
    }
    if let Some(url) = text("url") {
        return Some(Source::Url(url.into()));
    }
    let registry = string(entry, registry_key)?;
    match registries.get(registry) {
        Some(source) => Some(source.clone()),
        None if registry.eq_ignore_ascii_case("pypi") => None,
        None => Some(Source::OtherRegistry(registry.into())),
    }
}
