//! Names that belong to the project's own registries and are never put to a public one.

use super::NamePatterns;
use crate::package::PackageName;

/// The private names and scopes of a project.
#[derive(Debug, Clone, Default)]
pub struct Private {
    patterns: NamePatterns,
    scopes: Vec<String>,
    registry: Option<String>,
    /// Those of other files, with registries of their own.
    others: Vec<Self>,
}

impl Private {
    /// Adds a pattern of names, as [`NamePatterns::add`] does.
    pub fn add_names(&mut self, text: &str) -> bool {
        self.patterns.add(text)
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
        match scope().map(String::as_str).or_else(|| self.patterns.covering(name)) {
            Some(covered) => Some(self.registry.as_deref().unwrap_or(covered)),
            None => self.others.iter().find_map(|other| other.covers(name)),
        }
    }

    /// Adds what another file says.
    pub(super) fn join(&mut self, other: Self) {
        self.others.push(other);
    }

    /// The patterns and the scopes as written, without those of other files.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().chain(self.scopes.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

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
