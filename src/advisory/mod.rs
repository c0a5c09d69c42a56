//! Releases that somebody found to be malicious: read from advisories that the user imports, and looked
//! up by name before anything else is decided.
//!
//! [`import`] reads OSV documents and CSV and merges them into one file, in which [`Known`] finds a name
//! with two short reads at most. docs/advisories.md has the formats.
//!
//! ```
//! use phantom_guard::advisory::{FILE_NAME, Input, Known, Options, import};
//! use phantom_guard::guard::Guard;
//! use phantom_guard::package::Ecosystem;
//!
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! let list = folder.join("ours.csv");
//! std::fs::write(&list, "ecosystem,name,summary\nnpm,evil-tool,steals tokens\n")?;
//! let (index, now) = (folder.join(FILE_NAME), "2026-08-01T00:00:00Z".parse()?);
//! let imported = import(&[Input::Path(list)], &index, &Options::default(), now)?;
//! assert_eq!(imported.total, Some(1));
//!
//! let guard = Guard::builder(now).advisories(Known::open(&index, true, now)).build()?;
//! assert_eq!(guard.judge_names(Ecosystem::Npm, ["evil-tool"]).exit().code(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | part | takes | gives |
//! |---|---|---|
//! | `osv`, `csv` | the bytes of one document, or of a table | advisories, and what was passed over |
//! | `input`, `zip` | a path | the documents behind it |
//! | `download` | an address | a file |
//! | `build`, `index` | advisories | the file of the index, and one name's advisories out of it |

mod affected;
mod build;
mod csv;
mod download;
mod import;
mod index;
mod input;
mod known;
mod layout;
mod osv;
mod source;
mod version;
mod zip;

pub use affected::{Affected, Event, Range};
pub use build::BuildError;
pub use download::Address;
pub use import::{ImportError, Imported, Input, Options, import};
pub use index::IndexError;
pub use known::Known;
pub use source::{Counts, Source};
pub(crate) use version::Version;

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use {
    build::build,
    index::{Index, Info},
};

use std::path::PathBuf;

use jiff::Timestamp;

use crate::cache::own_folder;
use crate::package::PackageName;
use crate::registry::locate::Environment;

/// The file of the index in Phantom's folder for data.
pub const FILE_NAME: &str = "advisories.index";

/// That releases of one package are malicious.
#[derive(Debug, Clone, PartialEq)]
pub struct Advisory {
    /// The document's own identifier, like `MAL-2026-1234`.
    pub id: Box<str>,
    /// The package.
    pub name: PackageName,
    /// What it is about, on one line; empty where the document does not say.
    pub summary: Box<str>,
    /// Where more can be read.
    pub url: Option<Box<str>>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// The releases.
    pub affected: Affected,
}

impl Advisory {
    /// The advisory in one sentence: identifier, date, and what it says.
    pub fn sentence(&self) -> String {
        let mut text = self.id.escape_debug().to_string();
        if let Some(moment) = self.published.or(self.modified) {
            text.push_str(&format!(" of {}", crate::policy::today(moment)));
        }
        if !self.summary.is_empty() {
            text.push_str(": ");
            text.push_str(&self.summary);
        }
        text
    }
}

/// The folder for what is not a cache, since clearing it loses something: `PHANTOM_DATA_DIR`, else
/// `phantom` in the platform's folder for data. `None` where the environment names neither that nor
/// a home.
#[doc(hidden)]
pub fn folder(environment: &Environment) -> Option<PathBuf> {
    let in_home = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
    own_folder(environment, ["PHANTOM_DATA_DIR", "XDG_DATA_HOME", "APPDATA"], in_home)
}

/// Bytes in lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_follows_the_environment() {
        let of = |pairs: &[(&str, &str)]| {
            folder(&pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
        };
        let (home, data) = (("HOME", "/home/me"), ("XDG_DATA_HOME", "/data"));
        assert_eq!(of(&[("PHANTOM_DATA_DIR", "/mine"), data, home]), Some("/mine".into()));
        assert_eq!(of(&[data, home]), Some("/data/phantom".into()));
        assert_eq!(of(&[]), None);
        #[cfg(target_os = "linux")]
        assert_eq!(of(&[("XDG_DATA_HOME", "relative"), home]), Some("/home/me/.local/share/phantom".into()));
    }
}
