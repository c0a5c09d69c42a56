//! Names that stand in no file yet, found out before the client runs: the resolving is rehearsed, and what it
//! reaches is judged like the rest. Only for clients whose resolving runs no code of a package (docs/routes.md).

mod aside;
mod cargo;
mod rehearsal;
mod remembered;

use phantom_guard::command::Install;
use phantom_guard::finding::InputError;
use phantom_guard::manifest::Reading;
use phantom_guard::package::Ecosystem;

use super::Scene;

/// What the client would reach beyond `known`, which was judged already.
///
/// # Errors
/// Where that cannot be found out: the client must not run then.
pub(super) fn reached(
    install: &Install,
    words: &[std::ffi::OsString],
    known: &Reading,
    scene: &Scene,
) -> Result<Reached, InputError> {
    match install.ecosystem {
        Ecosystem::Crates => cargo::reached(install, words, known, scene),
        Ecosystem::PyPi | Ecosystem::Npm => Ok(Reached::default()),
    }
}

/// Names that the client would reach.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Those that were not known before.
    pub(super) reading: Reading,
    /// To be kept once they pass: the project's files reach nothing more.
    pub(super) settled: Option<remembered::Settled>,
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
