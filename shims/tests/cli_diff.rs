//! What a user of `phantom diff` sees.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use phantom_testkit::Sandbox;

mod cli_support;

use cli_support::{PHANTOM, changes_in, shown};

/// A lock as cargo writes it, with the default registry's address.
fn old() -> String {
    LOCK.replace("INDEX", tame_index::CRATES_IO_INDEX)
}

const LOCK: &str = r#"version = 4

[[package]]
name = "own"
version = "0.1.0"

[[package]]
name = "rand"
version = "0.8.5"
source = "registry+INDEX"

[[package]]
name = "serde"
version = "1.0.9"
source = "registry+INDEX"

[[package]]
name = "syn"
version = "1.0.1"
source = "registry+INDEX"

[[package]]
name = "syn"
version = "2.0.6"
source = "registry+INDEX"
"#;

/// A version more, a fork for a package, a bad name for a good one, and one name gone.
fn new() -> String {
    LOCK.replace("2.0.6", "2.0.7")
        .replace(
            "name = \"serde\"\nversion = \"1.0.9\"\nsource = \"registry+INDEX\"",
            "name = \"serde\"\nversion = \"1.0.9\"\nsource = \"git+https://github.com/someone/serde?rev=1#0123456789abcdef\"",
        )
        .replace("name = \"rand\"\nversion = \"0.8.5\"", "name = \"serde_jsno\"\nversion = \"1.0.0\"")
        .replace("INDEX", tame_index::CRATES_IO_INDEX)
}

fn two_locks() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/old/Cargo.lock", old());
    sandbox.write("project/new/Cargo.lock", new());
    sandbox
}

#[test]
fn two_lockfiles_are_compared_and_what_is_new_is_judged() {
    let sandbox = two_locks();
    let files = ["diff", "--offline", "old/Cargo.lock", "new/Cargo.lock"];
    assert_shown!("diff_lockfiles", sandbox, shown(&sandbox, &files));
    let folders = shown(&sandbox, &["diff", "--offline", "old", "new"]);
    assert_eq!(
        without_time(&folders),
        without_time(&shown(&sandbox, &files)).replace("/Cargo.lock new/Cargo.lock", " new")
    );
    let json = sandbox.run(PHANTOM, ["diff", "--offline", "--format", "json", "old", "new"]).expect_code(1);
    assert_shown!("diff_json", sandbox, changes_in(&json.stdout_text()));
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let names: Vec<_> =
        document["packages"].as_array().unwrap().iter().map(|package| &package["name"]).collect();
    assert_eq!(names, ["serde_jsno", "serde", "syn"]);
    let lines = sandbox.run(PHANTOM, ["diff", "--offline", "--format", "jsonl", "old", "new"]).expect_code(1);
    assert_eq!(lines.stdout_text().lines().count(), 3);
    assert_shown!("diff_quiet", sandbox, shown(&sandbox, &["diff", "--offline", "-q", "old", "new"]));
    assert_shown!("diff_same", sandbox, shown(&sandbox, &["diff", "--offline", "new", "./new"]));
}

fn without_time(text: &str) -> String {
    let lines = text.lines().map(|line| line.split(" offline in ").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn files_of_any_name_are_read_as_what_the_other_or_the_option_says() {
    let sandbox = two_locks();
    sandbox.write("project/before.lock", old());
    sandbox.write("project/after.lock", new());
    sandbox.run(PHANTOM, ["diff", "--offline", "before.lock", "new/Cargo.lock"]).expect_code(1);
    let reverse = sandbox.run(PHANTOM, ["diff", "--offline", "new/Cargo.lock", "before.lock"]).expect_code(0);
    assert!(reverse.stdout_text().contains("removed  crates serde_jsno 1.0.0"), "{}", reverse.shown());
    sandbox
        .run(PHANTOM, ["diff", "--offline", "before.lock", "after.lock", "--kind", "cargo-lock"])
        .expect_code(1);
    assert_shown!(
        "diff_no_kind",
        sandbox,
        shown(&sandbox, &["diff", "--offline", "before.lock", "after.lock"])
    );
    let wrong = sandbox.run(PHANTOM, ["diff", "--kind", "lock", "before.lock", "after.lock"]).expect_code(2);
    assert!(wrong.stderr_text().contains("cargo-lock"), "{}", wrong.shown());
}

#[test]
fn an_older_side_without_names_makes_all_new() {
    let sandbox = two_locks();
    std::fs::create_dir(sandbox.path("project/nothing")).unwrap();
    for old in [&["nothing", "old"], &["/dev/null", "old/Cargo.lock"], &["-", "old/Cargo.lock"]] {
        let text = sandbox.run(PHANTOM, ["diff", "--offline"].iter().chain(old)).expect_code(0).stdout_text();
        assert_eq!(text.matches("added  ").count(), 5, "{text}");
    }
    let gone = sandbox.run(PHANTOM, ["diff", "--offline", "old/Cargo.lock", "/dev/null"]).expect_code(0);
    assert_eq!(gone.stdout_text().matches("removed").count(), 5, "{}", gone.shown());
}

#[test]
fn one_side_may_come_from_a_pipe() {
    let sandbox = two_locks();
    let args = ["diff", "--offline", "-", "new/Cargo.lock"];
    let outcome = sandbox.run_with_input(PHANTOM, args, old().as_bytes()).expect_code(1);
    assert!(outcome.stdout_text().contains("changed  crates syn 2.0.6 → 2.0.7"), "{}", outcome.shown());
    let new = sandbox.run_with_input(PHANTOM, ["diff", "--offline", "old/Cargo.lock", "-"], new().as_bytes());
    assert!(new.expect_code(1).stdout_text().contains(" -:8:9"));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let sandbox = two_locks();
    for (args, said) in [
        (&["missing", "new"], "there is no such file or folder"),
        (&["old", "missing/Cargo.lock"], "there is no such file or folder"),
        (&["old", "new/Cargo.lock"], "one side is a file and the other a folder"),
        (&["-", "-"], "both sides are standard input"),
    ] {
        let outcome = sandbox.run(PHANTOM, ["diff", "--offline"].iter().chain(args)).expect_code(2);
        assert!(outcome.stderr_text().contains(said), "{}", outcome.shown());
    }
    std::fs::create_dir(sandbox.path("project/nothing")).unwrap();
    let outcome = sandbox.run(PHANTOM, ["diff", "--offline", "old", "nothing"]).expect_code(2);
    assert!(outcome.stderr_text().contains("no manifest and no lockfile was found"), "{}", outcome.shown());
}

#[test]
fn a_broken_older_side_does_not_end_the_run_and_a_broken_newer_one_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox.write("project/old/requirements.txt", "flask\nhonest words\n");
    sandbox.write("project/new/requirements.txt", "flask\nreqeusts\n");
    assert_shown!("diff_broken_old", sandbox, shown(&sandbox, &["diff", "--offline", "old", "new"]));
    sandbox.write("project/fine/requirements.txt", "flask\nsix\n");
    assert_shown!("diff_broken_new", sandbox, shown(&sandbox, &["diff", "--offline", "fine", "old"]));
}

#[test]
fn hostile_names_and_addresses_are_shown_harmless() {
    let sandbox = Sandbox::new();
    sandbox.write("project/old/package.json", "{\"dependencies\": {\"x\": \"1\", \"y\": \"1\"}}");
    sandbox.write(
        "project/new/package.json",
        "{\"dependencies\": {\"x\": \"https://me:secret@files.example/x.tgz?token=secret\", \"y\": \"npm:z@2\", \"a\\u001b[31mb\": \"\\u202e1\"}}",
    );
    assert_shown!("diff_hostile", sandbox, shown(&sandbox, &["diff", "--offline", "old", "new"]));
}
