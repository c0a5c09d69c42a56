//! The line that puts the shims first on `PATH`, and the shell's profile that it stands in.
//!
//! A block between two marks is added, and taken out again byte for byte: the opening mark says what else
//! was done to the file for its sake. A block that somebody has changed since is left alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use phantom_guard::registry::locate::Environment;

use crate::replace;

/// What all opening marks begin with.
const OPENS: &str = "# >>> phantom shims";
/// The closing mark, with its line's end.
const CLOSES: &str = "# <<< phantom shims <<<\n";

/// A shell whose profile is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shell {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
}

impl Shell {
    /// The user's, by `SHELL`; `None` where it is another.
    pub(crate) fn of(environment: &Environment) -> Option<Self> {
        match environment.path("SHELL")?.file_name()?.to_str()? {
            "bash" => Some(Self::Bash),
            "zsh" => Some(Self::Zsh),
            "fish" => Some(Self::Fish),
            _ => None,
        }
    }

    /// The file that each new shell reads.
    pub(crate) fn profile(self, environment: &Environment) -> Option<PathBuf> {
        let home = environment.path("HOME")?;
        let below = |variable: &str, otherwise: PathBuf| environment.path(variable).unwrap_or(otherwise);
        Some(match self {
            Self::Bash => home.join(".bashrc"),
            Self::Zsh => below("ZDOTDIR", home).join(".zshrc"),
            Self::Fish => below("XDG_CONFIG_HOME", home.join(".config")).join("fish/config.fish"),
        })
    }

    /// The line for a folder.
    pub(crate) fn line(self, folder: &str) -> String {
        let plain = folder.chars().all(|c| c.is_alphanumeric() || "-_./+@%,".contains(c));
        match self {
            Self::Bash | Self::Zsh if plain => format!("export PATH=\"{folder}:$PATH\""),
            Self::Bash | Self::Zsh => {
                format!("export PATH='{}':\"$PATH\"", folder.replace('\'', r"'\''"))
            }
            Self::Fish if plain => format!("set -gx PATH {folder} $PATH"),
            Self::Fish => {
                let quoted = folder.replace('\\', r"\\").replace('\'', r"\'");
                format!("set -gx PATH '{quoted}' $PATH")
            }
        }
    }
}

/// How the block came into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Behind a whole line, or at the beginning.
    Line,
    /// Behind a line without an end, which got one.
    Unended,
    /// The file was made for it.
    Nothing,
}

impl Before {
    const ALL: [Self; 3] = [Self::Line, Self::Unended, Self::Nothing];

    fn block(self, line: &str) -> String {
        let how = match self {
            Self::Line => "",
            Self::Unended => " (the line above had no end)",
            Self::Nothing => " (the file was made for this)",
        };
        format!("{OPENS}{how} >>>\n{line}\n{CLOSES}")
    }
}

/// What became of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The block was added or taken out.
    Yes,
    /// Nothing was to be done.
    No,
    /// There is a block that is not as it was added: it stays.
    ByOthers,
}

/// Adds the line in a block at the end of a file, unless it stands there.
///
/// # Errors
/// Where the file cannot be read or written.
pub(crate) fn add(file: &Path, line: &str) -> io::Result<Changed> {
    let (mut content, before) = match replace::read(file)? {
        None => (Vec::new(), Before::Nothing),
        Some(content) if content.is_empty() || content.ends_with(b"\n") => (content, Before::Line),
        Some(content) => (content, Before::Unended),
    };
    if find(&content, line).is_some() {
        return Ok(Changed::No);
    }
    if before == Before::Unended {
        content.push(b'\n');
    }
    content.extend(before.block(line).into_bytes());
    replace::replace(file, &content)?;
    Ok(Changed::Yes)
}

/// Takes the block out, and what came with it.
///
/// # Errors
/// Where the file cannot be read, written, or removed.
pub(crate) fn remove(file: &Path, line: &str) -> io::Result<Changed> {
    let Some(mut content) = replace::read(file)? else { return Ok(Changed::No) };
    let Some((at, before)) = find(&content, line) else {
        let has_line = position(&content, line.as_bytes()).is_some();
        let others = has_line && position(&content, OPENS.as_bytes()).is_some();
        return Ok(if others { Changed::ByOthers } else { Changed::No });
    };
    let rest = content.split_off(at);
    let behind = rest.get(before.block(line).len()..).unwrap_or_default();
    // Where something was written behind the block since, the line before it needs its end.
    if before == Before::Unended && behind.is_empty() && content.ends_with(b"\n") {
        content.pop();
    }
    content.extend(behind);
    if before == Before::Nothing && content.is_empty() {
        fs::remove_file(file)?;
    } else {
        replace::replace(file, &content)?;
    }
    Ok(Changed::Yes)
}

fn find(content: &[u8], line: &str) -> Option<(usize, Before)> {
    Before::ALL
        .into_iter()
        .find_map(|before| Some((position(content, before.block(line).as_bytes())?, before)))
}

fn position(content: &[u8], part: &[u8]) -> Option<usize> {
    content.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_as_it_was_when_the_block_is_out_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("profile");
        let line = Shell::Bash.line("/shims");
        let texts: [Option<&[u8]>; 7] = [
            None,
            Some(b""),
            Some(b"\n"),
            Some(b"alias a=b\n"),
            Some(b"alias a=b"),
            Some(b"a\r\nb\r\n"),
            Some(b"\xff\xfe no text\r"),
        ];
        for text in texts {
            let _ = fs::remove_file(&file);
            if let Some(text) = text {
                fs::write(&file, text).unwrap();
            }
            assert_eq!(add(&file, &line).unwrap(), Changed::Yes);
            let added = fs::read(&file).unwrap();
            assert_eq!(add(&file, &line).unwrap(), Changed::No);
            assert_eq!(fs::read(&file).unwrap(), added, "once is enough");
            assert_eq!(remove(&file, &line).unwrap(), Changed::Yes);
            assert_eq!(fs::read(&file).ok().as_deref(), text, "{text:?}");
            assert_eq!(remove(&file, &line).unwrap(), Changed::No);
        }
    }

    #[test]
    fn what_was_written_since_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("profile");
        let line = Shell::Bash.line("/shims");
        for (before, after) in [(Some("a"), "a\nlater\n"), (None, "later\n"), (Some("a\n"), "a\nlater\n")] {
            let _ = fs::remove_file(&file);
            if let Some(before) = before {
                fs::write(&file, before).unwrap();
            }
            add(&file, &line).unwrap();
            let mut text = fs::read_to_string(&file).unwrap();
            text.push_str("later\n");
            fs::write(&file, text).unwrap();
            remove(&file, &line).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), after);
        }
        add(&file, &line).unwrap();
        let changed = fs::read_to_string(&file).unwrap().replace(&line, &format!("{line} # mine"));
        fs::write(&file, &changed).unwrap();
        assert_eq!(remove(&file, &line).unwrap(), Changed::ByOthers);
        assert_eq!(fs::read_to_string(&file).unwrap(), changed);
        // A block for another folder is another's.
        assert_eq!(remove(&file, &Shell::Bash.line("/others")).unwrap(), Changed::No);
    }

    #[test]
    fn lines_are_read_by_a_shell_as_the_folder() {
        for folder in ["/home/me/shims", "/a b/it's $HOME `x` \\ \"q\""] {
            let line = format!("PATH=/bin; {}; printf %s \"$PATH\"", Shell::Bash.line(folder));
            let output = std::process::Command::new("/bin/sh").args(["-c", &line]).output().unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{folder}:/bin"));
        }
        assert_eq!(Shell::Fish.line("/a b/it's"), r"set -gx PATH '/a b/it\'s' $PATH");
    }

    #[test]
    fn the_profile_follows_the_environment() {
        let of = |pairs: &[(&str, &str)]| {
            let environment: Environment =
                pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            Shell::of(&environment).and_then(|shell| shell.profile(&environment))
        };
        let home = ("HOME", "/me");
        assert_eq!(of(&[("SHELL", "/bin/bash"), home]), Some("/me/.bashrc".into()));
        assert_eq!(of(&[("SHELL", "/usr/bin/zsh"), home, ("ZDOTDIR", "/z")]), Some("/z/.zshrc".into()));
        assert_eq!(of(&[("SHELL", "fish"), home]), Some("/me/.config/fish/config.fish".into()));
        assert_eq!(of(&[("SHELL", "/bin/dash"), home]), None);
        assert_eq!(of(&[home]), None);
    }
}
