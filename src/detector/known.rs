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
    let standard = standard_library(ecosystem).binary_search(&normal).is_ok();
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
        let detail = format!("popular in {other}, and unknown in {ecosystem}");
        evidence.add(SignalCode::OtherEcosystem, evidence.weight(Term::OtherEcosystem), detail);
    }
    standard || import.is_some()
}

fn import_target(ecosystem: Ecosystem, normal: &str) -> Option<&'static str> {
    if ecosystem != Ecosystem::PyPi {
        return None;
    }
    let at = IMPORTS.binary_search_by_key(&normal, |(import, _)| import).ok()?;
    IMPORTS.get(at).map(|(_, package)| *package)
}

const fn standard_library(ecosystem: Ecosystem) -> &'static [&'static str] {
    match ecosystem {
        Ecosystem::PyPi => &PYTHON_MODULES,
        Ecosystem::Npm => &NODE_MODULES,
        Ecosystem::Crates => &RUST_CRATES,
    }
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
                assert_eq!(PackageName::new(ecosystem, *name).normal(), *name);
            }
        }
        for (import, package) in IMPORTS {
            assert_eq!(PackageName::new(Ecosystem::PyPi, import).normal(), import);
            let package = PackageName::new(Ecosystem::PyPi, package);
            assert!(
                !matches!(Corpus::embedded().existence(&package), Existence::Absent),
                "{package} does not exist"
            );
        }
    }
}
