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
    // Inlined, since it is large and would be copied.
    #[inline(always)]
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

    /// The text from `start` to `end`, whole only. `down` is the inverse power of `start`.
    fn whole(&self, start: usize, end: usize, down: u64, part: Part) -> Keys<'_> {
        let sum = self.before(end).wrapping_sub(self.before(start));
        let whole = finish(sum.wrapping_mul(down), end - start, part);
        Keys { whole, letters: &[], without: &[], rest: 0, down, length: end - start, part }
    }

    /// The text from `start` to `end`, whole and without each of its letters.
    fn with_deletions(&self, start: usize, end: usize, down: u64, part: Part) -> Keys<'_> {
        Keys {
            letters: self.text.get(start..end).unwrap_or_default(),
            without: self.without.get(start..end).unwrap_or_default(),
            rest: self.before(end).wrapping_mul(BASE_INVERSE).wrapping_sub(self.before(start)),
            ..self.whole(start, end, down, part)
        }
    }
}

/// The keys of one part of a text.
pub(super) struct Keys<'s> {
    whole: u64,
    /// The letters that are left out in turn.
    letters: &'s [u8],
    without: &'s [u64],
    /// What the text's sums add to each of these.
    rest: u64,
    down: u64,
    length: usize,
    part: Part,
}

impl<'s> Keys<'s> {
    /// No more than so many.
    pub(super) const fn most(&self) -> usize {
        1 + self.letters.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + use<'s> {
        let &Self { whole, letters, without, rest, down, length, part } = self;
        let mut before = None;
        let deletions = letters
            .iter()
            .zip(without)
            // Leaving out either letter of a pair gives the same text.
            .filter(move |(letter, _)| before.replace(*letter) != Some(*letter))
            .map(move |(_, without)| {
                finish(without.wrapping_add(rest).wrapping_mul(down), length.wrapping_sub(1), part)
            });
        std::iter::once(whole).chain(deletions)
    }
}

/// Brings a sum that starts at a place down to one that starts at 0.
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
        sums.with_deletions(0, length, 1, Part::Whole).iter().for_each(each);
        return;
    }
    let half = length / 2;
    sums.with_deletions(0, half, 1, Part::Left).iter().for_each(&mut each);
    sums.with_deletions(half, length, inverse_power(half), Part::Right).iter().for_each(each);
}

/// The keys that a text must look up to meet every name within two edits (one, for short names), part by
/// part.
pub(super) fn query_keys(folded: &[u8], mut each: impl FnMut(&Keys<'_>)) {
    let Some(sums) = Sums::of(folded) else { return };
    let length = folded.len();
    if length <= SHORTEST_HALVED {
        each(&sums.with_deletions(0, length, 1, Part::Whole));
    }
    if length + 2 < SHORTEST_HALVED {
        return;
    }
    // A target of length t has the halves t/2 and t - t/2, t within two of this length. A beginning
    // one longer, with each letter left out, covers every shorter one that needs no deletion.
    let shortest = length.saturating_sub(2).max(SHORTEST_HALVED);
    let longest = length + 2;
    for size in shortest / 2..=(longest / 2 + 1).min(length) {
        each(&sums.with_deletions(0, size, 1, Part::Left));
    }
    let sizes = (shortest - shortest / 2)..=(longest - longest / 2 + 1).min(length);
    let mut down = inverse_power(length - sizes.start());
    for size in sizes {
        each(&sums.with_deletions(length - size, length, down, Part::Right));
        down = down.wrapping_mul(BASE);
    }
    // The shortest possible half with one letter more than the text's own beginning has.
    let left = (shortest / 2).saturating_sub(1).min(length);
    let start = length.saturating_sub((shortest - shortest / 2).saturating_sub(1));
    each(&sums.whole(0, left, 1, Part::Left));
    each(&sums.whole(start, length, inverse_power(start), Part::Right));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &[u8], part: Part) -> u64 {
        Sums::of(text).unwrap().whole(0, text.len(), 1, part).whole
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
                let keys = sums.with_deletions(start, end, inverse_power(start), Part::Right);
                assert_eq!(keys.iter().collect::<Vec<_>>(), expected, "{start}..{end}");
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
            query_keys(&text, |keys| count += keys.most());
            assert!(count <= most(length) && count <= 500, "{length}: {count}");
        }
    }
}
