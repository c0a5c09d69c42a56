//! `phantom fix`: puts the names that were meant into the manifests.
//!
//! Only the bytes of the names change. The difference is shown first, and nothing is written without a
//! yes on a terminal or `--yes`. docs/fix.md says what is not mended.

mod edit;
mod plan;

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
use plan::{Mended, Plan};

/// Shows what would change in the manifests below some paths, and changes it after a yes.
pub(crate) fn run(args: &FixArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    if output.format != Format::Human || output.file.is_some() {
        let hint =
            "leave --format out: the difference is text; `phantom scan --format json` has the suggestions";
        return output.errors(vec![fault("`fix` has no other format than text".to_owned(), hint)]);
    }
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
        return finish(said("nothing to mend"), left(&report, &plan.files));
    }
    let agreed = args.yes || ask::can_ask() && ask::yes(&format!("write {names} in {files}?"));
    if !agreed {
        let text = format!("nothing was changed: --yes puts {names} into {files}");
        return finish(said(&text), Exit::Blocked);
    }
    match write(&plan.files) {
        Ok(()) => finish(said(&format!("mended {names} in {files}")), left(&report, &plan.files)),
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
    }
    for file in files {
        replace::replace(&file.path, &file.new)
            .map_err(|why| failed(file, format!("cannot be written: {why}"), "check its permissions"))?;
    }
    Ok(())
}

/// How the run ends once the files are written: what is not mended counts as for a scan.
fn left(report: &Report, files: &[Mended]) -> Exit {
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
    } else if !report.errors.is_empty() {
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
}
