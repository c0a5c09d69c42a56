//! Names that belong to the project's own registries and are never put to a public one.

use crate::package::{Ecosystem, PackageName};

/// The private names and scopes of a project.
#[derive(Debug, Clone, Default)]
pub struct Private {
    patterns: Vec<Pattern>,
    scopes: Vec<String>,
    registry: Option<String>,
}

#[derive(Debug, Clone)]
struct Pattern {
    /// As written.
    text: String,
    /// The normal form in each ecosystem that the pattern covers.
    forms: Vec<(Ecosystem, String)>,
}

impl Private {
    /// Adds a pattern of names: `acme-*`, or `npm:acme-*` for one ecosystem only. `*` stands for any
    /// characters, `?` for one. False, and nothing added, where it would cover every name.
    pub fn add_names(&mut self, text: &str) -> bool {
        let text = text.trim();
        let (ecosystems, pattern) = match text.split_once(':') {
            Some((word, rest)) => match word.parse::<Ecosystem>() {
                Ok(ecosystem) => (vec![ecosystem], rest),
                Err(_) => (Ecosystem::ALL.to_vec(), text),
            },
            None => (Ecosystem::ALL.to_vec(), text),
        };
        if !pattern.contains(|c: char| c.is_alphanumeric()) {
            return false;
        }
        let form = |e: Ecosystem| (e, PackageName::new(e, pattern).normal().to_owned());
        let forms = ecosystems.into_iter().map(form).collect();
        self.patterns.push(Pattern { text: text.to_owned(), forms });
        true
    }

    /// Adds an npm scope, `@acme`. False, and nothing added, where the text is none.
    pub fn add_scope(&mut self, text: &str) -> bool {
        let scope = text.trim();
        let fine = scope.strip_prefix('@').is_some_and(|s| !s.is_empty() && !s.contains(['/', '*', '?']));
        if fine {
            self.scopes.push(scope.to_owned());
        }
        fine
    }

    /// How reports call the registry that the names belong to.
    pub fn set_registry(&mut self, name: &str) {
        self.registry = Some(name.to_owned());
    }

    /// Why the name is private, for a report, or `None` where it is not: the registry's name, or the
    /// pattern or scope that covers it.
    pub fn covers(&self, name: &PackageName) -> Option<&str> {
        let scope = || name.scope().and_then(|scope| self.scopes.iter().find(|own| *own == scope));
        let pattern = || {
            self.patterns.iter().find(|pattern| {
                pattern
                    .forms
                    .iter()
                    .any(|(ecosystem, form)| *ecosystem == name.ecosystem() && matches(form, name.normal()))
            })
        };
        let covered = scope().map(String::as_str).or_else(|| pattern().map(|p| p.text.as_str()))?;
        Some(self.registry.as_deref().unwrap_or(covered))
    }
}

/// Glob matching with `*` and `?`. Goes back only to the last `*`, so that it takes at most the
/// product of both lengths.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, n));
                p += 1;
            }
            Some(&c) if c == b'?' || name.get(n) == Some(&c) => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((after_star, from)) = retry else { return false };
                retry = Some((after_star, from + 1));
                p = after_star;
                n = from + 1;
            }
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|&c| c == b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_normal_names() {
        for (pattern, name, expected) in [
            ("acme-*", "acme-core", true),
            ("acme-*", "acme", false),
            ("acme-*", "my-acme-core", false),
            ("*-acme", "core-acme", true),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbX", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("acme", "acme", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_pattern_covers_its_ecosystems_and_a_scope_is_npms() {
        let mut private = Private::default();
        assert!(private.add_names("Acme_*") && private.add_names("npm:intern-*"));
        assert!(private.add_scope("@acme"));
        for everything in ["*", "**", "npm:*", "", "?*"] {
            assert!(!private.add_names(everything), "{everything}");
        }
        for none in ["acme", "@", "@acme/x", "@*"] {
            assert!(!private.add_scope(none), "{none}");
        }
        let covers =
            |ecosystem, name: &str| private.covers(&PackageName::new(ecosystem, name)).map(str::to_owned);
        assert_eq!(covers(Ecosystem::PyPi, "acme.core"), Some("Acme_*".into()));
        assert_eq!(covers(Ecosystem::Npm, "@acme/core"), Some("@acme".into()));
        assert_eq!(covers(Ecosystem::Npm, "@acmes/core"), None);
        assert_eq!(covers(Ecosystem::Npm, "intern-x"), Some("npm:intern-*".into()));
        assert_eq!(covers(Ecosystem::Crates, "intern-x"), None);
    }
}
