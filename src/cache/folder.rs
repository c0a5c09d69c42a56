use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::registry::locate::Environment;

/// The folder for what outlives a process: `PHANTOM_CACHE_DIR`, else `phantom` in the platform's
/// folder for caches. `None` where the environment names neither that nor a home.
pub fn folder(environment: &Environment) -> Option<PathBuf> {
    let in_home = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    own_folder(environment, ["PHANTOM_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"], in_home)
}

/// The folder for what a machine remembers of its own runs, as the log of decisions: `PHANTOM_DATA_DIR`, else
/// `phantom` in the platform's folder for states. `None` where the environment names neither that nor a home.
pub fn state_folder(environment: &Environment) -> Option<PathBuf> {
    let in_home = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/state" };
    own_folder(environment, ["PHANTOM_DATA_DIR", "XDG_STATE_HOME", "LOCALAPPDATA"], in_home)
}

/// A folder of Phantom's own: what the first variable names; else `phantom` in what the second names, or on
/// Windows the third; else in a folder of the user's home.
pub(crate) fn own_folder(
    environment: &Environment,
    [chosen, platform, windows]: [&str; 3],
    in_home: &str,
) -> Option<PathBuf> {
    if let Some(chosen) = environment.path(chosen) {
        return Some(chosen);
    }
    if let Some(platform) = environment.path(platform).filter(|path| path.is_absolute()) {
        return Some(platform.join("phantom"));
    }
    if cfg!(windows) {
        return environment.path(windows).map(|path| path.join("phantom"));
    }
    Some(environment.path("HOME")?.join(in_home).join("phantom"))
}

/// Makes a folder that only its owner can enter, unless it is there.
///
/// # Errors
/// Where it cannot be made.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file that only its owner can read, in a folder that only its owner can enter: whole or
/// not at all, whoever else writes it at the same time.
///
/// # Errors
/// Where the folder or the file cannot be made.
pub fn write_private(file: &Path, content: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    private_folder(folder)?;
    // A temporary file is its owner's alone (0600) from the start, and keeps that when it is renamed.
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(content)?;
    temporary.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_follows_the_environment() {
        let of = |pairs: &[(&str, &str)]| {
            folder(&pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
        };
        let home = ("HOME", "/home/me");
        let cache = ("XDG_CACHE_HOME", "/caches");
        assert_eq!(of(&[("PHANTOM_CACHE_DIR", "/mine"), cache, home]), Some("/mine".into()));
        assert_eq!(of(&[cache, home]), Some("/caches/phantom".into()));
        assert_eq!(of(&[]), None);
        let state = [("XDG_STATE_HOME".to_owned(), "/states".to_owned())].into_iter().collect();
        assert_eq!(state_folder(&state), Some("/states/phantom".into()));
        #[cfg(target_os = "linux")]
        assert_eq!(of(&[("XDG_CACHE_HOME", "relative"), home]), Some("/home/me/.cache/phantom".into()));
    }

    #[cfg(unix)]
    #[test]
    fn files_are_their_owner_s_alone() {
        use std::os::unix::fs::PermissionsExt;
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("a/b/c.json");
        write_private(&file, b"one").unwrap();
        write_private(&file, b"two").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"two");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left behind");
    }
}
