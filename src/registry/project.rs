//! PyPI's JSON of one project: what the simple index does not say of it.
//!
//! A mirror that has none, or another shape of it, is the rule and not the exception, so that nothing
//! here is ever taken for a fault of the project.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use super::field::{self, Raw, present};
use super::http::Reply;
use super::root::IndexRoot;
use super::{html, repository};
use crate::package::{Ecosystem, PackageName};
use phantom_names::answer::{MOST_OWNERS, Metadata, Stated};

pub(super) const ACCEPT: &str = "application/json";
/// Labels under which projects link to their source, as normalised by [`label`]. The first that
/// leads somewhere counts.
const SOURCE_LABELS: [&str; 9] =
    ["repository", "source", "sourcecode", "code", "github", "gitlab", "git", "repo", "sources"];

/// Where the page lies: beside the simple index, as the registry that defined both has them. `None`
/// where the index has another name, since nothing is known of such an index's other pages.
pub(super) fn page(root: &IndexRoot, name: &PackageName) -> Option<Url> {
    let mut url = root.url().clone();
    if !url.path().ends_with("/simple/") {
        return None;
    }
    url.path_segments_mut().ok()?.pop_if_empty().pop().extend(["pypi", name.normal(), "json"]);
    Some(url)
}

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    info: Info<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    ownership: Raw<'a>,
}

#[derive(Deserialize)]
struct Info<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "present")]
    summary: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    description: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    project_urls: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    home_page: Raw<'a>,
    /// The registry's own pages about the project, which some projects give as their home.
    #[serde(borrow, default, deserialize_with = "present")]
    project_url: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    package_url: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    author: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    author_email: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    maintainer: Raw<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    maintainer_email: Raw<'a>,
}

/// The metadata with what the page adds to it, or unchanged where the page says nothing.
pub(super) fn add(name: &PackageName, reply: &Reply, metadata: Metadata) -> Metadata {
    if !matches!(reply.status, 200 | 203) || html::is_html(reply) {
        return metadata;
    }
    match serde_json::from_slice::<Page<'_>>(&reply.body) {
        Ok(page) if PackageName::new(Ecosystem::PyPi, page.info.name.as_ref()) == *name => Metadata {
            repository: page.info.repository(),
            summary: page.info.summary(),
            owners: page.accounts(),
            maintainers: page.owners().or_else(|| page.info.people()),
            ..metadata
        },
        Ok(_) | Err(_) => metadata,
    }
}

impl Info<'_> {
    fn repository(&self) -> Stated<String> {
        let links: Stated<Links> =
            match field::read::<Option<BTreeMap<Cow<'_, str>, &RawValue>>>(self.project_urls) {
                None => Stated::Unknown,
                Some(None) => Stated::Nothing,
                Some(Some(urls)) => Stated::Given(Links::new(&urls)),
            };
        let home = field::text(self.home_page);
        if links == Stated::Unknown && home == Stated::Unknown {
            return Stated::Unknown;
        }
        let (source, linked_home) = match links {
            Stated::Given(links) => (links.source, links.home),
            Stated::Unknown | Stated::LeftOut | Stated::Nothing => (None, None),
        };
        let home = home.given().and_then(|home| repository::place(home));
        let mut homes = [linked_home, home].into_iter().flatten();
        let on_code_host =
            || homes.find(|place| repository::is_on_code_host(place) && !self.is_own_page(place));
        source.or_else(on_code_host).map_or(Stated::Nothing, Stated::Given)
    }

    /// Whether a place is the registry's page about this project.
    fn is_own_page(&self, place: &str) -> bool {
        [self.project_url, self.package_url].into_iter().any(|raw| {
            field::text(raw).given().and_then(|url| repository::place(url)).is_some_and(|own| own == place)
        })
    }

    /// Empty only where the long description is empty too: some projects have only that.
    fn summary(&self) -> Stated<String> {
        match field::summary(self.summary) {
            Stated::Nothing if field::text(self.description) != Stated::Nothing => Stated::Unknown,
            summary => summary,
        }
    }

    /// How many different people the project names. Modern build tools write a name into the field of
    /// the address, and leave that of the name empty.
    fn people(&self) -> Option<u32> {
        let fields = [(self.author, self.author_email), (self.maintainer, self.maintainer_email)];
        let mut people = BTreeSet::new();
        let mut known = false;
        for (name, address) in fields {
            let (name, address) = (field::text(name), field::text(address));
            known |= name != Stated::Unknown || address != Stated::Unknown;
            match (name, address) {
                (Stated::Given(name), _) => {
                    people.insert(name.trim().to_lowercase());
                }
                (_, Stated::Given(addresses)) => people.extend(addresses.split(',').filter_map(person)),
                _ => {}
            }
        }
        known.then(|| u32::try_from(people.len()).unwrap_or(u32::MAX))
    }
}

impl Page<'_> {
    /// How many accounts may release, which is the registry's own word. Not added to the names that
    /// the project gives: the same people have both.
    fn owners(&self) -> Option<u32> {
        let users = self.roles()?;
        // Without a role there would be nobody to release: the list was stripped.
        (!users.is_empty()).then(|| u32::try_from(users.len()).unwrap_or(u32::MAX))
    }

    fn accounts(&self) -> Vec<Box<str>> {
        self.roles().unwrap_or_default().into_iter().take(MOST_OWNERS).collect()
    }

    fn roles(&self) -> Option<BTreeSet<Box<str>>> {
        #[derive(Deserialize)]
        struct Ownership<'a> {
            #[serde(borrow)]
            roles: Vec<Role<'a>>,
        }
        #[derive(Deserialize)]
        struct Role<'a> {
            #[serde(borrow)]
            user: Cow<'a, str>,
        }

        let Ownership { roles } = field::read(self.ownership)?;
        let users = roles.iter().map(|role| role.user.trim().to_lowercase().into_boxed_str());
        Some(users.filter(|user| !user.is_empty()).collect())
    }
}

/// What the labelled links lead to.
#[derive(PartialEq)]
struct Links {
    source: Option<String>,
    home: Option<String>,
}

impl Links {
    fn new(urls: &BTreeMap<Cow<'_, str>, &RawValue>) -> Self {
        let places: Vec<(String, String)> = urls
            .iter()
            .filter_map(|(given, url)| {
                Some((label(given), repository::place(field::text(Some(url)).given()?)?))
            })
            .collect();
        let under =
            |wanted: &str| places.iter().find(|(label, _)| label == wanted).map(|(_, place)| place.clone());
        Self { source: SOURCE_LABELS.into_iter().find_map(under), home: under("homepage") }
    }
}

/// A label without case, space and punctuation.
fn label(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `Name <address>`, or an address alone.
fn person(entry: &str) -> Option<String> {
    let name = entry.split('<').next().map(|name| name.trim().trim_matches('"'));
    let person = name.filter(|name| !name.is_empty()).unwrap_or(entry).trim().to_lowercase();
    (!person.is_empty()).then_some(person)
}

#[cfg(test)]
mod tests;
