//! The cache before a registry: what is remembered, for how long, and who shares a question.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use phantom_guard::cache::{CachedRegistry, Lifetimes, MemoryCache};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata, Registry, Stated, Unavailable};

/// Gives one answer for every name after a while, and counts the questions.
struct Counting {
    answer: Lookup,
    delay: Duration,
    asked: Arc<AtomicUsize>,
}

impl Registry for Counting {
    fn lookup<'a>(&'a self, _: &'a PackageName) -> BoxFuture<'a, Lookup> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let (delay, answer) = (self.delay, self.answer.clone());
        async move {
            tokio::time::sleep(delay).await;
            answer
        }
        .boxed()
    }
}

fn cached(answer: Lookup, lifetimes: Lifetimes) -> (CachedRegistry<Counting>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let inner = Counting { answer, delay: Duration::from_millis(20), asked: Arc::clone(&asked) };
    (CachedRegistry::with_limits(inner, NonZeroUsize::new(1000).unwrap(), lifetimes), asked)
}

fn name(name: &str) -> PackageName {
    PackageName::new(Ecosystem::PyPi, name)
}

fn found(first: &str) -> Lookup {
    Lookup::Found(Metadata { first_published: first.parse().ok(), ..Metadata::default() })
}

fn unavailable() -> Lookup {
    Lookup::Unavailable(Unavailable::Status { host: "registry.example".to_owned(), status: 503 })
}

#[tokio::test(start_paused = true)]
async fn found_and_missing_are_remembered_and_unavailable_is_not() {
    for (answer, questions) in [(found("2015-01-01T00:00:00Z"), 1), (Lookup::Missing, 1), (unavailable(), 3)]
    {
        let (registry, asked) = cached(answer.clone(), Lifetimes::default());
        for spelling in ["Some.Name", "some-name", "some_name"] {
            assert_eq!(registry.lookup(&name(spelling)).await, answer);
        }
        assert_eq!(asked.load(Ordering::SeqCst), questions, "{answer:?}");
        assert_eq!(registry.known(&name("some-name")).is_some(), questions == 1);
    }
}

#[tokio::test(start_paused = true)]
async fn each_outcome_has_its_own_lifetime() {
    let over = Duration::ZERO;
    let long = Duration::from_secs(3600);
    let week_old = (jiff::Timestamp::now() - jiff::SignedDuration::from_hours(7 * 24)).to_string();
    for (answer, lifetimes, questions) in [
        (found("2015-01-01T00:00:00Z"), Lifetimes { old: over, found: long, young: long, missing: long }, 2),
        (found("2015-01-01T00:00:00Z"), Lifetimes { old: long, found: long, young: over, missing: over }, 1),
        (found(&week_old), Lifetimes { old: long, found: long, young: over, missing: long }, 2),
        (found("no date"), Lifetimes { old: long, found: long, young: over, missing: long }, 2),
        (Lookup::Missing, Lifetimes { old: long, found: long, young: long, missing: over }, 2),
    ] {
        let (registry, asked) = cached(answer.clone(), lifetimes);
        for _ in 0..2 {
            registry.lookup(&name("x")).await;
        }
        assert_eq!(asked.load(Ordering::SeqCst), questions, "{answer:?} {lifetimes:?}");
    }
    let default = Lifetimes::default();
    assert!(default.missing < default.young && default.young < default.found);
}

#[tokio::test(start_paused = true)]
async fn those_who_ask_at_the_same_time_share_one_question() {
    for answer in [Lookup::Missing, unavailable()] {
        let (registry, asked) = cached(answer.clone(), Lifetimes::default());
        let spellings = ["a-b", "a_b", "A.B"].map(name);
        let answers = join_all(spellings.iter().cycle().take(99).map(|name| registry.lookup(name))).await;
        assert!(answers.iter().all(|given| *given == answer));
        assert_eq!(asked.load(Ordering::SeqCst), 1, "{answer:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_gives_up_leaves_the_question_to_the_next() {
    let (registry, asked) = cached(Lookup::Missing, Lifetimes::default());
    let name = name("x");
    let impatient = tokio::time::timeout(Duration::from_millis(5), registry.lookup(&name));
    let (gave_up, answered) = tokio::join!(impatient, registry.lookup(&name));
    assert!(gave_up.is_err());
    assert_eq!(answered, Lookup::Missing);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert!(format!("{:?}", registry.stats()).contains("entries: 1"));
}

#[test]
fn threads_share_a_cache() {
    let cache = MemoryCache::<u64, u64>::new(NonZeroUsize::new(500).unwrap());
    std::thread::scope(|scope| {
        for thread in 0..8u64 {
            let cache = &cache;
            scope.spawn(move || {
                for i in 0..20_000u64 {
                    let key = (i * 7 + thread) % 900;
                    cache.insert(key, key * 3, Duration::from_secs(60));
                    assert!(cache.get(&key).is_none_or(|value| value == key * 3));
                }
            });
        }
    });
    let stats = cache.stats();
    assert_eq!(stats.hits + stats.misses, 160_000);
    assert!(stats.entries <= 500, "{stats:?}");
}

/// What this process has allocated and touched, in KiB.
#[cfg(target_os = "linux")]
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_answers_take_less_than_a_megabyte() {
    const ENTRIES: usize = 100_000;
    let cache = MemoryCache::new(NonZeroUsize::new(ENTRIES).unwrap());
    let before = resident();
    for i in 0..ENTRIES {
        let answer = Lookup::Found(Metadata {
            latest: Some(format!("{i}.0.0")),
            repository: Stated::Given(format!("code.example/some-owner/a-name-of-usual-length-{i}")),
            // As long as one may be.
            summary: Stated::Given("x".repeat(200)),
            ..Metadata::default()
        });
        cache.insert(name(&format!("a-name-of-usual-length-{i}")), answer, Duration::from_secs(60));
    }
    let for_each_thousand = resident().saturating_sub(before) * 1000 / cache.stats().entries;
    assert!(for_each_thousand < 1024, "{for_each_thousand} KiB for a thousand entries");
}

/// Finds every name, and adds a summary that counts how often details were asked for.
struct Detailing {
    delay: Duration,
    looked_up: Arc<AtomicUsize>,
    enriched: Arc<AtomicUsize>,
}

impl Registry for Detailing {
    fn lookup<'a>(&'a self, _: &'a PackageName) -> BoxFuture<'a, Lookup> {
        self.looked_up.fetch_add(1, Ordering::SeqCst);
        std::future::ready(Lookup::Found(Metadata { releases: Some(1), ..Metadata::default() })).boxed()
    }

    fn enrich<'a>(&'a self, _: &'a PackageName, metadata: Metadata) -> BoxFuture<'a, Metadata> {
        let count = self.enriched.fetch_add(1, Ordering::SeqCst) + 1;
        let delay = self.delay;
        async move {
            tokio::time::sleep(delay).await;
            Metadata { summary: Stated::Given(format!("{count}")), detailed: true, ..metadata }
        }
        .boxed()
    }
}

fn detailing(young: Duration) -> (CachedRegistry<Detailing>, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let (looked_up, enriched) = (Arc::default(), Arc::default());
    let inner = Detailing {
        delay: Duration::from_millis(20),
        looked_up: Arc::clone(&looked_up),
        enriched: Arc::clone(&enriched),
    };
    let lifetimes = Lifetimes { young, ..Lifetimes::default() };
    (CachedRegistry::with_limits(inner, NonZeroUsize::new(1000).unwrap(), lifetimes), looked_up, enriched)
}

async fn found_in(registry: &CachedRegistry<Detailing>, name: &PackageName) -> Metadata {
    let Lookup::Found(metadata) = registry.lookup(name).await else { panic!() };
    metadata
}

#[tokio::test(start_paused = true)]
async fn details_are_remembered_in_place_of_the_first_answer() {
    let (registry, looked_up, enriched) = detailing(Duration::from_secs(600));
    let first = found_in(&registry, &name("x")).await;
    assert_eq!(registry.known(&name("x")), Some(Lookup::Found(first.clone())));
    let detailed = registry.enrich(&name("x"), first.clone()).await;
    assert_eq!(detailed.summary, Stated::Given("1".to_owned()));
    assert_eq!(registry.known(&name("X")), Some(Lookup::Found(detailed.clone())));
    assert_eq!(found_in(&registry, &name("x")).await, detailed);
    for before in [first, detailed.clone()] {
        assert_eq!(registry.enrich(&name("x"), before).await, detailed);
    }
    assert_eq!((looked_up.load(Ordering::SeqCst), enriched.load(Ordering::SeqCst)), (1, 1));
    assert_eq!(registry.stats().entries, 1);
}

#[tokio::test(start_paused = true)]
async fn those_who_want_details_at_the_same_time_share_one_question() {
    let (registry, _, enriched) = detailing(Duration::from_secs(600));
    let first = found_in(&registry, &name("a-b")).await;
    let spellings = ["a-b", "a_b", "A.B"].map(name);
    let asked = spellings.iter().cycle().take(99).map(|name| registry.enrich(name, first.clone()));
    assert!(join_all(asked).await.iter().all(|answer| answer.summary == Stated::Given("1".to_owned())));
    assert_eq!(enriched.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn whoever_gives_up_on_details_leaves_the_question_to_the_next() {
    let (registry, _, enriched) = detailing(Duration::from_secs(600));
    let name = name("x");
    let first = found_in(&registry, &name).await;
    let impatient = tokio::time::timeout(Duration::from_millis(5), registry.enrich(&name, first.clone()));
    let (gave_up, answered) = tokio::join!(impatient, registry.enrich(&name, first));
    assert!(gave_up.is_err() && answered.detailed);
    assert_eq!(enriched.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn details_do_not_make_an_answer_last_longer() {
    // The cache's clock is not the paused one.
    let (registry, looked_up, _) = detailing(Duration::from_millis(300));
    let first = found_in(&registry, &name("x")).await;
    std::thread::sleep(Duration::from_millis(200));
    registry.enrich(&name("x"), first.clone()).await;
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(registry.known(&name("x")), None);
    registry.enrich(&name("x"), first).await;
    assert_eq!(registry.known(&name("x")), None, "an answer that is gone is not brought back by its details");
    found_in(&registry, &name("x")).await;
    assert_eq!(looked_up.load(Ordering::SeqCst), 2);
}
