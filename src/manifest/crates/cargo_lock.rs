//! Cargo.lock, versions 1 to 4.
//!
//! Read: every `[[package]]`, with its version and source; one without a source is a member of the
//! workspace or a path. A package of the default registry is one whose source is the default
//! index, git or sparse, which cargo writes for mirrors too.
//! A package of a registry without a checksum is noted; version 1 keeps them in `[metadata]`.
//! Not read: what a package requires in its turn, which has an entry of its own; `[[patch.unused]]`, of
//! which nothing is built.
//!
//! What cargo itself writes is read line by line; anything else goes to the TOML reader.

use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, Unpinned, offset_in};
use crate::manifest::tables::{self, text_start};
use crate::package::without_secrets;
use crate::package::{Dependency, Ecosystem, PackageName, Source};
use crate::registry::is_default_crates_index;

const REWRITE: &str = "run `cargo generate-lockfile`, or restore the file from version control";

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    if read_lines(draft).is_none() {
        draft.clear();
        read_toml(draft);
    }
}

/// Reads what cargo writes, and gives up on any line that it would not write.
fn read_lines(draft: &mut Draft<'_>) -> Option<()> {
    let text = draft.text;
    let mut package: Option<Package<'_>> = None;
    let mut unpinned = Vec::new();
    let (mut in_list, mut in_metadata) = (false, false);
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if in_list {
            match line.as_bytes() {
                b"]" => in_list = false,
                [b' ', b'"', .., b'"' | b','] => {}
                _ => return None,
            }
            continue;
        }
        if in_metadata {
            match line.as_bytes() {
                [] | [b'"', b'c', b'h', b'e', b'c', b'k', b's', b'u', b'm', b' ', .., b'"'] => continue,
                _ => return None,
            }
        }
        match line {
            "" => continue,
            "[metadata]" => {
                in_metadata = true;
                continue;
            }
            "[[package]]" => {
                unpinned.extend(finish(package.as_ref(), draft)?);
                package = Some(Package::default());
                continue;
            }
            "dependencies = [" if package.is_some() => {
                in_list = true;
                continue;
            }
            _ if line.starts_with('#') => continue,
            _ => {}
        }
        let (key, value) = line.split_once(" = ")?;
        let Some(package) = &mut package else {
            check_version(key, value, draft)?;
            continue;
        };
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        if value.bytes().any(|b| matches!(b, b'"' | b'\\') || b < b' ' || b == 0x7F) {
            return None;
        }
        let field = match key {
            "name" => &mut package.name,
            "version" => &mut package.version,
            "source" => &mut package.source,
            "checksum" => &mut package.checksum,
            "replace" => continue,
            _ => return None,
        };
        if field.replace(value).is_some() {
            return None;
        }
    }
    if in_list {
        return None;
    }
    unpinned.extend(finish(package.as_ref(), draft)?);
    if !in_metadata {
        unpinned.into_iter().for_each(|at| draft.unpinned(at, Unpinned::Missing));
    }
    Some(())
}

/// One `[[package]]`, as pieces of the text.
#[derive(Default)]
struct Package<'t> {
    name: Option<&'t str>,
    version: Option<&'t str>,
    source: Option<&'t str>,
    checksum: Option<&'t str>,
}

/// Takes a package over; what comes back is its place if it lacks a checksum. `None` where it is no
/// package as cargo writes it.
fn finish(package: Option<&Package<'_>>, draft: &mut Draft<'_>) -> Option<Option<usize>> {
    let Some(&Package { name, version, source, checksum }) = package else { return Some(None) };
    let name = name?;
    let place = offset_in(draft.text, name);
    let dependency = dependency(name, Some(version?), source);
    let unpinned = is_fetched(&dependency.source) && checksum.is_none();
    draft.dependency(place, dependency);
    Some(unpinned.then_some(place))
}

/// Whether cargo would fetch the package from a registry, for which it keeps a checksum.
const fn is_fetched(source: &Source) -> bool {
    matches!(source, Source::Registry | Source::OtherRegistry(_))
}

/// A version that the reader knows stands before the packages, and nothing else does.
fn check_version(key: &str, value: &str, draft: &mut Draft<'_>) -> Option<()> {
    match (key, value) {
        ("version", "1" | "2" | "3" | "4") => Some(()),
        ("version", other) if other.bytes().all(|b| b.is_ascii_digit()) => {
            let at = offset_in(draft.text, other);
            unknown_version(at, other, draft);
            Some(())
        }
        _ => None,
    }
}

fn unknown_version(at: usize, version: &str, draft: &mut Draft<'_>) {
    let message = format!("unknown lockfile version {}; what looks like version 4 was read", quoted(version));
    draft.fault(at, message, "use a version of cargo that writes lockfile version 4 or older");
}

fn dependency(name: &str, version: Option<&str>, source: Option<&str>) -> Dependency {
    Dependency {
        locked: true,
        requirement: version.map(str::to_owned),
        source: source.map_or(Source::Workspace, source_of),
        ..Dependency::new(PackageName::new(Ecosystem::Crates, name))
    }
}

fn source_of(source: &str) -> Source {
    let Some((kind, url)) = source.split_once('+') else {
        return Source::OtherRegistry(without_secrets(source).into());
    };
    match kind {
        "registry" | "sparse" if is_default_crates_index(source) => Source::Registry,
        "registry" => Source::OtherRegistry(without_secrets(url).into()),
        "git" => Source::Git(without_secrets(url).into()),
        "path" | "directory" | "local-registry" => Source::Path(without_secrets(url).into()),
        // A sparse index keeps the word before its address.
        _ => Source::OtherRegistry(without_secrets(source).into()),
    }
}

fn read_toml(draft: &mut Draft<'_>) {
    let root = tables::parse(draft, REWRITE);
    if let Some(version) = root.get("version") {
        match version.get_ref().as_integer().map(toml::de::DeInteger::as_str) {
            Some("1" | "2" | "3" | "4") => {}
            other => unknown_version(version.span().start, other.unwrap_or("that is no number"), draft),
        }
    }
    let Some(packages) = root.get("package") else { return };
    let Some(packages) = packages.get_ref().as_array() else {
        draft.fault(packages.span().start, "packages are stated as [[package]]", REWRITE);
        return;
    };
    // Version 1 keeps the checksums there.
    let elsewhere = root.contains_key("metadata");
    for package in packages {
        let entry = package.get_ref().as_table();
        let named = entry.and_then(|entry| {
            let name = entry.get("name")?;
            Some((entry, name.span(), name.get_ref().as_str()?))
        });
        let Some((entry, span, name)) = named else {
            draft.syntax(package.span().start, "a package without a name", REWRITE);
            continue;
        };
        let version = tables::string(entry, "version");
        let place = text_start(draft.text, &span);
        if version.is_none() {
            let message = format!("the package {} has no version: the file may be cut short", quoted(name));
            draft.syntax(place, message, REWRITE);
        }
        let dependency = dependency(name, version, tables::string(entry, "source"));
        if is_fetched(&dependency.source) && !elsewhere && !entry.contains_key("checksum") {
            draft.unpinned(place, Unpinned::Missing);
        }
        draft.dependency(place, dependency);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::draft::Parsed;

    const LOCK: &str = r#"# This file is automatically @generated by Cargo.
# It is not intended for manual editing.
version = 4

[[package]]
name = "own"
version = "0.1.0"
dependencies = [
 "libc",
 "other 1.0.0 (git+https://code.example/other#0)",
]

[[package]]
name = "libc"
version = "0.2.1"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "00"

[[package]]
name = "other"
version = "1.0.0"
source = "git+https://user:pw@code.example/other?branch=main#0"

[[package]]
name = "inner"
version = "2.0.0+x.1"
source = "sparse+https://registry.example/index/"
"#;

    fn parsed(text: &str, reader: impl FnOnce(&mut Draft<'_>)) -> Parsed {
        let mut draft = Draft::new(text, Ecosystem::Crates, Vec::new(), false);
        reader(&mut draft);
        draft.finish("Cargo.lock")
    }

    #[test]
    fn both_readers_agree() {
        for text in [LOCK.to_owned(), LOCK.replace('\n', "\r\n"), LOCK.replace("version = 4\n", "")] {
            let lines = parsed(&text, |draft| assert!(read_lines(draft).is_some()));
            let toml = parsed(&text, read_toml);
            assert_eq!(lines.reading.dependencies, toml.reading.dependencies);
            assert_eq!((lines.reading.errors.len(), toml.reading.errors.len()), (0, 0));
            let sources: Vec<_> = lines.reading.dependencies.iter().map(|d| d.source.kind()).collect();
            assert_eq!(sources, ["workspace", "registry", "git", "other-registry"]);
        }
    }

    #[test]
    fn a_missing_checksum_is_noted_by_both_readers() {
        let notes = |text: &str, reader: fn(&mut Draft<'_>)| {
            let read = parsed(text, reader).reading;
            read.notes.into_iter().map(|note| (note.location.line, note.message)).collect::<Vec<_>>()
        };
        let lines: fn(&mut Draft<'_>) = |draft| assert!(read_lines(draft).is_some());
        let found = notes(LOCK, lines);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].1.starts_with("1 package without")), (25, true), "{found:?}");
        let old = format!("{LOCK}\n[metadata]\n\"checksum inner 2.0.0+x.1 (registry)\" = \"00\"\n");
        assert_eq!(notes(&old, lines), []);
        for text in [LOCK, &old] {
            assert_eq!(notes(text, lines), notes(text, read_toml));
        }
    }

    #[test]
    fn what_cargo_does_not_write_goes_to_the_toml_reader() {
        for odd in [
            LOCK.replace("name = \"libc\"", "name = 'libc'"),
            LOCK.replace("name = \"libc\"", "\"name\" = \"libc\""),
            LOCK.replace("name = \"libc\"", "name = \"\\u006cibc\""),
            LOCK.replace("[[package]]", "[[ package ]]"),
        ] {
            let lines = parsed(&odd, |draft| assert!(read_lines(draft).is_none()));
            drop(lines);
            let names: Vec<_> = parsed(&odd, read)
                .reading
                .dependencies
                .iter()
                .map(|d| d.name.spelling().to_owned())
                .collect();
            assert_eq!(names, ["own", "libc", "other", "inner"]);
        }
    }

    #[test]
    fn no_secret_of_a_source_is_kept() {
        let shown = format!("{:?}", parsed(LOCK, read).reading);
        assert!(!shown.contains("pw"), "{shown}");
    }
}
