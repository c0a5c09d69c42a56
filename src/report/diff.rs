//! The difference between a file and its mended text, where each line stays a line.

use std::io::{self, Write};

use super::style::Role;
use super::{Style, escaped};
use crate::package::hide_passwords;

/// Lines that are shown around a change.
const CONTEXT: usize = 3;

/// A line that is longer than this and than two of the terminal's is cut around what changes in it.
const LONG: usize = 160;

/// Writes what differs as `diff -u` does; for a screen reader, each line as it was and as it is.
///
/// Both texts have the same number of lines: what has more is written to the end of the shorter one only.
///
/// # Errors
/// Where `out` fails.
pub fn difference(file: &str, old: &str, new: &str, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let lines: Vec<(&str, &str)> = old.split('\n').zip(new.split('\n')).collect();
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, (old, new))| old != new).map(|(at, _)| at).collect();
    let file = escaped(file);
    let cut = |old: &str, new: &str| cut(old, new, (2 * style.width).max(LONG));
    if style.plain {
        for (at, (old, new)) in changed.iter().filter_map(|at| Some((at, lines.get(*at)?))) {
            let (old, new) = cut(old, new);
            writeln!(out, "In {file}, line {} now: {}", at + 1, shown(&old).trim())?;
            writeln!(out, "In {file}, line {} mended: {}", at + 1, shown(&new).trim())?;
        }
        return out.flush();
    }
    writeln!(out, "{}", style.paint(Role::Name, format_args!("--- {file}")))?;
    writeln!(out, "{}", style.paint(Role::Name, format_args!("+++ {file}")))?;
    for hunk in changed.chunk_by(|one, next| next - one <= 2 * CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        // A file's last line end begins no line.
        let all = lines.len() - usize::from(old.ends_with('\n'));
        let (start, end) = (first.saturating_sub(CONTEXT), (last + CONTEXT + 1).min(all));
        let range = format!("{},{}", start + 1, end - start);
        writeln!(out, "{}", style.paint(Role::Frame, format_args!("@@ -{range} +{range} @@")))?;
        let mut added = Vec::new();
        for (old, new) in lines.get(start..end).unwrap_or_default() {
            if old == new {
                added.drain(..).try_for_each(|line: String| writeln!(out, "{line}"))?;
                writeln!(out, " {}", shown(&cut(old, new).0))?;
                continue;
            }
            let (old, new) = cut(old, new);
            writeln!(out, "{}", style.paint(Role::Blocked, format_args!("-{}", shown(&old))))?;
            added.push(style.paint(Role::Good, format_args!("+{}", shown(&new))).to_string());
        }
        added.drain(..).try_for_each(|line| writeln!(out, "{line}"))?;
    }
    out.flush()
}

/// A line for a terminal.
fn shown(line: &str) -> String {
    let line = line.trim_end_matches('\r').replace('\t', "    ");
    escaped(&hide_passwords(&line)).into_owned()
}

/// Two lines of a minified file, without what is far from all that differs.
fn cut(old: &str, new: &str, longest: usize) -> (String, String) {
    if old.chars().count() <= longest {
        return (old.to_owned(), new.to_owned());
    }
    let same = old.chars().zip(new.chars()).take_while(|(one, other)| one == other).count();
    let kept = |text: &str| {
        let from = same.saturating_sub(longest / 2).min(text.chars().count());
        let piece: String = text.chars().skip(from).take(longest).collect();
        let (head, tail) =
            (if from > 0 { "..." } else { "" }, text.chars().nth(from + longest).map(|_| "..."));
        format!("{head}{piece}{}", tail.unwrap_or_default())
    };
    (kept(old), kept(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(old: &str, new: &str, style: &Style) -> String {
        let mut out = Vec::new();
        difference("f", old, new, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn hunks_are_those_of_diff() {
        let old = "1\n2\n3\n4\nx\n6\nx\n8\n9\n10\n11\n12\n13\n14\n15\nx\n";
        let shown = text(old, &old.replace('x', "y"), &Style::default());
        let expected = "--- f\n+++ f\n@@ -2,9 +2,9 @@\n 2\n 3\n 4\n-x\n+y\n 6\n-x\n+y\n 8\n 9\n 10\n@@ -13,4 +13,4 @@\n 13\n 14\n 15\n-x\n+y\n";
        assert_eq!(shown, expected);
        let plain = Style { plain: true, ..Style::default() };
        assert_eq!(text("a\r\nx\r\n", "a\r\ny\r\n", &plain), "In f, line 2 now: x\nIn f, line 2 mended: y\n");
    }

    #[test]
    fn a_minified_line_is_cut_and_no_secret_shown() {
        let long = format!("{}x{}", "a".repeat(5_000), "b".repeat(5_000));
        let shown = text(&long, &long.replace('x', "y"), &Style::default());
        assert!(shown.len() < 1_000 && shown.contains("...aaa") && shown.contains("bbb..."), "{shown}");
        let shown = text("x https://u:S3@h/", "y https://u:S3@h/", &Style::default());
        assert!(shown.contains("-x https://h/") && !shown.contains("S3"), "{shown}");
    }
}
