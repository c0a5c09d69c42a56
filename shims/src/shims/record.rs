//! What Phantom placed in a folder of shims, so that it takes out that and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::own::Print;
use crate::replace;

/// The file's name in the folder.
const FILE: &str = ".phantom-shims.json";

/// The record of one folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The version of Phantom that placed the shims.
    pub(crate) version: String,
    /// Each shim's name, and what its file is told by.
    pub(crate) shims: BTreeMap<String, Print>,
    /// The profiles that lines were added to.
    pub(crate) profiles: BTreeSet<PathBuf>,
}

impl Record {
    /// That of a folder: empty where there is none, or none that can be read.
    pub(crate) fn of(folder: &Path) -> Self {
        fs::read(folder.join(FILE)).ok().and_then(|text| Self::read(&text)).unwrap_or_default()
    }

    fn read(text: &[u8]) -> Option<Self> {
        let document: Value = serde_json::from_slice(text).ok()?;
        let print = |value: &Value| {
            let sum = u32::try_from(value.get("sum")?.as_u64()?).ok()?;
            Some(Print { length: value.get("length")?.as_u64()?, sum })
        };
        let shims = document.get("shims")?.as_object()?.iter();
        let profiles = document.get("profiles").and_then(Value::as_array).into_iter().flatten();
        Some(Self {
            version: document.get("version").and_then(Value::as_str).unwrap_or_default().to_owned(),
            shims: shims.filter_map(|(name, value)| Some((name.clone(), print(value)?))).collect(),
            profiles: profiles.filter_map(Value::as_str).map(PathBuf::from).collect(),
        })
    }

    /// Writes it into its folder.
    ///
    /// # Errors
    /// Where that cannot be done.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let print = |print: &Print| json!({ "length": print.length, "sum": print.sum });
        let shims: Map<String, Value> =
            self.shims.iter().map(|(name, of)| (name.clone(), print(of))).collect();
        let profiles: Vec<_> = self.profiles.iter().map(|path| path.to_string_lossy()).collect();
        let document = json!({
            "schema_version": 1,
            "version": self.version,
            "shims": shims,
            "profiles": profiles,
        });
        replace::replace(&folder.join(FILE), format!("{document:#}\n").as_bytes())
    }

    /// Takes the record out of its folder, and the folder where nothing is left in it.
    ///
    /// # Errors
    /// Where the record cannot be removed.
    pub(crate) fn remove(folder: &Path) -> io::Result<()> {
        match fs::remove_file(folder.join(FILE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // A folder that holds something else is somebody's.
        let _ = fs::remove_dir(folder);
        Ok(())
    }

    /// Whether there is one.
    pub(crate) fn is_in(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// Whether the file at this path is the one that was placed there.
    pub(crate) fn has(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str());
        let known = name.and_then(|name| self.shims.get(name));
        // The length goes first, and spares reading another's file.
        known.is_some_and(|print| {
            fs::metadata(path).is_ok_and(|data| data.len() == print.length)
                && Print::of(path).is_ok_and(|of| of == *print)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_knows_its_own_files_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("pip"), "shim").unwrap();
        let mut record = Record { version: "1".to_owned(), ..Record::default() };
        record.shims.insert("pip".to_owned(), Print::of(&at("pip")).unwrap());
        record.profiles.insert(at(".bashrc"));
        record.write(folder.path()).unwrap();
        assert_eq!(Record::of(folder.path()), record);
        assert!(record.has(&at("pip")) && !record.has(&at("npm")));
        fs::write(at("pip"), "mine").unwrap();
        assert!(!record.has(&at("pip")), "another's file of the same length");
        for text in ["", "{}", "[]", r#"{"shims": 3}"#, r#"{"shims": {"pip": {"length": -1, "sum": 0}}}"#] {
            fs::write(at(FILE), text).unwrap();
            assert_eq!(Record::of(folder.path()).shims.len(), 0, "{text}");
        }
        Record::remove(folder.path()).unwrap();
        assert!(!Record::is_in(folder.path()) && at("pip").is_file());
    }
}
