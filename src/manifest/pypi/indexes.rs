//! The indexes that pyproject.toml sets for uv, Poetry and PDM.
//!
//! Where a client asks one index after another, or an index only for names that are bound to it, each
//! name comes from one of them: [`IndexKind::Named`]. Where it compares what all of them have, a stranger
//! who registers a private name at the default one wins with a higher version: [`IndexKind::Extra`].

use std::collections::HashMap;

use toml::de::DeTable;

use crate::manifest::draft::Draft;
use crate::manifest::reading::IndexKind;
use crate::manifest::tables::{self, is_true, string, table, text_start};
use crate::package::{Source, without_secrets};

/// Reports the indexes that the file sets, and gives those with a name.
pub(super) fn read(root: &DeTable<'_>, draft: &mut Draft<'_>) -> HashMap<String, Source> {
    let mut named = HashMap::new();
    for path in [["tool", "uv", "index"], ["tool", "poetry", "source"], ["tool", "pdm", "source"]] {
        let [tool, program, key] = path;
        let list = table(root, &[tool, program]).and_then(|table| table.get(key)?.get_ref().as_array());
        for (value, entry) in list.into_iter().flatten().filter_map(|v| Some((v, v.get_ref().as_table()?))) {
            let Some(url) = string(entry, "url") else { continue };
            let kind = match program {
                "uv" => uv_kind(root, entry),
                "poetry" => poetry_kind(root, entry),
                _ => pdm_kind(root, entry),
            };
            let span = entry.get("url").map_or(value.span(), toml::Spanned::span);
            draft.index(text_start(draft.text, &span), kind, url);
            if let Some(name) = string(entry, "name") {
                named.insert(name.to_owned(), Source::OtherRegistry(without_secrets(url).into()));
            }
        }
    }
    for path in [&["tool", "uv"][..], &["tool", "uv", "pip"]] {
        if let Some(settings) = table(root, path) {
            read_settings(settings, beside_default(settings), draft);
        }
    }
    named
}

/// uv's settings that are named like pip's options.
fn read_settings(settings: &DeTable<'_>, beside: IndexKind, draft: &mut Draft<'_>) {
    for (key, kind) in
        [("index-url", IndexKind::Primary), ("extra-index-url", beside), ("find-links", IndexKind::FindLinks)]
    {
        let Some(value) = settings.get(key) else { continue };
        for item in tables::items(value) {
            if let Some(url) = item.get_ref().as_str() {
                draft.index(text_start(draft.text, &item.span()), kind, url);
            }
        }
    }
    if let Some(value) = settings.get("no-index").filter(|value| value.get_ref().as_bool() == Some(true)) {
        draft.index(value.span().start, IndexKind::NoIndex, "");
    }
}

/// uv takes a name from the first index that has it, and asks the default one last, unless told otherwise.
fn beside_default(settings: &DeTable<'_>) -> IndexKind {
    match string(settings, "index-strategy").is_some_and(|strategy| strategy.starts_with("unsafe")) {
        true => IndexKind::Extra,
        false => IndexKind::Named,
    }
}

fn uv_kind(root: &DeTable<'_>, entry: &DeTable<'_>) -> IndexKind {
    if string(entry, "format") == Some("flat") {
        IndexKind::FindLinks
    } else if is_true(entry, "default") {
        IndexKind::Primary
    } else if is_true(entry, "explicit") {
        IndexKind::Named
    } else {
        table(root, &["tool", "uv"]).map_or(IndexKind::Named, beside_default)
    }
}

/// Poetry compares what the sources of one rank have. Without a rank, Poetry 1 compares a source with
/// the default index, and Poetry 2, to which `[project]` belongs, takes it instead of that.
fn poetry_kind(root: &DeTable<'_>, entry: &DeTable<'_>) -> IndexKind {
    match string(entry, "priority").map(str::to_ascii_lowercase).as_deref() {
        Some("primary" | "default") => IndexKind::Primary,
        Some("supplemental" | "explicit") => IndexKind::Named,
        Some(_) => IndexKind::Extra,
        None if is_true(entry, "default") => IndexKind::Primary,
        None if is_true(entry, "secondary") || !root.contains_key("project") => IndexKind::Extra,
        None => IndexKind::Primary,
    }
}

/// PDM compares what all sources have, unless it is told to ask them in order.
fn pdm_kind(root: &DeTable<'_>, entry: &DeTable<'_>) -> IndexKind {
    let ordered = || {
        let resolution = table(root, &["tool", "pdm", "resolution"]);
        resolution.is_some_and(|settings| is_true(settings, "respect-source-order"))
    };
    if string(entry, "type") == Some("find_links") {
        IndexKind::FindLinks
    } else if string(entry, "name") == Some("pypi") {
        IndexKind::Primary
    } else if ordered() {
        IndexKind::Named
    } else {
        IndexKind::Extra
    }
}
