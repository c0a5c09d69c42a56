use std::io::{self, Read};

/// No name is near as long; what stands beyond this in a line is dropped, so that memory is bounded.
const LONGEST: usize = 1 << 20;
const BLOCK: usize = 64 << 10;

/// Splits input into lines, and says when it has to wait for more.
pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    /// What is not handed out yet: `buffer[start..end]`.
    start: usize,
    end: usize,
    /// Within a line that was too long: its rest is dropped.
    skipping: bool,
    at_end: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, buffer: vec![0; BLOCK], start: 0, end: 0, skipping: false, at_end: false }
    }

    /// The next line without its end, `\n` or `\r\n`. `before_wait` is called before each read, which may
    /// take as long as the other side likes.
    pub(super) fn next(
        &mut self,
        mut before_wait: impl FnMut() -> io::Result<()>,
    ) -> io::Result<Option<&[u8]>> {
        let mut searched = self.start;
        loop {
            let unread = self.buffer.get(searched..self.end).unwrap_or_default();
            if let Some(at) = memchr::memchr(b'\n', unread) {
                let (from, to) = (self.start, searched + at);
                self.start = to + 1;
                searched = self.start;
                if std::mem::take(&mut self.skipping) {
                    continue;
                }
                return Ok(self.line(from, to));
            }
            if self.end - self.start >= LONGEST && !self.skipping {
                let (from, to) = (self.start, self.start + LONGEST);
                self.start = self.end;
                self.skipping = true;
                return Ok(self.line(from, to));
            }
            if self.at_end {
                let (from, to) = (self.start, self.end);
                self.start = self.end;
                let rest = from < to && !std::mem::take(&mut self.skipping);
                return Ok(if rest { self.line(from, to) } else { None });
            }
            if self.skipping {
                self.start = self.end;
            }
            self.make_room();
            searched = self.end;
            before_wait()?;
            self.fill()?;
        }
    }

    fn line(&self, from: usize, to: usize) -> Option<&[u8]> {
        let line = self.buffer.get(from..to)?;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }

    fn make_room(&mut self) {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        loop {
            let free = self.buffer.get_mut(self.end..).unwrap_or_default();
            match self.input.read(free) {
                Ok(0) => self.at_end = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one piece at a time, as a pipe does.
    struct Pieces(std::collections::VecDeque<Vec<u8>>);

    impl Read for Pieces {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some(mut piece) = self.0.pop_front() else { return Ok(0) };
            let count = piece.len().min(into.len());
            into[..count].copy_from_slice(&piece[..count]);
            if count < piece.len() {
                self.0.push_front(piece.split_off(count));
            }
            Ok(count)
        }
    }

    fn read(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, usize) {
        let mut lines = Lines::new(Pieces(pieces.iter().map(|piece| piece.to_vec()).collect()));
        let (mut all, mut waits) = (Vec::new(), 0);
        let mut count = || {
            waits += 1;
            Ok(())
        };
        while let Some(line) = lines.next(&mut count).unwrap() {
            all.push(line.to_vec());
        }
        (all, waits)
    }

    #[test]
    fn lines_come_whole_however_they_arrive() {
        let expected = vec![b"a".to_vec(), b"".to_vec(), b"bc".to_vec(), b"d".to_vec()];
        for pieces in [&["a\n\nbc\r\nd"] as &[_], &["a", "\n", "\nb", "c\r", "\nd"], &["a\n\nb", "c\nd\n"]] {
            let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.as_bytes()).collect();
            assert_eq!(read(&pieces).0, expected, "{pieces:?}");
        }
        assert_eq!(read(&[]).0, Vec::<Vec<u8>>::new());
    }

    #[test]
    fn it_waits_only_when_no_whole_line_is_left() {
        assert_eq!(read(&[b"a\nb\nc\n", b"d\n"]).1, 3);
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_one_is_whole() {
        let long = vec![b'x'; LONGEST * 2 + 7];
        let (lines, _) = read(&[&long, b"tail\nnext\n"]);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].len(), LONGEST);
        assert_eq!(lines[1], b"next");
    }
}
