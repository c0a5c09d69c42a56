//! setup.cfg, of setuptools.
//!
//! Read: `install_requires`, `setup_requires`, `tests_require` and every list of
//! `[options.extras_require]`, over several lines or with semicolons on one; `file:`, which leads to
//! requirements files; tox's sections, where the file has `[tox:tox]`.
//! Not read: what belongs to other tools.

use super::ini::{Entry, Ini, Section};
use super::lines::{is_space, physical};
use super::requirement;
use super::tox;
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead, offset_in};
use crate::package::{Ecosystem, PackageName};

const EXTRAS: &str = "options.extras_require";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let ini = Ini::parse(draft.text);
    ini.report(|name| matches!(name, "options" | EXTRAS), draft);
    let metadata = ini.sections.iter().find(|section| section.name == "metadata");
    let name = metadata.and_then(|metadata| metadata.get("name")?.lines.first().copied());
    let own = name.map(|name| PackageName::new(Ecosystem::PyPi, name));
    for section in &ini.sections {
        for entry in &section.entries {
            // In any case and with dashes, as setuptools took them for long.
            let key = entry.key.replace('-', "_").to_ascii_lowercase();
            let asked = match section.name {
                "options" => matches!(key.as_str(), "install_requires" | "setup_requires" | "tests_require"),
                name => name == EXTRAS,
            };
            if asked {
                read_list(section, entry, own.as_ref(), draft);
            }
        }
    }
    if ini.sections.iter().any(|section| section.name == "tox:tox") {
        tox::read_sections(&ini, draft);
    }
}

/// Reads what setuptools calls a `list-semi`: one a line, or parted by semicolons on a single line.
fn read_list(section: &Section<'_>, entry: &Entry<'_>, own: Option<&PackageName>, draft: &mut Draft<'_>) {
    let text = draft.text;
    if let Some(first) = entry.lines.first().and_then(|line| line.strip_prefix("file:")) {
        let lines = std::iter::once(first).chain(entry.lines.iter().skip(1).copied());
        let paths = lines.flat_map(|line| line.split(',')).map(|path| path.trim_matches(is_space));
        for path in paths.filter(|path| !path.is_empty()) {
            draft.lead(offset_in(text, path), Lead::File(path.to_owned()));
        }
        return;
    }
    let lines = entry.lines.iter().flat_map(|line| physical(line).map(|(_, line)| line));
    let single = entry.lines.len() == 1;
    for piece in lines.flat_map(|line| line.split(move |c| single && c == ';')) {
        let piece = piece.split(" #").next().unwrap_or_default().trim_matches(is_space);
        // A marker, which setuptools cannot read on a single line either, names nothing.
        let marker = single && piece.contains(['\'', '"']);
        if piece.is_empty() || piece.starts_with('#') || marker {
            continue;
        }
        match piece.strip_prefix("%(").and_then(|rest| rest.strip_suffix(")s")) {
            // The value of another key of the section, which is read itself.
            Some(key) if section.get(key).is_some() => {}
            Some(_) => {
                let message =
                    format!("{} is not evaluated, and what it stands for is not read", quoted(piece));
                draft.note(offset_in(text, piece), message);
            }
            None => requirement::add_specifier(piece, own, &|at| offset_in(text, piece) + at, draft),
        }
    }
}
