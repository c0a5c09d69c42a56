//! How long 200 names take against a stand-in with 50 ms of delay, for each concurrency and chunk:
//! the table of docs/registries.md, from which the defaults come.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark, not an interface")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::stream;
use jiff::Timestamp;
use phantom_guard::batch::{CancelToken, Engine, Settings};
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::Detector;
use phantom_guard::package::{Dependency, Ecosystem, PackageName};
use phantom_guard::registry::{ClientSettings, IndexRoot, RegistryClient, Roots};
use phantom_testkit::fake::{DELAY, Fake, Kind, Profile};

const NAMES: usize = 200;
const ROUNDS: usize = 5;
const CHUNKS: [usize; 5] = [10, 20, 50, 100, 200];

fn once(concurrency: usize, chunk: usize) -> (Duration, usize) {
    let fake = Fake::start(DELAY, |_, _| Profile::long_standing());
    let roots = Roots { pypi: Some(IndexRoot::parse(&fake.root(Kind::Simple)).unwrap()), ..Roots::default() };
    // As many connections as look-ups, so that the engine's own bound is what is measured.
    let settings =
        ClientSettings { system_proxy: false, connections: concurrency, ..ClientSettings::default() };
    let detector = Detector::new(Corpus::embedded(), Timestamp::now());
    let bounds = Settings { concurrency, chunk, ..Settings::default() };
    let engine = Engine::new(detector, Some(Arc::new(RegistryClient::new(roots, settings))), bounds).unwrap();
    let names =
        (0..NAMES).map(|i| Dependency::new(PackageName::new(Ecosystem::PyPi, format!("zqvx-{i}-kw"))));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let started = Instant::now();
    let run = engine.run(stream::iter(names), CancelToken::new(), |_, _| {}, |_| {});
    let summary = runtime.block_on(run);
    assert_eq!((summary.progress.done, summary.progress.unavailable), (NAMES as u64, 0));
    (started.elapsed(), fake.accepted())
}

fn main() {
    // `cargo test` runs benchmarks as well, to see that they work.
    if std::env::args().any(|argument| argument == "--test") {
        once(20, 50);
        return;
    }
    println!("milliseconds for {NAMES} names, median of {ROUNDS}; connections accepted in parentheses\n");
    let heads: Vec<String> = CHUNKS.iter().map(|chunk| format!("chunk {chunk}")).collect();
    println!("| concurrency | {} |", heads.join(" | "));
    println!("|{}", "---:|".repeat(CHUNKS.len() + 1));
    for concurrency in [1, 2, 4, 8, 16, 20, 32, 64] {
        let cells: Vec<String> = CHUNKS.iter().map(|&chunk| cell(concurrency, chunk)).collect();
        println!("| {concurrency} | {} |", cells.join(" | "));
    }
}

fn cell(concurrency: usize, chunk: usize) -> String {
    // One at a time takes ten seconds, and says the same every time.
    let rounds = if concurrency < 4 { 1 } else { ROUNDS };
    let mut runs: Vec<(Duration, usize)> = (0..rounds).map(|_| once(concurrency, chunk)).collect();
    runs.sort();
    let connections = runs.iter().map(|run| run.1).max().unwrap_or_default();
    format!("{} ({connections})", runs[rounds / 2].0.as_millis())
}
