//! The values that one source gives, and how their texts are read.

use std::ffi::OsString;
use std::time::Duration;

use super::{Action, Key, MinAge, Origin};
use crate::cache::FleetAddress;
use crate::finding::InputError;
use crate::package::Ecosystem;
use crate::registry::IndexRoot;

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Valued<T> {
    /// The value.
    pub value: T,
    /// Who gave it.
    pub origin: Origin,
}

/// The values that one source gives: the flags, the environment or a policy file.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    pub(super) block_at: Option<Valued<f64>>,
    pub(super) warn_at: Option<Valued<f64>>,
    pub(super) on_unavailable: Option<Valued<Action>>,
    pub(super) offline: Option<Valued<bool>>,
    pub(super) verify_all: Option<Valued<bool>>,
    pub(super) concurrency: Option<Valued<usize>>,
    pub(super) chunk: Option<Valued<usize>>,
    pub(super) timeout: Option<Valued<Duration>>,
    pub(super) min_age: ByEcosystem<MinAge>,
    pub(super) index: ByEcosystem<IndexRoot>,
    pub(super) fleet_cache: Option<Valued<FleetAddress>>,
}

/// By `None` and then every ecosystem.
pub(super) type ByEcosystem<T> = [Option<Valued<T>>; 4];

impl Layer {
    /// What the environment says, by its variables' names; an empty variable says nothing.
    ///
    /// # Errors
    /// One for each variable whose value cannot be used.
    pub fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Vec<InputError>> {
        let mut layer = Self::default();
        let mut errors = Vec::new();
        for key in Key::ALL {
            let name = key.variable();
            let Some(value) = variable(name).filter(|v| !v.is_empty()) else { continue };
            if let Err(error) = layer.set(key, &value.to_string_lossy(), Origin::Variable(name)) {
                errors.push(error);
            }
        }
        if errors.is_empty() { Ok(layer) } else { Err(errors) }
    }

    /// Takes the value of one setting as written. `--index` also takes `ECOSYSTEM=URL`.
    ///
    /// # Errors
    /// Where the text is no value of that setting; the place in the error is `origin`'s.
    pub fn set(&mut self, key: Key, text: &str, origin: Origin) -> Result<(), InputError> {
        let text = text.trim();
        let wrong = || wrong_value(key, text, &origin);
        match key {
            Key::BlockAt => self.block_at = Some(valued(score(text).ok_or_else(wrong)?, origin)),
            Key::WarnAt => self.warn_at = Some(valued(score(text).ok_or_else(wrong)?, origin)),
            Key::OnUnavailable => {
                self.on_unavailable = Some(valued(action(text).ok_or_else(wrong)?, origin));
            }
            Key::Offline => self.offline = Some(valued(truth(text).ok_or_else(wrong)?, origin)),
            Key::VerifyAll => self.verify_all = Some(valued(truth(text).ok_or_else(wrong)?, origin)),
            Key::Concurrency => {
                self.concurrency = Some(valued(count(text).ok_or_else(wrong)?, origin));
            }
            Key::Chunk => self.chunk = Some(valued(count(text).ok_or_else(wrong)?, origin)),
            Key::Timeout => self.timeout = Some(valued(duration(text).ok_or_else(wrong)?, origin)),
            Key::MinAge(ecosystem) => {
                let age = text.parse().map_err(|_| wrong())?;
                if let Some(slot) = self.min_age.get_mut(slot(ecosystem)) {
                    *slot = Some(valued(age, origin));
                }
            }
            Key::Index(ecosystem) => {
                let (ecosystem, address) = match text.split_once('=') {
                    Some((word, address)) if ecosystem.is_none() => match word.parse() {
                        Ok(ecosystem) => (Some(ecosystem), address),
                        Err(_) => (None, text),
                    },
                    _ => (ecosystem, text),
                };
                let root = IndexRoot::parse(address).map_err(|error| wrong_address(key, &error, &origin))?;
                if let Some(slot) = self.index.get_mut(slot(ecosystem)) {
                    *slot = Some(valued(root, origin));
                }
            }
            Key::FleetCache => {
                let address =
                    FleetAddress::parse(text).map_err(|error| wrong_address(key, &error, &origin))?;
                self.fleet_cache = Some(valued(address, origin));
            }
        }
        Ok(())
    }

    /// One setting's value as text, and where it comes from; `None` where this source does not give it.
    /// Addresses show no password.
    pub fn shown(&self, key: Key) -> Option<(String, Origin)> {
        fn text<T>(value: Option<&Valued<T>>, show: impl Fn(&T) -> String) -> Option<(String, Origin)> {
            value.map(|valued| (show(&valued.value), valued.origin.clone()))
        }
        match key {
            Key::BlockAt => text(self.block_at.as_ref(), ToString::to_string),
            Key::WarnAt => text(self.warn_at.as_ref(), ToString::to_string),
            Key::OnUnavailable => text(self.on_unavailable.as_ref(), |action| action.as_str().to_owned()),
            Key::Offline => text(self.offline.as_ref(), ToString::to_string),
            Key::VerifyAll => text(self.verify_all.as_ref(), ToString::to_string),
            Key::Concurrency => text(self.concurrency.as_ref(), ToString::to_string),
            Key::Chunk => text(self.chunk.as_ref(), ToString::to_string),
            Key::Timeout => text(self.timeout.as_ref(), |time| format!("{time:?}")),
            Key::MinAge(ecosystem) => {
                let age = self.min_age.get(slot(ecosystem))?.as_ref()?;
                // What holds for all is shown once.
                let own = ecosystem.is_none() || self.min_age.first()?.as_ref() != Some(age);
                own.then(|| (age.value.to_string(), age.origin.clone()))
            }
            Key::Index(ecosystem) => text(self.index.get(slot(ecosystem))?.as_ref(), ToString::to_string),
            Key::FleetCache => text(self.fleet_cache.as_ref(), ToString::to_string),
        }
    }

    /// Naming a registry means to ask it, unless the same source says otherwise.
    pub(super) fn take_wish_to_ask(&mut self) {
        let index = self.index.iter().flatten().next();
        let asks = index.map(|index| valued(false, index.origin.clone()));
        self.offline = self.offline.take().or(asks);
    }

    /// The age that this source asks for in an ecosystem: its own, else the one for all.
    pub(super) fn age(&self, ecosystem: Ecosystem) -> Option<&Valued<MinAge>> {
        let own = self.min_age.get(slot(Some(ecosystem))).and_then(Option::as_ref);
        own.or_else(|| self.min_age.first()?.as_ref())
    }
}

pub(super) const fn valued<T>(value: T, origin: Origin) -> Valued<T> {
    Valued { value, origin }
}

pub(super) const fn slot(ecosystem: Option<Ecosystem>) -> usize {
    match ecosystem {
        None => 0,
        Some(Ecosystem::PyPi) => 1,
        Some(Ecosystem::Npm) => 2,
        Some(Ecosystem::Crates) => 3,
    }
}

fn score(text: &str) -> Option<f64> {
    text.parse().ok().filter(|score| (0.0..=1.0).contains(score))
}

fn action(text: &str) -> Option<Action> {
    [Action::Allow, Action::Warn, Action::Block].into_iter().find(|action| action.as_str() == text)
}

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Some(true),
        "0" | "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

fn count(text: &str) -> Option<usize> {
    text.parse().ok().filter(|&count| count > 0)
}

fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => text.split_at_checked(at)?,
        None => (text, "s"),
    };
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
        _ => return None,
    };
    let duration = Duration::try_from_secs_f64(number.trim().parse::<f64>().ok()? * seconds).ok()?;
    Some(duration).filter(|duration| !duration.is_zero())
}

fn wrong_value(key: Key, text: &str, origin: &Origin) -> InputError {
    // Debug's escapes keep control characters away from the terminal.
    error_at(origin, key, &format!("{text:?} cannot be used"), format!("write {}", key.expects()))
}

/// The text is not shown: it may hold a password.
fn wrong_address(key: Key, error: &dyn std::error::Error, origin: &Origin) -> InputError {
    error_at(origin, key, &format!("it cannot be used: {error}"), format!("write {}", key.expects()))
}

pub(super) fn error_at(origin: &Origin, key: Key, message: &str, hint: String) -> InputError {
    let (file, line, column) = match origin {
        Origin::File { file, line, column } => (Some(file.clone()), Some(*line), Some(*column)),
        _ => (None, None, None),
    };
    let name = match origin {
        Origin::Flag(flag) => flag,
        Origin::Variable(variable) => variable,
        Origin::File { .. } | Origin::Default => {
            key.in_file().or(key.flag()).unwrap_or_else(|| key.variable())
        }
    };
    InputError { file, line, column, message: format!("{name}: {message}"), hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_their_setting_asks() {
        assert_eq!(duration("5s"), Some(Duration::from_secs(5)));
        assert_eq!(duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(duration("2.5"), Some(Duration::from_millis(2500)));
        assert_eq!(duration("2 min"), Some(Duration::from_secs(120)));
        for bad in ["", "0", "0s", "-1s", "5 parsecs", "1e99s", "nan", "s"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
        for bad in ["1.1", "-0.1", "nan", "inf", "", "a"] {
            assert_eq!(score(bad), None, "{bad}");
        }
        assert_eq!(count("0"), None);
        assert_eq!(truth("On"), Some(true));
    }
}
