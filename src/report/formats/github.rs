//! Workflow commands, which GitHub shows as annotations beside the lines.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::found::{Found, Level, counts, error_message, found};
use crate::report::{Report, escaped, escaped_name};

/// Names that are listed of those that could not be checked.
const SHOWN: usize = 10;

/// Writes an `error` for each name that is stopped and each input that cannot be read, a `warning` for each
/// that is warned of, and at the end a `notice` with what was not checked and one with the counts.
///
/// # Errors
/// Where `out` fails.
pub fn github(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    let found = found(report);
    for one in found.iter().filter(|one| one.level > Level::Note) {
        let place = one.location().map(|at| (&*at.file, Some(at.line), Some(at.column)));
        command(&mut text, one.level, place, &format!("Phantom: {}", one.rule), &one.message());
    }
    for error in &report.errors {
        let place = error.file.as_deref().map(|file| (file, error.line, error.column));
        command(&mut text, Level::Error, place, "Phantom: cannot be read", &error_message(error));
    }
    let open: Vec<&Found<'_>> = found.iter().filter(|one| one.level == Level::Note).collect();
    if let Some(first) = open.first() {
        let mut names: Vec<_> =
            open.iter().take(SHOWN).map(|one| escaped_name(one.finding.dependency.name.spelling())).collect();
        if open.len() > SHOWN {
            names.push(format!("and {} more", open.len() - SHOWN).into());
        }
        let message = format!("{}: {}", names.join(", "), escaped(&first.finding.decision.reason));
        command(&mut text, Level::Note, None, "Phantom: not checked", &message);
    }
    for note in &report.notes {
        command(&mut text, Level::Note, None, "Phantom", &escaped(note));
    }
    command(&mut text, Level::Note, None, "Phantom", &counts(report));
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A file, and line and column as far as they are known.
type Place<'p> = (&'p str, Option<u32>, Option<u32>);

/// One command, a line.
fn command(text: &mut String, level: Level, place: Option<Place<'_>>, title: &str, message: &str) {
    let word = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let _ = write!(text, "::{word} ");
    if let Some((file, line, column)) = place {
        let _ = write!(text, "file={}", property(&escaped(file)));
        for (key, number) in [("line", line), ("col", column)] {
            if let Some(number) = number {
                let _ = write!(text, ",{key}={number}");
            }
        }
        text.push(',');
    }
    let _ = writeln!(text, "title={}::{}", property(title), data(message));
}

/// A command's message: a line's end would end the command, and start another.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value: a comma or colon would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
