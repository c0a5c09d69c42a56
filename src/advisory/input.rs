//! From a file or folder to documents.
//!
//! A file is what its content says: a zip archive, gzip around anything else, JSON (one document, or one
//! a line), or else a table. Every amount is bounded: what a file unpacks to, a document, and what is told of faults.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use ring::digest::{Context, SHA256};
use serde::de::IgnoredAny;

use super::osv::Document;
use super::source::Counts;
use super::{Advisory, csv, hex, osv, zip};
use crate::finding::InputError;

/// One document: the longest known name some thousands of versions.
pub(super) const LARGEST_DOCUMENT: u64 = 16 << 20;
/// All that a file unpacks to.
pub(super) const LARGEST_WHOLE: u64 = 8 << 30;
/// Faults of one input that are told one by one.
const TOLD: u64 = 20;
const BLOCK: usize = 64 << 10;

/// What was read of one input.
#[derive(Debug)]
pub(super) struct Batch {
    /// The input as the user wrote it.
    place: Arc<str>,
    /// By identifier, the last document of each; without advisories where it says that there are none.
    pub(super) documents: HashMap<Box<str>, Vec<Advisory>>,
    pub(super) counts: Counts,
    pub(super) errors: Vec<InputError>,
}

impl Batch {
    pub(super) fn new(place: &str) -> Self {
        let (documents, errors) = (HashMap::new(), Vec::new());
        Self { place: place.into(), documents, counts: Counts::default(), errors }
    }

    /// Takes one OSV document.
    pub(super) fn document(&mut self, line: Option<u32>, member: Option<&str>, bytes: &[u8]) {
        let (id, document) = match osv::read(bytes) {
            Ok(read) => read,
            Err(message) => return self.unreadable(line, of_member(member, &message)),
        };
        self.counts.documents += 1;
        let advisories = match document {
            Document::Malicious(advisories) => {
                self.counts.advisories += advisories.len() as u64;
                advisories
            }
            other => {
                match other {
                    Document::Withdrawn => self.counts.withdrawn += 1,
                    Document::Vulnerability => self.counts.vulnerabilities += 1,
                    _ => self.counts.elsewhere += 1,
                }
                Vec::new()
            }
        };
        self.documents.insert(id, advisories);
    }

    /// Notes that one document cannot be read.
    pub(super) fn unreadable(&mut self, line: Option<u32>, message: String) {
        self.counts.unreadable += 1;
        if self.counts.unreadable <= TOLD {
            self.fault(line, message);
        }
    }

    /// Notes what is wrong with the input.
    pub(super) fn fault(&mut self, line: Option<u32>, message: String) {
        self.errors.push(InputError {
            file: Some(self.place.clone()),
            line,
            column: None,
            message,
            hint: "see docs/advisories.md for what is read; the rest was taken".to_owned(),
        });
    }

    fn finish(&mut self) {
        if let Some(more) = self.counts.unreadable.checked_sub(TOLD).filter(|&more| more > 0) {
            self.fault(None, format!("{more} more documents cannot be read"));
        }
        if self.counts.documents == 0 && self.errors.is_empty() {
            self.fault(None, "it holds no document".to_owned());
        }
    }
}

/// Reads a folder's documents: its `*.json`, at any depth, links not followed. Gives the SHA-256 of all,
/// one behind the other in the order of their paths.
pub(super) fn read_folder(folder: &Path, batch: &mut Batch) -> String {
    let mut context = Context::new(&SHA256);
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                batch.unreadable(None, format!("a part of it cannot be read: {error}"));
                continue;
            }
        };
        let path = entry.path();
        if !entry.file_type().is_file() || !is_json(path.to_string_lossy().as_ref()) {
            continue;
        }
        let member = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
        match File::open(path).and_then(|file| read_whole(file, LARGEST_DOCUMENT)) {
            Ok(bytes) => {
                context.update(&bytes);
                batch.document(None, Some(&member), &bytes);
            }
            Err(error) => batch.unreadable(None, of_member(Some(&member), &error.to_string())),
        }
    }
    batch.finish();
    hex(context.finish().as_ref())
}

/// The SHA-256 of a file, which stands at its beginning afterwards.
pub(super) fn sha256_of(file: &mut File) -> io::Result<String> {
    let mut context = Context::new(&SHA256);
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block) {
            Ok(0) => break,
            Ok(count) => context.update(block.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    file.rewind()?;
    Ok(hex(context.finish().as_ref()))
}

/// Reads a file of any of the formats. `name` is its name, for the formats that only the name tells.
pub(super) fn read_file(file: File, name: &str, batch: &mut Batch) {
    let mut file = BufReader::with_capacity(BLOCK, file);
    let start = match file.fill_buf() {
        Ok(start) => start,
        Err(error) => return batch.fault(None, format!("it cannot be read: {error}")),
    };
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        zip::read(file, batch);
    } else if start.starts_with(b"\x1f\x8b") {
        let name = name.strip_suffix(".gz").unwrap_or(name);
        read_text(BufReader::with_capacity(BLOCK, MultiGzDecoder::new(file)), name, batch);
    } else {
        read_text(file, name, batch);
    }
    batch.finish();
}

fn read_text(input: impl BufRead, name: &str, batch: &mut Batch) {
    let mut input = Capped { input, left: LARGEST_WHOLE };
    let is_table = match input.input.fill_buf() {
        Ok(start) => {
            let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
            let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
            // What begins like JSON is none of a table's titles.
            !matches!(first, Some(b'{' | b'[')) && !is_json(name) && !is_lines(name)
        }
        Err(error) => return batch.fault(None, format!("it cannot be read: {error}")),
    };
    if is_table {
        input.left = csv::LARGEST;
        csv::read(input, batch);
    } else {
        read_json(BufReader::with_capacity(BLOCK, input), is_lines(name), batch);
    }
}

/// One document, or one a line: the first line says which, unless the name does.
fn read_json(mut input: impl BufRead, mut lines: bool, batch: &mut Batch) {
    let mut line = Vec::new();
    for number in 1_u32.. {
        line.clear();
        match read_line(&mut input, &mut line) {
            Ok(Line::End) => return,
            Ok(Line::Whole) if line.trim_ascii().is_empty() => continue,
            Ok(Line::Whole) => {}
            Ok(Line::TooLong) => {
                batch.unreadable(Some(number), too_large(LARGEST_DOCUMENT));
                continue;
            }
            Err(error) => return batch.fault(Some(number), format!("it cannot be read further: {error}")),
        }
        let start = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        if !lines && serde_json::from_slice::<IgnoredAny>(start).is_err() {
            let rest = LARGEST_DOCUMENT.saturating_sub(line.len() as u64);
            return match read_whole(&mut input, rest) {
                Ok(rest) => {
                    line.extend(rest);
                    batch.document(None, None, &line);
                }
                Err(error) => batch.unreadable(None, error.to_string()),
            };
        }
        lines = true;
        batch.document(Some(number), None, &line);
    }
}

enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads a line into `line`; of one that is too long the rest is passed over.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    if input.by_ref().take(LARGEST_DOCUMENT).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    if line.ends_with(b"\n") || (line.len() as u64) < LARGEST_DOCUMENT {
        return Ok(Line::Whole);
    }
    loop {
        line.clear();
        let count = input.by_ref().take(BLOCK as u64).read_until(b'\n', line)?;
        if count == 0 || line.ends_with(b"\n") {
            return Ok(Line::TooLong);
        }
    }
}

/// Reads to the end, if that comes within `most` bytes.
pub(super) fn read_whole(input: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(io::Error::other(too_large(most))) } else { Ok(bytes) }
}

/// Fails where more comes than is allowed.
struct Capped<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::other("it unpacks to more than is taken"))?;
        Ok(count)
    }
}

pub(super) fn too_large(most: u64) -> String {
    format!("a document is larger than {} MiB", most >> 20)
}

/// A message with the part of the input that it is about.
pub(super) fn of_member(member: Option<&str>, message: &str) -> String {
    match member {
        Some(member) => {
            let shown: String = member.chars().take(200).collect();
            format!("{}: {message}", shown.escape_debug())
        }
        None => message.to_owned(),
    }
}

pub(super) fn is_json(name: &str) -> bool {
    ends_with(name, &[".json"])
}

fn is_lines(name: &str) -> bool {
    ends_with(name, &[".jsonl", ".ndjson"])
}

fn ends_with(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}
