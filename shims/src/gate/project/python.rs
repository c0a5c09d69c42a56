//! The projects of pip, uv, poetry, pdm and pipenv.

use std::path::{Path, PathBuf};

use phantom_guard::command::{Client, Project};
use phantom_guard::manifest::FileKind;

use super::{existing, folders, place, strings, toml};

/// What states a package, to whoever builds it.
const MANIFESTS: &[(FileKind, &str)] = &[
    (FileKind::Pyproject, "pyproject.toml"),
    (FileKind::SetupCfg, "setup.cfg"),
    (FileKind::SetupPy, "setup.py"),
];

const PIPFILE: (FileKind, &str) = (FileKind::Pipfile, "Pipfile");

/// The lockfiles of a client, of which it reads the first that is there.
const fn lockfiles(client: Client) -> &'static [(FileKind, &'static str)] {
    match client {
        Client::Uv => &[(FileKind::UvLock, "uv.lock")],
        Client::Poetry => &[(FileKind::PoetryLock, "poetry.lock")],
        Client::Pdm => &[(FileKind::PdmLock, "pdm.lock"), (FileKind::Pylock, "pylock.toml")],
        Client::Pipenv => &[(FileKind::PipfileLock, "Pipfile.lock")],
        _ => &[],
    }
}

/// What an install reads.
pub(super) fn files(client: Client, project: &Project, folder: &Path) -> Vec<(FileKind, PathBuf)> {
    let at = match project {
        Project::Manifest(path) | Project::Script(path) => {
            return vec![(FileKind::Pyproject, folder.join(path))];
        }
        Project::Folder(at) => return all_of(MANIFESTS, &folder.join(at)),
        Project::Nearest(at) => place(folder, at),
    };
    if client == Client::Pip {
        return all_of(MANIFESTS, &at);
    }
    let (kind, anchor) =
        if client == Client::Pipenv { PIPFILE } else { (FileKind::Pyproject, "pyproject.toml") };
    // Outside of a project the client says so itself.
    let Some(nearest) = at.ancestors().find(|folder| folder.join(anchor).is_file()) else {
        return Vec::new();
    };
    let root = if client == Client::Uv { workspace(nearest) } else { nearest };
    let mut files = vec![(kind, nearest.join(anchor))];
    files.extend(existing(kind, root.join(anchor)));
    if client == Client::Uv {
        files.extend(members(root).into_iter().filter_map(|member| existing(kind, member.join(anchor))));
    }
    let locks = lockfiles(client).iter();
    files.extend(locks.filter_map(|(kind, name)| existing(*kind, root.join(name))).take(1));
    files
}

fn all_of(files: &[(FileKind, &str)], folder: &Path) -> Vec<(FileKind, PathBuf)> {
    files.iter().filter_map(|(kind, name)| existing(*kind, folder.join(name))).collect()
}

/// The root of the uv workspace that a project belongs to: itself, or one above that has it as a member.
fn workspace(nearest: &Path) -> &Path {
    let above = nearest.ancestors().skip(1);
    let mut roots = above.filter(|folder| folder.join("pyproject.toml").is_file());
    roots.find(|root| members(root).iter().any(|member| member == nearest)).unwrap_or(nearest)
}

/// The members that `[tool.uv.workspace]` names.
fn members(root: &Path) -> Vec<PathBuf> {
    let document = toml(&root.join("pyproject.toml"));
    let uv = document.get("tool").and_then(|tool| tool.get("uv"));
    let Some(workspace) = uv.and_then(|uv| uv.get("workspace")) else { return Vec::new() };
    let (patterns, excluded) = (strings(workspace.get("members")), strings(workspace.get("exclude")));
    let excluded = folders(root, excluded.iter().map(String::as_str));
    let mut members = folders(root, patterns.iter().map(String::as_str));
    members.retain(|member| !excluded.contains(member));
    members
}
