//! What .gitignore files say, folder by folder, with the reason kept: a walker of the `ignore` crate
//! does not tell what it leaves out.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// What stands beyond is not looked at, so that more is read and not less.
const LARGEST: u64 = 256 << 10;

/// The rules in force in a folder: its own file's go before those above.
pub(super) struct Rules {
    /// The real path of the folder whose file it is.
    folder: PathBuf,
    globs: Arc<Gitignore>,
    above: Option<Arc<Self>>,
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

/// Compiles .gitignore files, each text once: the packages of a monorepo have the same again and again.
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
        match self.globs(&folder.join(".gitignore")) {
            Some(globs) => Some(Arc::new(Rules { folder: folder.to_owned(), globs, above })),
            None => above,
        }
    }

    fn globs(&self, file: &Path) -> Option<Arc<Gitignore>> {
        // As git does it: a link is not followed, and a pipe not waited for.
        if !file.symlink_metadata().is_ok_and(|data| data.is_file()) {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(file).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
        let known = |this: &Self| {
            let known = this.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(&bytes).cloned()
        };
        if let Some(globs) = known(self) {
            return Some(globs);
        }
        let mut builder = GitignoreBuilder::new("");
        let text = String::from_utf8_lossy(&bytes);
        for line in text.strip_prefix('\u{feff}').unwrap_or(&text).lines() {
            // A pattern that is none ignores nothing.
            let _ = builder.add_line(None, line);
        }
        let globs = Arc::new(builder.build().ok()?);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(bytes, Arc::clone(&globs));
        Some(globs)
    }
}
