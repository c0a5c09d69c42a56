//! The projects of npm, pnpm, yarn and bun.

use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::command::{Client, Project};
use phantom_guard::manifest::{self, FileKind};

use super::{existing, folders, place};

/// The lockfiles of a client, of which it reads the first that is there.
const fn lockfiles(client: Client) -> &'static [(FileKind, &'static str)] {
    match client {
        Client::Pnpm => &[(FileKind::PnpmLock, "pnpm-lock.yaml")],
        Client::Yarn => &[(FileKind::YarnLock, "yarn.lock")],
        Client::Bun => &[(FileKind::BunLock, "bun.lock"), (FileKind::BunLockb, "bun.lockb")],
        _ => &[(FileKind::PackageLock, "npm-shrinkwrap.json"), (FileKind::PackageLock, "package-lock.json")],
    }
}

/// The file of pnpm's workspaces.
const PNPM_WORKSPACE: &str = "pnpm-workspace.yaml";

/// What an install reads.
pub(super) fn files(client: Client, project: &Project, folder: &Path) -> Vec<(FileKind, PathBuf)> {
    let root = match project {
        Project::Folder(at) => folder.join(at),
        Project::Manifest(path) | Project::Script(path) => {
            folder.join(path).parent().unwrap_or(folder).to_owned()
        }
        Project::Nearest(at) => root(client, &place(folder, at)),
    };
    let mut files: Vec<_> = existing(FileKind::PackageJson, root.join("package.json")).into_iter().collect();
    if client == Client::Pnpm {
        files.extend(existing(FileKind::PnpmWorkspace, root.join(PNPM_WORKSPACE)));
    }
    let locks = lockfiles(client).iter();
    files.extend(locks.filter_map(|(kind, name)| existing(*kind, root.join(name))).take(1));
    for member in members(client, &root) {
        files.extend(existing(FileKind::PackageJson, member.join("package.json")));
    }
    files
}

/// The folder of the whole project that a folder belongs to.
fn root(client: Client, from: &Path) -> PathBuf {
    let has_workspace = |folder: &&Path| folder.join(PNPM_WORKSPACE).is_file();
    match from.ancestors().find(has_workspace).filter(|_| client == Client::Pnpm) {
        Some(root) => root.to_owned(),
        None => npm_root(from),
    }
}

/// The folders of the workspace's members.
fn members(client: Client, root: &Path) -> Vec<PathBuf> {
    if client != Client::Pnpm {
        return npm_members(root);
    }
    let text = fs::read_to_string(root.join(PNPM_WORKSPACE)).unwrap_or_default();
    let settings = manifest::yaml_settings(&text);
    let patterns = settings.iter().filter(|(keys, _)| matches!(keys.as_slice(), [key] if key == "packages"));
    folders(root, patterns.map(|(_, pattern)| pattern.as_str()))
}

/// The folder whose package.json a command changes.
pub(in crate::gate) fn owner_of(project: &Project, folder: &Path) -> PathBuf {
    npm_owner(project, folder).1
}

/// The folder of npm's project, and that of the package in it whose manifest a command changes: in a
/// member's folder, the member.
pub(in crate::gate) fn npm_owner(project: &Project, folder: &Path) -> (PathBuf, PathBuf) {
    match project {
        Project::Nearest(at) => {
            let from = place(folder, at);
            let from = if at.as_os_str().is_empty() { folder.to_owned() } else { from };
            let nearest = from.ancestors().find(is_npm_package).unwrap_or(&from).to_owned();
            (npm_root(&from), nearest)
        }
        Project::Folder(at) => (folder.join(at), folder.join(at)),
        Project::Manifest(path) | Project::Script(path) => {
            let below = folder.join(path).parent().unwrap_or(folder).to_owned();
            (below.clone(), below)
        }
    }
}

fn is_npm_package(folder: &&Path) -> bool {
    folder.join("package.json").is_file() || folder.join("node_modules").is_dir()
}

/// As npm looks for it: the nearest folder upwards with a package.json or node_modules, or one above
/// that whose workspaces hold it.
pub(in crate::gate) fn npm_root(from: &Path) -> PathBuf {
    let Some(nearest) = from.ancestors().find(is_npm_package) else { return from.to_owned() };
    let above = nearest.ancestors().skip(1);
    above
        .filter(|folder| folder.join("package.json").is_file())
        .find(|folder| npm_members(folder).iter().any(|member| member == nearest))
        .unwrap_or(nearest)
        .to_owned()
}

/// A package.json that cannot be read is reported by its reader; here it is empty.
fn package_json(folder: &Path) -> serde_json::Value {
    let text = fs::read(folder.join("package.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// The programs that the project itself has: `bin` of its package.json.
pub(in crate::gate) fn npm_programs(folder: &Path) -> Vec<String> {
    let manifest = package_json(&npm_root(folder));
    match manifest.get("bin") {
        Some(serde_json::Value::Object(programs)) => programs.keys().cloned().collect(),
        // One program, by the package's own name without its scope.
        Some(serde_json::Value::String(_)) => {
            let name = manifest.get("name").and_then(serde_json::Value::as_str).unwrap_or_default();
            vec![name.rsplit('/').next().unwrap_or_default().to_owned()]
        }
        _ => Vec::new(),
    }
}

/// The folders that package.json's `workspaces` name.
fn npm_members(root: &Path) -> Vec<PathBuf> {
    let manifest = package_json(root);
    let workspaces = manifest.get("workspaces");
    let patterns = workspaces.and_then(|value| value.get("packages").unwrap_or(value).as_array());
    let patterns = patterns.into_iter().flatten().filter_map(serde_json::Value::as_str);
    folders(root, patterns)
}
