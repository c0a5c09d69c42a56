//! npm workspaces: a member that another one depends on is linked, and no registry is asked.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::overrides::OverrideBuilder;

use crate::package::{Dependency, Ecosystem, Location, Source};

/// The npm projects among the files that were read.
#[derive(Default)]
pub(super) struct Projects {
    all: Vec<Project>,
}

struct Project {
    folder: PathBuf,
    shown: Arc<str>,
    name: Option<String>,
    patterns: Vec<String>,
}

impl Projects {
    /// A file follows; what is said next is about it.
    pub(super) fn begin(&mut self, path: &Path, shown: &str) {
        // A file that says nothing of itself is no project.
        if self.all.last().is_some_and(|project| project.name.is_none() && project.patterns.is_empty()) {
            self.all.pop();
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.all.push(Project { folder, shown: shown.into(), name: None, patterns: Vec::new() });
    }

    pub(super) fn name(&mut self, name: String) {
        if let Some(project) = self.all.last_mut() {
            project.name = Some(name);
        }
    }

    pub(super) fn pattern(&mut self, pattern: String, location: Location) {
        if let Some(project) = self.all.last_mut() {
            project.shown = location.file;
            project.patterns.push(pattern);
        }
    }

    /// Gives dependencies between members of one workspace their source.
    pub(super) fn settle(&self, dependencies: &mut [Dependency]) {
        let mut by_file: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        let mut roots = self.all.iter().filter(|project| !project.patterns.is_empty()).peekable();
        if roots.peek().is_some() {
            for (at, dependency) in dependencies.iter().enumerate() {
                if dependency.source.is_registry()
                    && dependency.name.ecosystem() == Ecosystem::Npm
                    && let Some(location) = &dependency.location
                {
                    by_file.entry(Arc::clone(&location.file)).or_default().push(at);
                }
            }
        }
        for root in roots {
            let members = self.members(root);
            let names: HashSet<&str> = members.values().filter_map(|name| *name).collect();
            for at in members.keys().chain([&root.shown]).filter_map(|file| by_file.get(file)).flatten() {
                if let Some(dependency) = dependencies.get_mut(*at)
                    && names.contains(dependency.name.spelling())
                {
                    dependency.source = Source::Workspace;
                }
            }
        }
    }

    /// The members of a workspace: file and name.
    fn members(&self, root: &Project) -> HashMap<Arc<str>, Option<&str>> {
        let mut globs = OverrideBuilder::new(&root.folder);
        for pattern in &root.patterns {
            let (not, folder) =
                pattern.strip_prefix('!').map_or(("", pattern.as_str()), |folder| ("!", folder));
            let folder = folder.trim_start_matches("./").trim_matches('/');
            // A pattern that is none matches nothing, which only asks a registry once more.
            let _ = globs.add(&format!("{not}/{folder}"));
        }
        let Ok(globs) = globs.build() else { return HashMap::new() };
        let folder = root.folder.strip_prefix(".").unwrap_or(&root.folder);
        self.all
            .iter()
            // The cheaper question first: there may be as many roots as members.
            .filter(|project| project.folder.starts_with(folder))
            .filter(|project| {
                // pnpm's root is a member, and described by a file of its own.
                let is_root = root.name.is_none() && project.folder == root.folder;
                is_root || globs.matched(&project.folder, true).is_whitelist()
            })
            .map(|project| (Arc::clone(&project.shown), project.name.as_deref()))
            .collect()
    }
}
