//! pdm.lock, lock_version 2 to 4.
//!
//! Read: every `[[package]]` with its version, `git`, `url` or `path`; the hashes, which older files keep
//! in `[metadata.files]`. An entry for a package with extras is listed too, at its own place.
//! Not read: what a package requires in its turn, which has an entry of its own.

use super::lock_toml::{Text, Unusual};
use super::locked::{Format, Origin, Package, read as read_lock, set};
use crate::manifest::draft::Draft;

static FORMAT: Format = Format {
    package: "package",
    rewrite: "run `pdm lock` to write the file again",
    version: &["metadata", "lock_version"],
    knows: |version| matches!(version.split('.').next(), Some("2" | "3" | "4")),
    field,
    ends_with_metadata: false,
    versionless: false,
};

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    read_lock(draft, &FORMAT);
}

fn field<'t>(package: &mut Package<'t>, path: &[&str], value: Text<'t>) -> Result<(), Unusual> {
    let plain = value.plain;
    match path {
        ["name"] => set(&mut package.name, value),
        ["version"] => set(&mut package.version, value),
        ["git" | "hg" | "svn" | "bzr"] => package.from(Origin::Git(value.value), plain),
        ["url"] => package.from(Origin::Url(value.value), plain),
        ["path"] if matches!(value.value.as_ref(), "." | "./") => package.from(Origin::Workspace, plain),
        ["path"] => package.from(Origin::Path(value.value), plain),
        ["files", "file" | "url"] => package.file(value),
        ["files", "hash"] => {
            package.pins.hash(&value.value);
            Ok(())
        }
        _ => Ok(()),
    }
}
