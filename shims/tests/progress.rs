//! The line of progress as a person sees it: on a terminal, with a registry that lets one wait.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::fs::File;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use phantom_testkit::Sandbox;
use phantom_testkit::fake::{Fake, Kind, Profile};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

const PHANTOM: &str = env!("CARGO_BIN_EXE_phantom");
/// Long enough to be told of, and short enough for a test.
const SLOW: Duration = Duration::from_millis(900);
const PATIENCE: Duration = Duration::from_millis(300);
/// For whatever must come at last.
const AT_LAST: Duration = Duration::from_secs(60);

/// A program that runs on a terminal.
struct Run {
    child: Child,
    began: Instant,
    columns: u16,
    seen: Arc<Mutex<Seen>>,
    reader: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    bytes: Vec<u8>,
    first: Option<Instant>,
}

/// What was left when it ended.
struct Ended {
    status: ExitStatus,
    took: Duration,
    /// From the start to the first byte.
    first: Option<Duration>,
    /// All that was ever written.
    written: String,
    screen: vt100::Screen,
}

impl Run {
    /// Runs `phantom` with standard error on a terminal, and standard output too where `all` is true.
    fn start(sandbox: &Sandbox, args: &[&str], columns: u16, all: bool) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = || File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        let mut command = sandbox.command(PHANTOM, args);
        command.stdin(Stdio::null()).stderr(slave());
        command.stdout(if all { slave().into() } else { Stdio::null() });
        let began = Instant::now();
        let child = command.spawn().unwrap();
        // The last one of this side's: at the child's end, reading ends.
        drop(command);
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (mut master, into) = (File::from(master), Arc::clone(&seen));
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = master.read(&mut buffer) {
                let mut seen = into.lock().unwrap();
                seen.first.get_or_insert_with(Instant::now);
                seen.bytes.extend_from_slice(&buffer[..count]);
            }
        });
        Self { child, began, columns, seen, reader }
    }

    fn screen(&self) -> vt100::Screen {
        screen(&self.seen.lock().unwrap().bytes, self.columns)
    }

    /// The screen, once this stands there.
    fn until(&self, text: &str) -> vt100::Screen {
        while self.began.elapsed() < AT_LAST {
            let screen = self.screen();
            if screen.contents().contains(text) {
                return screen;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("{text:?} never comes: {:?}", self.screen().contents());
    }

    fn send(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn end(mut self) -> Ended {
        let status = self.child.wait().unwrap();
        let took = self.began.elapsed();
        self.reader.join().unwrap();
        let seen = self.seen.lock().unwrap();
        Ended {
            status,
            took,
            first: seen.first.map(|first| first - self.began),
            written: String::from_utf8_lossy(&seen.bytes).into_owned(),
            screen: screen(&seen.bytes, self.columns),
        }
    }
}

fn screen(bytes: &[u8], columns: u16) -> vt100::Screen {
    let mut parser = vt100::Parser::new(24, columns, 0);
    parser.process(bytes);
    parser.screen().clone()
}

impl Ended {
    #[track_caller]
    fn nothing_remains(&self) {
        assert_eq!(self.screen.contents().trim(), "", "{:?}", self.written);
        assert!(!self.screen.hide_cursor());
        assert_eq!(self.screen.cursor_position(), (0, 0));
    }
}

/// A registry of which every answer takes its time, and a machine whose clients know it.
fn scene(delay: Duration) -> (Fake, Sandbox) {
    let fake =
        Fake::start(
            delay,
            |_, name| {
                if name == "qzvx-gone" { Profile::Missing } else { Profile::long_standing() }
            },
        );
    let mut sandbox = Sandbox::new();
    sandbox.set("TERM", "xterm-256color");
    sandbox.set("PHANTOM_INDEX", format!("npm={}", fake.root(Kind::Npm)));
    sandbox.set("PIP_INDEX_URL", fake.root(Kind::Simple));
    sandbox.script("pip", "echo the client ran");
    (fake, sandbox)
}

const CHECK: [&str; 6] = ["check", "-e", "npm", "react", "qzvx-one", "qzvx-gone"];

#[test]
fn a_run_that_takes_its_time_says_how_far_it_is_and_leaves_nothing_behind() {
    std::thread::scope(|scope| {
        for (columns, line) in [
            (80, "checking [=====>          ] 1 of 3: 2 left, 0 from cache, 2 asked, waiting for 1"),
            (140, "checking [=====>          ] 1 of 3: 2 left, 0 from cache, 2 asked, waiting for HOST"),
            (40, "checking 1 of 3: 2 left, 0 from cache, 2"),
        ] {
            scope.spawn(move || is_shown_and_gone(columns, line));
        }
    });
}

fn is_shown_and_gone(columns: u16, line: &str) {
    let (fake, sandbox) = scene(2 * SLOW);
    let run = Run::start(&sandbox, &CHECK, columns, true);
    // It may come in parts.
    let screen = run.until(&line.replace("HOST", &fake.address().to_string()));
    assert_eq!(screen.rows(0, columns).nth(1).unwrap().trim_end(), "");
    let ended = run.end();
    assert_eq!(ended.status.code(), Some(1));
    assert!(ended.first.unwrap() >= PATIENCE, "{:?}", ended.first);
    let text = ended.screen.contents();
    assert!(text.starts_with("error[not-found]: npm `qzvx-gone`"), "{text}");
    assert!(!text.contains("checking"), "{text}");
    assert!(!ended.screen.hide_cursor());
    // A narrow terminal breaks the line.
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains("(2 asked, 1 without asking)"), "{text}");
}

#[test]
fn a_run_that_is_soon_over_draws_nothing() {
    let (_fake, sandbox) = scene(Duration::ZERO);
    // A machine under load may take longer, and then a line is right.
    for _ in 0..100 {
        let ended = Run::start(&sandbox, &CHECK, 80, false).end();
        if ended.took < PATIENCE {
            return assert_eq!(ended.written, "");
        }
    }
    panic!("no run is quick");
}

#[test]
fn who_does_not_look_is_not_shown_anything() {
    let cases: [(&str, &str, &[&str], bool); 6] = [
        ("TERM", "dumb", &[], false),
        ("TERM", "", &[], false),
        ("CI", "1", &[], false),
        ("PHANTOM_PLAIN", "1", &[], false),
        ("LANG", "C", &["-q"], false),
        // Its lines would come between.
        ("LANG", "C", &["--format", "jsonl"], true),
    ];
    std::thread::scope(|scope| {
        for (name, value, options, all) in cases {
            scope.spawn(move || {
                let (_fake, mut sandbox) = scene(SLOW);
                sandbox.set(name, value);
                let ended = Run::start(&sandbox, &[options, &CHECK[..]].concat(), 80, all).end();
                assert_eq!(ended.status.code(), Some(1), "{}", ended.written);
                assert!(!ended.written.contains("checking"), "{name}={value} {options:?}: {}", ended.written);
            });
        }
        scope.spawn(|| {
            let (_fake, sandbox) = scene(SLOW);
            let piped = sandbox.run(PHANTOM, CHECK).expect_code(1);
            assert_eq!(piped.stderr_text(), "");
        });
    });
}

#[test]
fn the_gate_shows_it_while_it_judges_and_gives_the_client_a_clean_terminal() {
    let (_fake, sandbox) = scene(SLOW);
    let run = Run::start(&sandbox, &["pip", "install", "qzvx-one"], 80, true);
    run.until("checking [                ] 0 of 1: 1 left, 0 from cache, 1 asked");
    let ended = run.end();
    assert_eq!(ended.status.code(), Some(0), "{}", ended.written);
    assert_eq!(ended.screen.contents().trim_end(), "the client ran");
}

#[test]
fn a_signal_takes_the_line_away_before_it_ends_the_run() {
    let stalls = Duration::from_secs(4);
    let (_fake, sandbox) = scene(stalls);
    for (signal, args) in [
        (Signal::TERM, &CHECK[..]),
        (Signal::INT, &["pip", "install", "qzvx-one"]),
        (Signal::TERM, &["pip", "install", "qzvx-one"]),
    ] {
        let run = Run::start(&sandbox, args, 80, true);
        run.until("checking");
        run.send(signal);
        let ended = run.end();
        assert_eq!(ended.status.signal(), Some(signal.as_raw()), "{args:?}: {:?}", ended.written);
        ended.nothing_remains();
    }
}

#[test]
fn an_interrupted_check_still_reports_and_leaves_no_line() {
    let (_fake, sandbox) = scene(Duration::from_secs(4));
    let run = Run::start(&sandbox, &CHECK, 200, true);
    run.until("checking");
    run.send(Signal::INT);
    let ended = run.end();
    assert_eq!(ended.status.code(), Some(130), "{}", ended.written);
    let text = ended.screen.contents();
    // What the notes, the findings and the last line say is the same.
    let unchecked = [3, 2, 1, 0].into_iter().find(|left| {
        text.contains(&format!("interrupted: checked {} of 3 names", 3 - left))
            && (*left == 0 || text.contains(&format!("{left} not checked")))
    });
    assert!(unchecked.is_some(), "{text}");
    let notes = text.lines().filter(|line| line.contains("not checked: the run was interrupted"));
    let unchecked = format!("{} not checked", unchecked.unwrap_or_default());
    notes.for_each(|line| assert!(line.contains(&unchecked), "{text}"));
    assert!(!text.contains("checking"), "{text}");
    assert!(!ended.screen.hide_cursor());
}

#[test]
fn the_summary_says_who_answered() {
    let (_fake, sandbox) = scene(Duration::ZERO);
    let last = |args: &[&str]| {
        let text = sandbox.run(PHANTOM, [args, &CHECK[..]].concat()).expect_code(1).stdout_text();
        let line = text.lines().last().unwrap().to_owned();
        let (_, counts) = line.split_once(": ").unwrap();
        counts.to_owned()
    };
    let json = || -> serde_json::Value {
        let options = [&["--format", "json"], &CHECK[..]].concat();
        serde_json::from_slice(&sandbox.run(PHANTOM, options).expect_code(1).stdout).unwrap()
    };
    assert_eq!(last(&[]), "1 blocked, 2 passed (2 asked, 1 without asking)");
    assert_eq!(last(&[]), "1 blocked, 2 passed (2 from cache, 1 without asking)");
    assert_eq!(json()["summary"]["cached"], 2);
    assert!(json()["summary"].get("asked").is_none());
    sandbox.forget_answers();
    // What the user's word settles is no answer of a cache.
    assert_eq!(last(&["--allow", "qzvx-one"]), "1 blocked, 2 passed (1 asked, 2 without asking)");
    sandbox.forget_answers();
    assert_eq!(json()["summary"]["asked"], 2);
    let offline = sandbox.run(PHANTOM, [&["--offline"], &CHECK[..]].concat()).stdout_text();
    assert!(!offline.contains('('), "{offline}");
}
