//! CycloneDX 1.6 in JSON: every name as a component, what is stopped or warned of as a vulnerability.
//!
//! Vulnerabilities rather than annotations, since those are what the programs that read such documents gate on
//! and show; an annotation is a remark that most of them pass over. Neither time nor serial number are written:
//! the same input gives the same bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::document;
use super::found::{Found, Level, error_message, found};
use super::purl::purl;
use super::rules::Rule;
use crate::finding::Finding;
use crate::package::{Dependency, Ecosystem};
use crate::policy::exact_version;
use crate::report::{Report, escaped};

/// Writes the document.
///
/// # Errors
/// Where `out` fails.
pub fn cyclonedx(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut components = Components::default();
    report.findings.iter().for_each(|finding| components.add(finding));
    let dependencies = components.dependencies(report);
    let mut properties = vec![property("phantom:mode", report.mode.as_str())];
    for error in &report.errors {
        let place = error.file.as_deref().map(|file| format!("{}: ", escaped(file))).unwrap_or_default();
        properties.push(property("phantom:unreadable", &format!("{place}{}", error_message(error))));
    }
    // What was not read or not reached is missing among the components.
    let whole = if report.errors.is_empty() && !report.interrupted { "unknown" } else { "incomplete" };
    let bom = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "tools": { "components": [{
                "type": "application",
                "name": "phantom",
                "version": env!("CARGO_PKG_VERSION"),
            }] },
            "properties": properties,
        },
        "components": components.list,
        "dependencies": dependencies,
        "compositions": [{ "aggregate": whole }],
        "vulnerabilities": vulnerabilities(report),
    });
    document(&bom, out)
}

/// The components, each package once, with every place in which it stands.
#[derive(Default)]
struct Components<'r> {
    list: Vec<Value>,
    by_reference: HashMap<String, usize>,
    /// References by what a chain knows of a package.
    by_name: HashMap<(Ecosystem, &'r str, Option<&'r str>), String>,
}

impl<'r> Components<'r> {
    fn add(&mut self, finding: &'r Finding) {
        let dependency = &finding.dependency;
        let reference = reference(dependency);
        let at = *self.by_reference.entry(reference.clone()).or_insert_with(|| {
            self.list.push(component(finding, &reference));
            self.list.len() - 1
        });
        if let Some(place) = &dependency.location
            && let Some(Value::Object(component)) = self.list.get_mut(at)
        {
            let evidence = component.entry("evidence").or_insert_with(|| json!({ "occurrences": [] }));
            if let Some(places) = evidence.get_mut("occurrences").and_then(Value::as_array_mut) {
                places.push(json!({ "location": &*place.file, "line": place.line }));
            }
        }
        let (ecosystem, name) = (dependency.name.ecosystem(), dependency.name.spelling());
        for version in [exact_version(dependency), None] {
            self.by_name.entry((ecosystem, name, version)).or_insert_with(|| reference.clone());
        }
    }

    /// Who depends on whom, as far as chains say so. The project, where it is no component yet, becomes one.
    fn dependencies(&mut self, report: &'r Report) -> Vec<Value> {
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for chain in &report.chains {
            let mut above: Option<String> = None;
            for link in &chain.links {
                let key = (chain.ecosystem, &*link.name, link.version.as_deref());
                let reference = match self.by_name.get(&key) {
                    Some(reference) => reference.clone(),
                    None => self.add_link(key, &chain.file, above.is_none()),
                };
                if let Some(above) = above.replace(reference.clone()).filter(|above| *above != reference) {
                    edges.entry(above).or_default().insert(reference);
                }
            }
        }
        edges.into_iter().map(|(of, on)| json!({ "ref": of, "dependsOn": on })).collect()
    }

    fn add_link(&mut self, key: (Ecosystem, &'r str, Option<&'r str>), file: &str, first: bool) -> String {
        let (ecosystem, name, version) = key;
        let reference = format!("{file}#{ecosystem}:{name}@{}", version.unwrap_or_default());
        let kind = if first { "application" } else { "library" };
        let mut component = json!({ "type": kind, "bom-ref": reference, "name": name });
        if let (Some(version), Some(component)) = (version, component.as_object_mut()) {
            component.insert("version".to_owned(), version.into());
        }
        self.list.push(component);
        self.by_name.insert(key, reference.clone());
        reference
    }
}

/// What names a component within the document: its package URL, or all that is known of it.
fn reference(dependency: &Dependency) -> String {
    purl(dependency).unwrap_or_else(|| {
        let (name, requirement) = (&dependency.name, dependency.requirement.as_deref());
        let source = dependency.source.kind();
        format!("{source}:{}:{name}@{}", name.ecosystem(), requirement.unwrap_or_default())
    })
}

fn component(finding: &Finding, reference: &str) -> Value {
    let Finding { dependency, assessment, decision, .. } = finding;
    let name = dependency.name.spelling();
    let mut component = Map::new();
    let mut set = |key: &str, value: Value| component.insert(key.to_owned(), value);
    set("type", "library".into());
    set("bom-ref", reference.into());
    match dependency
        .name
        .scope()
        .and_then(|scope| Some((scope, name.strip_prefix(scope)?.strip_prefix('/')?)))
    {
        Some((scope, rest)) => {
            set("group", scope.into());
            set("name", rest.into());
        }
        None => {
            set("name", name.into());
        }
    }
    if let Some(version) = exact_version(dependency) {
        set("version", version.into());
    }
    if let Some(purl) = purl(dependency) {
        set("purl", purl.into());
    }
    let mut properties = vec![
        property("phantom:verdict", assessment.verdict.as_str()),
        property("phantom:decision", decision.action.as_str()),
        property("phantom:source", dependency.source.kind()),
    ];
    let more =
        [("phantom:requirement", &dependency.requirement), ("phantom:suggestion", &assessment.suggestion)];
    let more = more.into_iter().filter_map(|(key, value)| Some(property(key, value.as_deref()?)));
    properties.extend(more);
    set("properties", properties.into());
    Value::Object(component)
}

/// One for each rule and component.
fn vulnerabilities(report: &Report) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let stopped = found(report).into_iter().filter(|one| one.level > Level::Note);
    let new = stopped.filter(|one| seen.insert((reference(&one.finding.dependency), one.rule)));
    new.map(|one| vulnerability(&one)).collect()
}

fn vulnerability(one: &Found<'_>) -> Value {
    let Finding { dependency, assessment, decision, .. } = one.finding;
    let severity = match one.level {
        Level::Error if one.finding.is_held() => "unknown",
        Level::Error if one.rule == "known-malicious" => "critical",
        Level::Error => "high",
        _ => "medium",
    };
    let source = json!({ "name": "phantom" });
    let mut told = json!({
        "id": format!("phantom:{}", one.rule),
        "source": source,
        "ratings": [{
            "source": source,
            "score": (assessment.score * 1e4).round() / 1e4,
            "severity": severity,
            "method": "other",
            "justification": escaped(&decision.reason),
        }],
        "description": one.message(),
        "detail": Rule::of(one.rule).markdown,
        "affects": [{ "ref": reference(dependency) }],
        "properties": [property("phantom:decision", decision.action.as_str())],
    });
    let advice = one.advice();
    if let (Some(told), false) = (told.as_object_mut(), advice.is_empty()) {
        told.insert("recommendation".to_owned(), advice.into());
    }
    told
}

fn property(name: &str, value: &str) -> Value {
    json!({ "name": name, "value": value })
}
