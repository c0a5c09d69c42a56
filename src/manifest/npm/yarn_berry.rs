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

use super::berry_lines::read_lines;
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
pub(super) struct Block<'t> {
    pub(super) key: Piece<'t>,
    pub(super) version: Option<Piece<'t>>,
    pub(super) resolution: Option<Piece<'t>>,
    pub(super) checksum: bool,
    /// Only some machines fetch it, so that its checksum may be unknown.
    pub(super) conditional: bool,
}

/// The blocks of a file, and the version that it states.
pub(super) type Blocks<'t> = (Vec<Block<'t>>, Option<Piece<'t>>);

pub(super) fn read_yaml<'t>(draft: &mut Draft<'t>) -> Blocks<'t> {
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
    let mut locator = reference.split("::").next().unwrap_or_default();
    if locator.starts_with("file:") {
        // The folder stands there twice: as it is asked for, and as it was found.
        locator = locator.split('#').next().unwrap_or_default();
    }
    let Target { source, .. } = spec::target(locator);
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::manifest::draft::Parsed;
    use crate::package::Ecosystem;

    pub(in crate::manifest::npm) const LOCK: &str = r##"# This file is generated by running "yarn install" inside your project.
# Manual changes might be lost - proceed with caution!

__metadata:
  version: 8
  cacheKey: 10c0

"@s/a@npm:^1.0.0, @s/a@npm:^1.1.0":
  version: 1.2.3
  resolution: "@s/a@npm:1.2.3"
  dependencies:
    b: "npm:^2.0.0"
    "@s/c": "npm:^3.0.0"
  bin:
    a: ./bin/a.js
  checksum: 10c0/00
  languageName: node
  linkType: hard

"b-alias@npm:b@^2.0.0":
  version: 2.0.0
  resolution: "b@npm:2.0.0"
  conditions: os=linux & cpu=x64
  languageName: node
  linkType: hard

"b@patch:b@npm%3A2.0.0#~/.yarn/patches/b.patch":
  version: 2.0.0
  resolution: "b@patch:b@npm%3A2.0.0#~/.yarn/patches/b.patch::version=2.0.0&hash=00"
  checksum: 10c0/00
  languageName: node
  linkType: hard

"c@npm:^1":
  version: 1.0.0
  resolution: "c@npm:1.0.0::__archiveUrl=https%3A%2F%2Fregistry.example%2Fc%2F-%2Fc-1.0.0.tgz"
  checksum: 10c0/00
  languageName: node
  linkType: hard

? "long-a@npm:^1, long-a@npm:^2"
:
  version: 1.0.0
  resolution: "long-a@npm:1.0.0"
  languageName: node
  linkType: hard

"own@workspace:.":
  version: 0.0.0-use.local
  resolution: "own@workspace:."
  languageName: unknown
  linkType: soft

"repo@github:u/r":
  version: 1.0.0
  resolution: "repo@https://github.com/u/r.git#commit=0123"
  checksum: 10c0/00
  languageName: node
  linkType: hard

"hidden@npm:^1":
  version: 1.0.0
  resolution: "evil@npm:1.0.0"
  checksum: 10c0/00
  languageName: node
  linkType: hard
"##;

    fn parsed(text: &str, reader: impl FnOnce(&mut Draft<'_>)) -> Parsed {
        let mut draft = Draft::new(text, Ecosystem::Npm, Vec::new(), false);
        reader(&mut draft);
        draft.finish("yarn.lock")
    }

    #[test]
    fn the_resolution_says_what_is_installed() {
        let reading = parsed(LOCK, read).reading;
        assert!(reading.errors.is_empty(), "{:?}", reading.errors);
        let found: Vec<_> = reading
            .dependencies
            .iter()
            .map(|d| {
                let place = d.location.as_ref().unwrap();
                let alias = d.alias.as_deref().unwrap_or("-");
                format!(
                    "{}:{} {} {alias} {} {}",
                    place.line,
                    place.column,
                    d.name,
                    d.source.kind(),
                    d.concerns.len()
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "8:2 @s/a - registry 0",
                "20:14 b b-alias registry 0",
                "27:2 b - registry 0",
                "34:2 c - registry 0",
                "41:4 long-a - registry 0",
                "48:2 own - workspace 0",
                "54:2 repo - git 0",
                "63:16 evil hidden registry 1",
            ]
        );
        let notes: Vec<_> = reading.notes.iter().map(|note| note.message.as_str()).collect();
        assert_eq!(notes, ["1 package without an integrity hash, of which this is the first"]);
    }

    #[test]
    fn what_yarn_does_not_write_goes_to_the_yaml_reader() {
        for odd in [
            LOCK.replace("version: 1.2.3", "version: '1.2.3'"),
            LOCK.replace("resolution: \"@s/a", "\"resolution\": \"@s/a"),
            LOCK.replace("  linkType: soft", "  linkType: &x soft"),
            LOCK.replace("@s/a@npm:1.2.3\"", "@s\\/a@npm:1.2.3\""),
        ] {
            assert!(read_lines(&odd).is_none(), "{odd}");
            assert_eq!(parsed(&odd, read).reading.dependencies.len(), 8);
        }
    }

    #[test]
    fn what_a_locator_installs() {
        for (locator, name, source, address) in [
            ("a@npm:1.0.0", "a", "registry", None),
            ("a@virtual:00#npm:1.0.0", "a", "registry", None),
            ("a@patch:b@npm%3A1.0.0#x", "b", "registry", None),
            ("a@patch:a@patch%3Ab@npm%253A1.0.0%23x#y", "b", "registry", None),
            ("a@patch:a@1.0.0#~builtin<compat/a>", "a", "registry", None),
            ("a@patch:a@workspace%3Aa#x", "a", "workspace", None),
            ("a@link:./a::locator=own%40workspace%3A.", "a", "path", None),
            ("a@exec:./a.js#./a.js::hash=00", "a", "url", None),
            ("a@https://files.example/a.tgz", "a", "url", None),
            (
                "a@npm:1::__archiveUrl=https%3A%2F%2Ff.example%2Fa%zz&x=y",
                "a",
                "registry",
                Some("https://f.example/a%zz"),
            ),
        ] {
            let (ident, reference) = split_name(locator);
            let found = installed(ident, reference.unwrap());
            assert_eq!(
                (found.0.as_ref(), found.1.kind(), found.2.as_deref()),
                (name, source, address),
                "{locator}"
            );
        }
    }
}
