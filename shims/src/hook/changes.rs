//! Which files a program writes, replaces or removes, by its arguments. The tables are data; what is in none of
//! them changes nothing that it is given.

use std::path::Path;

use phantom_guard::shell::{Folder, UNKNOWN, fits};

use super::policy::Guarded;

/// Programs that change or remove every file that they are given.
const ALL: &str =
    "rm rmdir unlink shred truncate sponge mv ln rename prename patch sd ed ex red vi vim nvim emacs";

/// Of these, the ones that remove: with a folder, all that is in it.
const REMOVE: [&str; 2] = ["rm", "mv"];

/// Programs that write to their last operand: what their options take, and the one that names a folder first.
const LAST: [(&str, &str, &[&str]); 3] = [
    ("cp", "-S --suffix", &["-t", "--target-directory"]),
    ("install", "-m -o -g -S --mode --owner --group --suffix", &["-t", "--target-directory"]),
    ("rsync", "-e -f --rsh --exclude --include --filter --exclude-from --include-from --files-from", &[]),
];

/// Programs that change files in place by the letter `i`: the letters that take the rest of the word for
/// themselves, and the long options that say the same.
const IN_PLACE: [(&str, &str, &[&str]); 9] = [
    ("sed", "efl", &["--in-place"]),
    ("gsed", "efl", &["--in-place"]),
    ("perl", "eEIMmFxVCDT", &[]),
    ("ruby", "eIrFCEKTWx", &[]),
    ("awk", "fFvE", &["--include=inplace", "inplace"]),
    ("gawk", "fFvE", &["--include=inplace", "inplace"]),
    ("yq", "opI", &["--inplace", "--in-place"]),
    ("tomlq", "", &["--in-place"]),
    ("toml", "", &["set"]),
];

/// Programs that write to an option's value: the letters of such options, the other letters that take a
/// value, and the long ones.
const TO_OPTION: [(&str, &str, &str, &[&str]); 5] = [
    (
        "curl",
        "oDc",
        "HdXuAebFTxrmyYzEKCQPtUw",
        &["--output", "--dump-header", "--cookie-jar", "--stderr", "--trace"],
    ),
    ("wget", "Ooa", "PtTwQUeiBlAXRDI", &["--output-document", "--output-file", "--append-output"]),
    ("aria2c", "o", "dsxjk", &["--out"]),
    ("http", "o", "aA", &["--output"]),
    ("sort", "o", "ktST", &["--output"]),
];

/// Words by which archives are unpacked.
const UNPACK: [(&str, &[&str]); 4] =
    [("tar", &["--extract", "--get"]), ("bsdtar", &["--extract"]), ("unzip", &[]), ("7z", &["x", "e"])];

/// Commands of git that bring the files that they are given to another state, or away.
const OF_GIT: [&str; 7] = ["rm", "mv", "checkout", "checkout-index", "restore", "clean", "stash"];

/// Options of git's, before its command, that take a value.
const GIT_VALUES: [&str; 5] = ["-C", "-c", "--git-dir", "--work-tree", "--namespace"];

/// Programs that print names of files, for others to take.
const LISTS: [&str; 9] = ["find", "fd", "fdfind", "ls", "echo", "printf", "locate", "realpath", "readlink"];

/// Conditions of `find` with a pattern: whether that is held against the whole path.
const FIND_NAMES: [(&str, bool); 5] =
    [("-name", false), ("-iname", false), ("-path", true), ("-ipath", true), ("-wholename", true)];

/// Words of `find` that leave no file out; behind these, any other condition leaves some out.
const FIND_ALL: [&str; 9] =
    ["-not", "-a", "-type", "-delete", "-depth", "-print", "-print0", "-maxdepth", "-mindepth"];

/// A command in its folder, and the files that it must not change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) program: &'a str,
    pub(super) words: &'a [&'a str],
    pub(super) folder: &'a Folder,
    pub(super) guarded: &'a Guarded,
    /// Another command of the text prints such a file's name.
    pub(super) is_listed: bool,
}

/// Whether a command prints the name of a guarded file, which another one may take.
pub(super) fn lists(program: &str, words: &[&str], guarded: &Guarded) -> bool {
    LISTS.contains(&program)
        && words.iter().any(|word| {
            let word = word.trim_matches(['\'', '"', '\n']);
            guarded.holds(Path::new(word)) || guarded.may_be(word)
        })
}

impl Change<'_> {
    /// Why the command is stopped: it changes a guarded file in a way that cannot be foreseen.
    pub(super) fn fault(self) -> Option<String> {
        let file = self.file()?;
        let file = phantom_guard::report::escaped(&file.replace(UNKNOWN, "…")).into_owned();
        let program = self.program;
        Some(format!(
            "`{program}` would change {file}: what is let through is the user's to say. An edit that makes it stricter may be made with an edit tool."
        ))
    }

    fn file(self) -> Option<String> {
        let is = |word: &&str| self.is(word);
        if lists_word(ALL, self.program) || self.is_in_place() {
            let removes = REMOVE.contains(&self.program);
            let named = |word: &&str| {
                let is_target =
                    self.program == "mv" && (self.words.last() == Some(word) || word.ends_with('.'));
                self.is(word)
                    || removes && !is_target && self.holds_some(word)
                    || self.is_listed && word.contains(UNKNOWN)
                    || self.program.contains("sed") && self.is_script(word)
            };
            return self.words.iter().copied().find(|word| named(word)).map(str::to_owned);
        }
        match self.program {
            "git" => self.of_git(),
            "find" => self.of_find(),
            "dd" => self.words.iter().filter_map(|word| word.strip_prefix("of=")).find(is).map(str::to_owned),
            "sed" | "gsed" => {
                self.words.iter().find(|word| self.is_script(word)).map(|word| (*word).to_owned())
            }
            _ => self.of_last().or_else(|| self.of_option()).or_else(|| self.of_archive()),
        }
    }

    /// Whether a word is a guarded file's path.
    fn is(self, word: &str) -> bool {
        !word.contains(UNKNOWN) && !word.is_empty() && self.guarded.holds(&self.guarded.at(word, self.folder))
    }

    /// Whether a word is a folder around one.
    fn holds_some(self, word: &str) -> bool {
        !word.contains(UNKNOWN)
            && !word.starts_with('-')
            && !word.is_empty()
            && *self.folder != Folder::Unknown
            && !self.guarded.below(&self.guarded.at(word, self.folder)).is_empty()
    }

    /// Whether a script of `sed` writes to one: `w FILE`, `s/x/y/w FILE`.
    fn is_script(self, word: &str) -> bool {
        let parts = || word.split([' ', '\n', ';', '}']).filter(|part| !part.is_empty());
        let writes = |part: &str| part.ends_with(['w', 'W']);
        !self.is(word)
            && (parts().zip(parts().skip(1)).any(|(before, file)| writes(before) && self.is(file))
                || parts().filter_map(|part| part.split_once(['w', 'W'])).any(|(_, file)| self.is(file)))
    }

    fn is_in_place(self) -> bool {
        let Some((_, values, long)) = IN_PLACE.iter().find(|(name, ..)| *name == self.program) else {
            return false;
        };
        let awk = self.program.ends_with("awk");
        self.words.iter().any(|word| {
            let said = long.iter().any(|own| word == own || word.starts_with(&format!("{own}=")));
            let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-'));
            let mut letters =
                letters.unwrap_or_default().chars().take_while(|letter| !values.contains(*letter));
            said || !awk && letters.any(|letter| letter == 'i') || awk && *word == "-iinplace"
        })
    }

    /// `cp`, `install`, `rsync`: the last operand, or what gets its name in that folder.
    fn of_last(self) -> Option<String> {
        let (_, values, folders) = LAST.iter().find(|(name, ..)| *name == self.program)?;
        let (mut operands, mut into) = (Vec::new(), None);
        let mut words = self.words.iter().copied();
        while let Some(word) = words.next() {
            let (name, value) =
                word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
            if folders.contains(&name) {
                into = value.or_else(|| words.next());
            } else if lists_word(values, word) {
                words.next();
            } else if !word.starts_with('-') {
                operands.push(word);
            }
        }
        // What `cp` gives its last operand, the reader of the text knows.
        if into.is_none() && self.program != "cp" {
            into = operands.pop();
            if let Some(file) = into.filter(|file| self.is(file)) {
                return Some(file.to_owned());
            }
        }
        let folder = into.filter(|into| !into.contains(UNKNOWN))?;
        let in_it = |source: &&str| {
            let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            self.guarded.is_in_force(&self.guarded.at(folder, self.folder).join(name))
        };
        operands.into_iter().find(in_it).map(|source| format!("{folder}/{source}"))
    }

    /// `curl -o FILE`; and `curl -O`, `wget`, which take the name from the address.
    fn of_option(self) -> Option<String> {
        let (_, writes, values, long) = TO_OPTION.iter().find(|(name, ..)| *name == self.program)?;
        let mut by_address = self.program == "wget";
        let mut words = self.words.iter().copied().peekable();
        while let Some(word) = words.next() {
            let mut file = None;
            if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')) {
                let at = letters.find(|letter| writes.contains(letter) || values.contains(letter));
                let (before, rest) = letters.split_at_checked(at.unwrap_or(letters.len()))?;
                by_address |= self.program == "curl" && before.contains('O');
                let mut rest = rest.chars();
                if rest.next().is_some_and(|letter| writes.contains(letter)) {
                    file =
                        Some(rest.as_str()).filter(|file| !file.is_empty()).or_else(|| words.peek().copied());
                }
            } else if let Some((_, value)) = word.split_once('=').filter(|(name, _)| long.contains(name)) {
                file = Some(value);
            } else if long.contains(&word) {
                file = words.peek().copied();
            } else if word.starts_with("--remote-name") {
                by_address = true;
            }
            if let Some(file) = file.filter(|file| self.is(file)) {
                return Some(file.to_owned());
            }
        }
        let last = |word: &str| word.rsplit(['/', '=']).next().map(str::to_owned).unwrap_or_default();
        let named = |word: &&str| by_address && word.contains('/') && self.is(&last(word));
        self.words.iter().copied().find(named).map(str::to_owned)
    }

    fn of_archive(self) -> Option<String> {
        let (_, words) = UNPACK.iter().find(|(name, _)| *name == self.program)?;
        let first = self.words.first().copied().unwrap_or_default();
        let letters = |word: &str| {
            let own = word.trim_start_matches('-');
            !word.starts_with("--") && own.contains('x') && !own.contains(['c', '/', '.'])
        };
        let unpacks = match self.program {
            "unzip" => !self.words.iter().any(|word| matches!(*word, "-l" | "-p" | "-t" | "-Z" | "-v")),
            "7z" => words.contains(&first),
            _ => {
                letters(first)
                    || self
                        .words
                        .iter()
                        .any(|word| words.contains(word) || word.starts_with('-') && letters(word))
            }
        };
        self.words.iter().skip(1).copied().find(|word| unpacks && self.is(word)).map(str::to_owned)
    }

    /// Files that git is given by their names; a whole tree is everyday work.
    fn of_git(self) -> Option<String> {
        let mut words = self.words;
        while let [option, rest @ ..] = words
            && option.starts_with('-')
        {
            words = rest.get(usize::from(GIT_VALUES.contains(option))..).unwrap_or_default();
        }
        let (verb, rest) = words.split_first()?;
        let has = |options: &[&str]| rest.iter().any(|word| options.contains(word));
        let only_index = match *verb {
            "rm" => has(&["--cached"]),
            "restore" => has(&["--staged", "-S"]) && !has(&["--worktree", "-W"]),
            "stash" => has(&["show", "list", "pop", "apply", "drop"]),
            _ => false,
        };
        if !OF_GIT.contains(verb) || only_index || has(&["--dry-run", "-n"]) {
            return None;
        }
        let mut before = "";
        rest.iter().copied().find_map(|word| {
            let excludes = std::mem::replace(&mut before, word) == "-e" && *verb == "clean";
            // `:/FILE`, `:(top)FILE`; `:!FILE` leaves it out.
            let (magic, path) = match word.strip_prefix(':') {
                Some(path) if path.starts_with(['!', '^']) || path.starts_with("(exclude") => return None,
                Some(path) => {
                    (true, path.rsplit_once(')').map_or(path, |(_, path)| path).trim_start_matches('/'))
                }
                None => (false, word),
            };
            let is_pattern = path.contains(['*', '?', '[']) || magic;
            let leads = self.is(path) || is_pattern && self.guarded.may_be(path);
            (leads && !excludes && !word.starts_with('-')).then(|| word.to_owned())
        })
    }

    /// `find … -delete`, where its conditions leave a guarded file in.
    fn of_find(self) -> Option<String> {
        let starts = |word: &&&str| !word.starts_with(['-', '!', '(']);
        let roots: Vec<&str> = self.words.iter().take_while(starts).copied().collect();
        let conditions = self.words.get(roots.len()..).unwrap_or_default();
        if !conditions.contains(&"-delete") {
            return None;
        }
        let roots = if roots.is_empty() { vec!["."] } else { roots };
        let found = |root: &str| {
            let files = self.guarded.below(&self.guarded.at(root, self.folder));
            files
                .into_iter()
                .find(|file| conditions.split(|word| *word == "-o").any(|all| may_hold(all, root, file)))
        };
        roots
            .into_iter()
            .filter(|root| !root.contains(UNKNOWN))
            .find_map(found)
            .map(|file| file.to_string_lossy().into_owned())
    }
}

/// Whether conditions of `find` may all hold for a file below its root.
fn may_hold(conditions: &[&str], root: &str, file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let path = format!("{}/{}", root.trim_end_matches('/'), file.to_string_lossy()).to_ascii_lowercase();
    let (mut is_named, mut others) = (false, false);
    for (at, word) in conditions.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| conditions.get(at)).copied().unwrap_or_default();
        if let Some((_, whole)) = FIND_NAMES.iter().find(|(own, _)| own == word) {
            let pattern = conditions.get(at + 1).copied().unwrap_or_default();
            let fits = fits(&pattern.to_ascii_lowercase(), if *whole { &path } else { &name });
            if fits == matches!(before, "!" | "-not") {
                return false;
            }
            is_named |= fits && pattern.contains(|c: char| c.is_ascii_alphanumeric());
        } else if word.starts_with('-') && !FIND_ALL.contains(word) {
            others = true;
        } else if before == "-type" && *word != "f" {
            return false;
        }
    }
    // `-empty`, `-mtime +3`: what these leave in is not known, and rarely a policy.
    is_named || !others
}

fn lists_word(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|own| own == word)
}

/// Words of code that writes, removes or replaces files, in whatever language.
const WRITING: [&str; 22] = [
    "write",
    "unlink",
    "remove",
    "rename",
    "truncate",
    "rmtree",
    "copy",
    "move",
    "symlink",
    "link(",
    "appendfile",
    "delete",
    "os.replace",
    "rmsync",
    "shutil",
    "fileutils",
    "system(",
    "subprocess",
    "popen",
    "spawn",
    "execsync",
    "execfile",
];

/// Programs that do, as words of code.
const WRITING_PROGRAMS: [&str; 7] = ["rm", "mv", "cp", "tee", "sed", "dd", "ln"];

/// Ways of opening a file for writing.
const MODES: [&str; 12] =
    ["'w", "\"w", "'a'", "\"a\"", "'a+", "\"a+", "'x'", "\"x\"", "r+", "+<", "'>", "\">"];

/// What writes and is no file.
const OUTPUTS: [&str; 3] = ["stdout.write", "stderr.write", "stdout.buffer.write"];

/// Whether code names a guarded file and a word by which files are changed.
pub(super) fn code_changes(code: &str, guarded: &Guarded) -> bool {
    let code = OUTPUTS.iter().fold(code.to_ascii_lowercase(), |code, own| code.replace(own, ""));
    let names = guarded.names();
    let mut places = names.iter().flat_map(|name| {
        let name = name.to_ascii_lowercase();
        code.match_indices(&name).map(|(at, _)| at).collect::<Vec<_>>()
    });
    let Some(first) = places.next() else { return false };
    // `print > "phantom.toml"`
    let leads = |at: usize| {
        let before = code.get(..at).unwrap_or_default();
        let path = |c: char| c.is_alphanumeric() || "\"' ./-_".contains(c);
        let before = before.trim_end_matches(path);
        before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->")
    };
    WRITING.iter().any(|word| code.contains(word))
        || MODES.iter().any(|mode| code.contains(mode))
        || code.split(|c: char| !c.is_alphanumeric()).any(|word| WRITING_PROGRAMS.contains(&word))
        || std::iter::once(first).chain(places).any(leads)
}
