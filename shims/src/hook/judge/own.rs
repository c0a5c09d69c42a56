//! What is Phantom's own: its commands, and the files of its policy.

use std::ffi::OsString;

use phantom_guard::shell::{UNKNOWN, Written};

use super::super::edit::Edit;
use super::super::policy;
use super::{Judge, escaped, file_name, what};
use crate::{dispatch, gate};

/// Options of Phantom's with which a name could be let through.
const LENIENT: [&str; 6] =
    ["--allow", "--on-unavailable", "--block-at", "--warn-at", "--config", "--min-age"];

impl Judge<'_> {
    /// Phantom's own commands: what takes it away, or would let a name through, is the user's to run.
    pub(super) fn own(&mut self, words: &[&str]) {
        let words: Vec<&str> = words.iter().copied().filter(|word| *word != "phantom").collect();
        let given: Vec<OsString> = words.iter().map(OsString::from).collect();
        let verb = words.get(dispatch::first_word(&given)..).unwrap_or_default();
        let client = verb.first().is_some_and(|word| gate::is_client(word.as_ref()));
        let before = words.get(..words.len() - if client { verb.len() } else { 0 }).unwrap_or_default();
        let has = |word: &str| verb.contains(&word);
        let is_lenient = |word: &&&str| {
            LENIENT.iter().any(|option| **word == *option || word.starts_with(&format!("{option}=")))
        };
        if let Some(option) = before.iter().find(is_lenient) {
            self.refuse(format!(
                "Phantom's `{}` is the user's to give, in a terminal: leave it out.",
                escaped(option)
            ));
        } else if matches!(verb, ["shims" | "hook", ..]) && has("uninstall") {
            self.seen.client("phantom");
            self.refuse("Phantom is taken out by the user, in a terminal, and not by an agent.");
        } else if verb.first() == Some(&"allow") {
            self.seen.client("phantom");
            self.refuse("Names are allowed by the user, in a terminal, and not by an agent.");
        } else if verb.first() == Some(&"init") && !has("--dry-run") {
            self.seen.client("phantom");
            self.refuse(
                "A policy is written by the user, in a terminal: `phantom init --dry-run` shows one.",
            );
        } else if before.iter().any(|word| word.contains(UNKNOWN)) {
            self.refuse("What Phantom is given is decided by an expansion: write its command out.");
        }
    }

    pub(super) fn written_policy(&mut self, written: &Written) {
        match &written.text {
            Some(text) if !text.contains(UNKNOWN) => {
                self.change(&Edit { path: written.path.clone(), what: what(written, text) });
            }
            _ => self.refuse(format!(
                "The command writes {} with what cannot be foreseen: what is let through is the user's to say.",
                escaped(&written.path.to_string_lossy())
            )),
        }
    }

    /// A change of any file.
    pub(super) fn change(&mut self, edit: &Edit) {
        if policy::is_policy(&edit.path) {
            if let Some(sentence) = policy::judge(edit, self.folder) {
                self.seen.client(&file_name(&edit.path));
                self.refuse(sentence);
            }
        } else if let Some(kind) = edit.kind() {
            self.edit(edit, kind);
        }
    }
}
