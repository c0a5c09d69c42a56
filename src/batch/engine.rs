use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures::{FutureExt, Stream, StreamExt};

use super::cancel::CancelToken;
use super::run::{Run, Step};
use super::settings::{Settings, SettingsError};
use crate::detector::{Assessment, Detector, Subject};
use crate::package::{Dependency, Ecosystem};
use crate::registry::{Lookup, Metadata, Registry};

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
    /// Names of which no more is asked, those among them that wait for an earlier one to be handed on.
    pub settled: u64,
    /// Look-ups that went to the registry. A cache behind it may answer several with one request.
    /// Questions for details are not among them.
    pub asked: u64,
    /// Found names, asked for or known, of which details were asked for as well.
    pub details: u64,
    /// Answers that were known without waiting.
    pub from_cache: u64,
    /// Look-ups that ended without an answer.
    pub unavailable: u64,
    /// Whose registry has the most questions open.
    pub waits_for: Option<Ecosystem>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// The counts at the end: every name that was seen is done.
    pub progress: Progress,
    /// Whether it was cancelled before its input's end.
    pub cancelled: bool,
}

/// A dependency with what came of it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What was judged.
    pub dependency: Dependency,
    /// The evidence.
    pub assessment: Assessment,
    /// The registry's answer on which it rests; `None` where nobody was asked.
    pub lookup: Option<Lookup>,
}

/// Says whether a dependency is asked about that the evidence alone would not ask about.
pub(super) type Interest = dyn Fn(&Dependency) -> bool + Send + Sync;

/// Judges dependencies, with a registry's help where there is one.
#[derive(Clone)]
pub struct Engine<'a> {
    pub(super) detector: Detector<'a>,
    pub(super) registry: Option<Arc<dyn Registry>>,
    pub(super) settings: Settings,
    pub(super) interest: Option<Arc<Interest>>,
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
        Ok(Self::under(detector, registry, settings))
    }

    /// The same under settings that are valid.
    pub(crate) const fn under(
        detector: Detector<'a>,
        registry: Option<Arc<dyn Registry>>,
        settings: Settings,
    ) -> Self {
        Self { detector, registry, settings, interest: None }
    }

    /// The same engine, which also asks about the names of which `interest` is true, popular ones among
    /// them: where more than the name's own danger is to be known.
    #[must_use]
    pub fn asking_about(mut self, interest: impl Fn(&Dependency) -> bool + Send + Sync + 'static) -> Self {
        self.interest = Some(Arc::new(interest));
        self
    }

    /// Whether a registry is to be asked about a dependency.
    pub fn asks(&self, dependency: &Dependency) -> bool {
        let Dependency { name, source, .. } = dependency;
        let of_interest = || self.interest.as_ref().is_some_and(|interest| interest(dependency));
        self.detector.wants_lookup(name, source)
            || (source.is_registry() && name.fault().is_none() && of_interest())
    }

    /// Judges one dependency without asking anyone.
    pub fn judge(&self, dependency: &Dependency) -> Assessment {
        self.assess(dependency, None, None)
    }

    /// Judges every dependency of `input`.
    ///
    /// `emit` gets each of them exactly once, with its place in the input, in input order, as soon
    /// as it and all before it are known. `progress` is called whenever nothing more can be done
    /// without waiting. Memory stays the same however long the input is.
    ///
    /// After a cancellation the names that wait for an answer, and those that the input still has
    /// ready, are answered with
    /// [`Unavailable::Cancelled`](crate::registry::Unavailable::Cancelled) for their look-up. A name
    /// that waits only for details is answered without them.
    ///
    /// It must be driven by a tokio runtime with its time driver on.
    pub async fn run<S>(
        &self,
        input: S,
        cancel: CancelToken,
        mut emit: impl FnMut(usize, Judged),
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
                    progress(run.progress());
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
        progress(run.progress());
        Summary { progress: run.progress(), cancelled: run.cancelled }
    }

    pub(super) fn assess(
        &self,
        dependency: &Dependency,
        lookup: Option<&Lookup>,
        other: Option<&Metadata>,
    ) -> Assessment {
        let Dependency { name, source, locked, concerns, .. } = dependency;
        self.detector.assess(Subject { name, source, lookup, other, locked: *locked, concerns })
    }
}
