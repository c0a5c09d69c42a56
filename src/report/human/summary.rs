//! The last line: counts, and the time it took.

use std::fmt::Write as _;
use std::time::Duration;

use super::{counted, is_private};
use crate::detector::Verdict;
use crate::policy::Action;
use crate::report::style::Role;
use crate::report::wrap::push_wrapped;
use crate::report::{Files, Report, Style, Summary};

pub(in crate::report) fn summary(text: &mut String, report: &Report, style: &Style) {
    let (mut stopped, mut warned, mut unknown, mut private, mut passed) = (0, 0, 0, 0, 0);
    for finding in &report.findings {
        let count = match (finding.assessment.verdict, finding.decision.action) {
            _ if is_private(finding) => &mut private,
            _ if finding.is_held() => &mut unknown,
            (Verdict::Unknown, _) => &mut unknown,
            (_, Action::Block) => &mut stopped,
            (_, Action::Warn) => &mut warned,
            (_, Action::Allow) => &mut passed,
        };
        *count += 1_u64;
    }
    let parts = [
        (stopped, "blocked", Role::Blocked),
        (warned, "warned of", Role::Warning),
        (unknown, "not checked", Role::Warning),
        (private, "private", Role::Note),
        (passed, "passed", Role::Good),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|&(count, ..)| count > 0)
        .map(|(count, word, role)| style.paint(role, format_args!("{count} {word}")).to_string())
        .collect();
    let mut line = format!(
        "{}{}{} {} in {}",
        if report.interrupted {
            format!("interrupted: checked {} of ", report.summary.checked.saturating_sub(unknown))
        } else {
            "checked ".to_owned()
        },
        counted(report.summary.checked, "name", "names"),
        match &report.files {
            Some(files) => format!(" in {}", counted(files.read(), "file", "files")),
            None => String::new(),
        },
        report.mode.as_str(),
        milliseconds(report.elapsed)
    );
    if !parts.is_empty() {
        let _ = write!(line, ": {}", parts.join(", "));
    }
    // Of a run that was interrupted, nobody can say who would have answered.
    if !report.interrupted {
        answerers(&mut line, report.summary);
    }
    if !report.errors.is_empty() {
        let errors = counted(report.errors.len(), "error", "errors");
        let _ = write!(line, "; {errors} in the input");
    }
    let skipped = report.files.as_ref().map(Files::skipped).unwrap_or_default();
    if !skipped.is_empty() {
        let _ = write!(line, "; skipped: {skipped}");
    }
    push_wrapped(text, &line, 2, style.line_width());
}

/// Who answered for the names, where anybody was asked.
fn answerers(line: &mut String, summary: Summary) {
    let Summary { checked, cached, asked, .. } = summary;
    if cached + asked > 0 {
        let here = checked.saturating_sub(cached + asked);
        let parts = [(asked, "asked"), (cached, "from cache"), (here, "without asking")];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<_> = parts.map(|(count, word)| format!("{count} {word}")).collect();
        let _ = write!(line, " ({})", parts.join(", "));
    }
}

fn milliseconds(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "under 1 ms".to_owned(),
        ms @ 1..=9_999 => format!("{ms} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()),
    }
}
