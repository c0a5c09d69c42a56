//! A name as its words, with where each lies.

use std::ops::Range;

use crate::corpus::{Corpus, Place};
use crate::package::Ecosystem;

/// Names of more words are not taken apart.
const MOST: usize = 16;

/// The words of a name: what stands between its delimiters.
#[derive(Debug, Clone)]
pub(super) struct Wording<'n> {
    text: &'n str,
    places: [(u16, u16); MOST],
    count: usize,
}

impl<'n> Wording<'n> {
    /// `None` for names that are not ASCII, and for those of no words or of too many.
    pub(super) fn of(text: &'n str) -> Option<Self> {
        if !text.is_ascii() || text.len() > usize::from(u16::MAX) {
            return None;
        }
        let mut wording = Self { text, places: [(0, 0); MOST], count: 0 };
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            if !byte.is_ascii_alphanumeric() {
                wording.push(start, at)?;
                start = at + 1;
            }
        }
        wording.push(start, text.len())?;
        (wording.count > 0).then_some(wording)
    }

    /// Adds a word unless it is empty; `None` where there is no room for it.
    fn push(&mut self, from: usize, to: usize) -> Option<()> {
        if from < to {
            *self.places.get_mut(self.count)? = (from as u16, to as u16);
            self.count += 1;
        }
        Some(())
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The words, first to last.
    pub(super) fn words(&self) -> impl DoubleEndedIterator<Item = &'n str> + Clone + '_ {
        (0..self.count).map(|index| self.word(index))
    }

    /// One word; empty where there is none.
    pub(super) fn word(&self, index: usize) -> &'n str {
        self.span(index..index + 1)
    }

    /// The last word.
    pub(super) fn last(&self) -> &'n str {
        self.word(self.count.saturating_sub(1))
    }

    /// The text from one word to before another, delimiters between them included.
    pub(super) fn span(&self, words: Range<usize>) -> &'n str {
        let place = |index: usize| self.places.get(index).filter(|_| index < self.count);
        match (place(words.start), words.end.checked_sub(1).and_then(place)) {
            (Some(&(from, _)), Some(&(_, to))) => {
                self.text.get(usize::from(from)..usize::from(to)).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// Letters of the first `words` words.
    pub(super) fn letters_of_first(&self, words: usize) -> usize {
        self.words().take(words).map(str::len).sum()
    }

    /// How common the words are that a name has and another has not: the level of the rarest, 0 where
    /// one of them is no word that names use.
    pub(super) fn own_words_level(&self, corpus: &Corpus, ecosystem: Ecosystem, other: &Wording<'_>) -> f64 {
        let own = self.words().filter(|word| !other.words().any(|theirs| theirs.eq_ignore_ascii_case(word)));
        let mut rarest: Option<f64> = None;
        for word in own {
            let Some(level) = corpus.word_level(ecosystem, Place::Anywhere, word) else { return 0.0 };
            rarest = Some(rarest.map_or(level, |rarest| rarest.min(level)));
        }
        rarest.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_spans() {
        let wording = Wording::of("@a/Big-deal_now").unwrap();
        assert_eq!(wording.words().collect::<Vec<_>>(), ["a", "Big", "deal", "now"]);
        assert_eq!(wording.span(1..3), "Big-deal");
        assert_eq!((wording.span(3..9), wording.word(4), wording.letters_of_first(2)), ("", "", 4));
        assert!(Wording::of("--").is_none() && Wording::of("é").is_none() && Wording::of("").is_none());
        assert!(Wording::of(&"a-".repeat(17)).is_none());
    }
}
