//! The JSON contract, `schema_version` 1.

use std::io::{self, Write};

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::changes::ChangeRow;
use super::why::ChainRow;
use super::{FileEntry, FileStatus, Mode, Report, Summary};
use crate::detector::{Signal, Verdict};
use crate::finding::{Finding, InputError};
use crate::manifest::{self, FileKind};
use crate::package::without_secrets;
use crate::package::{Ecosystem, Location, Source};
use crate::policy::Action;

/// The version of the JSON form. It changes only where a reader of the old form would err.
pub const SCHEMA_VERSION: u32 = 1;

/// Buffered lines are handed on in blocks of about this size.
const BLOCK: usize = 32 << 10;

/// One package, in the contract's order of fields.
#[derive(Serialize)]
struct Package<'f> {
    ecosystem: Ecosystem,
    name: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'f str>,
    requirement: Option<&'f str>,
    verdict: Verdict,
    decision: Action,
    score: f64,
    suggestion: Option<&'f str>,
    signals: &'f [Signal],
    #[serde(skip_serializing_if = "Option::is_none")]
    unavailable: Option<String>,
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registry_url: Option<String>,
    location: Option<&'f Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'f str>,
}

impl<'f> Package<'f> {
    fn of(finding: &'f Finding) -> Self {
        let Finding { dependency, assessment, decision, .. } = finding;
        Self {
            ecosystem: dependency.name.ecosystem(),
            name: dependency.name.spelling(),
            alias: dependency.alias.as_deref(),
            requirement: dependency.requirement.as_deref(),
            verdict: assessment.verdict,
            decision: decision.action,
            score: assessment.score,
            suggestion: assessment.suggestion.as_deref(),
            signals: &assessment.signals,
            unavailable: finding.unavailable().map(ToString::to_string),
            source: dependency.source.kind(),
            registry_url: match &dependency.source {
                // Whoever made the source may have left a token in it.
                Source::OtherRegistry(url) => Some(without_secrets(url)),
                _ => None,
            },
            location: dependency.location.as_ref(),
            remedy: decision.remedy.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    mode: Mode,
    #[serde(serialize_with = "packages")]
    packages: &'r [Finding],
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeRow<'r>>>,
    errors: &'r [InputError],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chains: Vec<ChainRow<'r>>,
    // Only where files were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Vec<File<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Vec<Note<'r>>>,
    summary: TimedSummary,
}

#[derive(Serialize)]
struct TimedSummary {
    #[serde(flatten)]
    counts: Summary,
    elapsed_ms: f64,
}

/// A file that was come upon.
#[derive(Serialize)]
struct File<'r> {
    file: &'r str,
    kind: Option<&'static str>,
    status: &'static str,
    packages: usize,
    reason: Option<&'r str>,
}

impl<'r> File<'r> {
    fn of(entry: &'r FileEntry) -> Self {
        let (status, reason) = match &entry.status {
            FileStatus::Read => ("read", None),
            FileStatus::Unreadable(reason) => ("unreadable", Some(reason.as_str())),
            FileStatus::Skipped(reason) => ("skipped", Some(reason.as_str())),
        };
        let kind = match (&entry.status, entry.kind) {
            (FileStatus::Skipped(_), None) => Some("folder"),
            (_, kind) => kind.map(FileKind::as_str),
        };
        Self { file: &entry.shown, kind, status, packages: entry.packages, reason }
    }
}

/// What is to be known of a file.
#[derive(Serialize)]
struct Note<'r> {
    #[serde(flatten)]
    location: &'r Location,
    message: &'r str,
}

impl<'r> Note<'r> {
    fn of(note: &'r manifest::Note) -> Self {
        Self { location: &note.location, message: &note.message }
    }
}

fn packages<S: Serializer>(findings: &&[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(findings.len()))?;
    for finding in *findings {
        list.serialize_element(&Package::of(finding))?;
    }
    list.end()
}

/// Writes the one document, with a line's end behind it.
///
/// # Errors
/// Where `out` fails.
pub fn json(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        mode: report.mode,
        packages: &report.findings,
        changes: report.changes.as_ref().map(|changes| changes.iter().map(ChangeRow::of).collect()),
        errors: &report.errors,
        chains: report.chains.iter().map(ChainRow::of).collect(),
        files: report.files.as_ref().map(|files| files.entries.iter().map(File::of).collect()),
        notes: report.files.as_ref().map(|files| files.notes.iter().map(Note::of).collect()),
        summary: TimedSummary {
            counts: report.summary,
            // Whole microseconds: more digits would say nothing.
            elapsed_ms: (report.elapsed.as_secs_f64() * 1e6).round() / 1e3,
        },
    };
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes one line a package, never a part of one: a reader sees whole lines whenever it looks,
/// even where the program is killed.
#[derive(Debug)]
pub struct JsonLines<W> {
    out: W,
    buffer: Vec<u8>,
}

impl<W: Write> JsonLines<W> {
    /// Lines into `out`.
    pub fn new(out: W) -> Self {
        Self { out, buffer: Vec::with_capacity(BLOCK + 4096) }
    }

    /// Writes one package. It may stay in the buffer until [`Self::flush`].
    ///
    /// # Errors
    /// Where the underlying writer fails.
    pub fn write(&mut self, finding: &Finding) -> io::Result<()> {
        serde_json::to_writer(&mut self.buffer, &Package::of(finding))?;
        self.buffer.push(b'\n');
        if self.buffer.len() >= BLOCK { self.flush() } else { Ok(()) }
    }

    /// Hands everything on. To be called whenever no further input is waiting.
    ///
    /// # Errors
    /// Where the underlying writer fails.
    pub fn flush(&mut self) -> io::Result<()> {
        if !self.buffer.is_empty() {
            let written = self.out.write_all(&self.buffer);
            self.buffer.clear();
            written?;
        }
        self.out.flush()
    }
}
