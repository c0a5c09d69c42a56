//! Text for people: what, where, why, the right name, and how to let it through.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Duration;

use super::remedy::{allowing, instead};
use super::style::Role;
use super::{Chain, Files, Link, Report, Style, Summary, Verbosity, escaped, escaped_name, escaped_quote};
use crate::detector::{Signal, SignalCode, Verdict};
use crate::finding::{Finding, InputError};
use crate::package::{Dependency, Location, Source};
use crate::policy::{Action, shown_score};

/// Places and names that are printed of a longer list.
const SHOWN_PLACES: usize = 3;
const SHOWN_NAMES: usize = 8;

/// Writes findings and counts: what belongs on stdout. Errors and notes are [`diagnostics`].
///
/// Blocked names come first, then those that are warned of. The same name in several places is one
/// finding with several places. Names that could not be checked fold into one line, with the remedy.
///
/// # Errors
/// Where `out` fails.
pub fn human(report: &Report, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let (mut judged, mut unknown, mut private) = (Vec::new(), Vec::new(), Vec::new());
    for finding in &report.findings {
        match finding.assessment.verdict {
            _ if is_private(finding) => private.push(finding),
            Verdict::Unknown if style.verbosity < Verbosity::Verbose => unknown.push(finding),
            _ if finding.decision.action > Action::Allow || style.verbosity == Verbosity::Verbose => {
                judged.push(finding);
            }
            _ => {}
        }
    }
    // Stable: within an action, the input's order stays.
    judged.sort_by_key(|finding| std::cmp::Reverse(finding.decision.action));
    let mut text = String::new();
    for group in grouped(&judged) {
        one_finding(&mut text, &group, &report.chains, style);
    }
    if style.verbosity > Verbosity::Quiet {
        allowing_for_good(&mut text, &judged, style);
    }
    if style.verbosity > Verbosity::Quiet || unknown.iter().any(|f| f.is_held()) {
        not_checked(&mut text, &unknown, report, style);
    }
    if style.verbosity > Verbosity::Quiet {
        private_names(&mut text, &private, style);
        if let Some(files) = report.files.as_ref().filter(|_| style.verbosity == Verbosity::Verbose) {
            files.list(&mut text, style);
        }
        // Where nothing could be read, the errors say all.
        if report.summary.checked > 0 || report.errors.is_empty() {
            summary(&mut text, report, style);
        }
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

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

/// The same package, judged the same, in several places.
struct Group<'f> {
    first: &'f Finding,
    all: Vec<&'f Finding>,
}

fn grouped<'f>(findings: &[&'f Finding]) -> Vec<Group<'f>> {
    let mut groups: Vec<Group<'f>> = Vec::new();
    let mut by_name: HashMap<_, usize> = HashMap::new();
    for &finding in findings {
        let Dependency { name, alias, source, .. } = &finding.dependency;
        let key = (name, name.spelling(), alias, source, finding.decision.action);
        let at = *by_name.entry(key).or_insert_with(|| {
            groups.push(Group { first: finding, all: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.all.push(finding);
        }
    }
    groups
}

fn one_finding(text: &mut String, group: &Group<'_>, chains: &[Chain], style: &Style) {
    let Finding { dependency, assessment, decision, .. } = group.first;
    let word = match decision.action {
        Action::Block if decision.held => style.paint(Role::Blocked, "held   "),
        Action::Block => style.paint(Role::Blocked, "blocked"),
        Action::Warn => style.paint(Role::Warning, "warning"),
        Action::Allow => style.paint(Role::Good, "allowed"),
    };
    let _ = write!(
        text,
        "{word}  {} {}",
        dependency.name.ecosystem(),
        style.paint(Role::Name, escaped_name(dependency.name.spelling()))
    );
    if let Some(requirement) = &dependency.requirement {
        let _ = write!(text, " {}", escaped_name(requirement));
    }
    if let Some(alias) = &dependency.alias {
        let _ = write!(text, ", known here as {}", escaped_name(alias));
    }
    let _ = writeln!(text, ": {}, score {}", verdict(assessment.verdict), shown_score(assessment.score));
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "  {}  {value}", style.paint(Role::Label, format_args!("{label:<5}")));
    };
    let places: Vec<_> = group.all.iter().filter_map(|f| f.dependency.location.as_ref()).collect();
    for place in places.iter().take(SHOWN_PLACES) {
        line("at", &format!("{}:{}:{}", escaped(&place.file), place.line, place.column));
    }
    if places.len() > SHOWN_PLACES {
        line("", &format!("and {} more places", places.len() - SHOWN_PLACES));
    }
    if let Some(via) = chains.iter().find_map(|chain| brought_by(chain, &places)) {
        line("via", &via);
    }
    // What speaks for a name explains nothing to someone whose name was stopped.
    let against = decision.action > Action::Allow;
    let mut label = "why";
    // The age of a release weighs nothing, and stops it all the same.
    let tells =
        |signal: &&Signal| !against || signal.weight > 0.0 || signal.code == SignalCode::RecentRelease;
    for signal in assessment.signals.iter().filter(tells) {
        line(label, &format!("{} [{}]", escaped_quote(&signal.detail), signal.code));
        label = "";
    }
    if label == "why" || decision.held {
        line(label, &escaped(&decision.reason));
    }
    if let Some(suggestion) = &assessment.suggestion {
        line("meant", &escaped_name(suggestion));
    }
    if let Some(instead) = instead(group.first, style) {
        line("take", &instead);
    }
    if may_be_allowed(group.first) {
        line("allow", &allowing(dependency, style));
    }
}

/// Who brings a package in that stands at one of some places, and that no project asks for itself.
fn brought_by(chain: &Chain, places: &[&Location]) -> Option<String> {
    let (last, above) = chain.links.split_last().filter(|(_, above)| above.len() > 1)?;
    last.location.as_ref().filter(|place| places.contains(place))?;
    let link = |link: &Link| match &link.version {
        Some(version) => format!("{} {}", escaped_name(&link.name), escaped_name(version)),
        None => escaped_name(&link.name).into_owned(),
    };
    let mut names: Vec<String> = above.iter().map(link).collect();
    if names.len() > SHOWN_NAMES {
        // Both ends matter: whose it is, and whom to ask.
        names.splice(SHOWN_PLACES..names.len() - SHOWN_PLACES, ["...".to_owned()]);
    }
    Some(names.join(" > "))
}

/// Whether an entry of the allow list would help: not against the deny list or an advisory, and not for a
/// name that no registry could hold.
pub(super) fn may_be_allowed(finding: &Finding) -> bool {
    let denies = |s: &Signal| matches!(s.code, SignalCode::DenyListed | SignalCode::KnownMalicious);
    let denied = finding.assessment.signals.iter().any(denies);
    finding.decision.action > Action::Allow && !denied && finding.dependency.name.fault().is_none()
}

/// What to write into the policy file, shown once, with the first name that it would help.
fn allowing_for_good(text: &mut String, judged: &[&Finding], style: &Style) {
    let Some(finding) = judged.iter().find(|finding| may_be_allowed(finding)) else { return };
    let name = &finding.dependency.name;
    let _ = writeln!(
        text,
        "{}  to allow a name for good, add it to phantom.toml with your reason:\n         [[allow]]\n         name = \"{}:{}\"\n         reason = \"why it is right here\"",
        style.paint(Role::Note, "help   "),
        name.ecosystem(),
        escaped_name(name.spelling())
    );
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Safe => "safe",
        Verdict::Suspicious => "suspicious",
        Verdict::HighRisk => "high risk",
        Verdict::NotFound => "not found",
        Verdict::Unknown => "not checked",
    }
}

/// Names that could not be checked, by what is missing: all of it, or the age of their releases.
fn not_checked(text: &mut String, unknown: &[&Finding], report: &Report, style: &Style) {
    let mut by_age: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for &finding in unknown {
        let reason = finding.decision.reason.as_str();
        let why = reason.split(", and on-unavailable").next().filter(|_| reason.starts_with("min-age is"));
        match by_age.iter_mut().find(|(known, _)| *known == why.unwrap_or_default()) {
            Some((_, findings)) => findings.push(finding),
            None => by_age.push((why.unwrap_or_default(), vec![finding])),
        }
    }
    for (why, findings) in by_age {
        let (why, help) = if report.interrupted {
            ("the run was interrupted", "run it again")
        } else if !why.is_empty() {
            (why, "let names be of any age with `except` under [min-age] in phantom.toml, or see the notes")
        } else if report.mode == super::Mode::Offline {
            (
                "the snapshot does not know them, and no registry was asked",
                "let a registry be asked: leave --offline out, or name one with --index URL",
            )
        } else {
            ("no registry gave an answer that can be used", "see the notes, and run again when it answers")
        };
        alike(text, &findings, why, help, style);
    }
}

fn alike(text: &mut String, unknown: &[&Finding], why: &str, help: &str, style: &Style) {
    let held = unknown.iter().any(|finding| finding.is_held());
    let role = if held { Role::Blocked } else { Role::Warning };
    let names = distinct_names(unknown);
    let _ = writeln!(
        text,
        "{}  {}: {}",
        style.paint(role, "not checked"),
        counted(names.len(), "name", "names"),
        listed(&names)
    );
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "  {}  {value}", style.paint(Role::Label, format_args!("{label:<5}")));
    };
    line("why", why);
    if held {
        line("", "the policy holds names that could not be checked (on-unavailable is \"block\")");
    }
    line("help", help);
}

/// Whether the name was not looked up because it belongs to a private registry.
fn is_private(finding: &Finding) -> bool {
    matches!(finding.dependency.source, Source::OtherRegistry(_)) && finding.decision.action == Action::Allow
        || finding.decision.reason.starts_with("not checked: private registry")
}

fn private_names(text: &mut String, private: &[&Finding], style: &Style) {
    let mut by_reason: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for &finding in private {
        let reason = finding.decision.reason.as_str();
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, findings)) => findings.push(finding),
            None => by_reason.push((reason, vec![finding])),
        }
    }
    for (reason, findings) in by_reason {
        let word = style.paint(Role::Note, "private");
        let _ = writeln!(text, "{word}  {}: {}", escaped(reason), listed(&distinct_names(&findings)));
    }
}

fn distinct_names<'f>(findings: &[&'f Finding]) -> Vec<Cow<'f, str>> {
    let mut seen = std::collections::HashSet::new();
    findings
        .iter()
        .map(|finding| &finding.dependency.name)
        .filter(|name| seen.insert(*name))
        .map(|name| escaped_name(name.spelling()))
        .collect()
}

fn listed(names: &[Cow<'_, str>]) -> String {
    let shown = names.iter().take(SHOWN_NAMES).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

pub(super) fn counted(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { many })
}

pub(super) fn summary(text: &mut String, report: &Report, style: &Style) {
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
    let _ = write!(
        text,
        "{}checked {}{} {} in {}",
        if report.interrupted { "interrupted: " } else { "" },
        counted(report.summary.checked, "name", "names"),
        match &report.files {
            Some(files) => format!(" in {}", counted(files.read(), "file", "files")),
            None => String::new(),
        },
        report.mode.as_str(),
        milliseconds(report.elapsed)
    );
    if !parts.is_empty() {
        let _ = write!(text, ": {}", parts.join(", "));
    }
    answerers(text, report.summary);
    if !report.errors.is_empty() {
        let errors = counted(report.errors.len(), "error", "errors");
        let _ = write!(text, "; {errors} in the input");
    }
    let skipped = report.files.as_ref().map(Files::skipped).unwrap_or_default();
    if !skipped.is_empty() {
        let _ = write!(text, "; skipped: {skipped}");
    }
    text.push('\n');
}

/// Who answered for the names, where anybody was asked.
fn answerers(text: &mut String, summary: Summary) {
    let Summary { checked, cached, asked, .. } = summary;
    if cached + asked > 0 {
        let here = checked.saturating_sub(cached + asked);
        let parts = [(asked, "asked"), (cached, "from cache"), (here, "without asking")];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<_> = parts.map(|(count, word)| format!("{count} {word}")).collect();
        let _ = write!(text, " ({})", parts.join(", "));
    }
}

fn milliseconds(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "under 1 ms".to_owned(),
        ms @ 1..=9_999 => format!("{ms} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()),
    }
}
