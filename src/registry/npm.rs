//! The packument in its full form: the abbreviated one lacks the dates.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use semver::Version;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use url::Url;

use super::client::Reader;
use super::field::{self, Raw, or_default, present};
use super::http::Reply;
use super::repository;
use super::root::IndexRoot;
use crate::package::PackageName;
use phantom_names::answer::{History, Release};
use phantom_names::answer::{Lookup, MOST_OWNERS, Metadata, Stated};

pub(super) const ACCEPT: &str = "application/json";
const _: Reader = read;

pub(super) fn page(root: &IndexRoot, name: &PackageName) -> Url {
    root.join(&[name.spelling()])
}

#[derive(Deserialize)]
struct Packument<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    /// Each version's manifest as it stands there: only the newest is read.
    #[serde(borrow, default)]
    versions: Option<HashMap<Cow<'a, str>, &'a RawValue>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    time: HashMap<Cow<'a, str>, Stamp<'a>>,
    #[serde(borrow, default, rename = "dist-tags", deserialize_with = "or_default")]
    tags: HashMap<Cow<'a, str>, Stamp<'a>>,
    #[serde(borrow, default, deserialize_with = "present")]
    repository: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    description: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    maintainers: Raw<'a>,
    #[serde(default)]
    readme: Option<IgnoredAny>,
    #[serde(default)]
    license: Option<IgnoredAny>,
    #[serde(default)]
    author: Option<IgnoredAny>,
}

/// What one version says of the project.
#[derive(Deserialize, Default)]
struct Manifest<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    repository: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    description: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    maintainers: Raw<'a>,
    #[serde(default)]
    readme: Option<IgnoredAny>,
    #[serde(default)]
    license: Option<IgnoredAny>,
    #[serde(default)]
    author: Option<IgnoredAny>,
    #[serde(borrow, default, deserialize_with = "present")]
    deprecated: Raw<'a>,
    #[serde(borrow, default, rename = "hasInstallScript", deserialize_with = "present")]
    has_install_script: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    scripts: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    dist: Raw<'a>,
}

impl Manifest<'_> {
    /// Whether it holds anything that mirrors leave out who keep only what an installation needs.
    const fn is_full(&self) -> bool {
        self.description.is_some()
            || self.maintainers.is_some()
            || self.readme.is_some()
            || self.license.is_some()
            || self.author.is_some()
    }

    /// A message, or a word of another kind: `false` takes an earlier message back.
    fn deprecated(&self) -> Stated<String> {
        match field::read::<bool>(self.deprecated) {
            Some(true) => Stated::Given("deprecated".to_owned()),
            Some(false) => Stated::Nothing,
            None => field::summary(self.deprecated),
        }
    }

    /// The registry's own word, else the scripts that npm runs when it installs. What needs neither is
    /// left out of a manifest.
    fn install_script(&self) -> Option<bool> {
        #[derive(Deserialize, Default)]
        struct Scripts<'a> {
            #[serde(borrow, default)]
            preinstall: Option<&'a RawValue>,
            #[serde(borrow, default)]
            install: Option<&'a RawValue>,
            #[serde(borrow, default)]
            postinstall: Option<&'a RawValue>,
        }

        if let Some(said) = field::read::<bool>(self.has_install_script) {
            return Some(said);
        }
        let Scripts { preinstall, install, postinstall } = field::read(self.scripts)?;
        Some(preinstall.or(install).or(postinstall).is_some())
    }

    fn provenance(&self) -> Option<bool> {
        #[derive(Deserialize)]
        struct Dist<'a> {
            #[serde(borrow, default)]
            attestations: Option<&'a RawValue>,
            /// Which came with attestations: a mirror that leaves it out may leave both out.
            #[serde(borrow, default)]
            signatures: Option<&'a RawValue>,
        }

        let Dist { attestations, signatures } = field::read(self.dist)?;
        (attestations.is_some() || signatures.is_some()).then_some(attestations.is_some())
    }
}

/// Who published a version.
#[derive(Deserialize)]
struct Published<'a> {
    #[serde(borrow, default, rename = "_npmUser", deserialize_with = "present")]
    by: Raw<'a>,
}

/// An account's name, in lower case.
fn account(raw: Raw<'_>) -> Option<Box<str>> {
    #[derive(Deserialize)]
    struct Account<'a> {
        #[serde(borrow)]
        name: Cow<'a, str>,
    }

    let Account { name } = field::read(raw)?;
    Some(name.trim().to_lowercase()).filter(|name| !name.is_empty()).map(String::into_boxed_str)
}

/// A text, or what stands in its place: `unpublished` holds an object among the dates.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stamp<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Other(IgnoredAny),
}

impl Stamp<'_> {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(IgnoredAny) => None,
        }
    }

    fn moment(&self) -> Option<Timestamp> {
        self.text()?.parse().ok()
    }
}

pub(super) fn read(name: &PackageName, reply: &Reply) -> Result<Lookup, String> {
    let packument: Packument<'_> =
        serde_json::from_slice(&reply.body).map_err(|error| format!("it is not a packument: {error}"))?;
    if packument.name != name.spelling() {
        return Err("it is about another name than the one asked for".to_owned());
    }
    let Some(versions) = &packument.versions else {
        // What is left of a package that its owner took away: nothing of it can be installed.
        return if packument.time.contains_key("unpublished") {
            Ok(Lookup::Missing)
        } else {
            Err("it is a packument without versions".to_owned())
        };
    };
    let of_versions: Option<Vec<Timestamp>> =
        versions.keys().map(|version| packument.time.get(version)?.moment()).collect();
    let of_versions = of_versions.unwrap_or_default();
    let latest = packument.tags.get("latest").and_then(Stamp::text);
    // A manifest that cannot be read says nothing.
    let newest: Manifest<'_> =
        latest.and_then(|latest| serde_json::from_str(versions.get(latest)?.get()).ok()).unwrap_or_default();
    let about = about(&packument, &newest);
    // A mirror that leaves out the dates or all that is not needed to install may have left out these
    // fields as well.
    let is_whole = !of_versions.is_empty() && about.is_full;
    // A field that is there and empty may be what a mirror makes of every one of its kind.
    let or_left_out = |field| match field {
        Stated::Given(text) => Stated::Given(text),
        Stated::Nothing | Stated::LeftOut | Stated::Unknown if is_whole => Stated::LeftOut,
        Stated::Nothing | Stated::LeftOut | Stated::Unknown => Stated::Unknown,
    };
    let repository = or_left_out(about.repository);
    let summary = or_left_out(about.summary);
    let detailed = repository != Stated::LeftOut && summary != Stated::LeftOut;
    let seized = is_security_placeholder(latest, &repository).then(|| SEIZED.to_owned());
    // `created` stays when a name is given up and taken by another, so that a version's own date
    // comes first.
    let created = || packument.time.get("created").and_then(Stamp::moment);
    Ok(Lookup::Found(Metadata {
        first_published: of_versions.iter().min().copied().or_else(created),
        last_published: of_versions.iter().max().copied(),
        releases: Some(u32::try_from(versions.len()).unwrap_or(u32::MAX)),
        latest: latest.map(str::to_owned),
        repository,
        summary,
        // Somebody published it: an empty list is a mirror's.
        maintainers: about.maintainers.filter(|count| *count > 0),
        owners: about.owners,
        history: history(&packument, versions),
        withdrawn: None,
        deprecated: newest.deprecated(),
        seized,
        install_script: newest.install_script(),
        provenance: newest.provenance(),
        new_publisher: new_publisher(&packument, versions, latest),
        etag: None,
        detailed,
    }))
}

/// What npm puts in the place of a package that it removed for security: a version of its own, from a
/// repository of its own.
fn is_security_placeholder(latest: Option<&str>, repository: &Stated<String>) -> bool {
    let is_its_own = |place: &String| place.ends_with("/npm/security-holder");
    latest.is_some_and(|version| version.ends_with("-security")) && repository.given().is_some_and(is_its_own)
}

const SEIZED: &str = "the registry removed the package for security and holds its name";

type Versions<'a> = HashMap<Cow<'a, str>, &'a RawValue>;

fn history(packument: &Packument<'_>, versions: &Versions<'_>) -> History {
    // By name, so that where no date tells the order the same answer gives the same history.
    let mut names: Vec<&str> = versions.keys().map(AsRef::as_ref).collect();
    names.sort_by_cached_key(|name| (Version::parse(name).ok(), (*name).to_owned()));
    History::new(names.into_iter().map(|version| Release {
        version,
        published: packument.time.get(version).and_then(Stamp::moment),
        yanked: false,
    }))
}

/// Whether the newest version's publisher had published none of the others.
fn new_publisher(packument: &Packument<'_>, versions: &Versions<'_>, latest: Option<&str>) -> Option<bool> {
    let latest = latest?;
    let publisher = |manifest: &&RawValue| {
        serde_json::from_str(manifest.get()).ok().and_then(|version: Published<'_>| account(version.by))
    };
    let newest = publisher(versions.get(latest)?)?;
    let moment = |version: &str| packument.time.get(version).and_then(Stamp::moment);
    let at = moment(latest)?;
    let mut earlier = versions.iter().filter(|(version, _)| moment(version).is_some_and(|then| then < at));
    let mut any = false;
    let known = earlier.any(|(_, manifest)| {
        let by = publisher(manifest);
        any |= by.is_some();
        by.is_some_and(|by| by == newest)
    });
    (any || known).then_some(!known)
}

/// What a project says of itself.
struct About {
    repository: Stated<String>,
    summary: Stated<String>,
    maintainers: Option<u32>,
    owners: Vec<Box<str>>,
    is_full: bool,
}

/// The packument's own fields, else those of its newest version.
fn about(packument: &Packument<'_>, latest: &Manifest<'_>) -> About {
    let Packument { repository, description, maintainers, readme, license, author, .. } = *packument;
    let whole =
        Manifest { repository, description, maintainers, readme, license, author, ..Manifest::default() };
    About {
        repository: source(whole.repository).or(source(latest.repository)),
        summary: field::summary(whole.description).or(field::summary(latest.description)),
        maintainers: field::length(whole.maintainers).or_else(|| field::length(latest.maintainers)),
        owners: field::read::<Vec<&RawValue>>(whole.maintainers.or(latest.maintainers))
            .unwrap_or_default()
            .into_iter()
            .filter_map(|entry| account(Some(entry)))
            .take(MOST_OWNERS)
            .collect(),
        is_full: whole.is_full() || latest.is_full(),
    }
}

/// An address, an object with one, or a list of either, as old packages have it. Another type than
/// these is no statement.
fn source(raw: Raw<'_>) -> Stated<String> {
    let Some(list) = raw.filter(|raw| raw.get().starts_with('[')) else { return one_source(raw) };
    // Not followed into lists within lists, of which there may be thousands.
    field::read::<Vec<&RawValue>>(Some(list))
        .map_or(Stated::Unknown, |list| list.first().map_or(Stated::Nothing, |first| one_source(Some(first))))
}

fn one_source(raw: Raw<'_>) -> Stated<String> {
    #[derive(Deserialize)]
    struct Source<'a> {
        #[serde(borrow, default, deserialize_with = "present")]
        url: Raw<'a>,
    }

    let is_object = raw.is_some_and(|raw| raw.get().starts_with('{'));
    let address = match field::read::<Source<'_>>(raw).filter(|_| is_object) {
        Some(Source { url: None }) => return Stated::Nothing,
        Some(Source { url }) => url,
        None => raw,
    };
    match field::text(address) {
        Stated::Given(address) => repository::npm_place(&address).map_or(Stated::Nothing, Stated::Given),
        Stated::Nothing => Stated::Nothing,
        Stated::Unknown | Stated::LeftOut => Stated::Unknown,
    }
}

#[cfg(test)]
mod tests;
