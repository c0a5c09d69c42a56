//! Writes a report in its format, and into a file where one is asked for.

use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use phantom_guard::cache::write_private;
use phantom_guard::finding::InputError;
use phantom_guard::manifest::FileKind;
use phantom_guard::report::{self, JsonLines, Report, Style, formats};

use crate::args::Format;
use crate::check::fault;
use crate::output::to_stdout;
use crate::sources;

/// Writes a report.
pub(crate) fn write(format: Format, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => report::human(report, &sources::of(report, style), style, &mut &mut *out),
        Format::Json => report::json(report, &mut &mut *out),
        Format::Jsonl => {
            let mut lines = JsonLines::new(out);
            report.findings.iter().try_for_each(|finding| lines.write(finding))?;
            lines.flush()
        }
        Format::Sarif => formats::sarif_with(report, Some(&sources::of_flagged(report)), out),
        Format::Github => formats::github(report, out),
        Format::Gitlab => formats::gitlab(report, out),
        Format::Junit => formats::junit(report, out),
        Format::Markdown => formats::markdown(report, out),
        Format::Cyclonedx => formats::cyclonedx(report, out),
        Format::Csv => formats::csv(report, out),
        Format::Html => report::html(report, out),
    }
}

/// Writes a report into a file, without colour.
pub(crate) fn write_to(path: &Path, format: Format, report: &Report, style: &Style) -> io::Result<()> {
    let mut document = Vec::new();
    write(format, report, &Style { color: false, ..style.clone() }, &mut document)?;
    put(path, &document)
}

/// Where a path leads.
enum Place {
    /// This process's own standard output.
    Stdout,
    /// Its standard error.
    Stderr,
    /// What is open already, or no file: a pipe, a device.
    Open(PathBuf),
    /// A file, or where one would be.
    File(PathBuf),
}

/// So many links are followed.
const MOST_LINKS: usize = 40;

/// Follows links, those that lead nowhere yet too. `-` and the names of what is open already (`/dev/stdout`,
/// `/proc/self/fd/1`) are no files: behind them may be one into which others write as well.
fn place(path: &Path) -> io::Result<Place> {
    if path == Path::new("-") {
        return Ok(Place::Stdout);
    }
    let mut path = std::path::absolute(path)?;
    for _ in 0..MOST_LINKS {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::ErrorKind::IsADirectory.into());
        };
        let folder = fs::canonicalize(folder)?;
        if folder.ends_with("fd") && (folder.starts_with("/proc") || folder.starts_with("/dev")) {
            let is_own = folder.starts_with("/dev")
                || folder.starts_with(Path::new("/proc").join(process::id().to_string()));
            return Ok(match name.to_str() {
                Some("1") if is_own => Place::Stdout,
                Some("2") if is_own => Place::Stderr,
                _ => Place::Open(folder.join(name)),
            });
        }
        path = folder.join(name);
        match fs::read_link(&path) {
            Ok(to) => path = folder.join(to),
            Err(_) if fs::metadata(&path).is_ok_and(|there| !there.is_file() && !there.is_dir()) => {
                return Ok(Place::Open(path));
            }
            Err(_) => return Ok(Place::File(path)),
        }
    }
    Err(io::Error::other("too many links"))
}

/// A file is written whole or not at all, where a link leads, and readable by its owner alone; what is no file
/// (a device, a pipe) is written to and never replaced. No folder is made: a path that is mistyped is said.
pub(crate) fn put(path: &Path, document: &[u8]) -> io::Result<()> {
    match place(path)? {
        Place::Stdout => to_stdout(|out| out.write_all(document)),
        Place::Stderr => io::stderr().write_all(document),
        Place::Open(path) => OpenOptions::new().append(true).open(path)?.write_all(document),
        Place::File(path) => write_private(&path, document),
    }
}

/// Whether a path stands for standard output.
pub(crate) fn is_stdout(path: &Path) -> bool {
    matches!(place(path), Ok(Place::Stdout))
}

/// Whether a report could be written there: asked before any work is done. Nothing is left behind. `given` are
/// the command line's words: what is read is not written over.
pub(crate) fn can_put(path: &Path, given: &[OsString]) -> Result<(), InputError> {
    let hint = "name a file in a folder that exists and that you may write to";
    let refused = |why: String, hint| InputError {
        file: Some(path.to_string_lossy().as_ref().into()),
        ..fault(format!("--output: {why}"), hint)
    };
    let cannot = |error| refused(format!("the report cannot be written here: {error}"), hint);
    let Place::File(file) = place(path).map_err(cannot)? else { return Ok(()) };
    if file.is_dir() {
        return Err(cannot(io::ErrorKind::IsADirectory.into()));
    }
    if file.exists() && is_input(&file, path, given) {
        return Err(refused("this file is read as input".to_owned(), "name another file for the report"));
    }
    beside(&file).map_err(cannot)
}

/// Whether a file is one that Phantom reads by its name, or that the command line names beside `--output`.
fn is_input(file: &Path, written: &Path, given: &[OsString]) -> bool {
    let by_name = FileKind::of(file).is_some() || file.file_name() == Some(OsStr::new("phantom.toml"));
    let mut words = given.iter().enumerate().filter(|(at, word)| {
        let behind_output = at.checked_sub(1).and_then(|at| given.get(at)).is_some_and(|o| o == "--output");
        !(behind_output && Path::new(word) == written)
    });
    by_name || words.any(|(_, word)| fs::canonicalize(word).is_ok_and(|word| word == file))
}

/// Takes an earlier run's report away: whatever ends this one, it is not taken for this one's.
pub(crate) fn clear(path: &Path) {
    if let Ok(Place::File(file)) = place(path) {
        // Where there is none, none is in the way.
        let _ = fs::remove_file(file);
    }
}

/// Puts the report of a run that was stopped in the place of an earlier one: it stays where a signal ends this
/// run before its own report.
pub(crate) fn begin(path: &Path, format: Format) {
    if let Ok(Place::File(_)) = place(path) {
        let mut report = Report::of_errors(Vec::new());
        report.interrupted = true;
        // The report itself will say that it cannot be written.
        let _ = write_to(path, format, &report, &Style::default());
    }
}

/// Makes a file in the folder of another one, and takes it away again.
fn beside(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    tempfile::NamedTempFile::new_in(folder).map(drop)
}
