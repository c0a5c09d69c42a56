//! Which names are replaced where, and which are not, and why.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use phantom_guard::finding::{Finding, InputError};
use phantom_guard::manifest::{self, FileKind, FileRead};
use phantom_guard::package::{Ecosystem, Location, PackageName};
use phantom_guard::policy::Action;
use phantom_guard::report::escaped_name;

use super::edit::{Edit, mended};
use crate::replace;

/// What is to be done with the files of a project.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files that would be written.
    pub(super) files: Vec<Mended>,
    /// What is better left alone, and why.
    pub(super) errors: Vec<InputError>,
    /// What to know and to do beside.
    pub(super) notes: Vec<String>,
}

/// A file and its mended text.
#[derive(Debug)]
pub(super) struct Mended {
    pub(super) path: PathBuf,
    pub(super) shown: String,
    kind: FileKind,
    pub(super) edits: Vec<Edit>,
    pub(super) old: Vec<u8>,
    pub(super) new: Vec<u8>,
}

#[cfg(test)]
impl Mended {
    /// One of a requirements file.
    pub(super) fn new(path: PathBuf, old: &[u8], new: &[u8]) -> Self {
        let (old, new, shown) = (old.to_owned(), new.to_owned(), path.display().to_string());
        Self { path, shown, kind: FileKind::Requirements, edits: Vec::new(), old, new }
    }
}

/// A name that is to be replaced, by what it is and where it stands.
type Wanted<'r> = (&'r Finding, &'r Location, &'r str);

impl Plan {
    /// Makes one. `findings` are of the `files`; `refused` are the names that were meant and are themselves
    /// not let through, with the reason.
    pub(super) fn of(
        findings: &[Finding],
        files: &[FileRead],
        refused: &HashMap<PackageName, String>,
    ) -> Self {
        let mut plan = Self::default();
        let kinds: HashMap<&str, &FileRead> = files.iter().map(|file| (&*file.shown, file)).collect();
        let mut by_file: BTreeMap<&str, Vec<Wanted<'_>>> = BTreeMap::new();
        let mut locked: BTreeMap<&str, (FileKind, HashSet<String>)> = BTreeMap::new();
        for (finding, place, meant) in findings.iter().filter_map(wanted) {
            let Some(file) = kinds.get(&*place.file) else { continue };
            let name = &finding.dependency.name;
            if file.kind.is_lockfile() {
                let (_, names) = locked.entry(&place.file).or_insert_with(|| (file.kind, HashSet::new()));
                names.insert(escaped_name(name.spelling()).into_owned());
            } else if let Some(why) = refused.get(&PackageName::new(name.ecosystem(), meant)) {
                let message = format!(
                    "`{}` was probably meant, and is itself not let through: {why}",
                    escaped_name(meant)
                );
                plan.errors.push(error(place, message, "see what you meant by it, and write that"));
            } else {
                by_file.entry(&place.file).or_default().push((finding, place, meant));
            }
        }
        for (shown, wanted) in by_file {
            if let Some(file) = kinds.get(shown) {
                plan.mend(file, &wanted);
            }
        }
        plan.workspaces(files);
        for (file, (kind, names)) in locked {
            plan.notes.push(still_locked(file, kind, names));
        }
        plan
    }

    /// Mends one file, or says why not.
    fn mend(&mut self, file: &FileRead, wanted: &[Wanted<'_>]) {
        let edits: Vec<Edit> = wanted
            .iter()
            .map(|(finding, place, meant)| Edit {
                line: place.line,
                column: place.column,
                old: finding.dependency.name.spelling().to_owned(),
                new: (*meant).to_owned(),
            })
            .collect();
        let Some((_, first, _)) = wanted.first() else { return };
        let old = match replace::read(&file.path) {
            Ok(Some(old)) => old,
            Ok(None) => return self.errors.push(error(first, "the file is gone", "run it again")),
            Err(why) => {
                return self.errors.push(error(
                    first,
                    format!("cannot be read: {why}"),
                    "check its permissions",
                ));
            }
        };
        if std::fs::metadata(&file.path).is_ok_and(|data| data.permissions().readonly()) {
            return self.errors.push(error(
                first,
                "the file is read-only",
                "make it writable, and run it again",
            ));
        }
        if let Some((place, meant)) = stands_already(file, &old, &edits) {
            let message = format!("`{meant}` stands in line {place} already");
            return self.errors.push(error(first, message, "take the line with the other name out"));
        }
        match mended(file.kind, &old, &file.shown, &edits) {
            Ok(new) => {
                self.notes.extend(wanted.iter().flat_map(advice));
                let (path, shown) = (file.path.clone(), file.shown.to_string());
                self.files.push(Mended { path, shown, kind: file.kind, edits, old, new });
            }
            Err(why) => {
                self.errors.push(error(first, format!("left as it is: {why}"), "change the name by hand"));
            }
        }
    }

    /// A crate that a workspace's root states and its members take over is mended in all of them or in none.
    fn workspaces(&mut self, files: &[FileRead]) {
        loop {
            let at = self
                .files
                .iter()
                .position(|file| file.kind == FileKind::CargoToml && self.is_half(file, files));
            let Some(at) = at else { return };
            let file = self.files.remove(at);
            let line = file.edits.first().map(|edit| edit.line);
            self.errors.push(InputError {
                file: Some(file.shown.as_str().into()),
                line,
                column: None,
                message: "the workspace's root and its members name the crate, and not all of them can be mended here".to_owned(),
                hint: "run phantom fix on the workspace's folder".to_owned(),
            });
        }
    }

    /// Whether another Cargo.toml of the workspace would be left with the old name.
    fn is_half(&self, file: &Mended, files: &[FileRead]) -> bool {
        let planned = |path: &Path, name: &str| {
            let same = |other: &&Mended| same_file(&other.path, path);
            self.files.iter().find(same).is_some_and(|other| other.edits.iter().any(|edit| edit.old == name))
        };
        let own = manifest::parse(file.kind, &file.old, &file.shown);
        let states = |edit: &Edit| {
            own.dependencies.iter().any(|d| {
                d.location.as_ref().is_some_and(|at| (at.line, at.column) == (edit.line, edit.column))
            })
        };
        let is_root = file.old.windows(b"[workspace".len()).any(|part| part == b"[workspace");
        file.edits.iter().any(|edit| {
            if !states(edit) {
                // The root states it, and is to be among the files.
                let roots = file.path.ancestors().skip(2).map(|folder| folder.join("Cargo.toml"));
                return !roots.into_iter().any(|root| planned(&root, &edit.old));
            }
            is_root
                && members(file, files)
                    .iter()
                    .any(|member| takes_over(member, &edit.old) && !planned(member, &edit.old))
        })
    }
}

/// The Cargo.toml files below a workspace's root.
fn members(root: &Mended, read: &[FileRead]) -> Vec<PathBuf> {
    let folder = root.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let found = manifest::scan(&[folder.to_owned()]).files;
    let all = found.into_iter().chain(read.iter().cloned()).filter(|file| file.kind == FileKind::CargoToml);
    all.map(|file| file.path).filter(|path| !same_file(path, &root.path)).collect()
}

/// Whether a Cargo.toml takes a name over from its workspace's root.
fn takes_over(path: &Path, name: &str) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let Ok(document) = text.parse::<toml_edit::DocumentMut>() else { return text.contains(name) };
    let inherits =
        |item: &toml_edit::Item| item.get("workspace").and_then(toml_edit::Item::as_bool) == Some(true);
    let mut tables: Vec<&dyn toml_edit::TableLike> = vec![document.as_table()];
    while let Some(table) = tables.pop() {
        for (key, item) in table.iter() {
            if key == name && inherits(item) {
                return true;
            }
            tables.extend(item.as_table_like());
        }
    }
    false
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (std::fs::canonicalize(one), std::fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// A finding with the name that was meant, in a file.
fn wanted(finding: &Finding) -> Option<Wanted<'_>> {
    let meant = finding.assessment.suggestion.as_deref()?;
    let place = finding.dependency.location.as_ref()?;
    (finding.decision.action > Action::Allow).then_some((finding, place, meant))
}

/// Where a file has the name that was meant beside the wrong one: two lines for one package help nobody.
fn stands_already(file: &FileRead, bytes: &[u8], edits: &[Edit]) -> Option<(u32, String)> {
    let reading = manifest::parse(file.kind, bytes, &file.shown);
    reading.dependencies.iter().find_map(|dependency| {
        let name = &dependency.name;
        let is = |edit: &&Edit| *name == PackageName::new(name.ecosystem(), edit.new.as_str());
        let edit = edits.iter().find(is)?;
        let at = dependency.location.as_ref()?;
        let is_mended = edits.iter().any(|edit| (edit.line, edit.column) == (at.line, at.column));
        (!is_mended && dependency.alias.is_none()).then(|| (at.line, escaped_name(&edit.new).into_owned()))
    })
}

/// What the new name alone does not mend.
fn advice((finding, place, meant): &Wanted<'_>) -> Vec<String> {
    let dependency = &finding.dependency;
    let (old, new) = (escaped_name(dependency.name.spelling()), escaped_name(meant));
    let mut notes = Vec::new();
    if let Some(requirement) = &dependency.requirement {
        let requirement = escaped_name(requirement);
        notes.push(format!(
            "{place}: `{requirement}` was written for {old}: see that {new} has such a release"
        ));
    }
    if dependency.name.ecosystem() == Ecosystem::Crates && dependency.alias.is_none() {
        let [old, new] = [old, new].map(|name| name.replace('-', "_"));
        notes.push(format!("{place}: where code or a feature says `{old}`, write `{new}`"));
    }
    notes
}

fn still_locked(file: &str, kind: FileKind, names: HashSet<String>) -> String {
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_unstable();
    let names = names.join(", ");
    match kind.locked_by() {
        Some(command) => {
            format!("{file} holds {names} and is not edited: once the manifest is right, run {command}")
        }
        None => format!("{file} holds {names} and is not edited: once the manifest is right, lock again"),
    }
}

fn error(place: &Location, message: impl Into<String>, hint: &str) -> InputError {
    InputError {
        file: Some(place.file.clone()),
        line: Some(place.line),
        column: Some(place.column),
        message: message.into(),
        hint: hint.to_owned(),
    }
}
