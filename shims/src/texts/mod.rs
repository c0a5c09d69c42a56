//! Completions and manual pages: texts that are generated where Phantom is made, and lie packed in the program.
//!
//! What generates them would be 160 KB of the program, and what it generates is 25 KB. They stand in
//! `shims/assets`, where they can be read; a test holds them and the command line together.

#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::report::Exit;

use crate::args::{CompletionsArgs, ManArgs};
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};

/// Records, one for each file: [`RECORD`], its name, a line's end, its text. Compressed by build.rs.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.z"));
/// Begins a record; no text has it.
const RECORD: char = '\u{1e}';

/// `phantom completions SHELL`.
pub(crate) fn completions(args: CompletionsArgs, output: &Output) -> ExitCode {
    show(args.shell.file(), output)
}

/// `phantom man`: a page, or all of them into a folder.
pub(crate) fn man(args: &ManArgs, output: &Output) -> ExitCode {
    if let Some(folder) = &args.dir {
        return match write_pages(folder) {
            Ok(()) => ExitCode::from(Exit::Clean.code()),
            Err(error) => output.errors(vec![InputError {
                file: Some(folder.to_string_lossy().into()),
                ..fault(
                    format!("the pages cannot be written: {error}"),
                    "name a folder that you may write to",
                )
            }]),
        };
    }
    let words: Vec<&str> =
        std::iter::once("phantom").chain(args.command.iter().map(String::as_str)).collect();
    show(&format!("{}.1", words.join("-")), output)
}

fn show(name: &str, output: &Output) -> ExitCode {
    let all = match unpacked() {
        Ok(all) => all,
        Err(error) => return finish(Err(error), Exit::Unreadable),
    };
    match texts(&all).find(|(file, _)| *file == name) {
        Some((_, text)) => finish(to_stdout(|out| out.write_all(text.as_bytes())), Exit::Clean),
        None => {
            let command = name.trim_end_matches(".1").replace('-', " ");
            let message = format!("there is no manual page of `{command}`");
            output.errors(vec![fault(message, "see phantom --help; a client's page is its own")])
        }
    }
}

fn write_pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let all = unpacked()?;
    texts(&all)
        .filter(|(name, _)| name.ends_with(".1"))
        .try_for_each(|(name, text)| fs::write(folder.join(name), text))
}

fn unpacked() -> io::Result<String> {
    let mut all = String::new();
    flate2::read::ZlibDecoder::new(PACKED).read_to_string(&mut all)?;
    Ok(all)
}

/// Each text with its file's name.
fn texts(all: &str) -> impl Iterator<Item = (&str, &str)> {
    all.split(RECORD).filter_map(|record| record.split_once('\n'))
}
