//! What a registry says of a name.

mod history;
mod lookup;

pub use history::{History, Release};
pub use lookup::{Lookup, MOST_OWNERS, Metadata, Stated, Unavailable};
