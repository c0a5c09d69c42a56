//! The regression: a logistic loss, a pull of each weight to its centre, and signs that hold.
//!
//! The detector is its own model: how the log-odds of a name answer to each weight is measured by
//! moving that weight a little. They are linear in the weights but where another likeness becomes
//! the strongest, so a few rounds of measuring and solving settle.

use std::thread;

use jiff::Timestamp;
use phantom_guard::detector::weights::FITTED;
use phantom_guard::detector::{Detector, Sign, Subject, Term, WeightTable, Weights};
use phantom_guard::package::Ecosystem;

use super::centres::{CENTRES, FIXED};
use super::data::{Row, Snapshots};

/// How far a weight is believed to lie from its centre: one standard deviation, in log-odds.
const SPREAD: f64 = 1.0;
/// The same for terms that are multiplied by a count or a logarithm.
const SPREAD_OF_SLOPES: f64 = 0.4;
/// Rounds of measuring and solving; most fits stop before.
const ROUNDS: usize = 10;
/// Passes over the coordinates of one quadratic model.
const SWEEPS: usize = 60;
/// How far a weight is moved to measure how the log-odds answer.
const SMALL: f64 = 1e-4;
/// The furthest that a weight moves in one round.
const STRIDE: f64 = 1.5;
/// Shares of a step that are tried. Where another likeness becomes the strongest the way on is not
/// straight, and shorter steps are.
const SHARES: [f64; 5] = [1.0, 0.5, 0.25, 0.1, 0.03];
/// A smaller gain, as a share of the cost, is none.
const LEAST_GAIN: f64 = 1e-5;

/// The log-odds of one row and how they answer to each term.
struct Line {
    log_odds: f64,
    slopes: Vec<(usize, f64)>,
}

/// In what names are judged.
pub(super) struct World<'w> {
    pub(super) snapshots: &'w Snapshots,
    pub(super) now: Timestamp,
}

impl World<'_> {
    /// The log-odds of a row.
    pub(super) fn log_odds(&self, row: &Row, weights: &WeightTable) -> f64 {
        let corpus = self.snapshots.of(row.situation);
        let detector = Detector::new(corpus, self.now).weighing(weights);
        let lookup = row.lookup.as_ref();
        let signals = detector.assess(Subject { lookup, ..Subject::named(&row.name) }).signals;
        let prior = weights.of(row.name.ecosystem()).get(Term::Prior);
        prior + signals.iter().map(|signal| signal.weight).sum::<f64>()
    }

    /// What a row costs: little where it lies on its side.
    pub(super) fn loss(&self, row: &Row, weights: &WeightTable) -> f64 {
        let log_odds = self.log_odds(row, weights);
        row.weight * (1.0 + if row.bad { -log_odds } else { log_odds }.exp()).ln()
    }

    pub(super) const fn problem<'p>(&'p self, rows: Vec<&'p Row>, centres: Weights) -> Problem<'p> {
        Problem { world: self, rows, centres }
    }
}

/// Rows to be fitted as one, whatever their ecosystems.
pub(super) struct Problem<'p> {
    world: &'p World<'p>,
    rows: Vec<&'p Row>,
    /// What each weight is drawn to.
    centres: Weights,
}

/// The beliefs that the fit starts from.
pub(super) fn centres() -> Weights {
    let any = FITTED.of(Ecosystem::PyPi).clone();
    CENTRES.iter().fold(any, |all, (term, at)| all.with(*term, *at))
}

/// Terms that are multiplied by a count or a logarithm, and so are small.
fn is_slope(term: Term) -> bool {
    use Term::{
        Family, JoinFamily, JoinPull, JoinTail, ListedAge, LongTarget, PlainHead, Pull, RealWord,
        ShortForTwo, ShortTarget, UsedMore, WordsPull,
    };
    matches!(
        term,
        Family
            | JoinFamily
            | JoinPull
            | JoinTail
            | ListedAge
            | LongTarget
            | PlainHead
            | Pull
            | RealWord
            | ShortForTwo
            | ShortTarget
            | UsedMore
            | WordsPull
    )
}

impl Problem<'_> {
    /// The weights that fit the rows best.
    pub(super) fn solve(&self) -> Weights {
        let mut weights = self.centres.clone();
        for _ in 0..ROUNDS {
            let Some(better) = self.step(&self.lines(&weights), &weights) else { break };
            weights = better;
        }
        weights
    }

    /// What is made small: the loss of the rows, and how far the weights lie from what is believed.
    fn cost(&self, weights: &Weights) -> f64 {
        let table = alike(weights);
        let losses = self.parts(|row| self.world.loss(row, &table));
        let free = Term::ALL.into_iter().filter(|term| !FIXED.contains(term));
        let strain = free.map(|term| {
            let apart = weights.get(term) - self.centres.get(term);
            firmness(term) * apart * apart / 2.0
        });
        losses.iter().sum::<f64>() + strain.sum::<f64>()
    }

    fn lines(&self, weights: &Weights) -> Vec<Line> {
        let base = alike(weights);
        let free = Term::ALL.into_iter().filter(|term| !FIXED.contains(term));
        let moved: Vec<(usize, f64, WeightTable)> = free
            .map(|term| {
                let step = if term.sign() == Sign::Good { -SMALL } else { SMALL };
                (term as usize, step, alike(&weights.clone().with(term, weights.get(term) + step)))
            })
            .collect();
        self.parts(|row| self.line(row, &base, &moved))
    }

    fn line(&self, row: &Row, weights: &WeightTable, moved: &[(usize, f64, WeightTable)]) -> Line {
        let log_odds = self.world.log_odds(row, weights);
        let slope = |(term, step, weights): &(usize, f64, WeightTable)| {
            let slope = (self.world.log_odds(row, weights) - log_odds) / step;
            (slope.abs() > 1e-3).then_some((*term, slope))
        };
        Line { log_odds, slopes: moved.iter().filter_map(slope).collect() }
    }

    /// How many bad and honest rows answer to each term.
    pub(super) fn touched(&self, weights: &Weights) -> Vec<(usize, usize)> {
        let mut counts = vec![(0, 0); Term::ALL.len()];
        for (row, line) in self.rows.iter().zip(self.lines(weights)) {
            for (term, _) in line.slopes {
                let (bad, honest) = &mut counts[term];
                *if row.bad { bad } else { honest } += 1;
            }
        }
        counts
    }

    /// One Newton step within the signs. `None` where none makes the cost smaller.
    fn step(&self, lines: &[Line], weights: &Weights) -> Option<Weights> {
        let change = self.newton(lines, weights);
        let cost = self.cost(weights);
        SHARES.into_iter().find_map(|share| {
            let moved = Term::ALL.into_iter().fold(weights.clone(), |all, term| {
                let at = weights.get(term) + share * change[term as usize];
                all.with(term, at)
            });
            (self.cost(&moved) < cost * (1.0 - LEAST_GAIN)).then_some(moved)
        })
    }

    /// The least of the quadratic model, found a coordinate at a time so that the signs hold.
    fn newton(&self, lines: &[Line], weights: &Weights) -> Vec<f64> {
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
            for term in Term::ALL.into_iter().filter(|term| !FIXED.contains(term)) {
                let (index, now, firmness) = (term as usize, weights.get(term), firmness(term));
                let others = (0..count).filter(|&i| i != index).map(|i| curvature[index][i] * change[i]);
                let pull = gradient[index] + others.sum::<f64>() + firmness * (now - self.centres.get(term));
                let wanted = within(term, now - pull / (curvature[index][index] + firmness));
                change[index] = wanted.clamp(now - STRIDE, now + STRIDE) - now;
            }
        }
        change
    }

    /// Something of each row, in order, on all cores.
    fn parts<T: Send>(&self, of: impl Fn(&Row) -> T + Sync) -> Vec<T> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let size = self.rows.len().div_ceil(cores).max(1);
        thread::scope(|scope| {
            let of = &of;
            let part = |rows: &'_ [&'_ Row]| rows.iter().map(|row| of(row)).collect::<Vec<T>>();
            let parts: Vec<_> = self.rows.chunks(size).map(|rows| scope.spawn(move || part(rows))).collect();
            // A panic in a part is this process's end, as it would be on one core.
            parts
                .into_iter()
                .flat_map(|part| part.join().unwrap_or_else(|what| std::panic::resume_unwind(what)))
                .collect()
        })
    }
}

/// How firmly a weight is held to its centre.
fn firmness(term: Term) -> f64 {
    let spread = if is_slope(term) { SPREAD_OF_SLOPES } else { SPREAD };
    1.0 / (spread * spread)
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
