//! Settings, policy and guard of a run, from options, environment and policy file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use phantom_guard::advisory::{self, Advisory, Known};
use phantom_guard::cache::{CachedRegistry, FleetCache, Store};
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::Detector;
use phantom_guard::finding::InputError;
use phantom_guard::guard::{Guard, GuardBuilder, Observer};
use phantom_guard::package::{Dependency, PackageName};
use phantom_guard::policy::{
    self, Context, FILE_NAME, Key, Layer, Origin, Policy, PolicyFile, Resolved, Settings, Sources, UserFile,
    today,
};
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
    /// The project's policy file, as the user would write its path; `None` where there is none.
    pub file: Option<String>,
    /// What each flag, variable and file says, for `config show`.
    pub resolved: Resolved,
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
        let around = Environment::of_process();
        let mut file = |found: Option<(PathBuf, String)>, hint: &str| match found {
            Some((path, shown)) => PolicyFile::read(&path, &shown).unwrap_or_else(|found| {
                errors.extend(found.into_iter().map(|error| match error.line {
                    None if !hint.is_empty() => InputError { hint: hint.to_owned(), ..error },
                    _ => error,
                }));
                PolicyFile::default()
            }),
            None => PolicyFile::default(),
        };
        let (user, machine) = (user_file(&around), machine_file());
        let found = project_file(options, folder, [&user, &machine]);
        let name = found.as_ref().map(|(_, shown)| shown.clone());
        let sources = Sources {
            flags,
            environment,
            allowed: options.allow.clone(),
            project: file(found, ""),
            user: file(user, "mend it, or name another in PHANTOM_USER_CONFIG; `off` does without one"),
            machine: file(machine, "ask whoever keeps this machine to mend it: nothing is judged without it"),
        };
        if !sources.project.lock.is_empty() {
            errors.extend(sources.project.lock.entries().take(1).map(no_lock));
        }
        let resolved = match sources.resolve() {
            Ok(resolved) if errors.is_empty() => resolved,
            Ok(_) => return Err(errors),
            Err(error) => {
                errors.push(error);
                return Err(errors);
            }
        };
        let policy = Policy::of(&resolved);
        let known = Arc::new(match advisory::folder(&around) {
            Some(folder) => Known::open(&folder.join(advisory::FILE_NAME), options.verbose, Timestamp::now()),
            None => Known::default(),
        });
        Ok(Self { settings: resolved.settings.clone(), policy, file: name, resolved, known, drawn })
    }

    /// What is known of malicious releases of a package.
    pub fn advised(&self, name: &PackageName) -> Vec<Advisory> {
        self.known.about(name)
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
        let guard = Guard::builder(Timestamp::now()).policy(self.policy.clone()).context(context);
        let guard = guard.settings(settings).advisories(Arc::clone(&self.known));
        let guard = registry.into_iter().fold(guard, GuardBuilder::registry);
        guard.build().map_err(|error| InputError {
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

/// The project's policy file, with its path as the user would write it. The user's and the machine's are no
/// project's, also where the nearest one is theirs.
fn project_file(
    options: &GlobalOptions,
    folder: &Path,
    others: [&Option<(PathBuf, String)>; 2],
) -> Option<(PathBuf, String)> {
    let (path, shown) = policy_file(options, folder)?;
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let is_same = |(other, _): &(PathBuf, String)| real(&path).is_some_and(|path| Some(path) == real(other));
    (!others.into_iter().flatten().any(is_same)).then_some((path, shown))
}

/// Whether the user names the policy file, so that it may lie anywhere.
pub(crate) fn is_named(options: &GlobalOptions) -> bool {
    options.config.is_some() || std::env::var_os("PHANTOM_CONFIG").is_some_and(|value| !value.is_empty())
}

/// The file that `--config` or the environment names, else the nearest one; with its path as the user would
/// write it.
pub(crate) fn policy_file(options: &GlobalOptions, folder: &Path) -> Option<(PathBuf, String)> {
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

/// The user's file. Where it has to be there, or something is in its place, reading it says what is wrong.
pub(crate) fn user_file(environment: &Environment) -> Option<(PathBuf, String)> {
    let path = match UserFile::of(environment) {
        UserFile::Usual(path) if is_missing(&path) => return None,
        UserFile::Usual(path) | UserFile::Named(path) => path,
        UserFile::None => return None,
    };
    let shown = path.to_string_lossy().into_owned();
    Some((path, shown))
}

/// The machine's file, where there is one.
pub(crate) fn machine_file() -> Option<(PathBuf, String)> {
    let moved = if cfg!(debug_assertions) { std::env::var_os("PHANTOM_MACHINE_CONFIG") } else { None };
    let path = policy::machine_file(moved.as_deref());
    let shown = path.to_string_lossy().into_owned();
    (!is_missing(&path)).then_some((path, shown))
}

/// Whether nothing is there: a link that leads nowhere is something, and so is what cannot be looked at.
fn is_missing(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err_and(|error| {
        matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
    })
}

/// Where the machine's file keeps `PHANTOM_BYPASS` from counting. One that cannot be read may do so.
pub(crate) fn bypass_lock() -> Option<String> {
    let (path, shown) = machine_file()?;
    match PolicyFile::read(&path, &shown) {
        Ok(file) => file.lock.place(policy::BYPASS).map(ToString::to_string),
        Err(_) => Some(shown),
    }
}

fn no_lock((name, place): (&str, &str)) -> InputError {
    let (file, line) = place.rsplit_once(':').unwrap_or((place, ""));
    InputError {
        file: Some(file.into()),
        line: line.parse().ok(),
        column: None,
        message: format!("lock: a project's file locks nothing, and this one locks {name}"),
        hint:
            "take it out, or put it into your own file or the machine's: docs/policy.md says where they lie"
                .to_owned(),
    }
}
