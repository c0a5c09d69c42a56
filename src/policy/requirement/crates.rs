//! cargo's requirements: a bare version is a range in a manifest, and the version itself in a lockfile.

use semver::{Comparator, Op, Version, VersionReq};

use super::Rule;

/// Reads a requirement; `locked` where it comes from a lockfile.
pub(super) fn rule(text: &str, locked: bool) -> Option<Rule<Version>> {
    if text.is_empty() {
        return Some(Rule::any());
    }
    if locked {
        let version = text.parse::<Version>().ok()?;
        let allows = Box::new(move |other: &Version| *other == version);
        return Some(Rule { allows, is_pin: true, takes_pre: true, preferred: None });
    }
    let required = VersionReq::parse(text).ok()?;
    let is_pin =
        matches!(required.comparators.as_slice(), [Comparator { op: Op::Exact, patch: Some(_), .. }]);
    Some(Rule {
        allows: Box::new(move |version| required.matches(version)),
        is_pin,
        takes_pre: false,
        preferred: None,
    })
}
