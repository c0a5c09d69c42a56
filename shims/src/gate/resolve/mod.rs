//! Names that stand in no file yet, found out before the client runs: the resolving is rehearsed, and what it
//! reaches is judged like the rest. Only for clients whose resolving runs no code of a package (docs/routes.md).

mod aside;
mod cargo;
mod rehearsal;
mod remembered;
mod shadow;
mod uv;
mod written;

use std::collections::HashSet;
use std::ffi::OsString;
use std::process::ExitStatus;

use phantom_guard::command::{Client, Install};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::Reading;
use phantom_guard::package::{Dependency, Source};

use super::Scene;
pub(super) use remembered::Settled;
pub(super) use uv::{has_own_block, lockfiles as uv_lockfiles, write_lockfile};
use written::Written;

/// What the client would reach beyond `known`, which was judged already. `builds` are the packages that may be
/// built for it, since they passed.
///
/// # Errors
/// Where that cannot be found out: the client must not run then.
pub(super) fn reached(
    install: &Install,
    words: &[OsString],
    known: &Reading,
    scene: &Scene,
    builds: &[String],
) -> Result<Reached, Stop> {
    match install.client {
        Client::Cargo => cargo::reached(install, words, known, scene),
        Client::Uv => uv::reached(install, words, known, scene, builds),
        _ => Ok(Reached::default()),
    }
}

/// Why it is not known what a client would reach.
#[derive(Debug)]
pub(super) enum Stop {
    /// For a reason that the user is told.
    Fault(InputError),
    /// A signal came: Phantom ends as the client has.
    Ended(ExitStatus),
}

impl From<InputError> for Stop {
    fn from(error: InputError) -> Self {
        Self::Fault(error)
    }
}

/// Names that the client would reach.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Those that were not known before.
    pub(super) reading: Reading,
    /// The lockfile that names them, as it would be.
    pub(super) written: Option<Written>,
    /// To be kept once they pass: the project's files reach nothing more.
    pub(super) settled: Option<Settled>,
    /// A package that has to be built before more can be known: among the names, to be judged first.
    pub(super) builds: Option<String>,
    /// What the user should know.
    pub(super) notes: Vec<String>,
}

impl Reached {
    /// Whether there is nothing to judge nor to say.
    pub(super) fn is_nothing(&self) -> bool {
        let Reading { dependencies, errors, .. } = &self.reading;
        dependencies.is_empty() && errors.is_empty() && self.notes.is_empty()
    }
}

/// What a lockfile has beyond what was known: another version of a known name, or another source, counts as well.
fn gained(mut reading: Reading, known: &Reading) -> Reading {
    let identity = |d: &Dependency| (d.name.clone(), d.requirement.clone(), d.source.clone());
    let locked: HashSet<_> = known.dependencies.iter().filter(|d| d.locked).map(identity).collect();
    reading.dependencies.retain(|dependency| {
        !matches!(dependency.source, Source::Workspace | Source::Path(_))
            && !locked.contains(&identity(dependency))
    });
    reading.notes.clear();
    reading
}
