use std::sync::Arc;

use jiff::Timestamp;

use super::Guard;
use crate::advisory::Known;
use crate::batch::{Settings, SettingsError};
use crate::corpus::Corpus;
use crate::policy::{Context, Policy};
use crate::registry::Registry;

/// Puts a [`Guard`] together. What is not said stays as [`Guard::offline`] has it.
///
/// ```
/// use phantom_guard::guard::Guard;
/// use phantom_guard::package::Ecosystem;
/// use phantom_guard::policy::{Context, Policy, PolicyFile};
///
/// let file = PolicyFile::parse("deny = [{ name = \"npm:left-padd\", reason = \"ours is left-pad\" }]", "phantom.toml");
/// let policy = Policy::of_file(file.map_err(|faults| faults[0].to_string())?)?;
/// let now = "2026-08-01T00:00:00Z".parse()?;
/// let guard = Guard::builder(now).policy(policy).context(Context::Install { can_ask: false }).build()?;
/// assert_eq!(guard.judge_names(Ecosystem::Npm, ["left-padd"]).exit().code(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct GuardBuilder {
    pub(super) now: Timestamp,
    pub(super) corpus: &'static Corpus,
    pub(super) policy: Policy,
    pub(super) context: Context,
    pub(super) registry: Option<Arc<dyn Registry>>,
    pub(super) settings: Settings,
    pub(super) known: Arc<Known>,
}

impl GuardBuilder {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            now,
            corpus: Corpus::embedded(),
            policy: Policy::default(),
            context: Context::Check,
            registry: None,
            settings: Settings::default(),
            known: Arc::default(),
        }
    }

    /// Goes by another snapshot of names than the one in the program.
    pub const fn corpus(mut self, corpus: &'static Corpus) -> Self {
        self.corpus = corpus;
        self
    }

    /// Goes by the rules of a project.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Says what the judgement is for: it decides about names that could not be checked.
    pub const fn context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    /// Asks a registry about the names whose judgement its answer could change. Put a
    /// [`CachedRegistry`](crate::cache::CachedRegistry) there for each name to be asked for once.
    pub fn registry(mut self, registry: Arc<dyn Registry>) -> Self {
        self.registry = Some(registry);
        self
    }

    /// Says how many names are asked about at a time, and how long one may take.
    pub const fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Goes by imported advisories.
    pub fn advisories(mut self, known: impl Into<Arc<Known>>) -> Self {
        self.known = known.into();
        self
    }

    /// The guard.
    ///
    /// # Errors
    /// Where one of [`Self::settings`] is 0.
    pub fn build(self) -> Result<Guard, SettingsError> {
        self.settings.validate()?;
        Ok(Guard::of(self))
    }
}

impl std::fmt::Debug for GuardBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let online = self.registry.is_some();
        f.debug_struct("GuardBuilder")
            .field("online", &online)
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}
