//! Merges inputs into the index.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::input::{self, Batch};
use super::{Address, BuildError, Index, IndexError, Source, build};
use crate::cache::{private_folder, write_private};
use crate::finding::InputError;

/// Sources that the index remembers.
const MOST_SOURCES: usize = 100;

/// Where advisories come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or folder.
    Path(PathBuf),
    /// A file behind an address.
    Address(Address),
}

/// How to import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What the SHA-256 of the one input must be, in hexadecimal.
    pub sha256: Option<String>,
    /// Whether the index starts anew instead of keeping what it has.
    pub replace: bool,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Of each input that could be opened, what was in it.
    pub sources: Vec<Source>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// Advisories in the index afterwards; `None` where it was left as it was, since nothing could be read.
    pub total: Option<u64>,
}

/// Reads inputs into the index at `place`. Documents that it has already, by their identifiers, are
/// replaced or, where they were withdrawn, taken out; the rest stays unless the options say otherwise.
///
/// The file is replaced as a whole or not at all, and only if a document could be read. Of two imports
/// at the same time the second waits.
///
/// # Errors
/// Where the index cannot be read or written. What is wrong with an input is told in the result.
pub fn import(
    inputs: &[Input],
    place: &Path,
    options: &Options,
    now: Timestamp,
) -> Result<Imported, ImportError> {
    let mut imported = Imported::default();
    let mut documents = HashMap::new();
    for input in inputs {
        match read(input, options, now) {
            Ok((batch, source)) => {
                documents.extend(batch.documents);
                imported.errors.extend(batch.errors);
                imported.sources.push(source);
            }
            Err(error) => imported.errors.push(error),
        }
    }
    if imported.sources.iter().all(|source| source.counts.documents == 0) {
        return Ok(imported);
    }
    let _lock = lock(place).map_err(|why| ImportError::Write { place: place.to_owned(), why })?;
    let (mut advisories, mut sources) = match Index::open(place) {
        Ok(Some(index)) if !options.replace => (index.all()?, index.sources()?),
        Err(error) if !options.replace => return Err(error.into()),
        _ => Default::default(),
    };
    advisories.retain(|advisory| !documents.contains_key(&advisory.id));
    advisories.extend(documents.into_values().flatten());
    sources.retain(|old: &Source| imported.sources.iter().all(|new| new.place != old.place));
    sources.extend(imported.sources.iter().filter(|source| source.counts.documents > 0).cloned());
    sources.drain(..sources.len().saturating_sub(MOST_SOURCES));
    let bytes = build(&advisories, &sources, now)?;
    write_private(place, &bytes).map_err(|why| ImportError::Write { place: place.to_owned(), why })?;
    imported.total = Some(advisories.len() as u64);
    Ok(imported)
}

/// Why an import came to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The index that is there cannot be added to.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// What was read does not fit the format.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The index cannot be written.
    #[error("{} cannot be written: {why}", place.display())]
    Write {
        /// The file.
        place: PathBuf,
        /// What the system says.
        why: io::Error,
    },
}

fn read(input: &Input, options: &Options, now: Timestamp) -> Result<(Batch, Source), InputError> {
    let (shown, name) = match input {
        Input::Path(path) => {
            let shown = path.to_string_lossy().into_owned();
            (shown.clone(), shown)
        }
        Input::Address(address) => (address.to_string(), address.file_name().to_owned()),
    };
    let failed = |message: String, hint: &str| InputError {
        file: Some(shown.as_str().into()),
        line: None,
        column: None,
        message,
        hint: hint.to_owned(),
    };
    let mut batch = Batch::new(&shown);
    let mut file = match input {
        Input::Path(path) if path.is_dir() => {
            if options.sha256.is_some() {
                return Err(failed("--sha256 is a file's, and this is a folder".to_owned(), "import a file"));
            }
            let sha256 = input::read_folder(path, &mut batch);
            let source = source(shown, sha256, now, &batch);
            return Ok((batch, source));
        }
        Input::Path(path) => File::open(path).map_err(|error| {
            failed(
                format!("it cannot be read: {error}"),
                "give a file or folder of advisories, or its address",
            )
        })?,
        Input::Address(address) => address.fetch(options.sha256.is_some()).map_err(|message| {
            failed(message, "use https://, or give the file's hash with --sha256, or import a copy of it")
        })?,
    };
    let sha256 = input::sha256_of(&mut file).map_err(|error| {
        failed(format!("it cannot be read: {error}"), "give a file or folder of advisories")
    })?;
    if options.sha256.as_ref().is_some_and(|wanted| !wanted.trim().eq_ignore_ascii_case(&sha256)) {
        return Err(failed(
            format!("its SHA-256 is {sha256}, and not the one that --sha256 gives"),
            "nothing of it was taken: fetch it again, or ask those who publish it",
        ));
    }
    input::read_file(file, &name, &mut batch);
    let source = source(shown, sha256, now, &batch);
    Ok((batch, source))
}

fn source(place: String, sha256: String, imported: Timestamp, batch: &Batch) -> Source {
    Source { place, sha256, imported, counts: batch.counts }
}

/// Held while the index is read and written, so that two imports do not lose each other's work.
fn lock(place: &Path) -> io::Result<File> {
    let beside = place.with_extension("lock");
    private_folder(place.parent().unwrap_or_else(|| Path::new(".")))?;
    // Never replaced: two who lock files of the same name lock the same file.
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&beside)?;
    file.lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advisory::Advisory;
    use crate::package::{Ecosystem, PackageName};

    fn now() -> Timestamp {
        "2026-11-25T00:00:00Z".parse().unwrap()
    }

    fn document(id: &str, name: &str) -> String {
        format!(r#"{{"id": "{id}", "affected": [{{"package": {{"ecosystem": "npm", "name": "{name}"}}}}]}}"#)
    }

    fn ids(place: &Path, name: &str) -> Vec<String> {
        let index = Index::open(place).unwrap().unwrap();
        let found: Vec<Advisory> = index.find(&PackageName::new(Ecosystem::Npm, name)).unwrap();
        found.iter().map(|advisory| advisory.id.to_string()).collect()
    }

    fn import_text(place: &Path, text: &str, replace: bool) -> Imported {
        let file = place.with_file_name("feed.jsonl");
        std::fs::write(&file, text).unwrap();
        let options = Options { replace, ..Options::default() };
        import(&[Input::Path(file)], place, &options, now()).unwrap()
    }

    #[test]
    fn documents_replace_those_of_the_same_id_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join(super::super::FILE_NAME);
        let first = format!("{}\n{}\n", document("MAL-1", "a"), document("MAL-2", "b"));
        assert_eq!(import_text(&place, &first, false).total, Some(2));
        let moved = import_text(&place, &document("MAL-1", "c"), false);
        assert_eq!(moved.total, Some(2));
        assert_eq!(
            (ids(&place, "a"), ids(&place, "b"), ids(&place, "c")),
            (vec![], vec!["MAL-2".into()], vec!["MAL-1".into()])
        );
        let withdrawn = r#"{"id": "MAL-2", "withdrawn": "2026-11-01T00:00:00Z"}"#;
        assert_eq!(import_text(&place, withdrawn, false).total, Some(1));
        assert_eq!(import_text(&place, &document("MAL-9", "z"), true).total, Some(1));
        assert_eq!(ids(&place, "c"), Vec::<String>::new());
        let info = Index::open(&place).unwrap().unwrap().verify().unwrap();
        assert_eq!((info.advisories, info.by_ecosystem, info.sources.len()), (1, [0, 1, 0], 1));
    }

    #[test]
    fn nothing_readable_leaves_the_index_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join(super::super::FILE_NAME);
        import_text(&place, &document("MAL-1", "a"), false);
        let before = std::fs::read(&place).unwrap();
        let nothing = import_text(&place, "{\n", true);
        assert_eq!((nothing.total, nothing.errors.len()), (None, 1));
        assert_eq!(std::fs::read(&place).unwrap(), before);
    }
}
