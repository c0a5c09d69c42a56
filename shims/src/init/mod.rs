//! `phantom init`: a phantom.toml with comments, after a look at the project.

mod look;
mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::policy::{FILE_NAME, PolicyFile};
use phantom_guard::report::{Exit, escaped};
use serde_json::json;

use crate::args::{Format, InitArgs};
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};
use crate::replace;
use look::Found;

/// So many files are shown.
const MOST_FILES: usize = 12;

/// Writes a policy file for a folder, or shows it.
pub(crate) fn run(args: &InitArgs, output: &Output) -> ExitCode {
    match written(args) {
        Ok((found, shown, text)) => {
            finish(to_stdout(|out| tell(args, output, &found, &shown, &text, out)), Exit::Clean)
        }
        Err(error) => output.errors(vec![error]),
    }
}

fn written(args: &InitArgs) -> Result<(Found, String, String), InputError> {
    let path = args.folder.join(FILE_NAME);
    let shown = path.strip_prefix(".").unwrap_or(&path).to_string_lossy().into_owned();
    let at = |message: String, hint: &str| InputError {
        file: Some(shown.as_str().into()),
        ..fault(message, hint)
    };
    if !args.folder.is_dir() {
        return Err(at("its folder does not exist".to_owned(), "name the project's folder"));
    }
    if !args.dry_run && !args.force && path.symlink_metadata().is_ok() {
        let hint = "see what would be written with --dry-run, or write over it with --force";
        return Err(at("it is there already".to_owned(), hint));
    }
    if !args.dry_run
        && let Some(target) = replace::leads_out(&path)
    {
        let why = format!("it is a link out of the project, to {}", target.display());
        return Err(at(escaped(&why).into_owned(), "take the link away, or write that file by hand"));
    }
    let found = look::look(&args.folder);
    let text = text::text(&found);
    if PolicyFile::parse(&text, &shown).is_err() {
        return Err(at(
            "what was found makes no policy".to_owned(),
            "write the file by hand: see docs/policy.md",
        ));
    }
    if !args.dry_run {
        let hint = "check the folder and its permissions";
        replace::replace(&path, text.as_bytes())
            .map_err(|error| at(format!("it cannot be written: {error}"), hint))?;
    }
    Ok((found, shown, text))
}

fn tell(
    args: &InitArgs,
    output: &Output,
    found: &Found,
    shown: &str,
    text: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    if matches!(output.format, Format::Json | Format::Jsonl) {
        let files =
            found.files.iter().map(|(path, kind, names)| json!({"path": path, "kind": kind, "names": names}));
        let document = json!({
            "schema_version": phantom_guard::report::SCHEMA_VERSION,
            "file": shown,
            "written": !args.dry_run,
            "files": files.collect::<Vec<_>>(),
            "private_scopes": found.scopes.keys().collect::<Vec<_>>(),
            "text": text,
        });
        return writeln!(out, "{document}");
    }
    if args.dry_run {
        out.write_all(text.as_bytes())?;
        // The text alone is on standard output, so that it can be kept.
        return seen(found, &mut io::stderr().lock());
    }
    seen(found, out)?;
    writeln!(out, "written: {}", escaped(shown))?;
    let next = [
        ("phantom scan", "check what the project has"),
        ("phantom config show", "see what is in force"),
        ("phantom hook install git", "check what each commit adds"),
    ];
    writeln!(out, "next:")?;
    next.iter().try_for_each(|(command, what)| writeln!(out, "  {command:<26}{what}"))
}

/// What was found.
fn seen(found: &Found, out: &mut impl Write) -> io::Result<()> {
    if found.files.is_empty() {
        writeln!(out, "found: no manifest and no lockfile")?;
    } else {
        let words: Vec<_> = found.ecosystems.iter().map(|ecosystem| ecosystem.as_str()).collect();
        writeln!(out, "found: {}", if words.is_empty() { "no names".to_owned() } else { words.join(", ") })?;
    }
    for (path, kind, names) in found.files.iter().take(MOST_FILES) {
        let path = escaped(path);
        writeln!(out, "  {path:<26}{kind}, {names} name{}", if *names == 1 { "" } else { "s" })?;
    }
    if let Some(more) = found.files.len().checked_sub(MOST_FILES).filter(|more| *more > 0) {
        writeln!(out, "  and {more} more files")?;
    }
    for (scope, address) in &found.scopes {
        let scope = escaped(scope);
        writeln!(out, "  {scope:<26}bound to {} by .npmrc: see [private]", escaped(address))?;
    }
    for (_, _, address, place) in &found.indexes {
        let place = escaped(place);
        writeln!(out, "  {place:<26}names {}: see [index]", escaped(address))?;
    }
    for note in &found.left_out {
        writeln!(out, "  {}", escaped(note))?;
    }
    for (address, names) in &found.elsewhere {
        let address = escaped(address);
        writeln!(out, "  {address:<26}has {} of the names: see [private]", names.len())?;
    }
    Ok(())
}
