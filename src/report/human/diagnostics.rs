//! Errors and notes.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::counted;
use crate::finding::InputError;
use crate::report::style::Role;
use crate::report::{Report, Style, Verbosity, escaped};

/// Writes errors and notes: what belongs on stderr.
///
/// # Errors
/// Where `out` fails.
pub fn diagnostics(report: &Report, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let mut text = String::new();
    errors(&mut text, &report.errors, style);
    if style.verbosity > Verbosity::Quiet {
        for note in &report.notes {
            let _ = writeln!(text, "{}: {}", style.paint(Role::Note, "note"), escaped(note));
        }
        for note in report.files.iter().flat_map(|files| &files.notes) {
            let place = note.location.to_string();
            let word = style.paint(Role::Note, "note");
            let _ = writeln!(text, "{word}: {}: {}", escaped(&place), escaped(&note.message));
        }
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A file in a wrong format has an error in each line: more than these are counted.
const MOST_ERRORS: usize = 5;

/// The errors in their order, of each file the first ones.
fn errors(text: &mut String, errors: &[InputError], style: &Style) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for error in errors {
        let shown = error.file.as_deref().is_none_or(|file| {
            let count = counts.entry(file).or_default();
            *count += 1;
            *count <= MOST_ERRORS
        });
        if shown || style.verbosity == Verbosity::Verbose {
            one_error(text, error, style);
        }
    }
    if style.verbosity == Verbosity::Verbose {
        return;
    }
    let mut more: Vec<_> = counts.into_iter().filter(|(_, count)| *count > MOST_ERRORS).collect();
    more.sort_unstable();
    for (file, count) in more {
        let place = escaped(file);
        let rest = counted(count - MOST_ERRORS, "more error", "more errors");
        let _ = writeln!(text, "{}: {rest} in {place}; -v shows them", style.paint(Role::Blocked, "error"));
    }
}

fn one_error(text: &mut String, error: &InputError, style: &Style) {
    let _ = write!(text, "{}: ", style.paint(Role::Blocked, "error"));
    if let Some(file) = &error.file {
        let _ = write!(text, "{}:", escaped(file));
    }
    if let Some(line) = error.line {
        // A line of standard input has no file.
        let _ = if error.file.is_some() { write!(text, "{line}:") } else { write!(text, "line {line}:") };
        if let Some(column) = error.column {
            let _ = write!(text, "{column}:");
        }
    }
    if text.ends_with(':') {
        text.push(' ');
    }
    let _ = writeln!(text, "{}", escaped(&error.message));
    if !error.hint.is_empty() {
        let _ = writeln!(text, "  {}: {}", style.paint(Role::Note, "help"), escaped(&error.hint));
    }
}
