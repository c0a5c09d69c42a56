//! Phantom judges the names of dependencies before they are installed.
//!
//! Names in, a report out; nobody is asked, and the same names at the same time get the same answer:
//!
//! ```
//! use phantom_guard::guard::Guard;
//! use phantom_guard::package::Ecosystem;
//! use phantom_guard::policy::Action;
//!
//! let guard = Guard::offline("2026-08-01T00:00:00Z".parse()?); // or Timestamp::now()
//! let report = guard.judge_names(Ecosystem::PyPi, ["requests", "reqeusts==2.31"]);
//! let bad = &report.findings[1];
//! assert_eq!(bad.decision.action, Action::Block);
//! assert_eq!(bad.assessment.suggestion.as_deref(), Some("requests"));
//! assert_eq!(report.exit().code(), 1);
//! # Ok::<(), jiff::Error>(())
//! ```
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
//! | to | see |
//! |---|---|
//! | judge names or files | [`guard`]: the stages put together |
//! | read manifests and lockfiles | [`manifest`]; what a change to them adds: [`change`] |
//! | know what a command line would install | [`command`] |
//! | go by a project's `phantom.toml` | [`policy`] |
//! | ask a registry, or an inventory of your own | [`registry`], [`cache`], [`batch`] |
//! | go by lists of malicious releases | [`advisory`] |
//! | write SARIF, JSON, HTML or text | [`report`] |
//! | judge one name by itself, without I/O | [`detector`], [`corpus`] |
//!
//! "Could not check" is neither safe nor bad: such a name has the verdict
//! [`Unknown`](detector::Verdict::Unknown), and the policy says what happens to it.
//!
//! The library never prints and never exits: programs do, with what it returns. Texts from outside stand in
//! its types as they are: [`report::escaped`] makes them safe for a terminal.
//!
//! docs/library.md says what semantic versioning covers. Modules and items that this documentation does not
//! show are for the programs of this workspace, and may change at any time.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod advisory;
pub mod batch;
pub mod cache;
pub mod change;
pub mod command;
pub mod finding;
pub mod guard;
pub mod manifest;
pub mod policy;
pub mod registry;
pub mod report;

// Their own crate's pages leave out what is hidden there, and copies of them would not.
#[doc(no_inline)]
pub use phantom_names::{corpus, detector, package};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub mod cargo_config;
#[doc(hidden)]
pub mod relay;
#[doc(hidden)]
pub mod shell;
#[doc(hidden)]
pub mod workspace;
