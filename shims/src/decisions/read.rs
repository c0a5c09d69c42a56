//! `phantom log`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;
use phantom_guard::policy::MinAge;
use phantom_guard::report::{Exit, Report, SCHEMA_VERSION, escaped, escaped_name};
use serde_json::{Value, json};

use super::{append, file, unreadable};
use crate::args::{Format, LogArgs};
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};

/// A longer line is damaged: none of Phantom's is.
const LONGEST_LINE: u64 = 1024 * 1024;

/// No column is wider, in bytes.
const WIDEST: usize = 20;

/// Shows the log, the newest last.
pub(crate) fn run(args: &LogArgs, output: &Output) -> ExitCode {
    let Some(log) = file(true) else {
        let message = "there is no folder for a log: the environment names no home".to_owned();
        return output.errors(vec![fault(message, "set PHANTOM_LOG to a file")]);
    };
    let (mut decisions, mut damaged) = (Vec::new(), 0);
    let now = Timestamp::now();
    for file in append::files(&log) {
        let read = lines(&file, &mut damaged, |decision, time| {
            let counts = args.since.is_none_or(|age| is_within(age, time, now))
                && (!args.blocked
                    || decision
                        .get("outcome")
                        .is_some_and(|outcome| outcome != "ran" && outcome != "passed"));
            if counts {
                decisions.push(decision);
            }
        });
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return output.errors(vec![unreadable(&file, &error)]),
            Ok(()) => {}
        }
    }
    let from = args.number.map_or(0, |number| decisions.len().saturating_sub(number));
    let decisions = decisions.split_off(from);
    if damaged > 0 && output.format != Format::Json {
        let mut said = Report::of_errors(Vec::new());
        let lines = if damaged == 1 { "line is" } else { "lines are" };
        said.notes.push(format!("{damaged} {lines} damaged, and left out"));
        output.diagnostics(&said);
    }
    let written = to_stdout(|out| match output.format {
        Format::Human if decisions.is_empty() => {
            let of_these = if args.blocked || args.since.is_some() { " of these" } else { "" };
            writeln!(out, "no decisions{of_these} in {}", escaped(&log.to_string_lossy()))
        }
        Format::Human => {
            let wide = |key: &str| decisions.iter().map(|one| text(one, key).len()).max().unwrap_or_default();
            let widths = ["route", "client"].map(|key| wide(key).min(WIDEST));
            decisions.iter().try_for_each(|decision| human(decision, widths, out))
        }
        Format::Jsonl => decisions.iter().try_for_each(|decision| writeln!(out, "{decision}")),
        _ => {
            let document = json!({
                "schema_version": SCHEMA_VERSION,
                "file": log.to_string_lossy(),
                "decisions": decisions,
                "damaged": damaged,
            });
            writeln!(out, "{document}")
        }
    });
    finish(written, Exit::Clean)
}

/// Gives each whole decision of a file with its time, and counts what is none.
fn lines(file: &Path, damaged: &mut u64, mut give: impl FnMut(Value, Timestamp)) -> io::Result<()> {
    // What is no file may never end.
    if !std::fs::metadata(file)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut reader = BufReader::new(File::open(file)?);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = io::Read::take(&mut reader, LONGEST_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let decision = serde_json::from_slice::<Value>(&line).ok();
        let time = decision.as_ref().and_then(|decision| decision.get("time")?.as_str()?.parse().ok());
        match (decision, time) {
            (Some(decision), Some(time)) => give(decision, time),
            _ => *damaged += 1,
        }
    }
}

/// What is to come counts as well: clocks differ.
fn is_within(age: MinAge, time: Timestamp, now: Timestamp) -> bool {
    !age.is_reached(time, now)
}

/// A text of a decision. The file may hold anything, so that every text is escaped.
fn text(value: &Value, key: &str) -> String {
    escaped(value.get(key).and_then(Value::as_str).unwrap_or("?")).into_owned()
}

/// One decision in one line, with columns for its route and its client.
fn human(decision: &Value, [route, client]: [usize; 2], out: &mut dyn Write) -> io::Result<()> {
    let time = text(decision, "time");
    let time = time.get(..19).unwrap_or(&time).replace('T', " ");
    let number = |key: &str| decision.get(key).and_then(Value::as_u64);
    write!(
        out,
        "{time}  {:<11}  {:<route$}  {:<client$}  {:>4} checked",
        text(decision, "outcome"),
        text(decision, "route"),
        text(decision, "client"),
        number("checked").unwrap_or_default()
    )?;
    for (at, name) in decision.get("names").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let spelling = name.get("name").and_then(Value::as_str).unwrap_or("?");
        let before = if at == 0 { ": " } else { ", " };
        let ecosystem = text(name, "ecosystem");
        let allowed = name.get("decision").is_some_and(|decision| decision == "allow");
        let how = if allowed { "allowed".to_owned() } else { text(name, "verdict") };
        write!(out, "{before}{ecosystem}:{} ({how})", escaped_name(spelling))?;
    }
    if let Some(more) = number("more_names") {
        write!(out, " and {more} more")?;
    }
    for file in decision.get("unread_files").and_then(Value::as_array).into_iter().flatten() {
        write!(out, "; {} cannot be read", escaped(file.as_str().unwrap_or("?")))?;
    }
    if decision.get("bypass").is_some() {
        write!(out, "; bypassed because: {}", text(decision, "bypass"))?;
    }
    writeln!(out)
}
