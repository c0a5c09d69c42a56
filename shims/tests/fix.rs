//! `phantom fix`: the names that were meant get into the manifests, and nothing else changes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::fs;

use phantom_testkit::Sandbox;

mod cli_support;

use cli_support::{PHANTOM, shown};

/// Real files of each kind, with a bad name in each: PyPI's in the Python ones, and so on.
const FILES: [(&str, &str); 13] = [
    ("requirements.txt", "\u{feff}# größe\r\nflask>=3\r\nreqeusts[socks] >=2 ; python_version<'4'  # x\r\n"),
    (
        "py/pyproject.toml",
        "[project]\nname = \"own\"\nversion = \"1\"\ndependencies = [\n  'reqeusts>=2', # why\n]\n",
    ),
    (
        "poetry/pyproject.toml",
        "[tool.poetry.dependencies]\npython = \"^3.12\"\nreqeusts = { version = \"^2\", extras = [\"socks\"] }\n",
    ),
    ("cfg/setup.cfg", "[options]\ninstall_requires =\n    flask\n    reqeusts >= 2\n"),
    ("setup/setup.py", "from setuptools import setup\nsetup(name='own', install_requires=['reqeusts>=2'])\n"),
    ("pipenv/Pipfile", "[packages]\nflask = \"*\"\n\"reqeusts\" = \"*\"\n"),
    ("conda/environment.yml", "dependencies:\n  - python\n  - pip:\n      - reqeusts==2.31.0\n"),
    ("tox/tox.ini", "[testenv]\ndeps =\n    reqeusts\n"),
    (
        "hooks/.pre-commit-config.yaml",
        "repos:\n  - repo: local\n    hooks:\n      - id: x\n        language: python\n        additional_dependencies: [reqeusts]\n",
    ),
    ("script/run.py", "# /// script\n# dependencies = [\"reqeusts\"]\n# ///\nimport requests\n"),
    ("web/package.json", "{\"größe\":1,\"dependencies\":{\"epxress\":\"^4\",\"x\":\"npm:epxress@4\"}}"),
    ("deno/deno.json", "{\n  // a comment\n  \"imports\": { \"x\": \"npm:epxress@4\" }\n}\n"),
    (
        "rust/Cargo.toml",
        "[package]\nname = \"own\"\nversion = \"0.1.0\"\n\n[dependencies]\njson = { package = \"serde_jsno\", version = \"1\" } # kept\n\n[dev-dependencies.serde_jsno]\nversion = \"1\"\n",
    ),
];

fn mended(text: &str) -> String {
    text.replace("reqeusts", "requests").replace("epxress", "express").replace("serde_jsno", "serde_json")
}

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    for (name, text) in FILES {
        sandbox.write(format!("project/{name}"), text);
    }
    sandbox
}

fn read(sandbox: &Sandbox, name: &str) -> String {
    fs::read_to_string(sandbox.path(format!("project/{name}"))).unwrap()
}

#[test]
fn every_kind_of_manifest_keeps_all_but_the_names_bytes() {
    let sandbox = project();
    let outcome = sandbox.run(PHANTOM, ["fix", "--offline"]).expect_code(1);
    assert!(outcome.stdout_text().contains("nothing was changed: --yes puts"), "{}", outcome.shown());
    for (name, text) in FILES {
        assert_eq!(read(&sandbox, name), text, "{name}: nobody said yes");
    }
    let outcome = sandbox.run(PHANTOM, ["fix", "--offline", "--yes"]);
    for (name, text) in FILES {
        assert_eq!(read(&sandbox, name), mended(text), "{name}: {}", outcome.shown());
    }
    outcome.expect_code(0);
    let outcome = sandbox.run(PHANTOM, ["fix", "--offline", "--yes"]).expect_code(0);
    assert_eq!(outcome.stdout_text(), "nothing to mend\n");
    sandbox.run(PHANTOM, ["scan", "--offline"]).expect_code(0);
}

#[test]
fn a_lockfile_is_not_edited_and_its_command_is_said() {
    let sandbox = Sandbox::new();
    let lock = r#"{"name":"own","lockfileVersion":3,"packages":{"":{"name":"own"},"node_modules/epxress":{"version":"1.0.0","resolved":"https://registry.example/epxress/-/epxress-1.0.0.tgz"}}}"#;
    sandbox.write("project/package-lock.json", lock);
    let outcome = sandbox.run(PHANTOM, ["fix", "--offline", "--yes"]);
    assert_eq!(read(&sandbox, "package-lock.json"), lock);
    let said =
        "package-lock.json holds epxress and is not edited: once the manifest is right, run npm install";
    assert!(outcome.stderr_text().contains(said), "{}", outcome.shown());
    outcome.expect_code(1);
}

#[test]
fn what_cannot_be_mended_is_said_and_left_alone() {
    let sandbox = Sandbox::new();
    let files = [
        ("twice/requirements.txt", "requests\nreqeusts\n"),
        ("escaped/package.json", r#"{"dependencies":{"ep\u0078ress":"1"}}"#),
        ("read-only/requirements.txt", "reqeusts\n"),
    ];
    for (name, text) in files {
        sandbox.write(format!("project/{name}"), text);
    }
    let locked = sandbox.path("project/read-only/requirements.txt");
    let mut permissions = fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).unwrap();
    let text = shown(&sandbox, &["fix", "--offline", "--yes"]);
    for (name, before) in files {
        assert_eq!(read(&sandbox, name), before, "{name}");
    }
    assert_shown!("fix_left_alone", sandbox, text);
}

#[test]
fn a_name_that_the_policy_denies_is_not_written() {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "reqeusts\n");
    sandbox.write("project/phantom.toml", "[[deny]]\nname = \"pypi:requests\"\nreason = \"use httpx\"\n");
    let outcome = sandbox.run(PHANTOM, ["fix", "--offline", "--yes"]).expect_code(1);
    assert!(outcome.stderr_text().contains("`requests` was probably meant, and is itself not let through"));
    assert_eq!(read(&sandbox, "requirements.txt"), "reqeusts\n");
}

#[test]
fn a_workspace_is_mended_in_all_of_its_files_or_in_none() {
    let sandbox = Sandbox::new();
    let root = "[workspace]\nmembers = [\"one\"]\n\n[workspace.dependencies]\nserde_jsno = \"1\"\n";
    let member =
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde_jsno.workspace = true\n";
    sandbox.write("project/Cargo.toml", root);
    sandbox.write("project/one/Cargo.toml", member);
    for half in ["one", "Cargo.toml"] {
        let outcome = sandbox.run(PHANTOM, ["fix", "--offline", "--yes", half]);
        assert_eq!(
            (read(&sandbox, "Cargo.toml"), read(&sandbox, "one/Cargo.toml")),
            (root.into(), member.into())
        );
        assert!(
            outcome.stderr_text().contains("run phantom fix on the workspace's folder"),
            "{}",
            outcome.shown()
        );
        outcome.expect_code(1);
    }
    let outcome = sandbox.run(PHANTOM, ["fix", "--offline", "--yes"]);
    assert_eq!(read(&sandbox, "Cargo.toml"), mended(root), "{}", outcome.shown());
    assert_eq!(read(&sandbox, "one/Cargo.toml"), mended(member));
    outcome.expect_code(0);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let sandbox = Sandbox::new();
    sandbox.write("project/real.txt", "reqeusts\n");
    let at = |name: &str| sandbox.path(format!("project/{name}"));
    fs::set_permissions(at("real.txt"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.txt", at("requirements.txt")).unwrap();
    sandbox.run(PHANTOM, ["fix", "--offline", "--yes", "requirements.txt"]).expect_code(0);
    assert_eq!(read(&sandbox, "real.txt"), "requests\n");
    assert!(fs::symlink_metadata(at("requirements.txt")).unwrap().is_symlink());
    assert_eq!(fs::metadata(at("real.txt")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn other_formats_are_refused() {
    let sandbox = project();
    let outcome = sandbox.run(PHANTOM, ["fix", "--offline", "--format", "json"]).expect_code(2);
    assert!(outcome.stdout_text().contains("no other format than text"), "{}", outcome.shown());
}
