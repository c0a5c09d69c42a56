//! Look-alike search: every popular name within two edits of a text.
//!
//! Two edits leave one half of a name with at most one. So the index holds, for each popular name
//! of six letters and more, both its halves, whole and with each letter left out; a query does the
//! same with the beginnings and ends that a half could have become, and what meets is measured.
//! Shorter names are indexed whole, for one edit: two edits of a five-letter name say nothing.
//! docs/benchmarks.md compares this with the alternatives that were tried.

use super::bytes::u32_at;
use super::distance::{distance, letters};
use super::keys::{SHORTEST_HALVED, query_keys};
use super::popular::Names;

/// Bytes of one entry of a snapshot's index: a name's number, and a byte that tells most strangers apart.
pub(super) const ENTRY: usize = 3;

/// The number and the byte of an entry.
fn entry_of<const ENTRY: usize>(entry: &[u8]) -> (u32, u8) {
    let mut number = [0; 4];
    match entry.split_last() {
        Some((check, id)) => {
            for (to, from) in number.iter_mut().zip(id) {
                *to = *from;
            }
            (u32::from_le_bytes(number), *check)
        }
        None => (0, 0),
    }
}

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
/// An entry has `ENTRY` bytes, the number of a name in all but the last: two in a snapshot.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearIndex<'a, const ENTRY: usize = 3> {
    /// A power of two of bytes.
    pub(super) bits: &'a [u8],
    /// One more number of 32 bits than there are buckets.
    pub(super) starts: &'a [u8],
    /// The entries, bucket by bucket.
    pub(super) entries: &'a [u8],
}

impl<'a, const ENTRY: usize> NearIndex<'a, ENTRY> {
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

/// A popular name within two edits of what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Near<Id = u16> {
    /// Its number: 0 is the most used.
    pub id: Id,
    /// Edits between the folded forms: 0, 1 or 2. A swap of neighbouring letters is one edit.
    pub edits: u8,
}

/// At most so many candidates are given: a name with more neighbours than this has no single one
/// that it imitates.
const MOST_NEAR: usize = 16;

/// Gives the popular names within two edits of `folded`, nearest first and the most used first among
/// equals.
pub(super) fn search<Id, const ENTRY: usize>(
    names: Names<'_>,
    index: &NearIndex<'_, ENTRY>,
    folded: &[u8],
    found: &mut Vec<Near<Id>>,
) where
    Id: TryFrom<u32> + Copy + Ord,
{
    if index.buckets() == 0 || folded.is_empty() {
        return;
    }
    let mut query = Query { names, index, folded, letters: letters(folded), seen: Seen::default(), found };
    let mut keys = Batch::<u64>::default();
    query_keys(folded, |part| {
        if part.most() > keys.room() {
            query.look_up(keys.take());
        }
        keys.fill(part.iter().map(|key| (index.may_hold(key), key)));
    });
    query.look_up(keys.take());
    found.sort_unstable_by_key(|near| (near.edits, near.id));
    found.truncate(MOST_NEAR);
}

/// The search goes in passes over batches, so that the memory of all keys is fetched at once and not
/// one after another: which keys may occur, where their entries lie, which entries agree with the
/// text, and which records do. None of these takes a branch that depends on what it reads.
struct Query<'q, Id, const ENTRY: usize> {
    names: Names<'q>,
    index: &'q NearIndex<'q, ENTRY>,
    folded: &'q [u8],
    letters: u64,
    seen: Seen,
    found: &'q mut Vec<Near<Id>>,
}

impl<Id: TryFrom<u32> + Copy + Ord, const ENTRY: usize> Query<'_, Id, ENTRY> {
    fn look_up(&mut self, keys: &[u64]) {
        let mut ranges = [(0, 0); BATCH];
        for (range, &key) in ranges.iter_mut().zip(keys) {
            *range = self.index.range(key);
        }
        let lengths = lengths_near(self.folded.len());
        let mut ids = Batch::<u32>::default();
        for (&key, &range) in keys.iter().zip(&ranges) {
            for entries in self.index.entries(range).chunks(BATCH / 2 * ENTRY) {
                if ids.room() < BATCH / 2 {
                    self.consider(ids.take());
                }
                let entries = entries.chunks_exact(ENTRY).map(entry_of::<ENTRY>);
                ids.fill(entries.map(|(id, check)| (agrees(check, key, lengths), id)));
            }
        }
        self.consider(ids.take());
    }

    fn consider(&mut self, ids: &[u32]) {
        let mut alike = Batch::<u32>::default();
        let records = ids.iter().filter_map(|&id| Some((id, self.names.record(id)?)));
        alike.fill(records.map(|(id, record)| {
            let apart = usize::from(record.folded_length).abs_diff(self.folded.len());
            // Two edits change at most four bits.
            ((apart <= 2) & at_most_four(record.letters ^ self.letters), id)
        }));
        for &id in alike.take() {
            if self.seen.insert(id) {
                self.measure(id);
            }
        }
    }

    fn measure(&mut self, id: u32) {
        let (Some(record), Ok(own)) = (self.names.record(id), Id::try_from(id)) else { return };
        let limit = if usize::from(record.folded_length) < SHORTEST_HALVED { 1 } else { 2 };
        if let Some(edits) = distance(self.folded, self.names.folded(record), limit) {
            let near = Near { id: own, edits };
            if !self.found.iter().any(|other| other.id == own) {
                self.found.push(near);
            }
        }
    }
}

/// The lengths within two of a text's, modulo 16, as a set of bits: others are far apart, and soon dropped.
fn lengths_near(length: usize) -> u32 {
    (0..5).fold(0, |set, more| set | 1 << (length.wrapping_add(14 + more) & 0xf))
}

/// Whether an entry's byte agrees with a key, and with the lengths that come into question.
const fn agrees(check: u8, key: u64, lengths: u32) -> bool {
    let length = check ^ (key as u8) << 4;
    (length < 16) & (lengths >> (length & 0xf) & 1 == 1)
}

/// Whether at most four bits are set: cheaper than to count them where the processor cannot.
const fn at_most_four(mut bits: u64) -> bool {
    let mut round = 0;
    while round < 4 {
        bits &= bits.wrapping_sub(1);
        round += 1;
    }
    bits == 0
}

const BATCH: usize = 64;

/// A list of a fixed length; what does not belong in it is written and forgotten, without a branch.
struct Batch<T> {
    items: [T; BATCH],
    count: usize,
}

impl<T: Copy + Default> Default for Batch<T> {
    fn default() -> Self {
        Self { items: [T::default(); BATCH], count: 0 }
    }
}

impl<T> Batch<T> {
    /// Adds the items that belong, of no more items than there is room for.
    fn fill(&mut self, items: impl Iterator<Item = (bool, T)>) {
        let mut count = self.count;
        items.for_each(|(belongs, item)| {
            if let Some(place) = self.items.get_mut(count) {
                *place = item;
                count += usize::from(belongs);
            }
        });
        self.count = count;
    }

    const fn room(&self) -> usize {
        BATCH - self.count
    }

    /// What is in it; it counts as empty from then on.
    fn take(&mut self) -> &[T] {
        let count = std::mem::take(&mut self.count);
        self.items.get(..count).unwrap_or_default()
    }
}

/// Remembers the last candidates, which come up again under other keys. Forgetting one costs a
/// second measurement, so a small ring does.
struct Seen {
    ids: [u32; 32],
    next: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self { ids: [u32::MAX; 32], next: 0 }
    }
}

impl Seen {
    fn insert(&mut self, id: u32) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Corpus, fold};
    use crate::package::Ecosystem;

    /// Keys asked for, and entries read, in one search.
    fn work(ecosystem: Ecosystem, folded: &[u8]) -> (usize, usize) {
        let popular = Corpus::embedded().popular(ecosystem);
        let (mut keys, mut entries) = (0, 0);
        query_keys(folded, |part| {
            keys += part.most();
            let held = part.iter().filter(|&key| popular.near.may_hold(key));
            entries +=
                held.map(|key| popular.near.entries(popular.near.range(key)).len() / ENTRY).sum::<usize>();
        });
        (keys, entries)
    }

    fn hostile() -> Vec<String> {
        let corpus = Corpus::embedded();
        let mut names = Vec::new();
        for ecosystem in Ecosystem::ALL {
            for id in (0..4_500).step_by(3) {
                let name = corpus.name(ecosystem, id);
                names.push(name.to_owned());
                names.push(format!("{name}{name}"));
                names.push(name.repeat(8).chars().take(80).collect());
                names.push(name.chars().map(|c| if c == 'o' { '\u{3bf}' } else { c }).collect());
            }
        }
        for word in
            ["types", "opentelemetry", "babelplugintransform", "googlecloud", "a", "ab", "-", "\u{e9}"]
        {
            names.extend((1..=100).map(|length| word.chars().cycle().take(length).collect::<String>()));
        }
        names
    }

    #[test]
    fn no_name_makes_much_work() {
        let mut most = (0, 0);
        for name in hostile() {
            let Some(folded) = fold(&name) else { continue };
            for ecosystem in Ecosystem::ALL {
                let (keys, entries) = work(ecosystem, folded.as_bytes());
                most = (most.0.max(keys), most.1.max(entries));
            }
        }
        assert!(most.0 <= 400 && most.1 <= 5_000, "{most:?}");
        assert!(most.1 > 0, "nothing was searched");
    }
}
