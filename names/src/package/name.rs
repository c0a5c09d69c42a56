use std::fmt;
use std::hash::{Hash, Hasher};

use super::Ecosystem;

/// The longest name any of the three registries takes is 214 characters (npm); crates stop at 64.
const LONGEST_NPM: usize = 214;
const LONGEST_CRATE: usize = 64;
/// The Python registry states no limit; its longest name at the snapshot's date has 188 characters.
const LONGEST_PYPI: usize = 300;

/// Why a text cannot be a package's name in its ecosystem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NameFault {
    /// Nothing is left of it.
    #[error("it is empty")]
    Empty,
    /// Longer than the registry takes.
    #[error("it is longer than the {0} characters that the registry takes")]
    TooLong(usize),
    /// A character that the registry refuses.
    #[error("it holds {0:?}, which the registry refuses")]
    Character(char),
    /// Starts or ends with what may only stand inside.
    #[error("it must not start or end with {0:?}")]
    Edge(char),
    /// `@` without `scope/name` behind it.
    #[error("a scoped name is written @scope/name")]
    Scope,
}

/// A package's name in one ecosystem: the user's spelling, and the normal form by which the
/// registry compares names.
///
/// - pypi: the normalised names specification (PEP 503): lower case, every run of `-`, `_` and `.` is one `-`.
/// - npm: names are compared byte for byte.
/// - crates: case and the difference between `-` and `_` do not count.
///
/// Making one never fails, since hostile names must be reported and not dropped: [`PackageName::fault`]
/// says whether the registry could hold it. Equality and hash follow ecosystem and normal form.
#[derive(Debug, Clone)]
pub struct PackageName {
    ecosystem: Ecosystem,
    spelling: Box<str>,
    /// `None` where the spelling is normal already, which is usual.
    normal: Option<Box<str>>,
}

impl PackageName {
    /// Takes a name as written.
    pub fn new(ecosystem: Ecosystem, spelling: impl Into<Box<str>>) -> Self {
        let spelling = spelling.into();
        let normal = normalise(ecosystem, &spelling);
        Self { ecosystem, spelling, normal }
    }

    /// The ecosystem whose rule the name follows.
    pub const fn ecosystem(&self) -> Ecosystem {
        self.ecosystem
    }

    /// The name as the user wrote it.
    pub fn spelling(&self) -> &str {
        &self.spelling
    }

    /// The form by which the registry compares names.
    pub fn normal(&self) -> &str {
        self.normal.as_deref().unwrap_or(&self.spelling)
    }

    /// npm's scope with its `@` (`@types` of `@types/node`).
    pub fn scope(&self) -> Option<&str> {
        if self.ecosystem != Ecosystem::Npm || !self.spelling.starts_with('@') {
            return None;
        }
        self.spelling.split_once('/').map(|(scope, _)| scope)
    }

    /// Why no registry of this ecosystem could hold the name, or `None` where one could.
    pub fn fault(&self) -> Option<NameFault> {
        match self.ecosystem {
            Ecosystem::PyPi => fault_in_python_name(&self.spelling),
            Ecosystem::Npm => fault_in_npm_name(&self.spelling),
            Ecosystem::Crates => fault_in_crate_name(&self.spelling),
        }
    }
}

impl PartialEq for PackageName {
    fn eq(&self, other: &Self) -> bool {
        self.ecosystem == other.ecosystem && self.normal() == other.normal()
    }
}

impl Eq for PackageName {}

impl Hash for PackageName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ecosystem.hash(state);
        self.normal().hash(state);
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelling)
    }
}

fn normalise(ecosystem: Ecosystem, spelling: &str) -> Option<Box<str>> {
    match ecosystem {
        Ecosystem::Npm => None,
        Ecosystem::Crates => spelling
            .bytes()
            .any(|b| b == b'_' || b.is_ascii_uppercase())
            .then(|| spelling.to_ascii_lowercase().replace('_', "-").into()),
        Ecosystem::PyPi => {
            let mut before = 0u8;
            let normal = spelling.bytes().all(|b| {
                let fine =
                    !b.is_ascii_uppercase() && b != b'_' && b != b'.' && !(b == b'-' && before == b'-');
                before = b;
                fine
            });
            (!normal).then(|| normalise_python_name(spelling))
        }
    }
}

fn normalise_python_name(spelling: &str) -> Box<str> {
    let mut normal = String::with_capacity(spelling.len());
    for c in spelling.chars() {
        match c {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            _ => normal.push(c.to_ascii_lowercase()),
        }
    }
    normal.into()
}

/// The project name grammar of the core metadata specification: ASCII letters, digits, `.`, `-`
/// and `_`, starting and ending with a letter or digit.
fn fault_in_python_name(name: &str) -> Option<NameFault> {
    check_length(name, LONGEST_PYPI)
        .or_else(|| bad_character(name, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
        .or_else(|| bad_edge(name, |c| c.is_ascii_alphanumeric()))
}

/// Letters, digits, `-` and `_`, starting with a letter: what the crates registry accepts.
fn fault_in_crate_name(name: &str) -> Option<NameFault> {
    check_length(name, LONGEST_CRATE)
        .or_else(|| bad_character(name, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .or_else(|| name.chars().next().filter(|c| !c.is_ascii_alphabetic()).map(NameFault::Edge))
}

/// npm's rule for names, old ones included: URL-safe characters, no `.` or `_` at the start, at
/// most one scope. Upper case was allowed once, and such packages are still installed.
fn fault_in_npm_name(name: &str) -> Option<NameFault> {
    let url_safe = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '!' | '\'' | '(' | ')' | '*')
    };
    if let Some(fault) = check_length(name, LONGEST_NPM) {
        return Some(fault);
    }
    let base = match name.strip_prefix('@') {
        None => name,
        Some(rest) => match rest.split_once('/') {
            Some((scope, base)) if !scope.is_empty() && !base.is_empty() => {
                if let Some(fault) = bad_character(scope, url_safe) {
                    return Some(fault);
                }
                base
            }
            _ => return Some(NameFault::Scope),
        },
    };
    bad_character(base, url_safe).or_else(|| {
        base.chars().next().filter(|c| matches!(c, '.' | '_') && name == base).map(NameFault::Edge)
    })
}

fn check_length(name: &str, longest: usize) -> Option<NameFault> {
    match name.chars().count() {
        0 => Some(NameFault::Empty),
        n if n > longest => Some(NameFault::TooLong(longest)),
        _ => None,
    }
}

fn bad_character(name: &str, allowed: impl Fn(char) -> bool) -> Option<NameFault> {
    name.chars().find(|&c| !allowed(c)).map(NameFault::Character)
}

fn bad_edge(name: &str, allowed: impl Fn(char) -> bool) -> Option<NameFault> {
    let first = name.chars().next();
    let last = name.chars().next_back();
    first.into_iter().chain(last).find(|&c| !allowed(c)).map(NameFault::Edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_forms_follow_each_registry() {
        for (ecosystem, spelling, normal) in [
            (Ecosystem::PyPi, "Typing_Extensions", "typing-extensions"),
            (Ecosystem::PyPi, "a._-b", "a-b"),
            (Ecosystem::PyPi, "a--b", "a-b"),
            (Ecosystem::Npm, "JSONStream", "JSONStream"),
            (Ecosystem::Crates, "Serde_JSON", "serde-json"),
        ] {
            assert_eq!(PackageName::new(ecosystem, spelling).normal(), normal, "{spelling}");
        }
        assert_eq!(PackageName::new(Ecosystem::Crates, "a_b"), PackageName::new(Ecosystem::Crates, "A-B"));
        assert_ne!(PackageName::new(Ecosystem::Npm, "a_b"), PackageName::new(Ecosystem::Npm, "a-b"));
    }

    #[test]
    fn faults_are_found_and_real_names_have_none() {
        let fault = |e, n: &str| PackageName::new(e, n).fault();
        for good in ["@types/node", "JSONStream", "lodash.pick", "0http", "@babel/-x", "@a/_b", "~x"] {
            assert_eq!(fault(Ecosystem::Npm, good), None, "{good}");
        }
        assert_eq!(fault(Ecosystem::Npm, "@types"), Some(NameFault::Scope));
        assert_eq!(fault(Ecosystem::Npm, "@a/b/c"), Some(NameFault::Character('/')));
        assert_eq!(fault(Ecosystem::Npm, ".x"), Some(NameFault::Edge('.')));
        assert_eq!(fault(Ecosystem::PyPi, "réquests"), Some(NameFault::Character('é')));
        assert_eq!(fault(Ecosystem::PyPi, "-x"), Some(NameFault::Edge('-')));
        assert_eq!(fault(Ecosystem::PyPi, ""), Some(NameFault::Empty));
        assert_eq!(fault(Ecosystem::Crates, "1x"), Some(NameFault::Edge('1')));
        assert_eq!(fault(Ecosystem::Crates, &"x".repeat(65)), Some(NameFault::TooLong(64)));
    }
}
