//! The existence of many names in three bytes each: a binary fuse filter with a value.
//!
//! Every name is spread over three slots of 24 bits whose exclusive or gives 16 bits of fingerprint
//! and 8 bits of value. A name that is not in the set passes by chance once in 65,536 times. The
//! layout is that of T. M. Graf and D. Lemire, "Binary Fuse Filters" (2022), three-wise.

use super::bytes::{hash, mix};

/// Bytes of one slot: a fingerprint of 16 bits and a value of 8.
pub(super) const SLOT: usize = 3;

/// Where the slots of a key lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The 16 bits that a key must show.
pub(super) const fn fingerprint(hash: u64) -> u16 {
    (mix(hash) >> 48) as u16
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
        let hash = self.shape.hash(name);
        let mut sum = [0u8; SLOT];
        for slot in self.shape.slots(hash) {
            let bytes = self.slots.get(slot * SLOT..(slot + 1) * SLOT)?;
            for (to, from) in sum.iter_mut().zip(bytes) {
                *to ^= from;
            }
        }
        let [low, high, value] = sum;
        (u16::from_le_bytes([low, high]) == fingerprint(hash)).then_some(value)
    }
}
