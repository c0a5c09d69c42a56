//! What the policy makes of an assessment.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use jiff::Timestamp;
use jiff::civil::{Date, date};
use phantom_guard::detector::{Assessment, SignalCode, Verdict};
use phantom_guard::finding::Finding;
use phantom_guard::package::{Concern, Dependency, Ecosystem, PackageName, Source};
use phantom_guard::policy::{Action, Context, Facts, Layer, Policy, PolicyFile, Settings};

const TODAY: Date = date(2026, 11, 23);

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn policy(text: &str) -> Policy {
    let file = PolicyFile::parse(text, "phantom.toml").unwrap();
    let settings = Settings::resolve(Layer::default(), Layer::default(), file.layer.clone()).unwrap();
    Policy::new(&settings, file)
}

fn npm(name: &str) -> Dependency {
    Dependency::new(PackageName::new(Ecosystem::Npm, name))
}

fn assessment(score: f64, verdict: Verdict) -> Assessment {
    let checked = verdict != Verdict::Unknown;
    Assessment { score, verdict, signals: Vec::new(), suggestion: Some("meant".to_owned()), checked }
}

fn decided(
    policy: &Policy,
    dependency: &Dependency,
    score: f64,
    verdict: Verdict,
    context: Context,
) -> Finding {
    let mut assessment = assessment(score, verdict);
    let decision = policy.decide(dependency, &mut assessment, Facts::default(), context, now());
    Finding { dependency: dependency.clone(), assessment, decision, answer: None }
}

fn check(policy: &Policy, dependency: &Dependency, score: f64, verdict: Verdict) -> Finding {
    decided(policy, dependency, score, verdict, Context::Check)
}

#[test]
fn thresholds_hold_at_their_very_value() {
    for (text, score, action) in [
        ("", 0.60, Action::Block),
        ("", 0.599_999, Action::Warn),
        ("", 0.30, Action::Warn),
        ("", 0.299_999, Action::Allow),
        ("block-at = 0.9\nwarn-at = 0.5", 0.89, Action::Warn),
        ("block-at = 0.9\nwarn-at = 0.5", 0.49, Action::Allow),
        ("block-at = 1", 0.999_999, Action::Warn),
        ("block-at = 0", 0.0, Action::Block),
    ] {
        let finding = check(&policy(text), &npm("x"), score, Verdict::Safe);
        assert_eq!(finding.decision.action, action, "{text} {score}: {}", finding.decision.reason);
    }
    let reason = check(&policy(""), &npm("x"), 0.599_999, Verdict::Suspicious).decision.reason;
    assert_eq!(reason, "score 0.59 is at or over warn-at 0.30");
}

#[test]
fn a_name_that_could_not_be_checked_is_dealt_with_as_the_policy_says() {
    let can_ask = Context::Install { can_ask: true };
    let alone = Context::Install { can_ask: false };
    for (text, context, action) in [
        ("", Context::Check, Action::Warn),
        ("", Context::Scan, Action::Warn),
        ("", can_ask, Action::Warn),
        ("", alone, Action::Block),
        ("on-unavailable = \"allow\"", alone, Action::Allow),
        ("on-unavailable = \"warn\"", alone, Action::Warn),
        ("on-unavailable = \"block\"", Context::Check, Action::Block),
    ] {
        let finding = decided(&policy(text), &npm("x"), 0.1, Verdict::Unknown, context);
        assert_eq!(finding.decision.action, action, "{text} {context:?}");
        assert_eq!(finding.is_held(), action == Action::Block);
    }
}

#[test]
fn a_suspicious_name_that_nobody_vouches_for_is_held_too() {
    let alone = Context::Install { can_ask: false };
    let judged = |text: &str, context| {
        let mut assessment = assessment(0.4, Verdict::Suspicious);
        assessment.checked = false;
        policy(text).decide(&npm("x"), &mut assessment, Facts::default(), context, now())
    };
    let held = judged("", alone);
    assert_eq!((held.action, held.held), (Action::Block, true));
    let warned = judged("on-unavailable = \"allow\"", alone);
    assert_eq!((warned.action, warned.held), (Action::Warn, false));
    let by_score = judged("block-at = 0.35", alone);
    assert_eq!((by_score.action, by_score.held), (Action::Block, false));
}

#[test]
fn an_outage_never_lowers_what_the_evidence_decides() {
    let lenient = policy("on-unavailable = \"allow\"");
    let warned = check(&lenient, &npm("x"), 0.4, Verdict::Unknown);
    assert_eq!((warned.decision.action, warned.is_held()), (Action::Warn, false));
    let blocked = check(&lenient, &npm("x"), 0.7, Verdict::Unknown);
    assert_eq!((blocked.decision.action, blocked.is_held()), (Action::Block, false));
    assert_eq!(blocked.assessment.verdict, Verdict::HighRisk);
}

#[test]
fn the_lists_go_before_the_evidence_and_deny_before_allow() {
    let policy = policy(
        r#"
        allow = [{ name = "npm:good", reason = "ours" }, { name = "npm:both", reason = "r" }]
        deny = [{ name = "npm:bad", reason = "no" }, { name = "npm:both", reason = "r" }]
        "#,
    );
    let good = check(&policy, &npm("good"), 0.99, Verdict::HighRisk);
    assert_eq!(good.decision.action, Action::Allow);
    assert_eq!(good.decision.reason, "allowed by phantom.toml:2: ours");
    assert_eq!(good.assessment.signals[0].code, SignalCode::AllowListed);
    assert_eq!(good.assessment.verdict, Verdict::Safe);
    for name in ["bad", "both"] {
        let bad = check(&policy, &npm(name), 0.01, Verdict::Safe);
        assert_eq!(bad.decision.action, Action::Block, "{name}");
        assert_eq!(bad.assessment.signals[0].code, SignalCode::DenyListed);
        assert_eq!(bad.assessment.verdict, Verdict::HighRisk);
    }
    // That a name does not exist stays true of it.
    assert_eq!(check(&policy, &npm("good"), 0.9, Verdict::NotFound).assessment.verdict, Verdict::NotFound);
}

#[test]
fn the_score_stays_the_sum_of_its_evidence() {
    let policy = policy("allow = [{ name = \"npm:x\", reason = \"r\" }]");
    let log_odds = |score: f64| (score / (1.0 - score)).ln();
    for before in [0.001, 0.3, 0.9, 0.999_999] {
        let after = check(&policy, &npm("x"), before, Verdict::HighRisk).assessment;
        let weight: f64 = after.signals.iter().map(|signal| signal.weight).sum();
        assert!((log_odds(after.score) - log_odds(before) - weight).abs() < 1e-6, "{before}");
        assert!(after.score < 0.3);
    }
    let certain = check(&policy, &npm("x"), 1.0, Verdict::HighRisk).assessment.score;
    assert!((0.0..=1.0).contains(&certain));
}

#[test]
fn an_entry_counts_through_its_last_day() {
    let entry =
        |until: &str| policy(&format!("allow = [{{ name = \"npm:x\", reason = \"r\", until = {until} }}]"));
    let action = |policy: &Policy| check(policy, &npm("x"), 0.9, Verdict::HighRisk).decision.action;
    assert_eq!(action(&entry("2026-11-23")), Action::Allow);
    assert_eq!(action(&entry("2026-11-22")), Action::Block);
    assert_eq!(entry("2026-11-23").ended(TODAY).count(), 0);
    let notes: Vec<_> = entry("2026-11-22").ended(TODAY).collect();
    assert!(notes[0].contains("ended on 2026-11-22"), "{notes:?}");
    // A deny entry ends as well.
    let deny = policy("deny = [{ name = \"npm:x\", reason = \"r\", until = 2026-11-22 }]");
    assert_eq!(check(&deny, &npm("x"), 0.01, Verdict::Safe).decision.action, Action::Allow);
}

#[test]
fn an_entry_for_a_version_is_about_that_version() {
    let text = |list: &str| format!("{list} = [{{ name = \"npm:x\", version = \"1.2.3\", reason = \"r\" }}]");
    let required = |requirement: &str| Dependency { requirement: Some(requirement.to_owned()), ..npm("x") };
    let (allow, deny) = (policy(&text("allow")), policy(&text("deny")));
    for (requirement, allowed, denied) in [
        ("1.2.3", Action::Allow, Action::Block),
        ("=1.2.3", Action::Allow, Action::Block),
        ("1.2.4", Action::Block, Action::Allow),
        // It may be the denied version: said, and not stopped.
        ("^1.2.0", Action::Block, Action::Warn),
    ] {
        let dependency = required(requirement);
        let when_bad = check(&allow, &dependency, 0.9, Verdict::HighRisk);
        assert_eq!(when_bad.decision.action, allowed, "{requirement}");
        let when_good = check(&deny, &dependency, 0.01, Verdict::Safe);
        assert_eq!(when_good.decision.action, denied, "{requirement}: {}", when_good.decision.reason);
    }
    assert!(!allow.settles(&npm("x").name, TODAY), "the version is not known before the look-up");
}

#[test]
fn a_flags_name_without_ecosystem_is_allowed_in_each() {
    let mut policy = policy("");
    policy.allow("Left_Pad");
    for (ecosystem, name, action) in [
        (Ecosystem::PyPi, "left-pad", Action::Allow),
        (Ecosystem::Crates, "left_pad", Action::Allow),
        (Ecosystem::Npm, "Left_Pad", Action::Allow),
        (Ecosystem::Npm, "left-pad", Action::Block),
    ] {
        let dependency = Dependency::new(PackageName::new(ecosystem, name));
        let finding = check(&policy, &dependency, 0.9, Verdict::HighRisk);
        assert_eq!(finding.decision.action, action, "{ecosystem} {name}");
        assert_eq!(policy.settles(&dependency.name, TODAY), action == Action::Allow);
    }
}

#[test]
fn private_names_are_neither_judged_nor_held() {
    let policy =
        policy("on-unavailable = \"block\"\n[private]\nnames = [\"npm:acme-*\"]\nscopes = [\"@acme\"]\n");
    for name in ["acme-core", "@acme/core"] {
        let dependency = npm(name);
        assert!(policy.settles(&dependency.name, TODAY));
        let finding = check(&policy, &dependency, 0.9, Verdict::NotFound);
        assert_eq!(finding.decision.action, Action::Allow);
        assert_eq!(finding.assessment.verdict, Verdict::Unknown);
        assert_eq!(finding.assessment.signals[0].code, SignalCode::PrivateName);
        assert!(finding.decision.reason.starts_with("not checked: private registry"));
        assert_eq!(finding.assessment.suggestion, None);
    }
    assert_eq!(check(&policy, &npm("acme"), 0.9, Verdict::HighRisk).decision.action, Action::Block);
}

#[test]
fn a_private_name_that_a_second_index_shares_with_the_default_one_is_warned_of() {
    let policy = policy("[private]\nnames = [\"npm:acme-*\"]\n");
    let other = Concern::OtherIndex("https://registry.example/simple".into());
    let dependency = Dependency { concerns: vec![other], ..npm("acme-core") };
    assert!(policy.settles(&dependency.name, TODAY), "no registry is asked for it");
    let finding = check(&policy, &dependency, 0.9, Verdict::NotFound);
    let Assessment { score, verdict, signals, suggestion, .. } = &finding.assessment;
    assert_eq!((finding.decision.action, *verdict), (Action::Warn, Verdict::Suspicious));
    let codes: Vec<_> = signals.iter().map(|signal| signal.code).collect();
    assert_eq!(codes, [SignalCode::DependencyConfusion, SignalCode::PrivateName]);
    assert!((score - phantom_guard::detector::score_of(signals)).abs() < 1e-9);
    assert_eq!(*suggestion, None);
}

#[test]
fn a_concern_decides_wherever_the_package_comes_from() {
    let concern = Concern::OtherPlace { address: "https://files.example/x.tgz".into(), usual: None };
    let source = Source::Url("https://files.example/x.tgz".into());
    let dependency = Dependency { source, concerns: vec![concern], ..npm("lodash") };
    let decided = |score| check(&policy(""), &dependency, score, Verdict::Suspicious).decision.action;
    assert_eq!((decided(0.4), decided(0.7), decided(0.1)), (Action::Warn, Action::Block, Action::Allow));
}

#[test]
fn what_comes_from_elsewhere_is_not_judged_by_its_name() {
    let policy = policy("deny = [{ name = \"npm:bad\", reason = \"no\" }]");
    for source in [
        Source::OtherRegistry("https://registry.example/".into()),
        Source::Git("https://code.example/x".into()),
        Source::Url("https://files.example/x.tgz".into()),
        Source::Path("../x".into()),
        Source::Workspace,
        Source::Bundled,
    ] {
        let from = |name: &str| Dependency { source: source.clone(), ..npm(name) };
        let finding = check(&policy, &from("x"), 0.9, Verdict::HighRisk);
        assert_eq!(finding.decision.action, Action::Allow, "{source:?}");
        assert!(!finding.decision.reason.is_empty());
        assert_eq!(check(&policy, &from("bad"), 0.1, Verdict::Safe).decision.action, Action::Block);
    }
}
