//! What the tests of credentials, proxies and certificates share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "each test is a crate of its own, and uses a part of this file"
)]

use std::path::PathBuf;
use std::sync::Arc;

use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::locate::{Environment, Located, NoIndex, Request, locate};
use phantom_guard::registry::{ClientSettings, IndexRoot, Lookup, Registry, RegistryClient, Roots};
use phantom_testkit::fake::{Answer, Kind};
use tempfile::TempDir;

/// Stands in everything that is not to be shown.
pub const SECRET: &str = "s3cret";

/// A user's machine, with nothing of the real one.
pub struct Machine {
    folder: TempDir,
    variables: Vec<(String, String)>,
    /// What is asked of it; the environment and the folder are put in.
    pub request: Request,
}

impl Machine {
    pub fn new() -> Self {
        let request = Request { as_client: true, ask_client: true, ..Request::default() };
        let mut machine = Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new(), request };
        std::fs::create_dir_all(machine.path("home/project")).unwrap();
        machine.write("home/project/package.json", "{}");
        for (name, path) in [("HOME", "home"), ("XDG_CONFIG_DIRS", "none"), ("CARGO_HOME", "home/.cargo")] {
            let path = machine.path(path);
            machine.set(name, path.to_str().unwrap());
        }
        machine.set("PATH", "/usr/bin:/bin");
        machine
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) -> PathBuf {
        let file = self.path(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        file
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub fn locate(&self, ecosystem: Ecosystem) -> Result<Located, NoIndex> {
        let environment: Environment = self.variables.iter().cloned().collect();
        let folder = self.path("home/project");
        let located = locate(ecosystem, &Request { environment, folder, ..self.request.clone() });
        // Whatever is found, or not: nothing secret can be read off it.
        let shown = format!(
            "{located:?} {}",
            located.as_ref().map_or_else(ToString::to_string, |l| l.root.to_string())
        );
        assert!(!shown.contains(SECRET), "{shown}");
        located
    }

    /// A client for what is found.
    pub fn client(&self, ecosystem: Ecosystem) -> RegistryClient {
        let mut roots = Roots::default();
        self.locate(ecosystem).unwrap().add_to(ecosystem, &mut roots);
        client_of(roots)
    }

    /// Asks for the name as the client's settings say.
    pub async fn ask(&self, ecosystem: Ecosystem, name: &str) -> Lookup {
        ask(&self.client(ecosystem), ecosystem, name).await
    }
}

pub fn client_of(roots: Roots) -> RegistryClient {
    RegistryClient::new(roots, ClientSettings { system_proxy: false, ..ClientSettings::default() })
}

pub async fn ask(client: &RegistryClient, ecosystem: Ecosystem, name: &str) -> Lookup {
    let lookup = client.lookup(&PackageName::new(ecosystem, name)).await;
    let shown = format!("{lookup:?} {client:?}");
    assert!(!shown.contains(SECRET), "{shown}");
    if let Lookup::Unavailable(why) = &lookup {
        assert!(!why.to_string().contains(SECRET), "{why}");
    }
    lookup
}

/// Why there is no answer.
#[track_caller]
pub fn reason(lookup: &Lookup) -> String {
    match lookup {
        Lookup::Unavailable(why) => why.to_string(),
        Lookup::Found(_) | Lookup::Missing => panic!("{lookup:?}"),
    }
}

/// A package as a registry of this kind has it.
pub fn package(kind: Kind, name: &str) -> Answer {
    Answer::of_package(kind, name, &[("1.0.0".to_owned(), "2020-01-01T00:00:00Z".to_owned())])
}

pub fn index(address: &str) -> Option<IndexRoot> {
    Some(IndexRoot::parse(address).unwrap())
}

/// A program that the shell runs.
#[cfg(unix)]
pub fn program(machine: &Machine, path: &str, body: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let file = machine.write(path, &format!("#!/bin/sh\n{body}\n"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    file
}

/// Shared between threads that answer requests.
pub fn shared<T>(value: T) -> Arc<T> {
    Arc::new(value)
}
