//! pip's requirements and constraint files.
//!
//! Read: specifiers with extras, versions and markers; continuation lines and comments; `-r` and
//! `-c`; `-e`; addresses, paths, archives and version control; the index options; every other
//! option that pip takes there, which says nothing about names.
//! Not read, and said so: environment variables in names and file names, files at an address,
//! another encoding than UTF-8, options that pip does not know.
//! Not evaluated: markers. A name that only another platform installs is listed too.

use super::lines::logical_lines;
use super::requirement::{self, Broken, Requirement};
use super::words::{self, Word};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Lead};
use crate::manifest::reading::IndexKind;

/// What an option of a requirements file does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    File,
    Editable,
    Index(IndexKind),
    /// Nothing that concerns names.
    Nothing,
}

struct OptionSpec {
    short: Option<char>,
    long: &'static str,
    takes_value: bool,
    effect: Effect,
}

const fn with_value(short: Option<char>, long: &'static str, effect: Effect) -> OptionSpec {
    OptionSpec { short, long, takes_value: true, effect }
}

const fn flag(long: &'static str, effect: Effect) -> OptionSpec {
    OptionSpec { short: None, long, takes_value: false, effect }
}

/// What pip takes in a requirements file, of any version since 20.
const OPTIONS: &[OptionSpec] = &[
    with_value(Some('r'), "requirement", Effect::File),
    with_value(Some('c'), "constraint", Effect::File),
    with_value(Some('e'), "editable", Effect::Editable),
    with_value(Some('i'), "index-url", Effect::Index(IndexKind::Primary)),
    with_value(None, "pypi-url", Effect::Index(IndexKind::Primary)),
    with_value(None, "extra-index-url", Effect::Index(IndexKind::Extra)),
    with_value(Some('f'), "find-links", Effect::Index(IndexKind::FindLinks)),
    flag("no-index", Effect::Index(IndexKind::NoIndex)),
    with_value(None, "hash", Effect::Nothing),
    with_value(None, "no-binary", Effect::Nothing),
    with_value(None, "only-binary", Effect::Nothing),
    flag("prefer-binary", Effect::Nothing),
    flag("require-hashes", Effect::Nothing),
    flag("pre", Effect::Nothing),
    with_value(None, "all-releases", Effect::Nothing),
    with_value(None, "only-final", Effect::Nothing),
    with_value(None, "trusted-host", Effect::Nothing),
    with_value(None, "use-feature", Effect::Nothing),
    with_value(None, "global-option", Effect::Nothing),
    with_value(None, "install-option", Effect::Nothing),
    with_value(Some('C'), "config-settings", Effect::Nothing),
    flag("always-unzip", Effect::Nothing),
];

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    check_declared_encoding(draft);
    read_within(draft.text, &|at| at, draft);
}

/// Reads lines of a requirements file that stand inside another file, to which `place` leads.
pub(super) fn read_within(text: &str, place: &dyn Fn(usize) -> usize, draft: &mut Draft<'_>) {
    for line in logical_lines(text) {
        read_line(line.text(), &|at| place(line.offset(at)), draft);
    }
}

/// pip follows `# coding:` in the first two lines. In another encoding the same bytes can spell
/// other names (UTF-7 hides any), so only what ASCII and UTF-8 agree on is taken silently.
fn check_declared_encoding(draft: &mut Draft<'_>) {
    let text = draft.text;
    let mut start = 0;
    for line in text.split_inclusive('\n').take(2) {
        let declared = line.starts_with('#').then(|| declared_encoding(line)).flatten();
        if let Some((at, encoding)) = declared {
            let plain = encoding.to_ascii_lowercase().replace('_', "-");
            let known = matches!(plain.as_str(), "utf-8" | "utf8" | "utf-8-sig" | "ascii" | "us-ascii");
            let superset = ["latin-1", "latin1", "iso-8859-1", "iso-8859-15", "cp1252", "windows-1252"];
            let same = known || (text.is_ascii() && superset.contains(&plain.as_str()));
            if !same {
                let message =
                    format!("the file declares the encoding {}; it was read as UTF-8", quoted(encoding));
                draft.fault(start + at, message, "save the file as UTF-8 and take the declaration away");
            }
            return;
        }
        start += line.len();
    }
}

/// What pip's `coding[:=]\s*([-\w.]+)` finds.
fn declared_encoding(line: &str) -> Option<(usize, &str)> {
    line.match_indices("coding").find_map(|(at, word)| {
        let behind = line.get(at + word.len()..)?.strip_prefix([':', '='])?.trim_start();
        let end = behind.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
        let encoding = behind.get(..end.unwrap_or(behind.len()))?;
        (!encoding.is_empty()).then_some((at, encoding))
    })
}

fn read_line(text: &str, place: &dyn Fn(usize) -> usize, draft: &mut Draft<'_>) {
    // pip: options begin with the first word that starts with a dash.
    let at = text
        .match_indices('-')
        .map(|(at, _)| at)
        .find(|&at| at == 0 || text.get(..at).is_some_and(|before| before.ends_with([' ', '\t'])));
    let (requirement, options) = text.split_at_checked(at.unwrap_or(text.len())).unwrap_or((text, ""));
    let requirement = requirement.trim_end();
    if !requirement.is_empty() {
        add(requirement::pip_line(requirement), requirement, place, draft);
    }
    if options.is_empty() {
        return;
    }
    let base = text.len() - options.len();
    match words::split(options) {
        Ok(words) => read_options(&words, base, place, draft),
        Err(at) => {
            draft.fault(place(base + at), "a quote is never closed", "close the quote on the same line");
        }
    }
}

/// Takes a requirement that begins the line over into the draft.
fn add(
    found: Result<Option<Requirement<'_>>, Broken>,
    text: &str,
    place: &dyn Fn(usize) -> usize,
    draft: &mut Draft<'_>,
) {
    let broken = match found {
        Ok(None) => {
            draft.folder(text.split(';').next().unwrap_or_default().trim());
            None
        }
        Ok(Some(found)) => {
            draft.dependency(place(found.at), found.dependency());
            found.fault
        }
        Err(broken) => Some(broken),
    };
    if let Some(Broken { at, message }) = broken {
        let message = format!("invalid requirement {}: {message}", quoted(text));
        draft.syntax(place(at), message, "write NAME, NAME==VERSION or NAME @ ADDRESS, one on a line");
    }
}

fn read_options(words: &[Word], base: usize, place: &dyn Fn(usize) -> usize, draft: &mut Draft<'_>) {
    let mut words = words.iter();
    // What stands behind an unknown option may be its value.
    let mut unknown = false;
    while let Some(word) = words.next() {
        let at = base + word.at;
        let (spec, attached) = match find_option(&word.text) {
            Some(found) => found,
            None if word.text.starts_with('-') => {
                let message = format!("unknown option {}", quoted(&word.text));
                draft.fault(place(at), message, "use an option that pip takes in a requirements file");
                unknown = true;
                continue;
            }
            None if std::mem::take(&mut unknown) => continue,
            None => {
                let message = format!("{} stands behind options, where pip ignores it", quoted(&word.text));
                draft.fault(place(at), message, "put it on a line of its own");
                continue;
            }
        };
        if !spec.takes_value {
            apply(spec.effect, "", |_| place(at), draft);
            continue;
        }
        let value = match attached {
            Some(skipped) => word.text.get(skipped..).map(|value| (value, word, skipped)),
            None => words.next().map(|next| (next.text.as_str(), next, 0)),
        };
        match value {
            Some((value, word, skipped)) if !value.is_empty() => {
                apply(spec.effect, value, |within| place(base + word.place(skipped + within)), draft);
            }
            _ => {
                let message = format!("option --{} has no value", spec.long);
                draft.fault(place(at), message, "write the value behind it on the same line");
            }
        }
    }
}

/// The option that a word names, and where in the word its value begins, if it does. As pip's
/// option parser has it, a long name may be cut short while it stays unambiguous.
fn find_option(word: &str) -> Option<(&'static OptionSpec, Option<usize>)> {
    if let Some(long) = word.strip_prefix("--") {
        let (name, attached) = match long.split_once('=') {
            Some((name, _)) => (name, Some(word.len() - long.len() + name.len() + 1)),
            None => (long, None),
        };
        if name.is_empty() {
            return None;
        }
        let exact = OPTIONS.iter().find(|spec| spec.long == name);
        let mut starting = OPTIONS.iter().filter(|spec| spec.long.starts_with(name));
        let spec = exact.or_else(|| starting.next().filter(|_| starting.next().is_none()))?;
        return Some((spec, attached));
    }
    let short = word.strip_prefix('-')?.chars().next()?;
    let spec = OPTIONS.iter().find(|spec| spec.short == Some(short))?;
    Some((spec, (word.len() > 2).then_some(2)))
}

/// Does what an option says; `place` gives the offset in the file of an offset in the value.
fn apply(effect: Effect, value: &str, place: impl Fn(usize) -> usize, draft: &mut Draft<'_>) {
    match effect {
        Effect::Nothing => {}
        Effect::Index(kind) => draft.index(place(0), kind, value),
        Effect::File => read_file_option(value, place(0), draft),
        Effect::Editable => match requirement::direct(value) {
            Some(found) => draft.dependency(place(found.at), found.dependency()),
            None if value.contains("${") => {
                let message =
                    format!("{} holds an environment variable, which only pip expands", quoted(value));
                draft.fault(place(0), message, "write the address out");
            }
            None => draft.folder(value),
        },
    }
}

fn read_file_option(value: &str, at: usize, draft: &mut Draft<'_>) {
    let lower = value.get(..6).unwrap_or(value).to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") {
        let message = format!("the file {} is fetched over the network and was not read", quoted(value));
        draft.fault(at, message, "download it, look at it, and name the local file");
    } else if value.contains("${") {
        let message =
            format!("the file {} is named by an environment variable and was not read", quoted(value));
        draft.fault(at, message, "write the path out, or scan that file by itself");
    } else if lower.starts_with("file:") {
        match url::Url::parse(value).ok().and_then(|url| url.to_file_path().ok()) {
            Some(path) => draft.lead(at, Lead::File(path.to_string_lossy().into_owned())),
            None => {
                let message = format!("the address {} names no file here", quoted(value));
                draft.fault(at, message, "write a path");
            }
        }
    } else {
        draft.lead(at, Lead::File(value.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_found_as_pip_finds_them() {
        for (word, long, attached) in [
            ("-r", "requirement", None),
            ("-rbase.txt", "requirement", Some(2)),
            ("--requirement=base.txt", "requirement", Some(14)),
            ("--extra-index", "extra-index-url", None),
            ("--extra=x", "extra-index-url", Some(8)),
            ("-ihttps://x", "index-url", Some(2)),
            ("--pre", "pre", None),
        ] {
            let (spec, found) = find_option(word).unwrap();
            assert_eq!((spec.long, found), (long, attached), "{word}");
        }
        for word in ["--", "-", "--no", "--unknown", "-x", "x"] {
            assert!(find_option(word).is_none(), "{word}");
        }
    }
}
