//! What docs/fit.md says of a fit.

use std::fmt::Write as _;

use phantom_guard::detector::weights::{BLOCK_AT, WARN_AT};
use phantom_guard::detector::{Detector, Term, WeightTable, Weights};
use phantom_guard::package::Ecosystem;

use super::centres::{DECIDED, FIXED};
use super::data::{Row, Situation};
use super::solve::{World, alike, centres};
use crate::accuracy::document::Block;
use crate::accuracy::measure::{Outcome, judge};
use crate::accuracy::sets::{Nature, Sets};
use crate::plot::Bin;

/// Scores up to which each point of the calibration reaches.
const EDGES: [f64; 12] = [0.01, 0.02, 0.04, 0.07, 0.12, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0];

/// A fit, and those to all folds but one.
pub(super) struct Report<'r> {
    pub(super) world: &'r World<'r>,
    pub(super) rows: &'r [Row],
    pub(super) weights: &'r WeightTable,
    pub(super) folds: &'r [WeightTable],
}

impl Report<'_> {
    /// The weights that never saw the row's fold.
    fn held_back(&self, row: &Row) -> &WeightTable {
        self.folds.get(usize::from(row.fold)).unwrap_or(self.weights)
    }

    fn of(&self, situation: Situation) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.situation == situation)
    }

    pub(super) fn losses(&self) -> Block {
        let mut text = String::from(
            "| situation | rows | set by hand | fitted | fitted to the other folds |\n|---|---:|---:|---:|---:|\n",
        );
        let start = alike(&centres());
        for situation in Situation::ALL {
            let weight: f64 = self.of(situation).map(|row| row.weight).sum();
            let mean = |loss: f64| loss / weight;
            let by_hand = mean(self.of(situation).map(|row| self.world.loss(row, &start)).sum());
            let fitted = mean(self.of(situation).map(|row| self.world.loss(row, self.weights)).sum());
            let held: f64 = self.of(situation).map(|row| self.world.loss(row, self.held_back(row))).sum();
            let (name, rows, held) = (situation.name(), self.of(situation).count(), mean(held));
            let _ = writeln!(text, "| {name} | {rows} | {by_hand:.4} | {fitted:.4} | {held:.4} |");
        }
        Block { name: "losses", text, varies: false }
    }

    pub(super) fn shares(&self) -> Block {
        let mut text = String::from(
            "| situation | ecosystem | names | | blocked % | warned or blocked % |\n|---|---|---:|---|---:|---:|\n",
        );
        for situation in Situation::ALL {
            for ecosystem in Ecosystem::ALL {
                for bad in [true, false] {
                    self.share(situation, ecosystem, bad, &mut text);
                }
            }
        }
        Block { name: "shares", text, varies: false }
    }

    fn share(&self, situation: Situation, ecosystem: Ecosystem, bad: bool, text: &mut String) {
        let here = self.of(situation).filter(|row| row.name.ecosystem() == ecosystem && row.bad == bad);
        let scores: Vec<f64> = here.map(|row| self.score(row)).collect();
        if scores.is_empty() {
            return;
        }
        let over = |at: f64| {
            100.0 * scores.iter().filter(|score| **score >= at).count() as f64 / scores.len() as f64
        };
        let (name, count, kind) = (situation.name(), scores.len(), if bad { "bad" } else { "honest" });
        let (blocked, warned) = (over(BLOCK_AT), over(WARN_AT));
        let _ = writeln!(text, "| {name} | {ecosystem} | {count} | {kind} | {blocked:.2} | {warned:.2} |");
    }

    /// The score of a row by weights that never saw it.
    fn score(&self, row: &Row) -> f64 {
        1.0 / (1.0 + (-self.world.log_odds(row, self.held_back(row))).exp())
    }

    pub(super) fn bins(&self) -> Vec<Bin> {
        let mut sums = [(0.0, 0.0, 0.0); EDGES.len()];
        for row in self.rows {
            let score = self.score(row);
            let index = EDGES.iter().position(|edge| score <= *edge).unwrap_or(EDGES.len() - 1);
            let (predicted, bad, weight) = &mut sums[index];
            *predicted += row.weight * score;
            *bad += if row.bad { row.weight } else { 0.0 };
            *weight += row.weight;
        }
        let filled = sums.into_iter().filter(|(.., weight)| *weight > 0.0);
        filled
            .map(|(predicted, bad, weight)| Bin {
                predicted: predicted / weight,
                observed: bad / weight,
                weight: weight.sqrt(),
            })
            .collect()
    }

    /// PyPI's rows with the month of the last release, and with it left out.
    pub(super) fn without_months(&self, sets: &Sets, table: &WeightTable) -> Block {
        let mut text = String::from(
            "| set | blocked % | warned or blocked % | the same without months: blocked % | warned or blocked % |\n\
             |---|---:|---:|---:|---:|\n",
        );
        let without = table.clone().map(Term::ListedAge, |_| 0.0);
        let corpus = phantom_guard::corpus::Corpus::embedded();
        let shown = |set: &&crate::accuracy::sets::Set| {
            set.ecosystem == Ecosystem::PyPi && set.nature != Nature::Invented
        };
        for set in sets.found.iter().filter(shown) {
            let _ = write!(text, "| {} |", set.title);
            for weights in [table, &without] {
                let judged = judge(&Detector::new(corpus, self.world.now).weighing(weights), set, None);
                let share = |of: fn(Outcome) -> bool| {
                    100.0 * judged.iter().filter(|name| of(name.outcome)).count() as f64 / judged.len() as f64
                };
                let blocked = share(|outcome| outcome == Outcome::Blocked);
                let _ = write!(text, " {blocked:.2} | {:.2} |", share(Outcome::is_stopped));
            }
            text.push('\n');
        }
        Block { name: "months", text, varies: false }
    }

    pub(super) fn weights(&self, table: &WeightTable, touched: &[(usize, usize)]) -> Block {
        let mut text = String::from(
            "| term | what it stands for | believed | PyPI | npm | crates | folds, PyPI | folds, npm | bad | honest | |\n\
             |---|---|---:|---:|---:|---:|---|---|---:|---:|---|\n",
        );
        for term in Term::ALL {
            let [pypi, npm, crates] = table.0.each_ref().map(|column| column.get(term));
            let (bad, honest) = touched.get(term as usize).copied().unwrap_or_default();
            let decided = DECIDED.iter().any(|(_, other, _)| *other == term);
            let origin = match () {
                () if decided => "decided",
                () if FIXED.contains(&term) => "by hand",
                () if bad + honest == 0 => "no data",
                () => "fitted",
            };
            let _ = writeln!(
                text,
                "| {} | {} | {:.2} | {pypi:.2} | {npm:.2} | {crates:.2} | {} | {} | {bad} | {honest} | {origin} |",
                term.key(),
                term.meaning().trim().trim_end_matches('.'),
                centres().get(term),
                self.range(term, |table| &table.0[0]),
                self.range(term, |table| &table.0[1]),
            );
        }
        Block { name: "weights", text, varies: false }
    }

    /// From the least to the most that the folds say.
    fn range(&self, term: Term, column: impl Fn(&WeightTable) -> &Weights) -> String {
        let all = self.folds.iter().map(|table| column(table).get(term));
        let (least, most) = all.fold((f64::MAX, f64::MIN), |(a, b), weight| (a.min(weight), b.max(weight)));
        if most - least < 0.005 { "–".to_owned() } else { format!("{least:.2} to {most:.2}") }
    }
}
