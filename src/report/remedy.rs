//! What to do about a finding: how to mend it, what to take in its place, how to let it through.

use std::path::Path;

use super::style::Command;
use super::{Style, escaped, escaped_name};
use crate::detector::{Signal, SignalCode};
use crate::finding::Finding;
use crate::manifest::FileKind;
use crate::package::Dependency;
use crate::policy::Action;

/// The longest command line that is repeated in a finding, in bytes.
const LONGEST_COMMAND: usize = 160;

/// So many files are named in one command.
const MOST_FILES: usize = 3;

/// One way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// What it is for, as it reads behind "to"; `None` for advice in words.
    pub(super) aim: Option<&'static str>,
    /// The command to run, or what to do in words.
    pub(super) command: String,
}

/// Everything that can be done about a finding, the best first. It stands in the `files` too.
pub(super) fn steps(finding: &Finding, files: &[&str], style: &Style) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut step = |aim, command| steps.push(Step { aim: Some(aim), command });
    if finding.decision.action == Action::Allow {
        return steps;
    }
    if let Some(command) = mending(finding, files, style) {
        step("mend", command);
    }
    if let Some(instead) = instead(finding, style) {
        step("take an older one", instead);
    }
    if may_be_allowed(finding) {
        let name = &finding.dependency.name;
        step("allow once", allowing(&finding.dependency, style));
        let word = shell_word(&format!("{}:{}", name.ecosystem(), name.spelling()));
        step("allow for good", format!("phantom allow {word} --reason \"...\""));
    }
    steps
}

/// Whether an entry of the allow list would help: not against the deny list or an advisory, and not for a
/// name that no registry could hold.
pub(super) fn may_be_allowed(finding: &Finding) -> bool {
    let denies = |s: &Signal| matches!(s.code, SignalCode::DenyListed | SignalCode::KnownMalicious);
    let denied = finding.assessment.signals.iter().any(denies);
    finding.decision.action > Action::Allow && !denied && finding.dependency.name.fault().is_none()
}

/// How the name that was meant gets into the place of the one that was found.
fn mending(finding: &Finding, files: &[&str], style: &Style) -> Option<String> {
    let meant = finding.assessment.suggestion.as_deref()?;
    let Some(place) = &finding.dependency.location else {
        let command = shown(style).filter(|command| runs_a_client(command))?;
        let (before, behind) = split_at_word(&command.after, finding.dependency.name.spelling())?;
        let line = format!("{} {before}{meant}{behind}", command.before);
        return Some(escaped(&line).into_owned());
    };
    match FileKind::of(Path::new(&*place.file)) {
        Some(kind) if kind.is_lockfile() => Some(match kind.locked_by() {
            Some(command) => format!("change the manifest that brings it in, then run {command}"),
            None => "change the manifest that brings it in, and lock again".to_owned(),
        }),
        // A lockfile as it would be has no name of its own.
        _ if finding.dependency.locked => {
            Some("change the manifest that brings it in, and try again".to_owned())
        }
        _ => {
            // A file that only an option says the kind of is none that `fix` finds by its name.
            let is_manifest =
                |file: &&str| FileKind::of(Path::new(file)).is_some_and(|kind| !kind.is_lockfile());
            let mut files: Vec<&str> = files.iter().copied().filter(is_manifest).collect();
            // Of many files the folder's command is the shorter one.
            let folder = common_folder(&files);
            if files.len() > MOST_FILES {
                files = folder.into_iter().filter(|folder| !folder.is_empty()).collect();
            } else if files.is_empty() {
                return None;
            }
            let kept = style.command.as_ref().map_or("", |command| &command.kept);
            let words = files.iter().map(|file| format!(" {}", path_word(&escaped(file))));
            Some(format!("phantom{} fix{}", escaped(kept), words.collect::<String>()))
        }
    }
}

/// The innermost folder in which all files lie; empty for the one that one is in.
fn common_folder<'f>(files: &[&'f str]) -> Option<&'f str> {
    let (first, rest) = files.split_first()?;
    let holds_all = |folder: &&Path| rest.iter().all(|file| Path::new(file).starts_with(folder));
    Path::new(*first).ancestors().skip(1).find(holds_all).and_then(Path::to_str)
}

/// A path that no program takes for an option.
fn path_word(path: &str) -> String {
    let before = if path.starts_with('-') { "./" } else { "" };
    shell_word(&format!("{before}{path}"))
}

/// `check` and `explain` judge names, and run no client.
fn runs_a_client(command: &Command) -> bool {
    !command.after.split(' ').any(|word| word == "check" || word == "explain")
}

/// The text before and behind the first whole word that a name is, or begins with a version behind it.
pub(super) fn split_at_word<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let of_a_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@');
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if name.is_empty() {
        return None;
    }
    let found = text.match_indices(name).map(|(at, _)| (text.get(..at), text.get(at + name.len()..)));
    found.filter_map(|(before, behind)| before.zip(behind)).find(|(before, behind)| {
        !before.ends_with(of_a_name) && !behind.starts_with(goes_on) && !after_allow(before)
    })
}

/// Whether what follows is already the value of `--allow`.
fn after_allow(before: &str) -> bool {
    before.rsplit(' ').next().is_some_and(|word| word.starts_with("--allow"))
        || before.rsplit(' ').nth(1) == Some("--allow")
}

/// A command line of hundreds of names would hide the finding.
fn shown(style: &Style) -> Option<&Command> {
    style.command.as_ref().filter(|command| command.after.len() <= LONGEST_COMMAND)
}

/// The command that would let the name through, or where there is none the flag.
pub(super) fn allowing(dependency: &Dependency, style: &Style) -> String {
    let name = &dependency.name;
    let flag = format!("--allow {}", shell_word(&format!("{}:{}", name.ecosystem(), name.spelling())));
    match shown(style) {
        Some(command) => {
            let line = format!("{} {flag} {}", escaped(&command.before), escaped(&command.after));
            line.trim_end().to_owned()
        }
        None => flag,
    }
}

/// A word as a POSIX shell reads it.
fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The requirement or command by which a release is installed that is old enough.
pub(super) fn instead(finding: &Finding, style: &Style) -> Option<String> {
    let remedy = finding.decision.remedy.as_deref()?;
    let Some(place) = &finding.dependency.location else {
        return Some(repeated(&finding.dependency, remedy, style).unwrap_or_else(|| escaped(remedy).into()));
    };
    let is_command = finding.dependency.locked && remedy.contains(' ');
    Some(if is_command {
        escaped(remedy).into()
    } else {
        format!("write {} into {}", escaped(remedy), escaped(&place.file))
    })
}

/// The user's own command line with the exact requirement in the name's place, where a client would be run.
fn repeated(dependency: &Dependency, remedy: &str, style: &Style) -> Option<String> {
    let command = shown(style)?;
    let spelling = escaped_name(dependency.name.spelling());
    let asked = |word: &str| {
        let word = word.trim_matches(['\'', '"']);
        let rest = word.strip_prefix(&*spelling)?;
        let bare = rest.trim_start_matches('@').trim();
        (bare == dependency.requirement.as_deref().unwrap_or_default()).then_some(())
    };
    let exact = remedy.rsplit(' ').next()?;
    let words: Vec<&str> = command.after.split(' ').collect();
    // `check` judges names, and runs no client.
    let at = words.iter().skip(1).position(|word| asked(word).is_some())? + 1;
    if words.iter().any(|word| *word == "check" || *word == "explain") {
        return None;
    }
    let words = words.iter().enumerate().map(|(place, word)| if place == at { exact } else { word });
    Some(format!("{} {}", escaped(&command.before), escaped(&words.collect::<Vec<_>>().join(" "))))
}
