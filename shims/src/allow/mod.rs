//! `phantom allow`: an entry of the project's allow list, written for the user.

mod edit;
mod lines;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::Date;
use phantom_guard::advisory::Affected;
use phantom_guard::finding::InputError;
use phantom_guard::guard::unclear_name;
use phantom_guard::manifest::FileKind;
use phantom_guard::package::{Dependency, Ecosystem, PackageName, PackageSpec};
use phantom_guard::policy::{FILE_NAME, Level, RESERVED_NAME, exact_version, nearest, today};
use phantom_guard::report::{Exit, escaped, escaped_name};
use serde_json::json;

use crate::args::{AllowArgs, Format, GlobalOptions};
use crate::check::{fault, only_ecosystem};
use crate::output::{Output, finish, to_stdout};
use crate::replace;
use crate::session::{Session, is_named, policy_file};
use edit::{Done, Wish};
use lines::Change;

/// Words for ecosystems that somebody may have meant.
const WORDS: [&str; 4] = ["pypi", "npm", "crates", "cargo"];

/// The mark of the byte order, which some editors put before a text. It stays where it was.
const MARK: &str = "\u{feff}";

/// Names that npm's registry refuses.
const NO_PACKAGES: [&str; 2] = ["node_modules", "favicon.ico"];

/// Puts entries into the nearest policy file, or takes them out.
pub(crate) fn run(args: &AllowArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    match changed(args, options) {
        Ok(told) => finish(to_stdout(|out| told.show(output.format, out)), Exit::Clean),
        Err(errors) => output.errors(errors),
    }
}

/// What was done.
struct Told {
    /// The file, as the user would write its path.
    shown: String,
    is_new: bool,
    names: Vec<String>,
    done: Vec<Done>,
    change: Change,
}

fn changed(args: &AllowArgs, options: &GlobalOptions) -> Result<Told, Vec<InputError>> {
    let here = Path::new(".");
    let session = Session::open(options, here)?;
    let now = today(Timestamp::now());
    let ecosystem = args.ecosystem.or_else(|| only_ecosystem(here));
    let names: Vec<_> = args.names.iter().map(|text| named(text, args, ecosystem)).collect();
    let mut errors: Vec<_> = names.iter().filter_map(|name| name.as_ref().err().cloned()).collect();
    let names: Vec<(PackageName, Option<String>)> = names.into_iter().flatten().collect();
    let (path, shown) = policy_file(options, here).unwrap_or_else(|| new_file(here));
    if !is_named(options)
        && let Some(target) = replace::leads_out(&path)
    {
        let why = format!("{shown} is a link out of the project, to {}", target.display());
        return Err(vec![fault(escaped(&why).into_owned(), "to change that file, name it with --config")]);
    }
    // Another one at the same time would take this one's entry out again.
    let _held = replace::hold(&path);
    let old = replace::read(&path).map_err(|error| vec![unwritable(&shown, &error)])?;
    let is_new = old.is_none();
    let whole = String::from_utf8(old.unwrap_or_default())
        .map_err(|_| vec![fault(format!("{shown} is not UTF-8"), "save the file as UTF-8")])?;
    let old = whole.strip_prefix(MARK).unwrap_or(&whole);
    let result = if args.remove {
        edit::remove(old, &shown, &names)
    } else {
        let until = args.until.as_deref().map(|text| last_day(text, now)).transpose();
        let until = until.unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        let reason = reason(args).unwrap_or_else(|error| {
            errors.push(error);
            String::new()
        });
        errors.extend(locked(&session, &path));
        errors.extend(
            names.iter().filter_map(|(name, version)| refused(&session, name, version.as_deref(), now)),
        );
        let wish = |(name, version): &(PackageName, Option<String>)| Wish {
            name: name.clone(),
            version: version.clone(),
            reason: reason.clone(),
            until,
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        edit::allow(old, &shown, &names.iter().map(wish).collect::<Vec<_>>(), now)
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let (change, done) = result?;
    if change.text != old || is_new {
        let mark = if old.len() < whole.len() { MARK } else { "" };
        let now_there = replace::read(&path).map_err(|error| vec![unwritable(&shown, &error)])?;
        if now_there.unwrap_or_default() != whole.as_bytes() {
            return Err(vec![fault(format!("{shown} was changed meanwhile"), "run the command again")]);
        }
        let written = replace::replace(&path, format!("{mark}{}", change.text).as_bytes());
        written.map_err(|error| vec![unwritable(&shown, &error)])?;
    }
    let names = names.iter().map(|(name, version)| {
        let version = version.as_ref().map_or_else(String::new, |version| format!(" {}", escaped(version)));
        format!("{}:{}{version}", name.ecosystem(), escaped_name(name.spelling()))
    });
    Ok(Told { shown, is_new, names: names.collect(), done, change })
}

impl Told {
    fn show(&self, format: Format, out: &mut impl Write) -> std::io::Result<()> {
        let shown = escaped(&self.shown);
        if matches!(format, Format::Json | Format::Jsonl) {
            let entry = |(name, done): (&String, &Done)| json!({ "name": name, "done": done.as_str() });
            let document = json!({
                "schema_version": phantom_guard::report::SCHEMA_VERSION,
                "file": self.shown,
                "created": self.is_new,
                "entries": self.names.iter().zip(&self.done).map(entry).collect::<Vec<_>>(),
                "line": self.change.line,
                "removed": self.change.removed,
                "added": self.change.added,
            });
            return writeln!(out, "{document}");
        }
        for (name, done) in self.names.iter().zip(&self.done) {
            match done {
                Done::Added => writeln!(out, "{name} is allowed")?,
                Done::Changed => writeln!(out, "{name} was allowed already: its entry is changed")?,
                Done::Same => writeln!(out, "{name} is allowed already, for this reason")?,
                Done::Removed => writeln!(out, "{name} is no longer allowed")?,
            }
        }
        if self.change.removed.is_empty() && self.change.added.is_empty() {
            return Ok(());
        }
        let made = if self.is_new { " (new)" } else { "" };
        writeln!(out, "{shown}:{}{made}", self.change.line)?;
        for (sign, lines) in [('-', &self.change.removed), ('+', &self.change.added)] {
            for line in lines {
                writeln!(out, "  {}", escaped(format!("{sign} {line}").trim_end()))?;
            }
        }
        Ok(())
    }
}

/// A name and the version that it is allowed in; `None` is all of them.
fn named(
    text: &str,
    args: &AllowArgs,
    ecosystem: Option<Ecosystem>,
) -> Result<(PackageName, Option<String>), InputError> {
    if let Some((word, name)) = text.split_once(':')
        && word != "pkg"
        && word.parse::<Ecosystem>().is_err()
        && !word.contains(['@', '='])
    {
        let hint = match nearest(word, WORDS) {
            Some(meant) => format!("did you mean `{meant}:{name}`?"),
            None => format!("write pypi:{name}, npm:{name} or crates:{name}"),
        };
        return Err(fault(format!("{word:?} is no ecosystem"), &escaped(&hint)));
    }
    let spec = PackageSpec::parse(text, ecosystem).map_err(|error| unclear_name(&error))?;
    if spec.name.spelling().contains('*') {
        let hint = "write each name; patterns are for [private] and min-age.except";
        return Err(fault(format!("{text:?} is a pattern, and an entry is about one name"), hint));
    }
    let is_refused = spec.name.ecosystem() == Ecosystem::Npm
        && NO_PACKAGES.iter().any(|name| spec.name.spelling().eq_ignore_ascii_case(name));
    if is_refused || spec.name.fault().is_some() {
        let hint = "an entry would let through what no registry can hold: check the spelling";
        return Err(fault(format!("{text:?} cannot be a name in {}", spec.name.ecosystem()), hint));
    }
    let asks = spec.requirement.is_some();
    let dependency = Dependency::from(spec);
    let pinned = exact_version(&dependency).map(str::to_owned);
    match (pinned, args.release.clone()) {
        (None, None) if asks => Err(fault(
            format!("{text:?} is about several versions"),
            "an entry is about every version, or with --version VERSION about one: write the name alone",
        )),
        (Some(pinned), Some(version)) if pinned != version => Err(fault(
            format!("{text:?} and --version {version:?} do not go together"),
            "leave one of them out",
        )),
        (pinned, version) => Ok((dependency.name, version.or(pinned))),
    }
}

fn reason(args: &AllowArgs) -> Result<String, InputError> {
    let reason = args.reason.as_deref().unwrap_or_default().trim();
    let why = match reason {
        "" => "it gives no reason",
        reason if reason.contains(char::is_control) => "it has a line break or another control character",
        reason => return Ok(reason.to_owned()),
    };
    let hint = "say on one line why the name is right here, so that others can judge it later";
    Err(fault(format!("--reason: {why}"), hint))
}

fn last_day(text: &str, today: Date) -> Result<Date, InputError> {
    match text.trim().parse::<Date>() {
        Ok(date) if date < today => {
            Err(fault(format!("--until: {date} is past"), "give the last day on which the entry is to count"))
        }
        Ok(date) => Ok(date),
        Err(_) => Err(fault(format!("--until: {text:?} is no date"), "write it like 2027-01-31")),
    }
}

/// Why no entry of this file would count.
fn locked(session: &Session, path: &Path) -> Option<InputError> {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let own = real(path);
    let mut levels = Level::ALL.into_iter().zip(&session.resolved.files).rev();
    let place = levels.find_map(|(_, file)| {
        let is_own = own.is_some() && real(Path::new(&*file.shown)) == own;
        file.lock.place("allow").filter(|_| !is_own)
    })?;
    let hint = "ask whoever keeps that file to allow the name there";
    Some(fault(format!("an entry would not count: {place} locks allow"), hint))
}

/// Why an entry for a name would not count, or should not be written.
fn refused(session: &Session, name: &PackageName, version: Option<&str>, today: Date) -> Option<InputError> {
    let shown = format!("{}:{}", name.ecosystem(), escaped_name(name.spelling()));
    if name.normal() == RESERVED_NAME {
        return Some(fault(
            format!("{shown} is blocked always"),
            "`phantom doctor` tries things out with it",
        ));
    }
    if let Some(entry) = session.policy.denying(name, version, today) {
        let why = format!("{shown} is denied by {}: {}", entry.place, entry.reason.escape_debug());
        return Some(fault(why, "the deny list goes before the allow list: change that entry first"));
    }
    let is_hit = |affected: &Affected| match (affected, version) {
        (Affected::All, _) => true,
        (affected, Some(version)) => affected.holds(name.ecosystem(), version) == Some(true),
        _ => false,
    };
    let advisory = session.advised(name).into_iter().find(|advisory| is_hit(&advisory.affected))?;
    let why = format!("{shown} is known to be malicious: {}", advisory.sentence());
    Some(fault(why, "no entry lets it through: see docs/advisories.md"))
}

/// Where a new file goes: to the top of the repository, else beside the nearest manifest, else here.
fn new_file(here: &Path) -> (PathBuf, String) {
    let folder = std::path::absolute(here).unwrap_or_else(|_| here.to_owned());
    let has_manifest = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut kinds = entries.filter_map(|entry| FileKind::of(Path::new(&entry.file_name())));
        kinds.any(|kind| !kind.is_script())
    };
    let top = folder.ancestors().find(|above| above.join(".git").exists());
    let top = top.or_else(|| folder.ancestors().find(|above| has_manifest(above))).unwrap_or(&folder);
    let path = top.join(FILE_NAME);
    let shown = if top == folder { FILE_NAME.to_owned() } else { path.to_string_lossy().into_owned() };
    (path, shown)
}

fn unwritable(shown: &str, error: &std::io::Error) -> InputError {
    InputError {
        file: Some(shown.into()),
        ..fault(format!("it cannot be changed: {error}"), "check the path and its permissions")
    }
}
