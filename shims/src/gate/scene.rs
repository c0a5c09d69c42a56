//! Where a command runs.

use std::io;
use std::path::PathBuf;

use phantom_guard::registry::locate::Environment;

/// The surroundings of a client's run, real or foreseen.
#[derive(Clone)]
pub(super) struct Scene {
    /// The working folder.
    pub(super) folder: PathBuf,
    /// The variables that the client would see.
    pub(super) environment: Environment,
    /// The client's program, where there is one.
    pub(super) client: Option<PathBuf>,
}

impl Scene {
    /// This process's own, with the client that it would become.
    pub(super) fn of_process(client: Option<PathBuf>) -> io::Result<Self> {
        Ok(Self { folder: std::env::current_dir()?, environment: Environment::of_process(), client })
    }
}
