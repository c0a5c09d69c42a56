//! cargo: `--index` and `--registry`, the environment, then config.toml from the folder upwards and
//! in cargo's home. `[source]` replacement holds for whatever comes from the default registry.

use super::ways::{Certificates, Ways};
use super::{Located, Named, NoIndex, Provenance, Request, cargo_auth};
use crate::cargo_config::CargoConfig;
use crate::registry::is_default_crates_index;

/// Replacements that lead further than this go round in a circle.
const MOST_REPLACEMENTS: usize = 8;

pub(super) fn locate(request: &Request) -> Result<Located, NoIndex> {
    let config = Config(CargoConfig::gather(&request.folder, &request.environment));
    let mut located = config.locate(request)?;
    let (credentials, notes) = cargo_auth::credentials(request, &located.root);
    located.notes.extend(notes);
    if let Some(credentials) = credentials {
        located.root = located.root.with_credentials(credentials);
    }
    // What a folder that is only looked at says of the way to registries is its author's.
    let home = Config(CargoConfig::of_home(&request.environment));
    let own = if request.as_client { &config } else { &home };
    own.ways(request).put(&request.environment, &mut located)?;
    Ok(located)
}

/// Cargo's settings, read for its registries.
struct Config<'a>(CargoConfig<'a>);

impl Config<'_> {
    fn locate(&self, request: &Request) -> Result<Located, NoIndex> {
        if let Some(named) = request.named() {
            return sparse(&named);
        }
        if let Some((file, reason)) = self.0.unreadable().first() {
            return Err(NoIndex::Unreadable { file: file.clone(), reason: reason.clone() });
        }
        if let Some(name) = &request.arguments.registry {
            return self.registry(name, &Provenance::Arguments, request);
        }
        if request.arguments.cargo_names
            && let Some(default) = self.text(&["registry", "default"])
        {
            return self.registry(&default.address, &default.from, request);
        }
        self.default_registry(request)
    }

    fn ways(&self, request: &Request) -> Ways {
        let mut ways = Ways { proxy: self.text(&["http", "proxy"]), ..Ways::default() };
        if let Some(file) = self.text(&["http", "cainfo"]) {
            let path = CargoConfig::base(Some(&file.from), &request.folder).join(&file.address);
            ways.files.push(Certificates { path, setting: format!("http.cainfo in {}", file.from) });
        }
        ways
    }

    fn text(&self, keys: &[&str]) -> Option<Named> {
        self.0.text(keys).map(|(address, from)| Named::new(address, from))
    }

    /// The registry of a name in `[registries]`.
    fn registry(&self, name: &str, from: &Provenance, request: &Request) -> Result<Located, NoIndex> {
        if name == "crates-io" {
            return self.default_registry(request);
        }
        let index = self.text(&["registries", name, "index"]);
        sparse(&index.ok_or_else(|| NoIndex::Undefined { from: from.clone() })?)
    }

    /// What stands in the place of the default registry, followed through every replacement.
    fn default_registry(&self, request: &Request) -> Result<Located, NoIndex> {
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
                if let Some(located) = request.of_policy() {
                    return Ok(located);
                }
                let index = tame_index::CRATES_IO_HTTP_INDEX;
                return Named::new(index, Provenance::BuiltIn).located();
            }
            return self.registry(&source, &named_by, request);
        }
        Err(NoIndex::Undefined { from: named_by })
    }
}

/// Cargo asks an address without `sparse+` through git, which answers for no single name. The
/// default registry has both forms.
fn sparse(named: &Named) -> Result<Located, NoIndex> {
    let address = named.address.strip_prefix("registry+").unwrap_or(&named.address);
    if is_default_crates_index(address) {
        return Named::new(tame_index::CRATES_IO_HTTP_INDEX, named.from.clone()).located();
    }
    // Phantom's own option names a sparse index with or without the prefix.
    if address.starts_with("sparse+") || named.from == Provenance::Option {
        return Named { address: address.to_owned(), ..named.clone() }.located();
    }
    Err(NoIndex::NotAsked { from: named.from.clone(), what: "an index in a git repository" })
}
