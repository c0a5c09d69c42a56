//! `phantom shims install`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::report::{Exit, Report, SCHEMA_VERSION, escaped};
use serde_json::json;

use super::profile::{self, Changed, Shell};
use super::{Place, Record, State, names};
use crate::args::{Format, InstallShimsArgs};
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};
use crate::own::Print;

/// What was done.
#[derive(Debug, Default)]
struct Done {
    placed: Vec<String>,
    kept: Vec<String>,
    left: Vec<(String, String)>,
}

/// Places the shims, and adds the profile's line where that is asked for.
pub(super) fn run(place: &Place, args: InstallShimsArgs, output: &Output) -> ExitCode {
    if let Err(error) = fs::create_dir_all(&place.folder) {
        let message = format!("{} cannot be made: {error}", place.folder.display());
        return output.errors(vec![fault(message, "choose another folder with --dir")]);
    }
    let mut record = Record::of(&place.folder);
    let done = place_all(place, args, &mut record);
    env!("CARGO_PKG_VERSION").clone_into(&mut record.version);
    let (line, failed) = add_line(place, args.profile);
    if let Line { file: Some(file), changed: Some(Changed::Yes), .. } = &line {
        record.profiles.insert(file.clone());
    }
    if let Err(error) = record.write(&place.folder) {
        let message = format!("what was placed in {} cannot be recorded: {error}", place.folder.display());
        return output.errors(vec![fault(message, "look at who may write to that folder")]);
    }
    let errors = done.left.iter().map(|(name, why)| fault(format!("{name}: {why}"), LEFT)).chain(failed);
    let errors: Vec<_> = errors.collect();
    let exit = if errors.is_empty() { Exit::Clean } else { Exit::Unreadable };
    let mut said = Report::of_errors(errors);
    if done.placed.iter().any(|name| name.starts_with("pip")) && !record.shims.contains_key("python3") {
        said.notes.push(
            "`python -m pip` goes past these shims: --python places some for python as well".to_owned(),
        );
    }
    output.diagnostics(&said);
    finish(to_stdout(|out| show(place, &done, &line, output.format, out)), exit)
}

/// What to do about a shim that could not be placed.
const LEFT: &str = "move it away, or choose another folder with --dir";

fn place_all(place: &Place, args: InstallShimsArgs, record: &mut Record) -> Done {
    let on_path = |name: &String| args.all || names::reached(name, &place.own).real.is_some();
    let mut wanted: BTreeSet<String> = names::all(args.python).into_iter().filter(on_path).collect();
    // What an earlier Phantom placed is renewed.
    wanted.extend(record.shims.keys().cloned());
    let mut done = Done::default();
    for name in wanted {
        let path = place.path_of(&name);
        let placed = match place.state(record, &name) {
            State::Current => Ok(false),
            State::Foreign => Err("a file of this name is there, and it is not Phantom's".to_owned()),
            State::Absent | State::Outdated => {
                put(&place.own, &path).map(|()| true).map_err(|error| error.to_string())
            }
        };
        match placed.and_then(|new| Ok((new, Print::of(&path).map_err(|error| error.to_string())?))) {
            Ok((new, print)) => {
                record.shims.insert(name.clone(), print);
                if new { &mut done.placed } else { &mut done.kept }.push(name);
            }
            Err(why) => {
                record.shims.remove(&name);
                done.left.push((path.display().to_string(), why));
            }
        }
    }
    done
}

/// Puts the program in a shim's place at once, as a hard link where that is possible.
fn put(own: &Path, shim: &Path) -> io::Result<()> {
    let folder = shim.parent().unwrap_or_else(|| Path::new("."));
    let beside = tempfile::Builder::new().prefix(".phantom-").make_in(folder, |path| {
        // Another file system, or one without links.
        fs::hard_link(own, path).or_else(|_| fs::copy(own, path).map(drop)).inspect_err(|_| {
            // Half a copy is of no use; where there is none, nothing is lost.
            let _ = fs::remove_file(path);
        })
    })?;
    beside.into_temp_path().persist(shim)?;
    Ok(())
}

/// The line that the profile needs.
struct Line {
    /// The line.
    text: String,
    /// The profile, where the shell is one that is known.
    file: Option<PathBuf>,
    /// What became of it, where it was to be changed.
    changed: Option<Changed>,
}

fn add_line(place: &Place, add: bool) -> (Line, Option<InputError>) {
    let shell = Shell::of(&place.environment);
    let text = place.line();
    let file = shell.and_then(|shell| shell.profile(&place.environment));
    let mut line = Line { text, file, changed: None };
    if !add {
        return (line, None);
    }
    let Some(file) = &line.file else {
        let message = "SHELL names neither bash, zsh nor fish, so that no profile was changed".to_owned();
        return (line, Some(fault(message, "add the line to your shell's profile yourself")));
    };
    match profile::add(file, &line.text) {
        Ok(changed) => {
            line.changed = Some(changed);
            (line, None)
        }
        Err(error) => {
            let message = format!("{} cannot be changed: {error}", file.display());
            (line, Some(fault(message, "add the line yourself")))
        }
    }
}

fn show(place: &Place, done: &Done, line: &Line, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let file = line.file.as_ref().map(|file| file.to_string_lossy());
    if format != Format::Human {
        let left: Vec<_> = done.left.iter().map(|(path, why)| json!({ "path": path, "why": why })).collect();
        let document = json!({
            "schema_version": SCHEMA_VERSION,
            "folder": place.text,
            "placed": done.placed,
            "kept": done.kept,
            "left": left,
            "line": line.text,
            "profile": file,
            "profile_has_line": line.changed.is_some(),
            "is_first_on_path": place.is_first(),
        });
        return writeln!(out, "{document}");
    }
    let folder = escaped(&place.text);
    for (word, names) in [("placed", &done.placed), ("kept", &done.kept)] {
        if !names.is_empty() {
            writeln!(out, "{word:<7} {} in {folder}", names.join(", "))?;
        }
    }
    if done.placed.is_empty() && done.kept.is_empty() {
        writeln!(out, "no shim was placed in {folder}: none of the clients is on PATH (--all places them)")?;
        return Ok(());
    }
    match (line.changed, file) {
        (Some(Changed::Yes), Some(file)) => {
            writeln!(out, "added   to {}:", escaped(&file))?;
            writeln!(out, "  {}", escaped(&line.text))?;
            writeln!(out, "to do   open a new shell, then run `phantom shims status`")
        }
        (Some(_), Some(file)) => writeln!(out, "kept    the line in {}", escaped(&file)),
        _ if place.is_first() => writeln!(out, "the folder stands first on PATH"),
        (None, file) => {
            let file = file.map_or("your shell's profile".into(), |file| escaped(&file).into_owned());
            writeln!(out, "to do   add this line at the end of {file} (--profile does it):")?;
            writeln!(out, "  {}", escaped(&line.text))
        }
        (Some(_), None) => Ok(()),
    }
}
