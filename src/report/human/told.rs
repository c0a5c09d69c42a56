//! What a finding says, before it is known whether it is drawn or read out.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{Group, verdict};
use crate::detector::{Signal, SignalCode};
use crate::finding::Finding;
use crate::manifest::FileKind;
use crate::package::{Dependency, Location};
use crate::policy::{Action, shown_score};
use crate::report::remedy::{self, Step};
use crate::report::sources::Excerpt;
use crate::report::style::Role;
use crate::report::{Chain, Link, Report, Sources, Style, escaped, escaped_name, escaped_quote};

/// Places that are printed of a longer list.
pub(super) const SHOWN_PLACES: usize = 3;

/// Links of a chain that are printed of a longer one, at its start and before its end.
const SHOWN_LINKS: usize = 3;

/// A longer command line is not looked through for the name.
const LONGEST_COMMAND: usize = 4096;

/// One thing to be told. Every text in it is safe for a terminal.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) level: Option<Level>,
    /// What kind of evidence counts most.
    pub(super) code: Option<&'static str>,
    pub(super) title: String,
    pub(super) places: Vec<Place>,
    /// Why, to stand by the name.
    pub(super) label: String,
    /// What else is known, each with its kind where it has one.
    pub(super) notes: Vec<(Option<&'static str>, String)>,
    /// The name that was meant.
    pub(super) meant: Option<String>,
    /// Whether the name is stopped or warned of.
    pub(super) is_against: bool,
    /// What to do.
    pub(super) steps: Vec<Step>,
}

/// How much a thing matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) word: &'static str,
    pub(super) role: Role,
}

impl Level {
    pub(super) const ERROR: Self = Self { word: "error", role: Role::Blocked };
    pub(super) const WARNING: Self = Self { word: "warning", role: Role::Warning };
    pub(super) const ALLOWED: Self = Self { word: "allowed", role: Role::Good };
}

/// Where a name stands.
#[derive(Debug)]
pub(super) struct Place {
    /// `path:line:column`, or that it is the command line.
    pub(super) shown: String,
    pub(super) file: Option<Arc<str>>,
    /// `None` for a command line.
    pub(super) line: Option<u32>,
    pub(super) column: u32,
    pub(super) marked: Option<Marked>,
    /// Whether people write the file, so that its line can be mended.
    pub(super) is_manifest: bool,
}

/// A line of the user's, in three pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) before: String,
    pub(super) name: String,
    pub(super) behind: String,
}

impl Told {
    /// What is told of a group of findings.
    pub(super) fn of(group: &Group<'_>, report: &Report, sources: &Sources, style: &Style) -> Self {
        let Finding { dependency, assessment, decision, .. } = group.first;
        let (level, is) = match decision.action {
            Action::Block if decision.held => (Level::ERROR, " is held"),
            Action::Block => (Level::ERROR, " is blocked"),
            Action::Warn => (Level::WARNING, " is doubtful"),
            Action::Allow => (Level::ALLOWED, ""),
        };
        let mut told = Self { level: Some(level), ..Self::default() };
        let (verdict, score) = (verdict(assessment.verdict), shown_score(assessment.score));
        told.title = format!("{}{is}: {verdict}, score {score}", named(dependency));
        told.evidence(group.first);
        let name = dependency.name.spelling();
        let places = group.all.iter().filter_map(|finding| finding.dependency.location.as_ref());
        told.places = places.take(SHOWN_PLACES).map(|at| place(at, name, sources)).collect();
        if decision.action > Action::Allow && dependency.location.is_none() {
            told.places.extend(on_command_line(name, style));
        }
        let all = group.all.iter().filter(|finding| finding.dependency.location.is_some()).count();
        if all > SHOWN_PLACES {
            let more = super::counted(all - SHOWN_PLACES, "more place", "more places");
            told.notes.push((None, format!("and {more}")));
        }
        if let Some(chain) = chain_of(group, &report.chains) {
            told.notes.push((None, chain));
        }
        told.meant = assessment.suggestion.as_deref().map(|meant| escaped_name(meant).into_owned());
        told.is_against = decision.action > Action::Allow;
        let mut files: Vec<&str> = Vec::new();
        for place in group.all.iter().filter_map(|finding| finding.dependency.location.as_ref()) {
            if !files.contains(&&*place.file) {
                files.push(&place.file);
            }
        }
        told.steps = remedy::steps(group.first, &files, style);
        // `fix` changes a name only where it is written as itself.
        let is_other = |at: &Location| sources.at(at).is_some_and(|line| line.behind_name(name).is_none());
        if dependency.location.as_ref().is_some_and(is_other)
            && told.places.iter().all(|at| at.marked.is_none())
        {
            told.steps.retain(|step| step.aim != Some("mend") || !step.command.contains(" fix "));
        }
        told
    }

    /// The strongest evidence by the name, the rest below it.
    fn evidence(&mut self, finding: &Finding) {
        let Finding { assessment, decision, .. } = finding;
        let against = decision.action > Action::Allow;
        // What speaks for a name explains nothing to someone whose name was stopped. The age of a release
        // weighs nothing, and stops it all the same.
        let tells =
            |signal: &&Signal| !against || signal.weight > 0.0 || signal.code == SignalCode::RecentRelease;
        let mut signals: Vec<&Signal> = assessment.signals.iter().filter(tells).collect();
        if decision.held {
            self.code = Some("not-checked");
            self.label = escaped(&decision.reason).into_owned();
        } else {
            let is_reason = |signal: &Signal| signal.detail == decision.reason;
            let first = signals
                .iter()
                .enumerate()
                .max_by(|(_, a), (_, b)| {
                    let by_reason = is_reason(a).cmp(&is_reason(b));
                    by_reason.then(a.weight.abs().total_cmp(&b.weight.abs()))
                })
                .map(|(at, _)| at);
            match first {
                Some(at) => {
                    let signal = signals.remove(at);
                    self.code = Some(signal.code.as_str());
                    self.label = escaped_quote(&signal.detail).into_owned();
                }
                None => self.label = escaped(&decision.reason).into_owned(),
            }
        }
        let rest = signals.into_iter();
        self.notes.extend(rest.map(|s| (Some(s.code.as_str()), escaped_quote(&s.detail).into_owned())));
    }
}

/// ``npm `epxress` 4, known here as `shown`,``.
fn named(dependency: &Dependency) -> String {
    let name = &dependency.name;
    let mut text = format!("{} `{}`", name.ecosystem(), escaped_name(name.spelling()));
    if let Some(requirement) = &dependency.requirement {
        let _ = write!(text, " {}", escaped_name(requirement));
    }
    if let Some(alias) = &dependency.alias {
        let _ = write!(text, ", known here as `{}`,", escaped_name(alias));
    }
    text
}

fn place(location: &Location, name: &str, sources: &Sources) -> Place {
    let is_manifest = FileKind::of(std::path::Path::new(&*location.file)).is_none_or(|k| !k.is_lockfile());
    Place {
        shown: format!("{}:{}:{}", escaped(&location.file), location.line, location.column),
        file: Some(Arc::clone(&location.file)),
        line: Some(location.line),
        column: location.column,
        marked: sources.at(location).and_then(|excerpt| marked(excerpt, name)),
        is_manifest,
    }
}

/// The name in its line, where it stands there as written.
fn marked(excerpt: &Excerpt, name: &str) -> Option<Marked> {
    let behind = excerpt.behind_name(name)?;
    Some(Marked {
        before: line(&excerpt.before),
        name: escaped_name(name).into_owned(),
        behind: line(behind),
    })
}

/// A piece of a line of the user's, for a terminal.
fn line(text: &str) -> String {
    match escaped(&text.replace('\t', "    ")) {
        Cow::Borrowed(same) => same.to_owned(),
        Cow::Owned(text) => text,
    }
}

/// The name among the words of the command line, where it stands there.
fn on_command_line(name: &str, style: &Style) -> Option<Place> {
    let command = style.command.as_ref().filter(|command| command.after.len() <= LONGEST_COMMAND)?;
    let (before, behind) = remedy::split_at_word(&command.after, name)?;
    let before = format!("{} {before}", command.before);
    Some(Place {
        shown: "the command line".to_owned(),
        file: None,
        line: None,
        column: 0,
        marked: Some(Marked {
            before: line(&before),
            name: escaped_name(name).into_owned(),
            behind: line(behind),
        }),
        is_manifest: false,
    })
}

/// Who brings a package in that stands at one of a group's places, and that no project asks for itself.
fn chain_of(group: &Group<'_>, chains: &[Chain]) -> Option<String> {
    let places: Vec<&Location> =
        group.all.iter().filter_map(|finding| finding.dependency.location.as_ref()).collect();
    let brings = |chain: &Chain| {
        let (last, above) = chain.links.split_last()?;
        last.location.as_ref().filter(|place| above.len() > 1 && places.contains(place))?;
        Some(above.iter().map(linked).collect::<Vec<String>>())
    };
    let mut links = chains.iter().find_map(brings)?;
    if links.len() > 2 * SHOWN_LINKS {
        // Both ends matter: whose it is, and whom to ask.
        links.splice(SHOWN_LINKS..links.len() - SHOWN_LINKS, ["...".to_owned()]);
    }
    Some(format!("brought in by {}", links.join(" -> ")))
}

/// A link with its version.
fn linked(link: &Link) -> String {
    match &link.version {
        Some(version) => format!("{} {}", escaped_name(&link.name), escaped_name(version)),
        None => escaped_name(&link.name).into_owned(),
    }
}
