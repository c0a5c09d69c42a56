//! What is said of a command or an edit before it happens.

use std::ffi::OsString;
use std::path::Path;

use phantom_guard::command::{Client, Install, Plan, parse};
use phantom_guard::manifest::FileKind;
use phantom_guard::registry::locate::Environment;
use phantom_guard::report::Report;
use phantom_guard::shell::{self, Folder, Script, ShellCommand, Surroundings, UNKNOWN, Written};

use super::changes::Change;
use super::edit::{self, Edit, What};
use super::policy::Guarded;
use super::reason;
use super::record::{Judged, Seen};
use super::request::Request;
use crate::args::GlobalOptions;
use crate::gate::{self, Foreseen};

mod own;

use own::Whole;

/// Variables of Phantom's that change neither what is judged nor how.
const HARMLESS: [&str; 6] = [
    "PHANTOM_REPORT",
    "PHANTOM_FORMAT",
    "PHANTOM_VERIFY_ALL",
    "PHANTOM_CONCURRENCY",
    "PHANTOM_CHUNK",
    "PHANTOM_TIMEOUT",
];

/// What others would do, where it is worth a word of its own.
const SWITCHES: [(&str, &str); 5] = [
    ("PHANTOM_BYPASS", "let through what Phantom stops"),
    ("PHANTOM_LOG", "keep what is done here out of the user's log"),
    ("PHANTOM_DATA_DIR", "keep what is done here out of the user's log, and take the advisories away"),
    ("PHANTOM_CACHE_DIR", "have Phantom believe answers that no registry gave"),
    ("PHANTOM_STARTED", "make Phantom take the command for one that it has judged"),
];

/// Words by which clients install that are not read.
const INSTALLING: [&str; 9] =
    ["install", "i", "add", "create", "update", "upgrade", "sync", "inject", "cache"];

/// Variables by which clients choose what to ask: what they say then is not looked up.
const OF_CLIENTS: [&str; 6] = ["PIP_", "UV_", "NPM_CONFIG_", "YARN_", "CARGO_", "PNPM_"];

/// Those of them that can name what is installed.
const NAMES_MORE: [&str; 2] = ["PIP_REQUIREMENT", "PIP_CONFIG_FILE"];

/// Clients that are not read and have words of their own for it; a word that ends in `:` is the start of one.
/// Without any, whatever they are given is installed.
const INSTALLING_OF: [(&str, &[&str]); 5] = [
    ("easy_install", &[]),
    ("cargo-binstall", &[]),
    ("volta", &["install", "fetch"]),
    ("cross", &["install", "add"]),
    ("mise", &["npm:", "pipx:", "cargo:"]),
];

/// What is said of a request, and what the log says of it.
pub(super) fn request(request: &Request, options: &GlobalOptions) -> Judged {
    let here = std::env::current_dir().unwrap_or_default();
    let folder = request.folder.as_ref().map_or_else(|| here.clone(), |folder| here.join(folder));
    let guarded = Guarded::of(&folder);
    let (sentences, seen) = (Vec::new(), Seen::default());
    let mut judge = Judge { folder: &folder, options, guarded: &guarded, sentences, seen };
    for text in &request.commands {
        judge.command(text);
    }
    for edit in &request.edits {
        judge.change(edit);
    }
    let Judge { sentences, seen, .. } = judge;
    let reason = (!sentences.is_empty()).then(|| reason::whole(sentences));
    Judged { reason, folder: Some(folder), seen }
}

struct Judge<'a> {
    folder: &'a Path,
    options: &'a GlobalOptions,
    guarded: &'a Guarded,
    sentences: Vec<String>,
    seen: Seen,
}

impl Judge<'_> {
    fn say(&mut self, sentence: impl Into<String>) {
        self.sentences.push(sentence.into());
    }

    /// The same of what is the user's alone.
    fn refuse(&mut self, sentence: impl Into<String>) {
        self.seen.is_refused = true;
        self.say(sentence);
    }

    fn command(&mut self, text: &str) {
        let home = std::env::home_dir();
        let around = Surroundings { folder: self.folder, home: home.as_deref(), files: &super::around::Disk };
        let script = shell::read(text, around);
        for name in script.assigned.iter().filter(|name| is_switch(name)) {
            let would = would(name);
            self.refuse(format!("The command sets {name}, which would {would}: leave it out."));
        }
        for why in &script.not_understood {
            self.say(format!(
                "It could run an installer and cannot be understood: {why}. Write the install out plainly, in a command of its own."
            ));
        }
        let all = Whole::of(text, &script, self.guarded);
        let mut installs = false;
        for command in &script.commands {
            installs |= self.one(command, &script, &all);
        }
        self.policies(text, &script);
        for (folder, patch) in &script.patches {
            for mut edit in super::patch::edits(patch) {
                if let Folder::Known(folder) = folder {
                    edit.path = folder.join(&edit.path);
                }
                self.change(&edit);
            }
        }
        for written in &script.writes {
            self.written(written, &script, installs);
        }
    }

    /// Judges one command; says whether it can install.
    fn one(&mut self, command: &ShellCommand, script: &Script, all: &Whole) -> bool {
        let name = command.program().to_ascii_lowercase();
        let name = name.strip_suffix(".exe").or_else(|| name.strip_suffix(".cmd")).unwrap_or(&name);
        let words: Vec<&str> = command.words.iter().skip(1).map(|word| word.text.as_str()).collect();
        if let Some((words, of_cargo)) = self.as_own(name, &words, command, all) {
            self.own(words, of_cargo, command);
            return false;
        }
        let change = Change {
            program: name,
            words: &words,
            folder: &command.folder,
            guarded: self.guarded,
            is_listed: all.is_listed,
        };
        if let Some(sentence) = change.fault() {
            self.refuse(sentence);
        }
        let Some(kind) = Client::from_name(name) else {
            if Client::is_not_covered(name) && may_install(name, &words) {
                self.seen.client(name);
                self.say(format!("`{name}` can install and is not covered: use pip, npm or cargo."));
                return true;
            }
            return false;
        };
        let args: Vec<OsString> = words.iter().map(OsString::from).collect();
        match parse(kind, &args) {
            Plan::PassThrough => {
                if hides_install(kind, &words) {
                    self.seen.client(name);
                    self.say(format!(
                        "What `{name}` does is decided by an expansion: write its command out."
                    ));
                    return true;
                }
                return false;
            }
            Plan::Install(install) => {
                if let Some(sentence) = unclear(&install, command, kind, &words) {
                    self.seen.client(name);
                    self.say(sentence);
                    return true;
                }
            }
            Plan::NotUnderstood { .. } => {}
        }
        self.written_by_variables(&command.assignments, &command.folder);
        self.written_by_variables(&script.lasting, &command.folder);
        let folder = match &command.folder {
            Folder::Known(folder) => folder.clone(),
            Folder::Unknown => self.folder.to_owned(),
        };
        let lasting = script.lasting.iter().filter(|(name, _)| is_of_client(name));
        let set: Vec<(String, String)> = lasting.chain(&command.assignments).cloned().collect();
        let names_more =
            |(name, value): &&(String, String)| NAMES_MORE.contains(&name.as_str()) && value != "/dev/null";
        if let Some((name, _)) = set.iter().find(names_more) {
            self.seen.client(kind.name());
            self.say(format!(
                "{name} may name more to install: leave it out, and give `-r FILE` or options instead."
            ));
            return true;
        }
        let mut options = self.options.clone();
        let chooses = |(name, value): &(String, String)| value.contains(UNKNOWN) && is_of_client(name);
        options.offline |= set.iter().any(chooses) || words.iter().any(|word| is_index(word));
        let homes = script.lasting.iter().chain(&command.assignments).filter(|(name, _)| own::is_home(name));
        if let Some(sentence) = own::moved(&homes.cloned().collect::<Vec<_>>()) {
            self.refuse(sentence);
        }
        let environment: Environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .chain(set)
            .collect();
        if let Some(mut foreseen) = gate::foresee(name, &args, folder, environment, &options) {
            // What the text writes itself is not there yet, and is judged as it is written.
            let is_written = |file: &str| {
                let path = command.folder.join(file);
                script.writes.iter().any(|written| Folder::Known(written.path.clone()) == path)
            };
            foreseen.report.errors.retain(|error| !error.file.as_deref().is_some_and(is_written));
            self.sentences.extend(reason::of_report(&foreseen.report));
            self.seen.client(name);
            self.seen.take(foreseen);
        }
        true
    }

    /// A file that the command itself writes is judged like one that a tool writes.
    fn written(&mut self, written: &Written, script: &Script, installs: bool) {
        if self.guarded.holds(&written.path) {
            return self.written_policy(written);
        }
        let Some(kind) = FileKind::of(&written.path).or_else(|| named(&written.path, script)) else { return };
        match &written.text {
            Some(text) if !text.contains(UNKNOWN) => {
                self.edit(&Edit { path: written.path.clone(), what: what(written, text) }, kind);
            }
            _ if installs && !kind.is_script() => self.say(format!(
                "The command writes {} with what cannot be foreseen, and installs as well: write the file in one command, and install in the next.",
                escaped(&written.path.to_string_lossy())
            )),
            _ => {}
        }
    }

    fn edit(&mut self, edit: &Edit, kind: FileKind) {
        match edit::judge(edit, kind, self.folder, self.options) {
            Ok(None) => {}
            Ok(Some(foreseen)) => {
                self.sentences.extend(reason::of_report(&foreseen.report));
                self.seen.client(&file_name(&edit.path));
                self.seen.take(foreseen);
            }
            Err(errors) => {
                self.sentences.extend(errors.iter().map(reason::of_error));
                self.seen.client(&file_name(&edit.path));
                self.seen.take(Foreseen { report: Report::of_errors(errors), session: None });
            }
        }
    }
}

fn what(written: &Written, text: &str) -> What {
    if written.appends { What::Appended(text.to_owned()) } else { What::Whole(text.to_owned()) }
}

fn escaped(text: &str) -> String {
    phantom_guard::report::escaped(text).to_string()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_switch(name: &str) -> bool {
    name.starts_with("PHANTOM_") && !HARMLESS.contains(&name)
}

fn is_of_client(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    OF_CLIENTS.iter().any(|start| name.starts_with(start))
}

/// What setting a variable of Phantom's would do.
fn would(name: &str) -> &'static str {
    SWITCHES
        .iter()
        .find(|(own, _)| *own == name)
        .map_or("change what Phantom judges, or how", |(_, would)| would)
}

/// Whether a client that is not read may install with these words.
fn may_install(name: &str, words: &[&str]) -> bool {
    if let Some((_, own)) = INSTALLING_OF.iter().find(|(own, _)| *own == name) {
        let is_one =
            |word: &&str| own.iter().any(|own| own == word || own.ends_with(':') && word.starts_with(own));
        return own.is_empty() || words.iter().any(is_one);
    }
    // `conda run` runs what is there; `hatch run` and `pixi run` install first.
    let runs = !name.ends_with("conda") && !name.ends_with("mamba");
    let installs = |word: &&str| {
        INSTALLING.contains(word)
            || runs && *word == "run"
            || word.starts_with("npm:")
            || word.contains(UNKNOWN)
    };
    words.iter().any(installs)
}

/// An option whose value, an index's address, is not known.
fn is_index(word: &str) -> bool {
    word.contains(UNKNOWN) && ["index", "registry", "find-links"].iter().any(|part| word.contains(part))
}

/// Requirements files have any name; one that a client is given by `-r` is one.
fn named(path: &Path, script: &Script) -> Option<FileKind> {
    let is_given = |command: &ShellCommand| {
        let installs = Client::from_name(command.program()).is_some();
        let ends = |word: &str| {
            let name = word.trim_start_matches("-r").trim_start_matches("--requirement=");
            command.folder.join(name) == Folder::Known(path.to_owned()) || Path::new(name) == path
        };
        installs && command.words.iter().skip(1).any(|word| ends(&word.text))
    };
    // A requirements file that is written names others in its turn.
    let includes = |written: &Written| {
        let folder = written.path.parent().unwrap_or(Path::new(""));
        let files = written.text.iter().flat_map(|text| text.lines()).filter_map(|line| {
            let line = line.trim();
            line.strip_prefix("--requirement").or_else(|| line.strip_prefix("-r"))
        });
        let mut paths = files.map(|file| folder.join(file.trim_start_matches('=').trim()));
        paths.any(|file| file == path)
    };
    let is_named = script.commands.iter().any(is_given) || script.writes.iter().any(includes);
    is_named.then_some(FileKind::Requirements)
}

/// Whether a word that is not known may turn a command into one that installs.
fn hides_install(kind: Client, words: &[&str]) -> bool {
    let Some(at) = words.iter().position(|word| word.contains(UNKNOWN)) else { return false };
    let in_place: &[&str] = match kind {
        // `python "$SCRIPT"` is everywhere; pip behind it is not.
        Client::Python => return false,
        _ => &["install", "x"],
    };
    let before = words.get(..at).unwrap_or_default().iter();
    let behind = words.get(at + 1..).unwrap_or_default().iter();
    let filled: Vec<OsString> = before.chain(in_place).chain(behind).map(OsString::from).collect();
    !matches!(parse(kind, &filled), Plan::PassThrough)
}

/// Why it cannot be said what a command installs, where the shell's expansions leave that open.
fn unclear(install: &Install, command: &ShellCommand, kind: Client, words: &[&str]) -> Option<String> {
    let shown = |word: &str| escaped(&word.replace(UNKNOWN, "…"));
    let open = |text: &str| text.contains(UNKNOWN);
    for dependency in &install.dependencies {
        if open(dependency.name.spelling()) || open(&format!("{:?}", dependency.source)) {
            return Some(format!(
                "What is installed as `{}` is decided by an expansion: write the names out.",
                shown(dependency.name.spelling())
            ));
        }
    }
    if let Some(file) = install.files.iter().find(|file| open(&file.to_string_lossy())) {
        return Some(format!(
            "The file `{}` is decided by an expansion: write its path out.",
            shown(&file.to_string_lossy())
        ));
    }
    if open(&format!("{:?}", install.projects)) {
        return Some("The project's folder is decided by an expansion: write its path out.".to_owned());
    }
    let names_nothing = install.dependencies.is_empty() || !install.files.is_empty();
    if command.folder == Folder::Unknown && names_nothing {
        return Some(
            "The folder in which it installs is decided by an expansion: write its path out.".to_owned(),
        );
    }
    // `cargo $COMMAND name`
    let before = install.dependencies.len();
    let at = words.iter().position(|word| open(word))?;
    let filled = words.iter().enumerate().map(|(place, word)| if place == at { "install" } else { word });
    match parse(kind, &filled.map(OsString::from).collect::<Vec<_>>()) {
        Plan::Install(other) if other.dependencies.len() > before => {
            Some("What the client does is decided by an expansion: write its command out.".to_owned())
        }
        _ => None,
    }
}
