//! What the words behind a command stand for: packages, programs, and other clients.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::client::{Client, parse};
use super::grammar::{Arguments, Role};
use super::plan::{Install, Plan, Project};
use super::{npm, pip};
use crate::package::Ecosystem;

/// Adds a package as the client's ecosystem spells it.
pub(super) fn add(install: &mut Install, name: &OsStr) -> Result<(), String> {
    match install.client {
        Client::Yarn => npm::add_name(&later_yarn(&name.to_string_lossy())?, install),
        _ if install.ecosystem == Ecosystem::Npm => npm::add_name(&name.to_string_lossy(), install),
        _ => pip::add_requirement(name, install),
    }
    Ok(())
}

/// `name@npm:range` is a range of that name to later versions of yarn; to yarn 1, what stands behind
/// `npm:` is the name of another package. Where both could be meant, nothing is certain.
fn later_yarn(text: &str) -> Result<Cow<'_, str>, String> {
    match text.split_once("@npm:") {
        Some((name, range)) if range.starts_with(['^', '~', '>', '<', '=', '*']) => {
            Ok(format!("{name}@{range}").into())
        }
        Some((name, range)) if range.starts_with(|c: char| c.is_ascii_digit()) => Err(format!(
            "`{text}` is a version of {name} to later versions of yarn and the package `{range}` to yarn 1: write \
             `{name}@{range}`"
        )),
        _ => Ok(text.into()),
    }
}

/// Programs that run what their arguments say.
const RUNNERS: &[&str] =
    &["sh", "bash", "zsh", "dash", "fish", "env", "sudo", "xargs", "nohup", "time", "exec", "command"];

/// What a program installs that a client runs: a client's own program does, and a shell may.
pub(super) fn program(first: &OsStr, args: &[OsString]) -> Result<Plan, String> {
    if let Some(client) = Client::from_program(first.as_ref()) {
        return Ok(parse(client, args));
    }
    let text = first.to_string_lossy();
    let name = Path::new(first).file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let is_line = text.contains(char::is_whitespace);
    if !is_line && !RUNNERS.contains(&&*name) {
        return Ok(Plan::PassThrough);
    }
    let words = std::iter::once(text).filter(|_| is_line).chain(args.iter().map(|arg| arg.to_string_lossy()));
    let separators = |c: char| c.is_whitespace() || "\"'`;|&()$<>{}".contains(c);
    for word in words.flat_map(|text| text.split(separators).map(str::to_owned).collect::<Vec<_>>()) {
        let file = word.rsplit(['/', '\\']).next().unwrap_or_default();
        if Client::from_name(file).is_some() || Client::is_not_covered(file) {
            return Err(format!(
                "a line for a shell that runs {file} is not read here: run {file} by itself"
            ));
        }
    }
    Ok(Plan::PassThrough)
}

/// What a package's program installs in its turn: `npx pnpm add x`, `uvx pip install x`.
pub(super) fn tool(name: &str, args: &[OsString]) -> Plan {
    Client::of_package(name).map_or(Plan::PassThrough, |client| parse(client, args))
}

/// The program that a word is the file of; one that cannot be read beforehand is an error.
pub(super) fn script(word: &OsStr, found: &Arguments<'_>) -> Result<Option<Project>, String> {
    let text = word.to_string_lossy();
    let is_file = [".py", ".pyw"].iter().any(|end| text.ends_with(end)) || found.has(Role::IsScript);
    if text.contains("://") && !text.starts_with("git+") && (is_file || text.starts_with("http")) {
        return Err(format!(
            "the program {} lies on the network, where it may change until it is used: download it, look at it, and run the file",
            crate::package::without_secrets(&text)
        ));
    }
    if text == "-" {
        return Err("the program on standard input can be read only once: write it into a file".to_owned());
    }
    Ok(is_file.then(|| Project::Script(PathBuf::from(word))))
}

/// uv gives the interpreter itself for this word.
pub(super) fn is_python(client: Client, word: &str) -> bool {
    let name = word.split(['@', '=', '<', '>', '~']).next().unwrap_or_default();
    client == Client::Uv && name == "python"
}

/// Requirements apart by commas, where a comma may belong to one (`a>=1,<2`).
pub(super) fn commas(text: &str) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    let mut open = 0_usize;
    for piece in text.split(',') {
        let goes_on = open > 0 || piece.trim_start().starts_with(['<', '>', '=', '!', '~']);
        match whole.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.push(',');
                last.push_str(piece);
            }
            None => whole.push(piece.to_owned()),
        }
        open += piece.matches('[').count();
        open = open.saturating_sub(piece.matches(']').count());
    }
    whole
}

/// An index without the name that it may be given (`corp=https://…`).
pub(super) fn without_label(text: &str) -> &str {
    let is_label =
        |label: &str| label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    text.split_once('=').filter(|(label, _)| is_label(label)).map_or(text, |(_, address)| address)
}

/// What the arguments for the pip behind a client would install besides.
pub(super) fn pip_arguments(text: &str) -> Result<Install, String> {
    if text.contains(['"', '\'', '\\']) {
        return Err(format!(
            "the arguments for pip `{text}` hold quotes, which are not read: leave them out"
        ));
    }
    let words = std::iter::once("install").chain(text.split_whitespace());
    match pip::plan(&words.map(OsString::from).collect::<Vec<_>>()) {
        Plan::Install(install) => Ok(install),
        Plan::NotUnderstood { why, .. } => Err(why),
        Plan::PassThrough => Ok(Install::new(Client::Pip)),
    }
}

/// What two commands install that run one after the other.
pub(super) fn join(mut outer: Install, inner: Plan) -> Plan {
    match inner {
        // What is in the environment may be for pip to install all the same.
        Plan::PassThrough if outer.is_empty() && outer.client != Client::Pip => Plan::PassThrough,
        Plan::PassThrough => Plan::Install(outer),
        Plan::NotUnderstood { .. } => inner,
        Plan::Install(inner) if outer.is_empty() => Plan::Install(inner),
        Plan::Install(inner) if inner.ecosystem == outer.ecosystem => {
            outer.join(inner);
            Plan::Install(outer)
        }
        Plan::Install(inner) => Plan::not_understood(format!(
            "{} would install as well as {}, and of another ecosystem: run the two one after the other",
            inner.client.name(),
            outer.client.name()
        ))
        .with_certain(inner),
    }
}
