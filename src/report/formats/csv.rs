//! One row a name, for a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use super::found::{error_message, level, rule};
use super::purl::purl;
use crate::finding::Finding;
use crate::policy::shown_score;
use crate::report::{Report, escaped};

/// The header row: columns may be added at its end.
const HEADER: [&str; 15] = [
    "ecosystem",
    "name",
    "requirement",
    "verdict",
    "decision",
    "score",
    "suggestion",
    "rule",
    "signals",
    "reason",
    "source",
    "file",
    "line",
    "column",
    "purl",
];

/// Writes a header row, a row for each name in input order, and a row with the verdict `error` for each input
/// that cannot be read. Nothing in it starts a formula.
///
/// # Errors
/// Where `out` fails.
pub fn csv(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = ::csv::Writer::from_writer(out);
    rows.write_record(HEADER)?;
    for finding in &report.findings {
        rows.write_record(row(finding).iter().map(|field| inert(field).into_owned()))?;
    }
    for error in &report.errors {
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        let mut row: [String; HEADER.len()] = Default::default();
        let [_, _, _, verdict, _, _, _, _, _, reason, _, file, line, column, _] = &mut row;
        "error".clone_into(verdict);
        *reason = error_message(error);
        error.file.as_deref().unwrap_or_default().clone_into(file);
        *line = number(error.line);
        *column = number(error.column);
        rows.write_record(row.iter().map(|field| inert(field).into_owned()))?;
    }
    rows.flush()
}

fn row(finding: &Finding) -> [String; HEADER.len()] {
    let Finding { dependency, assessment, decision, .. } = finding;
    let place = dependency.location.as_ref();
    let signals: Vec<_> = assessment.signals.iter().map(|signal| signal.code.as_str()).collect();
    [
        dependency.name.ecosystem().as_str().to_owned(),
        dependency.name.spelling().to_owned(),
        dependency.requirement.clone().unwrap_or_default(),
        assessment.verdict.as_str().to_owned(),
        decision.action.as_str().to_owned(),
        shown_score(assessment.score),
        assessment.suggestion.clone().unwrap_or_default(),
        level(finding).map(|_| rule(finding)).unwrap_or_default().to_owned(),
        signals.join(" "),
        decision.reason.clone(),
        dependency.source.kind().to_owned(),
        place.map(|place| place.file.to_string()).unwrap_or_default(),
        place.map(|place| place.line.to_string()).unwrap_or_default(),
        place.map(|place| place.column.to_string()).unwrap_or_default(),
        purl(dependency).unwrap_or_default(),
    ]
}

/// A field that no spreadsheet takes for a formula: where it starts as one it gets an apostrophe in front,
/// and what hides or steers is written by its number. The wide forms start formulas where East Asian text is
/// usual, and a semicolon starts a new field where the comma stands in numbers.
fn inert(field: &str) -> Cow<'_, str> {
    let sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let is_formula = |part: &str| part.starts_with(sign) || part.trim_start().starts_with(sign);
    let mut shown = escaped(field);
    if field.split(';').skip(1).any(is_formula) {
        shown = Cow::Owned(shown.replace(';', "\\u{3b}"));
    }
    if is_formula(field) { Cow::Owned(format!("'{shown}")) } else { shown }
}
