//! `phantom scan`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::change::Change;
use phantom_guard::finding::InputError;
use phantom_guard::guard;
use phantom_guard::manifest::{self, FileKind, Reading, ScanOptions, Skipped};
use phantom_guard::policy::Context;
use phantom_guard::report::Files;

use crate::args::{GlobalOptions, ScanArgs};
use crate::check::judged;
use crate::online::Search;
use crate::output::Output;
use crate::session::Session;
use crate::since;

/// Checks the manifests and lockfiles below some paths.
pub(crate) fn run(args: &ScanArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    let folder = project_of(&args.paths);
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let options = ScanOptions { include_ignored: args.include_ignored, ..ScanOptions::default() };
    let mut reading = read(&args.paths, &options);
    let Some(revision) = &args.since else {
        return report(reading, None, Vec::new(), folder, &session, output);
    };
    match since::narrow(revision, &args.paths, &mut reading) {
        Ok(found) => report(reading, Some(found.changes), found.notes, folder, &session, output),
        Err(error) => {
            reading.errors.push(error);
            output.errors(reading.errors)
        }
    }
}

/// Reads what lies below some paths. A path below which there is nothing is an error.
pub(crate) fn read(paths: &[PathBuf], options: &ScanOptions) -> Reading {
    let mut reading = manifest::scan_with(paths, options);
    let empty: Vec<_> = paths.iter().filter(|path| is_empty(path, &reading)).collect();
    let nothing: Vec<_> = empty.into_iter().map(|path| nothing_found(path, &reading)).collect();
    reading.errors.extend(nothing);
    reading
}

/// Judges what was read, and reports it. No client is started to find its registry.
pub(crate) fn report(
    mut reading: Reading,
    changes: Option<Vec<Change>>,
    notes: Vec<String>,
    folder: &Path,
    session: &Session,
    output: &Output,
) -> ExitCode {
    let files = Files::of(&mut reading);
    let Reading { dependencies, errors, indexes, files: read, .. } = reading;
    let search = Search { settings: &session.settings, folder, ask_client: false, named: &indexes };
    match judged(dependencies, errors, session, Context::Scan, &search) {
        Ok(mut report) => {
            report.changes = changes;
            report.notes.extend(notes);
            report.chains = guard::chains_in(&report.findings, &read);
            report.files = Some(files);
            output.report(&report)
        }
        Err(error) => output.errors(vec![error]),
    }
}

/// The folder whose policy counts: that of the one path, else the current one.
pub(crate) fn project_of(paths: &[PathBuf]) -> &Path {
    match paths {
        [path] if path.is_dir() => path,
        [path] => path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")),
        _ => Path::new("."),
    }
}

/// Whether a folder gave nothing to check, and nothing that could not be read either.
pub(crate) fn is_empty(folder: &Path, reading: &Reading) -> bool {
    let failed =
        |error: &InputError| error.file.as_deref().is_some_and(|file| is_below(Path::new(file), folder));
    folder.is_dir()
        && !reading.files.iter().any(|file| is_below(&file.path, folder))
        && !reading.errors.iter().any(failed)
}

fn is_below(path: &Path, folder: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute(path).starts_with(absolute(folder))
}

/// Nothing to check is not the same as nothing found: a wrong path must not look like success.
pub(crate) fn nothing_found(folder: &Path, reading: &Reading) -> InputError {
    let below = |skipped: &Skipped| is_below(Path::new(&*skipped.shown), folder);
    let (message, hint) = match FileKind::of(folder) {
        Some(_) => (
            "this is a folder, where a file of this name is read",
            "put the file there, or name another".to_owned(),
        ),
        None if reading.skipped.iter().any(below) => (
            "no manifest and no lockfile was found here",
            "some things were left out: -v lists them, and --include-ignored reads them too".to_owned(),
        ),
        None => (
            "no manifest and no lockfile was found here",
            format!("give a project's folder or one of its files; read are {}", FileKind::NAMES),
        ),
    };
    InputError {
        file: Some(folder.to_string_lossy().as_ref().into()),
        line: None,
        column: None,
        message: message.to_owned(),
        hint,
    }
}
