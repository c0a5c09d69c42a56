//! Who brings a name in, as far as a report knows.

use super::found::Found;
use crate::report::{Chain, Link, Report, escaped_name};

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

/// The longest name or version in a way, in characters.
const LONGEST: usize = 100;

/// A name or a version that no viewer takes for another.
pub(super) fn shown(text: &str) -> String {
    let text = escaped_name(text);
    match text.char_indices().nth(LONGEST).and_then(|(at, _)| text.get(..at)) {
        Some(start) => format!("{start}..."),
        None => text.into_owned(),
    }
}

/// `own > flask 3.0 > raect`, escaped.
pub(super) fn way(chain: &Chain) -> String {
    let link = |link: &Link| match &link.version {
        Some(version) => format!("{} {}", shown(&link.name), shown(version)),
        None => shown(&link.name),
    };
    chain.links.iter().map(link).collect::<Vec<_>>().join(" > ")
}
