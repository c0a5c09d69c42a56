//! Follows files to the files that they name, each read once.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::address::quoted;
use super::draft::{Lead, Parsed};
use super::files::Files;
use super::kind::FileKind;
use super::load::{self, Content, Failure, Root};
use super::members::Projects;
use super::parallel;
use super::reading::{FileRead, IndexKind, Reading, Skipped};
use crate::finding::InputError;
use crate::package::{Dependency, Ecosystem, Location};

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
    workspaces: HashMap<PathBuf, Option<Rc<Root>>>,
    /// Renamed dependencies that were taken from a workspace's root.
    renamed: Vec<Dependency>,
    projects: Projects,
}

/// A file to be read.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) kind: FileKind,
    pub(super) path: PathBuf,
    /// The path without links, where it is known.
    pub(super) real: Option<PathBuf>,
    pub(super) shown: String,
    /// The user named the file itself: that it states nothing is then worth an error.
    pub(super) asked: bool,
}

/// A file still to be read, and how it was come upon.
struct Task {
    file: Candidate,
    /// Where it is named; `None` where no other file names it.
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

    /// By which a file is known again that is named in several ways.
    fn real(&self, path: &Path) -> PathBuf {
        let real = if self.files.is_none() { fs::canonicalize(path).ok() } else { None };
        real.unwrap_or_else(|| normal(path))
    }

    pub(super) fn error(&mut self, error: InputError) {
        self.reading.errors.push(error);
    }

    pub(super) fn skip(&mut self, skipped: impl IntoIterator<Item = Skipped>) {
        self.reading.skipped.extend(skipped);
    }

    /// Reads a file as one of `kind`, and what it names, and returns what that added. `shown` is
    /// the path as the user would write it. A file that was read before adds nothing.
    pub fn read(&mut self, kind: FileKind, path: &Path, shown: &str) -> &[Dependency] {
        let start = self.reading.dependencies.len();
        let (path, shown) = (path.to_owned(), shown.to_owned());
        self.follow(Candidate { kind, path, real: None, shown, asked: true }, None);
        self.reading.dependencies.get(start..).unwrap_or_default()
    }

    /// Reads files one after the other, and each with those that it names; what stands in them is
    /// parsed on several threads before. The result is the same as with one.
    pub(super) fn read_all(&mut self, files: Vec<Candidate>, threads: usize) {
        let mut contents = parallel::map(&files, threads, |file| load::open(file, None));
        // A member asks for its root before the root's turn comes.
        for (file, content) in files.iter().zip(&mut contents) {
            if let Ok(Content::Stated(_, root)) = content
                && file.kind == FileKind::CargoToml
                && let Some(folder) = folder_of(&file.path)
            {
                self.workspaces.insert(folder, root.take().map(Rc::new));
            }
        }
        for (file, content) in files.into_iter().zip(contents) {
            self.follow(file, Some(content));
        }
    }

    /// Reads a file and those that it names. `content` is what stands in it, where that is known.
    fn follow(&mut self, file: Candidate, content: Option<Result<Content, Failure>>) {
        let (start, indexes) = (self.reading.dependencies.len(), self.reading.indexes.len());
        let first = Task { file, named_at: None, above: None };
        let mut tasks = self.run(&first, content);
        // The next one is taken from the end.
        tasks.reverse();
        while let Some(task) = tasks.pop() {
            let leads = self.run(&task, None);
            tasks.extend(leads.into_iter().rev());
        }
        self.share(start, indexes);
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
    fn run(&mut self, task: &Task, content: Option<Result<Content, Failure>>) -> Vec<Task> {
        let file = &task.file;
        let real = file.real.clone().unwrap_or_else(|| self.real(&file.path));
        if Chain::holds(&task.above, &real) {
            let hint = "take one of the two lines away";
            self.error(unreadable(task, "names itself in a circle", hint));
            return Vec::new();
        }
        if self.visited.contains(&real) {
            return Vec::new();
        }
        let parsed = match content.unwrap_or_else(|| load::open(file, self.files.as_deref())) {
            Ok(Content::Stated(parsed, _)) => parsed,
            Ok(Content::Nothing) => return Vec::new(),
            Ok(Content::Skipped(reason)) => {
                let shown = file.shown.as_str().into();
                self.skip([Skipped { shown, kind: Some(file.kind), reason }]);
                return Vec::new();
            }
            Err(Failure { message, hint }) => {
                self.error(unreadable(task, &message, hint));
                return Vec::new();
            }
        };
        self.visited.insert(real.clone());
        self.settle(task, *parsed, real)
    }

    /// Takes over what stands in a file, and returns the files that it names.
    fn settle(&mut self, task: &Task, parsed: Parsed, real: PathBuf) -> Vec<Task> {
        let Parsed { reading, leads, .. } = parsed;
        let Candidate { kind, path, shown, .. } = &task.file;
        let (kind, shown_in_report) = (*kind, shown.as_str().into());
        self.reading.files.push(FileRead {
            path: path.clone(),
            shown: shown_in_report,
            kind,
            dependencies: 0,
        });
        let mut inherited = Vec::new();
        let mut files = Vec::new();
        let mut root = None;
        let above = Some(Rc::new(Chain { file: real, above: task.above.clone() }));
        self.projects.begin(path, shown);
        for (location, lead) in leads {
            match lead {
                Lead::File(name) => {
                    let file = Candidate {
                        kind: FileKind::Requirements,
                        path: beside(path, &name),
                        real: None,
                        shown: beside(Path::new(shown), &name).to_string_lossy().into_owned(),
                        asked: false,
                    };
                    files.push(Task { file, named_at: Some(location), above: above.clone() });
                }
                Lead::WorkspaceRoot(path) => root = Some(path),
                Lead::Inherited(key) => inherited.push((key, location)),
                Lead::NpmPackage(name) => self.projects.name(name),
                Lead::NpmMembers(pattern) => self.projects.pattern(pattern, location),
            }
        }
        let start = self.reading.dependencies.len();
        self.reading.append(reading);
        self.inherit(&task.file, root.as_deref(), inherited);
        if let Some(own) = self.reading.dependencies.get_mut(start..) {
            own.sort_by_key(|found| found.location.as_ref().map(|l| (l.line, l.column)));
            if let Some(file) = self.reading.files.last_mut() {
                file.dependencies = own.len();
            }
        }
        files
    }

    /// Adds what a member of a Cargo workspace takes over from the workspace's root.
    fn inherit(&mut self, file: &Candidate, root: Option<&str>, keys: Vec<(String, Location)>) {
        if keys.is_empty() {
            return;
        }
        let workspace = self.workspace(file, root);
        for (key, location) in keys {
            let stated = workspace.as_ref().and_then(|root| root.get(&key));
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
    fn workspace(&mut self, file: &Candidate, root: Option<&str>) -> Option<Rc<Root>> {
        let folder = folder_of(&file.path)?;
        if let Some(root) = root {
            let path = normal(&folder.join(root));
            let shown = beside(Path::new(&file.shown), &format!("{root}/Cargo.toml"));
            return self.workspace_in(&path, &shown);
        }
        let mut up = String::new();
        for folder in folder.ancestors() {
            let shown = beside(Path::new(&file.shown), &format!("{up}Cargo.toml"));
            if let Some(found) = self.workspace_in(folder, &shown) {
                return Some(found);
            }
            up.push_str("../");
        }
        None
    }

    fn workspace_in(&mut self, folder: &Path, shown: &Path) -> Option<Rc<Root>> {
        if let Some(known) = self.workspaces.get(folder) {
            return known.clone();
        }
        let bytes = load::bytes(&folder.join("Cargo.toml"), self.files.as_deref()).ok();
        let found = bytes.and_then(|bytes| load::workspace_root(&bytes, &shown.to_string_lossy()));
        let found = found.map(Rc::new);
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
        self.reading.settle_skipped();
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
            file: Some(task.file.shown.as_str().into()),
            line: None,
            column: None,
            message: format!("the file {message}"),
            hint: hint.to_owned(),
        },
        Some(location) => {
            at(location.clone(), format!("the file {} {message}", quoted(&task.file.shown)), hint.to_owned())
        }
    }
}

/// The absolute path of a file's folder.
fn folder_of(file: &Path) -> Option<PathBuf> {
    Some(std::path::absolute(file).ok()?.parent()?.to_owned())
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
    use super::super::files::Unreadable;
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
