//! Which release a client would install for a requirement.
//!
//! Each ecosystem reads its own requirements ([`pypi`], [`npm`], [`crates`]); what they share is that the
//! highest version that is allowed is installed, a stable one before a pre-release. What no registry's
//! list of releases holds (the platforms of a release, the Python or Node that it needs, npm's
//! deprecations) is not known here: a client may then take an older release than the one that is chosen.

mod crates;
mod node_range;
mod npm;
mod pypi;

use crate::package::{Dependency, Ecosystem};
use crate::registry::{Metadata, Release};

/// What a requirement leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen<'h> {
    /// This release.
    Release(Release<'h>),
    /// None of the releases that are listed.
    NotListed,
}

/// A requirement that was understood, of one dependency and by what the registry says of it.
pub(super) struct Requirement<'m> {
    metadata: &'m Metadata,
    wanted: Wanted,
}

/// By the ecosystem's own versions.
enum Wanted {
    PyPi(Rule<pep440_rs::Version>),
    Semver(Rule<semver::Version>),
}

/// What a requirement says of versions.
struct Rule<V> {
    /// Whether it allows a version.
    allows: Box<dyn Fn(&V) -> bool>,
    /// Whether it names one version, which is installed although it was yanked.
    is_pin: bool,
    /// Whether a pre-release that it allows is as good as a stable release.
    takes_pre: bool,
    /// The version that goes before higher ones, where it is allowed.
    preferred: Option<V>,
}

impl<V> Rule<V> {
    /// Any version: the highest stable one is installed.
    fn any() -> Self {
        Self { allows: Box::new(|_| true), is_pin: false, takes_pre: false, preferred: None }
    }
}

/// A version of an ecosystem.
trait Numbered: Ord + Sized {
    fn read(text: &str) -> Option<Self>;
    fn is_stable(&self) -> bool;
}

impl Numbered for pep440_rs::Version {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn is_stable(&self) -> bool {
        !self.any_prerelease()
    }
}

impl Numbered for semver::Version {
    fn read(text: &str) -> Option<Self> {
        text.trim_start_matches(['=', 'v']).parse().ok()
    }

    fn is_stable(&self) -> bool {
        self.pre.is_empty()
    }
}

impl<'m> Requirement<'m> {
    /// Reads a dependency's requirement; `None` where it is not understood.
    pub(super) fn of(dependency: &Dependency, metadata: &'m Metadata) -> Option<Self> {
        let text = dependency.requirement.as_deref().unwrap_or_default().trim();
        let wanted = match dependency.name.ecosystem() {
            Ecosystem::PyPi => Wanted::PyPi(pypi::rule(text)?),
            Ecosystem::Npm => Wanted::Semver(npm::rule(text, metadata.latest.as_deref())?),
            Ecosystem::Crates => Wanted::Semver(crates::rule(text, dependency.locked)?),
        };
        Some(Self { metadata, wanted })
    }

    /// Whether it names one version.
    pub(super) const fn is_pin(&self) -> bool {
        match &self.wanted {
            Wanted::PyPi(rule) => rule.is_pin,
            Wanted::Semver(rule) => rule.is_pin,
        }
    }

    /// Whether a version satisfies it; false for what is no version.
    pub(super) fn allows(&self, version: &str) -> bool {
        match &self.wanted {
            Wanted::PyPi(rule) => Numbered::read(version).is_some_and(|v| (rule.allows)(&v)),
            Wanted::Semver(rule) => Numbered::read(version).is_some_and(|v| (rule.allows)(&v)),
        }
    }

    /// What a client would install.
    pub(super) fn chosen(&self) -> Chosen<'m> {
        let found = match &self.wanted {
            Wanted::PyPi(rule) => rule.best(self.metadata, |_| true),
            Wanted::Semver(rule) => rule.best(self.metadata, |_| true),
        };
        found.map_or(Chosen::NotListed, Chosen::Release)
    }

    /// The best of the releases that `may` be installed in place of the chosen one: within the
    /// requirement, or where that is a pin, the highest below it.
    pub(super) fn instead(
        &self,
        chosen: Release<'_>,
        may: impl Fn(&Release<'_>) -> bool,
    ) -> Option<Release<'m>> {
        match &self.wanted {
            Wanted::PyPi(rule) => rule.instead(self.metadata, chosen, may),
            Wanted::Semver(rule) => rule.instead(self.metadata, chosen, may),
        }
    }
}

impl<V: Numbered + 'static> Rule<V> {
    /// The best release that the rule allows, among those that `may` be taken.
    fn best<'m>(&self, metadata: &'m Metadata, may: impl Fn(&Release<'_>) -> bool) -> Option<Release<'m>> {
        let releases = metadata.history.iter().filter(|release| may(release));
        let allowed: Vec<(V, Release<'m>)> = releases
            .filter(|release| self.is_pin || !release.yanked)
            .filter_map(|release| Some((V::read(release.version)?, release)))
            .filter(|(version, _)| (self.allows)(version))
            .collect();
        let preferred = allowed.iter().find(|(version, _)| self.preferred.as_ref() == Some(version));
        if let Some((_, release)) = preferred {
            return Some(*release);
        }
        let rank =
            |(version, release): &(V, Release<'m>)| (!release.yanked, self.takes_pre || version.is_stable());
        let best = allowed.iter().max_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.0.cmp(&b.0)));
        best.map(|(_, release)| *release)
    }

    fn instead<'m>(
        &self,
        metadata: &'m Metadata,
        chosen: Release<'_>,
        may: impl Fn(&Release<'_>) -> bool,
    ) -> Option<Release<'m>> {
        if !self.is_pin {
            return self.best(metadata, may);
        }
        let limit = V::read(chosen.version)?;
        Rule::<V>::any().best(metadata, |release| {
            may(release) && V::read(release.version).is_some_and(|version| version < limit)
        })
    }
}

#[cfg(test)]
mod tests;
