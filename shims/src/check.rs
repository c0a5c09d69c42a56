//! `phantom check`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::guard::read_names;
use phantom_guard::manifest::FileKind;
use phantom_guard::package::{Dependency, Ecosystem, PackageSpec};
use phantom_guard::policy::Context;
use phantom_guard::report::{JsonLines, Report};

use crate::args::{CheckArgs, Format, GlobalOptions};
use crate::output::{Output, finish};
use crate::session::Session;
use crate::{interrupt, online};

/// Checks names from the command line or from standard input.
pub(crate) fn run(args: &CheckArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    let folder = Path::new(".");
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let ecosystem = args.ecosystem.or_else(|| only_ecosystem(folder));
    match args.names.as_slice() {
        [dash] if dash == "-" => from_stdin(ecosystem, &session, output),
        names if names.iter().any(|name| name == "-") => {
            let hint = "give the names on the command line, or `-` alone and one a line on standard input";
            output.errors(vec![fault("`-` stands beside other names".to_owned(), hint)])
        }
        names => {
            let (dependencies, errors) = named(names, ecosystem);
            match judged(dependencies, errors, &session, Context::Check) {
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
            Ok(spec) => {
                dependencies.push(Dependency { requirement: spec.requirement, ..Dependency::new(spec.name) })
            }
            Err(error) => errors.push(fault(error.to_string(), "")),
        }
    }
    (dependencies, errors)
}

/// Judges names with the registries of their ecosystems.
pub(crate) fn judged(
    dependencies: Vec<Dependency>,
    errors: Vec<InputError>,
    session: &Session,
    context: Context,
) -> Result<Report, InputError> {
    let ecosystems: BTreeSet<_> = dependencies.iter().map(|d| d.name.ecosystem()).collect();
    let ecosystems: Vec<_> = ecosystems.into_iter().collect();
    let (roots, notes) = online::roots(&session.settings, &ecosystems)?;
    let asking = !roots.is_empty();
    let guard = session.guard(context, roots)?;
    if asking {
        interrupt::cancels(guard.cancel_token());
    }
    let mut report = guard.judge(dependencies, errors);
    report.notes.extend(notes);
    Ok(report)
}

/// One name a line. JSON lines are written as they become known; the other forms need the whole.
fn from_stdin(ecosystem: Option<Ecosystem>, session: &Session, output: &Output) -> ExitCode {
    // Which ecosystems the lines name is not known before they are read.
    let ecosystems = ecosystem.map_or_else(|| Ecosystem::ALL.to_vec(), |one| vec![one]);
    let guard = online::roots(&session.settings, &ecosystems).and_then(|(roots, notes)| {
        let asking = !roots.is_empty();
        Ok((session.guard(Context::Check, roots)?, notes, asking))
    });
    let (guard, notes, asking) = match guard {
        Ok(ready) => ready,
        Err(error) => return output.errors(vec![error]),
    };
    let interruptible = || {
        if asking {
            interrupt::cancels(guard.cancel_token());
        }
    };
    if output.format != Format::Jsonl {
        let (dependencies, errors) = read_names(io::stdin(), ecosystem);
        interruptible();
        let mut report = guard.judge(dependencies, errors);
        report.notes.extend(notes);
        return output.report(&report);
    }
    interruptible();
    let mut lines = JsonLines::new(io::stdout().lock());
    let (mut report, written) = guard.stream(io::stdin(), ecosystem, &mut lines);
    report.notes.extend(notes);
    output.diagnostics(&report);
    finish(written, report.exit())
}

/// The folder's ecosystem, where its manifests and lockfiles are all of one.
pub(crate) fn only_ecosystem(folder: &Path) -> Option<Ecosystem> {
    let entries = std::fs::read_dir(folder).ok()?;
    let found: BTreeSet<Ecosystem> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| FileKind::of(Path::new(&entry.file_name())))
        .map(FileKind::ecosystem)
        .collect();
    if found.len() == 1 { found.into_iter().next() } else { None }
}

/// An error of the command line.
pub(crate) fn fault(message: String, hint: &str) -> InputError {
    InputError { file: None, line: None, column: None, message, hint: hint.to_owned() }
}
