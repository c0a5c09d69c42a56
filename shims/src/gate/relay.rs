//! Names that only the client's resolver reaches: a registry on 127.0.0.1, for this one command, that has
//! each of them judged before anything about it is fetched.
//!
//! The client is told of it by its environment, and by the address in an argument that names a registry,
//! which the environment could not replace. Nothing is written anywhere. docs/routes.md says for which client
//! what was tried, docs/gate.md what is not covered.

use std::ffi::{OsStr, OsString};
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use phantom_guard::command::{Client, Install};
use phantom_guard::finding::Finding;
use phantom_guard::guard::Guard;
use phantom_guard::package::{Dependency, PackageName};
use phantom_guard::policy::{Action, Context};
use phantom_guard::registry::Roots;
use phantom_guard::registry::locate::{Located, NoIndex};
use phantom_guard::relay::{Judge, Pages, Relay, Settings, Upstream, Verdict};
use phantom_guard::report::Report;

use super::child::Running;
use super::registries::{self, Indexes};
use super::{Scene, judge::Judged};

/// The host of every relay, as clients name it in their lists of hosts without a proxy.
const HOST: &str = "127.0.0.1";
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
    judged: Vec<PackageName>,
    findings: Mutex<Vec<Finding>>,
    notes: Mutex<Vec<String>>,
}

/// Starts a relay for a command whose names so far are judged and may be installed.
pub(super) fn start(
    kind: Client,
    args: &[OsString],
    install: &Install,
    scene: &Scene,
    judged: &Judged,
) -> Result<Route, Without> {
    let (pages, session) = match (kind, &judged.session) {
        (Client::Pip | Client::Python, Some(session)) => (Pages::Simple, session),
        (Client::Npm | Client::Npx, Some(session)) => (Pages::Npm, session),
        _ => return Err(Without::Need),
    };
    let uncovered = |why: &str| {
        let name = if pages == Pages::Simple { "pip" } else { "npm" };
        Without::Coverage(format!(
            "{why}, so that names which only {name}'s resolver reaches are not checked"
        ))
    };
    let Indexes { client, asked } = match registries::indexes(session, install, &judged.request) {
        Ok(indexes) => indexes,
        Err(NoIndex::Forbidden { .. }) => return Err(Without::Need),
        Err(error) => return Err(uncovered(&error.to_string())),
    };
    if pages == Pages::Simple && client.root.no_proxy().is_some() {
        return Err(uncovered("pip's own setting of a proxy would be used for 127.0.0.1 too"));
    }
    if judged.in_files.primary {
        return Err(uncovered("a requirements file names the index"));
    }
    if install.index.isolated && install.index.primary.is_none() {
        return Err(uncovered("--isolated keeps pip from its environment"));
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
        findings: Mutex::default(),
        notes: Mutex::default(),
    });
    // The last ones of pip's are those of files, which stay as they are.
    let covered = client.extra.len().saturating_sub(judged.in_files.extra);
    let roots = std::iter::once(&client.root).chain(client.extra.iter().take(covered));
    let upstreams = roots.map(|root| Upstream { root: root.clone(), pages }).collect();
    let stops = judged.in_files.extra > 0;
    let judge = Found::judge(&found, stops.then(|| Arc::clone(&running)));
    let settings = Settings {
        // pip keeps no page that came over http.
        secret: judged
            .request
            .cache
            .as_ref()
            .filter(|_| pages != Pages::Simple)
            .map(|cache| cache.join(SECRET)),
        ..Settings::default()
    };
    let relay = Relay::start(upstreams, judge, &settings).map_err(Without::Loopback)?;
    let notes = if stops {
        vec![
            "a requirements file names a further index: names which only that one has are not checked"
                .to_owned(),
        ]
    } else {
        Vec::new()
    };
    let args = args_for(args, install, relay.places());
    let environment = environment_for(pages, install, relay.places(), &client, scene);
    Ok(Route { relay, args, environment, found, running, notes })
}

/// The names of the registry that the report lets through.
fn known(report: &Report) -> Vec<PackageName> {
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
                    Action::Block => Verdict::Refuse { reason: super::refusal::reason(&finding).into() },
                    Action::Allow | Action::Warn => Verdict::Pass,
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
            // npm takes a variable in any case, and the order of two spellings is nobody's to say.
            let same = |other: &OsStr| other.to_str().is_some_and(|other| other.eq_ignore_ascii_case(name));
            if name.starts_with("npm_config_") {
                for (other, _) in std::env::vars_os().filter(|(other, _)| same(other)) {
                    command.env_remove(other);
                }
            }
            command.env(name, value);
        }
    }

    /// Ends the relay, and gives what was found on the way.
    pub(super) fn end(self) -> Report {
        let Self { relay, found, .. } = self;
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

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The arguments with the relay's places in those of the registries that they name: nothing else could
/// replace them, since arguments go before everything.
fn args_for(args: &[OsString], install: &Install, places: &[String]) -> Vec<OsString> {
    let mut named: Vec<(&str, &str)> = Vec::new();
    let (first, further) = places.split_first().map_or(("", places), |(first, further)| (first, further));
    named.extend(install.index.primary.as_deref().map(|address| (address, first)));
    // Those of settings stand before those of arguments.
    let of_arguments = further.len().saturating_sub(install.index.extra.len());
    let further = further.iter().skip(of_arguments);
    named.extend(install.index.extra.iter().map(String::as_str).zip(further.map(String::as_str)));
    let replaced = |arg: &OsString| {
        let text = arg.to_str()?;
        named.iter().find_map(|(address, place)| {
            let option = text.strip_suffix(address)?;
            let is_option =
                option.is_empty() || option == "-i" || option.starts_with('-') && option.ends_with('=');
            is_option.then(|| OsString::from(format!("{option}{place}")))
        })
    };
    args.iter().map(|arg| replaced(arg).unwrap_or_else(|| arg.clone())).collect()
}

fn environment_for(
    pages: Pages,
    install: &Install,
    places: &[String],
    client: &Located,
    scene: &Scene,
) -> Vec<(&'static str, OsString)> {
    let (first, further) =
        places.split_first().map_or(("", places), |(first, further)| (first.as_str(), further));
    let mut environment = Vec::new();
    match pages {
        Pages::Simple => {
            environment.push(("PIP_INDEX_URL", first.into()));
            let of_settings = further.len().saturating_sub(install.index.extra.len());
            let of_settings: Vec<&str> = further.iter().take(of_settings).map(String::as_str).collect();
            if !of_settings.is_empty() {
                environment.push(("PIP_EXTRA_INDEX_URL", of_settings.join(" ").into()));
            }
        }
        Pages::Npm | Pages::NpmThroughRelay => {
            environment.push(("npm_config_registry", first.into()));
            if let Some(except) = client.root.no_proxy() {
                environment.push(("npm_config_noproxy", with_host(except)));
            }
        }
    }
    let proxies = ["http_proxy", "https_proxy", "all_proxy"];
    let is_set = |name: &str| {
        scene.environment.get(name).or_else(|| scene.environment.get(&name.to_ascii_uppercase())).is_some()
    };
    if proxies.into_iter().any(is_set) {
        for name in ["no_proxy", "NO_PROXY"] {
            let other = if name == "no_proxy" { "NO_PROXY" } else { "no_proxy" };
            let except = scene.environment.get(name).or_else(|| scene.environment.get(other));
            environment.push((name, with_host(except.unwrap_or_default())));
        }
    }
    environment
}

/// A list of hosts without a proxy, with this machine in it.
fn with_host(list: &str) -> OsString {
    if list.trim().is_empty() { HOST.into() } else { format!("{list},{HOST}").into() }
}
