//! Reports made by hand: each kind of finding, and hostile ones.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]

use std::io;
use std::time::Duration;

use phantom_guard::detector::{Assessment, Signal, SignalCode, Verdict};
use phantom_guard::finding::{Finding, InputError};
use phantom_guard::package::{Dependency, Ecosystem, Location, PackageName, Source};
use phantom_guard::policy::{Action, Decision};
use phantom_guard::report::{Chain, Link, Mode, Report, formats};

/// A form's function.
pub type Form = fn(&Report, &mut dyn io::Write) -> io::Result<()>;

/// Every form that [`formats`] has.
pub const FORMS: [(&str, Form); 7] = [
    ("sarif", formats::sarif),
    ("github", formats::github),
    ("gitlab", formats::gitlab),
    ("junit", formats::junit),
    ("markdown", formats::markdown),
    ("cyclonedx", formats::cyclonedx),
    ("csv", formats::csv),
];

/// What a form writes.
pub fn written(form: Form, report: &Report) -> String {
    let mut out = Vec::new();
    form(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A finding that is still to be made worse.
pub fn finding(ecosystem: Ecosystem, name: &str, line: u32) -> Finding {
    let mut dependency = Dependency::new(PackageName::new(ecosystem, name));
    dependency.location = (line > 0).then(|| Location { file: "web/package.json".into(), line, column: 6 });
    Finding {
        dependency,
        assessment: Assessment {
            score: 0.02,
            verdict: Verdict::Safe,
            signals: Vec::new(),
            suggestion: None,
            checked: true,
        },
        decision: Decision {
            action: Action::Allow,
            reason: "score 0.02 is under warn-at 0.30".to_owned(),
            held: false,
            remedy: None,
        },
        answer: None,
    }
}

/// One that is blocked for its likeness.
pub fn blocked(mut finding: Finding) -> Finding {
    let detail = "two letters of @types/react (rank 6) swapped, see https://evil.example/ or ask @everyone";
    finding.assessment = Assessment {
        score: 0.98,
        verdict: Verdict::HighRisk,
        signals: vec![
            signal(SignalCode::Typosquat, 5.4, detail, Some("react")),
            signal(SignalCode::RecentlyCreated, 2.5, "first published 3 days ago", None),
            signal(SignalCode::LongHistory, -0.5, "speaks for it", None),
        ],
        suggestion: Some("react".to_owned()),
        checked: true,
    };
    finding.decision.action = Action::Block;
    finding.decision.reason = "score 0.98 is at or over block-at 0.60".to_owned();
    finding
}

/// One that nobody could say anything of.
pub fn unknown(mut finding: Finding, action: Action) -> Finding {
    finding.assessment.verdict = Verdict::Unknown;
    finding.assessment.checked = false;
    finding.decision.action = action;
    finding.decision.held = action == Action::Block;
    finding.decision.reason = format!("nobody could be asked, and on-unavailable is {}", action.as_str());
    finding
}

/// One piece of evidence.
pub fn signal(code: SignalCode, weight: f64, detail: &str, target: Option<&str>) -> Signal {
    let mut signal = Signal::new(code, weight, detail.to_owned());
    signal.target = target.map(str::to_owned);
    signal
}

/// A report of findings and errors.
pub fn report(findings: Vec<Finding>, errors: Vec<InputError>) -> Report {
    let mut report = Report::of(findings, errors);
    report.mode = Mode::Online;
    report.elapsed = Duration::from_micros(12_345);
    report
}

/// An input that cannot be read.
pub fn error(file: Option<&str>, line: Option<u32>, message: &str) -> InputError {
    InputError {
        file: file.map(Into::into),
        line,
        column: line.map(|_| 3),
        message: message.to_owned(),
        hint: "mend it".to_owned(),
    }
}

/// One of everything.
pub fn everything() -> Report {
    use Ecosystem::{Crates, Npm, PyPi};
    let warned = |mut finding: Finding| {
        finding.assessment.score = 0.41;
        finding.assessment.verdict = Verdict::Suspicious;
        finding.assessment.signals =
            vec![signal(SignalCode::Combosquat, 1.2, "requests with a word more", None)];
        finding.decision.action = Action::Warn;
        finding.decision.reason = "score 0.41 is at or over warn-at 0.30".to_owned();
        finding
    };
    let mut scoped = finding(Npm, "@types/node", 4);
    scoped.dependency.requirement = Some("20.1.0".to_owned());
    let mut alias = blocked(finding(Npm, "raect", 9));
    alias.dependency.alias = Some("react".to_owned());
    alias.dependency.requirement = Some("^18".to_owned());
    let mut locked = blocked(finding(Npm, "epxress", 120));
    locked.dependency.location =
        Some(Location { file: "web/package-lock.json".into(), line: 120, column: 5 });
    locked.dependency.requirement = Some("4.18.2".to_owned());
    locked.dependency.locked = true;
    let mut young = finding(PyPi, "Flask", 0);
    young.dependency.requirement = Some("==3.1".to_owned());
    young.assessment.signals =
        vec![signal(SignalCode::RecentRelease, 0.0, "3.1 was published 2 hours ago; 3.0 is older", None)];
    young.decision.action = Action::Block;
    young.decision.reason = "min-age is 72h, and 3.1 is younger".to_owned();
    young.decision.remedy = Some("flask==3.0".into());
    let mut malicious = blocked(finding(PyPi, "evil_thing", 0));
    malicious.assessment.suggestion = None;
    malicious.assessment.signals =
        vec![signal(SignalCode::KnownMalicious, 24.0, "it is known to be malicious: X-1", None)];
    let mut private = unknown(finding(Npm, "@own/tool", 12), Action::Allow);
    private.dependency.source = Source::OtherRegistry("https://me:secret@registry.example/npm/".into());
    let mut own = finding(Crates, "own", 0);
    own.dependency.source = Source::Workspace;
    let mut threshold = finding(Crates, "plain", 0);
    threshold.decision.action = Action::Warn;
    let findings = vec![
        scoped,
        alias,
        locked,
        warned(finding(PyPi, "requests-helper", 0)),
        young,
        malicious,
        unknown(finding(Crates, "nobody_knows", 0), Action::Warn),
        unknown(finding(Npm, "held-one", 14), Action::Block),
        private,
        own,
        threshold,
        blocked(finding(Npm, "raect", 11)),
    ];
    let errors = vec![
        error(Some("web/bad file.txt"), Some(2), "something is wrong"),
        error(None, None, "`x y` is no name"),
    ];
    let place = |line| Some(Location { file: "web/package-lock.json".into(), line, column: 5 });
    let link = |name: &str, version: Option<&str>, location| Link {
        name: name.into(),
        version: version.map(Into::into),
        location,
    };
    let chain = Chain {
        ecosystem: Npm,
        file: "web/package-lock.json".into(),
        links: vec![
            link("shop", None, None),
            link("@types/node", Some("20.1.0"), place(60)),
            link("between", Some("2.0.0"), place(80)),
            link("epxress", Some("4.18.2"), place(120)),
        ],
    };
    let mut report = report(findings, errors);
    report.chains = vec![chain];
    report.notes = vec!["the cache could not be opened".to_owned()];
    report
}

/// Names that mean something to a form, a terminal or a browser.
pub const HOSTILE: [&str; 21] = [
    "",
    "a\nb\r\n::error::injected",
    "]]>",
    "--><!-- x -->",
    "%0A::warning::x,title=y:z",
    "a|b\\|c",
    "```` `code` ````",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(1)",
    "\t=1",
    "x; =1",
    "\u{ff1d}1",
    "\u{202e}txe.exe\u{202c}\u{2066}",
    "nul\0\u{1b}[2J\u{7}\u{fffe}\u{ffff}",
    "[click](https://evil.example) ![x](https://evil.example/x.png) @everyone #1 {0}",
    "https://evil.example/a b\"'&amp;",
    "r\u{e9}quests\u{1f4a9}",
];

/// Each hostile text as a name, its requirement, its file, its evidence and an error.
pub fn hostile() -> Report {
    let one = |(number, text): (usize, &&str)| {
        let mut finding = blocked(finding(Ecosystem::ALL[number % 3], text, 3));
        finding.dependency.requirement = Some((*text).to_owned());
        finding.dependency.location = Some(Location { file: (*text).into(), line: 3, column: 5 });
        finding.assessment.suggestion = Some((*text).to_owned());
        finding.assessment.signals = vec![signal(SignalCode::InvalidName, 9.0, text, Some(text))];
        finding
    };
    let errors = HOSTILE.iter().map(|text| error(Some(text), Some(1), text)).collect();
    report(HOSTILE.iter().enumerate().map(one).collect(), errors)
}
