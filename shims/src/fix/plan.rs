//! Which names are replaced where, and which are not, and why.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use phantom_guard::finding::{Finding, InputError};
use phantom_guard::manifest::{FileKind, FileRead};
use phantom_guard::package::PackageName;
use phantom_guard::policy::Action;
use phantom_guard::report::escaped_name;

use super::advice::{advice, still_locked};
use super::beyond;
use super::change::{Change, Named, Wanted, error};
use super::edit::Edit;

/// What to do about a file that is not to be written.
pub(super) const WRITABLE: &str = "make it writable, and run it again";

/// What is to be done with the files of a project.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files that would be written.
    pub(super) files: Vec<Mended>,
    /// What is better left alone, and why.
    pub(super) refusals: Vec<InputError>,
    /// Files that can no longer be read.
    pub(super) errors: Vec<InputError>,
    /// What to know and to do beside.
    pub(super) notes: Vec<String>,
}

/// A file and its mended text.
#[derive(Debug)]
pub(super) struct Mended {
    pub(super) path: PathBuf,
    pub(super) shown: String,
    pub(super) edits: Vec<Edit>,
    pub(super) old: Vec<u8>,
    pub(super) new: Vec<u8>,
}

#[cfg(test)]
impl Mended {
    /// One of a requirements file.
    pub(super) fn new(path: PathBuf, old: &[u8], new: &[u8]) -> Self {
        let (old, new, shown) = (old.to_owned(), new.to_owned(), path.display().to_string());
        Self { path, shown, edits: Vec::new(), old, new }
    }
}

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
                plan.refusals.push(error(place, message, "see what you meant by it, and write that"));
            } else {
                by_file.entry(&place.file).or_default().push((finding, place, meant));
            }
        }
        let opened = by_file.into_iter().filter_map(|(shown, wanted)| Some((*kinds.get(shown)?, wanted)));
        plan.mend(opened);
        plan.refusals.sort_by(|one, other| place(one).cmp(&place(other)));
        plan.notes.extend(locked.into_iter().map(|(file, (kind, names))| still_locked(file, kind, names)));
        plan
    }

    /// Mends what can be mended, or says why not.
    fn mend<'r>(&mut self, files: impl Iterator<Item = (&'r FileRead, Vec<Wanted<'r>>)>) {
        let mut changes = Vec::new();
        for (file, wanted) in files {
            match Change::open(file, wanted) {
                Ok(change) if is_read_only(change.path()) => {
                    let why = |named: &Named<'_>| named.error("the file is read-only", WRITABLE);
                    self.refusals.extend(change.names.first().map(why));
                }
                Ok(mut change) => {
                    self.refusals.append(&mut change.settle());
                    changes.push(change);
                }
                Err(why) => self.errors.extend(why),
            }
        }
        self.settle(&mut changes);
        for change in changes.into_iter().filter(|change| !change.names.is_empty()) {
            let wanted = change.names.iter().flat_map(Named::wanted);
            self.notes.extend(wanted.flat_map(|wanted| advice(wanted, &change.old)));
            self.files.push(Mended {
                path: change.path().to_owned(),
                shown: change.shown().to_owned(),
                edits: change.edits(),
                old: change.old,
                new: change.new,
            });
        }
    }

    /// Takes names out until no file is left that would be mended without one that goes with it.
    fn settle(&mut self, changes: &mut [Change<'_>]) {
        loop {
            let halves = beyond::halves(changes);
            if halves.is_empty() {
                return;
            }
            let touched: HashSet<usize> = halves.iter().map(|half| half.file).collect();
            for half in halves {
                let Some(change) = changes.get_mut(half.file) else { continue };
                let at = change.names.iter().position(|named| *named.name() == half.name);
                let Some(named) = at.map(|at| change.names.remove(at)) else { continue };
                self.refusals.push(named.error(half.message, half.hint));
            }
            for at in touched {
                if let Some(change) = changes.get_mut(at) {
                    self.refusals.append(&mut change.settle());
                }
            }
        }
    }
}

/// Whether its permissions say that a file is not to be written.
pub(super) fn is_read_only(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|data| data.permissions().readonly())
}

/// A finding with the name that was meant, in a file.
fn wanted(finding: &Finding) -> Option<Wanted<'_>> {
    let meant = finding.assessment.suggestion.as_deref()?;
    let place = finding.dependency.location.as_ref()?;
    (finding.decision.action > Action::Allow).then_some((finding, place, meant))
}

fn place(error: &InputError) -> (Option<&str>, Option<u32>, Option<u32>) {
    (error.file.as_deref(), error.line, error.column)
}
