//! Measures the detector on the labelled names and keeps docs/accuracy.md true.

pub(crate) mod document;
mod firing;
mod guards;
mod keyboard;
pub(crate) mod measure;
pub(crate) mod profiles;
mod run;
pub(crate) mod sets;
mod table;
mod targets;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::Detector;
use phantom_guard::package::Ecosystem;

use document::Block;
use run::{Guards, Measured};
use sets::Sets;

/// The names are judged as of so many days after the snapshot: recent enough for what it lacks to
/// mean something, and fixed, so that the figures do not change by themselves.
pub(crate) const DAYS_AFTER_SNAPSHOT: i64 = 24;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the labelled names
    #[arg(long, default_value = "../shared/eval")]
    sets: PathBuf,
    /// The day as of which names are judged [default: 24 days after the snapshot's]
    #[arg(long)]
    now: Option<Date>,
    /// Writes nothing, and fails where the document's figures are not those measured now
    #[arg(long)]
    check: bool,
    /// A folder of more labelled names: those written for this project
    #[arg(long, default_value = "xtask/samples/invented")]
    own: PathBuf,
    /// The document whose blocks are filled
    #[arg(long, default_value = "docs/accuracy.md")]
    document: PathBuf,
    /// The document that says how often each signal fires
    #[arg(long, default_value = "docs/signals.md")]
    signals: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let corpus = Corpus::embedded();
    let day = match arguments.now {
        Some(day) => day,
        None => corpus.date().checked_add(Span::new().days(DAYS_AFTER_SNAPSHOT))?,
    };
    let mut sets = sets::read(&arguments.sets)?;
    for file in &sets.missing {
        eprintln!("skipped: {file} is not in {}", arguments.sets.display());
    }
    for mut set in sets::read(&arguments.own)?.found {
        set.title.push_str(", own");
        sets.found.push(set);
    }
    let now: Timestamp = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0))?;
    let detector = Detector::new(corpus, now);
    let firing = firing::table(&detector, now, &sets.found);
    let firing = [Block { name: "firing", text: firing, varies: false }];
    let blocks = measure(corpus, sets, day, !arguments.check)?;
    for Block { name, text, .. } in blocks.iter().chain(&firing) {
        println!("== {name}\n\n{text}");
    }
    keep(&arguments.document, &blocks, arguments.check)?;
    keep(&arguments.signals, &firing, arguments.check)
}

/// Writes the blocks into the document, or says which of them are not what it holds.
fn keep(path: &Path, blocks: &[Block], check: bool) -> Result<(), Box<dyn Error>> {
    let document = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let named = |error| format!("{}: {error}", path.display());
    if !check {
        fs::write(path, document::fill(&document, blocks).map_err(named)?)?;
        return Ok(());
    }
    match document::stale(&document, blocks).map_err(named)?.as_slice() {
        [] => Ok(()),
        stale => Err(format!(
            "{}: not as measured: {}; `cargo xtask accuracy` writes them anew",
            path.display(),
            stale.join(", ")
        )
        .into()),
    }
}

fn measure(corpus: &Corpus, sets: Sets, day: Date, timed: bool) -> Result<Vec<Block>, Box<dyn Error>> {
    let now: Timestamp = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0))?;
    let guards = Guards::new(corpus);
    let basis = basis(corpus, day, &sets);
    let popular = Ecosystem::ALL.map(|ecosystem| sets::popular(corpus, ecosystem));
    let measured = sets.found.into_iter().chain(popular);
    let measured = measured.map(|set| run::measure(corpus, &guards, now, set));
    let measured: Vec<Measured> = measured.collect::<Result<_, _>>()?;
    let block = |name, text| Block { name, text, varies: false };
    let mut blocks = vec![
        block("basis", basis),
        block("offline", table::offline(&measured)),
        block("online", table::online(&measured)),
        block("kinds", table::kinds(corpus, &measured)),
        block("missed", table::missed(&measured)),
        block("guards", table::guards(&measured)),
    ];
    if timed {
        let text = table::speed(&run::speeds(corpus, &guards, now, &measured)?);
        blocks.push(Block { name: "speed", text, varies: true });
    }
    Ok(blocks)
}

/// What the figures rest on.
fn basis(corpus: &Corpus, day: Date, sets: &Sets) -> String {
    let names: usize = sets.found.iter().map(|set| set.names.len()).sum();
    let missing = match sets.missing.as_slice() {
        [] => String::new(),
        missing => format!("; not there: {}", missing.join(", ")),
    };
    let (date, found) = (corpus.date(), sets.found.len());
    format!("Snapshot of {date}, judged as of {day}: {names} names in {found} sets{missing}.\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_filled_then_checked_and_a_stale_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("crates_typosquats.tsv"), "serde_jsson\tserde_json\trepetition\n")
            .unwrap();
        let document = folder.path().join("accuracy.md");
        let blocks = ["basis", "offline", "online", "kinds", "missed", "guards", "speed"];
        let empty = blocks.map(|name| format!("Prose.\n<!-- measured: {name} -->\n<!-- end -->\n"));
        fs::write(&document, empty.concat()).unwrap();
        let own = folder.path().join("own");
        fs::create_dir(&own).unwrap();
        fs::write(own.join("npm_invented.txt"), "made-up-helper-name\n").unwrap();
        let signals = folder.path().join("signals.md");
        fs::write(&signals, "<!-- measured: firing -->\n<!-- end -->\n").unwrap();
        let mut arguments = Arguments {
            sets: folder.path().to_owned(),
            now: None,
            check: true,
            own,
            document: document.clone(),
            signals: signals.clone(),
        };

        let refused = run(&arguments).unwrap_err().to_string();
        assert!(refused.contains("offline") && !refused.contains("speed"), "{refused}");
        assert_eq!(fs::read_to_string(&document).unwrap(), empty.concat());

        arguments.check = false;
        run(&arguments).unwrap();
        let filled = fs::read_to_string(&document).unwrap();
        assert!(filled.contains("| crates typosquats | 1 | 100.00 | 100.00 | 0.00 | 100.0 |"), "{filled}");
        assert!(filled.contains("| crates typosquats | fresh | 1 | 100.00 |"), "{filled}");
        assert!(filled.contains("| npm invented, own |"), "{filled}");
        assert!(fs::read_to_string(&signals).unwrap().contains("| `typosquat` | 100.00 |"));

        arguments.check = true;
        run(&arguments).unwrap();
        fs::write(&document, filled.replace("| 100.00 |", "| 99.00 |")).unwrap();
        assert!(run(&arguments).is_err());
    }
}
