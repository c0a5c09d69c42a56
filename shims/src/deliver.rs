//! Writes a report in its format, and into a file where one is asked for.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use phantom_guard::cache::write_private;
use phantom_guard::finding::InputError;
use phantom_guard::report::{self, JsonLines, Report, Style, formats};

use crate::args::Format;
use crate::check::fault;
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
        Format::Sarif => formats::sarif(report, out),
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

/// A file is written whole or not at all, where a link leads, and readable by its owner alone; what is no file
/// (a device, a pipe) is written to and never replaced. No folder is made: a path that is mistyped is said.
pub(crate) fn put(path: &Path, document: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if !there.is_file() => OpenOptions::new().write(true).open(path)?.write_all(document),
        Ok(_) => write_private(&fs::canonicalize(path)?, document),
        Err(_) => {
            let path = std::path::absolute(path)?;
            let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
            fs::metadata(folder)?;
            write_private(&path, document)
        }
    }
}

/// Whether a report could be written there: asked before any work is done. Nothing is left behind.
pub(crate) fn can_put(path: &Path) -> Result<(), InputError> {
    let tried = match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        // Opening a pipe would wait for its reader.
        Ok(there) if !there.is_file() => Ok(()),
        Ok(_) => fs::canonicalize(path).and_then(|path| beside(&path)),
        Err(_) => std::path::absolute(path).and_then(|path| beside(&path)),
    };
    tried.map_err(|error| InputError {
        file: Some(path.to_string_lossy().as_ref().into()),
        ..fault(
            format!("--output: the report cannot be written here: {error}"),
            "name a file in a folder that exists and that you may write to",
        )
    })
}

/// Makes a file in the folder of another one, and takes it away again.
fn beside(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    tempfile::NamedTempFile::new_in(folder).map(drop)
}
