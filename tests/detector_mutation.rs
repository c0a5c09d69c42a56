//! A detector that is broken is caught: each weight whose sign is flipped, or that is dropped, breaks an
//! expectation of `detector_mutation/expectations.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test fails by panicking")]

#[path = "detector_mutation/case.rs"]
mod case;
mod detector_support;
#[path = "detector_mutation/expectations.rs"]
mod expectations;

use std::collections::BTreeSet;

use case::Expectation;
use phantom_guard::detector::weights::FITTED;
use phantom_guard::detector::{Sign, TABLE, Term, WeightTable};
use phantom_guard::package::Ecosystem;

/// The expectations that do not hold under a table of weights.
fn broken(weights: &WeightTable) -> Vec<String> {
    expectations::all().iter().filter_map(|expectation: &Expectation| expectation.fault(weights)).collect()
}

fn holds(weights: &WeightTable) -> bool {
    expectations::all().iter().all(|expectation| expectation.fault(weights).is_none())
}

/// A hundredth is the last digit of the table.
fn is_zero(term: Term) -> bool {
    Ecosystem::ALL.into_iter().all(|ecosystem| FITTED.of(ecosystem).get(term).abs() <= 0.01)
}

#[test]
fn the_shipped_table_meets_every_expectation() {
    let broken = broken(&FITTED);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn each_weight_that_is_flipped_or_dropped_is_noticed() {
    let mut survivors = Vec::new();
    for term in Term::ALL.into_iter().filter(|&term| !is_zero(term)) {
        if holds(&FITTED.clone().map(term, |weight| -weight)) {
            survivors.push(format!("{} with its sign flipped", term.name()));
        }
        if holds(&FITTED.clone().map(term, |_| 0.0)) {
            survivors.push(format!("{} dropped", term.name()));
        }
    }
    assert!(survivors.is_empty(), "nothing notices:\n{}", survivors.join("\n"));
}

/// The fit found nothing in these. A term that joins them decides nothing any more, which is to be seen.
#[test]
fn the_terms_that_weigh_nothing_are_known() {
    let zero: Vec<_> = Term::ALL.into_iter().filter(|&term| is_zero(term)).collect();
    let known = [
        Term::Listed,
        Term::Used,
        Term::TwoSlips,
        Term::SlipInUse,
        Term::WordsInUse,
        Term::JoinInUse,
        Term::ShapeVendorTask,
        Term::ShapeHelperSuffix,
        Term::ShapeInUse,
    ];
    assert_eq!(zero, known);
}

#[test]
fn every_weight_lies_on_its_side() {
    for (term, columns, _) in TABLE {
        for (ecosystem, weight) in Ecosystem::ALL.into_iter().zip(columns) {
            let right = match term.sign() {
                Sign::Bad => weight >= 0.0,
                Sign::Good => weight <= 0.0,
                Sign::Either => true,
            };
            assert!(right && weight.is_finite(), "{} in {ecosystem}: {weight}", term.name());
        }
    }
}

#[test]
fn the_table_has_every_term_once_and_in_order() {
    let terms: Vec<_> = TABLE.iter().map(|(term, ..)| *term).collect();
    assert_eq!(terms, Term::ALL);
    let keys: BTreeSet<_> = Term::ALL.into_iter().map(Term::key).collect();
    let names: BTreeSet<_> = Term::ALL.into_iter().map(Term::name).collect();
    assert_eq!((keys.len(), names.len()), (Term::ALL.len(), Term::ALL.len()));
    for (term, columns, _) in TABLE {
        for (ecosystem, weight) in Ecosystem::ALL.into_iter().zip(columns) {
            assert_eq!(FITTED.of(ecosystem).get(term).to_bits(), weight.to_bits(), "{}", term.name());
        }
    }
}

#[test]
fn years_and_releases_only_ever_calm() {
    let ages = [
        Term::AgeWeek,
        Term::AgeMonth,
        Term::AgeQuarter,
        Term::AgeHalfYear,
        // From half a year to a year: no evidence.
        Term::AgeYears,
        Term::AgeLong,
        Term::AgeVeryLong,
    ];
    let releases = [Term::NoRelease, Term::OneRelease, Term::TwoReleases];
    for ecosystem in Ecosystem::ALL {
        let weights = FITTED.of(ecosystem);
        for terms in [&ages[..], &releases[..]] {
            let falling: Vec<_> = terms.iter().map(|&term| weights.get(term)).collect();
            assert!(falling.windows(2).all(|pair| pair[0] > pair[1]), "{ecosystem}: {falling:?}");
        }
    }
}
