//! Reads out what is told, for a screen reader: whole sentences, one fact a line, nothing drawn.

use std::fmt::Write as _;

use super::draw::{cut_to, mended, replaced};
use super::told::{Marked, Told};

/// Nobody wants to hear more columns of a line.
const LONGEST: usize = 160;

/// Writes one thing, with an empty line behind it. Lines are left to the reader to break.
pub(super) fn read_out(text: &mut String, told: &Told) {
    let word = told.level.map_or("note", |level| level.word);
    let mut say = |label: &str, what: &str| {
        let _ = writeln!(text, "{label}: {what}{}", if what.ends_with(['.', '?', '!']) { "" } else { "." });
    };
    say(&capital(word), &told.title);
    for place in &told.places {
        match (place.line, &place.file) {
            (Some(line), Some(file)) => {
                let file = crate::report::escaped(file);
                say("Place", &format!("file {file}, line {line}, column {}", place.column));
            }
            _ => say("Place", &place.shown),
        }
    }
    let reason = |code: &Option<&str>| match code {
        Some(code) => format!("Reason, {code}"),
        None => "Also".to_owned(),
    };
    if !told.label.is_empty() {
        match told.code {
            Some(_) => say(&reason(&told.code), &told.label),
            None => say("Reason", &told.label),
        }
    }
    for (code, note) in &told.notes {
        say(&reason(code), note.strip_prefix("and ").unwrap_or(note));
    }
    if let Some(meant) = &told.meant {
        say("Probably meant", meant);
    }
    // What is to be copied has no full stop.
    let mut copied = |label: &str, what: &str| {
        let _ = writeln!(text, "{label}: {what}");
    };
    if let Some(meant) = &told.meant {
        for (line, marked) in mended(told) {
            let Marked { before, name, behind } = cut_to(marked, LONGEST);
            let again = told.places.iter().filter(|place| place.is_manifest && place.line == line).count();
            let mended = replaced(&behind, &name, meant, again.saturating_sub(1));
            let line = line.unwrap_or_default();
            copied(&format!("Line {line} now"), format!("{before}{name}{behind}").trim());
            copied(&format!("Line {line} mended"), format!("{before}{meant}{mended}").trim());
        }
    }
    for step in &told.steps {
        match step.aim {
            Some(aim) => copied(&format!("To {aim}"), &step.command),
            None => copied("Help", &step.command),
        }
    }
    text.push('\n');
}

/// A word at the start of a line.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
