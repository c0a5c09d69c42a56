//! cargo's settings: the environment, then config.toml from a folder upwards and in cargo's home, each
//! with the files that it includes.
//!
//! Not read: `--config` on a command line. Where two files give lists under one key, cargo joins them;
//! here the nearest counts.

use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, TableLike, Value};

use crate::registry::is_default_crates_index;
use crate::registry::locate::{Environment, Provenance};

/// Files that are read: an end for those that include each other.
const MOST_FILES: usize = 200;
/// Names that lead further than this to others go round in a circle.
const MOST_STEPS: usize = 8;

/// The settings that hold in one folder.
pub struct CargoConfig<'a> {
    environment: &'a Environment,
    /// The nearest first.
    files: Vec<(PathBuf, DocumentMut)>,
    unreadable: Vec<(PathBuf, String)>,
}

impl<'a> CargoConfig<'a> {
    /// Reads the files that count in a folder. Those that cannot be read are left out and kept in
    /// [`CargoConfig::unreadable`]: cargo would fail on them.
    pub fn gather(folder: &Path, environment: &'a Environment) -> Self {
        let home = environment.cargo_home();
        let mut folders: Vec<PathBuf> = folder.ancestors().map(|f| f.join(".cargo")).collect();
        folders.extend(home.filter(|home| !folders.contains(home)));
        let mut config = Self { environment, files: Vec::new(), unreadable: Vec::new() };
        for folder in folders {
            // Without the extension is the older name, which cargo takes first where both are there.
            for file in [folder.join("config"), folder.join("config.toml")] {
                if config.add(file) {
                    break;
                }
            }
        }
        config
    }

    /// The settings of cargo's home and the environment alone: those that are the user's own.
    pub fn of_home(environment: &'a Environment) -> Self {
        let mut config = Self { environment, files: Vec::new(), unreadable: Vec::new() };
        let home = environment.cargo_home().unwrap_or_default();
        let _ = config.add(home.join("config")) || config.add(home.join("config.toml"));
        config
    }

    /// The tokens that `cargo login` keeps in cargo's home, and those of the environment.
    pub fn credentials(environment: &'a Environment) -> Self {
        let mut config = Self { environment, files: Vec::new(), unreadable: Vec::new() };
        let home = environment.cargo_home().unwrap_or_default();
        let _ = config.add(home.join("credentials")) || config.add(home.join("credentials.toml"));
        config
    }

    /// Takes in a file and what it includes: its own settings go before those, and of those the last.
    fn add(&mut self, file: PathBuf) -> bool {
        if self.files.len() >= MOST_FILES || self.files.iter().any(|(known, _)| *known == file) {
            return false;
        }
        let document = match read(&file) {
            Ok(Some(document)) => document,
            Ok(None) => return false,
            Err(reason) => {
                self.unreadable.push((file, reason));
                return true;
            }
        };
        let below = file.parent().unwrap_or(Path::new("")).to_owned();
        let included = document.get("include").map(included).unwrap_or_default();
        self.files.push((file, document));
        for path in included.iter().rev() {
            self.add(below.join(path));
        }
        true
    }

    /// The files that are there and cannot be read, each with the reason.
    pub fn unreadable(&self) -> &[(PathBuf, String)] {
        &self.unreadable
    }

    /// A setting of one text, and what names it.
    pub fn text(&self, keys: &[&str]) -> Option<(String, Provenance)> {
        // Cargo does not read sources from the environment.
        if keys.first() != Some(&"source")
            && let Some((value, variable)) = self.variable(keys)
        {
            return Some((value.to_owned(), Provenance::Variable(variable)));
        }
        self.items(keys)
            .find_map(|(file, item)| Some((item.as_str()?.to_owned(), Provenance::File(file.to_owned()))))
    }

    /// Whether unstable features of cargo are chosen, by a file or by the environment.
    pub fn has_unstable(&self) -> bool {
        self.files.iter().any(|(_, document)| document.contains_key("unstable"))
            || self.environment.iter().any(|(name, _)| name.starts_with("CARGO_UNSTABLE_"))
    }

    /// Whether a registry's name or address stands for the default crates index: by its address, or
    /// because the configuration puts the default one in its place.
    pub fn is_default_registry(&self, name: &str) -> bool {
        let mut place = name.to_owned();
        for _ in 0..MOST_STEPS {
            if place == "crates-io" || is_default_crates_index(&place) {
                return true;
            }
            let next = self.text(&["source", &place, "replace-with"]).or_else(|| self.replaced(&place));
            let next = next.or_else(|| self.text(&["source", &place, "registry"]));
            let Some((next, _)) = next.or_else(|| self.text(&["registries", &place, "index"])) else { break };
            place = next;
        }
        false
    }

    /// What stands in the place of the source with this address.
    fn replaced(&self, address: &str) -> Option<(String, Provenance)> {
        let sources = self.items(&["source"]).filter_map(|(_, item)| item.as_table_like());
        let mut names = sources.flat_map(TableLike::iter).filter(|(_, source)| {
            source
                .get("registry")
                .and_then(Item::as_str)
                .is_some_and(|own| own.trim_end_matches('/') == address.trim_end_matches('/'))
        });
        names.find_map(|(name, _)| self.text(&["source", name, "replace-with"]))
    }

    /// The files that were read, the nearest first.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(file, _)| file.as_path())
    }

    /// The folders of crates that stand in the place of others: `paths`, and `[patch]` by path. They
    /// count from the folder above the one in which the file lies.
    pub fn overrides(&self) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        for (file, document) in &self.files {
            let base = file.parent().and_then(Path::parent).unwrap_or(Path::new(""));
            let paths = document.get("paths").and_then(Item::as_array).into_iter().flatten();
            folders.extend(paths.filter_map(Value::as_str).map(|path| base.join(path)));
            let patches = document.get("patch").and_then(Item::as_table_like);
            let patches = patches.into_iter().flat_map(TableLike::iter);
            let entries = patches.filter_map(|(_, patch)| patch.as_table_like()).flat_map(TableLike::iter);
            let path = entries.filter_map(|(_, entry)| entry.get("path")?.as_str());
            folders.extend(path.map(|path| base.join(path)));
        }
        folders
    }

    /// The words that an alias stands for.
    pub fn alias(&self, word: &str) -> Option<Vec<String>> {
        self.words(&["alias", word]).map(|(words, _)| words)
    }

    /// A setting of several words, a list or one text, and what names it.
    pub fn words(&self, keys: &[&str]) -> Option<(Vec<String>, Option<Provenance>)> {
        let split = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        if let Some((text, variable)) = self.variable(keys) {
            return Some((split(text), Some(Provenance::Variable(variable))));
        }
        self.items(keys).find_map(|(file, item)| {
            let words = match item.as_str() {
                Some(text) => split(text),
                None => {
                    item.as_array()?.iter().map(|w| w.as_str().map(str::to_owned)).collect::<Option<_>>()?
                }
            };
            Some((words, Some(Provenance::File(file.to_owned()))))
        })
    }

    /// The name of the registry whose index is the one looked for. Names that the environment gives go
    /// before those of files.
    pub fn registry_at(&self, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let variables = self.environment.iter().filter_map(|(variable, index)| {
            let name = variable.strip_prefix("CARGO_REGISTRIES_")?.strip_suffix("_INDEX")?;
            is_it(index).then(|| name.to_ascii_lowercase())
        });
        let tables = self.items(&["registries"]).filter_map(|(_, item)| item.as_table_like());
        let tables = tables.flat_map(TableLike::iter).filter_map(|(name, registry)| {
            registry.get("index")?.as_str().filter(|index| is_it(index)).map(|_| name.to_owned())
        });
        // By the strongest setting of its name, which another file may have changed.
        let holds = |name: &String| self.text(&["registries", name, "index"]).is_some_and(|(i, _)| is_it(&i));
        variables.chain(tables).find(holds)
    }

    /// The folder from which a path in a setting counts: the one above that of its file, and for
    /// others the working folder.
    pub fn base<'p>(from: Option<&'p Provenance>, folder: &'p Path) -> &'p Path {
        match from {
            Some(Provenance::File(file)) => file.parent().and_then(Path::parent).unwrap_or(folder),
            _ => folder,
        }
    }

    fn variable(&self, keys: &[&str]) -> Option<(&'a str, String)> {
        let words: Vec<String> =
            keys.iter().map(|key| key.to_ascii_uppercase().replace(['-', '.'], "_")).collect();
        let variable = format!("CARGO_{}", words.join("_"));
        Some((self.environment.get(&variable)?, variable))
    }

    fn items(&self, keys: &[&str]) -> impl Iterator<Item = (&Path, &Item)> {
        self.files.iter().filter_map(move |(file, document)| {
            let item = keys.iter().try_fold(document.as_item(), |item: &Item, key| item.get(key))?;
            Some((file.as_path(), item))
        })
    }
}

/// The paths of `include`: one, or a list; each a text, or a table with `path`.
fn included(item: &Item) -> Vec<String> {
    let one = |value: &Value| {
        let path = value.as_str().or_else(|| value.as_inline_table()?.get("path")?.as_str());
        path.map(str::to_owned)
    };
    if let Some(array) = item.as_array() {
        return array.iter().filter_map(one).collect();
    }
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().filter_map(|table| Some(table.get("path")?.as_str()?.to_owned())).collect();
    }
    let table = item.as_table_like().and_then(|table| table.get("path")?.as_str());
    item.as_str().or(table).map(str::to_owned).into_iter().collect()
}

/// `None` where there is no such file.
fn read(file: &Path) -> Result<Option<DocumentMut>, String> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
                return Ok(None);
            }
            _ => return Err(error.to_string()),
        },
    };
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    // The message alone: with its context it would quote the line, which may hold a secret.
    text.parse().map(Some).map_err(|error: toml_edit::TomlError| error.message().to_owned())
}
