//! Runs a client whose names so far may be installed: behind the relay, where its resolver may reach more.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use phantom_guard::command::Install;
use phantom_guard::finding::InputError;
use phantom_guard::policy::Action;
use phantom_guard::report::{Exit, Report};

use super::ending::End;
use super::judge::Judged;
use super::relay::{self, Route, Without};
use super::{Gate, Scene, child, client, refusal, show};
use crate::bypass::Bypass;
use crate::decisions::Outcome;

impl Gate<'_> {
    /// Runs the client, and ends as it does, unless a name on its way was refused.
    pub(super) fn run(&self, install: &Install, scene: &Scene, judged: Judged) -> ExitCode {
        let end = End { report: &judged.report, session: judged.session.as_ref(), scene: Some(scene) };
        match relay::start(self.args, install, scene, &judged) {
            Ok(route) => self.run_through(route, judged, scene),
            Err(Without::Need) => self.ran(&end),
            Err(Without::Coverage(note)) => {
                self.note(note);
                self.ran(&end)
            }
            Err(Without::Ended(status)) => child::as_it_ended(status),
            Err(Without::Loopback(error)) => self.run_without(install, &judged, scene, &error),
        }
    }

    fn run_through(&self, route: Route, judged: Judged, scene: &Scene) -> ExitCode {
        let Judged { mut report, session, .. } = judged;
        route.notes.iter().for_each(|note| self.note(note.clone()));
        let mut command = client::child(self.name, &self.real, &route.args, None);
        route.tell(&mut command);
        let running = Arc::clone(&route.running);
        let ended = child::run(command, &running);
        let found = route.end();
        report.append(found.clone());
        refusal::leave_report(&report, self.options);
        if let Ok(output) = self.output() {
            show(&found, &output);
        }
        let bypass = match Bypass::of_process() {
            Bypass::For(reason) if found.exit() != Exit::Clean => Some(reason),
            _ => None,
        };
        let outcome = match found.exit() {
            Exit::Clean => Outcome::Ran,
            _ if bypass.is_some() => Outcome::Bypassed,
            Exit::Blocked => Outcome::Blocked,
            _ => Outcome::NotChecked,
        };
        let end = End { report: &report, session: session.as_ref(), scene: Some(scene) };
        self.log(&end, outcome, bypass.as_deref());
        if let (Ok(status), Some(reason)) = (&ended, &bypass) {
            refusal::bypassed(self.name, reason, &refusal::because(&found), &found, "was");
            return child::as_it_ended(*status);
        }
        match (ended, found.exit()) {
            (Err(error), _) => client::not_started(&self.real.path, &error),
            (Ok(status), Exit::Clean) => child::as_it_ended(status),
            (Ok(status), _) => refusal::stopped(self.name, &found, status.success()),
        }
    }

    /// Where nobody can be reached on 127.0.0.1, a lockfile that stays in force says all names; else the setting
    /// for what cannot be checked decides, which holds an install.
    fn run_without(&self, install: &Install, judged: &Judged, scene: &Scene, error: &io::Error) -> ExitCode {
        let is_locked = judged.is_locked(install);
        let setting = judged.session.as_ref().and_then(|session| session.settings.on_unavailable.as_ref());
        let why = format!("no registry can be had on 127.0.0.1 ({error})");
        let alone = match setting {
            _ if is_locked => "the lockfile's names alone are checked",
            Some(setting) if setting.value != Action::Block => {
                "names that only the resolver reaches are not checked"
            }
            _ => {
                let message =
                    format!("{why}, so that names which only the resolver reaches cannot be checked");
                let hint =
                    "allow loopback, install from a lockfile, or set on-unavailable = \"warn\"".to_owned();
                let error = InputError { file: None, line: None, column: None, message, hint };
                return self.hold(vec![error], Exit::NotChecked, Some(scene));
            }
        };
        self.note(format!("{why}: {alone}"));
        self.ran(&End { report: &judged.report, session: judged.session.as_ref(), scene: Some(scene) })
    }

    /// Says something beside, on standard error.
    fn note(&self, note: String) {
        if let Ok(output) = self.output() {
            let mut report = Report::of_errors(Vec::new());
            report.notes.push(note);
            output.diagnostics(&report);
        }
    }
}
