//! A folder in which real clients run as on a fresh machine, with no setting of this one.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::Registry;

/// A temporary folder with its own home, caches and settings. Removed when dropped.
#[derive(Debug)]
pub struct Sandbox {
    root: TempDir,
    environment: Vec<(OsString, OsString)>,
}

/// What a command did.
#[derive(Debug)]
pub struct Outcome {
    /// Its exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// Its standard error.
    pub stderr: Vec<u8>,
}

impl Outcome {
    /// Standard output as text.
    pub fn stdout_text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Standard error as text.
    pub fn stderr_text(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// The last line of standard error that holds anything.
    pub fn last_error_line(&self) -> String {
        self.stderr_text().lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned()
    }

    /// Exit code, standard output and standard error, laid out for a snapshot.
    pub fn shown(&self) -> String {
        let code = self.code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        format!("exit: {code}\n----- stdout\n{}----- stderr\n{}", self.stdout_text(), self.stderr_text())
    }

    /// Fails the test unless the exit code is as expected, and shows what was said.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.shown());
        self
    }
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Sandbox {
    /// A new one, whose clients know no registry.
    pub fn new() -> Self {
        let root = tempfile::Builder::new().prefix("phantom-test-").tempdir().unwrap();
        for folder in ["home", "project", "cargo-home", "npm-prefix", "tmp", "phantom-cache", "bin"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        let mut sandbox = Self { root, environment: Vec::new() };
        let at = |name: &str| sandbox.path(name).into_os_string();
        let environment = [
            ("HOME", at("home")),
            ("XDG_CACHE_HOME", at("home/.cache")),
            ("XDG_CONFIG_HOME", at("home/.config")),
            ("XDG_DATA_HOME", at("home/.local/share")),
            ("TMPDIR", at("tmp")),
            ("PATH", search_path(&sandbox.path("bin"))),
            ("LANG", "C.UTF-8".into()),
            ("PHANTOM_CACHE_DIR", at("phantom-cache")),
            // Only builds for tests look here.
            ("PHANTOM_MACHINE_CONFIG", at("machine.toml")),
            ("CARGO_HOME", at("cargo-home")),
            ("PIP_CONFIG_FILE", "/dev/null".into()),
            ("PIP_DISABLE_PIP_VERSION_CHECK", "1".into()),
            ("PIP_ROOT_USER_ACTION", "ignore".into()),
            ("PYTHONDONTWRITEBYTECODE", "1".into()),
            ("npm_config_cache", at("home/.npm")),
            ("npm_config_prefix", at("npm-prefix")),
            ("npm_config_globalconfig", at("home/npmrc-global")),
            ("npm_config_audit", "false".into()),
            ("npm_config_fund", "false".into()),
            ("npm_config_update_notifier", "false".into()),
        ];
        sandbox.environment = environment.map(|(key, value)| (key.into(), value)).into();
        sandbox.use_crates("sparse+http://127.0.0.1:9/no-such-index/");
        sandbox.set("PIP_INDEX_URL", "http://127.0.0.1:9/no-such-index/");
        sandbox.write("home/.npmrc", "registry=http://127.0.0.1:9/no-such-registry/\n");
        sandbox
    }

    /// A new one, whose clients install from the stand-in.
    pub fn with(registry: &Registry) -> Self {
        let mut sandbox = Self::new();
        sandbox.install_from(registry);
        sandbox
    }

    /// Lets the clients install from the stand-in: pip by the environment, npm and cargo by their files.
    pub fn install_from(&mut self, registry: &Registry) {
        self.set("PIP_INDEX_URL", registry.pypi());
        self.write("home/.npmrc", format!("registry={}\n", registry.npm()));
        self.use_crates(&registry.crates());
    }

    fn use_crates(&self, index: &str) {
        self.write(
            "cargo-home/config.toml",
            format!(
                "[source.crates-io]\nreplace-with = \"stand-in\"\n\n[source.stand-in]\nregistry = {index:?}\n\n[net]\nretry = 0\n"
            ),
        );
    }

    /// The sandbox's folder.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// A path in the sandbox.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.path().join(relative)
    }

    /// The folder in which commands run, unless told otherwise.
    pub fn project(&self) -> PathBuf {
        self.path("project")
    }

    /// Writes a file, and the folders above it; the path is relative to the sandbox.
    pub fn write(&self, relative: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Writes a script that the shell runs, in the folder that stands first on `PATH`.
    pub fn script(&self, name: &str, body: &str) -> PathBuf {
        let path = self.write(Path::new("bin").join(name), format!("#!/bin/sh\n{body}\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        path
    }

    /// Forgets what registries answered, so that the next command asks again.
    pub fn forget_answers(&self) {
        let _ = fs::remove_dir_all(self.path("phantom-cache"));
    }

    /// Sets a variable for every command that follows.
    pub fn set(&mut self, key: impl Into<OsString>, value: impl Into<OsString>) {
        let key = key.into();
        self.environment.retain(|(known, _)| *known != key);
        self.environment.push((key, value.into()));
    }

    /// A command in the project's folder with the sandbox's environment and nothing else.
    pub fn command<S: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(program);
        command.args(args).env_clear().current_dir(self.project());
        command.envs(self.environment.iter().map(|(key, value)| (key, value)));
        command
    }

    /// Runs a program to its end, with nothing on standard input.
    pub fn run<S: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = S>,
    ) -> Outcome {
        self.run_with_input(program, args, b"")
    }

    /// Runs a program to its end, with this on standard input.
    pub fn run_with_input<S: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = S>,
        input: &[u8],
    ) -> Outcome {
        finish(self.command(program, args), input)
    }
}

/// Runs a prepared command to its end.
fn finish(mut command: Command, input: &[u8]) -> Outcome {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A thread of its own, since a program may answer before it has read everything.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Outcome { code: output.status.code(), stdout: output.stdout, stderr: output.stderr }
}

/// The real program on this machine, past version managers' shims, which need the home they were
/// installed in.
///
/// # Panics
/// Where the machine lacks it: the real-client tests need cargo, npm and Python with pip, and those that
/// `tests/run` installs: `uv`, `pnpm`, `yarn` (the first) and `berry`.
pub fn program(name: &str) -> PathBuf {
    PROGRAMS
        .iter()
        .chain(INSTALLED.iter())
        .find(|(known, _)| *known == name)
        .map(|(_, path)| path.clone())
        .unwrap_or_else(|| panic!("`{name}` is not on this machine, and the tests need it: run tests/run"))
}

static PROGRAMS: LazyLock<Vec<(&'static str, PathBuf)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    // cargo tells its own children where the toolchain's cargo is.
    let cargo = env::var_os("CARGO").map(PathBuf::from).or_else(|| which("cargo"));
    found.extend(cargo.map(|path| ("cargo", path)));
    if let Some(python) =
        which("python3").and_then(|python| ask(&python, &["-c", "import sys; print(sys.executable)"]))
    {
        let pip = python.with_file_name("pip");
        let pip = if pip.is_file() { Some(pip) } else { which("pip") };
        found.extend(pip.map(|path| ("pip", path)));
        found.push(("python3", python));
    }
    found.extend(["npm", "npx", "node"].into_iter().filter_map(|name| which(name).map(|path| (name, path))));
    found
});

/// The clients that `tests/run` installs. They are not on a sandbox's PATH.
static INSTALLED: LazyLock<Vec<(&'static str, PathBuf)>> = LazyLock::new(|| {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/clients");
    let Ok(clients) = fs::canonicalize(clients) else { return Vec::new() };
    let programs = [
        ("uv", "python/bin/uv"),
        ("uvx", "python/bin/uvx"),
        ("pnpm", "node_modules/pnpm/bin/pnpm.cjs"),
        ("yarn", "node_modules/yarn/bin/yarn.js"),
        ("berry", "node_modules/berry/bin/yarn.js"),
        ("bun", "node_modules/bun/bin/bun.exe"),
    ];
    let programs = programs.map(|(name, place)| (name, clients.join(place)));
    programs.into_iter().filter(|(_, path)| path.is_file()).collect()
});

/// `first`, then the folders of the real clients, then the system's.
fn search_path(first: &Path) -> OsString {
    let mut folders = vec![first.to_owned()];
    for (_, path) in PROGRAMS.iter() {
        let folder = path.parent().unwrap().to_owned();
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders.extend(["/usr/bin", "/bin"].map(PathBuf::from));
    env::join_paths(folders).unwrap()
}

fn which(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn ask(program: &Path, args: &[&str]) -> Option<PathBuf> {
    let output = Command::new(program).args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(text.trim())).filter(|path| path.is_file())
}
