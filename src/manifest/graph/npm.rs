//! package-lock.json: who finds which package where, as node does, folder by folder upwards.

use std::collections::HashMap;

use super::sketch::{Id, Sketch};
use super::{Section, tree};
use crate::manifest::kind::FileKind;
use crate::manifest::npm::target;
use crate::manifest::yaml::Value;

/// The parts of a package that name others.
pub(super) const SECTIONS: [(&str, Section); 4] = [
    ("dependencies", Section::Normal),
    ("optionalDependencies", Section::Optional),
    ("devDependencies", Section::Development),
    ("peerDependencies", Section::Peer),
];

/// Folders, and the package in each.
type Folders<'y> = HashMap<String, Entry<'y>>;

/// A package, or a link to the folder of one.
enum Entry<'y> {
    Package(Id),
    Link(&'y str),
}

pub(super) fn read(sketch: &mut Sketch<'_>) {
    let yaml = tree::json(sketch.text);
    let Some(root) = yaml.root() else { return };
    match root.get("packages") {
        Some(packages) => read_packages(sketch, packages),
        None => read_nested(sketch, root),
    }
}

fn read_packages(sketch: &mut Sketch<'_>, packages: Value<'_, '_>) {
    let mut folders = Folders::new();
    let mut found = Vec::new();
    for (key, package) in packages.entries() {
        let Some(folder) = key.text() else { continue };
        let text = |name| package.get(name).and_then(Value::text);
        if let Some(target) = text("resolved").filter(|_| text("link") == Some("true")) {
            folders.insert(folder.to_owned(), Entry::Link(target));
            continue;
        }
        let installed = folder.rsplit_once("node_modules/").map(|(above, name)| (above.len() + 13, name));
        let id = match installed {
            Some((at, known)) => {
                let (name, at) = match package.get("name").filter(|name| name.text() != Some(known)) {
                    Some(name) => (name.text().unwrap_or(known), name.offset()),
                    None => (known, key.place(at)),
                };
                let id = sketch.node(name, text("version"), Some(at));
                sketch.alias(id, known);
                id
            }
            None => {
                let id = sketch.project(FileKind::PackageJson, folder, text("name"));
                sketch.set(id, text("version"), (!folder.is_empty()).then(|| key.offset()));
                id
            }
        };
        folders.insert(folder.to_owned(), Entry::Package(id));
        found.push((folder, package, id));
    }
    for (folder, package, from) in found {
        let is_installed = folder.contains("node_modules/");
        for (part, section) in
            SECTIONS.into_iter().filter(|(part, _)| !(is_installed && *part == "devDependencies"))
        {
            for name in
                package.get(part).into_iter().flat_map(Value::entries).filter_map(|(key, _)| key.text())
            {
                if let Some(to) = resolve(&folders, folder, name) {
                    sketch.edge(from, to, section);
                }
            }
        }
    }
}

/// What node would load under a name from a folder.
fn resolve(folders: &Folders<'_>, folder: &str, name: &str) -> Option<Id> {
    let mut above = Some(folder);
    let mut found = None;
    while let Some(place) = above {
        if !place.ends_with("node_modules") {
            let separator = if place.is_empty() { "" } else { "/" };
            found = folders.get(&format!("{place}{separator}node_modules/{name}"));
            if found.is_some() {
                break;
            }
        }
        above = match place.rsplit_once('/') {
            Some((above, _)) => Some(above),
            None if place.is_empty() => None,
            None => Some(""),
        };
    }
    match found? {
        Entry::Package(id) => Some(*id),
        Entry::Link(target) => match folders.get(*target)? {
            Entry::Package(id) => Some(*id),
            Entry::Link(_) => None,
        },
    }
}

/// Version 1: packages lie in each other, and only package.json knows what the project asks for.
fn read_nested(sketch: &mut Sketch<'_>, root: Value<'_, '_>) {
    let mut folders = Folders::new();
    let mut found = Vec::new();
    let mut open = vec![(String::new(), root)];
    while let Some((above, level)) = open.pop() {
        for (key, package) in level.get("dependencies").into_iter().flat_map(Value::entries) {
            let Some(known) = key.text() else { continue };
            let version = package.get("version");
            let asked = target(version.and_then(Value::text).unwrap_or_default());
            let (name, at) = match asked.name.zip(version) {
                Some(((name, at), version)) => (name, version.place(at)),
                None => (known, key.offset()),
            };
            let id = sketch.node(name, asked.requirement, Some(at));
            sketch.alias(id, known);
            let folder = match above.is_empty() {
                true => format!("node_modules/{known}"),
                false => format!("{above}/node_modules/{known}"),
            };
            folders.insert(folder.clone(), Entry::Package(id));
            found.push((folder.clone(), package, id));
            open.push((folder, package));
        }
    }
    for (folder, package, from) in found {
        for (name, _) in package.get("requires").into_iter().flat_map(Value::entries) {
            if let Some(to) = name.text().and_then(|name| resolve(&folders, &folder, name)) {
                sketch.edge(from, to, Section::Normal);
            }
        }
    }
    asked_by_package_json(sketch, |sketch, from, name, _, section| {
        if let Some(to) = resolve(&folders, "", name) {
            sketch.edge(from, to, section);
        }
    });
}

/// The project in the package.json beside the lockfile, and each name with its range that it asks for.
pub(super) fn asked_by_package_json(
    sketch: &mut Sketch<'_>,
    mut asks: impl FnMut(&mut Sketch<'_>, Id, &str, &str, Section),
) {
    let Some((bytes, _)) = sketch.beside.load("package.json") else { return };
    let decoded = crate::manifest::text::decode(&bytes);
    let yaml = tree::json(&decoded.text);
    let Some(root) = yaml.root() else { return };
    let id = sketch.project(FileKind::PackageJson, "", None);
    for (part, section) in SECTIONS {
        for (name, range) in root.get(part).into_iter().flat_map(Value::entries) {
            if let (Some(name), Some(range)) = (name.text(), range.text()) {
                asks(sketch, id, name, range, section);
            }
        }
    }
}
