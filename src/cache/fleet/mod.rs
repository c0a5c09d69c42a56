//! Answers that a fleet shares, in Redis or Valkey: a thousand build machines ask a registry once.

mod address;
mod link;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::{self, BoxFuture};
use jiff::{SignedDuration, Timestamp};
use redis::{ErrorKind, RedisError, ServerErrorKind};
use ring::digest::{SHA256, digest};
use tokio::task::JoinSet;

pub use address::{FleetAddress, FleetError};
use link::Link;

use super::store::{Held, Store, StoreKey};

/// Goes before every key. Another form of keys or values gets another number.
const PREFIX: &str = "phantom:1";
/// The longest sensible answer is far below it. A longer one is neither written nor read.
const LARGEST: usize = 64 * 1024;
/// What was found is kept this long after it was fresh, so that the registry need only say that it still
/// holds.
const GRACE: i64 = 7 * 24 * 60 * 60;
/// Nothing is kept for longer, whatever a clock says.
const LONGEST: i64 = 60 * 24 * 60 * 60;
/// Nothing that comes from there is believed for longer: what was forged and is found out dies with it.
const FRESHEST: SignedDuration = SignedDuration::from_hours(24);
/// What is kept back before it is written in one go.
const BATCH: usize = 256 * 1024;

/// How long a fleet's cache is waited for. One that takes longer is not asked again in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FleetLimits {
    /// Until the connection stands, TLS and password included.
    pub connect: Duration,
    /// For each answer.
    pub answer: Duration,
}

impl Default for FleetLimits {
    fn default() -> Self {
        Self { connect: Duration::from_millis(500), answer: Duration::from_millis(250) }
    }
}

/// A shared cache on one server or a cluster, asked over one connection that is opened when it is first
/// needed.
///
/// Its loss is no error: from the first failure on every answer is "not remembered", and [`Store::close`]
/// says so in one sentence.
#[derive(Debug)]
pub struct FleetCache {
    link: Arc<Link>,
    queue: Mutex<Queue>,
    writers: Mutex<JoinSet<()>>,
}

/// What is still to be written.
#[derive(Debug, Default)]
struct Queue {
    entries: Vec<Entry>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    key: String,
    value: Vec<u8>,
    seconds: i64,
}

impl FleetCache {
    /// A cache at an address. Nothing is opened yet.
    pub fn new(address: FleetAddress) -> Self {
        Self::with_limits(address, FleetLimits::default())
    }

    /// The same with other time limits.
    #[doc(hidden)]
    pub fn with_limits(address: FleetAddress, limits: FleetLimits) -> Self {
        let link = Arc::new(Link::new(address, limits));
        Self { link, queue: Mutex::default(), writers: Mutex::default() }
    }

    /// Keeps an entry back; gives what has to be written now, where enough came together.
    fn queue(&self, entry: Entry) -> Option<Vec<Entry>> {
        let mut queue = lock(&self.queue);
        queue.bytes += entry.key.len() + entry.value.len();
        queue.entries.push(entry);
        (queue.bytes >= BATCH).then(|| std::mem::take(&mut *queue).entries)
    }
}

impl Store for FleetCache {
    fn get<'a>(&'a self, key: StoreKey<'a>) -> BoxFuture<'a, Option<Held>> {
        if self.link.lost().is_some() {
            return Box::pin(future::ready(None));
        }
        Box::pin(async move {
            // In a task of its own: whether the server answers is found out even where the one who asks
            // has no more time, so that the next one does not wait in vain.
            let answer = tokio::spawn(read(Arc::clone(&self.link), text_of(key)));
            answer.await.ok().flatten()
        })
    }

    fn put<'a>(&'a self, key: StoreKey<'a>, held: &'a Held) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let seconds = seconds_to_keep(held, Timestamp::now());
            if self.link.lost().is_some() || seconds <= 0 {
                return;
            }
            let entry = Entry { key: text_of(key), value: held.to_bytes(), seconds };
            if entry.value.len() > LARGEST {
                return;
            }
            if let Some(batch) = self.queue(entry) {
                lock(&self.writers).spawn(write(Arc::clone(&self.link), batch));
            }
        })
    }

    fn close(&self) -> BoxFuture<'_, Vec<String>> {
        Box::pin(async {
            let rest = std::mem::take(&mut *lock(&self.queue)).entries;
            let mut writers = std::mem::take(&mut *lock(&self.writers));
            if !rest.is_empty() {
                writers.spawn(write(Arc::clone(&self.link), rest));
            }
            // Each has its own time limits.
            while writers.join_next().await.is_some() {}
            self.link.note().into_iter().collect()
        })
    }

    fn is_local(&self) -> bool {
        false
    }
}

async fn read(link: Arc<Link>, key: String) -> Option<Held> {
    // As GET, but however much lies there, no more comes than can be an answer.
    let mut command = redis::cmd("GETRANGE");
    command.arg(key).arg(0).arg(LARGEST);
    let is_no_text = |error: &RedisError| error.code() == Some("WRONGTYPE");
    let bytes: Vec<u8> = link.ask::<Option<_>>(&command, is_no_text).await??;
    if bytes.len() > LARGEST {
        return None;
    }
    let mut held = Held::from_bytes(&bytes)?;
    let latest = Timestamp::now().checked_add(FRESHEST).unwrap_or(Timestamp::MAX);
    held.fresh_until = held.fresh_until.min(latest);
    Some(held)
}

/// Writes all at once: over a shared connection that is one pipeline, and in a cluster one for each node.
async fn write(link: Arc<Link>, batch: Vec<Entry>) {
    // Where an account or a replica may only be read from, somebody wants it so.
    let is_read_only = |error: &RedisError| {
        matches!(error.kind(), ErrorKind::Server(ServerErrorKind::NoPerm | ServerErrorKind::ReadOnly))
    };
    let link = &link;
    let writes = batch.into_iter().map(|entry| async move {
        let mut command = redis::cmd("SET");
        command.arg(entry.key).arg(entry.value).arg("EX").arg(entry.seconds);
        link.ask::<()>(&command, is_read_only).await;
    });
    future::join_all(writes).await;
}

/// The key of a name. The registry is in it as a digest: its address may be nobody's business.
fn text_of(key: StoreKey<'_>) -> String {
    let registry = digest(&SHA256, key.registry.as_bytes());
    let registry: String = registry.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{PREFIX}:{registry}:{}:{}", key.name.ecosystem(), key.name.normal())
}

/// How long the server keeps an answer; none above zero means that it is not worth writing.
fn seconds_to_keep(held: &Held, now: Timestamp) -> i64 {
    let grace = if held.found.is_some() { GRACE } else { 0 };
    let fresh = held.fresh_until.as_second().saturating_sub(now.as_second());
    fresh.saturating_add(grace).min(LONGEST)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{Ecosystem, PackageName};
    use crate::registry::Metadata;

    #[test]
    fn a_key_tells_registries_ecosystems_and_names_apart_and_shows_no_address() {
        let key = |registry, ecosystem, name| {
            text_of(StoreKey { registry, name: &PackageName::new(ecosystem, name) })
        };
        let one = key("https://registry.example/simple/", Ecosystem::PyPi, "Left_Pad");
        // SHA-256, so that another version of Phantom finds the same.
        assert_eq!(one, "phantom:1:820f9cc089b5393cc6a474dbfe6f9b65:pypi:left-pad");
        assert_eq!(one, key("https://registry.example/simple/", Ecosystem::PyPi, "left-pad"));
        assert_ne!(one, key("https://registry.example/simple/", Ecosystem::Npm, "left-pad"));
        assert_ne!(one, key("https://other.example/simple/", Ecosystem::PyPi, "left-pad"));
    }

    #[test]
    fn found_is_kept_on_to_be_asked_again_and_missing_is_not() {
        let now: Timestamp = "2026-11-25T10:00:00Z".parse().unwrap();
        let until = |text: &str, found: Option<Metadata>| {
            let held = Held { found, stored: now, fresh_until: text.parse().unwrap() };
            seconds_to_keep(&held, now)
        };
        let found = || Some(Metadata::default());
        assert_eq!(until("2026-11-25T11:00:00Z", None), 3600);
        assert_eq!(until("2026-11-25T11:00:00Z", found()), 3600 + GRACE);
        assert_eq!(until("2026-11-25T09:00:00Z", None), -3600);
        assert_eq!(until("2026-11-25T09:00:00Z", found()), GRACE - 3600);
        assert_eq!(until("9999-01-01T00:00:00Z", found()), LONGEST);
    }
}
