//! What many names share is told once.

use std::borrow::Cow;

use super::told::{Level, Told};
use super::{counted, tell};
use crate::finding::Finding;
use crate::report::remedy::Step;
use crate::report::style::Role;
use crate::report::wrap::push_wrapped;
use crate::report::{Mode, Report, Style, escaped, escaped_name};

/// Names that are printed of a longer list.
const SHOWN_NAMES: usize = 8;

/// Names that could not be checked, by what is missing: all of it, or the age of their releases.
pub(super) fn not_checked(text: &mut String, unknown: &[&Finding], report: &Report, style: &Style) {
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
        let is_one = distinct_names(&findings).len() == 1;
        let (why, help) = if report.interrupted {
            ("the run was interrupted", "run it again")
        } else if !why.is_empty() {
            (why, "let names be of any age with `except` under [min-age] in phantom.toml, or see the notes")
        } else if report.mode == Mode::Offline {
            (
                if is_one {
                    "the snapshot does not know it, and no registry was asked"
                } else {
                    "the snapshot does not know them, and no registry was asked"
                },
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
    let names = distinct_names(unknown);
    let mut told = Told {
        level: Some(if held { Level::ERROR } else { Level::WARNING }),
        code: Some("not-checked"),
        title: format!("{} not checked: {}", counted(names.len(), "name was", "names were"), listed(&names)),
        label: escaped(why).into_owned(),
        is_against: true,
        ..Told::default()
    };
    if held {
        let holds = "the policy holds names that could not be checked (on-unavailable is \"block\")";
        told.notes.push((None, holds.to_owned()));
    }
    told.steps.push(Step { aim: None, command: help.to_owned() });
    tell(text, &told, style);
}

pub(super) fn private_names(text: &mut String, private: &[&Finding], style: &Style) {
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
        let line = format!("{word}: {}: {}", escaped(reason), listed(&distinct_names(&findings)));
        push_wrapped(text, &line, 2, style.line_width());
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
