//! The names that are worth a word, and the words.

use std::collections::HashMap;
use std::fmt::Write as _;

use ring::digest::{Context, SHA256};

use crate::detector::{Signal, SignalCode, Verdict};
use crate::finding::{Finding, InputError};
use crate::package::{Location, Source};
use crate::policy::{Action, shown_score};
use crate::report::remedy::{allowing, instead, may_be_allowed};
use crate::report::{Report, Style, escaped, escaped_name, escaped_quote};

/// The rule of a name that nobody could check.
pub(super) const NOT_CHECKED: &str = "not-checked";
/// The rule of a name that a threshold stops without one piece of evidence against it.
pub(super) const SCORE: &str = "score";
/// The rule of an input that cannot be read.
pub(super) const UNREADABLE: &str = "unreadable";

/// How much a name weighs. The order is that of precedence, strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Level {
    /// It could not be checked, and goes on.
    Note,
    /// It is warned of.
    Warning,
    /// It is stopped.
    Error,
}

/// One name that is worth a word.
#[derive(Debug)]
pub(super) struct Found<'r> {
    pub(super) finding: &'r Finding,
    pub(super) level: Level,
    /// The code of the signal that weighs most, or one of this module's rules.
    pub(super) rule: &'static str,
    /// The same wherever in its file the name stands, and another for each.
    pub(super) fingerprint: String,
}

/// The names that are stopped, warned of or not checked, in input order.
pub(super) fn found(report: &Report) -> Vec<Found<'_>> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let one = |finding| {
        let level = level(finding)?;
        let rule = rule(finding);
        let name = &finding.dependency.name;
        let file = finding.dependency.location.as_ref().map_or("", |location| &location.file);
        let print = fingerprint(&[rule, name.ecosystem().as_str(), name.normal(), file]);
        let count = seen.entry(print.clone()).or_default();
        *count += 1;
        // Where one file has the name several times, each needs a mark of its own.
        let fingerprint = if *count == 1 { print } else { fingerprint(&[&print, &count.to_string()]) };
        Some(Found { finding, level, rule, fingerprint })
    };
    report.findings.iter().filter_map(one).collect()
}

/// How much a name weighs; `None` where nothing is to be said of it.
pub(super) fn level(finding: &Finding) -> Option<Level> {
    let unknown = finding.assessment.verdict == Verdict::Unknown;
    let private = matches!(finding.dependency.source, Source::OtherRegistry(_))
        || finding.decision.reason.starts_with("not checked: private registry");
    match finding.decision.action {
        Action::Block => Some(Level::Error),
        Action::Warn if unknown => Some(Level::Note),
        Action::Warn => Some(Level::Warning),
        Action::Allow if unknown && !private => Some(Level::Note),
        Action::Allow => None,
    }
}

/// By which rule a name is reported.
pub(super) fn rule(finding: &Finding) -> &'static str {
    let signals = &finding.assessment.signals;
    let by_age = || {
        let young = |signal: &&Signal| signal.code == SignalCode::RecentRelease;
        signals.iter().find(young).filter(|_| finding.decision.reason.starts_with("min-age"))
    };
    if finding.is_held() || finding.assessment.verdict == Verdict::Unknown {
        return NOT_CHECKED;
    }
    let against = signals.iter().filter(|signal| signal.weight > 0.0);
    let strongest = by_age().or_else(|| against.max_by(|a, b| a.weight.total_cmp(&b.weight)));
    strongest.map_or(SCORE, |signal| signal.code.as_str())
}

/// SHA-256 over texts, each with its length, so that none can pass for the end of another.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&part.len().to_le_bytes());
        context.update(part.as_bytes());
    }
    let mut hex = String::with_capacity(64);
    for byte in context.finish().as_ref() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

impl Found<'_> {
    /// Where the name stands.
    pub(super) const fn location(&self) -> Option<&Location> {
        self.finding.dependency.location.as_ref()
    }

    /// What happens to it.
    pub(super) const fn outcome(&self) -> &'static str {
        match self.level {
            Level::Error if self.finding.is_held() => "held",
            Level::Error => "blocked",
            Level::Warning => "warned of",
            Level::Note => "not checked",
        }
    }

    /// `npm raect ^1: blocked, score 0.98`, without any character that hides or steers.
    pub(super) fn title(&self) -> String {
        let Finding { dependency, assessment, .. } = self.finding;
        let mut text =
            format!("{} {}", dependency.name.ecosystem(), escaped_name(dependency.name.spelling()));
        if let Some(requirement) = &dependency.requirement {
            let _ = write!(text, " {}", escaped_name(requirement));
        }
        if let Some(alias) = &dependency.alias {
            let _ = write!(text, ", known here as {}", escaped_name(alias));
        }
        let _ = write!(text, ": {}, score {}", self.outcome(), shown_score(assessment.score));
        text
    }

    /// What speaks against it, and where that is not all, what the policy says.
    pub(super) fn why(&self) -> String {
        let tells = |signal: &&Signal| signal.weight > 0.0 || signal.code == SignalCode::RecentRelease;
        let signals = self.finding.assessment.signals.iter().filter(tells);
        let mut why: Vec<_> = signals.map(|signal| escaped_quote(&signal.detail)).collect();
        if why.is_empty() || self.rule == NOT_CHECKED {
            why.push(escaped(&self.finding.decision.reason));
        }
        why.join("; ")
    }

    /// What to do about it; nothing for a name that no entry lets through.
    pub(super) fn advice(&self) -> String {
        let style = Style::default();
        let Finding { dependency, assessment, .. } = self.finding;
        let mut advice = Vec::new();
        if let Some(suggestion) = &assessment.suggestion {
            advice.push(format!("take {}, if that was meant", escaped_name(suggestion)));
        }
        advice.extend(instead(self.finding, &style));
        if may_be_allowed(self.finding) {
            advice.push(format!("let it through with {}", escaped(&allowing(dependency, &style))));
        }
        advice.join("; or ")
    }

    /// All of it in one paragraph.
    pub(super) fn message(&self) -> String {
        let mut text = format!("{}: {}", self.title(), self.why());
        let advice = self.advice();
        if !advice.is_empty() {
            let _ = write!(text, "; help: {advice}");
        }
        text
    }
}

/// An error's message with its remedy.
pub(super) fn error_message(error: &InputError) -> String {
    let mut text = escaped(&error.message).into_owned();
    if !error.hint.is_empty() {
        let _ = write!(text, "; help: {}", escaped(&error.hint));
    }
    text
}

/// What all forms say of the whole: `checked 9 names online: 2 blocked, 1 warned of`.
pub fn counts(report: &Report) -> String {
    let mut text = String::new();
    crate::report::human::summary(&mut text, report, &Style { whole: true, ..Style::default() });
    text.truncate(text.trim_end().len());
    text
}
