//! What is Phantom's own: its commands, and the files of its policy.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use phantom_guard::advisory;
use phantom_guard::policy::UserFile;
use phantom_guard::registry::locate::Environment;
use phantom_guard::shell::{Folder, Script, ShellCommand, UNKNOWN, Written};

use super::super::changes;
use super::super::edit::Edit;
use super::super::policy::{self, Guarded};
use super::{Judge, escaped, file_name, what};
use crate::{cargo, dispatch, gate};

/// Options of Phantom's with which a client's install could be let through.
const LENIENT: [&str; 8] = [
    "--allow",
    "--on-unavailable",
    "--block-at",
    "--warn-at",
    "--config",
    "--min-age",
    "--offline",
    "--index",
];

/// Variables by which Phantom finds the user's files.
const HOMES: [&str; 5] = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "USERPROFILE"];

/// Programs by which another one gets a second name.
const NAMING: [&str; 4] = ["cp", "ln", "mv", "install"];

/// Ways in which what one command prints becomes another's argument.
const PASSES_ON: [&str; 8] = ["$(", "`", "xargs", "parallel", "read", "mapfile", "-exec", "-X"];

/// Commands of Phantom's that are the user's to run: reason enough to ask whether a program is Phantom.
const OF_THE_USER: [&str; 5] = ["allow", "init", "hook", "shims", "advisories"];

/// What is known of a text as a whole.
#[derive(Debug)]
pub(super) struct Whole {
    /// It prints the name of a guarded file, which another command may take.
    pub(super) is_listed: bool,
    /// Other names that it gives to Phantom's program.
    aliases: Vec<String>,
}

impl Whole {
    pub(super) fn of(text: &str, script: &Script, guarded: &Guarded) -> Self {
        let lists = |command: &ShellCommand| {
            let words: Vec<&str> = command.words.iter().skip(1).map(|word| word.text.as_str()).collect();
            changes::lists(command.program(), &words, guarded)
        };
        let aliases = script.commands.iter().filter_map(alias).collect();
        let is_passed_on = PASSES_ON.iter().any(|way| text.contains(way));
        Self { is_listed: is_passed_on && script.commands.iter().any(lists), aliases }
    }
}

/// The other name that a command gives to Phantom's program.
fn alias(command: &ShellCommand) -> Option<String> {
    if !NAMING.contains(&command.program()) {
        return None;
    }
    let is_operand = |word: &&str| !word.starts_with('-');
    let words = command.words.iter().skip(1).map(|word| word.text.as_str()).filter(is_operand);
    let words: Vec<&str> = words.collect();
    let (target, sources) = words.split_last()?;
    let base = |word: &str| word.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let is_own = |word: &&str| matches!(&*base(word), "phantom" | "phantom.exe" | "cargo-phantom");
    sources.iter().any(is_own).then(|| base(target))
}

/// Whether a file is this program, by a link or as a copy.
fn is_this_program(path: &Path) -> bool {
    let Ok(own) = std::env::current_exe() else { return false };
    let size = |path: &Path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|about| about.len());
    size(path).is_some_and(|length| size(&own) == Some(length)) || policy::is_same_file(path, &own)
}

/// Whether a variable says where the user's files are.
pub(super) fn is_home(name: &str) -> bool {
    HOMES.contains(&name)
}

/// Why variables are refused that take the user's files away from an install, where there are any.
pub(super) fn moved(set: &[(String, String)]) -> Option<String> {
    let (name, _) = set.first()?;
    let files = |environment: &Environment| {
        let policy = UserFile::of(environment).path().map(Path::to_owned);
        [policy, advisory::folder(environment).map(|folder| folder.join(advisory::FILE_NAME))]
    };
    let before = Environment::of_process();
    let process = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let after: Environment = process.chain(set.iter().cloned()).collect();
    let is_lost = files(&before)
        .into_iter()
        .zip(files(&after))
        .any(|(before, after)| before != after && before.is_some_and(|path| path.exists()));
    is_lost.then(|| {
        format!("The command sets {name}, which would take the user's own policy or advisories away: leave it out.")
    })
}

impl Judge<'_> {
    /// What is behind Phantom's name, whatever that is here; and whether cargo's commands go there.
    pub(super) fn as_own<'w>(
        &self,
        name: &str,
        words: &'w [&'w str],
        command: &ShellCommand,
        all: &Whole,
    ) -> Option<(&'w [&'w str], bool)> {
        match (name, words) {
            ("phantom", _) => return Some((words, false)),
            ("cargo-phantom", _) => {
                let rest = words.strip_prefix(&["phantom"]).unwrap_or(words);
                return Some((rest, true));
            }
            ("cargo", ["phantom", rest @ ..]) => return Some((rest, true)),
            ("cargo", ["run" | "r", rest @ ..]) => {
                let end = rest.iter().position(|word| *word == "--")?;
                let is_own = |word: &&str| word.trim_start_matches("--bin=") == "phantom";
                let (before, behind) = rest.split_at_checked(end)?;
                return before.iter().any(is_own).then_some((behind.get(1..)?, false));
            }
            _ => {}
        }
        let is_one = || {
            let path = command.words.first().map(|word| self.guarded.at(&word.text, &command.folder));
            path.is_some_and(|path| is_this_program(&path))
        };
        let is_asked = words.iter().any(|word| OF_THE_USER.contains(word));
        (all.aliases.iter().any(|alias| alias == name) || is_asked && is_one()).then_some((words, false))
    }

    /// Phantom's own commands: what takes it away, or would let a name through, is the user's to run.
    pub(super) fn own(&mut self, words: &[&str], of_cargo: bool, command: &ShellCommand) {
        let given: Vec<OsString> = words.iter().map(OsString::from).collect();
        let at = dispatch::first_word(&given);
        let verb = words.get(at..).unwrap_or_default();
        let is_client = |word: &&str| {
            if of_cargo { !cargo::is_own(word) } else { gate::is_client(word.as_ref()) }
        };
        let client = verb.first().is_some_and(is_client);
        let before = if client { words.get(..at).unwrap_or_default() } else { words };
        let own = words.split(|word| *word == "--").next().unwrap_or_default();
        let has = |word: &str| !client && own.contains(&word);
        let helps = has("--help") || has("-h");
        if let Some(file) = self.output(before, command) {
            self.refuse(format!("Phantom would write its report over {}.", escaped(file)));
        } else if let Some(option) = self.lenient(before, command).filter(|_| client) {
            self.refuse(format!(
                "Phantom's `{}` is the user's to give, in a terminal: leave it out.",
                escaped(option)
            ));
        } else if client || helps {
            if before.iter().any(|word| word.contains(UNKNOWN)) {
                self.refuse("What Phantom is given is decided by an expansion: write its command out.");
            }
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
        } else if verb.first() == Some(&"advisories") && has("--replace") {
            self.seen.client("phantom");
            self.refuse("Advisories are replaced by the user, in a terminal: import without `--replace` adds to them.");
        } else if words.iter().take(at + 1).any(|word| word.contains(UNKNOWN)) {
            self.refuse("What Phantom is given is decided by an expansion: write its command out.");
        }
    }

    /// The first option that may let more through. The file that counts here anyway is none.
    fn lenient<'w>(&self, words: &[&'w str], command: &ShellCommand) -> Option<&'w str> {
        words.iter().enumerate().find_map(|(at, word)| {
            let (name, value) =
                word.split_once('=').map_or((*word, None), |(name, value)| (name, Some(value)));
            let value = value.or_else(|| words.get(at + 1).copied()).unwrap_or_default();
            let counts = || self.guarded.is_nearest(&self.guarded.at(value, &command.folder));
            (LENIENT.contains(&name) && !(name == "--config" && counts())).then_some(*word)
        })
    }

    /// The guarded file that a report would go to.
    fn output<'w>(&self, words: &[&'w str], command: &ShellCommand) -> Option<&'w str> {
        words.iter().enumerate().find_map(|(at, word)| {
            let value = match word.strip_prefix("--output") {
                Some("") => words.get(at + 1).copied()?,
                Some(value) => value.strip_prefix('=')?,
                None => return None,
            };
            self.guarded.holds(&self.guarded.at(value, &command.folder)).then_some(value)
        })
    }

    /// Files that a text changes by code, by a path that is not known, or in a part that is not read.
    pub(super) fn policies(&mut self, text: &str, script: &Script) {
        let names_one = || {
            text.split([' ', '\n', '\'', '"', '(', ')', ';', '|', '`', '='])
                .any(|word| self.guarded.is_named_in(word) || self.guarded.may_be(word))
        };
        let leads = |raw: &String| {
            raw.contains(['(', '`']) && (self.guarded.is_named_in(raw) || raw.contains("phantom"))
                || script.assigned.iter().any(|name| raw.contains(&**name)) && names_one()
        };
        let what = if script.is_unread && self.guarded.is_named_in(text) {
            "names a policy file, and cannot be read"
        } else if script.code.iter().any(|code| changes::code_changes(code, self.guarded)) {
            "holds code that names a policy file and changes files"
        } else if script.open_targets.iter().any(leads) {
            "may write to a policy file: an expansion decides where"
        } else {
            return;
        };
        self.refuse(format!("The command {what}: what is let through is the user's to say. An edit that makes it stricter may be made with an edit tool."));
    }

    /// `PHANTOM_REPORT` names a file that is written.
    pub(super) fn written_by_variables(&mut self, set: &[(String, String)], folder: &Folder) {
        let is_over = |(name, value): &&(String, String)| {
            name == "PHANTOM_REPORT" && self.guarded.holds(&self.guarded.at(value, folder))
        };
        if let Some((name, value)) = set.iter().find(is_over) {
            self.refuse(format!("{name} would have a report written over {}.", escaped(value)));
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
        if self.guarded.is_advisories(&edit.path) {
            self.refuse("The advisories are the user's: `phantom advisories import` adds to them.");
        } else if self.guarded.is_policy(&edit.path) {
            if let Some(sentence) = policy::judge(edit, self.folder) {
                self.seen.client(&file_name(&edit.path));
                self.refuse(sentence);
            }
        } else if let Some(kind) = edit.kind() {
            self.edit(edit, kind);
        }
    }
}
