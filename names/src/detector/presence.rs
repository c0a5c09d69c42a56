//! `popular`, `established`, `absent-from-snapshot`, `not-found`: does the name exist, and how long
//! and how much has it been used?
//!
//! Misleads where a name is new since the snapshot (absent, and honest), and where an attack has
//! stayed up for months (present, and bad): so existence is evidence by degrees, never a pass.

use jiff::tz::Offset;

use super::concern;
use super::evidence::Evidence;
use super::terms::Term;
use super::weights::ABSENT_FADES;
use super::{Detector, SignalCode, Subject};
use crate::answer::Lookup;
use crate::corpus::{Existence, Trace};
use crate::package::{Ecosystem, PackageName};

pub(super) fn popular(rank: u32, name: &PackageName, evidence: &mut Evidence<'_>) {
    let ecosystem = name.ecosystem();
    evidence.add(
        SignalCode::Popular,
        evidence.weight(Term::Popular),
        format!("number {rank} among {ecosystem}'s most used names"),
    );
}

pub(super) fn weigh(
    detector: &Detector<'_>,
    subject: &Subject<'_>,
    existence: Existence,
    evidence: &mut Evidence<'_>,
) {
    let absent_here = matches!(
        (subject.lookup, existence),
        (Some(Lookup::Missing), _) | (None | Some(Lookup::Unavailable(_)), Existence::Absent)
    );
    if absent_here && concern::confused(subject.concerns, evidence) {
        return;
    }
    if subject.locked && !matches!(subject.lookup, Some(Lookup::Found(_) | Lookup::Missing)) {
        let detail = "a lockfile pins it, so that a registry once had it";
        evidence.add(SignalCode::Established, evidence.weight(Term::Locked), detail);
    }
    match (subject.lookup, existence) {
        (Some(Lookup::Missing), _) => missing(evidence),
        (Some(Lookup::Found(_)), Existence::Absent | Existence::NotListed) => {}
        // The registry's own dates say better how long a name has stood than a month in a list does.
        (Some(Lookup::Found(metadata)), Existence::Present(Trace::MonthsSinceRelease(_)))
            if metadata.first_published.is_some() =>
        {
            let detail = "in the registry at the snapshot's date already";
            evidence.add(SignalCode::Established, evidence.weight(Term::ListedDated), detail);
        }
        (_, Existence::Present(trace)) => established(subject.name.ecosystem(), trace, evidence),
        (None, Existence::Absent) => absent(detector, subject.locked, evidence),
        (Some(Lookup::Unavailable(why)), Existence::Absent) => {
            evidence.say_unchecked();
            let date = detector.corpus.date();
            let detail = format!("it did not exist on {date}, and newer word cannot be had: {why}");
            evidence.add(SignalCode::AbsentFromSnapshot, evidence.weight(Term::AbsentUnconfirmed), detail);
        }
        (None | Some(Lookup::Unavailable(_)), Existence::NotListed) => {
            evidence.say_unchecked();
            unlisted(subject, evidence);
        }
    }
}

/// The registry has no such package.
pub(super) fn missing(evidence: &mut Evidence<'_>) {
    evidence.say_absent();
    let weight = evidence.weight(Term::NotFound);
    evidence.add(SignalCode::NotFound, weight, "the registry has no package of this name");
}

/// Names in use. A Python name is known to exist, and since when it was last touched; an npm name is
/// known to be downloaded.
fn established(ecosystem: Ecosystem, trace: Trace, evidence: &mut Evidence<'_>) {
    match trace {
        Trace::Downloads(downloads) => {
            let detail = format!("downloaded about {} times a month", rounded(downloads));
            evidence.add(SignalCode::Established, evidence.weights.used(downloads), detail);
        }
        Trace::MonthsSinceRelease(months) => {
            let detail =
                format!("in the {ecosystem} registry, last released {months} months before the snapshot");
            evidence.add(SignalCode::Established, evidence.weights.lasted(months), detail);
        }
        Trace::Nothing => {
            let detail = format!("in the {ecosystem} registry at the snapshot's date");
            evidence.add(SignalCode::Established, evidence.weights.lasted(0), detail);
        }
    }
}

/// One leading digit: the snapshot keeps downloads to within a third.
fn rounded(downloads: u64) -> u64 {
    let unit = 10u64.pow(downloads.max(1).ilog10());
    (downloads + unit / 2) / unit * unit
}

/// A complete snapshot lacks the name. What that says fades as the snapshot ages.
fn absent(detector: &Detector<'_>, locked: bool, evidence: &mut Evidence<'_>) {
    let date = detector.corpus.date();
    let then = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0));
    let days = then.map_or(0, |then| detector.now.duration_since(then).as_hours() / 24);
    let (fresh, old) = ABSENT_FADES;
    let faded = (days - fresh).clamp(0, old - fresh) as f64 / (old - fresh) as f64;
    let term = if locked { Term::AbsentLocked } else { Term::Absent };
    let late = evidence.weight(Term::AbsentOld);
    let new = evidence.weight(term).max(late);
    let weight = new + (late - new) * faded;
    evidence.say_absent();
    evidence.add(
        SignalCode::AbsentFromSnapshot,
        weight,
        ["no package of this name existed on ", detector.corpus.day()].concat(),
    );
}

/// The snapshot holds npm's names in use, and a small part of the crates: only the first says something.
fn unlisted(subject: &Subject<'_>, evidence: &mut Evidence<'_>) {
    if subject.name.ecosystem() == Ecosystem::Npm {
        let term = match subject.name.scope() {
            _ if subject.locked => Term::UnlistedLocked,
            // Only a scope's owner can register names in it: neither attackers nor models use them much.
            Some(_) => Term::UnlistedScoped,
            None => Term::Unlisted,
        };
        let detail = "not among npm's names with about 500 downloads a month and more";
        evidence.add(SignalCode::AbsentFromSnapshot, evidence.weight(term), detail);
    }
}
