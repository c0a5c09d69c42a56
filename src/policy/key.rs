use std::fmt;
use std::sync::Arc;

use crate::package::Ecosystem;

/// A setting that a flag, a variable or the policy file can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Key {
    /// The score from which a name is blocked.
    BlockAt,
    /// The score from which a name is warned of.
    WarnAt,
    /// What happens to a name that could not be checked.
    OnUnavailable,
    /// Whether no registry is asked.
    Offline,
    /// Whether a registry is asked for popular and established names too.
    VerifyAll,
    /// Look-ups under way at the same time.
    Concurrency,
    /// Names taken in at once.
    Chunk,
    /// The time that one package's look-up may take.
    Timeout,
    /// How old a release has to be; `None` is for the ecosystems that have no value of their own.
    MinAge(Option<Ecosystem>),
    /// The registry to ask for an ecosystem's names; `None` is the one ecosystem that a command is about.
    Index(Option<Ecosystem>),
    /// The cache that machines share. Only the environment gives it: a project's file must not choose
    /// whom a machine believes, and a flag would show the password to everyone on it.
    FleetCache,
}

impl Key {
    /// Every setting, in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::BlockAt,
        Self::WarnAt,
        Self::OnUnavailable,
        Self::Offline,
        Self::VerifyAll,
        Self::Concurrency,
        Self::Chunk,
        Self::Timeout,
        Self::MinAge(None),
        Self::MinAge(Some(Ecosystem::PyPi)),
        Self::MinAge(Some(Ecosystem::Npm)),
        Self::MinAge(Some(Ecosystem::Crates)),
        Self::Index(None),
        Self::Index(Some(Ecosystem::PyPi)),
        Self::Index(Some(Ecosystem::Npm)),
        Self::Index(Some(Ecosystem::Crates)),
        Self::FleetCache,
    ];

    /// Its path in the policy file; `None` where the file cannot give it.
    pub const fn in_file(self) -> Option<&'static str> {
        Some(match self {
            Self::BlockAt => "block-at",
            Self::WarnAt => "warn-at",
            Self::OnUnavailable => "on-unavailable",
            Self::Offline => "offline",
            Self::VerifyAll => "verify-all",
            Self::Concurrency => "concurrency",
            Self::Chunk => "chunk",
            Self::Timeout => "timeout",
            Self::MinAge(None) => "min-age",
            Self::MinAge(Some(Ecosystem::PyPi)) => "min-age.pypi",
            Self::MinAge(Some(Ecosystem::Npm)) => "min-age.npm",
            Self::MinAge(Some(Ecosystem::Crates)) => "min-age.crates",
            Self::Index(None) | Self::FleetCache => return None,
            Self::Index(Some(Ecosystem::PyPi)) => "index.pypi",
            Self::Index(Some(Ecosystem::Npm)) => "index.npm",
            Self::Index(Some(Ecosystem::Crates)) => "index.crates",
        })
    }

    /// The flag that gives it; `None` where none does.
    pub const fn flag(self) -> Option<&'static str> {
        Some(match self {
            Self::BlockAt => "--block-at",
            Self::WarnAt => "--warn-at",
            Self::OnUnavailable => "--on-unavailable",
            Self::Offline => "--offline",
            Self::VerifyAll => "--verify-all",
            Self::Concurrency => "--concurrency",
            Self::Chunk => "--chunk",
            Self::Timeout => "--timeout",
            Self::MinAge(_) => "--min-age",
            Self::Index(_) => "--index",
            Self::FleetCache => return None,
        })
    }

    /// The environment's variable that gives it.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::BlockAt => "PHANTOM_BLOCK_AT",
            Self::WarnAt => "PHANTOM_WARN_AT",
            Self::OnUnavailable => "PHANTOM_ON_UNAVAILABLE",
            Self::Offline => "PHANTOM_OFFLINE",
            Self::VerifyAll => "PHANTOM_VERIFY_ALL",
            Self::Concurrency => "PHANTOM_CONCURRENCY",
            Self::Chunk => "PHANTOM_CHUNK",
            Self::Timeout => "PHANTOM_TIMEOUT",
            Self::MinAge(None) => "PHANTOM_MIN_AGE",
            Self::MinAge(Some(Ecosystem::PyPi)) => "PHANTOM_MIN_AGE_PYPI",
            Self::MinAge(Some(Ecosystem::Npm)) => "PHANTOM_MIN_AGE_NPM",
            Self::MinAge(Some(Ecosystem::Crates)) => "PHANTOM_MIN_AGE_CRATES",
            Self::Index(None) => "PHANTOM_INDEX",
            Self::Index(Some(Ecosystem::PyPi)) => "PHANTOM_INDEX_PYPI",
            Self::Index(Some(Ecosystem::Npm)) => "PHANTOM_INDEX_NPM",
            Self::Index(Some(Ecosystem::Crates)) => "PHANTOM_INDEX_CRATES",
            Self::FleetCache => "PHANTOM_FLEET_CACHE",
        }
    }

    /// What a value of it looks like, for a message to someone who wrote another.
    pub const fn expects(self) -> &'static str {
        match self {
            Self::BlockAt | Self::WarnAt => "a number from 0 to 1, like 0.6",
            Self::OnUnavailable => "\"block\", \"warn\" or \"allow\"",
            Self::Offline | Self::VerifyAll => "true or false",
            Self::Concurrency | Self::Chunk => "a whole number from 1, like 20",
            Self::Timeout => "a time like \"5s\", \"500ms\" or a number of seconds",
            Self::MinAge(_) => "a number of hours, days or weeks, like \"72h\", \"3d\" or \"1w\", or \"0\"",
            Self::Index(_) => "the address of a registry's root, like \"https://registry.example/simple/\"",
            Self::FleetCache => {
                "redis://:PASSWORD@HOST:PORT, rediss:// for TLS, and several HOST:PORT with commas for a cluster"
            }
        }
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// A flag on the command line.
    Flag(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// A line of the policy file.
    File {
        /// The file, as the user would write its path.
        file: Arc<str>,
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
    },
    /// Nobody gave one.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => f.write_str(flag),
            Self::Variable(variable) => f.write_str(variable),
            Self::File { file, line, .. } => write!(f, "{file}:{line}"),
            Self::Default => f.write_str("default"),
        }
    }
}
