//! Names that only the client's resolver reaches: a registry on 127.0.0.1, for this one command, that has
//! each of them judged before anything about it is fetched.
//!
//! The client is told of it by its environment, and by the address in an argument that names a registry,
//! which the environment could not replace. Nothing is written anywhere. docs/routes.md says for which client
//! what was tried, docs/gate.md what is not covered.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use phantom_guard::command::{Client, Install};
use phantom_guard::finding::Finding;
use phantom_guard::guard::Guard;
use phantom_guard::package::{Dependency, PackageName};
use phantom_guard::policy::{Action, Context};
use phantom_guard::registry::Roots;
use phantom_guard::registry::locate::{Located, NoIndex, Provenance};
use phantom_guard::relay::{Judge, Pages, Relay, Settings, Upstream, Verdict};
use phantom_guard::report::Report;

use super::child::Running;
use super::registries::{self, Indexes};
use super::{Scene, judge::Judged};
use crate::bypass::Bypass;

/// The file of the secret in Phantom's cache folder.
const SECRET: &str = "relay.key";

/// Why a client runs without a relay.
pub(super) enum Without {
    /// It reaches no registry, or is no client for one.
    Need,
    /// It cannot be told of one: what the user should know.
    Coverage(String),
    /// Nothing can listen on 127.0.0.1.
    Loopback(std::io::Error),
}

/// What a client is told of the relay.
pub(super) struct Route {
    relay: Relay,
    /// The client's arguments, with the relay's address in the place of a registry's.
    pub(super) args: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
    found: Arc<Found>,
    /// What pnpm writes down, and what it would have written.
    trace: Option<Trace>,
    /// The client, while it runs.
    pub(super) running: Arc<Running>,
    /// What the user should know beforehand.
    pub(super) notes: Vec<String>,
}

/// What was found on the way.
struct Found {
    guard: Guard,
    /// By which names are told apart that belong to another registry.
    located: Located,
    /// Names that were judged before the client started, and let through.
    judged: HashSet<PackageName>,
    /// Whether names are refused: the user's word for a bypass lets them through.
    refuses: bool,
    findings: Mutex<Vec<Finding>>,
    notes: Mutex<Vec<String>>,
}

/// The clients that can be told of a relay, and which pages each is given at which of its places.
fn pages_for(client: Client) -> &'static [Pages] {
    match client {
        Client::Pip => &[Pages::Simple],
        Client::Npm | Client::Npx => &[Pages::Npm],
        Client::Pnpm | Client::Pnpx => &[Pages::NpmThroughRelay],
        // yarn 1 finds the first, and later versions the second: which of them runs is the project's to say.
        Client::Yarn => &[Pages::Npm, Pages::NpmThroughRelay],
        _ => &[],
    }
}

/// Whether a relay can stand before a client.
pub(crate) fn is_for(client: Client) -> bool {
    !pages_for(client).is_empty()
}

/// Starts a relay for a command whose names so far are judged and may be installed.
pub(super) fn start(
    args: &[OsString],
    install: &Install,
    scene: &Scene,
    judged: &Judged,
) -> Result<Route, Without> {
    let pages = pages_for(install.client);
    let (Some(first), Some(session)) = (pages.first(), &judged.session) else { return Err(Without::Need) };
    let uncovered = |why: &str| {
        let name = install.client.name();
        Without::Coverage(format!(
            "{why}, so that names which only {name}'s resolver reaches are not checked"
        ))
    };
    let Indexes { client, asked } = match registries::indexes(session, install, &judged.request) {
        Ok(indexes) => indexes,
        Err(NoIndex::Forbidden { .. }) => return Err(Without::Need),
        Err(error) => return Err(uncovered(&error.to_string())),
    };
    if let Some(why) = obstacle(install, judged, &client) {
        return Err(uncovered(why));
    }
    let mut roots = Roots::default();
    asked.add_to(install.ecosystem, &mut roots);
    let guard = session.guard(Context::Install { can_ask: false }, roots);
    let guard = guard.map_err(|error| uncovered(&error.message))?.renewing(install.renews);
    let running = Arc::new(Running::default());
    let found = Arc::new(Found {
        guard,
        located: asked,
        judged: known(&judged.report),
        refuses: !matches!(Bypass::of_process(), Bypass::For(_)),
        findings: Mutex::default(),
        notes: Mutex::default(),
    });
    // The last ones of pip's are those of files, which stay as they are.
    let covered = client.extra.len().saturating_sub(judged.in_files.extra);
    let extra = client.extra.iter().take(covered);
    let upstreams = pages.iter().map(|pages| (&client.root, *pages)).chain(extra.map(|root| (root, *first)));
    let upstreams = upstreams.map(|(root, pages)| Upstream { root: root.clone(), pages }).collect();
    let elsewhere = elsewhere(install, judged, scene);
    let judge = Found::judge(&found, elsewhere.is_some().then(|| Arc::clone(&running)));
    let settings = Settings {
        // pip keeps no page that came over http.
        secret: judged
            .request
            .cache
            .as_ref()
            .filter(|_| *first != Pages::Simple)
            .map(|cache| cache.join(SECRET)),
        own_host: install.client == Client::Yarn && cfg!(target_os = "linux"),
        ..Settings::default()
    };
    let relay = Relay::start(upstreams, judge, &settings).map_err(Without::Loopback)?;
    let places = Places { all: relay.places(), host: relay.address().ip().to_string() };
    let mut args = places.in_args(args, install);
    if install.index.isolated && install.index.primary.is_none() {
        let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
        args.insert(end, format!("--index-url={}", places.first()).into());
    }
    let environment = places.environment(install, &client, scene);
    let trace = matches!(install.client, Client::Pnpm).then(|| Trace {
        folder: install
            .index
            .prefix
            .as_ref()
            .map_or_else(|| scene.folder.clone(), |at| scene.folder.join(at)),
        place: places.first().to_owned(),
        registry: client.root.to_string(),
    });
    let notes = elsewhere.into_iter().collect();
    Ok(Route { relay, args, environment, found, trace, running, notes })
}

/// Why the client cannot be told of a relay.
fn obstacle(install: &Install, judged: &Judged, client: &Located) -> Option<&'static str> {
    if install.client == Client::Pip {
        if client.root.no_proxy().is_some() {
            return Some("pip's own setting of a proxy would be used for 127.0.0.1 too");
        }
        if judged.in_files.primary {
            return Some("a requirements file names the index");
        }
        if install.index.isolated && client.extra.len() > install.index.extra.len() {
            return Some(
                "--isolated keeps pip from its environment, and a file of settings names a further index",
            );
        }
    }
    if install.client == Client::Yarn && !cfg!(target_os = "linux") && judged.request.is_of_later_yarn() {
        return Some("yarn keeps pages by the host's name, and there is only one here");
    }
    None
}

/// What the client can go on to where the relay refuses a name: a note of it.
fn elsewhere(install: &Install, judged: &Judged, scene: &Scene) -> Option<String> {
    if install.client != Client::Pip {
        return None;
    }
    let what = if judged.in_files.extra > 0 {
        "a requirements file names a further index"
    } else if judged.in_files.find_links
        || !install.index.find_links.is_empty()
        || scene.environment.get("PIP_FIND_LINKS").is_some()
    {
        "there is a setting of --find-links"
    } else {
        return None;
    };
    Some(format!("{what}: names which only that has are not checked"))
}

/// The names of the registry that the report lets through.
fn known(report: &Report) -> HashSet<PackageName> {
    let of_registry = |finding: &&Finding| finding.dependency.source.is_registry();
    report.findings.iter().filter(of_registry).map(|finding| finding.dependency.name.clone()).collect()
}

impl Found {
    /// Judges names for a relay. Where `stops` is given, that client is ended at the first name that is
    /// refused, before it hears of it: it could go on to an index that is not watched.
    fn judge(found: &Arc<Self>, stops: Option<Arc<Running>>) -> Judge {
        let found = Arc::clone(found);
        Arc::new(move |name| {
            let (found, stops) = (Arc::clone(&found), stops.clone());
            Box::pin(async move {
                if found.judged.contains(&name) {
                    return Verdict::Pass;
                }
                let mut dependency = Dependency::new(name);
                found.located.bind(&mut dependency);
                let finding = found.guard.judge_one(dependency).await;
                let verdict = match finding.decision.action {
                    Action::Block if found.refuses => {
                        Verdict::Refuse { reason: super::refusal::reason(&finding).into() }
                    }
                    Action::Allow | Action::Warn | Action::Block => Verdict::Pass,
                };
                locked(&found.findings).push(finding);
                if let (Some(client), Verdict::Refuse { .. }) = (stops, &verdict) {
                    client.end();
                    std::future::pending::<()>().await;
                }
                verdict
            })
        })
    }
}

impl Route {
    /// Puts what the client is told into its environment.
    pub(super) fn tell(&self, command: &mut Command) {
        for (name, value) in &self.environment {
            // npm and its kin take a variable in any case, and the order of two spellings is nobody's to say.
            let same = |other: &OsStr| other.to_str().is_some_and(|other| other.eq_ignore_ascii_case(name));
            if !name.starts_with("PIP_") && !name.eq_ignore_ascii_case("no_proxy") {
                for (other, _) in std::env::vars_os().filter(|(other, _)| same(other)) {
                    command.env_remove(other);
                }
            }
            command.env(name, value);
        }
    }

    /// Ends the relay, and gives what was found on the way.
    pub(super) fn end(self) -> Report {
        let Self { relay, found, trace, .. } = self;
        trace.iter().for_each(Trace::undo);
        let last = Arc::clone(&found);
        relay.end(Box::pin(async move {
            let is_open = |finding: &&Finding| finding.unavailable().is_some();
            let unavailable = locked(&last.findings).iter().filter(is_open).count();
            let notes = last.guard.close(unavailable as u64).await;
            *locked(&last.notes) = notes;
        }));
        let mut report = Report::of_errors(Vec::new());
        report.mode = found.guard.mode();
        report.findings = std::mem::take(&mut *locked(&found.findings));
        report.notes = std::mem::take(&mut *locked(&found.notes));
        report.findings.iter().for_each(|finding| report.summary.count(finding));
        report
    }
}

/// The registry as pnpm notes it beside what it has installed, to go on with it the next time.
struct Trace {
    folder: PathBuf,
    place: String,
    registry: String,
}

impl Trace {
    /// Puts the registry's own address there. A file that cannot be written costs pnpm an installation anew.
    fn undo(&self) {
        for folder in self.folder.ancestors() {
            let file = folder.join("node_modules/.modules.yaml");
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            if text.contains(&self.place) {
                let _ = std::fs::write(&file, text.replace(&self.place, &self.registry));
            }
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The addresses at which the relay stands for registries.
struct Places<'a> {
    /// The default one's, and then those of further ones.
    all: &'a [String],
    host: String,
}

impl Places<'_> {
    fn first(&self) -> &str {
        self.all.first().map_or("", String::as_str)
    }

    /// Those of further indexes: of pip's settings, and of its arguments.
    fn further(&self, install: &Install) -> (&[String], &[String]) {
        let further = self.all.get(1..).unwrap_or_default();
        let of_settings = further.len().saturating_sub(install.index.extra.len());
        further.split_at_checked(of_settings).unwrap_or_default()
    }

    /// The arguments with the relay's places in those of the registries that they name: nothing else could
    /// replace them, since arguments go before everything.
    fn in_args(&self, args: &[OsString], install: &Install) -> Vec<OsString> {
        let mut named: Vec<(&str, &str)> = Vec::new();
        named.extend(install.index.primary.as_deref().map(|address| (address, self.first())));
        let (_, further) = self.further(install);
        named.extend(install.index.extra.iter().map(String::as_str).zip(further.iter().map(String::as_str)));
        let replaced = |arg: &OsString| {
            let text = arg.to_str()?;
            named.iter().find_map(|(address, place)| {
                let option = text.strip_suffix(address)?;
                let attached = option == "-i" || option.starts_with('-') && option.ends_with('=');
                (option.is_empty() || attached).then(|| OsString::from(format!("{option}{place}")))
            })
        };
        args.iter().map(|arg| replaced(arg).unwrap_or_else(|| arg.clone())).collect()
    }

    fn environment(
        &self,
        install: &Install,
        client: &Located,
        scene: &Scene,
    ) -> Vec<(&'static str, OsString)> {
        let first = || OsString::from(self.first());
        let mut environment = Vec::new();
        if install.client == Client::Pip {
            environment.push(("PIP_INDEX_URL", first()));
            let (of_settings, _) = self.further(install);
            if !of_settings.is_empty() {
                environment.push(("PIP_EXTRA_INDEX_URL", of_settings.join(" ").into()));
            }
        } else {
            environment.push(("npm_config_registry", first()));
            if let Some(except) = client.root.no_proxy() {
                environment.push(("npm_config_noproxy", self.with_host(except)));
            }
        }
        match install.client {
            // pnpm 11 no longer reads npm's.
            Client::Pnpm | Client::Pnpx => environment.push(("pnpm_config_registry", first())),
            Client::Yarn => {
                if let Some(second) = self.all.get(1) {
                    environment.push(("YARN_NPM_REGISTRY_SERVER", second.into()));
                    environment.push(("YARN_UNSAFE_HTTP_WHITELIST", self.host.clone().into()));
                }
                // Later versions refuse a variable that they do not know, and yarn 1 takes its own settings
                // before npm's.
                let of_yarn_1 = match &client.from {
                    Provenance::File(file) => file.ends_with(".yarnrc"),
                    Provenance::Variable(name) => name.eq_ignore_ascii_case("YARN_REGISTRY"),
                    _ => false,
                };
                if of_yarn_1 {
                    environment.push(("YARN_REGISTRY", first()));
                }
            }
            _ => {}
        }
        let proxies = ["http_proxy", "https_proxy", "all_proxy"];
        let either = |name: &str| {
            scene.environment.get(name).or_else(|| scene.environment.get(&name.to_ascii_uppercase()))
        };
        if proxies.into_iter().any(|name| either(name).is_some()) {
            let except = self.with_host(either("no_proxy").unwrap_or_default());
            environment.extend([("no_proxy", except.clone()), ("NO_PROXY", except)]);
        }
        environment
    }

    /// A list of hosts without a proxy, with the relay's in it.
    fn with_host(&self, list: &str) -> OsString {
        if list.trim().is_empty() { self.host.clone().into() } else { format!("{list},{}", self.host).into() }
    }
}
