//! The packument in its full form: the abbreviated one lacks the dates.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use url::Url;

use super::client::Reader;
use super::http::Reply;
use super::lookup::{Lookup, Metadata};
use super::root::IndexRoot;
use crate::package::PackageName;

pub(super) const ACCEPT: &str = "application/json";
const _: Reader = read;

pub(super) fn page(root: &IndexRoot, name: &PackageName) -> Url {
    root.join(&[name.spelling()])
}

#[derive(Deserialize)]
struct Packument<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    versions: Option<HashMap<Cow<'a, str>, IgnoredAny>>,
    #[serde(borrow, default)]
    time: HashMap<Cow<'a, str>, Stamp<'a>>,
    #[serde(borrow, default, rename = "dist-tags")]
    tags: HashMap<Cow<'a, str>, Stamp<'a>>,
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
    // `created` stays when a name is given up and taken by another, so that a version's own date
    // comes first.
    let created = || packument.time.get("created").and_then(Stamp::moment);
    Ok(Lookup::Found(Metadata {
        first_published: of_versions.iter().min().copied().or_else(created),
        last_published: of_versions.iter().max().copied(),
        releases: Some(u32::try_from(versions.len()).unwrap_or(u32::MAX)),
        latest: packument.tags.get("latest").and_then(Stamp::text).map(str::to_owned),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    fn answer(name: &str, body: &str) -> Result<Lookup, String> {
        let reply = Reply {
            status: 200,
            content_type: "application/json".to_owned(),
            retry_after: None,
            body: body.as_bytes().to_vec(),
        };
        read(&PackageName::new(Ecosystem::Npm, name), &reply)
    }

    #[test]
    fn the_dates_of_the_versions_count() {
        let body = r#"{"_id":"@a/b","name":"@a/b","dist-tags":{"latest":"1.1.0"},
            "versions":{"1.0.0":{"name":"@a/b","scripts":{"x":["y"]}},"1.1.0":{}},
            "time":{"created":"2010-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
                    "1.0.0":"2020-01-01T00:00:00.000Z","1.1.0":"2021-01-01T00:00:00.000Z"}}"#;
        let Ok(Lookup::Found(metadata)) = answer("@a/b", body) else { panic!() };
        assert_eq!(metadata.first_published.unwrap().to_string(), "2020-01-01T00:00:00Z");
        assert_eq!(metadata.last_published.unwrap().to_string(), "2021-01-01T00:00:00Z");
        assert_eq!(metadata.releases, Some(2));
        assert_eq!(metadata.latest.as_deref(), Some("1.1.0"));
    }

    #[test]
    fn an_abbreviated_packument_has_no_dates() {
        let body =
            r#"{"name":"x","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{}},"modified":"2026-01-01"}"#;
        let Ok(Lookup::Found(metadata)) = answer("x", body) else { panic!() };
        assert_eq!((metadata.first_published, metadata.last_published), (None, None));
    }

    #[test]
    fn an_unpublished_package_is_missing() {
        let body = r#"{"name":"x","time":{"created":"2010-01-01T00:00:00.000Z","unpublished":{"time":"2011-01-01T00:00:00.000Z","versions":["1.0.0"]}}}"#;
        assert_eq!(answer("x", body), Ok(Lookup::Missing));
    }

    #[test]
    fn other_documents_are_no_answer() {
        for body in ["", "{}", r#"{"name":"x"}"#, r#"{"name":"X","versions":{}}"#, r#"{"error":"login"}"#] {
            assert!(answer("x", body).is_err(), "{body}");
        }
    }
}
