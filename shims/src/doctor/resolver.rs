//! Names that only a client's resolver reaches: a project without a lockfile asks for an honest name, and that
//! one brings the reserved one along.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use phantom_guard::command::Client;
use phantom_guard::policy::RESERVED_NAME;

use super::clients::install;
use super::probe::{Probe, Seen};
use super::stand_in::{HONEST, StandIn};
use super::{Row, State};
use crate::gate::is_relayed;
use crate::shims::{CLIENTS, Place, reached};

const ROUTE: &str = "resolver";

/// What to do where a resolver is not followed.
const INSTEAD: &str = "install from a lockfile, or scan it afterwards: phantom scan";

/// Variables of the clients' own that would lead them elsewhere than to the stand-in.
const WITHOUT: [&str; 10] = [
    "BUN_CONFIG_REGISTRY",
    "UV_EXTRA_INDEX_URL",
    "YARN_REGISTRY",
    "UV_OFFLINE",
    "UV_INDEX_URL",
    "UV_INDEX",
    "PIP_NO_INDEX",
    "PIP_NO_BINARY",
    "PIP_REQUIRE_VIRTUALENV",
    "NODE_OPTIONS",
];

/// Variables that keep a client at the stand-in, and from fetching itself or a Python.
const SETTINGS: [(&str, &str); 9] = [
    ("npm_config_audit", "false"),
    ("npm_config_fund", "false"),
    ("YARN_ENABLE_TELEMETRY", "0"),
    ("COREPACK_ENABLE_NETWORK", "0"),
    ("UV_NO_CONFIG", "1"),
    ("UV_PYTHON_DOWNLOADS", "never"),
    ("UV_HTTP_RETRIES", "0"),
    ("NO_PROXY", "127.0.0.1"),
    ("no_proxy", "127.0.0.1"),
];

/// Variables that name folders and files of the user's, which get one of the probe's.
const FOLDERS: [&str; 10] = [
    "BUN_INSTALL_CACHE_DIR",
    "UV_TOOL_DIR",
    "PHANTOM_CACHE_DIR",
    "npm_config_userconfig",
    "npm_config_store_dir",
    "npm_config_cache_dir",
    "pnpm_config_store_dir",
    "pnpm_config_cache_dir",
    "YARN_GLOBAL_FOLDER",
    "UV_CACHE_DIR",
];

/// A row for each client whose resolver is followed, and one for the others.
pub(super) fn rows(place: &Place, probe: &Probe) -> Vec<Row> {
    let has = |name: &&str| reached(name, &place.own).real.is_some();
    let stand_in = StandIn::start();
    let mut rows = Vec::new();
    let mut others = Vec::new();
    for name in CLIENTS.into_iter().filter(has) {
        match (Client::from_name(name), &stand_in) {
            (Some(Client::Cargo), _) => rows.push(of_cargo(place, probe)),
            (Some(client), Err(error)) if client == Client::Uv || is_relayed(client) => {
                let why = format!("nothing can listen on 127.0.0.1 ({error})");
                rows.push(Row::new(ROUTE, name, State::NotCovered, why).advising(INSTEAD));
            }
            (Some(Client::Uv), Ok(stand_in)) => {
                rows.push(of_uv(place, probe, stand_in));
                let words = ["uv", "pip", "install", "--target", "lib", HONEST];
                rows.push(of_relay("uv pip", &words, place, probe, stand_in));
            }
            (Some(client), Ok(stand_in)) if is_relayed(client) => {
                let words = [vec![name], install(name, HONEST)].concat();
                rows.push(of_relay(name, &words, place, probe, stand_in));
            }
            (Some(_), _) => others.push(name),
            (None, _) => {}
        }
    }
    if !others.is_empty() {
        let why = "names that no lockfile has are seen only once they stand in one";
        rows.push(Row::new(ROUTE, &others.join(", "), State::NotCovered, why).advising(INSTEAD));
    }
    rows
}

/// Installs the honest package by a client that the relay stands before.
fn of_relay(name: &str, words: &[&str], place: &Place, probe: &Probe, stand_in: &StandIn) -> Row {
    let tried = || {
        let folder = probe.folder().join("resolver").join(name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
        if name.starts_with("yarn") {
            // Makes it a project of its own.
            fs::write(folder.join("yarn.lock"), "# yarn lockfile v1\n")?;
        }
        let mut command = command(place, probe, stand_in);
        command.args(words).current_dir(folder);
        probe.run(command, "")
    };
    let is_asked =
        |path: &String| path.contains(RESERVED_NAME) || path.contains(&RESERVED_NAME.replace('-', "_"));
    judged(name, tried(), stand_in, is_asked, "refused before a byte about it was fetched")
}

/// Locks a project that depends on the honest package. uv reads what is said of a package, and no package.
fn of_uv(place: &Place, probe: &Probe, stand_in: &StandIn) -> Row {
    let tried = || {
        let folder = probe.folder().join("resolver/uv");
        fs::create_dir_all(&folder)?;
        let project = format!(
            "[project]\nname = \"phantom-doctor\"\nversion = \"1.0.0\"\nrequires-python = \">=3.8\"\n\
             dependencies = [\"{HONEST}\"]\n"
        );
        fs::write(folder.join("pyproject.toml"), project)?;
        let mut command = command(place, probe, stand_in);
        command.args(["uv", "lock"]).current_dir(folder);
        probe.run(command, "")
    };
    let is_fetched =
        |path: &String| path.contains(&RESERVED_NAME.replace('-', "_")) && path.ends_with(".whl");
    judged("uv", tried(), stand_in, is_fetched, "refused before it was locked or fetched")
}

/// `phantom`, in surroundings where every client asks the stand-in.
fn command(place: &Place, probe: &Probe, stand_in: &StandIn) -> Command {
    let mut command = probe.command(&place.own);
    command.args(["--allow", HONEST]).envs(SETTINGS);
    command.envs(FOLDERS.map(|name| (name, probe.folder().join(name))));
    command.envs(["PIP_INDEX_URL", "UV_DEFAULT_INDEX"].map(|name| (name, stand_in.pypi())));
    command.envs(["npm_config_registry", "YARN_NPM_REGISTRY_SERVER"].map(|name| (name, stand_in.npm())));
    for name in WITHOUT {
        command.env_remove(name);
    }
    command
}

/// What an attempt shows. `is_asked` tells the requests that must not come.
fn judged(
    name: &str,
    seen: io::Result<Seen>,
    stand_in: &StandIn,
    is_asked: impl Fn(&String) -> bool,
    holds: &str,
) -> Row {
    let asked = stand_in.take_asked();
    let row = |state: State, why: String| Row::new(ROUTE, name, state, why);
    let seen = match seen {
        Ok(seen) => seen,
        Err(error) => return row(State::NotCovered, format!("not tried: {error}")),
    };
    match (seen.is_refusal(), seen.code) {
        _ if asked.iter().any(is_asked) => {
            row(State::Fails, "a registry was asked about it before it was judged".to_owned())
                .advising(INSTEAD)
        }
        (Ok(()), _) => row(State::Covered, holds.to_owned()),
        (Err(why), Some(0)) => row(State::Fails, why).advising(INSTEAD),
        // Phantom says so itself where it cannot be before a client's registry.
        _ if let Some(note) = seen.stderr.lines().find(|line| line.ends_with("are not checked")) => {
            row(State::NotCovered, note.trim_start_matches("note").trim_start_matches(':').trim().to_owned())
                .advising(INSTEAD)
        }
        (Err(why), code) => {
            let failed =
                |code| format!("failed before it got there (exit code {code}): {}", seen.last_words());
            row(State::NotCovered, code.map_or(why, failed)).advising("see whether it runs without Phantom")
        }
    }
}

fn of_cargo(place: &Place, probe: &Probe) -> Row {
    let row = |state: State, why: String| Row::new(ROUTE, "cargo", state, why);
    match cargo(place, probe).map(|seen| (seen.code, seen.is_refusal())) {
        Ok((_, Ok(()))) => row(State::Covered, "refused before a crate was fetched".to_owned()),
        // Held: nothing is installed, and nothing is shown by it.
        Ok((Some(3), _)) => row(State::NotCovered, "cargo resolves nothing here: not tried".to_owned())
            .advising("see what `cargo --version` says"),
        Ok((_, Err(why))) => row(State::Fails, why).advising(INSTEAD),
        Err(error) => row(State::NotCovered, format!("not tried: {error}")),
    }
}

/// Builds a project whose only dependency brings the reserved name, from crates in a folder.
fn cargo(place: &Place, probe: &Probe) -> io::Result<Seen> {
    let folder = probe.folder().join("resolver");
    prepare(&folder)?;
    let mut command = probe.command(&place.own);
    command
        .args(["--allow", HONEST, "cargo", "build"])
        .current_dir(folder.join("project"))
        .env("CARGO_HOME", folder.join("home"));
    probe.run(command, "")
}

fn prepare(folder: &Path) -> io::Result<()> {
    let write = |path: &str, text: String| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)
    };
    let manifest = |name: &str, needs: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2021\"\n\n[dependencies]\n{needs}"
        )
    };
    let crates = folder.join("crates");
    write(
        "home/config.toml",
        format!(
            "[source.crates-io]\nreplace-with = \"folder\"\n\n[source.folder]\ndirectory = {:?}\n",
            crates.to_string_lossy()
        ),
    )?;
    for (name, needs) in [(HONEST, format!("{RESERVED_NAME} = \"1\"\n")), (RESERVED_NAME, String::new())] {
        write(&format!("crates/{name}/Cargo.toml"), manifest(name, &needs))?;
        write(&format!("crates/{name}/.cargo-checksum.json"), "{\"files\":{}}".to_owned())?;
        write(&format!("crates/{name}/src/lib.rs"), String::new())?;
    }
    write("project/Cargo.toml", manifest("phantom-doctor", &format!("{HONEST} = \"1\"\n")))?;
    write("project/src/lib.rs", String::new())
}
