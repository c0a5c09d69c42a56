//! `phantom hook AGENT`: answers an agent that asks before it runs a command or changes a file.
//!
//! Standard output holds the agent's own form of a no, or nothing at all, which leaves the decision to the
//! agent and its user; never a yes, which would skip the user's own question. The exit code is 0 either way:
//! for other codes, each agent has rules of its own. What could install and cannot be judged, or not in time,
//! is stopped. docs/hooks.md says what is covered.

mod agent;
mod around;
mod changes;
mod edit;
mod git;
mod judge;
mod patch;
mod policy;
mod reason;
mod record;
mod request;
mod settings;
mod text;

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use phantom_guard::report::Exit;
use phantom_guard::shell;

pub(crate) use agent::Agent;
use record::Judged;
use request::Request;

use crate::args::{GlobalOptions, HookArgs, HookCommand};

/// Agents wait for a time of their own, and then run the command: an answer comes before.
const DEADLINE: Duration = Duration::from_secs(3);

/// The time for one look-up, where the user has set none: it leaves some of the deadline.
const LOOK_UP: &str = "2s";

/// For so long the log may take, behind the answer.
const TIME_TO_LOG: Duration = Duration::from_millis(500);

/// What is said of a request that took too long.
const LATE: &str = "Phantom could not check this within 3 seconds, so that it was stopped. Try again, or ask the user \
                    to install it.";

/// What is said of input that is no JSON.
const NO_JSON: &str = "Phantom cannot read what the agent says of this command, and it names an installer. Ask the \
                       user to look at the hook.";

/// More than any request needs.
const LARGEST: u64 = 32 << 20;

/// Runs `phantom hook …`.
pub(crate) fn run(args: &HookArgs, options: &GlobalOptions) -> ExitCode {
    let agent = match args.command {
        HookCommand::ClaudeCode => Agent::ClaudeCode,
        HookCommand::Codex => Agent::Codex,
        HookCommand::Gemini => Agent::Gemini,
        HookCommand::Cursor => Agent::Cursor,
        HookCommand::Copilot => Agent::Copilot,
        HookCommand::Git => return git::check(options),
        HookCommand::Install(place) => return settings::install(&place),
        HookCommand::Uninstall(place) => return settings::uninstall(&place),
        HookCommand::Status => return settings::status(),
    };
    answer(agent, options)
}

/// What is known of a request while it is being judged.
#[derive(Debug, Default)]
struct Known {
    /// What was read of it so far.
    bytes: Vec<u8>,
    /// Whether it may install, once it was understood.
    installs: Option<bool>,
}

impl Known {
    fn may_install(&self) -> bool {
        self.installs.unwrap_or_else(|| holds_install(&self.bytes))
    }
}

fn answer(agent: Agent, options: &GlobalOptions) -> ExitCode {
    let known = Arc::new(Mutex::new(Known::default()));
    let on_panic = Arc::clone(&known);
    std::panic::set_hook(Box::new(move |_| {
        // The mutex may be held by the thread that failed.
        let may_install = on_panic.try_lock().map_or(true, |known| known.may_install());
        if may_install {
            deny(agent, "Phantom failed while it looked at this. Ask the user to look at it.");
        }
        std::process::exit(0);
    }));
    let mut options = options.clone();
    options.timeout.get_or_insert_with(|| LOOK_UP.to_owned());
    let (send, receive) = channel();
    let shared = Arc::clone(&known);
    let started = std::thread::Builder::new().spawn(move || {
        let _ = send.send(decide(&shared, &options));
    });
    let decided = match started {
        Ok(_) => receive.recv_timeout(DEADLINE),
        Err(_) => Err(RecvTimeoutError::Disconnected),
    };
    let judged = decided.unwrap_or_else(|_| {
        let known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.may_install() { Judged::unread(LATE) } else { Judged::default() }
    });
    if let Some(reason) = &judged.reason {
        deny(agent, reason);
    }
    log(agent, judged);
    ExitCode::from(Exit::Clean.code())
}

/// Writes the log. The agent waits for the end of this process, and not for a disk that does not answer.
fn log(agent: Agent, judged: Judged) {
    let (send, receive) = channel();
    let started = std::thread::Builder::new().spawn(move || {
        judged.log(agent);
        let _ = send.send(());
    });
    if started.is_ok() {
        let _ = receive.recv_timeout(TIME_TO_LOG);
    }
}

/// Reads the request and judges it.
fn decide(known: &Mutex<Known>, options: &GlobalOptions) -> Judged {
    let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
    let mut input = io::stdin().lock().take(LARGEST + 1);
    let mut piece = vec![0; 1 << 16];
    loop {
        match input.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => lock().bytes.extend_from_slice(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    let bytes = lock().bytes.clone();
    let whole = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let Ok(whole @ serde_json::Value::Object(_)) = whole else {
        return if lock().may_install() { Judged::unread(NO_JSON) } else { Judged::default() };
    };
    let request = Request::of(&whole);
    let guarded = policy::Guarded::of(request.folder.as_deref().unwrap_or(Path::new(".")));
    let is_judged =
        |edit: &edit::Edit| edit.kind().is_some_and(|kind| !kind.is_script()) || guarded.holds(&edit.path);
    let edits_manifest = request.edits.iter().any(is_judged);
    let installs = edits_manifest
        || request.commands.iter().any(|text| shell::holds_install(text) || guarded.is_named_in(text));
    lock().installs = Some(installs);
    judge::request(&request, options)
}

/// Whether JSON, in whatever state, names an installer and a word by which one installs.
fn holds_install(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).replace("\\n", " ").replace("\\t", " ").replace("\\r", " ");
    shell::holds_install(&text)
}

fn deny(agent: Agent, reason: &str) {
    // Where standard output is closed, nobody can be told.
    let _ = writeln!(io::stdout(), "{}", agent.denial(reason));
}
