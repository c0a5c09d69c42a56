//! Names the slip that leads from one name to another, not only its size.

use super::terms::Term;

/// How a text differs from a name that it resembles. Ordered by nothing; each has its own weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slip {
    /// Two neighbouring letters changed places: `reqeusts`.
    Transposition,
    /// A letter is missing: `reqests`.
    Omission,
    /// A letter stands twice, or one of two is gone: `expresss`.
    Repetition,
    /// A letter became one beside it on a QWERTY, AZERTY or QWERTZ keyboard: `requedts`.
    NeighbourKey,
    /// A vowel became another: `requosts`.
    VowelSwap,
    /// A letter became one that looks like it: `1odash`, `rnatplotlib`.
    LookAlike,
    /// One flipped bit in memory turns one into the other: `rdact`.
    BitFlip,
    /// A letter became some other: `requests` and `requexts`.
    Replacement,
    /// A letter was put in: `requiests`.
    Addition,
    /// An `s` at the end more or less: `request`.
    Plural,
    /// A digit became another, or came or went: `js-sha7`. Numbered families differ so too.
    Digit,
    /// Two slips.
    Two,
}

impl Slip {
    /// Every kind, for tables and tests.
    pub const ALL: [Self; 12] = [
        Self::Transposition,
        Self::Omission,
        Self::Repetition,
        Self::NeighbourKey,
        Self::VowelSwap,
        Self::LookAlike,
        Self::BitFlip,
        Self::Replacement,
        Self::Addition,
        Self::Plural,
        Self::Digit,
        Self::Two,
    ];

    /// The weight that it has.
    pub(super) const fn term(self) -> Term {
        match self {
            Self::Transposition => Term::Transposition,
            Self::Omission => Term::Omission,
            Self::Repetition => Term::Repetition,
            Self::NeighbourKey => Term::NeighbourKey,
            Self::VowelSwap => Term::VowelSwap,
            Self::LookAlike => Term::LookAlike,
            Self::BitFlip => Term::BitFlip,
            Self::Replacement => Term::Replacement,
            Self::Addition => Term::Addition,
            Self::Plural => Term::Plural,
            Self::Digit => Term::Digit,
            Self::Two => Term::TwoSlips,
        }
    }

    /// What happened, to be followed by the name: `two letters swapped in`.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Transposition => "two neighbouring letters are swapped in",
            Self::Omission => "one letter is missing from",
            Self::Repetition => "one letter is doubled, or one of two is missing, in",
            Self::NeighbourKey => "one letter is the neighbouring key of the one in",
            Self::VowelSwap => "one vowel is another than in",
            Self::LookAlike => "a letter is replaced by one that looks like it in",
            Self::BitFlip => "one bit of one letter differs from",
            Self::Replacement => "one letter is another than in",
            Self::Addition => "one letter is added to",
            Self::Plural => "only an s at the end differs from",
            Self::Digit => "one digit differs from",
            Self::Two => "two letters differ from",
        }
    }

    /// The slip from `target` to `text`, both folded and one or two edits apart.
    ///
    /// `None` where they are equal.
    pub fn between(text: &[u8], target: &[u8]) -> Option<Self> {
        let start = text.iter().zip(target).take_while(|(a, b)| a == b).count();
        let (a, b) = (text.get(start..)?, target.get(start..)?);
        let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
        let (a, b) = (a.get(..a.len() - end)?, b.get(..b.len() - end)?);
        Some(match (a, b) {
            ([], []) => return None,
            ([more], []) => put_in(text, start, *more, end == 0),
            ([], [less]) => left_out(target, start, *less, end == 0),
            ([x], [y]) => changed(*x, *y),
            ([p, q], [r, s]) if p == s && q == r => Self::Transposition,
            _ if looks_alike(a, b) => Self::LookAlike,
            _ => Self::Two,
        })
    }
}

fn put_in(text: &[u8], at: usize, letter: u8, last: bool) -> Slip {
    let neighbour = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&letter);
    if letter.is_ascii_digit() {
        Slip::Digit
    } else if neighbour(at.checked_sub(1)) || neighbour(Some(at + 1)) {
        Slip::Repetition
    } else if last && letter == b's' {
        Slip::Plural
    } else {
        Slip::Addition
    }
}

fn left_out(target: &[u8], at: usize, letter: u8, last: bool) -> Slip {
    match put_in(target, at, letter, last) {
        Slip::Addition => Slip::Omission,
        other => other,
    }
}

fn changed(to: u8, from: u8) -> Slip {
    if to.is_ascii_digit() && from.is_ascii_digit() {
        Slip::Digit
    } else if looks_alike(&[to], &[from]) {
        Slip::LookAlike
    } else if to.is_ascii_digit() || from.is_ascii_digit() {
        if are_neighbours(to, from) { Slip::NeighbourKey } else { Slip::Digit }
    } else if are_neighbours(to, from) {
        Slip::NeighbourKey
    } else if is_vowel(to) && is_vowel(from) {
        Slip::VowelSwap
    } else if (to ^ from).is_power_of_two() {
        Slip::BitFlip
    } else {
        Slip::Replacement
    }
}

const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Pairs that the eye confuses, in the fonts of terminals and editors; each way round.
const LOOK_ALIKE: [(&[u8], &[u8]); 18] = [
    (b"0", b"o"),
    (b"1", b"l"),
    (b"1", b"i"),
    (b"l", b"i"),
    (b"5", b"s"),
    (b"2", b"z"),
    (b"3", b"e"),
    (b"4", b"a"),
    (b"6", b"b"),
    (b"7", b"t"),
    (b"8", b"b"),
    (b"9", b"g"),
    (b"u", b"v"),
    (b"rn", b"m"),
    (b"vv", b"w"),
    (b"cl", b"d"),
    (b"nn", b"m"),
    (b"ii", b"u"),
];

fn looks_alike(a: &[u8], b: &[u8]) -> bool {
    LOOK_ALIKE.iter().any(|&(x, y)| (a == x && b == y) || (a == y && b == x))
}

/// Keys and their neighbours on the left, right, and the rows above and below: QWERTY, with the
/// pairs that AZERTY and QWERTZ add.
const KEYBOARDS: [[&[u8]; 4]; 3] = [
    [b"1234567890", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"],
    [b"1234567890", b"azertyuiop", b"qsdfghjklm", b"wxcvbn"],
    [b"1234567890", b"qwertzuiop", b"asdfghjkl", b"yxcvbnm"],
];

fn are_neighbours(a: u8, b: u8) -> bool {
    KEYBOARDS.iter().enumerate().any(|(index, keyboard)| {
        let Some(((row, column), (other_row, other_column))) = place(keyboard, a).zip(place(keyboard, b))
        else {
            return false;
        };
        let apart = row.abs_diff(other_row);
        // Rows are shifted by about half a key, so a key touches two of the row below. Foreign
        // layouts count along the row only, where they differ from QWERTY by whole keys.
        match apart {
            0 => column.abs_diff(other_column) == 1,
            1 if index == 0 => {
                let (upper, lower) =
                    if row < other_row { (column, other_column) } else { (other_column, column) };
                lower == upper || lower + 1 == upper
            }
            _ => false,
        }
    })
}

fn place(keyboard: &[&[u8]; 4], key: u8) -> Option<(usize, usize)> {
    keyboard
        .iter()
        .enumerate()
        .find_map(|(row, keys)| keys.iter().position(|&other| other == key).map(|column| (row, column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slip_is_named() {
        for (text, target, slip) in [
            ("reqeusts", "requests", Slip::Transposition),
            ("reqests", "requests", Slip::Omission),
            ("expresss", "express", Slip::Repetition),
            ("expres", "express", Slip::Repetition),
            ("requedts", "requests", Slip::NeighbourKey),
            ("r4quests", "requests", Slip::NeighbourKey),
            ("requosts", "requests", Slip::VowelSwap),
            ("1odash", "lodash", Slip::LookAlike),
            ("rnatplotlib", "matplotlib", Slip::LookAlike),
            ("reque5ts", "requests", Slip::LookAlike),
            ("rdact", "react", Slip::NeighbourKey),
            ("lkdash", "lodash", Slip::NeighbourKey),
            ("lodach", "lodash", Slip::BitFlip),
            ("lodesh", "lodash", Slip::VowelSwap),
            ("requexts", "requests", Slip::NeighbourKey),
            ("requfsts", "requests", Slip::Replacement),
            ("lodaph", "lodash", Slip::Replacement),
            ("arequests", "requests", Slip::Addition),
            ("request", "requests", Slip::Plural),
            ("js5sha3", "jssha3", Slip::Digit),
            ("jssha7", "jssha3", Slip::Digit),
            ("rqeuetss", "requests", Slip::Two),
        ] {
            assert_eq!(Slip::between(text.as_bytes(), target.as_bytes()), Some(slip), "{text}");
        }
        assert_eq!(Slip::between(b"same", b"same"), None);
    }

    #[test]
    fn keys_beside_each_other_are_found_both_ways() {
        for (a, b) in
            [(b'q', b'w'), (b'a', b'q'), (b's', b'w'), (b's', b'e'), (b'z', b'a'), (b'm', b'n'), (b'r', b'4')]
        {
            assert!(are_neighbours(a, b) && are_neighbours(b, a), "{} {}", a as char, b as char);
        }
        assert!(!are_neighbours(b'q', b'p'));
        assert!(!are_neighbours(b'a', b'p'));
    }
}
