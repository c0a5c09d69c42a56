//! Reports of findings that no detector would make today: hostile ones, and each kind of decision.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::time::Duration;

use insta::assert_snapshot;
use phantom_guard::detector::{Assessment, Signal, SignalCode, Verdict};
use phantom_guard::finding::{Finding, InputError};
use phantom_guard::manifest::{FileKind, Note, SkipReason};
use phantom_guard::package::{Dependency, Ecosystem, Location, PackageName, Source};
use phantom_guard::policy::{Action, Decision};
use phantom_guard::report::{
    Command, Exit, FileEntry, FileStatus, Files, JsonLines, Mode, Report, Sources, Style, Verbosity,
    diagnostics, human, json,
};

struct Case {
    name: &'static str,
    score: f64,
    verdict: Verdict,
    action: Action,
    held: bool,
    line: u32,
}

fn finding(case: &Case) -> Finding {
    let mut dependency = Dependency::new(PackageName::new(Ecosystem::Npm, case.name));
    dependency.requirement = Some("^1".to_owned());
    dependency.location = (case.line > 0).then(|| Location {
        file: "web/pack\u{202e}age.json".into(),
        line: case.line,
        column: 5,
    });
    let mut signal = Signal::new(SignalCode::Typosquat, 3.4, "looks like \u{1b}[2Jreact");
    signal.target = Some("react".to_owned());
    Finding {
        dependency,
        assessment: Assessment {
            score: case.score,
            verdict: case.verdict,
            signals: vec![signal],
            suggestion: (case.verdict == Verdict::HighRisk).then(|| "react".to_owned()),
            checked: case.verdict != Verdict::Unknown,
        },
        decision: Decision {
            action: case.action,
            reason: "the reason".to_owned(),
            held: case.held,
            remedy: None,
        },
        answer: None,
    }
}

fn report(findings: Vec<Finding>) -> Report {
    let mut report = Report::of(findings, Vec::new());
    report.mode = Mode::Online;
    report.notes = vec!["a note with \u{1b}[31m colour".to_owned()];
    report.elapsed = Duration::from_micros(12_345);
    report
}

fn several() -> Report {
    let case = |name, score, verdict, action, held, line| Case { name, score, verdict, action, held, line };
    let mut report = report(
        [
            case("raect", 0.98, Verdict::HighRisk, Action::Block, false, 3),
            case("prhaps", 0.4, Verdict::Suspicious, Action::Warn, false, 4),
            case("raect", 0.98, Verdict::HighRisk, Action::Block, false, 9),
            case("maybe", 0.45, Verdict::Suspicious, Action::Block, true, 5),
            case("nobody-knows", 0.1, Verdict::Unknown, Action::Warn, false, 6),
            case("nobody-knows", 0.1, Verdict::Unknown, Action::Warn, false, 7),
            case("fine", 0.01, Verdict::Safe, Action::Allow, false, 0),
            case("gone", 0.8, Verdict::NotFound, Action::Block, false, 0),
        ]
        .iter()
        .map(finding)
        .collect(),
    );
    let mut private = finding(&case("internal", 0.01, Verdict::Safe, Action::Allow, false, 8));
    private.dependency.source = Source::OtherRegistry("https://registry.example/".into());
    private.decision.reason = "not checked: private registry https://registry.example/".to_owned();
    report.summary.count(&private);
    report.findings.push(private);
    report.errors = vec![InputError {
        file: Some("bad\u{7}.txt".into()),
        line: Some(2),
        column: Some(3),
        message: "something is \u{9b}wrong".to_owned(),
        hint: "mend it".to_owned(),
    }];
    report
}

fn text(report: &Report, style: &Style) -> String {
    let mut out = Vec::new();
    diagnostics(report, style, &mut out).unwrap();
    human(report, &Sources::new(), style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_person_reads_what_where_why_and_what_to_do() {
    let command =
        Command { before: "phantom".to_owned(), after: "npm install".to_owned(), kept: String::new() };
    let style = Style { command: Some(command), ..Style::default() };
    let text = text(&several(), &style);
    assert!(text.is_ascii() && !text.contains('\u{1b}'), "{text}");
    assert_snapshot!("human", text);
}

#[test]
fn quiet_leaves_findings_and_errors() {
    assert_snapshot!(
        "human_quiet",
        text(&several(), &Style { verbosity: Verbosity::Quiet, ..Style::default() })
    );
}

#[test]
fn colour_changes_nothing_but_colour() {
    let plain = text(&several(), &Style::default());
    let colored = text(&several(), &Style { color: true, ..Style::default() });
    assert_ne!(plain, colored);
    let mut stripped = String::new();
    let mut rest = colored.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

/// Lines for the findings of [`several`], hostile and long ones among them.
fn lines(report: &Report) -> Sources {
    let mut sources = Sources::new();
    for finding in &report.findings {
        let Some(place) = &finding.dependency.location else { continue };
        let line = match place.line {
            3 => "\t  \"raect\": \"^1\", \u{1b}[2J\u{202e} 漢字 https://me:S3@registry.example/?token=S3"
                .to_owned(),
            4 => format!("    prhaps {}", "x".repeat(10_000)),
            5 => "    maybe-not another name".to_owned(),
            _ => "    raect".to_owned(),
        };
        sources.add(place, line.replace("\t  \"", "   \"").as_str());
    }
    sources
}

#[test]
fn the_users_own_lines_are_drawn_in_any_width_and_read_out() {
    let report = several();
    let sources = lines(&report);
    for (name, width, plain) in
        [("drawn_40", 40, false), ("drawn_80", 80, false), ("drawn_200", 200, false), ("read_out", 80, true)]
    {
        let mut out = Vec::new();
        human(&report, &sources, &Style { width, plain, ..Style::default() }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains('\u{1b}') && !text.contains("S3") && !text.contains('\u{202e}'), "{text}");
        let commands = |line: &&str| line.contains("allow") || line.contains(" fix ") || line.contains("-->");
        for line in text.lines().filter(|line| !plain && !commands(line)) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        assert_snapshot!(name, text);
    }
}

#[test]
fn json_is_the_contracts() {
    let mut out = Vec::new();
    json(&several(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.lines().count(), 1);
    assert_snapshot!("json", text);
}

#[test]
fn files_and_notes_on_them_stand_in_every_form() {
    let location = Location { file: "web/package\u{202e}-lock.json".into(), line: 12, column: 3 };
    let entry =
        |shown: &str, kind, status, packages| FileEntry { shown: shown.into(), kind, status, packages };
    let files = Files {
        entries: vec![
            entry("a.py", Some(FileKind::PythonScript), FileStatus::Skipped(SkipReason::LargeScript), 0),
            entry("bad\u{7}.txt", None, FileStatus::Unreadable("the file \u{1b}[2J".to_owned()), 0),
            entry("node_modules", None, FileStatus::Skipped(SkipReason::Installed), 0),
            entry(&location.file, Some(FileKind::PackageLock), FileStatus::Read, 9),
        ],
        notes: vec![Note { location, message: "3 packages without an integrity hash".to_owned() }],
    };
    let mut report = report(Vec::new());
    report.files = Some(files);
    let style = Style { verbosity: Verbosity::Verbose, ..Style::default() };
    let (mut text, mut document) = (Vec::new(), Vec::new());
    human(&report, &Sources::new(), &style, &mut text).unwrap();
    text.extend(b"----- stderr\n");
    diagnostics(&report, &style, &mut text).unwrap();
    json(&report, &mut document).unwrap();
    let text = String::from_utf8(text).unwrap() + "----- json\n" + &String::from_utf8(document).unwrap();
    assert_snapshot!("files", text);
}

#[test]
fn json_lines_come_whole() {
    /// Remembers each write.
    #[derive(Default)]
    struct Writes(Vec<Vec<u8>>);
    impl std::io::Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.push(bytes.to_vec());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let report = several();
    let mut writes = Writes::default();
    let mut lines = JsonLines::new(&mut writes);
    for finding in report.findings.iter().cycle().take(1000) {
        lines.write(finding).unwrap();
    }
    lines.flush().unwrap();
    assert!(writes.0.len() > 1 && writes.0.iter().all(|block| block.ends_with(b"\n")));
    let all = writes.0.concat();
    assert_eq!(String::from_utf8(all).unwrap().lines().count(), 1000);
}

#[test]
fn exit_codes_keep_their_order() {
    let empty = || report(Vec::new());
    let error =
        InputError { file: None, line: None, column: None, message: String::new(), hint: String::new() };
    let judged = |blocked, held, errors: usize, interrupted| {
        let mut report = empty();
        report.summary.blocked = blocked + held;
        report.summary.held = held;
        report.errors = vec![error.clone(); errors];
        report.interrupted = interrupted;
        report.exit()
    };
    for (exit, code, blocked, held, errors, interrupted) in [
        (Exit::Clean, 0, 0, 0, 0, false),
        (Exit::Blocked, 1, 1, 1, 1, false),
        (Exit::Unreadable, 2, 0, 1, 1, false),
        (Exit::NotChecked, 3, 0, 1, 0, false),
        (Exit::Interrupted, 130, 1, 1, 1, true),
    ] {
        let found = judged(blocked, held, errors, interrupted);
        assert_eq!((found, found.code()), (exit, code));
        let documentation = include_str!("../docs/exit-codes.md");
        assert!(documentation.contains(&format!("| {code} |")), "{code}");
    }
}

#[test]
fn a_long_command_line_does_not_hide_the_finding() {
    let command = Command {
        before: "phantom".to_owned(),
        after: "check ".to_owned() + &"name ".repeat(100),
        kept: String::new(),
    };
    let text = text(&several(), &Style { command: Some(command), ..Style::default() });
    assert!(text.contains("to allow once: --allow npm:raect\n"), "{text}");
}

#[test]
fn a_file_in_a_wrong_format_does_not_fill_the_screen() {
    let error = |file: &str, line| InputError {
        file: Some(file.into()),
        line: Some(line),
        column: None,
        message: "no requirement".to_owned(),
        hint: String::new(),
    };
    let mut report = report(Vec::new());
    report.errors = (1..=40).map(|line| error("wrong.txt", line)).chain([error("other.txt", 7)]).collect();
    let shown = |verbosity| {
        let mut bytes = Vec::new();
        diagnostics(&report, &Style { verbosity, ..Style::default() }, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let normal = shown(Verbosity::Normal);
    assert_eq!(normal.matches("wrong.txt:").count(), 5, "{normal}");
    assert!(normal.contains("35 more errors in wrong.txt; -v shows them"), "{normal}");
    assert!(normal.contains("other.txt:7: no requirement"), "{normal}");
    assert_eq!(shown(Verbosity::Verbose).matches("wrong.txt:").count(), 40);
}
