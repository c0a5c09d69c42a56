//! Names, where they come from, and where they stand: the types that every other part speaks.

mod address;
mod archive;
mod dependency;
mod ecosystem;
mod name;
mod spec;

pub use address::{hide_passwords, without_secrets};
pub use archive::PYTHON_ARCHIVES;
pub use dependency::{Concern, Dependency, Location, Source};
pub use ecosystem::{Ecosystem, UnknownEcosystem};
pub use name::{NameFault, PackageName};
pub use spec::{PackageSpec, SpecError};
