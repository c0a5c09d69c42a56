//! `min-age` with the real clients: a release of an hour ago is refused, and what the refusal names works.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::fs;
use std::time::Duration;

use common::{offline, phantom};
use phantom_testkit::fake::{Answer, Fake};
use phantom_testkit::{CratePackage, NpmPackage, Outcome, PythonPackage, Registry, Sandbox, program};

/// A stand-in in which one package of each ecosystem has a release of today, which tells when it is built.
fn set_up() -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let canary = sandbox.path("canary");
    let registry = Registry::builder()
        .python(PythonPackage::new("requests").published_days_ago(90))
        .python(PythonPackage::new("requests").version("1.1.0").canary(&canary).published_days_ago(0))
        .python(PythonPackage::new("urllib3"))
        .npm(NpmPackage::new("lodash").published_days_ago(90))
        .npm(NpmPackage::new("lodash").version("1.1.0").canary(&canary).published_days_ago(0))
        .npm(NpmPackage::new("express").dependency("lodash", "^1.0.0"))
        .krate(CratePackage::new("serde_json").published_days_ago(90))
        .krate(CratePackage::new("serde_json").version("1.1.0").canary(&canary).published_days_ago(0))
        .krate(CratePackage::new("anyhow").dependency("serde_json", "1"))
        .start();
    sandbox.install_from(&registry);
    sandbox.write("project/phantom.toml", "min-age = \"3d\"\n");
    sandbox.write("project/package.json", "{\n  \"name\": \"project\",\n  \"version\": \"1.0.0\"\n}\n");
    sandbox.write("project/src/main.rs", "fn main() {}\n");
    depends_on(&sandbox, "");
    (sandbox, registry)
}

fn depends_on(sandbox: &Sandbox, dependency: &str) {
    let text = format!(
        "[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n{dependency}\n"
    );
    sandbox.write("project/Cargo.toml", text);
}

/// Runs a command line of words without spaces under Phantom.
fn run(sandbox: &Sandbox, line: &str) -> Outcome {
    phantom(sandbox, line.split(' '))
}

/// What a refusal tells to do in place of what was refused.
fn told(outcome: &Outcome) -> String {
    let text = outcome.stderr_text();
    let line = text
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("= to take an older one: "))
        .map(str::trim);
    line.unwrap_or_else(|| panic!("no remedy in {text}")).to_owned()
}

/// Refuses a command, and runs what the refusal tells.
fn refused_then_run(sandbox: &Sandbox, line: &str, remedy: &str) {
    let outcome = run(sandbox, line).expect_code(1);
    assert!(outcome.last_error_line().starts_with("phantom: blocked "), "{}", outcome.shown());
    assert!(outcome.stderr_text().contains("1.1.0 was published 0 minutes ago, and min-age is 3d: 1.0.0 ("));
    assert_eq!(told(&outcome), remedy);
    assert!(!sandbox.path("canary").exists());
    run(sandbox, remedy.strip_prefix("phantom ").unwrap_or(remedy)).expect_code(0);
    assert!(!sandbox.path("canary").exists());
}

#[test]
fn pip_takes_the_release_that_is_old_enough() {
    let (sandbox, registry) = set_up();
    refused_then_run(
        &sandbox,
        "pip install --target lib requests",
        "phantom pip install --target lib requests==1.0.0",
    );
    assert!(sandbox.path("project/lib/requests-1.0.0.dist-info").is_dir());
    assert_eq!(registry.files_fetched().len(), 1, "the young one is never fetched");
    run(&sandbox, "pip install --target other urllib3").expect_code(0);

    sandbox.write("project/requirements.txt", "requests>=1\n");
    let outcome = run(&sandbox, "pip install --target more -r requirements.txt").expect_code(1);
    let remedy = told(&outcome);
    assert_eq!(remedy, "write requests==1.0.0 into requirements.txt");
    let line = remedy.split(' ').nth(1).unwrap();
    sandbox.write("project/requirements.txt", format!("{line}\n"));
    run(&sandbox, "pip install --target more -r requirements.txt").expect_code(0);
}

#[test]
fn npm_takes_the_release_that_is_old_enough() {
    let (sandbox, _registry) = set_up();
    refused_then_run(&sandbox, "npm install lodash", "phantom npm install lodash@1.0.0");
    let lock = fs::read_to_string(sandbox.path("project/package-lock.json")).unwrap();
    assert!(lock.contains("lodash-1.0.0.tgz"), "{lock}");
    // What the lockfile keeps is installed, although the manifest would allow the young one.
    run(&sandbox, "npm install").expect_code(0);
    run(&sandbox, "npm ci").expect_code(0);
    run(&sandbox, "npm update").expect_code(1);
}

#[test]
fn npm_s_lockfile_is_mended_by_the_command_that_is_told() {
    let (sandbox, _registry) = set_up();
    // As a colleague without Phantom would have made it.
    sandbox.run(program("npm"), ["install", "--ignore-scripts", "express"]).expect_code(0);
    fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap();
    refused_then_run(&sandbox, "npm ci", "npm install lodash@1.0.0");
    run(&sandbox, "npm ci").expect_code(0);
}

#[test]
fn cargo_takes_the_release_that_is_old_enough() {
    let (sandbox, _registry) = set_up();
    refused_then_run(&sandbox, "cargo add serde_json", "phantom cargo add serde_json@=1.0.0");
    run(&sandbox, "cargo build").expect_code(0);
    let lock = fs::read_to_string(sandbox.path("project/Cargo.lock")).unwrap();
    assert!(lock.contains("name = \"serde_json\"\nversion = \"1.0.0\""), "{lock}");
}

#[test]
fn cargo_s_lockfile_is_mended_by_the_command_that_is_told() {
    let (sandbox, _registry) = set_up();
    depends_on(&sandbox, "anyhow = \"1\"\nserde_json = \"1\"");
    sandbox.run(program("cargo"), ["generate-lockfile"]).expect_code(0);
    refused_then_run(&sandbox, "cargo build", "cargo update -p serde_json@1.1.0 --precise 1.0.0");
    run(&sandbox, "cargo build").expect_code(0);
    // The lockfile keeps it, although the manifest would allow the young one; an update would not.
    run(&sandbox, "cargo update").expect_code(1);
}

#[test]
fn flags_and_variables_go_before_the_file_and_offline_before_all() {
    let (mut sandbox, _registry) = set_up();
    run(&sandbox, "--min-age 0 npm install lodash --ignore-scripts").expect_code(0);
    let outcome = run(&sandbox, "--min-age 3fortnights npm install lodash").expect_code(2);
    assert!(
        outcome.stderr_text().contains("--min-age: \"3fortnights\" cannot be used"),
        "{}",
        outcome.shown()
    );
    let outcome = offline(&sandbox, "check npm:lodash").expect_code(0);
    assert!(outcome.stderr_text().contains("offline no release's age was checked"), "{}", outcome.shown());
    sandbox.set("PHANTOM_MIN_AGE_NPM", "0");
    run(&sandbox, "check npm:lodash").expect_code(0);
    run(&sandbox, "check crates:serde_json").expect_code(1);
}

#[test]
fn a_report_for_programs_has_the_remedy() {
    let (sandbox, _registry) = set_up();
    let outcome = run(&sandbox, "check --format json pypi:requests crates:anyhow").expect_code(1);
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    let package = &document["packages"][0];
    assert_eq!(package["remedy"], "pip install requests==1.0.0");
    assert_eq!((&package["decision"], &package["verdict"]), (&"block".into(), &"suspicious".into()));
    let signal = &package["signals"].as_array().unwrap().iter().find(|s| s["code"] == "recent-release");
    assert!(signal.unwrap()["detail"].as_str().unwrap().contains("min-age is 3d: 1.0.0"));
    assert!(document["packages"][1].get("remedy").is_none());
}

#[test]
fn a_scan_asks_about_every_name_and_goes_by_the_lockfile() {
    let (sandbox, registry) = set_up();
    depends_on(&sandbox, "anyhow = \"1\"\nserde_json = \"1\"");
    sandbox.run(program("cargo"), ["generate-lockfile"]).expect_code(0);
    registry.forget_requests();
    let index = format!("crates={}", registry.crates());
    let outcome = phantom(&sandbox, ["--index", &index, "scan", "Cargo.toml", "Cargo.lock"]).expect_code(1);
    let text = outcome.stdout_text();
    assert!(text.contains("--> Cargo.lock:") && !text.contains("Cargo.toml:"), "{text}");
    assert_eq!(registry.requests_for("anyhow").len(), 1, "popular, and asked about all the same");
}

#[test]
fn a_registry_without_dates_leaves_the_age_open() {
    let (sandbox, _registry) = set_up();
    let packument = r#"{"name": "lodash", "dist-tags": {"latest": "1.1.0"}, "versions": {"1.1.0": {"name": "lodash", "version": "1.1.0"}}}"#;
    let mirror = Fake::serve(Duration::ZERO, move |_| Answer::new(200, "application/json", packument));
    let index = format!("npm=http://{}/npm/", mirror.address());
    let why = "min-age is 3d, and the registry does not say when a release was published";
    let outcome = phantom(&sandbox, ["--index", &index, "check", "npm:lodash"]).expect_code(0);
    let text = outcome.stdout_text();
    assert!(text.contains("1 name was not checked: lodash"), "{text}");
    assert!(text.contains(why), "{text}");
    let outcome = phantom(&sandbox, ["--index", &index, "npm", "install", "lodash"]).expect_code(3);
    assert!(outcome.stderr_text().contains(why), "{}", outcome.shown());
    assert_eq!(outcome.last_error_line(), "phantom: not checked lodash (npm was not run)");
}
