//! Reads the clients' command lines: whether one can install, and what it would.
//!
//! What the clients understand stands in tables (`clients/`, `pip.rs`, `npm/tables.rs`, `cargo.rs`).
//! `grammar/` holds the ways in which their parsers take arguments apart, and `table.rs` what the tables'
//! words mean: another client of a kind that is known is another table. Nothing here reads a file or the
//! environment: the files that a command line names are given back to be read.
//!
//! ```
//! use phantom_guard::command::{Client, Plan, parse};
//!
//! let args = ["install", "-r", "requirements.txt", "reqeusts==2"].map(Into::into);
//! let Plan::Install(install) = parse(Client::Pip, &args) else { panic!("pip install installs") };
//! assert_eq!(install.dependencies[0].name.spelling(), "reqeusts");
//! assert_eq!(install.files[0].to_str(), Some("requirements.txt")); // for manifest::read
//! assert_eq!(parse(Client::Pip, &["list".into()]), Plan::PassThrough);
//! ```
//!
//! Not covered: options and names that come from the environment (`PIP_REQUIREMENT`), and what a
//! script that the client runs may install in its turn.

mod alias;
mod cargo;
mod client;
mod clients;
mod grammar;
mod npm;
mod pip;
mod plan;
mod python;
mod resolution;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use client::{Client, parse};
pub use plan::{IndexArgs, Install, Plan, Project};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    alias::expand_cargo_alias,
    plan::{Named, Resolution},
};
