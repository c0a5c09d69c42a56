//! Accuracy does not fall in silence: slips made by rule and invented names, with bounds a little below
//! what was measured. docs/accuracy.md has the figures on labelled names.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test fails by panicking")]

mod detector_support;
#[path = "detector_accuracy/slips.rs"]
mod slips;

use detector_support::{assess, just_put_up, young_and_bare};
use phantom_guard::corpus::{Corpus, Existence};
use phantom_guard::detector::weights::{BLOCK_AT, WARN_AT};
use phantom_guard::detector::{Assessment, Verdict};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata};
use slips::Kind;

/// How many of the most used names are imitated.
const IMITATED: usize = 200;
/// Shorter names have too many neighbours that are words of their own.
const LEAST_LETTERS: usize = 6;

/// What became of names.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    all: u32,
    warned: u32,
    blocked: u32,
    named: u32,
}

impl Tally {
    fn add(&mut self, answer: &Assessment, meant: Option<&str>) {
        self.all += 1;
        self.warned += u32::from(answer.score >= WARN_AT);
        self.blocked += u32::from(answer.score >= BLOCK_AT);
        self.named += u32::from(meant.is_some() && answer.suggestion.as_deref() == meant);
    }

    fn share(self, of: u32) -> f64 {
        f64::from(of) / f64::from(self.all)
    }
}

fn is_listed(name: &PackageName) -> bool {
    matches!(Corpus::embedded().existence(name), Existence::Present(_))
}

/// Every slip of one kind in the most used names, with the name that was meant.
fn imitations(ecosystem: Ecosystem, kind: Kind) -> Vec<(String, &'static str)> {
    let corpus = Corpus::embedded();
    let popular = (0..u16::MAX).map(|id| corpus.name(ecosystem, id));
    let letters = |name: &str| name.bytes().filter(u8::is_ascii_alphanumeric).count();
    let popular = popular.filter(|name| !name.starts_with('@') && letters(name) >= LEAST_LETTERS);
    let mut all = Vec::new();
    for name in popular.take(IMITATED) {
        let meant = PackageName::new(ecosystem, name);
        for slip in slips::of(name, kind) {
            let slipped = PackageName::new(ecosystem, slip.as_str());
            let another = slipped.fault().is_none() && slipped.normal() != meant.normal();
            if another && !is_listed(&slipped) {
                all.push((slip, name));
            }
        }
    }
    all
}

fn tally(ecosystem: Ecosystem, kind: Kind, lookup: Option<&Lookup>) -> Tally {
    let mut tally = Tally::default();
    for (slip, meant) in imitations(ecosystem, kind) {
        tally.add(&assess(ecosystem, &slip, lookup), Some(meant));
    }
    tally
}

/// The least shares of one kind of slip in one ecosystem.
struct Floor {
    ecosystem: Ecosystem,
    kind: Kind,
    /// Offline: warned of or blocked, blocked, and with the right name suggested.
    offline: [f64; 3],
    /// Warned of where the registry has the name and tells nothing of it: the letters alone.
    letters: f64,
}

const fn floor(ecosystem: Ecosystem, kind: Kind, offline: [f64; 3], letters: f64) -> Floor {
    Floor { ecosystem, kind, offline, letters }
}

const FLOORS: [Floor; 15] = [
    floor(Ecosystem::PyPi, Kind::Transposition, [0.99, 0.99, 0.99], 0.98),
    floor(Ecosystem::PyPi, Kind::Omission, [0.99, 0.99, 0.98], 0.95),
    floor(Ecosystem::PyPi, Kind::Doubling, [0.99, 0.99, 0.98], 0.98),
    floor(Ecosystem::PyPi, Kind::NeighbourKey, [0.99, 0.99, 0.98], 0.98),
    floor(Ecosystem::PyPi, Kind::LookAlike, [0.99, 0.99, 0.98], 0.98),
    floor(Ecosystem::Npm, Kind::Transposition, [0.99, 0.99, 0.98], 0.98),
    floor(Ecosystem::Npm, Kind::Omission, [0.98, 0.96, 0.97], 0.82),
    // A doubled letter is how honest authors dodge a taken name: its letters alone say little.
    floor(Ecosystem::Npm, Kind::Doubling, [0.98, 0.96, 0.97], 0.40),
    floor(Ecosystem::Npm, Kind::NeighbourKey, [0.98, 0.97, 0.98], 0.95),
    floor(Ecosystem::Npm, Kind::LookAlike, [0.98, 0.97, 0.98], 0.97),
    floor(Ecosystem::Crates, Kind::Transposition, [0.98, 0.97, 0.98], 0.98),
    floor(Ecosystem::Crates, Kind::Omission, [0.97, 0.85, 0.97], 0.88),
    floor(Ecosystem::Crates, Kind::Doubling, [0.98, 0.96, 0.98], 0.97),
    floor(Ecosystem::Crates, Kind::NeighbourKey, [0.98, 0.96, 0.98], 0.97),
    floor(Ecosystem::Crates, Kind::LookAlike, [0.98, 0.97, 0.98], 0.97),
];

#[test]
fn slips_in_the_most_used_names_are_stopped_offline() {
    for Floor { ecosystem, kind, offline: [warned, blocked, named], .. } in FLOORS {
        let tally = tally(ecosystem, kind, None);
        assert!(tally.all > 1000, "{ecosystem} {kind:?}: {tally:?}");
        assert!(tally.share(tally.warned) >= warned, "{ecosystem} {kind:?}: {tally:?}");
        assert!(tally.share(tally.blocked) >= blocked, "{ecosystem} {kind:?}: {tally:?}");
        assert!(tally.share(tally.named) >= named, "{ecosystem} {kind:?}: {tally:?}");
    }
}

#[test]
fn slips_that_a_registry_has_are_warned_of_for_their_letters_alone() {
    let registered = Lookup::Found(Metadata::default());
    for Floor { ecosystem, kind, letters, .. } in FLOORS {
        let tally = tally(ecosystem, kind, Some(&registered));
        assert!(tally.share(tally.warned) >= letters, "{ecosystem} {kind:?}: {tally:?}");
    }
}

#[test]
fn slips_put_up_this_week_are_stopped() {
    let put_up = just_put_up();
    for Floor { ecosystem, kind, .. } in FLOORS {
        let tally = tally(ecosystem, kind, Some(&put_up));
        assert!(tally.share(tally.blocked) >= 0.99, "{ecosystem} {kind:?}: {tally:?}");
    }
}

#[test]
fn an_invented_name_is_never_called_safe() {
    for ecosystem in Ecosystem::ALL {
        for name in invented(ecosystem) {
            let answer = assess(ecosystem, name, None);
            assert_ne!(answer.verdict, Verdict::Safe, "{ecosystem} {name}: {answer:?}");
        }
    }
    // The complete snapshot lacks them all.
    for name in invented(Ecosystem::PyPi) {
        assert!(assess(Ecosystem::PyPi, name, None).score >= BLOCK_AT, "{name}");
    }
    // What npm's snapshot lacks may only be little used, so a shape has to come on top.
    let mut offline = Tally::default();
    invented(Ecosystem::Npm).iter().for_each(|name| offline.add(&assess(Ecosystem::Npm, name, None), None));
    assert!(offline.share(offline.warned) >= 0.25, "{offline:?}");
}

#[test]
fn an_invented_name_that_nobody_registered_is_blocked() {
    for ecosystem in Ecosystem::ALL {
        for name in invented(ecosystem) {
            let answer = assess(ecosystem, name, Some(&Lookup::Missing));
            assert!(answer.score >= BLOCK_AT, "{ecosystem} {name}: {answer:?}");
        }
    }
}

/// Slopsquats: somebody registered what models invent, this week or two months ago.
#[test]
fn an_invented_name_with_a_young_and_bare_history_is_warned_of() {
    for ecosystem in Ecosystem::ALL {
        for (history, least) in [(just_put_up(), 0.98), (young_and_bare(), 0.95)] {
            let mut tally = Tally::default();
            for name in invented(ecosystem) {
                tally.add(&assess(ecosystem, name, Some(&history)), None);
            }
            assert!(tally.share(tally.warned) >= least, "{ecosystem}: {tally:?}");
        }
    }
}

fn invented(ecosystem: Ecosystem) -> Vec<&'static str> {
    let text = match ecosystem {
        Ecosystem::PyPi => include_str!("../xtask/samples/invented/pypi_invented.txt"),
        Ecosystem::Npm => include_str!("../xtask/samples/invented/npm_invented.txt"),
        Ecosystem::Crates => include_str!("../xtask/samples/invented/crates_invented.txt"),
    };
    text.lines().filter(|line| !line.is_empty()).collect()
}
