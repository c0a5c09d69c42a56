//! How a finding says what to do in place of what was stopped.

use super::style::Command;
use super::{Style, escaped, escaped_name};
use crate::finding::Finding;
use crate::package::Dependency;

/// The longest command line that is repeated in a finding, in bytes.
const LONGEST_COMMAND: usize = 160;

/// A command line of hundreds of names would hide the finding.
fn shown(style: &Style) -> Option<&Command> {
    style.command.as_ref().filter(|command| command.after.len() <= LONGEST_COMMAND)
}

/// The command that would let the name through, or where there is none the flag.
pub(super) fn allowing(dependency: &Dependency, style: &Style) -> String {
    let name = &dependency.name;
    let flag = format!("--allow {}:{}", name.ecosystem(), name.spelling());
    match shown(style) {
        Some(command) => {
            let line = format!("{} {flag} {}", escaped(&command.before), escaped(&command.after));
            line.trim_end().to_owned()
        }
        None => flag,
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
