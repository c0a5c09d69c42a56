//! Which registries a check asks: those that the user set, else those that the clients would use.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use phantom_guard::finding::InputError;
use phantom_guard::manifest::{IndexKind, IndexSetting};
use phantom_guard::package::{Dependency, Ecosystem};
use phantom_guard::policy::Settings;
use phantom_guard::registry::locate::{Environment, Located, NoIndex, Request, locate};
use phantom_guard::registry::{IndexRoot, Roots};

use crate::check::fault;

/// Stands for a registry where only the registries of scopes are looked for. The domain is reserved
/// for names that never exist.
const NO_REGISTRY: &str = "https://registry.invalid/";

/// What a run asks.
#[derive(Debug, Default)]
pub(crate) struct Registries {
    /// The registries.
    pub(crate) roots: Roots,
    /// What the user should know about the choice.
    pub(crate) notes: Vec<String>,
    located: Vec<(Ecosystem, Located)>,
}

/// How registries are looked for.
pub(crate) struct Search<'a> {
    /// The settings of the run.
    pub(crate) settings: &'a Settings,
    /// The folder whose configuration files count.
    pub(crate) folder: &'a Path,
    /// Whether a client may be started to state its default.
    pub(crate) ask_client: bool,
    /// The indexes that the files themselves name.
    pub(crate) named: &'a [IndexSetting],
}

impl Search<'_> {
    /// The registries for names of `ecosystems`; `asked` are those of them in which a registry's
    /// answer could change a judgement.
    ///
    /// # Errors
    /// Where an address was given for names of several ecosystems without saying whose it is.
    pub(crate) fn registries(
        &self,
        ecosystems: &BTreeSet<Ecosystem>,
        asked: &BTreeSet<Ecosystem>,
    ) -> Result<Registries, InputError> {
        let mut found = Registries::default();
        if let Some(index) = self.settings.index_for_any().filter(|_| ecosystems.len() > 1) {
            return Err(fault(
                format!("{} names one registry, and the names are of several ecosystems", index.origin),
                "write --index pypi=URL, --index npm=URL or --index crates=URL",
            ));
        }
        for &ecosystem in ecosystems {
            let online = asked.contains(&ecosystem) && !self.settings.offline.value;
            self.one(ecosystem, online, &mut found);
        }
        Ok(found)
    }

    fn one(&self, ecosystem: Ecosystem, online: bool, found: &mut Registries) {
        let set = self.settings.index(ecosystem).map(|index| IndexRoot::clone(&index.value));
        if !online {
            // Offline too, a scope that belongs to another registry is not judged as this one's.
            let root = set.or_else(|| IndexRoot::parse(NO_REGISTRY).ok());
            if ecosystem == Ecosystem::Npm
                && let Ok(located) = locate(ecosystem, &self.request(ecosystem, root))
            {
                found.located.push((ecosystem, located));
            }
            return;
        }
        if let Some(root) = set {
            match locate(ecosystem, &self.request(ecosystem, Some(root.clone()))) {
                Ok(located) => found.add(ecosystem, located),
                Err(error @ NoIndex::Proxy { .. }) => {
                    found.notes.push(format!("no registry was asked for {ecosystem}: {error}"));
                }
                // It is named, and is asked without what the client's settings say of the way to it.
                Err(error) => {
                    found.notes.push(error.to_string());
                    found.roots.set(ecosystem, root);
                }
            }
            return;
        }
        let located = locate(ecosystem, &self.request(ecosystem, None));
        if let Some(named) = self.own_index(ecosystem, located.as_ref().ok()) {
            // Names that come from an index of their own are not told to another one, and a file
            // from a stranger does not choose whom this machine talks to.
            found.notes.push(format!(
                "{}: the file names an index of its own, so that none was asked for {ecosystem}: name it with --index URL",
                named.location
            ));
            return;
        }
        match located {
            Ok(located) => found.add(ecosystem, located),
            Err(NoIndex::Unstated) => found.notes.push(format!(
                "no registry was asked for {ecosystem}: no setting names one: use --index URL"
            )),
            Err(error) => found.notes.push(format!("no registry was asked for {ecosystem}: {error}")),
        }
    }

    /// The index that a file names in the place of the default one, if it is another than the client's own.
    fn own_index(&self, ecosystem: Ecosystem, located: Option<&Located>) -> Option<&IndexSetting> {
        let usual = located.map(|located| located.root.url().as_str().trim_end_matches('/'));
        let other = |named: &&IndexSetting| match named.kind {
            IndexKind::NoIndex => true,
            IndexKind::Primary => usual != Some(named.url.trim_end_matches('/')),
            IndexKind::Extra | IndexKind::Named | IndexKind::FindLinks => false,
        };
        self.named.iter().filter(|named| named.ecosystem == ecosystem).find(other)
    }

    fn request(&self, ecosystem: Ecosystem, index: Option<IndexRoot>) -> Request {
        let environment = Environment::of_process();
        Request {
            index,
            cache: phantom_guard::cache::folder(&environment),
            environment,
            folder: std::path::absolute(self.folder).unwrap_or_else(|_| self.folder.to_owned()),
            client: client(ecosystem),
            ask_client: self.ask_client,
            ..Request::default()
        }
    }
}

/// The client on `PATH`: its place says where its configuration is, and it may state its default.
fn client(ecosystem: Ecosystem) -> Option<PathBuf> {
    let names: &[&str] = match ecosystem {
        Ecosystem::PyPi => &["pip", "pip3"],
        Ecosystem::Npm => &["npm"],
        Ecosystem::Crates => &["cargo"],
    };
    let own = std::env::current_exe().and_then(std::fs::canonicalize).ok();
    let is_own = |path: &PathBuf| own.is_some() && std::fs::canonicalize(path).ok() == own;
    names.iter().find_map(|name| which::which_all(name).ok()?.find(|path| !is_own(path)))
}

impl Registries {
    fn add(&mut self, ecosystem: Ecosystem, located: Located) {
        located.add_to(ecosystem, &mut self.roots);
        self.notes.extend(located.notes.iter().cloned());
        self.located.push((ecosystem, located));
    }

    /// Marks names that belong to another registry, so that they are never asked of this one.
    pub(crate) fn bind(&self, dependencies: &mut [Dependency]) {
        for dependency in dependencies {
            for (ecosystem, located) in &self.located {
                if *ecosystem == dependency.name.ecosystem() {
                    located.bind(dependency);
                }
            }
        }
    }
}
