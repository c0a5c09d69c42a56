use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::client::Client;
use crate::package::{Dependency, Ecosystem, PackageSpec};

/// What a command line would do, as far as packages are concerned.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one for each command line")]
pub enum Plan {
    /// It cannot install: it is run as it stands.
    PassThrough,
    /// It can install, and this is what.
    Install(Install),
    /// It could install and cannot be read: it is held.
    NotUnderstood {
        /// Which part, and what to do about it.
        why: String,
        /// The names that it installs however the rest is meant.
        certain: Option<Box<Install>>,
    },
}

impl Plan {
    pub(super) fn not_understood(why: impl Into<String>) -> Self {
        Self::NotUnderstood { why: why.into(), certain: None }
    }

    /// Keeps the names that are certain, to be judged all the same.
    pub(super) fn with_certain(self, install: Install) -> Self {
        match self {
            Self::NotUnderstood { why, .. } => Self::NotUnderstood { why, certain: Some(Box::new(install)) },
            other => other,
        }
    }
}

/// What an installing command line names.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Install {
    /// Who installs: another client than the one that is run where that runs another
    /// (`python -m uv`, `poetry run pip install …`).
    pub client: Client,
    /// Whose names these are.
    pub ecosystem: Ecosystem,
    /// The names on the command line, with where each would come from.
    pub dependencies: Vec<Dependency>,
    /// Files of requirements and constraints, relative to the working folder: `-r`, `-c`.
    pub files: Vec<PathBuf>,
    /// The projects whose manifests and lockfiles the command installs as well.
    pub projects: Vec<Project>,
    /// The registries that the command line chooses.
    pub index: IndexArgs,
    /// What cargo resolves anew, beyond what stands in files.
    #[doc(hidden)]
    pub resolution: Resolution,
    /// Keys that the command takes out of the project's own manifest (`npm uninstall`): what stands
    /// behind them there is not installed with the rest of it.
    pub without: Vec<String>,
    /// The names are programs to run (`npx`): one that the project has in its `node_modules/.bin` is
    /// run from there, and nothing is fetched.
    pub prefers_local_programs: bool,
    /// What the lockfile pins gives way to newer versions (`update`).
    pub renews: bool,
    /// One package of the lockfile, with its version where that is given, and the version that takes its
    /// place (`cargo update -p NAME@OLD --precise NEW`).
    pub precise: Option<(PackageSpec, String)>,
}

impl Install {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            ecosystem: client.ecosystem(),
            dependencies: Vec::new(),
            files: Vec::new(),
            projects: Vec::new(),
            index: IndexArgs::default(),
            resolution: Resolution::None,
            without: Vec::new(),
            prefers_local_programs: false,
            renews: false,
            precise: None,
        }
    }

    /// Whether it names nothing to fetch.
    pub(super) const fn is_empty(&self) -> bool {
        self.dependencies.is_empty() && self.files.is_empty() && self.projects.is_empty()
    }

    /// Takes in what another command installs besides, with the registries that it chooses.
    pub(super) fn join(&mut self, other: Self) {
        self.dependencies.extend(other.dependencies);
        self.files.extend(other.files);
        for project in other.projects {
            if !self.projects.contains(&project) {
                self.projects.push(project);
            }
        }
        self.renews |= other.renews;
        self.without.extend(other.without);
        // Only what is run can be there already.
        self.prefers_local_programs = false;
        let (own, index) = (&mut self.index, other.index);
        own.primary = index.primary.or_else(|| own.primary.take());
        own.extra.extend(index.extra);
        own.scopes.extend(index.scopes);
        own.find_links.extend(index.find_links);
        own.no_index |= index.no_index;
        own.unreadable |= index.unreadable;
    }

    /// Takes every path from this folder.
    pub(super) fn below(&mut self, folder: &Path) {
        for file in &mut self.files {
            *file = folder.join(&*file);
        }
        for project in &mut self.projects {
            let (Project::Nearest(path)
            | Project::Folder(path)
            | Project::Manifest(path)
            | Project::Script(path)) = project;
            // A separator at the end would be shown.
            *path = if path.as_os_str().is_empty() { folder.to_owned() } else { folder.join(&*path) };
        }
        self.index.prefix = Some(folder.to_owned());
    }
}

/// What a cargo command resolves anew. The words are cargo's own, to be given to it again: those that choose
/// what is resolved and from where (`--manifest-path`, `--config`, `-Z`, `--offline`, features).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Resolution {
    /// Nothing, or nothing that can be foreseen.
    #[default]
    None,
    /// What the project's lockfile lacks.
    Lacking(Vec<OsString>),
    /// What the command itself puts into the lockfile: `update`, `generate-lockfile`.
    Renewing,
    /// What the names of the command line depend on: `cargo install`.
    OfNames(Box<Named>),
}

/// How the names of `cargo install` are resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Features of the names: `-F`.
    pub features: Vec<String>,
    /// `--no-default-features`.
    pub no_default_features: bool,
    /// `--all-features`.
    pub all_features: bool,
    /// Cargo's own words, as above.
    pub words: Vec<OsString>,
}

/// Where a project's manifests lie. Paths are relative to the working folder; an empty one is the
/// working folder itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Project {
    /// The nearest one at this folder or above it, as the client looks for it.
    Nearest(PathBuf),
    /// This folder and no other.
    Folder(PathBuf),
    /// The project of this manifest.
    Manifest(PathBuf),
    /// A program with a block of its own dependencies (`uv run script.py`, `cargo script.rs`); where it has
    /// none, the nearest project to its folder.
    Script(PathBuf),
}

impl Project {
    /// Whether it is looked for, and not named.
    pub(super) const fn is_nearest(&self) -> bool {
        matches!(self, Self::Nearest(_))
    }
}

/// The registries that a command line chooses. An address may hold a secret: it is used to ask and
/// is not to be shown.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexArgs {
    /// In place of the default: `--index-url`, `--registry`, `--index`.
    pub primary: Option<String>,
    /// The same by a name of the configuration: cargo's `--registry`.
    pub named: Option<String>,
    /// Only the settings of the client's own home count, not the folder's: `cargo install NAME`.
    pub of_home: bool,
    /// Besides it: `--extra-index-url`.
    pub extra: Vec<String>,
    /// npm's scopes bound to registries of their own: `--@scope:registry=`.
    pub scopes: Vec<(String, String)>,
    /// Folders and pages of archives: `--find-links`.
    pub find_links: Vec<String>,
    /// No registry is asked at all: `--no-index`.
    pub no_index: bool,
    /// The subcommand whose settings count: pip's `install`, `download`, `wheel`, `lock`.
    pub command: String,
    /// pip's `--isolated` and uv's `--no-config`: the user's own configuration does not count, and neither do
    /// pip's variables.
    pub isolated: bool,
    /// The command line replaces registries in a way that is not read (cargo's `--config`): which
    /// registry answers is not known.
    pub unreadable: bool,
    /// The proxy to registries: pip's `--proxy`, npm's `--https-proxy` and `--proxy`.
    pub proxy: Option<String>,
    /// The hosts that are asked without it: npm's `--noproxy`.
    pub no_proxy: Option<String>,
    /// The file of root certificates, relative to the working folder: pip's `--cert`, npm's `--cafile`.
    pub certificates: Option<String>,
    /// The file that takes the place of the user's settings, relative to the working folder: npm's
    /// `--userconfig`, uv's `--config-file`.
    pub user_config: Option<PathBuf>,
    /// npm's `--globalconfig`, relative to the working folder.
    pub global_config: Option<PathBuf>,
    /// npm's `--prefix`: the project whose settings count, relative to the working folder.
    pub prefix: Option<PathBuf>,
    /// npm's `--global`: no project's settings count.
    pub global: bool,
}

impl std::fmt::Debug for IndexArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = |yes: bool| if yes { "given" } else { "none" };
        f.debug_struct("IndexArgs")
            .field("primary", &given(self.primary.is_some()))
            .field("named", &self.named)
            .field("of_home", &self.of_home)
            .field("extra", &self.extra.len())
            .field("scopes", &self.scopes.len())
            .field("find_links", &self.find_links.len())
            .field("no_index", &self.no_index)
            .field("command", &self.command)
            .field("isolated", &self.isolated)
            .field("unreadable", &self.unreadable)
            .field("proxy", &given(self.proxy.is_some()))
            .field("certificates", &self.certificates)
            .finish()
    }
}
