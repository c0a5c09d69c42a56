//! Every signal of a name, its weight and evidence, and how they add up.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::style::Role;
use super::{Style, escaped, escaped_name, escaped_quote};
use crate::finding::Finding;
use crate::policy::{Action, shown_score};

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
    let mut row = |weight: f64, what: &str, detail: &str| {
        let _ = writeln!(text, "  {weight:>+8.2}  {what:<width$}  {detail}");
    };
    row(sum - weights, "prior", "a name of which nothing else is known");
    for signal in &assessment.signals {
        let mut detail = escaped_quote(&signal.detail).into_owned();
        if let Some(target) = &signal.target {
            let target = escaped_name(target);
            if !detail.contains(target.as_ref()) {
                let _ = write!(detail, " ({target})");
            }
        }
        row(signal.weight, signal.code.as_str(), &detail);
    }
    row(sum, "sum", "log-odds");
    let _ = writeln!(
        text,
        "  {:>8}  {:<width$}  1 / (1 + exp(-sum)); {}",
        shown_score(assessment.score),
        "score",
        escaped(&decision.reason)
    );
    if let Some(suggestion) = &assessment.suggestion {
        let _ = writeln!(text, "  meant: {}", style.paint(Role::Name, escaped_name(suggestion)));
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn log_odds(score: f64) -> f64 {
    let score = score.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    (score / (1.0 - score)).ln()
}
