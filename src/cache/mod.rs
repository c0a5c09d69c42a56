//! What registries said is remembered, so that a name is asked for once.
//!
//! [`MemoryCache`] holds values for a while, [`CachedRegistry`] puts one before a
//! [`Registry`](crate::registry::Registry). [`FleetCache`] is a [`Store`] that machines share. [`folder`]
//! says where what outlives a process is kept.

mod disk;
mod fleet;
mod folder;
mod memory;
mod registry;
mod store;

pub use disk::{DISK_LIMIT, DiskCache, DiskStats};
pub use fleet::{FleetAddress, FleetCache, FleetError, FleetLimits};
pub(crate) use folder::own_folder;
pub use folder::{folder, private_folder, state_folder, write_private};
pub use memory::{CacheStats, MemoryCache};
pub use registry::{CachedRegistry, Lifetimes};
pub use store::{Held, Store, StoreKey};
