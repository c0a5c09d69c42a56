//! Lines at the end of a file that many processes write to, and its rotation.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use phantom_guard::cache::private_folder;

/// The file's size in bytes from which a new one is begun.
const LIMIT: u64 = 1024 * 1024;

/// How many older files are kept.
const KEPT: u32 = 4;

/// The files of a log, the oldest first.
pub(super) fn files(file: &Path) -> impl Iterator<Item = PathBuf> {
    (1..=KEPT).rev().map(|age| older(file, age)).chain([file.to_owned()])
}

/// Appends one line, which has its end, in one write: the system keeps such writes of several processes apart.
///
/// # Errors
/// Where that cannot be done. A line of which only a part could be written is damaged, and no later one is.
pub(super) fn append(file: &Path, line: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        private_folder(folder)?;
    }
    let mut log = open(file)?;
    let length = log.metadata()?.len();
    if length > 0 && length.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX)) > LIMIT {
        rotate(file)?;
        log = open(file)?;
    }
    // A full disk may have left a part of a line at the end. Another's line that is being written looks so
    // too: then an empty line comes of it, which says nothing.
    let mut line = std::borrow::Cow::Borrowed(line);
    if !ends_a_line(&mut log)? {
        line.to_mut().insert(0, b'\n');
    }
    log.write_all(&line)
}

/// Opens the log for its owner alone. What would wait for a reader or change a device is refused.
fn open(file: &Path) -> io::Result<File> {
    if fs::metadata(file).is_ok_and(|data| !data.is_file()) {
        return Err(io::Error::other("it is no file"));
    }
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

fn ends_a_line(log: &mut File) -> io::Result<bool> {
    if log.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    // Reading moves no other process, and appending not at all.
    log.seek(SeekFrom::End(-1))?;
    log.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Moves each file one age on. Of several processes one does it; whoever has the file open still writes to
/// what is the youngest of the older ones then, and nothing is lost.
fn rotate(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let lock = options.open(file.with_extension("lock"))?;
    if lock.try_lock().is_err() {
        return Ok(());
    }
    // Another may have done it between, and nobody have begun the new one.
    if !fs::metadata(file).is_ok_and(|data| data.len() > LIMIT / 2) {
        return Ok(());
    }
    for age in (1..KEPT).rev() {
        move_on(&older(file, age), &older(file, age + 1))?;
    }
    move_on(file, &older(file, 1))
}

fn move_on(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// `decisions.jsonl.1` is the youngest of the older files.
fn older(file: &Path, age: u32) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{age}"));
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_lost_or_torn_by_writers_that_rotate_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/log.jsonl");
        // About 3.6 MB: three or four rotations.
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let file = &file;
                scope.spawn(move || {
                    for at in 0..300 {
                        append(file, format!("{writer}-{at}-{}\n", "x".repeat(1500)).as_bytes()).unwrap();
                    }
                });
            }
        });
        let texts: Vec<String> = files(&file).filter_map(|file| fs::read_to_string(file).ok()).collect();
        assert!(texts.len() > 2, "{}", texts.len());
        // While one moves the files on, the others go on writing: the limit is no hard one.
        let mut lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
        lines.retain(|line| !line.is_empty());
        assert!(lines.iter().all(|line| line.ends_with(&"x".repeat(1500))));
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), 2400);
    }

    #[test]
    fn the_oldest_goes_and_what_was_torn_damages_no_other_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("log.jsonl");
        let line = "x".repeat(600_000) + "\n";
        for _ in 0..9 {
            append(&file, line.as_bytes()).unwrap();
        }
        assert_eq!(files(&file).filter(|file| file.is_file()).count(), 5);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6, "with the lock");
        fs::write(&file, "half a li").unwrap();
        append(&file, b"whole\n").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "half a li\nwhole\n");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/log.jsonl");
        append(&file, b"x\n").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        assert!(append(Path::new("/dev/null"), b"x\n").is_err(), "no file");
    }
}
