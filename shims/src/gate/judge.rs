//! What is said of a command before anything runs. Nothing here writes to a terminal, and no client is run
//! for its sake.

use std::ffi::OsString;
use std::path::PathBuf;

use phantom_guard::command::{Client, Install, Plan, Resolution, parse};
use phantom_guard::finding::InputError;
use phantom_guard::guard;
use phantom_guard::manifest::{IndexKind, Reading};
use phantom_guard::policy::Context;
use phantom_guard::registry::Roots;
use phantom_guard::registry::locate::{Environment, Request};
use phantom_guard::report::{Exit, Report};

use super::{Scene, gather, registries};
use crate::args::GlobalOptions;
use crate::progress::OnInterrupt;
use crate::session::Session;

/// A judged command. It holds addresses with their secrets, and so cannot be printed.
pub(super) struct Judged {
    /// Every name that is known before the client runs.
    pub(super) report: Report,
    /// By what it was judged, as what the client reaches later is; `None` where no name was found, so that
    /// no setting was read.
    pub(super) session: Option<Session>,
    /// What was read, where more may be resolved.
    pub(super) known: Reading,
    /// What decides where the client installs from.
    pub(super) request: Request,
    /// What requirements files say of that.
    pub(super) in_files: InFiles,
}

impl Judged {
    /// Whether a lockfile that stays in force says every name.
    pub(super) fn is_locked(&self, install: &Install) -> bool {
        install.dependencies.is_empty()
            && !install.renews
            && self.report.findings.iter().any(|finding| finding.dependency.locked)
    }
}

/// The indexes that requirements files name, which go before every other setting.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct InFiles {
    /// Whether one takes the default's place, or there is to be none.
    pub(super) primary: bool,
    /// How many come on top.
    pub(super) extra: usize,
    /// Whether one names folders or pages of archives.
    pub(super) find_links: bool,
}

impl InFiles {
    fn of(reading: &Reading) -> Self {
        let count = |kinds: &[IndexKind]| reading.indexes.iter().filter(|i| kinds.contains(&i.kind)).count();
        let primary = count(&[IndexKind::Primary, IndexKind::NoIndex]) > 0;
        Self { primary, extra: count(&[IndexKind::Extra]), find_links: count(&[IndexKind::FindLinks]) > 0 }
    }
}

/// Reads a client's arguments, with cargo's aliases replaced by what they stand for.
pub(super) fn plan(client: Client, args: &[OsString], scene: &Scene) -> Plan {
    match client {
        Client::Cargo => parse(client, &gather::expand_alias(args, scene)),
        Client::Uv => parse(client, &[uv_variables(scene).as_slice(), args].concat()),
        Client::Pipenv if scene.environment.get(PIPFILE).is_some() => match parse(client, args) {
            Plan::Install(_) => Plan::NotUnderstood {
                why: format!(
                    "{PIPFILE} names another project, and is not followed: run pipenv in that project's folder"
                ),
                certain: None,
            },
            plan => plan,
        },
        _ => parse(client, args),
    }
}

/// pipenv's variable for the project.
const PIPFILE: &str = "PIPENV_PIPFILE";

/// The options that uv's variables stand for, where they choose the project. An option of the command line
/// stands behind them, and counts.
fn uv_variables(scene: &Scene) -> Vec<OsString> {
    let chosen = [("UV_WORKING_DIR", "--directory"), ("UV_PROJECT", "--project")];
    let chosen = chosen.iter().filter_map(|(name, option)| Some([*option, scene.environment.get(name)?]));
    chosen.flatten().map(OsString::from).collect()
}

/// Why nothing was judged.
pub(super) struct Stopped {
    pub(super) errors: Vec<InputError>,
    /// How the run ends.
    pub(super) exit: Exit,
}

impl Stopped {
    const fn unreadable(errors: Vec<InputError>) -> Self {
        Self { errors, exit: Exit::Unreadable }
    }
}

/// Judges what a command would install.
///
/// # Errors
/// Settings that cannot be read, since nothing is judged by half of them; and another registry than the locked one.
pub(super) fn judge(
    install: &Install,
    scene: &Scene,
    options: &GlobalOptions,
    can_ask: bool,
    is_foreseen: bool,
) -> Result<Judged, Stopped> {
    let (mut reading, mut notes) = gather::gather(install, scene);
    let request = registries::request(install, &reading, scene);
    let in_files = InFiles::of(&reading);
    if reading.dependencies.is_empty() && reading.errors.is_empty() {
        let mut report = Report::of_errors(Vec::new());
        report.notes = notes;
        return Ok(Judged { report, session: None, known: Reading::default(), request, in_files });
    }
    let session = Session::open(options, &scene.folder).map_err(Stopped::unreadable)?;
    if let Some(error) = registries::held(&session, install, &reading, scene) {
        return Err(Stopped { errors: vec![error], exit: Exit::NotChecked });
    }
    let (roots, more) = registries::roots(&session, install, &mut reading, scene);
    notes.extend(more);
    let keeps = registries::keeps_lockfile(install, &reading, scene);
    let guard = session
        .guard(Context::Install { can_ask }, roots)
        .map_err(|error| Stopped::unreadable(vec![error]))?;
    // Who only foresees it owns no terminal.
    let line = session.line(OnInterrupt::Ends).filter(|_| !is_foreseen);
    let guard = guard.observed(line);
    let known = if install.resolution == Resolution::None { Reading::default() } else { reading.clone() };
    let mut report = guard.renewing(install.renews || !keeps).judge(reading.dependencies, reading.errors);
    report.notes.splice(0..0, notes);
    report.chains = guard::chains_in(&report.findings, &reading.files);
    Ok(Judged { report, session: Some(session), known, request, in_files })
}

/// Judges what the client would reach beyond what stands in files.
///
/// # Errors
/// Settings that cannot be used.
pub(super) fn judge_reached(
    mut reading: Reading,
    session: &Session,
    install: &Install,
    scene: &Scene,
    can_ask: bool,
) -> Result<Report, Vec<InputError>> {
    let (roots, notes) = registries::roots(session, install, &mut reading, scene);
    let guard = session.guard(Context::Install { can_ask }, roots).map_err(|error| vec![error])?;
    let guard = guard.observed(session.line(OnInterrupt::Ends));
    let mut report = guard.judge(reading.dependencies, reading.errors);
    report.notes.splice(0..0, notes);
    Ok(report)
}

/// Judges the names of a command that is not understood, which are installed however the rest is meant.
/// `None` where there are none, or where the settings cannot be read.
pub(super) fn judge_certain(
    install: Option<Install>,
    scene: &Scene,
    options: &GlobalOptions,
    error: &InputError,
) -> Option<Report> {
    let names = install.map(|install| install.dependencies).filter(|names| !names.is_empty())?;
    let session = Session::open(options, &scene.folder).ok()?;
    let guard = session.guard(Context::Install { can_ask: false }, Roots::default()).ok()?;
    Some(guard.judge(names, vec![error.clone()]))
}

/// What the gate would say of a command.
pub(crate) struct Foreseen {
    /// A report that does not exit clean means that the gate would stop it.
    pub(crate) report: Report,
    /// By what it was judged; `None` where no setting was read.
    pub(crate) session: Option<Session>,
}

/// What the gate would say of a command, for those who ask before it is run: `None` where it cannot
/// install. Nobody is asked.
pub(crate) fn foresee(
    client: &str,
    args: &[OsString],
    folder: PathBuf,
    environment: Environment,
    options: &GlobalOptions,
) -> Option<Foreseen> {
    let alone = |report: Report| Some(Foreseen { report, session: None });
    let Some(kind) = Client::from_name(client) else {
        let error = Client::is_not_covered(client).then(|| not_covered(client))?;
        return alone(Report::of_errors(vec![error]));
    };
    let program = super::client::find(client.as_ref()).ok().map(|real| real.path);
    let scene = Scene { folder, environment, client: program };
    match plan(kind, args, &scene) {
        Plan::PassThrough => None,
        Plan::NotUnderstood { why, certain } => {
            let error = not_understood(why);
            let certain = judge_certain(certain.map(|install| *install), &scene, options, &error);
            let blocked = certain.filter(|report| report.exit() == Exit::Blocked);
            alone(blocked.unwrap_or_else(|| Report::of_errors(vec![error])))
        }
        Plan::Install(install) => match judge(&install, &scene, options, false, true) {
            Ok(Judged { report, session, .. }) => Some(Foreseen { report, session }),
            Err(stopped) => alone(Report::of_errors(stopped.errors)),
        },
    }
}

/// A client that can install and that nothing is known of.
pub(super) fn not_covered(client: &str) -> InputError {
    InputError {
        file: None,
        line: None,
        column: None,
        message: format!("`{client}` is not covered: what it would install cannot be checked"),
        hint: "use uv, pip, npm or cargo, or run it without Phantom".to_owned(),
    }
}

/// A command line that could install and cannot be read.
pub(super) fn not_understood(why: String) -> InputError {
    InputError { file: None, line: None, column: None, message: why, hint: String::new() }
}
