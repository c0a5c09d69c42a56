//! Text for people: what, where, why, the right name, and how to let it through.
//!
//! A finding is first brought into words (`told`), then drawn as rustc draws (`draw`), or read out for
//! who listens to a screen (`plain`).

mod diagnostics;
mod draw;
mod folded;
mod plain;
mod summary;
mod told;

use std::collections::HashMap;
use std::io::{self, Write};

use super::{Report, Sources, Style, Verbosity};
use crate::detector::Verdict;
use crate::finding::Finding;
use crate::package::{Dependency, Location, Source};
use crate::policy::Action;

pub use diagnostics::diagnostics;
pub(super) use summary::summary;
use told::Told;

/// Writes findings and counts: what belongs on stdout. Errors and notes are [`diagnostics`].
///
/// Blocked names come first, then those that are warned of. The same name in several places is one
/// finding with several places. Names that could not be checked fold into one, with the remedy. The lines
/// in which names stand are shown as far as `sources` has them.
///
/// # Errors
/// Where `out` fails.
pub fn human(report: &Report, sources: &Sources, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let Sorted { judged, unknown, private } = Sorted::of(report, style);
    let mut text = String::new();
    for group in grouped(&judged) {
        tell(&mut text, &Told::of(&group, report, sources, style), style);
    }
    if style.verbosity > Verbosity::Quiet || unknown.iter().any(|f| f.is_held()) {
        folded::not_checked(&mut text, &unknown, report, style);
    }
    if style.verbosity > Verbosity::Quiet {
        folded::private_names(&mut text, &private, style);
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

/// The places whose lines [`human`] would show, for whoever fills the [`Sources`].
pub fn shown_places<'r>(report: &'r Report, style: &Style) -> Vec<&'r Location> {
    let Sorted { mut judged, .. } = Sorted::of(report, style);
    judged.retain(|finding| finding.decision.action > Action::Allow);
    let groups = grouped(&judged);
    let shown = groups.iter().flat_map(|group| group.all.iter().take(told::SHOWN_PLACES));
    shown.filter_map(|finding| finding.dependency.location.as_ref()).collect()
}

/// Writes one thing in the form that is asked for.
fn tell(text: &mut String, told: &Told, style: &Style) {
    if style.plain { plain::read_out(text, told) } else { draw::draw(text, told, style) }
}

/// Findings by how they are shown; what passes is not.
struct Sorted<'r> {
    judged: Vec<&'r Finding>,
    unknown: Vec<&'r Finding>,
    private: Vec<&'r Finding>,
}

impl<'r> Sorted<'r> {
    fn of(report: &'r Report, style: &Style) -> Self {
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
        Self { judged, unknown, private }
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

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Safe => "safe",
        Verdict::Suspicious => "suspicious",
        Verdict::HighRisk => "high risk",
        Verdict::NotFound => "not found",
        Verdict::Unknown => "not checked",
    }
}

/// Whether the name was not looked up because it belongs to a private registry.
fn is_private(finding: &Finding) -> bool {
    matches!(finding.dependency.source, Source::OtherRegistry(_)) && finding.decision.action == Action::Allow
        || finding.decision.reason.starts_with("not checked: private registry")
}

pub(super) fn counted(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { many })
}
