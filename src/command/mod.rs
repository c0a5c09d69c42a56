//! Reads the clients' command lines: whether one can install, and what it would.
//!
//! What the clients understand stands in tables (`clients/`, `pip.rs`, `npm/tables.rs`, `cargo.rs`).
//! `grammar/` holds the ways in which their parsers take arguments apart, and `table.rs` what the tables'
//! words mean: another client of a kind that is known is another table. Nothing here reads a file or the
//! environment: the files that a command line names are given back to be read.
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

pub use alias::expand_cargo_alias;
pub use client::{Client, parse};
pub use plan::{IndexArgs, Install, Named, Plan, Project, Resolution};
