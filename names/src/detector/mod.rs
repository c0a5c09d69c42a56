//! Judges one name by evidence. Pure: the same subject gives the same assessment, and nothing here
//! reads a file, a clock or the network.
//!
//! ```
//! use phantom_names::corpus::Corpus;
//! use phantom_names::detector::{Detector, SignalCode, Subject, Verdict};
//! use phantom_names::package::{Ecosystem, PackageName};
//!
//! let detector = Detector::new(Corpus::embedded(), "2026-08-01T00:00:00Z".parse()?);
//! let name = PackageName::new(Ecosystem::PyPi, "reqeusts");
//! let assessment = detector.assess(Subject::named(&name));
//! assert_eq!(assessment.verdict, Verdict::HighRisk);
//! assert!(assessment.signals.iter().any(|signal| signal.code == SignalCode::Typosquat));
//! # Ok::<(), jiff::Error>(())
//! ```
//!
//! Each kind of evidence is one small file that says what it catches and when it misleads; every
//! weight stands in [`weights`]. Of the signals that say "this resembles that name" only the
//! strongest is kept, since they are readings of one fact.

mod affix;
mod assessment;
mod comparison;
mod concern;
mod details;
mod evidence;
mod history;
mod join;
mod known;
mod pattern;
mod presence;
mod resemblance;
mod slip;
mod standing;
mod table;
mod terms;
mod wording;

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub mod weights;

pub use assessment::{Assessment, Signal, SignalCode, Verdict};

#[doc(hidden)]
pub use {
    pattern::{PATTERNS, Pattern, shape_of},
    slip::Slip,
    table::TABLE,
    terms::{Origin, Sign, Term},
    weights::{WeightTable, Weights},
};

use std::cell::RefCell;

use jiff::Timestamp;

use crate::answer::{Lookup, Metadata};
use crate::corpus::{Corpus, Existence, Folded, Near, Trace, base, fold};
use crate::package::{Concern, Ecosystem, PackageName, Source};
use evidence::Evidence;
use join::Join;
use resemblance::Search;
use wording::Wording;

/// The score of a set of signals: `1 / (1 + exp(-(prior + Σ weights)))`.
pub fn score_of(signals: &[Signal]) -> f64 {
    // The prior is the same in every ecosystem.
    weights::FITTED.of(Ecosystem::PyPi).score(signals)
}

/// Downloads a month from which an npm name counts as established: ten times as many as a name needs to
/// be in the snapshot.
const ESTABLISHED_DOWNLOADS: u64 = 5_000;
/// Months between a PyPI name's last release and the snapshot from which it counts as established: an
/// attack is found sooner than that, or its letters tell.
const ESTABLISHED_MONTHS: u16 = 36;

/// What is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The name.
    pub name: &'a PackageName,
    /// Where it would come from. Only what a registry would serve can be another's package by name.
    pub source: &'a Source,
    /// What the registry answered; `None` where nobody was asked (offline, or no need).
    pub lookup: Option<&'a Lookup>,
    /// What the registry says of the popular name that this one resembles, where that was asked for.
    pub other: Option<&'a Metadata>,
    /// Whether a lockfile pins it: then it has existed, and its shape does not tell that it was invented.
    pub locked: bool,
    /// What the file in which it stands says beside.
    pub concerns: &'a [Concern],
}

impl<'a> Subject<'a> {
    /// A name of the default registry, of which nothing else is known.
    pub const fn named(name: &'a PackageName) -> Self {
        Self { name, source: &Source::Registry, lookup: None, other: None, locked: false, concerns: &[] }
    }
}

/// What is known of a name beside its letters.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// The snapshot lists it.
    in_use: bool,
    /// A registry was asked and answered, which says more than a shape.
    answered: bool,
    /// No registry answered, and no lockfile pins it: what is said rests on the snapshot alone.
    unasked: bool,
    /// No list has it, of those that do not hold every name.
    unlisted: bool,
}

impl Known {
    fn of(subject: &Subject<'_>, existence: Existence) -> Self {
        let answered = matches!(subject.lookup, Some(Lookup::Found(_) | Lookup::Missing));
        Self {
            in_use: matches!(existence, Existence::Present(_)),
            answered,
            unasked: !answered && !subject.locked,
            unlisted: existence == Existence::NotListed,
        }
    }
}

/// Judges names against a snapshot, as of a moment.
#[derive(Debug, Clone, Copy)]
pub struct Detector<'c> {
    corpus: &'c Corpus,
    now: Timestamp,
    weights: &'c WeightTable,
}

thread_local! {
    /// Look-alikes of the name in hand: kept from name to name, so that honest names allocate nothing.
    static NEAR: RefCell<Vec<Near>> = const { RefCell::new(Vec::new()) };
}

impl<'c> Detector<'c> {
    /// A detector that knows `corpus`; `now` gives releases and the snapshot their age.
    pub const fn new(corpus: &'c Corpus, now: Timestamp) -> Self {
        Self { corpus, now, weights: &weights::FITTED }
    }

    /// The same detector with other weights.
    #[doc(hidden)]
    #[must_use]
    pub const fn weighing(mut self, weights: &'c WeightTable) -> Self {
        self.weights = weights;
        self
    }

    /// The snapshot it knows.
    pub const fn corpus(&self) -> &'c Corpus {
        self.corpus
    }

    /// Whether a registry's answer could change what is said of this name: false for popular and
    /// established names, for names that do not come from the default registry and for names that cannot
    /// exist.
    pub fn wants_lookup(&self, name: &PackageName, source: &Source) -> bool {
        source.is_registry()
            && !self.corpus.is_popular(name)
            && name.fault().is_none()
            && !self.is_established(name)
    }

    /// Whether the snapshot speaks for a name so well that no registry is asked: it has been in use, or
    /// has lain unchanged, for long, and nothing in its letters speaks against it.
    pub fn is_established(&self, name: &PackageName) -> bool {
        let long = match self.corpus.existence(name) {
            Existence::Present(Trace::Downloads(downloads)) => downloads >= ESTABLISHED_DOWNLOADS,
            Existence::Present(Trace::MonthsSinceRelease(months)) => months >= ESTABLISHED_MONTHS,
            Existence::Present(Trace::Nothing) | Existence::Absent | Existence::NotListed => false,
        };
        long && self.assess(Subject::named(name)).signals.iter().all(|signal| signal.weight <= 0.0)
    }

    /// Judges one name.
    pub fn assess(&self, subject: Subject<'_>) -> Assessment {
        let mut evidence =
            Evidence::new(self.weights.of(subject.name.ecosystem()), self.corpus, subject.name.ecosystem());
        let misplaced = concern::misplaced(subject.concerns, &mut evidence);
        if !subject.source.is_registry() {
            return evidence.judge();
        }
        let name = subject.name;
        if misplaced {
            // What is known of the name says nothing of what lies in another place.
            if !self.corpus.is_popular(name) {
                self.weigh_letters(name, Known::default(), false, &mut evidence);
            }
            return evidence.judge();
        }
        if let Some(rank) = self.corpus.rank(name) {
            match subject.lookup {
                // Whoever wants every name verified is told where even a popular one is gone.
                Some(Lookup::Missing) => presence::missing(&mut evidence),
                Some(Lookup::Found(metadata)) => {
                    presence::popular(rank, name, &mut evidence);
                    standing::weigh(metadata, &mut evidence);
                }
                Some(Lookup::Unavailable(_)) | None => presence::popular(rank, name, &mut evidence),
            }
            return evidence.judge();
        }
        if let Some(fault) = name.fault() {
            // No list can hold it, so a filter that seems to is wrong.
            evidence.invalid(fault);
            self.weigh_letters(name, Known::default(), true, &mut evidence);
            return evidence.judge();
        }
        let existence = self.corpus.existence(name);
        presence::weigh(self, &subject, existence, &mut evidence);
        self.weigh_letters(name, Known::of(&subject, existence), !subject.locked, &mut evidence);
        if let Some(Lookup::Found(metadata)) = subject.lookup {
            history::weigh(metadata, self.now, &mut evidence);
            standing::weigh(metadata, &mut evidence);
            standing::weigh_use(self, &subject, metadata, &mut evidence);
            if let Some(other) = subject.other {
                comparison::weigh(metadata, other, self.now, &mut evidence);
            }
        }
        evidence.judge()
    }

    /// Evidence from the letters alone.
    fn weigh_letters(&self, name: &PackageName, known: Known, by_shape: bool, evidence: &mut Evidence<'_>) {
        let wording = Wording::of(name.spelling());
        if let Some(folded) = fold(name.spelling()) {
            self.weigh_likeness(name, known, wording.as_ref(), &folded, evidence);
        }
        if by_shape {
            // Without a scope, the normal form has as many words as the spelling.
            let scoped = base(name.normal()).len() < name.normal().len();
            let may_join = scoped || join::may_be(wording.as_ref());
            let join = may_join.then(|| self.join(name, known)).flatten();
            self.weigh_shape(name, known, join, evidence);
        }
    }

    fn weigh_likeness(
        &self,
        name: &PackageName,
        known: Known,
        wording: Option<&Wording<'_>>,
        folded: &Folded,
        evidence: &mut Evidence<'_>,
    ) {
        // A name that is known as something else was not meant for the popular one that it resembles.
        if !known::weigh(self.corpus, name, known.in_use, evidence) {
            let search = Search::new(self.corpus, evidence.weights, name, wording, folded, known);
            NEAR.with_borrow_mut(|near| search.weigh(near, evidence));
        }
    }

    fn join(&self, name: &PackageName, known: Known) -> Option<Join> {
        let own = base(name.normal());
        let (wording, folded) = Wording::of(own).zip(fold(own))?;
        let weights = self.weights.of(name.ecosystem());
        join::find(self.corpus, weights, name.ecosystem(), &wording, folded.as_bytes(), known)
    }

    /// The shape of invented names: the heaviest of those written down and those learned.
    fn weigh_shape(&self, name: &PackageName, known: Known, join: Option<Join>, evidence: &mut Evidence<'_>) {
        let shape = pattern::find(name, evidence.weights, known.in_use);
        // Where absence is known and a shape comes on top, the two say more than their sum.
        let more = if known.unasked && known.unlisted { evidence.weight(Term::ShapeUnlisted) } else { 0.0 };
        let code = SignalCode::HallucinationPattern;
        match (shape, join) {
            (Some((pattern, weight)), join) if join.as_ref().is_none_or(|join| join.weight <= weight) => {
                let detail =
                    ["the shape of invented names: ", pattern.detail, " (", pattern.name, ")"].concat();
                evidence.add(code, weight + more, detail);
            }
            (_, Some(join)) => {
                let head = self.corpus.name(name.ecosystem(), join.head);
                let alone = if join.unsupported { " that no shorter name leads to" } else { "" };
                let detail = format!(
                    "the shape of invented names: {head} (rank {}) with a chain of words behind it{alone}",
                    u32::from(join.head) + 1
                );
                evidence.add_about(code, join.weight + more, detail, head);
            }
            _ => {}
        }
    }
}
