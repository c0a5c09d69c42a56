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

use super::engine::{Engine, Judged, Progress};
use crate::detector::Assessment;
use crate::package::{Dependency, Ecosystem, PackageName};
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
    /// What is known of it so far: what counts, where no more comes.
    known: Option<(Assessment, Option<Lookup>)>,
    /// Whether no more is asked for.
    is_final: bool,
}

/// What is to be asked of a name.
enum Question {
    Lookup,
    /// What more there is to what is known already.
    Details(Metadata),
    /// What the registry says of the name that this one resembles.
    Comparison(Metadata, PackageName),
}

/// What came of a question, in time or not.
enum Outcome {
    Lookup(Lookup),
    /// `None` where the time was up.
    Details(Option<Metadata>),
    /// The name's own metadata, and those of the other.
    Comparison(Metadata, Option<Box<Metadata>>),
}

/// The state of one run.
pub(super) struct Run<'e, 'a> {
    engine: &'e Engine<'a>,
    /// In input order; the first has the place `first`.
    window: VecDeque<Slot>,
    first: usize,
    /// By ecosystem, and so by registry: one that is slow does not hold up another.
    lanes: [Lane; Ecosystem::ALL.len()],
    questions: FuturesUnordered<BoxFuture<'static, Replied>>,
    pub(super) counts: Progress,
    pub(super) cancelled: bool,
}

/// What is to be asked of one registry.
#[derive(Default)]
struct Lane {
    /// Places of names whose question has not been asked.
    queue: VecDeque<(usize, Question)>,
    under_way: usize,
    /// Whether it has had a question at all.
    is_open: bool,
}

impl<'e, 'a> Run<'e, 'a> {
    pub(super) fn new(engine: &'e Engine<'a>) -> Self {
        Self {
            engine,
            window: VecDeque::new(),
            first: 0,
            lanes: Default::default(),
            questions: FuturesUnordered::new(),
            counts: Progress::default(),
            cancelled: false,
        }
    }

    /// What has happened so far.
    pub(super) fn progress(&self) -> Progress {
        let open = Ecosystem::ALL.into_iter().zip(self.lanes.iter().map(|lane| lane.under_way));
        let most = open.filter(|(_, open)| *open > 0).max_by_key(|(_, open)| *open);
        Progress { waits_for: most.map(|(ecosystem, _)| ecosystem), ..self.counts }
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
        let chunk = self.chunk();
        let waiting = self.lanes.iter().map(|lane| lane.queue.len()).sum::<usize>() + self.questions.len();
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

    /// How many names may wait for an answer: the setting, for each registry that is asked.
    fn chunk(&self) -> usize {
        let open = self.lanes.iter().filter(|lane| lane.is_open).count().max(1);
        let registry = self.engine.registry.as_ref();
        let rooms = Ecosystem::ALL.into_iter().filter_map(|ecosystem| registry?.room(ecosystem));
        let room = rooms.max().unwrap_or_default();
        self.engine.settings.chunk.max(room).saturating_mul(open)
    }

    /// How many questions a registry may have at a time.
    fn room(&self, ecosystem: Ecosystem) -> usize {
        let said = self.engine.registry.as_ref().and_then(|registry| registry.room(ecosystem));
        said.unwrap_or_default().max(self.engine.settings.concurrency)
    }

    fn take_in(&mut self, dependency: Dependency) {
        self.counts.seen += 1;
        let place = self.first + self.window.len();
        let engine = self.engine;
        let registry = engine.registry.as_ref().filter(|_| engine.asks(&dependency));
        let known = registry.and_then(|registry| registry.known(&dependency.name));
        let ecosystem = dependency.name.ecosystem();
        self.window.push_back(Slot { dependency, known: None, is_final: false });
        match known {
            Some(lookup) => {
                // A name that is withheld from the registry is answered at once too, and by no cache.
                self.counts.from_cache += u64::from(!matches!(lookup, Lookup::Unavailable(_)));
                if let Some(question) = self.answer(place, lookup) {
                    self.enqueue(ecosystem, place, question);
                }
            }
            None if registry.is_none() => self.answer_finally(place, None, None),
            None if self.cancelled => self.answer_cancelled(place),
            None => self.enqueue(ecosystem, place, Question::Lookup),
        }
    }

    const fn lane(&mut self, ecosystem: Ecosystem) -> &mut Lane {
        let [pypi, npm, crates] = &mut self.lanes;
        match ecosystem {
            Ecosystem::PyPi => pypi,
            Ecosystem::Npm => npm,
            Ecosystem::Crates => crates,
        }
    }

    fn enqueue(&mut self, ecosystem: Ecosystem, place: usize, question: Question) {
        let lane = self.lane(ecosystem);
        lane.is_open = true;
        lane.queue.push_back((place, question));
    }

    fn ask_next(&mut self) {
        for ecosystem in Ecosystem::ALL {
            if self.lane(ecosystem).queue.is_empty() {
                continue;
            }
            let room = self.room(ecosystem);
            while self.lane(ecosystem).under_way < room
                && let Some((place, question)) = self.lane(ecosystem).queue.pop_front()
            {
                self.counts.asked += u64::from(matches!(question, Question::Lookup));
                let timeout = self.engine.settings.timeout.min(LONGEST_TIMEOUT);
                self.ask(place, question, Instant::now() + timeout);
            }
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
        let ecosystem = name.ecosystem();
        self.lane(ecosystem).under_way += 1;
        self.questions.push(Box::pin(async move {
            let outcome = match question {
                Question::Lookup => Outcome::Lookup(look_up(&*registry, &name, timeout, until).await),
                Question::Details(metadata) => {
                    Outcome::Details(timeout_at(until, registry.enrich(&name, metadata)).await.ok())
                }
                Question::Comparison(metadata, other) => {
                    let found = timeout_at(until, described(&*registry, &other)).await;
                    Outcome::Comparison(metadata, found.ok().flatten().map(Box::new))
                }
            };
            Replied { place, ecosystem, outcome, until }
        }));
    }

    fn take_reply(&mut self, replied: Replied) {
        let Replied { place, ecosystem, outcome, until } = replied;
        let lane = self.lane(ecosystem);
        lane.under_way = lane.under_way.saturating_sub(1);
        let next = match outcome {
            Outcome::Lookup(lookup) => {
                self.counts.unavailable += u64::from(matches!(lookup, Lookup::Unavailable(_)));
                self.answer(place, lookup)
            }
            Outcome::Details(Some(metadata)) => self.answer(place, Lookup::Found(metadata)),
            Outcome::Details(None) => {
                self.settle(place);
                None
            }
            Outcome::Comparison(metadata, other) => {
                self.answer_finally(place, Some(Lookup::Found(metadata)), other.as_deref());
                None
            }
        };
        // Asked at once, in the room that the answer leaves and in what is left of the name's time.
        if let Some(question) = next {
            self.ask(place, question, until);
        }
    }

    /// Judges a name by what is known of it; gives what is to be asked beside.
    fn answer(&mut self, place: usize, lookup: Lookup) -> Option<Question> {
        let slot = self.window.get_mut(place - self.first)?;
        let assessment = self.engine.assess(&slot.dependency, Some(&lookup), None);
        let (detector, name) = (&self.engine.detector, &slot.dependency.name);
        let question = match &lookup {
            Lookup::Found(_) if self.cancelled => None,
            Lookup::Found(metadata) if detector.wants_details(name, metadata, &assessment) => {
                Some(Question::Details(metadata.clone()))
            }
            Lookup::Found(metadata) => detector
                .wants_comparison(name, metadata, &assessment)
                .map(|other| Question::Comparison(metadata.clone(), other)),
            Lookup::Missing | Lookup::Unavailable(_) => None,
        };
        slot.is_final = question.is_none();
        self.counts.settled += u64::from(slot.is_final);
        slot.known = Some((assessment, Some(lookup)));
        question
    }

    fn answer_finally(&mut self, place: usize, lookup: Option<Lookup>, other: Option<&Metadata>) {
        if let Some(slot) = self.window.get_mut(place - self.first) {
            let assessment = self.engine.assess(&slot.dependency, lookup.as_ref(), other);
            slot.known = Some((assessment, lookup));
            self.counts.settled += u64::from(!slot.is_final);
            slot.is_final = true;
        }
    }

    fn answer_cancelled(&mut self, place: usize) {
        self.counts.unavailable += 1;
        self.answer_finally(place, Some(Lookup::Unavailable(Unavailable::Cancelled)), None);
    }

    /// What is known of a name is what is said of it.
    fn settle(&mut self, place: usize) {
        if let Some(slot) = self.window.get_mut(place - self.first) {
            self.counts.settled += u64::from(!slot.is_final && slot.known.is_some());
            slot.is_final |= slot.known.is_some();
        }
    }

    /// Gives up every question, asked or not.
    pub(super) fn cancel(&mut self) {
        self.cancelled = true;
        self.questions.clear();
        self.lanes = Default::default();
        for place in self.first..self.first + self.window.len() {
            match self.window.get(place - self.first) {
                Some(slot) if slot.known.is_none() => self.answer_cancelled(place),
                Some(_) => self.settle(place),
                None => {}
            }
        }
    }

    pub(super) fn emit_known(&mut self, emit: &mut impl FnMut(usize, Judged)) {
        while let Some(slot) = self.window.pop_front() {
            match slot {
                Slot { dependency, known: Some((assessment, lookup)), is_final: true } => {
                    emit(self.first, Judged { dependency, assessment, lookup });
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
    ecosystem: Ecosystem,
    outcome: Outcome,
    /// When the name's time is up.
    until: Instant,
}

/// What the registry says of a name, with what its project says of itself.
async fn described(registry: &dyn Registry, name: &PackageName) -> Option<Metadata> {
    match registry.lookup(name).await {
        Lookup::Found(metadata) if metadata.detailed => Some(metadata),
        Lookup::Found(metadata) => Some(registry.enrich(name, metadata).await),
        Lookup::Missing | Lookup::Unavailable(_) => None,
    }
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
