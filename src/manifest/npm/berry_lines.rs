//! yarn.lock of yarn 2 and later ones line by line, as yarn itself writes it.
//!
//! Anything else is given up, for the YAML reader to take: a line that could end, begin or go on in a way
//! that this reader does not see must not hide a package.

use std::collections::HashSet;

use super::locked::{self, Piece};
use super::yarn_berry::{Block, Blocks};
use crate::manifest::draft::offset_in;

/// Reads what yarn writes, and gives up on any line that it would not write.
pub(super) fn read_lines(text: &str) -> Option<Blocks<'_>> {
    if locked::breaks_oddly(text) {
        return None;
    }
    let mut blocks = Vec::new();
    let mut seen = HashSet::new();
    let mut metadata = None;
    let mut block: Option<Block<'_>> = None;
    // Whether the line above, at this depth, takes deeper ones.
    let mut open = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        match indent {
            0 => {
                blocks.extend(block.take().filter(|block| block.key.value != "__metadata"));
                let key = match body.strip_prefix("? ") {
                    // A key of more than a thousand characters.
                    Some(key) if lines.next()? == ":" => scalar(text, key)?,
                    Some(_) => return None,
                    None => scalar(text, body.strip_suffix(':')?)?,
                };
                if !seen.insert(key.value.clone()) {
                    return None;
                }
                block = Some(Block { key, ..Block::default() });
                open = false;
            }
            2 => {
                let (key, value) = match body.split_once(": ") {
                    Some((key, value)) => (key, value),
                    None => (body.strip_suffix(':')?, ""),
                };
                open = value.is_empty();
                let block = block.as_mut()?;
                match block.key.value == "__metadata" && key == "version" {
                    true => metadata = Some(scalar(text, value)?),
                    false => field(block, text, key, value)?,
                }
            }
            _ if open => {
                // A key with what it leads to, or a list's item.
                let body = body.strip_prefix("- ").unwrap_or(body);
                if body.starts_with(['?', '&', '*', '<', '|', '>', '{', '[']) {
                    return None;
                }
            }
            _ => return None,
        }
    }
    blocks.extend(block.filter(|block| block.key.value != "__metadata"));
    Some((blocks, metadata))
}

/// Takes a field of a block.
fn field<'t>(block: &mut Block<'t>, text: &str, key: &str, value: &'t str) -> Option<()> {
    if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    match key {
        "version" => replace(&mut block.version, scalar(text, value)?)?,
        "resolution" => replace(&mut block.resolution, scalar(text, value)?)?,
        // What it leads to stands in the lines below.
        _ if value.is_empty() => {}
        _ => {
            scalar(text, value)?;
            block.checksum |= key == "checksum";
            block.conditional |= key == "conditions";
        }
    }
    Some(())
}

/// Takes a field's value, which may stand there only once.
fn replace<T>(field: &mut Option<T>, value: T) -> Option<()> {
    field.replace(value).is_none().then_some(())
}

/// A word as yarn writes it: plain where it can be, else between double quotes.
fn scalar<'t>(text: &str, word: &'t str) -> Option<Piece<'t>> {
    let plain = match word.strip_prefix('"') {
        Some(inner) => inner.strip_suffix('"').filter(|inner| !inner.contains(['"', '\\']))?,
        None => {
            let simple = !word.starts_with(|c: char| "-?:,][{}#&*!|>'\"%@` ".contains(c))
                && !word.contains([',', ']', '[', '{', '}', ':', '#', '"'])
                && !word.ends_with(' ');
            Some(word).filter(|word| simple && !word.is_empty())?
        }
    };
    Some(Piece::literal(plain, offset_in(text, plain)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::draft::Draft;
    use crate::manifest::npm::broken;
    use crate::manifest::npm::yarn_berry::{read_yaml, tests::LOCK};
    use crate::package::Ecosystem;

    /// What the YAML reader makes of a text.
    fn by_yaml(text: &str) -> (Blocks<'_>, usize) {
        let mut draft = Draft::new(text, Ecosystem::Npm, Vec::new(), false);
        let blocks = read_yaml(&mut draft);
        (blocks, draft.finish("yarn.lock").reading.errors.len())
    }

    #[test]
    fn both_readers_agree() {
        for text in [LOCK.to_owned(), LOCK.replace('\n', "\r\n")] {
            assert_eq!(read_lines(&text).unwrap(), by_yaml(&text).0);
        }
    }

    /// Each line taken away, doubled, indented, cut and given another end: line by line, a file is read as
    /// by the whole grammar, or not at all.
    #[test]
    fn both_readers_agree_on_broken_files() {
        let mut taken = 0;
        for text in broken(LOCK, &["\"", ":", " x", " # x", "\t", " \"", ": |"]) {
            let Some(quick) = read_lines(&text) else { continue };
            taken += 1;
            let (whole, errors) = by_yaml(&text);
            let missed = whole.0.iter().any(|block| !quick.0.iter().any(|other| other.key == block.key));
            assert!(!missed && (errors > 0 || quick == whole), "{text}\n{quick:#?}\n{whole:#?}");
        }
        assert!(taken > 50, "{taken}");
    }
}
