//! Judges sets of names in process, and counts.

use std::collections::BTreeMap;

use phantom_guard::corpus::Corpus;
use phantom_guard::detector::{Assessment, Detector, Subject, Verdict};
use phantom_guard::package::{PackageName, Source};
use phantom_guard::registry::Lookup;

use super::sets::{Labelled, Set};

/// The policy's default thresholds, which are part of the contract: what is measured is what users
/// get, whatever thresholds the detector names its verdicts by.
const BLOCK_AT: f64 = 0.60;
const WARN_AT: f64 = 0.30;

/// What becomes of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Blocked,
    Warned,
    Passed,
    /// It could not be checked. What a policy then does is no merit of the evidence, so this counts
    /// neither as blocked nor as warned of.
    Unknown,
}

impl Outcome {
    fn of(assessment: &Assessment) -> Self {
        match assessment.score {
            _ if assessment.verdict == Verdict::Unknown => Self::Unknown,
            score if score >= BLOCK_AT => Self::Blocked,
            score if score >= WARN_AT => Self::Warned,
            _ => Self::Passed,
        }
    }

    pub(crate) const fn is_stopped(self) -> bool {
        matches!(self, Self::Blocked | Self::Warned)
    }
}

/// What was said of one name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    pub(crate) safe: bool,
    pub(crate) suggestion: Option<String>,
}

impl From<Assessment> for Judged {
    fn from(assessment: Assessment) -> Self {
        Self {
            outcome: Outcome::of(&assessment),
            safe: assessment.verdict == Verdict::Safe,
            suggestion: assessment.suggestion,
        }
    }
}

/// One name as the product judges it: the registry is asked only where its answer could matter.
pub(crate) fn assess(detector: &Detector<'_>, name: &PackageName, lookup: Option<&Lookup>) -> Assessment {
    let source = &Source::Registry;
    let lookup = lookup.filter(|_| detector.wants_lookup(name, source));
    detector.assess(Subject { source, lookup, ..Subject::named(name) })
}

/// What is said of each name of a set, in its order.
pub(crate) fn judge(detector: &Detector<'_>, set: &Set, lookup: Option<&Lookup>) -> Vec<Judged> {
    set.names.iter().map(|labelled| assess(detector, &labelled.name, lookup).into()).collect()
}

/// Counts of a set, or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) names: usize,
    pub(crate) blocked: usize,
    /// Blocked or warned of.
    pub(crate) stopped: usize,
    pub(crate) unknown: usize,
    /// With the verdict `safe`.
    pub(crate) safe: usize,
    /// Whose imitated name the snapshot has as popular.
    pub(crate) known: usize,
    pub(crate) known_stopped: usize,
    /// Of those, the ones for which the imitated name was suggested.
    pub(crate) named: usize,
}

impl Tally {
    pub(crate) fn of(corpus: &Corpus, set: &Set, judged: &[Judged]) -> Self {
        let mut tally = Self::default();
        for (labelled, judged) in set.names.iter().zip(judged) {
            tally.add(corpus, labelled, judged);
        }
        tally
    }

    fn add(&mut self, corpus: &Corpus, labelled: &Labelled, judged: &Judged) {
        let stopped = judged.outcome.is_stopped();
        self.names += 1;
        self.blocked += usize::from(judged.outcome == Outcome::Blocked);
        self.stopped += usize::from(stopped);
        self.unknown += usize::from(judged.outcome == Outcome::Unknown);
        self.safe += usize::from(judged.safe);
        let Some(imitation) = &labelled.imitates else { return };
        if !corpus.is_popular(&imitation.of) {
            return;
        }
        let meant = |suggestion: &String| {
            PackageName::new(labelled.name.ecosystem(), suggestion.as_str()) == imitation.of
        };
        self.known += 1;
        self.known_stopped += usize::from(stopped);
        self.named += usize::from(stopped && judged.suggestion.as_ref().is_some_and(meant));
    }

    pub(crate) fn blocked_percent(&self) -> f64 {
        percent(self.blocked, self.names).unwrap_or_default()
    }

    pub(crate) fn stopped_percent(&self) -> f64 {
        percent(self.stopped, self.names).unwrap_or_default()
    }

    pub(crate) fn unknown_percent(&self) -> f64 {
        percent(self.unknown, self.names).unwrap_or_default()
    }

    /// `None` where no stopped name has a popular target.
    pub(crate) fn named_percent(&self) -> Option<f64> {
        percent(self.named, self.known_stopped)
    }
}

/// A share in percent; of nothing there is none.
pub(crate) fn percent(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}

/// The counts of a set by the kind of imitation.
pub(crate) fn by_kind<'s>(corpus: &Corpus, set: &'s Set, judged: &[Judged]) -> BTreeMap<&'s str, Tally> {
    let mut kinds: BTreeMap<&str, Tally> = BTreeMap::new();
    for (labelled, judged) in set.names.iter().zip(judged) {
        if let Some(imitation) = &labelled.imitates {
            kinds.entry(&imitation.kind).or_default().add(corpus, labelled, judged);
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use phantom_guard::package::Ecosystem;

    use super::*;
    use crate::accuracy::sets::{Imitation, Nature};

    fn assessment(score: f64, verdict: Verdict) -> Assessment {
        Assessment { score, verdict, signals: Vec::new(), suggestion: None, checked: true }
    }

    #[test]
    fn what_could_not_be_checked_is_neither_blocked_nor_warned_of() {
        for (score, verdict, outcome) in [
            (0.60, Verdict::HighRisk, Outcome::Blocked),
            (0.59, Verdict::Suspicious, Outcome::Warned),
            (0.30, Verdict::Suspicious, Outcome::Warned),
            (0.29, Verdict::Safe, Outcome::Passed),
            (0.82, Verdict::NotFound, Outcome::Blocked),
            (0.02, Verdict::Unknown, Outcome::Unknown),
            (0.99, Verdict::Unknown, Outcome::Unknown),
        ] {
            assert_eq!(Outcome::of(&assessment(score, verdict)), outcome, "{score} {verdict:?}");
        }
    }

    fn squat(name: &str, of: &str, kind: &str) -> Labelled {
        let package = |text| PackageName::new(Ecosystem::PyPi, text);
        let imitation = Imitation { of: package(of), kind: kind.to_owned() };
        Labelled { name: package(name), imitates: Some(imitation) }
    }

    fn judged(outcome: Outcome, suggestion: Option<&str>) -> Judged {
        Judged { outcome, safe: outcome == Outcome::Passed, suggestion: suggestion.map(str::to_owned) }
    }

    fn example() -> (Set, Vec<Judged>) {
        let names = vec![
            squat("typing_extensionss", "typing-extensions", "repetition"),
            squat("requestz", "requests", "replacement"),
            squat("made-up-one", "nobody-knows-this-target", "replacement"),
            squat("flaask", "flask", "repetition"),
            squat("numpi", "numpy", "replacement"),
        ];
        let judged = vec![
            judged(Outcome::Blocked, Some("Typing_Extensions")),
            judged(Outcome::Warned, Some("requests-toolbelt")),
            judged(Outcome::Blocked, None),
            judged(Outcome::Unknown, Some("flask")),
            judged(Outcome::Passed, None),
        ];
        let title = "made up".to_owned();
        (Set { title, ecosystem: Ecosystem::PyPi, nature: Nature::Typosquats, names }, judged)
    }

    #[test]
    fn names_are_counted_once_each() {
        let (set, judged) = example();
        let tally = Tally::of(Corpus::embedded(), &set, &judged);
        let counted = Tally {
            names: 5,
            blocked: 2,
            stopped: 3,
            unknown: 1,
            safe: 1,
            known: 4,
            known_stopped: 2,
            named: 1,
        };
        assert_eq!(tally, counted);
        assert_eq!(tally.named_percent(), Some(50.0));
        assert_eq!(Tally::default().named_percent(), None);
    }

    #[test]
    fn kinds_are_counted_apart() {
        let (set, judged) = example();
        let kinds = by_kind(Corpus::embedded(), &set, &judged);
        assert_eq!(kinds.keys().copied().collect::<Vec<_>>(), ["repetition", "replacement"]);
        assert_eq!((kinds["replacement"].names, kinds["replacement"].stopped), (3, 2));
        assert_eq!((kinds["repetition"].stopped, kinds["repetition"].unknown), (1, 1));
    }
}
