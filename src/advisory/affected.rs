use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::version::Version;
use crate::package::Ecosystem;

/// Which releases of a package an advisory is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Affected {
    /// Every release there was and will be.
    #[serde(rename = "a")]
    All,
    /// Those that a list names or a range holds.
    #[serde(rename = "s")]
    These {
        /// Releases by their versions.
        #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
        versions: Vec<Box<str>>,
        /// Spans of releases.
        #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
        ranges: Vec<Range>,
    },
}

/// A span of releases, told by where it begins and ends, as the OSV schema does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Range {
    /// In any order.
    pub events: Vec<Event>,
}

/// A version at which a span begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// From this one on; `0` is before every version.
    #[serde(rename = "i")]
    Introduced(Box<str>),
    /// This one is free of it again.
    #[serde(rename = "f")]
    Fixed(Box<str>),
    /// Up to this one.
    #[serde(rename = "l")]
    LastAffected(Box<str>),
    /// Nothing is said of this one and what lies behind it.
    #[serde(rename = "x")]
    Limit(Box<str>),
}

impl Affected {
    /// Whether a release is among them; `None` where that cannot be told, since its version or one of
    /// the range is no version in its ecosystem.
    pub fn holds(&self, ecosystem: Ecosystem, version: &str) -> Option<bool> {
        let Self::These { versions, ranges } = self else { return Some(true) };
        if versions.iter().any(|listed| **listed == *version) {
            return Some(true);
        }
        let Some(parsed) = Version::parse(ecosystem, version) else {
            // A list names its releases as the registry does; what is not in it is not meant.
            return if ranges.is_empty() { Some(false) } else { None };
        };
        let same = |listed: &str| Version::parse(ecosystem, listed).is_some_and(|listed| listed == parsed);
        if versions.iter().any(|listed| same(listed)) {
            return Some(true);
        }
        let mut known = true;
        for range in ranges {
            match range.holds(ecosystem, &parsed) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = false,
            }
        }
        known.then_some(false)
    }

    /// Adds what another part of the same document says of the package.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::These { mut versions, mut ranges }, Self::These { versions: more, ranges: spans }) => {
                versions.extend(more);
                ranges.extend(spans);
                Self::These { versions, ranges }
            }
            _ => Self::All,
        }
    }

    /// The releases in a few words: `1.0.1 and 1.0.2`, `3 releases`, `some releases`.
    pub fn in_words(&self) -> String {
        match self {
            Self::All => "every release".to_owned(),
            Self::These { versions, ranges } if ranges.is_empty() => match versions.as_slice() {
                [one] => one.escape_debug().to_string(),
                [one, two] => format!("{} and {}", one.escape_debug(), two.escape_debug()),
                many => format!("{} releases", many.len()),
            },
            Self::These { .. } => "some releases".to_owned(),
        }
    }
}

impl Range {
    /// Whether it is every release there can be.
    pub(super) fn is_all(&self) -> bool {
        matches!(self.events.as_slice(), [Event::Introduced(from)] if &**from == "0")
    }

    /// As the OSV schema evaluates a range: its events are gone through in the order of their versions.
    fn holds(&self, ecosystem: Ecosystem, version: &Version) -> Option<bool> {
        let mut steps: Vec<(Option<Version>, &Event)> = Vec::with_capacity(self.events.len());
        let (mut limited, mut within) = (false, false);
        for event in &self.events {
            let text = event.version();
            match event {
                Event::Limit(limit) => {
                    limited = true;
                    within |= &**limit == "*" || *version < Version::parse(ecosystem, limit)?;
                }
                Event::Introduced(from) if &**from == "0" => steps.push((None, event)),
                _ => steps.push((Some(Version::parse(ecosystem, text)?), event)),
            }
        }
        if limited && !within {
            return Some(false);
        }
        steps.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        let mut held = false;
        for (at, event) in &steps {
            let reached = at.as_ref().is_none_or(|at| version >= at);
            match event {
                Event::Introduced(_) if reached => held = true,
                Event::Fixed(_) if reached => held = false,
                Event::LastAffected(_) if reached && at.as_ref() != Some(version) => held = false,
                _ => {}
            }
        }
        Some(held)
    }
}

impl Event {
    fn version(&self) -> &str {
        match self {
            Self::Introduced(text) | Self::Fixed(text) | Self::LastAffected(text) | Self::Limit(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(events: &[(&str, &str)]) -> Range {
        let event = |&(word, version): &(&str, &str)| match word {
            "introduced" => Event::Introduced(version.into()),
            "fixed" => Event::Fixed(version.into()),
            "last" => Event::LastAffected(version.into()),
            _ => Event::Limit(version.into()),
        };
        Range { events: events.iter().map(event).collect() }
    }

    fn affected(versions: &[&str], ranges: Vec<Range>) -> Affected {
        Affected::These { versions: versions.iter().map(|&v| v.into()).collect(), ranges }
    }

    #[test]
    fn ranges_are_gone_through_in_the_order_of_versions() {
        let two = [("fixed", "1.5.0"), ("introduced", "2.0.0"), ("introduced", "1.0.0"), ("last", "2.3.0")];
        for (events, version, held) in [
            (&[("introduced", "0")] as &[_], "0.0.1", Some(true)),
            (&[("introduced", "0"), ("fixed", "1.0.0")], "0.9.9", Some(true)),
            (&[("introduced", "0"), ("fixed", "1.0.0")], "1.0.0-rc.1", Some(true)),
            (&[("introduced", "0"), ("fixed", "1.0.0")], "1.0.0", Some(false)),
            (&two, "0.9.0", Some(false)),
            (&two, "1.0.0", Some(true)),
            (&two, "1.5.0", Some(false)),
            (&two, "2.3.0", Some(true)),
            (&two, "2.3.0+build", Some(true)),
            (&two, "2.3.1", Some(false)),
            (&[("introduced", "0"), ("limit", "2.0.0")], "2.0.0", Some(false)),
            (&[("introduced", "0"), ("limit", "2.0.0")], "1.9.0", Some(true)),
            (&[("introduced", "0"), ("limit", "*")], "9.0.0", Some(true)),
            (&[("introduced", "1.0"), ("last", "1.2")], "1.1.0", Some(true)),
            (&[("introduced", "1.0"), ("last", "1.2")], "1.2.1", Some(false)),
            (&[("introduced", "1"), ("fixed", "2-beta")], "2.0.0-alpha", Some(true)),
            (&[], "1.0.0", Some(false)),
            (&[("introduced", "x")], "1.0.0", None),
            (&[("introduced", "1.0.0")], "x", None),
        ] {
            let affected = affected(&[], vec![range(events)]);
            assert_eq!(affected.holds(Ecosystem::Npm, version), held, "{events:?} {version}");
        }
    }

    #[test]
    fn pythons_versions_have_an_order_of_their_own() {
        let affected =
            affected(&["1.0", "2004d"], vec![range(&[("introduced", "2!1.0rc1"), ("fixed", "2!1.1")])]);
        for (version, held) in [
            ("1.0", Some(true)),
            ("1.0.0", Some(true)),
            ("v1.0", Some(true)),
            ("2004d", Some(true)),
            ("1.1", Some(false)),
            ("2!1.0rc2", Some(true)),
            ("2!1.0rc0", Some(false)),
            ("2!1.1.post1", Some(false)),
            ("2004e", None),
        ] {
            assert_eq!(affected.holds(Ecosystem::PyPi, version), held, "{version}");
        }
    }

    #[test]
    fn a_list_means_what_it_names() {
        let listed = affected(&["1.0.0", "1.0.1"], Vec::new());
        assert_eq!(listed.holds(Ecosystem::Npm, "1.0.1+x"), Some(true));
        assert_eq!(listed.holds(Ecosystem::Npm, "1.0.2"), Some(false));
        assert_eq!(listed.holds(Ecosystem::Npm, "latest"), Some(false));
        assert_eq!(Affected::All.holds(Ecosystem::Npm, "whatever"), Some(true));
        assert_eq!(listed.in_words(), "1.0.0 and 1.0.1");
        assert_eq!(listed.and(Affected::All), Affected::All);
    }
}
