//! Turns what was judged into bytes: text for people ([`human`]), one page for a browser ([`html`]), one JSON
//! document ([`json`]), one JSON line a package ([`JsonLines`]), or a form that other programs read ([`formats`]).
//!
//! ```
//! use phantom_guard::guard::Guard;
//! use phantom_guard::package::Ecosystem;
//! use phantom_guard::report::{Sources, Style, formats, human};
//!
//! let guard = Guard::offline("2026-08-01T00:00:00Z".parse()?);
//! let report = guard.judge_names(Ecosystem::Crates, ["serde", "sedre"]);
//! let (mut text, mut sarif) = (Vec::new(), Vec::new());
//! human(&report, &Sources::new(), &Style::default(), &mut text)?;
//! formats::sarif(&report, &mut sarif)?;
//! assert!(String::from_utf8_lossy(&text).contains("serde"));
//! assert_eq!(report.summary.checked, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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
pub use escape::{escaped, escaped_name};
pub use files::{FileEntry, FileStatus, Files};
pub use html::html;
pub use human::{diagnostics, human, shown_places};
pub use json::{JsonLines, SCHEMA_VERSION, json};
pub use outcome::{Exit, Mode, Report, Summary};
pub use sources::Sources;
pub use style::{Command, Style, Verbosity};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    changes::changes,
    diff::difference,
    escape::escaped_quote,
    explain::explain,
    why::{Stands, StandsAs, why, why_json},
};
