//! The simple index in its JSON form (PEP 691 and 700); in the older HTML form (PEP 503) it tells
//! only that a project exists.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Timestamp;
use pep440_rs::Version;
use serde::Deserialize;
use url::Url;

use super::client::Reader;
use super::field::{self, Raw, or_default, present};
use super::html;
use super::http::Reply;
use super::root::IndexRoot;
use crate::package::{Ecosystem, PackageName};
use phantom_names::answer::{History, Release};
use phantom_names::answer::{Lookup, Metadata, Stated};

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
    #[serde(borrow, default, deserialize_with = "or_default")]
    versions: Option<Vec<Cow<'a, str>>>,
    /// Since version 1.4.
    #[serde(borrow, default, rename = "project-status", deserialize_with = "present")]
    status: Raw<'a>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default, deserialize_with = "or_default")]
    filename: Cow<'a, str>,
    /// `true`, or the reason as a text.
    #[serde(borrow, default, deserialize_with = "present")]
    yanked: Raw<'a>,
    /// Since version 1.3: the address of its attestations, or `null`.
    #[serde(borrow, default, deserialize_with = "present")]
    provenance: Raw<'a>,
    /// Since version 1.1 of the format.
    #[serde(borrow, default, rename = "upload-time", deserialize_with = "or_default")]
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
    let releases = releases(name, &project.files);
    let latest = project.versions.as_deref().and_then(newest);
    let of_latest = latest.as_deref().and_then(|latest| releases.get(&Version::from_str(latest).ok()?));
    let (deprecated, seized) = standing(project.status);
    let tells_yanked = !releases.is_empty() && project.files.iter().any(|file| file.yanked.is_some());
    Ok(Lookup::Found(Metadata {
        first_published: times.iter().min().copied(),
        last_published: times.iter().max().copied(),
        releases: project.versions.as_ref().map(|all| u32::try_from(all.len()).unwrap_or(u32::MAX)),
        withdrawn: tells_yanked.then(|| releases.values().all(|release| release.yanked)),
        install_script: of_latest.map(|release| release.sdist && !release.wheel),
        provenance: of_latest.and_then(|release| release.provenance),
        history: History::new(releases.values().map(|release| Release {
            version: release.spelling,
            published: release.published,
            yanked: release.yanked,
        })),
        latest,
        deprecated,
        seized,
        ..Metadata::default()
    }))
}

/// What the files of one version say.
struct Files<'a> {
    spelling: &'a str,
    /// Of the last file, where all have a time: one that was added later is installed, too.
    published: Option<Timestamp>,
    /// A version is yanked where all its files are.
    yanked: bool,
    sdist: bool,
    wheel: bool,
    /// Whether a file has attestations; `None` where the index gives none for any.
    provenance: Option<bool>,
}

/// The files by version. A file whose name does not tell its version is left out.
fn releases<'a>(name: &PackageName, files: &'a [File<'_>]) -> BTreeMap<Version, Files<'a>> {
    let mut releases: BTreeMap<Version, Files<'a>> = BTreeMap::new();
    for file in files {
        let Some((spelling, is_wheel)) = version_in(name, &file.filename) else { continue };
        let Ok(version) = Version::from_str(spelling) else { continue };
        let published: Option<Timestamp> = file.uploaded.as_deref().and_then(|text| text.parse().ok());
        let provenance = file.provenance.map(|raw| raw.get() != "null");
        let release = releases.entry(version).or_insert(Files {
            spelling,
            published,
            yanked: true,
            sdist: false,
            wheel: false,
            provenance: None,
        });
        release.published = release.published.zip(published).map(|(a, b)| a.max(b));
        release.yanked &= file.yanked.is_some_and(|raw| !matches!(raw.get(), "false" | "null"));
        release.sdist |= !is_wheel;
        release.wheel |= is_wheel;
        release.provenance = release.provenance.max(provenance);
    }
    releases
}

/// The version that a file's name holds, and whether it is a wheel: `NAME-VERSION-TAGS.whl`,
/// `NAME-VERSION.tar.gz`. The name may be spelled with other delimiters, and hold them.
fn version_in<'f>(name: &PackageName, file: &'f str) -> Option<(&'f str, bool)> {
    let (stem, is_wheel) = match file.strip_suffix(".whl") {
        Some(stem) => (stem, true),
        None => (SDISTS.iter().find_map(|ending| file.strip_suffix(ending))?, false),
    };
    let is_ours = |at: usize| {
        stem.get(..at).is_some_and(|start| PackageName::new(Ecosystem::PyPi, start).normal() == name.normal())
    };
    let (at, _) = stem.match_indices('-').find(|(at, _)| is_ours(*at))?;
    let rest = stem.get(at + 1..)?;
    let version = if is_wheel { rest.split('-').next()? } else { rest };
    Some((version, is_wheel))
}

const SDISTS: [&str; 4] = [".tar.gz", ".zip", ".tar.bz2", ".tgz"];

/// What the registry says of the project as a whole (PEP 792): what speaks against its use, and whether
/// the registry has taken its files away.
fn standing(status: Raw<'_>) -> (Stated<String>, Option<String>) {
    #[derive(Deserialize)]
    struct Status<'a> {
        #[serde(borrow)]
        status: Cow<'a, str>,
        #[serde(borrow, default, deserialize_with = "present")]
        reason: Raw<'a>,
    }

    let Some(Status { status, reason }) = field::read(status) else { return (Stated::Unknown, None) };
    let reason = field::summary(reason).given().map(|reason| format!(": {reason}")).unwrap_or_default();
    match status.as_ref() {
        "quarantined" => {
            (Stated::Nothing, Some(format!("the registry has put the project under quarantine{reason}")))
        }
        "archived" | "deprecated" => (Stated::Given(format!("{status}{reason}")), None),
        _ => (Stated::Nothing, None),
    }
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
            etag: None,
            over_http2: false,
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
        let history = metadata.history.clone();
        assert_eq!(
            history.iter().map(|r| (r.version, r.published, r.yanked)).collect::<Vec<_>>(),
            [("1", None, false)]
        );
        assert_eq!(metadata, Metadata { history, ..Metadata::default() });
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

    #[test]
    fn files_tell_dates_yanks_and_attestations_by_version() {
        let file = |name: &str, day: u32, more: &str| {
            format!(r#"{{"filename":"{name}","upload-time":"2026-11-{day:02}T00:00:00Z"{more}}}"#)
        };
        let files = [
            file("my_pkg-1.0.tar.gz", 1, r#","yanked":"broken","provenance":null"#),
            file("my_pkg-1.1-py3-none-any.whl", 3, r#","yanked":false,"provenance":"https://x.example/p""#),
            file("My.Pkg-1.1.tar.gz", 2, r#","yanked":false,"provenance":null"#),
            file("my-pkg-extra-9.0.tar.gz", 9, ""),
            file("nonsense", 9, ""),
        ];
        let body = format!(
            r#"{{"name":"my-pkg","versions":["1.0","1.1"],"files":[{}],"project-status":{{"status":"archived","reason":"moved on"}}}}"#,
            files.join(",")
        );
        let Ok(Lookup::Found(metadata)) = answer("my-pkg", JSON, &body) else { panic!() };
        let seen: Vec<_> = metadata
            .history
            .iter()
            .map(|r| (r.version, r.published.map(|p| p.to_string()), r.yanked))
            .collect();
        let at = |day: &str| Some(format!("2026-11-{day}T00:00:00Z"));
        assert_eq!(seen, [("1.1", at("03"), false), ("1.0", at("01"), true)]);
        assert_eq!((metadata.withdrawn, metadata.install_script), (Some(false), Some(false)));
        assert_eq!(metadata.provenance, Some(true));
        assert_eq!(metadata.deprecated, Stated::Given("archived: moved on".to_owned()));
        assert_eq!(metadata.seized, None);
    }

    #[test]
    fn a_quarantined_project_is_seized_and_a_mirror_says_nothing() {
        let body = r#"{"name":"x","files":[],"versions":[],"project-status":{"status":"quarantined"}}"#;
        let Ok(Lookup::Found(metadata)) = answer("x", JSON, body) else { panic!() };
        assert!(metadata.seized.is_some_and(|why| why.contains("quarantine")));
        let body = r#"{"name":"x","files":[{"filename":"x-1.tar.gz"}],"versions":["1"]}"#;
        let Ok(Lookup::Found(metadata)) = answer("x", JSON, body) else { panic!() };
        assert_eq!((metadata.provenance, metadata.deprecated), (None, Stated::Unknown));
        assert_eq!(metadata.install_script, Some(true));
    }
}
