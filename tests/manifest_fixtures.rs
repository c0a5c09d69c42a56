//! Every folder of `fixtures/` is scanned as a user would scan it, and what was read is kept as a
//! snapshot: one line a name, with its place.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use std::fmt::Write;
use std::fs;

use phantom_guard::manifest::{Reading, scan};

/// What was read, a line for each thing, with paths below `root`.
fn shown(reading: &Reading, root: &str) -> String {
    let mut out = String::new();
    let short = |text: &str| text.replace(&format!("{root}/"), "");
    for found in &reading.dependencies {
        let location = short(&found.location.as_ref().unwrap().to_string());
        write!(out, "{location}  {:?}", found.name.spelling()).unwrap();
        if let Some(alias) = &found.alias {
            write!(out, " as {alias:?}").unwrap();
        }
        if let Some(requirement) = &found.requirement {
            write!(out, " {requirement:?}").unwrap();
        }
        match &found.source {
            phantom_guard::package::Source::Registry => out.push('\n'),
            other => writeln!(out, "  {other:?}").unwrap(),
        }
        for concern in &found.concerns {
            writeln!(out, "        ! {concern:?}").unwrap();
        }
    }
    for index in &reading.indexes {
        writeln!(
            out,
            "index  {}  {:?} {:?}",
            short(&index.location.to_string()),
            index.kind,
            index.to_string()
        )
        .unwrap();
    }
    for error in &reading.errors {
        let place = [error.line, error.column].into_iter().flatten().map(|n| format!(":{n}"));
        let file = short(error.file.as_deref().unwrap_or_default());
        writeln!(
            out,
            "error  {file}{}  {} ({})",
            place.collect::<String>(),
            short(&error.message),
            error.hint
        )
        .unwrap();
    }
    for note in &reading.notes {
        writeln!(out, "note   {}  {}", short(&note.location.to_string()), note.message).unwrap();
    }
    for skipped in &reading.skipped {
        writeln!(out, "skip   {}  {}", short(&skipped.shown), skipped.reason.as_str()).unwrap();
    }
    let files: Vec<_> = reading.files.iter().map(|f| short(&f.shown)).collect();
    writeln!(out, "read   {}", files.join(" ")).unwrap();
    out
}

#[test]
fn fixtures_are_read_as_their_snapshots_say() {
    let mut folders: Vec<_> = fs::read_dir("fixtures")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // Those that the tools made have a test of their own.
        .filter(|path| path.is_dir() && !path.ends_with("locks"))
        .collect();
    folders.sort();
    assert!(folders.len() > 10, "{folders:?}");
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let reading = scan(std::slice::from_ref(&folder));
        insta::assert_snapshot!(name, shown(&reading, folder.to_str().unwrap()));
        let all = format!("{reading:?}");
        assert!(!all.contains("s3cret"), "{name} shows a secret: {all}");
        for file in &reading.files {
            assert!(file.path.is_file());
        }
    }
}
