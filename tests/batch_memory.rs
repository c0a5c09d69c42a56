//! A million names in one run take no more memory than a hundred thousand.
//!
//! Alone in its file: other tests in the same process would show in its figures.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use futures::future::BoxFuture;
use futures::{FutureExt, stream};
use jiff::Timestamp;
use phantom_guard::batch::{CancelToken, Engine, Settings};
use phantom_guard::cache::CachedRegistry;
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::Detector;
use phantom_guard::package::{Dependency, Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata, Registry};

const NAMES: usize = 1_000_000;
const SETTLED: usize = 100_000;
/// What an allocator may come to hold beyond it, in KiB.
const SLACK: usize = 4 * 1024;

/// Answers after one turn of the runtime, as if from the network.
struct Prompt;

impl Registry for Prompt {
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
        async move {
            tokio::task::yield_now().await;
            if name.spelling().len().is_multiple_of(2) {
                return Lookup::Missing;
            }
            Lookup::Found(Metadata { latest: Some("1.0.0".to_owned()), ..Metadata::default() })
        }
        .boxed()
    }
}

/// What this process has allocated and touched, in KiB. The snapshot's pages are not among it.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_million_names_leave_memory_as_it_was() {
    let detector = Detector::new(Corpus::embedded(), Timestamp::now());
    let registry = Arc::new(CachedRegistry::new(Prompt));
    let engine = Engine::new(detector, Some(Arc::clone(&registry) as _), Settings::default()).unwrap();
    let names = (0..NAMES).map(|i| Dependency::new(PackageName::new(Ecosystem::Crates, format!("n{i}zqvx"))));
    let (mut answered, mut settled) = (0, 0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let summary = runtime.block_on(engine.run(
        stream::iter(names),
        CancelToken::new(),
        |index, _| {
            assert_eq!(index, answered);
            answered += 1;
            if answered == SETTLED {
                settled = resident();
            }
        },
        |_| {},
    ));
    let grown = resident().saturating_sub(settled);
    assert_eq!((answered, summary.progress.done), (NAMES, NAMES as u64));
    assert!(grown < SLACK, "{grown} KiB more than after {SETTLED} names");
    assert!(registry.stats().evictions > 900_000, "{:?}", registry.stats());
}
