//! `standard-library`, `import-name`, `other-ecosystem`: the name is known, but as something else.
//!
//! Misleads where a package was published under such a name in good faith, backports above all; so
//! none of them counts for a name in use, but as a hint where it is absent.

use super::SignalCode;
use super::evidence::Evidence;
use super::terms::Term;
use crate::corpus::Corpus;
use crate::package::{Ecosystem, PackageName};

/// Adds what the name is known as. Gives whether that is a module: a likeness to some package then
/// means nothing.
pub(super) fn weigh(corpus: &Corpus, name: &PackageName, in_use: bool, evidence: &mut Evidence<'_>) -> bool {
    if in_use {
        return false;
    }
    let ecosystem = name.ecosystem();
    let normal = name.normal();
    let import = import_target(ecosystem, normal);
    let (modules, sizes) = standard_library(ecosystem);
    let standard = sizes.may_hold(normal) && modules.binary_search(&normal).is_ok();
    if let Some(package) = import {
        let detail = format!("{normal} is what one imports; the package is {package}");
        evidence.add_target(SignalCode::ImportName, evidence.weight(Term::ImportName), detail, package);
    } else if standard {
        let detail = format!("{normal} ships with the language and is not installed");
        evidence.add(SignalCode::StandardLibrary, evidence.weight(Term::StandardLibrary), detail);
    }
    let elsewhere = Ecosystem::ALL
        .into_iter()
        .filter(|&other| other != ecosystem)
        .find(|&other| corpus.find(other, normal).is_some());
    if let Some(other) = elsewhere {
        let detail = ["popular in ", other.as_str(), ", and unknown in ", ecosystem.as_str()].concat();
        evidence.add(SignalCode::OtherEcosystem, evidence.weight(Term::OtherEcosystem), detail);
    }
    standard || import.is_some()
}

fn import_target(ecosystem: Ecosystem, normal: &str) -> Option<&'static str> {
    static SIZES: Sizes = Sizes::of(&first_of_each(&IMPORTS));
    if ecosystem != Ecosystem::PyPi || !SIZES.may_hold(normal) {
        return None;
    }
    let at = IMPORTS.binary_search_by_key(&normal, |(import, _)| import).ok()?;
    IMPORTS.get(at).map(|(_, package)| *package)
}

fn standard_library(ecosystem: Ecosystem) -> (&'static [&'static str], &'static Sizes) {
    static SIZES: [Sizes; 3] =
        [Sizes::of(&PYTHON_MODULES), Sizes::of(&NODE_MODULES), Sizes::of(&RUST_CRATES)];
    let [python, node, rust] = &SIZES;
    match ecosystem {
        Ecosystem::PyPi => (&PYTHON_MODULES, python),
        Ecosystem::Npm => (&NODE_MODULES, node),
        Ecosystem::Crates => (&RUST_CRATES, rust),
    }
}

/// The lengths of a table's names, by their first letters: most names are in no table, and this says so
/// without a search.
struct Sizes([u32; 32]);

impl Sizes {
    const fn of(names: &[&str]) -> Self {
        let mut sizes = [0; 32];
        let mut at = 0;
        while at < names.len() {
            let name = names[at].as_bytes();
            sizes[name[0] as usize % 32] |= Self::bit(name.len());
            at += 1;
        }
        Self(sizes)
    }

    /// Lengths of 31 and more count as one.
    const fn bit(length: usize) -> u32 {
        1 << if length < 31 { length } else { 31 }
    }

    /// True for every name of the table, and for few others.
    fn may_hold(&self, name: &str) -> bool {
        let first = name.bytes().next().and_then(|first| self.0.get(usize::from(first) % 32));
        first.is_some_and(|sizes| sizes & Self::bit(name.len()) != 0)
    }
}

const fn first_of_each<const N: usize>(pairs: &[(&'static str, &str); N]) -> [&'static str; N] {
    let mut firsts = [""; N];
    let mut at = 0;
    while at < N {
        firsts[at] = pairs[at].0;
        at += 1;
    }
    firsts
}

include!("known_tables.rs");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Existence;

    #[test]
    fn the_tables_are_sorted_and_normal() {
        assert!(IMPORTS.is_sorted_by_key(|(import, _)| import));
        for (ecosystem, table) in [
            (Ecosystem::PyPi, &PYTHON_MODULES[..]),
            (Ecosystem::Npm, &NODE_MODULES[..]),
            (Ecosystem::Crates, &RUST_CRATES[..]),
        ] {
            assert!(table.is_sorted(), "{ecosystem}");
            for name in table {
                assert!(standard_library(ecosystem).1.may_hold(name), "{name}");
                assert_eq!(PackageName::new(ecosystem, *name).normal(), *name);
            }
        }
        for (import, package) in IMPORTS {
            assert!(import_target(Ecosystem::PyPi, import).is_some(), "{import}");
            assert_eq!(PackageName::new(Ecosystem::PyPi, import).normal(), import);
            let package = PackageName::new(Ecosystem::PyPi, package);
            assert!(
                !matches!(Corpus::embedded().existence(&package), Existence::Absent),
                "{package} does not exist"
            );
        }
    }
}
