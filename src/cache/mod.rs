//! What registries said is remembered, so that a name is asked for once.
//!
//! [`MemoryCache`] holds values for a while, [`CachedRegistry`] puts one before a
//! [`Registry`](crate::registry::Registry). [`folder`] says where what outlives a process is kept.

mod disk;
mod folder;
mod memory;
mod registry;
mod store;

pub use disk::{DISK_LIMIT, DiskCache, DiskStats};
pub use folder::{folder, write_private};
pub use memory::{CacheStats, MemoryCache};
pub use registry::{CachedRegistry, Lifetimes};
pub use store::{Held, Store, StoreKey};
