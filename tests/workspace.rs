//! What a cargo workspace depends on, and that reading it runs nothing of the repository's.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::path::PathBuf;

use phantom_guard::workspace::{self, Toolchain};
use phantom_testkit::{Sandbox, program};

fn toolchain() -> Toolchain {
    let cargo = program("cargo");
    Toolchain { rustc: cargo.with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX)), cargo }
}

/// A workspace of two members, one of which depends on the other and on a crate of the registry.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/Cargo.toml", "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"2\"\n");
    sandbox.write("project/one/Cargo.toml", "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\ntwo = { path = \"../two\" }\n");
    sandbox.write("project/one/src/lib.rs", "");
    sandbox.write(
        "project/two/Cargo.toml",
        "[package]\nname = \"two\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
    );
    sandbox.write("project/two/src/lib.rs", "");
    sandbox.write("project/Cargo.lock", "version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\ndependencies = [\n \"two\",\n]\n\n[[package]]\nname = \"two\"\nversion = \"0.1.0\"\n");
    sandbox
}

fn names(workspace: &workspace::Workspace) -> Vec<String> {
    let place = |d: &phantom_guard::package::Dependency| match &d.location {
        Some(location) => format!("{} {} {location}", d.name, d.source.kind()),
        None => format!("{} {}", d.name, d.source.kind()),
    };
    workspace.reading.dependencies.iter().map(place).collect()
}

#[test]
fn cargo_says_which_manifests_belong_to_the_workspace() {
    let sandbox = project();
    // Below the folder, and no member.
    sandbox.write(
        "project/examples/other/Cargo.toml",
        "[package]\nname = \"other\"\nversion = \"0.1.0\"\n[workspace]\n[dependencies]\nserde = \"1\"\n",
    );
    let workspace = workspace::read(&sandbox.project().join("one"), Some(&toolchain())).unwrap();
    assert_eq!(workspace.notes, Vec::<String>::new());
    assert_eq!(workspace.reading.errors, []);
    let names = names(&workspace);
    assert!(names.iter().any(|name| name == "two path Cargo.toml:7:1"), "{names:?}");
    assert!(names.iter().all(|name| !name.starts_with("serde")), "{names:?}");
}

#[test]
fn where_cargo_cannot_run_the_files_are_read_and_that_is_said() {
    let sandbox = project();
    sandbox.write(
        "project/two/Cargo.toml",
        "[package]\nname = \"two\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde = \"1\"\n",
    );
    // The lockfile lacks serde, so that a frozen cargo refuses.
    for toolchain in [Some(toolchain()), None] {
        let workspace = workspace::read(&sandbox.project(), toolchain.as_ref()).unwrap();
        assert_eq!(workspace.notes.len(), 1, "{:?}", workspace.notes);
        let names = names(&workspace);
        assert!(names.iter().any(|name| name == "serde registry two/Cargo.toml:6:1"), "{names:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_repositorys_configuration_runs_nothing() {
    let sandbox = project();
    let canary = sandbox.path("canary");
    let script = sandbox.script("evil", &format!("touch {}\nexec rustc \"$@\"", canary.display()));
    let script = script.display();
    sandbox.write(
        "project/.cargo/config.toml",
        format!("[build]\nrustc = \"{script}\"\nrustc-wrapper = \"{script}\"\nrustc-workspace-wrapper = \"{script}\"\n"),
    );
    sandbox.write(
        "project/rust-toolchain.toml",
        format!("[toolchain]\npath = \"{}\"\n", sandbox.root().display()),
    );
    let workspace = workspace::read(&sandbox.project(), Some(&toolchain())).unwrap();
    assert_eq!(workspace.notes, Vec::<String>::new());
    assert!(!canary.exists(), "a program of the repository's configuration ran");
    // The canary works: cargo in that folder does run it.
    let mut command = sandbox.command(program("cargo"), ["metadata", "--frozen", "--format-version", "1"]);
    command.output().unwrap();
    assert!(canary.exists(), "the test's canary is never run, so that it shows nothing");
}

#[test]
fn outside_of_a_project_the_remedy_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let error = workspace::read(folder.path(), None).unwrap_err();
    assert!(error.message.contains("no Cargo.toml"), "{}", error.message);
    let missing = PathBuf::from("does-not-exist");
    assert!(workspace::read(&folder.path().join(missing), None).is_err());
}
