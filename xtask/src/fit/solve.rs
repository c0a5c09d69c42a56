//! The regression: a logistic loss, a pull of each weight to its centre, and signs that hold.
//!
//! The detector is its own model: how the log-odds of a name answer to each weight is measured by
//! moving that weight a little. They are linear in the weights but where another likeness becomes
//! the strongest, so a few rounds of measuring and solving settle.

use std::thread;

use jiff::Timestamp;
use phantom_guard::detector::weights::FITTED;
use phantom_guard::detector::{Detector, Sign, Subject, Term, WeightTable, Weights};
use phantom_guard::package::{Ecosystem, Source};

use super::centres::{CENTRES, FIXED};
use super::data::{Row, Snapshots};

/// How far a weight is believed to lie from its centre: one standard deviation, in log-odds for terms
/// that occur once, and in shares of the centre for those that are multiplied.
const SPREAD: f64 = 1.0;
const ROUNDS: usize = 5;
const SWEEPS: usize = 60;
const STEP: f64 = 1e-4;
/// The furthest that a weight moves in one round.
const STRIDE: f64 = 1.5;

/// The log-odds of one row and how they answer to each term.
struct Line {
    log_odds: f64,
    slopes: Vec<(usize, f64)>,
}

pub(super) struct Problem<'p> {
    pub(super) rows: Vec<&'p Row>,
    pub(super) snapshots: &'p Snapshots,
    pub(super) now: Timestamp,
    /// What each weight is drawn to.
    pub(super) centres: Weights,
}

/// The beliefs that the fit starts from.
pub(super) fn centres() -> Weights {
    let any = FITTED.of(Ecosystem::PyPi).clone();
    CENTRES.iter().fold(any, |all, (term, at)| all.with(*term, *at))
}

/// Terms that are multiplied by a count or a logarithm, and so are small.
fn is_slope(term: Term) -> bool {
    use Term::{
        Family, JoinFamily, JoinPull, JoinTail, ListedAge, LongTarget, Pull, RealWord, ShortForTwo, ShortTarget,
        UsedMore, WordsPull,
    };
    matches!(
        term,
        Family
            | JoinFamily
            | JoinPull
            | JoinTail
            | ListedAge
            | LongTarget
            | Pull
            | RealWord
            | ShortForTwo
            | ShortTarget
            | UsedMore
            | WordsPull
    )
}

impl Problem<'_> {
    pub(super) fn log_odds(&self, row: &Row, weights: &WeightTable) -> f64 {
        let corpus = self.snapshots.of(row.situation);
        let detector = Detector::new(corpus, self.now).weighing(weights);
        let subject = Subject { name: &row.name, source: &Source::Registry, lookup: row.lookup.as_ref() };
        let signals = detector.assess(subject).signals;
        weights.of(row.name.ecosystem()).get(Term::Prior) + signals.iter().map(|signal| signal.weight).sum::<f64>()
    }

    /// The weights that fit the rows best.
    pub(super) fn solve(&self) -> Weights {
        let mut weights = self.centres.clone();
        for _ in 0..ROUNDS {
            let lines = self.lines(&weights);
            weights = self.step(&lines, &weights);
        }
        weights
    }

    /// How many bad and honest rows each term touches.
    pub(super) fn touched(&self, weights: &Weights) -> Vec<(usize, usize)> {
        let mut counts = vec![(0, 0); Term::ALL.len()];
        for (row, line) in self.rows.iter().zip(self.lines(weights)) {
            for (term, _) in line.slopes {
                if row.bad { counts[term].0 += 1 } else { counts[term].1 += 1 }
            }
        }
        counts
    }

    fn lines(&self, weights: &Weights) -> Vec<Line> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let moved: Vec<(usize, f64, WeightTable)> = Term::ALL
            .into_iter()
            .filter(|term| !FIXED.contains(term))
            .map(|term| {
                let step = if term.sign() == Sign::Good { -STEP } else { STEP };
                (term as usize, step, alike(&weights.clone().with(term, weights.get(term) + step)))
            })
            .collect();
        let base = alike(weights);
        thread::scope(|scope| {
            let parts: Vec<_> = self
                .rows
                .chunks(self.rows.len().div_ceil(cores).max(1))
                .map(|rows| scope.spawn(|| rows.iter().map(|row| self.line(row, &base, &moved)).collect::<Vec<_>>()))
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
        })
    }

    fn line(&self, row: &Row, weights: &WeightTable, moved: &[(usize, f64, WeightTable)]) -> Line {
        let log_odds = self.log_odds(row, weights);
        let slope = |(term, step, weights): &(usize, f64, WeightTable)| {
            let slope = (self.log_odds(row, weights) - log_odds) / step;
            (slope.abs() > 1e-3).then_some((*term, slope))
        };
        Line { log_odds, slopes: moved.iter().filter_map(slope).collect() }
    }

    /// One Newton step within the signs: the quadratic model is solved a coordinate at a time.
    fn step(&self, lines: &[Line], weights: &Weights) -> Weights {
        let count = Term::ALL.len();
        let mut gradient = vec![0.0; count];
        let mut curvature = vec![vec![0.0; count]; count];
        for (row, line) in self.rows.iter().zip(lines) {
            let chance = 1.0 / (1.0 + (-line.log_odds).exp());
            let miss = row.weight * (chance - if row.bad { 1.0 } else { 0.0 });
            let bend = row.weight * (chance * (1.0 - chance)).max(1e-4);
            for &(term, slope) in &line.slopes {
                gradient[term] += miss * slope;
                for &(other, across) in &line.slopes {
                    curvature[term][other] += bend * slope * across;
                }
            }
        }
        let mut change = vec![0.0f64; count];
        for _ in 0..SWEEPS {
            for (term, _) in CENTRES {
                if FIXED.contains(&term) {
                    continue;
                }
                let (index, spread) = (term as usize, if is_slope(term) { 0.4 } else { SPREAD });
                let centre = self.centres.get(term);
                let firmness = 1.0 / (spread * spread);
                let now = weights.get(term);
                let others: f64 = (0..count).filter(|&i| i != index).map(|i| curvature[index][i] * change[i]).sum();
                let pull = gradient[index] + others + firmness * (now - centre);
                let wanted = now - pull / (curvature[index][index] + firmness);
                change[index] = within(term, wanted).clamp(now - STRIDE, now + STRIDE) - now;
            }
        }
        Term::ALL.into_iter().fold(weights.clone(), |all, term| {
            let at = weights.get(term) + change[term as usize];
            all.with(term, at)
        })
    }
}

/// The same weights for every ecosystem: a problem's rows are all fitted as one.
pub(super) fn alike(weights: &Weights) -> WeightTable {
    WeightTable([weights.clone(), weights.clone(), weights.clone()])
}

fn within(term: Term, weight: f64) -> f64 {
    match term.sign() {
        Sign::Bad => weight.max(0.0),
        Sign::Good => weight.min(0.0),
        Sign::Either => weight,
    }
}
