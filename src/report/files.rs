//! What became of each file and folder that was come upon.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::human::counted;
use super::style::Role;
use super::{Style, escaped};
use crate::finding::InputError;
use crate::manifest::{FileKind, Note, Reading, SkipReason};

/// What was read and what was not, of one run.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The files, sorted by path; folders where they were left out whole.
    pub entries: Vec<FileEntry>,
    /// What the user should know about single files.
    pub notes: Vec<Note>,
}

/// One file, or a folder that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// The path as the user would write it.
    pub shown: Arc<str>,
    /// What it was read as, or would have been; `None` for folders and unknown names.
    pub kind: Option<FileKind>,
    /// What became of it.
    pub status: FileStatus,
    /// How many packages it states.
    pub packages: usize,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileStatus {
    /// It was read; single lines may be errors.
    Read,
    /// Nothing in it could be read, and why.
    Unreadable(String),
    /// It was left out.
    Skipped(SkipReason),
}

impl Files {
    /// Takes from a reading what it says of its files.
    pub fn of(reading: &mut Reading) -> Self {
        let mut first_errors: HashMap<&str, &InputError> = HashMap::new();
        for error in &reading.errors {
            if let Some(file) = error.file.as_deref() {
                first_errors.entry(file).or_insert(error);
            }
        }
        let mut entries = Vec::with_capacity(reading.files.len() + reading.skipped.len());
        for file in &reading.files {
            let error = first_errors.remove(&*file.shown).filter(|_| file.dependencies == 0);
            entries.push(FileEntry {
                shown: Arc::clone(&file.shown),
                kind: Some(file.kind),
                status: error.map_or(FileStatus::Read, |error| FileStatus::Unreadable(error.message.clone())),
                packages: file.dependencies,
            });
        }
        for (file, error) in first_errors {
            entries.push(FileEntry {
                shown: file.into(),
                kind: FileKind::of(Path::new(file)),
                status: FileStatus::Unreadable(error.message.clone()),
                packages: 0,
            });
        }
        for skipped in reading.skipped.drain(..) {
            entries.push(FileEntry {
                shown: skipped.shown,
                kind: skipped.kind,
                status: FileStatus::Skipped(skipped.reason),
                packages: 0,
            });
        }
        entries.sort_by(|one, other| one.shown.cmp(&other.shown));
        Self { entries, notes: std::mem::take(&mut reading.notes) }
    }

    /// How many files were read.
    pub fn read(&self) -> usize {
        self.entries.iter().filter(|entry| entry.status == FileStatus::Read).count()
    }

    /// What was left out, counted by reason; empty where nothing was.
    pub(super) fn skipped(&self) -> String {
        let mut counts: BTreeMap<(SkipReason, bool), usize> = BTreeMap::new();
        for entry in &self.entries {
            if let FileStatus::Skipped(reason) = entry.status {
                *counts.entry((reason, entry.kind.is_none())).or_default() += 1;
            }
        }
        let said = counts.into_iter().map(|((reason, is_folder), count)| {
            let (one, many) = match reason {
                SkipReason::Environment => ("virtual environment", "virtual environments"),
                SkipReason::LeadsOut => ("link out of the folder", "links out of the folder"),
                SkipReason::LargeScript => ("script larger than 1 MiB", "scripts larger than 1 MiB"),
                SkipReason::Superseded => {
                    ("bun.lockb beside its bun.lock", "bun.lockb files beside their bun.lock")
                }
                SkipReason::Installed => ("folder of installed packages", "folders of installed packages"),
                SkipReason::Vendored => ("folder of vendored packages", "folders of vendored packages"),
                SkipReason::Built => ("folder built by cargo", "folders built by cargo"),
                SkipReason::Ignored if is_folder => {
                    ("folder ignored by .gitignore", "folders ignored by .gitignore")
                }
                SkipReason::Ignored => ("file ignored by .gitignore", "files ignored by .gitignore"),
            };
            counted(count, one, many)
        });
        said.collect::<Vec<_>>().join(", ")
    }

    /// Each file on a line.
    pub(super) fn list(&self, text: &mut String, style: &Style) {
        // Nothing is aligned for who listens.
        let gap = if style.plain { ": " } else { "  " };
        let word = |word: &'static str| if style.plain { word.trim_end() } else { word };
        for entry in &self.entries {
            let shown = escaped(&entry.shown);
            // Writing to a string cannot fail.
            let _ = match &entry.status {
                FileStatus::Read => {
                    let packages = counted(entry.packages, "name", "names");
                    writeln!(text, "{}{gap}{shown}: {packages}", style.paint(Role::Label, word("read   ")))
                }
                FileStatus::Unreadable(reason) => {
                    writeln!(
                        text,
                        "{}{gap}{shown}: {}",
                        style.paint(Role::Blocked, word("unread ")),
                        escaped(reason)
                    )
                }
                FileStatus::Skipped(reason) => {
                    writeln!(
                        text,
                        "{}{gap}{shown}: {}",
                        style.paint(Role::Warning, word("skipped")),
                        reason.as_str()
                    )
                }
            };
        }
    }
}
