//! The log of decisions: one JSON line for each command that could install.
//!
//! It holds names and verdicts, and no argument as it was written: those may be secrets. Whether it can be
//! written changes nothing else. docs/log.md describes the lines.

mod append;
mod read;

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use phantom_guard::cache::state_folder;
use phantom_guard::detector::SignalCode;
use phantom_guard::finding::Finding;
use phantom_guard::policy::Action;
use phantom_guard::registry::locate::Environment;
use phantom_guard::report::{Report, SCHEMA_VERSION};
use serde_json::{Value, json};

use crate::session::Session;

pub(crate) use read::run;

/// The variable that names another file, or is `off`.
const VARIABLE: &str = "PHANTOM_LOG";
const FILE: &str = "decisions.jsonl";

/// How many names a line holds.
const MOST_NAMES: usize = 100;

/// What came of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The client was run.
    Ran,
    /// A hook had nothing against it: whether it ran is not known.
    Passed,
    /// A name was blocked.
    Blocked,
    /// Something could not be checked or read.
    NotChecked,
    /// An agent tried what is the user's alone: to switch Phantom off, or to let a name through.
    Refused,
    /// It was to be stopped, and the user's word let it go on.
    Bypassed,
}

impl Outcome {
    /// The word in the log.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Ran => "ran",
            Self::Passed => "passed",
            Self::Blocked => "blocked",
            Self::NotChecked => "not-checked",
            Self::Refused => "refused",
            Self::Bypassed => "bypassed",
        }
    }
}

/// One decision.
#[derive(Debug)]
pub(crate) struct Decision<'a> {
    /// The way on which the command reached Phantom: `wrapped`, `shim`, `cargo-phantom`, `hook:claude-code`,
    /// `git`.
    pub(crate) route: &'a str,
    /// The client's name, as it was called; of a change the file's. `None` where it could not be told.
    pub(crate) client: Option<&'a str>,
    /// Where it was to run.
    pub(crate) folder: Option<&'a Path>,
    /// What was judged.
    pub(crate) report: &'a Report,
    /// By what it was judged; `None` where no setting was read.
    pub(crate) session: Option<&'a Session>,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// The reason for which it went on all the same.
    pub(crate) bypass: Option<&'a str>,
}

impl Decision<'_> {
    /// Writes it into the log.
    ///
    /// # Errors
    /// Where it cannot be written, in words. Nobody is kept from anything by that.
    pub(crate) fn log(&self) -> Result<(), String> {
        // A bypass is logged wherever the user wants the rest.
        let Some(file) = file(self.bypass.is_some()) else { return Ok(()) };
        let line = format!("{}\n", self.document(Timestamp::now()));
        append::append(&file, line.as_bytes())
            .map_err(|error| format!("the log {} cannot be written: {error}", file.display()))
    }

    fn document(&self, now: Timestamp) -> Value {
        let told: Vec<&Finding> = self.report.findings.iter().filter(|finding| is_told(finding)).collect();
        let files = self.report.errors.iter().filter_map(|error| error.file.as_deref());
        let mut document = json!({
            "schema_version": SCHEMA_VERSION,
            "time": format!("{now:.3}"),
            "route": self.route,
            "client": self.client,
            "folder": self.folder.map(Path::to_string_lossy),
            "outcome": self.outcome.as_str(),
            "checked": self.report.summary().checked,
            "names": told.iter().take(MOST_NAMES).map(|finding| name(finding)).collect::<Vec<_>>(),
            "policy": self.session.map(|session| json!({
                "file": session.file,
                "block_at": session.settings.block_at.value,
            })),
        });
        let mut add = |key: &str, value: Value| {
            if let Some(object) = document.as_object_mut() {
                object.insert(key.to_owned(), value);
            }
        };
        if told.len() > MOST_NAMES {
            add("more_names", json!(told.len() - MOST_NAMES));
        }
        if !self.report.errors.is_empty() {
            add("errors", json!(self.report.errors.len()));
            add("unread_files", files.take(MOST_NAMES).collect::<Vec<_>>().into());
        }
        if let Some(reason) = self.bypass {
            add("bypass", json!(reason));
        }
        document
    }
}

/// Whether a name is worth a place: it was not plainly let through.
fn is_told(finding: &Finding) -> bool {
    let allowed = || finding.assessment.signals.iter().any(|signal| signal.code == SignalCode::AllowListed);
    finding.decision.action > Action::Allow || allowed()
}

fn name(finding: &Finding) -> Value {
    json!({
        "ecosystem": finding.dependency.name.ecosystem().as_str(),
        "name": finding.dependency.name.spelling().chars().take(220).collect::<String>(),
        "verdict": finding.assessment.verdict.as_str(),
        "decision": finding.decision.action.as_str(),
        "score": (finding.assessment.score * 1000.0).round() / 1000.0,
    })
}

/// The log; `None` where it is off, unless it has to be written, or where no folder is known.
fn file(always: bool) -> Option<PathBuf> {
    let own = || Some(state_folder(&Environment::of_process())?.join(FILE));
    match std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        Some(value) if value == "off" => own().filter(|_| always),
        Some(path) => std::path::absolute(path).ok(),
        None => own(),
    }
}

/// The error of a log that cannot be read.
fn unreadable(file: &Path, error: &io::Error) -> phantom_guard::finding::InputError {
    crate::check::fault(format!("{} cannot be read: {error}", file.display()), "look at who may read it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_without_names_is_one_line() {
        let report = Report::of_errors(Vec::new());
        let decision = Decision {
            route: "shim",
            client: Some("pip"),
            folder: Some(Path::new("/work\nplace")),
            report: &report,
            session: None,
            outcome: Outcome::Bypassed,
            bypass: Some("our own\nfork"),
        };
        let text = decision.document("2026-11-25T10:00:00Z".parse().unwrap()).to_string();
        assert!(!text.contains('\n'), "{text}");
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["time"], "2026-11-25T10:00:00.000Z");
        assert_eq!(document["bypass"], "our own\nfork");
        assert_eq!(document["checked"], 0);
    }
}
