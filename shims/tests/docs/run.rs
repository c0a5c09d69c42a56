//! Runs the commands of a page's blocks.

use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use phantom_testkit::Sandbox;

use crate::page::{Block, pages, root};
use crate::project::{PHANTOM, World};
use crate::shown;

/// Ends what one line printed; its exit code follows.
const MARK: &str = "\u{1e}";

/// A line of a block, and what the block shows below it.
#[derive(Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) command: String,
    /// `None` where a block shows commands alone.
    pub(crate) shown: Option<String>,
}

/// What is to be done with a block.
#[derive(Debug)]
enum Plan {
    Run {
        project: String,
        shims: bool,
        exits: Vec<i32>,
    },
    Leave,
    /// It needs a command or option that this Phantom does not have yet.
    Wait,
}

#[test]
fn every_command_does_what_the_docs_say() {
    let pages = pages();
    let blocks: Vec<(&Path, &Block)> = pages
        .iter()
        .flat_map(|page| page.blocks.iter().map(|block| (&*page.path, block)))
        .filter(|(_, block)| has_commands(block))
        .collect();
    let world = World::new();
    let (next, faults, left) = (AtomicUsize::new(0), Mutex::new(Vec::new()), AtomicUsize::new(0));
    let work = || {
        while let Some((path, block)) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let place = format!("{}:{}", path.display(), block.line);
            match plan(block) {
                Ok(Plan::Leave) => {
                    left.fetch_add(1, Ordering::Relaxed);
                }
                Ok(Plan::Wait) => println!("{place}: waits for what it needs"),
                Ok(Plan::Run { project, shims, exits }) => {
                    let sandbox = world.sandbox(&project, shims);
                    if let Err(fault) = sandbox.and_then(|sandbox| run(&sandbox, &exits, &lines(block))) {
                        faults.lock().unwrap().push(format!("{place}: {fault}"));
                    }
                }
                Err(fault) => faults.lock().unwrap().push(format!("{place}: {fault}")),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, NonZero::get) {
            scope.spawn(work);
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    let (all, left) = (blocks.len(), left.into_inner());
    println!("{all} blocks of commands, {left} of them not run");
    assert!(left * 3 <= all, "{left} of {all} blocks are not run");
}

/// A block of commands; a transcript in a block of another kind is one too.
fn has_commands(block: &Block) -> bool {
    matches!(block.kind.as_str(), "sh" | "console") || block.text.lines().any(|line| line.starts_with("$ "))
}

fn plan(block: &Block) -> Result<Plan, String> {
    if let Some(why) = block.comment.strip_prefix("not run:") {
        // "No" and "later" are no reasons.
        return if why.trim().len() >= 15 {
            Ok(Plan::Leave)
        } else {
            Err("not run, and no reason given".into())
        };
    }
    let (mut project, mut shims, mut exits) = ("everyday".to_owned(), false, vec![0]);
    if let Some(words) = block.comment.strip_prefix("run:") {
        for word in words.split_whitespace() {
            match word.split_once('=') {
                None if word == "shims" => shims = true,
                Some(("project", name)) => project = name.to_owned(),
                Some(("needs", word)) if !offers(word) => return Ok(Plan::Wait),
                Some(("needs", _)) => {}
                Some(("exit", codes)) => {
                    exits = codes.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| codes)?;
                }
                _ => return Err(format!("unknown in `run:`: {word:?}")),
            }
        }
    }
    Ok(Plan::Run { project, shims, exits })
}

/// Whether this Phantom's help knows a word.
fn offers(word: &str) -> bool {
    let sandbox = Sandbox::new();
    let knows = |args: &[&str]| sandbox.run(PHANTOM, args).stdout_text().contains(word);
    knows(&["--help"]) || knows(&["scan", "--help"])
}

/// The commands of a block, each on one line.
pub(crate) fn lines(block: &Block) -> Vec<Line> {
    let transcript = block.text.lines().any(|line| line.starts_with("$ "));
    let mut lines: Vec<Line> = Vec::new();
    let mut open = false;
    for line in block.text.lines() {
        let command = if transcript { line.strip_prefix("$ ") } else { Some(line) };
        match (command, lines.last_mut()) {
            (_, Some(last)) if open => last.command.push_str(line.trim_start()),
            (Some(command), _) if command.trim().is_empty() || command.trim_start().starts_with('#') => {
                continue;
            }
            (Some(command), _) => {
                lines.push(Line { command: command.to_owned(), shown: transcript.then(String::new) });
            }
            (None, Some(last)) => {
                last.shown.get_or_insert_default().push_str(&format!("{line}\n"));
                continue;
            }
            (None, None) => continue,
        }
        // A line that ends with a backslash goes on with the next one.
        let last = lines.last_mut().unwrap();
        open = last.command.ends_with('\\');
        if open {
            last.command.pop();
        }
    }
    lines
}

/// Runs lines one behind the other in one shell, and compares what each does with what is said of it.
fn run(sandbox: &Sandbox, exits: &[i32], lines: &[Line]) -> Result<(), String> {
    for (number, (line, (printed, code))) in lines.iter().zip(outcomes(sandbox, lines)?).enumerate() {
        let expected = exits.get(number).or(exits.last()).copied().unwrap_or_default();
        if code != expected {
            return Err(format!("`{}` ended with {code}, not {expected}:\n{printed}", line.command));
        }
        let shown = line.shown.as_ref().map(|shown| shown.lines().collect::<Vec<_>>());
        if let Some(shown) = shown
            && !shown::agrees(&shown, &printed.lines().collect::<Vec<_>>())
        {
            return Err(format!("`{}` does not print what is shown, but:\n{printed}", line.command));
        }
    }
    Ok(())
}

/// A page is read for years: the day until which it allows a name is always one to come.
fn with_a_day_to_come(command: &str) -> String {
    let Some((before, (day, behind))) =
        command.split_once("--until ").and_then(|(before, rest)| Some((before, rest.split_at_checked(10)?)))
    else {
        return command.to_owned();
    };
    let day = day.parse::<jiff::civil::Date>().unwrap();
    let next =
        phantom_guard::policy::today(jiff::Timestamp::now()).saturating_add(jiff::Span::new().days(30));
    format!("{before}--until {}{behind}", day.max(next))
}

/// What each line printed, standard output and error as they came, and its exit code.
pub(crate) fn outcomes(sandbox: &Sandbox, lines: &[Line]) -> Result<Vec<(String, i32)>, String> {
    let mut script = "exec 2>&1 </dev/null\n".to_owned();
    for line in lines {
        script.push_str(&with_a_day_to_come(&in_the_sandbox(&line.command)));
        script.push_str(&format!("\nprintf '{MARK}%d{MARK}' $?\n"));
    }
    let outcome = sandbox.run("timeout", ["300", "bash", "--noprofile", "--norc", "-c", &script]);
    let text = readable(sandbox, &outcome.stdout_text());
    let mut parts = text.split(MARK);
    let mut outcomes = Vec::new();
    while let (Some(printed), Some(code)) = (parts.next(), parts.next()) {
        outcomes.push((printed.to_owned(), code.parse().map_err(|_| format!("no exit code: {code:?}"))?));
    }
    if outcomes.len() == lines.len() {
        Ok(outcomes)
    } else {
        Err(format!("the shell ended early:\n{text}{}", outcome.stderr_text()))
    }
}

/// The README runs Phantom by cargo, in this repository.
fn in_the_sandbox(command: &str) -> String {
    match command.split_once(" --bin phantom -- ") {
        Some((before, args)) if before.starts_with("cargo run") => {
            format!("(cd '{}' && phantom {args})", root().display())
        }
        _ => command.to_owned(),
    }
}

/// Folders as a reader has them.
fn readable(sandbox: &Sandbox, text: &str) -> String {
    let home = sandbox.path("home").display().to_string();
    let project = sandbox.project().display().to_string();
    text.replace(&home, "~").replace(&project, "~/project")
}

#[test]
fn a_transcript_is_commands_and_what_they_print() {
    let block = |kind: &str, text: &str| Block {
        kind: kind.into(),
        text: text.into(),
        comment: String::new(),
        line: 1,
    };
    let line =
        |command: &str, shown: Option<&str>| Line { command: command.into(), shown: shown.map(Into::into) };
    let transcript = block("console", "$ phantom scan \\\n    --offline\nblocked\n$ echo $?\n1\n");
    assert_eq!(
        lines(&transcript),
        [line("phantom scan --offline", Some("blocked\n")), line("echo $?", Some("1\n"))]
    );
    let commands = block("sh", "# first\nphantom scan    # what is there\n\nphantom doctor\n");
    assert_eq!(
        lines(&commands),
        [line("phantom scan    # what is there", None), line("phantom doctor", None)]
    );
    assert!(plan(&Block { comment: "not run: later".into(), ..commands }).is_err());
}
