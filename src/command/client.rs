//! The clients whose command lines are read, as one table.

use std::ffi::OsString;
use std::path::Path;

use super::clients::{bun, pdm, pipenv, pipx, pnpm, poetry, uv, yarn};
use super::plan::Plan;
use super::table::{self, Grammar};
use super::{cargo, npm, pip, python};
use crate::package::Ecosystem;

/// A package manager whose command lines can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Client {
    /// `pip`, `pip3`, `pip3.11`.
    Pip,
    /// `python`, `python3`, `python3.11`, `py`, which reach pip and others by `-m`.
    Python,
    /// `uv`.
    Uv,
    /// `uvx`, which is `uv tool run`.
    Uvx,
    /// `pipx`.
    Pipx,
    /// `poetry`.
    Poetry,
    /// `pdm`.
    Pdm,
    /// `pipenv`.
    Pipenv,
    /// `npm`.
    Npm,
    /// `npx`.
    Npx,
    /// `pnpm`, `pn`.
    Pnpm,
    /// `pnpx`, `pnx`, which are `pnpm dlx`.
    Pnpx,
    /// `yarn`, `yarnpkg`: yarn 1 and later ones.
    Yarn,
    /// `bun`.
    Bun,
    /// `bunx`, which is `bun x`.
    Bunx,
    /// `corepack`, which runs pnpm, yarn and npm.
    Corepack,
    /// `cargo`.
    Cargo,
}

/// How a client's arguments are read.
enum Parser {
    /// By a table, behind words that the client's name stands for.
    Table(&'static Grammar, &'static [&'static str]),
    /// By its own rules.
    Own(fn(&[OsString]) -> Plan),
}

/// What is to be known of a client before its arguments.
struct Entry {
    client: Client,
    /// Its programs' names, apart by spaces; the first is the one to speak of.
    names: &'static str,
    ecosystem: Ecosystem,
    parser: Parser,
}

const fn entry(client: Client, names: &'static str, ecosystem: Ecosystem, parser: Parser) -> Entry {
    Entry { client, names, ecosystem, parser }
}

static CLIENTS: [Entry; 17] = {
    use Client as C;
    use Ecosystem::{Crates, Npm, PyPi};
    use Parser::{Own, Table};
    [
        entry(C::Pip, "pip", PyPi, Own(pip::plan)),
        entry(C::Python, "python pythonw py pypy", PyPi, Own(python::plan)),
        entry(C::Uv, "uv", PyPi, Table(&uv::UV, &[])),
        entry(C::Uvx, "uvx", PyPi, Table(&uv::UV, &["tool", "run"])),
        entry(C::Pipx, "pipx", PyPi, Table(&pipx::PIPX, &[])),
        entry(C::Poetry, "poetry", PyPi, Table(&poetry::POETRY, &[])),
        entry(C::Pdm, "pdm", PyPi, Table(&pdm::PDM, &[])),
        entry(C::Pipenv, "pipenv", PyPi, Table(&pipenv::PIPENV, &[])),
        entry(C::Npm, "npm", Npm, Own(npm::plan)),
        entry(C::Npx, "npx", Npm, Own(npm::npx::plan)),
        entry(C::Pnpm, "pnpm pn", Npm, Table(&pnpm::PNPM, &[])),
        entry(C::Pnpx, "pnpx pnx", Npm, Table(&pnpm::PNPM, &["dlx"])),
        entry(C::Yarn, "yarn yarnpkg", Npm, Table(&yarn::YARN, &[])),
        entry(C::Bun, "bun", Npm, Table(&bun::BUN, &[])),
        entry(C::Bunx, "bunx", Npm, Table(&bun::BUN, &["x"])),
        entry(C::Corepack, "corepack", Npm, Table(&pnpm::COREPACK, &[])),
        entry(C::Cargo, "cargo", Crates, Own(cargo::plan)),
    ]
};

/// Clients that install and are not read: they are named so that nobody takes them for covered.
const NOT_COVERED: &[&str] = &[
    "conda",
    "mamba",
    "micromamba",
    "pixi",
    "deno",
    "hatch",
    "rye",
    "easy_install",
    "cargo-binstall",
    "volta",
    "cross",
    "mise",
];

impl Client {
    /// Every client.
    pub fn all() -> impl Iterator<Item = Self> {
        CLIENTS.iter().map(|entry| entry.client)
    }

    fn entry(self) -> &'static Entry {
        let found = CLIENTS.iter().find(|entry| entry.client == self);
        // Every client is in the table, as a test holds; the first stands in for none.
        found.unwrap_or(&CLIENTS[0])
    }

    /// The client that a program's name stands for, versions included.
    pub fn from_name(name: &str) -> Option<Self> {
        let name =
            [".exe", ".cmd", ".bat", ".ps1"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        let exact = |name: &str| {
            CLIENTS
                .iter()
                .find(|entry| entry.names.split(' ').any(|own| own == name))
                .map(|entry| entry.client)
        };
        exact(name).or_else(|| {
            // `python3.13t` is the one without the lock.
            let version = name.strip_suffix('t').filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
            let base = version.unwrap_or(name).trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            exact(base).filter(|client| matches!(client, Self::Pip | Self::Python))
        })
    }

    /// The client in a package of its name, with a version or without: `pnpm@9`.
    pub(super) fn of_package(package: &str) -> Option<Self> {
        Self::from_name(package.split_once(['@', '=', '[']).map_or(package, |(name, _)| name))
    }

    /// The client that a path or a name leads to.
    pub fn from_program(program: &Path) -> Option<Self> {
        Self::from_name(program.file_name()?.to_str()?)
    }

    /// Whether the name is a client's that can install and that Phantom does not read.
    pub fn is_not_covered(name: &str) -> bool {
        NOT_COVERED.contains(&name)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        self.entry().names.split(' ').next().unwrap_or_default()
    }

    /// Whose packages it installs.
    pub fn ecosystem(self) -> Ecosystem {
        self.entry().ecosystem
    }
}

#[cfg(test)]
impl Client {
    /// The client's table and the words that its name stands for, where it has one.
    pub(super) fn table(self) -> Option<(&'static Grammar, &'static [&'static str])> {
        match self.entry().parser {
            Parser::Table(grammar, words) => Some((grammar, words)),
            Parser::Own(_) => None,
        }
    }
}

/// Clients within clients (`poetry run python -m pip …`): more than anybody writes, and an end for a line
/// of nothing else.
const MOST_NESTED: usize = 64;

/// Reads a client's arguments, without the client's own name.
pub fn parse(client: Client, args: &[OsString]) -> Plan {
    // Each level has the name of its client among the words.
    let is_client = |arg: &&OsString| {
        let text = arg.to_string_lossy();
        let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
        Client::of_package(name).is_some()
    };
    if args.iter().filter(is_client).nth(MOST_NESTED).is_some() {
        return Plan::not_understood(
            "it names more package managers than can be followed: run them one by one",
        );
    }
    match &client.entry().parser {
        Parser::Own(plan) => plan(args),
        Parser::Table(grammar, []) => table::plan(grammar, args),
        Parser::Table(grammar, words) => {
            let words = words.iter().map(OsString::from).chain(args.iter().cloned());
            table::plan(grammar, &words.collect::<Vec<_>>())
        }
    }
}
