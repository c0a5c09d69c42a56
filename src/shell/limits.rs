//! What is too long or too deep to be read, and whether a text names an installer at all.

use crate::command::Client;

use super::LONGEST;
use super::tables::{INSTALLING, INSTALLS_BY_ITSELF};

/// Brackets inside each other. The grammar's time doubles with each that may be one of two things; people
/// and programs write five or six.
const DEEPEST: usize = 16;

/// Blocks inside each other.
const DEEPEST_BLOCKS: usize = 12;

/// Words that open a block where a command may stand, and those that close one.
const OPENING: &[&str] =
    &["if", "while", "until", "for", "case", "select", "function", "coproc", "time", "!"];
const CLOSING: &[&str] = &["fi", "done", "esac"];
/// Words behind which a command stands.
const LEADING: &[&str] =
    &["then", "do", "else", "elif", "if", "while", "until", "{", "!", "time", "coproc", "in"];

/// Why a text is not read at all.
pub(super) fn fault(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST {
        return Some("it is longer than 128 KiB");
    }
    if text.contains('\0') {
        return Some("it holds a byte 0");
    }
    (depth(text) > DEEPEST || blocks(text) > DEEPEST_BLOCKS)
        .then_some("more than 16 brackets or 12 blocks stand inside each other")
}

/// The deepest nesting of brackets, quotes left out of account: at least the true one.
fn depth(text: &str) -> usize {
    let (mut now, mut ticks, mut deepest) = (0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '(' | '{' | '[' => now += 1,
            ')' | '}' | ']' => now = now.saturating_sub(1),
            // A tick opens or closes; behind a backslash it is one further in.
            '`' if before == '\\' => ticks += 1,
            _ => {}
        }
        before = c;
        deepest = deepest.max(now);
    }
    deepest.max(ticks / 2)
}

/// The deepest nesting of blocks that words open, where a command may stand.
fn blocks(text: &str) -> usize {
    let (mut now, mut deepest, mut leads) = (0_usize, 0_usize, true);
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if !c.is_whitespace() && !";&|()".contains(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            if leads && OPENING.contains(&word.as_str()) {
                now += 1;
            } else if leads && CLOSING.contains(&word.as_str()) {
                now = now.saturating_sub(1);
            }
            leads = leads && LEADING.contains(&word.as_str());
            deepest = deepest.max(now);
            word.clear();
        }
        // A simple command behind `time` or `!` closes what these opened.
        if matches!(c, '\n' | ';' | '&' | '|' | '(' | ')') {
            leads = true;
        }
    }
    deepest
}

/// Whether a program's name is an installer's. Python is none by itself.
pub(super) fn is_installer(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".exe").or_else(|| name.strip_suffix(".cmd")).unwrap_or(&name);
    let known = Client::from_name(name).is_some_and(|client| client != Client::Python);
    known || Client::is_not_covered(name) || matches!(name, "phantom" | "cargo-phantom")
}

/// Whether a word of the text, in quotes or out of them, is an installer's name.
pub fn holds_installer(text: &str) -> bool {
    any_token(text, is_installer) || text.contains("PHANTOM_BYPASS")
}

/// Whether the text names an installer and, somewhere, a word by which one installs. This reads no
/// grammar: it is for a text that cannot be read, or not in time.
pub fn holds_install(text: &str) -> bool {
    let itself = |word: &str| INSTALLS_BY_ITSELF.contains(&word);
    let installs = |word: &str| INSTALLING.contains(&word);
    any_token(text, itself)
        || text.contains("PHANTOM_BYPASS")
        || holds_installer(text) && any_token(text, installs)
}

fn any_token(text: &str, test: impl Fn(&str) -> bool) -> bool {
    let apart = |c: char| !(c.is_alphanumeric() || "-_.".contains(c));
    // Where a word ends that could be run.
    let ends = |c: char| c.is_whitespace() || "\"'`;|&()<>$,".contains(c);
    let runs = |word: &str| {
        // A part of an address, or a folder of a path, is no program.
        let word = word.split_once("://").map_or(word, |(before, _)| before);
        // `s/X/pip/` is what `sed` puts in.
        if word.starts_with("s/") {
            return word.split(apart).any(|word| test(word.trim_matches('.')));
        }
        let mut parts = word.trim_end_matches('/').rsplit('/');
        let last = parts.next().unwrap_or_default();
        last.split(apart).any(|word| test(word.trim_matches('.')))
            || parts.any(|part| {
                part.rsplit_once(apart)
                    .is_some_and(|(before, _)| before.split(apart).any(|word| test(word.trim_matches('.'))))
            })
    };
    let mut readings = vec![text.to_owned(), text.replace(['"', '\'', '\\'], "")];
    if text.contains("$'") {
        readings.push(super::expand::ansi_c(text).replace(['"', '\''], ""));
    }
    readings.iter().any(|text| text.split(ends).any(runs))
}

/// Whether a text of some programming language may start an installer.
pub(super) fn names_installer(word: &str) -> bool {
    is_installer(super::base_name(word))
}
