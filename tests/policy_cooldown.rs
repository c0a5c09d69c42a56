//! Releases that are younger than `min-age`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use phantom_guard::cache::{CachedRegistry, Held, Store, StoreKey};
use phantom_guard::detector::{Assessment, SignalCode, Verdict};
use phantom_guard::finding::Finding;
use phantom_guard::guard::Guard;
use phantom_guard::package::{Dependency, Ecosystem, Location, PackageName, Source};
use phantom_guard::policy::{Action, Context, Facts, Layer, Policy, PolicyFile, Settings};
use phantom_guard::registry::{History, Lookup, Metadata, Registry, Release, Unavailable};

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn policy(text: &str) -> Policy {
    let file = PolicyFile::parse(text, "phantom.toml").unwrap();
    let settings = Settings::resolve(Layer::default(), Layer::default(), file.layer.clone()).unwrap();
    Policy::new(&settings, file)
}

/// Versions with their ages in hours.
fn found(releases: &[(&str, i64)]) -> Lookup {
    let history = History::new(releases.iter().map(|&(version, hours)| Release {
        version,
        published: Some(now() - SignedDuration::from_hours(hours)),
        yanked: false,
    }));
    let latest = history.iter().next().map(|release| release.version.to_owned());
    Lookup::Found(Metadata { history, latest, ..Metadata::default() })
}

/// An old release, one of an hour ago, and one of another line between the two.
fn usual() -> Lookup {
    found(&[("1.0.0", 24 * 400), ("2.0.0", 24 * 21), ("1.0.1", 24 * 10), ("2.1.0", 1)])
}

fn named(ecosystem: Ecosystem, requirement: &str) -> Dependency {
    Dependency {
        requirement: Some(requirement.to_owned()).filter(|text| !text.is_empty()),
        ..Dependency::new(PackageName::new(ecosystem, "thing"))
    }
}

fn stated(ecosystem: Ecosystem, requirement: &str, file: &str, locked: bool) -> Dependency {
    let location = Some(Location { file: file.into(), line: 3, column: 1 });
    Dependency { location, locked, ..named(ecosystem, requirement) }
}

fn judged(
    policy: &Policy,
    dependency: &Dependency,
    facts: Facts<'_>,
    score: f64,
    context: Context,
) -> Finding {
    let mut assessment =
        Assessment { score, verdict: Verdict::Safe, signals: Vec::new(), suggestion: None, checked: true };
    let decision = policy.decide(dependency, &mut assessment, facts, context, now());
    Finding { dependency: dependency.clone(), assessment, decision, answer: None }
}

fn asked(policy: &Policy, dependency: &Dependency, lookup: &Lookup) -> Finding {
    let facts = Facts { lookup: Some(lookup), ..Facts::default() };
    judged(policy, dependency, facts, 0.02, Context::Scan)
}

#[test]
fn a_young_release_is_blocked_and_the_remedy_is_exact() {
    let policy = policy("min-age = \"3d\"");
    use Ecosystem::{Crates, Npm, PyPi};
    for (dependency, remedy) in [
        (named(PyPi, ""), "pip install thing==2.0.0"),
        (named(PyPi, ">=2"), "pip install thing==2.0.0"),
        (named(PyPi, "==2.1.0"), "pip install thing==2.0.0"),
        (stated(PyPi, ">=1", "requirements.txt", false), "thing==2.0.0"),
        (stated(PyPi, "2.1.0", "uv.lock", true), "thing==2.0.0"),
        (named(Npm, ""), "npm install thing@2.0.0"),
        (named(Npm, "^2"), "npm install thing@2.0.0"),
        (named(Npm, "latest"), "npm install thing@2.0.0"),
        (stated(Npm, ">1", "package.json", false), "\"thing\": \"2.0.0\""),
        (stated(Npm, "2.1.0", "package-lock.json", true), "npm install thing@2.0.0"),
        (named(Crates, ""), "cargo add thing@=2.0.0"),
        (named(Crates, "=2.1.0"), "cargo add thing@=2.0.0"),
        (stated(Crates, "2", "Cargo.toml", false), "thing = \"=2.0.0\""),
        (stated(Crates, "2.1.0", "Cargo.lock", true), "cargo update -p thing@2.1.0 --precise 2.0.0"),
    ] {
        let finding = asked(&policy, &dependency, &usual());
        let told = format!("{dependency:?}");
        assert_eq!(finding.decision.action, Action::Block, "{told}");
        assert!(!finding.is_held(), "{told}");
        assert_eq!(finding.decision.remedy.as_deref(), Some(remedy), "{told}");
        assert_eq!(
            finding.decision.reason,
            "thing 2.1.0 was published 1 hour ago, and min-age is 3d: 2.0.0 (2026-11-02) is old enough"
        );
        let signal = &finding.assessment.signals[0];
        assert_eq!((signal.code, signal.weight), (SignalCode::RecentRelease, 0.0));
        assert_eq!(signal.detail, finding.decision.reason);
        assert_eq!(finding.assessment.verdict, Verdict::Suspicious);
        assert!((finding.assessment.score - 0.02).abs() < 1e-9, "the age says nothing of danger");
    }
}

#[test]
fn an_alias_keeps_its_name() {
    let policy = policy("min-age = \"3d\"");
    for (mut dependency, remedy) in [
        (named(Ecosystem::Npm, "^2"), "npm install mine@npm:thing@2.0.0"),
        (stated(Ecosystem::Npm, "^2", "package.json", false), "\"mine\": \"npm:thing@2.0.0\""),
        (
            stated(Ecosystem::Crates, "2", "Cargo.toml", false),
            "mine = { package = \"thing\", version = \"=2.0.0\" }",
        ),
    ] {
        dependency.alias = Some("mine".to_owned());
        assert_eq!(asked(&policy, &dependency, &usual()).decision.remedy.as_deref(), Some(remedy));
    }
}

#[test]
fn what_is_old_enough_passes() {
    use Ecosystem::{Crates, Npm, PyPi};
    let policy = policy("min-age = \"3d\"");
    for dependency in [
        named(PyPi, "<2"),
        named(PyPi, "==2.0.0"),
        named(Npm, "^1.0.0"),
        named(Npm, "1.0.0"),
        named(Crates, "1"),
        stated(Crates, "1.0.1", "Cargo.lock", true),
    ] {
        let finding = asked(&policy, &dependency, &usual());
        assert_eq!(finding.decision.action, Action::Allow, "{dependency:?}: {}", finding.decision.reason);
        assert_eq!(finding.assessment.verdict, Verdict::Safe);
        assert!(finding.assessment.signals.is_empty());
    }
    // Whatever a requirement means that nobody understands: no release is young.
    let old = found(&[("1.0.0", 24 * 3), ("2.0.0", 24 * 30)]);
    let finding = asked(&policy, &named(Npm, "some-tag"), &old);
    assert_eq!(finding.decision.action, Action::Allow);
}

#[test]
fn each_ecosystem_has_its_age_and_names_are_excepted() {
    let text =
        "[min-age]\ndefault = \"3d\"\nnpm = \"0\"\ncrates = \"1h\"\nexcept = [\"pypi:acme-*\", \"Th_*\"]\n";
    let plain = policy("[min-age]\ndefault = \"3d\"\nnpm = \"0\"\ncrates = \"1h\"\n");
    for (ecosystem, action) in [
        (Ecosystem::PyPi, Action::Block),
        (Ecosystem::Npm, Action::Allow),
        (Ecosystem::Crates, Action::Allow),
    ] {
        let dependency = named(ecosystem, "");
        assert_eq!(asked(&plain, &dependency, &usual()).decision.action, action, "{ecosystem}");
        assert_eq!(plain.wants_age(&dependency), ecosystem != Ecosystem::Npm, "{ecosystem}");
    }
    let excepting = policy(text);
    for (name, action) in [("acme-core", Action::Allow), ("th-x", Action::Allow), ("other", Action::Block)] {
        let dependency = Dependency::new(PackageName::new(Ecosystem::PyPi, name));
        assert_eq!(asked(&excepting, &dependency, &usual()).decision.action, action, "{name}");
    }
    let allowing = policy("min-age = \"3d\"\nallow = [{ name = \"pypi:thing\", reason = \"ours\" }]");
    assert_eq!(asked(&allowing, &named(Ecosystem::PyPi, ""), &usual()).decision.action, Action::Allow);
}

#[test]
fn the_age_counts_to_the_hour() {
    let lookup = found(&[("1.0.0", 1000), ("2.0.0", 72)]);
    for (age, action) in [("72h", Action::Allow), ("73h", Action::Block), ("1w", Action::Block)] {
        let finding = asked(&policy(&format!("min-age = \"{age}\"")), &named(Ecosystem::PyPi, ""), &lookup);
        assert_eq!(finding.decision.action, action, "{age}");
    }
    let ahead = found(&[("1.0.0", 1000), ("2.0.0", -5)]);
    let finding = asked(&policy("min-age = \"1h\""), &named(Ecosystem::PyPi, ""), &ahead);
    assert!(finding.decision.reason.contains("at a time that is yet to come"), "{}", finding.decision.reason);
}

#[test]
fn where_no_release_is_old_enough_it_says_so() {
    let policy = policy("min-age = \"3d\"");
    for (requirement, releases, end) in [
        ("", &[("0.1.0", 5_i64)] as &[(&str, i64)], "no release is old enough"),
        (">=2", &[("1.0.0", 9999), ("2.0.0", 5)], "no release within >=2 is old enough"),
    ] {
        let finding = asked(&policy, &named(Ecosystem::PyPi, requirement), &found(releases));
        assert!(finding.decision.reason.ends_with(end), "{}", finding.decision.reason);
        assert_eq!((finding.decision.action, finding.decision.remedy), (Action::Block, None));
    }
}

#[test]
fn an_age_that_nobody_tells_is_dealt_with_as_what_could_not_be_checked() {
    let undated = History::new([Release { version: "1.0.0", published: None, yanked: false }]);
    let undated = Lookup::Found(Metadata { history: undated, ..Metadata::default() });
    let nothing = Lookup::Found(Metadata::default());
    let down = Lookup::Unavailable(Unavailable::Status { host: "registry.example".into(), status: 500 });
    let policy = policy("min-age = \"3d\"");
    let alone = Context::Install { can_ask: false };
    let dependency = named(Ecosystem::PyPi, "");
    let no_dates = "min-age is 3d, and the registry does not say when a release was published";
    for (lookup, why) in [
        (Some(&undated), no_dates),
        (Some(&nothing), no_dates),
        (Some(&down), "min-age is 3d, and no registry said how old the release is"),
        (None, "min-age is 3d, and no registry said how old the release is"),
    ] {
        let facts = Facts { lookup, ..Facts::default() };
        let held = judged(&policy, &dependency, facts, 0.02, alone);
        assert_eq!(held.decision.reason, format!("{why}, and on-unavailable is block"));
        assert!(held.is_held() && held.assessment.verdict == Verdict::Unknown);
        let warned = judged(&policy, &dependency, facts, 0.02, Context::Scan);
        assert_eq!((warned.decision.action, warned.is_held()), (Action::Warn, false));
    }
    // What is not there has no age.
    let missing = asked(&policy, &dependency, &Lookup::Missing);
    assert_eq!(missing.decision.action, Action::Allow);
    for requirement in ["some-tag", "9.9.9"] {
        let finding = asked(&policy, &named(Ecosystem::Npm, requirement), &usual());
        assert_eq!(finding.decision.action, Action::Warn, "{requirement}");
    }
}

#[test]
fn offline_no_age_is_asked_for_and_one_note_says_so() {
    let file = PolicyFile::parse("min-age = \"3d\"\noffline = true", "phantom.toml").unwrap();
    let settings = Settings::resolve(Layer::default(), Layer::default(), file.layer.clone()).unwrap();
    let policy = Policy::new(&settings, file);
    let dependency = named(Ecosystem::PyPi, "");
    let finding = judged(&policy, &dependency, Facts::default(), 0.02, Context::Install { can_ask: false });
    assert_eq!(finding.decision.action, Action::Allow);
    assert!(!policy.wants_age(&dependency));
    assert_eq!(policy.ages_note().unwrap(), "min-age is 3d, and offline no release's age was checked");
}

#[test]
fn a_score_that_blocks_stays_the_reason() {
    let policy = policy("min-age = \"3d\"");
    let (dependency, lookup) = (named(Ecosystem::PyPi, ""), usual());
    let facts = Facts { lookup: Some(&lookup), ..Facts::default() };
    let finding = judged(&policy, &dependency, facts, 0.9, Context::Scan);
    assert_eq!(finding.decision.reason, "score 0.90 is at or over block-at 0.60");
    assert!(finding.assessment.signals.iter().any(|signal| signal.code == SignalCode::RecentRelease));
}

#[test]
fn what_comes_from_elsewhere_has_no_age() {
    let policy = policy("min-age = \"3d\"");
    for source in [Source::Workspace, Source::Git("x".into()), Source::OtherRegistry("x".into())] {
        let dependency = Dependency { source, ..named(Ecosystem::PyPi, "") };
        assert!(!policy.wants_age(&dependency));
        assert_eq!(asked(&policy, &dependency, &usual()).decision.action, Action::Allow);
    }
}

#[test]
fn a_lockfile_s_version_is_what_a_manifest_gets() {
    let policy = policy("min-age = \"3d\"");
    let dependency = stated(Ecosystem::Npm, "^2", "package.json", false);
    let lookup = usual();
    for (kept, action) in [
        (&["2.0.0"] as &[&str], Action::Allow),
        (&["1.0.0", "2.1.0"], Action::Allow),
        (&["1.0.0"], Action::Block),
        (&[], Action::Block),
    ] {
        let facts = Facts { lookup: Some(&lookup), kept, ..Facts::default() };
        let finding = judged(&policy, &dependency, facts, 0.02, Context::Scan);
        assert_eq!(finding.decision.action, action, "{kept:?}");
    }
    let facts = Facts { lookup: Some(&lookup), replaced: true, ..Facts::default() };
    let finding = judged(&policy, &dependency, facts, 0.02, Context::Scan);
    assert_eq!(finding.decision.action, Action::Allow, "the command line's is judged in its place");
}

#[test]
fn a_version_older_than_all_that_are_listed_is_old_enough() {
    let many: Vec<(String, i64)> = (0..300).map(|at| (format!("1.{at}.0"), 24 * (300 - at))).collect();
    let many: Vec<(&str, i64)> = many.iter().map(|(version, hours)| (version.as_str(), *hours)).collect();
    let policy = policy("min-age = \"3d\"");
    let old = stated(Ecosystem::Crates, "1.0.0", "Cargo.lock", true);
    assert_eq!(asked(&policy, &old, &found(&many)).decision.action, Action::Allow);
    let young = stated(Ecosystem::Crates, "1.299.0", "Cargo.lock", true);
    assert_eq!(
        asked(&policy, &young, &found(&many)).decision.remedy.as_deref(),
        Some("cargo update -p thing@1.299.0 --precise 1.297.0")
    );
}

/// Knows every name, with the usual releases.
struct Knows;

impl Registry for Knows {
    fn lookup<'a>(&'a self, _: &'a PackageName) -> BoxFuture<'a, Lookup> {
        Box::pin(std::future::ready(usual()))
    }
}

/// Whether each of some names is blocked, in their order.
fn blocked(text: &str, dependencies: &[Dependency], context: Context, renews: bool) -> Vec<bool> {
    let guard = Guard::builder(now()).policy(policy(text)).context(context).registry(Arc::new(Knows)).build();
    let report = guard.unwrap().renewing(renews).judge(dependencies.to_vec(), Vec::new());
    report.findings.iter().map(|finding| finding.decision.action == Action::Block).collect()
}

#[test]
fn popular_names_are_asked_about_where_an_age_matters() {
    let names = [
        Dependency::new(PackageName::new(Ecosystem::PyPi, "requests")),
        Dependency::new(PackageName::new(Ecosystem::Npm, "react")),
        Dependency::new(PackageName::new(Ecosystem::Crates, "serde")),
    ];
    assert_eq!(blocked("", &names, Context::Check, false), [false; 3]);
    assert_eq!(blocked("min-age = \"3d\"", &names, Context::Check, false), [true; 3]);
    assert_eq!(blocked("min-age = { npm = \"3d\" }", &names, Context::Check, false), [false, true, false]);
    let allowed =
        "min-age = \"3d\"\nallow = [{ name = \"npm:react\", reason = \"r\" }]\nprivate.names = [\"serde\"]";
    assert_eq!(blocked(allowed, &names, Context::Check, false), [true, false, false]);
}

#[test]
fn a_lockfile_keeps_what_the_manifests_below_it_ask_for() {
    let serde = |requirement: &str, file: &str, locked| Dependency {
        name: PackageName::new(Ecosystem::Crates, "serde"),
        ..stated(Ecosystem::Crates, requirement, file, locked)
    };
    let names = [
        serde("2", "a/Cargo.toml", false),
        serde("2", "a/member/Cargo.toml", false),
        serde("2", "b/Cargo.toml", false),
        serde("2.0.0", "a/Cargo.lock", true),
    ];
    let text = "min-age = \"3d\"";
    assert_eq!(blocked(text, &names, Context::Scan, false), [false, false, true, false]);
    // An install reads the files of one project, which may lie beside each other.
    let install = Context::Install { can_ask: false };
    assert_eq!(blocked(text, &names, install, false), [false; 4]);
    assert_eq!(blocked(text, &names, install, true), [true, true, true, false]);
    let python = |requirement: &str, file: &str, locked| Dependency {
        name: PackageName::new(Ecosystem::PyPi, "requests"),
        ..stated(Ecosystem::PyPi, requirement, file, locked)
    };
    let names = [
        python("^2.0", "pyproject.toml", false),
        python(">=2", "requirements.txt", false),
        python("2.0.0", "poetry.lock", true),
    ];
    assert_eq!(blocked(text, &names, Context::Scan, false), [false, true, false]);
}

/// Holds one answer, of ten minutes ago, that is fresh for an hour.
#[derive(Debug)]
struct TenMinutesOld;

impl Store for TenMinutesOld {
    fn get<'a>(&'a self, _: StoreKey<'a>) -> BoxFuture<'a, Option<Held>> {
        let now = Timestamp::now();
        let stored = now - SignedDuration::from_mins(10);
        let fresh_until = now + SignedDuration::from_hours(1);
        Box::pin(std::future::ready(Some(Held { found: Some(Metadata::default()), stored, fresh_until })))
    }

    fn put<'a>(&'a self, _: StoreKey<'a>, _: &'a Held) -> BoxFuture<'a, ()> {
        Box::pin(std::future::ready(()))
    }

    fn close(&self) -> BoxFuture<'_, Vec<String>> {
        Box::pin(std::future::ready(Vec::new()))
    }

    fn is_local(&self) -> bool {
        true
    }
}

/// Counts what it is asked.
struct Counting(Arc<AtomicUsize>);

impl Registry for Counting {
    fn lookup<'a>(&'a self, _: &'a PackageName) -> BoxFuture<'a, Lookup> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(usual()))
    }

    fn identity(&self, _: Ecosystem) -> Option<String> {
        Some("registry.example".to_owned())
    }
}

#[tokio::test]
async fn an_answer_from_before_the_newest_release_is_not_believed_for_long() {
    let name = PackageName::new(Ecosystem::PyPi, "thing");
    for (limit, asked) in [(Duration::MAX, 0), (Duration::from_secs(300), 1), (Duration::from_secs(900), 0)] {
        let count = Arc::new(AtomicUsize::new(0));
        let cached = CachedRegistry::new(Counting(Arc::clone(&count)));
        let cached = cached.storing(vec![Arc::new(TenMinutesOld)]).believing_for(limit);
        assert_eq!(cached.known(&name).is_some(), asked == 0, "{limit:?}");
        cached.lookup(&name).await;
        assert_eq!(count.load(Ordering::SeqCst), asked, "{limit:?}");
    }
}
