//! Changes of files, judged by the names that they add.

use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::change::{Side, between};
use phantom_guard::finding::InputError;
use phantom_guard::manifest::{self, FileKind};
use phantom_guard::policy::Context;

use crate::args::GlobalOptions;
use crate::check::judged;
use crate::gate::Foreseen;
use crate::online::Search;
use crate::session::Session;

/// The largest file that is changed in memory.
pub(super) const LARGEST: u64 = 64 << 20;

/// A change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// The file.
    pub(super) path: PathBuf,
    /// What becomes of it.
    pub(super) what: What,
}

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// This is all of it.
    Whole(String),
    /// Pieces are replaced, one after the other.
    Pieces(Vec<(String, String)>),
    /// Something goes in behind a line.
    Inserted(usize, String),
    /// Something goes to its end.
    Appended(String),
}

impl Edit {
    /// What the file is read as; `None` where no names are read from it.
    pub(super) fn kind(&self) -> Option<FileKind> {
        FileKind::of(&self.path)
    }

    /// The file's text after the change; `None` where the change cannot be made.
    pub(super) fn applied(&self, old: &str) -> Option<String> {
        match &self.what {
            What::Whole(text) => Some(text.clone()),
            What::Appended(text) => Some(format!("{old}{text}")),
            What::Inserted(line, text) => {
                let at: usize = old.split_inclusive('\n').take(*line).map(str::len).sum();
                let (before, behind) = old.split_at_checked(at)?;
                let end = if text.ends_with('\n') || behind.is_empty() { "" } else { "\n" };
                Some(format!("{before}{text}{end}{behind}"))
            }
            What::Pieces(pieces) => {
                let mut text = old.to_owned();
                for (old, new) in pieces {
                    text = if old.is_empty() {
                        format!("{text}{new}")
                    } else if text.contains(old) {
                        // Every place: more than what one edit changes, and never less.
                        text.replace(old, new)
                    } else {
                        // Lines' ends, and spaces at the end of a text, are what agents get wrong.
                        let (old, new) = (old.trim_end(), new.trim_end());
                        text.contains(old).then(|| text.replace(old, new))?
                    };
                }
                Some(text)
            }
        }
    }
}

/// Judges the names that a change adds to a file of this kind. `None` where it adds none, or where the
/// change cannot be made.
///
/// # Errors
/// Settings that cannot be read.
pub(super) fn judge(
    edit: &Edit,
    kind: FileKind,
    folder: &Path,
    options: &GlobalOptions,
) -> Result<Option<Foreseen>, Vec<InputError>> {
    let path = folder.join(&edit.path);
    let is_small = fs::metadata(&path).map_or(true, |about| about.is_file() && about.len() <= LARGEST);
    if !is_small {
        return Ok(None);
    }
    let old = fs::read(&path).unwrap_or_default();
    let old = String::from_utf8_lossy(&old).replace("\r\n", "\n");
    let Some(new) = edit.applied(&old) else { return Ok(None) };
    let shown = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
    let before = manifest::parse(kind, old.as_bytes(), &shown);
    let after = manifest::parse(kind, new.as_bytes(), &shown);
    let root = Path::new("");
    let added = between(Side { reading: &before, root }, Side { reading: &after, root }).judged;
    if added.is_empty() {
        return Ok(None);
    }
    let place = path.parent().filter(|place| place.is_dir()).unwrap_or(folder);
    let session = Session::open(options, place)?;
    let search =
        Search { settings: &session.settings, folder: place, ask_client: true, named: &after.indexes };
    // Faults of the file are left to whoever installs from it: it may be half written.
    let report = judged(added, Vec::new(), &session, Context::Install { can_ask: false }, &search);
    let report = report.map_err(|error| vec![error])?;
    Ok(Some(Foreseen { report, session: Some(session) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_memory() {
        let pieces = |pairs: &[(&str, &str)]| {
            What::Pieces(pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect())
        };
        for (what, expected) in [
            (What::Whole("x".to_owned()), Some("x")),
            (What::Appended("c\n".to_owned()), Some("a\nb\nc\n")),
            (What::Inserted(1, "c".to_owned()), Some("a\nc\nb\n")),
            (What::Inserted(9, "c\n".to_owned()), Some("a\nb\nc\n")),
            (pieces(&[("a", "c"), ("c\nb", "d")]), Some("d\n")),
            (pieces(&[("b\n\n", "c\n\n")]), Some("a\nc\n")),
            (pieces(&[("", "c")]), Some("a\nb\nc")),
            (pieces(&[("x", "c")]), None),
        ] {
            let edit = Edit { path: PathBuf::new(), what };
            assert_eq!(edit.applied("a\nb\n").as_deref(), expected, "{edit:?}");
        }
    }
}
