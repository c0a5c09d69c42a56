//! Finds manifests and lockfiles below a folder, on all cores, and says what it leaves out.

use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gitignore::{Compiler, Rules};
use super::kind::FileKind;
use super::left_out::{by_content, by_name, is_never_read};
use super::parallel::walk_all;
use super::reading::{SkipReason, Skipped};
use crate::finding::InputError;

/// What was found, sorted by path, and what was not read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<FoundFile>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) errors: Vec<InputError>,
}

/// A file of a known kind. Scripts are only candidates: most state nothing.
#[derive(Debug)]
pub(super) struct FoundFile {
    pub(super) kind: FileKind,
    pub(super) path: PathBuf,
    /// The same without links.
    pub(super) real: PathBuf,
}

/// A folder to look into.
struct Folder {
    path: PathBuf,
    real: PathBuf,
    rules: Option<Arc<Rules>>,
    /// The user named it: it is read, whatever it is.
    is_root: bool,
}

struct Walker {
    root: PathBuf,
    compiler: Compiler,
    everything: bool,
}

/// Walks a tree. Links are not followed, but one whose own name is that of a manifest is taken
/// where it leads to a file inside the tree. With `everything`, nothing is left out but what
/// [`is_never_read`].
pub(super) fn walk(root: &Path, everything: bool, threads: usize) -> Found {
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let walker = Walker { root: real.clone(), compiler: Compiler::default(), everything };
    let rules = if everything { None } else { walker.compiler.above(&real) };
    let root = Folder { path: root.to_owned(), real, rules, is_root: true };
    let parts = walk_all(root, threads, |folder, found: &mut Found| walker.visit(&folder, found));
    let mut all = Found::default();
    for found in parts {
        all.files.extend(found.files);
        all.skipped.extend(found.skipped);
        all.errors.extend(found.errors);
    }
    all.files.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

impl Walker {
    /// Looks into one folder, and returns those in it.
    fn visit(&self, folder: &Folder, found: &mut Found) -> Vec<Folder> {
        let entries = match entries(&folder.path) {
            Ok(entries) => entries,
            Err(io) => {
                let hint = "check the path and its permissions";
                found.errors.push(error(&folder.path, &format!("cannot be read: {io}"), hint));
                return Vec::new();
            }
        };
        let holds = |name: &str| entries.iter().any(|(entry, _)| entry == name);
        let own_name = folder.path.file_name().map(|name| name.to_string_lossy());
        let own_name = own_name.as_deref();
        if !folder.is_root
            && !self.everything
            && let Some(reason) = by_content(own_name.unwrap_or_default(), holds)
        {
            found.skipped.push(skipped(&folder.path, None, reason));
            return Vec::new();
        }
        // What stands above a repository is not for what it holds.
        let above = folder.rules.clone().filter(|_| folder.is_root || !holds(".git"));
        let rules = match self.everything || !holds(".gitignore") {
            true => above,
            false => self.compiler.enter(above, &folder.real),
        };
        let beside_cargo_toml = holds("Cargo.toml");
        let mut folders = Vec::new();
        for (name, kind) in &entries {
            let text = name.to_string_lossy();
            if !kind.is_dir() {
                self.file(name, *kind, FileKind::named(&text, own_name), folder, rules.as_deref(), found);
                continue;
            }
            if is_never_read(&text) {
                continue;
            }
            let (path, real) = (folder.path.join(name), folder.real.join(name));
            let ignored = || Rules::ignore(rules.as_deref(), &real, true).then_some(SkipReason::Ignored);
            let reason = if self.everything {
                None
            } else {
                by_name(&text, own_name, beside_cargo_toml).or_else(ignored)
            };
            match reason {
                Some(reason) => found.skipped.push(skipped(&path, None, reason)),
                None => folders.push(Folder { path, real, rules: rules.clone(), is_root: false }),
            }
        }
        folders
    }

    /// Takes what is no folder, where its name is that of a known kind.
    fn file(
        &self,
        name: &OsString,
        file_type: FileType,
        kind: Option<FileKind>,
        folder: &Folder,
        rules: Option<&Rules>,
        found: &mut Found,
    ) {
        if kind.is_none() && !file_type.is_symlink() {
            return;
        }
        let (path, real) = (folder.path.join(name), folder.real.join(name));
        let is_script = kind.is_some_and(FileKind::is_script);
        if Rules::ignore(rules, &real, false) {
            // Of programs, hardly one states anything.
            if kind.is_some() && !is_script {
                found.skipped.push(skipped(&path, kind, SkipReason::Ignored));
            }
            return;
        }
        let target = if file_type.is_symlink() { fs::canonicalize(&path) } else { Ok(real) };
        match (target, kind) {
            (Ok(target), Some(kind)) if target.starts_with(&self.root) => {
                if !is_script || target.is_file() {
                    found.files.push(FoundFile { kind, path, real: target });
                }
            }
            (Ok(target), None) if target.starts_with(&self.root) || !target.is_dir() => {}
            (Ok(_), Some(_)) if !is_script => {
                let hint = "name the file that it leads to";
                found.errors.push(error(&path, "the link leads out of the folder", hint));
            }
            (Ok(_), kind) => found.skipped.push(skipped(&path, kind, SkipReason::LeadsOut)),
            (Err(io), Some(_)) if !is_script => {
                let message = match io.kind() {
                    io::ErrorKind::NotFound => "the link leads nowhere".to_owned(),
                    _ => format!("the link cannot be followed: {io}"),
                };
                found.errors.push(error(&path, &message, "mend the link, or take it away"));
            }
            // A link of another name that leads nowhere holds nothing.
            (Err(_), _) => {}
        }
    }
}

fn entries(folder: &Path) -> io::Result<Vec<(OsString, FileType)>> {
    fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            Ok((entry.file_name(), entry.file_type()?))
        })
        .collect()
}

fn skipped(path: &Path, kind: Option<FileKind>, reason: SkipReason) -> Skipped {
    Skipped { shown: shown(path).into(), kind, reason }
}

fn error(path: &Path, message: &str, hint: &str) -> InputError {
    InputError {
        file: Some(shown(path).into()),
        line: None,
        column: None,
        message: message.to_owned(),
        hint: hint.to_owned(),
    }
}

/// A path as the user would write it.
pub(super) fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}
