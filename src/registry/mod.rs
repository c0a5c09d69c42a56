//! What registries say of a name.
//!
//! [`RegistryClient`] asks registries, and [`CachedRegistry`](crate::cache::CachedRegistry) remembers. A question
//! has one of three answers ([`Lookup`]), and "could not be asked" is never "does not exist". Whatever answers
//! so can be asked:
//!
//! ```
//! use std::sync::Arc;
//!
//! use futures::future::BoxFuture;
//! use phantom_guard::detector::Verdict;
//! use phantom_guard::guard::Guard;
//! use phantom_guard::package::{Ecosystem, PackageName};
//! use phantom_guard::registry::{Lookup, Metadata, Registry};
//!
//! struct Inventory(Vec<PackageName>);
//!
//! impl Registry for Inventory {
//!     fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
//!         let found = self.0.contains(name).then(|| Lookup::Found(Metadata::default()));
//!         Box::pin(async { found.unwrap_or(Lookup::Missing) })
//!     }
//! }
//!
//! let inventory = Inventory(vec![PackageName::new(Ecosystem::Npm, "our-own-tool")]);
//! let guard = Guard::builder("2026-08-01T00:00:00Z".parse()?).registry(Arc::new(inventory)).build()?;
//! let report = guard.judge_names(Ecosystem::Npm, ["our-own-tool", "nobodys-tool"]);
//! assert_eq!(report.findings[0].assessment.verdict, Verdict::Safe);
//! assert_eq!(report.findings[1].assessment.verdict, Verdict::NotFound);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod breaker;
mod client;
mod condense;
mod credentials;
pub(crate) mod dns;
mod field;
mod html;
pub(crate) mod http;
mod npm;
mod process;
mod project;
mod provider;
mod pypi;
mod repository;
mod retry;
mod root;
mod sparse;
mod text;
mod witness;

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub mod locate;

pub use client::{ClientSettings, RegistryClient, Roots};
pub use phantom_names::answer::{History, Lookup, Metadata, Release, Stated, Unavailable};
pub(crate) use root::decoded;
pub use root::{IndexRoot, RootError};

#[doc(hidden)]
pub use {access::Access, credentials::Credentials, provider::Provider, root::is_default_crates_index};

use futures::future::BoxFuture;

use crate::package::{Ecosystem, PackageName};

/// Something that can be asked for a name: a registry's client, or a cache before it.
pub trait Registry: Send + Sync {
    /// Asks for one name. Never fails otherwise than with [`Lookup::Unavailable`].
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup>;

    /// Asks for what a found project says of itself, where the first answer did not hold it.
    ///
    /// Never fails: what cannot be had stays [`Stated::Unknown`]. The answer is always
    /// [`detailed`](Metadata::detailed).
    fn enrich<'a>(&'a self, name: &'a PackageName, metadata: Metadata) -> BoxFuture<'a, Metadata> {
        let _ = name;
        Box::pin(std::future::ready(Metadata { detailed: true, ..metadata }))
    }

    /// The answer, where it is known without waiting for anyone.
    fn known(&self, name: &PackageName) -> Option<Lookup> {
        let _ = name;
        None
    }

    /// What tells this registry from every other, without any secret: answers are remembered under it.
    /// `None` where nothing may be remembered.
    fn identity(&self, ecosystem: Ecosystem) -> Option<String> {
        let _ = ecosystem;
        None
    }

    /// Asks again for a name of which an answer is known that may be out of date. The registry may say
    /// that it still holds.
    fn revalidate<'a>(&'a self, name: &'a PackageName, stale: Metadata) -> BoxFuture<'a, Lookup> {
        let _ = stale;
        self.lookup(name)
    }

    /// How many questions it can take at a time, where that is known to be more than usual.
    fn room(&self, ecosystem: Ecosystem) -> Option<usize> {
        let _ = ecosystem;
        None
    }

    /// Brings what it keeps in order at the end of a run, and says what went wrong with it.
    fn close(&self) -> BoxFuture<'_, Vec<String>> {
        Box::pin(std::future::ready(Vec::new()))
    }

    /// The host that would be asked, without any secret: what a report of a timeout names.
    fn host(&self, ecosystem: Ecosystem) -> Option<String> {
        let _ = ecosystem;
        None
    }
}
