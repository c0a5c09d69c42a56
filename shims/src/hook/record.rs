//! What the log says of a request: one line for each that could install, denied or not.

use std::path::PathBuf;

use phantom_guard::report::{Exit, Report};

use super::Agent;
use crate::decisions::{Decision, Outcome};
use crate::gate::Foreseen;
use crate::session::Session;

/// What became of a request.
#[derive(Default)]
pub(super) struct Judged {
    /// Why it is stopped; `None` where nothing speaks against it.
    pub(super) reason: Option<String>,
    /// Where it would run, where that is known.
    pub(super) folder: Option<PathBuf>,
    pub(super) seen: Seen,
}

/// What was seen in a request while it was judged.
#[derive(Default)]
pub(super) struct Seen {
    /// The clients that it calls, and the files that it changes.
    clients: Vec<String>,
    /// What was judged, all in one.
    report: Option<Report>,
    /// By what it was judged first; `None` where no setting was read.
    session: Option<Session>,
    /// Whether it tried what is the user's alone.
    pub(super) is_refused: bool,
}

impl Seen {
    /// Notes a client, or a file that is changed.
    pub(super) fn client(&mut self, name: &str) {
        if !self.clients.iter().any(|known| known == name) {
            self.clients.push(name.to_owned());
        }
    }

    /// Takes in what was judged.
    pub(super) fn take(&mut self, foreseen: Foreseen) {
        match &mut self.report {
            Some(report) => report.append(foreseen.report),
            None => self.report = Some(foreseen.report),
        }
        self.session = self.session.take().or(foreseen.session);
    }
}

impl Judged {
    /// A request that is stopped before any of it was judged.
    pub(super) fn unread(reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::default() }
    }

    /// Writes the decision into the log, where there was one. Nobody can be told where that fails: standard
    /// output is the agent's, and standard error is shown to nobody.
    pub(super) fn log(&self, agent: Agent) {
        let Seen { clients, report, session, is_refused } = &self.seen;
        if self.reason.is_none() && clients.is_empty() {
            return;
        }
        let none = Report::of_errors(Vec::new());
        let report = report.as_ref().unwrap_or(&none);
        let outcome = match &self.reason {
            None => Outcome::Passed,
            Some(_) if report.exit() == Exit::Blocked => Outcome::Blocked,
            Some(_) if *is_refused => Outcome::Refused,
            Some(_) => Outcome::NotChecked,
        };
        let clients = clients.join(", ");
        let decision = Decision {
            route: &format!("hook:{}", agent.word()),
            client: Some(clients.as_str()).filter(|clients| !clients.is_empty()),
            folder: self.folder.as_deref(),
            report,
            session: session.as_ref(),
            outcome,
            bypass: None,
        };
        let _ = decision.log();
    }
}
