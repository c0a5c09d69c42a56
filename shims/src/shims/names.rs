//! The names that shims are made for, and where each leads on `PATH`.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::command::Client;

use crate::own;

/// The clients, in the order in which they are shown. Those that Phantom cannot read get no shim; and none is
/// named corepack, which would put its own pnpm and yarn into the folder that it finds itself in.
pub(crate) const CLIENTS: [&str; 19] = [
    "pip", "pip3", "npm", "npx", "pnpm", "pn", "pnpx", "pnx", "yarn", "yarnpkg", "bun", "bunx", "uv", "uvx",
    "pipx", "poetry", "pdm", "pipenv", "cargo",
];

/// Those that get a shim only where the user asks for it: `python -m pip` is read, and everything else that
/// Python does would pass through Phantom as well.
const PYTHONS: [&str; 2] = ["python", "python3"];

/// The names that a shim can stand for. `pip3.12` and `python3.12` are looked for on `PATH`.
pub(crate) fn all(python: bool) -> Vec<String> {
    let bases: &[&str] = if python { &["pip", "python"] } else { &["pip"] };
    let fixed = CLIENTS.into_iter().chain(PYTHONS.into_iter().filter(|_| python));
    let mut names: Vec<String> =
        fixed.filter(|name| Client::from_name(name).is_some()).map(str::to_owned).collect();
    names.extend(versioned(bases));
    names
}

/// `pip3.12` and the like, as the folders of `PATH` have them.
fn versioned(bases: &[&str]) -> BTreeSet<String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let files = env::split_paths(&path).filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let names = files.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| bases.iter().any(|base| is_versioned(name, base))).collect()
}

/// Whether a name is a base name with a version of two numbers.
fn is_versioned(name: &str, base: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let version = name.strip_prefix(base).and_then(|version| version.split_once('.'));
    version.is_some_and(|(major, minor)| number(major) && number(minor))
}

/// Where a name leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reached {
    /// What is reached first.
    pub(crate) first: Option<PathBuf>,
    /// Whether that is Phantom.
    pub(crate) guarded: bool,
    /// Whether Phantom stands on `PATH` by this name at all.
    pub(crate) has_shim: bool,
    /// The first that is not Phantom.
    pub(crate) real: Option<PathBuf>,
}

/// Follows a name along `PATH`.
pub(crate) fn reached(name: &str, own: &Path) -> Reached {
    let mut reached = Reached::default();
    for path in which::which_all(name).into_iter().flatten() {
        let is_own = own::is_phantom(own, &path);
        if reached.first.is_none() {
            reached.first = Some(path.clone());
            reached.guarded = is_own;
        }
        reached.has_shim |= is_own;
        if !is_own && reached.real.is_none() {
            reached.real = Some(path);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_two_numbers() {
        for (name, base, is) in [
            ("pip3.12", "pip", true),
            ("python3.9", "python", true),
            ("pip3", "pip", false),
            ("pip3.", "pip", false),
            ("pip3.12-config", "pip", false),
            ("python3.12", "pip", false),
            ("pip3.1.2", "pip", false),
        ] {
            assert_eq!(is_versioned(name, base), is, "{name}");
        }
    }
}
