//! Runs cargo for what it would write into a lockfile, and leaves the project as it was.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use phantom_guard::cargo_config::CargoConfig;
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{FileKind, Reading};
use tempfile::TempDir;

use super::Stop;
use super::aside::putting_back;
use super::written::Written;
use crate::gate::{Scene, child};

/// What a rehearsal found.
#[derive(Debug)]
pub(super) enum Rehearsed {
    /// The lockfile as it would be, shown under its own name.
    Lockfile(Box<Reading>, Written),
    /// None is written.
    Nothing,
}

/// A command of cargo's that resolves, and the lockfile that it writes.
pub(super) struct Rehearsal<'a> {
    pub(super) scene: &'a Scene,
    /// `+toolchain`, where the user chose one.
    pub(super) toolchain: Option<&'a OsString>,
    /// The words behind it.
    pub(super) words: Vec<OsString>,
    /// The project's lockfile, whether it is there or not.
    pub(super) lockfile: PathBuf,
}

impl Rehearsal<'_> {
    /// Runs it with a lockfile elsewhere, which takes one of cargo's unstable options; where cargo has no
    /// such option, or others are chosen that would count with it, with the project's own, which is put back.
    pub(super) fn run(&self) -> Result<Rehearsed, Stop> {
        let config = CargoConfig::gather(&self.scene.folder, &self.scene.environment);
        if config.has_unstable() {
            return self.in_place();
        }
        match self.elsewhere()? {
            Some(rehearsed) => Ok(rehearsed),
            None => self.in_place(),
        }
    }

    fn elsewhere(&self) -> Result<Option<Rehearsed>, Stop> {
        let folder = temporary(self.scene)?;
        let copy = folder.path().join("Cargo.lock");
        match fs::copy(&self.lockfile, &copy) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(fault(&format!("{} cannot be read: {error}", self.lockfile.display())).into());
            }
        }
        let mut setting = OsString::from("resolver.lockfile-path=");
        setting.push(toml_text(&copy));
        let mut command = self.cargo();
        command.args([OsStr::new("-Zlockfile-path"), OsStr::new("--config"), &setting]).args(&self.words);
        command.env("RUSTC_BOOTSTRAP", "1");
        match finish(command) {
            Ok(()) => Ok(Some(self.read(&copy))),
            Err(Failed::Said(said)) if said.contains("`-Z` flag") => Ok(None),
            Err(failed) => Err(failed.stop("cargo")),
        }
    }

    fn in_place(&self) -> Result<Rehearsed, Stop> {
        let mut command = self.cargo();
        command.args(&self.words);
        putting_back(std::slice::from_ref(&self.lockfile), || {
            finish(command).map_err(|failed| failed.stop("cargo"))?;
            Ok(self.read(&self.lockfile))
        })
    }

    /// The project's configuration names no program for it: rustc is the real one.
    fn cargo(&self) -> Command {
        let client = self.scene.client.clone().unwrap_or_else(|| "cargo".into());
        let beside = client.with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX));
        let rustc = if beside.is_file() { Ok(beside) } else { which::which("rustc") };
        let mut command = Command::new(client);
        command.args(self.toolchain).current_dir(&self.scene.folder);
        if let Ok(rustc) = rustc {
            command.env("RUSTC", rustc).env("RUSTC_WRAPPER", "").env("RUSTC_WORKSPACE_WRAPPER", "");
        }
        command
    }

    fn read(&self, file: &Path) -> Rehearsed {
        if !file.is_file() {
            return Rehearsed::Nothing;
        }
        let shown = self.lockfile.strip_prefix(&self.scene.folder).unwrap_or(&self.lockfile);
        let shown = format!("{} (as cargo would write it)", shown.display());
        let (reading, written) = Written::read(FileKind::CargoLock, file, &self.lockfile, shown);
        Rehearsed::Lockfile(Box::new(reading), written)
    }
}

/// What the names of temporary folders begin with.
const PREFIX: &str = "phantom-";

/// For how long a folder may be somebody's: what is older was left by a run that was killed.
const IN_USE: Duration = Duration::from_secs(3600);

/// A folder of this user's alone, gone when dropped.
pub(super) fn temporary(scene: &Scene) -> Result<TempDir, Stop> {
    let prefix = tempfile::Builder::new().prefix(PREFIX).to_owned();
    let in_cache = phantom_guard::cache::folder(&scene.environment).and_then(|folder| {
        fs::create_dir_all(&folder).ok()?;
        sweep(&folder);
        prefix.tempdir_in(folder).ok()
    });
    match in_cache {
        Some(folder) => Ok(folder),
        None => prefix
            .tempdir()
            .map_err(|error| fault(&format!("no temporary folder can be made: {error}")).into()),
    }
}

/// Removes what killed runs have left. What cannot be removed is nobody's trouble.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_own = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let modified =
            entry.metadata().ok().filter(fs::Metadata::is_dir).and_then(|data| data.modified().ok());
        if is_own && modified.and_then(|then| then.elapsed().ok()).is_some_and(|age| age > IN_USE) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Why a client did not do what it was to.
#[derive(Debug)]
pub(super) enum Failed {
    /// It said so on standard error.
    Said(String),
    /// A signal ended it.
    Ended(ExitStatus),
}

impl Failed {
    pub(super) fn stop(self, client: &str) -> Stop {
        match self {
            Self::Said(said) => unresolved(client, &said).into(),
            Self::Ended(status) => Stop::Ended(status),
        }
    }
}

/// 128 and the number of Ctrl-C's signal.
const INTERRUPTED: i32 = 130;

/// Runs it to its end, and sends signals on to it.
pub(super) fn finish(mut command: Command) -> Result<(), Failed> {
    let cannot = |error: io::Error| Failed::Said(format!("the client cannot be started: {error}"));
    let mut said = tempfile::tempfile().map_err(cannot)?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said.try_clone().map_err(cannot)?);
    let status = child::run(command, &child::Running::default()).map_err(cannot)?;
    if status.success() {
        return Ok(());
    }
    // Some clients catch Ctrl-C, and end with the code that a shell has for it.
    if matches!(status.code(), None | Some(INTERRUPTED)) {
        return Err(Failed::Ended(status));
    }
    let mut words = Vec::new();
    let _ = said.rewind().and_then(|()| said.read_to_end(&mut words));
    Err(Failed::Said(String::from_utf8_lossy(&words).into_owned()))
}

/// A text as TOML and `--config` take it.
fn toml_text(path: &Path) -> String {
    toml_edit::Value::from(path.to_string_lossy().into_owned()).to_string()
}

/// The client failed, and would fail again: what it says is the user's to read.
pub(super) fn unresolved(client: &str, said: &str) -> InputError {
    let told = said.lines().skip_while(|line| !line.starts_with("error")).take(12);
    let told = told.map(|line| line.trim_start_matches("error: ").trim());
    let told = told.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    let told = if told.is_empty() { said.trim().to_owned() } else { told };
    InputError {
        hint: format!(
            "what {client} says is to be mended first; without an answer, what it would fetch is not known"
        ),
        ..fault(&format!("{client} cannot resolve the project: {told}"))
    }
}

pub(super) fn fault(message: &str) -> InputError {
    InputError { file: None, line: None, column: None, message: message.to_owned(), hint: String::new() }
}
