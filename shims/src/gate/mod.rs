//! `phantom CLIENT ARGS…`: reads what the client would install, judges it, and becomes the client or
//! refuses.
//!
//! Standard output and the exit code belong to the client, unless Phantom stops the run: then the
//! code is one of docs/exit-codes.md, and standard error ends with a line `phantom: blocked …` or
//! `phantom: not checked …`. A command that cannot install becomes the client before any setting is
//! read. docs/gate.md says what is covered.

pub(crate) mod ask;
mod behind;
mod child;
mod client;
mod ending;
mod gather;
mod judge;
mod project;
mod refusal;
mod registries;
mod relay;
mod removal;
mod resolve;
mod scene;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::command::{Client, Install, Plan, parse};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::Reading;
use phantom_guard::policy::Action;
use phantom_guard::report::{self, Exit, Report, Style, Verbosity};

use crate::args::GlobalOptions;
use crate::bypass::Bypass;
use crate::output::Output;
use crate::session::Session;
use crate::sources;
use client::RealClient;
use ending::End;
pub(crate) use judge::{Foreseen, foresee};
pub(crate) use project::{cargo_members, cargo_root};
pub(crate) use relay::is_for as is_relayed;
use scene::Scene;

/// Whether this word stands for a client: one that is guarded, or one that is known and not covered.
pub fn is_client(word: &OsStr) -> bool {
    word.to_str().is_some_and(|word| Client::from_name(word).is_some() || Client::is_not_covered(word))
}

/// The client whose shim a program is, by the name that it was called by.
pub fn client_of(program: &OsStr) -> Option<&str> {
    let name = Path::new(program).file_name()?.to_str()?;
    let name = name.strip_suffix(std::env::consts::EXE_SUFFIX).unwrap_or(name);
    is_client(OsStr::new(name)).then_some(name)
}

/// Runs `client` with `args`, or stops it. Where it runs, this process becomes it.
pub fn run(client: &str, args: &[OsString], options: &GlobalOptions) -> ExitCode {
    run_as(Caller::Phantom, client, args, options)
}

/// The same for a shim that was called by the client's name. Options come from the environment.
pub fn run_shim(client: &str, args: &[OsString]) -> ExitCode {
    run_as(Caller::Shim, client, args, &GlobalOptions::default())
}

/// The same for `cargo phantom ARGS…`, which names itself so in what it says.
pub fn run_cargo(args: &[OsString], options: &GlobalOptions) -> ExitCode {
    run_as(Caller::CargoPhantom, "cargo", args, options)
}

/// How the user called Phantom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// `phantom CLIENT ARGS…`.
    Phantom,
    /// A shim of the client's name.
    Shim,
    /// `cargo phantom ARGS…`.
    CargoPhantom,
}

impl Caller {
    /// The word for it in the log of decisions.
    const fn route(self) -> &'static str {
        match self {
            Self::Phantom => "wrapped",
            Self::Shim => "shim",
            Self::CargoPhantom => "cargo-phantom",
        }
    }
}

fn run_as(caller: Caller, client: &str, args: &[OsString], options: &GlobalOptions) -> ExitCode {
    let name = OsStr::new(client);
    if let Err(error) = refusal::fitting(options) {
        return not_started(name, &error);
    }
    let Some(kind) = Client::from_name(client) else {
        let error = judge::not_covered(client);
        refusal::leave_report(&Report::of_errors(vec![error.clone()]), options);
        return not_started(name, &error);
    };
    let real = match client::find(name) {
        Ok(real) => real,
        Err(why) => {
            refusal::no_client(name, &why);
            leave_error(format!("no `{client}` on PATH can be run"), options);
            return ExitCode::from(Exit::Unreadable.code());
        }
    };
    let scene = Scene::of_process(Some(real.path.clone()));
    let gate = Gate { caller, name, args, real, options };
    let scene = match scene {
        Ok(scene) => scene,
        // What installs nothing goes on all the same.
        Err(_) if matches!(parse(kind, args), Plan::PassThrough) => return gate.hand_over(),
        Err(error) => return gate.hold(vec![no_folder(&error)], Exit::Unreadable, None),
    };
    match judge::plan(kind, args, &scene) {
        Plan::PassThrough => gate.hand_over(),
        Plan::NotUnderstood { why, certain } => {
            gate.block_or_hold(judge::not_understood(why), certain.map(|install| *install), &scene)
        }
        Plan::Install(install) => gate.decide(&install, &scene),
    }
}

/// How many packages may be built to find out what they depend on.
const MOST_BUILT: usize = 64;

/// A command that is about to be judged.
struct Gate<'a> {
    caller: Caller,
    name: &'a OsStr,
    args: &'a [OsString],
    real: RealClient,
    options: &'a GlobalOptions,
}

impl Gate<'_> {
    fn decide(&self, install: &Install, scene: &Scene) -> ExitCode {
        // Whoever bypasses has answered.
        let can_ask = ask::can_ask() && !matches!(Bypass::of_process(), Bypass::For(_));
        let mut judged = match judge::judge(install, scene, self.options, can_ask, false) {
            Ok(judged) => judged,
            Err(stopped) => return self.hold(stopped.errors, stopped.exit, Some(scene)),
        };
        // Nothing is to be said of most commands without a name.
        if (judged.session.is_some() || !judged.report.notes.is_empty())
            && let Err(code) = self.tell(&judged.report)
        {
            return code;
        }
        refusal::leave_report(&judged.report, self.options);
        let mut asks = false;
        if let Some(session) = judged.session.as_ref().filter(|_| judged.report.exit() == Exit::Clean) {
            // Where the settings say what happens to such names, there is nothing to ask.
            asks = can_ask && session.settings.on_unavailable.is_none();
            let reached = self.reach(install, &judged.known, session, scene, can_ask, &mut judged.report);
            if let Err(code) = reached {
                return code;
            }
        }
        let end = End { report: &judged.report, session: judged.session.as_ref(), scene: Some(scene) };
        match self.stopped(&end, asks) {
            Some(code) => code,
            None if judged.session.is_some() => self.run(install, scene, judged),
            None => self.ran(&end),
        }
    }

    /// Judges what the client would reach beyond what is known, as long as all of it passes. An error is how
    /// the run ends where that cannot be found out.
    fn reach(
        &self,
        install: &Install,
        known: &Reading,
        session: &Session,
        scene: &Scene,
        can_ask: bool,
        report: &mut Report,
    ) -> Result<(), ExitCode> {
        let mut builds = Vec::new();
        // Each round comes to know one more package that has to be built; there is an end to them.
        for _ in 0..MOST_BUILT {
            let reached =
                resolve::reached(install, self.args, known, scene, &builds).map_err(|stop| match stop {
                    resolve::Stop::Fault(error) => self.hold(vec![error], Exit::NotChecked, Some(scene)),
                    resolve::Stop::Ended(status) => child::as_it_ended(status),
                })?;
            if !reached.is_nothing() {
                let more = judge::judge_reached(reached.reading, session, install, scene, can_ask);
                let mut more = more.map_err(|errors| self.hold(errors, Exit::Unreadable, Some(scene)))?;
                more.notes.splice(0..0, reached.notes);
                more.chains = reached.written.iter().flat_map(|file| file.chains(&more.findings)).collect();
                // What is true of the settings was said.
                more.notes.retain(|note| !report.notes.contains(note));
                self.tell(&more)?;
                report.append(more);
                refusal::leave_report(report, self.options);
            }
            if report.exit() != Exit::Clean {
                return Ok(());
            }
            match (reached.builds, reached.settled) {
                (Some(name), _) => builds.push(name),
                (None, settled) => {
                    settled.iter().for_each(resolve::Settled::keep);
                    return Ok(());
                }
            }
        }
        let error = judge::not_understood(format!(
            "more than {MOST_BUILT} packages have to be built before it is known what they depend on"
        ));
        Err(self.hold(vec![error], Exit::NotChecked, Some(scene)))
    }

    /// How the run ends where it is not to go on.
    fn stopped(&self, end: &End, asks: bool) -> Option<ExitCode> {
        let asks = asks && end.report.findings.iter().any(ask::is_open);
        match end.report.exit() {
            Exit::Clean if asks && !ask::goes_on(end.report) => {
                let names = refusal::names(end.report, ask::is_open);
                Some(self.stop(end, Exit::NotChecked, &format!("not checked {names}")))
            }
            Exit::Clean => None,
            exit => Some(self.stop(end, exit, &refusal::because(end.report))),
        }
    }

    /// Tells what was found; an error is how the run ends where nobody can be told.
    fn tell(&self, report: &Report) -> Result<(), ExitCode> {
        match self.output() {
            Ok(output) => {
                show(report, &output);
                Ok(())
            }
            Err(code) => {
                leave_error("how to report is not understood".to_owned(), self.options);
                refusal::last_line(self.name, "not checked");
                Err(code)
            }
        }
    }

    fn hand_over(&self) -> ExitCode {
        client::hand_over(self.name, &self.real, self.args, None)
    }

    /// Stops a run whose arguments are not understood: as blocked where a name that is certain is bad
    /// enough by itself, since that goes before what could not be checked. Nobody is asked.
    fn block_or_hold(&self, error: InputError, certain: Option<Install>, scene: &Scene) -> ExitCode {
        if let Some(report) = judge::judge_certain(certain, scene, self.options, &error)
            && report.exit() == Exit::Blocked
            && let Ok(output) = self.output()
        {
            refusal::leave_report(&report, self.options);
            show(&report, &output);
            let end = End { report: &report, session: None, scene: Some(scene) };
            return self.stop(&end, Exit::Blocked, &refusal::because(&report));
        }
        self.hold(vec![error], Exit::NotChecked, Some(scene))
    }

    /// Stops a run before anything was judged.
    fn hold(&self, errors: Vec<InputError>, exit: Exit, scene: Option<&Scene>) -> ExitCode {
        let report = Report::of_errors(errors);
        if let Ok(output) = self.output() {
            output.diagnostics(&report);
        }
        refusal::leave_report(&report, self.options);
        self.stop(&End { report: &report, session: None, scene }, exit, "not checked")
    }

    /// How to report, with the command line as the user wrote it.
    fn output(&self) -> Result<Output, ExitCode> {
        match self.caller {
            Caller::CargoPhantom => Ok(Output::new(self.options, "cargo phantom", self.args)?.with_options()),
            Caller::Phantom | Caller::Shim => {
                let words = std::iter::once(self.name.to_owned()).chain(self.args.iter().cloned());
                Ok(Output::new(self.options, "phantom", &words.collect::<Vec<_>>())?.with_options())
            }
        }
    }
}

/// Ends a run that cannot begin, and says why.
fn not_started(name: &OsStr, error: &InputError) -> ExitCode {
    let report = Report::of_errors(vec![error.clone()]);
    // Where standard error is closed, nobody can be told.
    let _ = report::diagnostics(&report, &Style::default(), &mut io::stderr().lock());
    refusal::last_line(name, "not checked");
    ExitCode::from(Exit::Unreadable.code())
}

/// Leaves a report of a run that ended before anything was read, so that no earlier one is taken for it.
fn leave_error(message: String, options: &GlobalOptions) {
    let error = InputError { file: None, line: None, column: None, message, hint: String::new() };
    refusal::leave_report(&Report::of_errors(vec![error]), options);
}

fn no_folder(error: &io::Error) -> InputError {
    InputError {
        file: None,
        line: None,
        column: None,
        message: format!("the working folder cannot be read: {error}"),
        hint: "change to a folder that exists".to_owned(),
    }
}

/// Tells of findings and errors; an install without any goes on in silence.
fn show(report: &Report, output: &Output) {
    output.diagnostics(report);
    let tells = report.findings.iter().any(|finding| finding.decision.action > Action::Allow);
    if tells || output.stderr.verbosity == Verbosity::Verbose {
        // Where standard error is closed, nobody can be told.
        let sources = sources::of(report, &output.stderr);
        let _ = report::human(report, &sources, &output.stderr, &mut io::stderr().lock());
    }
}
