//! JSON with places: serde_json's reader over borrowed text, so that the address of every piece
//! says its offset. Entries arrive while the text is read, so what stands before an error is kept,
//! and nothing is built that no one needs.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::draft::{Draft, offset_in};

/// A string, with its text in the file.
#[derive(Debug, Clone)]
pub(super) struct Text<'de> {
    raw: &'de str,
    pub(super) value: Cow<'de, str>,
}

impl<'de> Text<'de> {
    /// The string that a piece of JSON is, or `None` where it is something else.
    pub(super) fn of(json: &'de RawValue) -> Option<Self> {
        let raw = json.get().strip_prefix('"')?.strip_suffix('"')?;
        let value = if raw.contains('\\') {
            // A lone surrogate is no Unicode text; it stays as it is spelled.
            serde_json::from_str(json.get()).map_or(Cow::Borrowed(raw), Cow::Owned)
        } else {
            Cow::Borrowed(raw)
        };
        Some(Self { raw, value })
    }

    /// Where the piece that begins `within` bytes into the value stands in `text`. Behind an
    /// escape only the string as a whole has a place.
    pub(super) fn place(&self, text: &str, within: usize) -> usize {
        let start = offset_in(text, self.raw);
        match self.value {
            Cow::Borrowed(_) => start + within,
            Cow::Owned(_) => start,
        }
    }
}

/// Takes the entries of an object, one by one.
pub(super) trait Entries<'de> {
    /// Reads the entry's value from `map`, exactly once.
    fn entry<A: MapAccess<'de>>(&mut self, key: Text<'de>, map: &mut A) -> Result<(), A::Error>;
    /// A key that the object already had; its value comes as an entry too.
    fn duplicate(&mut self, key: &Text<'de>);
    /// There is something else in the object's place.
    fn not_an_object(&mut self, kind: &'static str);
}

/// Reads an object for [`Entries`].
pub(super) struct Object<'e, E>(pub(super) &'e mut E);

impl<'de, E: Entries<'de>> DeserializeSeed<'de> for Object<'_, E> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, E: Entries<'de>> Visitor<'de> for Object<'_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::default();
        while let Some(key) = map.next_key::<&'de RawValue>()? {
            let Some(key) = Text::of(key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if !seen.insert(key.value.clone()) {
                self.0.duplicate(&key);
            }
            self.0.entry(key, &mut map)?;
        }
        Ok(())
    }

    fn visit_bool<X>(self, _: bool) -> Result<(), X> {
        self.0.not_an_object("a boolean");
        Ok(())
    }

    fn visit_i64<X>(self, _: i64) -> Result<(), X> {
        self.0.not_an_object("a number");
        Ok(())
    }

    fn visit_u64<X>(self, _: u64) -> Result<(), X> {
        self.0.not_an_object("a number");
        Ok(())
    }

    fn visit_f64<X>(self, _: f64) -> Result<(), X> {
        self.0.not_an_object("a number");
        Ok(())
    }

    fn visit_str<X>(self, _: &str) -> Result<(), X> {
        self.0.not_an_object("a string");
        Ok(())
    }

    fn visit_unit<X>(self) -> Result<(), X> {
        self.0.not_an_object("null");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.not_an_object("an array");
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The keys of one object. Most objects have few, for which a list is the faster set.
#[derive(Default)]
struct Seen<'de> {
    few: Vec<Cow<'de, str>>,
    many: HashSet<Cow<'de, str>>,
}

impl<'de> Seen<'de> {
    const FEW: usize = 12;

    fn insert(&mut self, key: Cow<'de, str>) -> bool {
        if self.few.len() < Self::FEW {
            let new = !self.few.contains(&key);
            self.few.push(key);
            return new;
        }
        if self.many.is_empty() {
            self.many.extend(self.few.iter().cloned());
        }
        self.many.insert(key)
    }
}

/// Reads a whole document whose root is an object; what is wrong with its syntax is returned, by
/// offset, after the entries that could be read.
pub(super) fn read<'de, E: Entries<'de>>(text: &'de str, entries: &mut E) -> Option<(usize, String)> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = Object(entries).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let error = result.err()?;
    let at = offset_of(text, error.line(), error.column());
    if text.trim().is_empty() {
        return Some((0, "the file is empty".to_owned()));
    }
    if error.is_eof() {
        return Some((at, "the file ends in the middle of its JSON".to_owned()));
    }
    let message = error.to_string();
    // The reader's own " at line 1 column 2" is said by the location.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    Some((at, format!("invalid JSON: {}", message.escape_debug())))
}

/// Reports a syntax error that [`read`] returned.
pub(super) fn report(draft: &mut Draft<'_>, error: Option<(usize, String)>, hint: &str) {
    if let Some((at, message)) = error {
        draft.syntax(at, message, hint);
    }
}

/// serde_json counts columns in bytes.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let newline = memchr::memchr_iter(b'\n', text.as_bytes()).nth(line.saturating_sub(2));
    let start = if line < 2 { 0 } else { newline.map_or(text.len(), |at| at + 1) };
    let offset = (start + column.saturating_sub(1)).min(text.len());
    text.floor_char_boundary(offset)
}

/// The elements of an array, or `None` where the piece is something else.
pub(super) fn elements(json: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(json.get()).ok()
}

/// What a piece of JSON is, for a message.
pub(super) fn kind(json: &RawValue) -> &'static str {
    match json.get().as_bytes().first() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}
