//! `phantom check`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::guard::{Guard, read_names, unclear_name};
use phantom_guard::manifest::FileKind;
use phantom_guard::package::{Dependency, Ecosystem, PackageSpec};
use phantom_guard::policy::Context;
use phantom_guard::report::{JsonLines, Mode, Report};

use crate::args::{CheckArgs, Format, GlobalOptions};
use crate::interrupt;
use crate::online::{Registries, Search};
use crate::output::{Output, finish};
use crate::progress::OnInterrupt;
use crate::session::Session;

/// Checks names from the command line or from standard input.
pub(crate) fn run(args: &CheckArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    let folder = Path::new(".");
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let ecosystem = args.ecosystem.or_else(|| only_ecosystem(folder));
    let search = Search { settings: &session.settings, folder, ask_client: true, named: &[] };
    match args.names.as_slice() {
        [dash] if dash == "-" => from_stdin(ecosystem, &session, output, &search),
        names if names.iter().any(|name| name == "-") => {
            let hint = "give the names on the command line, or `-` alone and one a line on standard input";
            output.errors(vec![fault("`-` stands beside other names".to_owned(), hint)])
        }
        names => {
            let (dependencies, errors) = named(names, ecosystem);
            match judged(dependencies, errors, &session, Context::Check, &search) {
                Ok(report) => output.report(&report),
                Err(error) => output.errors(vec![error]),
            }
        }
    }
}

/// The names of a command line, and those that cannot be understood.
pub(crate) fn named(names: &[OsString], ecosystem: Option<Ecosystem>) -> (Vec<Dependency>, Vec<InputError>) {
    let (mut dependencies, mut errors) = (Vec::new(), Vec::new());
    for name in names {
        match PackageSpec::parse(&name.to_string_lossy(), ecosystem) {
            Ok(spec) => dependencies.push(spec.into()),
            Err(error) => errors.push(unclear_name(&error)),
        }
    }
    (dependencies, errors)
}

/// Judges names with the registries of their ecosystems.
pub(crate) fn judged(
    mut dependencies: Vec<Dependency>,
    errors: Vec<InputError>,
    session: &Session,
    context: Context,
    search: &Search<'_>,
) -> Result<Report, InputError> {
    let ecosystem = |d: &Dependency| d.name.ecosystem();
    let ecosystems = dependencies.iter().map(ecosystem).collect();
    // Finding a registry may mean to start a client: not where its answer would change nothing.
    let asked = dependencies.iter().filter(|d| session.asks(d)).map(ecosystem).collect();
    let registries = search.registries(&ecosystems, &asked)?;
    registries.bind(&mut dependencies);
    let guard = guarded(session, context, &registries)?;
    let mut report = guard.judge(dependencies, errors);
    if asked.is_empty() && !session.settings.offline.value {
        report.mode = Mode::Online;
    }
    report.notes.extend(registries.notes);
    Ok(report)
}

/// A guard that Ctrl-C cancels where it has to wait for registries.
fn guarded(session: &Session, context: Context, registries: &Registries) -> Result<Guard, InputError> {
    let asks = !registries.roots.is_empty();
    let guard = session.guard(context, registries.roots.clone())?;
    let guard = guard.observed(session.line(OnInterrupt::Cancels));
    if asks {
        interrupt::cancels(guard.cancel_token());
    }
    Ok(guard)
}

/// One name a line. JSON lines are written as they become known; the other forms need the whole.
fn from_stdin(
    ecosystem: Option<Ecosystem>,
    session: &Session,
    output: &Output,
    search: &Search<'_>,
) -> ExitCode {
    if output.format != Format::Jsonl || output.file.is_some() {
        let (dependencies, errors) = read_names(io::stdin(), ecosystem);
        return match judged(dependencies, errors, session, Context::Check, search) {
            Ok(report) => output.report(&report),
            Err(error) => output.errors(vec![error]),
        };
    }
    // What the lines name is not known before they are read: any ecosystem, where none is given.
    let ecosystems = ecosystem.map_or_else(|| Ecosystem::ALL.into(), |one| BTreeSet::from([one]));
    let ready = search.registries(&ecosystems, &ecosystems);
    let ready = ready.and_then(|found| Ok((guarded(session, Context::Check, &found)?, found)));
    let (guard, registries) = match ready {
        Ok(ready) => ready,
        Err(error) => return output.errors(vec![error]),
    };
    let mut lines = JsonLines::new(io::stdout().lock());
    let bind = |dependency: &mut Dependency| registries.bind(std::slice::from_mut(dependency));
    let (mut report, written) = guard.stream(io::stdin(), ecosystem, bind, &mut lines);
    report.notes.extend(registries.notes);
    output.diagnostics(&report);
    finish(written, report.exit())
}

/// The folder's ecosystem, where its manifests and lockfiles are all of one.
pub(crate) fn only_ecosystem(folder: &Path) -> Option<Ecosystem> {
    let entries = std::fs::read_dir(folder).ok()?;
    let found: BTreeSet<Ecosystem> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| FileKind::of(Path::new(&entry.file_name())))
        // Most programs state nothing, and say nothing of what their folder is.
        .filter(|kind| !kind.is_script())
        .map(FileKind::ecosystem)
        .collect();
    if found.len() == 1 { found.into_iter().next() } else { None }
}

/// An error of the command line.
pub(crate) fn fault(message: String, hint: &str) -> InputError {
    InputError { file: None, line: None, column: None, message, hint: hint.to_owned() }
}
