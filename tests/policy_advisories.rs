//! What the policy makes of advisories.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use jiff::Timestamp;
use phantom_guard::advisory::{Advisory, Affected, Event, Range};
use phantom_guard::detector::{Assessment, SignalCode, Verdict, score_of};
use phantom_guard::finding::Finding;
use phantom_guard::package::{Dependency, Ecosystem, PackageName, Source};
use phantom_guard::policy::{Action, Context, Facts, Layer, Policy, PolicyFile, Settings};
use phantom_guard::registry::{History, Lookup, Metadata, Release, Unavailable};

fn policy(text: &str) -> Policy {
    let file = PolicyFile::parse(text, "phantom.toml").unwrap();
    let settings = Settings::resolve(Layer::default(), Layer::default(), file.layer.clone()).unwrap();
    Policy::new(&settings, file)
}

fn pypi(requirement: &str) -> Dependency {
    let requirement = Some(requirement.to_owned()).filter(|text| !text.is_empty());
    Dependency { requirement, ..Dependency::new(PackageName::new(Ecosystem::PyPi, "x")) }
}

fn advisory(id: &str, affected: Affected) -> Advisory {
    Advisory {
        id: id.into(),
        name: pypi("").name,
        summary: "steals tokens".into(),
        url: None,
        published: "2026-11-20T00:00:00Z".parse().ok(),
        modified: None,
        affected,
    }
}

fn these(versions: &[&str]) -> Affected {
    Affected::These { versions: versions.iter().map(|&v| v.into()).collect(), ranges: Vec::new() }
}

fn found(releases: &[&str]) -> Lookup {
    let releases = releases.iter().map(|&version| Release { version, published: None, yanked: false });
    Lookup::Found(Metadata { history: History::new(releases), ..Metadata::default() })
}

fn decided(
    policy: &Policy,
    dependency: &Dependency,
    advisories: &[Advisory],
    lookup: Option<&Lookup>,
    verdict: Verdict,
) -> Finding {
    let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
    let checked = verdict != Verdict::Unknown;
    let mut assessment =
        Assessment { score: score_of(&[]), verdict, signals: Vec::new(), suggestion: None, checked };
    let facts = Facts { lookup, advisories, ..Facts::default() };
    let alone = Context::Install { can_ask: false };
    let decision = policy.decide(dependency, &mut assessment, facts, alone, now);
    Finding { dependency: dependency.clone(), assessment, decision, answer: None }
}

fn plainly(dependency: &Dependency, affected: Affected, lookup: Option<&Lookup>) -> Finding {
    decided(&policy(""), dependency, &[advisory("MAL-1", affected)], lookup, Verdict::Safe)
}

#[test]
fn malice_goes_before_every_list_and_before_private_names() {
    let policies = [
        "",
        "allow = [{ name = \"pypi:x\", reason = \"r\" }]",
        "deny = [{ name = \"pypi:x\", reason = \"r\" }]",
        "private.names = [\"pypi:x\"]",
        "on-unavailable = \"allow\"\nblock-at = 1\nwarn-at = 1",
    ];
    for text in policies {
        for verdict in [Verdict::Safe, Verdict::Unknown, Verdict::NotFound, Verdict::HighRisk] {
            let known = [advisory("MAL-1", Affected::All)];
            let finding = decided(&policy(text), &pypi(">=1"), &known, None, verdict);
            assert_eq!(finding.decision.action, Action::Block, "{text}");
            assert!(!finding.is_held(), "it was checked: {text}");
            assert_eq!(finding.assessment.verdict, Verdict::HighRisk);
            let codes: Vec<_> = finding.assessment.signals.iter().map(|signal| signal.code).collect();
            assert_eq!(codes, [SignalCode::KnownMalicious]);
            assert!((finding.assessment.score - score_of(&finding.assessment.signals)).abs() < 1e-9);
            let said = "every release is known to be malicious: MAL-1 of 2026-11-20: steals tokens";
            assert_eq!(finding.decision.reason, said);
        }
    }
}

#[test]
fn an_outage_does_not_hide_a_malicious_release() {
    let outage = Lookup::Unavailable(Unavailable::Cancelled);
    for lookup in [Some(&outage), Some(&Lookup::Missing), None] {
        assert_eq!(plainly(&pypi("==2.0"), these(&["2.0"]), lookup).decision.action, Action::Block);
        let open = plainly(&pypi(">=1"), these(&["2.0"]), lookup);
        assert_eq!((open.decision.action, open.assessment.verdict), (Action::Warn, Verdict::Suspicious));
        assert!(open.decision.reason.starts_with("the requirement does not rule out 2.0"));
        let elsewhere = plainly(&pypi("==1.0"), these(&["2.0"]), lookup);
        assert_eq!((elsewhere.decision.action, elsewhere.assessment.signals.len()), (Action::Allow, 0));
    }
}

#[test]
fn what_would_be_installed_decides_where_it_is_known() {
    let span = Range { events: vec![Event::Introduced("2.0".into()), Event::Fixed("2.2".into())] };
    let affected = Affected::These { versions: Vec::new(), ranges: vec![span] };
    for (releases, action) in
        [(&["1.0", "2.1"][..], Action::Block), (&["1.0", "2.1", "2.2"], Action::Allow), (&[], Action::Warn)]
    {
        let finding = plainly(&pypi(">=1"), affected.clone(), Some(&found(releases)));
        assert_eq!(finding.decision.action, action, "{releases:?}");
    }
    // Of another registry the one that was asked knows nothing.
    let other =
        Dependency { source: Source::OtherRegistry("https://registry.example/".into()), ..pypi(">=1") };
    let finding = plainly(&other, affected, Some(&found(&["1.0", "2.2"])));
    assert_eq!(finding.decision.action, Action::Warn);
}

#[test]
fn a_release_left_open_lowers_no_other_decision() {
    let known = [advisory("MAL-1", these(&["2.0"]))];
    let denied = policy("deny = [{ name = \"pypi:x\", reason = \"r\" }]");
    let finding = decided(&denied, &pypi(""), &known, None, Verdict::Safe);
    assert!(finding.decision.reason.starts_with("denied by"), "{}", finding.decision.reason);
    let held = decided(&policy(""), &pypi(""), &known, None, Verdict::Unknown);
    assert!(held.is_held() && held.decision.action == Action::Block);
    let allowed = policy("allow = [{ name = \"pypi:x\", reason = \"r\" }]");
    let finding = decided(&allowed, &pypi(""), &known, None, Verdict::Safe);
    assert_eq!(finding.decision.action, Action::Warn);
}

#[test]
fn of_several_advisories_the_strongest_counts() {
    let known = [
        advisory("MAL-OTHER", these(&["9.0"])),
        advisory("MAL-OPEN", these(&["not a version"])),
        advisory("MAL-HIT", these(&["2.0.0"])),
    ];
    let finding = decided(&policy(""), &pypi("==2"), &known, None, Verdict::Safe);
    assert!(finding.decision.reason.starts_with("version 2 is known to be malicious: MAL-HIT"));
}

#[test]
fn only_what_comes_by_its_name_from_a_registry_is_meant() {
    for (source, action) in [
        (Source::Registry, Action::Block),
        (Source::OtherRegistry("https://registry.example/".into()), Action::Block),
        (Source::Git("https://code.example/x".into()), Action::Allow),
        (Source::Url("https://files.example/x.tgz".into()), Action::Allow),
        (Source::Path("../x".into()), Action::Allow),
        (Source::Workspace, Action::Allow),
        (Source::Bundled, Action::Allow),
    ] {
        let dependency = Dependency { source: source.clone(), ..pypi("") };
        assert_eq!(plainly(&dependency, Affected::All, None).decision.action, action, "{source:?}");
    }
}
