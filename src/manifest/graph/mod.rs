//! Who requires whom: a lockfile as a graph.
//!
//! The usual reading of a lockfile looks at each package once and leaves out what it requires. This one is
//! made only where somebody asks who brings a name in, and is lenient: what is wrong with a file is
//! said by the usual reading. All notations become one table of nodes ([`tree`]), from which each format
//! takes its packages and edges:
//!
//! | file | who requires whom | the project itself |
//! |---|---|---|
//! | Cargo.lock | `dependencies` of each package | packages without a source |
//! | package-lock.json | folders, as node looks for them; `requires` in version 1 | `""` and folders outside node_modules |
//! | yarn.lock | ranges, which are the blocks' keys | package.json; later ones: `@workspace:` |
//! | pnpm-lock.yaml | `snapshots`, or `packages` before version 9 | `importers` |
//! | bun.lock | keys, as folders | `workspaces` |
//! | uv.lock | `dependencies`, extras and groups | packages of the workspace |
//! | poetry.lock, pdm.lock | `dependencies` | pyproject.toml |
//! | Pipfile.lock, pylock.toml | nobody says | Pipfile, pyproject.toml |
//! | requirements files | comments `# via`, as pip-compile and uv write them | the files and projects in them |

mod beside;
mod bun;
mod cargo;
mod npm;
mod pnpm;
mod python;
mod requirements;
mod sketch;
mod tree;
mod ways;
mod yarn;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use self::beside::{Beside, Stated};
use self::sketch::Sketch;
use super::kind::FileKind;
use super::{load, text};
use crate::package::{Dependency, Ecosystem, Location, PackageName};

pub use ways::{Way, Ways};

/// The part of a project in which it asks for a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What the project needs to run, and whatever the lockfile does not tell apart from it.
    Normal,
    /// What only its developers need.
    Development,
    /// What it can do without.
    Optional,
    /// What it expects beside itself (npm).
    Peer,
}

impl Section {
    /// The word for it, where there is one worth a word.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Development => Some("dev"),
            Self::Optional => Some("optional"),
            Self::Peer => Some("peer"),
        }
    }
}

/// One lockfile as a graph: its packages, and which of them require which.
#[derive(Debug)]
pub struct Graph {
    ecosystem: Ecosystem,
    file: Arc<str>,
    nodes: Vec<Node>,
    /// Who requires a node, and in which part of it; by the node's number, in the file's order.
    requirers: Vec<Vec<(u32, Section)>>,
    records_edges: bool,
}

/// One package of a [`Graph`], or a project.
#[derive(Debug)]
struct Node {
    name: Box<str>,
    /// The name under which others know it.
    alias: Option<Box<str>>,
    version: Option<Box<str>>,
    location: Option<Location>,
    /// A project's own package, or the project.
    is_root: bool,
    /// What a project's manifest asks for, and where.
    stated: Vec<Stated>,
}

/// One package of a [`Graph`], by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

impl Graph {
    /// Reads a lockfile, and the manifests of its projects where they lie beside it. `shown` is the path
    /// as the user would write it. `None` where the file cannot be read, or is of a kind that pins nothing;
    /// the usual reading says what is wrong with it.
    pub fn read(kind: FileKind, path: &Path, shown: &str) -> Option<Self> {
        if !is_graph(kind) {
            return None;
        }
        Self::read_text(kind, &load::bytes(path, None).ok()?, path, shown)
    }

    /// Reads text as that of a file which may lie elsewhere or not at all, and what lies beside its place.
    pub fn read_text(kind: FileKind, text: &[u8], path: &Path, shown: &str) -> Option<Self> {
        is_graph(kind).then(|| Self::of(kind, text, shown, &Beside::at(path, shown)))
    }

    /// Reads text that is already in memory, and nothing beside it: formats that do not say what the
    /// project itself asks for then have no project.
    pub fn parse(kind: FileKind, text: &[u8], shown: &str) -> Option<Self> {
        is_graph(kind).then(|| Self::of(kind, text, shown, &Beside::nothing()))
    }

    fn of(kind: FileKind, bytes: &[u8], shown: &str, beside: &Beside) -> Self {
        let decoded = text::decode(bytes);
        let mut sketch = Sketch::new(&decoded.text, kind.ecosystem(), beside);
        match kind {
            FileKind::CargoLock => cargo::read(&mut sketch),
            FileKind::PackageLock => npm::read(&mut sketch),
            FileKind::YarnLock => yarn::read(&mut sketch),
            FileKind::PnpmLock => pnpm::read(&mut sketch),
            FileKind::BunLock => bun::read(&mut sketch),
            FileKind::UvLock => python::read_uv(&mut sketch),
            FileKind::PoetryLock => python::read_poetry(&mut sketch),
            FileKind::PdmLock => python::read_pdm(&mut sketch),
            FileKind::PipfileLock => python::read_pipfile(&mut sketch),
            FileKind::Pylock => python::read_pylock(&mut sketch),
            _ => requirements::read(&mut sketch),
        }
        sketch.finish(shown)
    }

    /// The ecosystem of all its packages.
    pub const fn ecosystem(&self) -> Ecosystem {
        self.ecosystem
    }

    /// Whether the format says who requires whom at all.
    pub const fn records_edges(&self) -> bool {
        self.records_edges
    }

    /// The number of its packages and projects.
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it has none.
    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The packages of a name, or known under it, in the order of the file.
    pub fn find(&self, name: &PackageName) -> Vec<NodeId> {
        let is = |text: &str| PackageName::new(self.ecosystem, text).normal() == name.normal();
        let found = (0..).zip(&self.nodes);
        found
            .filter(|(_, node)| is(&node.name) || node.alias.as_deref().is_some_and(is))
            .map(|(id, _)| NodeId(id))
            .collect()
    }

    /// The package that a dependency of the usual reading is, or several where it cannot be told which.
    pub fn of_dependency(&self, dependency: &Dependency) -> Vec<NodeId> {
        let mut found = self.find(&dependency.name);
        if let Some(alias) = dependency.alias.as_deref().filter(|_| found.is_empty()) {
            found = self.find(&PackageName::new(self.ecosystem, alias));
        }
        let version = dependency.requirement.as_deref().map(|version| version.trim_start_matches('='));
        let same_version = |node: &Node| node.version.as_deref() == version;
        let same_place = |node: &Node| node.location == dependency.location;
        self.narrow(&mut found, same_version);
        self.narrow(&mut found, same_place);
        found
    }

    /// Leaves those for which something holds, if there are any.
    fn narrow(&self, found: &mut Vec<NodeId>, holds: impl Fn(&Node) -> bool) {
        let holds = |id: &NodeId| self.node(id.0).is_some_and(&holds);
        if found.iter().any(holds) {
            found.retain(holds);
        }
    }

    /// Whether a package is the project's own, or the project.
    pub fn is_project(&self, id: NodeId) -> bool {
        self.node(id.0).is_some_and(|node| node.is_root)
    }

    /// A package's name as the file spells it, its version, and where it stands.
    pub fn package(&self, id: NodeId) -> (&str, Option<&str>, Option<&Location>) {
        self.node(id.0)
            .map_or(("", None, None), |node| (&node.name, node.version.as_deref(), node.location.as_ref()))
    }

    fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(id as usize)
    }
}

/// Whether a file of the kind can say who requires whom, or at least what there is.
const fn is_graph(kind: FileKind) -> bool {
    kind.is_lockfile() && !matches!(kind, FileKind::BunLockb) || matches!(kind, FileKind::Requirements)
}
