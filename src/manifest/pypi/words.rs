//! Words of an option line, as Python's `shlex.split` parts them.

/// A word, and where its text begins in the line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) at: usize,
}

/// Splits at white space outside quotes. `Err` holds the place of a quote that is never closed.
pub(super) fn split(line: &str) -> Result<Vec<Word>, usize> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut quote: Option<(char, usize)> = None;
    let mut characters = line.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        match (quote, c) {
            (None, ' ' | '\t' | '\r' | '\n') => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some((c, at));
                word.get_or_insert_with(|| Word { text: String::new(), at: at + 1 });
            }
            (Some((open, _)), _) if c == open => quote = None,
            (None, '\\') | (Some(('"', _)), '\\') => {
                let escapable = |next: char| quote.is_none() || matches!(next, '"' | '\\');
                let taken = characters.next_if(|&(_, next)| escapable(next)).map_or(c, |(_, next)| next);
                word.get_or_insert_with(|| Word { text: String::new(), at }).text.push(taken);
            }
            _ => word.get_or_insert_with(|| Word { text: String::new(), at }).text.push(c),
        }
    }
    words.extend(word);
    quote.map_or(Ok(words), |(_, at)| Err(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_as_a_shell_would() {
        let words = |line: &str| {
            split(line).map(|words| words.into_iter().map(|w| (w.text, w.at)).collect::<Vec<_>>())
        };
        let own = |words: &[(&str, usize)]| {
            Ok(words.iter().map(|(t, at)| ((*t).to_owned(), *at)).collect::<Vec<_>>())
        };
        assert_eq!(words("-r  a.txt"), own(&[("-r", 0), ("a.txt", 4)]));
        assert_eq!(words("--x=\"a b\" 'c'"), own(&[("--x=a b", 0), ("c", 11)]));
        assert_eq!(words(r#"a\ b "c\"d\e""#), own(&[("a b", 0), (r#"c"d\e"#, 6)]));
        assert_eq!(words("''"), own(&[("", 1)]));
        assert_eq!(words("a 'b"), Err(2));
    }
}
