//! npm's files.

mod berry_lines;
pub(super) mod bun_lock;
mod declared;
pub(super) mod deno;
mod jsonc;
mod locked;
pub(super) mod package_json;
pub(super) mod package_lock;
mod pnpm_lines;
pub(super) mod pnpm_lock;
pub(super) mod pnpm_workspace;
mod resolved;
mod spec;
mod yarn_berry;
pub(super) mod yarn_lock;

pub(super) use spec::{split_name, target};

/// The name of the package whose archive an address is, where it has a registry's own shape.
pub(crate) fn package_at(url: &str) -> Option<String> {
    match resolved::read(url) {
        resolved::Resolved::Web(web) => {
            web.package.filter(|package| !package.beside).map(|package| package.name.into_owned())
        }
        resolved::Resolved::Other(_) => None,
    }
}
