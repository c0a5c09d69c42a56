//! The ways from a project down to a package, shortest first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use super::beside::Stated;
use super::{Graph, NodeId, Section};
use crate::package::PackageName;
use crate::report::{Chain, Link};

/// So many steps are taken to count or list ways: a graph of a few dozen packages can have millions.
const MOST_STEPS: usize = 1 << 24;

/// And so many parts of ways are kept meanwhile.
const MOST_PARTS: usize = 1 << 18;

/// And so many are counted.
const MOST_WAYS: usize = 1_000_000;

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

/// What lies between a package and the projects that lead to it; a way through any other ends nowhere.
struct Above {
    /// The packages, with the fewest links from a project.
    least: HashMap<u32, usize>,
    /// How many ways there are, and whether there are more; `None` where some of them lead in a circle.
    ways: Option<(usize, bool)>,
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
        let above = self.above(to);
        let shortest = self.search(to);
        let (total, uncounted) = above.ways.unwrap_or_else(|| {
            let (all, uncounted) = self.enumerate(to, usize::MAX, &above);
            (all.len(), uncounted)
        });
        let total = total.max(shortest.len());
        let ways: Vec<Way> = shortest.into_iter().take(most).map(|path| self.way(&path)).collect();
        Ways { more: total.saturating_sub(ways.len()), uncounted, ways }
    }

    /// Every way, shortest first, `most` of them at the most.
    pub fn all(&self, to: NodeId, most: usize) -> Ways {
        let above = self.above(to);
        let limit = if above.ways.is_some() { most } else { usize::MAX };
        let (all, stopped) = self.enumerate(to, limit, &above);
        if all.is_empty() {
            return self.shortest(to, most);
        }
        let (total, uncounted) = above.ways.unwrap_or((all.len(), stopped));
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
            // A project stands for itself; in a circle that nothing outside leads to, the next requirers do.
            let direct =
                || (1..parts.len()).filter(|at| parts.get(*at).is_some_and(|part| part.below == Some(0)));
            ends = if self.is_root(to.0) {
                vec![0]
            } else if tops.is_empty() {
                direct().collect()
            } else {
                tops
            };
        }
        ends.into_iter().map(|end| path(&parts, end)).collect()
    }

    /// Ways from projects, shortest first, as far as the steps suffice, and whether they did not.
    fn enumerate(&self, to: NodeId, most: usize, above: &Above) -> (Vec<Vec<(u32, Section)>>, bool) {
        let mut parts = vec![Part { node: to.0, below: None, section: Section::Normal }];
        // By the length that the whole way will have; of two, the one of which less is missing.
        let mut open = BinaryHeap::from([Reverse((0, Reverse(1), 0))]);
        let (mut steps, mut found) = (0, Vec::new());
        while let Some(Reverse((_, Reverse(length), at))) = open.pop() {
            let Some(node) = parts.get(at).map(|part| part.node) else { continue };
            if at > 0 && self.is_root(node) {
                found.push(at);
                if found.len() >= most {
                    break;
                }
                continue;
            }
            // Without a circle, no way meets a package twice.
            let below = if above.ways.is_some() { Vec::new() } else { path(&parts, at) };
            for &(requirer, section) in self.requirers_of(node) {
                steps += 1 + below.len();
                if steps > MOST_STEPS || parts.len() > MOST_PARTS {
                    return (found.into_iter().map(|end| path(&parts, end)).collect(), true);
                }
                if let Some(least) = above.least.get(&requirer)
                    && !below.iter().any(|(node, _)| *node == requirer)
                {
                    open.push(Reverse((length + 1 + least, Reverse(length + 1), parts.len())));
                    parts.push(Part { node: requirer, below: Some(at), section });
                }
            }
        }
        (found.into_iter().map(|end| path(&parts, end)).collect(), false)
    }

    /// What lies between a package and the projects that lead to it.
    fn above(&self, to: NodeId) -> Above {
        let mut seen = HashSet::from([to.0]);
        let mut order = vec![to.0];
        let mut requires: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut at = 0;
        while let Some(&node) = order.get(at) {
            at += 1;
            if node != to.0 && self.is_root(node) {
                continue;
            }
            for &(requirer, _) in self.requirers_of(node) {
                requires.entry(requirer).or_default().push(node);
                if seen.insert(requirer) {
                    order.push(requirer);
                }
            }
        }
        let roots = || order.iter().copied().filter(|node| self.is_root(*node));
        let below = |node: u32| requires.get(&node).into_iter().flatten().copied();
        let mut open: VecDeque<(u32, usize)> = roots().map(|root| (root, 0)).collect();
        let mut least: HashMap<u32, usize> = open.iter().copied().collect();
        while let Some((node, links)) = open.pop_front() {
            for node in below(node).filter(|node| !least.contains_key(node)).collect::<Vec<_>>() {
                least.insert(node, links + 1);
                open.push_back((node, links + 1));
            }
        }
        // A package is counted once all that require it are; in a circle none ever is.
        let waits =
            |node: u32| self.requirers_of(node).iter().filter(|(node, _)| least.contains_key(node)).count();
        let mut waiting: HashMap<u32, usize> = HashMap::new();
        let mut ways: HashMap<u32, usize> = HashMap::new();
        let mut ready: Vec<u32> = roots().filter(|root| *root != to.0).collect();
        ways.extend(ready.iter().map(|root| (*root, 1)));
        while let Some(node) = ready.pop() {
            let own = ways.get(&node).copied().unwrap_or_default();
            for node in below(node) {
                let sum = ways.entry(node).or_default();
                *sum = sum.saturating_add(own).min(MOST_WAYS);
                let left = waiting.entry(node).or_insert_with(|| waits(node));
                *left = left.saturating_sub(1);
                if *left == 0 {
                    ready.push(node);
                }
            }
        }
        let is_counted = waiting.get(&to.0).map_or_else(|| waits(to.0) == 0, |left| *left == 0);
        let count = ways.get(&to.0).copied().unwrap_or_default();
        Above { least, ways: is_counted.then_some((count, count == MOST_WAYS)) }
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
