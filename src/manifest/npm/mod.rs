//! npm's files.

pub(super) mod package_json;
pub(super) mod package_lock;
mod resolved;
mod spec;
