//! What follows from an assessment: the project's thresholds, lists and settings.

mod decision;

pub use decision::{Action, Decision};
