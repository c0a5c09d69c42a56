//! The state of one run of the engine: which names wait for what.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{Fuse, FuturesUnordered};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::engine::{Engine, Progress};
use crate::detector::Assessment;
use crate::package::{Dependency, PackageName};
use crate::registry::{Lookup, Metadata, Registry, Unavailable};

/// Answers that wait for an earlier name, for each name that may be under way: enough for one slow
/// name not to hold the others up, and a bound on memory.
const HELD_BACK: usize = 32;
/// A time limit beyond it is none, and could not be added to the clock.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

pub(super) enum Step {
    /// Something was done, and more may be ready.
    Going,
    /// The input is at its end and every name is answered.
    Finished,
}

/// A dependency between input and output.
struct Slot {
    dependency: Dependency,
    answer: Answer,
}

enum Answer {
    Waiting,
    /// Details are asked for; where none come, this counts.
    WithoutDetails(Assessment),
    Final(Assessment),
}

/// What is to be asked of a name.
enum Question {
    Lookup,
    /// What more there is to what is known already.
    Details(Metadata),
}

/// What came of a question, in time or not.
enum Outcome {
    Lookup(Lookup),
    /// `None` where the time was up.
    Details(Option<Metadata>),
}

/// The state of one run.
pub(super) struct Run<'e, 'a> {
    engine: &'e Engine<'a>,
    /// In input order; the first has the place `first`.
    window: VecDeque<Slot>,
    first: usize,
    /// Places of names whose question has not been asked.
    queue: VecDeque<(usize, Question)>,
    questions: FuturesUnordered<BoxFuture<'static, Replied>>,
    pub(super) counts: Progress,
    pub(super) cancelled: bool,
}

impl<'e, 'a> Run<'e, 'a> {
    pub(super) fn new(engine: &'e Engine<'a>) -> Self {
        Self {
            engine,
            window: VecDeque::new(),
            first: 0,
            queue: VecDeque::new(),
            questions: FuturesUnordered::new(),
            counts: Progress::default(),
            cancelled: false,
        }
    }

    /// One answer or one input, whichever is ready.
    pub(super) fn step<S>(&mut self, input: &mut Pin<&mut Fuse<S>>, cx: &mut Context<'_>) -> Poll<Step>
    where
        S: Stream<Item = Dependency>,
    {
        self.ask_next();
        if let Poll::Ready(Some(replied)) = self.questions.poll_next_unpin(cx) {
            self.take_reply(replied);
            return Poll::Ready(Step::Going);
        }
        let chunk = self.engine.settings.chunk;
        let waiting = self.queue.len() + self.questions.len();
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
        self.window.push_back(Slot { dependency, answer: Answer::Waiting });
        match known {
            Some(lookup) => {
                self.counts.from_cache += 1;
                if let Some(metadata) = self.answer(place, lookup) {
                    self.queue.push_back((place, Question::Details(metadata)));
                }
            }
            None if registry.is_none() => self.answer_unasked(place),
            None if self.cancelled => self.answer_cancelled(place),
            None => self.queue.push_back((place, Question::Lookup)),
        }
    }

    fn ask_next(&mut self) {
        while self.questions.len() < self.engine.settings.concurrency
            && let Some((place, question)) = self.queue.pop_front()
        {
            self.counts.asked += u64::from(matches!(question, Question::Lookup));
            let timeout = self.engine.settings.timeout.min(LONGEST_TIMEOUT);
            self.ask(place, question, Instant::now() + timeout);
        }
    }

    fn ask(&mut self, place: usize, question: Question, until: Instant) {
        let (Some(registry), Some(slot)) = (&self.engine.registry, self.window.get(place - self.first))
        else {
            return;
        };
        self.counts.details += u64::from(matches!(question, Question::Details(_)));
        let (registry, name) = (Arc::clone(registry), slot.dependency.name.clone());
        let timeout = self.engine.settings.timeout;
        self.questions.push(Box::pin(async move {
            let outcome = match question {
                Question::Lookup => Outcome::Lookup(look_up(&*registry, &name, timeout, until).await),
                Question::Details(metadata) => {
                    Outcome::Details(timeout_at(until, registry.enrich(&name, metadata)).await.ok())
                }
            };
            Replied { place, outcome, until }
        }));
    }

    fn take_reply(&mut self, replied: Replied) {
        let Replied { place, outcome, until } = replied;
        match outcome {
            Outcome::Lookup(lookup) => {
                self.counts.unavailable += u64::from(matches!(lookup, Lookup::Unavailable(_)));
                // Asked at once, in the room that the look-up leaves and in what is left of its time.
                if let Some(metadata) = self.answer(place, lookup) {
                    self.ask(place, Question::Details(metadata), until);
                }
            }
            Outcome::Details(Some(metadata)) => self.answer_finally(place, Some(&Lookup::Found(metadata))),
            Outcome::Details(None) => self.settle(place),
        }
    }

    /// Judges a name by its look-up; gives the metadata back where details are to be asked for.
    fn answer(&mut self, place: usize, lookup: Lookup) -> Option<Metadata> {
        let slot = self.window.get_mut(place - self.first)?;
        let assessment = self.engine.assess(&slot.dependency, Some(&lookup));
        match lookup {
            Lookup::Found(metadata)
                if !self.cancelled
                    && self.engine.detector.wants_details(&slot.dependency.name, &metadata, &assessment) =>
            {
                slot.answer = Answer::WithoutDetails(assessment);
                Some(metadata)
            }
            _ => {
                slot.answer = Answer::Final(assessment);
                None
            }
        }
    }

    fn answer_finally(&mut self, place: usize, lookup: Option<&Lookup>) {
        if let Some(slot) = self.window.get_mut(place - self.first) {
            slot.answer = Answer::Final(self.engine.assess(&slot.dependency, lookup));
        }
    }

    fn answer_unasked(&mut self, place: usize) {
        self.answer_finally(place, None);
    }

    fn answer_cancelled(&mut self, place: usize) {
        self.counts.unavailable += 1;
        self.answer_finally(place, Some(&Lookup::Unavailable(Unavailable::Cancelled)));
    }

    /// What is known of a name is what is said of it.
    fn settle(&mut self, place: usize) {
        let Some(slot) = self.window.get_mut(place - self.first) else { return };
        slot.answer = match std::mem::replace(&mut slot.answer, Answer::Waiting) {
            Answer::WithoutDetails(assessment) => Answer::Final(assessment),
            other => other,
        };
    }

    /// Gives up every question, asked or not.
    pub(super) fn cancel(&mut self) {
        self.cancelled = true;
        self.questions.clear();
        self.queue.clear();
        for place in self.first..self.first + self.window.len() {
            match self.window.get(place - self.first).map(|slot| &slot.answer) {
                Some(Answer::Waiting) => self.answer_cancelled(place),
                Some(Answer::WithoutDetails(_)) => self.settle(place),
                Some(Answer::Final(_)) | None => {}
            }
        }
    }

    pub(super) fn emit_known(&mut self, emit: &mut impl FnMut(usize, Dependency, Assessment)) {
        while let Some(slot) = self.window.pop_front() {
            match slot {
                Slot { dependency, answer: Answer::Final(assessment) } => {
                    emit(self.first, dependency, assessment);
                    self.first += 1;
                    self.counts.done += 1;
                }
                waiting => {
                    self.window.push_front(waiting);
                    return;
                }
            }
        }
    }
}

/// The end of a question.
struct Replied {
    place: usize,
    outcome: Outcome,
    /// When the name's time is up.
    until: Instant,
}

async fn look_up(registry: &dyn Registry, name: &PackageName, timeout: Duration, until: Instant) -> Lookup {
    timeout_at(until, registry.lookup(name)).await.unwrap_or_else(|_| {
        let host = registry.host(name.ecosystem()).unwrap_or_else(|| "an unnamed host".to_owned());
        let seconds = timeout.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX);
        Lookup::Unavailable(Unavailable::Timeout { host, seconds })
    })
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
            let lookup = look_up(&Silent, &name, limit, Instant::now() + limit).await;
            let why = Unavailable::Timeout { host: "registry.example".to_owned(), seconds };
            assert_eq!(lookup, Lookup::Unavailable(why));
        }
    }
}
