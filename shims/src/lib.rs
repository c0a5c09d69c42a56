//! The command line of Phantom: what `phantom` and `cargo phantom` do with their arguments.
//!
//! A command line goes one of two ways. Where the first word is a client's (`phantom pip install x`),
//! everything behind it is the client's, and [`gate`] takes over before anything else is set up: a
//! command that cannot install has milliseconds. Else the words are Phantom's own ([`args`]).

mod advisories;
mod allow;
pub mod args;
mod bypass;
mod cache;
pub mod cargo;
mod check;
mod config;
mod corpus;
mod decisions;
mod deliver;
mod diff;
mod dispatch;
mod doctor;
mod explain;
mod fix;
pub mod gate;
mod git;
mod hook;
mod init;
mod interrupt;
mod online;
pub mod output;
mod own;
mod progress;
mod replace;
mod scan;
pub mod session;
mod shims;
mod since;
mod sources;
mod texts;
mod why;

pub use dispatch::phantom;
