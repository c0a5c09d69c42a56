//! From a path to what stands in the file: all that can be done for each file alone.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use memchr::memmem;

use super::crates::cargo_toml;
use super::draft::Parsed;
use super::files::Files;
use super::kind::FileKind;
use super::parse_alone;
use super::reader::Candidate;
use super::reading::SkipReason;
use crate::package::Dependency;

/// A larger file is not read: the largest lockfiles known are a tenth of this.
const LARGEST: u64 = 512 << 20;

/// A larger program is not looked through, unless the user names it.
const LARGEST_SCRIPT: u64 = 1 << 20;

/// Of a Rust program, so much is looked at: front matter stands at the top.
const HEAD: u64 = 4096;

/// What the root of a Cargo workspace states for its members.
pub(super) type Root = HashMap<String, Dependency>;

/// What stands in a file.
pub(super) enum Content {
    /// For a Cargo.toml also what it states as the root of a workspace.
    Stated(Box<Parsed>, Option<Root>),
    /// The file is a program without dependencies.
    Nothing,
    /// The file was not looked through.
    Skipped(SkipReason),
}

/// Why a file cannot be read.
pub(super) struct Failure {
    /// What follows the words "the file".
    pub(super) message: String,
    pub(super) hint: &'static str,
}

impl Failure {
    fn new(message: impl Into<String>, hint: &'static str) -> Self {
        Self { message: message.into(), hint }
    }
}

/// Reads and parses a file of the disk or of another tree, and keeps nothing of its text.
pub(super) fn open(file: &Candidate, tree: Option<&dyn Files>) -> Result<Content, Failure> {
    let Candidate { path, shown, asked, .. } = file;
    let kind = file.kind;
    let nothing = || if *asked { Err(states_nothing(kind)) } else { Ok(Content::Nothing) };
    if kind == FileKind::RustScript && tree.is_none() {
        let data = fs::metadata(path).map_err(failed)?;
        let mut head = Vec::new();
        if data.is_file() {
            File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).map_err(failed)?;
            if !may_have_front_matter(&head) {
                return nothing();
            }
        }
    } else if kind.is_script()
        && !asked
        && tree.is_none()
        && fs::metadata(path).map_err(failed)?.len() > LARGEST_SCRIPT
    {
        return Ok(Content::Skipped(SkipReason::LargeScript));
    }
    if kind == FileKind::BunLockb && !asked && path.with_file_name("bun.lock").is_file() {
        return Ok(Content::Skipped(SkipReason::Superseded));
    }
    let bytes = bytes(path, tree)?;
    if kind == FileKind::RustScript && !may_have_front_matter(&bytes) {
        return nothing();
    }
    // What states nothing may have any encoding, and conflicts too.
    if kind == FileKind::PythonScript && memmem::find(&bytes, b"# ///").is_none() {
        return nothing();
    }
    let parsed = parse_alone(kind, &bytes, shown);
    if parsed.states_nothing {
        return nothing();
    }
    let root = if kind == FileKind::CargoToml { workspace_root(&bytes, shown) } else { None };
    Ok(Content::Stated(Box::new(parsed), root))
}

fn states_nothing(kind: FileKind) -> Failure {
    let hint = match kind {
        FileKind::RustScript => "a Rust program states them at its top, between two lines of `---`",
        _ => "a Python program states them in a block that begins with `# /// script`",
    };
    Failure::new("states no dependencies", hint)
}

/// Reads a file's bytes; what else is there (a folder, a pipe) is refused, since reading it could
/// wait for ever or take away what the client is to read.
pub(super) fn bytes(path: &Path, tree: Option<&dyn Files>) -> Result<Vec<u8>, Failure> {
    if let Some(tree) = tree {
        return tree.load(path).map_err(|(message, hint)| Failure { message, hint });
    }
    let data = fs::metadata(path).map_err(failed)?;
    if data.is_dir() {
        return Err(Failure::new("is a folder", "name a file in it, or scan the folder"));
    }
    if !data.is_file() {
        return Err(Failure::new("is a pipe or device", "write its text to a file first"));
    }
    if data.len() > LARGEST {
        let message = format!("is larger than {} MiB", LARGEST >> 20);
        return Err(Failure::new(message, "check that it is the right file"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or_default());
    // It may grow while it is read.
    File::open(path).map_err(failed)?.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

// By value, for `map_err`.
#[expect(clippy::needless_pass_by_value)]
fn failed(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new("does not exist", "check the path"),
        io::ErrorKind::PermissionDenied => {
            Failure::new("cannot be read: permission denied", "change its permissions")
        }
        _ => Failure::new(format!("cannot be read: {error}"), "check the path and its permissions"),
    }
}

/// What a Cargo.toml states as the root of a workspace; `None` where it is none.
pub(super) fn workspace_root(bytes: &[u8], shown: &str) -> Option<Root> {
    // Most members only take over from theirs, which is to cost no second look.
    let word = b"workspace";
    let inherits = |rest: &[u8]| {
        let rest = rest.trim_ascii_start();
        rest.strip_prefix(b"=").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"true"))
    };
    let mut others =
        memmem::find_iter(bytes, word).filter(|at| !bytes.get(at + word.len()..).is_some_and(inherits));
    others.next()?;
    cargo_toml::workspace_dependencies(bytes, shown)
}

/// Whether a Rust program may begin with front matter: behind a line for the system (`#!`, but not
/// `#![`) and blank lines there are three dashes.
fn may_have_front_matter(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let is_shebang =
        head.starts_with(b"#!") && !head.get(2..).unwrap_or_default().trim_ascii_start().starts_with(b"[");
    is_shebang || head.trim_ascii_start().starts_with(b"---")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_a_rust_program_tells() {
        for (head, may) in [
            ("---\n[dependencies]\n---\n", true),
            ("\u{feff}\n\n----\n", true),
            ("#!/usr/bin/env -S cargo -Zscript\n---\n", true),
            ("#![allow(missing_docs)]\nfn main() {}\n", false),
            ("#! [allow(missing_docs)]\n", false),
            ("//! ---\n", false),
            ("", false),
        ] {
            assert_eq!(may_have_front_matter(head.as_bytes()), may, "{head}");
        }
    }

    #[test]
    fn a_member_is_no_root() {
        let root = |text: &str| workspace_root(text.as_bytes(), "Cargo.toml").map(|root| root.len());
        assert_eq!(root("[workspace.dependencies]\na = \"1\"\nb = \"2\"\n"), Some(2));
        assert_eq!(root("[ workspace ]\n[dependencies]\na.workspace = true\n"), Some(0));
        assert_eq!(root("workspace = { dependencies = { a = \"1\" } }\n"), Some(1));
        assert_eq!(root("[dependencies]\na = { workspace=true }\nb.workspace  =  true\n"), None);
        assert_eq!(root("[package]\nworkspace = \"..\"\n"), None);
        assert_eq!(root("[package]\nname = \"a\"\n"), None);
    }
}
