//! What .gitignore files say, folder by folder, with the reason kept: a walker of the `ignore` crate
//! does not tell what it leaves out.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The bytes of all files in force in one folder. What stands beyond is not looked at, so that more is
/// read and not less: patterns take 500 times their size once they are compiled.
const MOST_IN_FORCE: usize = 128 << 10;

/// Larger texts, and more of them, are compiled again where they occur again.
const LARGEST_KEPT: usize = 2 << 10;
const MOST_KEPT: usize = 64;

/// The rules in force in a folder: its own file's go before those above.
pub(super) struct Rules {
    /// The real path of the folder whose file it is.
    folder: PathBuf,
    globs: Arc<Gitignore>,
    above: Option<Arc<Self>>,
    /// The size of this file and those above.
    size: usize,
}

impl Rules {
    /// Whether a path (a real one) is ignored. Its folders were asked about before, and are not.
    pub(super) fn ignore(mut this: Option<&Self>, path: &Path, is_folder: bool) -> bool {
        while let Some(rules) = this {
            if let Ok(path) = path.strip_prefix(&rules.folder) {
                match rules.globs.matched(path, is_folder) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
            this = rules.above.as_deref();
        }
        false
    }
}

/// Compiles .gitignore files, a text once where it is short: the packages of a monorepo have the same
/// again and again.
#[derive(Default)]
pub(super) struct Compiler {
    known: Mutex<HashMap<Vec<u8>, Arc<Gitignore>>>,
}

impl Compiler {
    /// The rules above a folder (a real path), up to the root of the repository that holds it.
    pub(super) fn above(&self, folder: &Path) -> Option<Arc<Rules>> {
        let depth = folder.ancestors().position(|folder| folder.join(".git").exists())?;
        let above: Vec<_> = folder.ancestors().skip(1).take(depth).collect();
        above.into_iter().rev().fold(None, |rules, folder| self.enter(rules, folder))
    }

    /// The rules in a folder, given those above.
    pub(super) fn enter(&self, above: Option<Arc<Rules>>, folder: &Path) -> Option<Arc<Rules>> {
        let above_size = above.as_ref().map_or(0, |rules| rules.size);
        match text(&folder.join(".gitignore"), MOST_IN_FORCE.saturating_sub(above_size)) {
            Some(text) => {
                let size = above_size + text.len();
                Some(Arc::new(Rules { folder: folder.to_owned(), globs: self.globs(text), above, size }))
            }
            None => above,
        }
    }

    fn globs(&self, text: Vec<u8>) -> Arc<Gitignore> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(globs) = known().get(&text) {
            return Arc::clone(globs);
        }
        let globs = Arc::new(compiled(&text));
        let mut known = known();
        if text.len() <= LARGEST_KEPT && known.len() < MOST_KEPT {
            known.insert(text, Arc::clone(&globs));
        }
        globs
    }
}

fn compiled(text: &[u8]) -> Gitignore {
    // Paths are given as they stand from the file's folder.
    let mut builder = GitignoreBuilder::new("");
    let text = String::from_utf8_lossy(text);
    for line in text.strip_prefix('\u{feff}').unwrap_or(&text).lines() {
        // A pattern that is none ignores nothing.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// The first bytes of a file, where it is one. As git does it, a link is not followed.
fn text(file: &Path, most: usize) -> Option<Vec<u8>> {
    if most == 0 || !file.symlink_metadata().is_ok_and(|data| data.is_file()) {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(most as u64).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
