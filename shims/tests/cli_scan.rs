//! What a user of `phantom scan` and `phantom config show` sees.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::time::Duration;

use phantom_testkit::Sandbox;
use phantom_testkit::fake::{Fake, Kind, Profile};

mod cli_support;

use cli_support::{PHANTOM, shown};

/// A project with honest names and a bad one in each of its files.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "flask>=3\n\nreqeusts==2.31.0\n");
    sandbox.write(
        "project/web/package.json",
        "{\n  \"dependencies\": {\n    \"react\": \"^18\",\n    \"shown\": \"npm:epxress@4\"\n  }\n}\n",
    );
    sandbox.write(
        "project/Cargo.toml",
        "[package]\nname = \"own\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde = \"1\"\nserde_jsno = \"1\"\n",
    );
    sandbox
}

#[test]
fn a_scan_points_into_the_users_own_files() {
    let sandbox = project();
    assert_shown!("scan_project", sandbox, shown(&sandbox, &["scan", "--offline"]));
    assert_shown!("scan_one_file", sandbox, shown(&sandbox, &["scan", "--offline", "web/package.json"]));
}

#[test]
fn jsonl_is_one_package_a_line() {
    let sandbox = project();
    let outcome = sandbox.run(PHANTOM, ["scan", "--offline", "--format", "jsonl"]).expect_code(1);
    let lines: Vec<serde_json::Value> =
        outcome.stdout_text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 6);
    let alias = lines.iter().find(|line| line["name"] == "epxress").unwrap();
    assert_eq!(alias["alias"], "shown");
    assert_eq!(alias["location"]["line"], 4);
}

#[test]
fn one_name_in_many_places_is_one_finding() {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "reqeusts\n".repeat(6));
    assert_shown!("scan_many_places", sandbox, shown(&sandbox, &["scan", "--offline"]));
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_checked() {
    let sandbox = project();
    sandbox.write("project/cut/package-lock.json", "{\n  \"lockfileVersion\": 3,\n  \"packages\": {\n");
    sandbox.write("project/bytes/requirements.txt", b"flask\n\xff\xfe\xfa\nreqeusts\n");
    sandbox.write("project/lines/requirements.txt", "flask==\nhonest words\nreact\n");
    std::fs::create_dir_all(sandbox.path("project/folder/Cargo.lock")).unwrap();
    let args = ["scan", "--offline", ".", "folder/Cargo.lock", "missing.txt", "missing/requirements.txt"];
    assert_shown!("scan_unreadable", sandbox, shown(&sandbox, &args));
}

#[test]
fn an_input_that_cannot_be_read_alone_ends_with_two() {
    let sandbox = Sandbox::new();
    sandbox.write("project/Cargo.lock", "version = 4\n\n[[package]]\nname = \"ser");
    sandbox.write("project/requirements.txt", "flask\n");
    assert_shown!("scan_truncated", sandbox, shown(&sandbox, &["scan", "--offline"]));
}

#[test]
fn nothing_to_check_is_not_success() {
    let sandbox = Sandbox::new();
    assert_shown!("scan_nothing", sandbox, shown(&sandbox, &["scan", "--offline"]));
}

#[test]
fn the_projects_policy_is_found_from_the_path_that_is_scanned() {
    let sandbox = project();
    sandbox.write(
        "project/phantom.toml",
        "[[allow]]\nname = \"pypi:reqeusts\"\nreason = \"our own fork\"\n\n[[allow]]\necosystem = \"npm\"\nname = \"epxress\"\nreason = \"a test\"\nuntil = 2020-01-31\n\n[[deny]]\nname = \"pypi:flask\"\nreason = \"use the other one\"\n",
    );
    assert_shown!("scan_policy", sandbox, shown(&sandbox, &["scan", "--offline", "-v"]));
    let elsewhere =
        sandbox.command(PHANTOM, ["scan", "--offline", "project"]).current_dir(sandbox.root()).output();
    let text = String::from_utf8(elsewhere.unwrap().stdout).unwrap();
    assert!(text.contains("denied by") && !text.contains("`reqeusts` is blocked"), "{text}");
}

#[test]
fn an_allowed_name_passes_by_flag_too() {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "ReqEusts\n");
    sandbox.run(PHANTOM, ["scan", "--offline"]).expect_code(1);
    sandbox.run(PHANTOM, ["scan", "--offline", "--allow", "pypi:reqeusts"]).expect_code(0);
    sandbox.run(PHANTOM, ["--allow", "reqeusts", "scan", "--offline"]).expect_code(0);
    sandbox.run(PHANTOM, ["scan", "--offline", "--allow", "npm:reqeusts"]).expect_code(1);
}

#[test]
fn private_names_are_told_to_nobody() {
    let fake = Fake::start(Duration::ZERO, |_, _| Profile::long_standing());
    let sandbox = Sandbox::new();
    sandbox.write(
        "project/phantom.toml",
        format!(
            "[index]\npypi = \"{}\"\n\n[private]\nnames = [\"acme-*\"]\nregistry = \"acme\"\n",
            fake.root(Kind::Simple)
        ),
    );
    sandbox.write("project/requirements.txt", "acme-core\nqzvx-wjkpt\n");
    assert_shown!("scan_private", sandbox, shown(&sandbox, &["scan"]));
    assert_eq!(fake.paths(), ["/simple/qzvx-wjkpt/"]);
}

#[test]
fn a_file_does_not_choose_whom_this_machine_talks_to() {
    let fake = Fake::start(Duration::ZERO, |_, _| Profile::long_standing());
    let sandbox = Sandbox::new();
    let index = fake.root(Kind::Simple);
    sandbox.write("project/requirements.txt", format!("--index-url {index}\nqzvx-wjkpt\n"));
    assert_shown!("scan_own_index", sandbox, shown(&sandbox, &["scan"]));
    assert_eq!(fake.requests(), 0);
    sandbox.run(PHANTOM, ["scan", "--index", &index]).expect_code(0);
    assert_eq!(fake.requests(), 1);
}

#[test]
fn a_faulty_policy_judges_nothing() {
    let sandbox = project();
    sandbox.write(
        "project/phantom.toml",
        "blok-at = 0.5\nwarn-at = \"low\"\nchunk = 0\n\n[[allow]]\nname = \"reqeusts\"\nreason = \"x\"\n\n[[allow]]\nname = \"pypi:reqeusts\"\nreason = \" \"\n",
    );
    assert_shown!("scan_faulty_policy", sandbox, shown(&sandbox, &["scan", "--offline"]));
    let missing = sandbox.run(PHANTOM, ["scan", "--offline", "--config", "none.toml"]).expect_code(2);
    assert!(missing.stderr_text().contains("none.toml"), "{}", missing.stderr_text());
}

#[test]
fn config_show_says_where_each_value_comes_from() {
    let mut sandbox = Sandbox::new();
    sandbox.write(
        "project/phantom.toml",
        "warn-at = 0.2\ntimeout = \"2s\"\n\n[index]\nnpm = \"https://me:secret@registry.example/npm/\"\n\n[[deny]]\nname = \"npm:left-padd\"\nversion = \"1.0.0\"\nreason = \"no\"\nuntil = 2099-01-01\n",
    );
    sandbox.set("PHANTOM_CHUNK", "10");
    assert_shown!("config_show", sandbox, shown(&sandbox, &["config", "show", "--block-at", "0.9"]));
    let json = sandbox.run(PHANTOM, ["config", "show", "--format", "json"]).expect_code(0);
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(document["file"], "phantom.toml");
    assert_eq!(document["deny"][0]["version"], "1.0.0");
}

#[test]
fn the_fleet_cache_comes_from_the_environment_and_its_password_is_not_shown() {
    let mut sandbox = Sandbox::new();
    sandbox.set("PHANTOM_FLEET_CACHE", "rediss://me:s3cret@cache.example:7000,b");
    for format in ["human", "json"] {
        let shown = sandbox.run(PHANTOM, ["config", "show", "--format", format]).expect_code(0).shown();
        assert!(shown.contains("rediss://cache.example:7000,b:6379"), "{shown}");
        assert!(shown.contains("PHANTOM_FLEET_CACHE") && !shown.contains("s3cret"), "{shown}");
    }
    sandbox.set("PHANTOM_FLEET_CACHE", "http://me:s3cret@cache.example");
    let wrong = sandbox.run(PHANTOM, ["scan"]).expect_code(2).shown();
    assert!(wrong.contains("PHANTOM_FLEET_CACHE") && !wrong.contains("s3cret"), "{wrong}");
    sandbox.set("PHANTOM_FLEET_CACHE", "");
    sandbox.write("project/phantom.toml", "fleet-cache = \"redis://me:s3cret@cache.example\"\n");
    let refused = sandbox.run(PHANTOM, ["scan", "--offline"]).expect_code(2).shown();
    assert!(refused.contains("phantom.toml:1:1") && !refused.contains("s3cret"), "{refused}");
}

#[test]
fn corpus_info_states_date_counts_and_sources() {
    let sandbox = Sandbox::new();
    let text = sandbox.run(PHANTOM, ["corpus", "info"]).expect_code(0).stdout_text();
    for word in ["names as of 20", "pypi", "npm", "crates", "popular", "sources"] {
        assert!(text.contains(word), "{text}");
    }
    let json = sandbox.run(PHANTOM, ["corpus", "info", "--format", "json"]).expect_code(0);
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(document["counts"]["npm"]["popular"].as_u64().unwrap() > 0);
}

/// A package holds one program, and `cargo-phantom` is a link to it.
#[cfg(unix)]
#[test]
fn under_the_name_cargo_phantom_it_is_cargo_s_subcommand() {
    let sandbox = project();
    std::os::unix::fs::symlink(PHANTOM, sandbox.path("bin/cargo-phantom")).unwrap();
    // What cargo passes: the subcommand's name first, and then a command of Phantom's or of cargo's.
    let own = sandbox.run(phantom_testkit::program("cargo"), ["phantom", "scan", "--offline"]).expect_code(1);
    assert!(own.stdout_text().contains("reqeusts"), "{}", own.shown());
    let cargos =
        sandbox.run(phantom_testkit::program("cargo"), ["phantom", "--offline", "build"]).expect_code(1);
    assert!(cargos.last_error_line().starts_with("phantom: blocked"), "{}", cargos.shown());
    assert!(!cargos.stderr_text().contains("reqeusts"), "{}", cargos.shown());
}
