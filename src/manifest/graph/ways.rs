//! The ways from a project down to a package, shortest first.

use std::collections::{HashSet, VecDeque};

use super::beside::Stated;
use super::{Graph, NodeId, Section};
use crate::package::PackageName;
use crate::report::{Chain, Link};

/// So many steps are taken to count or list ways: a graph of a few dozen packages can have millions.
const MOST_STEPS: usize = 1 << 24;

/// And so many parts of ways are kept meanwhile.
const MOST_PARTS: usize = 1 << 18;

/// One way from a project down to a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The packages along it.
    pub chain: Chain,
    /// The part of the project in which it begins.
    pub section: Section,
}

/// Ways down to one package.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ways {
    /// The shortest one from each project that does not lead through another, or all; shortest first.
    pub ways: Vec<Way>,
    /// How many there are beside.
    pub more: usize,
    /// Whether there are more than that, which were not counted.
    pub uncounted: bool,
}

/// A part of a way: a node, and the part below it.
struct Part {
    node: u32,
    below: Option<usize>,
    section: Section,
}

impl Graph {
    /// The shortest way down to a package from each project, without those that lead through another
    /// project, `most` of them at the most; and how many ways there are beside. Where no project asks for
    /// it, a way begins with a package that nobody requires.
    pub fn shortest(&self, to: NodeId, most: usize) -> Ways {
        let shortest = self.search(to);
        let (all, uncounted) = self.enumerate(to);
        let total = all.len().max(shortest.len());
        let ways: Vec<Way> = shortest.into_iter().take(most).map(|path| self.way(&path)).collect();
        Ways { more: total.saturating_sub(ways.len()), uncounted, ways }
    }

    /// Every way, shortest first, `most` of them at the most.
    pub fn all(&self, to: NodeId, most: usize) -> Ways {
        let (all, uncounted) = self.enumerate(to);
        if all.is_empty() {
            return self.shortest(to, most);
        }
        let total = all.len();
        let ways: Vec<Way> = all.into_iter().take(most).map(|path| self.way(&path)).collect();
        Ways { more: total.saturating_sub(ways.len()), uncounted, ways }
    }

    /// One shortest way from each project, `most` of them at the most, without counting the rest.
    pub fn chains(&self, to: NodeId, most: usize) -> Vec<Chain> {
        self.search(to).iter().take(most).map(|path| self.way(path).chain).collect()
    }

    /// A search upwards in breadth: each node is met once, by a shortest way.
    fn search(&self, to: NodeId) -> Vec<Vec<(u32, Section)>> {
        let mut parts = vec![Part { node: to.0, below: None, section: Section::Normal }];
        let mut seen = HashSet::from([to.0]);
        let (mut open, mut ends, mut tops) = (VecDeque::from([0]), Vec::new(), Vec::new());
        while let Some(at) = open.pop_front() {
            let Some(node) = parts.get(at).map(|part| part.node) else { continue };
            if at > 0 && self.is_root(node) {
                ends.push(at);
                continue;
            }
            let requirers = self.requirers_of(node);
            if requirers.is_empty() {
                tops.push(at);
            }
            for &(node, section) in requirers.iter().filter(|(node, _)| seen.insert(*node)) {
                open.push_back(parts.len());
                parts.push(Part { node, below: Some(at), section });
            }
        }
        if ends.is_empty() {
            // A project, or a circle that nothing outside leads to, stands for itself.
            ends = if self.is_root(to.0) || tops.is_empty() { vec![0] } else { tops };
        }
        ends.into_iter().map(|end| path(&parts, end)).collect()
    }

    /// All ways from projects, in breadth, as far as the steps suffice.
    fn enumerate(&self, to: NodeId) -> (Vec<Vec<(u32, Section)>>, bool) {
        let useful = self.below_a_project(to);
        let mut parts = vec![Part { node: to.0, below: None, section: Section::Normal }];
        let (mut at, mut steps, mut found) = (0, 0, Vec::new());
        while let Some(Part { node, .. }) = parts.get(at) {
            let node = *node;
            if at > 0 && self.is_root(node) {
                found.push(at);
            } else {
                let above = path(&parts, at);
                for &(requirer, section) in self.requirers_of(node) {
                    steps += above.len();
                    if steps > MOST_STEPS || parts.len() > MOST_PARTS {
                        return (found.into_iter().map(|end| path(&parts, end)).collect(), true);
                    }
                    if useful.contains(&requirer) && !above.iter().any(|(node, _)| *node == requirer) {
                        parts.push(Part { node: requirer, below: Some(at), section });
                    }
                }
            }
            at += 1;
        }
        (found.into_iter().map(|end| path(&parts, end)).collect(), false)
    }

    /// Nodes above `to` that a project leads to; a way through any other ends nowhere.
    fn below_a_project(&self, to: NodeId) -> HashSet<u32> {
        let mut above = HashSet::from([to.0]);
        let mut order = vec![to.0];
        let mut requires: std::collections::HashMap<u32, Vec<u32>> = std::collections::HashMap::new();
        let mut at = 0;
        while let Some(&node) = order.get(at) {
            at += 1;
            if node != to.0 && self.is_root(node) {
                continue;
            }
            for &(requirer, _) in self.requirers_of(node) {
                requires.entry(requirer).or_default().push(node);
                if above.insert(requirer) {
                    order.push(requirer);
                }
            }
        }
        let mut open: Vec<u32> = order.into_iter().filter(|node| self.is_root(*node)).collect();
        let mut useful: HashSet<u32> = open.iter().copied().collect();
        while let Some(node) = open.pop() {
            let below = requires.get(&node).into_iter().flatten();
            open.extend(below.filter(|node| useful.insert(**node)));
        }
        useful
    }

    fn is_root(&self, node: u32) -> bool {
        self.node(node).is_some_and(|node| node.is_root)
    }

    fn requirers_of(&self, node: u32) -> &[(u32, Section)] {
        self.requirers.get(node as usize).map(Vec::as_slice).unwrap_or_default()
    }

    fn way(&self, path: &[(u32, Section)]) -> Way {
        let nodes = || path.iter().filter_map(|(id, _)| self.node(*id));
        let mut links: Vec<Link> = nodes()
            .map(|node| Link {
                name: node.name.clone(),
                version: node.version.clone(),
                location: node.location.clone(),
            })
            .collect();
        // A project's manifest says where it asks for the next one.
        if let (Some(project), Some(next), Some(first)) = (nodes().next(), nodes().nth(1), links.first_mut())
        {
            let names = [next.alias.as_deref(), Some(&*next.name)].into_iter().flatten();
            let mut names = names.map(|name| PackageName::new(self.ecosystem, name));
            let version = next.version.as_deref();
            let stated = names.find_map(|name| Stated::place(&project.stated, name.normal(), version));
            first.location = stated.cloned().or_else(|| first.location.take());
        }
        let section = path.first().map_or(Section::Normal, |(_, section)| *section);
        Way { chain: Chain { ecosystem: self.ecosystem, file: self.file.clone(), links }, section }
    }
}

/// A way from its topmost part down.
fn path(parts: &[Part], end: usize) -> Vec<(u32, Section)> {
    let mut path = Vec::new();
    let mut at = Some(end);
    while let Some(part) = at.and_then(|at| parts.get(at)) {
        path.push((part.node, part.section));
        at = part.below;
    }
    path
}
