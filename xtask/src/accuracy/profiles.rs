//! The histories that names are given online, in place of a registry's answer.
//!
//! They are those of the evaluation's stand-in registry: what an attacker's package looks like on its
//! third day and after two months, and what an honest one looks like.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use phantom_guard::package::Ecosystem;
use phantom_guard::registry::{Lookup, Metadata, Stated};

/// What a registry would say of every name of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum History {
    /// There is no such package.
    Absent,
    /// Three days old, one release.
    Fresh,
    /// Two months old, one release, next to nothing said of it.
    YoungBare,
    /// Two months old, four releases, described.
    YoungHonest,
    /// Three years old, twenty releases, described.
    OldHonest,
}

impl History {
    /// The registry's answer, as of `now`, with all that its ecosystem's registry can tell.
    pub(crate) fn lookup(self, ecosystem: Ecosystem, now: Timestamp) -> Lookup {
        let metadata = match self {
            Self::Absent => return Lookup::Missing,
            Self::Fresh => fresh(now),
            Self::YoungBare => young_bare(now),
            Self::YoungHonest => young_honest(now),
            Self::OldHonest => old_honest(now),
        };
        Lookup::Found(match ecosystem {
            Ecosystem::PyPi | Ecosystem::Npm => metadata,
            // A sparse index says nothing of a crate but its versions.
            Ecosystem::Crates => Metadata {
                repository: Stated::Unknown,
                summary: Stated::Unknown,
                maintainers: None,
                ..metadata
            },
        })
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "absent",
            Self::Fresh => "fresh",
            Self::YoungBare => "young-bare",
            Self::YoungHonest => "young-honest",
            Self::OldHonest => "old-honest",
        })
    }
}

/// No repository, no summary, one maintainer.
fn fresh(now: Timestamp) -> Metadata {
    let (repository, summary) = (Stated::Nothing, Stated::Nothing);
    Metadata { repository, summary, maintainers: Some(1), ..published(now, 3, 1) }
}

/// No repository, the summary is the word "test", one maintainer.
fn young_bare(now: Timestamp) -> Metadata {
    let (repository, summary) = (Stated::Nothing, Stated::Given("test".to_owned()));
    Metadata { repository, summary, maintainers: Some(1), ..published(now, 60, 1) }
}

/// A repository, a summary of a sentence, two maintainers.
fn young_honest(now: Timestamp) -> Metadata {
    described(published(now, 60, 4))
}

/// A repository, a summary of a sentence, two maintainers.
fn old_honest(now: Timestamp) -> Metadata {
    described(published(now, 1100, 20))
}

/// What a real project says of itself.
fn described(metadata: Metadata) -> Metadata {
    let summary = "Reads and writes the formats that its users work with every day".to_owned();
    Metadata {
        repository: Stated::Given("code.example/someone/something".to_owned()),
        summary: Stated::Given(summary),
        maintainers: Some(2),
        ..metadata
    }
}

/// Releases spread evenly from the first, `days` ago, to one step before `now`.
fn published(now: Timestamp, days: i64, releases: u32) -> Metadata {
    let age = SignedDuration::from_hours(24 * days);
    let count = i32::try_from(releases).unwrap_or(i32::MAX);
    let ago = |duration| now.checked_sub(duration).ok();
    Metadata {
        first_published: ago(age),
        last_published: ago(age / (count + 1) * 2),
        releases: Some(releases),
        latest: Some(format!("0.{releases}.0")),
        detailed: true,
        ..Metadata::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_spread_as_the_stand_in_spreads_them() {
        let now: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let Lookup::Found(metadata) = History::YoungHonest.lookup(Ecosystem::Npm, now) else {
            panic!("found")
        };
        assert_eq!(metadata.first_published, Some("2026-09-26T00:00:00Z".parse().unwrap()));
        // Four releases twelve days apart: the fourth is 24 days old.
        assert_eq!(metadata.last_published, Some("2026-11-01T00:00:00Z".parse().unwrap()));
        let Lookup::Found(metadata) = History::Fresh.lookup(Ecosystem::Npm, now) else { panic!("found") };
        assert_eq!(metadata.first_published, metadata.last_published);
        assert_eq!(History::Absent.lookup(Ecosystem::Npm, now), Lookup::Missing);
    }
}
