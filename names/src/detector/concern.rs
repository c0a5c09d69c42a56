//! `lockfile-mismatch`, `dependency-confusion`: what a file says about a dependency beside its name.
//!
//! Misleads where a project changed its mirror and one address stayed behind, and where a fork is
//! published under another name and the lockfile was mended by hand; so a place alone only warns.

use super::SignalCode;
use super::evidence::Evidence;
use super::terms::Term;
use crate::package::Concern;

/// Weighs addresses that lead to something else than the name says, and tells whether there are any.
pub(super) fn misplaced(concerns: &[Concern], evidence: &mut Evidence<'_>) -> bool {
    let mut found = false;
    for concern in concerns {
        let (term, detail) = match concern {
            Concern::OtherPackage { key, address } => (
                Term::OtherPackage,
                format!(
                    "the lockfile keeps it as {}, and its address is that of another package: {}",
                    key.escape_debug(),
                    address.escape_debug()
                ),
            ),
            Concern::OtherPlace { address, usual } => {
                let usual = usual.as_deref().map_or(String::new(), |host| {
                    format!(", where the lockfile takes the others from {}", host.escape_debug())
                });
                (Term::OtherPlace, format!("its address leads to {}{usual}", address.escape_debug()))
            }
            Concern::OtherIndex(_) | Concern::BoundByProject => continue,
        };
        found = true;
        evidence.add(SignalCode::LockfileMismatch, evidence.weight(term), detail);
    }
    found
}

/// Weighs that the default index lacks a name for which another is asked beside it: that it is absent
/// there is then no sign of an invented name, but anybody may register it. False where there is no
/// other index.
pub(super) fn confused(concerns: &[Concern], evidence: &mut Evidence<'_>) -> bool {
    let other = concerns.iter().find_map(|concern| match concern {
        Concern::OtherIndex(index) => Some(index),
        _ => None,
    });
    let Some(index) = other else { return false };
    let detail = format!(
        "the default index does not have it, so that anybody may register it there, and the client asks both \
         that one and {}: the higher version wins",
        index.escape_debug()
    );
    evidence.add(SignalCode::DependencyConfusion, evidence.weight(Term::OtherIndex), detail);
    true
}
