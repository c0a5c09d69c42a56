//! Rust programs that are their own manifest.
//!
//! Read: the front matter of `cargo -Zscript` (RFC 3503): behind a `#!` line perhaps, a fence of three or
//! more dashes, alone or with the word `cargo`; and rust-script's older form, a block of documentation
//! between `//! ```cargo` and `//! ````. What stands there is a Cargo.toml.
//! Not read: rust-script's `// cargo-deps:` line.

use super::cargo_toml;
use crate::manifest::draft::Draft;

const CLOSE: &str = "close it with the same line of dashes";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let text = draft.text;
    let block = match front_matter(text) {
        Some(Ok(block)) => block,
        Some(Err(at)) => {
            draft.fault(at, "the front matter is never closed", CLOSE);
            text.get(at..).and_then(|rest| rest.split_once('\n')).map_or(String::new(), |(fence, body)| {
                let start = at + fence.len() + 1;
                masked(text, |offset, _| offset >= start && offset < start + body.len())
            })
        }
        None => match documentation(text) {
            Some(block) => block,
            None => return draft.states_nothing(),
        },
    };
    let mut inner = Draft::new(&block, draft.ecosystem, Vec::new(), false);
    cargo_toml::read(&mut inner);
    draft.absorb(inner, |offset| offset);
}

/// The text with everything blanked but the bytes that `keep` takes; line ends stay.
fn masked(text: &str, keep: impl Fn(usize, &str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match keep(at, line) {
            true => out.push_str(line),
            false => out.extend(line.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' })),
        }
        at += line.len();
    }
    out
}

/// The front matter alone in its place; the place of its fence where that is never closed.
fn front_matter(text: &str) -> Option<Result<String, usize>> {
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    });
    // A line that begins with `#![` is an attribute of the program.
    let is_passed = |line: &str, first: bool| {
        line.is_empty() || (first && line.starts_with("#!") && !line.starts_with("#!["))
    };
    let (open, fence) = lines.find(|(at, line)| !is_passed(line, *at == 0))?;
    let dashes = fence.len() - fence.trim_start_matches('-').len();
    let word = fence.get(dashes..)?.trim();
    if dashes < 3 || !matches!(word, "" | "cargo") {
        return None;
    }
    let start = open + text.get(open..)?.split_inclusive('\n').next()?.len();
    let end = lines.find(|(_, line)| {
        let own = line.len() - line.trim_start_matches('-').len();
        own == dashes && own == line.len()
    });
    Some(match end {
        Some((end, _)) => Ok(masked(text, |at, _| at >= start && at < end)),
        None => Err(open),
    })
}

/// rust-script's block, without its comment marks.
fn documentation(text: &str) -> Option<String> {
    const MARK: &str = "//!";
    let open = text.match_indices("```cargo").map(|(at, _)| at).find(|&at| {
        let line = text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        line.trim() == MARK
    })?;
    let start = open + text.get(open..)?.split_inclusive('\n').next()?.len();
    let mut end = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        match line.trim_start().strip_prefix(MARK) {
            Some(rest) if rest.trim() != "```" => end += line.len(),
            _ => break,
        }
    }
    let block = masked(text, |at, _| at >= start && at < end);
    // The marks are ASCII, so that every offset stays.
    Some(block.replace(MARK, "   "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    fn read_names(text: &str) -> (Vec<String>, usize, bool) {
        let mut draft = Draft::new(text, Ecosystem::Crates, Vec::new(), false);
        read(&mut draft);
        let parsed = draft.finish("x.rs");
        for found in &parsed.reading.dependencies {
            let at = found.location.as_ref().unwrap();
            let line = text.lines().nth(at.line as usize - 1).unwrap();
            let there = line.get(at.column as usize - 1..).unwrap();
            assert!(there.starts_with(found.name.spelling()), "{line} {at}");
        }
        let names = parsed.reading.dependencies.iter().map(|d| d.name.spelling().to_owned()).collect();
        (names, parsed.reading.errors.len(), parsed.states_nothing)
    }

    #[test]
    fn a_programs_own_manifest_is_read() {
        let body = "[dependencies]\nserde = \"1\"\nx = { package = \"real\", version = \"1\" }\n";
        let names = vec!["serde".to_owned(), "real".to_owned()];
        for (text, errors) in [
            (format!("#!/usr/bin/env cargo\n---\n{body}---\nfn main() {{}}\n"), 0),
            (format!("\n\n---cargo\n{body}---\nfn main() {{ let a = \"---\"; }}\n"), 0),
            (format!("-----\n{body}---\n-----\n"), 1),
            (format!("---\n{body}fn main() {{}}\n"), 2),
        ] {
            let (found, faults, nothing) = read_names(&text);
            assert_eq!((&found, faults.min(2), nothing), (&names, errors, false), "{text}");
        }
        let lines: String = body.lines().map(|line| format!("//! {line}\n")).collect();
        let text = format!("#!/usr/bin/env rust-script\n//! ```cargo\n{lines}//! ```\nfn main() {{}}\n");
        assert_eq!(read_names(&text), (names, 0, false));
    }

    #[test]
    fn other_programs_state_nothing() {
        for text in [
            "fn main() {}\n",
            "#![allow(x)]\n---\n",
            "// ---\n---\n",
            "--- not cargo\n---\n",
            "",
            "let a = \"```cargo\";\n",
        ] {
            assert_eq!(read_names(text), (vec![], 0, true), "{text:?}");
        }
    }
}
