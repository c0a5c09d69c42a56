//! When a root project's own `preinstall` runs, as docs/ci.md says: what it could stop.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use phantom_testkit::{NpmPackage, Registry, Sandbox, program};

/// A project whose `preinstall` fails after it noted what lies in node_modules, and a package with a script.
fn set_up() -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = Registry::builder().npm(NpmPackage::new("lodash").canary(&sandbox.path("canary"))).start();
    sandbox.install_from(&registry);
    sandbox.set("npm_config_registry", registry.npm());
    let log = sandbox.path("log");
    let script = format!("ls node_modules > {} 2>/dev/null; exit 1", log.display());
    sandbox.write(
        "project/package.json",
        format!(
            r#"{{"name": "project", "version": "1.0.0", "dependencies": {{"lodash": "1.0.0"}},
                "scripts": {{"preinstall": "{script}"}}}}"#
        ),
    );
    (sandbox, registry)
}

/// Runs a client, and tells what its root's `preinstall` saw (`None` where it did not run), whether the
/// package's own script ran, and how many archives were fetched.
fn run(client: &str, words: &[&str]) -> (Option<String>, bool, usize) {
    let (sandbox, registry) = set_up();
    let outcome =
        sandbox.run(program("node"), [real(client)].into_iter().chain(words.iter().map(PathBuf::from)));
    let seen = fs::read_to_string(sandbox.path("log")).ok();
    assert_eq!(seen.is_some(), outcome.code != Some(0), "{}", outcome.shown());
    (seen, sandbox.path("canary").exists(), registry.files_fetched().len())
}

/// The script behind a client's name.
fn real(client: &str) -> PathBuf {
    fs::canonicalize(program(client)).unwrap()
}

#[test]
fn npm_runs_it_when_everything_is_installed() {
    let (seen, ran, fetched) = run("npm", &["install"]);
    assert_eq!(seen.as_deref(), Some("lodash\n"));
    assert!(ran, "the package's script ran before");
    assert_eq!(fetched, 1);
    for words in [["install", "lodash"], ["install", "--ignore-scripts"]] {
        assert_eq!(run("npm", &words).0, None, "npm {words:?}");
    }
}

#[test]
fn pnpm_runs_it_when_everything_is_fetched() {
    let (seen, ran, fetched) = run("pnpm", &["install"]);
    assert_eq!(seen.as_deref(), Some("lodash\n"));
    assert!(!ran);
    assert_eq!(fetched, 1);
}

#[test]
fn yarn_runs_it_first() {
    let (seen, ran, fetched) = run("yarn", &["install"]);
    assert_eq!(seen.as_deref(), Some(""));
    assert!(!ran);
    assert_eq!(fetched, 0);
}
