//! Look-alike search: every popular name within two edits of a text.
//!
//! Two edits leave one half of a name with at most one. So the index holds, for each popular name
//! of six letters and more, both its halves, whole and with each letter left out; a query does the
//! same with the beginnings and ends that a half could have become, and what meets is measured.
//! Shorter names are indexed whole, for one edit: two edits of a five-letter name say nothing.
//! docs/benchmarks.md compares this with the alternatives that were tried.

use super::bytes::mix;
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

/// Bytes of one slot of the index: a name's number and 8 bits of the key.
pub(super) const SLOT: usize = 3;

/// The content of a slot, in the low three bytes.
pub(super) const fn slot_value(id: u16, key: u64) -> u32 {
    (key as u32 & 0xff) << 16 | id as u32
}

/// An empty slot. No name has this number: a list holds fewer than 65,535.
pub(super) const EMPTY: u32 = 0x00ff_ffff;

fn slot_at(table: &[u8], slot: usize) -> u32 {
    match table.get(slot * SLOT..(slot + 1) * SLOT) {
        Some(&[low, high, check]) => u32::from_le_bytes([low, high, check, 0]),
        _ => EMPTY,
    }
}

/// Where the probing of a key starts in a table of `slots` slots.
pub(super) const fn home(key: u64, slots: usize) -> usize {
    ((key as u128 * slots as u128) >> 64) as usize
}

/// The slot probed after this one.
pub(super) const fn next(slot: usize, slots: usize) -> usize {
    if slot + 1 == slots { 0 } else { slot + 1 }
}

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
    let slots = popular.near.len() / SLOT;
    if slots == 0 || folded.is_empty() {
        return;
    }
    let mask = letters(folded);
    let mut seen = Seen::default();
    query_keys(folded, |key| {
        let mut slot = home(key, slots);
        loop {
            let value = slot_at(popular.near, slot);
            if value == EMPTY {
                break;
            }
            if value >> 16 == key as u32 & 0xff {
                let id = value as u16;
                consider(popular, folded, mask, id, &mut seen, found);
            }
            slot = next(slot, slots);
        }
    });
    found.sort_unstable_by_key(|near| (near.edits, near.id));
    found.truncate(MOST_NEAR);
}

fn consider(
    popular: &Popular<'_>,
    folded: &[u8],
    mask: u32,
    id: u16,
    seen: &mut Seen,
    found: &mut Vec<Near>,
) {
    let Some(record) = popular.record(id) else { return };
    let length = usize::from(record.folded_length);
    // One edit changes at most two kinds of letters.
    if length.abs_diff(folded.len()) > 2 || (record.letters ^ mask).count_ones() > 4 || !seen.insert(id) {
        return;
    }
    let limit = if length < SHORTEST_HALVED { 1 } else { 2 };
    if let Some(edits) = distance(folded, popular.folded(record), limit) {
        let near = Near { id, edits };
        if !found.contains(&near) {
            found.push(near);
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
