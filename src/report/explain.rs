//! Every signal of a name, its weight and evidence, and how they add up.

use std::fmt::Write as _;
use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::Offset;

use super::style::Role;
use super::wrap::wrapped;
use super::{Style, escaped, escaped_name, escaped_quote};
use crate::finding::Finding;
use crate::policy::{Action, shown_score};
use crate::registry::{Lookup, Metadata};

/// Evidence is never pressed into fewer columns.
const LEAST: usize = 24;

/// The columns of a weight.
const NUMBER: usize = 12;

/// Writes one name's reckoning: the prior, each signal, the sum and the score.
///
/// # Errors
/// Where `out` fails.
pub fn explain(finding: &Finding, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let Finding { dependency, assessment, decision, .. } = finding;
    let (role, word) = match decision.action {
        Action::Allow => (Role::Good, "allowed"),
        Action::Warn => (Role::Warning, "warned of"),
        Action::Block => (Role::Blocked, "blocked"),
    };
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} {}: {}, {}",
        dependency.name.ecosystem(),
        style.paint(Role::Name, escaped_name(dependency.name.spelling())),
        assessment.verdict.as_str().replace('_', " "),
        style.paint(role, word)
    );
    let sum = log_odds(assessment.score);
    let weights: f64 = assessment.signals.iter().map(|signal| signal.weight).sum();
    let widest = assessment.signals.iter().map(|signal| signal.code.as_str().len()).max();
    let width = widest.unwrap_or_default().max("score".len());
    // In columns for who sees them, in sentences for who listens.
    let row = |text: &mut String, number: &str, what: &str, detail: &str| {
        if style.plain {
            let _ = writeln!(text, "{what}: {number}: {detail}.");
        } else {
            let line = format!("  {number:>8}  {what:<width$}  ");
            text.push_str(&line);
            // A narrow terminal has the evidence below its kind.
            let narrow = style.line_width() < line.len() + LEAST;
            let indent = format!("\n{}", " ".repeat(if narrow { NUMBER } else { line.len() }));
            let room = style.line_width().saturating_sub(indent.len() - 1);
            if narrow {
                text.truncate(text.trim_end().len());
                text.push_str(&indent);
            }
            text.push_str(&wrapped(detail, room, room).join(&indent));
            text.push('\n');
        }
    };
    let signed = |weight: f64| format!("{weight:+.2}");
    row(&mut text, &signed(sum - weights), "prior", "a name of which nothing else is known");
    for signal in &assessment.signals {
        let mut detail = escaped_quote(&signal.detail).into_owned();
        if let Some(target) = &signal.target {
            let target = escaped_name(target);
            if !detail.contains(target.as_ref()) {
                let _ = write!(detail, " ({target})");
            }
        }
        row(&mut text, &signed(signal.weight), signal.code.as_str(), &detail);
    }
    row(&mut text, &signed(sum), "sum", "log-odds");
    let reckoned = format!("1 / (1 + exp(-sum)); {}", escaped(&decision.reason));
    row(&mut text, &shown_score(assessment.score), "score", &reckoned);
    if let Some(Lookup::Found(metadata)) = finding.answer.as_deref() {
        text.push_str(&facts(metadata, style));
    }
    if let Some(suggestion) = &assessment.suggestion {
        let indent = if style.plain { "" } else { "  " };
        let _ = writeln!(text, "{indent}meant: {}", style.paint(Role::Name, escaped_name(suggestion)));
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// What the registry says, in so far as it says anything: what weighs nothing is shown too.
fn facts(metadata: &Metadata, style: &Style) -> String {
    let mut text = String::from(if style.plain { "" } else { "  the registry says:\n" });
    let mut line = |what: &str, said: &str| {
        let _ = match style.plain {
            true => writeln!(text, "The registry says of {what}: {said}."),
            false => writeln!(text, "    {what:<12}  {said}"),
        };
    };
    let day = |moment: Timestamp| Offset::UTC.to_datetime(moment).date().to_string();
    let mut published = Vec::new();
    published.extend(
        metadata.releases.map(|count| format!("{count} release{}", if count == 1 { "" } else { "s" })),
    );
    published.extend(metadata.first_published.map(|first| format!("since {}", day(first))));
    published.extend(metadata.latest.as_ref().map(|latest| format!("newest {}", escaped(latest))));
    published.extend(metadata.last_published.map(|last| format!("last on {}", day(last))));
    if !published.is_empty() {
        line("published", &published.join(", "));
    }
    if let Some(place) = metadata.repository.given() {
        line("repository", &escaped(place));
    }
    let count = |count: u32| format!("{count} named");
    if let Some(people) = metadata.maintainers.map(count) {
        line("maintainers", &people);
    }
    let stated = |fact: Option<bool>, yes: &'static str, no: &'static str| match fact {
        Some(true) => yes,
        Some(false) => no,
        None => "the registry does not say",
    };
    line(
        "scripts",
        stated(metadata.install_script, "installing it runs code of its own", "none that run at install"),
    );
    line("provenance", stated(metadata.provenance, "present, not verified by Phantom", "not present"));
    text
}

fn log_odds(score: f64) -> f64 {
    let score = score.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    (score / (1.0 - score)).ln()
}
