//! Crates, with build scripts where asked.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::registry::{hex, tar_gz};

/// A crate for the sparse index: one version.
#[derive(Debug, Clone)]
pub struct CratePackage {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) days_ago: i64,
    dependencies: Vec<(String, String)>,
    program: Option<String>,
    canary: Option<PathBuf>,
}

impl CratePackage {
    /// Version 1.0.0, published a thousand days ago, a library with `pub const ANSWER: &str`, its name.
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
    pub fn dependency(mut self, name: &str, requirement: &str) -> Self {
        self.dependencies.push((name.to_owned(), requirement.to_owned()));
        self
    }

    /// Published so many days ago.
    #[must_use]
    pub const fn published_days_ago(mut self, days: i64) -> Self {
        self.days_ago = days;
        self
    }

    /// A program besides the library: the body of its `main`.
    #[must_use]
    pub fn program(mut self, body: &str) -> Self {
        self.program = Some(body.to_owned());
        self
    }

    /// Writes the file when the crate is built (`build.rs`).
    #[must_use]
    pub fn canary(mut self, file: &Path) -> Self {
        self.canary = Some(file.to_owned());
        self
    }

    pub(crate) fn archive(&self) -> Vec<u8> {
        let top = format!("{}-{}", self.name, self.version);
        let mut manifest = format!(
            "[package]\nname = {:?}\nversion = {:?}\nedition = \"2021\"\n\n[dependencies]\n",
            self.name, self.version
        );
        for (name, requirement) in &self.dependencies {
            manifest.push_str(&format!("{name} = {requirement:?}\n"));
        }
        let mut files = vec![
            (format!("{top}/Cargo.toml"), manifest),
            (format!("{top}/src/lib.rs"), format!("pub const ANSWER: &str = {:?};\n", self.name)),
        ];
        if let Some(body) = &self.program {
            files.push((format!("{top}/src/main.rs"), format!("fn main() {{ {body} }}\n")));
        }
        if let Some(canary) = &self.canary {
            let path = canary.display().to_string();
            files.push((
                format!("{top}/build.rs"),
                format!("fn main() {{ std::fs::write({path:?}, \"ran\").unwrap(); }}\n"),
            ));
        }
        tar_gz(&files)
    }

    /// The index's line for this version.
    pub(crate) fn index_line(&self, archive: &[u8], published: &str) -> Value {
        let dependencies: Vec<Value> = self
            .dependencies
            .iter()
            .map(|(name, requirement)| {
                json!({
                    "name": name, "req": requirement, "features": [], "optional": false,
                    "default_features": true, "target": null, "kind": "normal",
                })
            })
            .collect();
        json!({
            "name": self.name, "vers": self.version, "deps": dependencies,
            "cksum": hex(&Sha256::digest(archive)), "features": {}, "yanked": false,
            "pubtime": published,
        })
    }
}

/// Where the sparse index keeps a name's lines.
pub(crate) fn index_path(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.len() {
        1 | 2 => format!("{}/{name}", name.len()),
        3 => format!("3/{}/{name}", &name[..1]),
        _ => format!("{}/{}/{name}", &name[..2], &name[2..4]),
    }
}
