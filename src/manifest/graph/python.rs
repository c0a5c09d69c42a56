//! The lockfiles of uv, poetry, PDM and pipenv, and pylock.toml. A package is required by its name, and by
//! its version too where there are several.

use super::sketch::{Id, Sketch};
use super::{Section, tree};
use crate::manifest::kind::FileKind;
use crate::manifest::yaml::Value;
use crate::package::{Ecosystem, PackageSpec};

/// uv.lock: the project and its members stand among the packages.
pub(super) fn read_uv(sketch: &mut Sketch<'_>) {
    let yaml = tree::toml(sketch.text);
    let Some(root) = yaml.root() else { return };
    // So the first versions called a package.
    let mut packages = packages(sketch, root, "package");
    packages.extend(self::packages(sketch, root, "distribution"));
    for (package, id) in &packages {
        let groups = |key| package.get(key).into_iter().flat_map(Value::entries).map(|(_, group)| group);
        let normal = package.get("dependencies").into_iter().flat_map(Value::items);
        let optional = groups("optional-dependencies").flat_map(Value::items);
        let development = groups("dev-dependencies").flat_map(Value::items);
        let all = (normal.map(|one| (one, Section::Normal)))
            .chain(optional.map(|one| (one, Section::Optional)))
            .chain(development.map(|one| (one, Section::Development)));
        for (dependency, section) in all {
            let text = |key| dependency.get(key).and_then(Value::text);
            if let Some(name) = text("name") {
                require(sketch, *id, name, text("version"), section);
            }
        }
    }
    for (package, id) in packages {
        if let Some(folder) = own_folder(package) {
            let manifest = sketch.beside.manifest(FileKind::Pyproject, folder);
            sketch.make_root(id, manifest);
        }
    }
}

/// The folder of a package that is the project's own: `{ editable = "." }`, or `editable+.` in old files.
fn own_folder<'y>(package: Value<'y, '_>) -> Option<&'y str> {
    const OWN: [&str; 4] = ["editable", "virtual", "directory", "workspace"];
    let source = package.get("source")?;
    match source.text() {
        Some(text) => text.split_once('+').filter(|(kind, _)| OWN.contains(kind)).map(|(_, folder)| folder),
        None => OWN.iter().find_map(|kind| source.get(kind)).and_then(Value::text),
    }
}

/// poetry.lock: `[package.dependencies]`, by name.
pub(super) fn read_poetry(sketch: &mut Sketch<'_>) {
    let yaml = tree::toml(sketch.text);
    let Some(root) = yaml.root() else { return };
    for (package, id) in packages(sketch, root, "package") {
        let names = package.get("dependencies").into_iter().flat_map(Value::entries);
        for name in names.filter_map(|(name, _)| name.text()) {
            require(sketch, id, name, None, Section::Normal);
        }
    }
    project(sketch, FileKind::Pyproject);
}

/// pdm.lock: requirements as Python writes them.
pub(super) fn read_pdm(sketch: &mut Sketch<'_>) {
    let yaml = tree::toml(sketch.text);
    let Some(root) = yaml.root() else { return };
    for (package, id) in packages(sketch, root, "package") {
        for text in package.get("dependencies").into_iter().flat_map(Value::items).filter_map(Value::text) {
            let spec = PackageSpec::in_ecosystem(Ecosystem::PyPi, text);
            require(sketch, id, spec.name.spelling(), None, Section::Normal);
        }
    }
    project(sketch, FileKind::Pyproject);
}

/// pylock.toml, which may say who requires whom, and whose writers do not.
pub(super) fn read_pylock(sketch: &mut Sketch<'_>) {
    let yaml = tree::toml(sketch.text);
    let Some(root) = yaml.root() else { return };
    sketch.records_edges = false;
    for (package, id) in packages(sketch, root, "packages") {
        let list = package.get("dependencies").into_iter().flat_map(Value::items);
        for dependency in list {
            let text = |key| dependency.get(key).and_then(Value::text);
            if let Some(name) = text("name") {
                sketch.records_edges = true;
                require(sketch, id, name, text("version"), Section::Normal);
            }
        }
    }
    project(sketch, FileKind::Pyproject);
}

/// Pipfile.lock, which does not say who requires whom.
pub(super) fn read_pipfile(sketch: &mut Sketch<'_>) {
    let yaml = tree::json(sketch.text);
    let Some(root) = yaml.root() else { return };
    sketch.records_edges = false;
    for (category, packages) in root.entries() {
        if category.text() == Some("_meta") {
            continue;
        }
        for (name, package) in packages.entries() {
            let version =
                package.get("version").and_then(Value::text).map(|version| version.trim_start_matches('='));
            sketch.node(name.text().unwrap_or_default(), version, Some(name.offset()));
        }
    }
    project(sketch, FileKind::Pipfile);
}

/// The packages of an array, with their nodes.
fn packages<'y, 't>(sketch: &mut Sketch<'_>, root: Value<'y, 't>, key: &str) -> Vec<(Value<'y, 't>, Id)> {
    let found = root.get(key).into_iter().flat_map(Value::items);
    let node = |package: Value<'y, 't>| {
        let name = package.get("name")?;
        let version = package.get("version").and_then(Value::text);
        Some((package, sketch.node(name.text()?, version, Some(name.offset()))))
    };
    found.filter_map(node).collect()
}

fn require(sketch: &mut Sketch<'_>, from: Id, name: &str, version: Option<&str>, section: Section) {
    let is_meant = |to: &Id| version.is_none_or(|version| sketch.version(*to) == Some(version));
    let meant: Vec<Id> = sketch.named(name).iter().copied().filter(is_meant).collect();
    meant.into_iter().for_each(|to| sketch.edge(from, to, section));
}

/// The project beside the lockfile asks for what its manifest states.
fn project(sketch: &mut Sketch<'_>, kind: FileKind) {
    let Some(manifest) = sketch.beside.manifest(kind, "") else { return };
    let id = sketch.project(kind, "", None);
    for dependency in manifest.dependencies {
        if dependency.name.ecosystem() == sketch.ecosystem {
            require(sketch, id, dependency.name.spelling(), None, Section::Normal);
        }
    }
}
