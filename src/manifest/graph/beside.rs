//! The manifests that lie beside a lockfile, which say what the project itself asks for, and where.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::tree;
use crate::manifest::kind::FileKind;
use crate::manifest::yaml::Value;
use crate::manifest::{load, parse_alone, text};
use crate::package::{Dependency, Location, PackageName};

/// So many folders of a workspace are looked through for its members.
const MOST_MEMBERS: usize = 1000;

/// The folder around a lockfile, or nothing.
pub(super) struct Beside {
    folder: Option<PathBuf>,
    /// The folder as the user would write it, with a slash at its end; empty for the current one.
    shown: String,
}

/// One name that a manifest asks for.
#[derive(Debug)]
pub(super) struct Stated {
    /// In its normal form.
    name: Box<str>,
    range: String,
    location: Location,
}

impl Stated {
    /// The place of the one among several that asks for a name, and whose range begins as the version does,
    /// if it matters: cargo and npm know one package in several versions under several names.
    pub(super) fn place<'s>(all: &'s [Self], name: &str, version: Option<&str>) -> Option<&'s Location> {
        let mut asking = all.iter().filter(|stated| *stated.name == *name);
        let fits = |stated: &&Self| {
            let range = stated.range.trim_start_matches(|c: char| !c.is_ascii_digit());
            version.is_some_and(|version| !range.is_empty() && version.starts_with(range))
        };
        asking.clone().find(fits).or_else(|| asking.next()).map(|stated| &stated.location)
    }
}

/// What a manifest says.
#[derive(Default)]
pub(super) struct Manifest {
    pub(super) name: Option<String>,
    pub(super) stated: Vec<Stated>,
    pub(super) dependencies: Vec<Dependency>,
}

impl Beside {
    pub(super) const fn nothing() -> Self {
        Self { folder: None, shown: String::new() }
    }

    pub(super) fn at(path: &Path, shown: &str) -> Self {
        let folder = path.parent().map(|folder| match folder.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => folder.to_owned(),
        });
        let end = shown.rfind(['/', '\\']).map_or(0, |at| at + 1);
        Self { folder, shown: shown.get(..end).unwrap_or_default().to_owned() }
    }

    /// Bytes of a file below the folder, and the path to show. A lockfile leads nowhere else.
    pub(super) fn load(&self, below: &str) -> Option<(Vec<u8>, String)> {
        let below = below.trim_start_matches("./");
        let straight = Path::new(below).components().all(|part| matches!(part, Component::Normal(_)));
        let path = self.folder.as_ref().filter(|_| straight)?.join(below);
        Some((load::bytes(&path, None).ok()?, format!("{}{below}", self.shown)))
    }

    /// The name of a folder below, or of this one.
    pub(super) fn folder_name(&self, below: &str) -> String {
        let last = below.rsplit('/').find(|part| !matches!(*part, "" | ".")).map(str::to_owned);
        let own = || {
            let folder = std::path::absolute(self.folder.as_ref()?).ok()?;
            Some(folder.file_name()?.to_string_lossy().into_owned())
        };
        last.or_else(own).unwrap_or_else(|| "(this project)".to_owned())
    }

    /// The manifest of a kind in a folder below.
    pub(super) fn manifest(&self, kind: FileKind, folder: &str) -> Option<Manifest> {
        let file = match kind {
            FileKind::CargoToml => "Cargo.toml",
            FileKind::Pyproject => "pyproject.toml",
            FileKind::Pipfile => "Pipfile",
            FileKind::PackageJson => "package.json",
            _ => return None,
        };
        match folder.trim_end_matches('/') {
            "" | "." => self.file(kind, file),
            folder => self.file(kind, &format!("{folder}/{file}")),
        }
    }

    /// A manifest by its path.
    pub(super) fn file(&self, kind: FileKind, below: &str) -> Option<Manifest> {
        let (bytes, shown) = self.load(below)?;
        let dependencies = parse_alone(kind, &bytes, &shown).reading.dependencies;
        let stated = dependencies.iter().flat_map(|d| {
            let alias = d.alias.as_deref().map(|alias| PackageName::new(d.name.ecosystem(), alias));
            let range = d.requirement.clone().unwrap_or_default();
            let names = [Some(d.name.normal().into()), alias.map(|alias| alias.normal().into())];
            let place = d.location.clone();
            names.into_iter().flatten().zip(std::iter::repeat(place)).filter_map(move |(name, place)| {
                Some(Stated { name, range: range.clone(), location: place? })
            })
        });
        let stated = stated.collect();
        Some(Manifest { name: name_in(kind, &bytes), stated, dependencies })
    }

    /// The folders that a pattern of a workspace's members names: as it is, or all in a folder (`crates/*`).
    pub(super) fn members(&self, pattern: &str) -> Vec<String> {
        let Some(parent) = pattern.strip_suffix("/*") else { return vec![pattern.to_owned()] };
        let straight = Path::new(parent).components().all(|part| matches!(part, Component::Normal(_)));
        let Some(folder) = self.folder.as_ref().filter(|_| straight) else { return Vec::new() };
        let entries = fs::read_dir(folder.join(parent)).into_iter().flatten().flatten();
        let names = entries.map(|entry| format!("{parent}/{}", entry.file_name().to_string_lossy()));
        names.take(MOST_MEMBERS).collect()
    }
}

/// The name of the project that a manifest describes.
fn name_in(kind: FileKind, bytes: &[u8]) -> Option<String> {
    let decoded = text::decode(bytes);
    let yaml = match kind {
        FileKind::PackageJson => tree::json(&decoded.text),
        FileKind::CargoToml | FileKind::Pyproject => tree::toml(&decoded.text),
        _ => return None,
    };
    let root = yaml.root()?;
    let at = |path: &[&str]| path.iter().try_fold(root, |value, key| value.get(key)).and_then(Value::text);
    let name = match kind {
        FileKind::PackageJson => at(&["name"]),
        FileKind::CargoToml => at(&["package", "name"]),
        _ => at(&["project", "name"]).or_else(|| at(&["tool", "poetry", "name"])),
    };
    name.filter(|name| !name.is_empty()).map(str::to_owned)
}
