//! What registries said is remembered, so that a name is asked for once.
//!
//! [`CachedRegistry`] puts a memory before a [`Registry`](crate::registry::Registry). [`DiskCache`] is a
//! [`Store`] that outlives the process, [`FleetCache`] one that machines share.
//!
//! ```
//! use std::sync::Arc;
//!
//! use phantom_guard::cache::{CachedRegistry, DISK_LIMIT, DiskCache};
//! use phantom_guard::guard::Guard;
//! use phantom_guard::registry::{ClientSettings, IndexRoot, RegistryClient, Roots};
//! use phantom_guard::report::Mode;
//!
//! let pypi = IndexRoot::parse("https://registry.example/simple/")?;
//! let client = RegistryClient::new(Roots { pypi: Some(pypi), ..Roots::default() }, ClientSettings::default());
//! # let folder = std::env::temp_dir().join("phantom-example");
//! let disk = Arc::new(DiskCache::new(&folder, DISK_LIMIT));
//! let registry = Arc::new(CachedRegistry::new(client).storing(vec![disk]));
//! let guard = Guard::builder("2026-08-01T00:00:00Z".parse()?).registry(registry).build()?;
//! assert_eq!(guard.mode(), Mode::Online);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod disk;
mod fleet;
mod folder;
mod memory;
mod registry;
mod store;

pub use disk::{DISK_LIMIT, DiskCache, DiskStats};
pub use fleet::{FleetAddress, FleetCache, FleetError};
pub(crate) use folder::own_folder;
pub use memory::CacheStats;
pub use registry::{CachedRegistry, Lifetimes};
pub use store::{Held, Store, StoreKey};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    fleet::FleetLimits,
    folder::{folder, private_folder, state_folder, write_private},
    memory::MemoryCache,
};
