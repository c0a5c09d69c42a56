//! Sets the weights of evidence from labelled names, and says how well they hold on names that were
//! kept back.

mod centres;
mod data;
mod report;
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

use crate::accuracy::{DAYS_AFTER_SNAPSHOT, document, sets};
use crate::plot::calibration;
use centres::{DECIDED, FIXED};
use data::{FOLDS, Row};
use report::Report;
use solve::{World, centres};

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
    /// Writes the table only, without the cross-validation and what is told of it
    #[arg(long)]
    quick: bool,
    /// The document whose blocks are filled
    #[arg(long, default_value = "docs/fit.md")]
    document: PathBuf,
    /// The drawing of how well scores hold
    #[arg(long, default_value = "docs/calibration.svg")]
    plot: PathBuf,
    /// The table to write
    #[arg(long, default_value = "names/src/detector/table.rs")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut sets = sets::read(&arguments.sets)?;
    sets.found.extend(sets::read(&arguments.own)?.found);
    let names = crate::corpus::tables(&arguments.tables)?;
    sets.found.push(data::honest_crates(&names));
    let snapshots = data::snapshots(names, arguments.date, &sets)?;
    let day = arguments.date.checked_add(Span::new().days(DAYS_AFTER_SNAPSHOT))?;
    let now = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0))?;
    let rows = data::rows(&sets, &snapshots, now);
    println!("{} rows", rows.len());
    let world = World { snapshots: &snapshots, now };
    let all: Vec<&Row> = rows.iter().collect();
    let weights = fit(&world, &all);
    let touched = world.problem(all, centres()).touched(&weights.0[2]);
    let final_table = decided(weights.clone());
    fs::write(&arguments.out, table(&final_table, &touched))?;
    if arguments.quick {
        return Ok(());
    }
    let folds = (0..FOLDS).map(|fold| {
        println!("fold {} of {FOLDS}", fold + 1);
        fit(&world, &rows.iter().filter(|row| row.fold != fold).collect::<Vec<_>>())
    });
    let folds: Vec<WeightTable> = folds.collect();
    let report = Report { world: &world, rows: &rows, weights: &weights, folds: &folds };
    let blocks = [
        report.losses(),
        report.shares(),
        report.without_months(&sets, &final_table),
        report.weights(&final_table, &touched),
    ];
    let document = fs::read_to_string(&arguments.document)?;
    fs::write(&arguments.document, document::fill(&document, &blocks)?)?;
    fs::write(&arguments.plot, calibration(&report.bins(), "scores of names that were kept back"))?;
    Ok(())
}

/// The weights of each ecosystem: first what PyPI and npm have in common, then each drawn to that.
fn fit(world: &World<'_>, rows: &[&Row]) -> WeightTable {
    let of = |wanted: &[Ecosystem]| -> Vec<&Row> {
        rows.iter().copied().filter(|row| wanted.contains(&row.name.ecosystem())).collect()
    };
    // Five labelled crates are too few to fit: they take what the other two have in common.
    let pooled = world.problem(of(&[Ecosystem::PyPi, Ecosystem::Npm]), centres()).solve();
    let own = |ecosystem| world.problem(of(&[ecosystem]), pooled.clone()).solve();
    WeightTable([own(Ecosystem::PyPi), own(Ecosystem::Npm), pooled])
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
