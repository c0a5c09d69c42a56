//! The weights of evidence, in log-odds, and the few formulas that combine them.
//!
//! The numbers stand in one table, `table.rs`, which `cargo xtask fit` writes; docs/fit.md says from
//! what. The scale: a name without evidence has the odds of [`Term::Prior`]; the block threshold of
//! 0.60 lies at +0.41, the warn threshold of 0.30 at -0.85.

use super::assessment::Signal;
use super::slip::Slip;
use super::table::TABLE;
use super::terms::Term;
use crate::package::Ecosystem;

/// Score at which an assessment is [`super::Verdict::HighRisk`]; the default of `block-at`.
pub const BLOCK_AT: f64 = 0.60;
/// Score at which an assessment is [`super::Verdict::Suspicious`]; the default of `warn-at`.
pub const WARN_AT: f64 = 0.30;
/// Days for which the snapshot counts as fresh, and after which absence alone no longer blocks.
pub const ABSENT_FADES: (i64, i64) = (60, 180);

/// A number for each [`Term`], for one ecosystem.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights([f64; Term::ALL.len()]);

/// The weights of the three ecosystems, in the order of [`Ecosystem::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub struct WeightTable(pub [Weights; 3]);

/// The table of this build.
pub static FITTED: WeightTable =
    WeightTable([Weights::of_table(0), Weights::of_table(1), Weights::of_table(2)]);

impl WeightTable {
    /// The weights of one ecosystem.
    pub const fn of(&self, ecosystem: Ecosystem) -> &Weights {
        let [pypi, npm, crates] = &self.0;
        match ecosystem {
            Ecosystem::PyPi => pypi,
            Ecosystem::Npm => npm,
            Ecosystem::Crates => crates,
        }
    }

    /// The same table with one term changed in every ecosystem: what a test breaks.
    #[must_use]
    pub fn map(self, term: Term, change: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(|weights| {
            let weight = change(weights.get(term));
            weights.with(term, weight)
        }))
    }
}

/// Letters of a name of usual length; shorter ones are alike by chance.
const USUAL: usize = 7;
/// Letters beyond the usual that still count.
const LONGER: usize = 5;
/// Letters from which two slips are no chance.
const USUAL_FOR_TWO: usize = 10;
/// The rank at which a popular name has no pull: the last one's.
const LAST_RANK: f64 = 15_000.0;

impl Weights {
    const fn of_table(column: usize) -> Self {
        let mut weights = [0.0; Term::ALL.len()];
        let mut row = 0;
        while row < TABLE.len() {
            let (term, columns, _) = TABLE[row];
            weights[term as usize] = columns[column];
            row += 1;
        }
        Self(weights)
    }

    /// The weight of a term.
    #[inline]
    pub fn get(&self, term: Term) -> f64 {
        self.0.get(term as usize).copied().unwrap_or_default()
    }

    /// The same weights but for one: what a fit tries out, and a test breaks.
    #[must_use]
    pub fn with(mut self, term: Term, weight: f64) -> Self {
        if let Some(place) = self.0.get_mut(term as usize) {
            *place = weight;
        }
        self
    }

    /// The score of a set of signals: `1 / (1 + exp(-(prior + Σ weights)))`.
    pub fn score(&self, signals: &[Signal]) -> f64 {
        self.score_of_sum(signals.iter().map(|signal| signal.weight).sum())
    }

    pub(super) fn score_of_sum(&self, sum: f64) -> f64 {
        1.0 / (1.0 + (-(self.get(Term::Prior) + sum)).exp())
    }

    /// How much the imitated name is worth attacking, by its rank among the popular ones.
    pub(super) fn pull(&self, term: Term, rank: u32) -> f64 {
        self.get(term) * (LAST_RANK / f64::from(rank.max(1))).log10().max(0.0)
    }

    /// A slip in a name of `letters` letters, before it is known whether the name is in use.
    pub(super) fn slip(&self, slip: Slip, letters: usize, rank: u32) -> f64 {
        let short = self.get(Term::ShortTarget) * USUAL.saturating_sub(letters) as f64;
        let long = self.get(Term::LongTarget) * letters.saturating_sub(USUAL).min(LONGER) as f64;
        let two = match slip {
            Slip::Two => self.get(Term::ShortForTwo) * USUAL_FOR_TWO.saturating_sub(letters) as f64,
            _ => 0.0,
        };
        self.get(slip.term()) + short + long + two + self.pull(Term::Pull, rank)
    }

    /// What use takes from a slip: honest authors choose such names too.
    pub(super) fn slip_in_use(&self, slip: Slip) -> f64 {
        let more = match slip {
            Slip::Transposition | Slip::Repetition | Slip::LookAlike => 0.0,
            Slip::NeighbourKey | Slip::Omission | Slip::VowelSwap => 0.0,
            Slip::BitFlip | Slip::Replacement | Slip::Addition | Slip::Plural | Slip::Digit => {
                self.get(Term::VagueInUse)
            }
            Slip::Two => self.get(Term::TwoInUse),
        };
        self.get(Term::SlipInUse) + more
    }

    /// What downloads a month take away: nothing that thousands install is a slip of the hand.
    pub(super) fn used(&self, downloads: u64) -> f64 {
        let tenfolds = (downloads.max(1) as f64 / 400.0).log10().max(0.0);
        self.get(Term::Used) + self.get(Term::UsedMore) * tenfolds
    }

    /// What a release long before the snapshot takes away, by months.
    pub(super) fn lasted(&self, months: u16) -> f64 {
        self.get(Term::Listed) + self.get(Term::ListedAge) * f64::from(1 + months).log2()
    }

    /// How new a package is, by days since its first release: above zero young, below zero long there.
    pub(super) fn age(&self, days: i64) -> f64 {
        match days {
            ..7 => self.get(Term::AgeWeek),
            7..30 => self.get(Term::AgeMonth),
            30..90 => self.get(Term::AgeQuarter),
            90..180 => self.get(Term::AgeHalfYear),
            180..365 => 0.0,
            365..730 => self.get(Term::AgeYears),
            730..1825 => self.get(Term::AgeLong),
            _ => self.get(Term::AgeVeryLong),
        }
    }

    /// How few releases a package has.
    pub(super) fn releases(&self, count: u32) -> f64 {
        match count {
            0 => self.get(Term::NoRelease),
            1 => self.get(Term::OneRelease),
            2 => self.get(Term::TwoReleases),
            _ => 0.0,
        }
    }
}
