//! The batch engine: every input answered exactly once and in order, whatever registries do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::{FutureExt, Stream, StreamExt, stream};
use jiff::Timestamp;
use phantom_guard::batch::{CancelToken, Engine, Progress, Settings, SettingsError, Summary};
use phantom_guard::cache::CachedRegistry;
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::{Assessment, Detector, SignalCode, Verdict};
use phantom_guard::package::{Dependency, Ecosystem, PackageName, Source};
use phantom_guard::registry::{
    ClientSettings, IndexRoot, Lookup, Metadata, Registry, RegistryClient, Roots, Unavailable,
};
use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Profile};
use proptest::prelude::*;

fn detector() -> Detector<'static> {
    Detector::new(Corpus::embedded(), "2026-11-23T12:00:00Z".parse().unwrap())
}

fn npm(name: &str) -> Dependency {
    Dependency::new(PackageName::new(Ecosystem::Npm, name))
}

/// Names that have to be asked for and of which nothing can be said without. A snapshot's filter takes
/// one in some hundreds for a name that it knows, and those are left out.
fn strangers(count: usize) -> Vec<Dependency> {
    let offline = Engine::new(detector(), None, Settings::default()).unwrap();
    let names = (0..).map(|i| npm(&format!("zq{i}vxkw")));
    names.filter(|dependency| is_unknown(&offline.judge(dependency))).take(count).collect()
}

fn client(fake: &Fake) -> Arc<CachedRegistry<RegistryClient>> {
    let roots = Roots { npm: Some(IndexRoot::parse(&fake.root(Kind::Npm)).unwrap()), ..Roots::default() };
    let settings = ClientSettings { system_proxy: false, ..ClientSettings::default() };
    Arc::new(CachedRegistry::new(RegistryClient::new(roots, settings)))
}

fn engine(registry: Arc<dyn Registry>, settings: Settings) -> Engine<'static> {
    Engine::new(detector(), Some(registry), settings).unwrap()
}

type Answers = Vec<(usize, Dependency, Assessment)>;

async fn run(engine: &Engine<'_>, input: Vec<Dependency>) -> (Answers, Summary) {
    run_stream(engine, stream::iter(input), CancelToken::new()).await
}

async fn run_stream(
    engine: &Engine<'_>,
    input: impl Stream<Item = Dependency>,
    cancel: CancelToken,
) -> (Answers, Summary) {
    let mut answers = Vec::new();
    let summary = engine
        .run(input, cancel, |i, judged| answers.push((i, judged.dependency, judged.assessment)), |_| {})
        .await;
    (answers, summary)
}

/// In order, each once, and the same ones that went in.
fn assert_complete(answers: &Answers, input: &[Dependency]) {
    assert_eq!(answers.len(), input.len());
    for (place, ((index, answered, _), given)) in answers.iter().zip(input).enumerate() {
        assert_eq!(*index, place);
        assert_eq!(answered, given);
    }
}

fn is_unknown(assessment: &Assessment) -> bool {
    assessment.verdict == Verdict::Unknown
}

#[test]
fn settings_under_which_nothing_could_be_done_are_refused_with_a_remedy() {
    let fine = Settings::default();
    assert_eq!((fine.concurrency, fine.chunk, fine.timeout), (20, 50, Duration::from_secs(5)));
    for (settings, error) in [
        (Settings { concurrency: 0, ..fine }, SettingsError::Concurrency),
        (Settings { chunk: 0, ..fine }, SettingsError::Chunk),
        (Settings { timeout: Duration::ZERO, ..fine }, SettingsError::Timeout),
    ] {
        assert_eq!(Engine::new(detector(), None, settings).unwrap_err(), error);
        assert!(error.to_string().contains("set it to 1"), "{error}");
    }
}

#[tokio::test]
async fn answers_come_in_input_order_whatever_the_delays() {
    let fake = Fake::serve(Duration::ZERO, |request| {
        let (_, name) = request.name.clone().unwrap();
        let slow = name.bytes().map(usize::from).sum::<usize>() % 7;
        let mut answer = Answer::new(404, "text/plain", "");
        answer.delay = Duration::from_millis(3 * slow as u64);
        answer
    });
    let input = strangers(200);
    let (answers, summary) = run(&engine(client(&fake), Settings::default()), input.clone()).await;
    assert_complete(&answers, &input);
    assert!(answers.iter().all(|(_, _, a)| a.verdict == Verdict::NotFound), "{:?}", answers[0]);
    let counts = Progress {
        seen: 200,
        done: 200,
        settled: 200,
        asked: 200,
        details: 0,
        from_cache: 0,
        unavailable: 0,
        waits_for: None,
    };
    assert_eq!(summary, Summary { progress: counts, cancelled: false });
    assert_eq!(fake.requests(), 200);
    assert!(fake.accepted() <= 20, "{}", fake.accepted());
}

#[tokio::test]
async fn a_name_is_asked_for_once_however_often_it_comes() {
    let fake = Fake::start(Duration::from_millis(5), |_, _| Profile::long_standing());
    let registry = client(&fake);
    let input: Vec<Dependency> = strangers(3).into_iter().cycle().take(300).collect();
    let engine = engine(registry, Settings::default());
    let (answers, _) = run(&engine, input.clone()).await;
    assert_complete(&answers, &input);
    assert_eq!(fake.requests(), 3);
    let (_, summary) = run(&engine, input).await;
    assert_eq!((summary.progress.asked, summary.progress.from_cache), (0, 300));
    assert_eq!(fake.requests(), 3, "a second run asks nobody");
}

#[tokio::test]
async fn what_need_not_be_asked_is_not() {
    let fake = Fake::start(Duration::ZERO, |_, _| Profile::long_standing());
    let mut input = vec![npm("react"), npm("lodash"), npm("@types/node"), npm("no name at all")];
    for source in [
        Source::OtherRegistry("https://npm.acme.example/".into()),
        Source::Git("https://git.example/x".into()),
        Source::Url("https://files.example/x.tgz".into()),
        Source::Path("../x".into()),
        Source::Workspace,
        Source::Bundled,
    ] {
        input.push(Dependency { source, ..npm("acme-private-thing") });
    }
    let (answers, summary) = run(&engine(client(&fake), Settings::default()), input.clone()).await;
    assert_complete(&answers, &input);
    assert_eq!(summary.progress.asked, 0);
    assert_eq!(fake.requests(), 0);
}

#[tokio::test]
async fn offline_judges_the_same_in_a_run_and_one_by_one() {
    let engine = Engine::new(detector(), None, Settings::default()).unwrap();
    let input: Vec<Dependency> = [npm("react"), npm("epxress")].into_iter().chain(strangers(60)).collect();
    let (answers, summary) = run(&engine, input.clone()).await;
    assert_complete(&answers, &input);
    assert_eq!((summary.progress.asked, summary.progress.unavailable), (0, 0));
    for (_, dependency, assessment) in &answers {
        assert_eq!(*assessment, engine.judge(dependency));
    }
}

#[tokio::test]
async fn one_silent_answer_costs_its_own_name_and_no_other() {
    let input = strangers(120);
    let silent = [7, 90].map(|index: usize| input[index].name.to_string());
    let fake = Fake::start(Duration::ZERO, move |_, name| {
        if silent.iter().any(|silent| silent == name) {
            Profile::Other(Answer::new(200, "application/json", "").ending(Ending::Stalled))
        } else {
            Profile::Missing
        }
    });
    let settings = Settings { timeout: Duration::from_millis(300), ..Settings::default() };
    let (answers, summary) = run(&engine(client(&fake), settings), input.clone()).await;
    assert_complete(&answers, &input);
    for (index, _, assessment) in &answers {
        assert_eq!(is_unknown(assessment), [7, 90].contains(index), "{index}: {assessment:?}");
    }
    assert_eq!(summary.progress.unavailable, 2);
}

#[tokio::test]
async fn a_registry_that_is_down_leaves_every_name_unknown() {
    let fake = Fake::serve(Duration::ZERO, |_| Answer::new(403, "text/html", "<h1>no</h1>"));
    let registry = client(&fake);
    let input = strangers(30);
    let (answers, summary) =
        run(&engine(Arc::clone(&registry) as _, Settings::default()), input.clone()).await;
    assert_complete(&answers, &input);
    assert!(answers.iter().all(|(_, _, assessment)| is_unknown(assessment)));
    assert_eq!(summary.progress.unavailable, 30);
    assert_eq!(registry.stats().entries, 0, "nothing of it is remembered");
}

#[tokio::test]
async fn an_outage_never_makes_a_bad_name_good() {
    let fake = Fake::serve(Duration::ZERO, |_| Answer::new(401, "text/plain", ""));
    let engine = engine(client(&fake), Settings::default());
    let (answers, _) = run(&engine, vec![npm("epxress")]).await;
    let offline = engine.judge(&npm("epxress"));
    assert!(answers[0].2.score >= offline.score, "{:?} against {offline:?}", answers[0].2);
}

/// A registry of the test's own, without a network.
struct Scripted<F> {
    answer: F,
    busy: AtomicUsize,
    busiest: AtomicUsize,
}

impl<F> Scripted<F> {
    fn new(answer: F) -> Arc<Self> {
        Arc::new(Self { answer, busy: AtomicUsize::new(0), busiest: AtomicUsize::new(0) })
    }
}

impl<F: Fn(&str) -> (Duration, Lookup) + Send + Sync> Registry for Scripted<F> {
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
        let (delay, lookup) = (self.answer)(name.spelling());
        let busy = self.busy.fetch_add(1, Ordering::SeqCst) + 1;
        self.busiest.fetch_max(busy, Ordering::SeqCst);
        async move {
            tokio::time::sleep(delay).await;
            self.busy.fetch_sub(1, Ordering::SeqCst);
            lookup
        }
        .boxed()
    }

    fn host(&self, _: Ecosystem) -> Option<String> {
        Some("registry.example".to_owned())
    }
}

#[tokio::test(start_paused = true)]
async fn concurrency_and_chunk_bound_what_is_under_way() {
    for (concurrency, chunk, bound) in [(20, 50, 20), (1, 50, 1), (64, 10, 10), (7, 7, 7)] {
        let registry = Scripted::new(|_: &str| (Duration::from_millis(10), Lookup::Missing));
        let settings = Settings { concurrency, chunk, ..Settings::default() };
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&taken);
        let input = stream::iter(strangers(300)).inspect(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let engine = engine(Arc::clone(&registry) as _, settings);
        let mut most_waiting = 0;
        let mut done = 0;
        let progress = |now: Progress| {
            most_waiting = most_waiting.max(now.seen - now.done);
            done = now.done;
        };
        engine.run(input, CancelToken::new(), |_, _| {}, progress).await;
        assert_eq!(registry.busiest.load(Ordering::SeqCst), bound);
        assert!(most_waiting <= chunk as u64, "{most_waiting} of {chunk}");
        assert_eq!((done, taken.load(Ordering::SeqCst)), (300, 300));
    }
}

#[tokio::test(start_paused = true)]
async fn one_slow_name_does_not_hold_up_the_asking() {
    let input = strangers(1000);
    let slow = input[0].name.to_string();
    let registry = Scripted::new(move |name: &str| {
        let delay = if name == slow { 4000 } else { 10 };
        (Duration::from_millis(delay), Lookup::Missing)
    });
    let engine = engine(registry, Settings::default());
    let started = tokio::time::Instant::now();
    let (answers, _) = run(&engine, input).await;
    assert_eq!(answers.len(), 1000);
    // 1000 names at 20 a time take 0.5 s in the shadow of the slow one. Time is the paused clock's.
    assert!(started.elapsed() < Duration::from_millis(4100), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn known_answers_are_handed_on_while_the_input_hangs() {
    let registry = Scripted::new(|_: &str| (Duration::from_millis(10), Lookup::Missing));
    let engine = engine(registry, Settings::default());
    let input = stream::iter(strangers(5)).chain(stream::pending());
    let (cancel, mut emitted, mut flushed_at) = (CancelToken::new(), 0, Vec::new());
    let late = async {
        tokio::time::sleep(Duration::from_secs(60)).await;
        cancel.cancel();
    };
    let answered = engine.run(input, cancel.clone(), |_, _| emitted += 1, |p| flushed_at.push(p.done));
    let (summary, ()) = tokio::join!(answered, late);
    assert!(flushed_at.contains(&5), "{flushed_at:?}");
    assert_eq!((emitted, summary.cancelled), (5, true));
    assert_eq!(summary.progress.unavailable, 0, "they were answered before the cancellation");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_run_answers_what_is_left_at_once() {
    let registry = Scripted::new(|_: &str| (Duration::from_secs(3600), Lookup::Missing));
    let settings = Settings { timeout: Duration::from_secs(7200), ..Settings::default() };
    let engine = engine(registry, settings);
    let cancel = CancelToken::new();
    let input: Vec<Dependency> = strangers(500).into_iter().chain([npm("react")]).collect();
    let started = tokio::time::Instant::now();
    let ctrl_c = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        cancel.cancel();
    };
    let ((answers, summary), ()) =
        tokio::join!(run_stream(&engine, stream::iter(input.clone()), cancel.clone()), ctrl_c);
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert_complete(&answers, &input);
    let known = answers[..500].iter().find(|(_, _, a)| !is_unknown(a));
    assert!(known.is_none(), "{known:?}");
    assert_eq!(answers[500].2, engine.judge(&npm("react")), "what needs no look-up is judged as ever");
    assert!(summary.cancelled);
}

/// What a name's registry does: after so many milliseconds, found, missing or failing.
fn outcome(name: &str, seed: u64) -> (Duration, Lookup) {
    let mut hash = seed ^ 0x9e37_79b9_7f4a_7c15;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let lookup = match hash % 4 {
        0 => Lookup::Missing,
        1 => Lookup::Found(Metadata { releases: Some(1), ..Metadata::default() }),
        2 => Lookup::Unavailable(Unavailable::Status { host: "registry.example".to_owned(), status: 500 }),
        _ => Lookup::Found(Metadata { first_published: Some(Timestamp::UNIX_EPOCH), ..Metadata::default() }),
    };
    // Some take longer than the time limit.
    (Duration::from_millis(hash >> 32 & 0x3f), lookup)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn each_input_is_answered_exactly_once_and_in_order(
        picks in prop::collection::vec((0usize..80, 0u8..6), 0..250),
        seed in any::<u64>(),
        (concurrency, chunk, timeout_ms) in (1usize..40, 1usize..80, 1u64..80),
        cancel_after_ms in prop::option::of(0u64..300),
        pause_every in 1usize..60,
    ) {
        let input: Vec<Dependency> = picks.iter().map(|&(name, kind)| match kind {
            0 => npm("react"),
            1 => Dependency { source: Source::Workspace, ..npm("x") },
            2 => npm("not a name"),
            _ => npm(&format!("zq{name}vxkw")),
        }).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let (answers, summary) = runtime.block_on(async {
            let registry = CachedRegistry::new(Arc::into_inner(Scripted::new(move |n: &str| outcome(n, seed))).unwrap());
            let settings = Settings { concurrency, chunk, timeout: Duration::from_millis(timeout_ms) };
            let engine = engine(Arc::new(registry), settings);
            let cancel = CancelToken::new();
            // The input comes with pauses shorter than what a cancelled run waits for.
            let stream = stream::iter(input.clone()).enumerate().then(move |(i, dependency)| async move {
                if i % pause_every == pause_every - 1 {
                    tokio::time::sleep(Duration::from_millis(7)).await;
                }
                dependency
            });
            let ctrl_c = async {
                if let Some(after) = cancel_after_ms {
                    tokio::time::sleep(Duration::from_millis(after)).await;
                    cancel.cancel();
                }
            };
            tokio::join!(run_stream(&engine, stream, cancel.clone()), ctrl_c).0
        });
        assert_complete(&answers, &input);
        prop_assert_eq!(summary.progress.seen, input.len() as u64);
        prop_assert_eq!(summary.progress.done, input.len() as u64);
        for (_, dependency, assessment) in &answers {
            let name = dependency.name.spelling();
            let may_be_missing = name.starts_with("zq") && outcome(name, seed).1 == Lookup::Missing;
            // What could not be asked never reads as absent.
            prop_assert!(may_be_missing || !assessment.signals.iter().any(|s| s.code == SignalCode::NotFound));
        }
    }
}
