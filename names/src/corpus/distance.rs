//! Edits between two short texts, swaps of neighbours counting once.

/// How often each letter occurs, up to twice, as a set of bits: bit `n` for the first `n`th letter,
/// bit `32 + n` for a second one. Digits and all else share the six bits above `z`.
///
/// One edit changes at most two bits, so texts within `k` edits differ in at most `2 k`.
pub(super) fn letters(folded: &[u8]) -> u64 {
    folded.iter().fold(0, |set, &byte| {
        let kind = match byte {
            b'a'..=b'z' => byte - b'a',
            b'0'..=b'9' => 26 + (byte - b'0') % 5,
            _ => 31,
        };
        let first = 1u64 << kind;
        set | if set & first == 0 { first } else { first << 32 }
    })
}

/// The optimal string alignment distance of two texts where it is at most `limit`, else `None`.
///
/// For the one or two edits that matter here, following each way on from the first difference is
/// several times faster than a table: what differs is mostly seen at once.
pub fn distance(a: &[u8], b: &[u8], limit: u8) -> Option<u8> {
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - end)?, b.get(..b.len() - end)?);
    // Nearly all candidates are too far away: that is asked first.
    if !within(a, b, limit) {
        return None;
    }
    (0..=limit).find(|&edits| within(a, b, edits))
}

/// Whether `edits` insertions, deletions, replacements and swaps lead from one text to the other.
fn within(mut a: &[u8], mut b: &[u8], edits: u8) -> bool {
    loop {
        if a.len().abs_diff(b.len()) > usize::from(edits) {
            return false;
        }
        match (a, b) {
            ([x, after_x @ ..], [y, after_y @ ..]) if x == y => (a, b) = (after_x, after_y),
            ([], rest) | (rest, []) => return rest.len() <= usize::from(edits),
            _ if edits == 0 => return false,
            ([x, after_x @ ..], [y, after_y @ ..]) => {
                let left = edits - 1;
                let swapped = match (after_x, after_y) {
                    ([p, rest_x @ ..], [q, rest_y @ ..]) if x == q && y == p => within(rest_x, rest_y, left),
                    _ => false,
                };
                return swapped
                    || within(after_x, after_y, left)
                    || within(after_x, b, left)
                    || within(a, after_y, left);
            }
        }
    }
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
