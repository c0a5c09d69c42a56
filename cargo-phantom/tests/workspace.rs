//! `cargo phantom` alone, and Phantom's own commands behind it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use insta::assert_snapshot;
use phantom_testkit::{Outcome, Sandbox, filters, program};

/// Runs `cargo phantom`, as cargo calls it or through cargo itself.
fn cargo_phantom(sandbox: &mut Sandbox, args: &[&str]) -> Outcome {
    sandbox.set("CARGO", program("cargo"));
    let args = [&["phantom"], args].concat();
    sandbox.run(env!("CARGO_BIN_EXE_cargo-phantom"), args)
}

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "project/Cargo.toml",
        "[package]\nname = \"own\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nserde = \"1\"\nserde_jsno = \"1\"\n",
    );
    sandbox.write("project/src/lib.rs", "");
    sandbox
}

#[test]
fn alone_it_scans_the_workspace() {
    let mut sandbox = project();
    let text = cargo_phantom(&mut sandbox, &["--offline"]).expect_code(1).shown();
    let mut settings = insta::Settings::clone_current();
    for (pattern, replacement) in filters(&sandbox) {
        settings.add_filter(&pattern, replacement);
    }
    settings.add_filter(r"in under \[TIME\]", "in [TIME]");
    settings.add_filter(r"were read: .*", "were read: [REASON]");
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!("scan", text));
}

#[test]
fn the_workspace_is_the_one_above_too() {
    let mut sandbox = project();
    std::fs::create_dir_all(sandbox.path("project/src/deep")).unwrap();
    sandbox.set("CARGO", program("cargo"));
    let mut command = sandbox.command(env!("CARGO_BIN_EXE_cargo-phantom"), ["phantom", "--offline", "-q"]);
    let output = command.current_dir(sandbox.path("project/src/deep")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Cargo.toml:8:1"), "{text}");
}

#[test]
fn cargo_itself_finds_the_subcommand() {
    let mut sandbox = project();
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_cargo-phantom")).parent().unwrap().to_owned();
    let cargo = program("cargo");
    let path = std::env::join_paths([folder.as_path(), cargo.parent().unwrap()]).unwrap();
    sandbox.set("PATH", path);
    let outcome = sandbox.run(cargo, ["phantom", "check", "--offline", "crates:serde_jsno"]);
    let text = outcome.expect_code(1).stdout_text();
    assert!(text.contains("cargo phantom --allow crates:serde_jsno check --offline"), "{text}");
}

#[test]
fn check_needs_no_ecosystem_in_a_cargo_project_and_outside_of_one_the_remedy_is_told() {
    let mut sandbox = project();
    cargo_phantom(&mut sandbox, &["check", "--offline", "serde"]).expect_code(0);
    let mut empty = Sandbox::new();
    let outcome = cargo_phantom(&mut empty, &["--offline"]).expect_code(2);
    assert!(outcome.stderr_text().contains("no Cargo.toml"), "{}", outcome.stderr_text());
    cargo_phantom(&mut empty, &["--help"]).expect_code(0);
}
