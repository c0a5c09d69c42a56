//! Follows files to the files that they name, each read once.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::address::quoted;
use super::crates::cargo_toml;
use super::draft::{Lead, Parsed};
use super::kind::FileKind;
use super::members::Projects;
use super::parse_alone;
use super::reading::{FileRead, IndexKind, Reading};
use crate::finding::InputError;
use crate::package::{Dependency, Ecosystem, Location};

/// A larger file is not read: the largest lockfiles known are a tenth of this.
const LARGEST: u64 = 512 << 20;

/// Reads the files of one project into one [`Reading`]: each file once, and with what only several
/// of them say together (which members a workspace has, what its root states for them).
#[derive(Default)]
pub struct Reader {
    reading: Reading,
    /// Real paths of what was read.
    visited: HashSet<PathBuf>,
    /// What the Cargo workspace above a folder states, by that folder.
    workspaces: HashMap<PathBuf, Option<Rc<Workspace>>>,
    /// Renamed dependencies that were taken from a workspace's root.
    renamed: Vec<Dependency>,
    projects: Projects,
}

struct Workspace {
    dependencies: HashMap<String, Dependency>,
}

/// A file still to be read.
struct Task {
    kind: FileKind,
    path: PathBuf,
    shown: String,
    /// Where it is named; `None` where the user named it.
    named_at: Option<Location>,
    /// The files that led here.
    above: Option<Rc<Chain>>,
}

struct Chain {
    file: PathBuf,
    above: Option<Rc<Chain>>,
}

impl Chain {
    fn holds(mut this: &Option<Rc<Self>>, file: &Path) -> bool {
        while let Some(link) = this {
            if link.file == file {
                return true;
            }
            this = &link.above;
        }
        false
    }
}

impl Reader {
    pub(super) fn error(&mut self, error: InputError) {
        self.reading.errors.push(error);
    }

    /// Reads a file as one of `kind`, and what it names, and returns what that added. `shown` is
    /// the path as the user would write it. A file that was read before adds nothing.
    pub fn read(&mut self, kind: FileKind, path: &Path, shown: &str) -> &[Dependency] {
        let start = self.reading.dependencies.len();
        let indexes = self.reading.indexes.len();
        let first =
            Task { kind, path: path.to_owned(), shown: shown.to_owned(), named_at: None, above: None };
        let mut tasks = vec![first];
        while let Some(task) = tasks.pop() {
            let leads = self.run(&task);
            // The next one is taken from the end.
            tasks.extend(leads.into_iter().rev());
        }
        self.share(start, indexes);
        self.reading.dependencies.get(start..).unwrap_or_default()
    }

    /// pip asks every index that a file and those that it names state for each of their names.
    fn share(&mut self, dependencies: usize, indexes: usize) {
        let mut stated = self.reading.indexes.iter().skip(indexes);
        let Some(extra) = stated.find(|setting| setting.kind == IndexKind::Extra).map(ToString::to_string)
        else {
            return;
        };
        let found = self.reading.dependencies.iter_mut().skip(dependencies);
        for dependency in found.filter(|d| d.name.ecosystem() == Ecosystem::PyPi) {
            dependency.share_with(&extra);
        }
    }

    /// Reads one file, and returns those that it names.
    fn run(&mut self, task: &Task) -> Vec<Task> {
        let bytes = match load(&task.path) {
            Ok(bytes) => bytes,
            Err((message, hint)) => {
                self.error(unreadable(task, &message, hint));
                return Vec::new();
            }
        };
        let real = fs::canonicalize(&task.path).unwrap_or_else(|_| task.path.clone());
        if Chain::holds(&task.above, &real) {
            let hint = "take one of the two lines away";
            self.error(unreadable(task, "names itself in a circle", hint));
            return Vec::new();
        }
        if !self.visited.insert(real.clone()) {
            return Vec::new();
        }
        let Parsed { reading, leads, states_nothing } = parse_alone(task.kind, &bytes, &task.shown);
        drop(bytes);
        if states_nothing {
            return Vec::new();
        }
        let shown = task.shown.as_str().into();
        self.reading.files.push(FileRead {
            path: task.path.clone(),
            shown,
            kind: task.kind,
            dependencies: 0,
        });
        let mut inherited = Vec::new();
        let mut files = Vec::new();
        let mut root = None;
        let above = Some(Rc::new(Chain { file: real, above: task.above.clone() }));
        self.projects.begin(&task.path, &task.shown);
        for (location, lead) in leads {
            match lead {
                Lead::File(name) => files.push(Task {
                    kind: FileKind::Requirements,
                    path: beside(&task.path, &name),
                    shown: beside(Path::new(&task.shown), &name).to_string_lossy().into_owned(),
                    named_at: Some(location),
                    above: above.clone(),
                }),
                Lead::WorkspaceRoot(path) => root = Some(path),
                Lead::Inherited(key) => inherited.push((key, location)),
                Lead::NpmPackage(name) => self.projects.name(name),
                Lead::NpmMembers(pattern) => self.projects.pattern(pattern, location),
            }
        }
        let start = self.reading.dependencies.len();
        self.reading.append(reading);
        self.inherit(task, root.as_deref(), inherited);
        if let Some(own) = self.reading.dependencies.get_mut(start..) {
            own.sort_by_key(|found| found.location.as_ref().map(|l| (l.line, l.column)));
            if let Some(file) = self.reading.files.last_mut() {
                file.dependencies = own.len();
            }
        }
        files
    }

    /// Adds what a member of a Cargo workspace takes over from the workspace's root.
    fn inherit(&mut self, task: &Task, root: Option<&str>, keys: Vec<(String, Location)>) {
        if keys.is_empty() {
            return;
        }
        let workspace = self.workspace(task, root);
        for (key, location) in keys {
            let stated = workspace.as_ref().and_then(|workspace| workspace.dependencies.get(&key));
            match stated {
                // The name of a renamed one stands in the root.
                Some(stated) if stated.alias.is_some() => {
                    if !self.renamed.contains(stated) {
                        self.renamed.push(stated.clone());
                    }
                }
                Some(stated) => {
                    self.reading.dependencies.push(Dependency { location: Some(location), ..stated.clone() });
                }
                None => {
                    let (message, hint) = match &workspace {
                        Some(_) => ("is not in the workspace's [workspace.dependencies]", "add it there"),
                        None => {
                            ("inherits from a workspace whose root was not found", "read it in its workspace")
                        }
                    };
                    let message = format!("{} {message}", quoted(&key));
                    self.error(at(location, message, hint.to_owned()));
                }
            }
        }
    }

    /// The workspace to which a Cargo.toml belongs: the one it names, or the nearest root above.
    fn workspace(&mut self, task: &Task, root: Option<&str>) -> Option<Rc<Workspace>> {
        let folder = std::path::absolute(&task.path).ok()?.parent()?.to_owned();
        if let Some(root) = root {
            let path = normal(&folder.join(root));
            let shown = beside(Path::new(&task.shown), &format!("{root}/Cargo.toml"));
            return self.workspace_in(&path, &shown);
        }
        let mut up = String::new();
        for folder in folder.ancestors() {
            let shown = beside(Path::new(&task.shown), &format!("{up}Cargo.toml"));
            if let Some(found) = self.workspace_in(folder, &shown) {
                return Some(found);
            }
            up.push_str("../");
        }
        None
    }

    fn workspace_in(&mut self, folder: &Path, shown: &Path) -> Option<Rc<Workspace>> {
        if let Some(known) = self.workspaces.get(folder) {
            return known.clone();
        }
        let bytes = load(&folder.join("Cargo.toml")).ok();
        let found = bytes.and_then(|bytes| {
            let dependencies = cargo_toml::workspace_dependencies(&bytes, &shown.to_string_lossy())?;
            Some(Rc::new(Workspace { dependencies }))
        });
        self.workspaces.insert(folder.to_owned(), found.clone());
        found
    }

    /// Everything that was read. Only now do dependencies between the members of an npm workspace
    /// have their source, and renamed ones that members inherit stand at the end.
    pub fn finish(mut self) -> Reading {
        for dependency in std::mem::take(&mut self.renamed) {
            // Where the root was read itself, it is there already.
            if !self.reading.dependencies.contains(&dependency) {
                self.reading.dependencies.push(dependency);
            }
        }
        self.projects.settle(&mut self.reading.dependencies);
        let place = |error: &InputError| (error.file.clone(), error.line, error.column);
        self.reading.errors.sort_by_key(place);
        self.reading
    }
}

fn at(location: Location, message: String, hint: String) -> InputError {
    InputError {
        file: Some(location.file),
        line: Some(location.line),
        column: Some(location.column),
        message,
        hint,
    }
}

/// The error for a file that the user named, or for the line that names it.
fn unreadable(task: &Task, message: &str, hint: &str) -> InputError {
    match &task.named_at {
        None => InputError {
            file: Some(task.shown.as_str().into()),
            line: None,
            column: None,
            message: format!("the file {message}"),
            hint: hint.to_owned(),
        },
        Some(location) => {
            at(location.clone(), format!("the file {} {message}", quoted(&task.shown)), hint.to_owned())
        }
    }
}

/// Reads a file's bytes; what else is there (a folder, a pipe) is refused, since reading it could
/// wait for ever or take away what the client is to read.
fn load(path: &Path) -> Result<Vec<u8>, (String, &'static str)> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ("does not exist".to_owned(), "check the path"),
        io::ErrorKind::PermissionDenied => {
            ("cannot be read: permission denied".to_owned(), "change its permissions")
        }
        _ => (format!("cannot be read: {error}"), "check the path and its permissions"),
    };
    let data = fs::metadata(path).map_err(failed)?;
    if data.is_dir() {
        return Err(("is a folder".to_owned(), "name a file in it, or scan the folder"));
    }
    if !data.is_file() {
        return Err(("is a pipe or device".to_owned(), "write its text to a file first"));
    }
    if data.len() > LARGEST {
        return Err((format!("is larger than {} MiB", LARGEST >> 20), "check that it is the right file"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or_default());
    // It may grow while it is read.
    File::open(path).map_err(failed)?.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The path that a file means by a name written in it.
fn beside(file: &Path, name: &str) -> PathBuf {
    match file.parent() {
        Some(folder) => normal(&folder.join(name)),
        None => PathBuf::from(name),
    }
}

/// Takes `.` and `x/..` out of a path as written, without asking the file system.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_file_are_relative_to_it() {
        for (file, name, path) in [
            ("requirements.txt", "base.txt", "base.txt"),
            ("a/dev.txt", "../base.txt", "base.txt"),
            ("a/dev.txt", "./b/base.txt", "a/b/base.txt"),
            ("dev.txt", "../base.txt", "../base.txt"),
            ("../../x/dev.txt", "../../base.txt", "../../../base.txt"),
            ("a/dev.txt", "/etc/base.txt", "/etc/base.txt"),
        ] {
            assert_eq!(beside(Path::new(file), name), Path::new(path), "{file} {name}");
        }
    }
}
