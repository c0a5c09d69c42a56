//! `phantom npm …` and `phantom npx …` with the real npm and a stand-in registry.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;

use common::{offline, phantom};
use phantom_testkit::{NpmPackage, Registry, Sandbox, assert_shown, program};

/// A stand-in with an honest `lodash`, an `express` that brings `epxress`, which tells when it is
/// installed.
fn set_up() -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = Registry::builder()
        .npm(NpmPackage::new("lodash"))
        .npm(NpmPackage::new("express").dependency("epxress", "^1.0.0"))
        .npm(NpmPackage::new("epxress").canary(&sandbox.path("canary")).published_days_ago(2))
        .npm(NpmPackage::new("rimraf").program("console.log('ran', ...process.argv.slice(2))"))
        .start();
    sandbox.install_from(&registry);
    sandbox.write("project/package.json", "{\n  \"name\": \"project\",\n  \"version\": \"1.0.0\"\n}\n");
    (sandbox, registry)
}

fn depends_on(sandbox: &Sandbox, name: &str) {
    let text = format!(
        "{{\n  \"name\": \"project\",\n  \"dependencies\": {{\n    \"{name}\": \"^1.0.0\"\n  }}\n}}\n"
    );
    sandbox.write("project/package.json", text);
}

#[test]
fn a_good_package_is_installed_and_runs() {
    let (sandbox, registry) = set_up();
    let outcome = offline(&sandbox, "npm install lodash").expect_code(0);
    assert_eq!(outcome.stderr_text(), "");
    let told = sandbox.run(program("node"), ["-p", "require('lodash')"]);
    assert_eq!(told.expect_code(0).stdout_text(), "lodash\n");
    assert_eq!(registry.files_fetched().len(), 1);
}

#[test]
fn a_bad_package_is_refused_by_every_word_for_install() {
    let (sandbox, registry) = set_up();
    let before = fs::read(sandbox.path("project/package.json")).unwrap();
    let outcome = offline(&sandbox, "npm install lodash epxress");
    assert_shown!(sandbox, outcome);
    for line in [
        "npm i epxress",
        "npm add epxress",
        "npm isntall epxress",
        "npm install lodash --dry-run false epxress",
        "npm install --save=epxress",
        "npm install alias@npm:epxress",
        "npm install -g epxress",
        "npm link epxress",
        "npm exec epxress",
        "npx epxress",
        "npx -p epxress thing",
    ] {
        let outcome = offline(&sandbox, line).expect_code(1);
        let client = line.split(' ').next().unwrap();
        assert_eq!(
            outcome.last_error_line(),
            format!("phantom: blocked epxress ({client} was not run)"),
            "{line}"
        );
    }
    assert!(!sandbox.path("canary").exists());
    assert_eq!(registry.requests(), []);
    assert_eq!(fs::read(sandbox.path("project/package.json")).unwrap(), before);
    assert!(!sandbox.path("project/node_modules").exists());
}

#[test]
fn online_the_name_alone_is_asked_and_no_tarball_is_fetched() {
    let (sandbox, registry) = set_up();
    phantom(&sandbox, ["npm", "install", "epxress"]).expect_code(1);
    assert!(!sandbox.path("canary").exists());
    assert_eq!(registry.files_fetched(), []);
    let asked = registry.requests();
    assert!(asked.len() == 1 && asked[0].mentions("epxress"), "{asked:?}");
}

#[test]
fn a_bare_install_checks_what_package_json_states() {
    let (sandbox, registry) = set_up();
    depends_on(&sandbox, "epxress");
    let outcome = offline(&sandbox, "npm install");
    assert_shown!(sandbox, outcome);
    offline(&sandbox, "npm install lodash").expect_code(1);
    offline(&sandbox, "npm update").expect_code(1);
    assert_eq!(registry.requests(), []);
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/package-lock.json").exists());
}

#[test]
fn a_clean_install_checks_the_lockfile_and_leaves_it_alone() {
    let (sandbox, registry) = set_up();
    depends_on(&sandbox, "express");
    // As a colleague without Phantom would have made it: the bad name is express's doing.
    sandbox.run(program("npm"), ["install", "--ignore-scripts"]).expect_code(0);
    fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap();
    registry.forget_requests();
    let lock = fs::read(sandbox.path("project/package-lock.json")).unwrap();

    let outcome = offline(&sandbox, "npm ci");
    assert_shown!(sandbox, outcome);
    assert_eq!(registry.requests(), []);
    assert!(!sandbox.path("canary").exists());
    assert_eq!(fs::read(sandbox.path("project/package-lock.json")).unwrap(), lock);

    phantom(&sandbox, ["--offline", "--allow", "npm:epxress", "npm", "ci"]).expect_code(0);
    assert!(sandbox.path("canary").exists(), "the canary does run where npm does");
    assert_eq!(fs::read(sandbox.path("project/package-lock.json")).unwrap(), lock);
}

#[test]
fn taking_the_bad_name_out_is_no_install_of_it() {
    let (sandbox, _registry) = set_up();
    depends_on(&sandbox, "epxress");
    offline(&sandbox, "npm uninstall epxress").expect_code(0);
    let manifest = fs::read_to_string(sandbox.path("project/package.json")).unwrap();
    assert!(!manifest.contains("epxress"), "{manifest}");
}

#[test]
fn members_of_the_project_are_checked_and_folders_beside_them_are_not() {
    let (sandbox, registry) = set_up();
    sandbox
        .write("project/package.json", r#"{"name": "root", "workspaces": ["packages/*", "!packages/old"]}"#);
    sandbox.write(
        "project/packages/a/package.json",
        r#"{"name": "a", "version": "1.0.0", "dependencies": {"lodash": "1"}}"#,
    );
    for aside in ["packages/old", "fixtures/bad"] {
        sandbox.write(
            format!("project/{aside}/package.json"),
            r#"{"name": "aside", "version": "1.0.0", "dependencies": {"epxress": "1"}}"#,
        );
    }
    offline(&sandbox, "npm install").expect_code(0);
    sandbox.write(
        "project/packages/b/package.json",
        r#"{"name": "b", "version": "1.0.0", "dependencies": {"epxress": "1"}}"#,
    );
    registry.forget_requests();
    let outcome = offline(&sandbox, "npm install").expect_code(1);
    assert!(outcome.stderr_text().contains("packages/b/package.json:1:"), "{}", outcome.stderr_text());
    // From within a member, npm installs the whole project.
    let mut command = sandbox.command(common::PHANTOM, ["--offline", "npm", "install"]);
    command.current_dir(sandbox.path("project/packages/a"));
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    assert_eq!(registry.requests(), []);
}

#[test]
fn exit_code_and_streams_are_the_scripts_byte_for_byte() {
    let (sandbox, registry) = set_up();
    sandbox.write("project/package.json", r#"{"name": "project", "scripts": {"echo": "node echo.js"}}"#);
    sandbox.write(
        "project/echo.js",
        "process.stdin.pipe(process.stdout); process.stderr.write(JSON.stringify(process.argv.slice(2)));\n\
         process.stdin.on('end', () => { process.exitCode = 37; });\n",
    );
    let input: Vec<u8> = (0..=255).cycle().take(200_000).collect();
    let args = ["npm", "run", "--silent", "echo", "--", "a b", "", "quo\"te's", "--flag=x"];
    let outcome = sandbox.run_with_input(common::PHANTOM, args, &input).expect_code(37);
    assert_eq!(outcome.stdout, input);
    assert_eq!(outcome.stderr_text(), r#"["a b","","quo\"te's","--flag=x"]"#);
    assert_eq!(registry.requests(), []);
}

#[test]
fn a_program_of_the_project_runs_and_one_to_be_fetched_is_checked() {
    let (sandbox, registry) = set_up();
    offline(&sandbox, "npm install rimraf").expect_code(0);
    // Under a name that no registry has, so that only the project can have it.
    let bin = sandbox.path("project/node_modules/.bin");
    fs::copy(bin.join("rimraf"), bin.join("phantom-fixture-zq")).unwrap();
    registry.forget_requests();
    let outcome = offline(&sandbox, "npx phantom-fixture-zq x y").expect_code(0);
    assert_eq!(outcome.stdout_text(), "ran x y\n");
    let outcome = offline(&sandbox, "npx phantom-fixture-zr").expect_code(3);
    assert_eq!(outcome.last_error_line(), "phantom: not checked phantom-fixture-zr (npx was not run)");
    assert_eq!(registry.requests(), []);
}
