use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use super::memory::{CacheStats, MemoryCache};
use super::store::{Held, Store, StoreKey};
use crate::package::{Ecosystem, PackageName};
use crate::registry::{Lookup, Metadata, Registry};

/// A few packages' worth of every project on a build server, at about 300 bytes each.
const ENTRIES: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();
/// A package of this age does not change its standing within an hour.
const YOUNG: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Nor one of this age within a day.
const OLD: SignedDuration = SignedDuration::from_hours(365 * 24);
/// What lasts longer than any answer.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long an answer is believed, by what it says. An answer of
/// [`Unavailable`](Lookup::Unavailable) is never remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// A package that has been there for a year or more.
    pub old: Duration,
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
            old: Duration::from_secs(60 * 60),
            found: Duration::from_secs(60 * 60),
            young: Duration::from_secs(10 * 60),
            missing: Duration::from_secs(60),
        }
    }
}

impl Lifetimes {
    /// What outlives a process: the next run, which may be minutes or a day later, asks nothing again
    /// that is not likely to have changed.
    pub const STORED: Self = Self {
        old: Duration::from_secs(24 * 60 * 60),
        found: Duration::from_secs(6 * 60 * 60),
        young: Duration::from_secs(60 * 60),
        missing: Duration::from_secs(10 * 60),
    };

    /// For an answer at a moment; `None` where it is not remembered.
    fn of(&self, answer: &Lookup, now: Timestamp) -> Option<Duration> {
        let Lookup::Found(metadata) = answer else {
            return (*answer == Lookup::Missing).then_some(self.missing);
        };
        let age = metadata.first_published.map(|first| now.duration_since(first));
        Some(match age {
            Some(age) if age >= OLD => self.old,
            Some(age) if age >= YOUNG => self.found,
            _ => self.young,
        })
    }
}

/// A registry whose answers are remembered in memory, and in stores that outlive the process. Those who
/// ask for the same name at the same time share one question.
pub struct CachedRegistry<R> {
    inner: R,
    answers: MemoryCache<PackageName, Lookup>,
    /// The nearest first.
    stores: Vec<Arc<dyn Store>>,
    stored: Lifetimes,
    believed: Duration,
    /// Names of which an answer has to be newer than that.
    doubted: Option<(Duration, Box<Doubt>)>,
    lifetimes: Lifetimes,
    under_way: Questions<Lookup>,
    details_under_way: Questions<Metadata>,
}

/// Says whether it matters which release of a package is the newest right now.
type Doubt = dyn Fn(&PackageName) -> bool + Send + Sync;

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
        let (stores, stored) = (Vec::new(), Lifetimes::STORED);
        let believed = Duration::MAX;
        let doubted = None;
        Self { inner, answers, stores, stored, believed, doubted, lifetimes, under_way, details_under_way }
    }

    /// Remembers in these stores too, the nearest first.
    #[must_use]
    pub fn storing(mut self, stores: Vec<Arc<dyn Store>>) -> Self {
        self.stores = stores;
        self
    }

    /// Believes what is in the stores for so long.
    #[must_use]
    pub fn stored_for(mut self, lifetimes: Lifetimes) -> Self {
        self.stored = lifetimes;
        self
    }

    /// Believes no stored answer for longer than this, whatever was thought when it was stored: for a run
    /// to which the newest releases matter. The registry is asked whether it still holds.
    #[doc(hidden)]
    #[must_use]
    pub fn believing_for(mut self, limit: Duration) -> Self {
        self.believed = limit;
        self
    }

    /// Believes what is in the stores for no longer than `limit`, of the names of which `doubt` is true.
    #[doc(hidden)]
    #[must_use]
    pub fn doubting(
        mut self,
        limit: Duration,
        doubt: impl Fn(&PackageName) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.doubted = Some((limit, Box::new(doubt)));
        self
    }

    fn is_believed(&self, name: &PackageName, held: &Held, now: Timestamp) -> bool {
        let age = Duration::try_from(now.duration_since(held.stored)).unwrap_or_default();
        let doubted = |(limit, doubt): &(Duration, Box<Doubt>)| age > *limit && doubt(name);
        held.is_fresh(now) && age <= self.believed && !self.doubted.as_ref().is_some_and(doubted)
    }

    /// How the cache has been used so far.
    pub fn stats(&self) -> CacheStats {
        self.answers.stats()
    }

    fn remember(&self, name: &PackageName, answer: &Lookup) {
        if let Some(lifetime) = self.lifetimes.of(answer, Timestamp::now()) {
            self.answers.insert(name.clone(), answer.clone(), lifetime);
        }
    }

    /// Puts an answer into the stores before the one that had it; into all of them where none had.
    async fn store(&self, name: &PackageName, held: &Held, before: usize) {
        let Some(registry) = self.inner.identity(name.ecosystem()) else { return };
        for store in self.stores.iter().take(before) {
            store.put(StoreKey { registry: &registry, name }, held).await;
        }
    }

    async fn store_new(&self, name: &PackageName, answer: &Lookup) {
        let now = Timestamp::now();
        let found = match answer {
            Lookup::Found(metadata) => Some(metadata.clone()),
            Lookup::Missing => None,
            Lookup::Unavailable(_) => return,
        };
        let lifetime = self.stored.of(answer, now).unwrap_or_default().min(LONGEST);
        let fresh_until = now + lifetime;
        self.store(name, &Held { found, stored: now, fresh_until }, self.stores.len()).await;
    }

    /// Takes an answer of a store into memory, for no longer than the store believes it.
    fn take_over(&self, name: &PackageName, held: Held, now: Timestamp) -> Lookup {
        let left = Duration::try_from(held.fresh_until.duration_since(now)).unwrap_or_default();
        let answer = held.into_lookup();
        let lifetime = self.lifetimes.of(&answer, now).unwrap_or_default().min(left);
        self.answers.insert(name.clone(), answer.clone(), lifetime);
        answer
    }

    /// What the stores know: a fresh answer, or else one that the registry may confirm.
    async fn stored(&self, name: &PackageName) -> Result<Lookup, Option<Metadata>> {
        let Some(registry) = self.inner.identity(name.ecosystem()) else { return Err(None) };
        let mut stale = None;
        for (place, store) in self.stores.iter().enumerate() {
            let Some(mut held) = store.get(StoreKey { registry: &registry, name }).await else { continue };
            if let Some(found) = held.found.as_mut().filter(|_| !store.is_local()) {
                // What others wrote is believed while it is fresh; the registry is not asked to renew it,
                // since it would vouch for a page that it never saw.
                found.etag = None;
            }
            let now = Timestamp::now();
            if self.is_believed(name, &held, now) {
                self.store(name, &held, place).await;
                return Ok(self.take_over(name, held, now));
            }
            stale = stale.or(held.found.filter(|metadata| metadata.etag.is_some()));
        }
        Err(stale)
    }

    /// What a store on this machine knows, where it is fresh.
    fn known_here(&self, name: &PackageName) -> Option<Lookup> {
        if !self.stores.iter().any(|store| store.is_local()) {
            return None;
        }
        let registry = self.inner.identity(name.ecosystem())?;
        let key = StoreKey { registry: &registry, name };
        let now = Timestamp::now();
        let held = self.stores.iter().filter(|store| store.is_local()).find_map(|store| {
            store.get(key).now_or_never().flatten().filter(|held| self.is_believed(name, held, now))
        })?;
        Some(self.take_over(name, held, now))
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
            let stale = match self.stored(name).await {
                Ok(answer) => return answer,
                Err(stale) => stale,
            };
            let answer = match stale {
                Some(stale) => self.inner.revalidate(name, stale).await,
                None => self.inner.lookup(name).await,
            };
            self.remember(name, &answer);
            self.store_new(name, &answer).await;
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
            self.store_new(name, &Lookup::Found(detailed.clone())).await;
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
        self.answers.known(name).or_else(|| self.known_here(name))
    }

    fn identity(&self, ecosystem: Ecosystem) -> Option<String> {
        self.inner.identity(ecosystem)
    }

    fn room(&self, ecosystem: Ecosystem) -> Option<usize> {
        self.inner.room(ecosystem)
    }

    fn close(&self) -> BoxFuture<'_, Vec<String>> {
        Box::pin(async {
            let mut notes = Vec::new();
            for store in &self.stores {
                notes.extend(store.close().await);
            }
            notes
        })
    }

    fn host(&self, ecosystem: Ecosystem) -> Option<String> {
        self.inner.host(ecosystem)
    }
}

impl<R: std::fmt::Debug> std::fmt::Debug for CachedRegistry<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CachedRegistry")
            .field("inner", &self.inner)
            .field("stores", &self.stores)
            .finish_non_exhaustive()
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
