//! Places in a text, and the nearest known word to a mistyped one.

/// Line and column, both from 1 and the column in characters, of a byte offset.
pub(super) fn position(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// The known word that `word` was probably meant to be: at most two slips away, and fewer than half its letters.
/// Of several, the first of the nearest.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let spelling = |w: &str| w.to_ascii_lowercase().replace('_', "-");
    let word = spelling(word);
    known
        .into_iter()
        .map(|candidate| (slips(&word, &spelling(candidate)), candidate))
        .filter(|&(slips, candidate)| slips <= 2 && slips * 2 < candidate.chars().count())
        .min_by_key(|&(slips, _)| slips)
        .map(|(_, candidate)| candidate)
}

/// The distance of optimal string alignment, in which two neighbours changed over are one slip; the words here are
/// short, so that its square cost is nothing.
fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    // The row before that one, and the letter before this one.
    let mut before: (Vec<usize>, Option<char>) = (Vec::new(), None);
    for (i, x) in a.chars().take(64).enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let (mut left, mut last) = (i + 1, None);
        next.push(left);
        for (j, ((&y, &diagonal), &above)) in b.iter().zip(&row).zip(row.iter().skip(1)).enumerate() {
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            if before.1 == Some(y) && last == Some(x) {
                let changed_over = j.checked_sub(1).and_then(|at| before.0.get(at));
                left = changed_over.map_or(left, |cost| left.min(cost + 1));
            }
            next.push(left);
            last = Some(y);
        }
        before = (std::mem::replace(&mut row, next), Some(x));
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_characters_and_starts_at_one() {
        assert_eq!(position("é = 1\nab = 2", 0), (1, 1));
        assert_eq!(position("é = 1\nab = 2", 3), (1, 3));
        assert_eq!(position("é = 1\nab = 2", 7), (2, 1));
        assert_eq!(position("x", 99), (1, 2));
    }

    #[test]
    fn a_mistyped_word_finds_the_known_one() {
        let known = ["block-at", "warn-at", "chunk"];
        for (typed, meant) in [
            ("block_at", Some("block-at")),
            ("blok-at", Some("block-at")),
            ("Warn-at", Some("warn-at")),
            ("chnuk", Some("chunk")),
            ("colour", None),
            ("chunk", Some("chunk")),
            ("hcunk", Some("chunk")),
            ("", None),
        ] {
            assert_eq!(nearest(typed, known), meant, "{typed}");
        }
    }
}
