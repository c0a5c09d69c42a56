//! `phantom diff`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::manifest::{self, FileKind, Reading};
use phantom_guard::report;

use crate::args::{DiffArgs, Format, GlobalOptions};
use crate::check::fault;
use crate::output::{Output, to_stdout};
use crate::scan;
use crate::session::Session;
use crate::since::{self, Compared};

/// The largest text that is taken from a pipe.
const LARGEST: u64 = 512 << 20;

/// Says what differs between two files or folders, and judges what the second adds.
pub(crate) fn run(args: &DiffArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    let folder = scan::project_of(std::slice::from_ref(&args.new));
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let (old, mut new) = match both(args) {
        Ok(readings) => readings,
        Err(error) => return output.errors(vec![error]),
    };
    if scan::is_empty(&args.new, &new) {
        let nothing = scan::nothing_found(&args.new, &new);
        new.errors.push(nothing);
    }
    let Compared { changes, notes } = since::left(&old, &root(&args.old), &mut new, &root(&args.new));
    if output.format == Format::Human && output.file.is_none() {
        // Where nothing can be written, the report behind it fails too, and says so.
        let _ = to_stdout(|out| report::changes(&changes, &output.stdout, out));
    }
    scan::report(new, Some(changes), notes, folder, &session, output)
}

/// The part of a side's paths that is not compared.
fn root(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// Reads both sides: two folders, or two files of which at least one says by its name what both are.
fn both(args: &DiffArgs) -> Result<(Reading, Reading), InputError> {
    let DiffArgs { old, new, kind } = args;
    for path in [old, new].into_iter().filter(|path| !is_dash(path)) {
        if !path.exists() {
            return Err(InputError {
                file: Some(path.to_string_lossy().as_ref().into()),
                ..fault("there is no such file or folder".to_owned(), "check the path")
            });
        }
    }
    match (old.is_dir(), new.is_dir()) {
        (true, true) if kind.is_some() => {
            Err(fault("--kind is for files, and these are folders".to_owned(), "leave it out"))
        }
        (true, true) => {
            Ok((manifest::scan(std::slice::from_ref(old)), manifest::scan(std::slice::from_ref(new))))
        }
        (false, false) if is_dash(old) && is_dash(new) => {
            Err(fault("both sides are standard input".to_owned(), "name a file for one of them"))
        }
        (false, false) => {
            let (of_old, of_new) = (FileKind::of(old), FileKind::of(new));
            let kind_of = |own: Option<FileKind>, other| kind.or(own).or(other).ok_or_else(|| unnamed(new));
            let (of_old, of_new) = (kind_of(of_old, of_new)?, kind_of(of_new, of_old)?);
            Ok((read(of_old, old)?, read(of_new, new)?))
        }
        _ => Err(fault(
            "one side is a file and the other a folder".to_owned(),
            "name two files, or two folders",
        )),
    }
}

fn is_dash(path: &Path) -> bool {
    path == Path::new("-")
}

fn unnamed(path: &Path) -> InputError {
    let words: Vec<&str> = FileKind::ALL.iter().map(|kind| kind.as_str()).collect();
    InputError {
        file: Some(path.to_string_lossy().as_ref().into()),
        ..fault(
            "the names of the two files do not say what they are".to_owned(),
            &format!("say it with --kind, which is one of {}", words.join(", ")),
        )
    }
}

/// Reads one file. A pipe is read to its end; one that gives nothing, as /dev/null does, is no file.
fn read(kind: FileKind, path: &Path) -> Result<Reading, InputError> {
    let shown = path.to_string_lossy();
    let is_pipe = is_dash(path) || std::fs::metadata(path).is_ok_and(|data| !data.is_file());
    if !is_pipe {
        return Ok(manifest::read_as(kind, path, &root(path).to_string_lossy()));
    }
    let mut text = Vec::new();
    let taken = if is_dash(path) {
        io::stdin().lock().take(LARGEST).read_to_end(&mut text)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut text))
    };
    match taken {
        Ok(0) => Ok(Reading::default()),
        Ok(_) => Ok(manifest::parse(kind, &text, &shown)),
        Err(error) => Err(InputError {
            file: Some(shown.as_ref().into()),
            ..fault(format!("cannot be read: {error}"), "check the path and its permissions")
        }),
    }
}
