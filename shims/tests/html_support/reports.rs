//! Reports of each kind: an everyday one, a clean one, a large one, one of hostile names.

use std::time::Duration;

use phantom_guard::detector::{Assessment, Signal, SignalCode, Verdict};
use phantom_guard::finding::{Finding, InputError};
use phantom_guard::manifest::{FileKind, Note, SkipReason};
use phantom_guard::package::{Dependency, Ecosystem, Location, PackageName, Source};
use phantom_guard::policy::{Action, Decision};
use phantom_guard::report::{Chain, FileEntry, FileStatus, Files, Link, Report};

/// A name and how it was judged.
pub struct Case<'c> {
    pub ecosystem: Ecosystem,
    pub name: &'c str,
    pub action: Action,
    pub verdict: Verdict,
    pub score: f64,
    pub meant: Option<&'c str>,
    pub signals: Vec<(SignalCode, f64, String)>,
    pub at: Option<(&'c str, u32)>,
}

impl Case<'_> {
    /// A popular name in that file.
    pub fn fine<'c>(ecosystem: Ecosystem, name: &'c str, at: (&'c str, u32)) -> Case<'c> {
        Case {
            ecosystem,
            name,
            action: Action::Allow,
            verdict: Verdict::Safe,
            score: 0.012,
            meant: None,
            signals: vec![(SignalCode::Popular, -5.0, "is among the most used".to_owned())],
            at: Some(at),
        }
    }

    pub fn judged(self) -> Finding {
        let mut dependency = Dependency::new(PackageName::new(self.ecosystem, self.name));
        dependency.requirement = Some("^1.4".to_owned());
        dependency.location = self.at.map(|(file, line)| Location { file: file.into(), line, column: 5 });
        let signals =
            self.signals.into_iter().map(|(code, weight, detail)| Signal::new(code, weight, detail));
        let reason = match self.action {
            Action::Block => "score is at or over block-at 0.60",
            Action::Warn => "score is at or over warn-at 0.30",
            Action::Allow => "score is under warn-at 0.30",
        };
        Finding {
            dependency,
            assessment: Assessment {
                score: self.score,
                verdict: self.verdict,
                signals: signals.collect(),
                suggestion: self.meant.map(ToOwned::to_owned),
                checked: self.verdict != Verdict::Unknown,
            },
            decision: Decision { action: self.action, reason: reason.to_owned(), held: false, remedy: None },
            answer: None,
        }
    }
}

/// A report of these findings.
pub fn of(findings: Vec<Finding>) -> Report {
    let mut report = Report::of(findings, Vec::new());
    report.elapsed = Duration::from_millis(12);
    report
}

fn chain(ecosystem: Ecosystem, file: &str, names: &[&str]) -> Chain {
    let link = |name: &&str| Link { name: (*name).into(), version: Some("1.4.2".into()), location: None };
    Chain { ecosystem, file: file.into(), links: names.iter().map(link).collect() }
}

fn bad<'c>(
    ecosystem: Ecosystem,
    (name, meant): (&'c str, &'c str),
    at: (&'c str, u32),
    why: &str,
    score: f64,
) -> Case<'c> {
    let (action, verdict) =
        if score < 0.6 { (Action::Warn, Verdict::Suspicious) } else { (Action::Block, Verdict::HighRisk) };
    let weight = (score / (1.0 - score)).ln() + 2.2;
    Case {
        ecosystem,
        name,
        action,
        verdict,
        score,
        meant: Some(meant),
        signals: vec![
            (SignalCode::Typosquat, weight, why.to_owned()),
            (SignalCode::RecentlyCreated, 0.61, "was first published 9 days ago".to_owned()),
            (SignalCode::LongHistory, -0.34, "has 14 releases".to_owned()),
        ],
        at: Some(at),
    }
}

/// What a project of three languages would get.
pub fn everyday() -> Report {
    use Ecosystem::{Crates, Npm, PyPi};
    const LOCK: &str = "web/package-lock.json";
    let mut cases = Vec::new();
    for (i, name) in NPM.into_iter().enumerate() {
        cases.push(Case::fine(Npm, name, (LOCK, 12 + 11 * u32::try_from(i).unwrap())));
    }
    for (i, name) in PYPI.into_iter().enumerate() {
        cases.push(Case::fine(PyPi, name, ("service/requirements.txt", 1 + u32::try_from(i).unwrap())));
    }
    for (i, name) in CRATES.into_iter().enumerate() {
        cases.push(Case::fine(Crates, name, ("Cargo.lock", 5 + 9 * u32::try_from(i).unwrap())));
    }
    cases.extend([
        bad(
            PyPi,
            ("reqeusts", "requests"),
            ("service/requirements.txt", 31),
            "two letters of requests (rank 6) swapped",
            0.98,
        ),
        bad(
            Npm,
            ("raect", "react"),
            ("web/package.json", 14),
            "two letters of react (11 million downloads a month) swapped",
            0.97,
        ),
        bad(Npm, ("loadsh.merge", "lodash.merge"), (LOCK, 804), "two letters of lodash.merge swapped", 0.91),
        bad(Crates, ("serde-jsn", "serde_json"), ("Cargo.toml", 22), "a letter of serde_json left out", 0.55),
        bad(
            PyPi,
            ("python-yaml-utils", "pyyaml"),
            ("service/pyproject.toml", 9),
            "pyyaml with an affix that its authors never used",
            0.41,
        ),
    ]);
    let mut findings: Vec<_> = cases.into_iter().map(Case::judged).collect();
    for (name, line) in [("internal-metrics", 40), ("flask-openai-helper", 44)] {
        findings.push(
            Case {
                action: Action::Warn,
                verdict: Verdict::Unknown,
                score: 0.18,
                signals: vec![(
                    SignalCode::AbsentFromSnapshot,
                    0.4,
                    "is not in the snapshot of 2026-08-04".to_owned(),
                )],
                ..Case::fine(PyPi, name, ("service/requirements.txt", line))
            }
            .judged(),
        );
    }
    let mut private = Case::fine(Npm, "@acme/ui", ("web/package.json", 18)).judged();
    private.dependency.source = Source::OtherRegistry("https://registry.example/npm/".into());
    private.decision.reason = "not checked: private registry https://registry.example/npm/".to_owned();
    findings.push(private);
    let mut report = of(findings);
    report.chains = vec![
        chain(Npm, LOCK, &["web", "express-session-store", "cache-layer", "loadsh.merge"]),
        chain(Npm, LOCK, &["web", "build-tools", "cache-layer", "loadsh.merge"]),
        chain(Npm, LOCK, &["web", "raect"]),
        chain(Crates, "Cargo.lock", &["gateway", "config-reader", "serde-jsn"]),
    ];
    report.errors = vec![InputError {
        file: Some("tools/requirements-dev.txt".into()),
        line: Some(7),
        column: Some(12),
        message: "`>>2.1` is no version specifier".to_owned(),
        hint: "write `>2.1`, or leave the version out".to_owned(),
    }];
    report.notes = vec!["the snapshot is 114 days old; names published since are not in it".to_owned()];
    let entry =
        |shown: &str, kind, status, packages| FileEntry { shown: shown.into(), kind, status, packages };
    report.files = Some(Files {
        entries: vec![
            entry("Cargo.lock", Some(FileKind::CargoLock), FileStatus::Read, CRATES.len()),
            entry("service/requirements.txt", Some(FileKind::Requirements), FileStatus::Read, PYPI.len() + 3),
            entry("web/node_modules", None, FileStatus::Skipped(SkipReason::Installed), 0),
            entry(LOCK, Some(FileKind::PackageLock), FileStatus::Read, NPM.len() + 1),
        ],
        notes: vec![Note {
            location: Location { file: LOCK.into(), line: 12, column: 3 },
            message: "3 packages without an integrity hash".to_owned(),
        }],
    });
    report
}

/// Names that nothing speaks against.
pub fn clean() -> Report {
    let fine = |name| Case::fine(Ecosystem::Crates, name, ("Cargo.lock", 7)).judged();
    of(CRATES.into_iter().map(fine).collect())
}

/// As many names as a large project has, and 200 ways to a bad one.
pub fn large(count: u32) -> Report {
    let mut findings = Vec::new();
    for i in 0..count {
        let ecosystem = Ecosystem::ALL[i as usize % 3];
        let file = format!("packages/part-{}/lockfile", i % 40);
        let name = format!("package-{i:05}");
        findings.push(match i % 250 {
            17 => bad(ecosystem, (&name, "package"), (&file, i + 1), "package with a number", 0.93).judged(),
            60 | 61 => bad(ecosystem, (&name, "package"), (&file, i + 1), "like package", 0.42).judged(),
            _ => Case::fine(ecosystem, &name, (&file, i + 1)).judged(),
        });
    }
    let mut report = of(findings);
    report.chains = (0..200)
        .map(|i| {
            let (direct, middle) = (format!("direct-{}", i % 12), format!("middle-{}", i % 60));
            chain(
                Ecosystem::Npm,
                "lockfile",
                &["monorepo", &direct, &middle, &format!("package-{:05}", 17 + 250 * (i % 20))],
            )
        })
        .collect();
    report
}

/// Names that would run, hide or steer, wherever a name can stand.
pub fn hostile() -> Report {
    let long = "x".repeat(10_000);
    let mut findings = Vec::new();
    for name in HOSTILE.into_iter().chain([long.as_str()]) {
        let mut case = bad(Ecosystem::Npm, (name, name), (name, 1), name, 0.99);
        case.signals.push((SignalCode::InvalidName, 1.0, name.to_owned()));
        let mut finding = case.judged();
        finding.dependency.alias = Some(name.to_owned());
        finding.dependency.requirement = Some(name.to_owned());
        finding.dependency.source = Source::Git(name.into());
        finding.decision.reason = name.to_owned();
        findings.push(finding);
    }
    let mut report = of(findings);
    report.notes = HOSTILE.map(str::to_owned).to_vec();
    report.errors = HOSTILE
        .map(|name| InputError {
            file: Some(name.into()),
            line: Some(1),
            column: None,
            message: name.to_owned(),
            hint: name.to_owned(),
        })
        .to_vec();
    report.chains = HOSTILE.map(|name| chain(Ecosystem::Npm, name, &[name, name, name])).to_vec();
    report
}

/// Each sets `window.__pwned` where it is taken for more than text.
const HOSTILE: [&str; 12] = [
    "<img src=x onerror=window.__pwned=1>",
    "</script><script>window.__pwned=2</script>",
    "<!--<script>",
    "-->]]></style></title></textarea><svg onload=window.__pwned=3>",
    "javascript:window.__pwned=4",
    "\" onfocus=\"window.__pwned=5\" autofocus x=\"",
    "' onmouseover='window.__pwned=6'",
    "{{constructor.constructor('window.__pwned=7')()}}${window.__pwned=8}",
    "__proto__",
    "safe\u{202e}gpj.exe\u{2066}\u{200b}\u{feff}",
    "line\u{2028}break\u{2029}and\r\n\u{0}\u{1b}[31mred",
    "a&lt;b&amp;c\\u003cimg",
];

const NPM: [&str; 24] = [
    "react",
    "react-dom",
    "express",
    "lodash",
    "axios",
    "chalk",
    "commander",
    "debug",
    "dotenv",
    "eslint",
    "glob",
    "jest",
    "minimist",
    "prettier",
    "rimraf",
    "rxjs",
    "semver",
    "typescript",
    "uuid",
    "vite",
    "webpack",
    "ws",
    "yargs",
    "zod",
];
const PYPI: [&str; 14] = [
    "requests",
    "numpy",
    "pandas",
    "flask",
    "pydantic",
    "pyyaml",
    "boto3",
    "click",
    "jinja2",
    "attrs",
    "pytest",
    "rich",
    "httpx",
    "sqlalchemy",
];
const CRATES: [&str; 16] = [
    "serde",
    "serde_json",
    "tokio",
    "hyper",
    "reqwest",
    "clap",
    "regex",
    "anyhow",
    "thiserror",
    "rand",
    "log",
    "tracing",
    "url",
    "bytes",
    "futures",
    "itertools",
];
