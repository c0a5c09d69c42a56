//! How look-alike search grows with the list, and what hostile names cost. `cargo bench --bench growth`
//! prints the tables that docs/benchmarks.md keeps; `cargo bench --bench growth -- FILE` measures a list
//! of names, one a line, in place of made ones.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a program for maintainers"
)]

use std::collections::HashSet;
use std::hint::black_box;
use std::time::Instant;

use phantom_guard::corpus::{Corpus, Lookalikes, fold};
use phantom_guard::detector::{Detector, Subject};
use phantom_guard::package::{Ecosystem, PackageName};

mod times;

use times::{all_but, mean, strangers, times};

type Names = Vec<Vec<u8>>;

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

/// A list of real names, one a line.
fn listed(file: &str) -> Names {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().filter_map(|name| fold(name).map(|folded| folded.as_bytes().to_vec())).collect()
}

fn growth(file: Option<&str>) {
    println!("\n| names | mean µs | p99 µs | KB | bytes a name |\n|---:|---:|---:|---:|---:|");
    let strangers = strangers(Ecosystem::PyPi);
    let lists = match file {
        Some(file) => vec![listed(file)],
        None => [1, 10, 100].map(longer).to_vec(),
    };
    for names in lists {
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
        // The best of three: what else the machine does is no name's doing.
        let mut best = vec![f64::MAX; names.len()];
        for _ in 0..3 {
            for (best, name) in best.iter_mut().zip(&names) {
                let start = Instant::now();
                drop(black_box(detector.assess(Subject::named(black_box(name)))));
                *best = best.min(start.elapsed().as_secs_f64() * 1e6);
            }
        }
        best.sort_by(f64::total_cmp);
        println!(
            "| {ecosystem} | {:.2} | {:.1} | {:.0} | {:.0} |",
            mean(&best),
            all_but(&best, 100),
            all_but(&best, 10_000),
            best[best.len() - 1]
        );
    }
}

fn main() {
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    growth(file.as_deref());
    worst();
}
