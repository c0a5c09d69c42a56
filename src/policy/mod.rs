//! What follows from an assessment: the project's thresholds, lists and settings.
//!
//! Settings come from the command line, the environment, the `phantom.toml` of a project, a user and the
//! machine, and the defaults, in that order of precedence; [`Sources::resolve`] puts them together, with what
//! the files lock. docs/policy.md describes the file.

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

pub use age::{MinAge, NoAge};
pub(crate) use decide::shown_score;
pub use decide::{Context, Facts, Policy, today};
pub use decision::{Action, Decision};
pub use file::{FILE_NAME, PolicyFile};
pub use key::{Key, Origin};
pub use layer::{Layer, Valued};
pub use layers::{Level, Resolved, Sources};
pub use list::{Entry, NameRule, Pin, exact_version};
pub use lock::{BYPASS, Lock};
pub use pattern::NamePatterns;
pub use places::{USER_VARIABLE, UserFile, machine_file};
pub use private::Private;
pub use reserved::RESERVED_NAME;
pub use settings::Settings;
pub use text::nearest;

/// The JSON schema of a policy file, by which editors check one.
pub const SCHEMA: &str = include_str!("../../docs/phantom.schema.json");
