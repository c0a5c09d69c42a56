//! The messages that docs/troubleshooting.md explains are messages of Phantom's.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::page::root;

/// The first cell of each row, without its backquotes.
fn explained() -> Vec<String> {
    let page = fs::read_to_string(root().join("docs/troubleshooting.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once("` |")).map(|(message, _)| message.to_owned()).collect()
}

/// The text of Phantom's sources: a string that goes over several lines on one line, and `…` for what is put in.
fn sources() -> String {
    let mut text = String::new();
    let mut folders: Vec<PathBuf> = ["src", "shims/src", "names/src"].map(|path| root().join(path)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                None if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rs" => text.push_str(&without_tests(&path)),
                _ => {}
            }
        }
    }
    let text = Regex::new(r"\\\n\s*").unwrap().replace_all(&text, "").into_owned();
    let text = Regex::new(r#"`?\{[^{}\s"]*\}`?"#).unwrap().replace_all(&text, "…").into_owned();
    text.replace("\\\"", "\"")
}

fn without_tests(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

#[test]
fn every_message_that_is_explained_exists() {
    let (explained, sources) = (explained(), sources());
    assert!(explained.len() > 50, "{} messages", explained.len());
    let of_phantom = |message: &str| {
        let mut parts = message.split('…').map(str::trim).filter(|part| !part.is_empty());
        parts.all(|part| sources.contains(part))
    };
    let unknown: Vec<&String> = explained.iter().filter(|message| !of_phantom(message)).collect();
    assert!(unknown.is_empty(), "Phantom says none of these: {unknown:#?}");
    for message in &explained {
        let longest = message.split('…').map(|part| part.trim().len()).max().unwrap_or_default();
        assert!(longest >= 11, "{message:?} could be anything");
    }
}
