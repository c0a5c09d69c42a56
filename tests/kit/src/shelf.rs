//! What the three registries say of their packages, page by page.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::krate::index_path;
use crate::{CratePackage, NpmPackage, PythonPackage};

const SIMPLE_JSON: &str = "application/vnd.pypi.simple.v1+json";
const NPM_SHORT: &str = "application/vnd.npm.install-v1+json";

/// A page in its usual form and, for a client that asks by `Accept`, in another.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    pub(crate) other: Option<(&'static str, String)>,
}

/// Pages and files by their paths.
pub(crate) struct Shelf {
    pub(crate) address: SocketAddr,
    /// From when the days since a publication count.
    pub(crate) now: Timestamp,
    pub(crate) pages: BTreeMap<String, Page>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Shelf {
    pub(crate) fn lay_out_python(&mut self, packages: &[PythonPackage]) {
        let mut by_name: BTreeMap<String, Vec<&PythonPackage>> = BTreeMap::new();
        for package in packages {
            by_name.entry(normal_python_name(&package.name)).or_default().push(package);
        }
        for (name, versions) in by_name {
            let mut links = String::new();
            let mut entries = Vec::new();
            for package in &versions {
                for (file, bytes) in package.archives() {
                    let sha256 = PythonPackage::sha256(&bytes);
                    let url = format!("/files/{name}/{file}");
                    let mut entry = json!({
                        "filename": file, "url": url, "hashes": {"sha256": sha256}, "size": bytes.len(),
                        "upload-time": self.days_ago(package.days_ago), "yanked": false,
                        "requires-python": null,
                    });
                    let mut attribute = String::new();
                    if file.ends_with(".whl") {
                        let metadata = package.metadata().into_bytes();
                        let hash = PythonPackage::sha256(&metadata);
                        attribute = format!(" data-core-metadata=\"sha256={hash}\"");
                        entry["core-metadata"] = json!({"sha256": hash});
                        self.files.insert(format!("{url}.metadata"), metadata);
                    }
                    links.push_str(&format!("<a href=\"{url}#sha256={sha256}\"{attribute}>{file}</a><br>\n"));
                    entries.push(entry);
                    self.files.insert(url, bytes);
                }
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
            self.pages.insert(format!("/simple/{name}"), page);
        }
    }

    pub(crate) fn lay_out_npm(&mut self, packages: &[NpmPackage]) {
        let mut by_name: BTreeMap<&str, Vec<&NpmPackage>> = BTreeMap::new();
        for package in packages {
            by_name.entry(&package.name).or_default().push(package);
        }
        for (name, all) in by_name {
            let mut versions = serde_json::Map::new();
            let mut time = serde_json::Map::new();
            let created = all.iter().map(|package| package.days_ago).max().unwrap_or_default();
            time.insert("created".into(), json!(self.days_ago(created)));
            for package in &all {
                let tarball = package.tarball();
                let path = format!("/npm/{name}/-/{}", package.tarball_name());
                let url = format!("http://{}{path}", self.address);
                versions.insert(package.version.clone(), package.packument_version(&tarball, &url));
                time.insert(package.version.clone(), json!(self.days_ago(package.days_ago)));
                // The same archive where no registry would keep it.
                self.files.insert(format!("/files/{name}/{}", package.tarball_name()), tarball.clone());
                self.files.insert(path, tarball);
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
            self.pages.insert(format!("/npm/{name}"), page);
        }
    }

    pub(crate) fn lay_out_crates(&mut self, packages: &[CratePackage]) {
        let config =
            json!({"dl": format!("http://{}/crates/dl/{{crate}}/{{version}}/download", self.address)});
        let page = |body: String| Page { content_type: "application/json", body, other: None };
        self.pages.insert("/crates/index/config.json".into(), page(config.to_string()));
        let mut lines: BTreeMap<String, String> = BTreeMap::new();
        for package in packages {
            let archive = package.archive();
            let line = package.index_line(&archive, &self.days_ago(package.days_ago));
            lines.entry(index_path(&package.name)).or_default().push_str(&format!("{line}\n"));
            self.files.insert(format!("/crates/dl/{}/{}/download", package.name, package.version), archive);
        }
        for (path, body) in lines {
            self.pages.insert(format!("/crates/index/{path}"), page(body));
        }
    }

    fn days_ago(&self, days: i64) -> String {
        let moment = self.now - SignedDuration::from_hours(24 * days);
        moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

fn normal_python_name(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}
