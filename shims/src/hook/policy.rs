//! The files that say what is let through, and changes of them: what lets more through is the user's to write.

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use phantom_guard::advisory;
use phantom_guard::policy::{FILE_NAME, PolicyFile, UserFile};
use phantom_guard::registry::locate::Environment;
use phantom_guard::shell::{Folder, fits};

use super::edit::{Edit, LARGEST};
use crate::session;

/// The files that count where a command runs: the project's policy, the one that the environment names, the
/// user's, the machine's, and the advisories.
#[derive(Debug)]
pub(super) struct Guarded {
    folder: PathBuf,
    policies: Vec<PathBuf>,
    advisories: Option<PathBuf>,
}

impl Guarded {
    pub(super) fn of(folder: &Path) -> Self {
        let environment = Environment::of_process();
        let named = env::var_os("PHANTOM_CONFIG").filter(|value| !value.is_empty()).map(PathBuf::from);
        let here = env::current_dir().unwrap_or_default();
        let both = named.into_iter().flat_map(|path| [folder.join(&path), here.join(path)]);
        let user = UserFile::of(&environment).path().map(Path::to_owned);
        let machine = session::machine_file().map(|(path, _)| path);
        let nearest = PolicyFile::find(folder);
        let policies = both.chain(user).chain(machine).chain(nearest).map(|path| real(&path)).collect();
        let advisories = advisory::folder(&environment).map(|folder| real(&folder.join(advisory::FILE_NAME)));
        Self { folder: folder.to_owned(), policies, advisories }
    }

    /// Those that are there.
    fn there(&self) -> impl Iterator<Item = &Path> {
        self.policies.iter().chain(&self.advisories).map(PathBuf::as_path).filter(|path| path.exists())
    }

    /// Where a path leads from a folder.
    pub(super) fn at(&self, path: &str, folder: &Folder) -> PathBuf {
        match folder.join(path) {
            Folder::Known(known) => self.folder.join(known),
            Folder::Unknown => self.folder.join(path),
        }
    }

    /// Whether this is a policy file: by its name in any case, or one that counts here by whatever name.
    pub(super) fn is_policy(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(FILE_NAME))
            || is_any(&self.policies, &self.folder.join(path))
    }

    /// Whether these are the advisories.
    pub(super) fn is_advisories(&self, path: &Path) -> bool {
        is_any(self.advisories.as_slice(), &self.folder.join(path))
    }

    pub(super) fn holds(&self, path: &Path) -> bool {
        self.is_policy(path) || self.is_advisories(path)
    }

    /// Whether this is one that counts here, whatever others are called.
    pub(super) fn is_in_force(&self, path: &Path) -> bool {
        is_any(&self.policies, path) || self.is_advisories(path)
    }

    /// Whether this is the policy file that counts here, of the project or as the environment names it.
    pub(super) fn is_nearest(&self, path: &Path) -> bool {
        let environment = Environment::of_process();
        let named = environment.path("PHANTOM_CONFIG").map(|path| self.folder.join(path));
        let nearest = named.or_else(|| PolicyFile::find(&self.folder));
        nearest.is_some_and(|nearest| is_any(&[real(&nearest)], path))
    }

    /// Whether a pattern may stand for one that is there. `*` alone is everywhere, and says nothing.
    pub(super) fn may_be(&self, pattern: &str) -> bool {
        let name = pattern.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let says = name.contains(|c: char| c.is_ascii_alphanumeric());
        let is_name = |path: &Path| {
            let own = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            fits(&name, &own)
        };
        says && self.there().any(is_name)
    }

    /// Those that are there and lie below a folder.
    pub(super) fn below(&self, folder: &Path) -> Vec<PathBuf> {
        let folder = real(folder);
        let below = self.there().filter_map(|path| path.strip_prefix(&folder).ok());
        below.filter(|rest| !rest.as_os_str().is_empty()).map(Path::to_owned).collect()
    }

    /// Whether a text names one of them, in whatever way.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase().replace(['"', '\'', '\\'], "");
        self.names().iter().any(|name| text.contains(&name.to_ascii_lowercase()))
    }

    /// The names by which code may know them.
    pub(super) fn names(&self) -> Vec<String> {
        let own = self.policies.iter().filter_map(|path| path.file_name());
        let own = own.map(|name| name.to_string_lossy().into_owned());
        let known = [FILE_NAME, advisory::FILE_NAME].map(str::to_owned);
        let mut names: Vec<String> = known.into_iter().chain(own).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn is_any(files: &[PathBuf], path: &Path) -> bool {
    if files.is_empty() {
        return false;
    }
    let path = real(path);
    files.iter().any(|file| *file == path || is_same_file(file, &path))
}

/// The path without links, and without `..` where nothing is there yet.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            _ => plain.push(part),
        }
    }
    let above = plain.parent().and_then(|above| fs::canonicalize(above).ok());
    match (above, plain.file_name()) {
        (Some(above), Some(name)) => above.join(name),
        _ => plain,
    }
}

/// Whether two names are of one file, as hard links are.
#[cfg(unix)]
pub(super) fn is_same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |path: &Path| fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
    id(a).is_some_and(|own| id(b) == Some(own))
}

#[cfg(not(unix))]
pub(super) fn is_same_file(_: &Path, _: &Path) -> bool {
    false
}

/// Why a change of a policy file is stopped; `None` where it lets nothing more through.
pub(super) fn judge(edit: &Edit, folder: &Path) -> Option<String> {
    let path = folder.join(&edit.path);
    let shown = phantom_guard::report::escaped(&edit.path.to_string_lossy()).into_owned();
    let is_small = fs::metadata(&path).map_or(true, |about| about.is_file() && about.len() <= LARGEST);
    if !is_small {
        return Some(format!("{shown} is no file that a policy stands in."));
    }
    let text = |path: &Path| {
        let bytes = fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
    };
    let before = text(&path);
    let after = edit.applied(&before)?;
    // A new file takes the place of the one that counted here until now.
    let counted = match path.parent().filter(|_| !path.exists()).and_then(PolicyFile::find) {
        Some(above) => text(&above),
        None => before,
    };
    // What cannot be read judges nothing, so that nothing is weaker than it but the defaults.
    let old = PolicyFile::parse(&counted, &shown).unwrap_or_default();
    let Ok(new) = PolicyFile::parse(&after, &shown) else {
        return Some(format!("The change would leave {shown} as no policy: write what can be read."));
    };
    let told = new.weaker_than(&old);
    let told = phantom_guard::report::escaped(&told.join(", ")).into_owned();
    (!told.is_empty()).then(|| {
        format!("The change of {shown} {told}. What is let through is the user's to say, in a terminal.")
    })
}
