//! Words of an option line, as Python's `shlex.split` parts them.

/// A word, and where its text begins in the line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) at: usize,
    /// Whether the text stands in the line as it is, without a quote or escape inside.
    plain: bool,
}

impl Word {
    fn new(at: usize) -> Self {
        Self { text: String::new(), at, plain: true }
    }

    /// Adds a character that stands at `at` of the line.
    fn push(&mut self, c: char, at: usize) {
        self.plain &= self.at + self.text.len() == at;
        self.text.push(c);
    }

    /// Where in the line a piece of the text stands that begins `within` bytes into it; behind a
    /// quote or escape only the word as a whole has a place.
    pub(super) const fn place(&self, within: usize) -> usize {
        if self.plain { self.at + within } else { self.at }
    }
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
                word.get_or_insert_with(|| Word::new(at + 1));
            }
            (Some((open, _)), _) if c == open => quote = None,
            (None, '\\') | (Some(('"', _)), '\\') => {
                let escapable = |next: char| quote.is_none() || matches!(next, '"' | '\\');
                let (at, c) = characters.next_if(|&(_, next)| escapable(next)).unwrap_or((at, c));
                word.get_or_insert_with(|| Word::new(at)).push(c, at);
            }
            _ => word.get_or_insert_with(|| Word::new(at)).push(c, at),
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
