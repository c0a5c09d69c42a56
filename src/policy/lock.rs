//! Locks: what a user's or a machine's file keeps those above it from weakening.
//!
//! A lock takes out of another source what would be weaker than what holds without that source. What is left
//! goes before the locked value as ever, so that it can only be stricter. docs/policy.md has the order for each key.

use std::sync::Arc;

use super::layer::slot;
use super::{Action, Key, Layer, Settings, Valued};
use crate::package::Ecosystem;
use crate::registry::IndexRoot;

/// What a lock may name, and what `lock = true` stands for: the keys of a policy file, and `bypass`.
pub(super) const LOCKABLE: [&str; 14] = [
    "block-at",
    "warn-at",
    "on-unavailable",
    "offline",
    "verify-all",
    "concurrency",
    "chunk",
    "timeout",
    "min-age",
    "index",
    "allow",
    "deny",
    "private",
    BYPASS,
];

/// The lock of the variable that lets a stopped run go on. Only a machine's file has a say in it.
pub const BYPASS: &str = "bypass";

/// What one file locks, each with its place: `phantom.toml:3`.
#[derive(Debug, Clone, Default)]
pub struct Lock(Vec<(&'static str, Arc<str>)>);

impl Lock {
    /// Where a key is locked; `None` where it is not. Keys are those of the file's top level.
    pub fn place(&self, name: &str) -> Option<&Arc<str>> {
        self.0.iter().find(|(locked, _)| *locked == name).map(|(_, place)| place)
    }

    /// Whether nothing is locked.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is locked, with its place.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, place)| (*name, place.as_ref()))
    }

    /// Where a setting is locked. An age is worth what the registry is that tells it: a lock of `min-age` holds
    /// for `index` too.
    pub(super) fn of(&self, key: Key) -> Option<&Arc<str>> {
        let name = key.lock()?;
        self.place(name).or_else(|| self.place("min-age").filter(|_| name == "index"))
    }

    /// Locks one key. False, and nothing locked, where there is none of this name.
    pub(super) fn add(&mut self, name: &str, place: &Arc<str>) -> bool {
        let known = LOCKABLE.into_iter().find(|known| *known == name);
        self.0.extend(known.map(|known| (known, Arc::clone(place))));
        known.is_some()
    }

    /// Locks every key.
    pub(super) fn add_all(&mut self, place: &Arc<str>) {
        self.0.extend(LOCKABLE.map(|known| (known, Arc::clone(place))));
    }
}

impl Key {
    /// The word by which a lock names it; `None` where no file gives it.
    pub(super) const fn lock(self) -> Option<&'static str> {
        match self {
            Self::MinAge(_) => Some("min-age"),
            Self::Index(_) => Some("index"),
            _ => self.in_file(),
        }
    }
}

impl Layer {
    /// Takes out what is weaker than `floor` and locked. Gives a sentence for each.
    pub(super) fn hold(&mut self, floor: &Settings, lock: &Lock) -> Vec<String> {
        let mut notes = Vec::new();
        for key in Key::ALL {
            let Some(place) = lock.of(key) else { continue };
            if !self.is_weaker(key, floor) {
                continue;
            }
            // An address for the ecosystem at hand may be right for that one.
            let said = self.shown(key).filter(|_| key != Key::Index(None) || !self.is_locked_one(floor));
            let some = self.younger_only_in(key, floor);
            self.clear(key, floor);
            if let Some((value, origin)) = said {
                let name = key.in_file().unwrap_or("index");
                let held = floor.shown(key).filter(|_| some.is_empty());
                let held = held.map_or_else(String::new, |(held, _)| match held == value {
                    true => format!(" at {held} with other credentials"),
                    false => format!(" at {held}"),
                });
                notes.push(format!("{origin}: {name} {value} does not count{some}: {place} locks it{held}"));
            }
        }
        notes
    }

    /// Whether what this source says of a setting is weaker than what holds without it. Where there is no order,
    /// every other value is.
    pub(super) fn is_weaker(&self, key: Key, floor: &Settings) -> bool {
        match key {
            Key::BlockAt => self.block_at.as_ref().is_some_and(|own| own.value > floor.block_at.value),
            Key::WarnAt => self.warn_at.as_ref().is_some_and(|own| own.value > floor.warn_at.value),
            Key::OnUnavailable => self.on_unavailable.as_ref().is_some_and(|own| {
                // Nobody having said it, an install that nobody can be asked about is blocked.
                own.value < floor.on_unavailable.as_ref().map_or(Action::Block, |held| held.value)
            }),
            Key::Offline => self.offline.as_ref().is_some_and(|own| own.value != floor.offline.value),
            Key::VerifyAll => {
                self.verify_all.as_ref().is_some_and(|own| !own.value && floor.verify_all.value)
            }
            Key::Concurrency => {
                self.concurrency.as_ref().is_some_and(|own| own.value != floor.concurrency.value)
            }
            Key::Chunk => self.chunk.as_ref().is_some_and(|own| own.value != floor.chunk.value),
            Key::Timeout => self.timeout.as_ref().is_some_and(|own| own.value != floor.timeout.value),
            Key::MinAge(None) => {
                self.min_age.first().is_some_and(Option::is_some)
                    && Ecosystem::ALL.iter().any(|&own| self.is_younger(own, floor))
            }
            Key::MinAge(Some(ecosystem)) => self.is_younger(ecosystem, floor),
            Key::Index(ecosystem) => {
                let own = self.index.get(slot(ecosystem)).and_then(Option::as_ref);
                own.is_some_and(|own| match ecosystem {
                    Some(ecosystem) => !is_same(own, ecosystem, floor),
                    None => Ecosystem::ALL.iter().any(|&ecosystem| !is_same(own, ecosystem, floor)),
                })
            }
            Key::FleetCache => false,
        }
    }

    /// Whether the registry for the ecosystem at hand is the one that holds for some ecosystem.
    fn is_locked_one(&self, floor: &Settings) -> bool {
        let own = self.index.first().and_then(Option::as_ref);
        own.is_some_and(|own| Ecosystem::ALL.iter().any(|&ecosystem| is_same(own, ecosystem, floor)))
    }

    /// Takes out the wish to ask nobody where only a lock of `offline` is against it.
    pub(super) fn take_silence(&mut self, floor: &Settings, lock: &Lock) -> Option<Valued<bool>> {
        lock.place("offline")?;
        self.offline.take_if(|own| own.value && !floor.offline.value)
    }

    /// " for npm", where an age for all is too low for some ecosystems only.
    fn younger_only_in(&self, key: Key, floor: &Settings) -> String {
        let younger = || Ecosystem::ALL.into_iter().filter(|&own| self.is_younger(own, floor));
        if key != Key::MinAge(None) || younger().count() == Ecosystem::ALL.len() {
            return String::new();
        }
        format!(" for {}", younger().map(Ecosystem::as_str).collect::<Vec<_>>().join(" and "))
    }

    fn is_younger(&self, ecosystem: Ecosystem, floor: &Settings) -> bool {
        self.age(ecosystem).is_some_and(|own| own.value < floor.min_age(ecosystem))
    }

    fn clear(&mut self, key: Key, floor: &Settings) {
        match key {
            Key::BlockAt => self.block_at = None,
            Key::WarnAt => self.warn_at = None,
            Key::OnUnavailable => self.on_unavailable = None,
            Key::Offline => self.offline = None,
            Key::VerifyAll => self.verify_all = None,
            Key::Concurrency => self.concurrency = None,
            Key::Chunk => self.chunk = None,
            Key::Timeout => self.timeout = None,
            // The age for all is weaker for some ecosystems only: it goes on for the others.
            Key::MinAge(None) => {
                let ages = Ecosystem::ALL
                    .map(|own| self.age(own).filter(|age| age.value >= floor.min_age(own)).cloned());
                let [pypi, npm, crates] = ages;
                self.min_age = [None, pypi, npm, crates];
            }
            Key::MinAge(ecosystem @ Some(_)) => {
                if let Some(age) = self.min_age.get_mut(slot(ecosystem)) {
                    *age = None;
                }
            }
            // Where it is the one that holds, it goes on for that ecosystem.
            Key::Index(None) => {
                let Some(own) = self.index.first_mut().and_then(Option::take) else { return };
                for ecosystem in Ecosystem::ALL.into_iter().filter(|&one| is_same(&own, one, floor)) {
                    if let Some(index) = self.index.get_mut(slot(Some(ecosystem))) {
                        index.get_or_insert_with(|| own.clone());
                    }
                }
            }
            Key::Index(ecosystem @ Some(_)) => {
                if let Some(index) = self.index.get_mut(slot(ecosystem)) {
                    *index = None;
                }
            }
            Key::FleetCache => self.fleet_cache = None,
        }
    }
}

/// Whether an address is the one that holds for an ecosystem.
fn is_same(own: &Valued<IndexRoot>, ecosystem: Ecosystem, floor: &Settings) -> bool {
    floor.index(ecosystem).is_some_and(|held| held.value == own.value)
}
