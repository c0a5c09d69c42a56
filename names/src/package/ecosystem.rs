use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A family of packages with one rule for names and one default registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ecosystem {
    /// Python's packages, as pip installs them.
    PyPi,
    /// JavaScript's packages, as npm installs them.
    Npm,
    /// Rust's crates, as cargo builds them.
    Crates,
}

impl Ecosystem {
    /// Every ecosystem, in the order in which the snapshot and the reports hold them.
    pub const ALL: [Self; 3] = [Self::PyPi, Self::Npm, Self::Crates];

    /// The word of the command line and of the JSON contract: `pypi`, `npm` or `crates`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PyPi => "pypi",
            Self::Npm => "npm",
            Self::Crates => "crates",
        }
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no ecosystem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown ecosystem `{0}`: use pypi, npm or crates")]
pub struct UnknownEcosystem(pub String);

impl FromStr for Ecosystem {
    type Err = UnknownEcosystem;

    /// Takes the contract's words, and `cargo` as package URLs spell it.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word.to_ascii_lowercase().as_str() {
            "pypi" | "pip" | "python" => Ok(Self::PyPi),
            "npm" | "node" => Ok(Self::Npm),
            "crates" | "cargo" | "rust" => Ok(Self::Crates),
            _ => Err(UnknownEcosystem(word.to_owned())),
        }
    }
}
