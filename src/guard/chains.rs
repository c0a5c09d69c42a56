//! Who brings a flagged name in, where a lockfile says so.

use std::collections::HashMap;

use crate::detector::Verdict;
use crate::finding::Finding;
use crate::manifest::{FileRead, Graph};
use crate::policy::Action;
use crate::report::Chain;

/// So many chains are given for one finding.
const MOST_EACH: usize = 3;

/// And so many for all.
const MOST: usize = 200;

/// The shortest chains down to what is stopped or warned of. `graph` gives the graph of a file, by the name
/// that locations have, and is asked once for each file with such a finding: without one nothing is read.
pub fn chains(findings: &[Finding], mut graph: impl FnMut(&str) -> Option<Graph>) -> Vec<Chain> {
    let mut graphs: HashMap<&str, Option<Graph>> = HashMap::new();
    let mut found: Vec<Chain> = Vec::new();
    for Finding { dependency, .. } in findings.iter().filter(|finding| is_flagged(finding)) {
        let Some(location) = dependency.location.as_ref() else { continue };
        let file = &*location.file;
        let Some(graph) = graphs.entry(file).or_insert_with(|| graph(file)) else { continue };
        let chains = graph.of_dependency(dependency).into_iter().flat_map(|id| graph.chains(id, MOST_EACH));
        for chain in chains.take(MOST_EACH) {
            // What nobody requires brings itself in.
            if chain.links.len() > 1 && !found.contains(&chain) {
                found.push(chain);
            }
        }
        if found.len() >= MOST {
            found.truncate(MOST);
            break;
        }
    }
    found
}

/// The same for files that were read from the disk.
pub fn chains_in(findings: &[Finding], files: &[FileRead]) -> Vec<Chain> {
    chains(findings, |shown| {
        let file = files.iter().find(|file| *file.shown == *shown)?;
        Graph::read(file.kind, &file.path, &file.shown)
    })
}

/// What could not be checked is no finding: offline that may be most of a file.
fn is_flagged(finding: &Finding) -> bool {
    finding.decision.action > Action::Allow && finding.assessment.verdict != Verdict::Unknown
}
