//! `phantom scan`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::manifest::{self, FileKind, Reading};
use phantom_guard::policy::Context;

use crate::args::{GlobalOptions, ScanArgs};
use crate::check::judged;
use crate::online::Search;
use crate::output::Output;
use crate::session::Session;

/// Checks the manifests and lockfiles below some paths.
pub(crate) fn run(args: &ScanArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    let folder = project_of(&args.paths);
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let mut reading = manifest::scan(&args.paths);
    if reading.files.is_empty() && reading.errors.is_empty() {
        reading.errors.push(nothing_found(&args.paths));
    }
    report(reading, Vec::new(), folder, &session, output)
}

/// Judges what was read, and reports it. No client is started to find its registry.
pub(crate) fn report(
    reading: Reading,
    notes: Vec<String>,
    folder: &Path,
    session: &Session,
    output: &Output,
) -> ExitCode {
    let Reading { dependencies, errors, indexes, .. } = reading;
    let search = Search { settings: &session.settings, folder, ask_client: false, named: &indexes };
    match judged(dependencies, errors, session, Context::Scan, &search) {
        Ok(mut report) => {
            report.notes.extend(notes);
            output.report(&report)
        }
        Err(error) => output.errors(vec![error]),
    }
}

/// The folder whose policy counts: that of the one path, else the current one.
fn project_of(paths: &[PathBuf]) -> &Path {
    match paths {
        [path] if path.is_dir() => path,
        [path] => path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")),
        _ => Path::new("."),
    }
}

/// Nothing to check is not the same as nothing found: a wrong path must not look like success.
fn nothing_found(paths: &[PathBuf]) -> InputError {
    InputError {
        file: paths.first().map(|path| path.to_string_lossy().as_ref().into()),
        line: None,
        column: None,
        message: "no manifest and no lockfile was found here".to_owned(),
        hint: format!("give a project's folder or one of its files; read are {}", FileKind::NAMES),
    }
}
