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
    dependencies: Vec<(String, String)>,
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
    pub fn dependency(mut self, name: &str, range: &str) -> Self {
        self.dependencies.push((name.to_owned(), range.to_owned()));
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
        if !self.dependencies.is_empty() {
            manifest["dependencies"] =
                self.dependencies.iter().map(|(name, range)| (name.clone(), json!(range))).collect();
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
