//! Reads the clients' command lines: whether one can install, and what it would.
//!
//! What the clients understand stands in tables (`pip.rs`, `npm/tables.rs`, `cargo.rs`), and
//! `grammar.rs` holds the three ways in which their parsers take arguments apart. Nothing here reads
//! a file or the environment: the files that a command line names are given back to be read.
//!
//! Not covered: options and names that come from the environment (`PIP_REQUIREMENT`), and what a
//! script that the client runs may install in its turn.

mod alias;
mod cargo;
mod grammar;
mod npm;
mod pip;
mod plan;
mod resolution;
#[cfg(test)]
mod tests;

use std::ffi::OsString;

pub use alias::expand_cargo_alias;
pub use plan::{IndexArgs, Install, Plan, Project, Resolution};

use crate::package::Ecosystem;

/// A package manager whose command lines can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// `pip`, `pip3`, `pip3.11`.
    Pip,
    /// `python`, `python3`, `python3.11`, which reach pip by `-m pip`.
    Python,
    /// `npm`.
    Npm,
    /// `npx`.
    Npx,
    /// `cargo`.
    Cargo,
}

/// Clients that install and are not read yet: they are named so that nobody takes them for covered.
const NOT_COVERED: &[&str] = &[
    "uv", "uvx", "pipx", "poetry", "pdm", "pipenv", "conda", "mamba", "pnpm", "pnpx", "yarn", "yarnpkg",
    "bun", "bunx", "deno",
];

impl Client {
    /// The client that a program's name stands for, versions included.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix(".exe").unwrap_or(name);
        let base = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        match base {
            "pip" => Some(Self::Pip),
            "python" => Some(Self::Python),
            "npm" if base == name => Some(Self::Npm),
            "npx" if base == name => Some(Self::Npx),
            "cargo" if base == name => Some(Self::Cargo),
            _ => None,
        }
    }

    /// Whether the name is a client's that can install and that Phantom does not read yet.
    pub fn is_not_covered(name: &str) -> bool {
        NOT_COVERED.contains(&name)
    }

    /// Whose packages it installs.
    pub const fn ecosystem(self) -> Ecosystem {
        match self {
            Self::Pip | Self::Python => Ecosystem::PyPi,
            Self::Npm | Self::Npx => Ecosystem::Npm,
            Self::Cargo => Ecosystem::Crates,
        }
    }
}

/// Reads a client's arguments, without the client's own name.
pub fn parse(client: Client, args: &[OsString]) -> Plan {
    match client {
        Client::Pip => pip::plan(args),
        Client::Python => pip::plan_python(args),
        Client::Npm => npm::plan(args),
        Client::Npx => npm::npx::plan(args),
        Client::Cargo => cargo::plan(args),
    }
}
