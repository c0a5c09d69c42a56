//! `phantom config`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::policy::{Entry, Key};
use phantom_guard::report::{Exit, escaped};
use serde_json::{Value, json};

use crate::args::{Format, GlobalOptions};
use crate::output::{Output, finish, to_stdout};
use crate::session::Session;

/// Shows each setting, and the flag, variable or line that it comes from.
pub(crate) fn show(options: &GlobalOptions, output: &Output) -> ExitCode {
    let session = match Session::open(options, Path::new(".")) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let written = to_stdout(|out| match output.format {
        Format::Human => human(&session, out),
        _ => writeln!(out, "{}", document(&session)),
    });
    finish(written, Exit::Clean)
}

fn human(session: &Session, out: &mut impl Write) -> std::io::Result<()> {
    match &session.file {
        Some(file) => writeln!(out, "policy file: {}", escaped(file))?,
        None => writeln!(out, "policy file: none (no phantom.toml here or above)")?,
    }
    for key in Key::ALL {
        let name = name_of(key);
        match session.settings.shown(key) {
            Some((value, origin)) => {
                writeln!(out, "{name:<16}{:<28}  {}", escaped(&value), escaped(&origin.to_string()))?;
            }
            None if key == Key::OnUnavailable => {
                writeln!(out, "{name:<16}{:<28}  default", "warn; block for installs")?;
            }
            None => {}
        }
    }
    for name in session.lists.min_age_except.iter() {
        writeln!(out, "{:<16}{}", "min-age.except", escaped(name))?;
    }
    for (word, entries) in [("allow", &session.lists.allow), ("deny", &session.lists.deny)] {
        for entry in entries {
            writeln!(out, "{word:<16}{:<28}  {}", entry_text(entry), escaped(&entry.place))?;
        }
    }
    Ok(())
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
            let (value, origin) = session.settings.shown(key)?;
            Some(json!({ "key": name_of(key), "value": value, "origin": origin.to_string() }))
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
    json!({
        "schema_version": phantom_guard::report::SCHEMA_VERSION,
        "file": session.file,
        "settings": settings,
        "min_age_except": session.lists.min_age_except.iter().collect::<Vec<_>>(),
        "allow": entries(&session.lists.allow),
        "deny": entries(&session.lists.deny),
    })
}

fn name_of(key: Key) -> &'static str {
    match key {
        Key::FleetCache => "fleet-cache",
        _ => key.in_file().unwrap_or("index"),
    }
}
