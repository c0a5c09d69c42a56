//! What must always hold of the detector, on the embedded snapshot.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod detector_support;

use detector_support::{assess, detector, found};
use phantom_guard::corpus::{Corpus, Existence, distance};
use phantom_guard::detector::{Detector, SignalCode, Subject, Verdict, score_of};
use phantom_guard::package::{Ecosystem, PackageName, Source};
use phantom_guard::registry::{Lookup, Metadata, Unavailable};

#[test]
fn no_popular_name_is_stopped_or_warned_of() {
    let corpus = Corpus::embedded();
    let mut seen = 0;
    for ecosystem in Ecosystem::ALL {
        for id in 0..u16::try_from(corpus.counts(ecosystem).popular).unwrap() {
            let name = corpus.name(ecosystem, id);
            let assessment = assess(ecosystem, name, None);
            assert_eq!(assessment.verdict, Verdict::Safe, "{ecosystem} {name}: {assessment:?}");
            assert!(assessment.score < 0.05, "{ecosystem} {name}: {assessment:?}");
            assert_eq!(assessment.suggestion, None, "{ecosystem} {name}");
            seen += 1;
        }
    }
    assert_eq!(seen, 14_985 + 15_000 + 4_734);
}

#[test]
fn every_popular_name_is_found_again_however_it_is_spelled() {
    let corpus = Corpus::embedded();
    for ecosystem in [Ecosystem::PyPi, Ecosystem::Crates] {
        for id in 0..u16::try_from(corpus.counts(ecosystem).popular).unwrap() {
            let name = corpus.name(ecosystem, id);
            for spelling in [name.to_uppercase(), name.replace('-', "_"), name.replace('_', "-")] {
                let rank = corpus.rank(&PackageName::new(ecosystem, spelling.as_str()));
                assert_eq!(rank, Some(u32::from(id) + 1), "{spelling}");
            }
        }
    }
}

#[test]
fn slips_are_stopped_and_the_right_name_is_suggested() {
    for (ecosystem, name, target) in [
        (Ecosystem::PyPi, "reqeusts", "requests"),
        (Ecosystem::PyPi, "r\u{435}quests", "requests"),
        (Ecosystem::Npm, "epxress", "express"),
        (Ecosystem::Npm, "1odash", "lodash"),
        (Ecosystem::Npm, "@bable/core", "@babel/core"),
        (Ecosystem::Npm, "react-js", "react"),
        (Ecosystem::PyPi, "yaml", "PyYAML"),
        (Ecosystem::PyPi, "PIL", "Pillow"),
        (Ecosystem::PyPi, "dateutil", "python-dateutil"),
        (Ecosystem::Crates, "serde_jsno", "serde_json"),
        (Ecosystem::Crates, "proc-macro1", "proc-macro2"),
        (Ecosystem::Crates, "lazystatic", "lazy_static"),
    ] {
        let assessment = assess(ecosystem, name, None);
        assert_eq!(assessment.verdict, Verdict::HighRisk, "{name}: {assessment:?}");
        assert_eq!(assessment.suggestion.as_deref(), Some(target), "{name}");
    }
    // An added letter alone condemns nothing, but the complete snapshot has no such name.
    let assessment = assess(Ecosystem::PyPi, "PyGaeme", None);
    assert_eq!(assessment.verdict, Verdict::NotFound, "{assessment:?}");
    assert!(assessment.score >= 0.6, "{assessment:?}");
    assert_eq!(assessment.suggestion.as_deref(), Some("pygame"));
}

/// Two names that look like slips, and that thousands install: a warning at most.
#[test]
fn use_speaks_for_a_name_that_looks_like_a_slip() {
    for (name, verdict) in [("expresss", Verdict::Safe), ("loadsh", Verdict::Suspicious)] {
        let assessment = assess(Ecosystem::Npm, name, None);
        assert_eq!(assessment.verdict, verdict, "{assessment:?}");
    }
}

#[test]
fn honest_names_that_embarrassed_other_guards_go_through() {
    for (ecosystem, names) in [
        (
            Ecosystem::PyPi,
            &[
                "requests",
                "PyYAML",
                "typing_extensions",
                "boto",
                "pipx",
                "keyrings.google-artifactregistry-auth",
            ][..],
        ),
        (
            Ecosystem::Npm,
            &[
                "react",
                "@types/node",
                "string_decoder",
                "lodash.pick",
                "preact",
                "enquirer",
                "jslint",
                "gaxios",
                "pnpm",
                "task",
                "dotenv-expand",
            ],
        ),
        (Ecosystem::Crates, &["serde_json", "once_cell", "lazy_static", "proc-macro2", "arrayvec"]),
    ] {
        for name in names {
            let assessment = assess(ecosystem, name, None);
            assert_eq!(assessment.verdict, Verdict::Safe, "{name}: {assessment:?}");
        }
    }
}

#[test]
fn what_was_not_checked_is_never_safe() {
    let unavailable = Lookup::Unavailable(Unavailable::Cancelled);
    for (ecosystem, name) in [(Ecosystem::Npm, "qzvw-unheard-of"), (Ecosystem::Crates, "qzvw_unheard_of")] {
        for lookup in [None, Some(&unavailable)] {
            let assessment = assess(ecosystem, name, lookup);
            assert_eq!(assessment.verdict, Verdict::Unknown, "{assessment:?}");
            assert!(!assessment.checked);
        }
    }
    // The Python snapshot is complete, but an outage is no word on what was published since.
    let assessment = assess(Ecosystem::PyPi, "qzvw-unheard-of", Some(&unavailable));
    assert!(matches!(assessment.verdict, Verdict::Unknown | Verdict::Suspicious), "{assessment:?}");
    assert!(!assessment.checked);
    assert_eq!(assess(Ecosystem::PyPi, "qzvw-unheard-of", None).verdict, Verdict::NotFound);
    // What its letters alone condemn stays condemned.
    assert_eq!(assess(Ecosystem::Npm, "1odash", Some(&unavailable)).verdict, Verdict::HighRisk);
}

#[test]
fn a_name_of_very_many_words_is_not_taken_for_foreign_letters() {
    // The letters of a popular name, each a word: more words than a name is taken apart into.
    let target = "sentence-transformers";
    let letters: Vec<String> = target.chars().filter(|c| c.is_alphabetic()).map(String::from).collect();
    let assessment = assess(Ecosystem::PyPi, &letters.join("-"), None);
    assert_eq!(assessment.suggestion.as_deref(), Some(target), "{assessment:?}");
    assert!(assessment.signals.iter().any(|signal| signal.code == SignalCode::DelimiterConfusion));
    assert!(!assessment.signals.iter().any(|signal| signal.detail.contains("foreign")));
}

#[test]
fn a_module_of_the_language_is_no_slip_of_a_package() {
    for (ecosystem, name) in
        [(Ecosystem::Crates, "std"), (Ecosystem::Crates, "alloc"), (Ecosystem::PyPi, "urllib")]
    {
        let assessment = assess(ecosystem, name, None);
        assert_eq!(assessment.suggestion, None, "{name}: {assessment:?}");
        assert_ne!(assessment.verdict, Verdict::Unknown, "{name}");
    }
}

#[test]
fn an_empty_project_and_impossible_dates_are_told_from_honest_histories() {
    let empty = Lookup::Found(Metadata { releases: Some(0), ..Metadata::default() });
    assert_eq!(assess(Ecosystem::PyPi, "qzvw-unheard-of", Some(&empty)).verdict, Verdict::Suspicious);
    let future = Lookup::Found(Metadata {
        first_published: Some("2999-01-01T00:00:00Z".parse().unwrap()),
        releases: Some(9),
        ..Metadata::default()
    });
    let assessment = assess(Ecosystem::PyPi, "qzvw-unheard-of", Some(&future));
    assert!(assessment.signals.is_empty(), "{assessment:?}");
}

#[test]
fn a_registrys_dates_replace_what_the_snapshot_knows_of_a_python_names_age() {
    // In the snapshot, and not popular.
    let name = "task";
    assert!(assess(Ecosystem::PyPi, name, None).signals.iter().any(|s| s.code == SignalCode::Established));
    let fresh = assess(Ecosystem::PyPi, name, Some(&found(3, 1)));
    let left = fresh.signals.iter().find(|s| s.code == SignalCode::Established).unwrap();
    assert!(left.weight > -1.0, "{fresh:?}");
    assert_eq!(fresh.verdict, Verdict::HighRisk);
    assert_eq!(assess(Ecosystem::PyPi, name, Some(&found(1100, 20))).verdict, Verdict::Safe);
}

#[test]
fn absence_fades_as_the_snapshot_ages() {
    let name = PackageName::new(Ecosystem::PyPi, "qzvw-unheard-of");
    let at = |day: &str| {
        let detector = Detector::new(Corpus::embedded(), format!("{day}T00:00:00Z").parse().unwrap());
        detector.assess(Subject::named(&name))
    };
    let (fresh, months, old) = (at("2026-11-20"), at("2027-02-15"), at("2027-05-15"));
    assert!(fresh.score > months.score && months.score > old.score);
    assert!(fresh.score >= 0.6, "{}", fresh.score);
    assert!(old.score < 0.6, "absence alone blocks no more after 180 days: {}", old.score);
    assert_eq!(old.verdict, Verdict::NotFound);
    assert!(old.signals[0].detail.contains("2026-11-01"));
}

#[test]
fn the_registrys_word_decides_what_the_snapshot_cannot() {
    for ecosystem in Ecosystem::ALL {
        let name = "qzvw-unheard-of";
        assert_eq!(assess(ecosystem, name, Some(&Lookup::Missing)).verdict, Verdict::NotFound);
        assert!(assess(ecosystem, name, Some(&Lookup::Missing)).score >= 0.6);
        assert_eq!(assess(ecosystem, name, Some(&found(3, 1))).verdict, Verdict::HighRisk);
        assert_eq!(assess(ecosystem, name, Some(&found(1100, 20))).verdict, Verdict::Safe);
        assert_eq!(assess(ecosystem, name, Some(&found(60, 4))).verdict, Verdict::Safe);
        // A mirror without dates says nothing either way.
        let bare = Lookup::Found(Metadata::default());
        assert_eq!(assess(ecosystem, name, Some(&bare)).verdict, Verdict::Safe);
    }
}

#[test]
fn what_does_not_come_from_the_registry_is_not_judged_by_name() {
    let name = PackageName::new(Ecosystem::PyPi, "reqeusts");
    for source in
        [Source::Git("https://code.example/x".into()), Source::Path("../x".into()), Source::Workspace]
    {
        let assessment = detector().assess(Subject { source: &source, ..Subject::named(&name) });
        assert_eq!(assessment.verdict, Verdict::Safe);
    }
}

#[test]
fn scores_follow_the_formula_and_strangers_stay_low() {
    let assessment = assess(Ecosystem::Npm, "epxress", None);
    assert!((assessment.score - score_of(&assessment.signals)).abs() < 1e-12);
    let nothing = score_of(&[]);
    assert!(nothing < 0.1, "a name without evidence lies well below the warn threshold: {nothing}");
    assert!(assess(Ecosystem::PyPi, "-", None).signals.iter().any(|s| s.code == SignalCode::InvalidName));
}

#[test]
fn two_edits_are_found_for_names_from_six_letters_and_one_for_shorter_ones() {
    let corpus = Corpus::embedded();
    let mut near = Vec::new();
    // Every fiftieth popular name, with each letter left out, doubled, replaced, and two of them.
    for ecosystem in Ecosystem::ALL {
        for id in (0..u16::try_from(corpus.counts(ecosystem).popular).unwrap()).step_by(50) {
            let folded = corpus.folded_name(ecosystem, id).to_vec();
            for (text, edits) in edited(&folded) {
                // A letter put between two swapped ones is three edits by this measure.
                if (edits == 2 && folded.len() < 6) || distance(&text, &folded, edits).is_none() {
                    continue;
                }
                corpus.near(ecosystem, &text, &mut near);
                // A crowded neighbourhood is cut to the nearest 16.
                assert!(
                    near.iter().any(|n| n.id == id) || near.len() == 16,
                    "{} is not found from {}",
                    corpus.name(ecosystem, id),
                    String::from_utf8_lossy(&text)
                );
            }
        }
    }
}

fn edited(name: &[u8]) -> Vec<(Vec<u8>, u8)> {
    let mut all = Vec::new();
    for at in 0..name.len() {
        let mut less = name.to_vec();
        less.remove(at);
        let mut more = name.to_vec();
        more.insert(at, b'q');
        let mut other = name.to_vec();
        other[at] = b'z';
        let mut swapped = name.to_vec();
        swapped.swap(at, (at + 1).min(name.len() - 1));
        let mut both = swapped.clone();
        both.insert((at * 7 + 3) % name.len(), b'w');
        let mut two = other.clone();
        two.remove((at * 5 + 2) % name.len());
        all.extend([(less, 1), (more, 1), (other, 1), (swapped, 1), (both, 2), (two, 2)]);
    }
    all.retain(|(text, _)| !text.is_empty());
    all
}

#[test]
fn the_committed_snapshot_is_whole() {
    let bytes = include_bytes!("../data/names.snapshot");
    assert!(bytes.len() <= 8_000_000, "{} bytes", bytes.len());
    let corpus = Corpus::from_bytes(&bytes[..]).unwrap();
    assert_eq!(corpus.counts(Ecosystem::PyPi).names, 886_323);
    assert_eq!(corpus.counts(Ecosystem::Npm).names, 226_993);
    assert!(corpus.counts(Ecosystem::PyPi).complete && !corpus.counts(Ecosystem::Npm).complete);
    let mut broken = bytes.to_vec();
    let last = broken.len() - 1;
    broken[last] ^= 1;
    assert!(Corpus::from_bytes(broken).is_err());
    assert!(Corpus::from_bytes(bytes[..100_000].to_vec()).is_err());
    assert!(Corpus::from_bytes(Vec::new()).is_err());
}

#[test]
fn strangers_pass_the_filter_less_often_than_one_in_five_hundred() {
    let corpus = Corpus::embedded();
    let passed = (0..200_000u32)
        .filter(|n| {
            let name = PackageName::new(Ecosystem::PyPi, format!("zzq-{n}-no-such-name"));
            matches!(corpus.existence(&name), Existence::Present(_))
        })
        .count();
    assert!(passed < 200_000 / 500, "{passed}");
    assert!(passed > 0, "a filter of 11 bits lets about 98 of these through");
}

#[test]
fn every_signal_is_documented_and_every_documented_signal_exists() {
    let docs = include_str!("../docs/signals.md");
    let sections: Vec<&str> = docs.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let codes: Vec<&str> = SignalCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(sections, codes);
    for code in SignalCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
    }
}
