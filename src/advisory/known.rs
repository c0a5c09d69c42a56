use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use super::{Advisory, Affected, Index};
use crate::package::PackageName;

/// The advisories that one run goes by. What is wrong with them ends no run, and is told with its report.
#[derive(Debug, Default)]
pub struct Known {
    index: Option<Index>,
    notes: Mutex<Vec<String>>,
}

impl Known {
    /// Opens the index at a place; where there is none, nothing is known. `say_age` asks for a note where
    /// it is [stale](Index::STALE).
    pub fn open(place: &Path, say_age: bool, now: Timestamp) -> Self {
        let mut notes = Vec::new();
        let index = Index::open(place).unwrap_or_else(|error| {
            notes.push(format!("malicious releases may pass: {error}"));
            None
        });
        if let Some(days) = index.as_ref().filter(|_| say_age).and_then(|index| index.stale_for(now)) {
            notes.push(format!("the advisories were imported {days} days ago: import them again"));
        }
        Self { index, notes: Mutex::new(notes) }
    }

    /// The advisories about a name, whatever releases they affect.
    pub fn about(&self, name: &PackageName) -> Vec<Advisory> {
        let Some(index) = &self.index else { return Vec::new() };
        index.find(name).unwrap_or_else(|error| {
            let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
            let note = format!("malicious releases may pass: {error}");
            // A file that is cut off fails for half of the names.
            if !notes.contains(&note) {
                notes.push(note);
            }
            Vec::new()
        })
    }

    /// Whether every release of a package is malicious, so that nothing else need be known of it.
    pub fn condemns(&self, name: &PackageName) -> bool {
        self.about(name).iter().any(|advisory| advisory.affected == Affected::All)
    }

    /// Whether some releases of a package are malicious, so that it matters which one is installed.
    pub fn doubts(&self, name: &PackageName) -> bool {
        self.about(name).iter().any(|advisory| advisory.affected != Affected::All)
    }

    /// What the user should know: sentences without an end mark, each once.
    pub fn notes(&self) -> Vec<String> {
        std::mem::take(&mut *self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
