//! `phantom fix`: puts the names that were meant into the manifests.
//!
//! Only the bytes of the names change. The difference is shown first, and nothing is written without a
//! yes on a terminal or `--yes`. docs/fix.md says what is not mended.

mod advice;
mod beyond;
mod change;
mod edit;
mod plan;
mod references;

use std::collections::HashMap;
use std::io::Write as _;
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::manifest::ScanOptions;
use phantom_guard::package::{Dependency, PackageName};
use phantom_guard::policy::{Action, Context};
use phantom_guard::report::{self, Exit, Report, Verbosity, escaped};

use crate::args::{FixArgs, Format, GlobalOptions};
use crate::check::{fault, judged};
use crate::gate::ask;
use crate::online::Search;
use crate::output::{Output, finish, to_stdout};
use crate::replace;
use crate::scan;
use crate::session::Session;
use plan::{Mended, Plan, WRITABLE, is_read_only};

/// Shows what would change in the manifests below some paths, and changes it after a yes.
pub(crate) fn run(args: &FixArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    // A format that only the environment asks for is not meant for it.
    let asked = options.format.is_some_and(|format| format != Format::Human);
    if asked || output.file.is_some() {
        let hint =
            "leave --format out: the difference is text; `phantom scan --format json` has the suggestions";
        return output.errors(vec![fault("`fix` has no other format than text".to_owned(), hint)]);
    }
    let output = &Output { format: Format::Human, ..output.clone() };
    let folder = scan::project_of(&args.paths);
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let mut reading = scan::read(&args.paths, &ScanOptions::default());
    let (dependencies, errors) =
        (std::mem::take(&mut reading.dependencies), std::mem::take(&mut reading.errors));
    let search = Search { settings: &session.settings, folder, ask_client: false, named: &reading.indexes };
    let judged = judged(dependencies, errors, &session, Context::Scan, &search)
        .and_then(|report| Ok((refused(&report, &session, &search)?, report)));
    let (refused, mut report) = match judged {
        Ok(found) => found,
        Err(error) => return output.errors(vec![error]),
    };
    let mut plan = Plan::of(&report.findings, &reading.files, &refused);
    report.errors.append(&mut plan.errors);
    // What is better left alone has been read: it counts as what was found there.
    let unread = !report.errors.is_empty();
    let refused = plan.refusals.len();
    report.errors.append(&mut plan.refusals);
    report.notes.append(&mut plan.notes);
    output.diagnostics(&report);
    let shown = to_stdout(|out| {
        for file in &plan.files {
            let [old, new] = [&file.old, &file.new].map(|bytes| String::from_utf8_lossy(bytes));
            let text = |text: &str| text.trim_start_matches('\u{feff}').to_owned();
            report::difference(&file.shown, &text(&old), &text(&new), &output.stdout, out)?;
        }
        Ok(())
    });
    // What could not be shown is not written either.
    if shown.is_err() {
        return finish(shown, Exit::Blocked);
    }
    let names = counted(plan.files.iter().map(|file| file.edits.len()).sum(), "name", "names");
    let files = counted(plan.files.len(), "file", "files");
    let quiet = output.stdout.verbosity == Verbosity::Quiet;
    let said = |text: &str| if quiet { Ok(()) } else { to_stdout(|out| writeln!(out, "{text}")) };
    if plan.files.is_empty() {
        let text = match refused {
            0 => "nothing to mend".to_owned(),
            _ => format!("nothing was mended: {} left alone", counted(refused, "name is", "names are")),
        };
        return finish(said(&text), left(&report, unread, &plan.files));
    }
    let agreed = args.yes || ask::can_ask() && ask::yes(&format!("write {names} in {files}?"));
    if !agreed {
        let text = format!("nothing was changed: --yes puts {names} into {files}");
        return finish(said(&text), Exit::Blocked);
    }
    match write(&plan.files) {
        Ok(()) => {
            let rest = match refused {
                0 => String::new(),
                _ => format!("; {} left alone", counted(refused, "name is", "names are")),
            };
            finish(said(&format!("mended {names} in {files}{rest}")), left(&report, unread, &plan.files))
        }
        Err(error) => {
            output.diagnostics(&Report::of_errors(vec![error]));
            ExitCode::from(Exit::Blocked.code())
        }
    }
}

/// The names that were meant and are not let through by the same rules, with the reason.
fn refused(
    report: &Report,
    session: &Session,
    search: &Search<'_>,
) -> Result<HashMap<PackageName, String>, InputError> {
    let findings = report.findings.iter().filter(|finding| finding.decision.action > Action::Allow);
    let meant = findings.filter_map(|finding| {
        let meant = finding.assessment.suggestion.as_deref()?;
        Some(PackageName::new(finding.dependency.name.ecosystem(), meant))
    });
    let mut names: Vec<PackageName> = Vec::new();
    for name in meant {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let names = names.into_iter().map(Dependency::new).collect();
    let report = judged(names, Vec::new(), session, Context::Scan, search)?;
    let stopped = report.findings.into_iter().filter(|finding| finding.decision.action > Action::Allow);
    Ok(stopped
        .map(|finding| (finding.dependency.name, escaped(&finding.decision.reason).into_owned()))
        .collect())
}

/// Writes all files, or before the first one finds that another has changed.
fn write(files: &[Mended]) -> Result<(), InputError> {
    let failed = |file: &Mended, message: String, hint: &str| InputError {
        file: Some(file.shown.as_str().into()),
        ..fault(message, hint)
    };
    for file in files {
        let same = matches!(replace::read(&file.path), Ok(Some(bytes)) if bytes == file.old);
        if !same {
            let message = "the file has changed meanwhile, and nothing was written".to_owned();
            return Err(failed(file, message, "run it again"));
        }
        if is_read_only(&file.path) {
            let message = "the file has become read-only, and nothing was written".to_owned();
            return Err(failed(file, message, WRITABLE));
        }
    }
    for (at, file) in files.iter().enumerate() {
        replace::replace(&file.path, &file.new).map_err(|why| {
            let message = format!("cannot be written: {why}{}", written(files.get(..at).unwrap_or_default()));
            failed(file, message, "check its permissions, and run it again")
        })?;
    }
    Ok(())
}

/// Which files have been written before one that could not be.
fn written(files: &[Mended]) -> String {
    if files.is_empty() {
        return "; nothing was written".to_owned();
    }
    let names: Vec<_> = files.iter().map(|file| escaped(&file.shown)).collect();
    format!("; written before it: {}", names.join(", "))
}

/// How the run ends once the files are written: what is not mended counts as for a scan.
fn left(report: &Report, unread: bool, files: &[Mended]) -> Exit {
    let is_mended = |finding: &phantom_guard::finding::Finding| {
        let Some(at) = &finding.dependency.location else { return false };
        files.iter().any(|file| {
            file.shown == *at.file
                && file.edits.iter().any(|edit| (edit.line, edit.column) == (at.line, at.column))
        })
    };
    let stays = |held: bool| {
        report.findings.iter().any(|finding| {
            finding.decision.action == Action::Block && finding.is_held() == held && !is_mended(finding)
        })
    };
    if stays(false) {
        Exit::Blocked
    } else if unread {
        Exit::Unreadable
    } else if stays(true) {
        Exit::NotChecked
    } else {
        Exit::Clean
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_keeps_all_from_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let file = |name: &str| Mended::new(at(name), b"old", b"new");
        fs::write(at("a"), "old").unwrap();
        fs::write(at("b"), "changed").unwrap();
        let error = write(&[file("a"), file("b")]).unwrap_err();
        assert!(error.message.contains("changed meanwhile"), "{error:?}");
        assert_eq!(fs::read(at("a")).unwrap(), b"old");
        fs::write(at("b"), "old").unwrap();
        write(&[file("a"), file("b")]).unwrap();
        assert_eq!(fs::read(at("b")).unwrap(), b"new");
    }

    #[test]
    fn a_file_that_became_read_only_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let error = write(&[Mended::new(path.clone(), b"old", b"new")]).unwrap_err();
        assert!(error.message.contains("read-only, and nothing was written"), "{error:?}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn what_was_written_before_a_failure_is_named() {
        assert_eq!(written(&[]), "; nothing was written");
        let file = |name: &str| Mended::new(name.into(), b"old", b"new");
        assert_eq!(written(&[file("a"), file("b\u{1b}")]), "; written before it: a, b\\u{1b}");
    }
}
