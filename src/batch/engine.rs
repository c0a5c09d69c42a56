use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{Fuse, FuturesUnordered};
use futures::{FutureExt, Stream, StreamExt};

use super::cancel::CancelToken;
use super::settings::{Settings, SettingsError};
use crate::detector::{Assessment, Detector, Subject};
use crate::package::{Dependency, PackageName};
use crate::registry::{Lookup, Registry, Unavailable};

/// Answers that wait for an earlier name, for each name that may be under way: enough for one slow
/// name not to hold the others up, and a bound on memory.
const HELD_BACK: usize = 32;
/// Names that need no look-up are dealt with in runs of this many before other tasks get a turn.
const STEPS_WITHOUT_YIELD: u32 = 256;
/// How long a cancelled run waits for input that has not come yet.
const GRACE: Duration = Duration::from_millis(50);

/// What has happened so far. A run reports it whenever it has to wait, so that whoever writes answers
/// knows when to flush them, and once at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Names taken in.
    pub seen: u64,
    /// Names handed on with their assessment.
    pub done: u64,
    /// Look-ups that went to the registry. A cache behind it may answer several with one request.
    pub asked: u64,
    /// Answers that were known without waiting.
    pub from_cache: u64,
    /// Look-ups that ended without an answer.
    pub unavailable: u64,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// The counts at the end: every name that was seen is done.
    pub progress: Progress,
    /// Whether it was cancelled before its input's end.
    pub cancelled: bool,
}

/// Judges dependencies, with a registry's help where there is one.
#[derive(Clone)]
pub struct Engine<'a> {
    detector: Detector<'a>,
    registry: Option<Arc<dyn Registry>>,
    settings: Settings,
}

impl std::fmt::Debug for Engine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("online", &self.registry.is_some())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl<'a> Engine<'a> {
    /// An engine that asks `registry`, or nobody. Put a
    /// [`CachedRegistry`](crate::cache::CachedRegistry) there for names to be asked for only once.
    ///
    /// # Errors
    /// Where a setting is 0.
    pub fn new(
        detector: Detector<'a>,
        registry: Option<Arc<dyn Registry>>,
        settings: Settings,
    ) -> Result<Self, SettingsError> {
        settings.validate()?;
        Ok(Self { detector, registry, settings })
    }

    /// Judges one dependency without asking anyone.
    pub fn judge(&self, dependency: &Dependency) -> Assessment {
        self.assess(dependency, None)
    }

    /// Judges every dependency of `input`.
    ///
    /// `emit` gets each of them exactly once, with its place in the input, in input order, as soon
    /// as it and all before it are known. `progress` is called whenever nothing more can be done
    /// without waiting. Memory stays the same however long the input is.
    ///
    /// After a cancellation the names that wait for an answer, and those that the input still has
    /// ready, are answered with [`Unavailable::Cancelled`] for their look-up.
    ///
    /// It must be driven by a tokio runtime with its time driver on.
    pub async fn run<S>(
        &self,
        input: S,
        cancel: CancelToken,
        mut emit: impl FnMut(usize, Dependency, Assessment),
        mut progress: impl FnMut(Progress),
    ) -> Summary
    where
        S: Stream<Item = Dependency>,
    {
        let mut input = pin!(input.fuse());
        let mut cancelled = pin!(cancel.cancelled().fuse());
        let mut run = Run::new(self);
        let mut steps_left = STEPS_WITHOUT_YIELD;
        loop {
            if !run.cancelled && cancel.is_cancelled() {
                run.cancel();
            }
            run.emit_known(&mut emit);
            let ready = poll_fn(|cx| Poll::Ready(run.step(&mut input, cx))).await;
            match ready {
                Poll::Ready(Step::Going) => {}
                Poll::Ready(Step::Finished) => break,
                Poll::Pending => {
                    progress(run.counts);
                    let next = poll_fn(|cx| {
                        if !run.cancelled && cancelled.poll_unpin(cx).is_ready() {
                            return Poll::Ready(Step::Going);
                        }
                        run.step(&mut input, cx)
                    });
                    let limit = if cancel.is_cancelled() { GRACE } else { Duration::MAX };
                    match tokio::time::timeout(limit, next).await {
                        Ok(Step::Going) => {}
                        Ok(Step::Finished) | Err(_) => break,
                    }
                }
            }
            steps_left = steps_left.saturating_sub(1);
            if steps_left == 0 {
                steps_left = STEPS_WITHOUT_YIELD;
                tokio::task::yield_now().await;
            }
        }
        run.emit_known(&mut emit);
        progress(run.counts);
        Summary { progress: run.counts, cancelled: run.cancelled }
    }

    fn assess(&self, dependency: &Dependency, lookup: Option<&Lookup>) -> Assessment {
        let Dependency { name, source, .. } = dependency;
        self.detector.assess(Subject { name, source, lookup })
    }
}

enum Step {
    /// Something was done, and more may be ready.
    Going,
    /// The input is at its end and every name is answered.
    Finished,
}

/// A dependency between input and output.
struct Slot {
    dependency: Dependency,
    assessment: Option<Assessment>,
}

/// The state of one run.
struct Run<'e, 'a> {
    engine: &'e Engine<'a>,
    /// In input order; the first has the place `first`.
    window: VecDeque<Slot>,
    first: usize,
    /// Places of names whose look-up has not begun.
    queue: VecDeque<usize>,
    lookups: FuturesUnordered<BoxFuture<'static, (usize, Lookup)>>,
    counts: Progress,
    cancelled: bool,
}

impl<'e, 'a> Run<'e, 'a> {
    fn new(engine: &'e Engine<'a>) -> Self {
        Self {
            engine,
            window: VecDeque::new(),
            first: 0,
            queue: VecDeque::new(),
            lookups: FuturesUnordered::new(),
            counts: Progress::default(),
            cancelled: false,
        }
    }

    /// One answer or one input, whichever is ready.
    fn step<S>(&mut self, input: &mut Pin<&mut Fuse<S>>, cx: &mut Context<'_>) -> Poll<Step>
    where
        S: Stream<Item = Dependency>,
    {
        self.start_lookups();
        if let Poll::Ready(Some((place, lookup))) = self.lookups.poll_next_unpin(cx) {
            self.counts.unavailable += u64::from(matches!(lookup, Lookup::Unavailable(_)));
            self.answer(place, Some(&lookup));
            return Poll::Ready(Step::Going);
        }
        let chunk = self.engine.settings.chunk;
        let waiting = self.queue.len() + self.lookups.len();
        if waiting < chunk && self.window.len() < chunk.saturating_mul(HELD_BACK) {
            match input.as_mut().poll_next(cx) {
                Poll::Ready(Some(dependency)) => {
                    self.take_in(dependency);
                    return Poll::Ready(Step::Going);
                }
                Poll::Ready(None) if waiting == 0 => return Poll::Ready(Step::Finished),
                Poll::Ready(None) | Poll::Pending => {}
            }
        }
        Poll::Pending
    }

    fn take_in(&mut self, dependency: Dependency) {
        self.counts.seen += 1;
        let place = self.first + self.window.len();
        let engine = self.engine;
        let wanted = engine.detector.wants_lookup(&dependency.name, &dependency.source);
        let registry = engine.registry.as_ref().filter(|_| wanted);
        let known = registry.and_then(|registry| registry.known(&dependency.name));
        self.window.push_back(Slot { dependency, assessment: None });
        match known {
            Some(lookup) => {
                self.counts.from_cache += 1;
                self.answer(place, Some(&lookup));
            }
            None if registry.is_none() => self.answer(place, None),
            None if self.cancelled => self.answer_cancelled(place),
            None => self.queue.push_back(place),
        }
    }

    fn start_lookups(&mut self) {
        let Some(registry) = &self.engine.registry else { return };
        let Settings { concurrency, timeout, .. } = self.engine.settings;
        while self.lookups.len() < concurrency
            && let Some(place) = self.queue.pop_front()
        {
            let Some(slot) = self.window.get(place - self.first) else { continue };
            let name = slot.dependency.name.clone();
            self.lookups.push(Box::pin(look_up(Arc::clone(registry), name, timeout, place)));
            self.counts.asked += 1;
        }
    }

    fn answer(&mut self, place: usize, lookup: Option<&Lookup>) {
        if let Some(slot) = self.window.get_mut(place - self.first) {
            slot.assessment = Some(self.engine.assess(&slot.dependency, lookup));
        }
    }

    fn answer_cancelled(&mut self, place: usize) {
        self.counts.unavailable += 1;
        self.answer(place, Some(&Lookup::Unavailable(Unavailable::Cancelled)));
    }

    /// Gives up every look-up, begun or not.
    fn cancel(&mut self) {
        self.cancelled = true;
        self.lookups.clear();
        self.queue.clear();
        for place in self.first..self.first + self.window.len() {
            if self.window.get(place - self.first).is_some_and(|slot| slot.assessment.is_none()) {
                self.answer_cancelled(place);
            }
        }
    }

    fn emit_known(&mut self, emit: &mut impl FnMut(usize, Dependency, Assessment)) {
        while let Some(slot) = self.window.pop_front() {
            match slot {
                Slot { dependency, assessment: Some(assessment) } => {
                    emit(self.first, dependency, assessment);
                    self.first += 1;
                    self.counts.done += 1;
                }
                waiting @ Slot { assessment: None, .. } => {
                    self.window.push_front(waiting);
                    return;
                }
            }
        }
    }
}

async fn look_up(
    registry: Arc<dyn Registry>,
    name: PackageName,
    timeout: Duration,
    place: usize,
) -> (usize, Lookup) {
    let lookup = tokio::time::timeout(timeout, registry.lookup(&name)).await.unwrap_or_else(|_| {
        let host = registry.host(name.ecosystem()).unwrap_or_else(|| "an unnamed host".to_owned());
        let seconds = timeout.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX);
        Lookup::Unavailable(Unavailable::Timeout { host, seconds })
    });
    (place, lookup)
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::package::Ecosystem;

    struct Silent;

    impl Registry for Silent {
        fn lookup<'a>(&'a self, _: &'a PackageName) -> BoxFuture<'a, Lookup> {
            std::future::pending().boxed()
        }

        fn host(&self, _: Ecosystem) -> Option<String> {
            Some("registry.example".to_owned())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_time_limit_names_the_host_and_the_seconds() {
        for (limit, seconds) in [(5000, 5), (200, 1), (1500, 2)] {
            let name = PackageName::new(Ecosystem::Npm, "x");
            let limit = Duration::from_millis(limit);
            let (place, lookup) = look_up(Arc::new(Silent), name, limit, 7).await;
            let why = Unavailable::Timeout { host: "registry.example".to_owned(), seconds };
            assert_eq!((place, lookup), (7, Lookup::Unavailable(why)));
        }
    }
}
