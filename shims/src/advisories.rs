//! `phantom advisories`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use phantom_guard::advisory::{self, Address, Imported, Index, Info, Input, Source};
use phantom_guard::finding::InputError;
use phantom_guard::package::Ecosystem;
use phantom_guard::policy::today;
use phantom_guard::registry::locate::Environment;
use phantom_guard::report::{Exit, Report, SCHEMA_VERSION, escaped};
use serde_json::{Map, Value, json};

use crate::args::{Format, ImportArgs};
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};

/// Stands for the inputs of an import that names none.
const VARIABLE: &str = "PHANTOM_ADVISORIES_URL";

/// Takes advisories into the index.
pub(crate) fn import(args: &ImportArgs, output: &Output) -> ExitCode {
    let ready = place().and_then(|place| Ok((inputs(args)?, place)));
    let (inputs, place) = match ready {
        Ok(ready) => ready,
        Err(error) => return output.errors(vec![error]),
    };
    let options = advisory::Options { sha256: args.sha256.clone(), replace: args.replace };
    let imported = match advisory::import(&inputs, &place, &options, Timestamp::now()) {
        Ok(imported) => imported,
        Err(error) => {
            return output.errors(vec![fault(error.to_string(), "the advisories are as they were")]);
        }
    };
    let Imported { sources, errors, total } = imported;
    let report = Report::of_errors(errors);
    output.diagnostics(&report);
    let written = to_stdout(|out| match output.format {
        Format::Human => {
            sources.iter().try_for_each(|source| source_line(source, out))?;
            match total {
                Some(total) => writeln!(out, "{total} advisories in {}", escaped(&place.to_string_lossy())),
                None => writeln!(out, "nothing was taken: the advisories are as they were"),
            }
        }
        _ => {
            let value = json!({
                "schema_version": SCHEMA_VERSION,
                "file": place,
                "advisories": total,
                "sources": sources,
                "errors": report.errors,
            });
            writeln!(out, "{value}")
        }
    });
    finish(written, report.exit())
}

/// Shows what is in the index, after all of it was verified.
pub(crate) fn info(output: &Output) -> ExitCode {
    let place = match place() {
        Ok(place) => place,
        Err(error) => return output.errors(vec![error]),
    };
    let info = match Index::open(&place).and_then(|index| index.map(|i| i.verify()).transpose()) {
        Ok(info) => info,
        Err(error) => {
            return output.errors(vec![fault(error.to_string(), "malicious releases may pass until then")]);
        }
    };
    let now = Timestamp::now();
    let written = to_stdout(|out| match (output.format, &info) {
        (Format::Human, Some(info)) => human(info, &place, now, out),
        (Format::Human, None) => {
            writeln!(
                out,
                "no advisories: phantom advisories import PATH takes some ({})",
                escaped(&place.to_string_lossy())
            )
        }
        (_, info) => writeln!(out, "{}", document(info.as_ref(), &place)),
    });
    finish(written, Exit::Clean)
}

fn human(info: &Info, place: &Path, now: Timestamp, out: &mut impl Write) -> std::io::Result<()> {
    let days = now.duration_since(info.imported).as_hours() / 24;
    writeln!(out, "{} advisories in {}", info.advisories, escaped(&place.to_string_lossy()))?;
    for (ecosystem, count) in Ecosystem::ALL.into_iter().zip(info.by_ecosystem) {
        writeln!(out, "{:<9}{count:>8}", ecosystem.as_str())?;
    }
    writeln!(out, "imported  {}, {days} days ago", today(info.imported))?;
    if let Some(newest) = info.newest {
        writeln!(out, "newest    {}", today(newest))?;
    }
    writeln!(out, "intact    {} bytes, SHA-256 {}", info.length, info.sha256)?;
    if now.duration_since(info.imported) > Index::STALE {
        writeln!(out, "old       what was found since is not known: import them again")?;
    }
    writeln!(out, "sources")?;
    info.sources.iter().try_for_each(|source| {
        write!(out, "  {} ", today(source.imported))?;
        source_line(source, out)?;
        writeln!(out, "             SHA-256 {}", source.sha256)
    })
}

fn source_line(source: &Source, out: &mut impl Write) -> std::io::Result<()> {
    let counts = source.counts;
    write!(
        out,
        "{}: {} advisories of {} documents",
        escaped(&source.place),
        counts.advisories,
        counts.documents
    )?;
    for (count, what) in [
        (counts.withdrawn, "withdrawn"),
        (counts.vulnerabilities, "about vulnerabilities only"),
        (counts.elsewhere, "about nothing in pypi, npm and crates"),
        (counts.unreadable, "unreadable"),
    ] {
        if count > 0 {
            write!(out, ", {count} {what}")?;
        }
    }
    writeln!(out)
}

fn document(info: Option<&Info>, place: &Path) -> Value {
    let Some(info) = info else {
        return json!({ "schema_version": SCHEMA_VERSION, "file": place, "advisories": Value::Null });
    };
    let counts: Map<String, Value> = Ecosystem::ALL
        .into_iter()
        .zip(info.by_ecosystem)
        .map(|(ecosystem, count)| (ecosystem.as_str().to_owned(), count.into()))
        .collect();
    json!({
        "schema_version": SCHEMA_VERSION,
        "file": place,
        "advisories": info.advisories,
        "counts": counts,
        "imported": info.imported,
        "newest": info.newest,
        "bytes": info.length,
        "sha256": info.sha256,
        "sources": info.sources,
    })
}

/// The file of the index.
fn place() -> Result<PathBuf, InputError> {
    let folder = advisory::folder(&Environment::of_process()).ok_or_else(|| {
        fault("no folder for data is known: no home is set".to_owned(), "set PHANTOM_DATA_DIR to a folder")
    })?;
    Ok(folder.join(advisory::FILE_NAME))
}

fn inputs(args: &ImportArgs) -> Result<Vec<Input>, InputError> {
    let mut inputs = args.inputs.iter().map(|text| input(text)).collect::<Result<Vec<_>, _>>()?;
    if inputs.is_empty() {
        let said = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).ok_or_else(|| {
            fault(
                "nothing to import is named".to_owned(),
                "give a file, a folder or an address, or set PHANTOM_ADVISORIES_URL",
            )
        })?;
        inputs.push(input(&said)?);
    }
    if let Some(hash) = &args.sha256 {
        if inputs.len() > 1 {
            return Err(fault(
                "--sha256 is one file's, and several are named".to_owned(),
                "import them one by one, each with its hash",
            ));
        }
        if hash.trim().len() != 64 || !hash.trim().bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(fault("--sha256 is no SHA-256".to_owned(), "write its 64 hexadecimal digits"));
        }
    }
    Ok(inputs)
}

fn input(text: &std::ffi::OsStr) -> Result<Input, InputError> {
    match text.to_str().and_then(Address::parse) {
        Some(Ok(address)) => Ok(Input::Address(address)),
        Some(Err(message)) => Err(fault(message, "write it as https://advisories.example/npm.zip")),
        None => Ok(Input::Path(PathBuf::from(text))),
    }
}
