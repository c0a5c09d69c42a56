//! Names that only the client's resolver reaches: a registry on 127.0.0.1, for this one command, that has
//! each of them judged before anything about it is fetched.
//!
//! The client is told of it by its environment, and by the address in an argument that names a registry,
//! which the environment could not replace. Nothing is written anywhere. docs/routes.md says for which client
//! what was tried, docs/gate.md what is not covered.

mod places;
mod trace;
mod uv;

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitStatus};
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
use crate::bypass::Bypass;
use places::Places;
use trace::{Noted, Trace};

/// The file of the secret in Phantom's cache folder.
const SECRET: &str = "relay.key";

/// Why a client runs without a relay.
pub(super) enum Without {
    /// It reaches no registry, or is no client for one.
    Need,
    /// It cannot be told of one: what the user should know.
    Coverage(String),
    /// A signal came first.
    Ended(ExitStatus),
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
    /// What the client writes down, and what it would have written.
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
        Client::Pip | Client::Uv | Client::Uvx => &[Pages::Simple],
        Client::Npm | Client::Npx | Client::Bun | Client::Bunx => &[Pages::Npm],
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

/// Whether a client that no way is known for may reach more than was read.
fn resolves_alone(install: &Install, judged: &Judged) -> bool {
    match install.client {
        Client::Pipx | Client::Pdm | Client::Pipenv => true,
        // It installs what its lockfile says, and nothing where that does not fit its manifest.
        Client::Poetry => !judged.is_locked(install),
        _ => false,
    }
}

/// Starts a relay for a command whose names so far are judged and may be installed.
pub(super) fn start(
    args: &[OsString],
    install: &Install,
    scene: &Scene,
    judged: &Judged,
) -> Result<Route, Without> {
    let Some(session) = &judged.session else { return Err(Without::Need) };
    let uncovered = |why: &str| {
        let name = install.client.name();
        Without::Coverage(format!(
            "{why}, so that names which only {name}'s resolver reaches are not checked"
        ))
    };
    let pages = pages_for(install.client);
    let Some(first) = pages.first() else {
        return Err(if resolves_alone(install, judged) {
            uncovered("it runs behind no relay")
        } else {
            Without::Need
        });
    };
    let frozen = match install.client {
        Client::Uv => match uv::way(args, install, scene) {
            uv::Way::Rehearsed => return Err(Without::Need),
            uv::Way::Uncovered(why) => return Err(uncovered(why)),
            uv::Way::Ended(status) => return Err(Without::Ended(status)),
            uv::Way::Behind { frozen } => frozen,
        },
        _ => false,
    };
    let Indexes { client, asked } = match registries::indexes(session, install, &judged.request) {
        Ok(indexes) => indexes,
        Err(NoIndex::Forbidden { .. }) => return Err(Without::Need),
        Err(error) => return Err(uncovered(&error.to_string())),
    };
    if let Some(why) = obstacle(args, install, judged, &client, scene) {
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
    let goes_on =
        elsewhere.is_some() || install.client == Client::Uv && uv::names_indexes(&client, install, scene);
    let judge = Found::judge(&found, goes_on.then(|| Arc::clone(&running)));
    let settings = Settings {
        // pip keeps no page that came over http.
        secret: judged
            .request
            .cache
            .as_ref()
            .filter(|_| install.client != Client::Pip)
            .map(|cache| cache.join(SECRET)),
        own_host: install.client == Client::Yarn && cfg!(target_os = "linux"),
        ..Settings::default()
    };
    let relay = Relay::start(upstreams, judge, &settings).map_err(Without::Loopback)?;
    let places = Places::of(relay.places(), relay.address().ip().to_string(), install);
    let trace = trace(args, install, &places, &client, scene);
    let environment = places.environment(install, &client, scene);
    let mut args = places.in_args(args, install);
    if install.client == Client::Pip && install.index.isolated && install.index.primary.is_none() {
        let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
        args.insert(end, format!("--index-url={}", places.default).into());
    }
    if install.client == Client::Uv {
        uv::tell_run(&mut args, install, &places, scene, frozen);
    }
    let notes = elsewhere.into_iter().collect();
    Ok(Route { relay, args, environment, found, trace, running, notes })
}

/// What the client will note of the relay.
fn trace(
    args: &[OsString],
    install: &Install,
    places: &Places<'_>,
    client: &Located,
    scene: &Scene,
) -> Option<Trace> {
    let registries = std::iter::once(&client.root).chain(&client.extra).map(|root| root.url().to_string());
    match install.client {
        Client::Pnpm => {
            let prefix = install.index.prefix.as_ref();
            let folder = prefix.map_or_else(|| scene.folder.clone(), |at| scene.folder.join(at));
            let (place, registry) = (places.default.to_owned(), client.root.url().to_string());
            Some(Trace::Pnpm { folder, place: Noted { place, registry, is_default: true, is_listed: true } })
        }
        Client::Uv => uv::trace(args, install, places, &registries.collect::<Vec<_>>(), scene),
        _ => None,
    }
}

/// Why the client cannot be told of a relay.
fn obstacle(
    args: &[OsString],
    install: &Install,
    judged: &Judged,
    client: &Located,
    scene: &Scene,
) -> Option<&'static str> {
    if install.client == Client::Uv {
        if judged.in_files.primary || judged.in_files.extra > 0 {
            return Some("a requirements file names the index");
        }
        if uv::names_indexes(client, install, scene) && uv::hides_variable(args) {
            return Some("a file of settings names an index beside that of --index");
        }
    }
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
    if !matches!(install.client, Client::Pip | Client::Uv) {
        return None;
    }
    let what = if judged.in_files.extra > 0 {
        "a requirements file names a further index"
    } else if judged.in_files.find_links
        || !install.index.find_links.is_empty()
        || install.client == Client::Pip && scene.environment.get("PIP_FIND_LINKS").is_some()
        || install.client == Client::Uv && uv::has_archives(scene)
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
            if !name.starts_with("PIP_") && !name.starts_with("UV_") && !name.eq_ignore_ascii_case("no_proxy")
            {
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

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
