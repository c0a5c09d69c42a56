//! Edits between two short texts, swaps of neighbours counting once.

/// The kinds of letters in a folded text, as a set of bits: `a` to `z` below, digits and all else above.
pub(super) fn letters(folded: &[u8]) -> u32 {
    folded.iter().fold(0, |set, &byte| {
        let bit = match byte {
            b'a'..=b'z' => byte - b'a',
            b'0'..=b'9' => 26 + (byte - b'0') % 5,
            _ => 31,
        };
        set | 1 << bit
    })
}

/// The optimal string alignment distance of two texts where it is at most `limit` (0 to 2), else `None`.
///
/// Common beginnings and ends are cut off first: slips change few letters, so little is left.
pub fn distance(a: &[u8], b: &[u8], limit: u8) -> Option<u8> {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(start..)?, b.get(start..)?);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - end)?, b.get(..b.len() - end)?);
    let least = match (a.len(), b.len()) {
        (0, n) | (n, 0) => n,
        (1, 1) => 1,
        (2, 2) if a[0] == b[1] && a[1] == b[0] => 1,
        _ => return banded(a, b, limit),
    };
    u8::try_from(least).ok().filter(|&edits| edits <= limit)
}

/// The widest text that a row holds; folded names are shorter.
const WIDEST: usize = 96;

/// Three rows of the alignment table, only the diagonals within `limit` of the middle.
fn banded(a: &[u8], b: &[u8], limit: u8) -> Option<u8> {
    let band = usize::from(limit);
    if a.len().abs_diff(b.len()) > band || b.len() >= WIDEST {
        return None;
    }
    let far = limit + 1;
    let mut before = [far; WIDEST];
    let mut above = [far; WIDEST];
    let mut row = [far; WIDEST];
    for (j, cell) in above.iter_mut().enumerate().take(band + 1) {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(band), (i + band).min(b.len()));
        let mut least = far;
        for j in from..=to {
            let cell = if j == 0 {
                i as u8
            } else {
                let outside = |x: u8| x.saturating_add(1).min(far);
                let left = if j > from { row[j - 1] } else { far };
                let up = if j < i + band { above[j] } else { far };
                let mut best =
                    (above[j - 1] + u8::from(a[i - 1] != b[j - 1])).min(outside(left)).min(outside(up));
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(before[j - 2] + 1);
                }
                best.min(far)
            };
            row[j] = cell;
            least = least.min(cell);
        }
        // A swap may still reach back one row.
        if least > limit && above.iter().take(to + 1).skip(from).all(|&cell| cell > limit) {
            return None;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
        row = [far; WIDEST];
    }
    Some(above[b.len()]).filter(|&edits| edits <= limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The textbook table, whole.
    fn plain(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut best = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn agrees_with_the_textbook(a in "[abc]{0,9}", b in "[abc]{0,9}", limit in 0u8..=2) {
            let whole = plain(a.as_bytes(), b.as_bytes());
            let expected = u8::try_from(whole).ok().filter(|&edits| edits <= limit);
            prop_assert_eq!(distance(a.as_bytes(), b.as_bytes(), limit), expected);
        }
    }

    #[test]
    fn a_swap_is_one_edit() {
        assert_eq!(distance(b"reqeusts", b"requests", 2), Some(1));
        assert_eq!(distance(b"same", b"same", 0), Some(0));
        assert_eq!(distance(b"abcdef", b"uvwxyz", 2), None);
    }
}
