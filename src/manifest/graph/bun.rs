//! bun.lock: keys are folders without `node_modules`, `a/b` being the b that lies in a.

use std::collections::HashMap;

use super::npm::SECTIONS;
use super::sketch::{Id, Sketch};
use super::tree;
use crate::manifest::kind::FileKind;
use crate::manifest::npm::{jsonc, split_name};
use crate::manifest::yaml::Value;

pub(super) fn read(sketch: &mut Sketch<'_>) {
    let plain = jsonc::plain(sketch.text);
    let yaml = tree::json(&plain);
    let Some(root) = yaml.root() else { return };
    let entries = |key| root.get(key).into_iter().flat_map(Value::entries);
    let mut known: HashMap<&str, Id> = HashMap::new();
    // Who asks, for what, and the key from which it is looked for.
    let mut found: Vec<(Id, Value<'_, '_>, &str)> = Vec::new();
    let mut folders: HashMap<&str, Id> = HashMap::new();
    for (folder, project) in entries("workspaces") {
        let Some(folder_text) = folder.text() else { continue };
        let name = project.get("name").and_then(Value::text);
        let id = sketch.project(FileKind::PackageJson, folder_text, name);
        if !folder_text.is_empty() {
            let version = project.get("version").and_then(Value::text);
            sketch.set(id, version, Some(folder.offset()));
        }
        folders.insert(folder_text, id);
        found.push((id, project, name.filter(|_| !folder_text.is_empty()).unwrap_or_default()));
    }
    for (key, package) in entries("packages") {
        let Some(path) = key.text() else { continue };
        let Some(resolution) = package.items().next() else { continue };
        let (name, version) = split_name(resolution.text().unwrap_or(path));
        if let Some(id) = version.and_then(|v| v.strip_prefix("workspace:")).and_then(|f| folders.get(f)) {
            known.insert(path, *id);
            continue;
        }
        let id = sketch.node(name, version, Some(resolution.place(0)));
        sketch.alias(id, segments(path).last().unwrap_or(path));
        known.insert(path, id);
        // Information about the package is the one mapping among its parts.
        if let Some(asks) = package.items().find(|part| part.entries().next().is_some()) {
            found.push((id, asks, path));
        }
    }
    for (from, asks, path) in found {
        for (part, section) in SECTIONS {
            for (name, _) in asks.get(part).into_iter().flat_map(Value::entries) {
                if let Some(to) = name.text().and_then(|name| resolve(&known, path, name)) {
                    sketch.edge(from, to, section);
                }
            }
        }
    }
}

/// What lies nearest under a name, from a key upwards.
fn resolve(known: &HashMap<&str, Id>, path: &str, name: &str) -> Option<Id> {
    let mut above = path;
    loop {
        if above.is_empty() {
            return known.get(name).copied();
        }
        if let Some(id) = known.get(format!("{above}/{name}").as_str()) {
            return Some(*id);
        }
        let last = segments(above).last().map_or(above.len(), str::len);
        above = above.get(..above.len().saturating_sub(last + 1)).unwrap_or_default();
    }
}

/// The names in a key; a scope belongs to the name behind it.
fn segments(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    let mut names = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let scope = if rest.starts_with('@') { rest.find('/').map_or(0, |at| at + 1) } else { 0 };
        let tail = rest.get(scope..).unwrap_or_default();
        let end = tail.find('/').map_or(rest.len(), |at| scope + at);
        names.push(rest.get(..end).unwrap_or_default());
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    names.into_iter()
}
