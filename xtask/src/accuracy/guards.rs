//! Other ways to judge a name by its letters, on the same names and the same popular lists: the checks
//! of typomania, which the crates registry runs on new crates, and plain edit distance.
//!
//! Both see letters only. Phantom also knows from the snapshot which names exist and how much they
//! are used, so the comparison is one of what is flagged offline and not of look-alike search alone.

use std::collections::HashSet;

use phantom_guard::corpus::{Corpus, Near, fold};
use phantom_guard::package::{Ecosystem, PackageName};
use typomania::checks::{Bitflips, Omitted, SwappedWords, Typos};
use typomania::{AuthorSet, Harness, Package};

use super::keyboard;
use super::sets::popular_spellings;

/// typomania's harness over one ecosystem's popular names.
pub(crate) struct Typomania(Harness<PopularNames>);

impl Typomania {
    /// All seven of its checks: the three of its default builder and the four that its documentation
    /// adds. Names are compared in the registry's normal form, hence the lower-case alphabet.
    pub(crate) fn new(corpus: &Corpus, ecosystem: Ecosystem) -> Self {
        let alphabet = match ecosystem {
            Ecosystem::PyPi | Ecosystem::Crates => "abcdefghijklmnopqrstuvwxyz0123456789-_",
            Ecosystem::Npm => "abcdefghijklmnopqrstuvwxyz0123456789-_.",
        };
        let names = PopularNames::of(corpus, ecosystem);
        let harness = Harness::builder()
            .with_check(Bitflips::new(alphabet, names.0.iter().map(String::as_str)))
            .with_check(Omitted::new(alphabet))
            .with_check(SwappedWords::new("-_."))
            .with_check(Typos::new(keyboard::confusions().into_iter()))
            .build(names);
        Self(harness)
    }

    /// Whether any check fires. A popular name is never flagged: the harness passes it itself.
    pub(crate) fn flags(&self, name: &PackageName) -> Result<bool, String> {
        let squats = self.0.check_package(name.normal(), Box::new(Nobodys));
        squats.map(|squats| !squats.is_empty()).map_err(|error| error.to_string())
    }
}

/// Popular names in normal form.
struct PopularNames(HashSet<String>);

impl PopularNames {
    fn of(corpus: &Corpus, ecosystem: Ecosystem) -> Self {
        let normal = |spelling| PackageName::new(ecosystem, spelling).normal().to_owned();
        Self(popular_spellings(corpus, ecosystem).map(normal).collect())
    }
}

impl typomania::Corpus for PopularNames {
    fn contains_name(&self, name: &str) -> typomania::Result<bool> {
        Ok(self.0.contains(name))
    }

    fn get(&self, name: &str) -> typomania::Result<Option<&dyn Package>> {
        Ok(self.0.contains(name).then_some(&Nobodys as &dyn Package))
    }
}

/// A package of which nothing but its name is known. It shares no author with any other, so that no
/// likeness is excused.
struct Nobodys;

impl AuthorSet for Nobodys {
    fn contains(&self, _author: &str) -> bool {
        false
    }
}

impl Package for Nobodys {
    fn authors(&self) -> &dyn AuthorSet {
        self
    }

    fn description(&self) -> Option<&str> {
        None
    }

    fn shared_authors(&self, _other: &dyn AuthorSet) -> bool {
        false
    }
}

/// The fewest edits between the name and a popular one, letters alone, where that is at most two (one
/// for names under six letters, beyond which a look-alike says nothing). `None` for popular names.
pub(crate) fn edits(corpus: &Corpus, name: &PackageName, found: &mut Vec<Near>) -> Option<u8> {
    if corpus.is_popular(name) {
        return None;
    }
    let folded = fold(name.spelling())?;
    corpus.near(name.ecosystem(), folded.as_bytes(), found);
    found.iter().map(|near| near.edits).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str) -> PackageName {
        PackageName::new(Ecosystem::PyPi, name)
    }

    #[test]
    fn each_of_typomanias_checks_is_at_work() {
        let typomania = Typomania::new(Corpus::embedded(), Ecosystem::PyPi);
        for (name, flagged) in [
            ("requessts", true),
            ("reqeusts", true),
            ("requests9", true),
            ("reqests", true),
            ("extensions_typing", true),
            ("requewts", true),
            ("requestq", true),
            ("requests", false),
            ("Typing_Extensions", false),
            ("a-name-like-no-other", false),
            ("r\u{e9}qu\u{e9}sts", false),
        ] {
            assert_eq!(typomania.flags(&package(name)), Ok(flagged), "{name}");
        }
    }

    #[test]
    fn edits_are_counted_on_letters_alone() {
        let mut found = Vec::new();
        for (name, distance) in [
            ("req-uests", Some(0)),
            ("reqeusts", Some(1)),
            ("reqeustz", Some(2)),
            ("requests", None),
            ("a-name-like-no-other", None),
        ] {
            assert_eq!(edits(Corpus::embedded(), &package(name), &mut found), distance, "{name}");
        }
    }
}
