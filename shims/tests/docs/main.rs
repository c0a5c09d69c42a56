//! What the book (docs/) and the README say is held to what is so: every command in them is run, what they
//! show of a run is what the run shows, their settings are read as settings, and their links lead somewhere.
//!
//! A block of commands (`sh`, or `console` with a prompt `$ ` and what is printed) is run line by line in one shell,
//! in a project of its own, with the real clients and a stand-in registry (`project.rs`). A comment above the block
//! says what is not usual:
//!
//! - `<!-- run: project=first-look exit=0,1 -->`: in this project (`project.rs` has them); with these exit codes, of
//!   which the last one counts for all further lines.
//! - `<!-- run: shims -->`: with shims before the clients.
//! - `<!-- run: needs=WORD -->`: as soon as Phantom's help has that word.
//! - `<!-- not run: WHY -->`: not at all, for a reason.
//! - `<!-- not a policy -->`: a block of TOML that is no `phantom.toml`.
//!
//! In what a block shows, a line `…` stands for any lines and `…` within a line for any text. Times are not compared.
//! `DOCS=start.md cargo test -p phantom-shims --test docs` looks at that page alone.
#![cfg(unix)]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test may fail loudly"
)]

mod book;
mod data;
mod messages;
mod page;
mod project;
mod run;
mod session;
mod shown;
