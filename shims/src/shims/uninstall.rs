//! `phantom shims uninstall`.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use phantom_guard::report::{Exit, Report, SCHEMA_VERSION, escaped};
use serde_json::json;

use super::profile::{self, Changed, Shell};
use super::{Place, Record, State, names};
use crate::args::Format;
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};

/// Takes out the shims of a folder, and the line for it from profiles: what Phantom placed, and no more.
pub(super) fn run(place: &Place, output: &Output) -> ExitCode {
    let record = Record::of(&place.folder);
    let mut report = Report::of_errors(Vec::new());
    let mut removed = Vec::new();
    let known: BTreeSet<String> = record.shims.keys().cloned().chain(names::all(true)).collect();
    for name in known {
        let path = place.path_of(&name);
        match place.state(&record, &name) {
            State::Absent => {}
            // The program itself may lie in this folder, under its own name: that is none of these.
            State::Current | State::Outdated => match fs::remove_file(&path) {
                Ok(()) => removed.push(name),
                Err(error) => report.errors.push(fault(
                    format!("{} cannot be removed: {error}", path.display()),
                    "remove it yourself",
                )),
            },
            State::Foreign => report.notes.push(format!("{} stays: it is not Phantom's", path.display())),
        }
    }
    let mut changed = Vec::new();
    for (file, line) in profiles(place, &record) {
        match profile::remove(&file, &line) {
            Ok(Changed::Yes) => changed.push(file.display().to_string()),
            Ok(Changed::No) => {}
            Ok(Changed::ByOthers) => report.errors.push(fault(
                format!("{}: Phantom's lines were changed since, and stay", file.display()),
                "take them out yourself",
            )),
            Err(error) => report.errors.push(fault(
                format!("{} cannot be changed: {error}", file.display()),
                "take Phantom's lines out yourself",
            )),
        }
    }
    if report.errors.is_empty()
        && let Err(error) = Record::remove(&place.folder)
    {
        let message = format!("the record in {} cannot be removed: {error}", place.folder.display());
        report.errors.push(fault(message, "remove the folder yourself"));
    }
    output.diagnostics(&report);
    let exit = if report.errors.is_empty() { Exit::Clean } else { Exit::Unreadable };
    let folder = escaped(&place.text);
    finish(
        to_stdout(|out| match output.format {
            Format::Human => {
                match removed.as_slice() {
                    [] => writeln!(out, "no shims are in {folder}")?,
                    removed => writeln!(out, "removed {} from {folder}", removed.join(", "))?,
                }
                changed.iter().try_for_each(|file| writeln!(out, "removed the line from {}", escaped(file)))
            }
            _ => {
                let document = json!({
                    "schema_version": SCHEMA_VERSION,
                    "folder": place.text,
                    "removed": removed,
                    "profiles": changed,
                });
                writeln!(out, "{document}")
            }
        }),
        exit,
    )
}

/// The profiles that may have the line: those that are recorded, and the user's own of each shell.
fn profiles(place: &Place, record: &Record) -> BTreeSet<(PathBuf, String)> {
    let shells = [Shell::Bash, Shell::Zsh, Shell::Fish];
    let own = shells.into_iter().filter_map(|shell| shell.profile(&place.environment));
    let files: BTreeSet<PathBuf> = own.chain(record.profiles.iter().cloned()).collect();
    let lines = |file: PathBuf| {
        let fish = file.extension().is_some_and(|extension| extension == "fish");
        let shell = if fish { Shell::Fish } else { Shell::Bash };
        (file, shell.line(&place.text))
    };
    files.into_iter().map(lines).collect()
}
