//! cargo: `--index` and `--registry`, the environment, then config.toml from the folder upwards and
//! in cargo's home. `[source]` replacement holds for whatever comes from the default registry.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item};

use super::{Environment, Located, Named, NoIndex, Provenance, Request, read};

/// Replacements that lead further than this go round in a circle.
const MOST_REPLACEMENTS: usize = 8;

pub(super) fn locate(request: &Request) -> Result<Located, NoIndex> {
    if let Some(named) = request.named() {
        return sparse(&named);
    }
    let config = Config::gather(request)?;
    if let Some(name) = &request.arguments.registry {
        return config.registry(name, &Provenance::Arguments);
    }
    if request.arguments.cargo_names
        && let Some(default) = config.text(&["registry", "default"])
    {
        return config.registry(&default.address, &default.from);
    }
    config.default_registry()
}

/// Settings in cargo's order: the environment, then the nearest file.
struct Config<'a> {
    environment: &'a Environment,
    files: Vec<(PathBuf, DocumentMut)>,
}

impl<'a> Config<'a> {
    fn gather(request: &'a Request) -> Result<Self, NoIndex> {
        let environment = &request.environment;
        let home = environment.path("CARGO_HOME").or_else(|| environment.home().map(|h| h.join(".cargo")));
        let mut folders: Vec<PathBuf> = request.folder.ancestors().map(|f| f.join(".cargo")).collect();
        folders.extend(home.filter(|home| !folders.contains(home)));
        let mut files = Vec::new();
        for folder in folders {
            // Without the extension is the older name, which cargo takes first where both are there.
            for file in [folder.join("config"), folder.join("config.toml")] {
                if let Some(document) = read_toml(&file)? {
                    files.push((file, document));
                    break;
                }
            }
        }
        Ok(Self { environment, files })
    }

    fn text(&self, keys: &[&str]) -> Option<Named> {
        // Cargo does not read sources from the environment.
        if keys.first() != Some(&"source") {
            let words: Vec<String> =
                keys.iter().map(|key| key.to_ascii_uppercase().replace(['-', '.'], "_")).collect();
            let variable = format!("CARGO_{}", words.join("_"));
            if let Some(value) = self.environment.get(&variable) {
                return Some(Named::new(value, Provenance::Variable(variable)));
            }
        }
        self.files.iter().find_map(|(file, document)| {
            let item = keys.iter().try_fold(document.as_item(), |item: &Item, key| item.get(key))?;
            Some(Named::new(item.as_str()?, Provenance::File(file.clone())))
        })
    }

    /// The registry of a name in `[registries]`.
    fn registry(&self, name: &str, from: &Provenance) -> Result<Located, NoIndex> {
        if name == "crates-io" {
            return self.default_registry();
        }
        let index = self.text(&["registries", name, "index"]);
        sparse(&index.ok_or_else(|| NoIndex::Undefined { from: from.clone() })?)
    }

    /// What stands in the place of the default registry, followed through every replacement.
    fn default_registry(&self) -> Result<Located, NoIndex> {
        let mut source = "crates-io".to_owned();
        let mut named_by = Provenance::BuiltIn;
        for _ in 0..MOST_REPLACEMENTS {
            let key = |key| self.text(&["source", &source, key]);
            if let Some(next) = key("replace-with") {
                source = next.address;
                named_by = next.from;
                continue;
            }
            if let Some(registry) = key("registry") {
                return sparse(&registry);
            }
            for (kind, what) in [
                ("directory", "a folder of vendored crates"),
                ("local-registry", "a registry on this machine's disk"),
                ("git", "a git repository"),
            ] {
                if let Some(found) = key(kind) {
                    return Err(NoIndex::NotAsked { from: found.from, what });
                }
            }
            if source == "crates-io" {
                let index = tame_index::CRATES_IO_HTTP_INDEX;
                return Named::new(index, Provenance::BuiltIn).located();
            }
            return self.registry(&source, &named_by);
        }
        Err(NoIndex::Undefined { from: named_by })
    }
}

/// Cargo asks an address without `sparse+` through git, which answers for no single name. The
/// default registry has both forms.
fn sparse(named: &Named) -> Result<Located, NoIndex> {
    let address = named.address.strip_prefix("registry+").unwrap_or(&named.address);
    if address == tame_index::CRATES_IO_INDEX {
        return Named::new(tame_index::CRATES_IO_HTTP_INDEX, named.from.clone()).located();
    }
    // Phantom's own option names a sparse index with or without the prefix.
    if address.starts_with("sparse+") || named.from == Provenance::Option {
        return Named::new(address, named.from.clone()).located();
    }
    Err(NoIndex::NotAsked { from: named.from.clone(), what: "an index in a git repository" })
}

fn read_toml(file: &Path) -> Result<Option<DocumentMut>, NoIndex> {
    let Some(text) = read(file)? else { return Ok(None) };
    text.parse().map(Some).map_err(|error: toml_edit::TomlError| NoIndex::Unreadable {
        file: file.to_owned(),
        // The message alone: with its context it would quote the line, which may hold a secret.
        reason: error.message().to_owned(),
    })
}
