//! Changes of policy files: what lets more through is the user's to write.

use std::env;
use std::fs;
use std::path::Path;

use phantom_guard::policy::{FILE_NAME, PolicyFile, USER_VARIABLE};

use super::edit::{Edit, LARGEST};

/// Programs that change or remove the files that they are given, whatever their options.
const CHANGING: [&str; 9] = ["rm", "rmdir", "unlink", "shred", "mv", "truncate", "install", "rsync", "patch"];

/// Programs that change files in place by an option.
const IN_PLACE: [&str; 6] = ["sed", "gsed", "perl", "ruby", "awk", "gawk"];

/// Commands of git that bring files to another state, or away.
const OF_GIT: [&str; 4] = ["rm", "mv", "checkout", "restore"];

/// Whether a file is a policy file: by its name in any case, or since the environment names it.
pub(super) fn is_policy(path: &Path) -> bool {
    let named = ["PHANTOM_CONFIG", USER_VARIABLE];
    path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(FILE_NAME))
        || named.iter().any(|name| env::var_os(name).is_some_and(|own| Path::new(&own) == path))
}

/// Why a change of a policy file is stopped; `None` where it lets nothing more through.
pub(super) fn judge(edit: &Edit, folder: &Path) -> Option<String> {
    let path = folder.join(&edit.path);
    let shown = phantom_guard::report::escaped(&edit.path.to_string_lossy()).into_owned();
    let is_small = fs::metadata(&path).map_or(true, |about| about.is_file() && about.len() <= LARGEST);
    if !is_small {
        return Some(format!("{shown} is no file that a policy stands in."));
    }
    let text = |path: &Path| {
        let bytes = fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
    };
    let before = text(&path);
    let after = edit.applied(&before)?;
    // A new file takes the place of the one that counted here until now.
    let counted = match path.parent().filter(|_| !path.exists()).and_then(PolicyFile::find) {
        Some(above) => text(&above),
        None => before,
    };
    // What cannot be read judges nothing, so that nothing is weaker than it but the defaults.
    let old = PolicyFile::parse(&counted, &shown).unwrap_or_default();
    let Ok(new) = PolicyFile::parse(&after, &shown) else {
        return Some(format!("The change would leave {shown} as no policy: write what can be read."));
    };
    let told = new.weaker_than(&old);
    let told = phantom_guard::report::escaped(&told.join(", ")).into_owned();
    (!told.is_empty()).then(|| {
        format!("The change of {shown} {told}. What is let through is the user's to say, in a terminal.")
    })
}

/// Why a command is stopped that changes a policy file in a way that cannot be foreseen.
pub(super) fn changed_by(program: &str, words: &[&str]) -> Option<String> {
    let file = words.iter().find(|word| is_policy(Path::new(word)))?;
    let has = |options: &[&str]| words.iter().any(|word| options.iter().any(|own| word.starts_with(own)));
    let changes = CHANGING.contains(&program)
        || IN_PLACE.contains(&program) && has(&["-i", "--in-place", "-pi", "-ni"])
        || program == "git" && words.iter().any(|word| OF_GIT.contains(word));
    let file = phantom_guard::report::escaped(file).into_owned();
    changes.then(|| {
        format!("`{program}` would change {file}: what is let through is the user's to say. An edit that makes it stricter may be made with an edit tool.")
    })
}
