//! The memory cache: one get, one set, and a set that has to evict. Budget: 200 ns for a hit.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark, not an interface")]

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use phantom_guard::cache::MemoryCache;
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata};

const ENTRIES: usize = 1000;
const LIFETIME: Duration = Duration::from_secs(3600);

fn names(from: usize, count: usize) -> Vec<PackageName> {
    (from..from + count).map(|i| PackageName::new(Ecosystem::PyPi, format!("some-package-{i}"))).collect()
}

fn answer() -> Lookup {
    Lookup::Found(Metadata {
        first_published: "2015-03-01T12:00:00Z".parse().ok(),
        last_published: "2024-09-01T12:00:00Z".parse().ok(),
        releases: Some(12),
        latest: Some("2.31.0".to_owned()),
        ..Metadata::default()
    })
}

fn filled() -> (MemoryCache<PackageName, Lookup>, Vec<PackageName>) {
    let cache = MemoryCache::new(NonZeroUsize::new(ENTRIES).unwrap());
    let names = names(0, ENTRIES);
    for name in &names {
        cache.insert(name.clone(), answer(), LIFETIME);
    }
    (cache, names)
}

fn bench(c: &mut Criterion) {
    let (cache, held) = filled();
    let present: Vec<&PackageName> = held.iter().filter(|name| cache.get(*name).is_some()).collect();
    let mut group = c.benchmark_group("cache");
    let mut turn = present.iter().cycle();
    group.bench_function("hit", |b| b.iter(|| cache.get(black_box(*turn.next().unwrap()))));
    let absent = names(ENTRIES * 10, ENTRIES);
    let mut turn = absent.iter().cycle();
    group.bench_function("miss", |b| b.iter(|| cache.get(black_box(turn.next().unwrap()))));
    let mut turn = present.iter().cycle();
    group.bench_function("set", |b| {
        b.iter_batched(
            || ((*turn.next().unwrap()).clone(), answer()),
            |(name, answer)| cache.insert(name, answer, LIFETIME),
            BatchSize::SmallInput,
        );
    });
    let strangers = names(ENTRIES * 20, ENTRIES * 50);
    let mut turn = strangers.iter().cycle();
    group.bench_function("set_evicting", |b| {
        b.iter_batched(
            || (turn.next().unwrap().clone(), answer()),
            |(name, answer)| cache.insert(name, answer, LIFETIME),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
