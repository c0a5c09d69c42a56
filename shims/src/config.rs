//! `phantom config`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::policy::{Entry, Key, Layer, Level, Origin, SCHEMA};
use phantom_guard::report::{Exit, Verbosity, escaped};
use serde_json::{Value, json};

use crate::args::{Format, GlobalOptions};
use crate::output::{Output, finish, to_stdout};
use crate::session::Session;

/// Writes the JSON schema of phantom.toml.
pub(crate) fn schema() -> ExitCode {
    finish(to_stdout(|out| out.write_all(SCHEMA.as_bytes())), Exit::Clean)
}

/// Shows each setting, and the flag, variable or line that it comes from.
pub(crate) fn show(options: &GlobalOptions, output: &Output) -> ExitCode {
    let session = match Session::open(options, Path::new(".")) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let written = to_stdout(|out| match output.format {
        Format::Json | Format::Jsonl => writeln!(out, "{}", document(&session)),
        _ => human(&session, output.stdout.verbosity == Verbosity::Verbose, out),
    });
    for note in &session.resolved.notes {
        // Where standard error is closed, nobody can be told.
        let _ = writeln!(std::io::stderr(), "note: {}", escaped(note));
    }
    finish(written, Exit::Clean)
}

fn human(session: &Session, verbose: bool, out: &mut impl Write) -> std::io::Result<()> {
    match &session.file {
        Some(file) => writeln!(out, "policy file: {}", escaped(file))?,
        None => writeln!(out, "policy file: none (no phantom.toml here or above)")?,
    }
    for (level, file) in files(session).filter(|(level, _)| *level != Level::Project) {
        let whose = format!("{}'s file:", level.as_str());
        writeln!(out, "{whose:<16}{}", escaped(file))?;
    }
    for key in Key::ALL {
        let name = name_of(key);
        let locked = locked(session, key).map(|(_, place)| format!("  locked by {}", escaped(place)));
        let locked = locked.unwrap_or_default();
        match session.settings.shown(key) {
            Some((value, origin)) => {
                let (value, origin) = (escaped(&value), origin.to_string());
                writeln!(out, "{name:<16}{value:<28}  {}{locked}", escaped(&origin))?;
            }
            None if key == Key::OnUnavailable => {
                writeln!(out, "{name:<16}{USUAL:<28}  default{locked}")?;
            }
            None => {}
        }
        for (value, origin) in overrode(session, key).into_iter().filter(|_| verbose) {
            writeln!(out, "{:<16}{:<28}  {}", "  instead of", escaped(&value), escaped(&origin))?;
        }
    }
    for (name, of) in NAMES {
        for file in &session.resolved.files {
            for text in of(file) {
                writeln!(out, "{name:<16}{:<28}  {}", escaped(&text), escaped(&file.shown))?;
            }
        }
    }
    let lists = &session.resolved.lists;
    for (word, entries) in [("allow", &lists.allow), ("deny", &lists.deny)] {
        for entry in entries {
            writeln!(out, "{word:<16}{:<28}  {}", entry_text(entry), escaped(&entry.place))?;
        }
    }
    for name in &session.resolved.allowed {
        writeln!(out, "{:<16}{:<28}  --allow", "allow", escaped(name))?;
    }
    let places = ["allow", "deny", "private", "bypass"];
    for (name, (_, place)) in places.iter().filter_map(|name| Some((name, session.resolved.lock(name)?))) {
        writeln!(out, "{:<16}{name:<28}  {}", "lock", escaped(place))?;
    }
    Ok(())
}

/// `on-unavailable` where nobody said it.
const USUAL: &str = "warn; block for installs";

type Names = fn(&phantom_guard::policy::PolicyFile) -> Vec<String>;

/// The lists of names without a line of their own.
const NAMES: [(&str, Names); 2] = [
    ("min-age.except", |file| file.min_age_except.iter().map(str::to_owned).collect()),
    ("private", |file| file.private.iter().map(str::to_owned).collect()),
];

/// The files that were read, the nearest first.
fn files(session: &Session) -> impl Iterator<Item = (Level, &str)> {
    let levels = Level::ALL.into_iter().zip(&session.resolved.files);
    levels.map(|(level, file)| (level, &*file.shown)).filter(|(_, shown)| !shown.is_empty())
}

fn locked(session: &Session, key: Key) -> Option<(Level, &str)> {
    let name = key.in_file().unwrap_or("index");
    session.resolved.lock(name.split('.').next().unwrap_or(name)).filter(|_| key != Key::FleetCache)
}

/// What other sources say of a setting, and what would hold without them.
fn overrode(session: &Session, key: Key) -> Vec<(String, String)> {
    let given = |layer: &Layer| layer.shown(key).map(|(value, origin)| (value, origin.to_string()));
    session.resolved.layers.iter().filter_map(given).skip(1).collect()
}

fn entry_text(entry: &Entry) -> String {
    let mut text = escaped(entry.rule.as_str()).into_owned();
    if let Some(version) = &entry.version {
        text.push_str(&format!(" {}", escaped(version)));
    }
    if let Some(until) = entry.until {
        text.push_str(&format!(" until {until}"));
    }
    text
}

fn document(session: &Session) -> Value {
    let settings: Vec<Value> = Key::ALL
        .into_iter()
        .filter_map(|key| {
            let shown = session.settings.shown(key);
            let usual = || (key == Key::OnUnavailable).then(|| (USUAL.to_owned(), Origin::Default));
            let (value, origin) = shown.or_else(usual)?;
            let others = overrode(session, key);
            let others: Vec<_> =
                others.iter().map(|(value, origin)| json!({ "value": value, "origin": origin })).collect();
            Some(json!({
                "key": name_of(key),
                "value": value,
                "origin": origin.to_string(),
                "overrode": others,
                "locked": locked(session, key).map(|(_, place)| place),
            }))
        })
        .collect();
    let entries = |entries: &[Entry]| -> Vec<Value> {
        let entry = |entry: &Entry| {
            json!({
                "name": entry.rule.as_str(),
                "version": entry.version,
                "reason": entry.reason,
                "until": entry.until.map(|until| until.to_string()),
                "origin": entry.place.as_ref(),
            })
        };
        entries.iter().map(entry).collect()
    };
    let resolved = &session.resolved;
    let names = |of: Names| resolved.files.iter().flat_map(of).collect::<Vec<_>>();
    let locks = Level::ALL.into_iter().zip(&resolved.files).flat_map(|(level, file)| {
        let lock = move |(key, place)| json!({ "key": key, "level": level.as_str(), "origin": place });
        file.lock.entries().map(lock)
    });
    let read = |(level, path): (Level, &str)| json!({ "level": level.as_str(), "path": path });
    let [(_, except), (_, private)] = NAMES;
    json!({
        "schema_version": phantom_guard::report::SCHEMA_VERSION,
        "file": session.file,
        "files": files(session).map(read).collect::<Vec<_>>(),
        "settings": settings,
        "min_age_except": names(except),
        "private": names(private),
        "allow": entries(&resolved.lists.allow),
        "deny": entries(&resolved.lists.deny),
        "allowed_for_this_run": resolved.allowed,
        "locks": locks.collect::<Vec<_>>(),
        "notes": resolved.notes,
    })
}

fn name_of(key: Key) -> &'static str {
    match key {
        Key::FleetCache => "fleet-cache",
        _ => key.in_file().unwrap_or("index"),
    }
}
