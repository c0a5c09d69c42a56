//! What a parser writes while it reads: everything by byte offset, which becomes lines and columns
//! in one pass at the end.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::reading::{IndexKind, IndexSetting, Note, Reading};
use crate::finding::InputError;
use crate::package::{Concern, Dependency, Ecosystem, Location, Source, hide_passwords};

/// Something that could not be read, by offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where, in bytes of the text; `None` for the file as a whole.
    pub(super) offset: Option<usize>,
    pub(super) message: String,
    pub(super) hint: String,
}

impl Fault {
    pub(super) fn at(offset: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { offset: Some(offset), message: message.into(), hint: hint.into() }
    }
}

/// What a file leads to, and a parser alone cannot follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    /// A requirements or constraint file, relative to the one that names it.
    File(String),
    /// A dependency that the root of a Cargo workspace states.
    Inherited(String),
    /// Where the root of the Cargo workspace lies (`package.workspace`), relative to the file.
    WorkspaceRoot(String),
    /// The name of the npm package that the file describes.
    NpmPackage(String),
    /// A pattern for the folders of an npm workspace's members.
    NpmMembers(String),
}

/// What is weak about how a lockfile pins the bytes of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unpinned {
    /// No hash at all.
    Missing,
    /// Only one of a kind that can be forged, by its name.
    Weak(&'static str),
}

/// A file as a parser alone reads it.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) reading: Reading,
    pub(super) leads: Vec<(Location, Lead)>,
    /// The file is a program that states no dependencies.
    pub(super) states_nothing: bool,
}

/// Collects what a parser finds.
pub(super) struct Draft<'t> {
    pub(super) text: &'t str,
    pub(super) ecosystem: Ecosystem,
    found: Vec<(usize, Dependency)>,
    faults: Vec<Fault>,
    indexes: Vec<(usize, IndexKind, String)>,
    leads: Vec<(usize, Lead)>,
    folders: Vec<String>,
    notes: Vec<(usize, String)>,
    /// Packages that the lockfile does not pin well: what is wrong, how many, and the first one's place.
    unpinned: BTreeMap<Unpinned, (usize, usize)>,
    conflict: bool,
    states_nothing: bool,
    /// So many faults were there before the parser began.
    given: usize,
}

impl<'t> Draft<'t> {
    pub(super) fn new(text: &'t str, ecosystem: Ecosystem, faults: Vec<Fault>, conflict: bool) -> Self {
        Self {
            given: faults.len(),
            text,
            ecosystem,
            found: Vec::new(),
            faults,
            indexes: Vec::new(),
            leads: Vec::new(),
            folders: Vec::new(),
            notes: Vec::new(),
            unpinned: BTreeMap::new(),
            conflict,
            states_nothing: false,
        }
    }

    /// A dependency whose name stands at `offset`.
    pub(super) fn dependency(&mut self, offset: usize, dependency: Dependency) {
        self.found.push((offset, dependency));
    }

    pub(super) fn fault(&mut self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(Fault::at(offset, message, hint));
    }

    /// A syntax error, which goes without saying where a merge conflict was found.
    pub(super) fn syntax(&mut self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        if !self.conflict {
            self.fault(offset, message, hint);
        }
    }

    pub(super) fn index(&mut self, offset: usize, kind: IndexKind, url: impl Into<String>) {
        self.indexes.push((offset, kind, url.into()));
    }

    pub(super) fn lead(&mut self, offset: usize, lead: Lead) {
        self.leads.push((offset, lead));
    }

    /// A folder to build whose name lies inside it.
    pub(super) fn folder(&mut self, path: &str) {
        if !path.contains("://") {
            self.folders.push(path.to_owned());
        }
    }

    /// Something that the user should know, and that is neither a broken file nor unsupported syntax:
    /// what only running or configuring a tool would tell.
    pub(super) fn note(&mut self, offset: usize, message: impl Into<String>) {
        self.notes.push((offset, message.into()));
    }

    /// Takes over what a parser found in a text that stands inside this one; `place` leads from the
    /// inner text's offsets to this one's.
    pub(super) fn absorb(&mut self, inner: Draft<'_>, place: impl Fn(usize) -> usize) {
        fn moved<T>(
            items: Vec<(usize, T)>,
            place: impl Fn(usize) -> usize,
        ) -> impl Iterator<Item = (usize, T)> {
            items.into_iter().map(move |(offset, item)| (place(offset), item))
        }
        self.found.extend(moved(inner.found, &place));
        self.leads.extend(moved(inner.leads, &place));
        self.notes.extend(moved(inner.notes, &place));
        self.indexes.extend(inner.indexes.into_iter().map(|(offset, kind, url)| (place(offset), kind, url)));
        let faults = inner.faults.into_iter();
        self.faults.extend(faults.map(|fault| Fault { offset: fault.offset.map(&place), ..fault }));
        self.folders.extend(inner.folders);
    }

    /// Forgets what was wrong with the file's bytes, for a file that declares an encoding of its own
    /// in which they may be right.
    pub(super) fn forgive_bytes(&mut self) {
        if !self.conflict {
            self.faults.drain(..std::mem::take(&mut self.given));
        }
    }

    /// The package of a registry that stands at `offset` is not pinned well. Said once for the file.
    pub(super) fn unpinned(&mut self, offset: usize, what: Unpinned) {
        let (count, first) = self.unpinned.entry(what).or_insert((0, offset));
        *count += 1;
        *first = offset.min(*first);
    }

    /// The file is a program without a block of dependencies: no manifest after all.
    pub(super) const fn states_nothing(&mut self) {
        self.states_nothing = true;
    }

    /// Forgets what was found, for a parser that starts again in another way.
    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.faults.truncate(self.given);
        self.indexes.clear();
        self.leads.clear();
        self.folders.clear();
        self.notes.clear();
        self.unpinned.clear();
    }

    /// Puts lines and columns in the place of offsets, and everything in the order of the text.
    pub(super) fn finish(mut self, shown: &str) -> Parsed {
        self.found.sort_by_key(|(offset, _)| *offset);
        self.faults.sort_by_key(|fault| fault.offset);
        self.notes.sort_by_key(|(offset, _)| *offset);
        let places = Places::new(
            self.text,
            self.found
                .iter()
                .map(|(offset, _)| *offset)
                .chain(self.faults.iter().filter_map(|fault| fault.offset))
                .chain(self.indexes.iter().map(|(offset, ..)| *offset))
                .chain(self.leads.iter().map(|(offset, _)| *offset))
                .chain(self.unpinned.values().map(|(_, first)| *first))
                .chain(self.notes.iter().map(|(offset, _)| *offset)),
        );
        let file: Arc<str> = shown.into();
        let location = |offset| {
            let (line, column) = places.get(offset);
            Location { file: Arc::clone(&file), line, column }
        };
        let ecosystem = self.ecosystem;
        let reading = Reading {
            dependencies: self
                .found
                .into_iter()
                .map(|(offset, found)| Dependency {
                    location: Some(location(offset)),
                    requirement: found.requirement.map(|text| hide_passwords(&text).into_owned()),
                    source: without_passwords(found.source),
                    concerns: found.concerns.into_iter().map(Concern::without_passwords).collect(),
                    ..found
                })
                .collect(),
            errors: self
                .faults
                .into_iter()
                .map(|fault| {
                    let place = fault.offset.map(|offset| places.get(offset));
                    InputError {
                        file: Some(Arc::clone(&file)),
                        line: place.map(|(line, _)| line),
                        column: place.map(|(_, column)| column),
                        message: hide_passwords(&fault.message).into_owned(),
                        hint: fault.hint,
                    }
                })
                .collect(),
            indexes: self
                .indexes
                .into_iter()
                .map(|(offset, kind, url)| IndexSetting { ecosystem, kind, url, location: location(offset) })
                .collect(),
            folders: self.folders,
            notes: self
                .unpinned
                .iter()
                .map(|(what, (count, first))| (*first, what.said(*count)))
                .chain(self.notes)
                .map(|(offset, message)| Note {
                    location: location(offset),
                    message: hide_passwords(&message).into_owned(),
                })
                .collect(),
            ..Reading::default()
        };
        Parsed {
            reading,
            states_nothing: self.states_nothing,
            leads: self.leads.into_iter().map(|(offset, lead)| (location(offset), lead)).collect(),
        }
    }
}

impl Unpinned {
    fn said(self, count: usize) -> String {
        let packages = if count == 1 { "1 package".to_owned() } else { format!("{count} packages") };
        match self {
            Self::Missing => format!("{packages} without an integrity hash, of which this is the first"),
            Self::Weak(kind) => {
                format!(
                    "{packages} with no integrity hash but {kind}, which can be forged; this is the first"
                )
            }
        }
    }
}

/// A reader leaves out what is secret in an address; one that stands in the middle of another text is
/// nobody's address, and must not be shown either.
fn without_passwords(source: Source) -> Source {
    let hidden = |text: Arc<str>| match hide_passwords(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown.into(),
    };
    match source {
        Source::OtherRegistry(text) => Source::OtherRegistry(hidden(text)),
        Source::Git(text) => Source::Git(hidden(text)),
        Source::Url(text) => Source::Url(hidden(text)),
        Source::Path(text) => Source::Path(hidden(text)),
        Source::Registry | Source::Workspace | Source::Bundled => source,
    }
}

/// Lines and columns of some offsets of a text, found in one pass over it.
pub(super) struct Places {
    /// Sorted by offset.
    known: Vec<(usize, (u32, u32))>,
}

impl Places {
    pub(super) fn new(text: &str, offsets: impl Iterator<Item = usize>) -> Self {
        let mut known: Vec<_> = offsets.map(|offset| (offset, (1, 1))).collect();
        known.sort_unstable();
        known.dedup();
        let bytes = text.as_bytes();
        let (mut at, mut line, mut column) = (0, 1u32, 1u32);
        for (offset, place) in &mut known {
            let passed = bytes.get(at..(*offset).min(bytes.len())).unwrap_or_default();
            let lines = memchr::memchr_iter(b'\n', passed).count();
            let tail = match memchr::memrchr(b'\n', passed) {
                Some(last) => {
                    line = line.saturating_add(saturated(lines));
                    column = 1;
                    passed.get(last + 1..).unwrap_or_default()
                }
                None => passed,
            };
            // A character of UTF-8 has one byte that does not continue another.
            let characters = tail.iter().filter(|&&b| b & 0xC0 != 0x80).count();
            column = column.saturating_add(saturated(characters));
            at += passed.len();
            *place = (line, column);
        }
        Self { known }
    }

    /// Line and column of one of the offsets, from 1.
    pub(super) fn get(&self, offset: usize) -> (u32, u32) {
        match self.known.binary_search_by_key(&offset, |(known, _)| *known) {
            Ok(at) => self.known.get(at).map_or((1, 1), |(_, place)| *place),
            Err(_) => (1, 1),
        }
    }
}

fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where `part`, a piece of `text`, begins in it; 0 for a text that is no piece of it.
pub(super) fn offset_in(text: &str, part: &str) -> usize {
    let offset = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    if offset <= text.len() { offset } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns_in_characters() {
        let text = "ab\ncé€d\n\nx";
        let places = Places::new(text, [9, 0, 2, 3, 4, 6, 11, 12, 99].into_iter());
        for (offset, place) in [
            (0, (1, 1)),
            (2, (1, 3)),
            (3, (2, 1)),
            (4, (2, 2)),
            (6, (2, 3)),
            (9, (2, 4)),
            (11, (3, 1)),
            (12, (4, 1)),
            (99, (4, 2)),
        ] {
            assert_eq!(places.get(offset), place, "{offset}");
        }
    }

    #[test]
    fn a_piece_of_a_text_knows_where_it_begins() {
        let text = String::from("name = value");
        assert_eq!(offset_in(&text, text.split(' ').nth(2).unwrap()), 7);
        assert_eq!(offset_in(&text, "elsewhere"), 0);
    }
}
