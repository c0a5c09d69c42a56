//! poetry.lock, lock-versions 1.0 to 2.1, and older ones that do not say.
//!
//! Read: every `[[package]]` with its version and `[package.source]`; the hashes, which older files keep
//! in `[metadata.files]` or `[metadata.hashes]`.
//! Not read: what a package requires in its turn, which has an entry of its own; extras and groups.

use super::lock_toml::{Text, Unusual};
use super::locked::{Format, Origin, Package, read as read_lock, set};
use crate::manifest::draft::Draft;

static FORMAT: Format = Format {
    package: "package",
    rewrite: "run `poetry lock` to write the file again",
    version: &["metadata", "lock-version"],
    knows: |version| matches!(version, "1.0" | "1.1" | "2.0" | "2.1"),
    field,
    ends_with_metadata: true,
    versionless: false,
};

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    read_lock(draft, &FORMAT);
}

fn field<'t>(package: &mut Package<'t>, path: &[&str], value: Text<'t>) -> Result<(), Unusual> {
    match path {
        ["name"] => set(&mut package.name, value),
        ["version"] => set(&mut package.version, value),
        ["files", "file" | "url"] => package.file(value),
        ["files", "hash"] => {
            package.pins.hash(&value.value);
            Ok(())
        }
        // The kind may stand behind the address.
        ["source", "type"] => {
            let origin = package.origin.take();
            package.origin = origin.map(|origin| of_kind(&value.value, address(origin)));
            let usual = value.plain && package.kind.is_none();
            package.kind = Some(value.value);
            if usual { Ok(()) } else { Err(Unusual) }
        }
        ["source", "url"] => {
            let kind = package.kind.clone();
            package.from(of_kind(kind.as_deref().unwrap_or_default(), value.value), value.plain)
        }
        _ => Ok(()),
    }
}

fn address(origin: Origin<'_>) -> std::borrow::Cow<'_, str> {
    match origin {
        Origin::Index(text) | Origin::Git(text) | Origin::Url(text) | Origin::Path(text) => text,
        Origin::Default | Origin::Workspace => "".into(),
    }
}

fn of_kind<'t>(kind: &str, address: std::borrow::Cow<'t, str>) -> Origin<'t> {
    match kind {
        "git" => Origin::Git(address),
        "url" => Origin::Url(address),
        "directory" | "file" => Origin::Path(address),
        // "legacy" is an index that has no other interface than pip's.
        _ => Origin::index(address),
    }
}
