//! What differs between two texts, by lines, with every other byte as it was.

/// A text with a change put in, and the change.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The new text. Lines that are in both are those of the old one, to the byte.
    pub(super) text: String,
    /// The first line that differs, from 1.
    pub(super) line: usize,
    /// The lines that go.
    pub(super) removed: Vec<String>,
    /// The lines that come.
    pub(super) added: Vec<String>,
}

/// Brings `new`, which was made from `old` without carriage returns, to the line ends of `old`.
pub(super) fn change(old: &str, new: &str) -> Change {
    let was: Vec<&str> = old.split_inclusive('\n').collect();
    let is: Vec<&str> = new.split_inclusive('\n').collect();
    let same = |(was, is): &(&&str, &&str)| plain(was) == plain(is);
    let before = was.iter().zip(&is).take_while(same).count();
    let left = was.len().min(is.len()) - before;
    let behind = was.iter().rev().zip(is.iter().rev()).take(left).take_while(same).count();
    let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let middle = |lines: &[&str]| -> Vec<String> {
        lines
            .get(before..lines.len() - behind)
            .unwrap_or_default()
            .iter()
            .map(|line| plain(line).to_owned())
            .collect()
    };
    let (removed, added) = (middle(&was), middle(&is));
    let kept = |range: Option<&[&str]>| range.unwrap_or_default().concat();
    let mut text = kept(was.get(..before));
    // The last line may have had no end.
    if before > 0 && !added.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    for line in &added {
        text.push_str(line);
        text.push_str(end);
    }
    text.push_str(&kept(was.get(was.len() - behind..)));
    Change { text, line: before + 1, removed, added }
}

fn plain(line: &str) -> &str {
    line.trim_end_matches('\n').trim_end_matches('\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_byte_stays() {
        for (old, new, text) in [
            ("a\r\nb\r\n", "a\nx\nb\n", "a\r\nx\r\nb\r\n"),
            ("a\r\nb\nc", "a\nb\nc\nx\n", "a\r\nb\nc\r\nx\r\n"),
            ("", "x\n", "x\n"),
            ("a\na\n", "a\na\na\n", "a\na\na\n"),
            ("a\nb\nc\n", "a\nc\n", "a\nc\n"),
        ] {
            assert_eq!(change(old, new).text, text, "{old:?} {new:?}");
        }
        let change = change("a\nb\nc\n", "a\nx\nc\n");
        assert_eq!(
            (change.line, change.removed, change.added),
            (2, vec!["b".to_owned()], vec!["x".to_owned()])
        );
    }
}
