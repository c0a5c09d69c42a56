//! Requirements files as pip-compile and uv write them: comments say who asked for each line.
//!
//! ```text
//! click==8.1.7
//!     # via
//!     #   -r requirements.in
//!     #   flask
//! idna==3.10  # via requests
//! ```

use super::Section;
use super::sketch::{Id, Sketch};
use crate::manifest::draft::offset_in;
use crate::manifest::kind::FileKind;
use crate::package::{Ecosystem, PackageSpec};

pub(super) fn read(sketch: &mut Sketch<'_>) {
    let text = sketch.text;
    let mut asked: Vec<(Id, &str)> = Vec::new();
    let mut last = None;
    // Whether the comments speak of who asked.
    let mut speaks = false;
    for line in text.lines() {
        let (body, comment) = match line.find('#') {
            Some(at) if at == 0 || line.get(..at).is_some_and(|before| before.ends_with([' ', '\t'])) => {
                line.split_at_checked(at).unwrap_or((line, ""))
            }
            _ => (line, ""),
        };
        if !body.trim().is_empty() && !body.starts_with(['-', ' ', '\t']) {
            let stated = body.split(';').next().unwrap_or_default().trim().trim_end_matches('\\');
            let spec = PackageSpec::in_ecosystem(Ecosystem::PyPi, stated.trim());
            let version = spec.requirement.as_deref().map(|version| version.trim_start_matches('='));
            last = Some(sketch.node(spec.name.spelling(), version, Some(offset_in(text, body))));
            speaks = false;
        } else if line.trim().is_empty() {
            last = None;
        }
        let Some(id) = last.filter(|_| !comment.is_empty()) else { continue };
        let said = comment.trim_start_matches('#').trim();
        let said = match said.strip_prefix("via") {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => {
                speaks = true;
                rest
            }
            _ => said,
        };
        if speaks {
            let askers = said.split(',').map(str::trim).filter(|asker| !asker.is_empty());
            asked.extend(askers.map(|asker| (id, asker)));
        }
    }
    sketch.records_edges = !asked.is_empty();
    let mut projects: Vec<(&str, Id)> = Vec::new();
    for (to, asker) in asked {
        // A constraint asks for nothing.
        if asker.starts_with("-c ") {
            continue;
        }
        let name = PackageSpec::in_ecosystem(Ecosystem::PyPi, asker);
        let packages = sketch.named(name.name.spelling()).to_vec();
        let is_project = asker.contains([' ', '/']) || packages.is_empty();
        if !is_project {
            packages.into_iter().for_each(|from| sketch.edge(from, to, Section::Normal));
            continue;
        }
        let from = match projects.iter().find(|(known, _)| *known == asker) {
            Some((_, id)) => *id,
            None => {
                let id = project(sketch, asker);
                projects.push((asker, id));
                id
            }
        };
        sketch.edge(from, to, Section::Normal);
    }
}

/// `-r requirements.in`, or `name (pyproject.toml)`.
fn project(sketch: &mut Sketch<'_>, asker: &str) -> Id {
    let (name, file, kind) = match (asker.strip_prefix("-r "), asker.split_once(" (")) {
        (Some(file), _) => (file, file, FileKind::Requirements),
        (None, Some((name, file))) => (name, file.trim_end_matches(')'), FileKind::Pyproject),
        (None, None) => (asker, "", FileKind::Requirements),
    };
    let manifest = if file.is_empty() { None } else { sketch.beside.file(kind, file) };
    let id = sketch.node(name, None, None);
    sketch.make_root(id, manifest);
    id
}
