//! Markdown for a comment on a pull or merge request.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::found::{Found, Level, counts, error_message, found};
use super::graph::{chain_of, way};
use crate::package::Location;
use crate::report::human::counted;
use crate::report::{Report, escaped, escaped_name, escaped_quote};

/// The first line, by which a later run finds the comment that it is to replace.
const MARKER: &str = "<!-- phantom-report -->";
/// The longest comment that GitHub takes has 65,536 characters; from here on rows are only counted, and each
/// has fewer than the rest.
const FULL: usize = 52_000;
/// The longest cell, in characters.
const LONGEST: usize = 600;
/// Places that a row shows.
const PLACES: usize = 3;

/// Writes a heading with the counts, a table of what is stopped and warned of, and folded lists of what was not
/// checked and what could not be read. It stays under the length of a comment.
///
/// # Errors
/// Where `out` fails.
pub fn markdown(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let found = found(report);
    let rows = grouped(&found);
    let mut text =
        format!("{MARKER}\n### Phantom: {}\n\n{}\n", heading(&found, report), inert(&counts(report)));
    let (told, open): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(one, _)| one.level > Level::Note);
    if !told.is_empty() {
        text.push_str("\n| | name | where | why | meant | what to do |\n|---|---|---|---|---|---|\n");
        listed(&mut text, told.iter().map(|(one, places)| row(report, one, places)));
    }
    if !open.is_empty() {
        let names = counted(open.len(), "name was not checked", "names were not checked");
        folded(
            &mut text,
            &names,
            open.iter()
                .map(|(one, places)| format!("- {}{}: {}\n", name(one), at(places), inert(&one.why()))),
        );
    }
    if !report.errors.is_empty() {
        let count = counted(report.errors.len(), "input could not be read", "inputs could not be read");
        folded(
            &mut text,
            &count,
            report.errors.iter().map(|error| {
                let mut place = error.file.as_deref().unwrap_or("command line").to_owned();
                for number in [error.line, error.column].into_iter().flatten() {
                    let _ = write!(place, ":{number}");
                }
                format!("- {}: {}\n", code(&escaped(&place)), inert(&error_message(error)))
            }),
        );
    }
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A name, and every place in which it stands.
type Row<'f> = (&'f Found<'f>, Vec<&'f Location>);

/// The same name with the same outcome once, what is stopped first.
fn grouped<'f>(found: &'f [Found<'f>]) -> Vec<Row<'f>> {
    let mut rows: Vec<Row<'f>> = Vec::new();
    let mut by_name = HashMap::new();
    for one in found {
        let name = &one.finding.dependency.name;
        let at = *by_name.entry((name, name.spelling(), one.level, one.rule)).or_insert_with(|| {
            rows.push((one, Vec::new()));
            rows.len() - 1
        });
        if let Some((_, places)) = rows.get_mut(at) {
            places.extend(one.location());
        }
    }
    rows.sort_by_key(|(one, _)| std::cmp::Reverse(one.level));
    rows
}

fn heading(found: &[Found<'_>], report: &Report) -> String {
    let count = |is: fn(&Found<'_>) -> bool| found.iter().filter(|one| is(one)).count();
    let parts = [
        (count(|one| one.outcome() == "blocked"), "blocked"),
        (count(|one| one.level == Level::Warning), "warned of"),
        (count(|one| matches!(one.outcome(), "held" | "not checked")), "not checked"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = parts.map(|(count, word)| format!("{count} {word}")).collect();
    if !report.errors.is_empty() {
        parts.push(counted(report.errors.len(), "error in the input", "errors in the input"));
    }
    if report.interrupted {
        parts.push("interrupted".to_owned());
    }
    if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
}

fn row(report: &Report, one: &Found<'_>, places: &[&Location]) -> String {
    let mut why = inert(&one.why());
    if let Some(chain) = chain_of(report, one) {
        let _ = write!(why, "; brought in by {}", code(&way(chain)));
    }
    let meant = one.finding.assessment.suggestion.as_deref().map(|name| code(&escaped_name(name)));
    format!(
        "| {} | {} | {} | {why} | {} | {} |\n",
        one.outcome(),
        name(one),
        at(places).trim_start(),
        meant.unwrap_or_default(),
        inert(&one.advice()),
    )
}

/// The name with its ecosystem and requirement.
fn name(one: &Found<'_>) -> String {
    let dependency = &one.finding.dependency;
    let mut text = format!("{}:{}", dependency.name.ecosystem(), escaped_name(dependency.name.spelling()));
    if let Some(requirement) = &dependency.requirement {
        let _ = write!(text, " {}", escaped_name(requirement));
    }
    code(&text)
}

fn at(places: &[&Location]) -> String {
    let mut text = String::new();
    for place in places.iter().take(PLACES) {
        let _ = write!(text, " {}", code(&escaped(&place.to_string())));
    }
    if places.len() > PLACES {
        let _ = write!(text, " and {} more", places.len() - PLACES);
    }
    text
}

/// Lines as long as there is room, and how many more there are.
fn listed(text: &mut String, lines: impl Iterator<Item = String>) {
    let mut more = 0;
    for line in lines {
        if text.len() < FULL { text.push_str(&line) } else { more += 1 }
    }
    if more > 0 {
        let _ = write!(text, "\nand {more} more\n");
    }
}

fn folded(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let _ = write!(text, "\n<details><summary>{title}</summary>\n\n");
    listed(text, lines);
    text.push_str("\n</details>\n");
}

/// A text between backticks, where nothing has a meaning but a backtick, and in a table a bar.
fn code(text: &str) -> String {
    let text = cut(text).replace('`', "\\u{60}").replace('|', "\\u{7c}");
    format!("`{text}`")
}

/// A sentence in which nothing is markup, a link or a mention: what is more than a plain word or a number
/// stands between backticks.
fn inert(text: &str) -> String {
    let text = cut(&escaped_quote(text));
    let words: Vec<&str> = text.split(' ').collect();
    let runs = words.chunk_by(|a, b| is_plain(a) == is_plain(b));
    let runs = runs.map(|run| match run.first() {
        Some(first) if !is_plain(first) => marked(&run.join(" ")),
        _ => run.join(" "),
    });
    runs.collect::<Vec<_>>().join(" ")
}

/// Words between backticks; the sentence's own mark at their end stays outside.
fn marked(words: &str) -> String {
    let inner = words.trim_end_matches([',', ';', ':']);
    match words.strip_prefix(inner) {
        Some(end) if !inner.is_empty() => format!("{}{end}", code(inner)),
        _ => code(words),
    }
}

fn is_plain(word: &str) -> bool {
    let inner = word.trim_matches(|c| matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '"' | '%'));
    let number = inner.chars().all(|c| c.is_ascii_digit() || c == '.');
    let letters = inner.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '\''));
    number || (letters && !inner.starts_with('-'))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some(_) => text.chars().take(LONGEST).chain("...".chars()).collect(),
    }
}
