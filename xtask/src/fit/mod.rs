//! Sets the weights of evidence from labelled names, and says how well they hold on names that were
//! kept back.

mod centres;
mod data;
mod solve;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::Offset;
use phantom_guard::detector::{Term, WeightTable, Weights};
use phantom_guard::package::Ecosystem;

use crate::accuracy::sets;
use centres::{DECIDED, FIXED};
use data::{FOLDS, Row, Situation};
use solve::{Problem, alike, centres};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the labelled names
    #[arg(long, default_value = "../shared/eval")]
    sets: PathBuf,
    /// A folder of more labelled names: those written for this project
    #[arg(long, default_value = "xtask/samples/invented")]
    own: PathBuf,
    /// A folder with pypi.tsv.gz, npm.tsv.gz and crates.tsv.gz
    #[arg(long, default_value = "../shared/data")]
    tables: PathBuf,
    /// The day as of which the names were listed
    #[arg(long, default_value = "2026-11-01")]
    date: Date,
    /// Fits all rows only, without the cross-validation
    #[arg(long)]
    quick: bool,
    /// The table to write
    #[arg(long, default_value = "src/detector/table.rs")]
    out: PathBuf,
}

/// By how much the odds of a bad name rise where an npm name is not in the snapshot: the weight
/// of that term, which is set by hand.
pub(super) fn unlisted_odds() -> f64 {
    centres().get(Term::Unlisted).exp()
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut sets = sets::read(&arguments.sets)?;
    sets.found.extend(sets::read(&arguments.own)?.found);
    let names = crate::corpus::tables(&arguments.tables)?;
    sets.found.push(data::honest_crates(&names));
    let snapshots = data::snapshots(names, arguments.date, &sets)?;
    let now = Offset::UTC.to_timestamp(arguments.date.checked_add(Span::new().days(24))?.at(0, 0, 0, 0))?;
    let rows = data::rows(&sets, &snapshots, now);
    println!("{} rows", rows.len());
    let fit = |rows: &[&Row]| {
        let problem = |rows, centres| Problem { rows, snapshots: &snapshots, now, centres };
        // Five labelled crates are too few to fit: they take what the other two have in common, and
        // the crates are kept to see how that does.
        let known = rows.iter().copied().filter(|row| row.name.ecosystem() != Ecosystem::Crates);
        let pooled = problem(known.collect(), centres()).solve();
        let of = |ecosystem| {
            let own = rows.iter().copied().filter(|row| row.name.ecosystem() == ecosystem).collect();
            problem(own, pooled.clone()).solve()
        };
        WeightTable([of(Ecosystem::PyPi), of(Ecosystem::Npm), pooled])
    };
    let all: Vec<&Row> = rows.iter().collect();
    let weights = fit(&all);
    let whole = Problem { rows: all, snapshots: &snapshots, now, centres: centres() };
    let touched = whole.touched(&weights.0[2]);
    let folds: Vec<WeightTable> = (0..FOLDS)
        .take(if arguments.quick { 0 } else { FOLDS.into() })
        .map(|fold| fit(&rows.iter().filter(|row| row.fold != fold).collect::<Vec<_>>()))
        .collect();
    let start = alike(&centres());
    for situation in Situation::ALL {
        let here: Vec<&Row> = rows.iter().filter(|row| row.situation == situation).collect();
        for ecosystem in Ecosystem::ALL {
            for bad in [true, false] {
                let those = here.iter().filter(|row| row.name.ecosystem() == ecosystem && row.bad == bad);
                let odds: Vec<f64> = those.map(|row| whole.log_odds(row, &weights)).collect();
                let over = |at: f64| {
                    odds.iter().filter(|odds| **odds >= at).count() as f64 / odds.len().max(1) as f64
                };
                println!(
                    "   {ecosystem} bad {bad}: {} blocked {:.3} warned {:.3}",
                    odds.len(),
                    over(0.405),
                    over(-0.847)
                );
            }
        }
        if situation == Situation::Unlisted {
            let of = |bad: bool, set: Option<&str>| -> Vec<f64> {
                let names: Option<std::collections::HashSet<&str>> = set.map(|t| {
                    sets.found
                        .iter()
                        .filter(|s| s.title == t && s.ecosystem == Ecosystem::Npm)
                        .flat_map(|s| s.names.iter().map(|n| n.name.spelling()))
                        .collect()
                });
                let mut v: Vec<f64> = here
                    .iter()
                    .filter(|r| r.bad == bad && names.as_ref().is_none_or(|n| n.contains(r.name.spelling())))
                    .map(|r| whole.log_odds(r, &weights))
                    .collect();
                v.sort_by(f64::total_cmp);
                v
            };
            let honest = of(false, None);
            for fpr in [0.01, 0.02, 0.03, 0.05, 0.08, 0.12] {
                let at = honest[((honest.len() as f64) * (1.0 - fpr)) as usize];
                let r = |set| {
                    let v = of(true, Some(set));
                    v.iter().filter(|x| **x > at).count() as f64 / v.len() as f64
                };
                println!(
                    "   fpr {fpr}: at {at:.2} hall {:.3} inv {:.3} typo {:.3}",
                    r("npm hallucinated"),
                    r("npm invented"),
                    r("npm typosquats")
                );
            }
        }
        for (label, of) in [("centres", &start), ("fitted", &weights)] {
            println!("{label:8} {:26} loss {:.2}", situation.name(), loss(&whole, &here, |_| of));
        }
        if !folds.is_empty() {
            let of = |row: &Row| &folds[usize::from(row.fold)];
            println!("{:8} {:26} loss {:.2}", "held", situation.name(), loss(&whole, &here, of));
        }
    }
    for term in Term::ALL {
        let (bad, honest) = touched[term as usize];
        let columns: Vec<String> =
            weights.0.iter().map(|column| format!("{:6.2}", column.get(term))).collect();
        let columns = columns.join(" ");
        println!("{:26} {:6.2} | {columns} | {bad:6} {honest:6}", term.key(), centres().get(term));
    }
    fs::write(&arguments.out, table(&decided(weights), &touched))?;
    Ok(())
}

fn loss<'w>(problem: &Problem<'_>, rows: &[&Row], of: impl Fn(&Row) -> &'w WeightTable) -> f64 {
    rows.iter()
        .map(|row| {
            let log_odds = problem.log_odds(row, of(row));
            let toward = if row.bad { -log_odds } else { log_odds };
            row.weight * (1.0 + toward.exp()).ln()
        })
        .sum()
}

/// The fitted weights with what is decided afterwards.
fn decided(weights: WeightTable) -> WeightTable {
    let WeightTable([pypi, npm, crates]) = weights;
    let set = |of: Ecosystem, weights: Weights| {
        let own = DECIDED.iter().filter(|(ecosystem, ..)| *ecosystem == of);
        own.fold(weights, |weights, (_, term, weight)| weights.with(*term, *weight))
    };
    WeightTable([set(Ecosystem::PyPi, pypi), set(Ecosystem::Npm, npm), set(Ecosystem::Crates, crates)])
}

fn table(weights: &WeightTable, touched: &[(usize, usize)]) -> String {
    let mut text = String::from(
        "//! The one table of weights, in log-odds (natural logarithm). Written by `cargo xtask fit`; docs/fit.md\n\
         //! says from what, and docs/signals.md what each means.\n\n\
         use super::terms::Origin::{self, Fitted, Hand};\n\
         use super::terms::Term::{self, *};\n\n\
         /// Every weight, for PyPI, npm and crates, in the order of [`Term::ALL`].\n\
         pub const TABLE: [(Term, [f64; 3], Origin); Term::ALL.len()] = [\n",
    );
    for term in Term::ALL {
        let (bad, honest) = touched[term as usize];
        let origin = if FIXED.contains(&term) || bad + honest == 0 { "Hand" } else { "Fitted" };
        let rounded = |column: &Weights| format!("{:.2}", (column.get(term) * 100.0).round() / 100.0 + 0.0);
        let columns: Vec<String> = weights.0.iter().map(rounded).collect();
        let _ = writeln!(text, "    ({}, [{}], {origin}),", term.name(), columns.join(", "));
    }
    text.push_str("];\n");
    text
}
