//! `phantom shims status`: what each client's name leads to.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::report::{Exit, SCHEMA_VERSION, escaped};
use serde_json::{Value, json};

use super::names::{self, Reached};
use super::{Place, Record, State};
use crate::args::Format;
use crate::output::{Output, finish, to_stdout};

/// How it stands with one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The shim is reached first.
    Covered,
    /// A shim is reached first, and it is another Phantom's.
    Outdated,
    /// Something else is reached before the shim.
    Before,
    /// There is no shim on PATH.
    NoShim,
    /// A shim is reached, and there is nothing behind it.
    NoClient,
}

impl Standing {
    /// The word for machines.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Outdated => "outdated",
            Self::Before => "not_first",
            Self::NoShim => "no_shim",
            Self::NoClient => "no_client",
        }
    }
}

/// One name, and how it stands with it.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) standing: Standing,
    pub(crate) reached: Reached,
}

impl Client {
    /// What is said of it: a word, and the rest.
    pub(crate) fn words(&self, place: &Place) -> (&'static str, String) {
        let shown = |path: Option<&Path>| path.map(|path| path.display().to_string()).unwrap_or_default();
        let (first, real) = (self.reached.first.as_deref(), self.reached.real.as_deref());
        let root = place.environment_root();
        let of_environment = root.is_some_and(|root| first.is_some_and(|first| first.starts_with(root)));
        match self.standing {
            Standing::Covered => ("covered", format!("the shim, then {}", shown(real))),
            Standing::Outdated => ("outdated", format!("an older Phantom's shim, then {}", shown(real))),
            Standing::Before if of_environment => {
                ("NOT covered", format!("{} of the activated environment is before the shim", shown(first)))
            }
            Standing::Before => ("NOT covered", format!("{} is before the shim", shown(first))),
            Standing::NoShim if first.is_none() => ("NOT covered", "the shim is not on PATH".to_owned()),
            Standing::NoShim => ("NOT covered", format!("{}; no shim is on PATH", shown(first))),
            Standing::NoClient => ("no client", "the shim, and nothing behind it".to_owned()),
        }
    }
}

/// Every client that is on PATH or has a shim in the folder.
pub(crate) fn clients(place: &Place, record: &Record) -> Vec<Client> {
    let mut names = names::all(false);
    names.extend(record.shims.keys().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
    let of = |name: String| {
        let reached = names::reached(&name, &place.own);
        let in_folder = place.state(record, &name);
        let is_old = || {
            let first = reached.first.as_deref();
            first.is_some_and(|first| !crate::own::is_same_program(&place.own, first))
        };
        let standing = match &reached {
            Reached { first: None, .. } if !matches!(in_folder, State::Current | State::Outdated) => {
                return None;
            }
            Reached { guarded: true, real: None, .. } => Standing::NoClient,
            Reached { guarded: true, .. } if is_old() => Standing::Outdated,
            Reached { guarded: true, .. } => Standing::Covered,
            Reached { has_shim: true, .. } => Standing::Before,
            _ => Standing::NoShim,
        };
        Some(Client { name, standing, reached })
    };
    names.into_iter().filter_map(of).collect()
}

/// Shows it.
pub(super) fn run(place: &Place, output: &Output) -> ExitCode {
    let record = Record::of(&place.folder);
    let clients = clients(place, &record);
    let written = to_stdout(|out| match output.format {
        Format::Human => human(place, &record, &clients, out),
        _ => writeln!(out, "{}", document(place, &record, &clients)),
    });
    finish(written, Exit::Clean)
}

fn document(place: &Place, record: &Record, clients: &[Client]) -> Value {
    let path =
        |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
    let client = |client: &Client| {
        json!({
            "client": client.name,
            "state": client.standing.as_str(),
            "first": path(&client.reached.first),
            "real": path(&client.reached.real),
        })
    };
    json!({
        "schema_version": SCHEMA_VERSION,
        "folder": place.text,
        "installed": Record::is_in(&place.folder),
        "version": record.version,
        "is_first_on_path": place.is_first(),
        "clients": clients.iter().map(client).collect::<Vec<_>>(),
    })
}

fn human(place: &Place, record: &Record, clients: &[Client], out: &mut dyn Write) -> io::Result<()> {
    let folder = escaped(&place.text);
    if Record::is_in(&place.folder) {
        writeln!(out, "shims in {folder}, placed by phantom {}", escaped(&record.version))?;
    } else {
        writeln!(out, "no shims in {folder}: `phantom shims install --profile` places them")?;
    }
    let width = clients.iter().map(|client| client.name.len()).max().unwrap_or_default();
    for client in clients {
        let (word, what) = client.words(place);
        writeln!(out, "{:<width$}  {word:<11}  {}", client.name, escaped(&what))?;
    }
    let has = |standing: Standing| clients.iter().any(|client| client.standing == standing);
    if has(Standing::Outdated) {
        writeln!(out, "outdated shims work as they did: `phantom shims install` renews them")?;
    }
    if has(Standing::Before) {
        writeln!(
            out,
            "what is activated or put on PATH later goes before the shims; this line puts them first again:"
        )?;
        writeln!(out, "  {}", escaped(&place.line()))?;
    }
    if has(Standing::NoShim)
        && Record::is_in(&place.folder)
        && !has(Standing::Covered)
        && !has(Standing::Before)
    {
        writeln!(out, "the folder is not on PATH: `phantom shims install` shows the line for the profile")?;
    }
    Ok(())
}
