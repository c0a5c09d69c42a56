//! The name that is blocked always, so that a machine's set-up can be tried out.

use crate::package::PackageName;

/// Blocked in every ecosystem, whatever else is said, and asked of no registry: `phantom doctor` sends it down
/// every route.
pub const RESERVED_NAME: &str = "phantom-doctor-blocked-name";

/// Whether a name is the reserved one, as its registry compares names.
pub(super) fn is_reserved(name: &PackageName) -> bool {
    name.normal() == RESERVED_NAME
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    #[test]
    fn the_name_is_reserved_in_every_ecosystem_and_no_other_is() {
        for ecosystem in Ecosystem::ALL {
            assert!(is_reserved(&PackageName::new(ecosystem, RESERVED_NAME)), "{ecosystem}");
            assert!(!is_reserved(&PackageName::new(ecosystem, "phantom-doctor")), "{ecosystem}");
        }
        assert!(is_reserved(&PackageName::new(Ecosystem::PyPi, "Phantom_Doctor.blocked-name")));
    }
}
