//! Whether a project's own page is worth a second request.

use super::terms::Term;
use super::{Assessment, Detector, SignalCode, weights};
use crate::answer::Metadata;
use crate::package::PackageName;

/// What a project's own page can say against a name.
const REACH: [Term; 3] = [Term::NoRepository, Term::NoDescription, Term::NoMaintainer];

impl Detector<'_> {
    /// Whether what a found project says of itself could change the decision: it could lift the score
    /// from below the warn threshold, or add to a warning. What is blocked already stays blocked.
    ///
    /// It goes by the default thresholds.
    #[doc(hidden)]
    pub fn wants_details(&self, name: &PackageName, metadata: &Metadata, assessment: &Assessment) -> bool {
        let weights = self.weights.of(name.ecosystem());
        let mut reach: f64 = REACH.into_iter().map(|term| weights.get(term)).sum();
        if likeness(assessment).is_some() {
            reach += weights.get(Term::BorrowedRepository);
        }
        !metadata.detailed
            && assessment.score < weights::BLOCK_AT
            && log_odds(assessment.score) + reach >= log_odds(weights::WARN_AT)
            && !self.corpus.is_popular(name)
    }

    /// The popular name that this one resembles, where a comparison of the two projects could tell
    /// whether this one borrows the other's repository.
    #[doc(hidden)]
    pub fn wants_comparison(
        &self,
        name: &PackageName,
        metadata: &Metadata,
        assessment: &Assessment,
    ) -> Option<PackageName> {
        let (_, target) = likeness(assessment)?;
        let weights = self.weights.of(name.ecosystem());
        let score = assessment.score;
        let borrowed = weights.get(Term::BorrowedRepository);
        let may_warn = metadata.repository.given().is_some()
            && score < weights::BLOCK_AT
            && log_odds(score) + borrowed >= log_odds(weights::WARN_AT);
        // Accounts are the registry's own word, which may clear a name.
        let may_clear = !metadata.owners.is_empty() && score >= weights::WARN_AT;
        (may_warn || may_clear).then(|| PackageName::new(name.ecosystem(), target))
    }
}

/// The signal that a name resembles a popular one, and that one.
pub(super) fn likeness(assessment: &Assessment) -> Option<(SignalCode, &str)> {
    let signal = assessment.signals.iter().find(|signal| signal.code.is_likeness())?;
    Some((signal.code, signal.target.as_deref()?))
}

/// The inverse of the score's formula.
fn log_odds(score: f64) -> f64 {
    (score / (1.0 - score)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::detector::{Subject, Verdict};
    use crate::package::{Ecosystem, Source};

    fn wanted(name: &str, score: f64, detailed: bool) -> bool {
        let detector = Detector::new(Corpus::embedded(), jiff::Timestamp::UNIX_EPOCH);
        let assessment = Assessment {
            score,
            verdict: Verdict::Safe,
            signals: Vec::new(),
            suggestion: None,
            checked: true,
        };
        let metadata = Metadata { detailed, ..Metadata::default() };
        detector.wants_details(&PackageName::new(Ecosystem::PyPi, name), &metadata, &assessment)
    }

    #[test]
    fn details_are_wanted_where_they_can_change_the_decision() {
        for (score, expected) in [
            (0.0, false),
            (0.018, false),
            (0.044, false),
            (0.047, true),
            (0.3, true),
            (0.59, true),
            (0.6, false),
            (1.0, false),
        ] {
            assert_eq!(wanted("zqvxwkj", score, false), expected, "{score}");
            assert!(!wanted("zqvxwkj", score, true), "{score}");
            assert!(!wanted("requests", score, false), "{score}");
        }
    }

    #[test]
    fn without_evidence_they_are_not() {
        let detector = Detector::new(Corpus::embedded(), jiff::Timestamp::UNIX_EPOCH);
        let name = PackageName::new(Ecosystem::PyPi, "zqvxwkj");
        let elsewhere =
            Subject { name: &name, source: &Source::Workspace, lookup: None, ..Subject::named(&name) };
        assert!(!detector.wants_details(&name, &Metadata::default(), &detector.assess(elsewhere)));
    }
}
