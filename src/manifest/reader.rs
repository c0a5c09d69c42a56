//! Follows files to the files that they name, each read once.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::address::quoted;
use super::crates::cargo_toml;
use super::draft::{Lead, Parsed};
use super::files::{Files, Unreadable};
use super::kind::FileKind;
use super::members::Projects;
use super::parse_alone;
use super::reading::{FileRead, Reading};
use crate::finding::InputError;
use crate::package::{Dependency, Location};

/// A larger file is not read: the largest lockfiles known are a tenth of this.
const LARGEST: u64 = 512 << 20;

/// Reads the files of one project into one [`Reading`]: each file once, and with what only several
/// of them say together (which members a workspace has, what its root states for them).
#[derive(Default)]
pub struct Reader {
    reading: Reading,
    /// Where the files are; on the disk where it is `None`.
    files: Option<Box<dyn Files>>,
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
    /// One that reads from another place than the disk.
    pub fn of(files: Box<dyn Files>) -> Self {
        Self { files: Some(files), ..Self::default() }
    }

    fn load(&self, path: &Path) -> Result<Vec<u8>, Unreadable> {
        self.files.as_ref().map_or_else(|| load(path), |files| files.load(path))
    }

    /// By which a file is known again that is named in several ways.
    fn real(&self, path: &Path) -> PathBuf {
        let real = if self.files.is_none() { fs::canonicalize(path).ok() } else { None };
        real.unwrap_or_else(|| normal(path))
    }

    pub(super) fn error(&mut self, error: InputError) {
        self.reading.errors.push(error);
    }

    /// Reads a file as one of `kind`, and what it names, and returns what that added. `shown` is
    /// the path as the user would write it. A file that was read before adds nothing.
    pub fn read(&mut self, kind: FileKind, path: &Path, shown: &str) -> &[Dependency] {
        let start = self.reading.dependencies.len();
        let first =
            Task { kind, path: path.to_owned(), shown: shown.to_owned(), named_at: None, above: None };
        let mut tasks = vec![first];
        while let Some(task) = tasks.pop() {
            let leads = self.run(&task);
            // The next one is taken from the end.
            tasks.extend(leads.into_iter().rev());
        }
        self.reading.dependencies.get(start..).unwrap_or_default()
    }

    /// Reads one file, and returns those that it names.
    fn run(&mut self, task: &Task) -> Vec<Task> {
        let bytes = match self.load(&task.path) {
            Ok(bytes) => bytes,
            Err((message, hint)) => {
                self.error(unreadable(task, &message, hint));
                return Vec::new();
            }
        };
        let real = self.real(&task.path);
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
        let bytes = self.load(&folder.join("Cargo.toml")).ok();
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
fn load(path: &Path) -> Result<Vec<u8>, Unreadable> {
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

    /// Files in memory, by path.
    struct Held(&'static [(&'static str, &'static str)]);

    impl Files for Held {
        fn load(&self, path: &Path) -> Result<Vec<u8>, Unreadable> {
            let found = self.0.iter().find(|(held, _)| Path::new(held) == path);
            found.map(|(_, text)| text.as_bytes().to_vec()).ok_or(("is not held".to_owned(), "hold it"))
        }
    }

    #[test]
    fn leads_are_followed_in_a_tree_that_is_not_on_the_disk() {
        let mut reader = Reader::of(Box::new(Held(&[
            ("/t/requirements.txt", "-r sub/more.txt\n-r missing.txt\nflask\n"),
            ("/t/sub/more.txt", "-c ../requirements.txt\nsix\n"),
            ("/t/Cargo.toml", "[workspace.dependencies]\nserde = \"1\"\n"),
            ("/t/a/Cargo.toml", "[dependencies]\nserde.workspace = true\n"),
        ])));
        reader.read(FileKind::Requirements, Path::new("/t/requirements.txt"), "requirements.txt");
        reader.read(FileKind::Requirements, Path::new("/t/sub/more.txt"), "sub/more.txt");
        reader.read(FileKind::CargoToml, Path::new("/t/a/Cargo.toml"), "a/Cargo.toml");
        let reading = reader.finish();
        let names: Vec<_> = reading.dependencies.iter().map(|d| d.name.spelling()).collect();
        assert_eq!(names, ["flask", "six", "serde"]);
        let messages: Vec<_> = reading.errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "the file \"missing.txt\" is not held",
                "the file \"requirements.txt\" names itself in a circle"
            ]
        );
    }

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
