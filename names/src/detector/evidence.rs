//! Gathers signals and turns them into an assessment.

use std::borrow::Cow;

use super::assessment::{Assessment, Signal, SignalCode, Verdict};
use super::terms::Term;
use super::weights::{self, Weights};
use crate::corpus::Corpus;
use crate::package::{Ecosystem, NameFault};

/// A likeness to another name, before it is known to be the strongest.
#[derive(Debug)]
pub(super) struct Likeness {
    pub(super) code: SignalCode,
    pub(super) weight: f64,
    /// The other name's number among the popular ones.
    pub(super) id: u16,
    pub(super) phrase: &'static str,
}

/// What has been gathered of one name.
#[derive(Debug)]
pub(super) struct Evidence<'w> {
    pub(super) weights: &'w Weights,
    corpus: &'w Corpus,
    ecosystem: Ecosystem,
    signals: Vec<Signal>,
    suggestion: Option<String>,
    /// Whether the snapshot or a registry vouches for the name's existence or absence.
    checked: bool,
    /// Whether it is said not to exist.
    absent: bool,
}

impl<'w> Evidence<'w> {
    pub(super) const fn new(weights: &'w Weights, corpus: &'w Corpus, ecosystem: Ecosystem) -> Self {
        let signals = Vec::new();
        Self { weights, corpus, ecosystem, signals, suggestion: None, checked: true, absent: false }
    }

    /// The weight of a term.
    pub(super) fn weight(&self, term: Term) -> f64 {
        self.weights.get(term)
    }

    pub(super) fn add(&mut self, code: SignalCode, weight: f64, detail: impl Into<Cow<'static, str>>) {
        self.signals.push(Signal::new(code, weight, detail));
    }

    /// Evidence that points to another name, which is suggested unless one is already.
    pub(super) fn add_target(&mut self, code: SignalCode, weight: f64, detail: String, target: &str) {
        self.add_about(code, weight, detail, target);
        self.suggestion.get_or_insert_with(|| target.to_owned());
    }

    /// Evidence that names another package without suggesting it.
    pub(super) fn add_about(&mut self, code: SignalCode, weight: f64, detail: String, target: &str) {
        self.signals.push(Signal { code, weight, detail: detail.into(), target: Some(target.to_owned()) });
    }

    pub(super) fn add_likeness(&mut self, likeness: &Likeness) {
        let target = self.corpus.name(self.ecosystem, likeness.id);
        let rank = (u32::from(likeness.id) + 1).to_string();
        let detail = [likeness.phrase, " ", target, " (rank ", &rank, ")"].concat();
        self.add_target(likeness.code, likeness.weight, detail, target);
    }

    /// The popular name that this one resembles, by what.
    pub(super) fn likeness(&self) -> Option<(SignalCode, &str)> {
        let signal = self.signals.iter().find(|signal| signal.code.is_likeness())?;
        Some((signal.code, signal.target.as_deref()?))
    }

    pub(super) fn invalid(&mut self, fault: NameFault) {
        self.add(
            SignalCode::InvalidName,
            self.weight(Term::InvalidName),
            format!("no such name can exist: {fault}"),
        );
    }

    pub(super) const fn say_absent(&mut self) {
        self.absent = true;
    }

    pub(super) const fn say_unchecked(&mut self) {
        self.checked = false;
    }

    pub(super) fn judge(mut self) -> Assessment {
        self.signals.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let score = self.weights.score(&self.signals);
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
        self.weights.score_of_sum(others.map(|signal| signal.weight).sum())
    }
}
