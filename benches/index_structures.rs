//! Compares structures for look-alike search on the popular names of each ecosystem: mean, 99th
//! percentile, bytes, and recall at one and two edits; then shows how the one that is used grows with
//! the list, and what hostile names cost. `cargo bench --bench index_structures` prints the tables
//! that docs/benchmarks.md keeps.
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
use std::hint::black_box;
use std::time::Instant;

use phantom_guard::corpus::{Corpus, Lookalikes, Near, distance, fold};
use phantom_guard::detector::{Detector, Subject};
use phantom_guard::package::{Ecosystem, PackageName};

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

fn strangers(ecosystem: Ecosystem) -> Names {
    let corpus = Corpus::embedded();
    let others = Ecosystem::ALL.into_iter().filter(|&other| other != ecosystem);
    others
        .flat_map(|other| (0..corpus.counts(other).popular).map(move |id| corpus.name(other, id as u16)))
        .filter(|name| !corpus.is_popular(&PackageName::new(ecosystem, *name)))
        .filter_map(|name| fold(name).map(|folded| folded.as_bytes().to_vec()))
        .step_by(3)
        .collect()
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

/// Microseconds of each call, least first.
fn times<T>(rounds: usize, texts: &[T], mut call: impl FnMut(&T)) -> Vec<f64> {
    let mut times = Vec::with_capacity(rounds * texts.len());
    for _ in 0..rounds {
        for text in texts {
            let start = Instant::now();
            call(black_box(text));
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    times
}

fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}

/// The time that all but one in `of` calls stay under.
fn all_but(times: &[f64], of: usize) -> f64 {
    times[times.len() - 1 - times.len() / of]
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

/// The Python list, and behind it names made of its own: the words before a place in one name, and
/// those behind it in another, so that letters and families are a registry's.
fn longer(times: usize) -> Names {
    let corpus = Corpus::embedded();
    let count = corpus.counts(Ecosystem::PyPi).popular as u16;
    let real: Vec<&str> = (0..count).map(|id| corpus.name(Ecosystem::PyPi, id)).collect();
    let folded = |name: &str| fold(name).map(|folded| folded.as_bytes().to_vec());
    let mut names: Names = real.iter().filter_map(|name| folded(name)).collect();
    let mut known: HashSet<Vec<u8>> = names.iter().cloned().collect();
    let mut state = 11;
    while names.len() < real.len() * times {
        let (first, second) = (pick(&real, &mut state), pick(&real, &mut state));
        let (start, end) = (part(first, true, &mut state), part(second, false, &mut state));
        let made = folded(&[start, end].concat()).filter(|made| (4..=40).contains(&made.len()));
        if let Some(made) = made.filter(|made| known.insert(made.clone())) {
            names.push(made);
        }
    }
    names
}

/// The first words of a name or its last; of a single word, its first half or its second.
fn part<'n>(name: &'n str, first: bool, state: &mut u64) -> &'n str {
    let cuts: Vec<usize> = name.match_indices(['-', '_', '.']).map(|(at, _)| at).collect();
    let cut = if cuts.is_empty() { name.len() / 2 } else { *pick(&cuts, state) };
    if first { &name[..cut] } else { &name[cut..] }
}

fn pick<'t, T>(from: &'t [T], state: &mut u64) -> &'t T {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    &from[(*state >> 33) as usize % from.len()]
}

fn growth() {
    println!("\n| names | mean µs | p99 µs | KB | bytes a name |\n|---:|---:|---:|---:|---:|");
    let strangers = strangers(Ecosystem::PyPi);
    for more in [1, 10, 100] {
        let names = longer(more);
        let index = Lookalikes::new(names.iter().map(Vec::as_slice)).unwrap();
        let mut found = Vec::new();
        let times = times(3, &strangers, |text| index.near(text, &mut found));
        let bytes = index.bytes();
        println!(
            "| {} | {:.2} | {:.1} | {} | {} |",
            names.len(),
            mean(&times),
            all_but(&times, 100),
            bytes / 1024,
            bytes / names.len()
        );
    }
}

/// Names that are made to cost time: crowded families, long names, repeated letters, foreign letters.
fn hostile(count: usize) -> Vec<String> {
    let corpus = Corpus::embedded();
    let real: Vec<&str> =
        Ecosystem::ALL.into_iter().flat_map(|e| (0..4_000).map(move |id| corpus.name(e, id))).collect();
    let letters: Vec<char> =
        "abcdefghijklmnopqrstuvwxyz0123456789-_.@/éßαабв漢😀ﬁİ\u{301}\u{202e}".chars().collect();
    let families = ["types", "django", "opentelemetry", "babelplugin", "googlecloud", "awscdk"];
    let mut state = 5;
    (0..count)
        .map(|index| {
            let size = *pick(&[1, 5, 20, 60, 80, 82, 120, 300, 640], &mut state);
            let text: String = match index % 6 {
                0 => (0..size).map(|_| *pick(&letters, &mut state)).collect(),
                1 => pick(&letters, &mut state).to_string().repeat(size),
                2 => pick(&families, &mut state).repeat(40),
                3 => [*pick(&families, &mut state), *pick(&real, &mut state)].concat(),
                4 => (0..12).flat_map(|_| [*pick(&real, &mut state), "-"]).collect(),
                _ => [*pick(&real, &mut state), "-", *pick(&real, &mut state), "\u{430}"].concat(),
            };
            // Sizes around the longest that is looked up at all.
            if index % 6 == 2 { text.chars().take(64 + size % 20).collect() } else { text }
        })
        .collect()
}

fn worst() {
    println!("\n| hostile names as | mean µs | p99 µs | p99.99 µs | longest µs |\n|---|---:|---:|---:|---:|");
    let detector = Detector::new(Corpus::embedded(), "2026-11-20T00:00:00Z".parse().unwrap());
    for ecosystem in Ecosystem::ALL {
        let names: Vec<PackageName> =
            hostile(200_000).into_iter().map(|name| PackageName::new(ecosystem, name)).collect();
        // The shapes are compiled with the first name.
        drop(black_box(detector.assess(Subject::named(&names[0]))));
        let times = times(1, &names, |name| drop(black_box(detector.assess(Subject::named(name)))));
        println!(
            "| {ecosystem} | {:.2} | {:.1} | {:.0} | {:.0} |",
            mean(&times),
            all_but(&times, 100),
            all_but(&times, 10_000),
            times[times.len() - 1]
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
    growth();
    worst();
}
