//! The batch engine with the registry client against a stand-in that takes 50 ms for each answer.
//! Budget for 50 names that are not cached: three round trips and 20 ms, so 170 ms.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark, not an interface")]

use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use futures::stream;
use jiff::Timestamp;
use phantom_guard::batch::{CancelToken, Engine, Settings, Summary};
use phantom_guard::cache::CachedRegistry;
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::Detector;
use phantom_guard::package::{Dependency, Ecosystem, PackageName};
use phantom_guard::registry::{ClientSettings, IndexRoot, Registry, RegistryClient, Roots};
use phantom_testkit::fake::{DELAY, Fake, Kind, Profile};

fn names(count: usize) -> Vec<Dependency> {
    (0..count).map(|i| Dependency::new(PackageName::new(Ecosystem::PyPi, format!("zqvx-{i}-kw")))).collect()
}

fn client(fake: &Fake) -> Arc<dyn Registry> {
    let roots = Roots { pypi: Some(IndexRoot::parse(&fake.root(Kind::Simple)).unwrap()), ..Roots::default() };
    let settings = ClientSettings { system_proxy: false, ..ClientSettings::default() };
    Arc::new(CachedRegistry::new(RegistryClient::new(roots, settings)))
}

fn run(registry: Option<Arc<dyn Registry>>, names: Vec<Dependency>) -> Summary {
    let detector = Detector::new(Corpus::embedded(), Timestamp::now());
    let engine = Engine::new(detector, registry, Settings::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(engine.run(stream::iter(names), CancelToken::new(), |_, _| {}, |_| {}))
}

fn bench(c: &mut Criterion) {
    let fake = Fake::start(DELAY, |_, _| Profile::long_standing());
    let mut group = c.benchmark_group("batch");
    group.sample_size(20).measurement_time(Duration::from_secs(8));
    for count in [1, 50] {
        // Runtime, client and connections are new each time, as in a process that has just started.
        group.bench_function(format!("{count}_uncached"), |b| {
            b.iter(|| assert_eq!(run(Some(client(&fake)), names(count)).progress.unavailable, 0));
        });
    }
    let warm = client(&fake);
    run(Some(Arc::clone(&warm)), names(50));
    group.bench_function("50_cached", |b| {
        b.iter(|| assert_eq!(run(Some(Arc::clone(&warm)), names(50)).progress.asked, 0));
    });
    group.bench_function("10000_offline", |b| b.iter(|| run(None, names(10_000))));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
