//! Reads the files by which people state and pin dependencies.
//!
//! Every name comes with the place where it stands, and with where its package would come from.
//! Nothing here runs a project's code or asks a network. What cannot be read is an
//! [`InputError`](crate::finding::InputError) beside whatever could: a file is never given up
//! for one bad line.
//!
//! | file | parser |
//! |---|---|
//! | requirements and constraint files | `pypi::requirements` |
//! | pyproject.toml | `pypi::pyproject` |
//! | package.json | `npm::package_json` |
//! | package-lock.json, npm-shrinkwrap.json | `npm::package_lock` |
//! | Cargo.toml | `crates::cargo_toml` |
//! | Cargo.lock | `crates::cargo_lock` |

mod address;
mod kind;
mod reading;

use std::path::{Path, PathBuf};

pub use kind::FileKind;
pub use reading::{IndexKind, IndexSetting, Reading};

use crate::finding::InputError;

/// Reads one file, of the kind that its name says, and the files that it names.
///
/// `shown` is the path as the user would write it; it stands in every location.
pub fn read(path: &Path, shown: &str) -> Reading {
    let _ = (path, shown);
    Reading::default()
}

/// Reads one file as one of `kind`, whatever its name is: for `pip install -r any-name`.
pub fn read_as(kind: FileKind, path: &Path, shown: &str) -> Reading {
    let _ = (kind, path, shown);
    Reading::default()
}

/// Reads text that is already in memory. No other file is touched: what leads to one (a nested
/// `-r`, a dependency that a Cargo workspace's root states) is reported as not read.
pub fn parse(kind: FileKind, text: &[u8], shown: &str) -> Reading {
    let _ = (kind, text, shown);
    Reading::default()
}

/// Finds the files of known kinds below `root`, sorted by path.
///
/// Left out are what .gitignore names, hidden folders, `node_modules`, `target`, virtual
/// environments, and links that lead out of the tree.
///
/// # Errors
/// Where `root` cannot be read.
pub fn discover(root: &Path) -> Result<Vec<PathBuf>, InputError> {
    let _ = root;
    Ok(Vec::new())
}

/// Reads files and folders; a folder stands for what [`discover`] finds in it.
///
/// A file that several others name is read once. The same name in several places is kept with
/// each of them.
pub fn scan(paths: &[PathBuf]) -> Reading {
    let _ = paths;
    Reading::default()
}
