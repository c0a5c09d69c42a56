//! Who brings a name in.

use std::sync::Arc;

use crate::package::{Ecosystem, Location};

/// The way from a project down to one package of a lockfile, as the lockfile records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The ecosystem of all links.
    pub ecosystem: Ecosystem,
    /// The lockfile that says so, as the user would write its path.
    pub file: Arc<str>,
    /// The project itself first, the package that is brought in last; at least one.
    pub links: Vec<Link>,
}

/// One package of a [`Chain`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The package's name, as the lockfile spells it; of a project without a name its folder's.
    pub name: Box<str>,
    /// Its version, where there is one.
    pub version: Option<Box<str>>,
    /// Where it stands; `None` for a project that the lockfile does not list.
    pub location: Option<Location>,
}
