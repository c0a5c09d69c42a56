//! pnpm-lock.yaml line by line, as pnpm itself writes it.
//!
//! Anything else is given up, for the YAML reader to take: a line that could end, begin or go on in a way
//! that this reader does not see must not hide a package.

use std::borrow::Cow;
use std::collections::HashSet;

use super::locked::{self, Piece};
use super::pnpm_lock::{GROUPS, Lock, Package};
use crate::manifest::draft::offset_in;

/// Reads what pnpm writes, and gives up on any line that it would not write.
pub(super) fn read_lines(text: &str) -> Option<Lock<'_>> {
    if locked::breaks_oddly(text) {
        return None;
    }
    let mut lines = Lines { text, ..Lines::default() };
    for line in text.lines() {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        match lines.section {
            _ if indent == 0 => lines.top(body)?,
            "packages" => lines.package(body, indent)?,
            "importers" | "dependencies" | "devDependencies" | "optionalDependencies" => {
                lines.importing.take(text, body, indent, &mut lines.lock);
            }
            _ => {}
        }
    }
    Some(lines.lock)
}

/// What was read so far, and where the next line stands.
#[derive(Default)]
struct Lines<'t> {
    text: &'t str,
    lock: Lock<'t>,
    /// Keys of the document, and of its packages.
    sections: HashSet<&'t str>,
    seen: HashSet<Cow<'t, str>>,
    section: &'t str,
    importing: Importing<'t>,
    /// Whether the field above takes deeper lines, whether it is the resolution, and whether one of its
    /// lines came at the depth that pnpm gives them.
    open: bool,
    resolving: bool,
    within: bool,
}

impl<'t> Lines<'t> {
    /// A line at depth 0.
    fn top(&mut self, body: &'t str) -> Option<()> {
        if body == "---" {
            self.sections.clear();
            self.seen.clear();
            self.section = "";
            return Some(());
        }
        let (key, value) = pair(self.text, body)?;
        if !key.bytes().all(|b| b.is_ascii_alphabetic()) || !self.sections.insert(key) {
            return None;
        }
        match (key, value) {
            ("lockfileVersion", value) => self.lock.versions.push(scalar(self.text, value)?),
            ("packages", "" | "{}") => {}
            ("packages", _) => return None,
            _ => {}
        }
        self.section = key;
        self.open = false;
        self.importing = Importing { group: GROUPS.contains(&key).then_some(0), name: None };
        Some(())
    }

    /// A line below `packages`.
    fn package(&mut self, body: &'t str, indent: usize) -> Option<()> {
        match indent {
            2 => {
                let key = scalar(self.text, body.strip_suffix(':')?)?;
                if !self.seen.insert(key.value.clone()) {
                    return None;
                }
                self.lock.packages.push(Package { key, ..Package::default() });
                (self.open, self.resolving, self.within) = (false, false, false);
                Some(())
            }
            4 => self.field(body),
            6 if self.resolving && self.open => {
                self.within = true;
                let (key, value) = pair(self.text, body)?;
                match self.lock.packages.last_mut()?.field(key, true) {
                    Some(field) => replace(field, scalar(self.text, value)?),
                    None => Some(()),
                }
            }
            // What the field above holds; a value that goes on in further lines could hide a field.
            6.. if self.open && self.within == self.resolving => Some(()),
            _ => None,
        }
    }

    /// A field of a package.
    fn field(&mut self, body: &'t str) -> Option<()> {
        let package = self.lock.packages.last_mut()?;
        let (key, value) = pair(self.text, body)?;
        if !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        (self.resolving, self.within) = (key == "resolution", false);
        self.open = value.is_empty() || value.starts_with(['|', '>']);
        if self.resolving {
            let first = !std::mem::replace(&mut package.resolved, true);
            return first.then_some(()).and_then(|()| flow(self.text, value, package));
        }
        match package.field(key, false) {
            Some(field) => replace(field, scalar(self.text, value)?),
            None => Some(()),
        }
    }
}

fn replace<'t>(field: &mut Option<Piece<'t>>, value: Piece<'t>) -> Option<()> {
    field.replace(value).is_none().then_some(())
}

/// `key: value` or `key:`.
fn pair<'t>(text: &str, body: &'t str) -> Option<(&'t str, &'t str)> {
    let (key, value) = body.split_once(": ").or_else(|| Some((body.strip_suffix(':')?, "")))?;
    // A value between quotes ends with its line, or it would hide those that follow.
    let closed = !value.starts_with(['\'', '"']) || scalar(text, value).is_some() || is_closed(value);
    (!key.is_empty() && closed && !value.starts_with(['&', '*', '!', '?'])).then_some((key, value))
}

/// Whether a text between quotes ends where the line does; it may hold quotes in their escaped form.
fn is_closed(value: &str) -> bool {
    let mut chars = value.chars();
    let Some(quote) = chars.next() else { return false };
    let Some(inner) = chars.as_str().strip_suffix(quote) else { return false };
    match quote {
        '\'' => !inner.replace("''", "").contains('\''),
        _ => {
            let mut escaped = false;
            let closes = inner.chars().any(|c| {
                let closes = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            });
            !closes && !escaped
        }
    }
}

/// A word as pnpm writes it: plain where it can be, else between single quotes.
fn scalar<'t>(text: &str, word: &'t str) -> Option<Piece<'t>> {
    let quote = |c: char| Some(word.strip_prefix(c)?.strip_suffix(c)).map(|inner| inner.unwrap_or(word));
    let plain = match word.chars().next()? {
        c @ ('\'' | '"') => quote(c).filter(|inner| !inner.contains(['\'', '"', '\\']))?,
        c if "-?:,][{}#&*!|>%@` ".contains(c) => return None,
        _ => Some(word).filter(|word| {
            !word.contains(": ")
                && !word.contains(" #")
                && !word.ends_with([' ', ':'])
                && !word.contains(['{', '}', '[', ']', ','])
        })?,
    };
    Some(Piece::literal(plain, offset_in(text, plain)))
}

/// `{integrity: sha512-…, tarball: https://…}`, or nothing where the fields stand below.
fn flow<'t>(text: &str, value: &'t str, package: &mut Package<'t>) -> Option<()> {
    if value.is_empty() {
        return Some(());
    }
    let inner = value.strip_prefix('{')?.strip_suffix('}')?;
    for part in inner.split(", ").filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once(": ")?;
        let value = scalar(text, value)?;
        if !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        if let Some(field) = package.field(key, true) {
            replace(field, value)?;
        }
    }
    Some(())
}

/// Where in the project's own dependencies a line stands.
#[derive(Default)]
struct Importing<'t> {
    /// The depth of the group above.
    group: Option<usize>,
    /// The dependency above.
    name: Option<Piece<'t>>,
}

impl<'t> Importing<'t> {
    /// Takes from a dependency of the project the name under which it knows the package. This only adds
    /// to what is shown, so that a line in another form is passed over.
    fn take(&mut self, text: &str, body: &'t str, indent: usize, lock: &mut Lock<'t>) {
        let Some((key, value)) = pair(text, body) else { return };
        let at = |deeper: usize| self.group.is_some_and(|group| indent == group + deeper);
        match (scalar(text, key), scalar(text, value)) {
            (Some(name), None) if at(2) => self.name = Some(name),
            (Some(_), None) => {
                *self = Self { group: GROUPS.contains(&key).then_some(indent), name: None };
            }
            (Some(name), Some(reference)) if at(2) => lock.alias(name.value, &reference.value),
            (_, Some(reference)) if at(4) && key == "version" => {
                if let Some(name) = self.name.take() {
                    lock.alias(name.value, &reference.value);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::draft::Draft;
    use crate::manifest::npm::broken;
    use crate::manifest::npm::pnpm_lock::{read_yaml, tests::LOCK};
    use crate::package::Ecosystem;

    /// What the YAML reader makes of a text.
    fn by_yaml(text: &str) -> (Lock<'_>, usize) {
        let mut draft = Draft::new(text, Ecosystem::Npm, Vec::new(), false);
        let lock = read_yaml(&mut draft);
        (lock, draft.finish("pnpm-lock.yaml").reading.errors.len())
    }

    #[test]
    fn both_readers_agree() {
        for text in [LOCK.to_owned(), LOCK.replace('\n', "\r\n")] {
            assert_eq!(read_lines(&text).unwrap(), by_yaml(&text).0);
        }
    }

    /// Each line taken away, doubled, indented, cut and given another end: line by line, a file is read as
    /// by the whole grammar, or not at all.
    #[test]
    fn both_readers_agree_on_broken_files() {
        let mut taken = 0;
        for text in broken(LOCK, &["'", ":", " x", " # x", "\t", " '", ": |", ": >-", ": '", " {", "}", ","])
        {
            let Some(quick) = read_lines(&text) else { continue };
            taken += 1;
            let (whole, errors) = by_yaml(&text);
            // A name under which the project knows a package is only shown.
            let same = quick.packages == whole.packages && quick.versions == whole.versions;
            let missed =
                whole.packages.iter().any(|one| !quick.packages.iter().any(|other| other.key == one.key));
            assert!(!missed && (errors > 0 || same), "{text}\n{quick:#?}\n{whole:#?}");
        }
        assert!(taken > 100, "{taken}");
    }
}
