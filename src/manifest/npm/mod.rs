//! npm's files.

pub(super) mod package_json;
pub(super) mod package_lock;
mod resolved;
mod spec;

pub(super) use spec::{split_name, target};

/// The name of the package whose archive an address is, where it has a registry's own shape.
pub(crate) fn package_at(url: &str) -> Option<String> {
    match resolved::read(url) {
        resolved::Resolved::Web { package, .. } => package.map(|(name, _)| name.into_owned()),
        resolved::Resolved::Other(_) => None,
    }
}
pub(super) mod bun_lock;
pub(super) mod deno;
pub(super) mod pnpm_lock;
pub(super) mod pnpm_workspace;
pub(super) mod yarn_lock;
