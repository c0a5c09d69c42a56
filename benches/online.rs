//! Whole processes against a registry that takes 50 ms for each answer: what one waits for beside the
//! round trips, and what a second run costs. The budgets stand in docs/benchmarks.md.
//!
//! Build the command first (`cargo build --release -p phantom-shims`), then `cargo bench --bench online`.
//! Every row is measured in turn, so that the machine's other work falls on all of them alike; medians
//! are printed, with the requests that the stand-in saw in one run.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark, not an interface")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use phantom_guard::cache::{DISK_LIMIT, DiskCache, Held, MemoryCache, Store, StoreKey};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata, Stated};
use phantom_testkit::fake::{DELAY, Fake, Kind, Profile};

const ROUNDS: usize = 11;

fn phantom() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let path = own.ancestors().nth(2).unwrap().join("phantom");
    assert!(path.is_file(), "{} is missing: cargo build --release -p phantom-shims", path.display());
    path
}

/// Names that no snapshot has.
fn names(count: usize) -> String {
    (0..count).map(|i| format!("zqvx{i}kw\n")).collect()
}

/// One process; gives milliseconds and the most memory it took, in KiB.
fn run(root: &str, cache: &Path, input: &str) -> (f64, u64) {
    let start = Instant::now();
    // /usr/bin/time would cost a process of its own: the child's peak is read as it stands at its end.
    let mut child = Command::new(phantom())
        .args(["check", "-e", "pypi", "--index", root, "--format", "jsonl", "--block-at", "1", "-"])
        .env_clear()
        .env("PHANTOM_CACHE_DIR", cache)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let mut stdout = child.stdout.take().unwrap();
    let lines = std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        if let Some(code) = child.try_wait().unwrap() {
            break code;
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let high = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = high.and_then(|value| value.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_micros(200));
    };
    let elapsed = start.elapsed().as_secs_f64() * 1e3;
    assert!(code.success(), "{code}");
    writer.join().unwrap().unwrap();
    lines.join().unwrap().unwrap();
    (elapsed, peak)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn processes() {
    let fake = Fake::start(DELAY, |_, _| Profile::Missing);
    let found = Fake::start(DELAY, |_, _| Profile::long_standing());
    let (root, found_root) = (fake.root(Kind::Simple), found.root(Kind::Simple));
    let warm = tempfile::tempdir().unwrap();
    run(&found_root, warm.path(), &names(50));
    let mut rows: Vec<(&str, &str, Vec<f64>, usize)> = [
        ("1 name, missing", "60"),
        ("1 name, found", "60"),
        ("50 names, missing", "170"),
        ("50 names, found", "170"),
        ("1,000 names, missing", "5000"),
        ("50 names, cached", "8"),
    ]
    .map(|(what, budget)| (what, budget, Vec::new(), 0))
    .into();
    for _ in 0..ROUNDS {
        for (at, (_, _, times, requests)) in rows.iter_mut().enumerate() {
            let cold = tempfile::tempdir().unwrap();
            let (registry, root, cache, count) = match at {
                0 => (&fake, &root, cold.path(), 1),
                1 => (&found, &found_root, cold.path(), 1),
                2 => (&fake, &root, cold.path(), 50),
                3 => (&found, &found_root, cold.path(), 50),
                4 => (&fake, &root, cold.path(), 1000),
                _ => (&found, &found_root, warm.path(), 50),
            };
            let before = registry.requests();
            times.push(run(root, cache, &names(count)).0);
            *requests = registry.requests() - before;
        }
    }
    println!("| whole process, 50 ms to each request | budget, ms | median, ms | requests |");
    println!("|---|---:|---:|---:|");
    for (what, budget, times, requests) in rows {
        println!("| {what} | {budget} | {:.1} | {requests} |", median(times));
    }
    let quick = Fake::start(Duration::ZERO, |_, _| Profile::long_standing());
    let cold = tempfile::tempdir().unwrap();
    let (elapsed, peak) = run(&quick.root(Kind::Simple), cold.path(), &names(100_000));
    println!("\n100,000 names streamed without delay: {:.0} s, at most {} MB", elapsed / 1e3, peak / 1000);
}

fn caches() {
    const ENTRIES: usize = 20_000;
    let folder = tempfile::tempdir().unwrap();
    let disk = Arc::new(DiskCache::new(folder.path(), DISK_LIMIT));
    let memory: MemoryCache<PackageName, Lookup> = MemoryCache::new((2 * ENTRIES).try_into().unwrap());
    let registry = "https://registry.example/simple/";
    let all: Vec<PackageName> =
        (0..ENTRIES).map(|i| PackageName::new(Ecosystem::PyPi, format!("zqvx{i}kw"))).collect();
    let stored = Timestamp::now();
    let found = Metadata {
        first_published: Some(stored),
        last_published: Some(stored),
        releases: Some(9),
        latest: Some("1.2.3".to_owned()),
        repository: Stated::Given("code.example/owner/project".to_owned()),
        summary: Stated::Given("Reads and writes the formats that its users work with".to_owned()),
        detailed: true,
        ..Metadata::default()
    };
    for name in &all {
        let held =
            Held { found: Some(found.clone()), stored, fresh_until: stored + SignedDuration::from_hours(1) };
        disk.put(StoreKey { registry, name }, &held).now_or_never().unwrap();
        memory.insert(name.clone(), Lookup::Found(found.clone()), Duration::from_secs(3600));
    }
    assert!(disk.close().now_or_never().unwrap().is_empty());
    let timed = |mut hit: Box<dyn FnMut(&PackageName) + '_>| {
        let mut times = Vec::new();
        for round in 0..3 {
            for name in all.iter().step_by(7) {
                let start = Instant::now();
                hit(name);
                if round > 0 {
                    times.push(start.elapsed().as_secs_f64() * 1e6);
                }
            }
        }
        median(times)
    };
    let from_disk = timed(Box::new(|name| {
        assert!(disk.get(StoreKey { registry, name }).now_or_never().unwrap().is_some());
    }));
    let from_memory = timed(Box::new(|name| assert!(memory.get(name).is_some())));
    println!("\n| cache of {ENTRIES} answers | budget, µs | median, µs |");
    println!("|---|---:|---:|");
    println!("| disk, hit in a warm process | 20 | {from_disk:.2} |");
    println!("| memory, hit (with its clock) | 0.2 | {from_memory:.3} |");
}

fn main() {
    caches();
    processes();
}
