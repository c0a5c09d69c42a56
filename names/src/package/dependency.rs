use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::{PackageName, hide_passwords};

/// Where a package's bytes would come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Source {
    /// The registry that the client installs from by default, or a mirror of it.
    #[default]
    Registry,
    /// Another registry, by its address without any secret in it.
    OtherRegistry(Arc<str>),
    /// A git repository.
    Git(Arc<str>),
    /// An archive at an address.
    Url(Arc<str>),
    /// A folder or archive on this machine.
    Path(Arc<str>),
    /// A member of the project itself.
    Workspace,
    /// Shipped inside another package.
    Bundled,
}

impl Source {
    /// The word of the JSON contract.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::OtherRegistry(_) => "other-registry",
            Self::Git(_) => "git",
            Self::Url(_) => "url",
            Self::Path(_) => "path",
            Self::Workspace => "workspace",
            Self::Bundled => "bundled",
        }
    }

    /// Whether the default registry would be asked for the name: only then can a stranger's
    /// package answer to it.
    pub const fn is_registry(&self) -> bool {
        matches!(self, Self::Registry)
    }
}

/// Where a name stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Location {
    /// The file, as the user would write its path.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// What a file gives away about a dependency beside its name, where that is evidence by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Concern {
    /// The address in a lockfile is that of another package's archive than the one it is kept under.
    OtherPackage {
        /// The name under which the lockfile keeps it.
        key: Box<str>,
        /// The address, without any secret in it.
        address: Box<str>,
    },
    /// The address in a lockfile leads to another place than those of the file's other packages.
    OtherPlace {
        /// The address, without any secret in it.
        address: Box<str>,
        /// The host that serves the others, where there is one.
        usual: Option<Box<str>>,
    },
    /// The client would take the name from whichever of two indexes has the higher version: the default
    /// one, where anybody may register it, and this one.
    OtherIndex(Box<str>),
    /// Only the project's own file says that another registry serves the name, and the policy lets no project
    /// call names private.
    BoundByProject,
}

impl Concern {
    /// The same without a password in any text of it.
    #[doc(hidden)]
    pub fn without_passwords(self) -> Self {
        let hidden = |text: Box<str>| Box::from(hide_passwords(&text));
        match self {
            Self::OtherPackage { key, address } => {
                Self::OtherPackage { key: hidden(key), address: hidden(address) }
            }
            Self::OtherPlace { address, usual } => {
                Self::OtherPlace { address: hidden(address), usual: usual.map(hidden) }
            }
            Self::OtherIndex(index) => Self::OtherIndex(hidden(index)),
            Self::BoundByProject => self,
        }
    }
}

/// One name that an install would fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// What gets installed.
    pub name: PackageName,
    /// The name under which the project knows it, where that differs (`npm:` aliases, cargo's `package =`).
    pub alias: Option<String>,
    /// The version or range asked for, as written; `None` where any version will do.
    pub requirement: Option<String>,
    /// Where it would come from.
    pub source: Source,
    /// Where `name` stands; `None` for a name from a command line.
    pub location: Option<Location>,
    /// Whether a lockfile pins it: then the client's resolver once found it in a registry, so that
    /// nobody has just made the name up.
    pub locked: bool,
    /// What else the file says that is evidence.
    pub concerns: Vec<Concern>,
}

impl Dependency {
    /// Notes that the client asks a second index for the name, and takes the higher version; once.
    #[doc(hidden)]
    pub fn share_with(&mut self, index: &str) {
        let known = self.concerns.iter().any(|concern| matches!(concern, Concern::OtherIndex(_)));
        if self.source.is_registry() && !known {
            self.concerns.push(Concern::OtherIndex(index.into()));
        }
    }

    /// A name from the default registry, asked for without a version.
    pub const fn new(name: PackageName) -> Self {
        Self {
            name,
            alias: None,
            requirement: None,
            source: Source::Registry,
            location: None,
            locked: false,
            concerns: Vec::new(),
        }
    }
}
