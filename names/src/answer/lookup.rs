use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::history::History;

/// Accounts of a package that are kept.
pub const MOST_OWNERS: usize = 16;

/// A registry's answer for one name.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// The registry has it.
    Found(Metadata),
    /// The registry said that it has no such package.
    Missing,
    /// Nobody could be asked, or the answer cannot be trusted. Never the same as [`Lookup::Missing`].
    Unavailable(Unavailable),
}

/// What an answer says. A field is `None` or [`Stated::Unknown`] where the registry does not give it,
/// which is no evidence either way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// When the first release was published.
    pub first_published: Option<Timestamp>,
    /// When the newest release was published.
    pub last_published: Option<Timestamp>,
    /// How many versions there are, yanked ones included.
    pub releases: Option<u32>,
    /// The newest version.
    pub latest: Option<String>,
    /// Where the source is said to be kept: host and path, the host in lower case, without scheme,
    /// user, port, query, fragment or `.git`, and so without what could be a secret.
    pub repository: Stated<String>,
    /// The project's own line about itself: one line of at most 200 characters.
    pub summary: Stated<String>,
    /// How many people are named as its maintainers or authors.
    pub maintainers: Option<u32>,
    /// The registry's accounts that may publish it, in lower case, at most 16 of them; empty where the
    /// registry does not name any.
    pub owners: Vec<Box<str>>,
    /// The newest releases.
    pub history: History,
    /// Whether every release has been yanked, so that nothing is left that a client would choose.
    pub withdrawn: Option<bool>,
    /// What its owner says against its use: deprecated, archived.
    pub deprecated: Stated<String>,
    /// Why the registry itself has taken its files away and keeps the name: quarantined, removed for
    /// security.
    pub seized: Option<String>,
    /// Whether installing the newest release runs code of its own.
    pub install_script: Option<bool>,
    /// Whether the newest release comes with an attestation of where it was built. Nobody has verified it.
    pub provenance: Option<bool>,
    /// Whether the newest release was published by an account that had published none before.
    pub new_publisher: Option<bool>,
    /// The answer's `ETag`, by which the registry tells whether it still holds.
    pub etag: Option<Box<str>>,
    /// Whether this is all that can be had: the project's own page was asked for, or there is none
    /// that would say more. Asking again brings nothing.
    pub detailed: bool,
}

/// What an answer says of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Stated<T> {
    /// The registry or mirror does not give the field, which is no evidence either way.
    #[default]
    Unknown,
    /// The answer lacks the field where others have it: the project left it empty, or this registry or
    /// mirror leaves it out for everyone. No evidence until a second question (`Registry::enrich`)
    /// has found out which.
    LeftOut,
    /// It gives the field, and the project left it empty.
    Nothing,
    /// What the project says.
    Given(T),
}

impl<T> Stated<T> {
    /// What the project says, where it says something.
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Unknown | Self::LeftOut | Self::Nothing => None,
        }
    }

    /// The one of two places that says more: a value before nothing, nothing before unknown.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (given @ Self::Given(_), _) | (_, given @ Self::Given(_)) => given,
            (Self::Nothing, _) | (_, Self::Nothing) => Self::Nothing,
            (Self::LeftOut, _) | (_, Self::LeftOut) => Self::LeftOut,
            (Self::Unknown, Self::Unknown) => Self::Unknown,
        }
    }
}

/// Why a registry gave no answer that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    /// `--offline`, or no registry is known for the ecosystem.
    #[error("no registry was asked: {0}")]
    NotAsked(String),
    /// No answer within the time allowed.
    #[error("the registry at {host} did not answer within {seconds} s")]
    Timeout {
        /// The registry's host, without any secret.
        host: String,
        /// The time allowed.
        seconds: u64,
    },
    /// No connection, or one that broke.
    #[error("the registry at {host} cannot be reached: {reason}")]
    Connection {
        /// The registry's host.
        host: String,
        /// What the connection said.
        reason: String,
    },
    /// A status that says neither found nor missing.
    #[error("the registry at {host} answered {status}")]
    Status {
        /// The registry's host.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is not what a registry would say.
    #[error("the registry at {host} gave an answer that cannot be read: {reason}")]
    Malformed {
        /// The registry's host.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The run was cancelled before the name's turn.
    #[error("the run was cancelled before this name was looked up")]
    Cancelled,
}
