//! Reads the text of a shell command: which programs it runs, with which arguments, and where.
//!
//! The grammar is bash's, by the crate `brush-parser`; nothing is run, and files are read only where [`Files`] gives them. Words are
//! known as far as the text itself decides them: quotes, braces, variables that it assigns, the output of
//! its own `echo`. What an expansion decides otherwise is [`UNKNOWN`]. Programs that run other programs
//! (`sudo`, `env`, `xargs`, `bash -c`: `tables.rs`) give way to what they run.
//!
//! Variables are taken without regard to the order of their assignments: one with several values is
//! read with each of them. That is more than what runs, and never less.
//!
//! Not covered: files that are run (scripts, Makefiles, `npm run`), unless the same text writes them; what
//! runs on another machine (`ssh`, `docker run`); pieces of text that another program puts together.

mod builtin;
mod code;
mod expand;
mod files;
mod limits;
mod output;
mod peel;
mod programs;
mod redirects;
mod run;
mod tables;
#[cfg(test)]
mod tests;
mod values;
mod walk;
mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use files::{Files, NoFiles, fits};
pub use limits::{holds_install, holds_installer};

/// Stands in a word for what the text does not decide: a variable that it does not assign, the output of
/// a program.
pub const UNKNOWN: char = '\u{FFFC}';

/// The longest text that is read, in bytes. An argument of a Linux process cannot be longer.
pub const LONGEST: usize = 128 << 10;

/// The stack on which a text is read: the grammar goes down a level with each one of the text.
const STACK: usize = 64 << 20;

/// What surrounds a text.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The folder in which it runs.
    pub folder: &'a Path,
    /// What `~` stands for.
    pub home: Option<&'a Path>,
    /// The files that are there.
    pub files: &'a dyn Files,
}

/// What a text runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// Every simple command, in the order of the text, without those that only run another one.
    pub commands: Vec<ShellCommand>,
    /// What could run an installer and cannot be understood: each a lower-case fragment. Empty where the
    /// text holds no installer's name.
    pub not_understood: Vec<String>,
    /// The names of all variables that it sets, for itself or for a command.
    pub assigned: BTreeSet<String>,
    /// The files that it writes by redirection.
    pub writes: Vec<Written>,
    /// Variables that it sets for all that follows, with [`UNKNOWN`] for one that has several values.
    pub lasting: Vec<(String, String)>,
    /// What `apply_patch` is given, and where.
    pub patches: Vec<(Folder, String)>,
    /// Redirections into files that are not known, as they are written.
    pub open_targets: Vec<String>,
    /// Code of other languages that it runs.
    pub code: Vec<String>,
    /// Some of it is not read: it is too long, too deep, or no bash.
    pub is_unread: bool,
}

/// One simple command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellCommand {
    /// The program and its arguments, at least one.
    pub words: Vec<Word>,
    /// Variables that are set for it alone.
    pub assignments: Vec<(String, String)>,
    /// Where it runs.
    pub folder: Folder,
}

/// A word of a command. [`UNKNOWN`] stands in it for what is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its text.
    pub text: String,
    /// It may be no word at all, or several: an unquoted expansion that is not known.
    pub splits: bool,
}

/// A file that a text writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path; a relative one where the folder is not known.
    pub path: PathBuf,
    /// What is written; `None` where the text does not say it.
    pub text: Option<String>,
    /// It goes behind what the file holds.
    pub appends: bool,
}

/// Where a command runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folder {
    /// Here.
    Known(PathBuf),
    /// An expansion or the state of the shell decides.
    Unknown,
}

impl Word {
    /// A word that is known.
    pub fn known(text: impl Into<String>) -> Self {
        Self { text: text.into(), splits: false }
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        !self.text.contains(UNKNOWN)
    }
}

impl ShellCommand {
    /// The program's name without its folder, in either notation of paths.
    pub fn program(&self) -> &str {
        self.words.first().map_or("", |word| base_name(&word.text))
    }
}

impl Folder {
    /// The folder that `path` leads to from here.
    #[must_use]
    pub fn join(&self, path: &str) -> Self {
        match self {
            _ if path.contains(UNKNOWN) => Self::Unknown,
            _ if Path::new(path).is_absolute() => Self::Known(PathBuf::from(path)),
            Self::Known(folder) => Self::Known(folder.join(path)),
            Self::Unknown => Self::Unknown,
        }
    }
}

/// The last part of a path.
fn base_name(text: &str) -> &str {
    text.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Reads a text. It never fails: what is not understood stands in the result.
pub fn read(text: &str, surroundings: Surroundings<'_>) -> Script {
    let text = text.replace("\r\n", "\n");
    let holds = holds_installer(&text);
    let mut script = match limits::fault(&text) {
        Some(fault) => {
            Script { not_understood: vec![fault.to_owned()], is_unread: true, ..Script::default() }
        }
        None => on_own_stack(&text, surroundings),
    };
    let runs_one = || script.commands.iter().any(|command| limits::is_installer(command.program()));
    if !holds && !runs_one() {
        script.not_understood.clear();
    }
    script.not_understood.sort();
    script.not_understood.dedup();
    script
}

/// Reads on a stack that fits the deepest text within the limits, whatever the caller's is.
fn on_own_stack(text: &str, surroundings: Surroundings<'_>) -> Script {
    let unread =
        |why: &str| Script { not_understood: vec![why.to_owned()], is_unread: true, ..Script::default() };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        match thread.spawn_scoped(scope, || walk::script(text, surroundings)) {
            Ok(thread) => thread.join().unwrap_or_else(|_| unread("the grammar failed on it")),
            Err(_) => unread("no thread could be started to read it"),
        }
    })
}
