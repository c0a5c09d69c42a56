//! The index of advisories with 300,000 of them, as many as are known of npm: opening it, and one name.
//! Budget: well under 0.5 ms for opening and one look-up, microseconds for each further one.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark, not an interface")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use phantom_guard::advisory::{Advisory, Affected, Index, build};
use phantom_guard::package::{Ecosystem, PackageName};

const ADVISORIES: usize = 300_000;

fn name(at: usize) -> PackageName {
    PackageName::new(Ecosystem::Npm, format!("some-package-{at}"))
}

fn advisory(at: usize) -> Advisory {
    let listed = Affected::These { versions: vec!["1.0.0".into()], ranges: Vec::new() };
    Advisory {
        id: format!("MAL-2026-{at}").into(),
        name: name(at),
        summary: format!("Malicious code in some-package-{at} (npm)").into(),
        url: None,
        published: Timestamp::from_second(1_780_000_000).ok(),
        modified: Timestamp::from_second(1_790_000_000).ok(),
        affected: if at.is_multiple_of(2) { Affected::All } else { listed },
    }
}

fn bench(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("advisories.index");
    let advisories: Vec<Advisory> = (0..ADVISORIES).map(advisory).collect();
    let bytes = build(&advisories, &[], Timestamp::now()).unwrap();
    println!("{} bytes for {ADVISORIES} advisories", bytes.len());
    std::fs::write(&place, bytes).unwrap();

    let mut group = c.benchmark_group("advisories");
    let (held, absent) = (name(77_777), name(ADVISORIES + 1));
    group.bench_function("no index", |b| {
        let missing = folder.path().join("none");
        b.iter(|| Index::open(black_box(&missing)).unwrap().is_none());
    });
    group.bench_function("open and find one name", |b| {
        b.iter(|| Index::open(&place).unwrap().unwrap().find(black_box(&held)).unwrap().len());
    });
    group.bench_function("open and find nothing", |b| {
        b.iter(|| Index::open(&place).unwrap().unwrap().find(black_box(&absent)).unwrap().len());
    });
    let index = Index::open(&place).unwrap().unwrap();
    let names: Vec<PackageName> = (0..10_000).map(|at| name(at * 29)).collect();
    let mut turn = names.iter().cycle();
    group.bench_function("hit", |b| b.iter(|| index.find(turn.next().unwrap()).unwrap().len()));
    let strangers: Vec<PackageName> = (0..10_000).map(|at| name(ADVISORIES + at)).collect();
    let mut turn = strangers.iter().cycle();
    group.bench_function("miss", |b| b.iter(|| index.find(turn.next().unwrap()).unwrap().len()));
    group.finish();
    let mut group = c.benchmark_group("advisories of 300,000");
    group.sample_size(10);
    group.bench_function("build", |b| b.iter(|| build(&advisories, &[], Timestamp::now()).unwrap().len()));
    group.bench_function("verify", |b| b.iter(|| index.verify().unwrap().advisories));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
