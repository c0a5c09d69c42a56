//! Settings, policy and guard of a run, from options, environment and policy file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use phantom_guard::advisory::{self, Known};
use phantom_guard::cache::{CachedRegistry, FleetCache, Store};
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::Detector;
use phantom_guard::finding::InputError;
use phantom_guard::guard::{Guard, Observer};
use phantom_guard::package::Dependency;
use phantom_guard::policy::{Context, FILE_NAME, Key, Layer, Origin, Policy, PolicyFile, Settings, today};
use phantom_guard::registry::locate::Environment;
use phantom_guard::registry::{ClientSettings, Registry, RegistryClient, Roots};

use crate::args::GlobalOptions;
use crate::progress::{Line, OnInterrupt};
use crate::{cache, progress};

/// For how long a stored answer is believed where the age of releases matters: a release that came since
/// would not be in it, and it would be the youngest of all.
const BELIEVED: Duration = Duration::from_secs(5 * 60);

/// What a run goes by.
#[derive(Debug)]
pub struct Session {
    /// The resolved settings.
    pub settings: Settings,
    /// The rules.
    pub policy: Policy,
    /// The policy file that was read, as the user would write its path; `None` where there is none.
    pub file: Option<String>,
    /// The entries of the policy file's lists, for `config show`.
    pub lists: PolicyFile,
    /// What is known to be malicious.
    known: Arc<Known>,
    /// The moment from which the run is drawn on the terminal; `None` where nobody is to see it.
    drawn: Option<Instant>,
}

impl Session {
    /// Reads the settings for a project's folder.
    ///
    /// # Errors
    /// Every fault of flags, environment and policy file: none of them is judged by half.
    pub fn open(options: &GlobalOptions, folder: &Path) -> Result<Self, Vec<InputError>> {
        let drawn = progress::from_now(options);
        let mut errors = Vec::new();
        let mut keep = |result: Result<Layer, Vec<InputError>>| {
            result.unwrap_or_else(|found| {
                errors.extend(found);
                Layer::default()
            })
        };
        let flags = keep(layer_of_flags(options));
        let environment = keep(Layer::from_environment(|name| std::env::var_os(name)));
        let found = policy_file(options, folder);
        let lists = match &found {
            Some((path, shown)) => PolicyFile::read(path, shown).unwrap_or_else(|found| {
                errors.extend(found);
                PolicyFile::default()
            }),
            None => PolicyFile::default(),
        };
        let settings = match Settings::resolve(flags, environment, lists.layer.clone()) {
            Ok(settings) if errors.is_empty() => settings,
            Ok(_) => return Err(errors),
            Err(error) => {
                errors.push(error);
                return Err(errors);
            }
        };
        let mut policy = Policy::new(&settings, lists.clone());
        for name in &options.allow {
            policy.allow(name);
        }
        let file = found.map(|(_, shown)| shown);
        let known = Arc::new(match advisory::folder(&Environment::of_process()) {
            Some(folder) => Known::open(&folder.join(advisory::FILE_NAME), options.verbose, Timestamp::now()),
            None => Known::default(),
        });
        Ok(Self { settings, policy, file, lists, known, drawn })
    }

    /// Whether a registry's answer could change what is decided of a dependency, and may be asked for.
    pub fn asks(&self, dependency: &Dependency) -> bool {
        let now = Timestamp::now();
        let by_evidence =
            || Detector::new(Corpus::embedded(), now).wants_lookup(&dependency.name, &dependency.source);
        let verified = self.settings.verify_all.value && dependency.source.is_registry();
        let by_release = || dependency.source.is_registry() && self.known.doubts(&dependency.name);
        (verified || self.policy.wants_age(dependency) || by_evidence() || by_release())
            && !self.policy.settles(&dependency.name, today(now))
    }

    /// What draws the run on the terminal, where somebody is to see it.
    pub(crate) fn line(&self, on_interrupt: OnInterrupt) -> Option<Arc<dyn Observer>> {
        self.drawn.map(|began| Line::since(began, on_interrupt))
    }

    /// A guard that asks the registries of `roots`, or nobody where there are none.
    ///
    /// # Errors
    /// Where a setting cannot be used.
    pub fn guard(&self, context: Context, roots: Roots) -> Result<Guard, InputError> {
        let settings = self.settings.batch();
        let registry = (!roots.is_empty() && !self.settings.offline.value).then(|| {
            let usual = ClientSettings::default();
            let limits = ClientSettings {
                package: settings.timeout,
                // Who gives a package more time has a slow way to the registry.
                whole: usual.whole.max(settings.timeout),
                connections: settings.concurrency,
                ..usual
            };
            let client = RegistryClient::new(roots, limits);
            let cached = CachedRegistry::new(client).storing(stores(&self.settings));
            let cached = if self.policy.wants_ages() { cached.believing_for(BELIEVED) } else { cached };
            let known = Arc::clone(&self.known);
            let cached = cached.doubting(BELIEVED, move |name| known.doubts(name));
            Arc::new(cached) as Arc<dyn Registry>
        });
        let (corpus, policy, now) = (Corpus::embedded(), self.policy.clone(), Timestamp::now());
        let known = Arc::clone(&self.known);
        Guard::new(corpus, policy, context, now, registry, settings, known).map_err(|error| InputError {
            file: None,
            line: None,
            column: None,
            message: error.to_string(),
            hint: String::new(),
        })
    }
}

/// Where answers are kept beyond this run, the nearest first.
fn stores(settings: &Settings) -> Vec<Arc<dyn Store>> {
    let disk = cache::disk(&Environment::of_process()).map(|disk| Arc::new(disk) as Arc<dyn Store>);
    let fleet = settings.fleet_cache.as_ref().map(|address| FleetCache::new(address.value.clone()));
    let fleet = fleet.map(|fleet| Arc::new(fleet) as Arc<dyn Store>);
    disk.into_iter().chain(fleet).collect()
}

fn layer_of_flags(options: &GlobalOptions) -> Result<Layer, Vec<InputError>> {
    let mut layer = Layer::default();
    let mut errors = Vec::new();
    let texts = [
        (Key::BlockAt, &options.block_at),
        (Key::WarnAt, &options.warn_at),
        (Key::OnUnavailable, &options.on_unavailable),
        (Key::Concurrency, &options.concurrency),
        (Key::Chunk, &options.chunk),
        (Key::Timeout, &options.timeout),
        (Key::MinAge(None), &options.min_age),
    ];
    let texts = texts.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?)));
    let indexes = options.index.iter().map(|index| (Key::Index(None), index.as_str()));
    let offline = options.offline.then_some((Key::Offline, "true"));
    let verify_all = options.verify_all.then_some((Key::VerifyAll, "true"));
    for (key, text) in texts.chain(indexes).chain(offline).chain(verify_all) {
        let origin = key.flag().map_or(Origin::Default, Origin::Flag);
        if let Err(error) = layer.set(key, text, origin) {
            errors.push(error);
        }
    }
    if errors.is_empty() { Ok(layer) } else { Err(errors) }
}

/// The policy file, with its path as the user would write it.
fn policy_file(options: &GlobalOptions, folder: &Path) -> Option<(PathBuf, String)> {
    let said = options
        .config
        .clone()
        .or_else(|| std::env::var_os("PHANTOM_CONFIG").filter(|value| !value.is_empty()).map(PathBuf::from));
    if let Some(path) = said {
        let shown = path.to_string_lossy().into_owned();
        return Some((path, shown));
    }
    let path = PolicyFile::find(folder)?;
    let here = std::env::current_dir().unwrap_or_default();
    let shown = if path.parent() == Some(here.as_path()) {
        FILE_NAME.to_owned()
    } else {
        path.to_string_lossy().into_owned()
    };
    Some((path, shown))
}
