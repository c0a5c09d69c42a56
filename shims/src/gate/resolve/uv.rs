//! uv's projects: what uv.lock would gain. uv resolves in a look-alike of the project, with no package built, and
//! the plain command runs afterwards. With an index on loopback, uv would write that address into uv.lock.
//!
//! A package that is there as source alone says what it depends on only when its own code runs. It is judged
//! like a name that is reached, and built only when it passes.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use phantom_guard::command::{Install, Project, Resolution};
use phantom_guard::manifest::{FileKind, Reading};
use phantom_guard::package::{Dependency, Ecosystem, PackageName, Source};

use super::aside::putting_back;
use super::rehearsal::{Failed, finish, temporary, unresolved};
use super::remembered::Settled;
use super::shadow::Shadow;
use super::written::Written;
use super::{Reached, Stop, gained};
use crate::gate::Scene;

/// What uv says of a package that it would have to build.
const NEEDS_BUILD: &str = "Wheels are required for `";

pub(super) fn reached(
    install: &Install,
    words: &[OsString],
    known: &Reading,
    scene: &Scene,
    builds: &[String],
) -> Result<Reached, Stop> {
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
    // Outside of a project there is no lockfile, and a program with a block of its own is outside.
    if lockfiles(install, scene).is_empty() || has_own_block(install, scene) {
        return Ok(Reached::default());
    }
    let rehearsed = rehearse(&words, install, known, scene, builds)?;
    match rehearsed {
        Ok(found) => {
            let (reading, written) = found.unzip();
            let reading = gained(reading.unwrap_or_default(), known);
            let settled = settled.filter(|_| reading.dependencies.is_empty() && reading.errors.is_empty());
            Ok(Reached { reading, written, settled, ..Reached::default() })
        }
        Err(Failed::Ended(status)) => Err(Stop::Ended(status)),
        Err(Failed::Said(said)) => match to_build(&said).filter(|name| !builds.contains(name)) {
            Some(name) => {
                let dependency = Dependency::new(PackageName::new(Ecosystem::PyPi, name.as_str()));
                let reading = Reading { dependencies: vec![dependency], ..Reading::default() };
                Ok(Reached { reading, builds: Some(name), ..Reached::default() })
            }
            None => Err(unresolved("uv", &said).into()),
        },
    }
}

/// Has uv write its lockfile in a look-alike of the project; in the project itself, where it reaches out of its
/// root, and then the files are put back.
fn rehearse(
    words: &[OsString],
    install: &Install,
    known: &Reading,
    scene: &Scene,
    builds: &[String],
) -> Result<Result<Option<(Reading, Written)>, Failed>, Stop> {
    let locks = lockfiles(install, scene);
    let of_kind = known.files.iter().filter(|file| file.kind == FileKind::Pyproject);
    let manifests: Vec<PathBuf> = of_kind.map(|file| file.path.clone()).collect();
    let files: Vec<PathBuf> = locks.iter().cloned().chain(manifests).collect();
    let run = |folder: &Path, place: &dyn Fn(&Path) -> PathBuf| {
        let finished = finish(uv(words, scene, folder, builds));
        let written = locks.iter().map(|file| (file, place(file))).find(|(_, place)| place.is_file());
        finished.map(|()| written.map(|(file, place)| read(file, &place, scene)))
    };
    if let Some(root) = locks.last().and_then(|lock| lock.parent())
        && files.iter().all(|file| file.starts_with(root))
        && !reaches_out(words, root, known, scene)
        && let Ok(shadow) = Shadow::of(root, &files, temporary(scene)?)
        && let Some(folder) = shadow.place(&scene.folder)
    {
        return Ok(run(&folder, &|file| shadow.place(file).unwrap_or_else(|| file.to_owned())));
    }
    putting_back(&files, || Ok(run(&scene.folder, &Path::to_owned)))
}

/// Whether the project needs something beside its root, or the command or uv's variables name it by its whole
/// path, so that a look-alike elsewhere would not do.
fn reaches_out(words: &[OsString], root: &Path, known: &Reading, scene: &Scene) -> bool {
    let root = root.to_string_lossy();
    let beside = |dependency: &Dependency| match &dependency.source {
        Source::Path(path) => path.contains("..") || Path::new(&**path).is_absolute() || path.contains(':'),
        _ => false,
    };
    if known.dependencies.iter().any(beside) {
        return true;
    }
    let named = scene.environment.starting_with("UV_").any(|(_, value)| value.contains(&*root));
    named
        || words.iter().any(|word| word.to_string_lossy().contains(&*root))
        || !scene.folder.starts_with(&*root)
}

fn read(lockfile: &Path, place: &Path, scene: &Scene) -> (Reading, Written) {
    let shown = lockfile.strip_prefix(&scene.folder).unwrap_or(lockfile);
    let shown = format!("{} (as uv would write it)", shown.display());
    Written::read(FileKind::UvLock, place, lockfile, shown)
}

/// The command, which builds no package but those named. A build of the project itself is its own code.
fn uv(words: &[OsString], scene: &Scene, folder: &Path, builds: &[String]) -> Command {
    let client = scene.client.clone().unwrap_or_else(|| "uv".into());
    let mut command = Command::new(client);
    command.args(words).current_dir(folder).env("UV_NO_BUILD", "1").env("UV_NO_PROGRESS", "1");
    if !builds.is_empty() {
        command.env("UV_NO_BINARY_PACKAGE", builds.join(" "));
    }
    command
}

/// Where the lockfile lies or would lie: beside the root of the workspace, which is one of these.
pub(in crate::gate) fn lockfiles(install: &Install, scene: &Scene) -> Vec<PathBuf> {
    let below = install.projects.iter().find_map(|project| match project {
        Project::Nearest(below) | Project::Folder(below) => Some(scene.folder.join(below)),
        Project::Manifest(_) | Project::Script(_) => None,
    });
    let below = below.unwrap_or_else(|| scene.folder.clone());
    let projects = below.ancestors().filter(|folder| folder.join("pyproject.toml").is_file());
    projects.map(|folder| folder.join("uv.lock")).collect()
}

/// Writes the project's lockfile in place, once what it gains is judged. False where uv cannot.
///
/// # Errors
/// A signal that ended uv, and is to end Phantom.
pub(in crate::gate) fn write_lockfile(options: &[OsString], scene: &Scene) -> Result<bool, ExitStatus> {
    let mut command = Command::new(scene.client.as_deref().unwrap_or_else(|| "uv".as_ref()));
    command.arg("lock").args(options).current_dir(&scene.folder);
    match finish(command) {
        Ok(()) => Ok(true),
        Err(Failed::Said(_)) => Ok(false),
        Err(Failed::Ended(status)) => Err(status),
    }
}

/// Whether the command is for a program that states what it needs.
pub(in crate::gate) fn has_own_block(install: &Install, scene: &Scene) -> bool {
    install.projects.iter().any(|project| match project {
        // One that cannot be read is refused by its reader.
        Project::Script(path) => {
            std::fs::read_to_string(scene.folder.join(path)).is_ok_and(|text| text.contains("# /// script"))
        }
        _ => false,
    })
}

/// The package that uv would have to build, where that is why it fails.
fn to_build(said: &str) -> Option<String> {
    let (_, behind) = said.split_once(NEEDS_BUILD)?;
    let (name, _) = behind.split_once('`')?;
    PackageName::new(Ecosystem::PyPi, name).fault().is_none().then(|| name.to_owned())
}
