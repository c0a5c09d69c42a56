//! Labelled names in the situations in which they are judged.

use std::collections::HashSet;
use std::error::Error;

use jiff::Timestamp;
use jiff::civil::Date;
use phantom_guard::corpus::{Corpus, EcosystemNames, Existence, Fact, Listed, Trace, build};
use phantom_guard::detector::{Detector, Subject, Term};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata};

use super::solve::centres;
use crate::accuracy::sets::{Labelled, Nature, Set, Sets};

/// Folds of the cross-validation.
pub(super) const FOLDS: u8 = 5;
/// The odds of a bad name among those without any evidence: the prior, which is not fitted.
const BASE_ODDS: f64 = 0.018;
/// The share of bad names that are listed while they can be installed, set by hand. PyPI's list has
/// every name until it is removed (5 of 46 typosquats and all registered slopsquats are still there);
/// npm's has those that are used, and of 178 labelled names none.
const fn still_listed(ecosystem: Ecosystem) -> f64 {
    match ecosystem {
        Ecosystem::PyPi | Ecosystem::Crates => 1.0,
        Ecosystem::Npm => 0.6,
    }
}

/// One name in one situation.
pub(super) struct Row {
    pub(super) name: PackageName,
    pub(super) lookup: Option<Lookup>,
    pub(super) situation: Situation,
    pub(super) bad: bool,
    /// How much it counts in the loss.
    pub(super) weight: f64,
    pub(super) fold: u8,
}

/// What is known when a name is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Situation {
    /// Its letters alone: nobody knows the name.
    Letters,
    /// An npm name that the snapshot lacks, offline.
    Unlisted,
    /// A name in the snapshot, offline.
    InUse,
}

impl Situation {
    pub(super) const ALL: [Self; 3] = [Self::Letters, Self::Unlisted, Self::InUse];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Letters => "letters alone",
            Self::Unlisted => "npm, not in the snapshot",
            Self::InUse => "in the snapshot",
        }
    }
}

/// Two snapshots: one that knows none of the labelled names, and one that knows them all.
pub(super) struct Snapshots {
    without: Corpus,
    with: Corpus,
}

impl Snapshots {
    pub(super) const fn of(&self, situation: Situation) -> &Corpus {
        match situation {
            Situation::Letters | Situation::Unlisted => &self.without,
            Situation::InUse => &self.with,
        }
    }
}

/// Crates that the tables rank, the most used first; the others were found in lockfiles.
const RANKED_CRATES: usize = 1_000;

/// The honest crates: no list of little-known ones exists, so those without a rank stand for them.
pub(super) fn honest_crates(names: &[EcosystemNames; 3]) -> Set {
    let [.., crates] = names;
    let unranked = crates.popular.iter().skip(RANKED_CRATES);
    let name = |name: &String| PackageName::new(Ecosystem::Crates, name.as_str());
    let names = unranked.map(|spelling| Labelled { name: name(spelling), imitates: None }).collect();
    let (ecosystem, nature) = (Ecosystem::Crates, Nature::Honest);
    Set { title: "crates without a rank".to_owned(), ecosystem, nature, names }
}

pub(super) fn snapshots(
    mut names: [EcosystemNames; 3],
    date: Date,
    sets: &Sets,
) -> Result<Snapshots, Box<dyn Error>> {
    let with = build(date, "", &with_bad(&names, sets))?;
    for (ecosystem, names) in Ecosystem::ALL.into_iter().zip(&mut names) {
        let labelled: HashSet<String> =
            of(sets, ecosystem).map(|(_, label)| label.name.normal().to_owned()).collect();
        names.listed.retain(|listed| !labelled.contains(&normal(ecosystem, &listed.name)));
        names.popular.retain(|name| !labelled.contains(&normal(ecosystem, name)));
    }
    let without = build(date, "", &names)?;
    Ok(Snapshots { without: Corpus::from_bytes(without)?, with: Corpus::from_bytes(with)? })
}

/// The lists with every bad name in them, as if none had been removed, each with the age or use of
/// some honest name, so that neither tells them apart.
fn with_bad(names: &[EcosystemNames; 3], sets: &Sets) -> [EcosystemNames; 3] {
    let mut names = names.clone();
    for (ecosystem, names) in Ecosystem::ALL.into_iter().zip(&mut names) {
        let known: HashSet<String> =
            names.listed.iter().map(|listed| normal(ecosystem, &listed.name)).collect();
        let facts: Vec<Fact> = names.listed.iter().map(|listed| listed.fact).collect();
        let little = |fact: &Fact| !matches!(fact, Fact::Downloads(5_000..));
        let facts: Vec<Fact> = facts.into_iter().filter(little).collect();
        for (set, label) in of(sets, ecosystem) {
            if set.nature.is_bad() && !known.contains(label.name.normal()) {
                let pick = spread(label.name.normal()) as usize % facts.len().max(1);
                let fact = facts.get(pick).copied().unwrap_or_default();
                names.listed.push(Listed { name: label.name.spelling().to_owned(), fact });
            }
        }
    }
    names
}

fn of(sets: &Sets, ecosystem: Ecosystem) -> impl Iterator<Item = (&Set, &Labelled)> {
    sets.found
        .iter()
        .filter(move |set| set.ecosystem == ecosystem)
        .flat_map(|set| set.names.iter().map(move |label| (set, label)))
}

fn normal(ecosystem: Ecosystem, name: &str) -> String {
    PackageName::new(ecosystem, name).normal().to_owned()
}

/// The registered slopsquats are one campaign of one month: they are measured and not fitted.
fn fits(set: &Set) -> bool {
    !matches!(set.nature, Nature::Slopsquats | Nature::Popular)
}

/// Every labelled name in every situation that can be its.
pub(super) fn rows(sets: &Sets, snapshots: &Snapshots, now: Timestamp) -> Vec<Row> {
    let mut rows = Vec::new();
    for set in sets.found.iter().filter(|set| fits(set)) {
        for label in &set.names {
            let name = &label.name;
            // What has become popular since it was labelled, or cannot be a name, has its own rule.
            if snapshots.without.is_popular(name) || name.fault().is_some() {
                continue;
            }
            let fold = fold_of(label, &snapshots.without, now);
            let row = |situation, lookup| Row {
                name: name.clone(),
                lookup,
                situation,
                bad: set.nature.is_bad(),
                weight: 0.0,
                fold,
            };
            if !snapshots.with.is_popular(name) {
                rows.push(row(Situation::InUse, None));
            }
            // What thousands download every month does not stand for what the snapshot lacks.
            let stands = set.nature.is_bad() || !is_used(&snapshots.with, name);
            if stands {
                rows.push(row(Situation::Letters, Some(Lookup::Found(Metadata::default()))));
            }
            if stands && set.ecosystem == Ecosystem::Npm {
                rows.push(row(Situation::Unlisted, None));
            }
        }
    }
    weigh(&mut rows, sets);
    rows
}

/// Downloads a month below which an npm name stands for those that the snapshot does not list.
const LITTLE: u64 = 2_000;

fn is_used(corpus: &Corpus, name: &PackageName) -> bool {
    matches!(corpus.existence(name), Existence::Present(Trace::Downloads(LITTLE..)))
}

/// Gives each situation of each ecosystem the base rate: its honest names count 1 each, and the bad
/// sets share what the base rate leaves them, equally, however many names a campaign has.
fn weigh(rows: &mut [Row], sets: &Sets) {
    let kinds: Vec<(Ecosystem, f64, HashSet<&PackageName>)> = sets
        .found
        .iter()
        .filter(|set| fits(set) && set.nature.is_bad())
        // Names that models invent are typed more often than slips are made.
        .map(|set| {
            (
                set.ecosystem,
                if matches!(set.nature, Nature::Hallucinated | Nature::Invented) { 1.5 } else { 1.0 },
                set.names.iter().map(|label| &label.name).collect(),
            )
        })
        .collect();
    for situation in Situation::ALL {
        for ecosystem in Ecosystem::ALL {
            let here = |row: &Row| row.situation == situation && row.name.ecosystem() == ecosystem;
            let honest = rows.iter().filter(|row| here(row) && !row.bad).count() as f64;
            let odds = match situation {
                Situation::Letters => BASE_ODDS,
                Situation::InUse => BASE_ODDS * still_listed(ecosystem),
                Situation::Unlisted => BASE_ODDS * centres().get(Term::Unlisted).exp(),
            };
            let own: Vec<_> = kinds.iter().filter(|(of, ..)| *of == ecosystem).collect();
            let parts: f64 = own.iter().map(|(_, part, _)| part).sum();
            for (_, part, names) in &own {
                let member = |row: &Row| here(row) && row.bad && names.contains(&row.name);
                let count = rows.iter().filter(|row| member(row)).count().max(1) as f64;
                let share = odds * honest * part / parts / count;
                rows.iter_mut().filter(|row| member(row)).for_each(|row| row.weight = share);
            }
            rows.iter_mut().filter(|row| here(row) && !row.bad).for_each(|row| row.weight = 1.0);
        }
    }
}

/// One imitated name's variants, and one campaign's names, never stand in two folds.
fn fold_of(label: &Labelled, corpus: &Corpus, now: Timestamp) -> u8 {
    let found = || {
        let detector = Detector::new(corpus, now);
        let lookup = Lookup::Found(Metadata::default());
        let subject = Subject { lookup: Some(&lookup), ..Subject::named(&label.name) };
        detector.assess(subject).signals.into_iter().find_map(|signal| signal.target)
    };
    let campaign = || {
        let first = label.name.spelling().split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        first.unwrap_or_default().chars().take(4).collect()
    };
    let group = label
        .imitates
        .as_ref()
        .map(|imitation| imitation.of.normal().to_owned())
        .or_else(found)
        .unwrap_or_else(campaign);
    (spread(&group.to_ascii_lowercase()) % u64::from(FOLDS)) as u8
}

/// A hash that is the same in every run (FNV-1a).
fn spread(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
        >> 7
}
