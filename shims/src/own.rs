//! Phantom's own programs under other names: which file is one, and which is somebody else's.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::shims::Record;

/// How much of a file's beginning and of its end is looked at.
const PART: u64 = 64 * 1024;

/// This program's file, past links.
///
/// # Errors
/// Where the system does not say, or it is gone: an upgrade may replace it while it runs.
pub(crate) fn program() -> io::Result<PathBuf> {
    std::env::current_exe().and_then(fs::canonicalize)
}

/// Whether a program is Phantom under another name: this very one, or one that a folder of shims
/// records, whichever version it is of. Running one of those in a client's place would never end.
pub(crate) fn is_phantom(own: &Path, other: &Path) -> bool {
    is_same_program(own, other) || other.parent().is_some_and(|folder| Record::of(folder).has(other))
}

/// Whether two paths lead to one program: the same file, a hard link, or a copy.
///
/// Of a file with the same length the first and last 64 KiB are compared, which hold the header, the first
/// code, and the tables of sections: whatever agrees in that is a build of this program.
pub(crate) fn is_same_program(own: &Path, other: &Path) -> bool {
    let (Ok(own_data), Ok(other_data)) = (fs::metadata(own), fs::metadata(other)) else { return false };
    if own_data.len() != other_data.len() || !other_data.is_file() {
        return false;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if own_data.dev() == other_data.dev() && own_data.ino() == other_data.ino() {
            return true;
        }
    }
    matches!((ends(own), ends(other)), (Ok(own), Ok(other)) if own == other)
}

/// What a file is told by later, when the program that it was made from is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Print {
    /// Its length in bytes.
    pub(crate) length: u64,
    /// A checksum of its first and last 64 KiB.
    pub(crate) sum: u32,
}

impl Print {
    /// That of a file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        Ok(Self { length: fs::metadata(path)?.len(), sum: crc32fast::hash(&ends(path)?) })
    }
}

/// The first and the last part of a file; of a short one they are the same.
fn ends(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    file.by_ref().take(PART).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(length.saturating_sub(PART)))?;
    file.take(PART).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_links_are_the_same_program_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let long = "x".repeat(300_000);
        fs::write(at("own"), format!("the program{long}!")).unwrap();
        fs::copy(at("own"), at("copy")).unwrap();
        fs::write(at("head"), format!("the prograM{long}!")).unwrap();
        fs::write(at("tail"), format!("the program{long}?")).unwrap();
        fs::write(at("shorter"), "the").unwrap();
        fs::create_dir(at("folder")).unwrap();
        fs::hard_link(at("own"), at("link")).unwrap();
        for (name, same) in [
            ("own", true),
            ("copy", true),
            ("link", true),
            ("head", false),
            ("tail", false),
            ("shorter", false),
            ("folder", false),
            ("missing", false),
        ] {
            assert_eq!(is_same_program(&at("own"), &at(name)), same, "{name}");
            assert_eq!(
                Print::of(&at(name)).ok().filter(|_| name != "folder") == Print::of(&at("own")).ok(),
                same,
                "{name}"
            );
        }
    }
}
