//! Finds manifests and lockfiles below a folder.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::kind::FileKind;
use crate::finding::InputError;

/// What was found, sorted, and the folders that could not be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<PathBuf>,
    pub(super) errors: Vec<InputError>,
}

/// Walks a tree. Links are not followed, but one whose own name is that of a manifest is taken
/// where it leads to a file inside the tree.
pub(super) fn walk(root: &Path) -> Found {
    let mut found = Found::default();
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let walker = WalkBuilder::new(root)
        // Not everyone who reads the tree has the same settings, nor ripgrep's own ignore files.
        .git_global(false)
        .git_exclude(false)
        .ignore(false)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry))
        .build();
    for entry in walker {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.errors.push(unreadable(root, &error));
                continue;
            }
        };
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_dir() || FileKind::of(entry.path()).is_none() {
            continue;
        }
        if kind.is_symlink() {
            match fs::canonicalize(entry.path()) {
                Ok(target) if target.starts_with(&real_root) && target.is_file() => {}
                _ => {
                    let hint = "name the file that it leads to";
                    found.errors.push(error(entry.path(), "the link leads out of the folder", hint));
                    continue;
                }
            }
        }
        found.files.push(entry.into_path());
    }
    found.files.sort();
    found
}

/// Folders that hold what was installed or built, and not what the project states.
fn is_left_out(entry: &DirEntry) -> bool {
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return false;
    }
    let path = entry.path();
    let inside = |name: &str| path.join(name).exists();
    match entry.file_name().to_str() {
        Some("node_modules" | "bower_components" | "site-packages" | "__pycache__") => true,
        Some("target") => inside("CACHEDIR.TAG") || path.with_file_name("Cargo.toml").exists(),
        // A virtual environment of any name, and a crate that `cargo vendor` copied.
        _ => inside("pyvenv.cfg") || inside(".cargo-checksum.json"),
    }
}

fn unreadable(root: &Path, error: &ignore::Error) -> InputError {
    let hint = "check the path and its permissions";
    match error {
        ignore::Error::WithPath { path, err } => {
            InputError { file: Some(path_text(path)), ..unreadable(root, err) }
        }
        ignore::Error::WithDepth { err, .. } => unreadable(root, err),
        ignore::Error::Io(io) => self::error(root, &format!("cannot be read: {io}"), hint),
        other => self::error(root, &format!("cannot be read: {}", other.to_string().escape_debug()), hint),
    }
}

fn error(path: &Path, message: &str, hint: &str) -> InputError {
    InputError {
        file: Some(path_text(path)),
        line: None,
        column: None,
        message: message.to_owned(),
        hint: hint.to_owned(),
    }
}

fn path_text(path: &Path) -> std::sync::Arc<str> {
    shown(path).into()
}

/// A path as the user would write it.
pub(super) fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}
