//! The form in which look-alikes are compared: lower case, without delimiters, and with every
//! foreign letter replaced by the Latin one that it looks like.

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// No popular name is longer, and a longer name is no slip of one.
pub(super) const LONGEST_FOLDED: usize = 80;

/// A name as the eye takes it: see [`fold`].
#[derive(Debug, Clone, Copy)]
pub struct Folded {
    bytes: [u8; LONGEST_FOLDED],
    length: u8,
    foreign: bool,
}

impl Folded {
    /// The folded bytes: lower-case ASCII letters, digits and `?` for what looks like nothing.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// Whether a letter outside ASCII was replaced.
    pub const fn is_foreign(&self) -> bool {
        self.foreign
    }

    const fn push(&mut self, byte: u8) -> bool {
        if (self.length as usize) < LONGEST_FOLDED {
            self.bytes[self.length as usize] = byte;
            self.length += 1;
            return true;
        }
        false
    }
}

/// Folds a name, or gives `None` where it is too long to be anybody's look-alike.
///
/// Delimiters are everything but letters and digits, npm's `@` and `/` included, so that
/// `types-node` and `@types/node` fold alike. The Latin look-alike of a foreign letter is that of
/// the Unicode confusables table (UTS 39).
pub fn fold(name: &str) -> Option<Folded> {
    let mut folded = Folded { bytes: [0; LONGEST_FOLDED], length: 0, foreign: false };
    if name.is_ascii() {
        return fold_ascii(name, folded);
    }
    // Hostile names may be long: what does not fit is not worth the table.
    if name.len() > 8 * LONGEST_FOLDED {
        return None;
    }
    folded.foreign = true;
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    for c in skeleton_keeping_ascii(&lower) {
        let fits = match c {
            _ if c.is_ascii_alphanumeric() => folded.push(c.to_ascii_lowercase() as u8),
            _ if c.is_alphanumeric() => folded.push(b'?'),
            _ => true,
        };
        if !fits {
            return None;
        }
    }
    Some(folded)
}

fn fold_ascii(name: &str, mut folded: Folded) -> Option<Folded> {
    let mut length = 0;
    for byte in name.bytes() {
        let belongs = byte.is_ascii_alphanumeric();
        match folded.bytes.get_mut(length) {
            // Written in any case, and kept only if it belongs: delimiters cost no branch.
            Some(place) => *place = byte.to_ascii_lowercase(),
            None if belongs => return None,
            None => {}
        }
        length += usize::from(belongs);
    }
    folded.length = length as u8;
    Some(folded)
}

/// The confusables table sends some ASCII letters elsewhere too (`m` to `rn`, `1` to `l`): those
/// stay, since both sides of a comparison are mostly ASCII.
fn skeleton_keeping_ascii(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(|c| {
        let mut buffer = [0; 4];
        let one: Vec<char> = if c.is_ascii() {
            vec![c]
        } else {
            skeleton(c.encode_utf8(&mut buffer))
                .flat_map(|c| c.to_lowercase())
                .filter(|c| !is_mark(*c))
                .collect()
        };
        one
    })
}

/// Combining marks, which decomposition leaves behind a plain letter.
const fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x0300..=0x036f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(name: &str) -> String {
        String::from_utf8(fold(name).unwrap().as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn delimiters_and_case_do_not_count() {
        for (name, form) in [
            ("Typing_Extensions", "typingextensions"),
            ("@types/node", "typesnode"),
            ("discord.js", "discordjs"),
            ("--", ""),
        ] {
            assert_eq!(folded(name), form);
        }
    }

    #[test]
    fn foreign_letters_become_what_they_look_like() {
        // Cyrillic е and с, full-width t, accented e, a zero-width space.
        for name in
            ["r\u{435}quests", "reque\u{ff53}ts", "r\u{e9}quests", "req\u{200b}uests", "re\u{301}quests"]
        {
            assert_eq!(folded(name), "requests", "{name:?}");
            assert!(fold(name).unwrap().is_foreign());
        }
        assert!(!fold("requests").unwrap().is_foreign());
    }

    #[test]
    fn what_is_too_long_is_nobodys_look_alike() {
        assert!(fold(&"a".repeat(81)).is_none());
        assert!(fold(&"\u{435}".repeat(10_000)).is_none());
        assert!(fold(&"a".repeat(80)).is_some());
    }
}
