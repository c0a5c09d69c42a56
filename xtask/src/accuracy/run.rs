//! Everything that is measured of the sets, before it becomes text.

use std::cell::OnceCell;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::Detector;
use phantom_guard::package::Ecosystem;

use super::guards::{Typomania, edits};
use super::measure::{Judged, Tally, assess, judge};
use super::profiles::History;
use super::sets::{Nature, Set};

/// Rounds of which the median is taken.
const ROUNDS: usize = 21;
/// Names of a set that are timed: the slowest of the compared needs about 0.1 ms for one.
const MOST_TIMED: usize = 2_000;

/// A set and what came out.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) set: Set,
    /// Offline, in the set's order.
    pub(crate) judged: Vec<Judged>,
    /// Offline.
    pub(crate) tally: Tally,
    pub(crate) online: Vec<(History, Tally)>,
    pub(crate) comparison: Comparison,
}

/// How many names others flag.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Comparison {
    pub(crate) typomania: usize,
    /// At most one edit from a popular name.
    pub(crate) one_edit: usize,
    /// At most two.
    pub(crate) two_edits: usize,
}

/// Names a second, medians of the same rounds.
#[derive(Debug)]
pub(crate) struct Speed {
    pub(crate) title: String,
    pub(crate) phantom: f64,
    pub(crate) typomania: f64,
    pub(crate) edits: f64,
}

/// The guards that are compared with, each made when the first set of its ecosystem comes.
pub(crate) struct Guards<'c> {
    corpus: &'c Corpus,
    typomania: [OnceCell<Typomania>; 3],
}

impl<'c> Guards<'c> {
    pub(crate) fn new(corpus: &'c Corpus) -> Self {
        Self { corpus, typomania: Default::default() }
    }

    fn typomania(&self, ecosystem: Ecosystem) -> &Typomania {
        let [pypi, npm, crates] = &self.typomania;
        let made = match ecosystem {
            Ecosystem::PyPi => pypi,
            Ecosystem::Npm => npm,
            Ecosystem::Crates => crates,
        };
        made.get_or_init(|| Typomania::new(self.corpus, ecosystem))
    }
}

/// Judges one set offline, with each history, and by the other guards.
pub(crate) fn measure(
    corpus: &Corpus,
    guards: &Guards<'_>,
    now: Timestamp,
    set: Set,
) -> Result<Measured, String> {
    let detector = Detector::new(corpus, now);
    let judged = judge(&detector, &set, None);
    let tally = Tally::of(corpus, &set, &judged);
    let online = set.nature.histories().iter().map(|&history| {
        let judged = judge(&detector, &set, Some(&history.lookup(set.ecosystem, now)));
        (history, Tally::of(corpus, &set, &judged))
    });
    let online = online.collect();
    let comparison = compare(corpus, guards, &set)?;
    Ok(Measured { set, judged, tally, online, comparison })
}

fn compare(corpus: &Corpus, guards: &Guards<'_>, set: &Set) -> Result<Comparison, String> {
    let mut comparison = Comparison::default();
    // None of them flags a popular name, by construction.
    if set.nature == Nature::Popular {
        return Ok(comparison);
    }
    let typomania = guards.typomania(set.ecosystem);
    let mut found = Vec::new();
    for labelled in &set.names {
        comparison.typomania += usize::from(typomania.flags(&labelled.name)?);
        let edits = edits(corpus, &labelled.name, &mut found);
        comparison.one_edit += usize::from(edits.is_some_and(|edits| edits <= 1));
        comparison.two_edits += usize::from(edits.is_some());
    }
    Ok(comparison)
}

/// The honest sets are timed: most names that are checked are honest.
pub(crate) fn speeds(
    corpus: &Corpus,
    guards: &Guards<'_>,
    now: Timestamp,
    sets: &[Measured],
) -> Result<Vec<Speed>, String> {
    let honest = sets.iter().filter(|measured| measured.set.nature == Nature::Honest);
    honest.map(|measured| speed(corpus, guards, now, &measured.set)).collect()
}

fn speed(corpus: &Corpus, guards: &Guards<'_>, now: Timestamp, set: &Set) -> Result<Speed, String> {
    let detector = Detector::new(corpus, now);
    let typomania = guards.typomania(set.ecosystem);
    let step = (set.names.len() / MOST_TIMED).max(1);
    let names: Vec<_> = set.names.iter().step_by(step).map(|labelled| &labelled.name).collect();
    let mut times: [Vec<Duration>; 3] = Default::default();
    let mut found = Vec::new();
    // The compared take turns, so that a busy moment of the machine does not fall on one alone.
    for _ in 0..ROUNDS {
        let [ours, theirs, plain] = &mut times;
        ours.push(timed(|| {
            names.iter().for_each(|name| drop(std::hint::black_box(assess(&detector, name, None))));
            Ok(())
        })?);
        theirs.push(timed(|| names.iter().try_for_each(|name| typomania.flags(name).map(drop)))?);
        plain.push(timed(|| {
            names.iter().for_each(|name| _ = std::hint::black_box(edits(corpus, name, &mut found)));
            Ok(())
        })?);
    }
    let [phantom, typomania, edits] = times.map(|times| names.len() as f64 / median(times).as_secs_f64());
    Ok(Speed { title: set.title.clone(), phantom, typomania, edits })
}

fn timed(work: impl FnOnce() -> Result<(), String>) -> Result<Duration, String> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
