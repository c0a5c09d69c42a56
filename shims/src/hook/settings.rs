//! `phantom hook install`, `uninstall` and `status`: the settings of agents, and git's hook.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::report::Exit;

use super::{Agent, git, text};
use crate::args::{HookPlace, HookTarget};

/// What to do about files that do not let Phantom in.
pub(super) const WRITABLE: &str = "look at who may write it, and its folder";
pub(super) const READABLE: &str = "look at who may read it";

/// What to do where agents would not find the program.
const ON_PATH: &str = "help: put its folder on PATH, or use --user, which names the program by its full path";

/// A file that is to be changed.
struct Settings {
    agent: Agent,
    path: PathBuf,
    /// What the agent is to run.
    command: String,
}

impl Settings {
    /// An error is what is wrong, and what to do about it.
    fn of(agent: Agent, of_user: bool) -> Result<Self, (String, &'static str)> {
        let root = if of_user {
            std::env::home_dir().ok_or(("there is no home folder".to_owned(), "set HOME"))?
        } else {
            let why = |error| format!("the working folder cannot be read: {error}");
            std::env::current_dir().map_err(|error| (why(error), "change to a folder that exists"))?
        };
        let path = agent.settings(of_user, &root);
        let path = path.ok_or_else(|| {
            (format!("{} has hooks in projects only", agent.word()), "use --project, in the project's folder")
        })?;
        let program = match std::env::current_exe() {
            // A project's file is for everybody who works on it.
            Ok(own) if of_user => {
                let own = own.to_string_lossy().into_owned();
                if own.contains(' ') { format!("\"{own}\"") } else { own }
            }
            _ => "phantom".to_owned(),
        };
        Ok(Self { agent, path, command: format!("{program} hook {}", agent.word()) })
    }

    fn is_own(&self, command: &str) -> bool {
        let end = format!(" hook {}", self.agent.word());
        command.strip_suffix(&end).is_some_and(|program| program.trim_end_matches('"').ends_with("phantom"))
    }

    /// What stands in the file; `None` where there is none.
    fn read(&self) -> Result<Option<String>, String> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("it cannot be read: {error}")),
        }
    }

    /// The file's new text; `None` where the hook stands there.
    fn installed(&self) -> Result<Option<String>, String> {
        let entries = self.agent.entries(&self.command);
        let Some(mut whole) = self.read()? else {
            return Ok(Some(text::new(&entries, self.agent.has_version())));
        };
        if text::without(&whole, &|command| self.is_own(command))?.is_some() {
            return Ok(None);
        }
        for (event, entry) in &entries {
            whole = text::with(&whole, event, entry)?;
        }
        Ok(Some(whole))
    }

    fn by_hand(&self) -> String {
        text::new(&self.agent.entries(&self.command), self.agent.has_version())
    }
}

pub(super) fn install(place: &HookPlace) -> ExitCode {
    let agent = match place.client {
        HookTarget::Git => return git::install(),
        HookTarget::Agent(agent) => agent,
    };
    let settings = match Settings::of(agent, place.user) {
        Ok(settings) => settings,
        Err((why, help)) => return fails(&why, help),
    };
    let shown = settings.path.display();
    match settings.installed() {
        Ok(None) => say(&format!("{shown} has the hook already")),
        Ok(Some(whole)) => match write(&settings.path, &whole) {
            Ok(()) => say(&format!("{shown}: {} asks Phantom now", agent.word())),
            Err(error) => return fails(&format!("{shown} cannot be written: {error}"), WRITABLE),
        },
        Err(why) => {
            let help = format!("put this into it by hand:\n{}", settings.by_hand());
            return fails(&format!("{shown}: {why}"), &help);
        }
    }
    if !place.user && which::which("phantom").is_err() {
        say(&format!(
            "warning: `phantom` is not on PATH: an agent that does not find it runs commands unchecked\n  {ON_PATH}"
        ));
    }
    if agent == Agent::Codex {
        say("Codex runs a new hook only once it is trusted: type /hooks in Codex");
    }
    ExitCode::SUCCESS
}

pub(super) fn uninstall(place: &HookPlace) -> ExitCode {
    let agent = match place.client {
        HookTarget::Git => return git::uninstall(),
        HookTarget::Agent(agent) => agent,
    };
    let settings = match Settings::of(agent, place.user) {
        Ok(settings) => settings,
        Err((why, help)) => return fails(&why, help),
    };
    let shown = settings.path.display();
    let whole = match settings.read() {
        Ok(Some(whole)) => whole,
        Ok(None) => return said(&format!("{shown} is not there")),
        Err(why) => return fails(&format!("{shown}: {why}"), READABLE),
    };
    // What was written whole goes whole.
    let done = if whole == settings.by_hand() {
        fs::remove_file(&settings.path)
    } else {
        match text::without(&whole, &|command| settings.is_own(command)) {
            Ok(Some(less)) => write(&settings.path, &less),
            Ok(None) => return said(&format!("{shown} has no hook of Phantom's")),
            Err(why) => {
                return fails(
                    &format!("{shown}: {why}"),
                    &format!("take `{}` out by hand", settings.command),
                );
            }
        }
    };
    match done {
        Ok(()) => said(&format!("{shown}: the hook is taken out")),
        Err(error) => fails(&format!("{shown} cannot be written: {error}"), WRITABLE),
    }
}

pub(super) fn status() -> ExitCode {
    let mut of_project = false;
    let mut any = false;
    for agent in Agent::ALL {
        for of_user in [false, true] {
            let Ok(settings) = Settings::of(agent, of_user) else { continue };
            let has_own = settings.read().and_then(|whole| {
                let is_own = |command: &str| settings.is_own(command);
                whole.map_or(Ok(None), |whole| text::without(&whole, &is_own))
            });
            let shown = settings.path.display();
            let state = match has_own {
                Ok(Some(_)) => format!("installed      {shown}"),
                Ok(None) => "not installed".to_owned(),
                Err(why) => format!("not known      {shown}: {why}"),
            };
            let installed = state.starts_with("installed");
            of_project |= installed && !of_user;
            any |= installed;
            say(&format!("{:<12} {:<8} {state}", agent.word(), if of_user { "user" } else { "project" }));
        }
    }
    say(&format!("{:<12} {:<8} {}", "git", "project", git::state()));
    match which::which("phantom") {
        Ok(path) if of_project => say(&format!("hooks of this project run {}", path.display())),
        Err(_) if of_project => say(&format!(
            "warning: `phantom` is not on PATH: hooks of this project do not find it\n  {ON_PATH}"
        )),
        _ => {}
    }
    say(if any {
        "`phantom doctor` tries them."
    } else {
        "to set one up: phantom hook install claude-code (--user for all projects)"
    });
    ExitCode::SUCCESS
}

/// Writes a file whole or not at all, where a link leads and with the permissions that it has.
pub(super) fn write(path: &Path, whole: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let Ok(about) = fs::metadata(&path) else {
        // A new one gets the permissions that files get here.
        return fs::OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(whole.as_bytes());
    };
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(whole.as_bytes())?;
    fs::set_permissions(temporary.path(), about.permissions())?;
    temporary.persist(&path)?;
    Ok(())
}

/// Writes a line to standard output. Where that is closed, nobody can be told.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

pub(super) fn said(line: &str) -> ExitCode {
    say(line);
    ExitCode::SUCCESS
}

/// The same to standard error.
pub(super) fn say_beside(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// An error, and what to do about it.
pub(super) fn fails(why: &str, help: &str) -> ExitCode {
    say_beside(&format!("error: {why}\n  help: {help}"));
    ExitCode::from(Exit::Unreadable.code())
}
