//! Lines that fit a terminal.

use unicode_width::UnicodeWidthChar;

/// How many columns a text takes; the colours in it take none.
pub(super) fn columns(text: &str) -> usize {
    let mut columns = 0;
    let mut in_color = false;
    for c in text.chars() {
        match c {
            '\u{1b}' => in_color = true,
            'm' if in_color => in_color = false,
            _ if in_color => {}
            _ => columns += c.width().unwrap_or(0),
        }
    }
    columns
}

/// A text in lines of `first` columns, then of `rest`. A word that is wider stands alone, whole: it may be
/// a path or a command to be copied.
pub(super) fn wrapped(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let (mut used, mut room) = (0, first);
    for word in text.split(' ') {
        let wide = columns(word);
        let open = lines.last_mut();
        match open {
            Some(line) if used == 0 || used + 1 + wide <= room => {
                if used > 0 {
                    line.push(' ');
                    used += 1;
                }
                line.push_str(word);
                used += wide;
            }
            _ => {
                lines.push(word.to_owned());
                (used, room) = (wide, rest);
            }
        }
    }
    lines
}

/// Writes a text with line ends, each line but the first behind `indent` spaces.
pub(super) fn push_wrapped(out: &mut String, text: &str, indent: usize, width: usize) {
    let rest = width.saturating_sub(indent);
    for (at, line) in wrapped(text, width, rest).iter().enumerate() {
        if at > 0 {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_colours_take_no_room() {
        assert_eq!(columns("\u{1b}[1;31mab\u{1b}[0m漢"), 4);
        assert_eq!(wrapped("aa bb cc", 5, 2), ["aa bb", "cc"]);
        assert_eq!(wrapped("a-long-word b", 3, 3), ["a-long-word", "b"]);
        let mut out = String::new();
        push_wrapped(&mut out, "one two three", 2, 8);
        assert_eq!(out, "one two\n  three\n");
    }
}
