//! The real client: where it is, and handing over to it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// A client that was found on `PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RealClient {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it is what the name leads to first: nothing of Phantom's stood before it.
    first: bool,
}

/// Finds the client on `PATH`, past whatever is Phantom itself under another name.
pub(super) fn find(name: &OsStr) -> Option<RealClient> {
    let own = std::env::current_exe().ok();
    for (skipped, path) in which::which_all(name).ok()?.enumerate() {
        if !own.as_deref().is_some_and(|own| is_same_program(own, &path)) {
            return Some(RealClient { path, first: skipped == 0 });
        }
    }
    None
}

/// Whether two paths lead to one program: the same file, a hard link, or a copy of it. Running one
/// of those in the client's place would never end.
fn is_same_program(own: &Path, other: &Path) -> bool {
    let (Ok(own_data), Ok(other_data)) = (fs::metadata(own), fs::metadata(other)) else { return false };
    if own_data.len() != other_data.len() {
        return false;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if own_data.dev() == other_data.dev() && own_data.ino() == other_data.ino() {
            return true;
        }
    }
    // Only a program of exactly this length is compared byte by byte.
    has_same_bytes(own, other).unwrap_or(false)
}

fn has_same_bytes(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let read = one.read(&mut a)?;
        let (Some(a), Some(b)) = (a.get(..read), b.get_mut(..read)) else { return Ok(false) };
        other.read_exact(b)?;
        if a != b {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

/// Becomes the client: arguments, environment, terminal and exit code are its own. Comes back only
/// where it cannot be started.
#[cfg(unix)]
pub(super) fn hand_over(name: &OsStr, client: &RealClient, args: &[OsString]) -> ExitCode {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(&client.path);
    command.args(args);
    // As the shell would have called it. Behind a shim of Phantom's, though, a client that looks for
    // itself on PATH by this name would find the shim.
    if client.first {
        command.arg0(name);
    }
    not_started(&client.path, &command.exec())
}

/// Runs the client to its end; its exit code becomes Phantom's.
#[cfg(not(unix))]
pub(super) fn hand_over(_name: &OsStr, client: &RealClient, args: &[OsString]) -> ExitCode {
    match Command::new(&client.path).args(args).status() {
        // Codes beyond a byte do not occur with these clients.
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => not_started(&client.path, &error),
    }
}

fn not_started(path: &Path, error: &io::Error) -> ExitCode {
    super::refusal::say(&format!("error: {} cannot be started: {error}", path.display()));
    // What a shell says of a program that is there and does not run.
    ExitCode::from(126)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_links_are_the_same_program_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("own"), "the program").unwrap();
        fs::write(at("copy"), "the program").unwrap();
        fs::write(at("other"), "the prograM").unwrap();
        fs::write(at("shorter"), "the").unwrap();
        fs::hard_link(at("own"), at("link")).unwrap();
        for (name, same) in [
            ("own", true),
            ("copy", true),
            ("link", true),
            ("other", false),
            ("shorter", false),
            ("missing", false),
        ] {
            assert_eq!(is_same_program(&at("own"), &at(name)), same, "{name}");
        }
    }
}
