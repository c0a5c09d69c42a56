//! `cargo phantom`: the workspace in this folder, Phantom's own commands, or cargo's behind the guard.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::workspace::{self, Toolchain};

use crate::args::GlobalOptions;
use crate::output::Output;
use crate::session::Session;
use crate::{dispatch, gate, scan};

/// How the user calls it.
const PROGRAM: &str = "cargo phantom";

/// Phantom's own commands, which go before cargo's of the same name: `cargo phantom check` checks names.
///
/// `init` stays cargo's, which makes a package.
const OWN: [&str; 8] = ["check", "scan", "diff", "explain", "corpus", "config", "allow", "help"];

/// Whether a word is one of Phantom's own commands there.
pub(crate) fn is_own(word: &str) -> bool {
    OWN.contains(&word)
}

/// The command `cargo-phantom`, with the arguments behind its name. Cargo passes its subcommand's
/// name as the first of them.
pub fn phantom(mut args: Vec<OsString>) -> ExitCode {
    if args.first().is_some_and(|first| first == "phantom") {
        args.remove(0);
    }
    let at = dispatch::first_word(&args);
    let (before, rest) = args.split_at_checked(at).unwrap_or_default();
    match rest.first() {
        None if before.iter().any(|word| is_about_phantom(word)) => dispatch::own(PROGRAM, args),
        None => match dispatch::global_options(PROGRAM, before, None) {
            Ok(options) => this_workspace(&options, before),
            Err(code) => code,
        },
        Some(word) if OWN.iter().any(|own| OsStr::new(own) == word) => dispatch::own(PROGRAM, args),
        Some(_) => match dispatch::global_options(PROGRAM, before, Some(OsStr::new("cargo"))) {
            Ok(options) => gate::run_cargo(rest, &options),
            Err(code) => code,
        },
    }
}

fn is_about_phantom(word: &OsStr) -> bool {
    ["-h", "--help", "-V", "--version"].iter().any(|option| OsStr::new(option) == word)
}

/// `cargo phantom` alone.
fn this_workspace(options: &GlobalOptions, args: &[OsString]) -> ExitCode {
    let output = match Output::new(options, PROGRAM, args) {
        Ok(output) => output,
        Err(code) => return code,
    };
    let folder = Path::new(".");
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    match workspace::read(folder, toolchain().as_ref()) {
        Ok(found) => scan::report(found.reading, None, found.notes, folder, &session, &output),
        Err(error) => output.errors(vec![error]),
    }
}

/// Cargo and the rustc beside it: cargo names itself to its subcommands.
fn toolchain() -> Option<Toolchain> {
    let cargo = std::env::var_os("CARGO").map(PathBuf::from).or_else(|| which::which("cargo").ok())?;
    let beside = cargo.with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    let rustc = if beside.is_file() { beside } else { which::which("rustc").ok()? };
    Some(Toolchain { cargo, rustc })
}
