//! Ways through graphs that are made up, held against all that a slow search finds.

use proptest::prelude::*;

use super::*;

/// A Cargo.lock whose packages `0..count` require each other so; the first `roots` are the project's own.
fn lock(count: usize, roots: usize, edges: &[(usize, usize)]) -> String {
    let mut text = String::from("version = 4\n");
    for node in 0..count {
        text += &format!("\n[[package]]\nname = \"p{node}\"\nversion = \"1.0.{node}\"\n");
        if node >= roots {
            text += "source = \"registry+https://registry.example/index\"\n";
        }
        text += "dependencies = [\n";
        for (_, to) in edges.iter().filter(|(from, _)| *from == node) {
            text += &format!(" \"p{to}\",\n");
        }
        text += "]\n";
    }
    text
}

fn graph(count: usize, roots: usize, edges: &[(usize, usize)]) -> Graph {
    Graph::parse(FileKind::CargoLock, lock(count, roots, edges).as_bytes(), "Cargo.lock").unwrap()
}

fn names(chain: &crate::report::Chain) -> Vec<usize> {
    chain.links.iter().map(|link| link.name.trim_start_matches('p').parse().unwrap()).collect()
}

/// Every way without a circle from a project to `to` that leads through no other project.
fn brute(roots: usize, edges: &[(usize, usize)], to: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<usize>> = vec![vec![to]];
    while let Some(way) = open.pop() {
        if way[0] < roots && way.len() > 1 {
            found.push(way);
            continue;
        }
        let mut above: Vec<usize> =
            edges.iter().filter(|(_, below)| *below == way[0]).map(|(from, _)| *from).collect();
        above.sort_unstable();
        above.dedup();
        open.extend(
            above
                .into_iter()
                .filter(|node| !way.contains(node))
                .map(|node| [vec![node], way.clone()].concat()),
        );
    }
    found.sort_by_key(|way| (way.len(), way.clone()));
    found
}

proptest! {
    #[test]
    fn ways_are_those_of_a_slow_search(
        count in 1_usize..8,
        roots in 0_usize..3,
        edges in prop::collection::vec((0_usize..8, 0_usize..8), 0..20),
        to in 0_usize..8,
    ) {
        let (roots, to) = (roots.min(count), to % count);
        let edges: Vec<_> = edges.into_iter().map(|(from, to)| (from % count, to % count)).collect();
        let graph = graph(count, roots, &edges);
        let id = graph.find(&PackageName::new(Ecosystem::Crates, format!("p{to}")))[0];
        let slow = brute(roots, &edges, to);

        let all = graph.all(id, usize::MAX);
        prop_assert!(!all.uncounted);
        let lengths: Vec<_> = all.ways.iter().map(|way| way.chain.links.len()).collect();
        prop_assert!(lengths.is_sorted(), "{:?}", lengths);
        let shortest = graph.shortest(id, usize::MAX);
        if slow.is_empty() {
            prop_assert_eq!(&all, &shortest);
            // From a package that nobody requires, or in a circle from the next one, or alone.
            for way in &shortest.ways {
                let way = names(&way.chain);
                let is_top = !edges.iter().any(|(from, below)| *below == way[0] && *from != way[0]);
                prop_assert!(way.len() == 1 || is_top || edges.contains(&(way[0], to)) && way.len() == 2);
            }
            return Ok(());
        }
        let mut found: Vec<_> = all.ways.iter().map(|way| names(&way.chain)).collect();
        found.sort_by_key(|way| (way.len(), way.clone()));
        prop_assert_eq!(&found, &slow);

        let mut begins: Vec<usize> = slow.iter().map(|way| way[0]).collect();
        begins.sort_unstable();
        begins.dedup();
        prop_assert_eq!(shortest.ways.len(), begins.len());
        prop_assert_eq!(shortest.ways.len() + shortest.more, slow.len());
        for way in &shortest.ways {
            let way = names(&way.chain);
            let least = slow.iter().find(|other| other[0] == way[0]).unwrap();
            prop_assert_eq!(least.len(), way.len());
            prop_assert!(slow.contains(&way));
        }
    }

    /// No text of any kind makes a reader fail.
    #[test]
    fn any_text_is_read(text in "[\\PC\n\"{}\\[\\]:,@/ -]{0,200}") {
        for kind in FileKind::ALL {
            if let Some(graph) = Graph::parse(kind, text.as_bytes(), "x") {
                for id in (0..graph.len()).filter_map(|at| u32::try_from(at).ok()) {
                    prop_assert!(!graph.shortest(NodeId(id), 3).ways.is_empty());
                }
            }
        }
    }
}

/// 5,000 packages in layers, each requiring all of the next layer: more ways than atoms, and shortest ones at once.
#[test]
fn many_ways_are_not_counted_to_their_end() {
    const LAYER: usize = 20;
    let mut edges = Vec::new();
    for node in 1..5000 {
        let layer = (node - 1) / LAYER;
        let above = if layer == 0 { 0..1 } else { (layer - 1) * LAYER + 1..layer * LAYER + 1 };
        edges.extend(above.map(|from| (from, node)));
    }
    let graph = graph(5000, 1, &edges);
    let id = graph.find(&PackageName::new(Ecosystem::Crates, "p4999"))[0];
    let found = graph.shortest(id, 9);
    assert_eq!((found.ways.len(), found.uncounted), (1, true));
    assert_eq!(found.ways[0].chain.links.len(), 1 + 250);
    // One way to the end of a long line is one way.
    let line: Vec<_> = (1..5000).map(|node| (node - 1, node)).collect();
    let line = tests::graph(5000, 1, &line);
    let id = line.find(&PackageName::new(Ecosystem::Crates, "p4999"))[0];
    let found = line.shortest(id, 9);
    assert_eq!((found.ways[0].chain.links.len(), found.more, found.uncounted), (5000, 0, false));
}

#[test]
fn a_circle_has_an_end() {
    let graph = graph(4, 1, &[(0, 1), (1, 2), (2, 3), (3, 1), (2, 2)]);
    let id = graph.find(&PackageName::new(Ecosystem::Crates, "p3"))[0];
    let found = graph.all(id, 9);
    assert_eq!(names(&found.ways[0].chain), [0, 1, 2, 3]);
    assert_eq!(found.ways.len(), 1);
    // Nobody outside leads to this one.
    let alone = tests::graph(3, 0, &[(0, 1), (1, 2), (2, 0)]);
    let id = alone.find(&PackageName::new(Ecosystem::Crates, "p1"))[0];
    assert_eq!(names(&alone.shortest(id, 9).ways[0].chain), [0, 1], "the next one requires it");
}

/// A line of 20,000 has one way, and 60 steps of two packages each have too many: the first ones are given.
#[test]
fn long_and_broad_graphs_give_their_ways() {
    let last = |graph: &Graph, name: &str| graph.find(&PackageName::new(Ecosystem::Crates, name))[0];
    let line: Vec<_> = (1..20_000).map(|node| (node - 1, node)).collect();
    let line = graph(20_000, 1, &line);
    for found in [line.shortest(last(&line, "p19999"), 9), line.all(last(&line, "p19999"), 9)] {
        assert_eq!((found.ways.len(), found.more, found.uncounted), (1, 0, false));
    }
    let mut ladder = vec![(0, 1), (0, 2)];
    for step in 1..60 {
        let (a, b) = (2 * step - 1, 2 * step);
        ladder.extend([(a, a + 2), (a, b + 2), (b, a + 2), (b, b + 2)]);
    }
    let ladder = graph(121, 1, &ladder);
    let found = ladder.all(last(&ladder, "p120"), 1000);
    assert_eq!((found.ways.len(), found.uncounted), (1000, true));
    assert!(found.ways.iter().all(|way| way.chain.links.len() == 61));
}
