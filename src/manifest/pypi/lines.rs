//! pip's idea of a line, which is Python's: a form feed or a Unicode line separator ends one, so a
//! name behind it is installed although an editor shows it inside a comment.

use std::borrow::Cow;

/// A line after joining, without comment and surrounding space.
pub(super) struct Logical<'t> {
    text: Cow<'t, str>,
    /// Where pieces begin: in `text`, and in the file.
    pieces: Vec<(usize, usize)>,
    /// The part of `text` that is neither comment nor surrounding space.
    start: usize,
    end: usize,
}

impl Logical<'_> {
    pub(super) fn text(&self) -> &str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The offset in the file of an offset in [`Self::text`].
    pub(super) fn offset(&self, at: usize) -> usize {
        let at = at + self.start;
        let piece = self.pieces.iter().rev().find(|(start, _)| *start <= at);
        piece.map_or(0, |(start, file)| file + at - start)
    }
}

/// Joins continued lines, takes comments away, and leaves out lines of which nothing is left: in
/// pip's order, since a comment inside a continuation ends it.
pub(super) fn logical_lines(text: &str) -> impl Iterator<Item = Logical<'_>> {
    let mut physical = PhysicalLines { text, at: 0 };
    std::iter::from_fn(move || next_logical(&mut physical)).map(without_comment).filter(|l| l.start < l.end)
}

fn next_logical<'t>(physical: &mut PhysicalLines<'t>) -> Option<Logical<'t>> {
    let (first_at, first) = physical.next()?;
    let mut line = Logical { text: Cow::Borrowed(""), pieces: Vec::new(), start: 0, end: 0 };
    let (mut at, mut part) = (first_at, first);
    let mut last = false;
    loop {
        if !part.ends_with('\\') || is_comment(part) {
            if line.pieces.is_empty() {
                line.text = Cow::Borrowed(part);
                line.pieces.push((0, at));
                return Some(line);
            }
            last = true;
        }
        let kept = if last { part } else { part.trim_matches('\\') };
        let joined = line.text.to_mut();
        if is_comment(part) {
            // Otherwise a `#` right behind a backslash would not be a comment any more.
            joined.push(' ');
        }
        let skipped = part.len() - part.trim_start_matches('\\').len();
        line.pieces.push((joined.len(), at + if last { 0 } else { skipped.min(part.len()) }));
        joined.push_str(kept);
        match physical.next() {
            Some(next) if !last => (at, part) = next,
            Some((again, _)) => {
                physical.at = again;
                return Some(line);
            }
            None => return Some(line),
        }
    }
}

fn without_comment(mut line: Logical<'_>) -> Logical<'_> {
    let text = line.text.as_ref();
    let mut before = None;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        if c == '#' && before.is_none_or(is_space) {
            end = at;
            break;
        }
        before = Some(c);
    }
    let kept = text.get(..end).unwrap_or_default();
    let trimmed = kept.trim_start_matches(is_space);
    line.start = kept.len() - trimmed.len();
    line.end = line.start + trimmed.trim_end_matches(is_space).len();
    line
}

fn is_comment(line: &str) -> bool {
    line.trim_start_matches(is_space).starts_with('#')
}

/// What Python's `\s` matches.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// What Python's `str.splitlines` splits at.
const fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The lines of Python's `str.splitlines`, and where they begin.
pub(super) const fn physical(text: &str) -> impl Iterator<Item = (usize, &str)> {
    PhysicalLines { text, at: 0 }
}

struct PhysicalLines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for PhysicalLines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let Some((end, c)) = rest.char_indices().find(|&(_, c)| ends_line(c)) else {
            self.at = self.text.len();
            return Some((start, rest));
        };
        let line = rest.get(..end).unwrap_or_default();
        let crlf = c == '\r' && rest.as_bytes().get(end + 1) == Some(&b'\n');
        self.at = start + end + if crlf { 2 } else { c.len_utf8() };
        Some((start, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(String, usize)> {
        logical_lines(text).map(|line| (line.text().to_owned(), line.offset(0))).collect()
    }

    #[test]
    fn lines_are_what_pip_takes_them_for() {
        let table: [(&str, &[(&str, usize)]); 11] = [
            ("a\n\n  b  # c\r\nd\re", &[("a", 0), ("b", 5), ("d", 13), ("e", 15)]),
            ("# x \\\na", &[("a", 6)]),
            ("# x\u{c}a", &[("a", 4)]),
            ("# x\u{2028}a", &[("a", 6)]),
            ("a \\\n  --b", &[("a   --b", 0)]),
            ("a\\\nb", &[("ab", 0)]),
            ("a \\\n# c\nb", &[("a", 0), ("b", 8)]),
            ("a \\\n# c \\\nb", &[("a", 0), ("b", 10)]),
            ("a#b", &[("a#b", 0)]),
            ("a\\", &[("a", 0)]),
            ("\\\\\n", &[]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> = expected.iter().map(|(t, at)| ((*t).to_owned(), *at)).collect();
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }

    #[test]
    fn offsets_lead_back_through_continuations() {
        let text = "a \\\n  bc \\\n\\d";
        let line = logical_lines(text).next().unwrap();
        assert_eq!(line.text(), "a   bc \\d");
        assert_eq!(line.offset(line.text().find("bc").unwrap()), text.find("bc").unwrap());
        assert_eq!(line.offset(line.text().find('d').unwrap()), text.find('d').unwrap());
    }
}
