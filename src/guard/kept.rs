use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::advisory::Known;
use crate::manifest::FileKind;
use crate::package::{Dependency, PackageName};
use crate::policy::{Context, Policy};

/// What the names of one run say of each other, as far as it matters which release is installed: a lockfile
/// keeps what a manifest leaves open, and the command line replaces what both say.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The versions that lockfiles pin, with the lockfiles' folders.
    locked: HashMap<PackageName, Vec<(PathBuf, String)>>,
    named: HashSet<PackageName>,
    /// Whether all files belong to one project, however their folders lie.
    one_project: bool,
}

impl Kept {
    /// Looks through the names of a run. `renews` where the client leaves the lockfiles' versions behind.
    pub(super) fn of(
        dependencies: &[Dependency],
        policy: &Policy,
        known: &Known,
        context: Context,
        renews: bool,
    ) -> Self {
        let one_project = matches!(context, Context::Install { .. });
        let mut kept = Self { one_project, ..Self::default() };
        let matters = |d: &&Dependency| policy.wants_age(d) || known.doubts(&d.name);
        for dependency in dependencies.iter().filter(matters) {
            let name = || dependency.name.clone();
            match (&dependency.location, &dependency.requirement) {
                (Some(location), Some(version)) if dependency.locked && !renews => {
                    let pinned = (folder_of(&location.file).to_owned(), bare(version).to_owned());
                    kept.locked.entry(name()).or_default().push(pinned);
                }
                (None, _) if one_project => {
                    kept.named.insert(name());
                }
                _ => {}
            }
        }
        kept
    }

    /// The versions that are kept for what a manifest asks for.
    pub(super) fn versions(&self, dependency: &Dependency) -> Vec<&str> {
        let Some(location) = dependency.location.as_ref().filter(|_| !dependency.locked) else {
            return Vec::new();
        };
        // pip knows no lockfile that goes before its requirements.
        if FileKind::of(Path::new(&*location.file)) == Some(FileKind::Requirements) {
            return Vec::new();
        }
        let locked = self.locked.get(&dependency.name).into_iter().flatten();
        locked
            .filter(|(folder, _)| self.one_project || folder_of(&location.file).starts_with(folder))
            .map(|(_, version)| version.as_str())
            .collect()
    }

    /// Whether the command line names what a file also states.
    pub(super) fn replaces(&self, dependency: &Dependency) -> bool {
        dependency.location.is_some() && self.named.contains(&dependency.name)
    }
}

fn folder_of(file: &str) -> &Path {
    Path::new(file).parent().unwrap_or(Path::new(""))
}

/// The version alone: `==` stands before it in pipenv's lockfiles, peers behind it in pnpm's.
fn bare(version: &str) -> &str {
    version.trim_start_matches('=').split('(').next().unwrap_or_default().trim()
}
