//! What is known of names without asking anyone: a snapshot of the registries' names.
//!
//! The snapshot is one file, embedded in the binary and used where it lies: opening it reads a
//! header of a few hundred bytes. For each ecosystem it holds the popular names with the tables for
//! look-ups and look-alikes, and a filter of all names with five bits
//! of use or age for each, and the words that names are made of.
//!
//! ```
//! use phantom_names::corpus::{Corpus, Existence};
//! use phantom_names::package::{Ecosystem, PackageName};
//!
//! let corpus = Corpus::embedded();
//! assert!(corpus.is_popular(&PackageName::new(Ecosystem::PyPi, "requests")));
//! // Every name of PyPI is in it: what it lacks did not exist on its date.
//! let invented = PackageName::new(Ecosystem::PyPi, "requests-but-easier");
//! assert_eq!(corpus.existence(&invented), Existence::Absent);
//! assert!(Corpus::from_bytes(b"no snapshot".to_vec()).is_err());
//! ```

mod build;
mod bytes;
mod distance;
mod filter;
mod fold;
mod keys;
mod layout;
mod lexicon;
mod lookalikes;
mod near;
mod popular;
mod trace;

pub use layout::CorpusError;
pub use trace::Trace;

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    build::{BuildError, EcosystemNames, Listed, build},
    bytes::hash,
    distance::distance,
    fold::{Folded, fold},
    lexicon::{Place, base},
    lookalikes::Lookalikes,
    near::Near,
    popular::words,
    trace::Fact,
};

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::package::{Ecosystem, PackageName};
use layout::Layout;
use popular::{Popular, words_key};

static EMBEDDED: &[u8] = include_bytes!("../../../data/names.snapshot");

/// A snapshot of names.
#[derive(Debug)]
pub struct Corpus {
    bytes: Cow<'static, [u8]>,
    layout: Layout,
    /// The date, written out: a name that is absent on it says so, and most strangers are.
    day: String,
}

/// What the snapshot says of a name's existence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existence {
    /// The registry had it (but for 1 in 2,048 names that it did not have).
    Present(Trace),
    /// The snapshot holds every name of the registry, and not this one: it did not exist then.
    Absent,
    /// The snapshot holds a part of the registry, and not this name: nothing follows.
    NotListed,
}

/// Counts of one ecosystem's part of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Names whose existence is known.
    pub names: u32,
    /// Names of the popular list.
    pub popular: u32,
    /// Whether every name of the registry is in it, so that absence means something.
    pub complete: bool,
}

impl Corpus {
    /// The snapshot inside this binary.
    pub fn embedded() -> &'static Self {
        static CORPUS: OnceLock<Corpus> = OnceLock::new();
        CORPUS.get_or_init(|| {
            // A test reads the committed file, so a broken one cannot be released; an empty
            // snapshot answers "not listed" to everything.
            let layout = Layout::read(EMBEDDED).unwrap_or_default();
            Self::new(Cow::Borrowed(EMBEDDED), layout)
        })
    }

    /// A snapshot from elsewhere.
    ///
    /// # Errors
    /// Where the bytes are no snapshot, one of another format, or one whose content does not have
    /// the checksum of its header.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, CorpusError> {
        let bytes = bytes.into();
        let layout = Layout::read(&bytes)?;
        layout.verify(&bytes)?;
        Ok(Self::new(bytes, layout))
    }

    fn new(bytes: Cow<'static, [u8]>, layout: Layout) -> Self {
        let day = layout.date.to_string();
        Self { bytes, layout, day }
    }

    /// The day as of which the names were listed.
    pub const fn date(&self) -> Date {
        self.layout.date
    }

    /// The same day, written out.
    pub fn day(&self) -> &str {
        &self.day
    }

    /// Bytes of the whole snapshot.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Where the names came from, in the builder's own words, a line each.
    pub fn sources(&self) -> &str {
        let range = self.layout.sources.clone();
        std::str::from_utf8(self.bytes.get(range).unwrap_or_default()).unwrap_or_default()
    }

    /// How many names there are.
    pub fn counts(&self, ecosystem: Ecosystem) -> Counts {
        let part = self.layout.part(ecosystem);
        Counts {
            names: part.names,
            popular: u32::try_from(part.popular_count()).unwrap_or(u32::MAX),
            complete: part.complete,
        }
    }

    /// Whether the name is among its ecosystem's popular ones.
    pub fn is_popular(&self, name: &PackageName) -> bool {
        self.rank(name).is_some()
    }

    /// The name's place among the popular ones of its ecosystem, 1 the most used.
    pub fn rank(&self, name: &PackageName) -> Option<u32> {
        self.find(name.ecosystem(), name.normal()).map(|id| u32::from(id) + 1)
    }

    /// Whether the name existed at the snapshot's date, and what is known of it.
    pub fn existence(&self, name: &PackageName) -> Existence {
        let ecosystem = name.ecosystem();
        let part = self.layout.part(ecosystem);
        match part.filter(&self.bytes).get(name.normal().as_bytes()) {
            Some(level) if ecosystem == Ecosystem::PyPi => Existence::Present(Trace::of_release(level)),
            Some(level) => Existence::Present(Trace::of_use(level)),
            None if part.complete => Existence::Absent,
            None => Existence::NotListed,
        }
    }
}

// For the detector and the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
impl Corpus {
    /// The number of the popular name with this normal form.
    pub fn find(&self, ecosystem: Ecosystem, normal: &str) -> Option<u16> {
        let normal = normal.as_bytes();
        self.popular(ecosystem).find_exact(normal, |spelling| match ecosystem {
            Ecosystem::Npm => spelling == normal,
            Ecosystem::PyPi | Ecosystem::Crates => same_normal(spelling, normal),
        })
    }

    /// The spelling of a popular name; empty for a number that there is not.
    pub fn name(&self, ecosystem: Ecosystem, id: u16) -> &str {
        self.popular(ecosystem).name(id).unwrap_or_default()
    }

    /// The folded form (see [`fold`]) of a popular name.
    pub fn folded_name(&self, ecosystem: Ecosystem, id: u16) -> &[u8] {
        let popular = self.popular(ecosystem);
        popular.record(id).map(|record| popular.names.folded(record)).unwrap_or_default()
    }

    /// The most used popular name with the same letters, delimiters and case aside.
    pub fn same_letters(&self, ecosystem: Ecosystem, folded: &[u8]) -> Option<u16> {
        self.popular(ecosystem).find_folded(folded)
    }

    /// A popular name of the same words in another order. `folded` is the folded form of the name that
    /// the words are of.
    pub fn same_words<'w>(
        &self,
        ecosystem: Ecosystem,
        own: &(impl Iterator<Item = &'w str> + Clone),
        folded: &[u8],
    ) -> Option<u16> {
        let popular = self.popular(ecosystem);
        let key = words_key(own.clone().map(str::as_bytes));
        popular.find_words(key).find(|&id| {
            // The same letters, or it is a stranger that only stands beside the key.
            popular.record(id).is_some_and(|record| record.is_of_letters(folded))
                && popular.name(id).is_some_and(|name| sorted(words(name)) == sorted(own.clone()))
        })
    }

    /// The popular names within two edits of a folded text (one, for names under six letters),
    /// nearest first, then most used first. `found` is emptied before.
    pub fn near(&self, ecosystem: Ecosystem, folded: &[u8], found: &mut Vec<Near>) {
        found.clear();
        let popular = self.popular(ecosystem);
        near::search(popular.names, &popular.near, folded, found);
    }

    /// Bytes of the look-alike index of one ecosystem.
    pub fn near_bytes(&self, ecosystem: Ecosystem) -> usize {
        self.popular(ecosystem).near.size()
    }

    /// The binary logarithm of the number of names that have `word` at the place; `None` for fewer
    /// than five. Where an ecosystem's list is of popular names only, too few to count words in, the
    /// other ecosystems' names count too.
    pub fn word_level(&self, ecosystem: Ecosystem, place: Place, word: &str) -> Option<f64> {
        let of = |ecosystem| lexicon::level(self.layout.part(ecosystem).lexicon(&self.bytes), place, word);
        of(ecosystem).or_else(|| {
            let others = Ecosystem::ALL.into_iter().filter(|&other| other != ecosystem);
            if self.lists_little_known(ecosystem) { None } else { others.filter_map(of).reduce(f64::max) }
        })
    }

    /// Whether a name, given in its normal form, existed at the snapshot's date.
    pub fn lists(&self, ecosystem: Ecosystem, normal: &str) -> bool {
        self.layout.part(ecosystem).filter(&self.bytes).get(normal.as_bytes()).is_some()
    }

    /// Whether it lists more names of the ecosystem than the popular ones.
    pub fn lists_little_known(&self, ecosystem: Ecosystem) -> bool {
        let part = self.layout.part(ecosystem);
        part.names as usize > part.popular_count()
    }

    #[inline(always)]
    fn popular(&self, ecosystem: Ecosystem) -> Popular<'_> {
        self.layout.part(ecosystem).popular(&self.bytes)
    }
}

fn sorted<'w>(words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words
}

/// Whether a spelling has this normal form, case and the three delimiters aside. The snapshot's own
/// spellings have no runs of delimiters.
fn same_normal(spelling: &[u8], normal: &[u8]) -> bool {
    spelling.len() == normal.len()
        && spelling.iter().zip(normal).all(|(a, b)| match a {
            b'-' | b'_' | b'.' => *b == b'-',
            _ => a.to_ascii_lowercase() == *b,
        })
}
