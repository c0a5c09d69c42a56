//! Why a call is stopped, in words with which an agent can mend it.

use phantom_guard::finding::{Finding, InputError};
use phantom_guard::policy::Action;
use phantom_guard::report::{Report, escaped, escaped_name};
use phantom_guard::shell::UNKNOWN;

/// Stands for what an expansion gives.
const GIVEN: &str = "<what an expansion gives>";

/// So many findings are told; the rest is counted.
const MOST_TOLD: usize = 4;

/// Why a report stops a call; `None` where it does not.
pub(super) fn of_report(report: &Report) -> Option<String> {
    let stopping: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.decision.action == Action::Block).collect();
    let mut sentences: Vec<String> = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for finding in &stopping {
        let name = finding.dependency.name.spelling();
        if told.contains(&name) {
            continue;
        }
        if told.len() < MOST_TOLD {
            sentences.push(of_finding(finding));
        }
        told.push(name);
    }
    if told.len() > MOST_TOLD {
        sentences.push(format!("{} more names are stopped as well.", told.len() - MOST_TOLD));
    }
    sentences.extend(report.errors.iter().take(MOST_TOLD).map(of_error));
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn of_finding(finding: &Finding) -> String {
    let name = &finding.dependency.name;
    let shown = escaped_name(name.spelling());
    let place = finding
        .dependency
        .location
        .as_ref()
        .map_or_else(String::new, |at| format!(" ({})", escaped(&at.to_string())));
    if finding.is_held() {
        let why = finding.unavailable().map_or_else(|| finding.decision.reason.clone(), ToString::to_string);
        return format!(
            "{} `{shown}`{place} could not be checked ({}): try again, or ask the user to install it.",
            name.ecosystem(),
            escaped(&why)
        );
    }
    let mut signals: Vec<_> =
        finding.assessment.signals.iter().filter(|signal| signal.weight > 0.0).collect();
    signals.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let details: Vec<&str> = signals.iter().take(2).map(|signal| &*signal.detail).collect();
    let why = if details.is_empty() { finding.decision.reason.clone() } else { details.join("; ") };
    let mend = match (&finding.decision.remedy, &finding.assessment.suggestion) {
        (Some(remedy), _) => format!("Use this instead: {}.", escaped(remedy)),
        (None, Some(meant)) => format!("Did you mean `{}`? Then write that.", escaped_name(meant)),
        (None, None) => "Leave it out, or use a package that you know to exist.".to_owned(),
    };
    format!("{} `{shown}`{place} is blocked: {}. {mend}", name.ecosystem(), escaped(&why))
}

/// An input that cannot be read.
pub(super) fn of_error(error: &InputError) -> String {
    let file = error.file.as_ref().map_or_else(String::new, |file| format!("{}: ", escaped(file)));
    let line = error.line.map_or_else(String::new, |line| format!("line {line}: "));
    let hint = if error.hint.is_empty() { String::new() } else { format!(" ({})", escaped(&error.hint)) };
    format!("Not checked: {file}{line}{}{hint}.", escaped(&error.message))
}

/// The whole text.
pub(super) fn whole(mut sentences: Vec<String>) -> String {
    sentences.dedup();
    format!(
        "Phantom stopped this before it ran. {} If it is really meant, ask the user: only they can allow a name \
         (phantom.toml) or run it themselves.",
        sentences.join(" ")
    )
    .replace(UNKNOWN, GIVEN)
    .replace("\\u{fffc}", GIVEN)
}
