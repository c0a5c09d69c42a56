//! A text that is put together from pieces of a file, and knows where each of them stands.

/// The text so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    text: String,
    /// Where pieces begin: in the text, and in the file.
    starts: Vec<(usize, usize)>,
}

impl Pieces {
    /// Adds a piece that stands at `at` of the file.
    pub(super) fn push(&mut self, piece: &str, at: usize) {
        let start = self.text.len();
        let goes_on = self.starts.last().is_some_and(|(known, file)| file + start - known == at);
        if !goes_on {
            self.starts.push((start, at));
        }
        self.text.push_str(piece);
    }

    /// Adds another such text.
    pub(super) fn append(&mut self, other: &Self) {
        let start = self.text.len();
        self.starts.extend(other.starts.iter().map(|(known, file)| (known + start, *file)));
        self.text.push_str(&other.text);
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the file of an offset in the text.
    pub(super) fn offset(&self, at: usize) -> usize {
        let behind = self.starts.partition_point(|(start, _)| *start <= at);
        self.starts.get(behind.saturating_sub(1)).map_or(0, |(start, file)| file + at.saturating_sub(*start))
    }
}

#[cfg(test)]
mod tests {
    use super::Pieces;

    #[test]
    fn offsets_lead_back_to_the_file() {
        let mut text = Pieces::default();
        text.push("ab", 10);
        text.push("c", 12);
        text.push("de", 20);
        let mut more = Pieces::default();
        more.push("f", 3);
        text.append(&more);
        assert_eq!(text.text(), "abcdef");
        let offsets: Vec<_> = (0..7).map(|at| text.offset(at)).collect();
        assert_eq!(offsets, [10, 11, 12, 20, 21, 3, 4]);
    }
}
