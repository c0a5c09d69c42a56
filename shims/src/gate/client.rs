//! The real client: where it is, and handing over to it.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::own;

/// A client that was found on `PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RealClient {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it is what the name leads to first: nothing of Phantom's stood before it.
    first: bool,
    /// The `PATH` that it gets, where not this process's own.
    search: Option<OsString>,
}

/// Why no client was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoClient {
    /// None is on `PATH`.
    Missing,
    /// This one starts Phantom again, and nothing else is left.
    Circle(PathBuf),
}

/// Finds the client on `PATH`, past whatever is Phantom itself under another name, and past what has
/// led back to Phantom.
pub(super) fn find(name: &OsStr) -> Result<RealClient, NoClient> {
    let mark = Mark::of_environment();
    if mark.depth >= MOST_NESTED {
        return Err(NoClient::Circle(mark.last));
    }
    let own = own::program().ok();
    let times = |path: &Path| mark.started.iter().filter(|started| *started == path).count();
    let mut shims = Vec::new();
    for (skipped, path) in which::which_all(name).map_err(|_| NoClient::Missing)?.enumerate() {
        if own.as_deref().is_some_and(|own| own::is_phantom(own, &path)) {
            shims.extend(path.parent().map(Path::to_owned));
        } else if times(&path) < MOST_STARTS {
            return Ok(RealClient { path, first: skipped == 0, search: None });
        }
    }
    if mark.started.is_empty() {
        return Err(NoClient::Missing);
    }
    // A version manager that looks along PATH finds the shim where it has no such client: without the shims
    // it says so in its own words.
    if !shims.is_empty() {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let others = std::env::split_paths(&path).filter(|folder| !shims.contains(folder));
        if let Ok(others) = std::env::join_paths(others) {
            return Ok(RealClient { path: mark.last, first: false, search: Some(others) });
        }
    }
    Err(NoClient::Circle(mark.last))
}

/// The variable that tells a Phantom which is started by a client of an earlier one.
const STARTED: &str = "PHANTOM_STARTED";

/// Gates inside each other: more than any build needs, and an end for a wrapper that starts Phantom.
const MOST_NESTED: u32 = 32;

/// How often one process may become the same client. Once more than none: `phantom cargo phantom …`.
const MOST_STARTS: usize = 2;

/// What the gates before this one have started.
#[derive(Debug, Default, PartialEq, Eq)]
struct Mark {
    /// How many gates there were.
    depth: u32,
    /// What this very process has been already: a wrapper that ends in `exec phantom …` is one.
    started: Vec<PathBuf>,
    /// What was started last, by whomever.
    last: PathBuf,
}

impl Mark {
    fn of_environment() -> Self {
        let read = |text: OsString| Self::read(&text, std::process::id(), sum_of_arguments());
        std::env::var_os(STARTED).map(read).unwrap_or_default()
    }

    /// `DEPTH:PROCESS:SUM:CLIENT:CLIENT…`, apart as in `PATH`. Anything else is no mark.
    fn read(text: &OsStr, process: u32, sum: u32) -> Self {
        let mut parts = std::env::split_paths(text);
        let mut number = || parts.next()?.to_str()?.parse::<u32>().ok();
        let (Some(depth), Some(by), Some(of)) = (number(), number(), number()) else {
            return Self::default();
        };
        // What a client's children start is not this circle, and may be the same client in good order: unless
        // they hand the very same arguments on, as a version manager does that waits for its client.
        let started: Vec<PathBuf> = parts.collect();
        let last = started.last().cloned().unwrap_or_default();
        Self { depth, started: if by == process || of == sum { started } else { Vec::new() }, last }
    }

    /// The mark for the client that is about to be started.
    fn before(&self, client: &Path, process: u32, sum: u32) -> Option<OsString> {
        let numbers =
            [self.depth.saturating_add(1), process, sum].map(|number| PathBuf::from(number.to_string()));
        let started = self.started.iter().cloned().chain([client.to_owned()]);
        // No path from PATH holds what separates them there.
        std::env::join_paths(numbers.into_iter().chain(started)).ok()
    }
}

/// A checksum of this process's arguments and of where it runs.
fn sum_of_arguments() -> u32 {
    let mut bytes = std::env::current_dir().unwrap_or_default().into_os_string().into_encoded_bytes();
    for argument in std::env::args_os().skip(1) {
        bytes.push(0);
        bytes.extend(argument.into_encoded_bytes());
    }
    crc32fast::hash(&bytes)
}

/// The client's command, with the arguments and the environment as they are, but for a variable that is to
/// end here, and the mark.
fn command(client: &RealClient, args: &[OsString], without: Option<&str>) -> Command {
    let mut command = Command::new(&client.path);
    command.args(args);
    if let Some(search) = &client.search {
        command.env("PATH", search);
    }
    if let Some(variable) = without {
        command.env_remove(variable);
    }
    if let Some(mark) = Mark::of_environment().before(&client.path, std::process::id(), sum_of_arguments()) {
        command.env(STARTED, mark);
    }
    command
}

/// The client as a child of this process, called as [`hand_over`] would call it.
pub(super) fn child(name: &OsStr, client: &RealClient, args: &[OsString], without: Option<&str>) -> Command {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix knows another name for a program"))]
    let mut command = command(client, args, without);
    // As the shell would have called it. Behind a shim of Phantom's, though, a client that looks for
    // itself on PATH by this name would find the shim.
    #[cfg(unix)]
    if client.first {
        use std::os::unix::process::CommandExt as _;
        command.arg0(name);
    }
    #[cfg(not(unix))]
    let _ = name;
    command
}

/// Becomes the client: arguments, environment, terminal and exit code are its own. Comes back only
/// where it cannot be started.
#[cfg(unix)]
pub(super) fn hand_over(
    name: &OsStr,
    client: &RealClient,
    args: &[OsString],
    without: Option<&str>,
) -> ExitCode {
    use std::os::unix::process::CommandExt as _;
    not_started(&client.path, &child(name, client, args, without).exec())
}

/// Runs the client to its end; its exit code becomes Phantom's.
#[cfg(not(unix))]
pub(super) fn hand_over(
    _name: &OsStr,
    client: &RealClient,
    args: &[OsString],
    without: Option<&str>,
) -> ExitCode {
    match command(client, args, without).status() {
        // Codes beyond a byte do not occur with these clients.
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => not_started(&client.path, &error),
    }
}

pub(super) fn not_started(path: &Path, error: &io::Error) -> ExitCode {
    super::refusal::say(&format!("error: {} cannot be started: {error}", path.display()));
    // What a shell says of a program that is there and does not run.
    ExitCode::from(126)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_has_been_is_told_on_and_what_its_children_start_is_not() {
        let mark = Mark::default().before(Path::new("/bin/pip"), 7, 1).unwrap();
        let read = Mark::read(&mark, 7, 2);
        assert_eq!(Mark::read(&mark, 8, 1), read, "the same arguments");
        let last = PathBuf::from("/bin/pip");
        assert_eq!(read, Mark { depth: 1, started: vec![last.clone()], last: last.clone() });
        assert_eq!(Mark::read(&mark, 8, 2), Mark { depth: 1, started: Vec::new(), last });
        let again = read.before(Path::new("/usr/bin/pip"), 7, 2).unwrap();
        assert_eq!(Mark::read(&again, 7, 2).started.len(), 2);
        for text in ["", "x", "1", "1:x:/bin/pip", "-1:7"] {
            assert_eq!(Mark::read(OsStr::new(text), 7, 1), Mark::default(), "{text}");
        }
    }
}
