//! Gathers signals and turns them into an assessment.

use std::borrow::Cow;

use super::assessment::{Assessment, Signal, SignalCode, Verdict};
use super::weights;
use crate::package::NameFault;

/// The score of a set of signals: `1 / (1 + exp(-(prior + Σ weights)))`.
pub fn score_of(signals: &[Signal]) -> f64 {
    logistic(weights::PRIOR + signals.iter().map(|signal| signal.weight).sum::<f64>())
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// A likeness to another name, before it is known to be the strongest.
#[derive(Debug)]
pub(super) struct Likeness {
    pub(super) code: SignalCode,
    pub(super) weight: f64,
    pub(super) rank: u32,
    pub(super) phrase: &'static str,
    pub(super) target: String,
}

/// What has been gathered of one name.
#[derive(Debug)]
pub(super) struct Evidence {
    signals: Vec<Signal>,
    suggestion: Option<String>,
    /// Whether the snapshot or a registry vouches for the name's existence or absence.
    checked: bool,
    /// Whether it is said not to exist.
    absent: bool,
}

impl Default for Evidence {
    fn default() -> Self {
        Self { signals: Vec::new(), suggestion: None, checked: true, absent: false }
    }
}

impl Evidence {
    pub(super) fn add(&mut self, code: SignalCode, weight: f64, detail: impl Into<Cow<'static, str>>) {
        self.signals.push(Signal { code, weight, detail: detail.into(), target: None });
    }

    /// Evidence that points to another name, which is suggested unless one is already.
    pub(super) fn add_target(&mut self, code: SignalCode, weight: f64, detail: String, target: &str) {
        self.signals.push(Signal { code, weight, detail: detail.into(), target: Some(target.to_owned()) });
        self.suggestion.get_or_insert_with(|| target.to_owned());
    }

    pub(super) fn add_likeness(&mut self, likeness: &Likeness) {
        let Likeness { phrase, target, rank, .. } = likeness;
        let detail = format!("{phrase} {target} (rank {rank})");
        self.add_target(likeness.code, likeness.weight, detail, target);
    }

    pub(super) fn invalid(&mut self, fault: NameFault) {
        self.add(SignalCode::InvalidName, weights::INVALID_NAME, format!("no such name can exist: {fault}"));
    }

    pub(super) const fn say_absent(&mut self) {
        self.absent = true;
    }

    pub(super) const fn say_unchecked(&mut self) {
        self.checked = false;
    }

    pub(super) fn judge(mut self) -> Assessment {
        self.signals.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let score = score_of(&self.signals);
        let verdict = self.verdict(score);
        let suggestion = self.suggestion.filter(|_| verdict != Verdict::Safe);
        Assessment { score, verdict, signals: self.signals, suggestion, checked: self.checked }
    }

    fn verdict(&self, score: f64) -> Verdict {
        if self.absent && self.without_absence() < weights::WARN_AT {
            return Verdict::NotFound;
        }
        match score {
            _ if score >= weights::BLOCK_AT => Verdict::HighRisk,
            _ if score >= weights::WARN_AT => Verdict::Suspicious,
            _ if !self.checked => Verdict::Unknown,
            _ => Verdict::Safe,
        }
    }

    fn without_absence(&self) -> f64 {
        let others = self
            .signals
            .iter()
            .filter(|signal| !matches!(signal.code, SignalCode::NotFound | SignalCode::AbsentFromSnapshot));
        logistic(weights::PRIOR + others.map(|signal| signal.weight).sum::<f64>())
    }
}
