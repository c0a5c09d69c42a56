//! Phantom judges the names of dependencies before they are installed.
//!
//! One way leads through this library, and each stage knows only the type that it gets and the
//! type that it gives:
//!
//! ```text
//! files ─ manifest ┐                               ┌ corpus    what is known without asking
//! argv  ─ command  ┴► Dependency ─► batch ─► detector ─► Assessment ─► policy ─► Decision ─► report
//!                                     └ registry (cache → network) ─► Lookup ┘
//! ```
//!
//! The library never prints and never exits: programs do, with what it returns.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod advisory;
pub mod batch;
pub mod cache;
pub mod cargo_config;
pub mod change;
pub mod command;
pub mod finding;
pub mod guard;
pub mod manifest;
pub mod policy;
pub mod registry;
pub mod relay;
pub mod report;
pub mod shell;
pub mod workspace;

pub use phantom_names::{corpus, detector, package};
