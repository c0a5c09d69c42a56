//! The examples do what they say. `cargo test` builds them beside the tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs an example to its end: its exit code and what it wrote on both streams.
fn run(name: &str, args: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(example(name))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    command.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = command.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Its program, in the folder beside that of the tests' own.
fn example(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let target = own.ancestors().nth(2).unwrap();
    let program = target.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is not built: run `cargo build --examples`", program.display());
    program
}

#[test]
fn a_bot_answers_for_each_name_of_a_message() {
    let message = "just do `pip install requests reqeusts`, or\n$ npm install epxress\nthen pip list";
    let (code, answer, _) = run("judge_names", &[], message);
    assert_eq!(
        answer,
        "requests: nothing speaks against it\n\
         reqeusts: do not install it, requests was probably meant\n\
         epxress: do not install it, express was probably meant\n"
    );
    assert_eq!(code, Some(1));
    let harmless = run("judge_names", &[], "I like pip.\n");
    assert_eq!(harmless, (Some(0), String::new(), String::new()));
    let (code, answer, _) = run("judge_names", &[], "pip install --no-such-option \u{1b}[2Jx");
    assert!(
        answer.starts_with("I cannot tell what `pip install --no-such-option \\u{1b}[2Jx` installs: "),
        "{answer}"
    );
    assert_eq!(code, Some(3));
}

#[test]
fn a_folder_is_scanned_to_sarif() {
    let folder = tempfile::tempdir().unwrap();
    let sarif = folder.path().join("findings.sarif");
    let scan = |project: &str| run("scan_to_sarif", &[project, sarif.to_str().unwrap()], "");
    let results = |sarif: &Path| {
        let document: Value = serde_json::from_slice(&std::fs::read(sarif).unwrap()).unwrap();
        document["runs"][0]["results"].as_array().unwrap().len()
    };
    let (code, said, errors) = scan("fixtures/first-look");
    assert_eq!((code, errors.as_str()), (Some(1), ""), "{said}");
    assert!(said.ends_with(" of them blocked\n"), "{said}");
    assert!(results(&sarif) > 0);

    std::fs::write(folder.path().join("requirements.txt"), "requests==2.31\n").unwrap();
    let (code, said, _) = scan(folder.path().to_str().unwrap());
    assert_eq!((code, said.as_str(), results(&sarif)), (Some(0), "1 names, 0 of them blocked\n", 0));

    std::fs::write(folder.path().join("phantom.toml"), "block-at = 7\n").unwrap();
    let (code, _, errors) = scan(folder.path().to_str().unwrap());
    assert_eq!(code, Some(2));
    assert!(errors.contains("phantom.toml:1:12: "), "{errors}");

    assert_eq!(run("scan_to_sarif", &[], "").0, Some(2));
}

#[test]
fn an_inventory_answers_in_a_registrys_place() {
    let folder = tempfile::tempdir().unwrap();
    let inventory = folder.path().join("inventory.txt");
    std::fs::write(&inventory, "npm acme-ui 2019-04-02\npypi acme-pay 2020-01-01\n").unwrap();
    let inventory = inventory.to_str().unwrap();
    let judge = |names: &[&str]| run("own_registry", &[&[inventory], names].concat(), "");
    let (code, said, _) = judge(&["npm:acme-ui", "pypi:Acme_Pay", "npm:acme-iu", "crates:acme-core"]);
    assert_eq!(
        said,
        "npm:acme-ui: safe, allow\npypi:Acme_Pay: safe, allow\nnpm:acme-iu: not_found, block\ncrates:acme-core: unknown, warn\n"
    );
    assert_eq!(code, Some(1));
    assert_eq!(judge(&["npm:acme-ui"]).0, Some(0));
}
