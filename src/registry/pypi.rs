//! The simple index in its JSON form (PEP 691 and 700); in the older HTML form (PEP 503) it tells
//! only that a project exists.

use std::borrow::Cow;
use std::str::FromStr;

use jiff::Timestamp;
use pep440_rs::Version;
use serde::Deserialize;
use url::Url;

use super::client::Reader;
use super::html;
use super::http::Reply;
use super::lookup::{Lookup, Metadata};
use super::root::IndexRoot;
use crate::package::{Ecosystem, PackageName};

/// A mirror that knows no JSON answers with HTML, as the media type's own rules have it.
pub(super) const ACCEPT: &str = "application/vnd.pypi.simple.v1+json, text/html;q=0.1";
const _: Reader = read;

pub(super) fn page(root: &IndexRoot, name: &PackageName) -> Url {
    root.join(&[name.normal(), ""])
}

#[derive(Deserialize)]
struct Project<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    files: Vec<File<'a>>,
    /// Since version 1.1 of the format.
    #[serde(borrow, default)]
    versions: Option<Vec<Cow<'a, str>>>,
}

#[derive(Deserialize)]
struct File<'a> {
    /// Since version 1.1 of the format.
    #[serde(borrow, default, rename = "upload-time")]
    uploaded: Option<Cow<'a, str>>,
}

pub(super) fn read(name: &PackageName, reply: &Reply) -> Result<Lookup, String> {
    if html::is_html(reply) {
        return read_html(name, reply);
    }
    let project: Project<'_> = serde_json::from_slice(&reply.body)
        .map_err(|error| format!("it is not a simple index's JSON: {error}"))?;
    if PackageName::new(Ecosystem::PyPi, project.name.as_ref()) != *name {
        return Err("it is about another name than the one asked for".to_owned());
    }
    let times: Option<Vec<Timestamp>> =
        project.files.iter().map(|file| file.uploaded.as_deref()?.parse().ok()).collect();
    let times = times.unwrap_or_default();
    Ok(Lookup::Found(Metadata {
        first_published: times.iter().min().copied(),
        last_published: times.iter().max().copied(),
        releases: project.versions.as_ref().map(|all| u32::try_from(all.len()).unwrap_or(u32::MAX)),
        latest: project.versions.as_deref().and_then(newest),
        ..Metadata::default()
    }))
}

/// The newest version that is not a pre-release, else the newest: what pip would choose. The format
/// leaves the order of the versions open.
fn newest(versions: &[Cow<'_, str>]) -> Option<String> {
    versions
        .iter()
        .filter_map(|text| Some((Version::from_str(text).ok()?, text)))
        .max_by(|(a, _), (b, _)| {
            let stable = |v: &Version| !v.any_prerelease();
            stable(a).cmp(&stable(b)).then_with(|| a.cmp(b))
        })
        .map(|(_, text)| text.to_string())
}

/// A page counts only where it links to a file of this very project: a portal's page does not.
fn read_html(name: &PackageName, reply: &Reply) -> Result<Lookup, String> {
    let page = String::from_utf8_lossy(&reply.body);
    let stem = format!("{}-", name.normal());
    let is_file = |text: &str| {
        let whole = PackageName::new(Ecosystem::PyPi, text);
        whole.normal().starts_with(&stem)
            && [".whl", ".tar.gz", ".zip", ".tar.bz2", ".egg", ".tgz"].iter().any(|e| text.ends_with(e))
    };
    if html::link_texts(&page).any(is_file) {
        // A mirror of the old form has no JSON of any kind.
        return Ok(Lookup::Found(Metadata { detailed: true, ..Metadata::default() }));
    }
    Err("it is HTML, and not a simple index's page with files of this project".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(name: &str, content_type: &str, body: &str) -> Result<Lookup, String> {
        let reply = Reply {
            status: 200,
            content_type: content_type.to_owned(),
            retry_after: None,
            body: body.as_bytes().to_vec(),
        };
        read(&PackageName::new(Ecosystem::PyPi, name), &reply)
    }

    const JSON: &str = "application/vnd.pypi.simple.v1+json";

    fn found(body: &str) -> Metadata {
        match answer("flask-x", JSON, body) {
            Ok(Lookup::Found(metadata)) => metadata,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn dates_count_and_newest_version_are_read() {
        let metadata = found(
            r#"{"meta":{"api-version":"1.1"},"name":"Flask_X","versions":["2.0rc1","1.10","1.9"],"files":[
                {"filename":"flask_x-1.9.tar.gz","url":"u","hashes":{},"upload-time":"2020-02-03T04:05:06.789Z"},
                {"filename":"flask_x-1.10.tar.gz","url":"u","hashes":{},"upload-time":"2021-02-03T04:05:06Z","yanked":true}]}"#,
        );
        assert_eq!(metadata.releases, Some(3));
        assert_eq!(metadata.latest.as_deref(), Some("1.10"));
        assert_eq!(metadata.first_published.unwrap().to_string(), "2020-02-03T04:05:06.789Z");
        assert_eq!(metadata.last_published.unwrap().to_string(), "2021-02-03T04:05:06Z");
    }

    #[test]
    fn what_a_mirror_strips_is_unknown() {
        let metadata = found(r#"{"name":"flask-x","files":[{"filename":"flask_x-1.tar.gz"}]}"#);
        assert_eq!(metadata, Metadata::default());
        let metadata = found(
            r#"{"name":"flask-x","versions":[],"files":[{"upload-time":"2020-02-03T04:05:06Z"},{"upload-time":null}]}"#,
        );
        assert_eq!((metadata.first_published, metadata.releases), (None, Some(0)));
    }

    #[test]
    fn other_pages_are_no_answer() {
        for (content_type, body) in [
            (JSON, ""),
            (JSON, "[]"),
            (JSON, r#"{"message":"welcome"}"#),
            (JSON, r#"{"name":"flask","files":[]}"#),
            ("text/html", "<form><input type=password></form>"),
            ("text/html", "<a href=/>home</a><a href=x>flask_y-1.0.tar.gz</a>"),
        ] {
            assert!(answer("flask-x", content_type, body).is_err(), "{body}");
        }
    }

    #[test]
    fn an_html_index_tells_that_a_project_exists() {
        let page = "<!DOCTYPE html><a href='../f/Flask.X-1.0.tar.gz#sha256=0'>Flask.X-1.0.tar.gz</a>";
        assert_eq!(
            answer("flask-x", "text/html; charset=utf-8", page),
            Ok(Lookup::Found(Metadata { detailed: true, ..Metadata::default() }))
        );
    }
}
