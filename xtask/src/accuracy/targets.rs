//! What each row of the tables is to reach.

use std::fmt;

use phantom_guard::package::Ecosystem;

use super::measure::{Tally, percent};
use super::profiles::History;
use super::sets::Nature;

/// The figure that a goal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Blocked,
    Warned,
    /// Of stopped names with a popular target, those for which it was suggested.
    Named,
    /// Of names with a popular target, those that are stopped.
    KnownWarned,
    /// Names, not percent, with the verdict `safe`.
    Safe,
}

impl Figure {
    fn measured(self, tally: &Tally) -> Option<f64> {
        match self {
            Self::Blocked => Some(tally.blocked_percent()),
            Self::Warned => Some(tally.stopped_percent()),
            Self::Named => tally.named_percent(),
            Self::KnownWarned => percent(tally.known_stopped, tally.known),
            Self::Safe => Some(tally.safe as f64),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Warned => "warned",
            Self::Named => "name",
            Self::KnownWarned => "of known targets, warned",
            Self::Safe => "safe",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

/// One figure and its bound.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Goal(Figure, Bound);

impl Goal {
    /// A figure that there is not does not reach anything.
    fn is_met(&self, tally: &Tally) -> bool {
        self.0.measured(tally).is_some_and(|measured| match self.1 {
            Bound::AtLeast(bound) => measured >= bound,
            Bound::AtMost(bound) => measured <= bound,
        })
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.0.word();
        match self.1 {
            Bound::AtLeast(bound) => write!(f, "{word} ≥ {bound}"),
            Bound::AtMost(0.0) => write!(f, "{word} 0"),
            Bound::AtMost(bound) => write!(f, "{word} ≤ {bound}"),
        }
    }
}

/// What one row is to reach; empty where nothing was set for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Target(Vec<Goal>);

impl Target {
    fn at_least(figures: &[(Figure, f64)]) -> Self {
        Self(figures.iter().map(|&(figure, bound)| Goal(figure, Bound::AtLeast(bound))).collect())
    }

    fn at_most(figures: &[(Figure, f64)]) -> Self {
        Self(figures.iter().map(|&(figure, bound)| Goal(figure, Bound::AtMost(bound))).collect())
    }

    fn and_at_most(mut self, figure: Figure, bound: f64) -> Self {
        self.0.push(Goal(figure, Bound::AtMost(bound)));
        self
    }

    /// What is to be reached by the snapshot alone.
    pub(crate) fn offline(ecosystem: Ecosystem, nature: Nature) -> Self {
        use Ecosystem::{Crates, Npm, PyPi};
        use Figure::{Blocked, KnownWarned, Named, Safe, Warned};
        match (nature, ecosystem) {
            (Nature::Typosquats, PyPi) => Self::at_least(&[(Blocked, 90.0), (Warned, 95.0), (Named, 80.0)]),
            (Nature::Typosquats, Npm) => Self::at_least(&[(Blocked, 75.0), (Warned, 85.0), (Named, 80.0)]),
            // Few crates are in the snapshot, and what it lacks cannot be seen as imitated.
            (Nature::Typosquats, Crates) => Self::at_least(&[(KnownWarned, 100.0)]),
            (Nature::Malware | Nature::Hallucinated | Nature::Invented, PyPi) => {
                Self::at_least(&[(Blocked, 99.0), (Warned, 99.0)])
            }
            // Most cannot be checked offline, and then none may pass for harmless.
            (Nature::Hallucinated | Nature::Invented, Npm) => {
                Self::at_least(&[(Blocked, 25.0)]).and_at_most(Safe, 0.0)
            }
            (Nature::Slopsquats, _) => Self::at_least(&[(Warned, 10.0)]),
            (Nature::Honest, _) => Self::at_most(&[(Blocked, 0.05), (Warned, 1.0)]),
            (Nature::Popular, _) => Self::at_most(&[(Blocked, 0.0), (Warned, 0.0)]),
            (Nature::Malware | Nature::Hallucinated | Nature::Invented, _) => Self(Vec::new()),
        }
    }

    /// What is to be reached with a registry's answer of this kind.
    pub(crate) fn online(nature: Nature, history: History) -> Self {
        use Figure::{Blocked, Warned};
        match (history, nature) {
            (History::Absent | History::Fresh, _) if nature.is_bad() => Self::at_least(&[(Blocked, 99.9)]),
            (History::YoungBare, Nature::Typosquats) => Self::at_least(&[(Blocked, 90.0), (Warned, 98.0)]),
            (History::YoungBare, Nature::Hallucinated | Nature::Invented | Nature::Slopsquats) => {
                Self::at_least(&[(Blocked, 60.0), (Warned, 95.0)])
            }
            (History::YoungHonest, Nature::Honest) => Self::at_most(&[(Blocked, 0.5), (Warned, 5.0)]),
            (History::OldHonest, Nature::Honest) => Self::at_most(&[(Blocked, 0.0), (Warned, 0.3)]),
            _ => Self(Vec::new()),
        }
    }

    /// `met`, or which figures miss it; nothing where there is no target.
    pub(crate) fn outcome(&self, tally: &Tally) -> String {
        let missed: Vec<&str> =
            self.0.iter().filter(|goal| !goal.is_met(tally)).map(|goal| goal.0.word()).collect();
        match (self.0.is_empty(), missed.is_empty()) {
            (true, _) => String::new(),
            (false, true) => "met".to_owned(),
            (false, false) => format!("**missed**: {}", missed.join(", ")),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let goals: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(if goals.is_empty() { "–" } else { "" })?;
        f.write_str(&goals.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_is_held_to_its_own_bound() {
        let target = Target::offline(Ecosystem::PyPi, Nature::Typosquats);
        assert_eq!(target.to_string(), "blocked ≥ 90, warned ≥ 95, name ≥ 80");
        let good =
            Tally { names: 20, blocked: 18, stopped: 19, known_stopped: 5, named: 4, ..Tally::default() };
        assert_eq!(target.outcome(&good), "met");
        assert_eq!(target.outcome(&Tally { stopped: 18, ..good }), "**missed**: warned");
        assert_eq!(target.outcome(&Tally { known_stopped: 0, named: 0, ..good }), "**missed**: name");
    }

    #[test]
    fn what_cannot_be_checked_may_not_pass_for_safe() {
        let target = Target::offline(Ecosystem::Npm, Nature::Hallucinated);
        let tally = Tally { names: 4, blocked: 1, stopped: 1, unknown: 3, ..Tally::default() };
        assert_eq!(target.outcome(&tally), "met");
        assert_eq!(target.outcome(&Tally { safe: 1, ..tally }), "**missed**: safe");
    }

    #[test]
    fn a_row_without_a_target_says_so() {
        let target = Target::online(Nature::Malware, History::YoungBare);
        assert_eq!((target.to_string(), target.outcome(&Tally::default())), ("–".to_owned(), String::new()));
    }
}
