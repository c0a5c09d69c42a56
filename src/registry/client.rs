use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::breaker::Breakers;
use super::condense::Condenser;
use super::http::{Fault, Reply, Transport, Wanted};
use super::root::IndexRoot;
use super::witness::{self, Witness};
use super::{Lookup, Metadata, Registry, Unavailable, npm, project, pypi, retry, sparse, text};
use crate::package::{Ecosystem, PackageName};

/// The limits under which registries are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSettings {
    /// For a connection to stand.
    pub connect: Duration,
    /// For one request, from its start to the last byte of the answer.
    pub whole: Duration,
    /// For one name with its repeated requests: no repetition starts that would go beyond it.
    pub package: Duration,
    /// Requests, and with HTTP/1.1 connections, to one registry at a time.
    pub connections: usize,
    /// Bytes of one answer, after decompression.
    pub body_limit: usize,
    /// Whether the environment's proxies (`HTTPS_PROXY`, `NO_PROXY` and so on) are used.
    pub system_proxy: bool,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(10),
            package: Duration::from_secs(5),
            connections: 20,
            // The largest packuments known have a little over 50 MB.
            body_limit: 64 * 1024 * 1024,
            system_proxy: true,
        }
    }
}

/// The registry of each ecosystem; an ecosystem without one is never asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots {
    /// A simple index.
    pub pypi: Option<IndexRoot>,
    /// Further simple indexes: a name that the first does not have may be in one of them.
    pub pypi_extra: Vec<IndexRoot>,
    /// An npm registry.
    pub npm: Option<IndexRoot>,
    /// A sparse index.
    pub crates: Option<IndexRoot>,
}

impl Roots {
    /// The registry of one ecosystem.
    pub const fn get(&self, ecosystem: Ecosystem) -> Option<&IndexRoot> {
        match ecosystem {
            Ecosystem::PyPi => self.pypi.as_ref(),
            Ecosystem::Npm => self.npm.as_ref(),
            Ecosystem::Crates => self.crates.as_ref(),
        }
    }

    /// Sets the registry of one ecosystem.
    pub fn set(&mut self, ecosystem: Ecosystem, root: IndexRoot) {
        match ecosystem {
            Ecosystem::PyPi => self.pypi = Some(root),
            Ecosystem::Npm => self.npm = Some(root),
            Ecosystem::Crates => self.crates = Some(root),
        }
    }

    /// Whether no ecosystem has one.
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    fn all(&self) -> impl Iterator<Item = &IndexRoot> {
        [&self.pypi, &self.npm, &self.crates].into_iter().flatten().chain(&self.pypi_extra)
    }
}

/// Asks registries over HTTP, through one pool of connections.
///
/// What counts as an answer is in docs/registries.md. It must be used within a tokio runtime with
/// its I/O and time drivers on.
#[derive(Debug)]
pub struct RegistryClient {
    roots: Roots,
    settings: ClientSettings,
    transport: Transport,
    breakers: Breakers,
    /// One for each ecosystem, in the order of [`Ecosystem::ALL`].
    lanes: [Lane; 3],
    witness: Witness,
}

/// How many requests one registry may have under way.
#[derive(Debug)]
struct Lane {
    permits: Semaphore,
    /// Whether it has answered over HTTP/2, where requests cost no connections.
    is_wide: AtomicBool,
}

/// With HTTP/2, requests under way for each connection that HTTP/1.1 would be allowed: servers commonly
/// take a hundred in one.
const STREAMS: usize = 5;

impl RegistryClient {
    /// A client that asks `roots`. Nothing is opened or read before the first question.
    pub fn new(roots: Roots, settings: ClientSettings) -> Self {
        let most = settings.connections.clamp(1, Semaphore::MAX_PERMITS);
        let lane = |_| Lane { permits: Semaphore::new(most), is_wide: AtomicBool::new(false) };
        let lanes = std::array::from_fn(lane);
        let transport = Transport::new(settings.clone(), roots.all());
        let (breakers, witness) = (Breakers::default(), Witness::default());
        Self { transport, roots, settings, lanes, breakers, witness }
    }

    async fn ask(&self, name: &PackageName, stale: Option<Metadata>) -> Lookup {
        let ecosystem = name.ecosystem();
        let Some(root) = self.roots.get(ecosystem) else {
            let why = format!("no registry is known for {ecosystem}");
            return Lookup::Unavailable(Unavailable::NotAsked(why));
        };
        if let Some(fault) = name.fault() {
            let why = format!("no registry could hold this name: {fault}");
            return Lookup::Unavailable(Unavailable::NotAsked(why));
        }
        let mut asked = self.question(root, name);
        asked.stale = stale;
        match ecosystem {
            Ecosystem::PyPi => asked.simple_pages().await,
            Ecosystem::Npm => {
                let lookup = asked.packument().await;
                self.witness.hear(&lookup);
                lookup
            }
            Ecosystem::Crates => asked.crate_pages().await,
        }
    }

    /// Asks the index that had the project for the project's own page; an npm registry whether it gives
    /// at all what the packument lacks.
    async fn ask_details(&self, name: &PackageName, metadata: Metadata) -> Metadata {
        if name.ecosystem() == Ecosystem::Npm {
            return self.ask_witness(metadata).await;
        }
        let page = match name.ecosystem() {
            Ecosystem::PyPi if !metadata.detailed => {
                self.roots.pypi.as_ref().and_then(|root| Some((root, project::page(root, name)?)))
            }
            Ecosystem::PyPi | Ecosystem::Npm | Ecosystem::Crates => None,
        };
        let mut metadata = metadata;
        if let Some((root, page)) = page {
            let asked = Asked { circuit: details_circuit(root), ..self.question(root, name) };
            // The page is an extra: whoever waits for it is not to wait longer than for the name itself.
            let wanted = Wanted::new(page, project::ACCEPT);
            let reply = tokio::time::timeout_at(asked.until, asked.reply(&wanted)).await;
            if let Ok(Ok(reply)) = reply {
                metadata = project::add(name, &reply, metadata);
            }
        }
        Metadata { detailed: true, ..metadata }
    }

    /// What the packument lacks is nothing where the registry gives such fields, and unknown where it
    /// leaves them out for everyone.
    async fn ask_witness(&self, metadata: Metadata) -> Metadata {
        let ask = || async {
            let name = PackageName::new(Ecosystem::Npm, witness::NAME);
            match &self.roots.npm {
                Some(root) => self.question(root, &name).packument().await,
                None => Lookup::Missing,
            }
        };
        self.witness.settle(metadata, ask).await
    }

    fn question<'a>(&'a self, root: &'a IndexRoot, name: &'a PackageName) -> Asked<'a> {
        let until = Instant::now() + self.settings.package;
        Asked { client: self, root, name, until, circuit: root.host(), stale: None }
    }

    const fn lane(&self, ecosystem: Ecosystem) -> &Lane {
        let [pypi, npm, crates] = &self.lanes;
        match ecosystem {
            Ecosystem::PyPi => pypi,
            Ecosystem::Npm => npm,
            Ecosystem::Crates => crates,
        }
    }
}

impl Registry for RegistryClient {
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
        Box::pin(self.ask(name, None))
    }

    fn revalidate<'a>(&'a self, name: &'a PackageName, stale: Metadata) -> BoxFuture<'a, Lookup> {
        Box::pin(self.ask(name, Some(stale)))
    }

    fn identity(&self, ecosystem: Ecosystem) -> Option<String> {
        let mut identity = self.roots.get(ecosystem)?.identity();
        if ecosystem == Ecosystem::PyPi {
            for extra in &self.roots.pypi_extra {
                identity.push('\n');
                identity.push_str(&extra.identity());
            }
        }
        Some(identity)
    }

    fn room(&self, ecosystem: Ecosystem) -> Option<usize> {
        let is_wide = self.lane(ecosystem).is_wide.load(Ordering::Relaxed);
        is_wide.then(|| self.settings.connections.saturating_mul(STREAMS))
    }

    fn enrich<'a>(&'a self, name: &'a PackageName, metadata: Metadata) -> BoxFuture<'a, Metadata> {
        Box::pin(self.ask_details(name, metadata))
    }

    fn host(&self, ecosystem: Ecosystem) -> Option<String> {
        self.roots.get(ecosystem).map(IndexRoot::host)
    }
}

/// Where failures to give a project's page are counted: an index that has no such pages, and never
/// answers for them, still answers for names.
fn details_circuit(root: &IndexRoot) -> String {
    format!("{}, project pages", root.host())
}

/// What an answer says of the name, or why it cannot be read.
pub(super) type Reader = fn(&PackageName, &Reply) -> Result<Lookup, String>;

/// One question.
struct Asked<'a> {
    client: &'a RegistryClient,
    root: &'a IndexRoot,
    name: &'a PackageName,
    until: Instant,
    /// Under which its failures are counted.
    circuit: String,
    /// What is known already: the first page is asked whether that still holds.
    stale: Option<Metadata>,
}

impl Asked<'_> {
    /// Absent is what no index has. One that cannot be asked leaves it open, unless another has it.
    async fn simple_pages(&mut self) -> Lookup {
        let mut answer = self.simple_page().await;
        if let Lookup::Found(metadata) = &mut answer {
            metadata.detailed |= project::page(self.root, self.name).is_none();
        }
        for extra in &self.client.roots.pypi_extra {
            if matches!(answer, Lookup::Found(_)) {
                break;
            }
            self.root = extra;
            self.circuit = extra.host();
            let mut next = self.simple_page().await;
            if let Lookup::Found(metadata) = &mut next {
                // The first index does not have it, so that another project's page may lie there.
                metadata.detailed = true;
            }
            if next != Lookup::Missing {
                answer = next;
            }
        }
        answer
    }

    async fn simple_page(&mut self) -> Lookup {
        self.page(Wanted::new(pypi::page(self.root, self.name), pypi::ACCEPT), pypi::read).await
    }

    async fn packument(&mut self) -> Lookup {
        let mut wanted = Wanted::new(npm::page(self.root, self.name), npm::ACCEPT);
        wanted.filter = Some(|| Box::new(Condenser::default()));
        self.page(wanted, npm::read).await
    }

    /// A crate's page lies under its own spelling, while cargo's users mix `-` and `_` up: absent
    /// is what has no page under any of the three.
    async fn crate_pages(&mut self) -> Lookup {
        let mut answer = Lookup::Missing;
        for spelling in sparse::spellings(self.name) {
            let wanted = Wanted::new(sparse::page(self.root, &spelling), sparse::ACCEPT);
            answer = self.page(wanted, sparse::read).await;
            if answer != Lookup::Missing {
                break;
            }
        }
        answer
    }

    async fn page(&mut self, mut wanted: Wanted, read: Reader) -> Lookup {
        let stale = self.stale.take();
        wanted.held = stale.as_ref().and_then(|stale| stale.etag.clone());
        match self.reply(&wanted).await {
            Ok(Reply { status: 304, .. }) if wanted.held.is_some() => {
                Lookup::Found(stale.unwrap_or_default())
            }
            Ok(reply) => self.judge(reply, read),
            Err(why) => Lookup::Unavailable(why),
        }
    }

    /// Asks for a page, and again where that may help.
    async fn reply(&self, wanted: &Wanted) -> Result<Reply, Unavailable> {
        let mut attempt = 1;
        loop {
            let outcome = self.once(wanted).await;
            let (passing, said) = match &outcome {
                Ok(reply) => (retry::is_passing(reply.status), reply.retry_after),
                Err(fault) => (fault.passing, None),
            };
            let wait = retry::wait_after(attempt, said);
            if !passing || attempt >= retry::ATTEMPTS || Instant::now() + wait >= self.until {
                if outcome.as_ref().is_ok_and(Reply::is_too_many) {
                    self.client.breakers.failed(&self.circuit);
                }
                return outcome.map_err(|fault| fault.why);
            }
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }

    async fn once(&self, wanted: &Wanted) -> Result<Reply, Fault> {
        let lane = self.client.lane(self.name.ecosystem());
        let permit = lane.permits.acquire().await;
        let RegistryClient { transport, breakers, settings, .. } = self.client;
        // Asked only now: the host may have gone down while this request waited for its turn.
        let attempt = breakers
            .begin(self.circuit.clone(), settings.package / 2)
            .map_err(|why| Fault { why, passing: false })?;
        let outcome = transport.get(self.root, wanted, attempt.heard()).await;
        match &outcome {
            Err(Fault { why: Unavailable::Timeout { .. } | Unavailable::Connection { .. }, .. }) => {
                attempt.failed();
            }
            Ok(reply) if reply.is_too_many() => attempt.put_off(),
            Ok(_) | Err(_) => attempt.answered(),
        }
        if outcome.as_ref().is_ok_and(|reply| reply.over_http2) && !lane.is_wide.swap(true, Ordering::Relaxed)
        {
            lane.permits.add_permits(settings.connections.saturating_mul(STREAMS - 1));
        }
        // The pool takes a connection back in a task of its own. Were the next request let through
        // before that task ran, it would open one connection more than allowed.
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        drop(permit);
        outcome
    }

    fn judge(&self, reply: Reply, read: Reader) -> Lookup {
        let host = self.root.host();
        let malformed = |reason| Lookup::Unavailable(Unavailable::Malformed { host: host.clone(), reason });
        match reply.status {
            200 | 203 if let Some(fault) = text::fault(&reply) => malformed(fault.to_owned()),
            200 | 203 => match read(self.name, &reply) {
                Ok(Lookup::Found(metadata)) => Lookup::Found(Metadata { etag: reply.etag, ..metadata }),
                Ok(lookup) => lookup,
                Err(reason) => malformed(reason),
            },
            404 if super::html::is_login_page(&reply) => {
                malformed("it is a page that asks to log in".to_owned())
            }
            404 => Lookup::Missing,
            410 | 451 if self.name.ecosystem() == Ecosystem::Crates => Lookup::Missing,
            status => Lookup::Unavailable(Unavailable::Status { host, status }),
        }
    }
}
