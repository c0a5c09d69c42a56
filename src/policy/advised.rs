//! What advisories say of a dependency.

use super::list::exact_version;
use super::requirement::{Chosen, Requirement};
use crate::advisory::{Advisory, Affected, Version};
use crate::package::{Dependency, Source};
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
    kept: &[&str],
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
        match bearing(dependency, &advisory.affected, metadata, kept) {
            Bearing::Miss => {}
            Bearing::Open => open = open.or(Some((advisory, Bearing::Open))),
            hit @ Bearing::Hit(_) => return Some((advisory, hit)),
        }
    }
    open
}

/// `kept` are the versions that lockfiles of the project pin: the client keeps the one that satisfies.
fn bearing(
    dependency: &Dependency,
    affected: &Affected,
    metadata: Option<&Metadata>,
    kept: &[&str],
) -> Bearing {
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
    let nothing = Metadata::default();
    let Some(wanted) = Requirement::of(dependency, metadata.unwrap_or(&nothing)) else {
        return Bearing::Open;
    };
    if wanted.is_pin()
        && let Some(version) = versions.iter().find(|version| wanted.allows(version))
    {
        return Bearing::Hit(Some(version.to_string()));
    }
    if let Some(version) = kept.iter().find(|version| wanted.allows(version)) {
        return of(version);
    }
    // What is no version is allowed by no requirement, and is not ruled out by that.
    let ruled_out = |version: &str| !wanted.allows(version) && Version::parse(ecosystem, version).is_some();
    if ranges.is_empty() && versions.iter().all(|version| ruled_out(version)) {
        return Bearing::Miss;
    }
    match wanted.chosen() {
        Chosen::Release(release) => of(release.version),
        // Nobody was asked, or what would be installed is older than what is remembered.
        Chosen::NotListed => Bearing::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{Ecosystem, PackageName};
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
        bearing(&dependency, affected, metadata.as_ref(), &[])
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
        for (requirement, expected) in [
            ("8.3.41", hit()),
            ("8.3.41(react@18.0.0)", hit()),
            ("^8.0.0", Bearing::Open),
            ("^7.0.0 || 9", Bearing::Miss),
            ("latest", Bearing::Open),
            ("*", Bearing::Open),
        ] {
            assert_eq!(said(Ecosystem::Npm, requirement, &affected, None), expected, "{requirement}");
        }
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
            (Ecosystem::Npm, "latest", "1.0.0 2.0.0", hit()),
            (Ecosystem::Npm, "^2", "1.0.0 2.0.0 3.0.0", hit()),
            (Ecosystem::Npm, "^2", "1.0.0 2.0.0 2.0.1", Bearing::Miss),
            (Ecosystem::Npm, "next", "1.0.0 2.0.1", Bearing::Open),
            (Ecosystem::Crates, "2", "1.0.0 2.0.0 2.0.1", Bearing::Miss),
            (Ecosystem::Crates, "2", "1.0.0 2.0.0 3.0.0", hit()),
        ] {
            let found = said(ecosystem, requirement, &affected, Some(releases));
            assert_eq!(found, expected, "{ecosystem} {requirement} {releases}");
        }
    }

    #[test]
    fn a_version_that_a_lockfile_keeps_is_what_counts() {
        let affected = these(&["1.2.0"]);
        let dependency = Dependency {
            requirement: Some("^1.0.0".to_owned()),
            ..Dependency::new(PackageName::new(Ecosystem::Npm, "x"))
        };
        let said = |kept: &[&str]| bearing(&dependency, &affected, None, kept);
        assert_eq!(said(&["1.1.0"]), Bearing::Miss);
        assert_eq!(said(&["1.2.0"]), Bearing::Hit(Some("1.2.0".to_owned())));
        assert_eq!(said(&["2.0.0"]), Bearing::Open, "it does not satisfy what the manifest asks for");
    }
}
