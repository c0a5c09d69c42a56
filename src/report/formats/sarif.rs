//! SARIF 2.1.0, for code scanning.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::document;
use super::found::{Found, Level, NOT_CHECKED, error_message, found};
use super::graph::{chain_of, shown, way};
use super::purl::{purl, uri};
use super::rules::Rule;
use crate::finding::InputError;
use crate::package::Location;
use crate::policy::shown_score;
use crate::report::{Exit, Report, Sources, escaped};

/// The folder of the run, to which paths are relative.
const ROOT: &str = "SRCROOT";

/// Writes one run: a result for each name that is stopped, warned of or not checked; what cannot be read among
/// the run's notifications.
///
/// # Errors
/// Where `out` fails.
pub fn sarif(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    sarif_with(report, None, out)
}

/// The same with the lines in which names stand: one that a file spells otherwise, such as by an escape of JSON,
/// has no place that could be cut out.
///
/// # Errors
/// Where `out` fails.
pub fn sarif_with(report: &Report, sources: Option<&Sources>, out: &mut dyn Write) -> io::Result<()> {
    let found = found(report);
    // In the order of their words, so that the same findings give the same list.
    let rules: BTreeSet<&str> = found.iter().map(|one| one.rule).chain([NOT_CHECKED]).collect();
    let rules: Vec<Rule> = rules.into_iter().map(Rule::of).collect();
    let results: Vec<Value> = found.iter().map(|one| result(report, one, sources, &rules)).collect();
    let run = json!({
        "tool": { "driver": {
            "name": "Phantom",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.iter().map(described).collect::<Vec<_>>(),
        } },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { ROOT: { "description": { "text": "The folder in which Phantom ran." } } },
        "invocations": [invocation(report)],
        "results": results,
    });
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    document(&log, out)
}

fn described(rule: &Rule) -> Value {
    let text = rule.text();
    let level = if rule.id == NOT_CHECKED { "note" } else { "error" };
    json!({
        "id": rule.id,
        "name": rule.id,
        "shortDescription": { "text": rule.short() },
        "fullDescription": { "text": text },
        "help": { "text": text, "markdown": rule.markdown },
        "defaultConfiguration": { "level": level },
        "properties": {
            "tags": ["security", "supply-chain"],
            "precision": "high",
            "security-severity": rule.severity,
        },
    })
}

fn result(report: &Report, one: &Found<'_>, sources: Option<&Sources>, rules: &[Rule]) -> Value {
    let (dependency, assessment) = (&one.finding.dependency, &one.finding.assessment);
    let chain = chain_of(report, one);
    let mut text = one.message();
    if let Some(chain) = chain {
        text.push_str(&format!("; brought in by {}", way(chain)));
    }
    let level = match one.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let mut properties = Map::new();
    let mut set = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    set("ecosystem", dependency.name.ecosystem().as_str().into());
    set("name", dependency.name.spelling().into());
    set("score", shown_score(assessment.score).parse::<f64>().unwrap_or(assessment.score).into());
    set("verdict", assessment.verdict.as_str().into());
    set("decision", one.finding.decision.action.as_str().into());
    set("signals", assessment.signals.iter().map(|signal| signal.code.as_str()).collect());
    if let Some(purl) = purl(dependency) {
        set("purl", purl.into());
    }
    let mut result = json!({
        "ruleId": one.rule,
        "ruleIndex": rules.iter().position(|rule| rule.id == one.rule),
        "level": level,
        "message": { "text": plain(&text) },
        "partialFingerprints": { "phantomName/v1": one.fingerprint },
        "properties": properties,
    });
    if let (Some(place), Some(result)) = (one.location(), result.as_object_mut()) {
        let name = dependency.name.spelling();
        let excerpt = sources.map(|sources| sources.at(place));
        let is_other = excerpt.flatten().is_some_and(|excerpt| excerpt.behind_name(name).is_none());
        let can_fix = excerpt.is_none_or(|excerpt| excerpt.is_some()) && !is_other;
        let length = if is_other { 0 } else { name.chars().count() };
        result.insert("locations".to_owned(), json!([physical(&place.file, &region(place, length))]));
        result.extend(fix(one, place, length).filter(|_| can_fix).map(|fix| ("fixes".to_owned(), fix)));
        result.extend(flow(chain).map(|flow| ("codeFlows".to_owned(), flow)));
    }
    result
}

/// From the name's first character to the one behind its last.
fn region(place: &Location, length: usize) -> Value {
    let mut region = json!({ "startLine": place.line.max(1), "startColumn": place.column.max(1) });
    if let (Some(region), true) = (region.as_object_mut(), length > 0) {
        let end = u64::from(place.column.max(1)) + length as u64;
        region.insert("endColumn".to_owned(), end.into());
    }
    region
}

fn physical(file: &str, region: &Value) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(file), "region": region } })
}

fn artifact(file: &str) -> Value {
    match uri(file) {
        (uri, true) => json!({ "uri": uri, "uriBaseId": ROOT }),
        (uri, false) => json!({ "uri": uri }),
    }
}

/// The name that was meant in the place of the one that stands there. Not in a lockfile, which is its client's;
/// nor for a name that no registry could hold, which a file may spell otherwise.
fn fix(one: &Found<'_>, place: &Location, length: usize) -> Option<Value> {
    let dependency = &one.finding.dependency;
    let suggestion = one.finding.assessment.suggestion.as_deref()?;
    let fits = !dependency.locked && dependency.source.is_registry() && dependency.name.fault().is_none();
    fits.then(|| {
        let replacement = json!({
            "deletedRegion": region(place, length),
            "insertedContent": { "text": suggestion },
        });
        json!([{
            "description": { "text": plain(&format!("Take {} instead", escaped(suggestion))) },
            "artifactChanges": [{ "artifactLocation": artifact(&place.file), "replacements": [replacement] }],
        }])
    })
}

/// The places of a chain, where more than the name's own is known.
fn flow(chain: Option<&crate::report::Chain>) -> Option<Value> {
    let step = |link: &crate::report::Link| {
        let place = link.location.as_ref()?;
        let mut location = physical(&place.file, &region(place, link.name.chars().count()));
        location.as_object_mut()?.insert("message".to_owned(), json!({ "text": plain(&shown(&link.name)) }));
        Some(json!({ "location": location }))
    };
    let steps: Vec<Value> = chain?.links.iter().filter_map(step).collect();
    (steps.len() > 1).then(|| json!([{ "threadFlows": [{ "locations": steps }] }]))
}

fn invocation(report: &Report) -> Value {
    let exit = report.exit();
    let errors = report.errors.iter().map(notification);
    let note = |text: &String| json!({ "level": "note", "message": { "text": plain(&escaped(text)) } });
    let notes = report.notes.iter().map(note);
    let interrupted = report.interrupted.then(
        || json!({ "level": "error", "message": { "text": "the run was interrupted before its end" } }),
    );
    json!({
        "executionSuccessful": !matches!(exit, Exit::Unreadable | Exit::Interrupted) && report.errors.is_empty(),
        "exitCode": exit.code(),
        "toolExecutionNotifications": errors.chain(notes).chain(interrupted).collect::<Vec<_>>(),
    })
}

fn notification(error: &InputError) -> Value {
    let mut told = json!({ "level": "error", "message": { "text": plain(&error_message(error)) } });
    if let (Some(file), Some(told)) = (&error.file, told.as_object_mut()) {
        let mut place = json!({ "artifactLocation": artifact(file) });
        if let (Some(line), Some(place)) = (error.line, place.as_object_mut()) {
            let at = Location { file: file.clone(), line, column: error.column.unwrap_or(1) };
            place.insert("region".to_owned(), region(&at, 0));
        }
        told.insert("locations".to_owned(), json!([{ "physicalLocation": place }]));
    }
    told
}

/// A text as a SARIF message, in which braces stand for arguments and `[text](address)` for a link: both are
/// only ever part of a hostile name, and are written so that no viewer takes them for more than text.
fn plain(text: &str) -> String {
    text.replace('{', "(").replace('}', ")").replace("](", "] (")
}
