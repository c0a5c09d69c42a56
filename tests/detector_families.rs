//! Honest names that embarrassed guards, and the families in which they grow: a popular stem with a word
//! before or behind it, which is how attackers and models extend names too.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test fails by panicking")]

mod detector_support;
#[path = "detector_families/families.rs"]
mod families;

use detector_support::{assess, young_and_honest};
use families::{CRATES, Family, NPM, PYPI};
use phantom_guard::corpus::{Corpus, Existence};
use phantom_guard::detector::Verdict;
use phantom_guard::detector::weights::{BLOCK_AT, WARN_AT};
use phantom_guard::package::{Ecosystem, PackageName};

const ALL: [(Ecosystem, &[Family]); 3] =
    [(Ecosystem::PyPi, &PYPI), (Ecosystem::Npm, &NPM), (Ecosystem::Crates, &CRATES)];

/// Names that guards have stopped: one edit from a popular name, or a popular name and a word.
const EMBARRASSING: [(Ecosystem, &[&str]); 3] = [
    (
        Ecosystem::PyPi,
        &[
            "boto",
            "pipx",
            "task",
            "keyrings.google-artifactregistry-auth",
            "python-dateutil",
            "boto3",
            "typing_extensions",
            "PyYAML",
        ],
    ),
    (
        Ecosystem::Npm,
        &[
            "preact",
            "enquirer",
            "jslint",
            "gaxios",
            "pnpm",
            "task",
            "lodash.pick",
            "dotenv-expand",
            "@types/node",
            "string_decoder",
        ],
    ),
    (
        Ecosystem::Crates,
        &["arrayvec", "proc-macro2", "serde_json", "once_cell", "lazy_static", "openssl-sys", "serde_derive"],
    ),
];

fn each() -> impl Iterator<Item = (Ecosystem, &'static Family)> {
    ALL.into_iter().flat_map(|(ecosystem, families)| families.iter().map(move |family| (ecosystem, family)))
}

#[test]
fn names_that_embarrassed_guards_are_safe() {
    for (ecosystem, names) in EMBARRASSING {
        for name in names {
            let assessment = assess(ecosystem, name, None);
            assert_eq!(assessment.verdict, Verdict::Safe, "{name}: {assessment:?}");
            assert_eq!(assessment.suggestion, None, "{name}");
        }
    }
}

#[test]
fn the_popular_of_each_family_are_safe() {
    for (ecosystem, family) in each() {
        for name in family.popular {
            let assessment = assess(ecosystem, name, None);
            let popular = Corpus::embedded().is_popular(&PackageName::new(ecosystem, *name));
            assert!(popular && assessment.verdict == Verdict::Safe, "{name}: {assessment:?}");
        }
    }
}

#[test]
fn the_little_known_of_each_family_pass_offline_without_a_word() {
    for (ecosystem, family) in each() {
        for name in family.listed {
            let existence = Corpus::embedded().existence(&PackageName::new(ecosystem, *name));
            assert!(matches!(existence, Existence::Present(_)), "{name} is not in the snapshot");
            let assessment = assess(ecosystem, name, None);
            assert!(assessment.score < WARN_AT, "{name}: {assessment:?}");
            assert_eq!(assessment.verdict, Verdict::Safe, "{name}: {assessment:?}");
        }
    }
}

/// The snapshot may lack them, and their registry has had them for two months: they are as new as an
/// honest name ever is.
#[test]
fn an_honest_young_member_is_not_blocked() {
    let young = young_and_honest();
    for (ecosystem, family) in each() {
        for name in family.listed.iter().chain(family.young) {
            let assessment = assess(ecosystem, name, Some(&young));
            assert!(assessment.score < BLOCK_AT, "{name}: {assessment:?}");
        }
    }
}

/// Newer than the snapshot: offline a Python name is missing and another is not checked, but none is
/// taken for a slip.
#[test]
fn a_new_member_is_no_likeness_of_an_old_one() {
    for (ecosystem, family) in each() {
        for name in family.young {
            let assessment = assess(ecosystem, name, None);
            assert_ne!(assessment.verdict, Verdict::HighRisk, "{name}: {assessment:?}");
        }
    }
}
