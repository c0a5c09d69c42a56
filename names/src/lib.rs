//! The innermost of Phantom: what a package's name is, and what is known of names without asking anyone.
//!
//! A crate of its own, so that what runs for every name is built for speed and the rest for size. The
//! library `phantom-guard` shows both modules as its own.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod corpus;
pub mod package;
