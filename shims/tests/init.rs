//! What `phantom init` finds and writes.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;

use phantom_testkit::Sandbox;

mod cli_support;

use cli_support::{PHANTOM, shown};

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/package.json", "{\"dependencies\": {\"react\": \"^18\", \"@acme/core\": \"1\"}}");
    sandbox.write(
        "project/.npmrc",
        "@acme:registry=https://me:s3cret@registry.example/npm/\n//registry.example/:_authToken=s3cret\nregistry=${NPM}\n",
    );
    sandbox.write(
        "project/api/requirements.txt",
        "--extra-index-url https://me:s3cret@registry.example/simple/\nflask\n",
    );
    sandbox.write(
        "project/.cargo/config.toml",
        "[registries.acme]\nindex = \"sparse+https://registry.example/crates/\"\n",
    );
    sandbox
}

#[test]
fn a_project_is_looked_at_and_the_file_says_what_was_found() {
    let sandbox = project();
    let dry = shown(&sandbox, &["init", "--dry-run"]);
    assert!(!sandbox.path("project/phantom.toml").exists());
    let told = shown(&sandbox, &["init"]);
    assert!(!dry.contains("s3cret") && !told.contains("s3cret"));
    let text = fs::read_to_string(sandbox.path("project/phantom.toml")).unwrap();
    assert!(dry.contains(&text), "{dry}");
    assert_shown!("init", sandbox, format!("{told}----- phantom.toml\n{text}"));
    let kept = sandbox.run(PHANTOM, ["init"]).expect_code(2);
    assert!(kept.stderr_text().contains("--force"), "{}", kept.shown());
    sandbox.write("project/phantom.toml", "chunk = 5\n");
    sandbox.run(PHANTOM, ["init", "--force"]).expect_code(0);
    assert_eq!(fs::read_to_string(sandbox.path("project/phantom.toml")).unwrap(), text);
}

#[test]
fn nothing_changes_but_what_the_file_says() {
    let sandbox = project();
    let show = |sandbox: &Sandbox| {
        let shown = sandbox.run(PHANTOM, ["config", "show"]).expect_code(0).stdout_text();
        shown.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = show(&sandbox);
    sandbox.run(PHANTOM, ["init", "."]).expect_code(0);
    assert_eq!(show(&sandbox), before);
}

#[test]
fn an_empty_folder_gets_one_too_and_a_missing_one_does_not() {
    let sandbox = Sandbox::new();
    let outcome = sandbox.run(PHANTOM, ["init", "--format", "json"]).expect_code(0);
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert_eq!(document["written"], true);
    sandbox.run(PHANTOM, ["init", "missing"]).expect_code(2);
}

#[test]
fn names_that_are_markup_make_no_policy_of_their_own() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "project/.npmrc",
        "@a\"]\\nx:registry=https://registry.example/\n@b\u{1b}[0m:registry=https://registry.example/\n",
    );
    sandbox.run(PHANTOM, ["init"]).expect_code(0);
    sandbox.run(PHANTOM, ["config", "show"]).expect_code(0);
    let text = fs::read_to_string(sandbox.path("project/phantom.toml")).unwrap();
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn the_schema_is_the_published_one() {
    let sandbox = Sandbox::new();
    // A broken policy keeps nobody from it.
    sandbox.write("project/phantom.toml", "[");
    let printed = sandbox.run(PHANTOM, ["config", "schema"]).expect_code(0);
    assert_eq!(printed.stdout_text(), include_str!("../../docs/phantom.schema.json"));
}

#[test]
fn odd_scopes_are_told_with_their_line_and_the_default_index_is_suggested() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "project/.npmrc",
        "@acme:registry=https://registry.example/\n@weird/slash:registry=https://registry.example/\n@*:registry=https://registry.example/\n@${HOME}:registry=https://registry.example/\n",
    );
    sandbox.write(
        "project/requirements.txt",
        "--extra-index-url https://a.example/simple/\n--index-url https://registry.example/simple/\nflask\n",
    );
    let outcome = sandbox.run(PHANTOM, ["init"]).expect_code(0);
    let told = outcome.stdout_text();
    for line in [".npmrc:2", ".npmrc:3", ".npmrc:4"] {
        assert!(told.contains(line), "{told}");
    }
    let text = fs::read_to_string(sandbox.path("project/phantom.toml")).unwrap();
    assert!(text.contains("# pypi = \"https://registry.example/simple/\""), "{text}");
    assert!(text.contains("# scopes = [\"@acme\"]"), "{text}");
}
