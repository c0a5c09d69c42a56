//! Answers on this machine's disk, shared by every process of its user.

mod database;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use jiff::Timestamp;

use self::database::{Database, Trouble};
use super::store::{Held, Store, StoreKey};
use crate::package::Ecosystem;

/// The form of the file is a part of its name: an older and a newer Phantom each have their own.
const FILE: &str = "answers-1.sqlite3";
/// Answers that are kept back before they are written together.
const BATCH: usize = 256;
/// For how long they are kept back: what a killed process may lose.
const PATIENCE: Duration = Duration::from_secs(2);
/// An answer's last use is noted once a day.
const USE_SECONDS: i64 = 24 * 60 * 60;

/// Bytes that the cache may take where the user sets nothing: about 100,000 answers.
pub const DISK_LIMIT: u64 = 64 * 1024 * 1024;

/// A cache in a SQLite file. Nothing is opened before it is first asked.
///
/// It never fails: a file that is damaged is begun anew, and where none can be made or written, nothing is
/// remembered.
#[derive(Debug)]
pub struct DiskCache {
    file: PathBuf,
    limit: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// `None` before the first question.
    database: Option<Result<Database, Trouble>>,
    /// Registries by identity, as the file numbers them.
    registries: HashMap<Box<str>, i64>,
    pending: Vec<Write>,
    since: Option<Instant>,
    /// Whether the file has been replaced in this run, which is not done twice.
    replaced: bool,
    notes: Vec<String>,
}

/// What is to be written.
#[derive(Debug)]
struct Write {
    registry: Box<str>,
    ecosystem: Ecosystem,
    name: Box<str>,
    /// `None` where only the use is noted.
    answer: Option<Vec<u8>>,
}

/// What a cache holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiskStats {
    /// Answers.
    pub entries: u64,
    /// Of these, those that are still believed.
    pub fresh: u64,
    /// Of the entries, those that say that there is no such package.
    pub missing: u64,
    /// Registries that they come from.
    pub registries: u64,
    /// Bytes that the file takes, with what is not yet a part of it.
    pub bytes: u64,
}

impl DiskCache {
    /// A cache in a folder, which is made when it is first needed, of at most `limit` bytes.
    pub fn new(folder: &Path, limit: u64) -> Self {
        Self { file: folder.join(FILE), limit, state: Mutex::default() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// What it holds. A file that is not there holds nothing, and is not made.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn stats(&self) -> Result<DiskStats, String> {
        if !self.file.exists() {
            let folder = self.file.parent().unwrap_or_else(|| Path::new("."));
            let is_in_the_way = std::fs::symlink_metadata(folder).is_ok() && !folder.is_dir();
            if is_in_the_way {
                return Err(format!("{}: it is no folder", folder.display()));
            }
            return Ok(DiskStats::default());
        }
        self.with(|database, _| database.stats(Timestamp::now()))
    }

    /// Forgets every answer. A damaged file is removed.
    ///
    /// # Errors
    /// Why it cannot be emptied.
    pub fn clear(&self) -> Result<(), String> {
        if !self.file.exists() {
            return Ok(());
        }
        self.with(|database, _| database.clear())
    }

    fn with<T>(
        &self,
        act: impl Fn(&mut Database, &mut HashMap<Box<str>, i64>) -> Result<T, Trouble>,
    ) -> Result<T, String> {
        let mut state = self.state();
        match self.tried(&mut state, act) {
            Some(value) => Ok(value),
            None => {
                let why = match &state.database {
                    Some(Err(trouble)) => trouble.to_string(),
                    _ => state.notes.pop().unwrap_or_else(|| "it cannot be read".to_owned()),
                };
                Err(format!("{}: {why}", self.file.display()))
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the file; once more with a new file, where it turns out to be damaged. After any
    /// other trouble it is left alone for the rest of the run.
    fn tried<T>(
        &self,
        state: &mut State,
        act: impl Fn(&mut Database, &mut HashMap<Box<str>, i64>) -> Result<T, Trouble>,
    ) -> Option<T> {
        for _ in 0..2 {
            let database = state.database.get_or_insert_with(|| Database::open(&self.file));
            let trouble = match database {
                Ok(database) => match act(database, &mut state.registries) {
                    Ok(value) => return Some(value),
                    Err(trouble) => trouble,
                },
                Err(Trouble::Damaged(why)) => Trouble::Damaged(std::mem::take(why)),
                Err(_) => return None,
            };
            state.registries.clear();
            if matches!(trouble, Trouble::Damaged(_)) && !state.replaced {
                state.replaced = true;
                // Closed before it is replaced.
                state.database = None;
                match Database::replace(&self.file) {
                    Ok(()) => state.notes.push(format!(
                        "the cache {} was damaged ({trouble}) and has been begun anew",
                        self.file.display()
                    )),
                    Err(worse) => self.give_up(state, worse),
                }
            } else {
                self.give_up(state, trouble);
                return None;
            }
        }
        None
    }

    fn give_up(&self, state: &mut State, trouble: Trouble) {
        state.pending.clear();
        // Whoever has no place for a cache knows it, and is told by `phantom cache stats`.
        if !matches!(trouble, Trouble::NoPlace(_)) {
            let file = self.file.display();
            state.notes.push(format!("the cache {file} is not used in this run: {trouble}"));
        }
        // What is damaged still is not tried again for every name.
        state.database = Some(Err(match trouble {
            Trouble::Damaged(why) => Trouble::Other(why),
            other => other,
        }));
    }

    fn look_up(&self, key: StoreKey<'_>) -> Option<Held> {
        let mut state = self.state();
        let (ecosystem, name) = (key.name.ecosystem(), key.name.normal());
        let found = self.tried(&mut state, |database, registries| {
            let Some(registry) = database.registry(key.registry, registries)? else { return Ok(None) };
            database.get(registry, ecosystem, name)
        });
        let (bytes, used) = found??;
        if Timestamp::now().as_second() - used > USE_SECONDS {
            let (registry, name) = (key.registry.into(), name.into());
            self.push(&mut state, Write { registry, ecosystem, name, answer: None });
        }
        Held::from_bytes(&bytes)
    }

    fn push(&self, state: &mut State, write: Write) {
        state.pending.push(write);
        let since = *state.since.get_or_insert_with(Instant::now);
        if state.pending.len() >= BATCH || since.elapsed() >= PATIENCE {
            self.flush(state);
        }
    }

    fn flush(&self, state: &mut State) {
        let pending = std::mem::take(&mut state.pending);
        state.since = None;
        if !pending.is_empty() {
            let now = Timestamp::now().as_second();
            self.tried(state, |database, registries| database.put(&pending, registries, now, self.limit));
        }
    }
}

impl Store for DiskCache {
    fn get<'a>(&'a self, key: StoreKey<'a>) -> BoxFuture<'a, Option<Held>> {
        Box::pin(std::future::ready(self.look_up(key)))
    }

    fn put<'a>(&'a self, key: StoreKey<'a>, held: &'a Held) -> BoxFuture<'a, ()> {
        let answer = Some(held.to_bytes());
        let (ecosystem, name) = (key.name.ecosystem(), key.name.normal().into());
        let write = Write { registry: key.registry.into(), ecosystem, name, answer };
        self.push(&mut self.state(), write);
        Box::pin(std::future::ready(()))
    }

    fn close(&self) -> BoxFuture<'_, Vec<String>> {
        let mut state = self.state();
        self.flush(&mut state);
        Box::pin(std::future::ready(std::mem::take(&mut state.notes)))
    }

    fn is_local(&self) -> bool {
        true
    }
}
