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
    dependencies: Vec<Wanted>,
    program: Option<String>,
    canary: Option<PathBuf>,
}

/// A dependency of a crate.
#[derive(Debug, Clone)]
struct Wanted {
    name: String,
    requirement: String,
    alias: Option<String>,
    kind: &'static str,
    target: Option<String>,
}

impl Wanted {
    fn new(name: &str, requirement: &str) -> Self {
        let (name, requirement) = (name.to_owned(), requirement.to_owned());
        Self { name, requirement, alias: None, kind: "normal", target: None }
    }

    /// A table of the manifest.
    fn table(&self) -> String {
        let target = self.target.as_ref().map_or_else(String::new, |target| format!("target.'{target}'."));
        let kind = if self.kind == "normal" { String::new() } else { format!("{}-", self.kind) };
        let key = self.alias.as_ref().unwrap_or(&self.name);
        format!(
            "\n[{target}{kind}dependencies.{key}]\npackage = {:?}\nversion = {:?}\n",
            self.name, self.requirement
        )
    }

    /// An entry of the index's line.
    fn entry(&self) -> Value {
        json!({
            "name": self.alias.as_ref().unwrap_or(&self.name), "req": self.requirement, "features": [],
            "optional": false, "default_features": true, "target": self.target, "kind": self.kind,
            "package": self.alias.as_ref().map(|_| &self.name),
        })
    }
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
        self.dependencies.push(Wanted::new(name, requirement));
        self
    }

    /// Adds a dependency under another name.
    #[must_use]
    pub fn renamed(mut self, alias: &str, name: &str, requirement: &str) -> Self {
        let alias = Some(alias.to_owned());
        self.dependencies.push(Wanted { alias, ..Wanted::new(name, requirement) });
        self
    }

    /// Adds a dependency of the build script.
    #[must_use]
    pub fn build_dependency(mut self, name: &str, requirement: &str) -> Self {
        self.dependencies.push(Wanted { kind: "build", ..Wanted::new(name, requirement) });
        self
    }

    /// Adds a dependency of some platforms, such as `cfg(windows)`.
    #[must_use]
    pub fn dependency_on(mut self, target: &str, name: &str, requirement: &str) -> Self {
        let target = Some(target.to_owned());
        self.dependencies.push(Wanted { target, ..Wanted::new(name, requirement) });
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
        let mut manifest =
            format!("[package]\nname = {:?}\nversion = {:?}\nedition = \"2021\"\n", self.name, self.version);
        manifest.extend(self.dependencies.iter().map(Wanted::table));
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
        let dependencies: Vec<Value> = self.dependencies.iter().map(Wanted::entry).collect();
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
