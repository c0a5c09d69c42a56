//! `phantom scan --since REV`: what the files of this moment have and those of a commit had not.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use phantom_guard::change::{self, Change, Difference, Side};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{FileKind, Reader, Reading, lies_left_out};

use crate::git::{Entry, WorkTree};

/// What a comparison has to say beside the names that it leaves.
pub(crate) struct Compared {
    /// What differs.
    pub(crate) changes: Vec<Change>,
    /// What the user should know.
    pub(crate) notes: Vec<String>,
}

/// Leaves in a reading of `paths` only what it has and `revision` had not.
///
/// # Errors
/// Where git cannot say what the revision has.
pub(crate) fn narrow(
    revision: &str,
    paths: &[PathBuf],
    reading: &mut Reading,
) -> Result<Compared, InputError> {
    let mut older = Older::of(reading);
    let mut bases: Vec<String> = Vec::new();
    for (tree, roots) in work_trees(paths)? {
        let commit = tree.commit(revision)?;
        bases.push(commit.chars().take(SHORT_HASH).collect());
        older.read(&tree, &commit, &roots)?;
    }
    let Older { reading: old, mut notes, .. } = older;
    let compared = left(&old, Path::new(""), reading, Path::new(""));
    notes.extend(compared.notes);
    notes.push(format!(
        "since {revision} ({}): {}; what was there already is not judged",
        bases.join(", "),
        counted(&compared.changes)
    ));
    Ok(Compared { changes: compared.changes, notes })
}

/// So much of a commit's hash is shown.
const SHORT_HASH: usize = 10;

/// Leaves in `new` only what it has and `old` has not.
pub(crate) fn left(old: &Reading, old_root: &Path, new: &mut Reading, new_root: &Path) -> Compared {
    let (old, side) = (Side { reading: old, root: old_root }, Side { reading: new, root: new_root });
    let Difference { changes, judged, notes, unread } = change::between(old, side);
    new.dependencies = judged;
    new.notes = notes;
    let unread = unread.into_iter().map(|(file, why)| {
        format!("{file} could not be read as it was ({why}), so that all its names count as added")
    });
    Compared { changes, notes: unread.collect() }
}

fn counted(changes: &[Change]) -> String {
    let count = |is: fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count();
    format!(
        "{} added, {} changed, {} removed",
        count(|change| matches!(change, Change::Added(_))),
        count(|change| matches!(change, Change::Changed { .. })),
        count(|change| matches!(change, Change::Removed(_)))
    )
}

/// A path that is scanned, and where it lies in its work tree.
struct Root {
    given: PathBuf,
    below: PathBuf,
}

/// The work trees around some paths. What is not there is left to the scan to say.
fn work_trees(paths: &[PathBuf]) -> Result<Vec<(WorkTree, Vec<Root>)>, InputError> {
    let mut trees: Vec<(WorkTree, Vec<Root>)> = Vec::new();
    for given in paths {
        let (folder, file) = match given.file_name() {
            Some(name) if !given.is_dir() => (given.parent().unwrap_or(Path::new("")), Some(name)),
            _ => (given.as_path(), None),
        };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if !folder.is_dir() {
            continue;
        }
        let (tree, mut below) = WorkTree::around(folder)?;
        below.extend(file);
        let root = Root { given: given.clone(), below };
        match trees.iter_mut().find(|(known, _)| *known == tree) {
            Some((_, roots)) => roots.push(root),
            None => trees.push((tree, vec![root])),
        }
    }
    Ok(trees)
}

/// What is read from commits.
struct Older {
    /// Files that are read now, as they are shown.
    now: HashSet<String>,
    reading: Reading,
    notes: Vec<String>,
}

impl Older {
    fn of(new: &Reading) -> Self {
        let read = new.files.iter().map(|file| &file.shown);
        let tried = new.errors.iter().filter_map(|error| error.file.as_ref());
        Self {
            now: read.chain(tried).map(|shown| shown.to_string()).collect(),
            reading: Reading::default(),
            notes: Vec::new(),
        }
    }

    /// Reads what a commit has below `roots`.
    fn read(&mut self, tree: &WorkTree, commit: &str, roots: &[Root]) -> Result<(), InputError> {
        let listed = tree.list(commit)?;
        let mut reader = Reader::of(Box::new(tree.files(commit)?));
        let mut submodules = Vec::new();
        for root in roots {
            for (entry, below) in &listed {
                let Ok(rest) = below.strip_prefix(&root.below) else { continue };
                // An empty rest would add a separator.
                let given =
                    if rest.as_os_str().is_empty() { root.given.clone() } else { root.given.join(rest) };
                match entry {
                    Entry::Submodule(commit) => submodules.push((commit, tree.top.join(below), given)),
                    Entry::File => {
                        let shown = given.strip_prefix(".").unwrap_or(&given).to_string_lossy();
                        if let Some(kind) = FileKind::of(below)
                            && self.counts(rest, &given, &shown)
                        {
                            reader.read(kind, &tree.top.join(below), &shown);
                        }
                    }
                }
            }
        }
        self.reading.append(reader.finish());
        for (commit, folder, given) in submodules {
            self.read_submodule(commit, &folder, given);
        }
        Ok(())
    }

    /// Whether a file of the commit is one that a scan of it would have read: it is read now, or it is
    /// gone and lay in no folder that is left out.
    fn counts(&self, rest: &Path, given: &Path, shown: &str) -> bool {
        self.now.contains(shown) || (std::fs::symlink_metadata(given).is_err() && !lies_left_out(rest))
    }

    /// Reads a submodule's files as the commit around it has them. Where its repository is not here,
    /// none of its names is known, which is said if any is read now.
    fn read_submodule(&mut self, commit: &str, folder: &Path, given: PathBuf) {
        let shown = given.strip_prefix(".").unwrap_or(&given).to_string_lossy().into_owned();
        if !self.now.iter().any(|file| Path::new(file).starts_with(&shown)) {
            return;
        }
        let read = WorkTree::around(folder).and_then(|(tree, below)| {
            // Else it is the repository around it, which has no such commit either.
            let commit = tree.commit(commit)?;
            self.read(&tree, &commit, &[Root { given, below }])
        });
        if let Err(error) = read {
            self.notes.push(format!(
                "the submodule {shown} could not be read as it was ({}), so that all its names count as added",
                error.message
            ));
        }
    }
}
