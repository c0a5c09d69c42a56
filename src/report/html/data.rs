//! What the page's script searches, sorts and draws, as JSON that no reader of HTML takes for markup.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use serde::Serialize;

use crate::detector::Verdict;
use crate::finding::Finding;
use crate::package::{Ecosystem, Source, without_secrets};
use crate::policy::{Action, shown_score};
use crate::report::{Chain, Report, Style, escaped, escaped_name, escaped_quote, remedy};

#[derive(Serialize)]
struct Data<'r> {
    files: Vec<Cow<'r, str>>,
    rows: Vec<Row<'r>>,
    chains: Vec<Way<'r>>,
}

/// One name; what is not there is left out.
#[derive(Serialize)]
struct Row<'r> {
    ecosystem: Ecosystem,
    name: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<Cow<'r, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<Cow<'r, str>>,
    verdict: Verdict,
    decision: Action,
    score: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    meant: Option<Cow<'r, str>>,
    /// Weight in log-odds, code, sentence.
    signals: Vec<(f64, &'static str, Cow<'r, str>)>,
    reason: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Number of the file, line, column.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<(usize, u32, u32)>,
    /// What to do: what for, as it reads behind "to", and the command or the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<(&'static str, String)>,
}

/// A [`Chain`]: a name and a version for each link.
#[derive(Serialize)]
struct Way<'r> {
    ecosystem: Ecosystem,
    file: Cow<'r, str>,
    links: Vec<(Cow<'r, str>, Option<Cow<'r, str>>)>,
}

/// Writes the data into the page.
pub(super) fn write(page: &mut String, report: &Report) -> io::Result<()> {
    let mut files = Files::default();
    let rows = report.findings.iter().map(|finding| row(finding, &mut files)).collect();
    let data = Data { rows, files: files.shown, chains: report.chains.iter().map(way).collect() };
    for c in serde_json::to_string(&data)?.chars() {
        match c {
            '<' => page.push_str("\\u003c"),
            '>' => page.push_str("\\u003e"),
            '&' => page.push_str("\\u0026"),
            '\u{2028}' => page.push_str("\\u2028"),
            '\u{2029}' => page.push_str("\\u2029"),
            _ => page.push(c),
        }
    }
    Ok(())
}

/// The files in the order in which names came from them.
#[derive(Default)]
struct Files<'r> {
    shown: Vec<Cow<'r, str>>,
    numbers: HashMap<&'r str, usize>,
}

impl<'r> Files<'r> {
    fn number(&mut self, file: &'r str) -> usize {
        *self.numbers.entry(file).or_insert_with(|| {
            self.shown.push(escaped(file));
            self.shown.len() - 1
        })
    }
}

fn row<'r>(finding: &'r Finding, files: &mut Files<'r>) -> Row<'r> {
    let Finding { dependency, assessment, decision, .. } = finding;
    let signals = assessment.signals.iter();
    Row {
        ecosystem: dependency.name.ecosystem(),
        name: escaped_name(dependency.name.spelling()),
        alias: dependency.alias.as_deref().map(escaped_name),
        requirement: dependency.requirement.as_deref().map(escaped_name),
        verdict: assessment.verdict,
        decision: decision.action,
        score: shown_score(assessment.score),
        meant: assessment.suggestion.as_deref().map(escaped_name),
        signals: signals
            .map(|s| ((s.weight * 100.0).round() / 100.0, s.code.as_str(), escaped_quote(&s.detail)))
            .collect(),
        reason: escaped(&decision.reason),
        source: source(&dependency.source),
        at: dependency.location.as_ref().map(|at| (files.number(&at.file), at.line, at.column)),
        steps: steps(finding),
    }
}

/// Where a package comes from, unless that is the registry.
fn source(source: &Source) -> Option<String> {
    match source {
        Source::Registry => None,
        Source::OtherRegistry(url) | Source::Git(url) | Source::Url(url) | Source::Path(url) => {
            Some(format!("{} {}", source.kind(), escaped(&without_secrets(url))))
        }
        Source::Workspace | Source::Bundled => Some(source.kind().to_owned()),
    }
}

/// What can be done about a name that was stopped or warned of, the best first. The page knows no command line
/// that could be repeated with the name let through once.
fn steps(finding: &Finding) -> Vec<(&'static str, String)> {
    let files: Vec<&str> = finding.dependency.location.iter().map(|at| &*at.file).collect();
    let steps = remedy::steps(finding, &files, &Style::default()).into_iter();
    steps.filter_map(|step| Some((step.aim.filter(|aim| *aim != "allow once")?, step.command))).collect()
}

fn way(chain: &Chain) -> Way<'_> {
    Way {
        ecosystem: chain.ecosystem,
        file: escaped(&chain.file),
        links: chain
            .links
            .iter()
            .map(|link| (escaped_name(&link.name), link.version.as_deref().map(escaped_name)))
            .collect(),
    }
}
