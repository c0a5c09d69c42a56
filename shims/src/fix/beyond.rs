//! Other files of a project that name the same package: they are mended along, or none is.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use phantom_guard::manifest::{self, FileKind, ScanOptions};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::report::escaped;

use super::change::Change;
use super::references;
use crate::gate::{cargo_members, cargo_root};

const WHOLE_WORKSPACE: &str =
    "run phantom fix on the workspace's folder, and name what is ignored or lies outside of it too";

/// Why a name of a file has to stay.
#[derive(Debug)]
pub(super) struct Half {
    /// Which of the changed files.
    pub(super) file: usize,
    pub(super) name: PackageName,
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// Finds the names that would be mended in one file and not in another that goes with it.
pub(super) fn halves(changes: &[Change<'_>]) -> Vec<Half> {
    let planned: HashMap<PathBuf, &Change<'_>> =
        changes.iter().map(|change| (whole(change.path()), change)).collect();
    let planned = Planned(planned);
    let mut found = Vec::new();
    for (file, change) in changes.iter().enumerate().filter(|(_, change)| !change.names.is_empty()) {
        let stays = match change.kind() {
            FileKind::CargoToml => planned.cargo(change),
            FileKind::PackageJson => planned.package_json(change),
            FileKind::PnpmWorkspace => planned.catalogs(change),
            _ => Vec::new(),
        };
        found.extend(stays.into_iter().map(|(name, message, hint)| Half { file, name, message, hint }));
    }
    found
}

/// A name, why it stays, and what to do.
type Stays = (PackageName, String, &'static str);

struct Planned<'c, 'r>(HashMap<PathBuf, &'c Change<'r>>);

impl Planned<'_, '_> {
    fn mends(&self, path: &Path, name: &PackageName) -> bool {
        self.0.get(path).is_some_and(|change| change.names.iter().any(|other| other.name() == name))
    }

    /// What a file will hold.
    fn text(&self, path: &Path) -> Option<Vec<u8>> {
        match self.0.get(path) {
            Some(change) => Some(change.new.clone()),
            None => crate::replace::read(path).ok().flatten(),
        }
    }

    /// A crate that a workspace's root states and its members take over.
    fn cargo(&self, change: &Change<'_>) -> Vec<Stays> {
        let own = whole(change.path());
        let root = whole(&cargo_root(&own));
        let members = if root == own { members(&own) } else { Vec::new() };
        let taken: Vec<(PathBuf, HashSet<String>)> =
            members.into_iter().map(|path| (path.clone(), taken_over(&path))).collect();
        let stated = manifest::parse(change.kind(), &change.old, "").dependencies;
        let stated: HashSet<(u32, u32)> =
            stated.iter().filter_map(|d| d.location.as_ref().map(|at| (at.line, at.column))).collect();
        let mut stays = Vec::new();
        for named in &change.names {
            let name = named.name();
            let inherited = named.places().any(|place| !stated.contains(&(place.line, place.column)));
            if inherited && (root == own || !self.mends(&root, name)) {
                stays.push((
                    name.clone(),
                    left_in("the workspace's root states it too", &root),
                    WHOLE_WORKSPACE,
                ));
            } else if let Some((path, _)) = taken.iter().find(|(path, taken)| {
                taken.iter().any(|key| PackageName::new(Ecosystem::Crates, key.as_str()) == *name)
                    && !self.mends(path, name)
            }) {
                stays.push((name.clone(), left_in("a member takes it over", path), WHOLE_WORKSPACE));
            }
        }
        stays
    }

    /// Files above that settle versions, patches and the like for a package.json.
    fn package_json(&self, change: &Change<'_>) -> Vec<Stays> {
        let own = whole(change.path());
        let mut stays: Vec<Stays> = Vec::new();
        for folder in own.ancestors().skip(1) {
            for file in ["pnpm-workspace.yaml", ".yarnrc.yml", "package.json"] {
                let path = folder.join(file);
                if path == own || !path.is_file() {
                    continue;
                }
                let text = self.text(&path).unwrap_or_default();
                let named = match file {
                    "package.json" => references::of(FileKind::PackageJson, &text),
                    _ => references::of_lines(&text),
                };
                let left = change.names.iter().map(|n| n.name()).filter(|name| named.contains_key(name));
                let hint = "mend that file along, or change the name by hand in both";
                stays.extend(left.map(|name| {
                    let place = named.get(name).map_or("", String::as_str);
                    (name.clone(), left_in(&format!("{place} of another file names it too"), &path), hint)
                }));
            }
        }
        stays
    }

    /// Packages that take their version from pnpm's catalogs.
    fn catalogs(&self, change: &Change<'_>) -> Vec<Stays> {
        let own = whole(change.path());
        let folder = own.parent().unwrap_or(Path::new("/")).to_owned();
        let mut stays: Vec<Stays> = Vec::new();
        for path in below(&folder, FileKind::PackageJson) {
            let text = self.text(&path).unwrap_or_default();
            let stated = manifest::parse(FileKind::PackageJson, &text, "").dependencies;
            let takes = stated
                .into_iter()
                .filter(|d| d.requirement.as_deref().is_some_and(|text| text.starts_with("catalog:")))
                .filter(|d| change.names.iter().any(|named| *named.name() == d.name));
            stays.extend(
                takes.map(|d| {
                    (d.name, left_in("a package takes its version from here", &path), WHOLE_WORKSPACE)
                }),
            );
        }
        stays
    }
}

fn left_in(why: &str, path: &Path) -> String {
    format!("{why}, and is not mended along: {}", escaped(&path.to_string_lossy()))
}

/// A path from the root on, without `..` and links in its folders. The file itself may be a link.
fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (path.parent().and_then(|folder| std::fs::canonicalize(folder).ok()), path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// The files of a kind below a folder, those that git ignores too.
fn below(folder: &Path, kind: FileKind) -> Vec<PathBuf> {
    let options = ScanOptions { include_ignored: true, ..ScanOptions::default() };
    let files = manifest::scan_with(&[folder.to_owned()], &options).files;
    files.into_iter().filter(|file| file.kind == kind).map(|file| whole(&file.path)).collect()
}

/// The members of a workspace: those that its root names, and those below it that have it for their root,
/// as cargo takes dependencies by path.
fn members(root: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(root).unwrap_or_default();
    if text.parse::<toml_edit::DocumentMut>().is_ok_and(|document| document.get("workspace").is_none()) {
        return Vec::new();
    }
    let named = cargo_members(root).into_iter().map(|folder| whole(&folder.join("Cargo.toml")));
    let mut members: Vec<PathBuf> = named.filter(|path| path.is_file()).collect();
    let folder = root.parent().unwrap_or(Path::new("/"));
    members.extend(
        below(folder, FileKind::CargoToml).into_iter().filter(|path| whole(&cargo_root(path)) == root),
    );
    members.sort();
    members.dedup();
    members.retain(|path| path != root);
    members
}

/// The names that a Cargo.toml takes over from its workspace's root.
fn taken_over(path: &Path) -> HashSet<String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let document = text.parse::<toml_edit::DocumentMut>().unwrap_or_default();
    let inherits =
        |item: &toml_edit::Item| item.get("workspace").and_then(toml_edit::Item::as_bool) == Some(true);
    let mut names = HashSet::new();
    let mut tables: Vec<&dyn toml_edit::TableLike> = vec![document.as_table()];
    while let Some(table) = tables.pop() {
        for (key, item) in table.iter() {
            if inherits(item) {
                names.insert(key.to_owned());
            }
            tables.extend(item.as_table_like());
        }
    }
    names
}
