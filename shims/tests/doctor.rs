//! `phantom doctor`: what is covered is tried, and what is installed and does not hold is said.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use common::phantom;
use phantom_testkit::{Outcome, Registry, Sandbox, assert_shown, program};
use serde_json::Value;

const FOLDER: &str = "home/.local/share/phantom/shims";
const NAME: &str = "phantom-doctor-blocked-name";

/// Scripts as clients, which tell when they are to install the name, and the few tools that doctor and hooks need.
fn set_up(clients: &[&str], tools: &[&str]) -> Sandbox {
    let mut sandbox = Sandbox::new();
    for client in clients {
        let canary = sandbox.path("canary");
        let tells = format!("echo {client} >>{}", canary.display());
        sandbox.script(client, &format!("case $* in *{NAME}*) {tells};; esac; echo broken >&2; exit 7"));
    }
    fs::create_dir(sandbox.path("tools")).unwrap();
    for tool in tools {
        let real = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(tool));
        symlink(real.iter().find(|path| path.is_file()).unwrap(), sandbox.path("tools").join(tool)).unwrap();
    }
    path(&mut sandbox, &["bin", "tools"]);
    sandbox.set("SHELL", "/bin/bash");
    sandbox
}

fn path(sandbox: &mut Sandbox, folders: &[&str]) {
    let folders: Vec<_> = folders.iter().map(|folder| sandbox.path(folder)).collect();
    sandbox.set("PATH", std::env::join_paths(folders).unwrap());
}

fn doctor(sandbox: &Sandbox) -> Outcome {
    let outcome = phantom(sandbox, ["doctor"]);
    assert!(!sandbox.path("canary").exists(), "{}", outcome.shown());
    assert!(!sandbox.path("home/.local/state").exists(), "trying is no decision");
    assert_eq!(fs::read_dir(sandbox.path("tmp")).unwrap().count(), 0, "nothing is left behind");
    outcome
}

/// The state of each row of a route.
fn states(outcome: &Outcome, route: &str) -> Vec<String> {
    let document: Value = serde_json::from_slice(&outcome.stdout).unwrap();
    let rows = document["routes"].as_array().unwrap().iter().filter(|row| row["route"] == route);
    rows.map(|row| row["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_reserved_name_is_blocked_everywhere_and_asked_of_nobody() {
    let registry = Registry::start();
    let sandbox = Sandbox::with(&registry);
    sandbox.write(
        "project/phantom.toml",
        format!("verify-all = true\n[[allow]]\nname = \"npm:{NAME}\"\nreason = \"x\"\n"),
    );
    for (ecosystem, root) in
        [("pypi", registry.pypi()), ("npm", registry.npm()), ("crates", registry.crates())]
    {
        let args = ["check", "--index", &root, "--allow", NAME, "-e", ecosystem, NAME];
        let outcome = phantom(&sandbox, args).expect_code(1);
        assert!(outcome.stdout_text().contains("reserved by Phantom"), "{}", outcome.shown());
        assert!(!outcome.stdout_text().contains("[[allow]]"), "{}", outcome.shown());
    }
    for line in ["pip install", "npm install", "cargo install"] {
        phantom(&sandbox, line.split(' ').chain([NAME])).expect_code(1);
    }
    assert_eq!(registry.requests(), []);
}

#[test]
fn a_machine_without_anything_installed_is_told_what_is_not_covered() {
    let sandbox = set_up(&["pip", "npm", "cargo", "python3", "conda"], &[]);
    assert_shown!(sandbox, doctor(&sandbox));
}

#[test]
fn shims_that_are_reached_are_tried() {
    let mut sandbox = set_up(&["pip", "pip3.12", "npm", "cargo", "python3"], &[]);
    phantom(&sandbox, ["shims", "install", "--python"]).expect_code(0);
    path(&mut sandbox, &[FOLDER, "bin", "tools"]);
    assert_shown!(sandbox, doctor(&sandbox));
}

#[test]
fn shims_that_are_not_reached_fail() {
    let mut sandbox = set_up(&["pip", "npm"], &[]);
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    path(&mut sandbox, &["bin", FOLDER]);
    assert_shown!(sandbox, doctor(&sandbox));
    // Not on PATH at all.
    path(&mut sandbox, &["bin"]);
    let outcome = phantom(&sandbox, ["doctor", "--format", "json"]).expect_code(1);
    assert_eq!(states(&outcome, "shim"), ["fails", "fails"]);
    // A client that came after them is no fault of theirs.
    sandbox.script("cargo", "exit 1");
    path(&mut sandbox, &[FOLDER, "bin"]);
    let outcome = phantom(&sandbox, ["doctor", "--format", "json"]).expect_code(0);
    assert_eq!(states(&outcome, "shim"), ["covered", "covered", "not_covered"]);
}

#[test]
fn a_setting_that_lets_the_name_through_or_stops_everything_is_a_failure() {
    let mut sandbox = set_up(&["pip"], &[]);
    sandbox.set("PHANTOM_BLOCK_AT", "many");
    let outcome = doctor(&sandbox).expect_code(1);
    assert!(outcome.stdout_text().contains("it ended with exit code 2"), "{}", outcome.shown());
    // What would bypass is not handed on.
    sandbox.set("PHANTOM_BLOCK_AT", "1");
    sandbox.set("PHANTOM_BYPASS", "out of habit");
    doctor(&sandbox).expect_code(0);
}

#[test]
fn hooks_of_agents_are_started_as_their_agents_start_them() {
    let sandbox = set_up(&[], &["sh", "cat", "grep"]);
    let hook = |answer: &str| {
        // It denies only what it was asked about.
        sandbox.script("guard", &format!("cat >in; grep -q 'pip install {NAME}' in && echo '{answer}'"));
    };
    let json = || phantom(&sandbox, ["doctor", "--format", "json"]);
    for (agent, file, denied, other) in [
        (
            "claude-code",
            "project/.claude/settings.json",
            r#"{"hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "deny"}}"#,
            r#"{"decision": "deny"}"#,
        ),
        ("gemini", "home/.gemini/settings.json", r#"{"decision": "deny"}"#, r#"{"decision": "allow"}"#),
        ("cursor", "home/.cursor/hooks.json", r#"{"permission": "deny"}"#, ""),
    ] {
        let setting = format!(
            r#"{{"hooks": {{"x": [{{"hooks": [{{"type": "command", "command": "guard phantom hook {agent}"}}]}}]}}}}"#
        );
        let file = sandbox.write(file, setting);
        hook(denied);
        let outcome = json().expect_code(0);
        assert_eq!(states(&outcome, "agent hook"), ["covered"], "{agent}: {}", outcome.shown());
        hook(other);
        let outcome = json().expect_code(1);
        assert_eq!(states(&outcome, "agent hook"), ["fails"], "{agent}: {}", outcome.shown());
        fs::write(&file, r#"{"hooks": {"x": [{"command": "another"}]}}"#).unwrap();
        assert_eq!(states(&json().expect_code(0), "agent hook"), ["not_covered"], "{agent}");
        fs::write(&file, "{phantom").unwrap();
        assert_eq!(states(&json().expect_code(1), "agent hook"), ["fails"], "{agent}");
        fs::remove_file(&file).unwrap();
    }
}

#[test]
fn the_git_hook_is_tried_in_a_repository_of_its_own() {
    let sandbox = set_up(&[], &["sh", "git", "cat", "grep"]);
    sandbox.run("/usr/bin/git", ["init", "-q"]).expect_code(0);
    let json = || phantom(&sandbox, ["doctor", "--format", "json"]);
    assert_eq!(states(&json().expect_code(0), "git commit"), ["not_covered"]);
    let hook = |body: &str| {
        let text = format!("#!/bin/sh\n# phantom hook git\n{body}\n");
        let file = sandbox.write("project/.git/hooks/pre-commit", text);
        fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
    };
    hook(&format!("grep {NAME} requirements.txt && exit 1; exit 0"));
    let outcome = json().expect_code(0);
    assert_eq!(states(&outcome, "git commit"), ["covered"], "{}", outcome.shown());
    hook("exit 0");
    assert_eq!(states(&json().expect_code(1), "git commit"), ["fails"]);
    hook("exit 1");
    assert_eq!(states(&json().expect_code(1), "git commit"), ["fails"], "it stops everything");
    assert!(sandbox.run("/usr/bin/git", ["status", "--porcelain"]).stdout.is_empty());
}

#[test]
fn real_clients_are_tried_and_no_registry_hears_of_it() {
    let registry = Registry::start();
    let mut sandbox = Sandbox::with(&registry);
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    let first = sandbox.path(FOLDER);
    let command = sandbox.command("true", [""; 0]);
    let old = command.get_envs().find(|(name, _)| *name == "PATH").unwrap().1.unwrap().to_owned();
    let folders = std::iter::once(first).chain(std::env::split_paths(&old));
    sandbox.set("PATH", std::env::join_paths(folders).unwrap());
    let outcome = phantom(&sandbox, ["doctor", "--format", "json"]).expect_code(0);
    let shims = states(&outcome, "shim");
    assert!(shims.len() >= 4 && shims.iter().all(|state| state == "covered"), "{}", outcome.shown());
    let resolvers = states(&outcome, "resolver");
    assert!(resolvers.len() >= 4 && resolvers.iter().all(|s| s == "covered"), "{}", outcome.shown());
    let wrapped = states(&outcome, "phantom CLIENT");
    assert!(wrapped.len() >= 4 && !wrapped.contains(&"fails".to_owned()), "{}", outcome.shown());
    assert_eq!(registry.requests(), []);
}

/// The row of a client whose resolver was tried.
fn resolver(outcome: &Outcome, client: &str) -> (String, String) {
    let document: Value = serde_json::from_slice(&outcome.stdout).unwrap();
    let rows = document["routes"].as_array().unwrap();
    let row = rows.iter().find(|row| row["route"] == "resolver" && row["client"] == client);
    let row = row.unwrap_or_else(|| panic!("no row for {client}: {}", outcome.shown()));
    (row["state"].as_str().unwrap().to_owned(), row["why"].as_str().unwrap().to_owned())
}

/// A sandbox with these clients of the tests' own besides pip, npm and cargo.
fn with_clients(clients: &[(&str, &str)]) -> Sandbox {
    let mut sandbox = Sandbox::new();
    sandbox.set("UV_PYTHON", program("python3"));
    for (program_of, name) in clients {
        symlink(program(program_of), sandbox.path("bin").join(name)).unwrap();
    }
    sandbox
}

#[test]
fn what_only_a_resolver_reaches_is_tried_with_the_real_clients() {
    let sandbox = with_clients(&[
        ("uv", "uv"),
        ("uvx", "uvx"),
        ("pnpm", "pnpm"),
        ("yarn", "yarn"),
        ("bun", "bun"),
        ("bun", "bunx"),
    ]);
    let outcome = phantom(&sandbox, ["doctor", "--format", "json"]);
    for client in ["pip", "npm", "npx", "pnpm", "yarn", "bun", "bunx", "uv", "uv pip", "uvx", "cargo"] {
        let (state, why) = resolver(&outcome, client);
        assert_eq!(state, "covered", "{client}: {why}");
    }
    let (home, tmp) = (sandbox.path("home"), sandbox.path("tmp"));
    assert!(
        !home.join(".cache/uv").exists() && !home.join(".npm").exists() && !home.join(".cache/pip").exists()
    );
    assert_eq!(fs::read_dir(sandbox.path("phantom-cache")).unwrap().count(), 0, "no cache is touched");
    let left: Vec<_> = fs::read_dir(tmp).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let left = left.iter().filter(|name| name.to_string_lossy().starts_with("phantom"));
    assert_eq!(left.count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_later_yarn_is_tried_as_well() {
    let sandbox = with_clients(&[("berry", "yarn")]);
    let outcome = phantom(&sandbox, ["doctor", "--format", "json"]);
    assert_eq!(resolver(&outcome, "yarn").0, "covered", "{}", outcome.shown());
}

#[test]
fn a_client_that_goes_past_its_registry_fails_and_a_broken_one_is_not_tried() {
    let sandbox = set_up(&[], &["sh", "env"]);
    let python = program("python3");
    // A pip that takes the registry's own address from a page, and goes on there.
    let body = format!(
        "import os, re, urllib.request as r\n\
         ask = lambda address: r.build_opener(r.ProxyHandler({{}})).open(address).read().decode()\n\
         page = ask(os.environ['PIP_INDEX_URL'] + 'phantom-doctor-good-name/')\n\
         ask(re.search('http://[^/]*/', page)[0] + 'simple/{NAME}/')\n"
    );
    let past = sandbox.write("past.py", body);
    let client = format!("exec {} {}", python.display(), past.display());
    sandbox.script("pip", &format!("case $* in *good-name*) {client};; esac; exit 1"));
    sandbox.script("npm", "echo npm is broken >&2; exit 1");
    let outcome = phantom(&sandbox, ["doctor", "--format", "json"]);
    let (state, why) = resolver(&outcome, "npm");
    assert_eq!(state, "not_covered");
    assert!(why.contains("npm is broken"), "{why}");
    let (state, why) = resolver(&outcome, "pip");
    assert_eq!((&*state, &*why), ("fails", "a registry was asked about it before it was judged"));
    outcome.expect_code(1);
}
