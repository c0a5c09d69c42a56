//! A temporary folder and surroundings in which a client can do no harm.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use phantom_guard::policy::RESERVED_NAME;

/// The time that one attempt may take. A gate answers in milliseconds; a client that is reached all the
/// same fails at its registry.
const PATIENCE: Duration = Duration::from_secs(20);

/// A registry where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:9/";

/// Variables that keep each client from every registry, retries, and the user's own folders.
const SURROUNDINGS: [(&str, &str); 17] = [
    ("PHANTOM_LOG", "off"),
    ("PIP_INDEX_URL", NOWHERE),
    ("PIP_CONFIG_FILE", "/dev/null"),
    ("PIP_RETRIES", "0"),
    ("PIP_NO_INPUT", "1"),
    ("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
    ("npm_config_registry", NOWHERE),
    ("npm_config_fetch_retries", "0"),
    ("npm_config_update_notifier", "false"),
    ("YARN_REGISTRY", NOWHERE),
    ("YARN_NPM_REGISTRY_SERVER", NOWHERE),
    ("BUN_CONFIG_REGISTRY", NOWHERE),
    ("UV_DEFAULT_INDEX", NOWHERE),
    ("UV_INDEX_URL", NOWHERE),
    ("UV_OFFLINE", "1"),
    ("CARGO_NET_OFFLINE", "true"),
    ("CARGO_NET_RETRY", "0"),
];

/// Variables that name folders of the user's, which get one of the probe's.
const FOLDERS: [&str; 5] =
    ["CARGO_HOME", "PIP_TARGET", "npm_config_cache", "npm_config_prefix", "YARN_CACHE_FOLDER"];

/// Variables that would change what Phantom does, or where a client asks besides.
const WITHOUT: [&str; 7] = [
    "PHANTOM_BYPASS",
    "PHANTOM_REPORT",
    "PHANTOM_STARTED",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "UV_EXTRA_INDEX_URL",
    "NPM_CONFIG_REGISTRY",
];

/// A place to try commands in. Removed when dropped.
#[derive(Debug)]
pub(super) struct Probe {
    folder: tempfile::TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(super) struct Seen {
    /// Its exit code; `None` where it did not end, or a signal ended it.
    pub(super) code: Option<i32>,
    /// What it printed.
    pub(super) stdout: String,
    /// What it said.
    pub(super) stderr: String,
}

impl Probe {
    /// A new one.
    ///
    /// # Errors
    /// Where no temporary folder can be made.
    pub(super) fn new() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("phantom-doctor-").tempdir()?;
        fs::write(folder.path().join("package.json"), "{\"private\": true}\n")?;
        fs::create_dir(folder.path().join("CARGO_HOME"))?;
        let nowhere = format!(
            "[source.crates-io]\nreplace-with = \"nowhere\"\n[source.nowhere]\nregistry = \"sparse+{NOWHERE}\"\n"
        );
        fs::write(folder.path().join("CARGO_HOME/config.toml"), nowhere)?;
        Ok(Self { folder })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A command in it.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder()).envs(SURROUNDINGS);
        command.envs(FOLDERS.map(|name| (name, self.folder().join(name))));
        for name in WITHOUT {
            command.env_remove(name);
        }
        command
    }

    /// A command line as a shell that is not interactive finds its program.
    pub(super) fn by_shell(&self, words: &[&str]) -> Command {
        let mut command = self.command(Path::new("/bin/sh"));
        // `exec`, so that the process that is waited for is the program.
        command.args(["-c", "exec \"$@\"", "sh"]).args(words);
        command
    }

    /// Runs a command to its end, or to the end of patience.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub(super) fn run(&self, mut command: Command, input: &str) -> io::Result<Seen> {
        let at = |name: &str| self.folder().join(name);
        fs::write(at("stdin"), input)?;
        command.stdin(File::open(at("stdin"))?);
        // Files, since a pipe stays open as long as anything that the command started lives.
        command.stdout(File::create(at("stdout"))?).stderr(File::create(at("stderr"))?);
        let mut child = command.spawn()?;
        let started = Instant::now();
        let status = loop {
            match child.try_wait()? {
                Some(status) => break Some(status),
                None if started.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(3)),
                None => {
                    child.kill()?;
                    child.wait()?;
                    break None;
                }
            }
        };
        let text = |name: &str| fs::read(at(name)).map(|text| String::from_utf8_lossy(&text).into_owned());
        let code = status.and_then(|status| status.code());
        Ok(Seen { code, stdout: text("stdout")?, stderr: text("stderr")? })
    }

    /// Runs an install of the reserved name, which has to be refused before the client runs.
    ///
    /// # Errors
    /// What was seen instead, in words.
    pub(super) fn is_refused(&self, command: Command) -> Result<(), String> {
        self.run(command, "").map_err(|error| format!("it cannot be started: {error}"))?.is_refusal()
    }
}

impl Seen {
    /// Whether Phantom refused the reserved name.
    ///
    /// # Errors
    /// What was seen instead, in words.
    pub(super) fn is_refusal(&self) -> Result<(), String> {
        let last = self.last_words();
        match self.code {
            Some(1) if last.starts_with(&format!("phantom: blocked {RESERVED_NAME} (")) => Ok(()),
            None => Err(format!("it did not end within {} s", PATIENCE.as_secs())),
            Some(code) => Err(format!("it ended with exit code {code} and not with a refusal: {last:?}")),
        }
    }

    /// The last line that was said: some clients say on standard output what went wrong.
    pub(super) fn last_words(&self) -> String {
        let mut lines = self.stdout.lines().chain(self.stderr.lines());
        let last = lines.rfind(|line| !line.trim().is_empty()).unwrap_or_default();
        last.chars().take(120).collect()
    }
}

/// Whether a program of this name is on `PATH`.
pub(super) fn is_on_path(name: &str) -> bool {
    which::which(name).is_ok()
}

/// A command whose standard streams go nowhere.
pub(super) fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
