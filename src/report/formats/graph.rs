//! Who brings a name in, as far as a report knows.

use super::found::Found;
use crate::report::{Chain, Link, Report};

/// The chain that ends at a name; of several, the one of the name's own file.
pub(super) fn chain_of<'r>(report: &'r Report, one: &Found<'_>) -> Option<&'r Chain> {
    let dependency = &one.finding.dependency;
    let ends_here = |chain: &&Chain| {
        let last = chain.links.last().map(|link| &*link.name);
        chain.ecosystem == dependency.name.ecosystem() && last == Some(dependency.name.spelling())
    };
    let same_file = |chain: &&Chain| one.location().is_some_and(|place| place.file == chain.file);
    let chains = || report.chains.iter().filter(ends_here);
    chains().find(same_file).or_else(|| chains().next())
}

/// `own > flask 3.0 > raect`.
pub(super) fn way(chain: &Chain) -> String {
    let link = |link: &Link| match &link.version {
        Some(version) => format!("{} {version}", link.name),
        None => link.name.to_string(),
    };
    chain.links.iter().map(link).collect::<Vec<_>>().join(" > ")
}
