//! A registry on 127.0.0.1 for one command, which passes a client's own requests on to the registry that
//! it would have asked, and has every name judged before the first byte of an answer about it.
//!
//! ```text
//! client ─ http ─► accept ─► route: whose registry, which name? ─► judged once ─► the real registry
//!                                        └ 403, and the reason ◄──┘        └ pages, streamed
//! ```
//!
//! Bodies are streamed both ways, in memory that does not grow with them. What the client asks goes on as it
//! is: method, query, `If-None-Match`, `Range`, `Accept`; what is answered comes back as it is, redirects
//! and compression among it. Only addresses of files in some pages are replaced ([`Pages`]), so that no
//! lockfile holds an address of the relay. docs/routes.md has what was tried with each client.
//!
//! The client's credentials for the real registry do not reach the relay, since it has another address: they
//! come with the [`IndexRoot`], and go to that host alone. An `Authorization` that the client sends was meant
//! for 127.0.0.1, and goes nowhere.

mod address;
mod body;
mod forward;
mod html;
mod json;
mod judged;
mod route;
mod server;

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::oneshot;

use crate::package::{Ecosystem, PackageName};
use crate::registry::IndexRoot;

/// How long a connection within this machine may take.
const CONNECTS: Duration = Duration::from_secs(1);

/// What is thought of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Its requests are passed on.
    Pass,
    /// Its requests are answered with 403.
    Refuse {
        /// Why, in one line for the person who reads what the client prints.
        reason: Arc<str>,
    },
}

/// Judges a name; asked once for each, whatever the number of requests.
pub type Judge = Arc<dyn Fn(PackageName) -> BoxFuture<'static, Verdict> + Send + Sync>;

/// Which pages the relay changes on their way, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// An npm registry's, none of which is changed: npm, yarn 1.
    Npm,
    /// An npm registry's, in which the usual addresses of archives become the relay's own, for clients that
    /// write down each address that is not the usual one under their registry's: pnpm, later versions of yarn.
    NpmThroughRelay,
    /// A simple index's, in which relative addresses become the real index's: pip.
    Simple,
}

impl Pages {
    /// Whose names the pages are about.
    pub const fn ecosystem(self) -> Ecosystem {
        match self {
            Self::Npm | Self::NpmThroughRelay => Ecosystem::Npm,
            Self::Simple => Ecosystem::PyPi,
        }
    }
}

/// A registry that the relay stands before.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// Its address, with what lets one in there and the way to it.
    pub root: IndexRoot,
    /// What its pages are.
    pub pages: Pages,
}

/// How a relay behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a connection to the registry may take.
    pub connect: Duration,
    /// How long the registry may be silent within an answer. The whole of it may take as long as it likes.
    pub idle: Duration,
    /// Whether the environment's proxies count where the client's settings name none.
    pub system_proxy: bool,
    /// The file of the secret from which addresses are made that last from run to run, so that a client which
    /// keeps pages by address finds them again. Without it, or where it cannot be used, each run has an
    /// address of its own.
    pub secret: Option<PathBuf>,
    /// Whether to listen on an address of loopback (127.0.0.0/8) that no other relay has, for a client that
    /// tells registries apart by their host's name alone. Only Linux has more than one.
    pub own_host: bool,
}

impl Default for Settings {
    /// 10 s and 5 minutes, which is more than the clients' own limits; the environment's proxies.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(300),
            system_proxy: true,
            secret: None,
            own_host: false,
        }
    }
}

/// A relay at work. It ends when dropped.
pub struct Relay {
    address: SocketAddr,
    places: Vec<String>,
    end: Option<oneshot::Sender<BoxFuture<'static, ()>>>,
    thread: Option<JoinHandle<()>>,
}

impl Relay {
    /// Starts a relay before `upstreams` on 127.0.0.1 (or see [`Settings::own_host`]), which serves from a thread of its own.
    ///
    /// # Errors
    /// Where nobody can listen or connect on 127.0.0.1 (some sandboxes forbid it), or no thread can be started.
    pub fn start(upstreams: Vec<Upstream>, judge: Judge, settings: &Settings) -> io::Result<Self> {
        let runtime = crate::guard::runtime()?;
        let place = {
            let _entered = runtime.enter();
            address::Place::find(&upstreams, settings)?
        };
        let address = place.listener.local_addr()?;
        // Some sandboxes let one listen and nobody connect.
        drop(TcpStream::connect_timeout(&address, CONNECTS)?);
        let places: Vec<String> =
            place.paths.iter().map(|path| format!("http://{address}/{path}/")).collect();
        let doors = upstreams.into_iter().zip(place.paths).zip(&places);
        let doors =
            doors.map(|((upstream, path), own)| forward::Door::new(upstream, path, own.clone(), settings));
        let server = server::Server::new(doors.collect(), judge);
        let (end, ended) = oneshot::channel::<BoxFuture<'static, ()>>();
        let listener = place.listener;
        let serve = move || {
            runtime.block_on(async {
                tokio::select! {
                    () = server.accept(listener) => {}
                    last = ended => if let Ok(last) = last { last.await },
                }
            });
        };
        let thread = std::thread::Builder::new().name("phantom-relay".to_owned()).spawn(serve)?;
        Ok(Self { address, places, end: Some(end), thread: Some(thread) })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The addresses that stand for the registries, in the order in which these were given. Each ends
    /// in `/`. They let anyone in who knows them: they are for the client alone.
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// Ends it, and runs `last` where its requests ran: what remembers connections is closed there.
    pub fn end(mut self, last: BoxFuture<'static, ()>) {
        if let Some(end) = self.end.take() {
            // The thread is gone only where it has panicked.
            let _ = end.send(last);
        }
        self.join();
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // Without a sender the thread comes to its end.
        drop(self.end.take());
        self.join();
    }
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Relay").field("address", &self.address).finish_non_exhaustive()
    }
}
