//! Turns what was judged into bytes: text for people ([`human`]), one page for a browser ([`html`]), one JSON
//! document ([`json`]), one JSON line a package ([`JsonLines`]), or a form that other programs read ([`formats`]).
//!
//! Nothing here knows a terminal: whether to colour is [`Style`]'s word. docs/exit-codes.md has the
//! table of exit codes.

mod chain;
mod changes;
mod diff;
mod escape;
mod explain;
mod files;
pub mod formats;
mod html;
mod human;
mod json;
mod outcome;
mod remedy;
mod sources;
mod style;
mod why;
mod wrap;

pub use chain::{Chain, Link};
pub use changes::changes;
pub use diff::difference;
pub use escape::{escaped, escaped_name, escaped_quote};
pub use explain::explain;
pub use files::{FileEntry, FileStatus, Files};
pub use html::html;
pub use human::{diagnostics, human, shown_places};
pub use json::{JsonLines, SCHEMA_VERSION, json};
pub use outcome::{Exit, Mode, Report, Summary};
pub use sources::Sources;
pub use style::{Command, Style, Verbosity};
pub use why::{Stands, StandsAs, why, why_json};
