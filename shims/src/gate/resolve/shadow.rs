//! A folder that looks like a project and in which some files are copies: a client may write there, and may be
//! killed while it does, and the project is as it was.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A project's look-alike; gone when dropped.
#[derive(Debug)]
pub(super) struct Shadow {
    folder: TempDir,
    root: PathBuf,
}

impl Shadow {
    /// Fills `folder` with links to what lies in `root`, and with copies of these files, where they are there.
    pub(super) fn of(root: &Path, copies: &[PathBuf], folder: TempDir) -> io::Result<Self> {
        mirror(root, folder.path(), copies)?;
        Ok(Self { folder, root: root.to_owned() })
    }

    /// Where a path of the project's lies here; `None` for one outside of it.
    pub(super) fn place(&self, path: &Path) -> Option<PathBuf> {
        Some(self.folder.path().join(path.strip_prefix(&self.root).ok()?))
    }
}

fn mirror(from: &Path, to: &Path, copies: &[PathBuf]) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let (path, place) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if copies.contains(&path) {
            fs::copy(&path, &place)?;
        } else if copies.iter().any(|copy| copy.starts_with(&path)) {
            fs::create_dir(&place)?;
            mirror(&path, &place, copies)?;
        } else if !path.ends_with(".venv") {
            // What is installed is not to be touched.
            link(&path, &place)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(path: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(path, place)
}

#[cfg(not(unix))]
fn link(_path: &Path, _place: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
