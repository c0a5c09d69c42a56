//! Cargo's files.

pub(super) mod cargo_config;
pub(super) mod cargo_lock;
pub(super) mod cargo_toml;
pub(super) mod script;
