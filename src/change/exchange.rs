//! Which older entry went in exchange for which newer one.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::Path;

use super::{Change, Content, Entry};
use crate::package::{PackageName, Source};

/// How near an older entry must be to be what a newer one came in exchange for; the nearest first.
struct Nearness {
    file: bool,
    source: bool,
    major: bool,
}

const NEARNESS: [Nearness; 6] = [
    Nearness { file: true, source: true, major: true },
    Nearness { file: true, source: true, major: false },
    Nearness { file: true, source: false, major: false },
    Nearness { file: false, source: true, major: true },
    Nearness { file: false, source: true, major: false },
    Nearness { file: false, source: false, major: false },
];

type Key<'r> = (&'r PackageName, Option<&'r Path>, Option<&'r Source>, Option<&'r str>);

impl Nearness {
    fn key<'r>(&self, entry: &Entry<'r>) -> Key<'r> {
        let Content { name, source, requirement, .. } = entry.content;
        (
            name,
            self.file.then_some(entry.file),
            self.source.then_some(source),
            self.major.then(|| major(requirement.unwrap_or_default())),
        )
    }
}

/// The first number of a version or range.
fn major(requirement: &str) -> &str {
    let from = requirement.trim_start_matches(|c: char| !c.is_ascii_digit());
    from.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
}

/// The differences, each once. Of the files in `unsure` nothing is said to be removed.
pub(super) fn changes(
    old: &[Entry<'_>],
    new: &[Entry<'_>],
    fresh: &[Entry<'_>],
    unsure: &HashSet<&Path>,
) -> Vec<Change> {
    let here: HashSet<_> = new.iter().map(|entry| (entry.file, entry.content)).collect();
    let anywhere: HashSet<_> = new.iter().map(|entry| entry.content).collect();
    let fresh = distinct(fresh.iter().copied());
    let is_fresh: HashSet<_> = fresh.iter().map(|entry| (entry.file, entry.content)).collect();
    // An entry that is judged for a new concern alone came in exchange for itself.
    let is_gone = |entry: &Entry<'_>| {
        let key = (entry.file, entry.content);
        !here.contains(&key) || is_fresh.contains(&key)
    };
    let gone = distinct(old.iter().copied().filter(is_gone));
    let paired = pairs(&gone, &fresh, &anywhere);

    let mut used: HashSet<Content<'_>> = HashSet::new();
    let mut told: HashSet<(Option<Content<'_>>, Content<'_>)> = HashSet::new();
    let mut changed: HashSet<Content<'_>> = HashSet::new();
    for (entry, was) in fresh.iter().zip(&paired) {
        if let Some(was) = was {
            used.insert(was.content);
            changed.insert(entry.content);
        }
    }
    let mut all = Vec::new();
    for (entry, was) in fresh.iter().zip(&paired) {
        let (content, new) = (entry.content, entry.dependency.clone());
        match was {
            Some(was) if told.insert((Some(was.content), content)) => {
                all.push(Change::Changed { old: was.dependency.clone(), new });
            }
            // The same package may have had a forerunner in another file.
            None if !changed.contains(&content) && told.insert((None, content)) => {
                all.push(Change::Added(new));
            }
            _ => {}
        }
    }
    for entry in gone {
        let seen = anywhere.contains(&entry.content) || unsure.contains(entry.file);
        if !seen && used.insert(entry.content) {
            all.push(Change::Removed(entry.dependency.clone()));
        }
    }
    all
}

/// For each fresh entry the one that went in exchange for it.
fn pairs<'r>(
    gone: &[Entry<'r>],
    fresh: &[Entry<'r>],
    anywhere: &HashSet<Content<'r>>,
) -> Vec<Option<Entry<'r>>> {
    let mut taken = vec![false; gone.len()];
    let mut paired: Vec<Option<Entry<'r>>> = vec![None; fresh.len()];
    for nearness in NEARNESS {
        let mut left: HashMap<Key<'r>, VecDeque<usize>> = HashMap::new();
        for (at, entry) in gone.iter().enumerate() {
            let counts = nearness.file || !anywhere.contains(&entry.content);
            if counts && taken.get(at) == Some(&false) {
                left.entry(nearness.key(entry)).or_default().push_back(at);
            }
        }
        for (entry, pair) in fresh.iter().zip(&mut paired).filter(|(_, pair)| pair.is_none()) {
            let Some(at) = left.get_mut(&nearness.key(entry)).and_then(VecDeque::pop_front) else { continue };
            *pair = gone.get(at).copied();
            if let Some(taken) = taken.get_mut(at) {
                *taken = true;
            }
        }
    }
    paired
}

/// Each package once a file.
fn distinct<'r>(entries: impl Iterator<Item = Entry<'r>>) -> Vec<Entry<'r>> {
    let mut seen = HashSet::new();
    entries.filter(|entry| seen.insert((entry.file, entry.content))).collect()
}
