use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::kind::FileKind;
use crate::finding::InputError;
use crate::package::{Dependency, Ecosystem, Location};

/// What was read from one file and those it names.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Every dependency, in the order of the files and of the lines in them.
    pub dependencies: Vec<Dependency>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// The indexes that the files themselves name. A client that reads the file asks these, so a
    /// dependency of that ecosystem may come from another place than the client's own settings say.
    pub indexes: Vec<IndexSetting>,
    /// Folders that requirements files name without a name for what lies there (`.`, `-e .[dev]`), as
    /// written. The client builds them, and installs what they require.
    pub folders: Vec<String>,
    /// Every file that was read, in order.
    pub files: Vec<FileRead>,
    /// What was come upon and not read, sorted by path.
    pub skipped: Vec<Skipped>,
    /// What the files themselves give away and no single name does, such as missing integrity hashes.
    pub notes: Vec<Note>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileRead {
    /// Where it lies.
    pub path: PathBuf,
    /// The path as the user would write it.
    pub shown: Arc<str>,
    /// What it was read as.
    pub kind: FileKind,
    /// How many dependencies it states.
    pub dependencies: usize,
}

/// A file or folder that was come upon and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// The path as the user would write it.
    pub shown: Arc<str>,
    /// What the file would have been read as; `None` for a folder.
    pub kind: Option<FileKind>,
    /// Why.
    pub reason: SkipReason,
}

/// Why a file or folder was not read. None of these is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SkipReason {
    /// A client put packages there.
    Installed,
    /// A virtual environment, with what is installed in it.
    Environment,
    /// Cargo builds there.
    Built,
    /// Copies of others' packages that the project keeps.
    Vendored,
    /// A .gitignore file says so.
    Ignored,
    /// A link to something outside the folder that is read.
    LeadsOut,
    /// A program too large to be looked through for a block of dependencies.
    LargeScript,
    /// bun reads the bun.lock beside it and not this.
    Superseded,
}

impl SkipReason {
    /// The reason as a lower-case fragment.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Installed => "installed packages",
            Self::Environment => "a virtual environment",
            Self::Built => "built by cargo",
            Self::Vendored => "vendored packages",
            Self::Ignored => "ignored by .gitignore",
            Self::LeadsOut => "a link that leads out of the folder",
            Self::LargeScript => "a script larger than 1 MiB",
            Self::Superseded => "replaced by the bun.lock beside it",
        }
    }
}

/// Something the user should know about a file, which is no finding and no error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it begins to be so.
    pub location: Location,
    /// What, as a lower-case fragment.
    pub message: String,
}

impl Reading {
    /// Sorts what was skipped, without what another of the paths led to after all.
    pub(super) fn settle_skipped(&mut self) {
        if self.skipped.is_empty() {
            return;
        }
        let read: HashSet<&str> = self.files.iter().map(|file| &*file.shown).collect();
        self.skipped.retain(|skipped| !read.contains(&*skipped.shown));
        self.skipped.sort_by(|one, other| one.shown.cmp(&other.shown));
        self.skipped.dedup_by(|one, other| one.shown == other.shown);
    }

    /// Adds what another reading holds behind what is here.
    pub fn append(&mut self, other: Self) {
        self.dependencies.extend(other.dependencies);
        self.errors.extend(other.errors);
        self.indexes.extend(other.indexes);
        self.folders.extend(other.folders);
        self.files.extend(other.files);
        self.skipped.extend(other.skipped);
        self.notes.extend(other.notes);
    }
}

/// How an index that a file names is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IndexKind {
    /// Instead of the default one.
    Primary,
    /// Beside the others: the same name may then come from either.
    Extra,
    /// Only for names that are bound to it, or before the default one for all: a name comes from one of
    /// the two, and the file says from which.
    Named,
    /// A page or folder of archives.
    FindLinks,
    /// No index at all; the address is empty.
    NoIndex,
}

/// An index that a file names.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexSetting {
    /// Whose packages it serves.
    pub ecosystem: Ecosystem,
    /// How it is used.
    pub kind: IndexKind,
    /// The address as written, which may hold a password: show the setting itself, which hides it.
    pub url: String,
    /// Where it stands.
    pub location: Location,
}

impl fmt::Display for IndexSetting {
    /// The address without user, password and query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::package::without_secrets(&self.url))
    }
}

impl fmt::Debug for IndexSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexSetting")
            .field("ecosystem", &self.ecosystem)
            .field("kind", &self.kind)
            .field("url", &crate::package::without_secrets(&self.url))
            .field("location", &self.location)
            .finish()
    }
}
