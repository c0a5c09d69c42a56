//! Names, where they come from, and where they stand: the types that every other part speaks.
//!
//! ```
//! use phantom_names::package::{Dependency, Ecosystem, PackageName, PackageSpec};
//!
//! // A registry's own rule says which spellings are one name.
//! let name = PackageName::new(Ecosystem::PyPi, "Flask_CORS");
//! assert_eq!((name.spelling(), name.normal()), ("Flask_CORS", "flask-cors"));
//! assert!(PackageName::new(Ecosystem::Crates, "two words").fault().is_some());
//!
//! let dependency = Dependency::from(PackageSpec::parse("npm:react@18", None)?);
//! assert_eq!(dependency.requirement.as_deref(), Some("18"));
//! assert!(PackageSpec::parse("react", None).is_err()); // of which ecosystem?
//! # Ok::<(), phantom_names::package::SpecError>(())
//! ```

mod address;
mod archive;
mod dependency;
mod ecosystem;
mod name;
mod spec;

pub use dependency::{Concern, Dependency, Location, Source};
pub use ecosystem::{Ecosystem, UnknownEcosystem};
pub use name::{NameFault, PackageName};
pub use spec::{PackageSpec, SpecError};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    address::{hide_passwords, without_secrets},
    archive::PYTHON_ARCHIVES,
};
