//! Cargo.lock: packages without a source are the project's own; a dependency is a name, with version and
//! source where the name alone would not do.

use std::collections::HashMap;

use super::beside::Manifest;
use super::sketch::{Id, Sketch};
use super::{Section, tree};
use crate::manifest::kind::FileKind;
use crate::manifest::text;
use crate::manifest::yaml::Value;

pub(super) fn read(sketch: &mut Sketch<'_>) {
    let yaml = tree::toml(sketch.text);
    let Some(root) = yaml.root() else { return };
    // Before there were packages in a list, the project had a table of its own.
    let packages = root.get("package").into_iter().flat_map(Value::items).chain(root.get("root"));
    let packages: Vec<_> = packages.filter_map(|package| Some((package, node(sketch, package)?))).collect();
    let sources: HashMap<Id, &str> =
        packages.iter().filter_map(|(package, id)| Some((*id, source_of(*package)?))).collect();
    for (package, from) in &packages {
        for dependency in package.get("dependencies").into_iter().flat_map(Value::items) {
            let mut words = dependency.text().unwrap_or_default().splitn(3, ' ');
            let (name, version, source) = (words.next().unwrap_or_default(), words.next(), words.next());
            let source = source.map(|source| without_hash(source.trim_matches(['(', ')'])));
            let is_meant = |to: &Id| {
                version.is_none_or(|version| sketch.version(*to) == Some(version))
                    && source.is_none_or(|source| sources.get(to) == Some(&source))
            };
            let meant: Vec<Id> = sketch.named(name).iter().copied().filter(is_meant).collect();
            meant.into_iter().for_each(|to| sketch.edge(*from, to, Section::Normal));
        }
    }
    let mut manifests = manifests(sketch);
    for (package, id) in packages {
        if package.get("source").is_none() {
            let name = package.get("name").and_then(Value::text);
            let own = manifests.iter().position(|manifest| manifest.name.as_deref() == name);
            sketch.make_root(id, own.map(|at| manifests.swap_remove(at)));
        }
    }
}

fn node(sketch: &mut Sketch<'_>, package: Value<'_, '_>) -> Option<Id> {
    let name = package.get("name")?;
    Some(sketch.node(name.text()?, package.get("version").and_then(Value::text), Some(name.offset())))
}

fn source_of<'y>(package: Value<'y, '_>) -> Option<&'y str> {
    package.get("source").and_then(Value::text).map(without_hash)
}

/// A repository without the commit, which is left out in some places.
fn without_hash(source: &str) -> &str {
    source.split('#').next().unwrap_or_default()
}

/// The manifests of a workspace: that beside the lockfile, and those of the members that it names.
fn manifests(sketch: &Sketch<'_>) -> Vec<Manifest> {
    let beside = sketch.beside;
    let Some((bytes, _)) = beside.load("Cargo.toml") else { return Vec::new() };
    let decoded = text::decode(&bytes);
    let yaml = tree::toml(&decoded.text);
    let workspace = yaml.root().and_then(|root| root.get("workspace"));
    let members = workspace.and_then(|workspace| workspace.get("members"));
    let patterns = members.into_iter().flat_map(Value::items).filter_map(Value::text);
    let folders = patterns.flat_map(|pattern| beside.members(pattern));
    let folders = std::iter::once(String::new()).chain(folders);
    folders.filter_map(|folder| beside.manifest(FileKind::CargoToml, &folder)).collect()
}
