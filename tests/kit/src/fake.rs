//! A stand-in for the metadata of registries: quick, countable, and able to misbehave.
//!
//! It answers on 127.0.0.1 in a thread of its own with HTTP/1.1, under `/simple/` as a simple index,
//! under `/npm/` as an npm registry and under `/crates/` as a sparse index. What it says of a name is
//! a [`Profile`]; what it does with a whole request can be an [`Answer`] of the test's own. Under
//! `/pypi/NAME/json` lies the project JSON of what a profile describes.

mod profile;
mod wire;

pub use profile::{Profile, Says};
pub use wire::Reserved;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};

/// The delay of each answer where a test does not choose: a registry not far away.
pub const DELAY: Duration = Duration::from_millis(50);

/// The three kinds of registry that it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A simple index.
    Simple,
    /// An npm registry.
    Npm,
    /// A sparse index.
    Sparse,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The path, as sent.
    pub path: String,
    /// The registry that the path belongs to, and the name it asks for, where it is one of the three.
    pub name: Option<(Kind, String)>,
    /// Headers, names in lower case.
    pub headers: HashMap<String, String>,
    /// How many requests of this path came before.
    pub earlier: usize,
}

/// What goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers beside `Content-Length`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Waits this much longer than the stand-in's own delay.
    pub delay: Duration,
    /// What happens to the connection.
    pub ending: Ending,
}

/// What happens to the connection of an [`Answer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is kept for the next request.
    Whole,
    /// It is closed after half of the body.
    Truncated,
    /// Half of the body is sent, then nothing.
    StalledInBody,
    /// It is closed without a byte of an answer.
    Reset,
    /// Nothing is ever said.
    Stalled,
    /// It is reset by TCP's own means, without a byte of an answer.
    Aborted,
    /// The body is all that is sent, and then it is closed: status and headers are a part of it.
    Bare,
    /// Every byte is sent by itself, with this much time between them, from the first of the head on.
    Trickled(Duration),
    /// The same, from the first of the body on.
    TrickledBody(Duration),
    /// The body has no end: behind what is given `x` is sent for as long as somebody reads.
    Endless,
}

impl Answer {
    /// An answer with a body and its media type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
            delay: Duration::ZERO,
            ending: Ending::Whole,
        }
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With another ending.
    #[must_use]
    pub const fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// What a registry of this kind says of a package with these versions.
    pub fn of_package(kind: Kind, name: &str, versions: &[(String, String)]) -> Self {
        Self::of_described(kind, name, versions, &Says::default())
    }

    fn of_described(kind: Kind, name: &str, versions: &[(String, String)], says: &Says) -> Self {
        match kind {
            Kind::Simple => {
                let files = versions.iter().map(|(version, moment)| {
                    json!({"filename": format!("{name}-{version}.tar.gz"), "url": "x.tar.gz", "hashes": {}, "upload-time": moment})
                });
                let names: Vec<&str> = versions.iter().map(|(version, _)| version.as_str()).collect();
                let body = json!({"meta": {"api-version": "1.1"}, "name": name, "versions": names, "files": files.collect::<Value>()});
                Self::new(200, "application/vnd.pypi.simple.v1+json", body.to_string())
            }
            Kind::Npm => {
                let manifests: Map<String, Value> =
                    versions.iter().map(|(v, _)| (v.clone(), json!({"name": name, "version": v}))).collect();
                let mut time: Map<String, Value> =
                    versions.iter().map(|(version, moment)| (version.clone(), json!(moment))).collect();
                time.insert("created".to_owned(), json!(versions.first().map(|v| &v.1)));
                let latest = versions.last().map(|(version, _)| version);
                let mut body = says.packument_fields();
                for (field, value) in [
                    ("name", json!(name)),
                    ("dist-tags", json!({"latest": latest})),
                    ("versions", json!(manifests)),
                    ("time", json!(time)),
                ] {
                    body.insert(field.to_owned(), value);
                }
                Self::new(200, "application/json", Value::from(body).to_string())
            }
            Kind::Sparse => {
                let lines = versions.iter().map(|(version, moment)| {
                    let line = json!({"name": name, "vers": version, "deps": [], "cksum": "00", "features": {}, "yanked": false, "pubtime": moment});
                    format!("{line}\n")
                });
                Self::new(200, "text/plain", lines.collect::<String>())
            }
        }
    }
}

/// A running stand-in. It stops when it is dropped.
#[derive(Debug)]
pub struct Fake {
    address: SocketAddr,
    counts: Arc<Counts>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Counts {
    accepted: AtomicUsize,
    busy: AtomicUsize,
    busiest: AtomicUsize,
    requests: Mutex<HashMap<String, usize>>,
    last_headers: Mutex<HashMap<String, HashMap<String, String>>>,
}

type Respond = dyn Fn(&Request) -> Answer + Send + Sync;

impl Fake {
    /// A registry that says of each name what `profile` gives, after `delay`.
    pub fn start(delay: Duration, profile: impl Fn(Kind, &str) -> Profile + Send + Sync + 'static) -> Self {
        Self::serve(delay, move |request| {
            if let Some(name) = project_of(&request.path) {
                return match profile(Kind::Simple, name) {
                    Profile::Described(_, says) => {
                        says.page.clone().unwrap_or_else(|| says.project_json(name))
                    }
                    Profile::Found(_) | Profile::Missing | Profile::Other(_) => {
                        Answer::new(404, "text/plain", "not found")
                    }
                };
            }
            let Some((kind, name)) = &request.name else {
                return Answer::new(404, "text/plain", "no such page");
            };
            match profile(*kind, name) {
                Profile::Found(versions) => Answer::of_package(*kind, name, &versions),
                Profile::Described(versions, says) => Answer::of_described(*kind, name, &versions, &says),
                Profile::Missing => Answer::new(404, "text/plain", "not found"),
                Profile::Other(answer) => answer,
            }
        })
    }

    /// A server that does with each request what `respond` says, after `delay`.
    #[expect(clippy::expect_used, reason = "a test without its stand-in cannot go on")]
    pub fn serve(delay: Duration, respond: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        Reserved::on(IpAddr::V4(Ipv4Addr::LOCALHOST)).expect("a port of 127.0.0.1").serve(delay, respond)
    }

    /// The address of one of the three registries, with a `/` at its end.
    pub fn root(&self, kind: Kind) -> String {
        let folder = match kind {
            Kind::Simple => "simple",
            Kind::Npm => "npm",
            Kind::Sparse => "crates",
        };
        format!("http://{}/{folder}/", self.address)
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Connections accepted so far.
    pub fn accepted(&self) -> usize {
        self.counts.accepted.load(Ordering::SeqCst)
    }

    /// The most requests that it has had under way at the same time.
    pub fn busiest(&self) -> usize {
        self.counts.busiest.load(Ordering::SeqCst)
    }

    /// Requests so far.
    pub fn requests(&self) -> usize {
        locked(&self.counts.requests).values().sum()
    }

    /// Requests of one path so far.
    pub fn requests_of(&self, path: &str) -> usize {
        locked(&self.counts.requests).get(path).copied().unwrap_or_default()
    }

    /// The paths asked for so far, sorted.
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = locked(&self.counts.requests).keys().cloned().collect();
        paths.sort();
        paths
    }

    /// The headers of the last request of a path, names in lower case.
    pub fn headers_of(&self, path: &str) -> HashMap<String, String> {
        locked(&self.counts.last_headers).get(path).cloned().unwrap_or_default()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The project whose JSON is asked for.
fn project_of(path: &str) -> Option<&str> {
    path.strip_prefix("/pypi/")?.strip_suffix("/json")
}

fn name_of(path: &str) -> Option<(Kind, String)> {
    let (folder, rest) = path.trim_start_matches('/').split_once('/')?;
    let (kind, name) = match folder {
        "simple" => (Kind::Simple, rest.trim_end_matches('/')),
        "npm" => (Kind::Npm, rest),
        "crates" => (Kind::Sparse, rest.rsplit('/').next()?),
        _ => return None,
    };
    Some((kind, name.replace("%2F", "/").replace("%2f", "/").replace("%40", "@")))
}
