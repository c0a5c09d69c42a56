//! Whom an install asks where a policy file names one registry and the client another. The clients are scripts.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]
// Only such a build looks for the machine's file in the sandbox.
#![cfg(debug_assertions)]

mod common;

use common::phantom;
use phantom_testkit::{NpmPackage, Outcome, PythonPackage, Registry, Sandbox};

const USER: &str = "home/.config/phantom/phantom.toml";

/// A registry that has everything, published so many days ago.
fn registry(days: i64) -> Registry {
    Registry::builder()
        .npm(NpmPackage::new("lodash").published_days_ago(days))
        .python(PythonPackage::new("flask").published_days_ago(days))
        .start()
}

fn set_up() -> (Sandbox, Registry, Registry) {
    let sandbox = Sandbox::new();
    for client in ["npm", "pip"] {
        sandbox.script(client, "echo ran");
    }
    (sandbox, registry(900), registry(0))
}

fn index(old: &Registry) -> String {
    format!("[index]\nnpm = \"{}\"\npypi = \"{}\"\n", old.npm(), old.pypi())
}

fn run(sandbox: &Sandbox, line: &str) -> Outcome {
    sandbox.forget_answers();
    phantom(sandbox, line.split(' '))
}

#[test]
fn a_policy_file_s_registry_gives_way_to_the_client_s_and_both_are_named() {
    let (mut sandbox, old, young) = set_up();
    sandbox.write("project/phantom.toml", format!("min-age = \"3d\"\n{}", index(&old)));
    sandbox.write("project/.npmrc", format!("registry={}\n", young.npm().replace("//", "//me:s3cret@")));
    sandbox.set("PIP_INDEX_URL", young.pypi());
    for (line, own, other) in
        [("npm install lodash", young.npm(), old.npm()), ("pip install flask", young.pypi(), old.pypi())]
    {
        let outcome = run(&sandbox, line).expect_code(1);
        let told = outcome.stderr_text();
        assert!(told.contains(&format!("installs from {own}")), "{told}");
        assert!(told.contains(&other) && told.contains("phantom.toml:"), "{told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
    assert_eq!(old.requests(), []);
    // For this run somebody may still ask another one.
    run(&sandbox, &format!("--index {} npm install lodash", old.npm())).expect_code(0);
}

#[test]
fn it_serves_where_the_client_states_none() {
    let (sandbox, old, _young) = set_up();
    sandbox.write("project/phantom.toml", format!("min-age = \"3d\"\n{}", index(&old)));
    std::fs::remove_file(sandbox.path("home/.npmrc")).unwrap();
    let outcome = run(&sandbox, "npm install lodash").expect_code(0);
    assert_eq!(outcome.stdout_text(), "ran\n", "{}", outcome.shown());
    assert!(!old.requests_for("lodash").is_empty());
}

#[test]
fn a_locked_registry_holds_an_install_from_another() {
    let (mut sandbox, old, young) = set_up();
    std::fs::remove_file(sandbox.path("home/.npmrc")).unwrap();
    sandbox.set("PIP_INDEX_URL", old.pypi());
    sandbox.write(USER, format!("lock = true\nmin-age = \"3d\"\n{}", index(&old)));
    run(&sandbox, "npm install lodash").expect_code(0);
    run(&sandbox, "pip install flask").expect_code(0);
    sandbox.write("project/.npmrc", format!("registry={}\n", young.npm()));
    sandbox.write("project/requirements.txt", format!("--index-url {}\nflask\n", young.pypi()));
    sandbox.write("project/more.txt", format!("--extra-index-url {}\nflask\n", young.pypi()));
    for (line, setting) in [
        ("npm install lodash", ".npmrc"),
        ("npm install invented-zq", ".npmrc"),
        ("pip install -r requirements.txt", "requirements.txt:1"),
        ("pip install -r more.txt", "more.txt:1"),
    ] {
        let outcome = run(&sandbox, line).expect_code(3);
        let told = outcome.stderr_text();
        assert!(told.contains(setting) && told.contains("phantom.toml:1 locks the registry"), "{told}");
        assert!(!outcome.stdout_text().contains("ran"));
    }
    // The user's own word counts against the user's own lock, and not against the machine's.
    let own = format!("--index {} npm install lodash", old.npm());
    run(&sandbox, &own).expect_code(0);
    let user = std::fs::read(sandbox.path(USER)).unwrap();
    sandbox.write("machine.toml", user);
    run(&sandbox, &own).expect_code(3);
}

#[test]
fn a_locked_age_stays_one_offline_and_from_another_index() {
    let (mut sandbox, old, young) = set_up();
    sandbox.write("home/.npmrc", format!("registry={}\n", young.npm()));
    sandbox.set("PIP_INDEX_URL", young.pypi());
    let lock = "lock = [\"block-at\", \"on-unavailable\", \"min-age\", \"allow\", \"private\"]\n";
    let rest = "block-at = 0.5\non-unavailable = \"block\"\nmin-age = \"3d\"\n";
    sandbox.write(USER, format!("{lock}{rest}"));
    for (project, code) in [("offline = true\n".to_owned(), 3), (index(&old), 1)] {
        sandbox.write("project/phantom.toml", project);
        for line in ["npm install lodash", "pip install flask", "check npm:lodash"] {
            let outcome = run(&sandbox, line).expect_code(code);
            assert!(!outcome.stdout_text().contains("ran\n"), "{}", outcome.shown());
        }
    }
    sandbox.write("machine.toml", format!("{lock}{rest}"));
    run(&sandbox, "--offline npm install lodash").expect_code(3);
    run(&sandbox, &format!("--index {} npm install lodash", old.npm())).expect_code(1);
    assert_eq!(old.requests(), []);
}

#[test]
fn who_asks_nobody_against_a_lock_gets_nothing_unchecked() {
    let (sandbox, _old, young) = set_up();
    sandbox.write("home/.npmrc", format!("registry={}\n", young.npm()));
    sandbox.write("machine.toml", "lock = true\n");
    run(&sandbox, "--offline npm install lodash").expect_code(0);
    let outcome = run(&sandbox, "--offline check npm:phantom-fixture-zq").expect_code(3);
    assert!(outcome.stderr_text().contains("machine.toml:1 locks offline"), "{}", outcome.shown());
    assert_eq!(young.requests(), []);
}

#[test]
fn a_project_s_scope_is_told_and_makes_nothing_private_under_a_lock() {
    let (sandbox, _old, young) = set_up();
    sandbox.write("home/.npmrc", format!("registry={}\n", young.npm()));
    sandbox.write("project/package.json", r#"{"dependencies": {"@evilz/reacct": "1"}}"#);
    sandbox.write("project/.npmrc", "@evilz:registry=http://localhost:9/\n");
    let outcome = run(&sandbox, "npm install").expect_code(0);
    let told = outcome.stderr_text();
    assert!(told.contains("1 name of @evilz not checked: private registry http://localhost:9/"), "{told}");
    sandbox.write(USER, "lock = [\"private\", \"on-unavailable\"]\non-unavailable = \"block\"\n");
    run(&sandbox, "npm install").expect_code(3);
    // What the user binds is the user's word.
    std::fs::remove_file(sandbox.path("project/.npmrc")).unwrap();
    sandbox.write("home/.npmrc", format!("registry={}\n@evilz:registry=http://localhost:9/\n", young.npm()));
    run(&sandbox, "npm install").expect_code(0);
}
