//! The three registries behind one address.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use crate::http::{Reply, Request, Server};
use crate::shelf::{Page, Shelf};
use crate::{CratePackage, NpmPackage, PythonPackage};

/// What a [`Registry`] will serve.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    python: Vec<PythonPackage>,
    npm: Vec<NpmPackage>,
    crates: Vec<CratePackage>,
    port: u16,
    now: Option<Timestamp>,
    keeps: bool,
}

impl Builder {
    /// Adds a Python package.
    #[must_use]
    pub fn python(mut self, package: PythonPackage) -> Self {
        self.python.push(package);
        self
    }

    /// Adds an npm package.
    #[must_use]
    pub fn npm(mut self, package: NpmPackage) -> Self {
        self.npm.push(package);
        self
    }

    /// Adds a crate.
    #[must_use]
    pub fn krate(mut self, package: CratePackage) -> Self {
        self.crates.push(package);
        self
    }

    /// Listens on this port in place of any that is free.
    #[must_use]
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Counts the days since a publication from this moment, so that a run repeats byte for byte.
    #[must_use]
    pub const fn today(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// Lets clients keep what they are given for five minutes, and tells them what has not changed.
    #[must_use]
    pub const fn lets_keep(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Builds the packages and serves them.
    pub fn start(self) -> Registry {
        let server = Server::start(self.port, |address| {
            let (pages, files) = self.lay_out(address);
            move |request: &Request| {
                let reply = answer(&pages, &files, request);
                if self.keeps && reply.status == 200 { reply.kept(request) } else { reply }
            }
        });
        Registry { server }
    }

    fn lay_out(&self, address: SocketAddr) -> (BTreeMap<String, Page>, BTreeMap<String, Vec<u8>>) {
        let now = self.now.unwrap_or_else(Timestamp::now);
        let (pages, files) = (BTreeMap::new(), BTreeMap::new());
        let mut shelf = Shelf { address, now, pages, files };
        shelf.lay_out_python(&self.python);
        shelf.lay_out_npm(&self.npm);
        shelf.lay_out_crates(&self.crates);
        (shelf.pages, shelf.files)
    }
}

/// A stand-in for the Python index, the npm registry and the crates index. It serves real packages
/// and remembers every request. Stops when dropped.
#[derive(Debug)]
pub struct Registry {
    server: Server,
}

impl Registry {
    /// An empty registry to add packages to.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A registry that has nothing.
    pub fn start() -> Self {
        Builder::default().start()
    }

    /// The simple index's root, with `/` at its end.
    pub fn pypi(&self) -> String {
        format!("http://{}/simple/", self.server.address())
    }

    /// The npm registry's root, with `/` at its end.
    pub fn npm(&self) -> String {
        format!("http://{}/npm/", self.server.address())
    }

    /// The sparse index's root as cargo writes it, `sparse+` at its head and `/` at its end.
    pub fn crates(&self) -> String {
        format!("sparse+http://{}/crates/index/", self.server.address())
    }

    /// Every request so far, in the order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }

    /// The requests whose path holds the name as a whole segment, or a file of it.
    pub fn requests_for(&self, name: &str) -> Vec<Request> {
        self.requests().into_iter().filter(|request| request.mentions(name)).collect()
    }

    /// The requests for packages themselves, metadata apart.
    pub fn files_fetched(&self) -> Vec<Request> {
        let is_file = |path: &str| {
            path.starts_with("/files/") && !path.ends_with(".metadata")
                || path.starts_with("/crates/dl/")
                || path.contains("/-/") && path.ends_with(".tgz")
        };
        self.requests().into_iter().filter(|request| is_file(&request.path)).collect()
    }

    /// Forgets what was requested so far.
    pub fn forget_requests(&self) {
        self.server.forget_requests();
    }
}

fn answer(pages: &BTreeMap<String, Page>, files: &BTreeMap<String, Vec<u8>>, request: &Request) -> Reply {
    let path = request.path.split('?').next().unwrap_or_default();
    let path = path.replace("%2f", "/").replace("%2F", "/").replace("%40", "@");
    if let Some(bytes) = files.get(&path) {
        return Reply::ok("application/octet-stream", bytes.clone());
    }
    match pages.get(path.trim_end_matches('/')) {
        None => Reply::missing(),
        Some(page) => match &page.other {
            Some((kind, body)) if request.header("accept").is_some_and(|accept| accept.contains(kind)) => {
                Reply::ok(kind, body.clone())
            }
            _ => Reply::ok(page.content_type, page.body.clone()),
        },
    }
}

/// A gzipped tar of text files with fixed dates and modes, so that a run repeats byte for byte.
pub(crate) fn tar_gz(files: &[(String, String)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o755);
        header.set_mtime(1_600_000_000);
        tar.append_data(&mut header, path, text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
