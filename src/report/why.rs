//! Who requires a package, as a tree from the manifest down.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::escape::{escaped, escaped_name};
use super::json::SCHEMA_VERSION;
use super::style::{Role, Style};
use super::{Chain, Link};
use crate::finding::InputError;
use crate::manifest::{Way, Ways};
use crate::package::{Ecosystem, Location};

/// Of a longer way, so many links are shown at both ends.
const MOST_LINKS: usize = 20;

/// A place where a package stands that was asked about.
#[derive(Debug, Clone)]
pub struct Stands {
    /// Its ecosystem.
    pub ecosystem: Ecosystem,
    /// Its name, as the file spells it.
    pub name: Box<str>,
    /// Its version, or what a manifest asks for.
    pub version: Option<Box<str>>,
    /// Where it stands; `None` for a project that a lockfile does not list.
    pub location: Option<Location>,
    /// As what.
    pub role: StandsAs,
    /// The ways that lead there, for a package of a lockfile.
    pub ways: Ways,
}

/// As what a package stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StandsAs {
    /// A lockfile pins it.
    Locked,
    /// It is a package of the project itself.
    Project,
    /// A manifest asks for it.
    Stated,
    /// A lockfile pins it, and says of nobody who requires it.
    Unrecorded,
}

/// Writes who requires some packages, as text. `ascii` is for terminals that cannot show lines.
///
/// # Errors
/// Where `out` fails.
pub fn why(found: &[Stands], ascii: bool, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let mut text = String::new();
    for (number, stands) in found.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        one(&mut text, stands, ascii, style);
    }
    out.write_all(text.as_bytes())
}

fn one(text: &mut String, stands: &Stands, ascii: bool, style: &Style) {
    let _ = write!(text, "{} {}", stands.ecosystem, style.paint(Role::Name, escaped_name(&stands.name)));
    if let Some(version) = &stands.version {
        let _ = write!(text, " {}", escaped_name(version));
    }
    let place = stands.location.as_ref().map(placed);
    match (&place, stands.role) {
        (Some(place), StandsAs::Stated) => {
            let _ = write!(text, "\n  stated in {place}");
        }
        (Some(place), _) => {
            let _ = write!(text, "  {}", style.paint(Role::Label, place));
        }
        (None, _) => {}
    }
    text.push('\n');
    let file = stands.location.as_ref().map_or("the lockfile".into(), |location| escaped(&location.file));
    let mut ways = stands.ways.ways.iter().filter(|way| way.chain.links.len() > 1).peekable();
    let says = match stands.role {
        StandsAs::Stated => "",
        StandsAs::Project => "a package of the project itself",
        StandsAs::Unrecorded if ways.peek().is_none() => "does not say who requires what",
        _ if ways.peek().is_none() => "names nobody who requires it",
        _ => "",
    };
    match (says, stands.role) {
        ("", _) => {}
        (says, StandsAs::Project) => {
            let _ = writeln!(text, "  {says}");
        }
        (says, _) => {
            let _ = writeln!(text, "  {file} {says}");
        }
    }
    for way in ways {
        tree(text, way, ascii, style);
    }
    let Ways { more, uncounted, .. } = stands.ways;
    if more > 0 || uncounted {
        let ways = if more == 1 { "way" } else { "ways" };
        let line = match (more, uncounted) {
            (0, _) => "and perhaps more ways: they are too many to look at".to_owned(),
            (_, true) => format!("and at least {more} more {ways} (--all)"),
            (_, false) => format!("and {more} more {ways} (--all)"),
        };
        let _ = writeln!(text, "  {}", style.paint(Role::Note, line));
    }
}

fn tree(text: &mut String, Way { chain, section }: &Way, ascii: bool, style: &Style) {
    let length = chain.links.len();
    let left_out = if length > 2 * MOST_LINKS { MOST_LINKS..length - MOST_LINKS } else { 0..0 };
    let corner = if ascii { "`- " } else { "└─ " };
    for (depth, link) in chain.links.iter().enumerate() {
        let shown_depth = if depth < left_out.end { depth } else { depth - left_out.len().saturating_sub(1) };
        let indent = "   ".repeat(shown_depth.saturating_sub(1));
        if left_out.contains(&depth) {
            if depth == left_out.start {
                let _ = writeln!(text, "  {indent}{corner}... {} more", left_out.len());
            }
            continue;
        }
        let _ = match depth {
            0 => write!(text, "  {}", link.location.as_ref().map(|at| placed(at) + " ").unwrap_or_default()),
            _ => write!(text, "  {indent}{corner}"),
        };
        if depth > 0 && depth + 1 == length {
            let _ = write!(text, "{}", style.paint(Role::Name, named(link)));
        } else {
            text.push_str(&named(link));
        }
        if let (0, Some(word)) = (depth, section.as_str()) {
            let _ = write!(text, " ({word})");
        }
        text.push('\n');
    }
}

fn placed(location: &Location) -> String {
    format!("{}:{}", escaped(&location.file), location.line)
}

fn named(link: &Link) -> String {
    match &link.version {
        Some(version) => format!("{} {}", escaped_name(&link.name), escaped_name(version)),
        None => escaped_name(&link.name).into_owned(),
    }
}

/// A chain as JSON has it.
#[derive(Serialize)]
pub(super) struct ChainRow<'r> {
    ecosystem: Ecosystem,
    file: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'static str>,
    links: Vec<LinkRow<'r>>,
}

#[derive(Serialize)]
struct LinkRow<'r> {
    name: &'r str,
    version: Option<&'r str>,
    location: Option<&'r Location>,
}

impl<'r> ChainRow<'r> {
    pub(super) fn of(chain: &'r Chain) -> Self {
        let links = chain.links.iter().map(|link| LinkRow {
            name: &link.name,
            version: link.version.as_deref(),
            location: link.location.as_ref(),
        });
        Self { ecosystem: chain.ecosystem, file: &chain.file, section: None, links: links.collect() }
    }
}

#[derive(Serialize)]
struct StandsRow<'r> {
    ecosystem: Ecosystem,
    name: &'r str,
    version: Option<&'r str>,
    location: Option<&'r Location>,
    #[serde(rename = "as")]
    role: StandsAs,
    more: usize,
    uncounted: bool,
}

/// Writes the same as one JSON document, with a line's end behind it.
///
/// # Errors
/// Where `out` fails.
pub fn why_json(found: &[Stands], errors: &[InputError], out: &mut impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'r> {
        schema_version: u32,
        packages: Vec<StandsRow<'r>>,
        chains: Vec<ChainRow<'r>>,
        errors: &'r [InputError],
    }
    let packages = found.iter().map(|stands| StandsRow {
        ecosystem: stands.ecosystem,
        name: &stands.name,
        version: stands.version.as_deref(),
        location: stands.location.as_ref(),
        role: stands.role,
        more: stands.ways.more,
        uncounted: stands.ways.uncounted,
    });
    let chains = found.iter().flat_map(|stands| &stands.ways.ways);
    let chains = chains.map(|way| ChainRow { section: way.section.as_str(), ..ChainRow::of(&way.chain) });
    let document = Document {
        schema_version: SCHEMA_VERSION,
        packages: packages.collect(),
        chains: chains.collect(),
        errors,
    };
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}
