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

use phantom_guard::manifest::{FileKind, Reading, read};
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
    assert!(folders >= 17, "{folders}");
}
