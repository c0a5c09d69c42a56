//! Every value that steers a run, and which of several sources gives it.

use std::time::Duration;

use super::layer::{ByEcosystem, error_at, slot};
use super::{Action, Key, Layer, MinAge, Origin, Valued};
use crate::batch;
use crate::cache::FleetAddress;
use crate::finding::InputError;
use crate::package::Ecosystem;
use crate::registry::IndexRoot;

/// So many sources are about this run or its project: flags, environment, and the project's file.
const OF_THE_RUN: usize = 3;

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

impl Default for Settings {
    /// What holds where nobody sets anything.
    fn default() -> Self {
        let batch = batch::Settings::default();
        Self {
            block_at: default(0.60),
            warn_at: default(0.30),
            on_unavailable: None,
            offline: default(false),
            verify_all: default(false),
            concurrency: default(batch.concurrency),
            chunk: default(batch.chunk),
            timeout: default(batch.timeout),
            fleet_cache: None,
            min_age: ByEcosystem::default(),
            index: ByEcosystem::default(),
        }
    }
}

impl Settings {
    /// What flags, the environment and one policy file give, in this order, and the defaults behind them:
    /// [`Self::of`] where no other file has a say.
    ///
    /// # Errors
    /// Where `block-at` lies below a `warn-at` that someone set.
    pub fn resolve(mut flags: Layer, environment: Layer, file: Layer) -> Result<Self, InputError> {
        flags.take_wish_to_ask();
        Self::of(&[flags, environment, file])
    }

    /// The one place that knows what goes before what: each source goes before those behind it, and all of
    /// them before the defaults.
    ///
    /// A `warn-at` that nobody set gives way to a lower `block-at`; so does one where only one of the two is of
    /// the first three sources: who wrote a file for all projects did not know of the other.
    ///
    /// # Errors
    /// Where `block-at` lies below another `warn-at`.
    pub(super) fn of(sources: &[Layer]) -> Result<Self, InputError> {
        let usual = Self::default();
        let block_at = first(sources, |layer| &layer.block_at).unwrap_or(usual.block_at);
        let below = |at: &Valued<f64>| block_at.value < at.value;
        let from = |gives: fn(&Layer) -> bool| sources.iter().position(gives);
        let apart = match (from(|layer| layer.block_at.is_some()), from(|layer| layer.warn_at.is_some())) {
            (Some(block), Some(warn)) => block != warn && block.max(warn) >= OF_THE_RUN,
            _ => false,
        };
        let warn_at = match first(sources, |layer| &layer.warn_at) {
            Some(warn_at) if below(&warn_at) && apart => Valued { value: block_at.value, ..warn_at },
            Some(warn_at) if below(&warn_at) => return Err(thresholds_crossed(&block_at, &warn_at)),
            Some(warn_at) => warn_at,
            None => default(block_at.value.min(usual.warn_at.value)),
        };
        Ok(Self {
            block_at,
            warn_at,
            on_unavailable: first(sources, |layer| &layer.on_unavailable),
            offline: first(sources, |layer| &layer.offline).unwrap_or(usual.offline),
            verify_all: first(sources, |layer| &layer.verify_all).unwrap_or(usual.verify_all),
            concurrency: first(sources, |layer| &layer.concurrency).unwrap_or(usual.concurrency),
            chunk: first(sources, |layer| &layer.chunk).unwrap_or(usual.chunk),
            timeout: first(sources, |layer| &layer.timeout).unwrap_or(usual.timeout),
            fleet_cache: first(sources, |layer| &layer.fleet_cache),
            min_age: by_ecosystem(sources, |layer| &layer.min_age),
            index: by_ecosystem(sources, |layer| &layer.index),
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
        self.as_layer().shown(key)
    }

    /// The values as one source that gives them all.
    pub(super) fn as_layer(&self) -> Layer {
        Layer {
            block_at: Some(self.block_at.clone()),
            warn_at: Some(self.warn_at.clone()),
            on_unavailable: self.on_unavailable.clone(),
            offline: Some(self.offline.clone()),
            verify_all: Some(self.verify_all.clone()),
            concurrency: Some(self.concurrency.clone()),
            chunk: Some(self.chunk.clone()),
            timeout: Some(self.timeout.clone()),
            min_age: self.min_age.clone(),
            index: self.index.clone(),
            fleet_cache: self.fleet_cache.clone(),
        }
    }
}

fn first<T: Clone>(sources: &[Layer], of: impl Fn(&Layer) -> &Option<Valued<T>>) -> Option<Valued<T>> {
    sources.iter().find_map(|layer| of(layer).clone())
}

/// A value for one ecosystem goes before one for any, and both of a source before the next source.
fn by_ecosystem<T: Clone>(sources: &[Layer], of: impl Fn(&Layer) -> &ByEcosystem<T>) -> ByEcosystem<T> {
    let pick = |slots: &[usize]| {
        sources.iter().find_map(|layer| slots.iter().find_map(|&slot| of(layer).get(slot)?.clone()))
    };
    [pick(&[0]), pick(&[1, 0]), pick(&[2, 0]), pick(&[3, 0])]
}

const fn default<T>(value: T) -> Valued<T> {
    Valued { value, origin: Origin::Default }
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

#[cfg(test)]
mod tests {
    use super::super::layer::valued;
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
