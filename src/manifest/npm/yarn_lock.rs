//! yarn.lock of yarn 1; that of later ones, which is YAML, is read by [`super::yarn_berry`].
//!
//! ```text
//! # a comment
//! "@scope/name@^1.0.0", other@npm:real@^2:
//!   version "1.2.3"
//!   resolved "https://registry.example/@scope/name/-/name-1.2.3.tgz#sha1"
//!   integrity sha512-…
//!   dependencies:
//!     name "^1.0.0"
//! ```
//!
//! Read: every block, as yarn's own parser takes it: keys with and without quotes, several in a line;
//! lines that end with a carriage return alone.
//! Not read: what a block requires in its turn, which has blocks of its own.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::locked::{self, Entry, Piece, weakness};
use super::spec::{self, split_name};
use super::yarn_berry;
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, offset_in};
use crate::package::Source;

pub(super) const REWRITE: &str = "run `yarn install`, or restore the file from version control";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    if is_classic(draft.text) {
        read_classic(draft);
    } else {
        yarn_berry::read(draft);
    }
}

/// Whether yarn 1 wrote a file.
pub(in crate::manifest) fn is_classic(text: &str) -> bool {
    const MARK: &str = "__metadata:";
    !text.starts_with(MARK) && memchr::memmem::find(text.as_bytes(), b"\n__metadata:").is_none()
}

/// One block: its keys and the fields that count.
#[derive(Default)]
struct Block<'t> {
    keys: Vec<Piece<'t>>,
    name: Option<Piece<'t>>,
    version: Option<Piece<'t>>,
    resolved: Option<Piece<'t>>,
    integrity: Option<Piece<'t>>,
}

fn read_classic(draft: &mut Draft<'_>) {
    let text = draft.text;
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    let mut block: Option<Block<'_>> = None;
    // Whether the field above takes deeper lines.
    let mut open = false;
    for line in lines(text) {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        let at = offset_in(text, body);
        match indent {
            0 => {
                finish(block.take(), draft, &mut entries);
                open = false;
                let keys = keys(text, body);
                if keys.is_none() {
                    draft.syntax(at, format!("{} begins no package", quoted(body)), REWRITE);
                }
                for key in keys.iter().flatten().filter(|key| !seen.insert(key.value.clone())) {
                    let message = format!("the key {} stands here twice", quoted(&key.value));
                    draft.fault(key.place(0), message, REWRITE);
                }
                block = keys.map(|keys| Block { keys, ..Block::default() });
            }
            2 => {
                open = body.trim_end().ends_with(':');
                if let Some(block) = &mut block {
                    block.field(text, body);
                }
            }
            _ if open && indent % 2 == 0 => {}
            _ if block.is_none() => {}
            _ => draft.syntax(at, format!("{} is not indented as yarn does it", quoted(body)), REWRITE),
        }
    }
    finish(block, draft, &mut entries);
    if entries.is_empty() && text.trim().is_empty() {
        draft.fault(0, "the file is empty", REWRITE);
    }
    locked::settle(&entries, draft);
}

/// Lines as yarn's tokenizer ends them: at a carriage return alone too, but for those of comments.
pub(in crate::manifest) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let end = match rest.trim_start_matches(' ').starts_with('#') {
            true => memchr::memchr(b'\n', bytes),
            false => memchr::memchr2(b'\n', b'\r', bytes),
        };
        let (line, tail) = match end.and_then(|end| Some((rest.get(..end)?, rest.get(end + 1..)?))) {
            Some(parts) => parts,
            None => (rest, ""),
        };
        rest = tail;
        Some(line)
    })
}

/// The keys of a block's first line, or `None` where the line is none.
pub(in crate::manifest) fn keys<'t>(text: &str, line: &'t str) -> Option<Vec<Piece<'t>>> {
    let mut keys = Vec::with_capacity(1);
    let mut rest = line;
    loop {
        let (key, tail) = word(text, rest)?;
        keys.push(key);
        let tail = tail.trim_start_matches(' ');
        match tail.strip_prefix(',') {
            Some(tail) => rest = tail.trim_start_matches(' '),
            None => {
                let behind = tail.strip_prefix(':')?.trim();
                return (behind.is_empty() || behind.starts_with('#')).then_some(keys);
            }
        }
    }
}

/// A word with or without quotes, and what stands behind it.
pub(in crate::manifest) fn word<'t>(text: &str, rest: &'t str) -> Option<(Piece<'t>, &'t str)> {
    let Some(inner) = rest.strip_prefix('"') else {
        let end = rest.find([',', ':', ' ']).unwrap_or(rest.len());
        let (word, tail) = rest.split_at_checked(end).filter(|(word, _)| !word.is_empty())?;
        return Some((Piece::literal(word, offset_in(text, word)), tail));
    };
    let mut escaped = false;
    let end = inner.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    })?;
    let (word, tail) = (inner.get(..end)?, inner.get(end + 1..)?);
    let at = offset_in(text, word);
    let piece = match word.contains('\\') {
        false => Piece::literal(word, at),
        true => {
            let value = serde_json::from_str::<String>(rest.get(..end + 2)?).ok()?;
            Piece::new(Cow::Owned(value), at, false)
        }
    };
    Some((piece, tail))
}

impl<'t> Block<'t> {
    fn field(&mut self, text: &str, line: &'t str) {
        let Some((key, rest)) = word(text, line) else { return };
        let field = match key.value.as_ref() {
            "name" => &mut self.name,
            "version" => &mut self.version,
            "resolved" => &mut self.resolved,
            "integrity" => &mut self.integrity,
            _ => return,
        };
        let rest = rest.trim_start_matches([' ', ':']);
        // An address without quotes holds a colon; the tokenizer would end the word there.
        *field = match rest.starts_with('"') {
            true => word(text, rest).map(|(value, _)| value),
            false => {
                let value = rest.split(' ').next().unwrap_or_default();
                Some(Piece::literal(value, offset_in(text, value)))
            }
        };
    }

    /// One entry for each package that the keys ask for, which is one in every honest file.
    fn entries(self, entries: &mut Vec<Entry<'t>>) {
        let first = entries.len();
        let unpinned = weakness(
            self.integrity.as_ref().map(|hash| hash.value.as_ref()),
            self.resolved.as_ref().map(|url| url.value.as_ref()),
        );
        let (version, resolved) = (self.version.map(|version| version.value), self.resolved);
        let mut asked: Vec<_> = self.keys.iter().map(Asked::of).collect();
        // Yarn 1 knows no `workspace:` and asks its registry for the name all the same.
        if resolved.as_ref().is_some_and(|url| url.value.starts_with("http")) {
            for one in asked.iter_mut().filter(|one| one.source == Source::Workspace) {
                one.source = Source::Registry;
            }
        }
        // A project's resolutions put an alias beside the ranges that it replaces.
        let replaced: HashMap<_, _> =
            asked.iter().filter(|one| one.name != one.own).map(|one| (one.own, one)).collect();
        let mut known = HashMap::new();
        for one in &asked {
            let one = replaced.get(one.own).copied().filter(|_| one.name == one.own).unwrap_or(one);
            let alias = (one.name != one.own).then(|| one.own.to_owned().into());
            let number = *known.entry(one.name).or_insert(entries.len());
            let known = entries.get_mut(number);
            match known {
                Some(known) => {
                    known.alias = known.alias.take().or(alias);
                    if known.source.is_registry() {
                        known.source = one.source.clone();
                    }
                }
                None => entries.push(Entry {
                    name: one.name.to_owned().into(),
                    place: one.place,
                    alias,
                    requirement: version.clone(),
                    source: one.source.clone(),
                    unpinned,
                    address: resolved.clone(),
                    concern: None,
                }),
            }
        }
        // What a repository or an archive calls itself is not known before it is fetched.
        let Some(own) = self.name else { return };
        for entry in entries.get_mut(first..).unwrap_or_default() {
            let fetched = matches!(entry.source, Source::Git(_) | Source::Url(_) | Source::Path(_));
            if fetched && entry.name != own.value {
                entry.alias.get_or_insert(std::mem::take(&mut entry.name));
                entry.name = own.value.clone();
                entry.place = own.place(0);
            }
        }
    }
}

/// What one key asks for.
struct Asked<'k> {
    /// The name under which the project knows it, and the package's.
    own: &'k str,
    name: &'k str,
    place: usize,
    source: Source,
}

impl<'k> Asked<'k> {
    fn of(key: &'k Piece<'_>) -> Self {
        let (own, range) = split_name(&key.value);
        let range = range.unwrap_or_default();
        let target = spec::target(range);
        let (name, within) = match target.name {
            Some((name, _)) => (name, offset_in(&key.value, name)),
            None => (own, 0),
        };
        Self { own, name, place: key.place(within), source: target.source }
    }
}

fn finish<'t>(block: Option<Block<'t>>, draft: &mut Draft<'_>, entries: &mut Vec<Entry<'t>>) {
    let Some(block) = block else { return };
    if let (None, Some(key)) = (&block.version, block.keys.first()) {
        let message = format!("{} has no version: the file may be cut short", quoted(&key.value));
        draft.syntax(key.place(0), message, REWRITE);
    }
    block.entries(entries);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::draft::Parsed;
    use crate::package::Ecosystem;

    fn parsed(text: &str) -> Parsed {
        let mut draft = Draft::new(text, Ecosystem::Npm, Vec::new(), false);
        read(&mut draft);
        draft.finish("yarn.lock")
    }

    /// Names, with what else is said, and the number of errors.
    fn read_as(text: &str) -> (Vec<String>, usize) {
        let reading = parsed(text).reading;
        let found = reading.dependencies.iter().map(|d| {
            let place = d.location.as_ref().unwrap();
            let alias = d.alias.as_deref().map_or(String::new(), |alias| format!(" as {alias}"));
            let version = d.requirement.as_deref().unwrap_or("-");
            format!("{}:{} {}{alias} {version} {}", place.line, place.column, d.name, d.source.kind())
        });
        (found.collect(), reading.errors.len())
    }

    #[test]
    fn keys_say_the_name() {
        for (key, found) in [
            ("a@^1", "1:1 a 1.0.0 registry"),
            ("\"@s/a@^1\"", "1:2 @s/a 1.0.0 registry"),
            ("a@^1, \"a@^1 || ^2\", a@1.x", "1:1 a 1.0.0 registry"),
            ("\"b@npm:a@^1\"", "1:8 a as b 1.0.0 registry"),
            ("\"b@npm:@s/a@^1\"", "1:8 @s/a as b 1.0.0 registry"),
            ("\"b@npm:a@^1\", a@^1", "1:8 a as b 1.0.0 registry"),
            ("a@user/repo#v1", "1:1 a 1.0.0 git"),
            ("\"a@git+https://code.example/a.git\"", "1:2 a 1.0.0 git"),
            ("\"a@https://files.example/a.tgz\"", "1:2 a 1.0.0 url"),
            ("\"a@file:./a\"", "1:2 a 1.0.0 path"),
            ("a", "1:1 a 1.0.0 registry"),
            ("\"\\u0061@^1\"", "1:2 a 1.0.0 registry"),
        ] {
            for end in ["\n", "\r\n", "\r"] {
                let text = format!("{key}:{end}  version \"1.0.0\"{end}  integrity sha512-x{end}");
                assert_eq!(read_as(&text), (vec![found.to_owned()], 0), "{text:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_kept() {
        let good = "a@^1:\n  version \"1\"\n";
        for (bad, errors) in [
            ("a@^1\n", 1),
            ("b@^1: x\n", 1),
            ("\"b@^1:\n", 1),
            ("b@^1,:\n", 1),
            ("b@^1:\n", 1),
            ("b@^1:\n   version \"1\"\n", 2),
            ("b@^1:\n    version \"1\"\n", 2),
            ("b@^1:\n\tversion \"1\"\n", 2),
            ("a@^1:\n  version \"2\"\n", 1),
        ] {
            let (found, said) = read_as(&format!("{bad}{good}"));
            assert_eq!(said, errors, "{bad}");
            assert!(found.iter().any(|found| found.ends_with("a 1 registry")), "{bad} {found:?}");
        }
        assert_eq!(read_as("# yarn lockfile v1\n\n\n"), (vec![], 0));
        assert_eq!(read_as("").1, 1);
    }

    #[test]
    fn a_comment_ends_at_a_line_feed_and_hides_nothing_else() {
        assert_eq!(read_as("# x\rb@^1:\n a@^1:\n").0.len(), 0);
        assert_eq!(read_as("a@^1:\r  version \"1\"\rb@^1:\r  version \"1\"\r").0.len(), 2);
        assert_eq!(
            read_as("a@^1: # x\n  version \"1\" # y\n  # z\n  dependencies:\n    b \"1\"\n"),
            (vec!["1:1 a 1 registry".to_owned()], 0)
        );
    }
}
