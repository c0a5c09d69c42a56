//! What registries say of a name.

mod lookup;

pub use lookup::{Lookup, Metadata, Unavailable};

use futures::future::BoxFuture;

use crate::package::PackageName;

/// Something that can be asked for a name: a registry's client, or a cache before it.
pub trait Registry: Send + Sync {
    /// Asks for one name. Never fails otherwise than with [`Lookup::Unavailable`].
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup>;
}
