//! The batch engine and details: asked for only where they count, and never at the cost of an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use phantom_guard::batch::{CancelToken, Engine, Progress, Settings, Summary};
use phantom_guard::cache::CachedRegistry;
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::{Assessment, Detector, SignalCode, Subject, Verdict};
use phantom_guard::package::{Dependency, Ecosystem, PackageName};
use phantom_guard::registry::{
    ClientSettings, IndexRoot, Lookup, Metadata, Registry, RegistryClient, Roots, Stated,
};
use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Profile, Says};
use proptest::prelude::*;

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn detector() -> Detector<'static> {
    Detector::new(Corpus::embedded(), now())
}

fn pypi(name: &str) -> Dependency {
    Dependency::new(PackageName::new(Ecosystem::PyPi, name))
}

/// Found, new enough for details to count; or, without a date, not.
fn young(is_young: bool) -> Metadata {
    let first_published = is_young.then(|| now() - SignedDuration::from_hours(24 * 60));
    Metadata { first_published, releases: Some(if is_young { 2 } else { 9 }), ..Metadata::default() }
}

fn engine(registry: Arc<dyn Registry>, settings: Settings) -> Engine<'static> {
    Engine::new(detector(), Some(registry), settings).unwrap()
}

type Answers = Vec<(usize, Dependency, Assessment)>;

async fn run(engine: &Engine<'_>, input: Vec<Dependency>, cancel: CancelToken) -> (Answers, Summary) {
    let mut answers = Vec::new();
    let summary = engine
        .run(
            stream::iter(input),
            cancel,
            |i, judged| answers.push((i, judged.dependency, judged.assessment)),
            |_| {},
        )
        .await;
    (answers, summary)
}

fn assert_complete(answers: &Answers, input: &[Dependency]) {
    assert_eq!(answers.len(), input.len());
    for (place, ((index, answered, _), given)) in answers.iter().zip(input).enumerate() {
        assert_eq!((*index, answered), (place, given));
    }
}

fn assess(name: &Dependency, metadata: Metadata) -> Assessment {
    let lookup = Lookup::Found(metadata);
    detector().assess(Subject { source: &name.source, lookup: Some(&lookup), ..Subject::named(&name.name) })
}

/// A registry of the test's own, without a network.
struct Scripted<F> {
    /// The answer of a look-up, its delay, and that of details.
    answer: F,
    looked_up: AtomicUsize,
    enriched: AtomicUsize,
    busy: AtomicUsize,
    busiest: AtomicUsize,
}

impl<F> Scripted<F> {
    fn new(answer: F) -> Arc<Self> {
        let zero = AtomicUsize::default;
        Arc::new(Self { answer, looked_up: zero(), enriched: zero(), busy: zero(), busiest: zero() })
    }

    async fn busy_for(&self, delay: Duration) {
        let busy = self.busy.fetch_add(1, Ordering::SeqCst) + 1;
        self.busiest.fetch_max(busy, Ordering::SeqCst);
        let _leave = Leave(&self.busy);
        tokio::time::sleep(delay).await;
    }
}

/// One less is busy, also where the question is given up.
struct Leave<'a>(&'a AtomicUsize);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What details add here. The releases stand for whatever gives details their weight: an assessment
/// with them differs from one without.
fn with_details(metadata: Metadata) -> Metadata {
    let summary = Stated::Given("Does what it says.".to_owned());
    Metadata { summary, releases: Some(50), detailed: true, ..metadata }
}

impl<F: Fn(&str) -> (Lookup, Duration, Duration) + Send + Sync> Registry for Scripted<F> {
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
        self.looked_up.fetch_add(1, Ordering::SeqCst);
        async move {
            let (lookup, delay, _) = (self.answer)(name.spelling());
            self.busy_for(delay).await;
            lookup
        }
        .boxed()
    }

    fn enrich<'a>(&'a self, name: &'a PackageName, metadata: Metadata) -> BoxFuture<'a, Metadata> {
        self.enriched.fetch_add(1, Ordering::SeqCst);
        async move {
            self.busy_for((self.answer)(name.spelling()).2).await;
            with_details(metadata)
        }
        .boxed()
    }
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Names that a snapshot knows nothing of, so that their answers alone judge them.
fn strangers(count: usize) -> Vec<Dependency> {
    let unknown =
        |name: &Dependency| detector().wants_details(&name.name, &young(true), &assess(name, young(true)));
    (0..).map(|i| pypi(&format!("zq{i}vxkw"))).filter(unknown).take(count).collect()
}

#[tokio::test(start_paused = true)]
async fn details_are_asked_for_only_where_they_count() {
    let input = strangers(60);
    let odd: Vec<String> = input.iter().step_by(3).map(|d| d.name.to_string()).collect();
    let registry =
        Scripted::new(move |n: &str| (Lookup::Found(young(odd.iter().any(|odd| odd == n))), ms(5), ms(5)));
    let engine = engine(Arc::clone(&registry) as _, Settings::default());
    let (answers, summary) = run(&engine, input.clone(), CancelToken::new()).await;
    assert_complete(&answers, &input);
    for (index, name, assessment) in &answers {
        let expected = if index % 3 == 0 { with_details(young(true)) } else { young(false) };
        assert_eq!(*assessment, assess(name, expected), "{index}");
    }
    let counts = Progress {
        seen: 60,
        done: 60,
        settled: 60,
        asked: 60,
        details: 20,
        from_cache: 0,
        unavailable: 0,
        waits_for: None,
    };
    assert_eq!(summary.progress, counts);
    assert_eq!(registry.enriched.load(Ordering::SeqCst), 20);
}

#[tokio::test(start_paused = true)]
async fn a_known_answer_waits_for_details_only_where_they_count() {
    let registry = Scripted::new(|_: &str| (Lookup::Found(young(true)), ms(5), ms(40)));
    let registry = Arc::new(CachedRegistry::new(Arc::into_inner(registry).unwrap()));
    let input = strangers(4);
    let engine = engine(Arc::clone(&registry) as _, Settings { timeout: ms(30), ..Settings::default() });
    let (first, summary) = run(&engine, input.clone(), CancelToken::new()).await;
    assert_eq!((summary.progress.asked, summary.progress.details, summary.progress.from_cache), (4, 4, 0));
    for (_, name, assessment) in &first {
        assert_eq!(*assessment, assess(name, young(true)), "the time was up before the details came");
    }
    let (again, summary) = run(&engine, input.clone(), CancelToken::new()).await;
    assert_eq!((summary.progress.asked, summary.progress.details, summary.progress.from_cache), (0, 4, 4));
    assert_eq!(again, first);
    let patient = Engine::new(detector(), Some(Arc::clone(&registry) as _), Settings::default()).unwrap();
    let (detailed, summary) = run(&patient, input.clone(), CancelToken::new()).await;
    assert_eq!((summary.progress.asked, summary.progress.details, summary.progress.from_cache), (0, 4, 4));
    let (last, summary) = run(&patient, input.clone(), CancelToken::new()).await;
    assert_eq!((summary.progress.asked, summary.progress.details, summary.progress.from_cache), (0, 0, 4));
    assert_complete(&last, &input);
    assert_eq!(last, detailed);
    for (_, name, assessment) in &last {
        assert_eq!(*assessment, assess(name, with_details(young(true))));
    }
}

#[tokio::test(start_paused = true)]
async fn a_name_s_time_holds_both_questions() {
    for (details, arrive) in [(199, true), (201, false), (60_000, false)] {
        let registry = Scripted::new(move |_: &str| (Lookup::Found(young(true)), ms(300), ms(details)));
        let engine = engine(registry, Settings { timeout: ms(500), ..Settings::default() });
        let begun = tokio::time::Instant::now();
        let (answers, summary) = run(&engine, strangers(1), CancelToken::new()).await;
        assert!(begun.elapsed() <= ms(510), "{:?}", begun.elapsed());
        let expected = if arrive { with_details(young(true)) } else { young(true) };
        assert_eq!(answers[0].2, assess(&answers[0].1, expected), "{details}");
        assert_eq!(summary.progress.unavailable, 0, "the name was found, with details or without");
    }
}

#[tokio::test(start_paused = true)]
async fn both_questions_share_the_bound() {
    for (concurrency, chunk, bound) in [(20, 50, 20), (1, 50, 1), (7, 7, 7), (64, 10, 10)] {
        let registry = Scripted::new(|n: &str| (Lookup::Found(young(true)), ms(n.len() as u64), ms(11)));
        let engine =
            engine(Arc::clone(&registry) as _, Settings { concurrency, chunk, ..Settings::default() });
        let (mut most_waiting, input) = (0, strangers(200));
        let progress = |now: Progress| most_waiting = most_waiting.max(now.seen - now.done);
        let summary = engine.run(stream::iter(input), CancelToken::new(), |_, _| {}, progress).await;
        assert_eq!((summary.progress.asked, summary.progress.details), (200, 200));
        assert_eq!(registry.busiest.load(Ordering::SeqCst), bound, "{concurrency} {chunk}");
        assert!(most_waiting <= chunk as u64 * 2, "{most_waiting} of {chunk}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_run_answers_with_what_it_knows() {
    let registry = Scripted::new(|_: &str| (Lookup::Found(young(true)), ms(10), ms(3_600_000)));
    let engine = engine(registry, Settings { timeout: Duration::from_secs(7200), ..Settings::default() });
    let (cancel, input) = (CancelToken::new(), strangers(100));
    let begun = tokio::time::Instant::now();
    let ctrl_c = async {
        tokio::time::sleep(ms(1000)).await;
        cancel.cancel();
    };
    let ((answers, summary), ()) = tokio::join!(run(&engine, input.clone(), cancel.clone()), ctrl_c);
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert_complete(&answers, &input);
    for (index, name, assessment) in &answers {
        if *index < 20 {
            assert_eq!(*assessment, assess(name, young(true)), "{index}");
        } else {
            assert_eq!(assessment.verdict, Verdict::Unknown, "{index}");
        }
    }
    assert_eq!((summary.progress.details, summary.progress.unavailable), (20, 80));
}

#[tokio::test]
async fn over_http_a_second_request_is_made_only_for_those_who_need_it() {
    let fake = Fake::start(Duration::ZERO, |_, name| match name {
        "zq-old" => Profile::long_standing().saying(Says::everything()),
        "zq-silent" => Profile::published("2026-09-20T08:00:00Z")
            .saying(Says::everything().with_page(Answer::new(200, "text/plain", "").ending(Ending::Stalled))),
        _ => Profile::published("2026-09-20T08:00:00Z").saying(Says::nothing()),
    });
    let roots = Roots { pypi: IndexRoot::parse(&fake.root(Kind::Simple)).ok(), ..Roots::default() };
    let client =
        RegistryClient::new(roots, ClientSettings { system_proxy: false, ..ClientSettings::default() });
    let registry = Arc::new(CachedRegistry::new(client));
    let settings = Settings { timeout: ms(700), ..Settings::default() };
    let engine = Engine::new(detector(), Some(Arc::clone(&registry) as _), settings).unwrap();
    let input = ["zq-old", "zq-silent", "zq-young"].map(pypi).to_vec();
    let (answers, summary) = run(&engine, input.clone(), CancelToken::new()).await;
    assert_complete(&answers, &input);
    assert!(answers.iter().all(|(_, _, assessment)| assessment.checked), "{answers:?}");
    assert_eq!((summary.progress.details, summary.progress.unavailable), (2, 0));
    assert_eq!(
        fake.paths(),
        [
            "/pypi/zq-silent/json",
            "/pypi/zq-young/json",
            "/simple/zq-old/",
            "/simple/zq-silent/",
            "/simple/zq-young/"
        ]
    );
    assert_eq!(fake.requests(), 5);
    let Some(Lookup::Found(held)) = registry.known(&input[2].name) else { panic!() };
    assert_eq!((held.repository, held.maintainers, held.detailed), (Stated::Nothing, Some(0), true));
}

/// What becomes of a name: its look-up's answer and delay, and the delay of its details.
fn outcome(name: &str, seed: u64) -> (Lookup, Duration, Duration) {
    let mut hash = seed ^ 0x9e37_79b9_7f4a_7c15;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let lookup = if hash.is_multiple_of(5) { Lookup::Missing } else { Lookup::Found(young(hash % 5 > 1)) };
    (lookup, ms(hash >> 32 & 0x1f), ms(hash >> 40 & 0x3f))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn with_details_each_input_is_answered_exactly_once_and_in_order(
        picks in prop::collection::vec((0usize..60, 0u8..5), 0..150),
        seed in any::<u64>(),
        (concurrency, chunk, timeout_ms) in (1usize..30, 1usize..60, 1u64..100),
        cancel_after_ms in prop::option::of(0u64..300),
        pause_every in 1usize..60,
    ) {
        let input: Vec<Dependency> = picks.iter().map(|&(name, kind)| match kind {
            0 => pypi("requests"),
            _ => pypi(&format!("zq{name}vxkw")),
        }).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let (answers, summary) = runtime.block_on(async {
            let registry = Scripted::new(move |n: &str| outcome(n, seed));
            let registry = CachedRegistry::new(Arc::into_inner(registry).unwrap());
            let settings = Settings { concurrency, chunk, timeout: ms(timeout_ms) };
            let engine = engine(Arc::new(registry), settings);
            let cancel = CancelToken::new();
            let stream = stream::iter(input.clone()).enumerate().then(move |(i, dependency)| async move {
                if i % pause_every == pause_every - 1 {
                    tokio::time::sleep(ms(7)).await;
                }
                dependency
            });
            let mut answers = Vec::new();
            let run = engine.run(stream, cancel.clone(), |i, judged| answers.push((i, judged.dependency, judged.assessment)), |_| {});
            let ctrl_c = async {
                if let Some(after) = cancel_after_ms {
                    tokio::time::sleep(ms(after)).await;
                    cancel.cancel();
                }
            };
            let summary = tokio::join!(run, ctrl_c).0;
            (answers, summary)
        });
        assert_complete(&answers, &input);
        let counts = summary.progress;
        prop_assert_eq!((counts.seen, counts.done), (input.len() as u64, input.len() as u64));
        prop_assert!(counts.details <= counts.asked + counts.from_cache);
        for (_, dependency, assessment) in &answers {
            let name = dependency.name.spelling();
            if name == "requests" {
                continue;
            }
            let (lookup, _, _) = outcome(name, seed);
            let missing = assessment.signals.iter().any(|s| s.code == SignalCode::NotFound);
            prop_assert!(!missing || lookup == Lookup::Missing);
            // What was found is judged by the answer, with its details or without, or not at all.
            if let Lookup::Found(metadata) = lookup && assessment.checked && summary.progress.unavailable == 0 {
                let with = assess(dependency, with_details(metadata.clone()));
                prop_assert!(*assessment == assess(dependency, metadata) || *assessment == with);
            }
        }
    }
}
