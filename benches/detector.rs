//! The detector's budgets (docs/benchmarks.md): patterns, typosquat look-up, whole static assessment.
//!
//! The names are the popular ones of one ecosystem that another does not have: real names, and
//! strangers to the list that is searched. `index_structures` has percentiles and hostile names.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use phantom_guard::corpus::{Corpus, Folded, fold};
use phantom_guard::detector::{Detector, Subject, shape_of};
use phantom_guard::package::{Ecosystem, PackageName};

type Group<'c> = BenchmarkGroup<'c, WallTime>;

/// An ecosystem, and one whose popular names it mostly does not know.
const MIXES: [(Ecosystem, Ecosystem); 3] = [
    (Ecosystem::Npm, Ecosystem::PyPi),
    (Ecosystem::PyPi, Ecosystem::Npm),
    (Ecosystem::Npm, Ecosystem::Crates),
];

/// Names of `from` as names of `to`, which does not know them as popular.
fn strangers(from: Ecosystem, to: Ecosystem) -> Vec<PackageName> {
    let corpus = Corpus::embedded();
    (0..corpus.counts(from).popular)
        .map(|id| PackageName::new(to, corpus.name(from, id as u16)))
        .filter(|name| !corpus.is_popular(name))
        .collect()
}

fn patterns(group: &mut Group<'_>, names: &[PackageName]) {
    group.throughput(Throughput::Elements(names.len() as u64));
    group.bench_function("patterns", |bencher| {
        bencher.iter(|| names.iter().filter(|name| shape_of(black_box(name)).is_some()).count());
    });
}

fn typosquat(group: &mut Group<'_>, ecosystem: Ecosystem, names: &[PackageName]) {
    let corpus = Corpus::embedded();
    let folded: Vec<Folded> = names.iter().filter_map(|name| fold(name.spelling())).collect();
    group.throughput(Throughput::Elements(folded.len() as u64));
    group.bench_function(format!("typosquat in {ecosystem}"), |bencher| {
        let mut near = Vec::new();
        bencher.iter(|| {
            let mut all = 0;
            for folded in &folded {
                corpus.near(ecosystem, black_box(folded.as_bytes()), &mut near);
                all += near.len();
            }
            all
        });
    });
}

fn assessment(group: &mut Group<'_>, label: &str, names: &[PackageName]) {
    let now: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
    let detector = Detector::new(Corpus::embedded(), now);
    group.throughput(Throughput::Elements(names.len() as u64));
    group.bench_function(label, |bencher| {
        bencher.iter(|| {
            names.iter().map(|name| detector.assess(Subject::named(black_box(name))).score).sum::<f64>()
        });
    });
}

fn detector(criterion: &mut Criterion) {
    let corpus = Corpus::embedded();
    let mut group = criterion.benchmark_group("names");
    patterns(&mut group, &strangers(Ecosystem::Npm, Ecosystem::PyPi));
    for (from, to) in MIXES {
        let names = strangers(from, to);
        typosquat(&mut group, to, &names);
        assessment(&mut group, &format!("assessment of {from}'s names as {to}"), &names);
    }
    let popular = 0..corpus.counts(Ecosystem::PyPi).popular as u16;
    let popular: Vec<PackageName> =
        popular.map(|id| PackageName::new(Ecosystem::PyPi, corpus.name(Ecosystem::PyPi, id))).collect();
    assessment(&mut group, "assessment of popular names", &popular);
    group.finish();
}

criterion_group!(benches, detector);
criterion_main!(benches);
