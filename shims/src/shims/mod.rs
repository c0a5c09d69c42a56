//! `phantom shims`: Phantom under the clients' names, before the real ones on `PATH`.
//!
//! A shim is this program itself, as a hard link or a copy, and goes by the name that it is called by
//! ([`crate::gate::client_of`]). docs/shims.md says what that covers and what it does not.

mod install;
mod names;
mod profile;
mod record;
mod status;
mod uninstall;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::advisory;
use phantom_guard::finding::InputError;
use phantom_guard::registry::locate::Environment;

use crate::args::{ShimsArgs, ShimsCommand};
use crate::check::fault;
use crate::output::Output;

pub(crate) use names::{CLIENTS, reached};
pub(crate) use record::Record;
pub(crate) use status::{Client, Standing, clients};

/// Runs one of the three.
pub(crate) fn run(args: &ShimsArgs, output: &Output) -> ExitCode {
    let place = match Place::find(args.dir.as_deref()) {
        Ok(place) => place,
        Err(error) => return output.errors(vec![error]),
    };
    match args.command {
        ShimsCommand::Install(args) => install::run(&place, args, output),
        ShimsCommand::Uninstall => uninstall::run(&place, output),
        ShimsCommand::Status => status::run(&place, output),
    }
}

/// Where the shims are, and whose they are.
pub(crate) struct Place {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The folder as a shell's line has it.
    text: String,
    /// This program.
    pub(crate) own: PathBuf,
    environment: Environment,
}

impl Place {
    /// The folder that was said; else Phantom's own; else one on `PATH` that has shims.
    ///
    /// # Errors
    /// Where there is none, or it cannot stand on `PATH`.
    pub(crate) fn find(said: Option<&Path>) -> Result<Self, InputError> {
        let own = crate::own::program().map_err(|error| {
            let message = format!("Phantom does not find its own program: {error}");
            fault(message, "call it again by its full path")
        })?;
        let environment = Environment::of_process();
        let usual = advisory::folder(&environment).map(|folder| folder.join("shims"));
        let folder = said
            .map(Path::to_owned)
            .or_else(|| usual.clone().filter(|folder| Record::is_in(folder)))
            .or_else(on_path)
            .or(usual)
            .ok_or_else(|| {
                let message = "there is no folder for shims: the environment names no home".to_owned();
                fault(message, "name one with --dir")
            })?;
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        match folder.to_str() {
            Some(text) if !text.contains([':', '\n', '\r']) => {
                Ok(Self { text: text.to_owned(), folder, own, environment })
            }
            _ => {
                let message = format!("{} cannot stand on PATH", folder.display());
                Err(fault(message, "choose a folder without a colon, line breaks and broken characters"))
            }
        }
    }

    /// What a shim's file is.
    fn state(&self, record: &Record, name: &str) -> State {
        let path = self.path_of(name);
        if path.symlink_metadata().is_err() {
            State::Absent
        } else if crate::own::is_same_program(&self.own, &path) {
            State::Current
        } else if record.has(&path) {
            State::Outdated
        } else {
            State::Foreign
        }
    }

    fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The line that puts the folder first on `PATH`.
    pub(crate) fn line(&self) -> String {
        profile::Shell::of(&self.environment).unwrap_or(profile::Shell::Bash).line(&self.text)
    }

    /// The folder of the environment that is activated: Python's, else conda's.
    pub(crate) fn environment_root(&self) -> Option<PathBuf> {
        ["VIRTUAL_ENV", "CONDA_PREFIX"].into_iter().find_map(|name| self.environment.path(name))
    }

    /// Whether the folder stands before every other on `PATH`.
    fn is_first(&self) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).next().is_some_and(|first| first == self.folder)
    }
}

/// The state of one file in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// There is none.
    Absent,
    /// It is this program.
    Current,
    /// It is a shim of another Phantom.
    Outdated,
    /// It is somebody else's.
    Foreign,
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|folder| folder.is_absolute() && Record::is_in(folder))
}
