//! What one [`Reading`] states and another did not: the names that a change adds.
//!
//! A dependency is *known* where the older reading has the same package in any of its files: the same
//! name, source, alias and requirement, and no [`Concern`] less. What moved to another line or file is
//! therefore known. All else is judged, and told as one of three:
//!
//! | change | what it says |
//! |---|---|
//! | changed | the older reading had the name in another version, from another source, under another alias, or unsuspected |
//! | added | no entry of the older reading went in exchange for it |
//! | removed | the newer reading has it nowhere, and nothing in exchange for it |
//!
//! ```
//! use std::path::Path;
//!
//! use phantom_guard::change::{Side, between};
//! use phantom_guard::manifest::{FileKind, parse};
//!
//! let old = parse(FileKind::Requirements, b"flask\n", "requirements.txt");
//! let new = parse(FileKind::Requirements, b"# sorted\nflask\nreqeusts\n", "requirements.txt");
//! let root = Path::new("");
//! let difference = between(Side { reading: &old, root }, Side { reading: &new, root });
//! assert_eq!(difference.judged.len(), 1); // for Guard::judge
//! assert_eq!(difference.judged[0].name.spelling(), "reqeusts");
//! ```
//!
//! What went in exchange is looked for in the same file first, then in all of them, and there the same
//! source before another one and the same major version before another one.

mod exchange;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::manifest::{FileRead, Note, Reading};
use crate::package::{Concern, Dependency, PackageName, Source};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Stated now, and not before.
    Added(Dependency),
    /// Stated otherwise than before.
    Changed {
        /// As it was.
        old: Dependency,
        /// As it is.
        new: Dependency,
    },
    /// Stated before, and not now.
    Removed(Dependency),
}

/// A reading, and the part of its paths that is not compared.
#[derive(Debug, Clone, Copy)]
pub struct Side<'r> {
    /// What was read.
    pub reading: &'r Reading,
    /// The folder or file that was named, as its paths begin. Files of two sides are the same where
    /// their paths below it are.
    pub root: &'r Path,
}

/// What differs between two readings.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// Each difference once, whatever the number of its places: what is new in the newer reading's order,
    /// then what was removed.
    pub changes: Vec<Change>,
    /// What is to be judged: every place of what was added or changed.
    pub judged: Vec<Dependency>,
    /// What the newer files give away and the older ones did not.
    pub notes: Vec<Note>,
    /// Files whose older form could not be read for another reason than the newer one, as the newer
    /// reading shows them, with that reason. All their names count as added.
    pub unread: Vec<(Arc<str>, String)>,
}

/// Compares two readings.
pub fn between(old: Side<'_>, new: Side<'_>) -> Difference {
    let (mut broken, broken_now) = (old.broken(), new.broken());
    // What can be read of a broken file vouches for nothing, unless as much of it can be read now.
    broken.retain(|file, reasons| broken_now.get(file) != Some(reasons));
    let old_entries: Vec<_> = old.entries().filter(|entry| !broken.contains_key(entry.file)).collect();
    let new_entries: Vec<_> = new.entries().collect();
    let known = Known::of(&old_entries);
    let is_fresh = |entry: &&Entry<'_>| broken.contains_key(entry.file) || !known.holds(entry);
    let fresh: Vec<_> = new_entries.iter().filter(is_fresh).copied().collect();
    let unsure = broken_now.into_keys().collect();
    let noted: HashSet<_> =
        old.reading.notes.iter().map(|note| (old.below(&note.location.file), &note.message)).collect();
    let is_new = |note: &&Note| !noted.contains(&(new.below(&note.location.file), &note.message));
    let unread = |file: &FileRead| {
        let why = broken.get(new.below(&file.shown))?;
        Some((Arc::clone(&file.shown), (*why.first()?).to_owned()))
    };
    Difference {
        changes: exchange::changes(&old_entries, &new_entries, &fresh, &unsure),
        judged: fresh.iter().map(|entry| entry.dependency.clone()).collect(),
        notes: new.reading.notes.iter().filter(is_new).cloned().collect(),
        unread: new.reading.files.iter().filter_map(unread).collect(),
    }
}

impl<'r> Side<'r> {
    /// A path as it is compared.
    fn below(&self, file: &'r str) -> &'r Path {
        let file = Path::new(file);
        file.strip_prefix(self.root).unwrap_or(file)
    }

    /// Files that could not be read whole, with the reasons in order.
    fn broken(&self) -> HashMap<&'r Path, Vec<&'r str>> {
        let mut broken: HashMap<_, Vec<_>> = HashMap::new();
        for error in &self.reading.errors {
            if let Some(file) = &error.file {
                broken.entry(self.below(file)).or_default().push(error.message.as_str());
            }
        }
        broken.values_mut().for_each(|reasons| reasons.sort_unstable());
        broken
    }

    fn entries(self) -> impl Iterator<Item = Entry<'r>> {
        self.reading.dependencies.iter().map(move |dependency| Entry {
            file: dependency.location.as_ref().map_or(Path::new(""), |at| self.below(&at.file)),
            content: Content {
                name: &dependency.name,
                source: &dependency.source,
                alias: dependency.alias.as_deref(),
                requirement: dependency.requirement.as_deref(),
            },
            dependency,
        })
    }
}

/// A dependency in its file.
#[derive(Debug, Clone, Copy)]
struct Entry<'r> {
    file: &'r Path,
    content: Content<'r>,
    dependency: &'r Dependency,
}

/// What makes a dependency the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Content<'r> {
    name: &'r PackageName,
    source: &'r Source,
    alias: Option<&'r str>,
    requirement: Option<&'r str>,
}

/// What the older reading has, in any file, with what it gave away about each.
struct Known<'r>(HashMap<Content<'r>, HashSet<&'r Concern>>);

impl<'r> Known<'r> {
    fn of(entries: &[Entry<'r>]) -> Self {
        let mut known: HashMap<Content<'r>, HashSet<&'r Concern>> = HashMap::with_capacity(entries.len());
        for entry in entries {
            known.entry(entry.content).or_default().extend(&entry.dependency.concerns);
        }
        Self(known)
    }

    fn holds(&self, entry: &Entry<'_>) -> bool {
        let concerns = &entry.dependency.concerns;
        self.0.get(&entry.content).is_some_and(|known| concerns.iter().all(|concern| known.contains(concern)))
    }
}

#[cfg(test)]
mod tests;
