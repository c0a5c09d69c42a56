//! Lockfiles that the real tools made (`fixtures/locks/make`): each names what the tool's own list names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::manifest::{FileKind, Reading, parse, read};
use phantom_guard::package::{Ecosystem, PackageName, Source};

type Pins = BTreeSet<(String, String)>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/locks")
}

/// Normal names and versions that a lockfile takes from a registry.
fn pins(reading: &Reading) -> Pins {
    let found = reading
        .dependencies
        .iter()
        .filter(|d| matches!(d.source, Source::Registry | Source::OtherRegistry(_)));
    found
        .map(|d| {
            let version = d.requirement.as_deref().unwrap_or_default().trim_start_matches("==");
            (d.name.normal().to_owned(), version.to_owned())
        })
        .collect()
}

fn listed(file: &Path, ecosystem: Ecosystem) -> Pins {
    let text = fs::read_to_string(file).unwrap();
    let pin = |line: &str| {
        let (name, version) =
            line.split_once('\t').unwrap_or_else(|| panic!("{line:?} in {}", file.display()));
        (PackageName::new(ecosystem, name).normal().to_owned(), version.to_owned())
    };
    text.lines().map(pin).collect()
}

#[test]
fn each_lockfile_names_what_its_tool_lists() {
    let mut folders = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let folder = entry.unwrap().path();
        let expected = folder.join("expected.tsv");
        if !expected.exists() {
            continue;
        }
        let files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
        let lock = files.into_iter().find(|file| FileKind::of(file).is_some_and(FileKind::is_lockfile));
        let lock = lock.unwrap_or_else(|| panic!("no lockfile in {}", folder.display()));
        let reading = read(&lock, "lock");
        assert!(reading.errors.is_empty(), "{}: {:?}", lock.display(), reading.errors);
        assert!(reading.notes.is_empty(), "{}: {:?}", lock.display(), reading.notes);
        let concerned: Vec<_> = reading.dependencies.iter().filter(|d| !d.concerns.is_empty()).collect();
        assert!(concerned.is_empty(), "{}: {concerned:?}", lock.display());
        let (found, listed) = (pins(&reading), listed(&expected, FileKind::of(&lock).unwrap().ecosystem()));
        let missing: Vec<_> = listed.difference(&found).collect();
        let invented: Vec<_> = found.difference(&listed).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{}: missing {missing:?}, invented {invented:?}",
            lock.display()
        );
        folders += 1;
    }
    assert!(folders >= 19, "{folders}");
}

/// The client itself is on every machine that runs the tests: it lists the same again.
#[test]
fn npm_lists_what_is_read_of_its_lockfile() {
    let sandbox = phantom_testkit::Sandbox::new();
    let source = folder().join("npm-3");
    for file in ["package.json", "package-lock.json"] {
        sandbox.write(format!("project/{file}"), fs::read_to_string(source.join(file)).unwrap());
    }
    let npm = phantom_testkit::program("npm");
    let outcome = sandbox.run(npm, ["ls", "--all", "--json", "--package-lock-only"]).expect_code(0);
    let tree: serde_json::Value = serde_json::from_str(&outcome.stdout_text()).unwrap();
    let mut listed = Pins::new();
    walk(&tree, &mut listed);
    assert_eq!(pins(&read(&source.join("package-lock.json"), "lock")), listed);
}

/// Names come from the addresses, since npm lists an alias under its own.
fn walk(node: &serde_json::Value, listed: &mut Pins) {
    for (key, entry) in node["dependencies"].as_object().into_iter().flatten() {
        if let Some(version) = entry["version"].as_str() {
            let served =
                entry["resolved"].as_str().and_then(|url| url.split_once("/npm/")?.1.split_once("/-/"));
            let name = served.map_or(key.as_str(), |(name, _)| name);
            listed.insert((name.to_owned(), version.to_owned()));
        }
        walk(entry, listed);
    }
}

/// What tools write is read as a stream; a string of several lines, which they do not write, leads to the
/// TOML reader. Both say the same of every lockfile, and of every one that lacks a line.
#[test]
fn both_readers_of_python_locks_agree() {
    let fixtures = folder().parent().unwrap().to_owned();
    let places = [
        "locks/uv",
        "locks/poetry-1",
        "locks/poetry-2",
        "locks/pylock",
        "poetry-lock-1.0",
        "poetry-lock-1.1",
    ];
    let more = ["poetry-lock-2.1", "pdm-lock", "uv-lock", "pylock"];
    let mut compared = 0;
    for place in places.into_iter().chain(more) {
        for file in fs::read_dir(fixtures.join(place)).unwrap().map(|entry| entry.unwrap().path()) {
            let Some(kind) = FileKind::of(&file).filter(|kind| kind.is_lockfile()) else { continue };
            let text = fs::read_to_string(&file).unwrap();
            let lines: Vec<_> = text.split_inclusive('\n').collect();
            for left_out in 0..=lines.len() {
                let kept = lines.iter().enumerate().filter(|(number, _)| *number != left_out);
                let changed: String = kept.map(|(_, line)| *line).collect();
                let quick = parse(kind, changed.as_bytes(), "lock");
                let slow = parse(kind, format!("{changed}zz = \"\"\"a\"\"\"\n").as_bytes(), "lock");
                if quick.errors.is_empty() && slow.errors.is_empty() {
                    assert_eq!(quick.dependencies, slow.dependencies, "{}, line {left_out}", file.display());
                    assert_eq!(quick.notes, slow.notes, "{}, line {left_out}", file.display());
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

/// cargo locks a project, and says itself what it locked.
#[test]
fn cargo_lists_what_is_read_of_its_lockfile() {
    use phantom_testkit::{CratePackage, Registry, Sandbox, program};
    let registry = Registry::builder()
        .krate(CratePackage::new("serial").version("1.0.2").dependency("quoter", "1"))
        .krate(CratePackage::new("quoter").version("1.0.36").renamed("os_random", "get-random", "0.2"))
        .krate(CratePackage::new("get-random").version("0.2.15").build_dependency("probe", "1"))
        .krate(CratePackage::new("get-random").version("0.1.3"))
        .krate(CratePackage::new("probe").version("1.2.0"))
        .start();
    let sandbox = Sandbox::with(&registry);
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nserial = \"1\"\nolder = { package = \"get-random\", version = \"0.1\" }\n";
    sandbox.write("project/Cargo.toml", manifest);
    sandbox.write("project/src/lib.rs", "");
    sandbox.run(program("cargo"), ["generate-lockfile"]).expect_code(0);
    let outcome =
        sandbox.run(program("cargo"), ["metadata", "--format-version", "1", "--locked"]).expect_code(0);
    let metadata: serde_json::Value = serde_json::from_str(&outcome.stdout_text()).unwrap();
    let packages =
        metadata["packages"].as_array().unwrap().iter().filter(|package| !package["source"].is_null());
    let listed: Pins = packages
        .map(|package| {
            let name = PackageName::new(Ecosystem::Crates, package["name"].as_str().unwrap());
            (name.normal().to_owned(), package["version"].as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(listed.len(), 5);
    assert_eq!(pins(&read(&sandbox.path("project/Cargo.lock"), "lock")), listed);
}
