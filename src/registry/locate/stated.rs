//! The default that a client states, which takes a quarter of a second or more and is remembered.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Environment, IndexRoot};
use crate::cache::write_private;
use crate::command::Client;
use crate::registry::process;

const PATIENCE: Duration = Duration::from_secs(10);
const FILE: &str = "clients.json";
const VERSION: u32 = 1;

/// What was remembered, by the client's path.
#[derive(Serialize, Deserialize, Default)]
struct Remembered {
    version: u32,
    clients: BTreeMap<String, Statement>,
}

/// A client's statement, and by what one can tell that it is still the same client.
#[derive(Serialize, Deserialize, PartialEq, Clone)]
struct Statement {
    modified_ns: u64,
    size: u64,
    registry: String,
}

/// Asks the client for the registry that it installs from without any settings.
pub(super) fn ask(
    tool: Client,
    client: &Path,
    environment: &Environment,
    cache: Option<&Path>,
) -> Result<String, String> {
    let metadata = std::fs::metadata(client).map_err(|error| error.to_string())?;
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified_ns = modified.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    let file = cache.map(|folder| folder.join(FILE));
    let key = client.to_string_lossy();
    let mut remembered = file.as_deref().map(recall).unwrap_or_default();
    if let Some(known) = remembered.clients.get(key.as_ref())
        && (known.modified_ns, known.size) == (modified_ns, metadata.len())
    {
        return Ok(known.registry.clone());
    }
    let registry = stated(tool, client, environment)?;
    let registry = registry.filter(|text| IndexRoot::parse(text).is_ok()).ok_or("it names no address")?;
    if let Some(file) = file {
        remembered.version = VERSION;
        let statement = Statement { modified_ns, size: metadata.len(), registry: registry.clone() };
        remembered.clients.insert(key.into_owned(), statement);
        // Not remembering costs the next run a quarter of a second, and is no failure of this one.
        if let Ok(json) = serde_json::to_vec_pretty(&remembered) {
            let _ = write_private(&file, &json);
        }
    }
    Ok(registry)
}

/// What each client is asked, and how it answers. One that cannot state a default is not asked.
fn stated(tool: Client, client: &Path, environment: &Environment) -> Result<Option<String>, String> {
    // `python -m pip` is Python's program.
    let module = (Client::from_program(client) == Some(Client::Python)).then(|| ["-m", tool.name()]);
    let ask = |words: &[&str], own: &str| {
        let words: Vec<&str> = module.iter().flatten().chain(words).copied().collect();
        run(client, &words, own, environment)
    };
    let last_line =
        |text: String| text.lines().map(str::trim).rfind(|line| !line.is_empty()).map(str::to_owned);
    Ok(match tool {
        Client::Pip => default_in_help(&ask(&["install", "--help"], "PIP_")?),
        Client::Uv => uv_default(&ask(&["help", "add"], "UV_")?),
        Client::Npm => last_line(ask(&["config", "get", "registry"], "npm_config_")?),
        Client::Pnpm => last_line(ask(&["config", "get", "registry"], "pnpm_config_")?),
        // yarn 1 does not know the first and later versions not the second.
        Client::Yarn => ask(&["config", "get", "npmRegistryServer"], "YARN_")
            .ok()
            .and_then(last_line)
            .filter(|text| IndexRoot::parse(text).is_ok())
            .or(last_line(ask(&["config", "get", "registry"], "YARN_")?)),
        _ => None,
    })
}

/// The default in uv's help: `(by default: <ADDRESS>)` behind the option.
fn uv_default(help: &str) -> Option<String> {
    let (_, behind) = help.split_once("--default-index").or_else(|| help.split_once("--index-url"))?;
    let words: String = behind.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, default) = words.split_once("by default: <").or_else(|| words.split_once("defaults to <"))?;
    Some(default.split('>').next()?.to_owned())
}

/// A file that cannot be read, or of another version, is the same as none.
fn recall(file: &Path) -> Remembered {
    let remembered = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    remembered.filter(|known: &Remembered| known.version == VERSION).unwrap_or_default()
}

/// The default of `--index-url` in pip's help: `(default ADDRESS)` behind the option, before the next.
fn default_in_help(help: &str) -> Option<String> {
    let (_, behind) = help.split_once("--index-url")?;
    let description = behind.split("\n  -").next()?;
    let words: String = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, default) = words.split_once("(default")?;
    let address = default.split(')').next()?.trim_start_matches(':');
    Some(address.trim().to_owned()).filter(|address| !address.is_empty())
}

/// Runs the client without any setting of its own, in a folder that is no project, and gives what it
/// printed.
fn run(client: &Path, arguments: &[&str], own: &str, environment: &Environment) -> Result<String, String> {
    let neutral = neutral_folder();
    let mut command = Command::new(client);
    command.args(arguments).current_dir(&neutral).env_clear();
    let is_own = |name: &str| name.get(..own.len()).is_some_and(|start| start.eq_ignore_ascii_case(own));
    command.envs(environment.iter().filter(|(name, _)| !is_own(name)));
    // Neither client reads a file of settings then; the wide line keeps pip's help from being wrapped.
    let nowhere = neutral.join("phantom-no-such-file");
    command.env("PIP_CONFIG_FILE", if cfg!(windows) { "nul" } else { "/dev/null" }).env("COLUMNS", "400");
    // A corepack in yarn's or pnpm's place fetches nothing for this.
    command.env("COREPACK_ENABLE_NETWORK", "0").env("UV_NO_CONFIG", "1");
    command.env("npm_config_userconfig", nowhere.with_extension("user"));
    command.env("npm_config_globalconfig", nowhere.with_extension("global"));
    process::output(&mut command, "", PATIENCE)
}

/// The root of the file system is no project, and is there on every machine.
fn neutral_folder() -> PathBuf {
    let temporary = std::env::temp_dir();
    temporary.ancestors().last().map_or_else(|| PathBuf::from("/"), Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_found_in_pip_s_help() {
        let help = "\nPackage Index Options:\n  -i, --index-url <url>       Base URL of the Python Package Index (default\n                              https://registry.example/simple). This should point\n                              to a repository.\n  --extra-index-url <url>     Extra URLs (default https://other.example/).\n";
        assert_eq!(default_in_help(help).as_deref(), Some("https://registry.example/simple"));
        let without = "  -i, --index-url <url>   Base URL.\n  --timeout <sec>   Time (default 15).\n";
        assert_eq!(default_in_help(without), None);
        assert_eq!(default_in_help("usage: something else"), None);
    }
}
