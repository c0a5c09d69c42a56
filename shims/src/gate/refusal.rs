//! What a stopped run says, and the report that it leaves.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use phantom_guard::detector::SignalCode;
use phantom_guard::finding::{Finding, InputError};
use phantom_guard::policy::Action;
use phantom_guard::report::{self, Exit, Report, Style, escaped_name};

use super::client::NoClient;
use crate::args::{Format, GlobalOptions};
use crate::check::fault;
use crate::deliver;

/// How many names the last line shows.
const NAMES_SHOWN: usize = 5;

/// Writes a line to standard error. Where that is closed, nobody can be told.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Why a run is stopped, for its last line.
pub(super) fn because(report: &Report) -> String {
    match report.exit() {
        Exit::Blocked => format!("blocked {}", names(report, blocked)),
        Exit::NotChecked => format!("not checked {}", names(report, Finding::is_held)),
        Exit::Interrupted => "not checked: the run was interrupted".to_owned(),
        Exit::Clean | Exit::Unreadable => format!("not checked: {}", unreadable(report)),
    }
}

/// Says aloud that a run goes on which was to be stopped. `is` is "is", or "was" where it is over.
pub(super) fn bypassed(client: &OsStr, reason: &str, because: &str, report: &Report, is: &str) {
    let is_malicious = |finding: &Finding| {
        blocked(finding)
            && finding.assessment.signals.iter().any(|signal| signal.code == SignalCode::KnownMalicious)
    };
    if report.findings.iter().any(is_malicious) {
        let names = names(report, is_malicious);
        say(&format!(
            "phantom: WARNING: {names}: KNOWN TO BE MALICIOUS, and {}",
            if is == "is" { "about to be installed" } else { "installed" }
        ));
    }
    let client = client.to_string_lossy();
    let reason = report::escaped(reason);
    say(&format!("phantom: bypassed ({reason}): {because} ({client} {is} run all the same)"));
}

/// Says that a bypass without a reason does not count.
pub(super) fn no_reason() {
    say("error: PHANTOM_BYPASS gives no reason, and does not count");
    say("  help: say why, as in PHANTOM_BYPASS='our own fork, reviewed': it is shown and logged");
}

/// Says that a bypass does not count because the machine's file says so.
pub(super) fn locked(place: &str) {
    say(&format!("error: PHANTOM_BYPASS does not count: {} locks bypass", report::escaped(place)));
}

/// Ends a run in which names were refused on the way. `went_on` says that the client did without them.
pub(super) fn stopped(client: &OsStr, report: &Report, went_on: bool) -> ExitCode {
    let exit = report.exit();
    let because = match exit {
        Exit::Blocked => format!("blocked {}", names(report, blocked)),
        _ => format!("not checked {}", names(report, Finding::is_held)),
    };
    let what = if went_on { "went on without" } else { "was stopped" };
    say(&format!("phantom: {because} ({} {what})", client.to_string_lossy()));
    ExitCode::from(exit.code())
}

/// Why a name is refused, in one line: the evidence that weighs most, or that it could not be checked.
pub(super) fn reason(finding: &Finding) -> String {
    let strongest = finding.assessment.signals.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let detail = strongest.filter(|_| !finding.is_held()).map(|signal| signal.detail.to_string());
    report::escaped(&detail.unwrap_or_else(|| finding.decision.reason.clone())).to_string()
}

/// `phantom: … (pip was not run)`.
pub(super) fn last_line(client: &OsStr, because: &str) {
    say(&format!("phantom: {because} ({} was not run)", client.to_string_lossy()));
}

/// Says that there is no client to become.
pub(super) fn no_client(client: &OsStr, why: &NoClient) {
    let name = client.to_string_lossy();
    match why {
        NoClient::Missing => say(&format!("error: there is no `{name}` on PATH besides Phantom's own")),
        NoClient::Circle(path) => {
            say(&format!("error: {} starts Phantom again, and so on without end", path.display()));
            say(&format!("  help: let it run the real {name} by its path, or take it from PATH"));
        }
    }
    last_line(client, "not checked");
}

fn blocked(finding: &Finding) -> bool {
    matches!(finding.decision.action, Action::Block) && !finding.is_held()
}

/// The names that a test picks, each once, and how many more there are.
pub(super) fn names(report: &Report, pick: impl Fn(&Finding) -> bool) -> String {
    let mut names: Vec<String> = Vec::new();
    for finding in report.findings.iter().filter(|finding| pick(finding)) {
        let name = escaped_name(finding.dependency.name.spelling()).to_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(NAMES_SHOWN);
    names.truncate(NAMES_SHOWN);
    match more {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

fn unreadable(report: &Report) -> String {
    let mut files: Vec<&str> = report.errors.iter().filter_map(|error| error.file.as_deref()).collect();
    files.dedup();
    match files.as_slice() {
        [] => "the command cannot be read".to_owned(),
        [file] => format!("{} cannot be read", report::escaped(file)),
        [file, rest @ ..] => format!("{} and {} more cannot be read", report::escaped(file), rest.len()),
    }
}

/// Leaves the report: as JSON where `PHANTOM_REPORT` says, and in its format where `--output` does. A report
/// that cannot be written is said, and changes nothing else.
pub(super) fn leave_report(report: &Report, options: &GlobalOptions) {
    let asked = std::env::var_os("PHANTOM_REPORT").filter(|path| !path.is_empty()).map(PathBuf::from);
    let asked = asked.map(|path| (path, Format::Json, "PHANTOM_REPORT"));
    let format = || options.format().unwrap_or(Format::Human);
    let named = options.output.clone().map(|path| (path, format(), "--output"));
    for (path, format, who) in asked.into_iter().chain(named) {
        if let Err(error) = deliver::write_to(&path, format, report, &Style::default()) {
            say(&format!("warning: {who}: {} cannot be written: {error}", path.display()));
        }
    }
}

/// Whether Phantom's options go with a client, whose own standard output is. An earlier report is taken away.
pub(super) fn fitting(options: &GlobalOptions) -> Result<(), InputError> {
    match (options.format, &options.output) {
        (_, Some(file)) => deliver::can_put(file, &[]).map(|()| deliver::clear(file)),
        (Some(format), None) if !format.is_common() => Err(fault(
            format!("--format {} needs a file here: standard output is the client's", format.word()),
            "add --output FILE before the client's name",
        )),
        _ => Ok(()),
    }
}
