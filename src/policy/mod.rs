//! What follows from an assessment: the project's thresholds, lists and settings.
//!
//! Settings come from the command line, the environment, a `phantom.toml` and the defaults, in that
//! order of precedence; [`Settings::resolve`] is the only place that knows it. docs/policy.md
//! describes the file.

mod advised;
mod age;
mod cooldown;
mod decide;
mod decision;
mod file;
mod key;
mod list;
mod pattern;
mod private;
mod requirement;
mod reserved;
mod settings;
mod text;

pub use age::{MinAge, NoAge};
pub(crate) use decide::shown_score;
pub use decide::{Context, Facts, Policy, today};
pub use decision::{Action, Decision};
pub use file::{FILE_NAME, PolicyFile};
pub use key::{Key, Origin};
pub(crate) use list::exact_version;
pub use list::{Entry, NameRule, Pin};
pub use pattern::NamePatterns;
pub use private::Private;
pub use reserved::RESERVED_NAME;
pub use settings::{Layer, Settings, Valued};
