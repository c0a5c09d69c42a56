//! GitLab's code quality report: a list of issues, shown in the merge request.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::document;
use super::found::{Found, Level, UNREADABLE, error_message, fingerprint, found};
use crate::report::{Report, escaped};

/// The path of what stands in no file: GitLab drops an issue without one.
const NOWHERE: &str = "command-line";

/// Writes an issue for each name that is stopped, warned of or not checked, and for each input that cannot
/// be read.
///
/// # Errors
/// Where `out` fails.
pub fn gitlab(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let names = found(report);
    let names = names.iter().map(|one| {
        let place = one.location().map_or((NOWHERE, 1), |place| (&*place.file, place.line));
        issue(&one.message(), one.rule, &one.fingerprint, severity(one), place)
    });
    let errors = report.errors.iter().enumerate().map(|(number, error)| {
        let place = (error.file.as_deref().unwrap_or(NOWHERE), error.line.unwrap_or(1));
        let print = fingerprint(&[UNREADABLE, place.0, &error.message, &number.to_string()]);
        issue(&error_message(error), UNREADABLE, &print, "major", place)
    });
    document(&Value::Array(names.chain(errors).collect()), out)
}

fn severity(one: &Found<'_>) -> &'static str {
    match one.level {
        Level::Error if one.finding.is_held() => "major",
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}

fn issue(text: &str, rule: &str, print: &str, severity: &str, (file, line): (&str, u32)) -> Value {
    // GitLab compares paths with those of its repository, as they are.
    let file = if file.is_empty() { NOWHERE } else { file };
    let path = escaped(file.trim_start_matches("./"));
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    json!({
        "description": text,
        "check_name": rule,
        "fingerprint": print,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": line } },
    })
}
