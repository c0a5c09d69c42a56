//! Where the tables lie in a snapshot's bytes.
//!
//! ```text
//! magic 8 · version u32 · date (days from 1970-01-01) i32 · checksum u64 · sources (offset, length) u32 ×2
//! three parts (pypi, npm, crates), each:
//!   names u32 · flags u32 (1: complete)
//!   two shapes of filters (names, lexicon): seed u64 · segment length u32 · segment count u32
//!   ten tables (offset, length) u32 ×2: records, exact, folded, near bits, near starts, near entries, text, words,
//!   filter of names, filter of the lexicon
//! tables
//! ```
//! All numbers are little-endian. The checksum is the snapshot's own hash of all that follows the header.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::bytes::{hash, u32_at, u64_at};
use super::filter::{Filter, Shape};
use super::near::NearIndex;
use super::popular::{Names, Popular, RECORD};
use crate::package::Ecosystem;

pub(super) const MAGIC: &[u8; 8] = b"PHANTOMN";
pub(super) const VERSION: u32 = 2;
pub(super) const TABLES: usize = 10;
/// Where the tables' places start in a part.
const TABLES_AT: usize = 40;
pub(super) const PART: usize = TABLES_AT + TABLES * 8;
pub(super) const HEADER: usize = 32 + 3 * PART;
const EPOCH: Date = date(1970, 1, 1);

/// Why bytes are not a snapshot that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// Not a snapshot, or cut off.
    #[error("it is not a snapshot of names, or not a whole one")]
    NotASnapshot,
    /// A format that this build does not read.
    #[error("it has format {0}, and this build reads format {VERSION}")]
    Version(u32),
    /// The content is not what the header says.
    #[error("its content does not have the checksum of its header")]
    Checksum,
}

/// One ecosystem's tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) names: u32,
    pub(super) complete: bool,
    shapes: [Shape; 2],
    tables: [Range<usize>; TABLES],
}

impl Part {
    /// How many names are popular.
    pub(super) const fn popular_count(&self) -> usize {
        let [records, ..] = &self.tables;
        (records.end - records.start) / RECORD
    }

    // Inlined, so that a caller makes only the slices that it uses.
    #[inline(always)]
    pub(super) fn popular<'a>(&self, bytes: &'a [u8]) -> Popular<'a> {
        let [records, exact, folded, bits, starts, entries, text, words, ..] = &self.tables;
        let table = |range: &Range<usize>| bytes.get(range.clone()).unwrap_or_default();
        Popular {
            names: Names { records: table(records), text: table(text) },
            exact: table(exact),
            folded: table(folded),
            words: table(words),
            near: NearIndex { bits: table(bits), starts: table(starts), entries: table(entries) },
        }
    }

    /// Which names exist.
    pub(super) fn filter<'a>(&self, bytes: &'a [u8]) -> Filter<'a> {
        let ([.., range, _], [shape, _]) = (&self.tables, self.shapes);
        Filter { shape, slots: bytes.get(range.clone()).unwrap_or_default() }
    }

    /// How many names use a word.
    pub(super) fn lexicon<'a>(&self, bytes: &'a [u8]) -> Filter<'a> {
        let ([.., range], [_, shape]) = (&self.tables, self.shapes);
        Filter { shape, slots: bytes.get(range.clone()).unwrap_or_default() }
    }
}

/// The header, read.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) date: Date,
    checksum: u64,
    pub(super) sources: Range<usize>,
    parts: [Part; 3],
}

impl Default for Layout {
    fn default() -> Self {
        Self { date: EPOCH, checksum: 0, sources: 0..0, parts: Default::default() }
    }
}

impl Layout {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, CorpusError> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return Err(CorpusError::NotASnapshot);
        }
        let version = u32_at(bytes, 8);
        if version != VERSION {
            return Err(CorpusError::Version(version));
        }
        let days = u32_at(bytes, 12).cast_signed();
        let date = EPOCH.checked_add(days.days()).map_err(|_| CorpusError::NotASnapshot)?;
        let mut parts: [Part; 3] = Default::default();
        for (index, part) in parts.iter_mut().enumerate() {
            *part = read_part(bytes, 32 + index * PART)?;
        }
        Ok(Self { date, checksum: u64_at(bytes, 16), sources: range_at(bytes, 24)?, parts })
    }

    pub(super) fn verify(&self, bytes: &[u8]) -> Result<(), CorpusError> {
        let content = bytes.get(HEADER..).unwrap_or_default();
        if hash(content, 0) == self.checksum { Ok(()) } else { Err(CorpusError::Checksum) }
    }

    pub(super) const fn part(&self, ecosystem: Ecosystem) -> &Part {
        let [pypi, npm, crates] = &self.parts;
        match ecosystem {
            Ecosystem::PyPi => pypi,
            Ecosystem::Npm => npm,
            Ecosystem::Crates => crates,
        }
    }
}

fn read_part(bytes: &[u8], at: usize) -> Result<Part, CorpusError> {
    let mut part = Part {
        names: u32_at(bytes, at),
        complete: u32_at(bytes, at + 4) & 1 == 1,
        shapes: [shape_at(bytes, at + 8), shape_at(bytes, at + 24)],
        tables: Default::default(),
    };
    for (index, table) in part.tables.iter_mut().enumerate() {
        *table = range_at(bytes, at + TABLES_AT + index * 8)?;
    }
    // Probing needs powers of two.
    let [_, exact, folded, bits, _, _, _, words, ..] = &part.tables;
    let fine = |table: &Range<usize>| table.is_empty() || table.len().is_power_of_two();
    if [exact, folded, bits, words].into_iter().all(fine) { Ok(part) } else { Err(CorpusError::NotASnapshot) }
}

fn shape_at(bytes: &[u8], at: usize) -> Shape {
    Shape {
        seed: u64_at(bytes, at),
        segment_length: u32_at(bytes, at + 8),
        segment_count: u32_at(bytes, at + 12),
    }
}

fn range_at(bytes: &[u8], at: usize) -> Result<Range<usize>, CorpusError> {
    let start = u32_at(bytes, at) as usize;
    let range = start..start + u32_at(bytes, at + 4) as usize;
    if range.end <= bytes.len() { Ok(range) } else { Err(CorpusError::NotASnapshot) }
}
