use jiff::Timestamp;

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

/// What an answer says. A field is `None` where the registry does not give it, which is no evidence
/// either way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metadata {
    /// When the first release was published.
    pub first_published: Option<Timestamp>,
    /// When the newest release was published.
    pub last_published: Option<Timestamp>,
    /// How many versions there are, yanked ones included.
    pub releases: Option<u32>,
    /// The newest version.
    pub latest: Option<String>,
}

/// Why a registry gave no answer that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
