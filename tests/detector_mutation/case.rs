//! What is judged, and what is expected of the answer.

use jiff::SignedDuration;
use phantom_guard::corpus::{Corpus, Place};
use phantom_guard::detector::weights::{BLOCK_AT, FITTED, WARN_AT};
use phantom_guard::detector::{Assessment, Detector, SignalCode, Subject, Term, WeightTable};
use phantom_guard::package::{Concern, Ecosystem, PackageName, Source};
use phantom_guard::registry::{Lookup, Metadata, Stated, Unavailable};

use crate::detector_support::{found, log_odds, metadata, now, weight_of};

/// Less than this many log-odds is no difference.
const LEAST: f64 = 0.02;

/// A name, and what is told of it.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    ecosystem: Ecosystem,
    name: &'static str,
    lookup: Option<Lookup>,
    other: Option<Metadata>,
    locked: bool,
    concerns: Vec<Concern>,
    /// Days since the tests' usual day.
    later: i64,
}

const fn case(ecosystem: Ecosystem, name: &'static str) -> Case {
    Case { ecosystem, name, lookup: None, other: None, locked: false, concerns: Vec::new(), later: 0 }
}

pub(crate) const fn pypi(name: &'static str) -> Case {
    case(Ecosystem::PyPi, name)
}

pub(crate) const fn npm(name: &'static str) -> Case {
    case(Ecosystem::Npm, name)
}

pub(crate) const fn crates(name: &'static str) -> Case {
    case(Ecosystem::Crates, name)
}

impl Case {
    /// The registry has it, and tells nothing more: neither absence nor age counts.
    pub(crate) fn found(self) -> Self {
        self.told(Lookup::Found(Metadata::default()))
    }

    /// The registry has had it for so many days, with many releases.
    pub(crate) fn aged(self, days: i64) -> Self {
        self.told(found(days, 9))
    }

    /// The registry has had it for so long that its age says nothing, with so many releases.
    pub(crate) fn released(self, count: u32) -> Self {
        self.told(found(200, count))
    }

    /// The project states these, the first two or leaves them empty.
    pub(crate) fn saying(self, repository: bool, summary: bool, maintainers: u32) -> Self {
        let state = |is: bool| if is { Stated::Given("two words".to_owned()) } else { Stated::Nothing };
        self.told(Lookup::Found(Metadata {
            repository: state(repository),
            summary: state(summary),
            maintainers: Some(maintainers),
            ..metadata(200, 9)
        }))
    }

    /// The registry has had it for so long that its age says nothing, and says this beside.
    pub(crate) fn known(self, change: impl FnOnce(&mut Metadata)) -> Self {
        let mut metadata = metadata(200, 9);
        change(&mut metadata);
        self.told(Lookup::Found(metadata))
    }

    /// What the registry says of the popular name that it resembles.
    pub(crate) fn beside(mut self, change: impl FnOnce(&mut Metadata)) -> Self {
        let mut metadata = metadata(4000, 90);
        change(&mut metadata);
        self.other = Some(metadata);
        self
    }

    pub(crate) fn missing(self) -> Self {
        self.told(Lookup::Missing)
    }

    pub(crate) fn unanswered(self) -> Self {
        self.told(Lookup::Unavailable(Unavailable::Cancelled))
    }

    pub(crate) const fn locked(mut self) -> Self {
        self.locked = true;
        self
    }

    /// What the file says beside the name.
    pub(crate) fn with(mut self, concern: Concern) -> Self {
        self.concerns.push(concern);
        self
    }

    /// Judged when the snapshot is old.
    pub(crate) const fn late(mut self) -> Self {
        self.later = 365;
        self
    }

    fn told(mut self, lookup: Lookup) -> Self {
        self.lookup = Some(lookup);
        self
    }

    fn assess(&self, weights: &WeightTable) -> Assessment {
        let name = PackageName::new(self.ecosystem, self.name);
        let at = now() + SignedDuration::from_hours(24 * self.later);
        Detector::new(Corpus::embedded(), at).weighing(weights).assess(Subject {
            name: &name,
            source: &Source::Registry,
            lookup: self.lookup.as_ref(),
            other: self.other.as_ref(),
            locked: self.locked,
            concerns: &self.concerns,
        })
    }
}

/// What the default thresholds make of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Band {
    Passed,
    Warned,
    Blocked,
}

impl Band {
    fn of(score: f64) -> Self {
        match score {
            _ if score >= BLOCK_AT => Self::Blocked,
            _ if score >= WARN_AT => Self::Warned,
            _ => Self::Passed,
        }
    }
}

/// What is expected of answers.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a few hundred of them, made once")]
pub(crate) enum Expectation {
    /// The name is let through, warned of or blocked.
    Is(Case, Band),
    /// The first name is worse than the second.
    Worse(Case, Case),
    /// The signal weighs what the shipped table says for these terms, each so many times: for terms
    /// that are too small to change a decision or an order.
    Weighs(Case, SignalCode, Vec<(Term, f64)>),
}

impl Expectation {
    /// What is wrong, if something is.
    pub(crate) fn fault(&self, weights: &WeightTable) -> Option<String> {
        let right = match self {
            Self::Is(case, band) => Band::of(case.assess(weights).score) == *band,
            Self::Worse(worse, better) => {
                let [worse, better] = [worse, better].map(|case| log_odds(case.assess(weights).score));
                worse - better >= LEAST
            }
            Self::Weighs(case, code, terms) => {
                let shipped = FITTED.of(case.ecosystem);
                let sum: f64 = terms.iter().map(|&(term, times)| shipped.get(term) * times).sum();
                (weight_of(&case.assess(weights), *code) - sum).abs() < LEAST / 2.0
            }
        };
        (!right).then(|| format!("{self:?}\n  {}", self.seen(weights)))
    }

    fn seen(&self, weights: &WeightTable) -> String {
        let (first, second) = match self {
            Self::Is(case, _) | Self::Weighs(case, ..) => (case, None),
            Self::Worse(worse, better) => (worse, Some(better)),
        };
        let all = std::iter::once(first).chain(second).map(|case| case.assess(weights));
        all.map(|seen| format!("{:.3} {:?}", seen.score, seen.signals)).collect::<Vec<_>>().join("\n  ")
    }
}

/// By how many factors of ten a popular name stands above rank 15,000.
pub(crate) fn pull(ecosystem: Ecosystem, target: &str) -> f64 {
    let rank = Corpus::embedded().rank(&PackageName::new(ecosystem, target)).expect("a popular name");
    (15_000.0 / f64::from(rank)).log10()
}

/// How many names have the word there, as a binary logarithm.
pub(crate) fn level(ecosystem: Ecosystem, place: Place, word: &str) -> f64 {
    Corpus::embedded().word_level(ecosystem, place, word).unwrap_or_default()
}
