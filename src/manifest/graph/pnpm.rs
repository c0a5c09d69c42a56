//! pnpm-lock.yaml: importers ask for `name: reference`, and so do packages; name and reference are a key.

use std::collections::HashMap;

use super::sketch::{Id, Sketch};
use super::{Section, tree};
use crate::manifest::kind::FileKind;
use crate::manifest::npm::pnpm_lock::{GROUPS, parsed};
use crate::manifest::yaml::Value;

const SECTIONS: [Section; 3] = [Section::Normal, Section::Development, Section::Optional];

pub(super) fn read(sketch: &mut Sketch<'_>) {
    let yaml = tree::yaml(sketch);
    for root in yaml.documents() {
        document(sketch, root);
    }
}

fn document(sketch: &mut Sketch<'_>, root: Value<'_, '_>) {
    let entries = |key| root.get(key).into_iter().flat_map(Value::entries);
    // Where each package stands; version 9 repeats them with their peers in `snapshots`.
    let places: HashMap<&str, Value<'_, '_>> =
        entries("packages").filter_map(|(key, _)| Some((without_peers(key.text()?), key))).collect();
    let graph = if root.get("snapshots").is_some() { "snapshots" } else { "packages" };
    let mut known: HashMap<&str, Id> = HashMap::new();
    let mut found: Vec<(Id, Value<'_, '_>, &str)> = Vec::new();
    for (key, package) in entries(graph) {
        let Some(text) = key.text() else { continue };
        let (name, at, version) = parsed(text);
        let stands = places.get(without_peers(text)).copied().unwrap_or(key);
        let own = package.get("name");
        let (name, place) = match own.and_then(|own| Some((own.text()?, own.offset()))) {
            Some(stated) => stated,
            None if name.is_empty() => (text, stands.offset()),
            None => (name, stands.place(at)),
        };
        let version = package.get("version").and_then(Value::text).or(version);
        let id = sketch.node(name, version, Some(place));
        known.insert(text, id);
        found.push((id, package, ""));
    }
    let mut projects: HashMap<String, Id> = HashMap::new();
    let alone = root.get("importers").is_none().then_some((".", root));
    let importers = entries("importers").filter_map(|(key, importer)| Some((key.text()?, importer)));
    for (folder, importer) in importers.chain(alone) {
        let id = sketch.project(FileKind::PackageJson, folder, None);
        projects.insert(folder.to_owned(), id);
        found.push((id, importer, folder));
    }
    for (from, asks, folder) in found {
        for (group, section) in GROUPS.into_iter().zip(SECTIONS) {
            for (name, value) in asks.get(group).into_iter().flat_map(Value::entries) {
                let reference = value.get("version").unwrap_or(value).text();
                let (Some(name), Some(reference)) = (name.text(), reference) else { continue };
                let to = match reference.strip_prefix("link:") {
                    Some(path) => projects.get(&joined(folder, path)).copied(),
                    None => target(&known, name, reference),
                };
                if let Some(to) = to {
                    sketch.alias(to, name);
                    sketch.edge(from, to, section);
                }
            }
        }
    }
}

/// What a name and its reference lead to, as versions 9, 6 and 5 spell keys; a reference may be a key.
fn target(known: &HashMap<&str, Id>, name: &str, reference: &str) -> Option<Id> {
    let keys = [
        format!("{name}@{reference}"),
        format!("/{name}@{reference}"),
        format!("/{name}/{reference}"),
        reference.to_owned(),
    ];
    keys.iter().find_map(|key| known.get(key.as_str())).copied()
}

fn without_peers(key: &str) -> &str {
    match key.find('(') {
        Some(at) if at > 0 => key.get(..at).unwrap_or(key),
        _ => key,
    }
}

/// A path as seen from a folder, both with slashes.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}
