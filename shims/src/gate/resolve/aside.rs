//! Files of a project that a rehearsal changes, and that are put back as they were.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Stop;
use super::rehearsal::fault;
use crate::interrupt;

/// Files as they were.
pub(super) struct Aside(Vec<(PathBuf, Option<Before>)>);

/// What a file held, and when it was written: some clients go by that time.
struct Before {
    content: Vec<u8>,
    modified: Option<SystemTime>,
}

/// Runs a task that may change these files, and puts them back, whatever comes in between.
///
/// # Errors
/// Those of the task, and a file that cannot be read or put back.
pub(super) fn putting_back<T>(files: &[PathBuf], task: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
    interrupt::held(|| {
        let before = Aside::of(files)?;
        let result = task();
        before.put_back()?;
        result
    })
}

impl Aside {
    fn of(files: &[PathBuf]) -> Result<Self, Stop> {
        let kept = files.iter().map(|file| match fs::read(file) {
            Ok(content) => {
                let modified = fs::metadata(file).and_then(|data| data.modified()).ok();
                Ok((file.clone(), Some(Before { content, modified })))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((file.clone(), None)),
            Err(error) => Err(fault(&format!("{} cannot be read: {error}", file.display())).into()),
        });
        kept.collect::<Result<_, _>>().map(Self)
    }

    fn put_back(&self) -> Result<(), Stop> {
        for (file, before) in &self.0 {
            put(file, before.as_ref()).map_err(|error| {
                fault(&format!("{} cannot be put back as it was: {error}", file.display()))
            })?;
        }
        Ok(())
    }
}

fn put(file: &Path, before: Option<&Before>) -> io::Result<()> {
    let Some(Before { content, modified }) = before else {
        return match fs::remove_file(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
    };
    if fs::read(file).is_ok_and(|now| now == *content) {
        return Ok(());
    }
    fs::write(file, content)?;
    match modified {
        Some(modified) => File::options().write(true).open(file)?.set_modified(*modified),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_as_they_were_whatever_the_task_did() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("changed"), "before").unwrap();
        fs::write(at("removed"), "there").unwrap();
        let modified = fs::metadata(at("changed")).unwrap().modified().unwrap();
        let files = ["changed", "removed", "made"].map(at);
        let result = putting_back(&files, || {
            fs::write(at("changed"), "after").unwrap();
            fs::remove_file(at("removed")).unwrap();
            fs::write(at("made"), "new").unwrap();
            Err::<(), _>(fault("it went wrong").into())
        });
        assert!(matches!(result.unwrap_err(), Stop::Fault(error) if error.message == "it went wrong"));
        assert_eq!(fs::read(at("changed")).unwrap(), b"before");
        assert_eq!(fs::metadata(at("changed")).unwrap().modified().unwrap(), modified);
        assert_eq!(fs::read(at("removed")).unwrap(), b"there");
        assert!(!at("made").exists());
    }
}
