//! Letters that are taken for each other: typomania's check for typos wants them as a table and
//! brings none. Its documentation asks for look-alikes and for neighbours on QWERTY, QWERTZ and AZERTY
//! keyboards, and that is what this makes.

use std::collections::{BTreeMap, BTreeSet};

/// Rows of keys, each half a key to the right of the row above it.
const LAYOUTS: [[&str; 4]; 3] = [
    ["1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm"],
    ["1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm-"],
    ["1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"],
];

/// What looks alike; each stands for the other.
const LOOK_ALIKES: [(&str, &str); 8] =
    [("1", "l"), ("1", "i"), ("i", "l"), ("0", "o"), ("5", "s"), ("2", "z"), ("m", "rn"), ("w", "vv")];

const DELIMITERS: [char; 3] = ['-', '_', '.'];

/// For each character what it may have been meant for.
pub(crate) fn confusions() -> BTreeMap<char, Vec<String>> {
    let mut table: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
    for layout in LAYOUTS {
        add_neighbours(&mut table, layout);
    }
    for (one, other) in LOOK_ALIKES {
        for (seen, meant) in [(one, other), (other, one)] {
            let mut characters = seen.chars();
            // The check replaces one character at a time.
            if let (Some(seen), None) = (characters.next(), characters.next()) {
                table.entry(seen).or_default().insert(meant.to_owned());
            }
        }
    }
    for delimiter in DELIMITERS {
        let others = DELIMITERS.iter().filter(|other| **other != delimiter).map(char::to_string);
        table.entry(delimiter).or_default().extend(others.chain([String::new()]));
    }
    table.into_iter().map(|(seen, meant)| (seen, meant.into_iter().collect())).collect()
}

fn add_neighbours(table: &mut BTreeMap<char, BTreeSet<String>>, layout: [&str; 4]) {
    let rows = layout.map(|row| row.chars().collect::<Vec<char>>());
    let mut add = |one: Option<&char>, other: Option<&char>| {
        if let (Some(&one), Some(&other)) = (one, other) {
            table.entry(one).or_default().insert(other.to_string());
            table.entry(other).or_default().insert(one.to_string());
        }
    };
    for (index, row) in rows.iter().enumerate() {
        for column in 0..row.len() {
            add(row.get(column), row.get(column + 1));
            if let Some(below) = rows.get(index + 1) {
                add(row.get(column), below.get(column));
                add(row.get(column + 1), below.get(column));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_all_layouts_look_alikes_and_delimiters_are_in_it() {
        let table = confusions();
        let meant = |seen: char, meant: &str| table[&seen].iter().any(|text| text == meant);
        assert!(meant('g', "t") && meant('g', "y") && meant('g', "v") && meant('g', "b") && meant('g', "f"));
        assert!(!meant('g', "k"));
        assert!(meant('t', "z"), "QWERTZ");
        assert!(meant('q', "s") && meant('m', "l"), "AZERTY");
        assert!(meant('1', "l") && meant('l', "1") && meant('m', "rn"));
        assert!(meant('-', "") && meant('-', "_") && meant('.', "-"));
    }
}
