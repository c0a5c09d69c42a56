//! What a user of `phantom scan` is told of the files that were read, and of those that were not.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

use phantom_testkit::Sandbox;

mod cli_support;

use cli_support::{PHANTOM, shown};

/// An honest project with what clients and tools leave behind.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/.gitignore", "requirements-local.txt\n/dist/\n");
    sandbox.write("project/requirements.txt", "flask>=3\n");
    sandbox.write("project/requirements-local.txt", "reqeusts\n");
    sandbox.write("project/.github/requirements.txt", "django\nhttpx\n");
    sandbox.write("project/dist/package.json", "{}");
    sandbox.write("project/node_modules/a/package.json", "{\"dependencies\":{\"epxress\":\"4\"}}");
    sandbox.write("project/web/node_modules/b/package.json", "{}");
    sandbox.write("project/.venv/pyvenv.cfg", "");
    sandbox.write("project/tool.py", "print('no dependencies')\n");
    sandbox
}

fn json(sandbox: &Sandbox, args: &[&str], code: i32) -> serde_json::Value {
    let args = [&["scan", "--offline", "--format", "json"], args].concat();
    serde_json::from_slice(&sandbox.run(PHANTOM, args).expect_code(code).stdout).unwrap()
}

#[test]
fn what_is_left_out_is_counted_and_named_on_demand() {
    let sandbox = project();
    assert_shown!("walk_skipped", sandbox, shown(&sandbox, &["scan", "--offline"]));
    assert_shown!("walk_skipped_verbose", sandbox, shown(&sandbox, &["scan", "--offline", "-v"]));
    assert_shown!(
        "walk_include_ignored",
        sandbox,
        shown(&sandbox, &["scan", "--offline", "--include-ignored"])
    );
}

#[test]
fn json_has_each_file_with_what_became_of_it() {
    let sandbox = project();
    sandbox.write("project/cut/package-lock.json", "{");
    let document = json(&sandbox, &[".", "missing.txt"], 2);
    let files: Vec<String> = document["files"].as_array().unwrap().iter().map(ToString::to_string).collect();
    assert_shown!("walk_json", sandbox, files.join("\n"));
    assert_eq!(document["notes"], serde_json::json!([]));
    let keys: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    for key in ["schema_version", "mode", "packages", "errors", "files", "notes", "summary"] {
        assert!(keys.contains(&key), "{keys:?}");
    }
    let check = sandbox.run(PHANTOM, ["check", "--offline", "--format", "json", "npm:react"]).expect_code(0);
    assert!(!check.stdout_text().contains("\"files\""), "no file was read");
}

#[test]
fn a_blocked_name_goes_before_what_cannot_be_read() {
    let sandbox = Sandbox::new();
    sandbox.write("project/a/Cargo.lock", "version = 99\n");
    sandbox.write("project/b/requirements.txt", "flask\n");
    let document = json(&sandbox, &[], 2);
    assert_eq!(document["files"][0]["status"], "unreadable");
    sandbox.write("project/c/requirements.txt", "reqeusts\n");
    let document = json(&sandbox, &[], 1);
    assert_eq!(document["errors"].as_array().unwrap().len(), 1);
    assert_eq!(document["summary"]["blocked"], 1);
    sandbox.run(PHANTOM, ["scan", "--offline", "b"]).expect_code(0);
}

#[test]
fn nothing_but_what_is_left_out_is_not_success() {
    let sandbox = Sandbox::new();
    sandbox.write("project/node_modules/a/package.json", "{\"dependencies\":{\"react\":\"18\"}}");
    assert_shown!("walk_all_left_out", sandbox, shown(&sandbox, &["scan", "--offline"]));
    sandbox.run(PHANTOM, ["scan", "--offline", "node_modules"]).expect_code(0);
    sandbox.run(PHANTOM, ["scan", "--offline", "--include-ignored"]).expect_code(0);
}

#[test]
fn paths_stay_as_they_were_written() {
    let sandbox = project();
    let args = ["scan", "--offline", "-v", "./requirements.txt", "../project/.github", "./", "tool.py"];
    assert_shown!("walk_paths", sandbox, shown(&sandbox, &args));
}

#[test]
fn a_script_alone_does_not_say_what_a_folder_is() {
    let sandbox = Sandbox::new();
    sandbox.write("project/package.json", "{}");
    sandbox.write("project/tool.py", "");
    sandbox.write("project/build.rs", "fn main() {}\n");
    sandbox.run(PHANTOM, ["check", "--offline", "react"]).expect_code(0);
}
