use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

/// What kind of evidence a [`Signal`] is. The kebab-case word is stable: other programs match on it,
/// and docs/signals.md has a section for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented in docs/signals.md; a test holds the two together")]
#[non_exhaustive]
pub enum SignalCode {
    Typosquat,
    DelimiterConfusion,
    WordOrder,
    Combosquat,
    ScopeConfusion,
    LanguageAffix,
    VersionSuffix,
    HallucinationPattern,
    StandardLibrary,
    ImportName,
    OtherEcosystem,
    AbsentFromSnapshot,
    Popular,
    Established,
    InvalidName,
    NotFound,
    RecentlyCreated,
    FewReleases,
    NoRepository,
    NoDescription,
    NoMaintainer,
    LongHistory,
    RecentRelease,
    VersionSpike,
    BorrowedRepository,
    LowDownloads,
    InstallScript,
    Yanked,
    Deprecated,
    Provenance,
    NamespaceSquat,
    OwnerChanged,
    LockfileMismatch,
    DependencyConfusion,
    AllowListed,
    DenyListed,
    PrivateName,
    KnownMalicious,
}

impl SignalCode {
    /// Whether it says that a name resembles a popular one.
    pub const fn is_likeness(self) -> bool {
        matches!(
            self,
            Self::Typosquat
                | Self::DelimiterConfusion
                | Self::WordOrder
                | Self::Combosquat
                | Self::ScopeConfusion
                | Self::LanguageAffix
                | Self::VersionSuffix
        )
    }

    /// Every code, in the order of docs/signals.md.
    pub const ALL: [Self; 38] = [
        Self::Typosquat,
        Self::DelimiterConfusion,
        Self::WordOrder,
        Self::Combosquat,
        Self::ScopeConfusion,
        Self::LanguageAffix,
        Self::VersionSuffix,
        Self::HallucinationPattern,
        Self::StandardLibrary,
        Self::ImportName,
        Self::OtherEcosystem,
        Self::AbsentFromSnapshot,
        Self::Popular,
        Self::Established,
        Self::InvalidName,
        Self::NotFound,
        Self::RecentlyCreated,
        Self::FewReleases,
        Self::NoRepository,
        Self::NoDescription,
        Self::NoMaintainer,
        Self::LongHistory,
        Self::RecentRelease,
        Self::VersionSpike,
        Self::BorrowedRepository,
        Self::LowDownloads,
        Self::InstallScript,
        Self::Yanked,
        Self::Deprecated,
        Self::Provenance,
        Self::NamespaceSquat,
        Self::OwnerChanged,
        Self::LockfileMismatch,
        Self::DependencyConfusion,
        Self::AllowListed,
        Self::DenyListed,
        Self::PrivateName,
        Self::KnownMalicious,
    ];

    /// The word of the JSON contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Typosquat => "typosquat",
            Self::DelimiterConfusion => "delimiter-confusion",
            Self::WordOrder => "word-order",
            Self::Combosquat => "combosquat",
            Self::ScopeConfusion => "scope-confusion",
            Self::LanguageAffix => "language-affix",
            Self::VersionSuffix => "version-suffix",
            Self::HallucinationPattern => "hallucination-pattern",
            Self::StandardLibrary => "standard-library",
            Self::ImportName => "import-name",
            Self::OtherEcosystem => "other-ecosystem",
            Self::AbsentFromSnapshot => "absent-from-snapshot",
            Self::Popular => "popular",
            Self::Established => "established",
            Self::InvalidName => "invalid-name",
            Self::NotFound => "not-found",
            Self::RecentlyCreated => "recently-created",
            Self::FewReleases => "few-releases",
            Self::NoRepository => "no-repository",
            Self::NoDescription => "no-description",
            Self::NoMaintainer => "no-maintainer",
            Self::LongHistory => "long-history",
            Self::RecentRelease => "recent-release",
            Self::VersionSpike => "version-spike",
            Self::BorrowedRepository => "borrowed-repository",
            Self::LowDownloads => "low-downloads",
            Self::InstallScript => "install-script",
            Self::Yanked => "yanked",
            Self::Deprecated => "deprecated",
            Self::Provenance => "provenance",
            Self::NamespaceSquat => "namespace-squat",
            Self::OwnerChanged => "owner-changed",
            Self::LockfileMismatch => "lockfile-mismatch",
            Self::DependencyConfusion => "dependency-confusion",
            Self::AllowListed => "allow-listed",
            Self::DenyListed => "deny-listed",
            Self::PrivateName => "private-name",
            Self::KnownMalicious => "known-malicious",
        }
    }
}

impl fmt::Display for SignalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Signal {
    /// Its kind.
    pub code: SignalCode,
    /// In log-odds (natural logarithm): above zero speaks against the name, below for it.
    pub weight: f64,
    /// A sentence that a person understands.
    pub detail: Cow<'static, str>,
    /// The name that it is about, where there is one: the imitated package, say.
    pub target: Option<String>,
}

impl Signal {
    /// One that is about no other name.
    pub fn new(code: SignalCode, weight: f64, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, weight, detail: detail.into(), target: None }
    }
}

/// What the evidence amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing speaks against it.
    Safe,
    /// Something does, short of the block threshold.
    Suspicious,
    /// At the block threshold or over it.
    HighRisk,
    /// The registry, or a complete snapshot, does not have it.
    NotFound,
    /// It could not be checked, and no evidence judges it: neither safe nor bad.
    Unknown,
}

impl Verdict {
    /// The word of the JSON contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Suspicious => "suspicious",
            Self::HighRisk => "high_risk",
            Self::NotFound => "not_found",
            Self::Unknown => "unknown",
        }
    }
}

/// A judged name.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// `1 / (1 + exp(-(prior + Σ weights)))`, from 0 to 1.
    pub score: f64,
    /// What it amounts to at the default thresholds.
    pub verdict: Verdict,
    /// The evidence, strongest first.
    pub signals: Vec<Signal>,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
    /// Whether a registry or the snapshot vouches for what is said. Where it is false, a policy that
    /// holds what could not be checked holds this name too, whatever its verdict.
    pub checked: bool,
}
