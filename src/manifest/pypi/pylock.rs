//! pylock.toml, the lockfile of PEP 751, lock-version 1.0.
//!
//! Read: every `[[packages]]` with its version, and where it comes from: an index, version control, a
//! folder, an archive.
//! Not read: what a package requires in its turn, which has an entry of its own; `[tool]`.

use super::lock_toml::{Text, Unusual};
use super::locked::{Format, Origin, Package, read as read_lock, set};
use crate::manifest::draft::Draft;

static FORMAT: Format = Format {
    package: "packages",
    rewrite: "write the file again with the tool that made it (`created-by`)",
    version: &["lock-version"],
    knows: |version| version == "1.0",
    field,
    ends_with_metadata: false,
    versionless: true,
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
        ["index"] => package.from(Origin::index(value.value), plain),
        ["vcs", "url" | "path"] => package.from(Origin::Git(value.value), plain),
        ["directory", "path"] if matches!(value.value.as_ref(), "." | "./") => {
            package.from(Origin::Workspace, plain)
        }
        ["directory", "path"] | ["archive", "path"] => package.from(Origin::Path(value.value), plain),
        ["archive", "url"] => package.from(Origin::Url(value.value), plain),
        ["sdist" | "wheels", "url" | "path" | "name"] => package.file(value),
        ["sdist" | "wheels" | "archive", "hashes", kind] => {
            package.pins.hash(&format!("{kind}:{}", value.value));
            Ok(())
        }
        _ => Ok(()),
    }
}
