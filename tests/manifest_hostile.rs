//! Input that no tool writes: whatever the bytes are, a reader answers, and every place that it
//! names lies in the text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a helper that fails is a test that fails"
)]

mod manifest_places;

use manifest_places::check;
use phantom_guard::manifest::FileKind;
use proptest::prelude::*;

/// Pieces from which something like each format comes about.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    " ",
    "\t",
    "\u{c}",
    "\u{2028}",
    "\0",
    "\u{feff}",
    "é",
    "\u{1b}[31m",
    "\\",
    "\\\n",
    "#",
    "# coding: x",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ":",
    ",",
    "=",
    " = ",
    "==1.0",
    ">=2",
    "~",
    "@",
    " @ ",
    ";",
    "; x",
    "-",
    "-r ",
    "-e ",
    "-c",
    "--hash=",
    "--index-url ",
    "--extra-index",
    "https://u:p@h.example/a/-/a-1.tgz",
    "git+https://h.example/a.git",
    "#egg=a",
    "./a",
    "a.whl",
    "npm:",
    "npm:b@1",
    "\"a\"",
    "\"name\"",
    "\"version\": \"1\"",
    "\"dependencies\": {",
    "\"packages\": {",
    "\"node_modules/a\": {",
    "\"lockfileVersion\": 3,",
    "\"resolved\": \"https://h.example/b/-/b-1.tgz\"",
    "\"overrides\": {",
    "\"\\u0061\"",
    "[[package]]\n",
    "name = \"a\"\n",
    "version = \"1\"\n",
    "source = \"registry+x\"\n",
    "dependencies = [\n",
    "[dependencies]\n",
    "[project]\n",
    "[workspace]\n",
    "[workspace.dependencies]\n",
    "[dependency-groups]\n",
    "[tool.poetry.dependencies]\n",
    "[tool.uv.sources]\n",
    "[target.'x'.dependencies]\n",
    "[patch.x]\n",
    "a = \"1\"\n",
    "a = { package = \"b\" }\n",
    "a.workspace = true\n",
    "a.b.c",
    "include-group",
    "name",
    "1",
    "true",
    "null",
    "-1e9",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for kind in FileKind::ALL {
            check(kind, &bytes);
        }
    }

    #[test]
    fn nothing_made_of_the_formats_pieces_does(
        picks in proptest::collection::vec(0..PIECES.len(), 0..40),
        cut in 0..400usize,
    ) {
        let text: String = picks.iter().map(|&pick| PIECES[pick]).collect();
        let bytes = &text.as_bytes()[..text.len().min(cut)];
        for kind in FileKind::ALL {
            check(kind, bytes);
        }
    }
}

#[test]
fn a_hundred_thousand_levels_end_in_an_error() {
    let deep = |open: &str| open.repeat(100_000);
    for (kind, text) in [
        (FileKind::PackageJson, deep("[")),
        (FileKind::PackageJson, format!("{{\"x\": {}", deep("["))),
        (FileKind::PackageJson, format!("{{\"overrides\": {}", deep("{\"a\":"))),
        (FileKind::PackageJson, format!("{{\"overrides\": {}1{}}}", deep("{\"a\":"), deep("}"))),
        (FileKind::PackageJson, format!("{{\"bundleDependencies\": {}", deep("["))),
        (FileKind::PackageLock, format!("{{\"dependencies\": {}", deep("{\"a\":{\"dependencies\":"))),
        (FileKind::PackageLock, format!("{{\"packages\": {{\"node_modules/a\": {}", deep("{\"a\":"))),
        (FileKind::CargoToml, format!("a = {}", deep("["))),
        (FileKind::CargoToml, format!("a = {}", deep("{a="))),
        (FileKind::CargoLock, format!("a = {}{}", deep("["), deep("]"))),
        (FileKind::Pyproject, format!("[[a]]\nb = {}", deep("[{a=["))),
    ] {
        let reading = check(kind, text.as_bytes());
        assert!(!reading.errors.is_empty(), "{kind:?} {:?}", &text[..40]);
    }
    // Keys nest without brackets.
    for text in [format!("{}a = 1", deep("a.")), format!("[{}a]", deep("a.")), format!("[[{}a]]", deep("a."))]
    {
        for kind in [FileKind::CargoToml, FileKind::Pyproject, FileKind::CargoLock] {
            check(kind, text.as_bytes());
        }
    }
    check(FileKind::Requirements, format!("a{}", deep("(")).as_bytes());
    check(FileKind::Requirements, format!("a; {}", deep("(")).as_bytes());
    check(FileKind::Requirements, deep("\\\n").as_bytes());
}

#[test]
fn names_that_cannot_be_are_kept_for_the_detector() {
    let long = "x".repeat(10_000);
    let escaped = "a\u{1b}[31mb";
    for (kind, text) in [
        (FileKind::Requirements, format!("{long}==1\nnul\0==1\n")),
        (FileKind::PackageJson, format!("{{\"dependencies\":{{\"{long}\":\"1\",\"nul\\u0000\":\"1\"}}}}")),
        (
            FileKind::PackageLock,
            format!(
                "{{\"lockfileVersion\":3,\"packages\":{{\"node_modules/{long}\":{{\"version\":\"1\"}},\
                 \"node_modules/{}\":{{\"version\":\"1\"}}}}}}",
                escaped
                    .escape_unicode()
                    .to_string()
                    .replace("\\u{1b}", "\\u001b")
                    .replace("\\u{", "")
                    .replace('}', "")
            ),
        ),
        (FileKind::CargoToml, format!("[dependencies]\n{long} = \"1\"\n\"nul\\u0000\" = \"1\"\n")),
        (
            FileKind::CargoLock,
            format!(
                "[[package]]\nname = \"{long}\"\nversion = \"1\"\n[[package]]\nname = \"\\u0000\"\nversion = \"1\"\n"
            ),
        ),
        (FileKind::Pyproject, format!("[project]\ndependencies = [\"{long}>1\", \"nul\\u0000>1\"]")),
    ] {
        let reading = check(kind, text.as_bytes());
        assert_eq!(reading.dependencies.len(), 2, "{kind:?} {:?}", reading.errors);
        for found in &reading.dependencies {
            assert!(found.name.fault().is_some(), "{kind:?} {:?}", found.name.spelling().get(..10));
        }
        assert_eq!(reading.errors, [], "{kind:?}");
    }
}

#[test]
fn every_cut_of_a_lockfile_is_an_error_or_a_whole_entry() {
    for (kind, text) in [
        (FileKind::PackageLock, include_str!("../fixtures/package-lock-v2/package-lock.json")),
        (FileKind::PackageLock, include_str!("../fixtures/package-lock-v1/package-lock.json")),
        (FileKind::CargoLock, include_str!("../fixtures/cargo-lock-v4/Cargo.lock")),
    ] {
        let text = text.trim_end();
        let whole = check(kind, text.as_bytes()).dependencies;
        for end in (1..text.len()).step_by(7) {
            let reading = check(kind, &text.as_bytes()[..end]);
            if kind == FileKind::PackageLock {
                assert_eq!(reading.errors.len(), 1, "cut at {end}: {:?}", reading.errors);
            }
            for found in &reading.dependencies {
                let known = whole.iter().any(|other| other.name == found.name);
                // A name that was cut itself is kept, and its file has an error.
                assert!(known || !reading.errors.is_empty(), "cut at {end}: {found:?}");
            }
        }
    }
}
