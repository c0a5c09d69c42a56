//! Names that only cargo's resolver reaches: what Cargo.lock would gain is judged before cargo runs.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;

use common::{offline, phantom};
use phantom_testkit::{CratePackage, Outcome, Registry, Sandbox, assert_shown, program};

/// A stand-in with an honest `anyhow` that brings `serde_json`, and a `once_cell` that brings `serde_jsno`,
/// which tells when it is built; and a project.
fn set_up(dependency: &str) -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let canary = sandbox.path("canary");
    let registry = Registry::builder()
        .krate(CratePackage::new("serde_json"))
        .krate(CratePackage::new("anyhow").dependency("serde_json", "1"))
        .krate(CratePackage::new("once_cell").dependency("serde_jsno", "1"))
        .krate(CratePackage::new("serde_jsno").canary(&canary).published_days_ago(2))
        .krate(CratePackage::new("ripgrep").dependency("serde_json", "1").program("println!(\"ran\");"))
        .krate(CratePackage::new("bat").dependency("once_cell", "1").program("println!(\"ran\");"))
        .start();
    sandbox.install_from(&registry);
    depends_on(&sandbox, dependency);
    sandbox.write("project/src/main.rs", "fn main() {}\n");
    (sandbox, registry)
}

fn depends_on(sandbox: &Sandbox, dependency: &str) {
    let text = format!(
        "[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n{dependency}\n"
    );
    sandbox.write("project/Cargo.toml", text);
}

/// Nothing was fetched but lines of the index, and nothing ran or was left.
fn stopped(sandbox: &Sandbox, registry: &Registry) {
    assert_eq!(registry.files_fetched(), []);
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/target").exists());
    let left: Vec<_> = fs::read_dir(sandbox.path("phantom-cache")).into_iter().flatten().flatten().collect();
    assert!(
        !left.iter().any(|entry| entry.file_name().to_string_lossy().starts_with("phantom-")),
        "{left:?}"
    );
}

#[track_caller]
fn blocked(outcome: &Outcome) {
    assert_eq!(outcome.code, Some(1), "{}", outcome.shown());
    assert_eq!(outcome.last_error_line(), "phantom: blocked serde_jsno (cargo was not run)");
}

#[test]
fn a_name_that_a_good_crate_brings_is_stopped_before_it_is_fetched() {
    let (sandbox, registry) = set_up("once_cell = \"1\"");
    let outcome = offline(&sandbox, "cargo build");
    assert_shown!(sandbox, outcome);
    for line in ["check", "test", "run", "fetch", "doc", "b", "update", "generate-lockfile", "tree", "bench"]
    {
        blocked(&offline(&sandbox, &format!("cargo {line}")));
    }
    blocked(&phantom(&sandbox, ["cargo", "build"]));
    assert!(!sandbox.path("project/Cargo.lock").exists());
    stopped(&sandbox, &registry);
}

#[test]
fn a_lockfile_that_lacks_it_is_left_as_it_is() {
    let (sandbox, registry) = set_up("anyhow = \"1\"");
    sandbox.run(program("cargo"), ["generate-lockfile"]).expect_code(0);
    let lock = fs::read(sandbox.path("project/Cargo.lock")).unwrap();
    depends_on(&sandbox, "anyhow = \"1\"\nonce_cell = \"1\"");
    blocked(&offline(&sandbox, "cargo build"));
    assert_eq!(fs::read(sandbox.path("project/Cargo.lock")).unwrap(), lock);
    stopped(&sandbox, &registry);
}

#[test]
fn without_a_bad_name_everything_is_as_without_phantom() {
    let (sandbox, registry) = set_up("anyhow = \"1\"");
    let build = |phantom: bool| {
        let folder = sandbox.path("project");
        let _ = fs::remove_dir_all(folder.join("target"));
        let _ = fs::remove_file(folder.join("Cargo.lock"));
        registry.forget_requests();
        let outcome = if phantom {
            offline(&sandbox, "cargo build --quiet")
        } else {
            sandbox.run(program("cargo"), ["build", "--quiet"])
        };
        outcome.expect_code(0);
        (fs::read(folder.join("Cargo.lock")).unwrap(), registry.files_fetched().len())
    };
    let (guarded, fetched) = build(true);
    assert_eq!(fetched, 2);
    let (plain, fetched_again) = build(false);
    assert_eq!(guarded, plain);
    assert_eq!(fetched_again, 0, "plain cargo finds what was fetched under Phantom");
    let sources: Vec<_> = fs::read_dir(sandbox.path("cargo-home/registry/src")).unwrap().collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
}

#[test]
fn a_build_without_a_change_asks_nothing_and_compiles_nothing() {
    let (sandbox, registry) = set_up("anyhow = \"1\"");
    offline(&sandbox, "cargo build").expect_code(0);
    // The second time the lockfile is found to be whole, the third time that is known.
    for _ in 0..2 {
        registry.forget_requests();
        let outcome = offline(&sandbox, "cargo build").expect_code(0);
        assert!(!outcome.stderr_text().contains("Compiling"), "{}", outcome.shown());
        assert_eq!(registry.files_fetched(), []);
    }
    assert_eq!(registry.requests(), []);
    // Another manifest is another question.
    depends_on(&sandbox, "once_cell = \"1\"");
    blocked(&offline(&sandbox, "cargo build"));
    assert!(!sandbox.path("canary").exists());
}

#[test]
fn what_a_program_brings_is_checked_before_it_is_installed() {
    let (sandbox, registry) = set_up("");
    let outcome = offline(&sandbox, "cargo install bat");
    assert_shown!(sandbox, outcome);
    blocked(&offline(&sandbox, "cargo install bat@1.0.0"));
    blocked(&offline(&sandbox, "cargo install --locked bat"));
    stopped(&sandbox, &registry);
    offline(&sandbox, "cargo install --quiet ripgrep --root installed").expect_code(0);
    assert!(sandbox.path("project/installed/bin/ripgrep").exists());
    depends_on(&sandbox, "once_cell = \"1\"");
    blocked(&offline(&sandbox, "cargo install --path ."));
    assert!(!sandbox.path("canary").exists());
}

#[test]
fn unstable_settings_of_a_repository_do_not_choose_other_versions() {
    let (sandbox, registry) = set_up("once_cell = \"1\"");
    sandbox.write("project/.cargo/config.toml", "[unstable]\nminimal-versions = true\n");
    blocked(&offline(&sandbox, "cargo build"));
    assert!(!sandbox.path("project/Cargo.lock").exists(), "put back as it was");
    depends_on(&sandbox, "anyhow = \"1\"");
    sandbox.run(program("cargo"), ["generate-lockfile"]).expect_code(0);
    let lock = fs::read(sandbox.path("project/Cargo.lock")).unwrap();
    depends_on(&sandbox, "anyhow = \"1\"\nonce_cell = \"1\"");
    blocked(&offline(&sandbox, "cargo build"));
    assert_eq!(fs::read(sandbox.path("project/Cargo.lock")).unwrap(), lock);
    stopped(&sandbox, &registry);
}

#[test]
fn a_repository_names_no_program_for_the_resolving() {
    let (sandbox, registry) = set_up("");
    let script = sandbox.script("fake-rustc", "touch \"$0.ran\"; exit 1");
    sandbox.write(
        "project/.cargo/config.toml",
        format!("[build]\nrustc = {script:?}\nrustc-wrapper = {script:?}\n"),
    );
    // The edition's resolver asks for the version of rustc.
    sandbox.write(
        "project/Cargo.toml",
        "[package]\nname = \"project\"\nedition = \"2024\"\n[dependencies]\nonce_cell = \"1\"\n",
    );
    blocked(&offline(&sandbox, "cargo build"));
    assert!(!sandbox.path("bin/fake-rustc.ran").exists());
    stopped(&sandbox, &registry);
}

#[test]
fn what_cargo_cannot_resolve_is_not_run() {
    let (sandbox, registry) = set_up("no_such_crate_anywhere = \"1\"");
    let outcome =
        phantom(&sandbox, ["--offline", "--allow", "crates:no_such_crate_anywhere", "cargo", "build"]);
    assert_shown!(sandbox, outcome);
    stopped(&sandbox, &registry);
}
