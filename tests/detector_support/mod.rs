//! What the tests of the detector share.
#![allow(dead_code, unreachable_pub, reason = "each test is a crate of its own, and uses a part")]

use jiff::{SignedDuration, Timestamp};
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::{Assessment, Detector, SignalCode, Subject};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata, Stated};

/// Some days after the snapshot, so that the tests do not age.
pub fn now() -> Timestamp {
    "2026-11-20T00:00:00Z".parse().expect("a date")
}

pub fn detector() -> Detector<'static> {
    Detector::new(Corpus::embedded(), now())
}

/// Judges a name of the default registry.
pub fn assess(ecosystem: Ecosystem, name: &str, lookup: Option<&Lookup>) -> Assessment {
    assess_pinned(ecosystem, name, lookup, false)
}

/// Judges a name, pinned by a lockfile or not.
pub fn assess_pinned(ecosystem: Ecosystem, name: &str, lookup: Option<&Lookup>, locked: bool) -> Assessment {
    let name = PackageName::new(ecosystem, name);
    detector().assess(Subject { lookup, locked, ..Subject::named(&name) })
}

/// A package of that age, of which nothing else is said.
pub fn metadata(days_ago: i64, releases: u32) -> Metadata {
    Metadata {
        first_published: Some(now() - SignedDuration::from_hours(24 * days_ago)),
        releases: Some(releases),
        ..Metadata::default()
    }
}

pub fn found(days_ago: i64, releases: u32) -> Lookup {
    Lookup::Found(metadata(days_ago, releases))
}

/// A young project of an honest author, who says what it is.
pub fn young_and_honest() -> Lookup {
    Lookup::Found(Metadata {
        repository: Stated::Given("code.example/somebody/project".to_owned()),
        summary: Stated::Given("Does one thing and says which".to_owned()),
        maintainers: Some(2),
        ..metadata(60, 4)
    })
}

/// What an attacker puts up in a minute: days old, one release, nothing said.
pub fn just_put_up() -> Lookup {
    Lookup::Found(Metadata { summary: Stated::Nothing, ..bare(3) })
}

/// What lay in wait for two months: one release, next to nothing said.
pub fn young_and_bare() -> Lookup {
    Lookup::Found(bare(60))
}

fn bare(days_ago: i64) -> Metadata {
    Metadata {
        repository: Stated::Nothing,
        summary: Stated::Given("test".to_owned()),
        maintainers: Some(1),
        ..metadata(days_ago, 1)
    }
}

pub fn log_odds(score: f64) -> f64 {
    (score / (1.0 - score)).ln()
}

/// The weight of a signal; 0 where it is not raised.
pub fn weight_of(assessment: &Assessment, code: SignalCode) -> f64 {
    assessment.signals.iter().find(|signal| signal.code == code).map_or(0.0, |signal| signal.weight)
}
