//! The popular names of one ecosystem, most used first.

use super::bytes::{hash, u16_at, u32_at, u64_at};
use super::distance::letters;
use super::near::NearIndex;

/// Bytes of one record: see [`Record`].
pub(super) const RECORD: usize = 16;
/// An empty slot of a table of numbers.
pub(super) const NONE: u16 = u16::MAX;

/// What is needed of a name to compare it, in one cache line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// Where the spelling starts in the text; the folded form follows it.
    pub(super) name: u32,
    /// The letters of the folded form.
    pub(super) letters: u64,
    /// Bytes of the spelling.
    pub(super) name_length: u8,
    /// Bytes of the folded form.
    pub(super) folded_length: u8,
}

impl Record {
    pub(super) fn to_bytes(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        bytes[0..4].copy_from_slice(&self.name.to_le_bytes());
        bytes[4..12].copy_from_slice(&self.letters.to_le_bytes());
        bytes[12] = self.name_length;
        bytes[13] = self.folded_length;
        bytes
    }

    /// Whether a folded form has as many letters, and the same set of them.
    pub(super) fn is_of_letters(&self, folded: &[u8]) -> bool {
        usize::from(self.folded_length) == folded.len() && self.letters == letters(folded)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            name: u32_at(bytes, 0),
            letters: u64_at(bytes, 4),
            name_length: *bytes.get(12)?,
            folded_length: *bytes.get(13)?,
        })
    }
}

/// Names with what is needed to compare them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    /// A [`Record`] for each.
    pub(super) records: &'a [u8],
    pub(super) text: &'a [u8],
}

impl<'a> Names<'a> {
    pub(super) fn record(&self, id: u32) -> Option<Record> {
        let at = id as usize * RECORD;
        Record::from_bytes(self.records.get(at..at + RECORD)?)
    }

    pub(super) fn folded(&self, record: Record) -> &'a [u8] {
        let start = record.name as usize + usize::from(record.name_length);
        self.text.get(start..start + usize::from(record.folded_length)).unwrap_or_default()
    }
}

/// The tables of one ecosystem's popular names, over the bytes of a snapshot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Popular<'a> {
    pub(super) names: Names<'a>,
    pub(super) exact: &'a [u8],
    pub(super) folded: &'a [u8],
    pub(super) words: &'a [u8],
    pub(super) near: NearIndex<'a>,
}

/// Salts that keep the three tables of numbers apart; part of the format.
pub(super) const EXACT_SEED: u64 = 1;
pub(super) const FOLDED_SEED: u64 = 2;
pub(super) const WORDS_SEED: u64 = 3;

impl<'a> Popular<'a> {
    pub(super) fn record(&self, id: u16) -> Option<Record> {
        self.names.record(u32::from(id))
    }

    pub(super) fn name(&self, id: u16) -> Option<&'a str> {
        std::str::from_utf8(self.spelling(self.record(id)?)).ok()
    }

    pub(super) fn folded(&self, record: Record) -> &'a [u8] {
        self.names.folded(record)
    }

    /// The number of the name whose normal form is `normal`; `same` compares it with a spelling of
    /// as many bytes.
    pub(super) fn find_exact(&self, normal: &[u8], same: impl Fn(&[u8]) -> bool) -> Option<u16> {
        probe(self.exact, hash(normal, EXACT_SEED)).find(|&id| {
            // Lengths lie in the record, the spelling on another cache line.
            let record = self.record(id).filter(|record| usize::from(record.name_length) == normal.len());
            record.is_some_and(|record| same(self.spelling(record)))
        })
    }

    fn spelling(&self, record: Record) -> &'a [u8] {
        let start = record.name as usize;
        self.names.text.get(start..start + usize::from(record.name_length)).unwrap_or_default()
    }

    /// The most used name with this folded form.
    pub(super) fn find_folded(&self, folded: &[u8]) -> Option<u16> {
        probe(self.folded, hash(folded, FOLDED_SEED))
            .find(|&id| self.record(id).is_some_and(|record| self.folded(record) == folded))
    }

    /// Names of the same words in any order, by the hash of [`words_key`]; to be compared by the caller.
    pub(super) fn find_words(&self, key: u64) -> impl Iterator<Item = u16> + '_ {
        probe(self.words, key)
    }
}

/// The numbers from a key's home to the next empty slot.
fn probe(table: &[u8], key: u64) -> impl Iterator<Item = u16> + '_ {
    let slots = table.len() / 2;
    let mask = slots.wrapping_sub(1);
    let start = key as usize;
    (0..slots).map(move |step| u16_at(table, start.wrapping_add(step) & mask)).take_while(|&id| id != NONE)
}

/// A key that does not depend on the order of the words.
pub(super) fn words_key<'w>(words: impl Iterator<Item = &'w [u8]>) -> u64 {
    super::bytes::mix(words.map(|word| hash(word, WORDS_SEED)).fold(0, u64::wrapping_add))
}

/// The words of a name: what stands between its delimiters.
pub fn words(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
