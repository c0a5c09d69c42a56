//! Where a [`Reader`](super::Reader) finds its files: on this machine's disk, or wherever else a
//! project's tree is kept.

use std::path::Path;

/// Why a file's bytes cannot be had: what goes behind "the file", and what to do about it.
pub type Unreadable = (String, &'static str);

/// A tree of files that does not lie on the disk, such as a commit.
///
/// Paths are made as on the disk: from the one that is given to the reader, and from what files name
/// relative to themselves.
pub trait Files: Send + Sync {
    /// A file's bytes.
    ///
    /// # Errors
    /// Where there is no such file, or it cannot be read.
    fn load(&self, path: &Path) -> Result<Vec<u8>, Unreadable>;
}
