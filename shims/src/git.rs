//! Asks git for what a commit holds, and for nothing else.
//!
//! Only git's plumbing is used, which runs neither hooks nor filters, and without a shell. What a
//! repository's own settings could make it run (a file system monitor, hooks, a transport for objects
//! that are missing) is switched off; a user's settings count, so that git's own check of who owns a
//! repository holds.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use phantom_guard::finding::InputError;
use phantom_guard::manifest::{FileKind, Files, Unreadable};

use crate::check::fault;

/// Settings that stand before the subcommand.
const SETTINGS: [&str; 8] = [
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",
];

/// Variables that would point git to another repository than the one around a path: a hook has them.
const NOT_INHERITED: [&str; 7] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
];

/// Variables that keep git from writing, asking, and fetching what a partial clone lacks.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    // The fetch of an older git, which does not know the line before: no transport is allowed.
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("LC_ALL", "C"),
];

/// The largest file that is taken from a commit.
const LARGEST: u64 = 512 << 20;

/// The work tree around a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorkTree {
    /// Its top folder, without links.
    pub(crate) top: PathBuf,
}

impl WorkTree {
    /// The work tree that `folder` lies in, and the folder's own path below its top.
    ///
    /// # Errors
    /// Where there is none, or git does not want to read it.
    pub(crate) fn around(folder: &Path) -> Result<(Self, PathBuf), InputError> {
        let args = ["rev-parse", "--show-toplevel"].map(OsStr::new);
        let answer =
            output(folder, &args, &format!("no work tree of git can be read at {}", folder.display()))?;
        let top = path_from(answer.strip_suffix(b"\n").unwrap_or(&answer));
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let top = real(&top);
        match real(folder).strip_prefix(&top) {
            Ok(below) => Ok((Self { top: top.clone() }, below.to_owned())),
            // A repository may name any folder as its work tree.
            Err(_) => Err(fault(
                format!("{} lies outside the work tree of its repository", folder.display()),
                "scan the folder of the work tree",
            )),
        }
    }

    /// The commit that a revision means; `A...` and `A...B` mean where the two branched.
    ///
    /// # Errors
    /// Where there is no such commit.
    pub(crate) fn commit(&self, revision: &str) -> Result<String, InputError> {
        if let Some((a, b)) = revision.split_once("...") {
            let or_head = |side: &str| self.one_commit(if side.is_empty() { "HEAD" } else { side });
            let (a, b) = (or_head(a)?, or_head(b)?);
            let args = ["merge-base", "--end-of-options", &a, &b].map(OsStr::new);
            let base = output(&self.top, &args, "the two have no commit in common")?;
            return Ok(word(&base));
        }
        if revision.contains("..") {
            return Err(fault(
                format!("{revision:?} names a range, and one commit is wanted"),
                "name the older commit, or write main... for where this branch left main",
            ));
        }
        self.one_commit(revision)
    }

    fn one_commit(&self, revision: &str) -> Result<String, InputError> {
        // No name in git begins so; an option does.
        if revision.starts_with('-') || revision.trim().is_empty() || revision.contains(['\0', '\n']) {
            return Err(fault(
                format!("{revision:?} is no revision"),
                "name a commit, branch or tag, such as HEAD, main or v1.2",
            ));
        }
        let wanted = format!("{revision}^{{commit}}");
        let args = ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted].map(OsStr::new);
        let found = output(&self.top, &args, &format!("git knows no commit {revision:?} here"));
        Ok(word(&found.map_err(|error| self.unknown(error))?))
    }

    /// An unknown commit, with the remedy where the clone may lack it.
    fn unknown(&self, error: InputError) -> InputError {
        let args = ["rev-parse", "--is-shallow-repository"].map(OsStr::new);
        let shallow = output(&self.top, &args, "").is_ok_and(|answer| word(&answer) == "true");
        let hint = if shallow {
            "this clone is shallow: fetch that commit too, or clone with the full history"
        } else {
            "name a commit, branch or tag that is here, such as HEAD, main or v1.2"
        };
        InputError { hint: hint.to_owned(), ..error }
    }

    /// The tree of what is staged. The index is the one that git gives to a hook (`git commit -a`, `git commit
    /// FILE`), else the repository's own.
    ///
    /// # Errors
    /// Where git cannot make a tree of it, as in the middle of a merge.
    pub(crate) fn staged(&self) -> Result<String, InputError> {
        let mut command = git(&self.top);
        if let Some(index) = std::env::var_os("GIT_INDEX_FILE") {
            command.env("GIT_INDEX_FILE", std::path::absolute(&index).unwrap_or_else(|_| index.into()));
        }
        printed(command.arg("write-tree"), "what is staged cannot be read").map(|tree| word(&tree))
    }

    /// What a commit holds: each path below the top whose name is that of a file that is read, and each
    /// submodule.
    ///
    /// # Errors
    /// Where git cannot read them.
    pub(crate) fn list(&self, commit: &str) -> Result<Vec<(Entry, PathBuf)>, InputError> {
        let args = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit].map(OsStr::new);
        let listed = output(&self.top, &args, "the files of the commit cannot be listed")?;
        let counts = |(entry, path): &(Entry, PathBuf)| *entry != Entry::File || FileKind::of(path).is_some();
        Ok(listed.split(|&b| b == 0).filter_map(entry).filter(counts).collect())
    }

    /// The files of a commit, to read from, all by one process.
    ///
    /// # Errors
    /// Where git cannot be started.
    pub(crate) fn files(&self, commit: &str) -> Result<CommitFiles, InputError> {
        let mut command = git(&self.top);
        command.args(["cat-file", "--batch", "--follow-symlinks"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| not_started(&error))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (ask, answers) = pipes.ok_or_else(|| not_started(&io::ErrorKind::BrokenPipe.into()))?;
        let talk = Talk { child, ask, answers: BufReader::new(answers) };
        Ok(CommitFiles { top: self.top.clone(), commit: commit.to_owned(), talk: Mutex::new(Some(talk)) })
    }
}

/// What stands at a path of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A file, or a link.
    File,
    /// A submodule, whose files are those of this commit in another repository.
    Submodule(String),
}

/// `MODE TYPE HASH`, a tab, and the path.
fn entry(line: &[u8]) -> Option<(Entry, PathBuf)> {
    let (about, path) = line.split_at_checked(line.iter().position(|&b| b == b'\t')?)?;
    let path = path_from(path.get(1..)?);
    // Git's own checks keep such paths out of a repository; not everybody runs them.
    bytes_of(&path)?;
    Some(match about.strip_prefix(b"160000 commit ") {
        Some(commit) => (Entry::Submodule(word(commit)), path),
        None => (Entry::File, path),
    })
}

/// The files of one commit, by the paths that they have in the work tree.
#[derive(Debug)]
pub(crate) struct CommitFiles {
    top: PathBuf,
    commit: String,
    /// `None` once an answer could not be read.
    talk: Mutex<Option<Talk>>,
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct Talk {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Files for CommitFiles {
    fn load(&self, path: &Path) -> Result<Vec<u8>, Unreadable> {
        const OUTSIDE: (&str, &str) =
            ("lies outside the repository", "scan without --since to check its names");
        let owned = |(message, hint): (&str, &'static str)| (message.to_owned(), hint);
        let path = path.strip_prefix(&self.top).ok().and_then(bytes_of).ok_or_else(|| owned(OUTSIDE))?;
        if path.contains(&b'\n') {
            return Err(owned(("has a line's end in its name", "rename it")));
        }
        let ended = || owned(("cannot be had from git, which has ended", "see what `git fsck` says"));
        let mut running = self.talk.lock().map_err(|_| ended())?;
        let answer = running.as_mut().ok_or_else(ended)?.answer(&self.commit, &path);
        answer.unwrap_or_else(|error| {
            // What follows could be taken for the answer to another question.
            *running = None;
            Err((format!("cannot be had from git: {error}"), "see what `git fsck` says"))
        })
    }
}

impl Talk {
    /// Asks for a file, and reads the whole answer.
    fn answer(&mut self, commit: &str, path: &[u8]) -> io::Result<Result<Vec<u8>, Unreadable>> {
        self.ask.write_all(commit.as_bytes())?;
        self.ask.write_all(b":")?;
        self.ask.write_all(path)?;
        self.ask.write_all(b"\n")?;
        self.ask.flush()?;
        let mut head = Vec::new();
        self.answers.by_ref().take(LONGEST_HEAD).read_until(b'\n', &mut head)?;
        let head = String::from_utf8_lossy(&head);
        let Some(head) = head.strip_suffix('\n') else {
            return Err(io::Error::other("its answer is cut"));
        };
        let failed = |message: &str, hint| Ok(Err((message.to_owned(), hint)));
        if head.ends_with(" missing") || head.ends_with(" ambiguous") {
            return failed("is not in that commit, or not in this clone", "fetch the commit with its files");
        }
        let mut words = head.split(' ').skip(1);
        // Links that lead nowhere have no kind: `dangling 12`.
        let (kind, size) = match (words.next(), words.next()) {
            (Some(kind), Some(size)) => (kind, size),
            (Some(size), None) => ("link", size),
            _ => return Err(io::Error::other("its answer is not understood")),
        };
        let size: u64 = size.parse().map_err(|_| io::Error::other("its answer is not understood"))?;
        // A line's end follows.
        let body = self.answers.by_ref().take(size.saturating_add(1));
        if kind != "blob" || size > LARGEST {
            io::copy(&mut { body }, &mut io::sink())?;
            return match kind {
                "blob" => failed("is larger than 512 MiB", "check that it is the right file"),
                "link" => failed("is a link that leads to no file of the commit", "name a file"),
                _ => failed("is a folder", "name a file in it"),
            };
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default().saturating_add(1));
        { body }.read_to_end(&mut bytes)?;
        match bytes.pop() {
            Some(b'\n') => Ok(Ok(bytes)),
            _ => Err(io::Error::other("its answer is cut")),
        }
    }
}

/// The first line of an answer repeats the path where the file is missing.
const LONGEST_HEAD: u64 = 1 << 20;

impl Drop for Talk {
    fn drop(&mut self) {
        // It has nothing to save, and may be waiting to write.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Git, about to run in a folder.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(SETTINGS).envs(ENVIRONMENT).stdin(Stdio::null());
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    command
}

/// What git prints. Where it fails, `message` says what that means, and git's own reason follows.
fn output(folder: &Path, args: &[&OsStr], message: &str) -> Result<Vec<u8>, InputError> {
    printed(git(folder).args(args), message)
}

fn printed(command: &mut Command, message: &str) -> Result<Vec<u8>, InputError> {
    let run = command.output().map_err(|error| not_started(&error))?;
    if run.status.success() {
        return Ok(run.stdout);
    }
    let said = String::from_utf8_lossy(&run.stderr);
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let reason = lines.next().map(|line| line.strip_prefix("fatal: ").unwrap_or(line));
    let message = match reason {
        Some(reason) => format!("{message}: {reason}"),
        None => message.to_owned(),
    };
    Err(fault(message, "see what `git status` says there, or scan without --since"))
}

fn not_started(error: &io::Error) -> InputError {
    match error.kind() {
        io::ErrorKind::NotFound => fault(
            "git is not installed, and --since asks it for the older files".to_owned(),
            "install git, or compare two folders with phantom diff",
        ),
        _ => fault(format!("git cannot be started: {error}"), "see whether git runs by itself"),
    }
}

/// A hash or word that git prints alone.
fn word(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// A path as git writes it.
fn path_from(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        PathBuf::from(OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).as_ref())
}

/// A path as git reads it; `None` for one that leads upwards.
fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for part in path.components() {
        let std::path::Component::Normal(part) = part else { return None };
        if !bytes.is_empty() {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(part.as_encoded_bytes());
    }
    Some(bytes)
}
