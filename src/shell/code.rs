//! Code of other languages that a command line holds.

use super::Word;
use super::limits::is_installer;
use super::peel::lists;
use super::tables::{INSTALLING_IN_CODE, INTERPRETERS, OF_THE_USER, STARTS_PROGRAM};

/// The options of an interpreter of this name whose value is code; `None` where it is none.
pub(super) fn interpreter(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".exe").unwrap_or(name);
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    INTERPRETERS.iter().find(|(own, _)| *own == base || *own == name).map(|(_, options)| *options)
}

/// The pieces of code among an interpreter's arguments; all of them where no option says which.
pub(super) fn pieces(options: &str, arguments: &[Word]) -> Vec<String> {
    if options.is_empty() {
        return arguments.iter().map(|word| word.text.clone()).collect();
    }
    let mut pieces = Vec::new();
    for (at, word) in arguments.iter().enumerate() {
        let value = || arguments.get(at + 1).map(|word| word.text.clone());
        if lists(options, &word.text) {
            pieces.extend(value());
            continue;
        }
        if let Some((name, code)) = word.text.split_once('=')
            && name.starts_with("--")
            && lists(options, name)
        {
            pieces.push(code.to_owned());
        }
        // Letters in a row: `-Ic CODE`, `-cCODE`.
        let Some(letters) = word.text.strip_prefix('-').filter(|letters| !letters.starts_with('-')) else {
            continue;
        };
        if let Some((_, code)) = letters.split_once(['c', 'e', 'E', 'r']) {
            if code.is_empty() {
                pieces.extend(value());
            } else {
                pieces.push(code.to_owned());
            }
        }
    }
    pieces
}

/// Whether a file's first line gives it to an interpreter.
pub(super) fn is_of_interpreter(text: &str) -> bool {
    let first = text.lines().next().and_then(|line| line.strip_prefix("#!")).unwrap_or_default();
    first.split(['/', ' ']).any(|name| interpreter(name).is_some())
}

/// Whether code may start an installer: it has its name, a word by which one installs, and something that
/// starts programs. Phantom, with a command behind it that is the user's to run, is one too.
pub(super) fn may_install(code: &str) -> bool {
    let apart = |c: char| !(c.is_alphanumeric() || "-_".contains(c));
    let words = || code.split(apart);
    let installs = || words().any(is_installer) && words().any(|word| INSTALLING_IN_CODE.contains(&word));
    let of_the_user =
        || words().skip_while(|word| *word != "phantom").any(|word| OF_THE_USER.contains(&word));
    STARTS_PROGRAM.iter().any(|start| code.contains(start)) && (installs() || of_the_user())
}
