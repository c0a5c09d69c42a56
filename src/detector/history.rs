//! `recently-created`, `few-releases`, `long-history`: what the registry's dates say.
//!
//! Most attacks are found within days, so what has stood for years is rarely one. Misleads for honest
//! new packages, and for old names that were taken over or lay in wait.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::evidence::Evidence;
use super::SignalCode;
use crate::registry::Metadata;

pub(super) fn weigh(metadata: &Metadata, now: Timestamp, evidence: &mut Evidence<'_>) {
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
