//! A packument as it streams in, reduced to what is read of it: some have over 50 MB, nearly all of it
//! manifests of old versions and texts.
//!
//! Brackets and strings are followed byte by byte, and what is kept is copied as it stands, to be read
//! by a JSON parser afterwards. What is left out is not checked beyond that.

use serde::Deserialize;

use super::text::DEEPEST;

/// A key that is longer is none that is looked for, nor a version's.
const LONGEST_KEY: usize = 256;
/// Bytes of a packument that are kept. The largest known keep a tenth of it.
const MOST_KEPT: usize = 8 * 1024 * 1024;

/// Bytes that are kept of versions that may be the newest, where the registry names that one last.
const MOST_UNTOLD: usize = 2 * 1024 * 1024;

/// Fields of a packument that are kept as they are.
const WHOLE: [&str; 6] = ["name", "dist-tags", "time", "repository", "description", "maintainers"];
/// Fields of the newest version that are kept as they are.
const LATEST: [&str; 8] = [
    "repository",
    "description",
    "maintainers",
    "deprecated",
    "hasInstallScript",
    "scripts",
    "dist",
    "_npmUser",
];
/// Fields of which only it matters that they are there.
const MARKS: [&str; 3] = ["readme", "license", "author"];
/// When all of these have come, the rest says nothing new.
const ENOUGH: [&str; 7] =
    ["name", "dist-tags", "versions", "time", "repository", "description", "maintainers"];

/// Takes the pieces of an answer's body.
pub(super) trait Filter: Send {
    /// Takes one piece, and puts what is kept of it behind `kept`. `false` where no more is needed.
    ///
    /// # Errors
    /// Why it cannot be the answer.
    fn feed(&mut self, piece: &[u8], kept: &mut Vec<u8>) -> Result<bool, String>;

    /// The body is at its end.
    ///
    /// # Errors
    /// Where it ended too early.
    fn end(&mut self) -> Result<(), String>;
}

/// What becomes of a value.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Keep,
    Skip,
    /// `true` in its place.
    Mark,
    /// Its own fields are looked at in turn.
    Enter,
}

/// The state between two bytes.
#[derive(Default)]
pub(super) struct Condenser {
    /// Containers that are open.
    depth: usize,
    /// Of these, how many from the outside are objects whose fields are looked at: the packument, its
    /// `versions`, and one of them.
    entered: usize,
    /// Whether an entered object has a field in the output already.
    has_field: [bool; 4],
    in_string: bool,
    escaped: bool,
    expects_key: bool,
    in_key: bool,
    key: Vec<u8>,
    /// The version whose fields are read.
    version: String,
    /// The value behind the key that has been read.
    next: Option<Fate>,
    /// Whether the current value of the entered object is copied.
    copies: bool,
    seen: [bool; ENOUGH.len()],
    latest: Option<String>,
    /// Where the value of `dist-tags` begins in the output.
    tags_at: Option<usize>,
    is_closed: bool,
    /// Bytes that are kept so far.
    kept: usize,
    /// The start of a character whose rest is still to come.
    cut: Vec<u8>,
}

impl Filter for Condenser {
    fn feed(&mut self, piece: &[u8], kept: &mut Vec<u8>) -> Result<bool, String> {
        self.check_text(piece)?;
        let mut rest = piece;
        while let Some((&byte, behind)) = rest.split_first() {
            rest = behind;
            if self.in_string {
                rest = self.string(byte, behind, kept);
            } else {
                self.kept = kept.len();
                self.structure(byte, kept)?;
                if self.depth == 1 && byte == b',' && self.seen.iter().all(|seen| *seen) {
                    kept.push(b'}');
                    self.is_closed = true;
                    return Ok(false);
                }
            }
            if kept.len() > MOST_KEPT {
                return Err(format!("it says more than {} MiB of its versions", MOST_KEPT >> 20));
            }
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        if self.is_closed && self.cut.is_empty() { Ok(()) } else { Err("it ends in the middle".to_owned()) }
    }
}

impl Condenser {
    /// The piece is UTF-8, where one counts a character's bytes that came with the piece before.
    fn check_text(&mut self, piece: &[u8]) -> Result<(), String> {
        let wrong = || "it is not UTF-8".to_owned();
        let mut piece = piece;
        while !self.cut.is_empty() {
            let Some((&byte, behind)) = piece.split_first() else { return Ok(()) };
            self.cut.push(byte);
            piece = behind;
            match std::str::from_utf8(&self.cut) {
                Ok(_) => self.cut.clear(),
                Err(error) if error.error_len().is_some() || self.cut.len() > 3 => return Err(wrong()),
                Err(_) => {}
            }
        }
        match std::str::from_utf8(piece) {
            Ok(_) => Ok(()),
            Err(error) if error.error_len().is_some() => Err(wrong()),
            Err(error) => {
                self.cut.extend_from_slice(piece.get(error.valid_up_to()..).unwrap_or_default());
                Ok(())
            }
        }
    }

    /// One byte of a string, and all behind it to the next that matters.
    fn string<'p>(&mut self, byte: u8, behind: &'p [u8], kept: &mut Vec<u8>) -> &'p [u8] {
        self.take_text(&[byte], kept);
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => {
                self.in_string = false;
                return behind;
            }
            _ => {}
        }
        if self.escaped {
            return behind;
        }
        let plain = memchr::memchr2(b'"', b'\\', behind).unwrap_or(behind.len());
        let (text, rest) = behind.split_at_checked(plain).unwrap_or((behind, &[]));
        self.take_text(text, kept);
        rest
    }

    fn take_text(&mut self, text: &[u8], kept: &mut Vec<u8>) {
        if self.in_key {
            let room = (LONGEST_KEY + 2).saturating_sub(self.key.len());
            self.key.extend(text.iter().take(room));
        } else if self.copies {
            kept.extend_from_slice(text);
        }
    }

    /// One byte outside of a string.
    fn structure(&mut self, byte: u8, kept: &mut Vec<u8>) -> Result<(), String> {
        if byte.is_ascii_whitespace() {
            return Ok(());
        }
        if self.depth == 0 {
            return self.outermost(byte, kept);
        }
        if let Some(fate) = self.next.take()
            && self.begin_value(fate, byte, kept)
        {
            return Ok(());
        }
        let at_fields = self.depth == self.entered;
        match byte {
            b'"' => {
                self.in_string = true;
                self.in_key = at_fields && self.expects_key;
                if self.in_key {
                    self.key.clear();
                }
                self.take_text(b"\"", kept);
                return Ok(());
            }
            b':' if at_fields && self.in_key => {
                self.in_key = false;
                self.expects_key = false;
                self.next = Some(self.fate());
                return Ok(());
            }
            b',' if at_fields => {
                self.end_value(kept);
                self.expects_key = true;
                return Ok(());
            }
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err("it is nested too deep".to_owned());
                }
            }
            b'}' | b']' => {
                if at_fields {
                    if byte != b'}' {
                        return Err("its brackets do not match".to_owned());
                    }
                    self.end_value(kept);
                    kept.push(b'}');
                    self.entered -= 1;
                    self.depth -= 1;
                    self.is_closed = self.depth == 0;
                    return Ok(());
                }
                self.depth -= 1;
            }
            _ => {}
        }
        if self.copies {
            kept.push(byte);
        }
        Ok(())
    }

    /// Before the packument, and behind it.
    fn outermost(&mut self, byte: u8, kept: &mut Vec<u8>) -> Result<(), String> {
        if self.is_closed {
            return Err("something stands behind its end".to_owned());
        }
        if byte != b'{' {
            return Err("it is not a packument".to_owned());
        }
        self.enter(kept);
        Ok(())
    }

    fn enter(&mut self, kept: &mut Vec<u8>) {
        self.depth += 1;
        self.entered = self.depth;
        self.expects_key = true;
        if let Some(has_field) = self.has_field.get_mut(self.entered) {
            *has_field = false;
        }
        kept.push(b'{');
    }

    /// The key without its quotes. One with escapes is none that is looked for.
    fn key(&self) -> &str {
        let key = std::str::from_utf8(&self.key).unwrap_or_default();
        key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or_default()
    }

    fn fate(&mut self) -> Fate {
        let key = self.key();
        let at = ENOUGH.iter().position(|field| *field == key);
        let (fate, at) = match self.entered {
            1 if key == "versions" => (Fate::Enter, at),
            1 if WHOLE.contains(&key) => (Fate::Keep, at),
            1 | 3 if MARKS.contains(&key) => (Fate::Mark, None),
            2 if !key.is_empty() => (Fate::Enter, None),
            3 if LATEST.contains(&key) && (self.is_latest() || key == "_npmUser") => (Fate::Keep, None),
            _ => (Fate::Skip, None),
        };
        if let Some(seen) = at.and_then(|at| self.seen.get_mut(at)) {
            *seen = true;
        }
        fate
    }

    /// The first byte of a field's value; whether that is dealt with.
    fn begin_value(&mut self, fate: Fate, byte: u8, kept: &mut Vec<u8>) -> bool {
        self.copies = false;
        if fate == Fate::Skip {
            return false;
        }
        if let Some(has_field) = self.has_field.get_mut(self.entered) {
            if *has_field {
                kept.push(b',');
            }
            *has_field = true;
        }
        kept.extend_from_slice(&self.key);
        kept.push(b':');
        match fate {
            Fate::Mark => kept.extend_from_slice(b"true"),
            Fate::Enter if byte == b'{' => {
                if self.entered == 2 {
                    self.version = self.key().to_owned();
                }
                self.enter(kept);
                return true;
            }
            Fate::Keep | Fate::Enter | Fate::Skip => {
                self.copies = true;
                self.tags_at = (self.entered == 1 && self.key() == "dist-tags").then_some(kept.len());
            }
        }
        false
    }

    fn end_value(&mut self, kept: &[u8]) {
        #[derive(Deserialize)]
        struct Tags {
            latest: String,
        }

        self.copies = false;
        if let Some(tags) = self.tags_at.take().and_then(|at| kept.get(at..)) {
            self.latest = serde_json::from_slice(tags).ok().map(|tags: Tags| tags.latest);
        }
    }

    /// Whether the version that is being read may be the newest: until the tags are known all may be, as
    /// far as there is room.
    fn is_latest(&self) -> bool {
        match self.latest.as_deref() {
            Some(latest) => latest == self.version,
            None => self.kept < MOST_UNTOLD,
        }
    }
}

#[cfg(test)]
mod tests;
