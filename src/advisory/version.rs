use std::cmp::Ordering;

use crate::package::Ecosystem;

/// A version in its ecosystem's own order.
#[derive(Debug, Clone)]
pub(crate) enum Version {
    /// As PyPI orders them (PEP 440).
    Python(Box<pep440_rs::Version>),
    /// As npm and cargo order them (Semantic Versioning 2).
    Semantic(semver::Version),
}

impl Version {
    /// `None` where the text is no version there.
    pub(crate) fn parse(ecosystem: Ecosystem, text: &str) -> Option<Self> {
        let text = text.trim();
        match ecosystem {
            Ecosystem::PyPi => text.parse().ok().map(|version| Self::Python(Box::new(version))),
            Ecosystem::Npm | Ecosystem::Crates => {
                let bare = text.trim_start_matches(['=', 'v']).trim_start();
                semver::Version::parse(bare)
                    .or_else(|_| semver::Version::parse(&padded(bare)))
                    .ok()
                    .map(Self::Semantic)
            }
        }
    }
}

/// `1` and `1.2` with the numbers that are left out, as advisories write the ends of ranges.
fn padded(text: &str) -> String {
    let at = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let missing = 2usize.saturating_sub(numbers.matches('.').count());
    format!("{numbers}{}{rest}", ".0".repeat(missing))
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Python(a), Self::Python(b)) => Some(a.cmp(b)),
            // What is built differently is the same release.
            (Self::Semantic(a), Self::Semantic(b)) => Some(a.cmp_precedence(b)),
            _ => None,
        }
    }
}
