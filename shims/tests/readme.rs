//! What the README shows of a run is what the run shows.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

use std::path::Path;

use phantom_testkit::Sandbox;

const README: &str = include_str!("../../README.md");

/// The text of the README's blocks of a kind, in order.
fn blocks(kind: &str) -> impl Iterator<Item = &'static str> {
    README.split("```").filter_map(move |block| block.strip_prefix(kind)?.strip_prefix('\n'))
}

/// A line without the time it took, which differs from run to run.
fn timeless(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    if let Some(at) = words.iter().position(|word| *word == "ms:") {
        let from = words.iter().rposition(|word| *word == "in").unwrap_or(at);
        words.drain(from..=at);
    }
    words.join(" ")
}

#[test]
fn the_first_command_prints_what_the_readme_shows() {
    let command = blocks("sh").next().unwrap().trim();
    let args = command.split(" -- ").nth(1).unwrap().split(' ');
    let sandbox = Sandbox::new();
    let mut phantom = sandbox.command(env!("CARGO_BIN_EXE_phantom"), args);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let output = phantom.current_dir(root).output().unwrap();
    assert_eq!(output.status.code(), Some(1));

    let printed = String::from_utf8(output.stdout).unwrap();
    let printed: Vec<String> = printed.lines().map(timeless).collect();
    // Three dots stand for lines left out.
    let (head, tail) = blocks("text").next().unwrap().split_once("…\n").unwrap();
    let [head, tail] = [head, tail].map(|part| part.lines().map(timeless).collect::<Vec<_>>());
    assert_eq!(printed[..head.len()], head);
    assert_eq!(printed[printed.len() - tail.len()..], tail);
}
