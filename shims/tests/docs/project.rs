//! The projects in which the docs' commands run, and the stand-in registry that they install from.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use phantom_testkit::{CratePackage, NpmPackage, PythonPackage, Registry, Sandbox, program};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::page::root;

/// The command `phantom`, built for this test run.
pub(crate) const PHANTOM: &str = env!("CARGO_BIN_EXE_phantom");

/// Clients that the tests have no real one of: what matters is what Phantom lets through.
const FAKES: [&str; 4] = ["pipx", "poetry", "pdm", "pipenv"];

/// A stand-in registry, and the project that most blocks want, which is made once and copied.
pub(crate) struct World {
    registry: Registry,
    everyday: Sandbox,
}

impl World {
    pub(crate) fn new() -> Self {
        let registry = registry();
        let everyday = machine(&registry);
        everyday_files(&everyday);
        Self { registry, everyday }
    }

    /// A machine with a project, with or without shims before its clients.
    ///
    /// # Errors
    /// The name of a project that is not there.
    pub(crate) fn sandbox(&self, project: &str, shims: bool) -> Result<Sandbox, String> {
        let mut sandbox = machine(&self.registry);
        match project {
            "everyday" => copy(&self.everyday.project(), &sandbox.project()),
            "first-look" => copy(&root().join("fixtures/first-look"), &sandbox.project()),
            "mend" => drop(sandbox.write("project/requirements.txt", "flask>=3\n\nreqeusts==2.31.0\n")),
            "python" => python(&sandbox),
            "node" => node(&sandbox),
            "empty" => {}
            other => return Err(format!("no project {other:?}: see shims/tests/docs/project.rs")),
        }
        if shims {
            run(&sandbox, PHANTOM, &["shims", "install"]);
            let path = sandbox.run("printenv", ["PATH"]).stdout_text();
            let shims = sandbox.path("home/.local/share/phantom/shims");
            sandbox.set("PATH", format!("{}:{}", shims.display(), path.trim_end()));
        }
        Ok(sandbox)
    }
}

/// What the docs' projects depend on, and bad names that nobody should get.
fn registry() -> Registry {
    let python = [
        PythonPackage::new("requests").version("2.31.0").requires("urllib3").published_days_ago(900),
        PythonPackage::new("requests").version("2.32.0").requires("urllib3").published_days_ago(400),
        PythonPackage::new("urllib3").version("2.2.0").published_days_ago(900),
        PythonPackage::new("flask").version("3.1.0").published_days_ago(700),
        PythonPackage::new("ruff").version("0.9.0").program().published_days_ago(300),
        PythonPackage::new("reqeusts").published_days_ago(2),
        // An honest package that brings a bad name.
        PythonPackage::new("rich").version("14.0.0").requires("reqeusts").published_days_ago(400),
    ];
    let npm = [
        NpmPackage::new("express").version("4.18.2").published_days_ago(900),
        NpmPackage::new("lodash").version("4.17.21").published_days_ago(900),
        NpmPackage::new("react").version("18.3.1").published_days_ago(500),
        NpmPackage::new("cowsay").version("1.6.0").program("console.log('moo')").published_days_ago(500),
        NpmPackage::new("epxress").published_days_ago(2),
    ];
    let crates = [
        CratePackage::new("itoa").version("1.0.11").published_days_ago(700),
        CratePackage::new("serde").version("1.0.200").published_days_ago(600),
        CratePackage::new("serde_json").version("1.0.120").published_days_ago(600),
        CratePackage::new("serde_jsno").published_days_ago(2),
    ];
    let builder = python.into_iter().fold(Registry::builder(), phantom_testkit::Builder::python);
    let builder = npm.into_iter().fold(builder, phantom_testkit::Builder::npm);
    crates.into_iter().fold(builder, phantom_testkit::Builder::krate).start()
}

/// A machine with real clients, and `phantom` on its PATH.
fn machine(registry: &Registry) -> Sandbox {
    let mut sandbox = Sandbox::with(registry);
    symlink(PHANTOM, sandbox.path("bin/phantom")).unwrap();
    for (name, value) in [
        // Where the real pip may install to.
        ("PIP_TARGET", sandbox.path("site").display().to_string()),
        ("UV_DEFAULT_INDEX", registry.pypi()),
        ("UV_PYTHON_DOWNLOADS", "never".to_owned()),
        ("UV_PYTHON", program("python3").display().to_string()),
        ("BUN_INSTALL", sandbox.path("home/.bun").display().to_string()),
        ("GIT_CONFIG_NOSYSTEM", "1".to_owned()),
        ("SHELL", "/bin/bash".to_owned()),
    ] {
        sandbox.set(name, value);
    }
    sandbox.write(
        "home/.gitconfig",
        "[user]\nname = You\nemail = you@example.org\n[init]\ndefaultBranch = main\n",
    );
    for name in ["uv", "uvx", "bun"] {
        symlink(program(name), sandbox.path("bin").join(name)).unwrap();
    }
    symlink(program("bun"), sandbox.path("bin/bunx")).unwrap();
    for name in ["pnpm", "yarn"] {
        sandbox.script(
            name,
            &format!("exec '{}' '{}' \"$@\"", program("node").display(), program(name).display()),
        );
    }
    for name in FAKES {
        sandbox.script(name, &format!("echo real {name} \"$@\""));
    }
    sandbox
}

/// A clean project of all three ecosystems, on a branch that adds a name to `main`, and what the docs import.
fn everyday_files(sandbox: &Sandbox) {
    let write = |path: &str, text: &str| sandbox.write(Path::new("project").join(path), text);
    write("requirements.txt", "requests==2.31.0\n");
    node(sandbox);
    write(
        "Cargo.toml",
        "[package]\nname = \"everyday\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nitoa = \"1\"\n",
    );
    write("src/lib.rs", "");
    // Nobody's setting of the machine, and what `cargo build` writes.
    write(".gitignore", "/target\n/node_modules\n/old\n*.csv\n*.zip\n/malicious-packages\n");
    git(sandbox, &["init", "--quiet"]);
    run(sandbox, "cargo", &["generate-lockfile", "--quiet"]);
    git(sandbox, &["add", "."]);
    git(sandbox, &["commit", "--quiet", "-m", "Start"]);
    git(sandbox, &["update-ref", "refs/remotes/origin/main", "main"]);
    git(sandbox, &["checkout", "--quiet", "-b", "branch"]);
    write("requirements.txt", "requests==2.31.0\nflask\n");
    git(sandbox, &["commit", "--quiet", "-a", "-m", "Flask"]);
    fs::create_dir(sandbox.path("project/old")).unwrap();
    fs::copy(sandbox.path("project/Cargo.lock"), sandbox.path("project/old/Cargo.lock")).unwrap();
    write("own.csv", "ecosystem,name,version,id,summary,url\nnpm,left-padd,,OWN-1,\"steals tokens\",\n");
    let document = r#"{"id":"MAL-2026-1","modified":"2026-01-01T00:00:00Z","summary":"steals tokens",
        "affected":[{"package":{"ecosystem":"npm","name":"left-padd"},"versions":["1.0.0"]}]}"#;
    write("malicious-packages/osv/MAL-2026-1.json", document);
    let mut archive = ZipWriter::new(File::create(sandbox.path("project/npm-all.zip")).unwrap());
    archive.start_file("MAL-2026-1.json", SimpleFileOptions::default()).unwrap();
    archive.write_all(document.as_bytes()).unwrap();
    archive.finish().unwrap();
}

fn python(sandbox: &Sandbox) {
    let text = "[project]\nname = \"app\"\nversion = \"0.1.0\"\nrequires-python = \">=3.9\"\ndependencies = [\"flask\"]\n";
    sandbox.write("project/pyproject.toml", text);
}

fn node(sandbox: &Sandbox) {
    let package = "{\n  \"name\": \"everyday\",\n  \"version\": \"1.0.0\",\n  \"private\": true,\n  \"dependencies\": {\n    \"express\": \"^4.18.2\"\n  }\n}\n";
    sandbox.write("project/package.json", package);
    run(sandbox, "npm", &["install", "--silent", "--package-lock-only"]);
}

fn git(sandbox: &Sandbox, args: &[&str]) {
    run(sandbox, "git", args);
}

/// Runs a program of the project's set-up, which may not fail.
fn run(sandbox: &Sandbox, program: &str, args: &[&str]) {
    sandbox.run(program, args).expect_code(0);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
