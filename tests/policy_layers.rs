//! What holds where a project's, a user's and a machine's file say something, and what they lock.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

use insta::assert_snapshot;
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::policy::{Key, Layer, Level, Origin, PolicyFile, Resolved, Sources};

fn read(text: &str, shown: &str) -> PolicyFile {
    PolicyFile::parse(text, shown).unwrap()
}

fn sources(project: &str, user: &str, machine: &str) -> Sources {
    Sources {
        project: read(project, "phantom.toml"),
        user: read(user, "user.toml"),
        machine: read(machine, "machine.toml"),
        ..Sources::default()
    }
}

fn flags(values: &[(Key, &str)]) -> Layer {
    let mut layer = Layer::default();
    for &(key, text) in values {
        layer.set(key, text, Origin::Flag(key.flag().unwrap())).unwrap();
    }
    layer
}

fn value(resolved: &Resolved, key: Key) -> String {
    resolved.settings.shown(key).map_or_else(String::new, |(value, origin)| format!("{value} {origin}"))
}

#[test]
fn the_nearest_file_goes_before_the_others() {
    let mut sources = sources(
        "block-at = 0.5",
        "block-at = 0.4\nchunk = 7\nwarn-at = 0.55",
        "chunk = 8\ntimeout = 2\nmin-age = { npm = \"9d\" }",
    );
    sources.environment.set(Key::Timeout, "3s", Origin::Variable("PHANTOM_TIMEOUT")).unwrap();
    let resolved = sources.resolve().unwrap();
    assert_eq!(value(&resolved, Key::BlockAt), "0.5 phantom.toml:1");
    // One that is for all projects gives way to a lower threshold.
    assert_eq!(value(&resolved, Key::WarnAt), "0.5 user.toml:3");
    assert_eq!(value(&resolved, Key::Chunk), "7 user.toml:2");
    assert_eq!(value(&resolved, Key::Timeout), "3s PHANTOM_TIMEOUT");
    assert_eq!(value(&resolved, Key::MinAge(Some(Ecosystem::Npm))), "9d machine.toml:3");
    assert!(resolved.notes.is_empty());
}

#[test]
fn an_age_for_all_of_a_nearer_file_goes_before_one_for_an_ecosystem() {
    let resolved = sources("min-age = \"3d\"", "min-age = { npm = \"9d\" }", "").resolve().unwrap();
    assert_eq!(resolved.settings.min_age(Ecosystem::Npm).to_string(), "3d");
    let locked = sources("min-age = \"3d\"", "lock = [\"min-age\"]\nmin-age = { npm = \"9d\" }", "");
    let resolved = locked.resolve().unwrap();
    assert_eq!(resolved.settings.min_age(Ecosystem::Npm).to_string(), "9d");
    assert_eq!(resolved.settings.min_age(Ecosystem::PyPi).to_string(), "3d");
}

#[test]
fn the_lists_of_all_files_are_joined_and_each_registry_keeps_its_name() {
    let entry = |list: &str, name: &str| format!("[[{list}]]\nname = \"npm:{name}\"\nreason = \"r\"\n");
    let private = |name: &str| format!("[private]\nnames = [\"{name}-*\"]\nregistry = \"{name}\"\n");
    let project = entry("allow", "a") + &private("near");
    let user = entry("deny", "b") + &private("far");
    let resolved = sources(&project, &user, &entry("deny", "c")).resolve().unwrap();
    let names = |entries: &[phantom_guard::policy::Entry]| -> Vec<String> {
        entries.iter().map(|entry| format!("{} {}", entry.rule.as_str(), entry.place)).collect()
    };
    assert_eq!(names(&resolved.lists.allow), ["npm:a phantom.toml:1"]);
    assert_eq!(names(&resolved.lists.deny), ["npm:b user.toml:1", "npm:c machine.toml:1"]);
    let covers = |name: &str| {
        let name = PackageName::new(Ecosystem::Npm, name);
        resolved.lists.private.covers(&name).map(str::to_owned)
    };
    assert_eq!(covers("near-x"), Some("near".to_owned()));
    assert_eq!(covers("far-x"), Some("far".to_owned()));
}

const STRICT: &str = r#"
lock = true
block-at = 0.5
warn-at = 0.2
on-unavailable = "warn"
verify-all = true
timeout = "5s"
min-age = "3d"
[index]
npm = "https://registry.example/npm/"
"#;

const WEAK: &str = r#"
block-at = 0.9
warn-at = 0.3
on-unavailable = "allow"
offline = true
verify-all = false
concurrency = 1
chunk = 1
timeout = "1s"
allow = [{ name = "npm:x", reason = "r" }]
[min-age]
default = "1d"
except = ["npm:typescript"]
[index]
npm = "https://other.example/npm/"
pypi = "https://other.example/simple/"
[private]
names = ["acme-*"]
scopes = ["@acme"]
"#;

#[test]
fn a_weaker_value_does_not_count_and_a_note_says_so_with_both_places() {
    let resolved = sources(WEAK, STRICT, "").resolve().unwrap();
    for (key, held) in [
        (Key::BlockAt, "0.5 user.toml:3"),
        (Key::WarnAt, "0.2 user.toml:4"),
        (Key::OnUnavailable, "warn user.toml:5"),
        (Key::Offline, "false default"),
        (Key::VerifyAll, "true user.toml:6"),
        (Key::Concurrency, "20 default"),
        (Key::Timeout, "5s user.toml:7"),
        (Key::MinAge(None), "3d user.toml:8"),
        (Key::Index(Some(Ecosystem::Npm)), "https://registry.example/npm/ user.toml:10"),
        (Key::Index(Some(Ecosystem::PyPi)), ""),
    ] {
        assert_eq!(value(&resolved, key), held, "{key:?}");
    }
    assert!(resolved.lists.allow.is_empty());
    assert_eq!(resolved.lists.min_age_except.iter().count(), 0);
    assert_eq!(resolved.lists.private.covers(&PackageName::new(Ecosystem::Npm, "acme-x")), None);
    assert_snapshot!(resolved.notes.join("\n"));
}

#[test]
fn a_stricter_value_counts_in_spite_of_a_lock() {
    let stricter = r#"
block-at = 0.4
warn-at = 0.1
on-unavailable = "block"
min-age = "1w"
[index]
npm = "https://registry.example/npm/"
"#;
    let resolved = sources(stricter, STRICT, "").resolve().unwrap();
    for (key, held) in [
        (Key::BlockAt, "0.4 phantom.toml:2"),
        (Key::WarnAt, "0.1 phantom.toml:3"),
        (Key::OnUnavailable, "block phantom.toml:4"),
        (Key::MinAge(None), "7d phantom.toml:5"),
    ] {
        assert_eq!(value(&resolved, key), held, "{key:?}");
    }
    assert!(resolved.notes.is_empty(), "{:?}", resolved.notes);
}

#[test]
fn a_users_lock_leaves_flags_and_environment_alone_and_a_machines_does_not() {
    let given = |mut sources: Sources| {
        sources.flags = flags(&[(Key::BlockAt, "0.9"), (Key::Index(None), "https://other.example/")]);
        sources.environment.set(Key::Offline, "1", Origin::Variable("PHANTOM_OFFLINE")).unwrap();
        sources.allowed = vec!["npm:x".to_owned()];
        sources.resolve().unwrap()
    };
    let user = given(sources("", "lock = true", ""));
    assert_eq!(value(&user, Key::BlockAt), "0.9 --block-at");
    assert_eq!(value(&user, Key::Offline), "false --index");
    assert_eq!(user.allowed, ["npm:x"]);
    assert!(user.notes.is_empty());
    let machine = given(sources("", "block-at = 0.7", "lock = true\noffline = true\n"));
    assert_eq!(value(&machine, Key::BlockAt), "0.6 default");
    assert_eq!(value(&machine, Key::Offline), "true PHANTOM_OFFLINE");
    assert_eq!(machine.settings.index_for_any(), None);
    assert!(machine.allowed.is_empty());
    assert_eq!(machine.lock("block-at"), Some((Level::Machine, "machine.toml:1")));
    assert_snapshot!(machine.notes.join("\n"));
}

#[test]
fn naming_a_registry_is_no_way_round_a_locked_offline() {
    let mut sources = sources("", "", "lock = [\"offline\"]\noffline = true\n");
    sources.flags = flags(&[(Key::Index(None), "npm=https://other.example/")]);
    let resolved = sources.resolve().unwrap();
    assert!(resolved.settings.offline.value);
    assert_eq!(resolved.notes, ["--index: offline false does not count: machine.toml:1 locks it at true"]);
}

#[test]
fn a_lock_names_keys() {
    let faults = |text: &str| {
        let errors = PolicyFile::parse(text, "phantom.toml").unwrap_err();
        errors
            .iter()
            .map(|e| format!("{}: {} ({})\n", e.line.unwrap(), e.message, e.hint))
            .collect::<String>()
    };
    assert_snapshot!(faults("lock = [\"blok-at\", 3, \"fleet-cache\"]") + &faults("lock = \"all\""));
    assert!(read("lock = false", "x").lock.is_empty());
    assert_eq!(read("lock = true", "x").lock.place("bypass").map(AsRef::as_ref), Some("x:1"));
}

proptest::proptest! {
    /// Whatever a project says, what a user's file locks is at least as strict as without the project.
    #[test]
    fn no_project_weakens_what_is_locked(
        block in 0.0f64..=1.0, warn in 0.0f64..=1.0, ages in proptest::array::uniform4(0u8..9),
        action in 0usize..3, verify: bool,
        own_block in 0.0f64..=1.0, own_ages in proptest::array::uniform4(0u8..9), own_action in 0usize..3,
    ) {
        let file = |block: f64, warn: f64, ages: [u8; 4], action: usize, verify: bool| {
            let action = ["allow", "warn", "block"][action];
            let [all, pypi, npm, crates] = ages;
            format!(
                "block-at = {block:?}\nwarn-at = {:?}\non-unavailable = \"{action}\"\nverify-all = {verify}\n\
                 min-age = {{ default = \"{all}d\", pypi = \"{pypi}d\", npm = \"{npm}d\", crates = \"{crates}d\" }}\n",
                warn.min(block)
            )
        };
        let user = format!("lock = true\n{}", file(own_block, 0.1, own_ages, own_action, true));
        let alone = sources("", &user, "").resolve().unwrap();
        let held = sources(&file(block, warn, ages, action, verify), &user, "").resolve().unwrap();
        proptest::prop_assert!(held.settings.block_at.value <= alone.settings.block_at.value);
        proptest::prop_assert!(held.settings.warn_at.value <= alone.settings.warn_at.value);
        let action = |r: &Resolved| r.settings.on_unavailable.as_ref().unwrap().value;
        proptest::prop_assert!(action(&held) >= action(&alone));
        proptest::prop_assert!(held.settings.verify_all.value);
        for ecosystem in Ecosystem::ALL {
            proptest::prop_assert!(held.settings.min_age(ecosystem) >= alone.settings.min_age(ecosystem));
        }
    }
}

#[test]
fn a_lock_of_min_age_holds_the_registry_that_tells_the_age() {
    let project = "index = { npm = \"https://other.example/npm/\" }";
    let resolved = sources(project, "lock = [\"min-age\"]\nmin-age = \"3d\"", "").resolve().unwrap();
    assert_eq!(value(&resolved, Key::Index(Some(Ecosystem::Npm))), "");
    assert_eq!(resolved.lock("index"), None);
    assert_eq!(
        resolved.notes,
        ["phantom.toml:1: index.npm https://other.example/npm/ does not count: user.toml:1 locks it"]
    );
}

#[test]
fn a_registry_for_the_ecosystem_at_hand_counts_where_it_is_the_locked_one() {
    let machine = "lock = [\"index\"]\nindex = { npm = \"https://registry.example/npm/\" }";
    let given = |address: &str| {
        let mut sources = sources("", "", machine);
        sources.flags = flags(&[(Key::Index(None), address)]);
        sources.resolve().unwrap()
    };
    let same = given("https://registry.example/npm/");
    assert!(same.notes.is_empty(), "{:?}", same.notes);
    assert_eq!(value(&same, Key::Index(Some(Ecosystem::Npm))), "https://registry.example/npm/ --index");
    assert_eq!(value(&same, Key::Index(Some(Ecosystem::PyPi))), "");
    let other = given("npm=https://me:secret@registry.example/npm/");
    assert_eq!(
        other.notes,
        [
            "--index: index.npm https://registry.example/npm/ does not count: machine.toml:1 locks it at https://registry.example/npm/ with other credentials"
        ]
    );
}

#[test]
fn asking_nobody_counts_against_a_lock_and_blocks_what_is_not_checked() {
    let mut sources = sources("offline = true", "", "lock = [\"offline\"]");
    sources.flags = flags(&[(Key::Offline, "true"), (Key::OnUnavailable, "allow")]);
    let resolved = sources.resolve().unwrap();
    assert_eq!(value(&resolved, Key::Offline), "true --offline");
    assert_eq!(value(&resolved, Key::OnUnavailable), "block --offline");
    assert_eq!(
        resolved.notes,
        [
            "phantom.toml:1: offline true does not count: machine.toml:1 locks it at false",
            "--offline: what cannot be checked offline is blocked: machine.toml:1 locks offline"
        ]
    );
}
