use crate::package::{Ecosystem, PackageName};

/// Patterns of names, each for one ecosystem or for all.
#[derive(Debug, Clone, Default)]
pub struct NamePatterns(Vec<Pattern>);

#[derive(Debug, Clone)]
struct Pattern {
    /// As written.
    text: String,
    /// The normal form in each ecosystem that the pattern covers.
    forms: Vec<(Ecosystem, String)>,
}

impl NamePatterns {
    /// Adds a pattern of names: `acme-*`, or `npm:acme-*` for one ecosystem only. `*` stands for any
    /// characters, `?` for one. False, and nothing added, where it would cover every name.
    pub fn add(&mut self, text: &str) -> bool {
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
        self.0.push(Pattern { text: text.to_owned(), forms });
        true
    }

    /// The first pattern that covers a name, as written.
    pub fn covering(&self, name: &PackageName) -> Option<&str> {
        let covers = |(ecosystem, form): &(Ecosystem, String)| {
            *ecosystem == name.ecosystem() && matches(form, name.normal())
        };
        let found = self.0.iter().find(|pattern| pattern.forms.iter().any(covers));
        found.map(|pattern| pattern.text.as_str())
    }

    /// Adds what another file says.
    pub(super) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The patterns as written.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|pattern| pattern.text.as_str())
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
}
