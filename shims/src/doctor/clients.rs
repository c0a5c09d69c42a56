//! The clients themselves: called through Phantom, by their names, and by ways that lead past both.

use phantom_guard::command;
use phantom_guard::policy::RESERVED_NAME;

use super::probe::{Probe, is_on_path};
use super::{Row, State};
use crate::shims::{CLIENTS, Client, Place, Record, Standing, clients, reached};

/// Installers that Phantom knows by name only.
const OTHERS: [&str; 8] = ["conda", "mamba", "micromamba", "pixi", "deno", "hatch", "rye", "easy_install"];

/// The words with which a client would install a package.
pub(super) fn install<'a>(client: &str, package: &'a str) -> Vec<&'a str> {
    let before: &[&str] = match client {
        "npx" => &["--yes"],
        "corepack" => &["pnpm", "add"],
        "pnpx" | "pnx" | "bunx" | "uvx" => &[],
        "pnpm" | "pn" | "yarn" | "yarnpkg" | "bun" | "poetry" | "pdm" => &["add"],
        "uv" => &["pip", "install"],
        name if name.starts_with("python") => &["-m", "pip", "install"],
        _ => &["install"],
    };
    [before, &[package]].concat()
}

/// `phantom CLIENT …`, for every client that is on PATH.
pub(super) fn wrapped(place: &Place, probe: &Probe) -> Vec<Row> {
    const ROUTE: &str = "phantom CLIENT";
    let on_path =
        CLIENTS.into_iter().chain(["corepack", "python3"]).chain(OTHERS).filter(|name| is_on_path(name));
    let row = |name: &str| {
        if command::Client::from_name(name).is_none() {
            let why = "Phantom does not read its command lines";
            return Row::new(ROUTE, name, State::NotCovered, why)
                .advising("scan its lockfile before you install");
        }
        // A shim without a client behind it would be said to be missing.
        if reached(name, &place.own).real.is_none() {
            return Row::new(ROUTE, name, State::NotCovered, "there is a shim and no client");
        }
        let mut command = probe.command(&place.own);
        command.arg(name).args(install(name, RESERVED_NAME));
        match probe.is_refused(command) {
            Ok(()) => Row::new(ROUTE, name, State::Covered, "refused before the client ran"),
            Err(why) => Row::new(ROUTE, name, State::Fails, why).advising(format!(
                "run `phantom {name} {}` and see what it says",
                install(name, RESERVED_NAME).join(" ")
            )),
        }
    };
    on_path.map(row).collect()
}

/// The clients by their names, as scripts and agents call them.
pub(super) fn shims(place: &Place, probe: &Probe) -> Vec<Row> {
    const ROUTE: &str = "shim";
    let record = Record::of(&place.folder);
    let clients = clients(place, &record);
    let is_installed = Record::is_in(&place.folder) || clients.iter().any(|client| client.reached.has_shim);
    if !is_installed {
        let why = "no shims are installed: scripts and agents that call a client by its name go past Phantom";
        return vec![Row::new(ROUTE, "", State::NotCovered, why).advising("phantom shims install --profile")];
    }
    let first = || format!("put the shims first on PATH: {}", place.line());
    let row = |client: Client| {
        let name = client.name.as_str();
        let (standing, what) = (client.standing, client.words(place).1);
        let row = |state: State, why: String| Row::new(ROUTE, name, state, why);
        match standing {
            _ if name.starts_with("python") => None,
            Standing::NoClient => None,
            Standing::Covered | Standing::Outdated => {
                let words = [vec![name], install(name, RESERVED_NAME)].concat();
                Some(match probe.is_refused(probe.by_shell(&words)) {
                    Ok(()) if standing == Standing::Outdated => {
                        row(State::Covered, what).advising("phantom shims install, which renews it")
                    }
                    Ok(()) => row(State::Covered, "refused before the client ran".to_owned()),
                    Err(why) => row(State::Fails, why).advising("phantom shims install"),
                })
            }
            Standing::Before => Some(row(State::Fails, what).advising(first())),
            Standing::NoShim if record.shims.contains_key(name) => {
                Some(row(State::Fails, what).advising(first()))
            }
            Standing::NoShim => Some(row(State::NotCovered, what).advising("phantom shims install")),
        }
    };
    clients.into_iter().filter_map(row).collect()
}

/// `python -m pip`.
pub(super) fn python(place: &Place, probe: &Probe) -> Vec<Row> {
    const ROUTE: &str = "python -m pip";
    let pythons = ["python3", "python"].into_iter().filter(|name| is_on_path(name));
    let row = |name: &str| {
        if !reached(name, &place.own).guarded {
            let why = format!("`{name} -m pip` goes past the shims");
            return Row::new(ROUTE, name, State::NotCovered, why)
                .advising("phantom shims install --python, or an agent hook");
        }
        let words = [vec![name], install(name, RESERVED_NAME)].concat();
        match probe.is_refused(probe.by_shell(&words)) {
            Ok(()) => Row::new(ROUTE, name, State::Covered, "refused before Python ran"),
            Err(why) => Row::new(ROUTE, name, State::Fails, why).advising("phantom shims install --python"),
        }
    };
    pythons.map(row).collect()
}

/// The pip of an environment that is activated, which puts its own folder before the shims.
pub(super) fn environment(place: &Place, probe: &Probe) -> Vec<Row> {
    const ROUTE: &str = "activated environment";
    let again = || format!("after activating: {}", place.line());
    let active = place.environment_root();
    let Some(root) = active else {
        let why = "none is active; one that is activated puts its own pip before the shims";
        return vec![Row::new(ROUTE, "pip", State::NotCovered, why).advising(again())];
    };
    let pip = reached("pip", &place.own);
    let row = |state: State, why: String| Row::new(ROUTE, "pip", state, why);
    vec![match &pip.real {
        Some(real) if pip.guarded && real.starts_with(&root) => {
            match probe.is_refused(probe.by_shell(&[vec!["pip"], install("pip", RESERVED_NAME)].concat())) {
                Ok(()) => row(State::Covered, format!("the shim is before {}", real.display())),
                Err(why) => row(State::Fails, why).advising("phantom shims install"),
            }
        }
        Some(real) if real.starts_with(&root) => {
            row(State::NotCovered, format!("{} is reached first", real.display())).advising(again())
        }
        _ => row(State::NotCovered, format!("{} has no pip of its own", root.display())),
    }]
}

/// What no shim can stand before.
pub(super) fn full_path(_: &Place, _: &Probe) -> Vec<Row> {
    let why = "/usr/bin/pip and the like go past the shims";
    vec![Row::new("full path", "", State::NotCovered, why).advising("an agent hook reads full paths too")]
}
