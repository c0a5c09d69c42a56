//! Compares structures for look-alike search on the popular names of each ecosystem: mean, 99th
//! percentile, bytes, and recall at one and two edits. `cargo bench --bench index_structures`
//! prints the table that docs/benchmarks.md keeps.
//!
//! Strangers, for the times, are the popular names of the other two ecosystems that are not popular
//! in the one searched. Recall is that of the name from which a text was made by one or two edits.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a program for maintainers"
)]

use std::collections::{HashMap, HashSet};

use phantom_guard::corpus::{Corpus, Near, distance};
use phantom_guard::package::Ecosystem;

mod times;

use times::{all_but, mean, strangers, times};

type Names = Vec<Vec<u8>>;

/// A way to find the names within two edits of a text.
trait Structure {
    fn label(&self) -> &'static str;
    fn bytes(&self) -> usize;
    fn search(&self, text: &[u8], found: &mut Vec<u16>);
}

/// Every name measured, lengths first.
struct Scan(Names);

impl Structure for Scan {
    fn label(&self) -> &'static str {
        "linear scan"
    }
    fn bytes(&self) -> usize {
        self.0.iter().map(|name| name.len() + 8).sum()
    }
    fn search(&self, text: &[u8], found: &mut Vec<u16>) {
        let near = self.0.iter().enumerate().filter(|(_, name)| distance(text, name, 2).is_some());
        found.extend(near.map(|(id, _)| id as u16));
    }
}

/// Names by all forms with up to `depth` letters left out, on both sides of the comparison.
struct Deletions {
    depth: usize,
    names: Names,
    forms: HashMap<Vec<u8>, Vec<u16>>,
}

impl Deletions {
    fn new(names: &Names, depth: usize) -> Self {
        let mut forms: HashMap<Vec<u8>, Vec<u16>> = HashMap::new();
        for (id, name) in names.iter().enumerate() {
            for form in Self::of(name, depth) {
                forms.entry(form).or_default().push(id as u16);
            }
        }
        Self { depth, names: names.clone(), forms }
    }

    fn of(name: &[u8], depth: usize) -> HashSet<Vec<u8>> {
        let mut all = HashSet::from([name.to_vec()]);
        let mut last = all.clone();
        for _ in 0..depth {
            last = last
                .iter()
                .flat_map(|form| (0..form.len()).map(|at| [&form[..at], &form[at + 1..]].concat()))
                .collect();
            all.extend(last.iter().cloned());
        }
        all
    }
}

impl Structure for Deletions {
    fn label(&self) -> &'static str {
        if self.depth == 1 { "deletions of one letter" } else { "deletions of two letters" }
    }
    fn bytes(&self) -> usize {
        // Eight bytes of hash and two for each number, at a load of 7/8: what a file would need.
        self.forms.values().map(|ids| (8 + 2 * ids.len()) * 8 / 7).sum()
    }
    fn search(&self, text: &[u8], found: &mut Vec<u16>) {
        for form in Self::of(text, self.depth) {
            let ids = self.forms.get(&form).into_iter().flatten();
            found.extend(ids.filter(|&&id| distance(text, &self.names[usize::from(id)], 2).is_some()));
        }
        found.sort_unstable();
        found.dedup();
    }
}

/// A tree in which a child's edge is its distance from the parent (Burkhard and Keller, 1973).
struct BkTree {
    names: Names,
    children: Vec<HashMap<usize, usize>>,
}

impl BkTree {
    fn new(names: &Names) -> Self {
        let mut tree = Self { names: names.clone(), children: vec![HashMap::new(); names.len()] };
        for id in 1..names.len() {
            let mut at = 0;
            loop {
                let edge = whole_distance(&names[id], &names[at]);
                match tree.children[at].get(&edge) {
                    Some(&child) => at = child,
                    None => {
                        tree.children[at].insert(edge, id);
                        break;
                    }
                }
            }
        }
        tree
    }
}

impl Structure for BkTree {
    fn label(&self) -> &'static str {
        "BK-tree"
    }
    fn bytes(&self) -> usize {
        self.names.iter().map(|name| name.len() + 12).sum()
    }
    fn search(&self, text: &[u8], found: &mut Vec<u16>) {
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            let edits = whole_distance(text, &self.names[at]);
            if edits <= 2 {
                found.push(at as u16);
            }
            let near = edits.saturating_sub(2)..=edits + 2;
            open.extend(
                self.children[at].iter().filter(|(edge, _)| near.contains(edge)).map(|(_, &child)| child),
            );
        }
    }
}

/// The plain edit distance, which is a metric as the tree needs it.
fn whole_distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let best = (corner + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = best;
        }
    }
    row[b.len()]
}

/// What the product uses.
struct Halves(Ecosystem);

impl Structure for Halves {
    fn label(&self) -> &'static str {
        "deletions of halves (used)"
    }
    fn bytes(&self) -> usize {
        Corpus::embedded().near_bytes(self.0)
    }
    fn search(&self, text: &[u8], found: &mut Vec<u16>) {
        thread_local!(static NEAR: std::cell::RefCell<Vec<Near>> = const { std::cell::RefCell::new(Vec::new()) });
        NEAR.with_borrow_mut(|near| {
            Corpus::embedded().near(self.0, text, near);
            found.extend(near.iter().map(|near| near.id));
        });
    }
}

/// A text made from a name by edits at places that a small generator picks.
fn edited(name: &[u8], edits: usize, state: &mut u64) -> Vec<u8> {
    let mut text = name.to_vec();
    for _ in 0..edits {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (*state >> 33) as usize % text.len();
        let letter = b'a' + (*state >> 20) as u8 % 26;
        match (*state >> 60) % 4 {
            0 if text.len() > 1 => drop(text.remove(at)),
            1 => text.insert(at, letter),
            2 if at + 1 < text.len() => text.swap(at, at + 1),
            _ => text[at] = letter,
        }
    }
    text
}

fn recall(structure: &dyn Structure, names: &Names, edits: usize) -> f64 {
    let (mut asked, mut hit, mut state, mut found) = (0, 0, 7, Vec::new());
    for (id, name) in names.iter().enumerate().filter(|(_, name)| name.len() >= 6).step_by(23) {
        let text = edited(name, edits, &mut state);
        if distance(&text, name, 2).is_none() {
            continue;
        }
        found.clear();
        structure.search(&text, &mut found);
        asked += 1;
        hit += usize::from(found.contains(&(id as u16)));
    }
    100.0 * f64::from(hit as u32) / f64::from(asked)
}

fn compare(ecosystem: Ecosystem) {
    let corpus = Corpus::embedded();
    let count = corpus.counts(ecosystem).popular as u16;
    let names: Names = (0..count).map(|id| corpus.folded_name(ecosystem, id).to_vec()).collect();
    let strangers = strangers(ecosystem);
    let structures: [Box<dyn Structure>; 5] = [
        Box::new(Halves(ecosystem)),
        Box::new(Deletions::new(&names, 1)),
        Box::new(Deletions::new(&names, 2)),
        Box::new(BkTree::new(&names)),
        Box::new(Scan(names.clone())),
    ];
    for structure in &structures {
        // Slow ones are asked less often.
        let asked: Vec<&Vec<u8>> = match structure.label() {
            "linear scan" | "BK-tree" => strangers.iter().step_by(20).collect(),
            _ => strangers.iter().collect(),
        };
        let mut found = Vec::new();
        let times = times(3, &asked, |text| {
            found.clear();
            structure.search(text, &mut found);
        });
        println!(
            "| {ecosystem} ({count}) | {} | {:.2} | {:.1} | {} | {:.1} | {:.1} |",
            structure.label(),
            mean(&times),
            all_but(&times, 100),
            structure.bytes() / 1024,
            recall(structure.as_ref(), &names, 1),
            recall(structure.as_ref(), &names, 2),
        );
    }
}

fn main() {
    println!(
        "| ecosystem | structure | mean µs | p99 µs | KB | recall 1 edit % | recall 2 edits % |\n|---|---|---:|---:|---:|---:|---:|"
    );
    for ecosystem in Ecosystem::ALL {
        compare(ecosystem);
    }
}
