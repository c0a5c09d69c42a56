//! The files around a command, as its reader may ask for them.

use std::fs;
use std::path::Path;

use phantom_guard::shell::Files;

/// The largest file that is read.
const LARGEST: u64 = 8 << 20;

/// What is on the disk.
#[derive(Debug)]
pub(super) struct Disk;

impl Files for Disk {
    fn text(&self, path: &Path) -> Option<String> {
        let about = fs::metadata(path).ok()?;
        // A pipe or a device would be waited for.
        if !about.is_file() || about.len() > LARGEST {
            return None;
        }
        String::from_utf8(fs::read(path).ok()?).ok()
    }

    fn names(&self, folder: &Path, most: usize) -> Option<Vec<String>> {
        let entries = fs::read_dir(folder).ok()?.take(most).flatten();
        Some(entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    }
}
