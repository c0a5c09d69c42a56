//! Slips of the hand and of the eye, made by rule and apart from the rules that detect them.
#![allow(clippy::string_slice, reason = "every name here is ASCII")]

/// How a name is spoiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Transposition,
    Omission,
    Doubling,
    NeighbourKey,
    LookAlike,
}

const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

const ALIKE: [(&str, &str); 11] = [
    ("o", "0"),
    ("l", "1"),
    ("i", "1"),
    ("i", "l"),
    ("l", "i"),
    ("e", "3"),
    ("s", "5"),
    ("m", "rn"),
    ("rn", "m"),
    ("w", "vv"),
    ("d", "cl"),
];

/// Every name that one slip of the kind makes of `name`, which is ASCII.
pub(crate) fn of(name: &str, kind: Kind) -> Vec<String> {
    if kind == Kind::LookAlike {
        return look_alikes(name);
    }
    let mut all: Vec<String> = Vec::new();
    for (at, letter) in name.char_indices().filter(|(_, letter)| letter.is_ascii_alphabetic()) {
        let (before, after) = (&name[..at], &name[at + 1..]);
        match kind {
            Kind::Omission => all.push(format!("{before}{after}")),
            Kind::Doubling => all.push(format!("{before}{letter}{letter}{after}")),
            Kind::Transposition => {
                let next = after.chars().next().filter(|next| next.is_ascii_alphabetic() && *next != letter);
                all.extend(next.map(|next| format!("{before}{next}{letter}{}", &after[1..])));
            }
            Kind::NeighbourKey => {
                all.extend(beside(letter).into_iter().map(|key| format!("{before}{key}{after}")));
            }
            Kind::LookAlike => {}
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn beside(letter: char) -> Vec<char> {
    let row = ROWS.into_iter().find(|row| row.contains(letter)).unwrap_or_default();
    let place = row.find(letter).unwrap_or_default();
    let near = [place.checked_sub(1), Some(place + 1)].into_iter().flatten();
    near.filter_map(|place| row.chars().nth(place)).collect()
}

fn look_alikes(name: &str) -> Vec<String> {
    let each = ALIKE.into_iter().flat_map(|(from, to)| {
        name.match_indices(from)
            .map(move |(at, _)| format!("{}{to}{}", &name[..at], &name[at + from.len()..]))
    });
    each.collect()
}
