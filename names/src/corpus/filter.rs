//! The existence of many names in two bytes and a bit each: a binary fuse filter with a value.
//!
//! Every name is spread over three slots of 16 bits whose exclusive or gives 11 bits of fingerprint
//! and 5 bits of value. A name that is not in the set passes by chance once in 2,048 times. The
//! layout is that of T. M. Graf and D. Lemire, "Binary Fuse Filters" (2022), three-wise.

use super::bytes::{hash, mix, u16_at};
use super::trace::LEVEL_BITS;

/// Where the slots of a key lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shape {
    /// Chosen by the builder so that every key finds its own slot.
    pub(super) seed: u64,
    /// A power of two.
    pub(super) segment_length: u32,
    /// Segments in which a key's first slot may lie.
    pub(super) segment_count: u32,
}

impl Shape {
    /// The three slots of a hash.
    pub(super) const fn slots(self, hash: u64) -> [usize; 3] {
        let span = self.segment_count as u128 * self.segment_length as u128;
        let first = ((hash as u128 * span) >> 64) as u64;
        let length = self.segment_length as u64;
        let mask = length.wrapping_sub(1);
        let second = (first + length) ^ ((hash >> 18) & mask);
        let third = (first + 2 * length) ^ (hash & mask);
        [first as usize, second as usize, third as usize]
    }

    /// How many slots the table has.
    pub(super) const fn slot_count(self) -> usize {
        (self.segment_count as usize + 2) * self.segment_length as usize
    }

    pub(super) fn hash(self, name: &[u8]) -> u64 {
        hash(name, self.seed)
    }
}

/// What the three slots of a key must give: its fingerprint above its value.
pub(super) const fn content(hash: u64, value: u8) -> u16 {
    fingerprint(hash) << LEVEL_BITS | value as u16
}

const fn fingerprint(hash: u64) -> u16 {
    (mix(hash) >> (48 + LEVEL_BITS)) as u16
}

/// A filter over the bytes of a snapshot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter<'a> {
    pub(super) shape: Shape,
    pub(super) slots: &'a [u8],
}

impl Filter<'_> {
    /// The value stored with the name, or `None` where it is not in the set.
    pub(super) fn get(&self, name: &[u8]) -> Option<u8> {
        if self.slots.is_empty() {
            return None;
        }
        let hash = self.shape.hash(name);
        let sum = self.shape.slots(hash).into_iter().fold(0, |sum, slot| sum ^ u16_at(self.slots, slot));
        let value = sum & ((1 << LEVEL_BITS) - 1);
        (sum >> LEVEL_BITS == fingerprint(hash)).then_some(value as u8)
    }
}
