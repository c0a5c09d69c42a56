//! What lies in files: what the text itself has written, and what is there before it runs.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use super::walk::{Reader, Scope};
use super::{Folder, UNKNOWN};

/// More paths of one pattern than these are not told apart.
const MOST_MATCHES: usize = 1_000;

/// The files around a text. The reader itself opens none.
pub trait Files: Debug + Sync {
    /// What is in a file of bounded size; `None` where there is none that can be read.
    fn text(&self, path: &Path) -> Option<String>;
    /// The names in a folder, at most so many; `None` where it is none.
    fn names(&self, folder: &Path, most: usize) -> Option<Vec<String>>;
}

/// No files at all.
#[derive(Debug, Clone, Copy)]
pub struct NoFiles;

impl Files for NoFiles {
    fn text(&self, _: &Path) -> Option<String> {
        None
    }

    fn names(&self, _: &Path, _: usize) -> Option<Vec<String>> {
        None
    }
}

impl Reader<'_> {
    /// What is in a file when the text has come to here.
    pub(super) fn file(&self, path: &Path) -> Option<String> {
        match self.files.get(path) {
            Some(written) => written.clone(),
            None => self.around?.text(path),
        }
    }

    /// What the text itself has written into a file.
    pub(super) fn written(&self, path: &Path) -> Option<String> {
        self.files.get(path).cloned().flatten()
    }

    /// The paths that a pattern stands for; `None` where there are none, and a shell leaves it as it is.
    pub(super) fn matching(&self, pattern: &str, scope: &Scope) -> Option<Vec<String>> {
        let Folder::Known(folder) = &scope.folder else { return None };
        if pattern.contains(UNKNOWN) {
            return None;
        }
        let mut starts = vec![if pattern.starts_with('/') { String::from("/") } else { String::new() }];
        let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
        for (at, part) in parts.iter().enumerate() {
            let end = if at + 1 < parts.len() || pattern.ends_with('/') { "/" } else { "" };
            let mut next = Vec::new();
            for start in &starts {
                if !is_pattern(part) {
                    next.push(format!("{start}{part}{end}"));
                    continue;
                }
                let names = self.names(&folder.join(start));
                let fits =
                    |name: &&String| (part.starts_with('.') || !name.starts_with('.')) && fits(part, name);
                next.extend(names.iter().filter(fits).map(|name| format!("{start}{name}{end}")));
                if next.len() > MOST_MATCHES {
                    return Some(vec![UNKNOWN.to_string()]);
                }
            }
            starts = next;
        }
        // Behind the last star stand plain names, which need not be there: that is more, and never less.
        (!starts.is_empty()).then_some(starts)
    }

    fn names(&self, folder: &Path) -> BTreeSet<String> {
        let folder: PathBuf = folder.components().collect();
        let there = self.around.and_then(|files| files.names(&folder, MOST_MATCHES + 1));
        let own = self.files.keys().filter_map(|path| {
            let rest = path.strip_prefix(&folder).ok()?;
            Some(rest.components().next()?.as_os_str().to_string_lossy().into_owned())
        });
        there.into_iter().flatten().chain(own).collect()
    }

    /// `cp`, `mv`, `ln`: what is in the first files is in the last one, too.
    pub(super) fn copies(&mut self, sources: &[PathBuf], target: &str, scope: &Scope) {
        let path = self.path(target, scope);
        let is_folder = target.ends_with('/')
            || sources.len() > 1
            || self.around.is_some_and(|files| files.names(&path, 1).is_some());
        for source in sources {
            let to = match source.file_name() {
                Some(name) if is_folder => path.join(name),
                _ => path.clone(),
            };
            let text = self.file(source);
            self.write(vec![(to, false)], text.as_deref());
        }
    }
}

/// Whether a part of a path stands for several names.
pub(super) fn is_pattern(part: &str) -> bool {
    part.contains(['*', '?']) || part.contains('[') && part.contains(']')
}

/// Whether a name fits a pattern; a set in brackets fits any one character.
pub fn fits(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut here) = (0, 0);
    // Where to go on when what follows the last star does not fit.
    let mut star = None;
    while here < name.len() {
        let c = pattern.get(at).copied();
        let end = (c == Some('['))
            .then(|| pattern.iter().skip(at + 2).position(|c| *c == ']').map(|end| at + 2 + end))
            .flatten();
        if c == Some('*') {
            star = Some((at, here));
            at += 1;
        } else if let Some(end) = end {
            (at, here) = (end + 1, here + 1);
        } else if c == Some('?') || c == name.get(here).copied() {
            (at, here) = (at + 1, here + 1);
        } else if let Some((place, taken)) = star {
            star = Some((place, taken + 1));
            (at, here) = (place + 1, taken + 1);
        } else {
            return false;
        }
    }
    pattern.iter().skip(at).all(|c| *c == '*')
}
