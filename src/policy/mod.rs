//! What follows from an assessment: the project's thresholds, lists and settings.
//!
//! A [`Policy`] is read from a [`PolicyFile`], or is the default one; docs/policy.md describes the file. In the
//! programs, settings come from the command line, the environment, the `phantom.toml` of a project, a user and
//! the machine, and the defaults, in that order of precedence.
//!
//! ```
//! use phantom_guard::guard::Guard;
//! use phantom_guard::package::Ecosystem;
//! use phantom_guard::policy::{Policy, PolicyFile};
//!
//! let text = "[private]\nnames = [\"acme-*\"]\n";
//! let file = PolicyFile::parse(text, "phantom.toml").map_err(|faults| faults[0].clone())?;
//! let guard = Guard::builder("2026-08-01T00:00:00Z".parse()?).policy(Policy::of_file(file)?).build()?;
//! let report = guard.judge_names(Ecosystem::PyPi, ["acme-payments"]);
//! assert_eq!(report.exit().code(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advised;
mod age;
mod cooldown;
mod decide;
mod decision;
mod file;
mod key;
mod layer;
mod layers;
mod list;
mod lock;
mod pattern;
mod places;
mod private;
mod requirement;
mod reserved;
mod settings;
mod text;
mod weaker;

pub(crate) use decide::shown_score;
pub use decide::{Context, Policy};
pub use decision::{Action, Decision};
pub use file::{FILE_NAME, PolicyFile};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    age::{MinAge, NoAge},
    decide::{Facts, today},
    key::{Key, Origin},
    layer::{Layer, Valued},
    layers::{Level, Resolved, Sources},
    list::{Entry, NameRule, Pin, exact_version},
    lock::{BYPASS, Lock},
    pattern::NamePatterns,
    places::{USER_VARIABLE, UserFile, machine_file},
    private::Private,
    reserved::RESERVED_NAME,
    settings::Settings,
    text::nearest,
};

/// The JSON schema of a policy file, by which editors check one.
pub const SCHEMA: &str = include_str!("../../docs/phantom.schema.json");
