//! What `npm uninstall` and the like take out: the entries of one manifest under the keys that are given, and
//! what the lockfile has for them, where nothing else asks for it.

use std::fs;
use std::path::Path;

use phantom_guard::command::{Client, Install, Project};
use phantom_guard::manifest::Reading;
use phantom_guard::package::{Dependency, Ecosystem, PackageSpec};
use serde_json::Value;

use super::project;

/// Sections in which a package asks for others; `requires` is that of lockfiles of version 1.
const ASKING: [&str; 5] =
    ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "requires"];

/// Leaves out of a project's names those that the command takes out of it. An entry goes by its key,
/// as in npm: another one for the same package stays, and so does that of another member.
pub(super) fn leave_out(reading: &mut Reading, install: &Install, place: &Project, folder: &Path) {
    if install.without.is_empty() {
        return;
    }
    if install.client != Client::Npm {
        return leave_out_by_name(reading, install, place, folder);
    }
    let (root, owner) = project::npm_owner(place, folder);
    let manifest = json(&owner.join("package.json"));
    let manifest_shown = project::shown(&owner.join("package.json"), folder);
    let lock_path = ["npm-shrinkwrap.json", "package-lock.json"].map(|name| root.join(name));
    let lock_path = lock_path.into_iter().find(|path| path.is_file());
    let lock = lock_path.as_deref().map(json).unwrap_or_default();
    let lock_shown = lock_path.map(|path| project::shown(&path, folder));
    let owner_key = owner.strip_prefix(&root).map(|path| path.to_string_lossy().replace('\\', "/"));
    let owner_key = owner_key.unwrap_or_default();

    let is_taken_out = |dependency: &Dependency| {
        let key = dependency.alias.as_deref().unwrap_or(dependency.name.spelling());
        let Some(location) = dependency.location.as_ref() else { return false };
        if !install.without.iter().any(|name| name == key) {
            return false;
        }
        if *location.file == *manifest_shown {
            return !manifest.get("overrides").is_some_and(|overrides| names(overrides, key));
        }
        lock_shown.as_deref() == Some(&*location.file) && !asked_elsewhere(&lock, &owner_key, key)
    };
    reading.dependencies.retain(|dependency| !is_taken_out(dependency));
}

/// The same for other clients: from the manifest that the command changes, and from the lockfile. Another
/// package there may ask for the name as well, which is not looked up.
fn leave_out_by_name(reading: &mut Reading, install: &Install, place: &Project, folder: &Path) {
    let is_node = install.ecosystem == Ecosystem::Npm;
    let owner =
        is_node.then(|| project::shown(&project::owner_of(place, folder).join("package.json"), folder));
    let names: Vec<_> =
        install.without.iter().map(|text| PackageSpec::in_ecosystem(install.ecosystem, text).name).collect();
    reading.dependencies.retain(|dependency| {
        let is_named = match &dependency.alias {
            Some(alias) => install.without.contains(alias),
            None => names.contains(&dependency.name),
        };
        let is_elsewhere = owner.as_ref().is_some_and(|owner| {
            !dependency.locked && dependency.location.as_ref().is_none_or(|at| *at.file != **owner)
        });
        !is_named || is_elsewhere
    });
}

/// A file that cannot be read is reported by its reader; here it is empty.
fn json(path: &Path) -> Value {
    fs::read(path).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Whether a key stands at any depth.
fn names(value: &Value, key: &str) -> bool {
    value.as_object().is_some_and(|object| {
        object
            .iter()
            .any(|(own, value)| own == key || own.starts_with(&format!("{key}@")) || names(value, key))
    })
}

/// Whether anything in the lockfile but the package in the folder `owner` asks for this name.
fn asked_elsewhere(lock: &Value, owner: &str, name: &str) -> bool {
    let asks =
        |entry: &Value| ASKING.iter().any(|section| entry.get(section).and_then(|s| s.get(name)).is_some());
    let packages = lock.get("packages").and_then(Value::as_object);
    packages.is_some_and(|packages| packages.iter().any(|(key, entry)| key != owner && asks(entry)))
        || lock.get("dependencies").is_some_and(|entries| asked_in_version_1(entries, name))
}

fn asked_in_version_1(entries: &Value, name: &str) -> bool {
    let mut entries = entries.as_object().into_iter().flat_map(|entries| entries.values());
    entries.any(|entry| {
        entry.get("requires").and_then(|requires| requires.get(name)).is_some()
            || entry.get("dependencies").is_some_and(|below| asked_in_version_1(below, name))
    })
}
