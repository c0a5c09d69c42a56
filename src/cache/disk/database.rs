//! The SQLite file itself: how it is made, opened and replaced, and what is asked of it.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::{DiskStats, Held, Write};
use crate::package::Ecosystem;

/// How long one waits for others who write: many processes at once take turns of a millisecond.
const BUSY: Duration = Duration::from_secs(10);
/// Of the limit, what is left after the least recently used answers were dropped.
const KEPT: f64 = 0.8;

const SCHEMA: &str = "
    CREATE TABLE registries (id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE);
    CREATE TABLE answers (
        registry INTEGER NOT NULL,
        ecosystem TEXT NOT NULL,
        name TEXT NOT NULL,
        used INTEGER NOT NULL,
        answer BLOB NOT NULL,
        PRIMARY KEY (registry, ecosystem, name)
    ) WITHOUT ROWID;
    CREATE INDEX answers_by_use ON answers (used);
    PRAGMA user_version = 1;
";

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    /// It is there, and is none of Phantom's, or broken.
    #[error("{0}")]
    Damaged(String),
    /// There is no place for it: a folder that cannot be made or written.
    #[error("{0}")]
    NoPlace(String),
    /// Anything else: no room, or others who never end.
    #[error("{0}")]
    Other(String),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TypeMismatch) => {
                Self::Damaged(text)
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NoPlace(text)
            }
            Some(ErrorCode::DiskFull) => Self::Other("there is no room left on the disk".to_owned()),
            // A table or a column that is not there, or of another type.
            Some(ErrorCode::Unknown) | None => Self::Damaged(text),
            Some(_) => Self::Other(text),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull => Self::Other(error.to_string()),
            _ => Self::NoPlace(error.to_string()),
        }
    }
}

#[derive(Debug)]
pub(super) struct Database(Connection);

impl Database {
    /// Opens the file, and makes it where there is none.
    pub(super) fn open(file: &Path) -> Result<Self, Trouble> {
        if !file.exists() {
            Self::make(file)?;
        }
        let connection = connect(file)?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version != 1 {
            return Err(Trouble::Damaged("it is of another form".to_owned()));
        }
        Ok(Self(connection))
    }

    /// Makes the file beside its place, and puts it there whole: nobody ever opens half of one.
    fn make(file: &Path) -> Result<(), Trouble> {
        let folder = file.parent().unwrap_or_else(|| Path::new("."));
        super::super::folder::private_folder(folder)?;
        // Its owner's alone (0600), which SQLite's own files beside it take over.
        let temporary = tempfile::NamedTempFile::new_in(folder)?;
        let connection = connect(temporary.path())?;
        // Not waited for: what a power cut takes of a file without an answer is made anew.
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(SCHEMA)?;
        // The last to close takes the journal in.
        connection.close().map_err(|(_, error)| error)?;
        match temporary.persist_noclobber(file) {
            Ok(_) => Ok(()),
            // Another process was quicker.
            Err(error) if file.exists() => {
                drop(error);
                Ok(())
            }
            Err(error) => Err(error.error.into()),
        }
    }

    /// Puts a new file in the place of a damaged one, unless another process has done so already.
    pub(super) fn replace(file: &Path) -> Result<(), Trouble> {
        let _lock = locked(file)?;
        if let Ok(database) = Self::open(file)
            && database.is_whole()
        {
            return Ok(());
        }
        for damaged in [beside(file, "-wal"), beside(file, "-shm"), file.to_owned()] {
            match std::fs::remove_file(damaged) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Self::make(file)
    }

    fn is_whole(&self) -> bool {
        let checked: Result<String, _> = self.0.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
        let has_tables = self
            .0
            .prepare("SELECT registry, ecosystem, name, used, answer, id, identity FROM answers, registries")
            .is_ok();
        let odd = "SELECT count(*) FROM answers
            WHERE typeof(answer) <> 'blob' OR typeof(name) <> 'text' OR typeof(used) <> 'integer'";
        let has_types = self.0.query_row(odd, [], |row| row.get::<_, i64>(0)).is_ok_and(|odd| odd == 0);
        has_tables && has_types && checked.is_ok_and(|word| word == "ok")
    }

    /// The number of a registry, where it has one.
    pub(super) fn registry(
        &self,
        identity: &str,
        known: &mut HashMap<Box<str>, i64>,
    ) -> Result<Option<i64>, Trouble> {
        if let Some(id) = known.get(identity) {
            return Ok(Some(*id));
        }
        let mut statement = self.0.prepare_cached("SELECT id FROM registries WHERE identity = ?1")?;
        let id = statement.query_row([identity], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            known.insert(identity.into(), id);
        }
        Ok(id)
    }

    /// An answer, and when it was last used, in seconds since 1970.
    pub(super) fn get(
        &self,
        registry: i64,
        ecosystem: Ecosystem,
        name: &str,
    ) -> Result<Option<(Vec<u8>, i64)>, Trouble> {
        let mut statement = self.0.prepare_cached(
            "SELECT answer, used FROM answers WHERE registry = ?1 AND ecosystem = ?2 AND name = ?3",
        )?;
        let row = statement
            .query_row(params![registry, ecosystem.as_str(), name], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(row.optional()?)
    }

    /// Writes all of it or nothing, and drops what is over the limit.
    pub(super) fn put(
        &mut self,
        writes: &[Write],
        known: &mut HashMap<Box<str>, i64>,
        now: i64,
        limit: u64,
    ) -> Result<(), Trouble> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut name_registry = transaction.prepare_cached(
                "INSERT INTO registries (identity) VALUES (?1)
                 ON CONFLICT DO UPDATE SET identity = identity RETURNING id",
            )?;
            let mut put = transaction.prepare_cached(
                "INSERT OR REPLACE INTO answers (registry, ecosystem, name, used, answer)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let mut touch = transaction.prepare_cached(
                "UPDATE answers SET used = ?4 WHERE registry = ?1 AND ecosystem = ?2 AND name = ?3",
            )?;
            for Write { registry, ecosystem, name, answer } in writes {
                let id = match known.get(registry) {
                    Some(id) => *id,
                    None => name_registry.query_row([registry], |row| row.get(0))?,
                };
                known.insert(registry.clone(), id);
                let ecosystem = ecosystem.as_str();
                match answer {
                    Some(answer) => put.execute(params![id, ecosystem, name, now, answer])?,
                    None => touch.execute(params![id, ecosystem, name, now])?,
                };
            }
        }
        transaction.commit()?;
        self.evict(limit)
    }

    /// Drops the least recently used answers, if there are too many.
    fn evict(&mut self, limit: u64) -> Result<(), Trouble> {
        let bytes = self.bytes_in_use()?;
        if bytes <= limit {
            return Ok(());
        }
        let share = 1.0 - limit as f64 * KEPT / bytes as f64;
        self.0.execute(
            "DELETE FROM answers WHERE (registry, ecosystem, name) IN (
                 SELECT registry, ecosystem, name FROM answers ORDER BY used
                 LIMIT (SELECT CAST(count(*) * ?1 AS INTEGER) + 1 FROM answers))",
            [share],
        )?;
        Ok(())
    }

    fn bytes_in_use(&self) -> Result<u64, Trouble> {
        let number = |name: &str| self.0.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let pages = number("page_count")? - number("freelist_count")?;
        Ok(u64::try_from(pages.saturating_mul(number("page_size")?)).unwrap_or_default())
    }

    pub(super) fn stats(&self, now: Timestamp) -> Result<DiskStats, Trouble> {
        let mut stats = DiskStats { bytes: self.bytes_in_use()?, ..DiskStats::default() };
        let registries: i64 = self.0.query_row("SELECT count(*) FROM registries", [], |row| row.get(0))?;
        stats.registries = u64::try_from(registries).unwrap_or_default();
        let mut statement = self.0.prepare("SELECT answer FROM answers")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().map_err(|error| Trouble::Damaged(error.to_string()))?;
            let held = Held::from_bytes(bytes);
            stats.entries += 1;
            stats.fresh += u64::from(held.as_ref().is_some_and(|held| held.is_fresh(now)));
            stats.missing += u64::from(held.is_some_and(|held| held.found.is_none()));
        }
        Ok(stats)
    }

    pub(super) fn clear(&self) -> Result<(), Trouble> {
        self.0.execute_batch("DELETE FROM answers; DELETE FROM registries; VACUUM;")?;
        Ok(())
    }
}

fn connect(file: &Path) -> Result<Connection, Trouble> {
    // One connection is used by one thread at a time, which the lock around it sees to.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY)?;
    // A power cut may cost the last answers, and never the file.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    Ok(connection)
}

/// Held by whoever replaces the file.
fn locked(file: &Path) -> Result<File, Trouble> {
    let lock = OpenOptions::new().write(true).create(true).truncate(false).open(beside(file, ".lock"))?;
    lock.lock()?;
    Ok(lock)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
