//! How often each signal fires on bad and on honest names: the table of docs/signals.md.

use std::fmt::Write as _;

use phantom_guard::detector::{Detector, SignalCode};

use super::measure::assess;
use super::profiles::History;
use super::sets::{Nature, Set};

/// A column of the table.
struct Column {
    title: &'static str,
    natures: &'static [Nature],
    ecosystem: Option<phantom_guard::package::Ecosystem>,
    history: Option<History>,
}

const fn column(title: &'static str, natures: &'static [Nature], history: Option<History>) -> Column {
    Column { title, natures, ecosystem: None, history }
}

const COLUMNS: [Column; 8] = [
    column("typosquats", &[Nature::Typosquats], None),
    column("invented", &[Nature::Hallucinated, Nature::Invented], None),
    column("slopsquats", &[Nature::Slopsquats], None),
    column("malware", &[Nature::Malware], None),
    column("typosquats, bare", &[Nature::Typosquats], Some(History::YoungBare)),
    Column {
        title: "honest PyPI",
        natures: &[Nature::Honest],
        ecosystem: Some(phantom_guard::package::Ecosystem::PyPi),
        history: None,
    },
    Column {
        title: "honest npm",
        natures: &[Nature::Honest],
        ecosystem: Some(phantom_guard::package::Ecosystem::Npm),
        history: None,
    },
    column("honest, real", &[Nature::Honest], Some(History::YoungHonest)),
];

/// Signals that follow from the history alone, or from no labelled name at all.
const LEFT_OUT: [SignalCode; 11] = [
    SignalCode::NotFound,
    SignalCode::LongHistory,
    SignalCode::Popular,
    SignalCode::InvalidName,
    SignalCode::NoMaintainer,
    SignalCode::LockfileMismatch,
    SignalCode::DependencyConfusion,
    SignalCode::AllowListed,
    SignalCode::DenyListed,
    SignalCode::PrivateName,
    SignalCode::KnownMalicious,
];

pub(super) fn table(detector: &Detector<'_>, now: jiff::Timestamp, sets: &[Set]) -> String {
    let mut text = String::from("| signal |");
    COLUMNS.iter().for_each(|column| text.push_str(&format!(" {} |", column.title)));
    text.push_str("\n|---|");
    COLUMNS.iter().for_each(|_| text.push_str("---:|"));
    text.push('\n');
    let counts: Vec<(usize, Vec<usize>)> =
        COLUMNS.iter().map(|column| count(detector, now, sets, column)).collect();
    for (index, code) in SignalCode::ALL.into_iter().enumerate() {
        if LEFT_OUT.contains(&code) {
            continue;
        }
        let _ = write!(text, "| `{code}` |");
        for (names, fired) in &counts {
            let share = 100.0 * fired[index] as f64 / (*names).max(1) as f64;
            let _ = if fired[index] == 0 { write!(text, " – |") } else { write!(text, " {share:.2} |") };
        }
        text.push('\n');
    }
    text
}

/// How many names a column has, and how many of them get each signal.
fn count(
    detector: &Detector<'_>,
    now: jiff::Timestamp,
    sets: &[Set],
    column: &Column,
) -> (usize, Vec<usize>) {
    let mut fired = vec![0; SignalCode::ALL.len()];
    let mut names = 0;
    let wanted = |set: &&Set| {
        column.natures.contains(&set.nature) && column.ecosystem.is_none_or(|own| own == set.ecosystem)
    };
    for set in sets.iter().filter(wanted) {
        let lookup = column.history.map(|history| history.lookup(set.ecosystem, now));
        for labelled in &set.names {
            names += 1;
            for signal in assess(detector, &labelled.name, lookup.as_ref()).signals {
                let index = SignalCode::ALL.iter().position(|&code| code == signal.code);
                index.into_iter().for_each(|index| fired[index] += 1);
            }
        }
    }
    (names, fired)
}

#[cfg(test)]
mod tests {
    use phantom_guard::corpus::Corpus;
    use phantom_guard::package::{Ecosystem, PackageName};

    use super::super::sets::Labelled;
    use super::*;

    #[test]
    fn each_signal_is_counted_once_a_name_in_its_column() {
        let now: jiff::Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let detector = Detector::new(Corpus::embedded(), now);
        let names = ["zzq-no-such-name-1", "reqeusts"];
        let names =
            names.map(|name| Labelled { name: PackageName::new(Ecosystem::PyPi, name), imitates: None });
        let set = Set {
            title: "made".to_owned(),
            ecosystem: Ecosystem::PyPi,
            nature: Nature::Typosquats,
            names: names.into(),
        };
        let text = table(&detector, now, &[set]);
        let row = |code: &str| text.lines().find(|line| line.starts_with(&format!("| `{code}`"))).unwrap();
        assert!(row("typosquat").starts_with("| `typosquat` | 50.00 | – |"), "{text}");
        assert!(row("absent-from-snapshot").starts_with("| `absent-from-snapshot` | 100.00 |"), "{text}");
        assert!(row("no-repository").contains("| 100.00 |"), "{text}");
        assert!(!text.contains("allow-listed"), "{text}");
    }
}
