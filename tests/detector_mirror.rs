//! A field that a registry or mirror gives for nobody is no evidence, neither for a name nor against it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test fails by panicking")]

mod detector_support;

use std::collections::BTreeSet;

use detector_support::{assess, metadata, weight_of};
use phantom_guard::detector::{Assessment, SignalCode, Verdict};
use phantom_guard::package::Ecosystem;
use phantom_guard::registry::{Lookup, Metadata, Stated};

/// The last one is in PyPI's and npm's lists, and in neither's popular names.
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
fn assert_silent(names: &[&str], code: SignalCode, strip: fn(&mut Metadata)) {
    for ecosystem in Ecosystem::ALL {
        for name in names {
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
    assert_silent(&NAMES, SignalCode::NoRepository, |metadata| metadata.repository = Stated::Unknown);
}

#[test]
fn an_unknown_summary_says_nothing() {
    assert_silent(&NAMES, SignalCode::NoDescription, |metadata| metadata.summary = Stated::Unknown);
}

#[test]
fn unknown_maintainers_say_nothing() {
    assert_silent(&NAMES, SignalCode::NoMaintainer, |metadata| metadata.maintainers = None);
}

#[test]
fn an_unknown_count_of_releases_says_nothing() {
    assert_silent(&NAMES, SignalCode::FewReleases, |metadata| metadata.releases = None);
}

/// Of a name in its list the snapshot then says itself how long it has stood, as it does offline.
#[test]
fn an_unknown_date_says_nothing() {
    let [unlisted @ .., listed] = NAMES;
    assert_silent(&unlisted, SignalCode::RecentlyCreated, |metadata| metadata.first_published = None);
    let stripped = judge(Ecosystem::PyPi, listed, Metadata { first_published: None, ..loud() });
    assert!(!codes(&stripped).contains("recently-created"), "{stripped:?}");
    let established = |answer: &Assessment| weight_of(answer, SignalCode::Established);
    let offline = assess(Ecosystem::PyPi, listed, None);
    assert!((established(&stripped) - established(&offline)).abs() < 1e-9, "{stripped:?} {offline:?}");
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
