//! What advisories say of a dependency.

use super::list::exact_version;
use crate::advisory::{Advisory, Affected, Version};
use crate::package::{Dependency, Ecosystem, Source};
use crate::registry::{Lookup, Metadata};

/// What an advisory says of one dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bearing {
    /// What would be installed is malicious. The version, where it is known which.
    Hit(Option<String>),
    /// A malicious release is not ruled out.
    Open,
    /// What would be installed is another release.
    Miss,
}

/// The advisory that weighs most, and what it says; `None` where none says anything of the dependency.
///
/// Only what comes by its name from a registry is meant: of a folder or a repository of the same name an
/// advisory knows nothing.
pub(super) fn strongest<'a>(
    dependency: &Dependency,
    advisories: &'a [Advisory],
    lookup: Option<&Lookup>,
) -> Option<(&'a Advisory, Bearing)> {
    if !matches!(dependency.source, Source::Registry | Source::OtherRegistry(_)) {
        return None;
    }
    // The registry that was asked is not the one that a name of another registry comes from.
    let metadata = match lookup {
        Some(Lookup::Found(metadata)) if dependency.source.is_registry() => Some(metadata),
        _ => None,
    };
    let mut open = None;
    for advisory in advisories {
        match bearing(dependency, &advisory.affected, metadata) {
            Bearing::Miss => {}
            Bearing::Open => open = open.or(Some((advisory, Bearing::Open))),
            hit @ Bearing::Hit(_) => return Some((advisory, hit)),
        }
    }
    open
}

fn bearing(dependency: &Dependency, affected: &Affected, metadata: Option<&Metadata>) -> Bearing {
    let Affected::These { versions, ranges } = affected else { return Bearing::Hit(None) };
    let ecosystem = dependency.name.ecosystem();
    let of = |version: &str| match affected.holds(ecosystem, version) {
        Some(true) => Bearing::Hit(Some(version.to_owned())),
        Some(false) => Bearing::Miss,
        None => Bearing::Open,
    };
    if let Some(exact) = exact_version(dependency) {
        return of(exact);
    }
    let wanted = Wanted::of(dependency);
    let ruled_out =
        |version: &str| wanted.as_ref().is_some_and(|w| w.allows(ecosystem, version) == Some(false));
    if ranges.is_empty() && versions.iter().all(|version| ruled_out(version)) {
        return Bearing::Miss;
    }
    match metadata.zip(wanted).and_then(|(metadata, wanted)| wanted.chosen(ecosystem, metadata)) {
        Some(version) => of(&version),
        None => Bearing::Open,
    }
}

/// A requirement that is understood.
enum Wanted {
    Any,
    Python(pep440_rs::VersionSpecifiers),
    Cargo(semver::VersionReq),
}

impl Wanted {
    fn of(dependency: &Dependency) -> Option<Self> {
        let text = dependency.requirement.as_deref().unwrap_or_default().trim();
        if matches!(text, "" | "*") {
            return Some(Self::Any);
        }
        match dependency.name.ecosystem() {
            Ecosystem::PyPi => text.parse().ok().map(Self::Python),
            Ecosystem::Crates => text.parse().ok().map(Self::Cargo),
            Ecosystem::Npm => None,
        }
    }

    /// Whether a version satisfies it; `None` for what is no version.
    fn allows(&self, ecosystem: Ecosystem, version: &str) -> Option<bool> {
        Some(match (self, Version::parse(ecosystem, version)?) {
            (Self::Python(set), Version::Python(version)) => set.contains(&version),
            (Self::Cargo(required), Version::Semantic(version)) => required.matches(&version),
            _ => true,
        })
    }

    /// The release that a client would install, as far as the registry's answer tells.
    fn chosen(&self, ecosystem: Ecosystem, metadata: &Metadata) -> Option<String> {
        // npm goes by the tag, whatever else there is.
        if ecosystem == Ecosystem::Npm && metadata.latest.is_some() {
            return metadata.latest.clone();
        }
        let stable =
            |version: &str| Version::parse(ecosystem, version).filter(|version| !version.is_prerelease());
        let releases = metadata.history.iter().filter(|release| !release.yanked);
        let allowed = releases.filter(|release| self.allows(ecosystem, release.version) == Some(true));
        let parsed = allowed.filter_map(|release| Some((stable(release.version)?, release.version)));
        let best = parsed.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, version)| version.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::PackageName;
    use crate::registry::{History, Release};

    fn these(versions: &[&str]) -> Affected {
        Affected::These { versions: versions.iter().map(|&v| v.into()).collect(), ranges: Vec::new() }
    }

    fn said(ecosystem: Ecosystem, requirement: &str, affected: &Affected, releases: Option<&str>) -> Bearing {
        let dependency = Dependency {
            requirement: Some(requirement.to_owned()).filter(|text| !text.is_empty()),
            ..Dependency::new(PackageName::new(ecosystem, "x"))
        };
        let metadata = releases.map(|releases| Metadata {
            latest: releases.split(' ').next_back().map(str::to_owned),
            history: History::new(releases.split(' ').map(|version| Release {
                version: version.trim_end_matches('y'),
                published: None,
                yanked: version.ends_with('y'),
            })),
            ..Metadata::default()
        });
        bearing(&dependency, affected, metadata.as_ref())
    }

    #[test]
    fn a_pin_says_which_release_it_is() {
        let affected = these(&["8.3.41"]);
        let hit = || Bearing::Hit(Some("8.3.41".to_owned()));
        for (requirement, expected) in [
            ("==8.3.41", hit()),
            ("==8.3.40", Bearing::Miss),
            ("", Bearing::Open),
            (">=8", Bearing::Open),
            ("<8.3", Bearing::Miss),
            (">=8,!=8.3.41", Bearing::Miss),
            ("some words", Bearing::Open),
        ] {
            assert_eq!(said(Ecosystem::PyPi, requirement, &affected, None), expected, "{requirement}");
        }
        assert_eq!(said(Ecosystem::Npm, "8.3.41", &affected, None), hit());
        assert_eq!(said(Ecosystem::Crates, "=8.3.41", &affected, None), hit());
        assert_eq!(said(Ecosystem::Crates, "8.3.41", &affected, None), Bearing::Open);
        assert_eq!(said(Ecosystem::Crates, "7", &affected, None), Bearing::Miss);
        assert_eq!(said(Ecosystem::Npm, "1", &Affected::All, None), Bearing::Hit(None));
    }

    #[test]
    fn the_registry_says_what_an_open_requirement_leads_to() {
        let affected = these(&["2.0.0"]);
        let hit = || Bearing::Hit(Some("2.0.0".to_owned()));
        for (ecosystem, requirement, releases, expected) in [
            (Ecosystem::PyPi, "", "1.0.0 2.0.0", hit()),
            (Ecosystem::PyPi, "", "1.0.0 2.0.0 2.0.1", Bearing::Miss),
            (Ecosystem::PyPi, "", "1.0.0 2.0.0y", Bearing::Miss),
            (Ecosystem::PyPi, ">=1,<2.0.1", "1.0.0 2.0.0 2.0.1", hit()),
            (Ecosystem::PyPi, ">=3", "1.0.0 2.0.0", Bearing::Miss),
            (Ecosystem::PyPi, "", "1.0.0 2.0.0 3.0.0rc1", hit()),
            (Ecosystem::Npm, "", "1.0.0 2.0.0", hit()),
            (Ecosystem::Npm, "", "2.0.0 1.9.0", Bearing::Miss),
            (Ecosystem::Npm, "^2", "1.0.0 2.0.1", Bearing::Open),
            (Ecosystem::Crates, "2", "1.0.0 2.0.0 2.0.1", Bearing::Miss),
            (Ecosystem::Crates, "2", "1.0.0 2.0.0 3.0.0", hit()),
        ] {
            let found = said(ecosystem, requirement, &affected, Some(releases));
            assert_eq!(found, expected, "{ecosystem} {requirement} {releases}");
        }
    }
}
