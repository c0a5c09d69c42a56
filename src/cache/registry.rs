use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use super::memory::{CacheStats, MemoryCache};
use crate::package::{Ecosystem, PackageName};
use crate::registry::{Lookup, Metadata, Registry};

/// A few packages' worth of every project on a build server, at about 300 bytes each.
const ENTRIES: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();
/// A package of this age does not change its standing within an hour.
const YOUNG: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long an answer is believed, by what it says. An answer of
/// [`Unavailable`](Lookup::Unavailable) is never remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// A package that has been there for a month or more.
    pub found: Duration,
    /// A package whose first release is younger, or of unknown age.
    pub young: Duration,
    /// No such package. Short, since the next minute may bring it: a name that models invent is
    /// worth registering.
    pub missing: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            found: Duration::from_secs(60 * 60),
            young: Duration::from_secs(10 * 60),
            missing: Duration::from_secs(60),
        }
    }
}

/// A registry whose answers are remembered in memory. Those who ask for the same name at the same
/// time share one question.
#[derive(Debug)]
pub struct CachedRegistry<R> {
    inner: R,
    answers: MemoryCache<PackageName, Lookup>,
    lifetimes: Lifetimes,
    under_way: Questions<Lookup>,
    details_under_way: Questions<Metadata>,
}

/// Questions that somebody waits for, each with the place where its answer will stand.
type Questions<T> = Mutex<HashMap<PackageName, Arc<OnceCell<T>>>>;

impl<R: Registry> CachedRegistry<R> {
    /// Remembers up to 10,000 answers for the default lifetimes.
    pub fn new(inner: R) -> Self {
        Self::with_limits(inner, ENTRIES, Lifetimes::default())
    }

    /// Remembers up to `entries` answers.
    pub fn with_limits(inner: R, entries: NonZeroUsize, lifetimes: Lifetimes) -> Self {
        let answers = MemoryCache::new(entries);
        let (under_way, details_under_way) = (Mutex::default(), Mutex::default());
        Self { inner, answers, lifetimes, under_way, details_under_way }
    }

    /// How the cache has been used so far.
    pub fn stats(&self) -> CacheStats {
        self.answers.stats()
    }

    fn remember(&self, name: &PackageName, answer: &Lookup) {
        let lifetime = match answer {
            Lookup::Unavailable(_) => return,
            Lookup::Missing => self.lifetimes.missing,
            Lookup::Found(metadata) => {
                let is_old = metadata
                    .first_published
                    .is_some_and(|first| Timestamp::now().duration_since(first) >= YOUNG);
                if is_old { self.lifetimes.found } else { self.lifetimes.young }
            }
        };
        self.answers.insert(name.clone(), answer.clone(), lifetime);
    }

    async fn ask(&self, name: &PackageName) -> Lookup {
        if let Some(answer) = self.answers.get(name) {
            return answer;
        }
        let flight = Flight::join(&self.under_way, name);
        // Where the one who asks is dropped (its time was up), the next who waits asks again.
        let ask = || async {
            // It may have been answered between the look into the cache and the joining.
            if let Some(answer) = self.answers.known(name) {
                return answer;
            }
            let answer = self.inner.lookup(name).await;
            self.remember(name, &answer);
            answer
        };
        flight.cell.get_or_init(ask).await.clone()
    }

    async fn ask_details(&self, name: &PackageName, metadata: Metadata) -> Metadata {
        if metadata.detailed {
            return metadata;
        }
        if let Some(detailed) = self.known_details(name) {
            return detailed;
        }
        let flight = Flight::join(&self.details_under_way, name);
        let ask = || async {
            if let Some(detailed) = self.known_details(name) {
                return detailed;
            }
            let detailed = self.inner.enrich(name, metadata.clone()).await;
            // In place of the very answer that it adds to: one that came since is newer, and one that
            // is gone has had its time.
            self.answers.update(name, |held| {
                if matches!(held, Lookup::Found(held) if *held == metadata) {
                    *held = Lookup::Found(detailed.clone());
                }
            });
            detailed
        };
        flight.cell.get_or_init(ask).await.clone()
    }

    fn known_details(&self, name: &PackageName) -> Option<Metadata> {
        match self.answers.peek(name) {
            Some(Lookup::Found(metadata)) if metadata.detailed => Some(metadata),
            _ => None,
        }
    }
}

impl<R: Registry> Registry for CachedRegistry<R> {
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
        Box::pin(self.ask(name))
    }

    fn enrich<'a>(&'a self, name: &'a PackageName, metadata: Metadata) -> BoxFuture<'a, Metadata> {
        Box::pin(self.ask_details(name, metadata))
    }

    fn known(&self, name: &PackageName) -> Option<Lookup> {
        self.answers.known(name)
    }

    fn host(&self, ecosystem: Ecosystem) -> Option<String> {
        self.inner.host(ecosystem)
    }
}

/// One who asks or waits for a name. The last to leave clears the entry away.
struct Flight<'a, T> {
    under_way: &'a Questions<T>,
    name: &'a PackageName,
    cell: Arc<OnceCell<T>>,
}

impl<'a, T> Flight<'a, T> {
    fn join(under_way: &'a Questions<T>, name: &'a PackageName) -> Self {
        let cell = Arc::clone(lock(under_way).entry(name.clone()).or_default());
        Self { under_way, name, cell }
    }
}

impl<T> Drop for Flight<'_, T> {
    fn drop(&mut self) {
        let mut under_way = lock(self.under_way);
        // An answer is in the cache by now, if it may be remembered: whoever comes later must not
        // find it here, where it would have no end.
        let is_last = Arc::strong_count(&self.cell) <= 2;
        let is_ours = under_way.get(self.name).is_some_and(|cell| Arc::ptr_eq(cell, &self.cell));
        if is_ours && (is_last || self.cell.initialized()) {
            under_way.remove(self.name);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
