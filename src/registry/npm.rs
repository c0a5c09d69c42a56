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
use super::history::{History, Release};
use super::http::Reply;
use super::lookup::{Lookup, MOST_OWNERS, Metadata, Stated};
use super::repository;
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
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    fn answer(name: &str, body: &str) -> Result<Lookup, String> {
        let reply = Reply {
            status: 200,
            content_type: "application/json".to_owned(),
            retry_after: None,
            etag: None,
            over_http2: false,
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

    const FULL: &str =
        r#""time":{"1.0.0":"2020-01-01T00:00:00Z"},"license":"MIT","dist-tags":{"latest":"1.0.0"}"#;

    /// What is read of a packument with one version, its other fields as given.
    fn found(top: &str, latest: &str) -> Metadata {
        let body = format!(r#"{{"name":"x","versions":{{"1.0.0":{{{latest}}}}},{top}}}"#);
        match answer("x", &body) {
            Ok(Lookup::Found(metadata)) => metadata,
            other => panic!("{body}: {other:?}"),
        }
    }

    fn given(text: &str) -> Stated<String> {
        Stated::Given(text.to_owned())
    }

    #[test]
    fn a_project_says_what_it_is() {
        let fields = r#""description":"Pads.","maintainers":[{"name":"a"},{"name":"b"}],
            "repository":{"type":"git","url":"git+https://code.example/A/b.git"}"#;
        let latest_only = (format!("{FULL},\"description\":null"), fields);
        for (top, latest) in [(format!("{FULL},{fields}"), ""), latest_only] {
            let metadata = found(&top, latest);
            assert_eq!(metadata.repository, given("code.example/A/b"), "{top}");
            assert_eq!(metadata.summary, given("Pads."), "{top}");
            assert_eq!((metadata.maintainers, metadata.detailed), (Some(2), true), "{top}");
        }
        let older = r#""repository":"code.example/old/b""#;
        let metadata = found(&format!(r#"{FULL},"repository":"https://code.example/A/b""#), older);
        assert_eq!(metadata.repository, given("code.example/A/b"), "the packument comes first");
    }

    #[test]
    fn repositories_have_many_forms() {
        for (json, expected) in [
            (r#""https://code.example/a/b""#, given("code.example/a/b")),
            (r#""gitlab:a/b""#, given("gitlab.com/a/b")),
            (r#"{"url":"git@code.example:a/b.git","directory":"c"}"#, given("code.example/a/b")),
            (r#"[{"type":"git","url":"https://code.example/a/b"}]"#, given("code.example/a/b")),
            (r#"["https://code.example/a/b"]"#, given("code.example/a/b")),
            ("null", Stated::LeftOut),
            (r#""""#, Stated::LeftOut),
            (r#""none""#, Stated::LeftOut),
            ("{}", Stated::LeftOut),
            ("[]", Stated::LeftOut),
            (r#"{"type":"git","url":""}"#, Stated::LeftOut),
            (r#"{"url":null}"#, Stated::LeftOut),
            ("5", Stated::LeftOut),
            (r#"{"url":5}"#, Stated::LeftOut),
            ("[[[]]]", Stated::LeftOut),
        ] {
            let metadata = found(&format!(r#"{FULL},"repository":{json}"#), "");
            assert_eq!(metadata.repository, expected, "{json}");
        }
    }

    #[test]
    fn what_a_whole_packument_lacks_is_left_out() {
        let left_out = (Stated::LeftOut, Stated::LeftOut, None);
        let unknown = (Stated::Unknown, Stated::Unknown, None);
        let (no_license, no_time) = (FULL.replace("license", "x"), FULL.replace("\"time\"", "\"x\""));
        let other_time = FULL.replace("{\"1.0.0\"", "{\"9.0.0\"");
        for (top, latest, expected) in [
            (FULL, "", &left_out),
            (&no_license, r#""author":{"name":"a"}"#, &left_out),
            (&no_license, r#""dist":{},"scripts":{}"#, &unknown),
            (&no_time, r#""license":"MIT""#, &unknown),
            (&other_time, r#""license":"MIT""#, &unknown),
        ] {
            let metadata = found(top, latest);
            let said = (metadata.repository, metadata.summary, metadata.maintainers);
            assert_eq!(said, *expected, "{top} {latest}");
        }
        let metadata = found(&format!(r#"{FULL},"maintainers":[]"#), "");
        assert_eq!(metadata.maintainers, None, "somebody published it");
    }

    #[test]
    fn a_field_of_another_type_costs_only_itself() {
        for odd in ["5", "true", "-1e3", "[[]]", r#"{"a":{"b":5}}"#, r#"[5,{"url":[]}]"#] {
            for place in ["top", "latest"] {
                let fields = format!(
                    r#""repository":{odd},"description":{odd},"readme":{odd},"license":{odd},"author":{odd},"maintainers":"a""#
                );
                let (top, latest) =
                    if place == "top" { (fields.as_str(), "") } else { (r#""a":5"#, fields.as_str()) };
                let metadata = found(top, latest);
                assert_eq!((metadata.releases, metadata.maintainers), (Some(1), None), "{odd}");
                assert_eq!(metadata.summary, Stated::Unknown, "{odd}");
            }
        }
        for manifest in ["5", "null", "[]", r#""text""#] {
            let body = format!(r#"{{"name":"x","versions":{{"1.0.0":{manifest}}},{FULL}}}"#);
            assert!(matches!(answer("x", &body), Ok(Lookup::Found(_))), "{body}");
        }
        let deep = format!("{FULL},\"repository\":{}{}", "[".repeat(20_000), "]".repeat(20_000));
        assert_eq!(found(&deep, "").releases, Some(1));
    }

    /// A packument with versions, each with its day of 2026-11 and its account, the last the newest.
    fn published(versions: &[(&str, u32, &str)], latest: &str) -> Metadata {
        let manifests: Vec<String> = versions
            .iter()
            .map(|(v, _, by)| {
                let more = if Some(*v) == versions.last().map(|v| v.0) { latest } else { "\"x\":1" };
                format!(r#""{v}":{{"_npmUser":{{"name":"{by}"}},{more}}}"#)
            })
            .collect();
        let times: Vec<String> =
            versions.iter().map(|(v, day, _)| format!(r#""{v}":"2026-11-{day:02}T00:00:00Z""#)).collect();
        let newest = versions.last().map(|v| v.0).unwrap_or_default();
        let body = format!(
            r#"{{"name":"x","dist-tags":{{"latest":"{newest}"}},"versions":{{{}}},"time":{{{}}}}}"#,
            manifests.join(","),
            times.join(",")
        );
        let Ok(Lookup::Found(metadata)) = answer("x", &body) else { panic!("{body}") };
        metadata
    }

    #[test]
    fn the_newest_version_tells_scripts_deprecation_and_attestations() {
        let one = |latest: &str| published(&[("1.0.0", 1, "a")], latest);
        for (latest, expected) in [
            (r#""scripts":{"postinstall":"x"}"#, Some(true)),
            (r#""scripts":{"test":"x"}"#, Some(false)),
            (r#""hasInstallScript":true"#, Some(true)),
            (r#""scripts":5"#, None),
            (r#""dist":{}"#, None),
        ] {
            assert_eq!(one(latest).install_script, expected, "{latest}");
        }
        for (latest, expected) in [
            (r#""deprecated":"use y""#, given("use y")),
            (r#""deprecated":true"#, given("deprecated")),
            (r#""deprecated":false"#, Stated::Nothing),
            (r#""deprecated":"""#, Stated::Nothing),
            (r#""dist":{}"#, Stated::Unknown),
        ] {
            assert_eq!(one(latest).deprecated, expected, "{latest}");
        }
        for (latest, expected) in [
            (r#""dist":{"attestations":{"url":"u"}}"#, Some(true)),
            (r#""dist":{"signatures":[]}"#, Some(false)),
            (r#""dist":{"tarball":"t"}"#, None),
        ] {
            assert_eq!(one(latest).provenance, expected, "{latest}");
        }
        let holder = r#""repository":"npm/security-holder""#;
        assert!(published(&[("0.0.1-security", 1, "npm")], holder).seized.is_some());
        assert!(published(&[("0.0.1", 1, "npm")], holder).seized.is_none());
    }

    #[test]
    fn a_newest_version_by_another_account_is_noticed() {
        let of = |versions: &[(&str, u32, &str)]| published(versions, "\"y\":1").new_publisher;
        assert_eq!(of(&[("1.0.0", 1, "a"), ("1.1.0", 2, "b"), ("1.2.0", 3, "A")]), Some(false));
        assert_eq!(of(&[("1.0.0", 1, "a"), ("1.1.0", 2, "a"), ("1.2.0", 3, "c")]), Some(true));
        assert_eq!(of(&[("1.0.0", 1, "a")]), None, "there is none to compare it with");
        assert_eq!(of(&[("1.0.0", 1, ""), ("1.1.0", 2, "")]), None);
        let history =
            published(&[("1.0.0", 3, "a"), ("1.10.0", 1, "a"), ("1.9.0", 2, "a")], "\"y\":1").history;
        assert_eq!(history.iter().map(|r| r.version).collect::<Vec<_>>(), ["1.0.0", "1.9.0", "1.10.0"]);
    }
}
