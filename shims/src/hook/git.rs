//! `phantom hook git`: what a commit would add, before it is made.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use phantom_guard::finding::InputError;
use phantom_guard::manifest::{FileKind, Reader, Reading, lies_left_out};
use phantom_guard::policy::Context;
use phantom_guard::report::{Exit, Report};

use super::settings::{READABLE, WRITABLE, fails, said, say_beside};
use crate::args::GlobalOptions;
use crate::check::judged;
use crate::decisions::{self, Decision};
use crate::git::{Entry, WorkTree};
use crate::online::Search;
use crate::output::Output;
use crate::session::Session;
use crate::since;

/// What the hook's file holds.
const HOOK: &str = "#!/bin/sh\n\
    # Written by `phantom hook install git`; `phantom hook uninstall git` takes it away.\n\
    exec phantom hook git\n";

/// The line for a hook that is there already.
const LINE: &str = "phantom hook git || exit 1";

/// Judges the names that the commit adds.
pub(super) fn check(options: &GlobalOptions) -> ExitCode {
    let mut output = match Output::new(options, "phantom", &[]) {
        Ok(output) => output,
        Err(code) => return code,
    };
    // The command that was stopped is git's, and takes no flag of Phantom's.
    output.stdout.command = None;
    output.stderr.command = None;
    let found = WorkTree::around(Path::new(".")).and_then(|(tree, _)| Ok((added(&tree)?, tree)));
    let (reading, tree) = match found {
        Ok(found) => found,
        Err(error) => return output.errors(vec![error]),
    };
    if reading.dependencies.is_empty() && reading.errors.is_empty() {
        return ExitCode::SUCCESS;
    }
    let session = match Session::open(options, &tree.top) {
        Ok(session) => session,
        Err(errors) => {
            log(&Report::of_errors(errors.clone()), None, &tree.top, options);
            return output.errors(errors);
        }
    };
    let Reading { dependencies, errors, indexes, .. } = reading;
    let search =
        Search { settings: &session.settings, folder: &tree.top, ask_client: false, named: &indexes };
    match judged(dependencies, errors, &session, Context::Scan, &search) {
        Ok(report) => {
            log(&report, Some(&session), &tree.top, options);
            output.report(&report)
        }
        Err(error) => output.errors(vec![error]),
    }
}

/// Writes into the log what became of the commit.
fn log(report: &Report, session: Option<&Session>, folder: &Path, options: &GlobalOptions) {
    let outcome = match report.exit() {
        Exit::Clean => decisions::Outcome::Passed,
        Exit::Blocked => decisions::Outcome::Blocked,
        _ => decisions::Outcome::NotChecked,
    };
    let decision = Decision {
        route: "git",
        client: Some("git"),
        folder: Some(folder),
        report,
        session,
        outcome,
        bypass: None,
    };
    if let Err(why) = decision.log()
        && options.verbose
    {
        say_beside(&format!("note: {why}"));
    }
}

/// What the index has and the last commit has not: names, and files that cannot be read.
fn added(tree: &WorkTree) -> Result<Reading, InputError> {
    let old = match tree.commit("HEAD") {
        Ok(commit) => read(tree, &commit)?,
        // The first commit of all.
        Err(_) => Reading::default(),
    };
    let mut new = read(tree, &tree.staged()?)?;
    let root = Path::new("");
    since::left(&old, root, &mut new, root);
    let known: HashSet<_> = old.errors.iter().map(|error| (&error.file, &error.message)).collect();
    new.errors.retain(|error| !known.contains(&(&error.file, &error.message)));
    Ok(new)
}

/// Reads the manifests and lockfiles of a tree.
fn read(tree: &WorkTree, revision: &str) -> Result<Reading, InputError> {
    let mut reader = Reader::of(Box::new(tree.files(revision)?));
    for (entry, path) in tree.list(revision)? {
        if entry == Entry::File
            && !lies_left_out(&path)
            && let Some(kind) = FileKind::of(&path)
        {
            reader.read(kind, &tree.top.join(&path), &path.to_string_lossy());
        }
    }
    Ok(reader.finish())
}

/// Where git looks for its hook: `core.hooksPath` counts.
/// An error is what is wrong, and what to do about it.
fn file() -> Result<PathBuf, (String, &'static str)> {
    let asked = Command::new("git").args(["rev-parse", "--git-path", "hooks"]).output();
    let asked = asked.map_err(|error| (format!("git cannot be started: {error}"), "put git on PATH"))?;
    let path = String::from_utf8_lossy(&asked.stdout);
    if !asked.status.success() || path.trim().is_empty() {
        return Err(("there is no repository of git here".to_owned(), "run this in one, or `git init`"));
    }
    Ok(Path::new(path.trim_end_matches(['\r', '\n'])).join("pre-commit"))
}

pub(super) fn install() -> ExitCode {
    let file = match file() {
        Ok(file) => file,
        Err((why, help)) => return fails(&why, help),
    };
    let shown = file.display();
    match fs::read_to_string(&file) {
        Ok(text) if text.contains("phantom hook git") => said(&format!("{shown} has the hook already")),
        // A hook of somebody else's is not changed.
        Ok(_) => fails(&format!("{shown} is there already"), &format!("put this line into it: {LINE}")),
        Err(_) if file.symlink_metadata().is_ok() => fails(&format!("{shown} cannot be read"), READABLE),
        Err(_) => match super::settings::write(&file, HOOK).and_then(|()| make_executable(&file)) {
            Ok(()) => said(&format!("{shown}: commits are checked now")),
            Err(error) => fails(&format!("{shown} cannot be written: {error}"), WRITABLE),
        },
    }
}

pub(super) fn uninstall() -> ExitCode {
    let file = match file() {
        Ok(file) => file,
        Err((why, help)) => return fails(&why, help),
    };
    let shown = file.display();
    match fs::read_to_string(&file) {
        Ok(text) if text == HOOK => match fs::remove_file(&file) {
            Ok(()) => said(&format!("{shown}: the hook is taken away")),
            Err(error) => fails(&format!("{shown} cannot be removed: {error}"), WRITABLE),
        },
        Ok(text) if text.contains("phantom hook git") => fails(
            &format!("{shown} holds more than Phantom's hook"),
            "take the line with `phantom hook git` out",
        ),
        _ => said(&format!("{shown} has no hook of Phantom's")),
    }
}

/// A word or two for the table of hooks.
pub(super) fn state() -> String {
    let Ok(file) = file() else { return "no repository here".to_owned() };
    match fs::read_to_string(&file) {
        Ok(text) if text.contains("phantom hook git") => format!("installed      {}", file.display()),
        _ => "not installed".to_owned(),
    }
}

#[cfg(unix)]
fn make_executable(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut permissions = fs::metadata(file)?.permissions();
    permissions.set_mode(permissions.mode() | 0o111);
    fs::set_permissions(file, permissions)
}

#[cfg(not(unix))]
fn make_executable(_file: &Path) -> std::io::Result<()> {
    Ok(())
}
