//! Files and folders as a user names them.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use super::kind::FileKind;
use super::reader::{Candidate, Reader};
use super::reading::Reading;
use super::walk::{Found, shown, walk};
use crate::finding::InputError;

/// How folders are looked through.
#[derive(Debug, Clone, Default)]
pub struct ScanOptions {
    /// Read also what .gitignore names, and what was installed, built or vendored.
    pub include_ignored: bool,
    /// The number of threads; without one, as many as the machine has cores. The result is the same.
    pub threads: Option<NonZero<usize>>,
}

impl ScanOptions {
    fn threads(&self) -> usize {
        self.threads.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get)
    }
}

/// Finds the files of known kinds below `root`, sorted by path; of programs all, whether or not
/// they state anything.
///
/// Left out are what .gitignore names, folders of installed and vendored packages, cargo's `target`,
/// virtual environments, and links that lead out of the tree.
///
/// # Errors
/// Where `root` cannot be read. What cannot be read below it is left out here; [`scan`] reports it.
pub fn discover(root: &Path) -> Result<Vec<PathBuf>, InputError> {
    let Found { files, errors, .. } = walk(root, false, ScanOptions::default().threads());
    match errors.into_iter().next() {
        Some(error) if std::fs::read_dir(root).is_err() => Err(error),
        _ => Ok(files.into_iter().map(|file| file.path).collect()),
    }
}

/// Reads files and folders; a folder stands for what [`discover`] finds in it.
///
/// A file that several others name is read once. The same name in several places is kept with
/// each of them.
pub fn scan(paths: &[PathBuf]) -> Reading {
    scan_with(paths, &ScanOptions::default())
}

/// The same as [`scan`], in another way than the usual one.
pub fn scan_with(paths: &[PathBuf], options: &ScanOptions) -> Reading {
    let mut reader = Reader::default();
    let mut candidates = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = walk(path, options.include_ignored, options.threads());
            found.errors.into_iter().for_each(|error| reader.error(error));
            // A folder that is named itself is read, whatever holds it.
            let named =
                |skipped: &str| paths.iter().any(|path| Path::new(&shown(path)) == Path::new(skipped));
            reader.skip(found.skipped.into_iter().filter(|skipped| !named(&skipped.shown)));
            candidates.extend(found.files.into_iter().map(|file| Candidate {
                kind: file.kind,
                shown: shown(&file.path),
                path: file.path,
                real: Some(file.real),
                asked: false,
            }));
            continue;
        }
        let shown = shown(path);
        match FileKind::of(path) {
            Some(kind) => {
                candidates.push(Candidate { kind, path: path.clone(), real: None, shown, asked: true });
            }
            None => reader.error(of_no_kind(path, &shown)),
        }
    }
    reader.read_all(candidates, options.threads());
    reader.finish()
}

/// Reads files of known kinds, each with the path that is shown for it.
pub(crate) fn read_files(files: impl IntoIterator<Item = (PathBuf, String)>) -> Reading {
    let mut reader = Reader::default();
    let candidate = |(path, shown): (PathBuf, String)| {
        Some(Candidate { kind: FileKind::of(&path)?, path, real: None, shown, asked: false })
    };
    let candidates = files.into_iter().filter_map(candidate).collect();
    reader.read_all(candidates, ScanOptions::default().threads());
    reader.finish()
}

/// The error for a file that the user named, and whose name says nothing.
pub(super) fn of_no_kind(path: &Path, shown: &str) -> InputError {
    let (message, hint) = if path.exists() {
        ("no file of this name is read", format!("name one of {}", FileKind::NAMES))
    } else {
        ("there is no such file or folder", "check the path".to_owned())
    };
    InputError { file: Some(shown.into()), line: None, column: None, message: message.to_owned(), hint }
}
