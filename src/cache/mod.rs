//! What registries said is remembered, so that a name is asked for once.
//!
//! [`MemoryCache`] holds values for a while, [`CachedRegistry`] puts one before a
//! [`Registry`](crate::registry::Registry).

mod memory;
mod registry;

pub use memory::{CacheStats, MemoryCache};
pub use registry::{CachedRegistry, Lifetimes};
