//! Writing files that are the user's: whole or not at all, where a link leads, with the permissions and
//! the owner that they had.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a file holds; `None` where there is none.
///
/// # Errors
/// Where it is there and cannot be read, is no file, or is a link that leads nowhere.
pub(crate) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        // What is no file may never end (a device, a pipe).
        Ok(_) if fs::metadata(path)?.is_file() => fs::read(path).map(Some),
        Ok(_) => Err(io::Error::other("it is no file")),
    }
}

/// Keeps others that ask for the same from changing what lies in a file's folder, until what comes back is dropped.
/// `None` where the system cannot do it.
pub(crate) fn hold(path: &Path) -> Option<File> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder =
        real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Where a link leads that leaves its repository, or its folder where that is in none: a stranger's project may have
/// one to any file of the user's.
pub(crate) fn leads_out(path: &Path) -> Option<PathBuf> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let folder = fs::canonicalize(folder).ok().filter(|_| is_link)?;
    let target = fs::canonicalize(path).ok()?;
    let top = folder.ancestors().find(|above| above.join(".git").exists()).unwrap_or(&folder);
    (!target.starts_with(top)).then_some(target)
}

/// Gives a file new content. One that is not there is made, and so are the folders above it.
///
/// # Errors
/// Where it cannot be written, or cannot be given its owner again.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let Ok(path) = fs::canonicalize(path) else {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        return OpenOptions::new().write(true).create_new(true).open(path)?.write_all(content);
    };
    let there = fs::metadata(&path)?;
    let folder = path.parent().unwrap_or_else(|| Path::new("/"));
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(content)?;
    beside.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let made = beside.as_file().metadata()?;
        if (made.uid(), made.gid()) != (there.uid(), there.gid()) {
            std::os::unix::fs::chown(beside.path(), Some(there.uid()), Some(there.gid()))?;
        }
    }
    // After the owner, since a change of it may take bits away.
    fs::set_permissions(beside.path(), there.permissions())?;
    beside.persist(&path)?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_link_stays_one_and_permissions_stay_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("real"), "old").unwrap();
        fs::set_permissions(at("real"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real", at("link")).unwrap();
        replace(&at("link"), b"new").unwrap();
        assert_eq!(fs::read(at("real")).unwrap(), b"new");
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!(fs::metadata(at("real")).unwrap().permissions().mode() & 0o777, 0o640);
        replace(&at("a/b"), b"made").unwrap();
        assert_eq!(read(&at("a/b")).unwrap().as_deref(), Some(&b"made"[..]));
        assert_eq!(read(&at("missing")).unwrap(), None);
        symlink("nowhere", at("dangling")).unwrap();
        assert!(read(&at("dangling")).is_err() && replace(&at("dangling"), b"x").is_err());
        assert!(read(&at("a")).is_err(), "a folder is no file");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing is left behind");
    }
}
