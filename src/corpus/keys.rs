//! The keys by which look-alikes meet: halves of names, whole and with each letter left out.

use super::bytes::mix;
use super::fold::LONGEST_FOLDED;

/// Names with fewer folded letters are indexed whole.
pub(super) const SHORTEST_HALVED: usize = 6;
/// A longer text is more than two edits from every name.
const LONGEST: usize = LONGEST_FOLDED + 2;

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
enum Part {
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

/// The hash of a text is a polynomial over its letters. From the sums of its beginnings follows the
/// hash of every beginning and end, whole or with a letter left out, by one multiplication.
struct Sums<'t> {
    text: &'t [u8],
    /// The sum of the letters before each place.
    before: [u64; LONGEST + 1],
    /// What the letters around each place would add if the one there were left out, but for what
    /// stands behind the part in question.
    without: [u64; LONGEST],
}

impl<'t> Sums<'t> {
    /// `None` for texts that are too long to be near any name.
    fn of(text: &'t [u8]) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let mut sums = Self { text, before: [0; LONGEST + 1], without: [0; LONGEST] };
        let (mut sum, mut power) = (0u64, 1u64);
        let places = sums.before.iter_mut().skip(1).zip(&mut sums.without);
        for (&byte, (after, without)) in text.iter().zip(places) {
            let next = sum.wrapping_add(mix(u64::from(byte)).wrapping_mul(power));
            *without = sum.wrapping_sub(next.wrapping_mul(BASE_INVERSE));
            *after = next;
            sum = next;
            power = power.wrapping_mul(BASE);
        }
        Some(sums)
    }

    fn before(&self, place: usize) -> u64 {
        self.before.get(place).copied().unwrap_or_default()
    }

    /// The key of the text from `start` to `end`.
    fn key(&self, start: usize, end: usize, part: Part) -> u64 {
        let sum = self.before(end).wrapping_sub(self.before(start));
        finish(sum.wrapping_mul(inverse_power(start)), end - start, part)
    }

    /// Calls `each` with the key of the text from `start` to `end`, and of the same without each of its letters.
    fn deletion_keys(&self, start: usize, end: usize, part: Part, each: &mut impl FnMut(u64)) {
        let down = inverse_power(start);
        let (first, last) = (self.before(start), self.before(end));
        let length = end - start;
        each(finish(last.wrapping_sub(first).wrapping_mul(down), length, part));
        let rest = last.wrapping_mul(BASE_INVERSE).wrapping_sub(first);
        let letters = self.text.get(start..end).unwrap_or_default();
        let sums = self.without.get(start..end).unwrap_or_default();
        let mut before = None;
        for (letter, without) in letters.iter().zip(sums) {
            // Leaving out either letter of a pair gives the same text.
            if before != Some(letter) {
                each(finish(without.wrapping_add(rest).wrapping_mul(down), length - 1, part));
            }
            before = Some(letter);
        }
    }
}

/// What brings a sum that starts at a place down to one that starts at 0.
fn inverse_power(place: usize) -> u64 {
    (0..place).fold(1, |power, _| power.wrapping_mul(BASE_INVERSE))
}

const fn finish(sum: u64, length: usize, part: Part) -> u64 {
    mix(sum ^ part.salt() ^ ((length as u64) << 56))
}

/// The keys under which a name stands in the index; none for one that is too long.
pub(super) fn index_keys(folded: &[u8], mut each: impl FnMut(u64)) {
    let Some(sums) = Sums::of(folded) else { return };
    let length = folded.len();
    if length < SHORTEST_HALVED {
        sums.deletion_keys(0, length, Part::Whole, &mut each);
        return;
    }
    sums.deletion_keys(0, length / 2, Part::Left, &mut each);
    sums.deletion_keys(length / 2, length, Part::Right, &mut each);
}

/// The keys that a text must look up to meet every name within two edits (one, for short names).
pub(super) fn query_keys(folded: &[u8], mut each: impl FnMut(u64)) {
    let Some(sums) = Sums::of(folded) else { return };
    let length = folded.len();
    if length <= SHORTEST_HALVED {
        sums.deletion_keys(0, length, Part::Whole, &mut each);
    }
    if length + 2 < SHORTEST_HALVED {
        return;
    }
    // A target of length t has the halves t/2 and t - t/2, t within two of this length. A beginning
    // one longer, with each letter left out, covers every shorter one that needs no deletion.
    let shortest = length.saturating_sub(2).max(SHORTEST_HALVED);
    let longest = length + 2;
    for size in shortest / 2..=(longest / 2 + 1).min(length) {
        sums.deletion_keys(0, size, Part::Left, &mut each);
    }
    for size in (shortest - shortest / 2)..=(longest - longest / 2 + 1).min(length) {
        sums.deletion_keys(length - size, length, Part::Right, &mut each);
    }
    // The shortest possible half with one letter more than the text's own beginning has.
    let left = (shortest / 2).saturating_sub(1).min(length);
    let right = (shortest - shortest / 2).saturating_sub(1);
    each(sums.key(0, left, Part::Left));
    each(sums.key(length.saturating_sub(right), length, Part::Right));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &[u8], part: Part) -> u64 {
        Sums::of(text).unwrap().key(0, text.len(), part)
    }

    #[test]
    fn a_part_has_the_key_of_the_same_text_elsewhere() {
        let text = b"abbcdeedxyz0123?zz";
        let sums = Sums::of(text).unwrap();
        for start in 0..text.len() {
            for end in start..=text.len() {
                let part = &text[start..end];
                let mut expected = vec![whole(part, Part::Right)];
                for at in 0..part.len() {
                    if at == 0 || part[at] != part[at - 1] {
                        expected.push(whole(&[&part[..at], &part[at + 1..]].concat(), Part::Right));
                    }
                }
                let mut keys = Vec::new();
                sums.deletion_keys(start, end, Part::Right, &mut |key| keys.push(key));
                assert_eq!(keys, expected, "{start}..{end}");
            }
        }
    }

    #[test]
    fn a_text_has_no_more_keys_than_its_length_allows() {
        // Five beginnings and six ends of half the length, a letter left out of each, and two more.
        let most = |length: usize| 11 * (length / 2 + 4) + 2;
        for length in 0..200 {
            let text: Vec<u8> = (0..length).map(|at| b'a' + (at * 7 % 26) as u8).collect();
            let mut count = 0;
            query_keys(&text, |_| count += 1);
            assert!(count <= most(length) && count <= 500, "{length}: {count}");
        }
    }
}
