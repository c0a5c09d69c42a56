//! Files of a user and a machine beside the project's, by the real command.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may fail loudly")]
// Only such a build looks for the machine's file in the sandbox.
#![cfg(debug_assertions)]

use phantom_testkit::Sandbox;
use serde_json::Value;

mod cli_support;

use cli_support::{PHANTOM, shown};

const USER: &str = "home/.config/phantom/phantom.toml";

const WEAK: &str =
    "block-at = 0.95\non-unavailable = \"allow\"\n\n[[allow]]\nname = \"pypi:reqeusts\"\nreason = \"r\"\n";

fn sandbox(project: &str, user: &str, machine: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    for (path, text) in [("project/phantom.toml", project), (USER, user), ("machine.toml", machine)] {
        if !text.is_empty() {
            sandbox.write(path, text);
        }
    }
    sandbox
}

#[test]
fn config_show_tells_files_locks_and_what_was_gone_before() {
    let mut sandbox = sandbox(
        "block-at = 0.5\nchunk = 7\n[private]\nnames = [\"acme-*\"]\n",
        "block-at = 0.55\nmin-age = \"2d\"\n[[deny]]\nname = \"npm:left-padd\"\nreason = \"no\"\n",
        "lock = [\"min-age\", \"allow\", \"bypass\"]\n[min-age]\nnpm = \"9d\"\ndefault = \"1d\"\n",
    );
    sandbox.set("PHANTOM_MIN_AGE", "1h");
    assert_shown!("config_layers", sandbox, shown(&sandbox, &["config", "show", "-v", "--allow", "npm:x"]));
    let json = sandbox.run(PHANTOM, ["config", "show", "--format", "json"]).expect_code(0);
    let document: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(document["files"][1]["level"], "user");
    assert_eq!(document["settings"][0]["overrode"][0]["value"], "0.55");
    let usual = document["settings"].as_array().unwrap().iter().find(|one| one["key"] == "on-unavailable");
    assert_eq!(usual.unwrap()["origin"], "default");
    assert_eq!(document["locks"][2]["key"], "bypass");
    assert_eq!(document["private"][0], "acme-*");
}

#[test]
fn a_project_does_not_weaken_what_the_user_locks() {
    let sandbox = sandbox(WEAK, "lock = true\n", "");
    assert_shown!("config_locked_check", sandbox, shown(&sandbox, &["check", "--offline", "pypi:reqeusts"]));
    // The user's own word counts.
    sandbox.run(PHANTOM, ["check", "--offline", "--allow", "pypi:reqeusts", "pypi:reqeusts"]).expect_code(0);
    sandbox.run(PHANTOM, ["check", "--offline", "--block-at", "1", "pypi:reqeusts"]).expect_code(0);
}

#[test]
fn a_machines_lock_holds_against_flags_variables_and_the_bypass() {
    let mut sandbox = sandbox("", "[[allow]]\nname = \"pypi:reqeusts\"\nreason = \"r\"\n", "lock = true\n");
    let outcome = sandbox.run(PHANTOM, ["check", "--offline=", "x"]);
    assert_eq!(outcome.code, Some(2), "{}", outcome.shown());
    // `offline` is locked as well: nothing is asked because nothing answers.
    for args in [
        &["check", "pypi:reqeusts"][..],
        &["check", "--allow", "reqeusts", "pypi:reqeusts"],
        &["check", "--block-at", "1", "pypi:reqeusts"],
    ] {
        let outcome = sandbox.run(PHANTOM, args).expect_code(1);
        assert!(outcome.stderr_text().contains("machine.toml:1"), "{}", outcome.shown());
    }
    sandbox.set("PHANTOM_BYPASS", "our own fork");
    sandbox.set("PHANTOM_USER_CONFIG", "off");
    sandbox.script("pip", "echo pip ran");
    let stopped = sandbox.run(PHANTOM, ["pip", "install", "reqeusts"]).expect_code(1);
    let told = stopped.stderr_text();
    assert!(told.contains("PHANTOM_BYPASS does not count") && told.contains("machine.toml:1"), "{told}");
    assert!(!stopped.stdout_text().contains("pip ran"));
    // One that cannot be read may lock it.
    sandbox.write("machine.toml", "[");
    let broken = sandbox.run(PHANTOM, ["pip", "install", "reqeusts"]).expect_code(2);
    assert!(broken.stderr_text().contains("PHANTOM_BYPASS does not count"), "{}", broken.shown());
}

#[test]
fn a_file_with_a_mistake_is_named_and_a_command_that_cannot_install_reads_none() {
    for path in [USER, "machine.toml"] {
        let mut sandbox = Sandbox::new();
        sandbox.write(path, "blok-at = 1\n");
        let outcome = sandbox.run(PHANTOM, ["check", "--offline", "pypi:requests"]).expect_code(2);
        assert!(outcome.stderr_text().contains(path), "{}", outcome.shown());
        sandbox.script("pip", "echo pip ran");
        sandbox.run(PHANTOM, ["pip", "install", "requests"]).expect_code(2);
        let passed = sandbox.run(PHANTOM, ["pip", "--version"]).expect_code(0);
        assert_eq!(passed.stdout_text(), "pip ran\n");
        sandbox.set("PHANTOM_USER_CONFIG", "off");
        let code = if path == USER { 0 } else { 2 };
        sandbox.run(PHANTOM, ["check", "--offline", "pypi:requests"]).expect_code(code);
        sandbox.set("PHANTOM_USER_CONFIG", "missing.toml");
        let missing = sandbox.run(PHANTOM, ["check", "--offline", "pypi:requests"]).expect_code(2);
        assert!(missing.stderr_text().contains("missing.toml"), "{}", missing.shown());
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_missing_file() {
    let sandbox = Sandbox::new();
    std::os::unix::fs::symlink("nowhere", sandbox.path("machine.toml")).unwrap();
    sandbox.run(PHANTOM, ["check", "--offline", "pypi:requests"]).expect_code(2);
}

#[test]
fn a_projects_file_locks_nothing_and_the_users_counts_once() {
    let sandbox = sandbox("\nlock = [\"allow\"]\n", "", "");
    let outcome = sandbox.run(PHANTOM, ["check", "--offline", "pypi:requests"]).expect_code(2);
    assert!(outcome.stderr_text().contains("phantom.toml:2"), "{}", outcome.shown());
    let own = sandbox.write(USER, "lock = true\n");
    let args = ["check", "--offline", "--config", own.to_str().unwrap(), "pypi:requests"];
    sandbox.run(PHANTOM, args).expect_code(0);
}
