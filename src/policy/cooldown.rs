//! The cooldown: a release that is younger than `min-age` is held.
//!
//! Most malicious releases are found and taken down within days. Nothing is said against the name by it,
//! so that the score stays what it was.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::age::ago;
use super::requirement::{Chosen, Requirement};
use super::{Facts, MinAge, NamePatterns, Settings};
use crate::package::{Dependency, Ecosystem};
use crate::registry::{Lookup, Metadata, Release};

/// The ages that a project asks for.
#[derive(Debug, Clone)]
pub(super) struct Cooldown {
    /// By the order of [`Ecosystem::ALL`].
    ages: [MinAge; Ecosystem::ALL.len()],
    except: NamePatterns,
    /// Whether no age is asked for because nobody may be asked. Under a lock it stays unknown instead.
    is_off: bool,
}

/// What is known of the age of the release that would be installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Age {
    /// It is old enough, or no age is asked for.
    Enough,
    /// It is too young.
    Young {
        /// Which release, how old it is, and which one is old enough.
        reason: String,
        /// The exact requirement or command that gets a release that is old enough, where there is one.
        remedy: Option<Box<str>>,
    },
    /// Nobody can tell, and why.
    Unknown(String),
}

impl Cooldown {
    pub(super) fn new(settings: &Settings, except: NamePatterns) -> Self {
        let ages = Ecosystem::ALL.map(|ecosystem| settings.min_age(ecosystem));
        Self { ages, except, is_off: settings.offline.value }
    }

    /// Leaves an age that nobody may be asked about unknown: a lock holds offline too.
    pub(super) const fn lock(&mut self) {
        self.is_off = false;
    }

    /// The age that a dependency's release must have; `None` where it may have any.
    pub(super) fn asked_of(&self, dependency: &Dependency) -> Option<MinAge> {
        let Dependency { name, source, .. } = dependency;
        let [pypi, npm, crates] = self.ages;
        let age = match name.ecosystem() {
            Ecosystem::PyPi => pypi,
            Ecosystem::Npm => npm,
            Ecosystem::Crates => crates,
        };
        let asks = !age.is_zero() && !self.is_off && source.is_registry() && name.fault().is_none();
        (asks && self.except.covering(name).is_none()).then_some(age)
    }

    /// Whether an age is asked for at all.
    pub(super) fn is_active(&self) -> bool {
        !self.is_off && self.ages.iter().any(|age| !age.is_zero())
    }

    /// A sentence for a run that asks nobody, and so cannot tell any age.
    pub(super) fn note(&self) -> Option<String> {
        let age = self.ages.iter().max().filter(|age| self.is_off && !age.is_zero())?;
        Some(format!("min-age is {age}, and offline no release's age was checked"))
    }

    pub(super) fn judge(&self, dependency: &Dependency, facts: Facts<'_>, now: Timestamp) -> Age {
        let Some(min) = self.asked_of(dependency) else { return Age::Enough };
        let unknown = |why: &str| Age::Unknown(format!("min-age is {min}, and {why}"));
        match facts.lookup {
            _ if facts.replaced => Age::Enough,
            Some(Lookup::Missing) => Age::Enough,
            Some(Lookup::Found(metadata)) => of_release(dependency, metadata, facts.kept, min, now),
            Some(Lookup::Unavailable(_)) | None => unknown("no registry said how old the release is"),
        }
    }
}

fn of_release(
    dependency: &Dependency,
    metadata: &Metadata,
    kept: &[&str],
    min: MinAge,
    now: Timestamp,
) -> Age {
    let unknown = |why: &str| Age::Unknown(format!("min-age is {min}, and {why}"));
    let is_old = |release: &Release<'_>| release.published.is_some_and(|moment| min.is_reached(moment, now));
    let history = &metadata.history;
    if history.iter().all(|release| release.published.is_none()) {
        return unknown("the registry does not say when a release was published");
    }
    // Whichever is installed, it is old enough.
    if history.iter().all(|release| is_old(&release)) {
        return Age::Enough;
    }
    let Some(requirement) = Requirement::of(dependency, metadata) else {
        return unknown("which release the requirement leads to is not known");
    };
    // The lockfile's version is installed, and judged where it stands.
    if kept.iter().any(|version| requirement.allows(version)) {
        return Age::Enough;
    }
    match requirement.chosen() {
        Chosen::Release(release) if is_old(&release) => Age::Enough,
        Chosen::Release(release) => match release.published {
            Some(published) => {
                young(dependency, &requirement, (release, published), history.is_cut(), min, now)
            }
            None => unknown("the registry does not say when the release was published"),
        },
        Chosen::NotListed if history.bound().is_some_and(|bound| is_old(&bound)) => Age::Enough,
        Chosen::NotListed => unknown("the registry lists no release that the requirement allows"),
    }
}

fn young(
    dependency: &Dependency,
    requirement: &Requirement<'_>,
    (chosen, published): (Release<'_>, Timestamp),
    is_cut: bool,
    min: MinAge,
    now: Timestamp,
) -> Age {
    let is_old = |release: &Release<'_>| release.published.is_some_and(|moment| min.is_reached(moment, now));
    let head = format!(
        "{} {} was published {}, and min-age is {min}",
        dependency.name.spelling(),
        chosen.version,
        ago(published, now)
    );
    let Some(instead) = requirement.instead(chosen, is_old) else {
        let within = match &dependency.requirement {
            Some(text) if !requirement.is_pin() => format!(" within {text}"),
            _ => String::new(),
        };
        let of = if is_cut { "none of the newest releases" } else { "no release" };
        return Age::Young { reason: format!("{head}: {of}{within} is old enough"), remedy: None };
    };
    let day = instead.published.map(|moment| Offset::UTC.to_datetime(moment).date().to_string());
    let reason = format!("{head}: {} ({}) is old enough", instead.version, day.unwrap_or_default());
    Age::Young { reason, remedy: Some(remedy(dependency, chosen.version, instead.version).into()) }
}

/// What to write or run in place of what was asked for. The last word of a command is the requirement.
fn remedy(dependency: &Dependency, young: &str, old: &str) -> String {
    let name = dependency.name.spelling();
    let alias = dependency.alias.as_deref();
    let is_stated = dependency.location.is_some();
    match dependency.name.ecosystem() {
        Ecosystem::PyPi if is_stated => format!("{name}=={old}"),
        Ecosystem::PyPi => format!("pip install {name}=={old}"),
        Ecosystem::Npm if is_stated && !dependency.locked => match alias {
            Some(alias) => format!("\"{alias}\": \"npm:{name}@{old}\""),
            None => format!("\"{name}\": \"{old}\""),
        },
        Ecosystem::Npm => match alias {
            Some(alias) => format!("npm install {alias}@npm:{name}@{old}"),
            None => format!("npm install {name}@{old}"),
        },
        Ecosystem::Crates if dependency.locked => format!("cargo update -p {name}@{young} --precise {old}"),
        Ecosystem::Crates if is_stated => match alias {
            Some(alias) => format!("{alias} = {{ package = \"{name}\", version = \"={old}\" }}"),
            None => format!("{name} = \"={old}\""),
        },
        Ecosystem::Crates => format!("cargo add {name}@={old}"),
    }
}
