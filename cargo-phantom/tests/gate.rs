//! `cargo phantom add`, `cargo phantom build` and the like, called as cargo calls its subcommands.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use phantom_testkit::{CratePackage, Outcome, Registry, Sandbox, assert_shown, program};

const CARGO_PHANTOM: &str = env!("CARGO_BIN_EXE_cargo-phantom");

/// The real cargo with `cargo-phantom` beside the other programs on `PATH`.
fn cargo(sandbox: &Sandbox, line: &str) -> Outcome {
    let link = sandbox.path("bin").join("cargo-phantom");
    if !link.exists() {
        // A copy would do as well, and cost more.
        fs::hard_link(CARGO_PHANTOM, &link).or_else(|_| fs::copy(CARGO_PHANTOM, &link).map(|_| ())).unwrap();
    }
    sandbox.run(program("cargo"), line.split(' '))
}

fn set_up() -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = Registry::builder()
        .krate(CratePackage::new("serde_json"))
        .krate(CratePackage::new("serde_jsno").canary(&sandbox.path("canary")))
        .start();
    sandbox.install_from(&registry);
    sandbox.write(
        "project/Cargo.toml",
        "[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
    );
    sandbox.write("project/src/main.rs", "fn main() { std::process::exit(37); }\n");
    (sandbox, registry)
}

#[test]
fn a_good_crate_is_added_and_a_bad_one_is_not() {
    let (sandbox, registry) = set_up();
    cargo(&sandbox, "phantom --offline add serde_json").expect_code(0);
    registry.forget_requests();
    let before = fs::read(sandbox.path("project/Cargo.toml")).unwrap();
    let outcome = cargo(&sandbox, "phantom --offline add serde_jsno");
    assert_shown!(sandbox, outcome);
    assert_eq!(registry.requests(), []);
    assert_eq!(fs::read(sandbox.path("project/Cargo.toml")).unwrap(), before);
}

#[test]
fn a_build_with_a_bad_name_is_refused_and_a_program_s_exit_code_passes() {
    let (sandbox, registry) = set_up();
    cargo(&sandbox, "phantom --offline run --quiet").expect_code(37);
    let mut manifest = fs::read_to_string(sandbox.path("project/Cargo.toml")).unwrap();
    manifest.push_str("\n[build-dependencies]\nserde_jsno = \"1\"\n");
    sandbox.write("project/Cargo.toml", manifest);
    registry.forget_requests();
    let outcome = cargo(&sandbox, "phantom --offline build").expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked serde_jsno (cargo was not run)");
    assert_eq!(registry.requests(), []);
    assert!(!sandbox.path("canary").exists());
    assert!(Path::new(CARGO_PHANTOM).is_file());
}

#[test]
fn what_installs_nothing_passes() {
    let (sandbox, _registry) = set_up();
    let plain = cargo(&sandbox, "locate-project").expect_code(0);
    let guarded = cargo(&sandbox, "phantom locate-project").expect_code(0);
    assert_eq!(guarded.stdout, plain.stdout);
}
