//! `recently-created`, `few-releases`, `long-history`, `recent-release`, `owner-changed`: what the registry's
//! dates say; `no-repository`,
//! `no-description`, `no-maintainer`: what the project says of itself.
//!
//! Most attacks are found within days, so what has stood for years is rarely one. Misleads for honest
//! new packages, and for old names that were taken over or lay in wait. A project that says nothing of
//! itself is often a toy or somebody's own: so that weighs little beside age.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::SignalCode;
use super::evidence::Evidence;
use super::terms::Term;
use crate::answer::{Metadata, Stated};

/// Days for which a release counts as recent: most attacks are found within them.
const RECENT_DAYS: i64 = 3;
/// Days within which the package itself is new, which weighs more.
const NEW_DAYS: i64 = 30;
/// Days after which a new publisher has become an old one.
const WOKEN_DAYS: i64 = 30;
/// Days without a release after which a package counts as asleep.
const SILENT_DAYS: i64 = 365;
/// A summary of fewer words describes nothing.
const FEWEST_WORDS: usize = 2;

pub(super) fn weigh(metadata: &Metadata, now: Timestamp, evidence: &mut Evidence<'_>) {
    weigh_age(metadata, now, evidence);
    weigh_releases(metadata, evidence);
    weigh_newest(metadata, now, evidence);
    weigh_description(metadata, evidence);
}

fn weigh_age(metadata: &Metadata, now: Timestamp, evidence: &mut Evidence<'_>) {
    // A date in the future is a registry's fault (or this machine's clock's) and no evidence; a day is
    // left for clocks that differ.
    let days_since = |first: Timestamp| now.duration_since(first).as_hours().div_euclid(24);
    if let Some(first) = metadata.first_published.filter(|&first| days_since(first) >= -1) {
        let days = days_since(first).max(0);
        let weight = evidence.weights.age(days);
        let day = Offset::UTC.to_datetime(first).date();
        if weight > 0.0 {
            let detail = format!("first published on {day}, {days} days ago");
            evidence.add(SignalCode::RecentlyCreated, weight, detail);
        } else if weight < 0.0 {
            evidence.add(SignalCode::LongHistory, weight, format!("published since {day}"));
        }
    }
}

fn weigh_releases(metadata: &Metadata, evidence: &mut Evidence<'_>) {
    if let Some(count) = metadata.releases {
        let weight = evidence.weights.releases(count);
        if weight > 0.0 {
            let detail = match count {
                0 => "no release".to_owned(),
                1 => "one release only".to_owned(),
                _ => format!("{count} releases only"),
            };
            evidence.add(SignalCode::FewReleases, weight, detail);
        }
    }
}

/// A release of these days is the one that nobody has looked at; and an account that wakes a package which
/// slept for long may have been stolen.
fn weigh_newest(metadata: &Metadata, now: Timestamp, evidence: &mut Evidence<'_>) {
    let mut dates = metadata.history.iter().filter_map(|release| release.published);
    let (Some(newest), Some(first)) = (dates.next(), metadata.first_published) else { return };
    let days = |from: Timestamp, to: Timestamp| to.duration_since(from).as_hours().div_euclid(24);
    let age = days(newest, now);
    if (0..RECENT_DAYS).contains(&age) && days(first, now) > NEW_DAYS {
        let weight = evidence.weight(Term::RecentRelease);
        let day = Offset::UTC.to_datetime(newest).date();
        evidence.add(SignalCode::RecentRelease, weight, format!("its newest release is of {day}"));
    }
    let silence = dates.next().map_or(0, |before| days(before, newest));
    if metadata.new_publisher == Some(true) && age < WOKEN_DAYS && silence > SILENT_DAYS {
        let weight = evidence.weight(Term::OwnerChanged);
        let detail = format!(
            "its newest release comes from an account that published none before, after {silence} days without any"
        );
        evidence.add(SignalCode::OwnerChanged, weight, detail);
    }
}

/// What the registry does not give is no evidence; what the project leaves empty is some.
fn weigh_description(metadata: &Metadata, evidence: &mut Evidence<'_>) {
    if metadata.repository == Stated::Nothing {
        let weight = evidence.weight(Term::NoRepository);
        evidence.add(SignalCode::NoRepository, weight, "names no repository");
    }
    let detail = match &metadata.summary {
        Stated::Nothing => Some("has no description"),
        Stated::Given(text) if text.split_whitespace().count() < FEWEST_WORDS => {
            Some("has a description of a single word")
        }
        Stated::Given(_) | Stated::Unknown | Stated::LeftOut => None,
    };
    if let Some(detail) = detail {
        let weight = evidence.weight(Term::NoDescription);
        evidence.add(SignalCode::NoDescription, weight, detail);
    }
    if metadata.maintainers == Some(0) {
        let weight = evidence.weight(Term::NoMaintainer);
        evidence.add(SignalCode::NoMaintainer, weight, "names no maintainer");
    }
}
