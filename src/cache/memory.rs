use std::borrow::Borrow;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lru::{DefaultHasher, LruCache};

/// More parts than threads that will ever wait for one.
const SHARDS: usize = 16;
/// Below this many entries a shard would be so small that it forgets what was just used.
const SMALLEST_SHARD: usize = 64;

/// How a cache has been used so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CacheStats {
    /// Questions with an answer.
    pub hits: u64,
    /// Questions without one, those counted in `expired` among them.
    pub misses: u64,
    /// Entries that were dropped for want of room.
    pub evictions: u64,
    /// Entries found at the end of their lifetime.
    pub expired: u64,
    /// Entries held now, those at the end of their lifetime that nobody has asked for included.
    pub entries: usize,
}

/// A least-recently-used cache with a lifetime for each entry, for any number of threads.
///
/// `get` and `insert` take constant time. The entries are spread over shards by hash, each with its
/// own lock and its own order of use, so that the entry that goes is the least recently used of its
/// shard.
pub struct MemoryCache<K, V> {
    hasher: DefaultHasher,
    shards: Box<[Mutex<Shard<K, V>>]>,
}

struct Shard<K, V> {
    entries: LruCache<K, Entry<V>>,
    stats: CacheStats,
}

impl<K: Hash + Eq, V: Clone> Shard<K, V> {
    fn live<Q>(&mut self, key: &Q, now: Instant) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let entry = self.entries.get(key)?;
        if entry.is_live(now) {
            self.stats.hits += 1;
            return Some(entry.value.clone());
        }
        self.entries.pop(key);
        self.stats.expired += 1;
        None
    }
}

struct Entry<V> {
    value: V,
    /// `None` lasts as long as the process.
    until: Option<Instant>,
}

impl<V> Entry<V> {
    fn is_live(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

impl<K: Hash + Eq, V: Clone> MemoryCache<K, V> {
    /// A cache for at most `entries` entries. Room is taken as it is needed.
    pub fn new(entries: NonZeroUsize) -> Self {
        let shards = (entries.get() / SMALLEST_SHARD).clamp(1, SHARDS);
        let parts = (0..shards)
            .map(|shard| {
                // The sizes add up to the limit exactly.
                let size = entries.get() / shards + usize::from(shard < entries.get() % shards);
                let size = NonZeroUsize::new(size).unwrap_or(NonZeroUsize::MIN);
                // `sparse` takes no room in advance.
                Mutex::new(Shard { entries: LruCache::sparse(size), stats: CacheStats::default() })
            })
            .collect();
        Self { hasher: DefaultHasher::default(), shards: parts }
    }

    /// The value, unless there is none or its lifetime is over.
    pub fn get<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.get_at(key, Instant::now())
    }

    /// As [`Self::get`], at a moment of the caller's choice.
    pub fn get_at<Q>(&self, key: &Q, now: Instant) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let mut shard = self.shard(key);
        let value = shard.live(key, now);
        shard.stats.misses += u64::from(value.is_none());
        value
    }

    /// As [`Self::get`], without counting a miss: for those who will come back with `get`.
    pub fn known<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.shard(key).live(key, Instant::now())
    }

    /// The value, without counting it as used: for those who had it a moment ago.
    pub fn peek<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let shard = self.shard(key);
        shard.entries.peek(key).filter(|entry| entry.is_live(Instant::now())).map(|entry| entry.value.clone())
    }

    /// Changes a value where it is; its lifetime goes on as it was. Without a live value nothing is
    /// done.
    pub fn update<Q>(&self, key: &Q, change: impl FnOnce(&mut V))
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let mut shard = self.shard(key);
        if let Some(entry) = shard.entries.peek_mut(key).filter(|entry| entry.is_live(Instant::now())) {
            change(&mut entry.value);
        }
    }

    /// Holds a value for `lifetime`, in place of any earlier one.
    pub fn insert(&self, key: K, value: V, lifetime: Duration) {
        self.insert_at(key, value, lifetime, Instant::now());
    }

    /// As [`Self::insert`], at a moment of the caller's choice.
    pub fn insert_at(&self, key: K, value: V, lifetime: Duration, now: Instant) {
        let entry = Entry { value, until: now.checked_add(lifetime) };
        let mut shard = self.shard(&key);
        let was_full = shard.entries.len() == shard.entries.cap().get();
        let is_new = !shard.entries.contains(&key);
        shard.entries.put(key, entry);
        shard.stats.evictions += u64::from(was_full && is_new);
    }

    /// Drops one entry.
    pub fn remove<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.shard(key).entries.pop(key).map(|entry| entry.value)
    }

    /// Drops every entry; the counts stay.
    pub fn clear(&self) {
        for shard in &self.shards {
            lock(shard).entries.clear();
        }
    }

    /// How the cache has been used so far.
    pub fn stats(&self) -> CacheStats {
        self.shards.iter().fold(CacheStats::default(), |sum, shard| {
            let shard = lock(shard);
            CacheStats {
                hits: sum.hits + shard.stats.hits,
                misses: sum.misses + shard.stats.misses,
                evictions: sum.evictions + shard.stats.evictions,
                expired: sum.expired + shard.stats.expired,
                entries: sum.entries + shard.entries.len(),
            }
        })
    }

    fn shard<Q: Hash + ?Sized>(&self, key: &Q) -> MutexGuard<'_, Shard<K, V>> {
        let hash = usize::try_from(self.hasher.hash_one(key) >> 32).unwrap_or_default();
        // There is at least one shard, so the index is in range.
        lock(&self.shards[hash % self.shards.len()])
    }
}

impl<K: Hash + Eq, V: Clone> fmt::Debug for MemoryCache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MemoryCache").field(&self.stats()).finish()
    }
}

/// A thread that panicked left the map whole: no call here stops in the middle of changing it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(entries: usize) -> MemoryCache<String, u32> {
        MemoryCache::new(NonZeroUsize::new(entries).unwrap())
    }

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn each_entry_has_its_own_lifetime() {
        let (cache, start) = (cache(10), Instant::now());
        cache.insert_at("short".into(), 1, MINUTE, start);
        cache.insert_at("long".into(), 2, MINUTE * 60, start);
        cache.insert_at("endless".into(), 3, Duration::MAX, start);
        let just_before = start + MINUTE - Duration::from_nanos(1);
        assert_eq!(cache.get_at("short", just_before), Some(1));
        assert_eq!(cache.get_at("short", start + MINUTE), None);
        assert_eq!(cache.get_at("long", start + MINUTE), Some(2));
        assert_eq!(cache.get_at("endless", start + MINUTE * 600_000), Some(3));
        let stats = cache.stats();
        assert_eq!((stats.hits, stats.misses, stats.expired, stats.entries), (3, 1, 1, 2));
    }

    #[test]
    fn the_least_recently_used_goes_first() {
        let cache = cache(3);
        for (value, key) in ["a", "b", "c"].into_iter().enumerate() {
            cache.insert(key.into(), u32::try_from(value).unwrap(), MINUTE);
        }
        assert_eq!(cache.get("a"), Some(0));
        cache.insert("c".into(), 9, MINUTE);
        assert_eq!(cache.stats().evictions, 0, "a value that is replaced is not evicted");
        cache.insert("d".into(), 3, MINUTE);
        assert_eq!(cache.get("b"), None);
        assert_eq!((cache.get("a"), cache.get("c"), cache.get("d")), (Some(0), Some(9), Some(3)));
        assert_eq!((cache.stats().evictions, cache.stats().entries), (1, 3));
    }

    #[test]
    fn the_limit_holds_whatever_the_hashes() {
        for limit in [1, 63, 64, 129, 1000, 1025] {
            let cache = cache(limit);
            for i in 0..5000 {
                cache.insert(i.to_string(), i, MINUTE);
            }
            let stats = cache.stats();
            assert!(stats.entries <= limit, "{limit}: {stats:?}");
            assert_eq!(stats.evictions, 5000 - stats.entries as u64);
        }
    }

    #[test]
    fn a_changed_value_keeps_its_lifetime() {
        let (cache, start) = (cache(10), Instant::now());
        cache.insert_at("a".into(), 1, MINUTE, start);
        cache.update("a", |value| *value += 1);
        cache.update("b", |_| panic!("there is no b"));
        cache.insert("over".into(), 3, Duration::ZERO);
        cache.update("over", |_| panic!("its lifetime is over"));
        assert_eq!((cache.peek("a"), cache.peek("b"), cache.peek("over")), (Some(2), None, None));
        assert_eq!(cache.stats().hits + cache.stats().misses, 0);
        assert_eq!(cache.get_at("a", start + MINUTE), None);
    }

    #[test]
    fn entries_can_be_dropped() {
        let cache = cache(100);
        cache.insert("a".into(), 1, MINUTE);
        cache.insert("b".into(), 2, MINUTE);
        assert_eq!(cache.remove("a"), Some(1));
        assert_eq!(cache.get("a"), None);
        cache.clear();
        assert_eq!(cache.stats().entries, 0);
    }
}
