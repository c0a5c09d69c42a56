//! The allow and deny lists.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::package::{Dependency, Ecosystem, PackageName, PackageSpec};

/// Which names an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRule {
    /// The name in each ecosystem that the rule covers: one, or all three.
    names: Vec<PackageName>,
    /// What the rule says, as written.
    text: String,
}

impl NameRule {
    /// Reads `npm:left-padd`, `pkg:npm/left-padd`, or a bare name, which stands for that name in any ecosystem.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let names = match PackageSpec::parse(text, None) {
            Ok(spec) => vec![spec.name],
            Err(_) => Ecosystem::ALL.map(|ecosystem| PackageName::new(ecosystem, text)).to_vec(),
        };
        Self { names, text: text.to_owned() }
    }

    /// The rule for one name.
    pub fn one(name: PackageName) -> Self {
        Self { text: format!("{}:{name}", name.ecosystem()), names: vec![name] }
    }

    /// The ecosystem, where the rule is about one only.
    pub fn ecosystem(&self) -> Option<Ecosystem> {
        match self.names.as_slice() {
            [name] => Some(name.ecosystem()),
            _ => None,
        }
    }

    /// Whether the rule covers a name, as its registry compares names.
    pub fn covers(&self, name: &PackageName) -> bool {
        self.names.contains(name)
    }

    /// Whether two rules are about the same names, however they are written.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.names == other.names
    }

    /// The rule as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A name that the project allows or denies, whatever the evidence says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The names it is about.
    pub rule: NameRule,
    /// Why, in the user's words.
    pub reason: String,
    /// The last day, in UTC, on which it counts; `None` where it has no end.
    pub until: Option<Date>,
    /// The only version it is about; `None` for all.
    pub version: Option<String>,
    /// Where it stands: `phantom.toml:12`, or `--allow`.
    pub place: Arc<str>,
}

impl Entry {
    /// Whether it no longer counts on that day.
    pub fn is_over(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// What its version says of a dependency.
    pub fn pin(&self, dependency: &Dependency) -> Pin {
        let Some(version) = &self.version else { return Pin::Holds };
        match exact_version(dependency) {
            Some(exact) if exact == version.trim_start_matches(['=', 'v']).trim() => Pin::Holds,
            Some(_) => Pin::Another,
            None => Pin::Open,
        }
    }
}

/// Whether an entry's version is the one that a dependency asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pin {
    /// It is, or the entry is about every version.
    Holds,
    /// The dependency asks for exactly another one.
    Another,
    /// The dependency does not say exactly which one.
    Open,
}

/// The one version that a dependency's requirement leaves, where it leaves one.
///
/// `==1.2` and `=1.2` say so everywhere. A bare `1.2` does in lockfiles, and a bare `1.2.3` in npm's
/// files; cargo takes both for ranges elsewhere.
pub fn exact_version(dependency: &Dependency) -> Option<&str> {
    let requirement = dependency.requirement.as_deref()?.trim();
    let bare = requirement.trim_start_matches('=').trim_start().trim_start_matches('v');
    let is_version = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '!' | '_'))
        && !bare.split(['.', '-']).any(|part| matches!(part, "x" | "X"));
    let marked = bare.len() < requirement.len();
    let is_lockfile = || dependency.location.as_ref().is_some_and(|l| l.file.ends_with("Cargo.lock"));
    let locked = || dependency.locked || is_lockfile();
    let stated = match dependency.name.ecosystem() {
        Ecosystem::PyPi => requirement.starts_with("==") || !marked && locked(),
        Ecosystem::Npm => marked || locked() || bare.matches('.').count() >= 2,
        Ecosystem::Crates => marked || locked(),
    };
    (is_version && stated).then_some(bare)
}

/// Entries, found by name.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    entries: Vec<Entry>,
    by_name: HashMap<PackageName, Vec<usize>>,
}

impl List {
    pub(super) fn push(&mut self, entry: Entry) {
        for name in &entry.rule.names {
            self.by_name.entry(name.clone()).or_default().push(self.entries.len());
        }
        self.entries.push(entry);
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries about a name, over or not, in the order in which they were given.
    pub(super) fn about(&self, name: &PackageName) -> impl Iterator<Item = &Entry> {
        let found = if self.by_name.is_empty() { None } else { self.by_name.get(name) };
        found.into_iter().flatten().filter_map(|&at| self.entries.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependency(ecosystem: Ecosystem, requirement: &str, file: Option<&str>) -> Dependency {
        let mut dependency = Dependency::new(PackageName::new(ecosystem, "x"));
        dependency.requirement = Some(requirement.to_owned());
        dependency.location =
            file.map(|file| crate::package::Location { file: file.into(), line: 1, column: 1 });
        dependency
    }

    #[test]
    fn names_match_in_their_normal_form() {
        let mut list = List::default();
        for (rule, place) in [("pypi:Left_Pad", "a"), ("left.pad", "b"), ("pkg:npm/%40acme/x", "c")] {
            list.push(Entry {
                rule: NameRule::parse(rule),
                reason: "r".into(),
                until: None,
                version: None,
                place: place.into(),
            });
        }
        let about = |ecosystem, name: &str| -> String {
            list.about(&PackageName::new(ecosystem, name)).map(|entry| entry.place.to_string()).collect()
        };
        assert_eq!(about(Ecosystem::PyPi, "left-pad"), "ab");
        assert_eq!(about(Ecosystem::Npm, "left-pad"), "");
        assert_eq!(about(Ecosystem::Npm, "left.pad"), "b");
        assert_eq!(about(Ecosystem::Npm, "@acme/x"), "c");
    }

    #[test]
    fn only_an_exact_requirement_states_a_version() {
        for (ecosystem, requirement, file, exact) in [
            (Ecosystem::PyPi, "==2.31.0", None, Some("2.31.0")),
            (Ecosystem::PyPi, ">=2.31.0", None, None),
            (Ecosystem::PyPi, "==2.*", None, None),
            (Ecosystem::PyPi, "==2.1,<3", None, None),
            (Ecosystem::Npm, "1.2.3", None, Some("1.2.3")),
            (Ecosystem::Npm, "^1.2.3", None, None),
            (Ecosystem::Npm, "1.2", None, None),
            (Ecosystem::Npm, "1.x.0", None, None),
            (Ecosystem::Npm, "latest", None, None),
            (Ecosystem::Crates, "=1.2.3", None, Some("1.2.3")),
            (Ecosystem::Crates, "1.2.3", Some("Cargo.toml"), None),
            (Ecosystem::Crates, "1.2.3", Some("a/Cargo.lock"), Some("1.2.3")),
        ] {
            let dependency = dependency(ecosystem, requirement, file);
            assert_eq!(exact_version(&dependency), exact, "{ecosystem} {requirement}");
        }
        // Whatever a lockfile pins is a version.
        for ecosystem in Ecosystem::ALL {
            let pinned = Dependency { locked: true, ..dependency(ecosystem, "2.31", Some("some.lock")) };
            assert_eq!(exact_version(&pinned), Some("2.31"), "{ecosystem}");
        }
    }
}
