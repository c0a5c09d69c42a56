//! Every value that steers a run, and which of several sources gives it.

use std::ffi::OsString;
use std::time::Duration;

use super::{Action, Key, MinAge, Origin};
use crate::batch;
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

/// The values that one source gives: the flags, the environment or the policy file.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    block_at: Option<Valued<f64>>,
    warn_at: Option<Valued<f64>>,
    on_unavailable: Option<Valued<Action>>,
    offline: Option<Valued<bool>>,
    verify_all: Option<Valued<bool>>,
    concurrency: Option<Valued<usize>>,
    chunk: Option<Valued<usize>>,
    timeout: Option<Valued<Duration>>,
    min_age: ByEcosystem<MinAge>,
    index: ByEcosystem<IndexRoot>,
    fleet_cache: Option<Valued<FleetAddress>>,
}

/// By `None` and then every ecosystem.
type ByEcosystem<T> = [Option<Valued<T>>; 4];

/// The resolved values.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The score from which a name is blocked, from 0 to 1.
    pub block_at: Valued<f64>,
    /// The score from which a name is warned of, from 0 to `block_at`.
    pub warn_at: Valued<f64>,
    /// What happens to a name that could not be checked; `None` leaves it to what the command is for.
    pub on_unavailable: Option<Valued<Action>>,
    /// Whether no registry is asked.
    pub offline: Valued<bool>,
    /// Whether a registry is asked for popular and established names too.
    pub verify_all: Valued<bool>,
    /// Look-ups under way at the same time, from 1.
    pub concurrency: Valued<usize>,
    /// Names taken in at once, from 1.
    pub chunk: Valued<usize>,
    /// The time that one package's look-up may take.
    pub timeout: Valued<Duration>,
    /// The cache that machines share.
    pub fleet_cache: Option<Valued<FleetAddress>>,
    min_age: ByEcosystem<MinAge>,
    index: ByEcosystem<IndexRoot>,
}

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
}

impl Settings {
    /// The one place that knows what goes before what: flags, then the environment, then the policy
    /// file, then the defaults.
    ///
    /// A `warn-at` that nobody set gives way to a lower `block-at`.
    ///
    /// # Errors
    /// Where `block-at` lies below a `warn-at` that someone set.
    pub fn resolve(flags: Layer, environment: Layer, file: Layer) -> Result<Self, InputError> {
        let Layer { block_at, warn_at, on_unavailable, offline, verify_all, .. } = file;
        let Layer { concurrency, chunk, timeout, min_age, index, fleet_cache, .. } = file;
        // Naming a registry means to ask it, unless the same command line says otherwise.
        let asks = flags.index.iter().flatten().next();
        let asks = asks.map(|index| valued(false, index.origin.clone()));
        let index = resolved(&[flags.index, environment.index, index]);
        let min_age = resolved(&[flags.min_age, environment.min_age, min_age]);
        let batch = batch::Settings::default();
        let block_at = flags.block_at.or(environment.block_at).or(block_at).unwrap_or(default(0.60));
        let warn_at = flags.warn_at.or(environment.warn_at).or(warn_at);
        let warn_at = warn_at.unwrap_or_else(|| default(block_at.value.min(0.30)));
        if block_at.value < warn_at.value {
            return Err(thresholds_crossed(&block_at, &warn_at));
        }
        Ok(Self {
            block_at,
            warn_at,
            on_unavailable: flags.on_unavailable.or(environment.on_unavailable).or(on_unavailable),
            offline: flags.offline.or(asks).or(environment.offline).or(offline).unwrap_or(default(false)),
            verify_all: flags.verify_all.or(environment.verify_all).or(verify_all).unwrap_or(default(false)),
            concurrency: flags
                .concurrency
                .or(environment.concurrency)
                .or(concurrency)
                .unwrap_or(default(batch.concurrency)),
            chunk: flags.chunk.or(environment.chunk).or(chunk).unwrap_or(default(batch.chunk)),
            timeout: flags.timeout.or(environment.timeout).or(timeout).unwrap_or(default(batch.timeout)),
            fleet_cache: flags.fleet_cache.or(environment.fleet_cache).or(fleet_cache),
            min_age,
            index,
        })
    }

    /// How old a release of an ecosystem has to be; 0 where nobody asked for an age.
    pub fn min_age(&self, ecosystem: Ecosystem) -> MinAge {
        let set = self.min_age.get(slot(Some(ecosystem))).and_then(Option::as_ref);
        set.map(|age| age.value).unwrap_or_default()
    }

    /// The registry that was set for an ecosystem's names. One that was set without an ecosystem
    /// stands for all of them; a command about several must refuse it ([`Self::index_for_any`]).
    pub fn index(&self, ecosystem: Ecosystem) -> Option<&Valued<IndexRoot>> {
        self.index.get(slot(Some(ecosystem)))?.as_ref()
    }

    /// The registry that was set without saying for which ecosystem.
    pub fn index_for_any(&self) -> Option<&Valued<IndexRoot>> {
        self.index.first()?.as_ref()
    }

    /// How many names are dealt with at a time, and for how long.
    pub const fn batch(&self) -> batch::Settings {
        batch::Settings {
            concurrency: self.concurrency.value,
            chunk: self.chunk.value,
            timeout: self.timeout.value,
        }
    }

    /// One setting's value as text, and where it comes from; `None` where nobody gave it and there
    /// is no default. Addresses show no password.
    pub fn shown(&self, key: Key) -> Option<(String, Origin)> {
        let text = |value: String, origin: &Origin| Some((value, origin.clone()));
        match key {
            Key::BlockAt => text(format!("{}", self.block_at.value), &self.block_at.origin),
            Key::WarnAt => text(format!("{}", self.warn_at.value), &self.warn_at.origin),
            Key::OnUnavailable => {
                self.on_unavailable.as_ref().and_then(|v| text(v.value.as_str().to_owned(), &v.origin))
            }
            Key::Offline => text(self.offline.value.to_string(), &self.offline.origin),
            Key::VerifyAll => text(self.verify_all.value.to_string(), &self.verify_all.origin),
            Key::Concurrency => text(self.concurrency.value.to_string(), &self.concurrency.origin),
            Key::Chunk => text(self.chunk.value.to_string(), &self.chunk.origin),
            Key::Timeout => text(format!("{:?}", self.timeout.value), &self.timeout.origin),
            Key::MinAge(ecosystem) => {
                let age = self.min_age.get(slot(ecosystem))?.as_ref()?;
                // What holds for all is shown once.
                let own = ecosystem.is_none() || self.min_age.first()?.as_ref() != Some(age);
                own.then(|| (age.value.to_string(), age.origin.clone()))
            }
            Key::Index(ecosystem) => {
                let index = self.index.get(slot(ecosystem))?.as_ref()?;
                text(index.value.to_string(), &index.origin)
            }
            Key::FleetCache => self.fleet_cache.as_ref().and_then(|v| text(v.value.to_string(), &v.origin)),
        }
    }
}

/// A value for one ecosystem goes before one for any, and both of a source before the next source.
fn resolved<T: Clone>(sources: &[ByEcosystem<T>; 3]) -> ByEcosystem<T> {
    let pick = |slots: &[usize]| {
        sources.iter().find_map(|source| slots.iter().find_map(|&slot| source.get(slot)?.clone()))
    };
    [pick(&[0]), pick(&[1, 0]), pick(&[2, 0]), pick(&[3, 0])]
}

const fn valued<T>(value: T, origin: Origin) -> Valued<T> {
    Valued { value, origin }
}

const fn default<T>(value: T) -> Valued<T> {
    Valued { value, origin: Origin::Default }
}

const fn slot(ecosystem: Option<Ecosystem>) -> usize {
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

fn thresholds_crossed(block_at: &Valued<f64>, warn_at: &Valued<f64>) -> InputError {
    let message = format!("{} lies below warn-at {} ({})", block_at.value, warn_at.value, warn_at.origin);
    // The file's line is the one that can be pointed at, whichever of the two it gives.
    let place = if block_at.origin == Origin::Default { &warn_at.origin } else { &block_at.origin };
    InputError {
        message: format!("block-at {message}"),
        ..error_at(
            place,
            Key::BlockAt,
            "",
            format!("set block-at ({}) to {} or more, or lower warn-at", block_at.origin, warn_at.value),
        )
    }
}

fn error_at(origin: &Origin, key: Key, message: &str, hint: String) -> InputError {
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

    fn layer(values: &[(Key, &str)], origin: &Origin) -> Layer {
        let mut layer = Layer::default();
        for &(key, text) in values {
            layer.set(key, text, origin.clone()).unwrap();
        }
        layer
    }

    #[test]
    fn a_flag_goes_before_a_variable_before_the_file_before_the_default() {
        let flags = layer(&[(Key::BlockAt, "0.9")], &Origin::Flag("--block-at"));
        let environment =
            layer(&[(Key::BlockAt, "0.8"), (Key::WarnAt, "0.2")], &Origin::Variable("PHANTOM_X"));
        let place = Origin::File { file: "phantom.toml".into(), line: 2, column: 1 };
        let file = layer(&[(Key::BlockAt, "0.7"), (Key::WarnAt, "0.1"), (Key::Chunk, "7")], &place);
        let settings = Settings::resolve(flags, environment, file).unwrap();
        assert_eq!(settings.block_at, valued(0.9, Origin::Flag("--block-at")));
        assert_eq!(settings.warn_at, valued(0.2, Origin::Variable("PHANTOM_X")));
        assert_eq!(settings.chunk, valued(7, place));
        assert_eq!(settings.concurrency, default(20));
    }

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

    #[test]
    fn a_default_warn_at_gives_way_and_a_set_one_does_not() {
        let low = layer(&[(Key::BlockAt, "0.2")], &Origin::Flag("--block-at"));
        let settings = Settings::resolve(low.clone(), Layer::default(), Layer::default()).unwrap();
        assert!((settings.warn_at.value - 0.2).abs() < 1e-9);
        let file =
            layer(&[(Key::WarnAt, "0.4")], &Origin::File { file: "phantom.toml".into(), line: 3, column: 1 });
        let error = Settings::resolve(low, Layer::default(), file).unwrap_err();
        assert_eq!(error.message, "block-at 0.2 lies below warn-at 0.4 (phantom.toml:3)");
    }

    #[test]
    fn an_index_is_for_one_ecosystem_or_for_the_one_at_hand_and_hides_its_password() {
        let index = [
            (Key::Index(None), "npm=https://me:secret@registry.example/npm/?token=secret"),
            (Key::Index(Some(Ecosystem::Crates)), "sparse+https://registry.example/crates/"),
        ];
        let flags = layer(&index, &Origin::Flag("--index"));
        let settings = Settings::resolve(flags, Layer::default(), Layer::default()).unwrap();
        assert!(settings.index_for_any().is_none());
        assert!(settings.index(Ecosystem::PyPi).is_none());
        assert_eq!(
            settings.index(Ecosystem::Crates).unwrap().value.url().as_str(),
            "https://registry.example/crates/"
        );
        let (shown, _) = settings.shown(Key::Index(Some(Ecosystem::Npm))).unwrap();
        assert_eq!(shown, "https://registry.example/npm/");
        let mut layer = Layer::default();
        let error = layer
            .set(Key::Index(None), "ftp://me:secret@registry.example", Origin::Flag("--index"))
            .unwrap_err();
        assert!(!format!("{error:?}").contains("secret"));
    }
}
