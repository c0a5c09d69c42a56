//! The words that names are made of, and how many names use each: what honest authors write.
//!
//! A slip that makes another word (`buffet`), or an affix that half the registry carries (`-sys`,
//! `pytest-`), is how honest names come about. These families are counted when the snapshot is built,
//! so none is listed by hand.

use std::collections::HashMap;

use super::filter::Filter;
use super::popular::words;

/// Where in a name a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Anywhere, or as the whole name.
    Anywhere,
    /// First of several words.
    First,
    /// Last of several words.
    Last,
}

impl Place {
    const fn salt(self) -> u8 {
        match self {
            Self::Anywhere => b'a',
            Self::First => b'f',
            Self::Last => b'l',
        }
    }
}

/// Words in fewer names are left out: a slip or a made-up word occurs that often too, and the table
/// would double.
const FEWEST: u32 = 5;
/// Longer words are not counted.
const LONGEST: usize = 38;

/// Levels are half powers of two: level `n` stands for `2^(n / 2)` names, so that 31 is 46,000.
const STEPS: f64 = 2.0;
const HIGHEST: f64 = 31.0;

/// The key of a word in its filter: its place and its letters, which `buffer` holds.
fn key<'b>(place: Place, word: &str, buffer: &'b mut [u8; LONGEST + 1]) -> Option<&'b [u8]> {
    let length = word.len();
    if length > LONGEST || !word.is_ascii() {
        return None;
    }
    let (first, rest) = buffer.split_first_mut()?;
    *first = place.salt();
    let rest = rest.get_mut(..length)?;
    rest.copy_from_slice(word.as_bytes());
    rest.make_ascii_lowercase();
    buffer.get(..=length)
}

/// The binary logarithm of the number of names that have the word at the place; `None` for fewer
/// than five. By chance 1 word in 2,048 that no name has gets a number too.
pub(super) fn level(filter: Filter<'_>, place: Place, word: &str) -> Option<f64> {
    let mut buffer = [0; LONGEST + 1];
    let level = filter.get(key(place, word, &mut buffer)?)?;
    Some(f64::from(level) / STEPS)
}

/// Counts the words of names, scopes aside: keys of the filter with their levels.
pub(super) fn count<'n>(names: impl Iterator<Item = &'n str>) -> Vec<(Vec<u8>, u8)> {
    let mut counts: HashMap<Vec<u8>, u32> = HashMap::new();
    let mut add = |place, word: &str| {
        let mut buffer = [0; LONGEST + 1];
        if let Some(key) = key(place, word, &mut buffer) {
            *counts.entry(key.to_vec()).or_default() += 1;
        }
    };
    for name in names {
        let mut own: Vec<&str> = words(base(name)).collect();
        if let [first, .., last] = own.as_slice() {
            add(Place::First, first);
            add(Place::Last, last);
        }
        own.sort_unstable();
        own.dedup();
        own.iter().for_each(|word| add(Place::Anywhere, word));
    }
    let frequent = counts.into_iter().filter(|(_, count)| *count >= FEWEST);
    let level = |count: u32| (STEPS * f64::from(count).log2()).round().min(HIGHEST) as u8;
    let mut levels: Vec<_> = frequent.map(|(key, count)| (key, level(count))).collect();
    levels.sort_unstable();
    levels
}

/// A name without npm's scope.
pub fn base(name: &str) -> &str {
    match name.split_once('/') {
        Some((scope, base)) if scope.starts_with('@') => base,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_once_a_name_by_their_place() {
        let names = ["x-sys", "y-sys", "z_SYS", "@sys/w-sys", "v-sys", "sys", "sys-sys-a"];
        let counted = count(names.into_iter());
        // Five names end in it; it stands in all seven, in one of them twice.
        assert_eq!(counted, [(b"asys".to_vec(), 6), (b"lsys".to_vec(), 5)]);
    }

    #[test]
    fn scopes_are_left_out() {
        for (name, expected) in [("@a/b-c", "b-c"), ("b-c", "b-c"), ("a/b", "a/b"), ("@a", "@a")] {
            assert_eq!(base(name), expected);
        }
    }
}
