//! Python's files.

mod lines;
mod poetry;
pub(super) mod pyproject;
mod requirement;
pub(super) mod requirements;
mod words;
