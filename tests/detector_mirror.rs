//! A field that a registry or mirror gives for nobody is no evidence, neither for a name nor against it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test fails by panicking")]

mod detector_support;

use std::collections::BTreeSet;

use detector_support::{assess, metadata};
use phantom_guard::detector::{Assessment, SignalCode, Verdict};
use phantom_guard::package::Ecosystem;
use phantom_guard::registry::{Lookup, Metadata, Stated};

const NAMES: [&str; 4] = ["qzvx-unheard-of", "reqeusts", "convert-days-to-hours", "task"];

/// A project whose every field raises a signal.
fn loud() -> Metadata {
    Metadata { repository: Stated::Nothing, summary: Stated::Nothing, maintainers: Some(0), ..metadata(3, 1) }
}

fn judge(ecosystem: Ecosystem, name: &str, metadata: Metadata) -> Assessment {
    assess(ecosystem, name, Some(&Lookup::Found(metadata)))
}

fn codes(assessment: &Assessment) -> BTreeSet<&'static str> {
    assessment.signals.iter().map(|signal| signal.code.as_str()).collect()
}

/// Strips one field: the signal about it goes, and nothing else is said or weighed otherwise.
fn assert_silent(code: SignalCode, strip: fn(&mut Metadata)) {
    for ecosystem in Ecosystem::ALL {
        for name in NAMES {
            let mut stripped = loud();
            strip(&mut stripped);
            let (full, stripped) = (judge(ecosystem, name, loud()), judge(ecosystem, name, stripped));
            let others = |answer: &Assessment| -> Vec<_> {
                answer.signals.iter().filter(|signal| signal.code != code).cloned().collect()
            };
            assert_eq!(others(&full), others(&stripped), "{ecosystem} {name}");
            assert!(codes(&full).contains(code.as_str()), "{ecosystem} {name}: {full:?}");
            assert!(!codes(&stripped).contains(code.as_str()), "{ecosystem} {name}: {stripped:?}");
        }
    }
}

#[test]
fn an_unknown_repository_says_nothing() {
    assert_silent(SignalCode::NoRepository, |metadata| metadata.repository = Stated::Unknown);
}

#[test]
fn an_unknown_summary_says_nothing() {
    assert_silent(SignalCode::NoDescription, |metadata| metadata.summary = Stated::Unknown);
}

#[test]
fn unknown_maintainers_say_nothing() {
    assert_silent(SignalCode::NoMaintainer, |metadata| metadata.maintainers = None);
}

#[test]
fn an_unknown_count_of_releases_says_nothing() {
    assert_silent(SignalCode::FewReleases, |metadata| metadata.releases = None);
}

/// Without dates the snapshot and the shape speak as they do of a name of which nothing is known; so
/// the signals beside the date's own may differ, but none is about the date.
#[test]
fn an_unknown_date_says_nothing() {
    for ecosystem in Ecosystem::ALL {
        for name in NAMES {
            let stripped = judge(ecosystem, name, Metadata { first_published: None, ..loud() });
            let about_dates = [SignalCode::RecentlyCreated, SignalCode::LongHistory].map(SignalCode::as_str);
            assert!(about_dates.iter().all(|code| !codes(&stripped).contains(code)), "{stripped:?}");
        }
        let nothing = judge(ecosystem, "qzvx-unheard-of", Metadata::default());
        assert!(nothing.signals.is_empty(), "{nothing:?}");
        assert_eq!(nothing.verdict, Verdict::Safe);
    }
}

/// The whole answer without its fields: what is left is what the name itself says.
#[test]
fn a_bare_mirror_condemns_nobody_for_its_silence() {
    for (ecosystem, name) in [
        (Ecosystem::PyPi, "task"),
        (Ecosystem::PyPi, "qzvx-unheard-of"),
        (Ecosystem::Npm, "qzvx-unheard-of"),
        (Ecosystem::Crates, "qzvx_unheard_of"),
    ] {
        let assessment = judge(ecosystem, name, Metadata::default());
        assert_eq!(assessment.verdict, Verdict::Safe, "{name}: {assessment:?}");
    }
    assert_eq!(judge(Ecosystem::PyPi, "reqeusts", Metadata::default()).verdict, Verdict::HighRisk);
}
