//! The measured figures as Markdown.

use super::measure::{Outcome, Tally, by_kind, percent};
use super::profiles::History;
use super::run::{Comparison, Measured, Speed};
use super::sets::Nature;
use super::targets::Target;

/// No more names of a set are listed: the sets are for measuring, and stay out of the repository.
const MOST_LISTED: usize = 15;

/// Columns of text are set left, of figures right.
fn table(columns: &[(&str, bool)], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(columns.iter().map(|(title, _)| (*title).to_owned()).collect());
    let rules: Vec<&str> = columns.iter().map(|(_, figure)| if *figure { "---:" } else { "---" }).collect();
    text.push_str(&format!("|{}|\n", rules.join("|")));
    text.extend(rows.into_iter().map(line));
    text
}

fn figure(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}"))
}

/// The cells that both main tables share, from the count of names on.
fn cells(tally: &Tally, target: &Target) -> [String; 7] {
    [
        tally.names.to_string(),
        figure(Some(tally.blocked_percent()), 2),
        figure(Some(tally.stopped_percent()), 2),
        figure(Some(tally.unknown_percent()), 2),
        figure(tally.named_percent(), 1),
        target.to_string(),
        target.outcome(tally),
    ]
}

const FIGURES: [(&str, bool); 7] = [
    ("names", true),
    ("blocked %", true),
    ("warned or blocked %", true),
    ("unknown %", true),
    ("right name %", true),
    ("target", false),
    ("reached", false),
];

/// Every set, judged by the snapshot alone.
pub(crate) fn offline(sets: &[Measured]) -> String {
    let columns: Vec<_> = [("set", false)].into_iter().chain(FIGURES).collect();
    let rows = sets.iter().map(|measured| {
        let set = &measured.set;
        let target = Target::offline(set.ecosystem, set.nature);
        [set.title.clone()].into_iter().chain(cells(&measured.tally, &target)).collect()
    });
    table(&columns, rows)
}

/// Every set with each of its histories.
pub(crate) fn online(sets: &[Measured]) -> String {
    let columns: Vec<_> = [("set", false), ("history", false)].into_iter().chain(FIGURES).collect();
    let row = |measured: &Measured, (history, tally): &(History, Tally)| {
        let target = Target::online(measured.set.nature, *history);
        [measured.set.title.clone(), history.to_string()].into_iter().chain(cells(tally, &target)).collect()
    };
    let rows =
        sets.iter().flat_map(|measured| measured.online.iter().map(move |online| row(measured, online)));
    table(&columns, rows)
}

/// The sets of imitations, by the kind of imitation.
pub(crate) fn kinds(corpus: &phantom_guard::corpus::Corpus, sets: &[Measured]) -> String {
    let columns = [
        ("set", false),
        ("kind", false),
        ("names", true),
        ("blocked", true),
        ("warned or blocked", true),
        ("unknown", true),
        ("target not in the snapshot", true),
    ];
    let rows = sets.iter().flat_map(|measured| {
        by_kind(corpus, &measured.set, &measured.judged).into_iter().map(|(kind, tally)| {
            let counts =
                [tally.names, tally.blocked, tally.stopped, tally.unknown, tally.names - tally.known];
            [measured.set.title.clone(), kind.replace('_', " ")]
                .into_iter()
                .chain(counts.map(|count| count.to_string()))
                .collect()
        })
    });
    table(&columns, rows)
}

/// For each set the names that were judged wrongly offline, as far as they may be listed.
pub(crate) fn missed(sets: &[Measured]) -> String {
    let mut text = String::new();
    for measured in sets {
        let names = wrong(measured);
        if names.is_empty() {
            continue;
        }
        let what = if measured.set.nature.is_bad() { "not stopped" } else { "stopped" };
        let shown = names.get(..MOST_LISTED).unwrap_or(&names).join(", ");
        let more = match names.len().saturating_sub(MOST_LISTED) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let (title, count, all) = (&measured.set.title, names.len(), measured.set.names.len());
        text.push_str(&format!("- {title}, {what} {count} of {all}: {shown}{more}\n"));
    }
    text
}

/// Bad names that went through and honest ones that were stopped. Unknown names are listed only where
/// they imitate something: elsewhere they are no mistake of the evidence.
fn wrong(measured: &Measured) -> Vec<String> {
    let bad = measured.set.nature.is_bad();
    let names = measured.set.names.iter().zip(&measured.judged);
    names
        .filter_map(|(labelled, judged)| {
            let name = labelled.name.spelling();
            let unknown = judged.outcome == Outcome::Unknown;
            match &labelled.imitates {
                _ if judged.outcome.is_stopped() == bad => None,
                Some(imitation) => {
                    let (of, kind) = (imitation.of.spelling(), imitation.kind.replace('_', " "));
                    let unknown = if unknown { ", unknown" } else { "" };
                    Some(format!("`{name}` for `{of}` ({kind}{unknown})"))
                }
                None if bad && unknown => None,
                None => Some(format!("`{name}`")),
            }
        })
        .collect()
}

/// What others flag of the same names.
pub(crate) fn guards(sets: &[Measured]) -> String {
    let columns = [
        ("set", false),
        ("names", true),
        ("Phantom blocks %", true),
        ("Phantom warns or blocks %", true),
        ("typomania %", true),
        ("one edit %", true),
        ("two edits %", true),
    ];
    // Popular names are not compared: no guard flags one, by construction.
    let sets = sets.iter().filter(|measured| measured.set.nature != Nature::Popular);
    let rows = sets.map(|measured| {
        let names = measured.set.names.len();
        let Comparison { typomania, one_edit, two_edits } = measured.comparison;
        let shares = [measured.tally.blocked, measured.tally.stopped, typomania, one_edit, two_edits];
        [measured.set.title.clone(), names.to_string()]
            .into_iter()
            .chain(shares.map(|count| figure(percent(count, names), 2)))
            .collect()
    });
    table(&columns, rows)
}

/// Names a second.
pub(crate) fn speed(speeds: &[Speed]) -> String {
    let columns = [
        ("names", false),
        ("Phantom, names/s", true),
        ("typomania, names/s", true),
        ("edits, names/s", true),
    ];
    let rows = speeds.iter().map(|speed| {
        let rates = [speed.phantom, speed.typomania, speed.edits];
        [speed.title.clone()].into_iter().chain(rates.map(thousands)).collect()
    });
    table(&columns, rows)
}

/// Three leading digits, with commas: more would pretend to a precision that there is not.
fn thousands(rate: f64) -> String {
    let unit = 10f64.powf((rate.max(1.0).log10().floor() - 2.0).max(0.0));
    let digits = format!("{:.0}", (rate / unit).round() * unit);
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use phantom_guard::package::{Ecosystem, PackageName};

    use super::*;
    use crate::accuracy::measure::Judged;
    use crate::accuracy::sets::{Labelled, Set};

    #[test]
    fn rates_have_three_digits() {
        for (rate, text) in [(12.4, "12"), (987.6, "988"), (12_345.0, "12,300"), (1_234_567.0, "1,230,000")] {
            assert_eq!(thousands(rate), text);
        }
    }

    fn measured(nature: Nature, outcomes: &[Outcome]) -> Measured {
        let name = |index: usize| PackageName::new(Ecosystem::Npm, format!("made-up-{index}"));
        let names = (0..outcomes.len()).map(|index| Labelled { name: name(index), imitates: None }).collect();
        let judged =
            outcomes.iter().map(|&outcome| Judged { outcome, safe: false, suggestion: None }).collect();
        let title = "made up".to_owned();
        Measured {
            set: Set { title, ecosystem: Ecosystem::Npm, nature, names },
            judged,
            tally: Tally { names: 2, blocked: 1, stopped: 2, ..Tally::default() },
            online: vec![(History::OldHonest, Tally::default())],
            comparison: Comparison::default(),
        }
    }

    #[test]
    fn rows_have_the_columns_of_their_heads() {
        let sets = [measured(Nature::Honest, &[Outcome::Blocked, Outcome::Passed])];
        for text in [offline(&sets), online(&sets), guards(&sets)] {
            let bars: Vec<usize> = text.lines().map(|line| line.matches('|').count()).collect();
            assert!(bars.len() == 3 && bars.iter().all(|count| *count == bars[0]), "{text}");
        }
        assert!(offline(&sets).contains("| made up | 2 | 50.00 | 100.00 | 0.00 | - |"));
    }

    #[test]
    fn what_is_listed_depends_on_the_nature_of_the_set_and_ends_somewhere() {
        use Outcome::{Blocked, Passed, Unknown};
        let bad = missed(&[measured(Nature::Malware, &[Blocked, Passed, Unknown])]);
        assert_eq!(bad, "- made up, not stopped 1 of 3: `made-up-1`\n");
        let honest = missed(&[measured(Nature::Honest, &[Blocked, Passed, Unknown])]);
        assert_eq!(honest, "- made up, stopped 1 of 3: `made-up-0`\n");
        let many = missed(&[measured(Nature::Malware, &[Passed; 40])]);
        assert!(many.matches('`').count() == 2 * MOST_LISTED && many.ends_with("and 25 more\n"), "{many}");
        assert_eq!(missed(&[measured(Nature::Malware, &[Blocked])]), "");
    }
}
