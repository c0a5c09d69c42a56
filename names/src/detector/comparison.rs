//! `borrowed-repository`, `namespace-squat`: what the registry says of this name beside what it says of the
//! popular one that it resembles.
//!
//! A repository is a claim that anybody can make; the accounts that may publish are the registry's own
//! word. Misleads for a project's own packages where the registry does not name its accounts: a family
//! of packages shares one repository, so that only a name that is a slip of the other is held to borrow
//! it then.

use jiff::Timestamp;

use super::SignalCode;
use super::evidence::Evidence;
use super::terms::Term;
use crate::answer::Metadata;

/// Days within which a package is young.
const YOUNG_DAYS: i64 = 180;

pub(super) fn weigh(own: &Metadata, other: &Metadata, now: Timestamp, evidence: &mut Evidence<'_>) {
    let Some((code, target)) = evidence.likeness().map(|(code, target)| (code, target.to_owned())) else {
        return;
    };
    let shares_owner = own.owners.iter().any(|owner| other.owners.contains(owner));
    if shares_owner {
        let detail = format!("published by an account that publishes {target} too");
        return evidence.add_about(
            SignalCode::Established,
            evidence.weight(Term::SameOwners),
            detail,
            &target,
        );
    }
    let (Some(claimed), Some(theirs)) = (own.repository.given(), other.repository.given()) else { return };
    let (claimed, theirs) = (project(claimed), project(theirs));
    let are_known = !own.owners.is_empty() && !other.owners.is_empty();
    let is_slip = matches!(
        code,
        SignalCode::Typosquat
            | SignalCode::DelimiterConfusion
            | SignalCode::ScopeConfusion
            | SignalCode::WordOrder
    );
    if claimed == theirs {
        if are_known || is_slip {
            let detail = format!("claims the repository of {target} ({theirs}), and others publish it");
            let weight = evidence.weight(Term::BorrowedRepository);
            evidence.add_about(SignalCode::BorrowedRepository, weight, detail, &target);
        }
        return;
    }
    let is_young = own.first_published.is_some_and(|first| {
        let days = now.duration_since(first).as_hours() / 24;
        (-1..YOUNG_DAYS).contains(&days)
    });
    if is_young && !is_slip && owner(&claimed) != owner(&theirs) {
        let detail = format!("carries the name of {target}, and its code lies elsewhere than {theirs}");
        let weight = evidence.weight(Term::NamespaceSquat);
        evidence.add_about(SignalCode::NamespaceSquat, weight, detail, &target);
    }
}

/// Host, owner and project, without folders within it, in lower case: code hosts do not tell case apart.
fn project(place: &str) -> String {
    let parts: Vec<&str> = place.split('/').take(3).collect();
    parts.join("/").to_lowercase()
}

fn owner(project: &str) -> &str {
    project.rsplit_once('/').map_or(project, |(owner, _)| owner)
}
