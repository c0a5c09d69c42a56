//! One document of the OSV schema, versions 1.x.
//!
//! Read are `id`, `aliases`, `withdrawn`, `published`, `modified`, `summary` (else the first line of
//! `details`), the first web address of `references`, and of `affected` the package, its `versions` and
//! its `ranges` of the types SEMVER and ECOSYSTEM. Ranges of commits (GIT) say nothing of releases and are
//! left out. `severity`, `credits` and the rest are not needed.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Advisory, Affected, Event, Range};
use crate::package::{Ecosystem, PackageName};

/// A longer name is no package's in any of the registries.
const LONGEST_NAME: usize = 512;
const LONGEST_ID: usize = 128;
const LONGEST_URL: usize = 400;
/// Characters of a summary that are kept.
const LONGEST_SUMMARY: usize = 160;

/// What a document is.
#[derive(Debug, PartialEq)]
pub(super) enum Document {
    /// Releases of these packages are malicious.
    Malicious(Vec<Advisory>),
    /// It was taken back.
    Withdrawn,
    /// It is about a vulnerability of an honest package.
    Vulnerability,
    /// It is about no release of the three ecosystems.
    Elsewhere,
}

#[derive(Deserialize)]
struct Osv<'d> {
    #[serde(borrow)]
    id: Cow<'d, str>,
    #[serde(borrow, default)]
    aliases: Option<Vec<Cow<'d, str>>>,
    #[serde(borrow, default)]
    withdrawn: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    published: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    modified: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    summary: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    details: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    references: Option<Vec<Reference<'d>>>,
    #[serde(borrow, default)]
    affected: Option<Vec<Part<'d>>>,
    #[serde(default)]
    database_specific: Option<Specific>,
}

#[derive(Deserialize)]
struct Specific {
    #[serde(rename = "malicious-packages-origins", default)]
    origins: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Reference<'d> {
    #[serde(borrow, default)]
    url: Option<Cow<'d, str>>,
}

#[derive(Deserialize)]
struct Part<'d> {
    #[serde(borrow, default)]
    package: Option<Package<'d>>,
    #[serde(borrow, default)]
    versions: Option<Vec<Cow<'d, str>>>,
    #[serde(borrow, default)]
    ranges: Option<Vec<Span<'d>>>,
}

#[derive(Deserialize)]
struct Package<'d> {
    #[serde(borrow)]
    ecosystem: Cow<'d, str>,
    #[serde(borrow)]
    name: Cow<'d, str>,
}

#[derive(Deserialize)]
struct Span<'d> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'d, str>,
    #[serde(borrow, default)]
    events: Vec<Step<'d>>,
}

#[derive(Deserialize)]
struct Step<'d> {
    #[serde(borrow, default)]
    introduced: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    fixed: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    last_affected: Option<Cow<'d, str>>,
    #[serde(borrow, default)]
    limit: Option<Cow<'d, str>>,
}

/// Reads one document; gives its identifier and what it is.
pub(super) fn read(bytes: &[u8]) -> Result<(Box<str>, Document), String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let osv: Osv<'_> =
        serde_json::from_slice(bytes).map_err(|error| format!("it is no OSV document: {error}"))?;
    let id = identifier(&osv.id)?;
    if let Some(moment) = &osv.withdrawn {
        date("withdrawn", moment)?;
        return Ok((id, Document::Withdrawn));
    }
    if !osv.is_malicious() {
        return Ok((id, Document::Vulnerability));
    }
    let advisories = osv.advisories(&id)?;
    let document = if advisories.is_empty() { Document::Elsewhere } else { Document::Malicious(advisories) };
    Ok((id, document))
}

impl Osv<'_> {
    fn is_malicious(&self) -> bool {
        let aliases = self.aliases.iter().flatten();
        let origins = self.database_specific.as_ref().is_some_and(|specific| specific.origins.is_some());
        origins || std::iter::once(&self.id).chain(aliases).any(|id| id.starts_with("MAL-"))
    }

    fn advisories(&self, id: &str) -> Result<Vec<Advisory>, String> {
        let mut affected: Vec<(PackageName, Affected)> = Vec::new();
        let mut places: HashMap<PackageName, usize> = HashMap::new();
        for part in self.affected.iter().flatten() {
            let Some(package) = &part.package else { continue };
            let Some(ecosystem) = ecosystem(&package.ecosystem) else { continue };
            let name = package_name(ecosystem, &package.name)?;
            let Some(more) = part.affected()? else { continue };
            match places.get(&name).and_then(|&at| affected.get_mut(at)) {
                Some((_, known)) => *known = std::mem::replace(known, Affected::All).and(more),
                None => {
                    places.insert(name.clone(), affected.len());
                    affected.push((name, more));
                }
            }
        }
        let published = self.published.as_deref().map(|text| date("published", text)).transpose()?;
        let modified = self.modified.as_deref().map(|text| date("modified", text)).transpose()?;
        let said = self.summary.as_deref().filter(|text| !text.trim().is_empty());
        let summary = summary(said.or(self.details.as_deref()).unwrap_or_default());
        let url = self.references.iter().flatten().find_map(|reference| address(reference.url.as_deref()?));
        let of = |(name, affected)| Advisory {
            id: id.into(),
            name,
            summary: summary.clone(),
            url: url.clone(),
            published,
            modified,
            affected,
        };
        Ok(affected.into_iter().map(of).collect())
    }
}

impl Part<'_> {
    /// Which releases it is about; `None` where it tells only of commits.
    fn affected(&self) -> Result<Option<Affected>, String> {
        let mut ranges = Vec::new();
        let mut commits = false;
        for span in self.ranges.iter().flatten() {
            match &*span.kind {
                "SEMVER" | "ECOSYSTEM" => ranges.push(span.range()?),
                "GIT" => commits = true,
                other => return Err(format!("a range has the unknown type {other:?}")),
            }
        }
        let versions: Vec<Box<str>> = self.versions.iter().flatten().map(|v| v.as_ref().into()).collect();
        Ok(match (versions.is_empty(), ranges.is_empty()) {
            _ if ranges.iter().any(Range::is_all) => Some(Affected::All),
            (true, true) if commits => None,
            // Malice that names no release is meant of the package as a whole.
            (true, true) => Some(Affected::All),
            _ => Some(Affected::These { versions, ranges }),
        })
    }
}

impl Span<'_> {
    fn range(&self) -> Result<Range, String> {
        let event = |step: &Step<'_>| match step {
            Step { introduced: Some(version), fixed: None, last_affected: None, limit: None } => {
                Ok(Event::Introduced(version.as_ref().into()))
            }
            Step { introduced: None, fixed: Some(version), last_affected: None, limit: None } => {
                Ok(Event::Fixed(version.as_ref().into()))
            }
            Step { introduced: None, fixed: None, last_affected: Some(version), limit: None } => {
                Ok(Event::LastAffected(version.as_ref().into()))
            }
            Step { introduced: None, fixed: None, last_affected: None, limit: Some(version) } => {
                Ok(Event::Limit(version.as_ref().into()))
            }
            _ => Err("an event of a range is none of introduced, fixed, last_affected and limit".to_owned()),
        };
        Ok(Range { events: self.events.iter().map(event).collect::<Result<_, _>>()? })
    }
}

/// The ecosystem by the schema's own words.
fn ecosystem(word: &str) -> Option<Ecosystem> {
    match word {
        "PyPI" => Some(Ecosystem::PyPi),
        "npm" => Some(Ecosystem::Npm),
        "crates.io" => Some(Ecosystem::Crates),
        _ => None,
    }
}

/// An advisory's identifier, if it can be shown and kept.
pub(super) fn identifier(text: &str) -> Result<Box<str>, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_ID || text.contains(char::is_control) {
        return Err(format!("its id is empty, longer than {LONGEST_ID} bytes or holds control characters"));
    }
    Ok(text.into())
}

/// A package's name, if it is of a length that one can have.
pub(super) fn package_name(ecosystem: Ecosystem, text: &str) -> Result<PackageName, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_NAME {
        return Err(format!("a package's name is empty or longer than {LONGEST_NAME} bytes"));
    }
    Ok(PackageName::new(ecosystem, text))
}

/// The first line of a text, cut to what a report shows.
pub(super) fn summary(text: &str) -> Box<str> {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    let mut cut: String = line.chars().take(LONGEST_SUMMARY).collect();
    if cut.len() < line.len() {
        cut.push('…');
    }
    cut.into()
}

/// A web address that can be shown.
pub(super) fn address(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let web = text.starts_with("https://") || text.starts_with("http://");
    let plain = |c: char| c.is_ascii_graphic();
    (web && text.len() <= LONGEST_URL && text.chars().all(plain)).then(|| text.into())
}

fn date(field: &str, text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| format!("its {field} is no date: {:?}", summary(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{
        "schema_version": "1.7.4", "id": "MAL-2026-1", "modified": "2026-11-02T03:04:05.5Z",
        "published": "2026-11-01T00:00:00Z", "aliases": ["GHSA-x"], "summary": "Malicious code in a (npm)\nmore",
        "details": "long", "severity": [{"type": "CVSS_V3", "score": "x"}],
        "references": [{"type": "WEB", "url": "ftp://x"}, {"type": "WEB", "url": "https://advisories.example/1"}],
        "affected": [
            {"package": {"ecosystem": "npm", "name": "a", "purl": "pkg:npm/a"}, "versions": ["1.0.1"]},
            {"package": {"ecosystem": "npm", "name": "a"},
             "ranges": [{"type": "SEMVER", "events": [{"introduced": "2.0.0"}, {"last_affected": "2.1.0"}]},
                        {"type": "GIT", "repo": "https://code.example/a", "events": [{"introduced": "0"}]}]},
            {"package": {"ecosystem": "PyPI", "name": "A_b"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]},
            {"package": {"ecosystem": "crates.io", "name": "C_d"}},
            {"package": {"ecosystem": "Go", "name": "example.org/x"}}
        ],
        "database_specific": {"malicious-packages-origins": [{"source": "y"}]}
    }"#;

    fn advisories(text: &str) -> Vec<Advisory> {
        match read(text.as_bytes()) {
            Ok((_, Document::Malicious(advisories))) => advisories,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_whole_document_is_read() {
        let found = advisories(FULL);
        let names: Vec<String> =
            found.iter().map(|a| format!("{}:{}", a.name.ecosystem(), a.name.normal())).collect();
        assert_eq!(names, ["npm:a", "pypi:a-b", "crates:c-d"]);
        assert_eq!(&*found[0].summary, "Malicious code in a (npm)");
        assert_eq!(found[0].url.as_deref(), Some("https://advisories.example/1"));
        assert_eq!(found[0].modified.unwrap().to_string(), "2026-11-02T03:04:05.5Z");
        let held = |version| found[0].affected.holds(Ecosystem::Npm, version);
        assert_eq!(
            ["1.0.1", "1.0.2", "2.1.0", "2.1.1"].map(held).map(Option::unwrap),
            [true, false, true, false]
        );
        assert_eq!((&found[1].affected, &found[2].affected), (&Affected::All, &Affected::All));
    }

    #[test]
    fn only_malice_counts() {
        let of = |text: &str| read(text.as_bytes()).unwrap().1;
        let part = r#""affected": [{"package": {"ecosystem": "npm", "name": "a"}}]"#;
        assert_eq!(of(&format!(r#"{{"id": "GHSA-1", {part}}}"#)), Document::Vulnerability);
        assert!(matches!(
            of(&format!(r#"{{"id": "GHSA-1", "aliases": ["MAL-1"], {part}}}"#)),
            Document::Malicious(_)
        ));
        let origins = r#""database_specific": {"malicious-packages-origins": []}"#;
        assert!(matches!(of(&format!(r#"{{"id": "X-1", {origins}, {part}}}"#)), Document::Malicious(_)));
        assert_eq!(of(r#"{"id": "MAL-1", "withdrawn": "2026-01-01T00:00:00Z"}"#), Document::Withdrawn);
        assert_eq!(of(r#"{"id": "MAL-1", "withdrawn": null, "affected": null}"#), Document::Elsewhere);
        let go = r#"{"id": "MAL-1", "affected": [{"package": {"ecosystem": "Go", "name": "a"}}]}"#;
        assert_eq!(of(go), Document::Elsewhere);
        let commits = r#"{"id": "MAL-1", "affected": [{"package": {"ecosystem": "npm", "name": "a"},
            "ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}]}"#;
        assert_eq!(of(commits), Document::Elsewhere);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let package = r#""package": {"ecosystem": "npm", "name": "a"}"#;
        for (text, said) in [
            (String::new(), "no OSV document: EOF"),
            ("[]".to_owned(), "no OSV document"),
            (r#"{"id": 5}"#.to_owned(), "line 1 column 8"),
            (r#"{"affected": []}"#.to_owned(), "missing field `id`"),
            (r#"{"id": " "}"#.to_owned(), "its id is empty"),
            (
                r#"{"id": "MAL-1", "withdrawn": "yesterday"}"#.to_owned(),
                "its withdrawn is no date: \"yesterday\"",
            ),
            (r#"{"id": "MAL-1", "modified": "x"}"#.to_owned(), "its modified is no date"),
            (
                format!(r#"{{"id": "MAL-1", "affected": [{{{package}, "ranges": [{{"type": "X"}}]}}]}}"#),
                "unknown type \"X\"",
            ),
            (
                format!(
                    r#"{{"id": "MAL-1", "affected": [{{{package}, "ranges": [{{"type": "SEMVER", "events": [{{}}]}}]}}]}}"#
                ),
                "none of introduced",
            ),
            (
                format!(
                    r#"{{"id": "MAL-1", "affected": [{{"package": {{"ecosystem": "npm", "name": "{}"}}}}]}}"#,
                    "a".repeat(100_000)
                ),
                "longer than 512 bytes",
            ),
            (format!(r#"{{"id": "MAL-1", "affected": {}"#, "[".repeat(100_000)), "invalid type"),
            (format!(r#"{{"id": "MAL-1", "x": {}"#, "[".repeat(100_000)), "no OSV document"),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(said), "{error}");
            assert!(error.len() < 300, "{error}");
        }
        assert!(read(b"{\"id\": \"\xff\"}").unwrap_err().contains("no OSV document"));
    }
}
