//! Look-alike search: every popular name within two edits of a text.
//!
//! Two edits leave one half of a name with at most one. So the index holds, for each popular name
//! of six letters and more, both its halves, whole and with each letter left out; a query does the
//! same with the beginnings and ends that a half could have become, and what meets is measured.
//! Shorter names are indexed whole, for one edit: two edits of a five-letter name say nothing.
//! docs/benchmarks.md compares this with the alternatives that were tried.

use super::bytes::{mix, u32_at};
use super::distance::{distance, letters};
use super::popular::Popular;

/// Names with fewer folded letters are indexed whole.
pub(super) const SHORTEST_HALVED: usize = 6;

const BASE: u64 = 0x5851_f42d_4c95_7f2d;
/// The inverse of [`BASE`] modulo 2^64: `BASE * BASE_INVERSE == 1`.
const BASE_INVERSE: u64 = inverse(BASE);

const fn inverse(odd: u64) -> u64 {
    // Newton's iteration doubles the correct low bits: 5 rounds from 3 bits give more than 64.
    let mut x = odd;
    let mut round = 0;
    while round < 6 {
        x = x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x)));
        round += 1;
    }
    x
}

/// What part of a name a key stands for; part of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Left,
    Right,
}

impl Part {
    const fn salt(self) -> u64 {
        match self {
            Self::Whole => 0x1234_5678_9abc_def1,
            Self::Left => 0x0f1e_2d3c_4b5a_6987,
            Self::Right => 0x7766_5544_3322_1101,
        }
    }
}

/// Calls `each` with the key of `text` and of `text` without each of its letters.
///
/// The hash is a polynomial over the letters, so leaving one out costs two multiplications.
pub(super) fn deletion_keys(text: &[u8], part: Part, mut each: impl FnMut(u64)) {
    let mut total = 0u64;
    let mut power = 1u64;
    for &byte in text {
        total = total.wrapping_add(letter(byte).wrapping_mul(power));
        power = power.wrapping_mul(BASE);
    }
    each(finish(total, text.len(), part));
    let (mut before, mut power) = (0u64, 1u64);
    let mut last = 0;
    for &byte in text {
        let own = letter(byte).wrapping_mul(power);
        // Leaving out either letter of a pair gives the same text.
        if byte != last {
            let after = total.wrapping_sub(before).wrapping_sub(own).wrapping_mul(BASE_INVERSE);
            each(finish(before.wrapping_add(after), text.len() - 1, part));
        }
        before = before.wrapping_add(own);
        power = power.wrapping_mul(BASE);
        last = byte;
    }
}

const fn letter(byte: u8) -> u64 {
    mix(byte as u64)
}

const fn finish(sum: u64, length: usize, part: Part) -> u64 {
    mix(sum ^ part.salt() ^ ((length as u64) << 56))
}

/// The keys under which a popular name stands in the index.
pub(super) fn index_keys(folded: &[u8], mut each: impl FnMut(u64)) {
    if folded.len() < SHORTEST_HALVED {
        deletion_keys(folded, Part::Whole, each);
        return;
    }
    let (left, right) = folded.split_at(folded.len() / 2);
    deletion_keys(left, Part::Left, &mut each);
    deletion_keys(right, Part::Right, each);
}

/// The keys that a text must look up to meet every name within two edits (one, for short names).
fn query_keys(folded: &[u8], mut each: impl FnMut(u64)) {
    let length = folded.len();
    if length <= SHORTEST_HALVED {
        deletion_keys(folded, Part::Whole, &mut each);
    }
    if length + 2 < SHORTEST_HALVED {
        return;
    }
    // A target of length t has the halves t/2 and t - t/2, t within two of this length. A beginning
    // one longer, with each letter left out, covers every shorter one that needs no deletion.
    let shortest = length.saturating_sub(2).max(SHORTEST_HALVED);
    let longest = length + 2;
    for size in shortest / 2..=(longest / 2 + 1).min(length) {
        if let Some(start) = folded.get(..size) {
            deletion_keys(start, Part::Left, &mut each);
        }
    }
    for size in (shortest - shortest / 2)..=(longest - longest / 2 + 1).min(length) {
        if let Some(end) = folded.get(length - size..) {
            deletion_keys(end, Part::Right, &mut each);
        }
    }
    // The shortest possible half with one letter more than the text's own beginning has.
    let left = (shortest / 2).saturating_sub(1);
    let right = (shortest - shortest / 2).saturating_sub(1);
    if let (Some(start), Some(end)) = (folded.get(..left), folded.get(length.saturating_sub(right)..)) {
        each(plain_key(start, Part::Left));
        each(plain_key(end, Part::Right));
    }
}

fn plain_key(text: &[u8], part: Part) -> u64 {
    let mut first = None;
    deletion_keys(text, part, |key| {
        first.get_or_insert(key);
    });
    first.unwrap_or_default()
}

/// Bytes of one entry of the index: a name's number, and a byte that tells most strangers apart.
pub(super) const ENTRY: usize = 3;

/// The byte of an entry: four bits of its key, and of the length of the name's folded form.
pub(super) const fn check_byte(key: u64, folded_length: usize) -> u8 {
    ((key as u8) << 4) | (folded_length as u8 & 0xf)
}

/// Which of `buckets` a key belongs to.
pub(super) const fn bucket(key: u64, buckets: usize) -> usize {
    ((key as u128 * buckets as u128) >> 64) as usize
}

/// The bit of a key in a table of `bits` bits (a power of two).
pub(super) const fn bit(key: u64, bits: usize) -> usize {
    (key >> 8) as usize & (bits.wrapping_sub(1))
}

/// The index: a bit for each key that occurs, where each bucket's entries start, and the entries.
/// Most keys of a query occur nowhere, and the bits, which stay in the processor's cache, say so
/// without a look into the rest. Buckets are kept apart (rather
/// than probed in one table) because common halves, `types` and `django`, have hundreds of entries.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearIndex<'a> {
    /// A power of two of bytes.
    pub(super) bits: &'a [u8],
    /// One more number of 32 bits than there are buckets.
    pub(super) starts: &'a [u8],
    /// Entries of [`ENTRY`] bytes, bucket by bucket.
    pub(super) entries: &'a [u8],
}

impl<'a> NearIndex<'a> {
    pub(super) const fn size(&self) -> usize {
        self.bits.len() + self.starts.len() + self.entries.len()
    }

    const fn buckets(&self) -> usize {
        (self.starts.len() / 4).saturating_sub(1)
    }

    /// Whether the key may occur: false for most, true for all that do.
    fn may_hold(&self, key: u64) -> bool {
        let bit = bit(key, self.bits.len() * 8);
        self.bits.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// Where the entries of the key's bucket start and end.
    fn range(&self, key: u64) -> (u32, u32) {
        let at = bucket(key, self.buckets()) * 4;
        (u32_at(self.starts, at), u32_at(self.starts, at + 4))
    }

    fn entries(&self, (start, end): (u32, u32)) -> &'a [u8] {
        self.entries.get(start as usize * ENTRY..end as usize * ENTRY).unwrap_or_default()
    }
}

/// A name of 80 letters has 342 keys.
const MOST_KEYS: usize = 384;

/// A popular name within two edits of what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Near {
    /// Its number: 0 is the most used.
    pub id: u16,
    /// Edits between the folded forms: 0, 1 or 2. A swap of neighbouring letters is one edit.
    pub edits: u8,
}

/// At most so many candidates are measured: crowded families (`types…`) stay affordable, and a
/// name with more neighbours than this has no single one that it imitates.
const MOST_NEAR: usize = 16;

/// Gives the popular names within two edits of `folded`, nearest first and the most used first among
/// equals.
pub(super) fn search(popular: &Popular<'_>, folded: &[u8], found: &mut Vec<Near>) {
    if popular.near.buckets() == 0 || folded.is_empty() {
        return;
    }
    // In three passes, so that the memory of all keys is fetched at once and not one after another:
    // which keys may occur, where their entries lie, and the entries.
    let mut keys = [0u64; MOST_KEYS];
    let mut count = 0;
    query_keys(folded, |key| {
        if let Some(place) = keys.get_mut(count) {
            *place = key;
            count += usize::from(popular.near.may_hold(key));
        }
    });
    let keys = keys.get(..count).unwrap_or_default();
    let mut ranges = [(0u32, 0u32); MOST_KEYS];
    for (range, &key) in ranges.iter_mut().zip(keys) {
        *range = popular.near.range(key);
    }
    let mut query = Query { popular, folded, letters: letters(folded), seen: Seen::default(), found };
    for (&key, &range) in keys.iter().zip(&ranges) {
        for entry in popular.near.entries(range).chunks_exact(ENTRY) {
            let &[low, high, check] = entry else { continue };
            // Lengths are compared modulo 16: within two of each other, or far apart and soon dropped.
            let apart = (check.wrapping_sub(folded.len() as u8).wrapping_add(2)) & 0xf;
            if check >> 4 == key as u8 & 0xf && apart <= 4 {
                query.consider(u16::from_le_bytes([low, high]));
            }
        }
    }
    found.sort_unstable_by_key(|near| (near.edits, near.id));
    found.truncate(MOST_NEAR);
}

struct Query<'q> {
    popular: &'q Popular<'q>,
    folded: &'q [u8],
    letters: u64,
    seen: Seen,
    found: &'q mut Vec<Near>,
}

impl Query<'_> {
    fn consider(&mut self, id: u16) {
        let Some(record) = self.popular.record(id) else { return };
        let length = usize::from(record.folded_length);
        // Two edits change at most four bits.
        if (record.letters ^ self.letters).count_ones() > 4
            || length.abs_diff(self.folded.len()) > 2
            || !self.seen.insert(id)
        {
            return;
        }
        let limit = if length < SHORTEST_HALVED { 1 } else { 2 };
        if let Some(edits) = distance(self.folded, self.popular.folded(record), limit) {
            let near = Near { id, edits };
            if !self.found.contains(&near) {
                self.found.push(near);
            }
        }
    }
}

/// Remembers the last candidates, which come up again under other keys. Forgetting one costs a
/// second measurement, so a small ring does.
struct Seen {
    ids: [u16; 32],
    next: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self { ids: [u16::MAX; 32], next: 0 }
    }
}

impl Seen {
    fn insert(&mut self, id: u16) -> bool {
        if self.ids.contains(&id) {
            return false;
        }
        if let Some(place) = self.ids.get_mut(self.next % 32) {
            *place = id;
        }
        self.next += 1;
        true
    }
}
