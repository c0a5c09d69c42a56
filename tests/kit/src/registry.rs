//! The three registries behind one address.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::http::{Reply, Request, Server};
use crate::krate::index_path;
use crate::{CratePackage, NpmPackage, PythonPackage};

const SIMPLE_JSON: &str = "application/vnd.pypi.simple.v1+json";
const NPM_SHORT: &str = "application/vnd.npm.install-v1+json";

/// What a [`Registry`] will serve.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    python: Vec<PythonPackage>,
    npm: Vec<NpmPackage>,
    crates: Vec<CratePackage>,
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

    /// Builds the packages and serves them.
    pub fn start(self) -> Registry {
        let server = Server::start(|address| {
            let (pages, files) = self.lay_out(address);
            move |request: &Request| answer(&pages, &files, request)
        });
        Registry { server }
    }

    fn lay_out(&self, address: SocketAddr) -> (BTreeMap<String, Page>, BTreeMap<String, Vec<u8>>) {
        let mut pages = BTreeMap::new();
        let mut files = BTreeMap::new();
        lay_out_python(&self.python, &mut pages, &mut files);
        lay_out_npm(&self.npm, address, &mut pages, &mut files);
        lay_out_crates(&self.crates, address, &mut pages, &mut files);
        (pages, files)
    }
}

/// A page in its usual form and, for a client that asks by `Accept`, in another.
#[derive(Debug)]
struct Page {
    content_type: &'static str,
    body: String,
    other: Option<(&'static str, String)>,
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
            path.starts_with("/files/")
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

fn lay_out_python(
    packages: &[PythonPackage],
    pages: &mut BTreeMap<String, Page>,
    files: &mut BTreeMap<String, Vec<u8>>,
) {
    let mut by_name: BTreeMap<String, Vec<&PythonPackage>> = BTreeMap::new();
    for package in packages {
        by_name.entry(normal_python_name(&package.name)).or_default().push(package);
    }
    for (name, versions) in by_name {
        let mut links = String::new();
        let mut entries = Vec::new();
        for package in &versions {
            let (file, bytes) = package.archive();
            let sha256 = PythonPackage::sha256(&bytes);
            let url = format!("/files/{name}/{file}");
            links.push_str(&format!("<a href=\"{url}#sha256={sha256}\">{file}</a><br>\n"));
            entries.push(json!({
                "filename": file, "url": url, "hashes": {"sha256": sha256}, "size": bytes.len(),
                "upload-time": days_ago(package.days_ago), "yanked": false, "requires-python": null,
            }));
            files.insert(url, bytes);
        }
        let html = format!(
            "<!DOCTYPE html><html><head><title>Links for {name}</title></head><body>\n{links}</body></html>\n"
        );
        let json = json!({
            "meta": {"api-version": "1.1"}, "name": name, "files": entries,
            "versions": versions.iter().map(|package| package.version.as_str()).collect::<Vec<_>>(),
        });
        let page =
            Page { content_type: "text/html", body: html, other: Some((SIMPLE_JSON, json.to_string())) };
        pages.insert(format!("/simple/{name}"), page);
    }
}

fn lay_out_npm(
    packages: &[NpmPackage],
    address: SocketAddr,
    pages: &mut BTreeMap<String, Page>,
    files: &mut BTreeMap<String, Vec<u8>>,
) {
    let mut by_name: BTreeMap<&str, Vec<&NpmPackage>> = BTreeMap::new();
    for package in packages {
        by_name.entry(&package.name).or_default().push(package);
    }
    for (name, all) in by_name {
        let mut versions = serde_json::Map::new();
        let mut time = serde_json::Map::new();
        let created = all.iter().map(|package| package.days_ago).max().unwrap_or_default();
        time.insert("created".into(), json!(days_ago(created)));
        for package in &all {
            let tarball = package.tarball();
            let path = format!("/npm/{name}/-/{}", package.tarball_name());
            let url = format!("http://{address}{path}");
            versions.insert(package.version.clone(), package.packument_version(&tarball, &url));
            time.insert(package.version.clone(), json!(days_ago(package.days_ago)));
            files.insert(path, tarball);
        }
        let latest = all.last().map(|package| package.version.as_str()).unwrap_or_default();
        let short = json!({"name": name, "dist-tags": {"latest": latest}, "versions": versions});
        let mut full = short.clone();
        full["time"] = Value::Object(time);
        let page = Page {
            content_type: "application/json",
            body: full.to_string(),
            other: Some((NPM_SHORT, short.to_string())),
        };
        pages.insert(format!("/npm/{name}"), page);
    }
}

fn lay_out_crates(
    packages: &[CratePackage],
    address: SocketAddr,
    pages: &mut BTreeMap<String, Page>,
    files: &mut BTreeMap<String, Vec<u8>>,
) {
    let config = json!({"dl": format!("http://{address}/crates/dl/{{crate}}/{{version}}/download")});
    let page = |body: String| Page { content_type: "application/json", body, other: None };
    pages.insert("/crates/index/config.json".into(), page(config.to_string()));
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for package in packages {
        let archive = package.archive();
        let line = package.index_line(&archive, &days_ago(package.days_ago));
        lines.entry(index_path(&package.name)).or_default().push_str(&format!("{line}\n"));
        files.insert(format!("/crates/dl/{}/{}/download", package.name, package.version), archive);
    }
    for (path, body) in lines {
        pages.insert(format!("/crates/index/{path}"), page(body));
    }
}

fn normal_python_name(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}

fn days_ago(days: i64) -> String {
    let moment = Timestamp::now() - SignedDuration::from_hours(24 * days);
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
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
