//! What caches have in common that outlive a process.

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::package::PackageName;
use crate::registry::{Lookup, Metadata};

/// The form of a remembered answer. Another is read as none.
const VERSION: u32 = 1;
/// Clocks of two machines, and one clock from hour to hour, differ by less.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Under what an answer is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreKey<'a> {
    /// The registry, as [`Registry::identity`](crate::registry::Registry::identity) tells it apart.
    pub registry: &'a str,
    /// The name.
    pub name: &'a PackageName,
}

/// A remembered answer: what was found, or that there is no such package. What could not be asked is
/// never remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// `None` where the registry said that there is no such package.
    pub found: Option<Metadata>,
    /// When the registry said so.
    pub stored: Timestamp,
    /// Until when it is believed. After that the registry is asked whether it still holds.
    pub fresh_until: Timestamp,
}

/// The form in which stores keep an answer.
#[derive(Serialize, Deserialize)]
struct Form {
    v: u32,
    at: i64,
    until: i64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    found: Option<Metadata>,
}

impl Held {
    /// The answer as a registry would give it.
    pub fn into_lookup(self) -> Lookup {
        self.found.map_or(Lookup::Missing, Lookup::Found)
    }

    /// Whether it is still believed. One from the future was stored by a clock that has since been put
    /// back, and nothing is known of its age.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let from_the_future = self.stored.duration_since(now) > SKEW;
        now < self.fresh_until && !from_the_future
    }

    /// As bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let form = Form {
            v: VERSION,
            at: self.stored.as_second(),
            until: self.fresh_until.as_second(),
            found: self.found.clone(),
        };
        // Nothing in it can fail to be written; no bytes are read as no answer.
        serde_json::to_vec(&form).unwrap_or_default()
    }

    /// From bytes that a store kept; `None` where they are none of an answer's.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let form: Form = serde_json::from_slice(bytes).ok().filter(|form: &Form| form.v == VERSION)?;
        let stored = Timestamp::from_second(form.at).ok()?;
        let fresh_until = Timestamp::from_second(form.until).ok()?;
        Some(Self { found: form.found, stored, fresh_until })
    }
}

/// Where answers are kept beyond a process: on disk, or for a fleet. It never fails: what cannot be read
/// is as if it had never been there, and what cannot be written is forgotten.
pub trait Store: std::fmt::Debug + Send + Sync {
    /// What is remembered, fresh or not.
    fn get<'a>(&'a self, key: StoreKey<'a>) -> BoxFuture<'a, Option<Held>>;

    /// Remembers an answer. It may be kept back until [`Store::close`].
    fn put<'a>(&'a self, key: StoreKey<'a>, held: &'a Held) -> BoxFuture<'a, ()>;

    /// Writes what was kept back, and gives a sentence for each thing that went wrong and that the user
    /// should know.
    fn close(&self) -> BoxFuture<'_, Vec<String>>;

    /// Whether it answers at once, so that it may be asked before anything waits.
    fn is_local(&self) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::{History, Release, Stated};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn answers_come_back_as_they_were() {
        let release = Release { version: "1.0", published: Some(at("2026-11-01T00:00:00Z")), yanked: true };
        let metadata = Metadata {
            first_published: Some(at("2020-01-01T00:00:00.123Z")),
            releases: Some(3),
            repository: Stated::Given("code.example/a/b".to_owned()),
            summary: Stated::Nothing,
            history: History::new([release]),
            etag: Some("\"x\"".into()),
            provenance: Some(false),
            detailed: true,
            ..Metadata::default()
        };
        for found in [Some(metadata), Some(Metadata::default()), None] {
            let (stored, fresh_until) = (at("2026-11-25T00:00:00Z"), at("2026-11-26T00:00:00Z"));
            let held = Held { found, stored, fresh_until };
            assert_eq!(Held::from_bytes(&held.to_bytes()), Some(held));
        }
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for bytes in ["", "{}", "null", "[]", r#"{"v":2,"at":0,"until":5}"#, r#"{"v":1,"at":0,"until":5"#] {
            assert_eq!(Held::from_bytes(bytes.as_bytes()), None, "{bytes}");
        }
        assert_eq!(Held::from_bytes(br#"{"v":1,"at":9223372036854775807,"until":5}"#), None);
    }

    #[test]
    fn a_clock_that_jumps_makes_no_answer_last() {
        let held =
            Held { found: None, stored: at("2026-11-25T10:00:00Z"), fresh_until: at("2026-11-25T11:00:00Z") };
        assert!(held.is_fresh(at("2026-11-25T10:30:00Z")));
        assert!(held.is_fresh(at("2026-11-25T09:58:00Z")), "a little skew is normal");
        assert!(!held.is_fresh(at("2026-11-25T11:00:00Z")));
        assert!(!held.is_fresh(at("2026-11-25T09:00:00Z")));
        assert!(!held.is_fresh(at("1970-01-01T00:00:00Z")));
    }
}
