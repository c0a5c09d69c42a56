//! Writes snapshots: what `cargo xtask corpus` runs.

use std::collections::HashSet;

use jiff::civil::Date;

use super::bytes::hash;
use super::distance::letters;
use super::filter::{Shape, content};
use super::fold::fold;
use super::keys::index_keys;
use super::layout::{HEADER, MAGIC, TABLES, VERSION};
use super::lexicon;
use super::near::{ENTRY, bit, bucket, check_byte};
use super::popular::{EXACT_SEED, FOLDED_SEED, NONE, Record, words, words_key};
use super::trace::Fact;
use crate::package::{Ecosystem, PackageName};

/// A name that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its spelling in the registry.
    pub name: String,
    /// What else the list says of it.
    pub fact: Fact,
}

/// One ecosystem's names.
#[derive(Debug, Clone, Default)]
pub struct EcosystemNames {
    /// Every name that exists.
    pub listed: Vec<Listed>,
    /// The popular ones, most used first.
    pub popular: Vec<String>,
    /// Whether `listed` is the whole registry.
    pub complete: bool,
}

/// Why a snapshot cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// Numbers of names have 16 bits.
    #[error("{0} popular names of {1}: at most 65,000 can be held")]
    TooManyPopular(usize, Ecosystem),
    /// A popular name that a record cannot hold.
    #[error("the popular name {0:?} is longer than 80 letters")]
    NameTooLong(String),
    /// No seed separates the names: two of them have the same hash.
    #[error("the filter of {0} cannot be built")]
    Filter(Ecosystem),
    /// Offsets have 32 bits.
    #[error("the snapshot is larger than 4 GiB")]
    TooLarge,
    /// The date lies outside what the header holds.
    #[error("the date cannot be stored")]
    Date,
}

/// Lays out a snapshot of names listed on `date`; `sources` says where they came from, a line each.
///
/// # Errors
/// See [`BuildError`].
pub fn build(date: Date, sources: &str, names: &[EcosystemNames; 3]) -> Result<Vec<u8>, BuildError> {
    let mut header = Vec::with_capacity(HEADER);
    let mut content: Vec<u8> = Vec::new();
    let mut parts = Vec::new();
    for (ecosystem, names) in Ecosystem::ALL.into_iter().zip(names) {
        let listed = unique(ecosystem, &names.listed, date);
        let (shape, filter) = filter_table(&listed).ok_or(BuildError::Filter(ecosystem))?;
        let words = lexicon::count(listed.iter().map(|(name, _)| name.as_str()));
        let (words_shape, words) = filter_table(&words).ok_or(BuildError::Filter(ecosystem))?;
        let tables = popular_tables(ecosystem, &names.popular)?;
        push_u32(&mut parts, listed.len())?;
        push_u32(&mut parts, usize::from(names.complete))?;
        for shape in [shape, words_shape] {
            parts.extend(shape.seed.to_le_bytes());
            parts.extend(shape.segment_length.to_le_bytes());
            parts.extend(shape.segment_count.to_le_bytes());
        }
        for table in tables.iter().chain([&filter, &words]) {
            push_table(&mut parts, &mut content, table)?;
        }
    }
    let mut place = Vec::new();
    push_table(&mut place, &mut content, sources.as_bytes())?;
    let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
    header.extend(MAGIC);
    header.extend(VERSION.to_le_bytes());
    header.extend(i32::try_from(days).map_err(|_| BuildError::Date)?.to_le_bytes());
    header.extend(hash(&content, 0).to_le_bytes());
    header.extend(place);
    header.extend(parts);
    header.extend(content);
    Ok(header)
}

fn push_u32(to: &mut Vec<u8>, number: usize) -> Result<(), BuildError> {
    to.extend(u32::try_from(number).map_err(|_| BuildError::TooLarge)?.to_le_bytes());
    Ok(())
}

/// Appends a table on a cache line of its own and notes where it lies.
fn push_table(places: &mut Vec<u8>, content: &mut Vec<u8>, table: &[u8]) -> Result<(), BuildError> {
    while !(HEADER + content.len()).is_multiple_of(64) {
        content.push(0);
    }
    push_u32(places, HEADER + content.len())?;
    push_u32(places, table.len())?;
    content.extend(table);
    Ok(())
}

/// All tables but the filters, in the order of the layout.
type Tables = [Vec<u8>; TABLES - 2];

fn popular_tables(ecosystem: Ecosystem, popular: &[String]) -> Result<Tables, BuildError> {
    if popular.len() > 65_000 {
        return Err(BuildError::TooManyPopular(popular.len(), ecosystem));
    }
    let mut text = Vec::new();
    let mut records = Vec::new();
    let (mut exact, mut same, mut ordered, mut near) = (vec![], vec![], vec![], vec![]);
    let mut known = HashSet::new();
    let mut id = 0u16;
    for spelling in popular {
        let name = PackageName::new(ecosystem, spelling.as_str());
        if !known.insert(name.normal().to_owned()) {
            continue;
        }
        let folded = fold(spelling).ok_or_else(|| BuildError::NameTooLong(spelling.clone()))?;
        let folded = folded.as_bytes();
        let too_long = |_| BuildError::NameTooLong(spelling.clone());
        let record = Record {
            name: u32::try_from(text.len()).map_err(|_| BuildError::TooLarge)?,
            letters: letters(folded),
            name_length: u8::try_from(spelling.len()).map_err(too_long)?,
            folded_length: u8::try_from(folded.len()).map_err(too_long)?,
        };
        records.extend(record.to_bytes());
        text.extend(spelling.as_bytes());
        text.extend(folded);
        exact.push((hash(name.normal().as_bytes(), EXACT_SEED), id));
        same.push((hash(folded, FOLDED_SEED), id));
        if words(spelling).nth(1).is_some() {
            ordered.push((words_key(words(spelling).map(str::as_bytes)), id));
        }
        index_keys(folded, |key| near.push((key, u32::from(id), folded.len())));
        id += 1;
    }
    let [bits, starts, entries] = near_tables::<ENTRY>(near)?;
    let (exact, same, ordered) = (number_table(&exact), number_table(&same), number_table(&ordered));
    Ok([records, exact, same, bits, starts, entries, text, ordered])
}

/// A table of numbers by open addressing, at most half full, earlier entries first.
fn number_table(entries: &[(u64, u16)]) -> Vec<u8> {
    if entries.is_empty() {
        return Vec::new();
    }
    let slots = (entries.len() * 2).next_power_of_two();
    let mut table = vec![NONE; slots];
    for &(key, id) in entries {
        let mut slot = key as usize & (slots - 1);
        while table[slot] != NONE {
            slot = (slot + 1) & (slots - 1);
        }
        table[slot] = id;
    }
    table.iter().flat_map(|id| id.to_le_bytes()).collect()
}

/// The look-alike index: a bit for each key, where each bucket starts, and its entries of `ENTRY` bytes. Equal
/// ones are kept once.
pub(super) fn near_tables<const ENTRY: usize>(
    mut entries: Vec<(u64, u32, usize)>,
) -> Result<[Vec<u8>; 3], BuildError> {
    // Four to eight entries a bucket: they lie together, and fewer starts keep the file small.
    let buckets = (entries.len() / 8).next_power_of_two();
    // A bit in five is set, and lets a stranger through.
    let mut bits = vec![0u8; (entries.len() / 2).next_power_of_two()];
    let count = bits.len() * 8;
    for (key, ..) in &entries {
        bits[bit(*key, count) / 8] |= 1 << (bit(*key, count) % 8);
    }
    entries.sort_unstable();
    entries.dedup();
    let mut starts = Vec::with_capacity(buckets + 1);
    let mut bytes = Vec::with_capacity(entries.len() * ENTRY);
    let mut rest = entries.iter().peekable();
    // Buckets follow each other in the order of the keys.
    for own in 0..buckets {
        push_u32(&mut starts, bytes.len() / ENTRY)?;
        while let Some((key, id, length)) = rest.next_if(|(key, ..)| bucket(*key, buckets) == own) {
            bytes.extend(id.to_le_bytes().iter().take(ENTRY - 1));
            bytes.push(check_byte(*key, *length));
        }
    }
    push_u32(&mut starts, bytes.len() / ENTRY)?;
    Ok([bits, starts, bytes])
}

/// Every normal form once, with the highest level given for it.
fn unique(ecosystem: Ecosystem, listed: &[Listed], date: Date) -> Vec<(String, u8)> {
    let normal = |listed: &Listed| PackageName::new(ecosystem, listed.name.as_str()).normal().to_owned();
    let mut names: Vec<_> = listed.iter().map(|listed| (normal(listed), listed.fact.level(date))).collect();
    names.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    names.dedup_by(|a, b| a.0 == b.0);
    names
}

fn filter_table<N: AsRef<[u8]>>(names: &[(N, u8)]) -> Option<(Shape, Vec<u8>)> {
    let count = names.len().max(2) as f64;
    // The sizes of the paper's three-wise construction.
    let segment_length = 1u32 << ((count.ln() / 3.33f64.ln() + 2.25).floor() as u32).min(18);
    let factor = (0.875 + 0.25 * 1e6f64.ln() / count.ln()).max(1.125);
    let capacity = (count * factor).ceil() as u32;
    let segment_count = capacity.div_ceil(segment_length).saturating_sub(2).max(1);
    (0..64).find_map(|attempt| {
        let shape = Shape { seed: hash(&[attempt], 7), segment_length, segment_count };
        fill(shape, names).map(|slots| (shape, slots))
    })
}

/// Peels the graph of names and slots: takes a slot that one name alone still uses, sets that name
/// aside, and so on; then fills the slots in reverse order. `None` where names are left over.
fn fill<N: AsRef<[u8]>>(shape: Shape, names: &[(N, u8)]) -> Option<Vec<u8>> {
    let hashes: Vec<u64> = names.iter().map(|(name, _)| shape.hash(name.as_ref())).collect();
    let mut users = vec![0u32; shape.slot_count()];
    let mut sum = vec![0u32; shape.slot_count()];
    for (index, &hash) in hashes.iter().enumerate() {
        for slot in shape.slots(hash) {
            users[slot] += 1;
            sum[slot] ^= index as u32;
        }
    }
    let mut alone: Vec<usize> = (0..users.len()).filter(|&slot| users[slot] == 1).collect();
    let mut order = Vec::with_capacity(names.len());
    while let Some(slot) = alone.pop() {
        if users[slot] != 1 {
            continue;
        }
        let index = sum[slot];
        order.push((index as usize, slot));
        for other in shape.slots(hashes[index as usize]) {
            users[other] -= 1;
            sum[other] ^= index;
            if users[other] == 1 {
                alone.push(other);
            }
        }
    }
    (order.len() == names.len()).then(|| assign(shape, names, &hashes, &order))
}

fn assign<N>(shape: Shape, names: &[(N, u8)], hashes: &[u64], order: &[(usize, usize)]) -> Vec<u8> {
    let mut slots = vec![0u16; shape.slot_count()];
    for &(index, own) in order.iter().rev() {
        let others = shape.slots(hashes[index]).into_iter().filter(|&slot| slot != own);
        slots[own] = others.fold(content(hashes[index], names[index].1), |sum, slot| sum ^ slots[slot]);
    }
    slots.iter().flat_map(|slot| slot.to_le_bytes()).collect()
}
