//! What a reader of a format writes: nodes by byte offset, and edges.

use std::collections::HashMap;

use super::beside::{Beside, Manifest};
use super::{Graph, Node, Section};
use crate::manifest::draft::Places;
use crate::manifest::kind::FileKind;
use crate::package::{Ecosystem, Location, PackageName, hide_passwords};

/// A node's number.
pub(super) type Id = usize;

/// A graph while it is read.
pub(super) struct Sketch<'t> {
    pub(super) text: &'t str,
    pub(super) ecosystem: Ecosystem,
    pub(super) beside: &'t Beside,
    /// Nodes, and where their names stand.
    nodes: Vec<(Node, Option<usize>)>,
    requirers: Vec<Vec<(u32, Section)>>,
    /// Numbers by normal name.
    by_name: HashMap<Box<str>, Vec<Id>>,
    pub(super) records_edges: bool,
}

impl<'t> Sketch<'t> {
    pub(super) fn new(text: &'t str, ecosystem: Ecosystem, beside: &'t Beside) -> Self {
        Self {
            text,
            ecosystem,
            beside,
            nodes: Vec::new(),
            requirers: Vec::new(),
            by_name: HashMap::new(),
            records_edges: true,
        }
    }

    /// A package whose name stands at an offset.
    pub(super) fn node(&mut self, name: &str, version: Option<&str>, at: Option<usize>) -> Id {
        let id = self.nodes.len();
        let normal = self.normal(name);
        self.by_name.entry(normal).or_default().push(id);
        let node = Node {
            name: hide_passwords(name).into(),
            alias: None,
            version: version.map(|version| hide_passwords(version).into()),
            location: None,
            is_root: false,
            stated: Vec::new(),
        };
        self.nodes.push((node, at));
        self.requirers.push(Vec::new());
        id
    }

    /// Notes another name under which a package is known.
    pub(super) fn alias(&mut self, id: Id, alias: &str) {
        if let Some((node, _)) = self.nodes.get_mut(id)
            && *node.name != *alias
        {
            node.alias = Some(hide_passwords(alias).into());
        }
    }

    /// Notes what a lockfile says of a project that it lists.
    pub(super) fn set(&mut self, id: Id, version: Option<&str>, at: Option<usize>) {
        if let Some((node, place)) = self.nodes.get_mut(id) {
            node.version = version.map(|version| hide_passwords(version).into());
            *place = at;
        }
    }

    /// Makes a node a project's own, whose manifest may be known.
    pub(super) fn make_root(&mut self, id: Id, manifest: Option<Manifest>) {
        if let Some((node, _)) = self.nodes.get_mut(id) {
            node.is_root = true;
            node.stated = manifest.map(|manifest| manifest.stated).unwrap_or_default();
        }
    }

    /// The project whose manifest lies beside the lockfile, in `folder` as seen from there. It is named as
    /// `name` says, else as its manifest, else as its folder.
    pub(super) fn project(&mut self, kind: FileKind, folder: &str, name: Option<&str>) -> Id {
        let manifest = self.beside.manifest(kind, folder);
        let own = manifest.as_ref().and_then(|manifest| manifest.name.as_deref());
        let name = name.or(own).map(str::to_owned).unwrap_or_else(|| self.beside.folder_name(folder));
        let id = self.node(&name, None, None);
        self.make_root(id, manifest);
        id
    }

    /// That `from` requires `to`.
    pub(super) fn edge(&mut self, from: Id, to: Id, section: Section) {
        let (Ok(number), Some(requirers)) = (u32::try_from(from), self.requirers.get_mut(to)) else { return };
        // One that says it twice says so at once.
        if from != to && requirers.last().is_none_or(|(last, _)| *last != number) {
            requirers.push((number, section));
        }
    }

    /// The packages of a name.
    pub(super) fn named(&self, name: &str) -> &[Id] {
        self.by_name.get(&self.normal(name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The version of a node.
    pub(super) fn version(&self, id: Id) -> Option<&str> {
        self.nodes.get(id)?.0.version.as_deref()
    }

    pub(super) fn normal(&self, name: &str) -> Box<str> {
        PackageName::new(self.ecosystem, name).normal().into()
    }

    /// Puts lines and columns in the place of offsets.
    pub(super) fn finish(self, shown: &str) -> Graph {
        let places = Places::new(self.text, self.nodes.iter().filter_map(|(_, at)| *at));
        let file: std::sync::Arc<str> = shown.into();
        let location = |at| {
            let (line, column) = places.get(at);
            Location { file: std::sync::Arc::clone(&file), line, column }
        };
        let nodes = self.nodes.into_iter().map(|(node, at)| Node { location: at.map(location), ..node });
        Graph {
            ecosystem: self.ecosystem,
            nodes: nodes.collect(),
            requirers: self.requirers,
            records_edges: self.records_edges,
            file,
        }
    }
}
