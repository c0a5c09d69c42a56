//! The files of the project that an install reads: manifests and lockfiles, members included.
//!
//! Unlike a scan, which looks at every file below a folder, this follows only what the client itself
//! would: a fixture with a bad name in it does not stop the build beside it.

mod node;
mod python;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::cargo_config::CargoConfig;
use phantom_guard::command::{Client, Project};
use phantom_guard::manifest::{self, FileKind, Reader, Reading};
use phantom_guard::package::{Ecosystem, Source};

use super::Scene;
pub(super) use node::{npm_owner, npm_programs, npm_root, owner_of};

/// Members and path dependencies that are followed: more than any project has, and an end for those
/// that lead in circles by ever new paths.
const MOST_FILES: usize = 10_000;

/// Reads what installing a project would read.
pub(super) fn read(client: Client, project: &Project, scene: &Scene) -> Reading {
    let folder = scene.folder.as_path();
    let start = match (client.ecosystem(), project) {
        (_, Project::Script(path)) => match script_files(client, &folder.join(path)) {
            Some(files) => files,
            None => {
                let beside = path.parent().unwrap_or(Path::new("")).to_owned();
                return read(client, &Project::Nearest(beside), scene);
            }
        },
        (Ecosystem::PyPi, _) => python::files(client, project, folder),
        (Ecosystem::Npm, _) => node::files(client, project, folder),
        (Ecosystem::Crates, _) => cargo_files(project, scene),
    };
    let mut reader = Reader::default();
    let mut seen = BTreeSet::new();
    let mut queue = start;
    while let Some((kind, path)) = queue.pop() {
        let identity = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if seen.len() >= MOST_FILES || !seen.insert(identity) {
            continue;
        }
        // A dependency by path brings its own, and no lockfile has those that are new to it.
        for dependency in reader.read(kind, &path, &shown(&path, folder)) {
            if let (Source::Path(to), Some(below)) = (&dependency.source, path.parent())
                && let Some(file) = manifest_below(kind, &below.join(to.trim_start_matches("file:")))
            {
                queue.push(file);
            }
        }
    }
    reader.finish()
}

/// The path as the user would write it: below the working folder, relative to it.
pub(super) fn shown(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

fn manifest_below(kind: FileKind, folder: &Path) -> Option<(FileKind, PathBuf)> {
    let (kind, name) = match kind {
        FileKind::CargoToml | FileKind::RustScript => (FileKind::CargoToml, "Cargo.toml"),
        FileKind::PackageJson => (FileKind::PackageJson, "package.json"),
        _ => return None,
    };
    existing(kind, folder.join(name))
}

/// A folder from which to look upwards: above `a/..` lies not `a`.
fn place(folder: &Path, at: &Path) -> PathBuf {
    let path = folder.join(at);
    let climbs = at.components().any(|part| matches!(part, std::path::Component::ParentDir));
    if climbs { fs::canonicalize(&path).unwrap_or(path) } else { path }
}

/// A program with a block of its own, and the lockfile that uv keeps beside it. `None` where the program is
/// a Python one without: then the project that it lies in counts.
fn script_files(client: Client, path: &Path) -> Option<Vec<(FileKind, PathBuf)>> {
    if client == Client::Cargo {
        // One without a block depends on nothing.
        let text = fs::read(path).unwrap_or_default();
        let stated = manifest::parse(FileKind::RustScript, &text, "");
        let is_empty = stated.dependencies.is_empty() && stated.errors.is_empty();
        return Some(if is_empty { Vec::new() } else { vec![(FileKind::RustScript, path.to_owned())] });
    }
    // What is no plain file is refused by its reader.
    if path.is_file() && !fs::read_to_string(path).unwrap_or_default().contains("# /// script") {
        return None;
    }
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    let lock = existing(FileKind::UvLock, PathBuf::from(lock)).filter(|_| client == Client::Uv);
    Some(std::iter::once((FileKind::PythonScript, path.to_owned())).chain(lock).collect())
}

fn existing(kind: FileKind, path: PathBuf) -> Option<(FileKind, PathBuf)> {
    let data = fs::metadata(&path).ok()?;
    // To its client, an empty lockfile locks nothing: it is how a project within another one is begun.
    let locks_nothing =
        matches!(kind, FileKind::YarnLock | FileKind::PnpmLock | FileKind::PackageLock) && data.len() == 0;
    (data.is_file() && !locks_nothing).then_some((kind, path))
}

/// The manifest that a command works on; `None` where there is none, which cargo will say itself.
pub(super) fn cargo_manifest(project: &Project, folder: &Path) -> Option<PathBuf> {
    match project {
        Project::Manifest(path) | Project::Script(path) => Some(folder.join(path)),
        Project::Folder(at) => Some(folder.join(at).join("Cargo.toml")),
        Project::Nearest(at) => {
            let from = place(folder, at);
            from.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| path.is_file())
        }
    }
}

/// The root manifest of a project's workspace, beside which the lockfile lies.
pub(super) fn cargo_root_of(project: &Project, folder: &Path) -> PathBuf {
    let manifest = cargo_manifest(project, folder).unwrap_or_else(|| folder.join("Cargo.toml"));
    cargo_root(&manifest)
}

fn cargo_files(project: &Project, scene: &Scene) -> Vec<(FileKind, PathBuf)> {
    let folder = scene.folder.as_path();
    let Some(manifest) = cargo_manifest(project, folder) else { return Vec::new() };
    let root = cargo_root(&manifest);
    let mut files = vec![(FileKind::CargoToml, manifest)];
    if let Some(below) = root.parent() {
        files.extend(existing(FileKind::CargoLock, below.join("Cargo.lock")));
        for member in cargo_members(&root) {
            files.extend(existing(FileKind::CargoToml, member.join("Cargo.toml")));
        }
    }
    files.push((FileKind::CargoToml, root));
    // What the configuration puts in the place of a crate brings its own dependencies.
    // `cargo install --path` takes the configuration there, the others that of the working folder.
    let below = files.first().and_then(|(_, manifest)| manifest.parent()).unwrap_or(folder);
    for config in [folder, below].map(|folder| CargoConfig::gather(folder, &scene.environment)) {
        files.extend(config.files().map(|file| (FileKind::CargoConfig, file.to_owned())));
        for crate_folder in config.overrides() {
            files.extend(existing(FileKind::CargoToml, crate_folder.join("Cargo.toml")));
        }
    }
    files
}

/// The manifest of the workspace that a package belongs to: its own, the one that it names, or the
/// nearest one above that does not leave it out.
pub(crate) fn cargo_root(manifest: &Path) -> PathBuf {
    let document = toml(manifest);
    if document.get("workspace").is_some() {
        return manifest.to_owned();
    }
    let below = manifest.parent().unwrap_or(Path::new(""));
    let named =
        document.get("package").and_then(|package| package.get("workspace")).and_then(|item| item.as_str());
    if let Some(named) = named {
        return below.join(named).join("Cargo.toml");
    }
    let above =
        below.ancestors().skip(1).map(|folder| folder.join("Cargo.toml")).filter(|path| path.is_file());
    for candidate in above {
        let document = toml(&candidate);
        let Some(workspace) = document.get("workspace") else { continue };
        let root = candidate.parent().unwrap_or(Path::new(""));
        let excluded =
            strings(workspace.get("exclude")).into_iter().any(|path| below.starts_with(root.join(path)));
        return if excluded { manifest.to_owned() } else { candidate };
    }
    manifest.to_owned()
}

/// The folders of a workspace's members, as its root's manifest names them.
pub(crate) fn cargo_members(root: &Path) -> Vec<PathBuf> {
    let document = toml(root);
    let Some(workspace) = document.get("workspace") else { return Vec::new() };
    let below = root.parent().unwrap_or(Path::new(""));
    let members = strings(workspace.get("members"));
    let excluded: Vec<PathBuf> =
        strings(workspace.get("exclude")).into_iter().map(|path| below.join(path)).collect();
    let mut members = folders(below, members.iter().map(String::as_str));
    members.retain(|member| !excluded.iter().any(|path| member.starts_with(path)));
    members
}

/// A manifest that cannot be read is reported by its reader; here it names no members.
fn toml(path: &Path) -> toml_edit::DocumentMut {
    fs::read_to_string(path).ok().and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn strings(item: Option<&toml_edit::Item>) -> Vec<String> {
    let array = item.and_then(toml_edit::Item::as_array);
    array.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// The folders below `root` that patterns match; one with `!` before it takes away.
fn folders<'a>(root: &Path, patterns: impl Iterator<Item = &'a str>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for pattern in patterns {
        let (away, pattern) = match pattern.strip_prefix('!') {
            Some(pattern) => (true, pattern),
            None => (false, pattern),
        };
        let escaped = glob::Pattern::escape(&root.to_string_lossy());
        let whole = format!("{escaped}/{}", pattern.trim_start_matches("./").trim_end_matches('/'));
        let Ok(paths) = glob::glob(&whole) else { continue };
        let matching = paths.filter_map(Result::ok).filter(|path| path.is_dir());
        let matching =
            matching.filter(|path| !path.components().any(|part| part.as_os_str() == "node_modules"));
        if away {
            let gone: BTreeSet<PathBuf> = matching.collect();
            found.retain(|path| !gone.contains(path));
        } else {
            found.extend(matching);
        }
    }
    found
}
