//! What differs between two states: a line each for people, a row each for the JSON document.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::style::Role;
use super::{Style, Verbosity, escaped, escaped_name};
use crate::change::Change;
use crate::package::{Dependency, Ecosystem, Location, Source, without_secrets};

/// Writes a line for each change, unless the style is quiet: it goes before the findings.
///
/// # Errors
/// Where `out` fails.
pub fn changes(changes: &[Change], style: &Style, out: &mut impl Write) -> io::Result<()> {
    if style.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    let mut text = String::new();
    for change in changes {
        let (word, role, shown) = match change {
            Change::Added(new) => ("added  ", Role::Good, new),
            Change::Changed { new, .. } => ("changed", Role::Warning, new),
            Change::Removed(old) => ("removed", Role::Note, old),
        };
        // Nothing is aligned for who listens.
        let (word, gap) = if style.plain { (word.trim_end(), " ") } else { (word, "  ") };
        let _ = write!(
            text,
            "{}{gap}{} {}",
            style.paint(role, word),
            shown.name.ecosystem(),
            style.paint(Role::Name, escaped_name(shown.name.spelling()))
        );
        match change {
            Change::Changed { old, new } => {
                let (before, after) = (stated(old, new, false), stated(new, old, true));
                let _ = match same_statement(old, new) {
                    true => write!(text, "{after}, with new cause for doubt"),
                    false if style.plain => write!(text, "{before} to{after}"),
                    false => write!(text, "{before} →{after}"),
                };
            }
            Change::Added(one) | Change::Removed(one) => text.push_str(&stated(one, one, true)),
        }
        if let Some(place) = &shown.location {
            let place = format!("{}:{}:{}", escaped(&place.file), place.line, place.column);
            let gap = if style.plain { ", in " } else { "  " };
            let _ = write!(text, "{gap}{}", style.paint(Role::Label, place));
        }
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

/// What is stated of a package beside its name. The source is named where the other side has another
/// one, and where it is not the registry once, on the `last` side.
fn stated(this: &Dependency, other: &Dependency, last: bool) -> String {
    let mut text = String::new();
    match &this.requirement {
        Some(requirement) => {
            let _ = write!(text, " {}", escaped_name(requirement));
        }
        None if this.requirement != other.requirement => text.push_str(" in any version"),
        None => {}
    }
    if this.source != other.source || (last && !this.source.is_registry()) {
        let _ = match address(&this.source) {
            Some(address) => write!(text, " from {} {}", this.source.kind(), escaped(&address)),
            None => write!(text, " from {}", this.source.kind()),
        };
    }
    if let Some(alias) = &this.alias {
        let _ = write!(text, ", known here as {}", escaped_name(alias));
    }
    text
}

fn same_statement(a: &Dependency, b: &Dependency) -> bool {
    (&a.source, &a.alias, &a.requirement) == (&b.source, &b.alias, &b.requirement)
}

/// The address of a source, without any secret that whoever made it left there.
fn address(source: &Source) -> Option<String> {
    match source {
        Source::OtherRegistry(url) | Source::Git(url) | Source::Url(url) | Source::Path(url) => {
            Some(without_secrets(url))
        }
        Source::Registry | Source::Workspace | Source::Bundled => None,
    }
}

/// One change, in the contract's order of fields.
#[derive(Serialize)]
pub(super) struct ChangeRow<'c> {
    change: &'static str,
    ecosystem: Ecosystem,
    name: &'c str,
    old: Option<State<'c>>,
    new: Option<State<'c>>,
}

/// One side of a change.
#[derive(Serialize)]
struct State<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'c str>,
    requirement: Option<&'c str>,
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    location: Option<&'c Location>,
}

impl<'c> ChangeRow<'c> {
    pub(super) fn of(change: &'c Change) -> Self {
        let (word, old, new) = match change {
            Change::Added(new) => ("added", None, Some(new)),
            Change::Changed { old, new } => ("changed", Some(old), Some(new)),
            Change::Removed(old) => ("removed", Some(old), None),
        };
        let (Change::Added(named) | Change::Changed { new: named, .. } | Change::Removed(named)) = change;
        Self {
            change: word,
            ecosystem: named.name.ecosystem(),
            name: named.name.spelling(),
            old: old.map(State::of),
            new: new.map(State::of),
        }
    }
}

impl<'c> State<'c> {
    fn of(dependency: &'c Dependency) -> Self {
        Self {
            alias: dependency.alias.as_deref(),
            requirement: dependency.requirement.as_deref(),
            source: dependency.source.kind(),
            address: address(&dependency.source),
            location: dependency.location.as_ref(),
        }
    }
}
