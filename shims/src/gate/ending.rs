//! How a judged command ends, but for the client itself: stopped, or let go by the user's word; and the log of it.

use std::process::ExitCode;

use phantom_guard::report::{Exit, Report};

use super::{Gate, Scene, client, refusal};
use crate::bypass::{self, Bypass};
use crate::decisions::{Decision, Outcome};
use crate::session::Session;

/// What is known at the end.
pub(super) struct End<'a> {
    pub(super) report: &'a Report,
    /// By what it was judged; `None` where no setting was read.
    pub(super) session: Option<&'a Session>,
    /// Where the client was to run; `None` where that is not known.
    pub(super) scene: Option<&'a Scene>,
}

impl Gate<'_> {
    /// Ends a run that is to be stopped, unless the user's word lets it go on.
    pub(super) fn stop(&self, end: &End, exit: Exit, because: &str) -> ExitCode {
        match Bypass::of_process() {
            Bypass::For(reason) if exit != Exit::Interrupted => {
                self.log(end, Outcome::Bypassed, Some(&reason));
                refusal::bypassed(self.name, &reason, because, end.report, "is");
                // It counts for this command, and not for what the client starts in its turn.
                return client::hand_over(self.name, &self.real, self.args, Some(bypass::VARIABLE));
            }
            Bypass::NoReason => refusal::no_reason(),
            Bypass::Locked(place) => refusal::locked(&place),
            Bypass::For(_) | Bypass::No => {}
        }
        let outcome = if exit == Exit::Blocked { Outcome::Blocked } else { Outcome::NotChecked };
        self.log(end, outcome, None);
        refusal::last_line(self.name, because);
        ExitCode::from(exit.code())
    }

    /// Becomes the client, and logs so.
    pub(super) fn ran(&self, end: &End) -> ExitCode {
        self.log(end, Outcome::Ran, None);
        self.hand_over()
    }

    /// Writes the decision into the log. Where that fails, it is said only to those who want to know all, and
    /// of a bypass always.
    pub(super) fn log(&self, end: &End, outcome: Outcome, bypass: Option<&str>) {
        let decision = Decision {
            route: self.caller.route(),
            client: Some(&self.name.to_string_lossy()),
            folder: end.scene.map(|scene| scene.folder.as_path()),
            report: end.report,
            session: end.session,
            outcome,
            bypass,
        };
        if let Err(why) = decision.log()
            && (self.options.verbose || bypass.is_some())
        {
            refusal::say(&format!("note: {why}"));
        }
    }
}
