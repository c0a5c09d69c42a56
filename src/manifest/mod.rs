//! Reads the files by which people state and pin dependencies.
//!
//! Every name comes with the place where it stands, and with where its package would come from.
//! Nothing here runs a project's code or asks a network. What cannot be read is an
//! [`InputError`] beside whatever could: a file is never given up
//! for one bad line.
//!
//! ```
//! use phantom_guard::manifest::{self, FileKind};
//!
//! let text = b"requests==2.31\nflask >= \n";
//! let reading = manifest::parse(FileKind::Requirements, text, "requirements.txt");
//! let first = &reading.dependencies[0];
//! assert_eq!((first.name.spelling(), first.requirement.as_deref()), ("requests", Some("==2.31")));
//! assert_eq!(first.location.as_ref().map(ToString::to_string).as_deref(), Some("requirements.txt:1:1"));
//! assert_eq!(reading.errors[0].line, Some(2)); // and what to do about it
//! ```
//!
//! [`scan`] reads files and whole folders.
//!
//! | file | parser |
//! |---|---|
//! | requirements and constraint files | `pypi::requirements` |
//! | pyproject.toml | `pypi::pyproject`, `pypi::poetry` |
//! | setup.cfg, tox.ini, setup.py | `pypi::setup_cfg`, `pypi::tox`, `pypi::setup_py` |
//! | Pipfile, Pipfile.lock | `pypi::pipfile`, `pypi::pipfile_lock` |
//! | poetry.lock, pdm.lock, uv.lock, pylock.toml | `pypi::locked` and one each |
//! | environment.yml, .pre-commit-config.yaml | `pypi::conda`, `pypi::pre_commit` |
//! | Python and Rust scripts | `pypi::script`, `crates::script` |
//! | package.json | `npm::package_json` |
//! | package-lock.json, npm-shrinkwrap.json | `npm::package_lock` |
//! | yarn.lock | `npm::yarn_lock` |
//! | pnpm-lock.yaml, pnpm-workspace.yaml | `npm::pnpm_lock`, `npm::pnpm_workspace` |
//! | bun.lock | `npm::bun_lock` |
//! | deno.json, import maps | `npm::deno` |
//! | Cargo.toml | `crates::cargo_toml` |
//! | Cargo.lock | `crates::cargo_lock` |
//! | .cargo/config.toml | `crates::cargo_config` |

mod address;
mod crates;
mod draft;
mod files;
mod gitignore;
mod graph;
mod json;
mod kind;
mod left_out;
mod load;
mod members;
mod npm;
mod parallel;
mod pypi;
mod reader;
mod reading;
mod scan;
mod tables;
mod text;
mod walk;
mod yaml;

pub(crate) use npm::package_at as npm_package_at;

use std::path::Path;

pub use kind::FileKind;
pub use reading::{FileRead, IndexKind, IndexSetting, Note, Reading, SkipReason, Skipped};
pub(crate) use scan::read_files;
pub use scan::{ScanOptions, discover, scan, scan_with};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    files::{Files, Unreadable},
    graph::{Graph, NodeId, Section, Way, Ways},
    left_out::lies_left_out,
    reader::Reader,
    yaml::yaml_settings,
};

use crate::finding::InputError;
use address::quoted;
use draft::{Draft, Lead, Parsed};

/// Reads one file, of the kind that its name says, and the files that it names.
///
/// `shown` is the path as the user would write it; it stands in every location.
pub fn read(path: &Path, shown: &str) -> Reading {
    let mut reader = Reader::default();
    match FileKind::of(path) {
        Some(kind) => {
            reader.read(kind, path, shown);
        }
        None => reader.error(scan::of_no_kind(path, shown)),
    }
    reader.finish()
}

/// Reads one file as one of `kind`, whatever its name is: for `pip install -r any-name`.
pub fn read_as(kind: FileKind, path: &Path, shown: &str) -> Reading {
    let mut reader = Reader::default();
    reader.read(kind, path, shown);
    reader.finish()
}

/// Reads text that is already in memory. No other file is touched: what leads to one (a nested
/// `-r`, a dependency that a Cargo workspace's root states) is reported as not read.
pub fn parse(kind: FileKind, text: &[u8], shown: &str) -> Reading {
    let Parsed { mut reading, leads, .. } = parse_alone(kind, text, shown);
    for (location, lead) in leads {
        let (message, hint) = match lead {
            Lead::File(name) => {
                (format!("the file {} is named here and was not read", quoted(&name)), "read that file too")
            }
            Lead::Inherited(key) => {
                let message =
                    format!("{} inherits from the workspace's root, which was not read", quoted(&key));
                (message, "read the file in its workspace")
            }
            Lead::WorkspaceRoot(_) | Lead::NpmPackage(_) | Lead::NpmMembers(_) => continue,
        };
        reading.errors.push(InputError {
            file: Some(location.file),
            line: Some(location.line),
            column: Some(location.column),
            message,
            hint: hint.to_owned(),
        });
    }
    reading
}

/// The one place that leads from a kind to its parser.
fn parse_alone(kind: FileKind, bytes: &[u8], shown: &str) -> Parsed {
    let text::Text { text, faults, conflict } = text::decode(bytes);
    let unread = text.is_empty() && !faults.is_empty();
    let mut draft = Draft::new(&text, kind.ecosystem(), faults, conflict);
    if unread && kind.is_script() {
        // No program of that language either.
        draft.states_nothing();
    }
    // An encoding that cannot be read is said once, and not again as an empty file.
    if !unread {
        match kind {
            FileKind::Requirements => pypi::requirements::read(&mut draft),
            FileKind::Pyproject => pypi::pyproject::read(&mut draft),
            FileKind::SetupCfg => pypi::setup_cfg::read(&mut draft),
            FileKind::SetupPy => pypi::setup_py::read(&mut draft),
            FileKind::Pipfile => pypi::pipfile::read(&mut draft),
            FileKind::PipfileLock => pypi::pipfile_lock::read(&mut draft),
            FileKind::PoetryLock => pypi::poetry_lock::read(&mut draft),
            FileKind::PdmLock => pypi::pdm_lock::read(&mut draft),
            FileKind::UvLock => pypi::uv_lock::read(&mut draft),
            FileKind::Pylock => pypi::pylock::read(&mut draft),
            FileKind::CondaEnvironment => pypi::conda::read(&mut draft),
            FileKind::PythonScript => pypi::script::read(&mut draft),
            FileKind::ToxIni => pypi::tox::read(&mut draft),
            FileKind::PreCommit => pypi::pre_commit::read(&mut draft),
            FileKind::PackageJson => npm::package_json::read(&mut draft),
            FileKind::PackageLock => npm::package_lock::read(&mut draft),
            FileKind::YarnLock => npm::yarn_lock::read(&mut draft),
            FileKind::PnpmLock => npm::pnpm_lock::read(&mut draft),
            FileKind::PnpmWorkspace => npm::pnpm_workspace::read(&mut draft),
            FileKind::BunLock => npm::bun_lock::read(&mut draft),
            FileKind::BunLockb => npm::bun_lock::binary(&mut draft),
            FileKind::Deno => npm::deno::read(&mut draft),
            FileKind::CargoToml => crates::cargo_toml::read(&mut draft),
            FileKind::CargoLock => crates::cargo_lock::read(&mut draft),
            FileKind::CargoConfig => crates::cargo_config::read(&mut draft),
            FileKind::RustScript => crates::script::read(&mut draft),
        }
    }
    draft.finish(shown)
}
