//! Projects whose lockfile was found to be whole, so that no build without a change is kept waiting.
//!
//! What is remembered is a hash over every file that decides about it. A changed manifest, lockfile or
//! configuration is another hash, and the question is asked again.

use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::cache::{self, write_private};
use phantom_guard::manifest::Reading;
use ring::digest::{Context, Digest, SHA256};

use crate::gate::Scene;

/// A project as it stands now.
#[derive(Debug)]
pub(in crate::gate) struct Settled {
    file: PathBuf,
    state: String,
}

impl Settled {
    /// The state of the files that were read, for a command with these words. `None` where nothing can be
    /// remembered.
    pub(super) fn of(known: &Reading, words: &[impl AsRef<std::ffi::OsStr>], scene: &Scene) -> Option<Self> {
        let mut place = Context::new(&SHA256);
        add(&mut place, scene.folder.as_os_str().as_encoded_bytes());
        for word in words {
            add(&mut place, word.as_ref().as_encoded_bytes());
        }
        let mut state = Context::new(&SHA256);
        add(&mut state, env!("CARGO_PKG_VERSION").as_bytes());
        add(&mut state, scene.client.as_deref()?.as_os_str().as_encoded_bytes());
        for (name, value) in scene.environment.starting_with("CARGO") {
            add(&mut state, name.as_bytes());
            add(&mut state, value.as_bytes());
        }
        for read in &known.files {
            add(&mut state, read.path.as_os_str().as_encoded_bytes());
            add(&mut state, &fs::read(&read.path).ok()?);
        }
        let folder = cache::folder(&scene.environment)?.join("settled");
        let file = folder.join(hex(&place.finish()).get(..32)?);
        Some(Self { file, state: hex(&state.finish()) })
    }

    /// Whether it stood so before.
    pub(super) fn is_known(&self) -> bool {
        fs::read(&self.file).is_ok_and(|kept| kept == self.state.as_bytes())
    }

    /// Keeps it. Where that fails, the question is asked again.
    pub(in crate::gate) fn keep(&self) {
        let _ = write_private(Path::new(&self.file), self.state.as_bytes());
    }
}

/// Each part with its length, so that no two lists of parts are one text.
fn add(context: &mut Context, part: &[u8]) {
    context.update(&part.len().to_le_bytes());
    context.update(part);
}

fn hex(digest: &Digest) -> String {
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
