//! A lockfile that a client would write: its text outlives the temporary folder.

use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::finding::Finding;
use phantom_guard::guard;
use phantom_guard::manifest::{self, FileKind, Graph, Reading};
use phantom_guard::report::Chain;

/// Such a lockfile.
#[derive(Debug)]
pub(in crate::gate) struct Written {
    kind: FileKind,
    text: Vec<u8>,
    /// Where it would lie.
    path: PathBuf,
    shown: String,
}

impl Written {
    /// Reads what lies at `copy`, and would lie at `path`.
    pub(super) fn read(kind: FileKind, copy: &Path, path: &Path, shown: String) -> (Reading, Self) {
        let reading = manifest::read_as(kind, copy, &shown);
        // Where it cannot be read, the reading says so.
        let text = fs::read(copy).unwrap_or_default();
        (reading, Self { kind, text, path: path.to_owned(), shown })
    }

    /// Who brings in what is stopped or warned of.
    pub(in crate::gate) fn chains(&self, findings: &[Finding]) -> Vec<Chain> {
        guard::chains(findings, |file| {
            let is_own = file == self.shown;
            is_own.then(|| Graph::read_text(self.kind, &self.text, &self.path, &self.shown)).flatten()
        })
    }
}
