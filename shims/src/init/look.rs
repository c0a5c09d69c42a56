//! What a project has that a policy can be about.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use phantom_guard::manifest::{self, IndexKind};
use phantom_guard::package::{Dependency, Ecosystem, PackageName, Source};
use phantom_guard::registry::IndexRoot;
use toml_edit::{DocumentMut, Item};

/// The largest settings file of a client that is looked at.
const LARGEST: u64 = 1 << 20;

/// So many names of one registry are shown.
const MOST_NAMES: usize = 20;

/// What was found. Addresses show no password.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Manifests and lockfiles, with what they are and how many names they state.
    pub(super) files: Vec<(String, &'static str, usize)>,
    /// Whose packages they name.
    pub(super) ecosystems: BTreeSet<Ecosystem>,
    /// npm's scopes that a project's `.npmrc` binds to a registry.
    pub(super) scopes: BTreeMap<String, String>,
    /// Registries that the project's files put in the default's place or add, with where they say so.
    /// One that comes on top stands behind those that are the default.
    pub(super) indexes: BTreeSet<(Ecosystem, bool, String, String)>,
    /// Lines of `.npmrc` that name no scope, and what is wrong with them.
    pub(super) left_out: Vec<String>,
    /// Names that come from a registry of their own, by its address.
    pub(super) elsewhere: BTreeMap<String, BTreeSet<String>>,
}

/// Looks at a folder and what lies below it. Nothing is asked, and no client is started.
pub(super) fn look(folder: &Path) -> Found {
    let reading = manifest::scan(&[folder.to_owned()]);
    let mut found = Found::default();
    for file in &reading.files {
        let shown = file.path.strip_prefix(folder).unwrap_or(&file.path).to_string_lossy().into_owned();
        found.files.push((shown, file.kind.as_str(), file.dependencies));
        if file.dependencies > 0 {
            found.ecosystems.insert(file.kind.ecosystem());
        }
    }
    for index in &reading.indexes {
        let on_top = index.kind != IndexKind::Primary;
        found.indexes.insert((index.ecosystem, on_top, index.to_string(), index.location.to_string()));
    }
    reading.dependencies.iter().for_each(|dependency| found.take(dependency));
    found.npmrc(folder);
    found.cargo(folder);
    found
}

impl Found {
    fn take(&mut self, dependency: &Dependency) {
        let Source::OtherRegistry(address) = &dependency.source else { return };
        let names = self.elsewhere.entry(shown(address)).or_default();
        if names.len() < MOST_NAMES {
            names.insert(format!("{}:{}", dependency.name.ecosystem(), dependency.name));
        }
    }

    fn npmrc(&mut self, folder: &Path) {
        let Some(text) = text(&folder.join(".npmrc")) else { return };
        for (at, line) in text.lines().enumerate() {
            let Some((key, value)) = line.split_once('=') else { continue };
            let (key, value) = (key.trim(), value.trim().trim_matches(['"', '\'']));
            // What a variable gives is another machine's matter.
            let Ok(root) = IndexRoot::parse(value) else { continue };
            match key.strip_suffix(":registry") {
                Some(scope) if scope.starts_with('@') => {
                    // What no name can have, or a variable gives, is no scope here.
                    let is_scope = PackageName::new(Ecosystem::Npm, format!("{scope}/x")).fault().is_none()
                        && !scope.contains('*');
                    if is_scope {
                        self.scopes.insert(scope.to_owned(), root.to_string());
                    } else {
                        self.left_out
                            .push(format!(".npmrc:{}: {scope:?} is no scope of npm's: left out", at + 1));
                    }
                }
                _ if key == "registry" => {
                    self.indexes.insert((Ecosystem::Npm, false, root.to_string(), ".npmrc".to_owned()));
                }
                _ => {}
            }
        }
    }

    fn cargo(&mut self, folder: &Path) {
        for file in [".cargo/config.toml", ".cargo/config"] {
            let Some(document) = text(&folder.join(file)).and_then(|text| text.parse::<DocumentMut>().ok())
            else {
                continue;
            };
            let registries = document.get("registries").and_then(Item::as_table_like);
            for (_, registry) in registries.into_iter().flat_map(|table| table.iter()) {
                let address = registry.as_table_like().and_then(|table| table.get("index")?.as_str());
                if let Some(address) = address {
                    self.indexes.insert((Ecosystem::Crates, true, shown(address), file.to_owned()));
                }
            }
        }
    }
}

fn shown(address: &str) -> String {
    IndexRoot::parse(address).map_or_else(|_| "another registry".to_owned(), |root| root.to_string())
}

fn text(path: &Path) -> Option<String> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut text = String::new();
    File::open(path).ok()?.take(LARGEST + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= LARGEST).then_some(text)
}
