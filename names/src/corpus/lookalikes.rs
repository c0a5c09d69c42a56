//! Look-alike search over any list of names: the snapshot's structure with wider numbers.

use super::build::{BuildError, near_tables};
use super::distance::letters;
use super::keys::index_keys;
use super::near::{Near, NearIndex, search};
use super::popular::{Names, Record};

/// Bytes of an entry: four for a name's number.
const ENTRY: usize = 5;

/// An index of a list of names, which may be longer than the 65,000 of a snapshot.
#[derive(Debug)]
pub struct Lookalikes {
    records: Vec<u8>,
    text: Vec<u8>,
    near: [Vec<u8>; 3],
}

impl Lookalikes {
    /// Indexes names in their folded form (see [`super::fold`]), most used first.
    ///
    /// # Errors
    /// Where a name is longer than a folded form can be, or all of them together are longer than 4 GiB.
    pub fn new<'n>(folded: impl IntoIterator<Item = &'n [u8]>) -> Result<Self, BuildError> {
        let (mut records, mut text, mut near) = (Vec::new(), Vec::new(), Vec::new());
        for (id, name) in (0u32..).zip(folded) {
            let too_long = |_| BuildError::NameTooLong(String::from_utf8_lossy(name).into_owned());
            let record = Record {
                name: u32::try_from(text.len()).map_err(|_| BuildError::TooLarge)?,
                letters: letters(name),
                name_length: 0,
                folded_length: u8::try_from(name.len()).map_err(too_long)?,
            };
            records.extend(record.to_bytes());
            text.extend(name);
            index_keys(name, |key| near.push((key, id, name.len())));
        }
        Ok(Self { records, text, near: near_tables::<ENTRY>(near)? })
    }

    /// The names within two edits of a folded text, as [`super::Corpus::near`] gives them.
    pub fn near(&self, folded: &[u8], found: &mut Vec<Near<u32>>) {
        let [bits, starts, entries] = &self.near;
        let index = NearIndex::<ENTRY> { bits, starts, entries };
        found.clear();
        search(Names { records: &self.records, text: &self.text }, &index, folded, found);
    }

    /// Bytes of the index, names aside.
    pub fn bytes(&self) -> usize {
        self.near.iter().map(Vec::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::package::Ecosystem;

    #[test]
    fn wider_numbers_find_the_same_names() {
        let corpus = Corpus::embedded();
        let ecosystem = Ecosystem::Crates;
        let count = u16::try_from(corpus.counts(ecosystem).popular).unwrap();
        let names = (0..count).map(|id| corpus.folded_name(ecosystem, id));
        let wide = Lookalikes::new(names.clone()).unwrap();
        let (mut expected, mut found) = (Vec::new(), Vec::new());
        for name in names {
            let text = name.get(1..).unwrap_or_default();
            corpus.near(ecosystem, text, &mut expected);
            wide.near(text, &mut found);
            let found = found.iter().map(|near| (near.id, near.edits));
            assert!(found.eq(expected.iter().map(|near| (u32::from(near.id), near.edits))));
        }
    }
}
