//! `yanked`, `deprecated`, `install-script`, `provenance`, `version-spike`, `low-downloads`: what the registry
//! says of the releases beside their dates.
//!
//! None of it is rare among honest packages, so that none of it decides alone; what the registry itself
//! has taken away does.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::evidence::Evidence;
use super::terms::Term;
use super::{Detector, SignalCode, Subject};
use crate::answer::Metadata;
use crate::corpus::Existence;
use crate::package::Ecosystem;

/// A jump of a major version by so much is no step that projects take.
const SPIKE: u64 = 20;
/// Major versions that are dates, as `24.1` and `2024.1` are, jump where a project begins with them.
const YEARS: [std::ops::RangeInclusive<u64>; 2] = [15..=35, 1990..=2100];
/// Days after which a package ought to have found its users. Its age speaks for it more than this speaks
/// against it, so that a package is never worse for being older.
const SETTLED_DAYS: i64 = 730;
/// Days after which a snapshot says nothing of what was in use before it.
const STALE_DAYS: i64 = 550;

/// What the registry and the owner say of the package as it stands.
pub(super) fn weigh(metadata: &Metadata, evidence: &mut Evidence<'_>) {
    if let Some(why) = &metadata.seized {
        evidence.add(SignalCode::Yanked, evidence.weight(Term::Seized), why.clone());
    } else if metadata.withdrawn == Some(true) {
        evidence.add(SignalCode::Yanked, evidence.weight(Term::Yanked), "every release was yanked");
    }
    if let Some(message) = metadata.deprecated.given() {
        let detail = format!("its owner advises against it: {}", message.escape_debug());
        evidence.add(SignalCode::Deprecated, evidence.weight(Term::Deprecated), detail);
    }
}

/// What installing it does, where it comes from, and how much it is used.
pub(super) fn weigh_use(
    detector: &Detector<'_>,
    subject: &Subject<'_>,
    metadata: &Metadata,
    evidence: &mut Evidence<'_>,
) {
    let weight = evidence.weight(Term::InstallScript);
    if metadata.install_script == Some(true) && weight > 0.0 {
        evidence.add(SignalCode::InstallScript, weight, "installing it runs code of its own");
    }
    if metadata.provenance == Some(true) {
        let detail = "an attestation says where its newest release was built (not verified)";
        evidence.add(SignalCode::Provenance, evidence.weight(Term::Provenance), detail);
    }
    if let Some((before, newest)) = spike(metadata) {
        let detail = format!("its version jumps from {} to {}", before.escape_debug(), newest.escape_debug());
        evidence.add(SignalCode::VersionSpike, evidence.weight(Term::VersionSpike), detail);
    }
    if subject.name.ecosystem() == Ecosystem::Npm && is_unused(detector, subject, metadata) {
        let detail = "there for two years and more, and not among the names in use";
        evidence.add(SignalCode::LowDownloads, evidence.weight(Term::LowDownloads), detail);
    }
}

/// The newest version and the one before it, where the number jumps: whoever wants to be taken before a
/// private package of the same name gives it a version above all others.
fn spike(metadata: &Metadata) -> Option<(&str, &str)> {
    let mut releases = metadata.history.iter().map(|release| release.version);
    let newest = releases.next()?;
    let before = releases.next()?;
    let (old, new) = (major(before)?, major(newest)?);
    let is_year = YEARS.iter().any(|years| years.contains(&new));
    (new >= old.saturating_add(SPIKE) && !is_year).then_some((before, newest))
}

fn major(version: &str) -> Option<u64> {
    version.trim_start_matches('v').split(['.', '-', '+', '!', 'a', 'b', 'r']).next()?.parse().ok()
}

fn is_unused(detector: &Detector<'_>, subject: &Subject<'_>, metadata: &Metadata) -> bool {
    let corpus = detector.corpus;
    let Some(first) = metadata.first_published else { return false };
    let Ok(then) = Offset::UTC.to_timestamp(corpus.date().at(0, 0, 0, 0)) else { return false };
    let days = |moment: Timestamp| detector.now.duration_since(moment).as_hours() / 24;
    corpus.existence(subject.name) == Existence::NotListed
        && days(first) >= SETTLED_DAYS
        && days(then) <= STALE_DAYS
}
