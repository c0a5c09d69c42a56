//! The detector's budgets (docs/benchmarks.md): patterns, typosquat look-up, whole static assessment.
//!
//! The names are the popular ones of one ecosystem that another does not have: real names, and
//! strangers to the list that is searched.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use phantom_guard::corpus::{Corpus, Folded, fold};
use phantom_guard::detector::{Detector, Subject, shape_of};
use phantom_guard::package::{Ecosystem, PackageName, Source};

/// Names of `from` as names of `to`, which does not know them as popular.
fn strangers(from: Ecosystem, to: Ecosystem) -> Vec<PackageName> {
    let corpus = Corpus::embedded();
    (0..corpus.counts(from).popular)
        .map(|id| PackageName::new(to, corpus.name(from, id as u16)))
        .filter(|name| !corpus.is_popular(name))
        .collect()
}

fn detector(criterion: &mut Criterion) {
    let corpus = Corpus::embedded();
    let now: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
    let detector = Detector::new(corpus, now);
    let names = strangers(Ecosystem::Npm, Ecosystem::PyPi);
    let folded: Vec<Folded> = names.iter().filter_map(|name| fold(name.spelling())).collect();

    let mut group = criterion.benchmark_group("names");
    group.throughput(Throughput::Elements(names.len() as u64));
    group.bench_function("patterns", |bencher| {
        bencher.iter(|| names.iter().filter(|name| shape_of(black_box(name)).is_some()).count());
    });
    group.throughput(Throughput::Elements(folded.len() as u64));
    group.bench_function("typosquat", |bencher| {
        let mut near = Vec::new();
        bencher.iter(|| {
            let mut all = 0;
            for folded in &folded {
                corpus.near(Ecosystem::PyPi, black_box(folded.as_bytes()), &mut near);
                all += near.len();
            }
            all
        });
    });
    for (label, from, to) in [
        ("assessment of npm's names as pypi", Ecosystem::Npm, Ecosystem::PyPi),
        ("assessment of pypi's names as npm", Ecosystem::PyPi, Ecosystem::Npm),
        ("assessment of npm's names as crates", Ecosystem::Npm, Ecosystem::Crates),
    ] {
        let names = strangers(from, to);
        group.throughput(Throughput::Elements(names.len() as u64));
        group.bench_function(label, |bencher| {
            bencher.iter(|| {
                let source = Source::Registry;
                let scores = names.iter().map(|name| {
                    detector
                        .assess(Subject {
                            name: black_box(name),
                            source: &source,
                            lookup: None,
                            locked: false,
                        })
                        .score
                });
                scores.sum::<f64>()
            });
        });
    }
    let popular: Vec<PackageName> =
        (0..14_000).map(|id| PackageName::new(Ecosystem::PyPi, corpus.name(Ecosystem::PyPi, id))).collect();
    group.throughput(Throughput::Elements(popular.len() as u64));
    group.bench_function("assessment of popular names", |bencher| {
        bencher.iter(|| {
            let source = Source::Registry;
            let scores = popular.iter().map(|name| {
                detector
                    .assess(Subject { name: black_box(name), source: &source, lookup: None, locked: false })
                    .score
            });
            scores.sum::<f64>()
        });
    });
    group.finish();
}

criterion_group!(benches, detector);
criterion_main!(benches);
