use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One input of an import, as the index remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The path or address, as the user gave it and without a secret.
    pub place: String,
    /// SHA-256 of the file, or of a folder's documents one behind the other; in lower-case hexadecimal.
    pub sha256: String,
    /// When it was imported.
    pub imported: Timestamp,
    /// What was in it.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What was in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Documents, or rows of a table, that were read.
    pub documents: u64,
    /// Advisories taken from them, one for each document and package.
    pub advisories: u64,
    /// Documents that were withdrawn by those who wrote them.
    pub withdrawn: u64,
    /// Documents about a vulnerability, and not about malice.
    pub vulnerabilities: u64,
    /// Documents about packages of other ecosystems only, or without anything that names releases.
    pub elsewhere: u64,
    /// Documents that could not be read.
    pub unreadable: u64,
}
