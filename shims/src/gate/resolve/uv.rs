//! uv's projects: what uv.lock would gain. uv resolves in place, with no package built, and the files are put
//! back; the plain command runs afterwards. With an index on loopback, uv would write that address into uv.lock.
//!
//! A package that is there as source alone says what it depends on only when its own code runs. It is judged
//! like a name that is reached, and built only when it passes.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use phantom_guard::command::{Install, Project, Resolution};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{self, FileKind, Reading};
use phantom_guard::package::{Dependency, Ecosystem, PackageName, Source};

use super::Reached;
use super::aside::putting_back;
use super::rehearsal::{finish, unresolved};
use super::remembered::Settled;
use crate::gate::Scene;

/// What uv says of a package that it would have to build.
const NEEDS_BUILD: &str = "Wheels are required for `";

pub(super) fn reached(
    install: &Install,
    words: &[OsString],
    known: &Reading,
    scene: &Scene,
    builds: &[String],
) -> Result<Reached, InputError> {
    let (words, described) = match &install.resolution {
        Resolution::Lacking(options) => {
            let words = [&["lock".into()], options.as_slice()].concat();
            (words.clone(), Some(words))
        }
        Resolution::Renewing => ([words, &["--no-sync".into()]].concat(), None),
        Resolution::None | Resolution::OfNames(_) => return Ok(Reached::default()),
    };
    let settled = described.and_then(|words| Settled::of(known, &words, scene));
    if settled.as_ref().is_some_and(Settled::is_known) {
        return Ok(Reached::default());
    }
    let locks = lockfiles(install, scene);
    let manifests =
        known.files.iter().filter(|file| file.kind == FileKind::Pyproject).map(|file| file.path.clone());
    let files: Vec<PathBuf> = locks.iter().cloned().chain(manifests).collect();
    let command = uv(&words, scene, builds);
    let rehearsed = putting_back(&files, || {
        let said = finish(command);
        let found = locks.iter().find(|file| file.is_file()).map(|file| {
            let shown = file.strip_prefix(&scene.folder).unwrap_or(file);
            manifest::read_as(FileKind::UvLock, file, &format!("{} (as uv would write it)", shown.display()))
        });
        Ok(said.map(|()| found))
    })?;
    match rehearsed {
        Ok(found) => {
            let reading = gained(found.unwrap_or_default(), known);
            let settled = settled.filter(|_| reading.dependencies.is_empty() && reading.errors.is_empty());
            Ok(Reached { reading, settled, ..Reached::default() })
        }
        Err(said) => match to_build(&said).filter(|name| !builds.contains(name)) {
            Some(name) => {
                let dependency = Dependency::new(PackageName::new(Ecosystem::PyPi, name.as_str()));
                let reading = Reading { dependencies: vec![dependency], ..Reading::default() };
                Ok(Reached { reading, builds: Some(name), ..Reached::default() })
            }
            None => Err(unresolved("uv", &said)),
        },
    }
}

/// The command, which builds no package but those named. A build of the project itself is its own code.
fn uv(words: &[OsString], scene: &Scene, builds: &[String]) -> Command {
    let client = scene.client.clone().unwrap_or_else(|| "uv".into());
    let mut command = Command::new(client);
    command.args(words).current_dir(&scene.folder).env("UV_NO_BUILD", "1").env("UV_NO_PROGRESS", "1");
    if !builds.is_empty() {
        command.env("UV_NO_BINARY_PACKAGE", builds.join(" "));
    }
    command
}

/// Where the lockfile lies or would lie: beside the root of the workspace, which is one of these.
fn lockfiles(install: &Install, scene: &Scene) -> Vec<PathBuf> {
    let below = install.projects.iter().find_map(|project| match project {
        Project::Nearest(below) | Project::Folder(below) => Some(scene.folder.join(below)),
        Project::Manifest(_) | Project::Script(_) => None,
    });
    let below = below.unwrap_or_else(|| scene.folder.clone());
    let projects = below.ancestors().filter(|folder| folder.join("pyproject.toml").is_file());
    projects.map(|folder| folder.join("uv.lock")).collect()
}

/// What the lockfile has beyond what was known: another version of a known name counts as well.
fn gained(mut reading: Reading, known: &Reading) -> Reading {
    let identity = |d: &Dependency| (d.name.clone(), d.requirement.clone());
    let locked: HashSet<_> = known.dependencies.iter().filter(|d| d.locked).map(identity).collect();
    reading.dependencies.retain(|dependency| {
        !matches!(dependency.source, Source::Workspace | Source::Path(_))
            && !locked.contains(&identity(dependency))
    });
    reading.notes.clear();
    reading
}

/// The package that uv would have to build, where that is why it fails.
fn to_build(said: &str) -> Option<String> {
    let (_, behind) = said.split_once(NEEDS_BUILD)?;
    let (name, _) = behind.split_once('`')?;
    PackageName::new(Ecosystem::PyPi, name).fault().is_none().then(|| name.to_owned())
}
