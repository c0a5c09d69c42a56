//! Where the files lie that count beside a project's own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::FILE_NAME;
use crate::registry::locate::Environment;

/// The variable that names the user's file, or says `off`.
pub const USER_VARIABLE: &str = "PHANTOM_USER_CONFIG";

/// Where the user's file is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserFile {
    /// Nowhere: switched off, or the environment names no home.
    None,
    /// At its usual place, where there need be none.
    Usual(PathBuf),
    /// Where the variable says, so that there has to be one.
    Named(PathBuf),
}

impl UserFile {
    /// What the environment says.
    pub fn of(environment: &Environment) -> Self {
        match environment.get(USER_VARIABLE) {
            Some("off") => return Self::None,
            Some(path) => return Self::Named(path.into()),
            None => {}
        }
        let home = || environment.path("HOME");
        let folder = environment.path("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
        let folder = folder.or_else(|| {
            if cfg!(windows) {
                environment.path("APPDATA")
            } else if cfg!(target_os = "macos") {
                home().map(|home| home.join("Library/Application Support"))
            } else {
                home().map(|home| home.join(".config"))
            }
        });
        folder.map_or(Self::None, |folder| Self::Usual(folder.join("phantom").join(FILE_NAME)))
    }

    /// The path, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::None => None,
            Self::Usual(path) | Self::Named(path) => Some(path),
        }
    }
}

/// The machine's file. No setting and no variable moves it: whoever could move it could take its locks away. A
/// build for tests (with debug assertions) takes another path, from `moved`.
pub fn machine_file(moved: Option<&OsStr>) -> PathBuf {
    if cfg!(debug_assertions)
        && let Some(path) = moved.filter(|path| !path.is_empty())
    {
        return path.into();
    }
    let folder = if cfg!(windows) {
        r"C:\ProgramData\phantom"
    } else if cfg!(target_os = "macos") {
        "/Library/Application Support/phantom"
    } else {
        "/etc/phantom"
    };
    Path::new(folder).join(FILE_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> UserFile {
        UserFile::of(&pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn the_users_file_follows_the_environment() {
        let (home, config) = (("HOME", "/home/me"), ("XDG_CONFIG_HOME", "/config"));
        assert_eq!(of(&[(USER_VARIABLE, "off"), config, home]), UserFile::None);
        assert_eq!(of(&[(USER_VARIABLE, "mine.toml"), config]), UserFile::Named("mine.toml".into()));
        assert_eq!(of(&[config, home]), UserFile::Usual("/config/phantom/phantom.toml".into()));
        assert_eq!(of(&[]), UserFile::None);
        #[cfg(target_os = "linux")]
        assert_eq!(
            of(&[("XDG_CONFIG_HOME", "relative"), home]),
            UserFile::Usual("/home/me/.config/phantom/phantom.toml".into())
        );
    }

    #[cfg(not(debug_assertions))]
    #[test]
    fn nothing_moves_the_machines_file() {
        assert_eq!(machine_file(Some("/tmp/x".as_ref())), machine_file(None));
    }
}
