//! Which registry the client would install from.
//!
//! Phantom has no registry of its own. It asks the one that the client would ask, and so finds it
//! where the client does, nearest first: Phantom's own `--index`; the command's arguments; the
//! client's environment; its configuration files; a policy file; and the default that the client itself states.
//! docs/registries.md has the details for each client, and what is not followed.
//!
//! A client is started only where [`Request::ask_client`] allows it, and its answer is remembered.

mod cargo;
mod cargo_auth;
mod environment;
mod ini;
mod netrc;
mod node;
mod npm;
mod npm_auth;
mod pip;
mod stated;
mod uv;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use environment::Environment;
pub use npm::npm_keeps_lockfile;
pub use pip::{PipInputs, pip_inputs};

use super::client::Roots;
use super::credentials::Credentials;
use super::root::{IndexRoot, RootError};
use crate::command::Client;
use crate::package::{Concern, Dependency, Ecosystem, Source, without_secrets};

/// What decides where a client installs from.
///
/// It holds addresses as the user wrote them, secrets included, and so cannot be printed.
#[derive(Clone, Default)]
pub struct Request {
    /// Phantom's own `--index`.
    pub index: Option<IndexRoot>,
    /// The registry to take where the client states none: that of a policy file. It stands in the place of the
    /// client's default.
    pub fallback: Option<IndexRoot>,
    /// What the client's command line says.
    pub arguments: Arguments,
    /// The client's environment.
    pub environment: Environment,
    /// The client whose settings count, where it is another than its ecosystem's own (pip, npm, cargo).
    pub tool: Option<Client>,
    /// pip or npm, of whom a client that cannot state a default is taken to have it.
    pub base: Option<PathBuf>,
    /// The folder that the client would run in.
    pub folder: PathBuf,
    /// The real client's path, past every shim of Phantom's.
    pub client: Option<PathBuf>,
    /// Whether the client may be started to state its default.
    pub ask_client: bool,
    /// Whether the client itself will run in the folder, and do what the folder's own files say. Where
    /// the folder is only looked at, they choose no proxy and no certificates, no variable of the
    /// environment is put into what they hold, and no token of the user's is bound to what they name.
    pub as_client: bool,
    /// The folder in which stated defaults are remembered; see [`crate::cache::folder`].
    pub cache: Option<PathBuf>,
}

/// The parts of a client's command line that choose a registry.
#[derive(Clone, Default)]
pub struct Arguments {
    /// The address that takes the default's place: pip's `-i`, npm's `--registry`, cargo's `--index`.
    pub index: Option<String>,
    /// pip's `--extra-index-url`.
    pub extra: Vec<String>,
    /// pip's `--no-index`.
    pub no_index: bool,
    /// The subcommand of pip's that runs, whose section of pip.conf counts; `install` where empty.
    pub command: String,
    /// pip's `--isolated`: neither variables nor the user's own file count.
    pub isolated: bool,
    /// The name behind cargo's `--registry`.
    pub registry: Option<String>,
    /// Whether the names are `cargo add`'s or `cargo install`'s, for which cargo's setting
    /// `registry.default` counts; it does not for what a manifest asks for.
    pub cargo_names: bool,
    /// The proxy: pip's `--proxy`, npm's `--https-proxy` or `--proxy`.
    pub proxy: Option<String>,
    /// The hosts that are asked without it: npm's `--noproxy`.
    pub no_proxy: Option<String>,
    /// The file of root certificates: pip's `--cert`, npm's `--cafile`.
    pub certificates: Option<String>,
    /// What the project's own files put in the default's place, and have besides: weaker than the
    /// environment.
    pub project_index: Option<String>,
    /// As above.
    pub project_extra: Vec<String>,
    /// The file in place of the usual settings: uv's `--config-file`, bun's `--config`.
    pub settings: Option<PathBuf>,
    /// npm's project, whose `.npmrc` counts, where it is not the nearest folder that can be one: that
    /// of `--prefix`, or the workspace that the nearest one belongs to.
    pub npm_project: Option<PathBuf>,
    /// npm's `--global`: no project's settings count.
    pub npm_global: bool,
    /// npm's `--userconfig`.
    pub npm_user_config: Option<PathBuf>,
    /// npm's `--globalconfig`.
    pub npm_global_config: Option<PathBuf>,
}

/// Where a client installs from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The registry of every name that is not bound to another.
    pub root: IndexRoot,
    /// npm's scopes with registries of their own, by the scope with its `@`.
    pub scopes: BTreeMap<String, IndexRoot>,
    /// Those of the scopes that the project's own file binds: whoever wrote it chose their registry.
    pub project_scopes: BTreeSet<String>,
    /// Whether the names of those are marked as doubtful.
    doubts_project: bool,
    /// pip's further indexes, in which a name may be as well.
    pub extra: Vec<IndexRoot>,
    /// Whether those are asked in order, and a name is taken from the first that has it.
    pub in_order: bool,
    /// What named the registry.
    pub from: Provenance,
    /// What the user should know of the way to it: files that could not be read, and the like.
    pub notes: Vec<String>,
}

/// What named a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Provenance {
    /// Phantom's own `--index`.
    Option,
    /// A policy file, where the client states none.
    Policy,
    /// The command's arguments.
    Arguments,
    /// An environment variable.
    Variable(String),
    /// A configuration file.
    File(PathBuf),
    /// The client, asked for its default.
    Client(PathBuf),
    /// The default that cargo is built with.
    BuiltIn,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option => f.write_str("--index"),
            Self::Policy => f.write_str("the policy"),
            Self::Arguments => f.write_str("the command's arguments"),
            Self::Variable(name) => write!(f, "the environment variable {name}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Client(path) => write!(f, "the default of {}", path.display()),
            Self::BuiltIn => f.write_str("cargo's own default"),
        }
    }
}

/// Why no registry can be asked. None of it holds an address, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoIndex {
    /// The address cannot be a registry's.
    #[error("the registry's address in {from} cannot be used: {error}")]
    Address {
        /// What named it.
        from: Provenance,
        /// What is wrong with it.
        error: RootError,
    },
    /// The client is told to ask nobody.
    #[error("{from} tells the client to use no index")]
    Forbidden {
        /// What tells it.
        from: Provenance,
    },
    /// Something that Phantom cannot ask stands in the registry's place.
    #[error("{from} puts {what} in the place of the registry, which cannot be asked for a name")]
    NotAsked {
        /// What names it.
        from: Provenance,
        /// What it is: `a folder of vendored crates`.
        what: &'static str,
    },
    /// The registry is to be asked through something other than an HTTP proxy.
    #[error("the proxy in {from} has no http or https address, and Phantom can use no other kind")]
    Proxy {
        /// What names it.
        from: Provenance,
    },
    /// The address is put together from variables by a file that has no right to them.
    #[error(
        "{from} makes the registry's address from variables of the environment, which are not put into the file of a folder that is only looked at: use --index URL"
    )]
    Variables {
        /// What names it.
        from: Provenance,
    },
    /// The configuration names a registry that it does not define.
    #[error("{from} names a registry that no configuration defines")]
    Undefined {
        /// What names it.
        from: Provenance,
    },
    /// A configuration file that cannot be read.
    #[error("{}: the file cannot be read: {reason}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// No setting names one, and the client was not to be asked.
    #[error("no setting names a registry, and the client was not asked for its default: use --index URL")]
    Unstated,
    /// The client was asked and gave no answer.
    #[error("{} was asked for its default registry and did not state one: {reason}", client.display())]
    Client {
        /// The client.
        client: PathBuf,
        /// Why.
        reason: String,
    },
}

/// Finds the registry that the ecosystem's client (pip, npm or cargo), or the one that the request names,
/// would install from.
///
/// # Errors
/// Where none is known or the one that is named cannot be asked: then the run is offline for that
/// ecosystem, and the error says why.
pub fn locate(ecosystem: Ecosystem, request: &Request) -> Result<Located, NoIndex> {
    match ecosystem {
        Ecosystem::PyPi if request.tool == Some(Client::Uv) => uv::locate(request),
        Ecosystem::PyPi => pip::locate(request),
        Ecosystem::Npm => npm::locate(request),
        Ecosystem::Crates => cargo::locate(request),
    }
}

impl Located {
    fn new(root: IndexRoot, from: Provenance) -> Self {
        Self {
            root,
            scopes: BTreeMap::new(),
            project_scopes: BTreeSet::new(),
            doubts_project: false,
            extra: Vec::new(),
            in_order: false,
            from,
            notes: Vec::new(),
        }
    }

    /// Has [`Self::bind`] mark the names whose registry only the project's own file chose, for policies that let
    /// no project call names private.
    pub const fn doubt_project(&mut self) {
        self.doubts_project = true;
    }

    /// Every registry that may be asked.
    pub fn roots(&self) -> impl Iterator<Item = &IndexRoot> {
        std::iter::once(&self.root).chain(&self.extra)
    }

    fn roots_mut(&mut self) -> impl Iterator<Item = &mut IndexRoot> {
        std::iter::once(&mut self.root).chain(&mut self.extra)
    }

    /// Puts this registry down as the one to ask for the ecosystem.
    pub fn add_to(&self, ecosystem: Ecosystem, roots: &mut Roots) {
        roots.set(ecosystem, self.root.clone());
        if ecosystem == Ecosystem::PyPi {
            roots.pypi_extra.clone_from(&self.extra);
        }
    }

    /// Marks a dependency whose scope has a registry of its own as coming from there, so that its
    /// name is never asked of this one; and one that pip would take from either of two indexes as
    /// such.
    pub fn bind(&self, dependency: &mut Dependency) {
        if !dependency.source.is_registry() {
            return;
        }
        if let Some(own) = dependency.name.scope().and_then(|scope| self.scopes.get(scope))
            && own.url() != self.root.url()
        {
            dependency.source = Source::OtherRegistry(Arc::from(own.url().as_str()));
            if self.doubts_project
                && dependency.name.scope().is_some_and(|scope| self.project_scopes.contains(scope))
            {
                dependency.concerns.push(Concern::BoundByProject);
            }
        }
        let shares = !self.in_order && dependency.name.ecosystem() == Ecosystem::PyPi;
        if let Some(extra) = self.extra.first().filter(|_| shares) {
            let shown = without_secrets(extra.url().as_str());
            dependency.share_with(&shown);
        }
    }
}

/// An address and what named it.
#[derive(Clone)]
struct Named {
    address: String,
    from: Provenance,
    /// What lets one in, where the address does not hold it.
    credentials: Option<Credentials>,
}

impl Named {
    fn new(address: impl Into<String>, from: Provenance) -> Self {
        Self { address: address.into(), from, credentials: None }
    }

    fn located(&self) -> Result<Located, NoIndex> {
        Ok(Located::new(self.root()?, self.from.clone()))
    }

    fn root(&self) -> Result<IndexRoot, NoIndex> {
        let root = IndexRoot::parse(&self.address)
            .map_err(|error| NoIndex::Address { from: self.from.clone(), error })?;
        Ok(match &self.credentials {
            Some(credentials) => root.with_credentials(credentials.clone()),
            None => root,
        })
    }
}

impl Request {
    /// Whether the project is one of yarn's from version 2 on, by its file of settings.
    pub fn is_of_later_yarn(&self) -> bool {
        node::later_yarn(self).is_ok_and(|settings| settings.is_some())
    }

    /// What Phantom's own option or the client's arguments name.
    fn named(&self) -> Option<Named> {
        let option = self.index.as_ref().map(|root| Named {
            address: root.url().to_string(),
            from: Provenance::Option,
            credentials: root.credentials().cloned(),
        });
        option.or_else(|| self.arguments.index.as_ref().map(|a| Named::new(a, Provenance::Arguments)))
    }

    /// What a policy file has in the place of the client's default.
    fn of_policy(&self) -> Option<Located> {
        Some(Located::new(self.fallback.clone()?, Provenance::Policy))
    }

    /// The default that the client states, where it may be asked; else that of the ecosystem's own client.
    fn stated(&self, ecosystem: Ecosystem) -> Result<Located, NoIndex> {
        if let Some(located) = self.of_policy() {
            return Ok(located);
        }
        let own = match ecosystem {
            Ecosystem::Npm => Client::Npm,
            _ => Client::Pip,
        };
        let mut why = NoIndex::Unstated;
        let asked = [(self.tool.unwrap_or(own), &self.client), (own, &self.base)];
        for (tool, program) in asked {
            let Some(program) = program.as_ref().filter(|_| self.ask_client) else { continue };
            match stated::ask(tool, program, &self.environment, self.cache.as_deref()) {
                Ok(address) => return Named::new(address, Provenance::Client(program.clone())).located(),
                Err(reason) => why = NoIndex::Client { client: program.clone(), reason },
            }
        }
        Err(why)
    }
}

/// A file's text; `None` where there is no such file.
fn read(file: &Path) -> Result<Option<String>, NoIndex> {
    let unreadable = |reason| NoIndex::Unreadable { file: file.to_owned(), reason };
    match std::fs::read(file) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| unreadable("it is not UTF-8".to_owned())),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => Ok(None),
            _ => Err(unreadable(error.to_string())),
        },
    }
}
