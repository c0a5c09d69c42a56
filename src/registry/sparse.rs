//! The sparse index: one line of JSON for each version.

use std::borrow::Cow;

use jiff::Timestamp;
use semver::Version;
use serde::Deserialize;
use url::Url;

use super::client::Reader;
use super::field::or_default;
use super::http::Reply;
use super::root::IndexRoot;
use crate::package::{Ecosystem, PackageName};
use phantom_names::answer::{History, Release};
use phantom_names::answer::{Lookup, Metadata};

pub(super) const ACCEPT: &str = "text/plain, application/json;q=0.9, */*;q=0.1";
const _: Reader = read;

/// The spellings under which the page may lie: as written, then with every separator turned into
/// `_`, then into `-`.
pub(super) fn spellings(name: &PackageName) -> Vec<String> {
    let written = name.spelling().to_ascii_lowercase();
    let mut spellings = vec![written.clone()];
    for other in [written.replace('-', "_"), written.replace('_', "-")] {
        if !spellings.contains(&other) {
            spellings.push(other);
        }
    }
    spellings
}

/// `1/a`, `2/ab`, `3/a/abc`, `ab/cd/abcd…`. Crate names are ASCII, which the caller has made sure of.
pub(super) fn page(root: &IndexRoot, spelling: &str) -> Url {
    let part = |from: usize, to: usize| spelling.get(from..to).unwrap_or_default();
    match spelling.len() {
        0 | 1 => root.join(&["1", spelling]),
        2 => root.join(&["2", spelling]),
        3 => root.join(&["3", part(0, 1), spelling]),
        _ => root.join(&[part(0, 2), part(2, 4), spelling]),
    }
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    vers: Cow<'a, str>,
    #[serde(default, deserialize_with = "or_default")]
    yanked: bool,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pubtime: Option<Cow<'a, str>>,
}

pub(super) fn read(name: &PackageName, reply: &Reply) -> Result<Lookup, String> {
    let mut count = 0u32;
    let mut times: Option<Vec<Timestamp>> = Some(Vec::new());
    let mut newest: Option<(bool, Version)> = None;
    let mut lines = Vec::new();
    for line in reply.body.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        let line: Line<'_> = serde_json::from_slice(line)
            .map_err(|error| format!("line {} is not an index's: {error}", count.saturating_add(1)))?;
        if PackageName::new(Ecosystem::Crates, line.name.as_ref()) != *name {
            return Err("it is about another name than the one asked for".to_owned());
        }
        count = count.saturating_add(1);
        // A time that is missing means "unknown", and then the first and last are unknown too.
        let time = line.pubtime.as_deref().and_then(|text| text.parse().ok());
        times = times.zip(time).map(|(mut all, time)| {
            all.push(time);
            all
        });
        lines.push((line.vers.clone(), time, line.yanked));
        if let Ok(version) = Version::parse(&line.vers) {
            let candidate = (!line.yanked && version.pre.is_empty(), version);
            newest = newest.max(Some(candidate));
        }
    }
    if count == 0 {
        return Err("it is empty".to_owned());
    }
    let times = times.unwrap_or_default();
    let withdrawn = Some(lines.iter().all(|(_, _, yanked)| *yanked));
    let history = History::new(lines.iter().map(|(version, published, yanked)| Release {
        version,
        published: *published,
        yanked: *yanked,
    }));
    Ok(Lookup::Found(Metadata {
        first_published: times.iter().min().copied(),
        last_published: times.iter().max().copied(),
        releases: Some(count),
        latest: newest.map(|(_, version)| version.to_string()),
        history,
        withdrawn,
        // The index has no more, and no other page of it has.
        detailed: true,
        ..Metadata::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Stated;

    fn krate(name: &str) -> PackageName {
        PackageName::new(Ecosystem::Crates, name)
    }

    fn answer(name: &str, body: &str) -> Result<Lookup, String> {
        let reply = Reply {
            status: 200,
            content_type: "text/plain".to_owned(),
            retry_after: None,
            etag: None,
            over_http2: false,
            body: body.as_bytes().to_vec(),
        };
        read(&krate(name), &reply)
    }

    #[test]
    fn pages_lie_where_cargo_looks() {
        let root = IndexRoot::parse("sparse+https://registry.example/index/").unwrap();
        for (name, path) in [
            ("a", "1/a"),
            ("Ab", "2/ab"),
            ("abc", "3/a/abc"),
            ("abcd", "ab/cd/abcd"),
            ("Serde_JSON", "se/rd/serde_json"),
        ] {
            let page = page(&root, &spellings(&krate(name)).swap_remove(0));
            assert_eq!(page.as_str(), format!("https://registry.example/index/{path}"));
        }
        assert_eq!(spellings(&krate("a-b_c")), ["a-b_c", "a_b_c", "a-b-c"]);
        assert_eq!(spellings(&krate("a-b")), ["a-b", "a_b"]);
        assert_eq!(spellings(&krate("ab")), ["ab"]);
    }

    #[test]
    fn lines_give_dates_count_and_the_newest_version() {
        let body = concat!(
            r#"{"name":"A_b","vers":"1.9.0","deps":[],"cksum":"0","features":{},"yanked":false,"pubtime":"2020-01-01T00:00:00Z"}"#,
            "\n",
            r#"{"name":"A_b","vers":"1.10.0","deps":[],"yanked":false,"pubtime":"2021-01-01T00:00:00Z"}"#,
            "\n",
            r#"{"name":"A_b","vers":"3.0.0","yanked":true,"pubtime":"2022-01-01T00:00:00Z"}"#,
            "\n",
            r#"{"name":"A_b","vers":"2.0.0-rc.1","yanked":false,"pubtime":"2023-01-01T00:00:00Z"}"#,
            "\n"
        );
        let Ok(Lookup::Found(metadata)) = answer("a-b", body) else { panic!() };
        assert_eq!(metadata.releases, Some(4));
        assert_eq!(metadata.latest.as_deref(), Some("1.10.0"));
        assert_eq!(metadata.first_published.unwrap().to_string(), "2020-01-01T00:00:00Z");
        assert_eq!(metadata.last_published.unwrap().to_string(), "2023-01-01T00:00:00Z");
        assert_eq!((&metadata.repository, &metadata.summary), (&Stated::Unknown, &Stated::Unknown));
        assert_eq!((metadata.maintainers, metadata.detailed), (None, true));
    }

    #[test]
    fn one_missing_time_makes_the_dates_unknown() {
        let body = "{\"name\":\"ab\",\"vers\":\"1.0.0\"}\n{\"name\":\"ab\",\"vers\":\"1.1.0\",\"pubtime\":\"2021-01-01T00:00:00Z\"}";
        let Ok(Lookup::Found(metadata)) = answer("ab", body) else { panic!() };
        assert_eq!((metadata.first_published, metadata.last_published), (None, None));
        assert_eq!(metadata.releases, Some(2));
    }

    #[test]
    fn other_documents_are_no_answer() {
        for body in ["", "\n\n", "<html>", r#"{"dl":"x"}"#, r#"{"name":"other","vers":"1.0.0"}"#] {
            assert!(answer("ab", body).is_err(), "{body}");
        }
    }
}
