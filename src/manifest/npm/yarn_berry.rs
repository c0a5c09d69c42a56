//! yarn.lock of yarn 2 and later ones, which is YAML.
//!
//! ```text
//! __metadata:
//!   version: 8
//!
//! "@scope/name@npm:^1.0.0, @scope/name@npm:^1.1.0":
//!   version: 1.2.3
//!   resolution: "@scope/name@npm:1.2.3"
//!   checksum: 10c0/…
//! ```
//!
//! Read: every block. The `resolution` says what is installed; `patch:` leads to what it patches, and
//! `::__archiveUrl=` is the address where a registry keeps a package in its own way.
//! Not read: what a block requires in its turn, which has blocks of its own.
//!
//! What yarn itself writes is read line by line; anything else goes to the YAML reader.

use std::borrow::Cow;
use std::collections::HashSet;

use super::locked::{self, Entry, Piece};
use super::spec::{self, Target, split_name};
use super::yarn_lock::REWRITE;
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Unpinned, offset_in};
use crate::manifest::yaml::{self, Value};
use crate::package::{Concern, Source};

/// Patches of patches are followed so far.
const DEEPEST_PATCH: usize = 4;

/// Reads a whole file.
pub(super) fn read(draft: &mut Draft<'_>) {
    let blocks = read_lines(draft.text);
    let (blocks, version) = blocks.unwrap_or_else(|| read_yaml(draft));
    check_version(version.as_ref(), draft);
    let entries: Vec<_> = blocks.into_iter().filter_map(|block| block.entry(draft)).collect();
    locked::settle(&entries, draft);
}

/// One block, as pieces of the text.
#[derive(Debug, Default, PartialEq)]
struct Block<'t> {
    key: Piece<'t>,
    version: Option<Piece<'t>>,
    resolution: Option<Piece<'t>>,
    checksum: bool,
    /// Only some machines fetch it, so that its checksum may be unknown.
    conditional: bool,
}

type Blocks<'t> = (Vec<Block<'t>>, Option<Piece<'t>>);

/// Reads what yarn writes, and gives up on any line that it would not write.
fn read_lines(text: &str) -> Option<Blocks<'_>> {
    if locked::breaks_oddly(text) {
        return None;
    }
    let mut blocks = Vec::new();
    let mut seen = HashSet::new();
    let mut metadata = None;
    let mut block: Option<Block<'_>> = None;
    // Whether the line above, at this depth, takes deeper ones.
    let mut open = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        match indent {
            0 => {
                blocks.extend(block.take().filter(|block| block.key.value != "__metadata"));
                let key = match body.strip_prefix("? ") {
                    // A key of more than a thousand characters.
                    Some(key) if lines.next()? == ":" => scalar(text, key)?,
                    Some(_) => return None,
                    None => scalar(text, body.strip_suffix(':')?)?,
                };
                if !seen.insert(key.value.clone()) {
                    return None;
                }
                block = Some(Block { key, ..Block::default() });
                open = false;
            }
            2 => {
                let block = block.as_mut()?;
                let (key, value) = match body.split_once(": ") {
                    Some((key, value)) => (key, value),
                    None => (body.strip_suffix(':')?, ""),
                };
                if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    return None;
                }
                open = value.is_empty();
                match key {
                    "version" if block.key.value == "__metadata" => metadata = Some(scalar(text, value)?),
                    "version" => replace(&mut block.version, scalar(text, value)?)?,
                    "resolution" => replace(&mut block.resolution, scalar(text, value)?)?,
                    _ if open => {}
                    _ => {
                        scalar(text, value)?;
                        block.checksum |= key == "checksum";
                        block.conditional |= key == "conditions";
                    }
                }
            }
            _ if open => {
                // A key with what it leads to, or a list's item.
                let body = body.strip_prefix("- ").unwrap_or(body);
                if body.starts_with(['?', '&', '*', '<', '|', '>', '{', '[']) {
                    return None;
                }
            }
            _ => return None,
        }
    }
    blocks.extend(block.filter(|block| block.key.value != "__metadata"));
    Some((blocks, metadata))
}

/// Takes a field's value, which may stand there only once.
fn replace<T>(field: &mut Option<T>, value: T) -> Option<()> {
    field.replace(value).is_none().then_some(())
}

/// A word as yarn writes it: plain where it can be, else between double quotes.
fn scalar<'t>(text: &str, word: &'t str) -> Option<Piece<'t>> {
    let plain = match word.strip_prefix('"') {
        Some(inner) => inner.strip_suffix('"').filter(|inner| !inner.contains(['"', '\\']))?,
        None => {
            let simple = !word.starts_with(|c: char| "-?:,][{}#&*!|>'\"%@` ".contains(c))
                && !word.contains([',', ']', '[', '{', '}', ':', '#', '"'])
                && !word.ends_with(' ');
            Some(word).filter(|word| simple && !word.is_empty())?
        }
    };
    Some(Piece::literal(plain, offset_in(text, plain)))
}

fn read_yaml<'t>(draft: &mut Draft<'t>) -> Blocks<'t> {
    let yaml = yaml::parse(draft, REWRITE);
    let mut blocks = Vec::new();
    let mut metadata = None;
    for root in yaml.documents() {
        for (key, value) in root.entries() {
            if key.text() == Some("__metadata") {
                metadata = value.get("version").and_then(piece);
                continue;
            }
            let Some(key) = piece(key) else {
                draft.fault(key.offset(), format!("a package's key is {}", key.kind()), REWRITE);
                continue;
            };
            let field = |name| value.get(name).and_then(piece);
            blocks.push(Block {
                version: field("version"),
                resolution: field("resolution"),
                checksum: value.get("checksum").is_some(),
                conditional: value.get("conditions").is_some(),
                key,
            });
        }
    }
    (blocks, metadata)
}

/// A text of YAML on its own.
pub(super) fn piece<'t>(value: Value<'_, 't>) -> Option<Piece<'t>> {
    let text: Cow<'t, str> = value.text()?.to_owned().into();
    Some(Piece::new(text, value.offset(), value.place(1) > value.offset()))
}

fn check_version(version: Option<&Piece<'_>>, draft: &mut Draft<'_>) {
    let known = version.is_some_and(|v| v.value.parse::<u32>().is_ok_and(|v| (1..=10).contains(&v)));
    if !known {
        let (at, shown) = version.map_or((0, "that is not stated"), |v| (v.place(0), v.value.as_ref()));
        let message =
            format!("unknown lockfile version {}; what looks like version 8 was read", quoted(shown));
        draft.fault(at, message, REWRITE);
    }
}

impl<'t> Block<'t> {
    /// The package that the block installs.
    fn entry(self, draft: &mut Draft<'_>) -> Option<Entry<'t>> {
        let Some(resolution) = self.resolution else {
            let message = format!("{} has no resolution: the file may be cut short", quoted(&self.key.value));
            draft.syntax(self.key.place(0), message, REWRITE);
            return None;
        };
        let (ident, reference) = split_name(&resolution.value);
        let (name, source, address) = installed(ident, reference.unwrap_or_default());
        let name = name.into_owned();
        let mut entry = Entry {
            place: resolution.place(resolution.value.find(&name).unwrap_or_default()),
            requirement: self.version.map(|version| version.value),
            name: name.into(),
            ..Entry::default()
        };
        let fetched = source.is_registry();
        let mut placed = false;
        for key in self.key.value.split(", ") {
            let (own, range) = split_name(key);
            let at = offset_in(&self.key.value, key);
            let target = spec::target(range.unwrap_or_default());
            let named = target.name.filter(|(name, _)| *name == entry.name).zip(range);
            let within = match named {
                _ if own == entry.name => Some(0),
                Some(((_, within), range)) => Some(offset_in(key, range) + within),
                None => None,
            };
            if let Some(within) = within.filter(|_| !placed) {
                entry.place = self.key.place(at + within);
                placed = true;
            }
            if own != entry.name {
                entry.alias.get_or_insert_with(|| own.to_owned().into());
            }
            if fetched && within.is_none() && target.source.is_registry() {
                entry.concern.get_or_insert_with(|| Concern::OtherPackage {
                    key: own.into(),
                    address: resolution.value.as_ref().into(),
                });
            }
        }
        let patched = reference.is_some_and(|reference| reference.starts_with("patch:"));
        if fetched && !patched && !self.checksum && !self.conditional {
            entry.unpinned = Some(Unpinned::Missing);
        }
        entry.source = source;
        entry.address = address.map(|url| {
            let at = resolution.value.find("__archiveUrl=").map_or(0, |at| at + "__archiveUrl=".len());
            Piece::new(url.into(), resolution.place(at), false)
        });
        Some(entry)
    }
}

/// What a locator installs: `name@npm:1.2.3`, and those that lead to one.
fn installed<'r>(ident: &'r str, reference: &'r str) -> (Cow<'r, str>, Source, Option<String>) {
    let mut ident = Cow::Borrowed(ident);
    let mut reference = Cow::Borrowed(reference);
    for _ in 0..DEEPEST_PATCH {
        // `virtual:HASH#REFERENCE` is a package with its peers.
        if let Some((_, inner)) = reference.strip_prefix("virtual:").and_then(|rest| rest.split_once('#')) {
            reference = inner.to_owned().into();
        }
        let Some(inner) = reference.strip_prefix("patch:") else { break };
        let inner = inner.split('#').next().unwrap_or_default();
        let (name, range) = split_name(inner);
        let range = range.map(decoded).unwrap_or_default();
        ident = name.to_owned().into();
        reference = range.into();
    }
    let address = reference.split_once("::").and_then(|(_, bindings)| {
        bindings.split('&').find_map(|binding| binding.strip_prefix("__archiveUrl=")).map(decoded)
    });
    let Target { source, .. } = spec::target(reference.split("::").next().unwrap_or_default());
    (ident, source, address)
}

/// Text with `%3A` and the like in it.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        bytes.extend(before.as_bytes());
        match behind.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = behind;
            }
        }
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
