//! Names that only uv's resolver reaches: what uv.lock would gain is judged before uv installs.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;

use common::offline;
use phantom_testkit::{Outcome, PythonPackage, Registry, Sandbox, assert_shown, program};

/// A stand-in with an honest `flask` that brings `click`, a `rich` that brings `reqeusts`, which tells when it is
/// built, and a `tqdm` that is there as source alone; a project, and uv.
fn set_up(dependencies: &str) -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let canary = sandbox.path("canary");
    let built = sandbox.path("built");
    let registry = Registry::builder()
        .python(PythonPackage::new("click"))
        .python(PythonPackage::new("flask").requires("click>=1"))
        .python(PythonPackage::new("rich").requires("reqeusts"))
        .python(PythonPackage::new("reqeusts").canary(&canary).published_days_ago(2))
        .python(PythonPackage::new("tqdm").requires("click").canary(&built))
        .start();
    sandbox.install_from(&registry);
    sandbox.set("UV_DEFAULT_INDEX", registry.pypi());
    sandbox.set("UV_PYTHON_DOWNLOADS", "never");
    sandbox.set("UV_PYTHON", program("python3"));
    std::os::unix::fs::symlink(program("uv"), sandbox.path("bin/uv")).unwrap();
    depends_on(&sandbox, dependencies);
    (sandbox, registry)
}

fn depends_on(sandbox: &Sandbox, dependencies: &str) {
    let text = format!(
        "[project]\nname = \"project\"\nversion = \"0.1.0\"\nrequires-python = \">=3.9\"\ndependencies = [{dependencies}]\n"
    );
    sandbox.write("project/pyproject.toml", text);
}

#[track_caller]
fn blocked(outcome: &Outcome) {
    assert_eq!(outcome.code, Some(1), "{}", outcome.shown());
    assert_eq!(outcome.last_error_line(), "phantom: blocked reqeusts (uv was not run)");
}

/// Nothing of the bad package was fetched, nothing ran, and nothing was left.
fn stopped(sandbox: &Sandbox, registry: &Registry) {
    let fetched = registry.files_fetched();
    assert!(!fetched.iter().any(|request| request.mentions("reqeusts")), "{fetched:?}");
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/.venv").exists());
}

#[test]
fn a_name_that_a_good_package_brings_is_stopped_before_it_is_installed() {
    let (sandbox, registry) = set_up("\"rich\"");
    let outcome = offline(&sandbox, "uv sync");
    assert_shown!(sandbox, outcome);
    for line in ["uv lock", "uv run python -V", "uv export", "uv tree", "uv --project . sync"] {
        blocked(&offline(&sandbox, line));
    }
    assert!(!sandbox.path("project/uv.lock").exists());
    stopped(&sandbox, &registry);
}

#[test]
fn an_addition_is_rehearsed_and_the_files_are_as_before() {
    let (sandbox, registry) = set_up("\"flask\"");
    offline(&sandbox, "uv lock").expect_code(0);
    let before =
        ["pyproject.toml", "uv.lock"].map(|file| fs::read(sandbox.path("project").join(file)).unwrap());
    blocked(&offline(&sandbox, "uv add rich"));
    let after =
        ["pyproject.toml", "uv.lock"].map(|file| fs::read(sandbox.path("project").join(file)).unwrap());
    assert_eq!(after, before);
    stopped(&sandbox, &registry);
    offline(&sandbox, "uv add click").expect_code(0);
    let manifest = fs::read_to_string(sandbox.path("project/pyproject.toml")).unwrap();
    assert!(manifest.contains("click"), "{manifest}");
}

#[test]
fn without_a_bad_name_everything_is_as_without_phantom() {
    let (sandbox, registry) = set_up("\"flask\"");
    let sync = |phantom: bool| {
        let _ = fs::remove_dir_all(sandbox.path("project/.venv"));
        let _ = fs::remove_file(sandbox.path("project/uv.lock"));
        registry.forget_requests();
        let outcome =
            if phantom { offline(&sandbox, "uv sync") } else { sandbox.run(program("uv"), ["sync"]) };
        outcome.expect_code(0);
        (fs::read(sandbox.path("project/uv.lock")).unwrap(), registry.files_fetched().len())
    };
    let (guarded, _) = sync(true);
    let (plain, fetched_again) = sync(false);
    assert_eq!(String::from_utf8(guarded).unwrap(), String::from_utf8(plain).unwrap());
    assert_eq!(fetched_again, 0, "plain uv finds what was fetched under Phantom");
    for _ in 0..2 {
        registry.forget_requests();
        offline(&sandbox, "uv sync").expect_code(0);
        assert_eq!(registry.files_fetched(), []);
    }
}

#[test]
fn a_package_that_has_to_be_built_is_judged_first() {
    let (sandbox, registry) = set_up("\"tqdm\"");
    offline(&sandbox, "uv lock").expect_code(0);
    let lock = fs::read_to_string(sandbox.path("project/uv.lock")).unwrap();
    assert!(lock.contains("name = \"click\""), "{lock}");
    // The bad one is there as source alone too: it is named, and not built.
    depends_on(&sandbox, "\"tqdm\", \"rich\"");
    blocked(&offline(&sandbox, "uv sync"));
    stopped(&sandbox, &registry);
}

/// The project's own files, with what is in them.
fn files(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(sandbox.path("project")).unwrap().flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut files: Vec<_> = files
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_run_that_is_killed_leaves_the_project_as_it_was() {
    let (mut sandbox, registry) = set_up("\"flask\"");
    // What uv asks for never comes.
    let stalled = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    sandbox.set("UV_DEFAULT_INDEX", format!("http://{}/simple/", stalled.local_addr().unwrap()));
    let before = files(&sandbox);
    for signal in ["TERM", "INT", "KILL"] {
        let mut command = sandbox.command(common::PHANTOM, ["--offline", "uv", "add", "rich"]);
        let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
        // uv has begun when it asks.
        let held = stalled.accept().unwrap();
        let number = child.id().to_string();
        assert_eq!(sandbox.run("kill", [format!("-{signal}"), number]).code, Some(0));
        let status = child.wait().unwrap();
        drop(held);
        assert!(!status.success(), "{signal}: {status:?}");
        // uv catches Ctrl-C, and ends with a shell's code for it.
        assert!(matches!(status.code(), None | Some(130)), "{signal} ends Phantom: {status:?}");
        assert_eq!(files(&sandbox), before, "{signal}");
    }
    stopped(&sandbox, &registry);
}

#[test]
fn a_project_beside_its_root_is_rehearsed_in_place_and_put_back() {
    let (sandbox, registry) = set_up("\"flask\", \"other\"");
    let manifest = sandbox.path("project/pyproject.toml");
    let text =
        fs::read_to_string(&manifest).unwrap() + "[tool.uv.sources]\nother = { path = \"../other\" }\n";
    fs::write(&manifest, text).unwrap();
    sandbox.write(
        "other/pyproject.toml",
        "[project]\nname = \"other\"\nversion = \"1\"\nrequires-python = \">=3.9\"\ndependencies = [\"rich\"]\n\
         [build-system]\nrequires = []\nbuild-backend = \"none\"\nbackend-path = [\".\"]\n",
    );
    let before = files(&sandbox);
    blocked(&offline(&sandbox, "uv sync"));
    assert_eq!(files(&sandbox), before);
    stopped(&sandbox, &registry);
}

#[test]
fn a_variable_that_chooses_the_project_is_followed() {
    for (variable, value) in [("UV_PROJECT", "q"), ("UV_WORKING_DIR", "q"), ("PIPENV_PIPFILE", "q/Pipfile")] {
        let (mut sandbox, registry) = set_up("\"flask\"");
        sandbox.write(
            "project/q/pyproject.toml",
            "[project]\nname = \"q\"\nversion = \"1\"\nrequires-python = \">=3.9\"\ndependencies = [\"rich\"]\n",
        );
        sandbox.script("pipenv", "echo ran");
        sandbox.set(variable, value);
        if variable.starts_with("UV_") {
            blocked(&offline(&sandbox, "uv sync"));
            assert!(!sandbox.path("project/q/uv.lock").exists());
        } else {
            let outcome = offline(&sandbox, "pipenv install").expect_code(3);
            assert!(outcome.stderr_text().contains(variable), "{}", outcome.shown());
        }
        stopped(&sandbox, &registry);
    }
}
