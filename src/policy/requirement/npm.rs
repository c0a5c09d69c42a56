//! npm's requirements: a version, a range, or a tag.

use semver::Version;

use super::node_range::Range;
use super::{Numbered as _, Rule};

/// Reads a requirement; `latest` is the version that has this tag. Of other tags nothing is known.
pub(super) fn rule(text: &str, latest: Option<&str>) -> Option<Rule<Version>> {
    let latest = latest.and_then(Version::read);
    // pnpm's lockfiles write what a package's peers are behind its version.
    let text = text.split('(').next().unwrap_or_default().trim();
    if text == "latest" {
        let latest = latest?;
        let allows = Box::new(move |version: &Version| *version == latest);
        return Some(Rule { allows, is_pin: true, takes_pre: true, preferred: None });
    }
    let range = text.parse::<Range>().ok()?;
    Some(Rule {
        is_pin: range.is_one_version(),
        // A range says itself which pre-releases it takes.
        takes_pre: !range.is_any(),
        // npm goes by it where the range allows it, and for no range at all whatever it is.
        preferred: latest.clone().filter(|latest| range.is_any() || range.allows(latest)),
        allows: Box::new(move |version| {
            range.allows(version) || range.is_any() && latest.as_ref() == Some(version)
        }),
    })
}
