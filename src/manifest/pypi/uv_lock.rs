//! uv.lock, version 1 with all its revisions.
//!
//! Read: every `[[package]]` with its version and source. What is editable or virtual is a member of the
//! project; a registry that is a folder is a path. Of several registries, the one whose files lie as in
//! the default index, else the one that most packages come from, counts as the default one.
//! Not read: what a package requires in its turn, which has an entry of its own; `[package.metadata]` and
//! `[manifest]`, which repeat what pyproject.toml states.

use super::lock_toml::{Text, Unusual};
use super::locked::{Format, Origin, Package, read as read_lock, set};
use crate::manifest::draft::Draft;

const FORMAT: Format = Format {
    package: "package",
    rewrite: "run `uv lock` to write the file again",
    version: &["version"],
    knows: |version| version == "1",
    field,
    ends_with_metadata: false,
    versionless: false,
};

/// uv before its version 0.3 called packages distributions.
static OLD: Format = Format { package: "distribution", ..FORMAT };

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let is_old = !draft.text.contains("[[package]]") && draft.text.contains("[[distribution]]");
    read_lock(draft, if is_old { &OLD } else { &FORMAT });
}

fn field<'t>(package: &mut Package<'t>, path: &[&str], value: Text<'t>) -> Result<(), Unusual> {
    let plain = value.plain;
    match path {
        ["name"] => set(&mut package.name, value),
        ["version"] => set(&mut package.version, value),
        // As uv wrote it before its version 0.3.
        ["source"] => {
            let (kind, address) = value.value.split_once('+').unwrap_or(("", &value.value));
            let address = std::borrow::Cow::Owned(address.to_owned());
            let origin = match kind {
                "registry" => Origin::index(address),
                "git" => Origin::Git(address),
                "direct" => Origin::Url(address),
                "editable" | "virtual" => Origin::Workspace,
                _ => Origin::Path(address),
            };
            package.from(origin, plain)
        }
        ["source", "registry"] if value.value.contains("://") && !value.value.starts_with("file:") => {
            package.from(Origin::index(value.value), plain)
        }
        ["source", "registry" | "path" | "directory"] => package.from(Origin::Path(value.value), plain),
        ["source", "git"] => package.from(Origin::Git(value.value), plain),
        ["source", "url"] => package.from(Origin::Url(value.value), plain),
        ["source", "editable" | "virtual"] => package.from(Origin::Workspace, plain),
        ["sdist" | "wheels" | "wheel", "url" | "path" | "filename"] => package.file(value),
        ["sdist" | "wheels" | "wheel", "hash"] => {
            package.pins.hash(&value.value);
            Ok(())
        }
        _ => Ok(()),
    }
}
