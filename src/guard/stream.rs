use std::cell::{Cell, RefCell};
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use futures::{Stream, StreamExt, stream};
use tokio::sync::mpsc;

use super::kept::Kept;
use super::lines::Lines;
use super::{Guard, runtime};
use crate::batch::Judged;
use crate::finding::InputError;
use crate::package::{Dependency, Ecosystem, PackageSpec, SpecError};
use crate::registry::Registry as _;
use crate::report::{JsonLines, Report, escaped, escaped_name};

/// Names that were read and are not judged yet.
const READ_AHEAD: usize = 256;
/// Lines whose fault is told one by one; a file for another ecosystem has a fault in every line.
const FAULTS_TOLD: usize = 10;

/// Reads names, one a line, to the input's end, as [`Guard::stream`] does.
pub fn read_names(input: impl Read, ecosystem: Option<Ecosystem>) -> (Vec<Dependency>, Vec<InputError>) {
    let mut dependencies = Vec::new();
    let errors = read_each(input, ecosystem, |dependency| {
        dependencies.push(dependency);
        true
    });
    (dependencies, errors)
}

impl Guard {
    /// Judges names that come one a line, and writes each answer as soon as it and all before it are
    /// known. What was written is handed on whenever no further input is waiting.
    ///
    /// `bind` sees each dependency before it is judged, and may say that it comes from elsewhere.
    ///
    /// Every line gets an answer, in order, an empty one or one that is no name too, so that answers
    /// can be laid beside the lines; only a line that leaves the ecosystem open (with `ecosystem` as
    /// `None`) is an error instead. The report holds counts, errors and notes, and no findings. Beside
    /// it stands the failure of `out`, if it failed, as when its reader is gone: the run ends there.
    pub fn stream<R, W>(
        &self,
        input: R,
        ecosystem: Option<Ecosystem>,
        bind: impl Fn(&mut Dependency),
        out: &mut JsonLines<W>,
    ) -> (Report, io::Result<()>)
    where
        R: Read + Send + 'static,
        W: Write,
    {
        let start = Instant::now();
        let mut report = self.begin(Vec::new());
        let written = if self.withheld.is_some() {
            self.stream_online(input, ecosystem, bind, out, &mut report)
        } else {
            self.stream_offline(input, ecosystem, bind, out, &mut report)
        };
        let written = written.and_then(|()| out.flush());
        report.notes.extend(self.known.notes());
        report.elapsed = start.elapsed();
        (report, written)
    }

    fn stream_offline<W: Write>(
        &self,
        input: impl Read,
        ecosystem: Option<Ecosystem>,
        bind: impl Fn(&mut Dependency),
        out: &mut JsonLines<W>,
        report: &mut Report,
    ) -> io::Result<()> {
        let mut lines = Lines::new(input);
        let mut parser = LineParser::new(ecosystem);
        let alone = Kept::default();
        loop {
            // A failure to write ends the run; one to read is an error of the input.
            let mut failed = None;
            let line = lines.next(|| {
                out.flush().map_err(|error| {
                    let kind = error.kind();
                    failed = Some(error);
                    kind.into()
                })
            });
            match (line, failed) {
                (_, Some(error)) => return Err(error),
                (Ok(None), None) => break,
                (Ok(Some(line)), None) => {
                    let Some(mut dependency) = parser.parse(line) else { continue };
                    bind(&mut dependency);
                    let assessment = self.engine.judge(&dependency);
                    let finding = self.decided(Judged { dependency, assessment, lookup: None }, &alone);
                    report.summary.count(&finding);
                    out.write(&finding)?;
                }
                (Err(error), None) => {
                    parser.errors.push(unreadable(&error));
                    break;
                }
            }
        }
        report.errors.extend(parser.finish());
        Ok(())
    }

    fn stream_online<W: Write>(
        &self,
        input: impl Read + Send + 'static,
        ecosystem: Option<Ecosystem>,
        bind: impl Fn(&mut Dependency),
        out: &mut JsonLines<W>,
        report: &mut Report,
    ) -> io::Result<()> {
        let runtime = runtime()?;
        let (sender, receiver) = mpsc::channel(READ_AHEAD);
        let errors = Arc::new(Mutex::new(Vec::new()));
        let reader = {
            let errors = Arc::clone(&errors);
            let cancel = self.cancel.clone();
            std::thread::Builder::new().name("phantom-input".to_owned()).spawn(move || {
                let found = read_each(input, ecosystem, |dependency| {
                    !cancel.is_cancelled() && sender.blocking_send(dependency).is_ok()
                });
                errors.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
            })?
        };
        let out = RefCell::new(out);
        let failure = RefCell::new(None);
        let tried = |result: io::Result<()>| {
            if let Err(error) = result {
                // Nobody reads the answers any more: no more is asked.
                self.cancel.cancel();
                failure.borrow_mut().get_or_insert(error);
            }
        };
        let summary = &mut report.summary;
        let alone = Kept::default();
        let emit = |_, judged| {
            let finding = self.decided(judged, &alone);
            summary.count(&finding);
            tried(out.borrow_mut().write(&finding));
        };
        let latest = Cell::default();
        let progress = |progress| {
            latest.set(progress);
            tried(out.borrow_mut().flush());
        };
        let input = receiving(receiver).map(|mut dependency| {
            bind(&mut dependency);
            dependency
        });
        let run = self.engine.run(input, self.cancel.clone(), emit, progress);
        let run = self.watched(run, None, &latest);
        let (ended, notes) = runtime.block_on(async {
            let ended = run.await;
            let notes = match &self.withheld {
                Some(withheld) => withheld.close().await,
                None => Vec::new(),
            };
            (ended, notes)
        });
        report.notes.extend(notes);
        if let Some(error) = failure.into_inner() {
            return Err(error);
        }
        report.summary.count_answers(ended.progress);
        report.interrupted = ended.cancelled;
        if !ended.cancelled {
            // The input is at its end, so that its reader has ended or is about to. After a
            // cancellation it may wait for input for ever.
            let _ = reader.join();
        }
        report.errors.append(&mut errors.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(withheld) = &self.withheld {
            // What was given up may be judged all the same, by what is known of it here.
            let most = if ended.cancelled { report.summary.unknown } else { u64::MAX };
            let unavailable = ended.progress.unavailable.min(most);
            report.notes.extend(withheld.notes(unavailable, ended.cancelled));
        }
        Ok(())
    }
}

fn receiving(receiver: mpsc::Receiver<Dependency>) -> impl Stream<Item = Dependency> {
    stream::unfold(receiver, async |mut receiver| receiver.recv().await.map(|d| (d, receiver)))
}

/// Hands on each dependency until `take` wants no more, and gives what could not be read.
fn read_each(
    input: impl Read,
    ecosystem: Option<Ecosystem>,
    mut take: impl FnMut(Dependency) -> bool,
) -> Vec<InputError> {
    let mut lines = Lines::new(input);
    let mut parser = LineParser::new(ecosystem);
    loop {
        match lines.next(|| Ok(())) {
            Ok(Some(line)) => {
                if let Some(dependency) = parser.parse(line)
                    && !take(dependency)
                {
                    break;
                }
            }
            Ok(None) => break,
            Err(error) => {
                parser.errors.push(unreadable(&error));
                break;
            }
        }
    }
    parser.finish()
}

/// Makes dependencies of lines, and errors of lines that leave their ecosystem open.
struct LineParser {
    ecosystem: Option<Ecosystem>,
    line: u32,
    errors: Vec<InputError>,
    faults: usize,
}

impl LineParser {
    const fn new(ecosystem: Option<Ecosystem>) -> Self {
        Self { ecosystem, line: 0, errors: Vec::new(), faults: 0 }
    }

    fn parse(&mut self, line: &[u8]) -> Option<Dependency> {
        self.line = self.line.saturating_add(1);
        // A byte order mark stands before the first name, and is no part of it.
        let line = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.line == 1).unwrap_or(line);
        // Bytes that are not UTF-8 become U+FFFD, which no registry takes: the answer is `invalid-name`.
        match PackageSpec::parse(&String::from_utf8_lossy(line), self.ecosystem) {
            Ok(spec) => Some(spec.into()),
            Err(error) => {
                self.faults += 1;
                if self.faults <= FAULTS_TOLD {
                    self.errors.push(InputError { line: Some(self.line), ..unclear_name(&error) });
                }
                None
            }
        }
    }

    fn finish(mut self) -> Vec<InputError> {
        if let Some(more) = self.faults.checked_sub(FAULTS_TOLD).filter(|&more| more > 0) {
            let message = format!("{more} more lines leave their ecosystem open");
            self.errors.push(of_input(message, "name it with -e".to_owned()));
        }
        self.errors
    }
}

/// The error of a typed name that cannot be understood.
pub fn unclear_name(error: &SpecError) -> InputError {
    match error {
        SpecError::NoEcosystem { name } => {
            let name = escaped_name(name);
            of_input(
                format!("`{name}` could be of any ecosystem"),
                format!("write `-e pypi {name}`, `pypi:{name}` or `pkg:pypi/{name}` (or npm, or crates)"),
            )
        }
        SpecError::PackageUrl(text) => of_input(
            format!("`{}` is not a package URL of pypi, npm or cargo", escaped_name(text)),
            "write it as pkg:npm/NAME@VERSION".to_owned(),
        ),
        _ => of_input(escaped(&error.to_string()).into_owned(), String::new()),
    }
}

fn unreadable(error: &io::Error) -> InputError {
    of_input(
        format!("standard input cannot be read to its end: {error}"),
        "the names before are answered; run again with the rest".to_owned(),
    )
}

const fn of_input(message: String, hint: String) -> InputError {
    InputError { file: None, line: None, column: None, message, hint }
}
