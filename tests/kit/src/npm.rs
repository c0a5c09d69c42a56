//! npm packages, with install scripts where asked.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha512};

use crate::registry::{hex, tar_gz};

/// A package for the npm registry: one version.
#[derive(Debug, Clone)]
pub struct NpmPackage {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) days_ago: i64,
    dependencies: Vec<(&'static str, String, String)>,
    optional_peers: Vec<String>,
    bundled: Vec<(String, String)>,
    program: Option<String>,
    canary: Option<PathBuf>,
}

impl NpmPackage {
    /// Version 1.0.0, published a thousand days ago, whose module is the name.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            days_ago: 1000,
            dependencies: Vec::new(),
            optional_peers: Vec::new(),
            bundled: Vec::new(),
            program: None,
            canary: None,
        }
    }

    /// Another version.
    #[must_use]
    pub fn version(mut self, version: &str) -> Self {
        version.clone_into(&mut self.version);
        self
    }

    /// Adds a dependency.
    #[must_use]
    pub fn dependency(self, name: &str, range: &str) -> Self {
        self.depends("dependencies", name, range)
    }

    /// Adds a dependency that may fail to install.
    #[must_use]
    pub fn optional(self, name: &str, range: &str) -> Self {
        self.depends("optionalDependencies", name, range)
    }

    /// Adds a dependency that the one who installs this package is to bring.
    #[must_use]
    pub fn peer(self, name: &str, range: &str) -> Self {
        self.depends("peerDependencies", name, range)
    }

    /// The same, where the package can do without.
    #[must_use]
    pub fn optional_peer(mut self, name: &str, range: &str) -> Self {
        self.optional_peers.push(name.to_owned());
        self.peer(name, range)
    }

    /// Ships another package of this version inside the archive.
    #[must_use]
    pub fn bundles(mut self, name: &str, version: &str) -> Self {
        self.bundled.push((name.to_owned(), version.to_owned()));
        self.dependency(name, version)
    }

    fn depends(mut self, field: &'static str, name: &str, range: &str) -> Self {
        self.dependencies.push((field, name.to_owned(), range.to_owned()));
        self
    }

    /// Published so many days ago.
    #[must_use]
    pub const fn published_days_ago(mut self, days: i64) -> Self {
        self.days_ago = days;
        self
    }

    /// A program of the package's own name (without its scope), which runs this JavaScript.
    #[must_use]
    pub fn program(mut self, script: &str) -> Self {
        self.program = Some(script.to_owned());
        self
    }

    /// Writes the file when the package is installed (`postinstall`).
    #[must_use]
    pub fn canary(mut self, file: &Path) -> Self {
        self.canary = Some(file.to_owned());
        self
    }

    /// The name without its scope.
    pub(crate) fn base(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn tarball_name(&self) -> String {
        format!("{}-{}.tgz", self.base(), self.version)
    }

    pub(crate) fn manifest(&self) -> Value {
        let mut manifest = json!({"name": self.name, "version": self.version, "main": "index.js"});
        for (field, name, range) in &self.dependencies {
            manifest[*field][name] = json!(range);
        }
        for name in &self.optional_peers {
            manifest["peerDependenciesMeta"][name] = json!({"optional": true});
        }
        if !self.bundled.is_empty() {
            manifest["bundleDependencies"] = self.bundled.iter().map(|(name, _)| json!(name)).collect();
        }
        if self.program.is_some() {
            manifest["bin"] = json!({ self.base(): "program.js" });
        }
        if self.canary.is_some() {
            manifest["scripts"] = json!({"postinstall": "node canary.js"});
        }
        manifest
    }

    pub(crate) fn tarball(&self) -> Vec<u8> {
        let mut files = vec![
            ("package/package.json".to_owned(), format!("{:#}\n", self.manifest())),
            ("package/index.js".to_owned(), format!("module.exports = {:?};\n", self.name)),
        ];
        if let Some(program) = &self.program {
            files.push(("package/program.js".to_owned(), format!("#!/usr/bin/env node\n{program}\n")));
        }
        if let Some(canary) = &self.canary {
            let path = canary.display().to_string();
            files.push((
                "package/canary.js".to_owned(),
                format!("require('fs').writeFileSync({path:?}, 'ran');\n"),
            ));
        }
        for (name, version) in &self.bundled {
            let manifest = json!({"name": name, "version": version});
            files.push((format!("package/node_modules/{name}/package.json"), format!("{manifest:#}\n")));
        }
        tar_gz(&files)
    }

    /// `versions[…]` of the packument.
    pub(crate) fn packument_version(&self, tarball: &[u8], url: &str) -> Value {
        let mut version = self.manifest();
        version["dist"] = json!({
            "tarball": url,
            "shasum": hex(&Sha1::digest(tarball)),
            "integrity": format!("sha512-{}", STANDARD.encode(Sha512::digest(tarball))),
        });
        if self.canary.is_some() {
            version["hasInstallScript"] = json!(true);
        }
        version
    }
}
