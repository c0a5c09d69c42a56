//! `phantom cargo …` with the real cargo and a stand-in for the crates index.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;

use common::{offline, phantom};
use phantom_testkit::{CratePackage, Registry, Sandbox, assert_shown, program};

/// A stand-in with an honest `serde_json`, an `anyhow` that brings `serde_jsno`, which tells when it
/// is built; and a project with nothing in it.
fn set_up() -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let canary = sandbox.path("canary");
    let registry = Registry::builder()
        .krate(CratePackage::new("serde_json"))
        .krate(CratePackage::new("anyhow").dependency("serde_jsno", "1"))
        .krate(CratePackage::new("serde_jsno").canary(&canary).published_days_ago(2))
        .krate(CratePackage::new("ripgrep").program("println!(\"ran\");"))
        .start();
    sandbox.install_from(&registry);
    depends_on(&sandbox, "");
    sandbox.write("project/src/main.rs", "fn main() {}\n");
    (sandbox, registry)
}

fn depends_on(sandbox: &Sandbox, dependency: &str) {
    let text = format!(
        "[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n{dependency}\n"
    );
    sandbox.write("project/Cargo.toml", text);
}

#[test]
fn a_good_crate_is_added_built_and_run() {
    let (sandbox, registry) = set_up();
    offline(&sandbox, "cargo add serde_json").expect_code(0);
    sandbox.write("project/src/main.rs", "fn main() { println!(\"{}\", serde_json::ANSWER); }\n");
    let outcome = offline(&sandbox, "cargo run --quiet").expect_code(0);
    assert_eq!(outcome.stdout_text(), "serde_json\n");
    assert_eq!(outcome.stderr_text(), "");
    assert_eq!(registry.files_fetched().len(), 1);
}

#[test]
fn a_bad_crate_is_refused_before_anything_is_asked() {
    let (sandbox, registry) = set_up();
    let before = fs::read(sandbox.path("project/Cargo.toml")).unwrap();
    let outcome = offline(&sandbox, "cargo add serde_jsno");
    assert_shown!(sandbox, outcome);
    offline(&sandbox, "cargo add --rename json serde_jsno").expect_code(1);
    offline(&sandbox, "cargo install serde_jsno@1").expect_code(1);
    assert_eq!(registry.requests(), []);
    assert!(!sandbox.path("canary").exists());
    assert_eq!(fs::read(sandbox.path("project/Cargo.toml")).unwrap(), before);
}

#[test]
fn online_the_name_alone_is_asked_and_no_crate_is_fetched() {
    let (sandbox, registry) = set_up();
    phantom(&sandbox, ["cargo", "add", "serde_jsno"]).expect_code(1);
    assert_eq!(registry.files_fetched(), []);
    let by_others = registry
        .requests()
        .into_iter()
        .filter(|request| !request.header("user-agent").is_some_and(|agent| agent.starts_with("phantom/")));
    assert_eq!(by_others.count(), 0, "{:?}", registry.requests());
}

#[test]
fn a_build_checks_what_the_manifest_states_under_any_name() {
    let (sandbox, registry) = set_up();
    depends_on(&sandbox, "json = { package = \"serde_jsno\", version = \"1\" }");
    let outcome = offline(&sandbox, "cargo build");
    assert_shown!(sandbox, outcome);
    for line in
        ["cargo check", "cargo test", "cargo run", "cargo fetch", "cargo update", "cargo doc", "cargo b"]
    {
        offline(&sandbox, line).expect_code(1);
    }
    assert_eq!(registry.requests(), []);
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/Cargo.lock").exists());
    assert!(!sandbox.path("project/target").exists());
}

#[test]
fn a_build_checks_what_the_lockfile_pins_and_leaves_it_alone() {
    let (sandbox, registry) = set_up();
    depends_on(&sandbox, "anyhow = \"1\"");
    // As a colleague without Phantom would have made it: the bad name is anyhow's doing.
    sandbox.run(program("cargo"), ["generate-lockfile"]).expect_code(0);
    let lock = fs::read(sandbox.path("project/Cargo.lock")).unwrap();
    registry.forget_requests();
    let outcome = offline(&sandbox, "cargo build");
    assert_shown!(sandbox, outcome);
    assert_eq!(registry.requests(), []);
    assert!(!sandbox.path("canary").exists());
    assert_eq!(fs::read(sandbox.path("project/Cargo.lock")).unwrap(), lock);

    phantom(&sandbox, ["--offline", "--allow", "crates:serde_jsno", "cargo", "build"]).expect_code(0);
    assert!(sandbox.path("canary").exists(), "the canary does run where cargo does");
    assert_eq!(fs::read(sandbox.path("project/Cargo.lock")).unwrap(), lock);
}

#[test]
fn members_and_path_dependencies_are_checked_and_folders_beside_them_are_not() {
    let (sandbox, registry) = set_up();
    let package = |name: &str, dependency: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\n{dependency}\n"
        )
    };
    sandbox.write(
        "project/Cargo.toml",
        "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/old\"]\nresolver = \"2\"\n",
    );
    fs::remove_file(sandbox.path("project/src/main.rs")).unwrap();
    sandbox.write("project/crates/a/Cargo.toml", package("a", "beside = { path = \"../../beside\" }"));
    sandbox.write("project/crates/a/src/lib.rs", "");
    sandbox.write("project/beside/Cargo.toml", package("beside", ""));
    sandbox.write("project/beside/src/lib.rs", "");
    for aside in ["crates/old", "fixtures/bad"] {
        sandbox.write(
            format!("project/{aside}/Cargo.toml"),
            package("aside", "serde_jsno = \"1\"") + "[workspace]\n",
        );
    }
    offline(&sandbox, "cargo check --quiet").expect_code(0);
    sandbox.write("project/beside/Cargo.toml", package("beside", "serde_jsno = \"1\""));
    registry.forget_requests();
    let outcome = offline(&sandbox, "cargo check").expect_code(1);
    assert!(outcome.stderr_text().contains("beside/Cargo.toml:6:1"), "{}", outcome.stderr_text());
    // From within a member, and by the manifest's path.
    let mut command = sandbox.command(common::PHANTOM, ["--offline", "cargo", "check"]);
    command.current_dir(sandbox.path("project/crates/a/src"));
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    offline(&sandbox, "cargo check --manifest-path crates/a/Cargo.toml").expect_code(1);
    assert_eq!(registry.requests(), []);
}

#[test]
fn arguments_input_and_exit_code_are_the_programs() {
    let (sandbox, _registry) = set_up();
    sandbox.write(
        "project/src/main.rs",
        "use std::io::{self, Read, Write};\n\
         fn main() {\n\
             let mut input = Vec::new();\n\
             io::stdin().read_to_end(&mut input).unwrap();\n\
             io::stdout().write_all(&input).unwrap();\n\
             eprintln!(\"{:?}\", std::env::args_os().skip(1).collect::<Vec<_>>());\n\
             std::process::exit(37);\n\
         }\n",
    );
    let input: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let args = ["cargo", "run", "--quiet", "--", "a b", "", "quo\"te's", "--manifest-path"];
    let outcome = sandbox.run_with_input(common::PHANTOM, args, &input).expect_code(37);
    assert_eq!(outcome.stdout, input);
    assert!(
        outcome.stderr_text().contains(r#"["a b", "", "quo\"te's", "--manifest-path"]"#),
        "{}",
        outcome.shown()
    );
}

#[test]
fn what_cargo_says_and_returns_is_cargos() {
    let (sandbox, registry) = set_up();
    for args in [
        vec!["--version"],
        vec!["--list"],
        vec!["locate-project"],
        vec!["no-such\u{e9}-command"],
        vec!["pkgid", "none"],
    ] {
        let plain = sandbox.run(program("cargo"), &args);
        let guarded = phantom(&sandbox, [&["cargo"], args.as_slice()].concat());
        assert_eq!(guarded.code, plain.code, "{args:?}");
        assert_eq!(guarded.stdout, plain.stdout, "{args:?}");
        assert_eq!(guarded.stderr_text(), plain.stderr_text(), "{args:?}");
    }
    assert_eq!(registry.requests(), []);
}

#[test]
fn an_alias_is_read_for_what_it_stands_for() {
    let (sandbox, registry) = set_up();
    sandbox.write("project/.cargo/config.toml", "[alias]\nsneak = \"install serde_jsno\"\n");
    offline(&sandbox, "cargo sneak").expect_code(1);
    let mut sandbox = sandbox;
    sandbox.set("CARGO_ALIAS_CREEP", "add serde_jsno");
    offline(&sandbox, "cargo creep").expect_code(1);
    assert_eq!(registry.requests(), []);
}

#[test]
fn a_program_is_installed_and_runs() {
    let (sandbox, _registry) = set_up();
    offline(&sandbox, "cargo install --quiet --root tools ripgrep").expect_code(0);
    let outcome = sandbox.run(sandbox.project().join("tools/bin/ripgrep"), [""; 0]);
    assert_eq!(outcome.expect_code(0).stdout_text(), "ran\n");
}
