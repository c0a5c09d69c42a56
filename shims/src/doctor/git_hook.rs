//! The git hook of this repository, tried in a repository of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use phantom_guard::policy::RESERVED_NAME;

use super::probe::{Probe, is_on_path, quiet};
use super::{Row, State};
use crate::shims::Place;

const ROUTE: &str = "git commit";

/// One row, where this folder is in a repository.
pub(super) fn rows(_: &Place, probe: &Probe) -> Vec<Row> {
    let Some(hook) = is_on_path("git").then(hook).flatten() else { return Vec::new() };
    let text = fs::read(&hook).unwrap_or_default();
    if !String::from_utf8_lossy(&text).contains("phantom hook git") {
        let why = "this repository has no hook of Phantom's that looks at what a commit adds";
        return vec![Row::new(ROUTE, "git", State::NotCovered, why).advising("phantom hook install git")];
    }
    vec![match stops(&hook, probe) {
        Ok(()) => Row::new(ROUTE, "git", State::Covered, format!("{} stopped the commit", hook.display())),
        Err(why) => Row::new(ROUTE, "git", State::Fails, format!("{}: {why}", hook.display()))
            .advising("phantom hook install git"),
    }]
}

/// The file of the hook, by git's own settings.
fn hook() -> Option<PathBuf> {
    let output = Command::new("git").args(["rev-parse", "--git-path", "hooks/pre-commit"]).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(path.trim_end_matches('\n')))
}

/// Commits the reserved name under a copy of the hook.
fn stops(hook: &Path, probe: &Probe) -> Result<(), String> {
    let repository = probe.folder().join("repository");
    let hooks = repository.join(".git/hooks");
    let git = |args: &[&str]| {
        let mut command = probe.command(Path::new("git"));
        command.arg("-C").arg(&repository).args(["-c", "user.name=x", "-c", "user.email=x", "-c"]);
        command.arg(format!("core.hooksPath={}", hooks.display())).args(args);
        command
    };
    let say = |error: std::io::Error| error.to_string();
    fs::create_dir_all(&repository).map_err(say)?;
    let done = quiet(git(&["init", "-q"])).status().map_err(say)?;
    fs::create_dir_all(&hooks).map_err(say)?;
    fs::copy(hook, hooks.join("pre-commit")).map_err(say)?;
    fs::write(repository.join("requirements.txt"), format!("{RESERVED_NAME}\n")).map_err(say)?;
    let added = quiet(git(&["add", "requirements.txt"])).status().map_err(say)?;
    if !done.success() || !added.success() {
        return Err("git makes no repository to try it in".to_owned());
    }
    let seen = probe.run(git(&["commit", "-q", "-m", "x"]), "").map_err(say)?;
    match seen.code {
        Some(0) => Err("the commit went through".to_owned()),
        Some(_) if seen.stderr.contains(RESERVED_NAME) || seen.stdout.contains(RESERVED_NAME) => Ok(()),
        _ => Err("the commit failed, and not for the name".to_owned()),
    }
}
