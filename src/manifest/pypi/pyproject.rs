//! pyproject.toml.
//!
//! Read: the dependencies of PEP 621 with their extras, `build-system.requires`, the groups of
//! PEP 735, Poetry's tables, the lists of uv, PDM, Hatch and Flit, tox's environments, and the
//! requirements files that setuptools takes them from. uv's and Poetry's own sources say where a
//! package comes from. A script's block of PEP 723 is read in the same way.
//! Not read: dependencies that a build script computes.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::{indexes, poetry, requirement, requirements, tox};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead};
use crate::manifest::tables::{self, Value, is_true, place_in, string, table, text_start};
use crate::package::{Ecosystem, PackageName, Source, without_secrets};

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
    &["tool", "uv", "extra-build-dependencies", "*"],
    &["tool", "uv", "dependency-metadata", "*", "requires-dist"],
    &["tool", "pdm", "dev-dependencies", "*"],
    &["tool", "pdm", "plugins"],
    &["tool", "hatch", "env", "requires"],
    &["tool", "hatch", "envs", "*", "dependencies"],
    &["tool", "hatch", "envs", "*", "extra-dependencies"],
    &["tool", "hatch", "envs", "*", "overrides", "*", "*", "dependencies"],
    &["tool", "hatch", "envs", "*", "overrides", "*", "*", "extra-dependencies"],
    &["tool", "hatch", "build", "dependencies"],
    &["tool", "hatch", "build", "hooks", "*", "dependencies"],
    &["tool", "hatch", "build", "targets", "*", "dependencies"],
    &["tool", "hatch", "build", "targets", "*", "hooks", "*", "dependencies"],
    &["tool", "flit", "metadata", "requires"],
    &["tool", "flit", "metadata", "dev-requires"],
    &["tool", "flit", "metadata", "requires-extra", "*"],
    &["tool", "tox", "requires"],
    &["tool", "tox", "env_run_base", "deps"],
    &["tool", "tox", "env_pkg_base", "deps"],
    &["tool", "tox", "env", "*", "deps"],
];

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let root = tables::parse(draft, "correct the file; `pip install .` would fail on it too");
    let registries = indexes::read(&root, draft);
    let mut sources = uv_sources(&root, &registries);
    for (name, source) in poetry::sources(&root, &registries) {
        sources.entry(name).or_insert(source);
    }
    for path in [&["project"][..], &["tool", "poetry"]] {
        // Extras of the project itself (`all = ["this[dev,docs]"]`) ask no registry for it.
        if let Some(own) = table(&root, path).and_then(|project| string(project, "name")) {
            sources.entry(PackageName::new(Ecosystem::PyPi, own)).or_insert(Source::Workspace);
        }
    }
    read_all(&root, LISTS.iter().copied(), &sources, draft);
    check_includes(&root, draft);
    read_setuptools_files(&root, draft);
    read_old_tox(&root, draft);
    poetry::read(&root, &registries, draft);
}

/// Reads a script's block of PEP 723, which knows `dependencies` and the tables of uv.
pub(super) fn read_script(draft: &mut Draft<'_>) {
    let root = tables::parse(draft, "correct the block; a tool that runs the script would refuse it too");
    let registries = indexes::read(&root, draft);
    let sources = uv_sources(&root, &registries);
    let own: &[&str] = &["dependencies"];
    let uv = LISTS.iter().copied().filter(|path| path.get(1) == Some(&"uv"));
    read_all(&root, uv.chain([own]), &sources, draft);
}

fn read_all(
    root: &DeTable<'_>,
    paths: impl Iterator<Item = &'static [&'static str]>,
    sources: &HashMap<PackageName, Source>,
    draft: &mut Draft<'_>,
) {
    for path in paths {
        if let Some((first, rest)) = path.split_first()
            && let Some(value) = root.get(*first)
        {
            // tox takes lines of a requirements file.
            let item: Item = if path.get(1) == Some(&"tox") { read_line } else { read_specifier };
            read_lists(value, rest, item, sources, draft);
        }
    }
}

/// Reads one element of a list of dependencies.
type Item = fn(&Value<'_>, &HashMap<PackageName, Source>, &mut Draft<'_>);

fn read_lists(
    value: &Value<'_>,
    path: &[&str],
    item: Item,
    sources: &HashMap<PackageName, Source>,
    draft: &mut Draft<'_>,
) {
    match (path.split_first(), value.get_ref()) {
        (None, DeValue::Array(items)) => {
            for value in items {
                item(value, sources, draft);
            }
        }
        (Some((&"*", rest)), DeValue::Table(entries)) => {
            for value in entries.values() {
                read_lists(value, rest, item, sources, draft);
            }
        }
        (Some((&"*", rest)), DeValue::Array(items)) => {
            for value in items {
                read_lists(value, rest, item, sources, draft);
            }
        }
        (Some((key, rest)), DeValue::Table(entries)) => {
            if let Some(value) = entries.get(*key) {
                read_lists(value, rest, item, sources, draft);
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
        DeValue::Table(entry) if entry.contains_key("value") || entry.contains_key("requirement") => {
            // Hatch says under which condition, uv with which version of the package that is built.
            let inner = entry.get("value").or_else(|| entry.get("requirement"));
            return inner.into_iter().for_each(|inner| read_specifier(inner, sources, draft));
        }
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

/// Reads one line of tox's `deps`.
fn read_line(item: &Value<'_>, _: &HashMap<PackageName, Source>, draft: &mut Draft<'_>) {
    let (span, text) = (item.span(), draft.text);
    match item.get_ref() {
        DeValue::String(line) => match line.split_once('{') {
            None => requirements::read_within(line, &|at| place_in(text, &span, line, at), draft),
            Some((known, _)) => {
                let message =
                    format!("{} is not evaluated, and what it stands for is not read", quoted(line));
                draft.note(text_start(text, &span), message);
                let name = requirement::name_before_version(known).unwrap_or_default();
                requirements::read_within(name, &|at| place_in(text, &span, line, at), draft);
            }
        },
        DeValue::Table(_) => {
            draft.note(span.start, "what tox puts in the place of this table is not read");
        }
        other => {
            let message = format!("a dependency is a string, not {}", tables::kind(other));
            draft.fault(span.start, message, "write \"NAME\" or \"NAME>=VERSION\"");
        }
    }
}

/// `tool.tox.legacy_tox_ini` is a whole tox.ini.
fn read_old_tox(root: &DeTable<'_>, draft: &mut Draft<'_>) {
    let Some(value) = table(root, &["tool", "tox"]).and_then(|tox| tox.get("legacy_tox_ini")) else { return };
    if let Some(ini) = value.get_ref().as_str() {
        let mut inner = Draft::new(ini, draft.ecosystem, Vec::new(), false);
        tox::read(&mut inner);
        let (span, text) = (value.span(), draft.text);
        draft.absorb(inner, |at| place_in(text, &span, ini, at));
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
    // pipenv's `file` may be an address.
    if let Some(url) = text("file").filter(|file| file.contains("://") && !file.starts_with("file:")) {
        return Some(Source::Url(url.into()));
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
