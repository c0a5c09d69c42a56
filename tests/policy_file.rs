//! What `phantom.toml` may say, and what is said of one that is wrong.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use insta::assert_snapshot;
use phantom_guard::policy::{Action, Key, Layer, Origin, PolicyFile, Settings};

/// Every fault of a policy file, as a user sees it.
fn faults(text: &str) -> String {
    let errors = PolicyFile::parse(text, "phantom.toml").unwrap_err();
    errors
        .iter()
        .map(|e| {
            let place = format!("{}:{}", e.line.unwrap_or_default(), e.column.unwrap_or_default());
            format!("{place}: {}\n  help: {}\n", e.message, e.hint)
        })
        .collect()
}

fn resolved(file: &PolicyFile) -> Settings {
    Settings::resolve(Layer::default(), Layer::default(), file.layer.clone()).unwrap()
}

#[test]
fn the_example_of_the_documentation_says_what_it_claims() {
    let documentation = include_str!("../docs/policy.md");
    let example = documentation.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let file = PolicyFile::parse(example, "phantom.toml").unwrap();
    let settings = resolved(&file);
    for key in Key::ALL.into_iter().filter(|key| key.in_file().is_some()) {
        let (value, origin) = settings.shown(key).unwrap();
        assert!(matches!(origin, Origin::File { .. }), "{key:?} = {value} is not in the example");
        assert!(documentation.contains(&format!("`{}`", key.variable())), "{key:?}");
        assert!(documentation.contains(&format!("`{}", key.flag().unwrap())), "{key:?}");
    }
    assert_eq!(file.allow.len(), 2);
    assert_eq!(file.deny.len(), 1);
}

#[test]
fn an_empty_file_is_a_policy_of_defaults() {
    let settings = resolved(&PolicyFile::parse("", "phantom.toml").unwrap());
    assert!((settings.block_at.value - 0.60).abs() < 1e-9 && (settings.warn_at.value - 0.30).abs() < 1e-9);
    assert_eq!(settings.on_unavailable, None);
}

#[test]
fn lists_may_be_tables_or_inline_and_names_may_carry_their_ecosystem() {
    let text = r#"
on-unavailable = "allow"
timeout = 2.5
allow = [{ name = "npm:a", reason = "r" }, { name = "a", ecosystem = "cargo", reason = "r", until = "2027-01-31" }]
[[deny]]
name = "pkg:pypi/b"
reason = "r"
"#;
    let file = PolicyFile::parse(text, "phantom.toml").unwrap();
    let rules: Vec<_> = file.allow.iter().chain(&file.deny).map(|entry| entry.rule.as_str()).collect();
    assert_eq!(rules, ["npm:a", "crates:a", "pkg:pypi/b"]);
    assert_eq!(file.allow[1].until.unwrap().to_string(), "2027-01-31");
    assert_eq!(file.deny[0].place.as_ref(), "phantom.toml:5");
    assert_eq!(resolved(&file).on_unavailable.unwrap().value, Action::Allow);
}

#[test]
fn every_fault_is_told_with_its_place_and_remedy() {
    let text = r#"
block_at = 0.7
warn-at = "0.3"
on-unavailable = "stop"
offline = "yes"
concurrency = 0
chunk = 1.5
timeout = "5 parsecs"
surprise = 1

[index]
pypi = "registry.example"
gem = "https://registry.example/"

[private]
names = ["acme-*", "*", 7]
scopes = ["acme"]
registry = ""
name = "acme-*"

[[allow]]
name = "left-padd"
reason = "no ecosystem"

[[allow]]
name = "npm:left-padd"

[[allow]]
name = "npm:left-padd"
reason = ""

[[deny]]
reason = "no name"
until = 2027

[[deny]]
name = "npm:x"
reason = "r"
ecosystem = "gem"
unitl = 2027-01-31
"#;
    assert_snapshot!(faults(text));
}

#[test]
fn a_file_does_not_choose_the_cache_that_a_machine_believes() {
    for value in ["\"redis://:s3cret@cache.example\"", "{ url = \"redis://:s3cret@cache.example\" }"] {
        let faults = faults(&format!("offline = false\n  fleet-cache = {value}\n"));
        assert!(faults.starts_with("2:3: fleet-cache: "), "{faults}");
        assert!(faults.contains("PHANTOM_FLEET_CACHE") && !faults.contains("s3cret"), "{faults}");
    }
    let environment = |url: &'static str| {
        Layer::from_environment(|name| (name == "PHANTOM_FLEET_CACHE").then(|| url.into()))
    };
    let layer = environment("redis://:s3cret@cache.example,b:7000").unwrap();
    let settings = Settings::resolve(Layer::default(), layer, Layer::default()).unwrap();
    let (shown, origin) = settings.shown(Key::FleetCache).unwrap();
    assert_eq!(shown, "redis://cache.example:6379,b:7000");
    assert_eq!(origin, Origin::Variable("PHANTOM_FLEET_CACHE"));
    assert!(!format!("{settings:?}").contains("s3cret"));
    let error = environment("http://:s3cret@cache.example").unwrap_err().remove(0);
    assert!(error.message.starts_with("PHANTOM_FLEET_CACHE: it cannot be used"), "{error:?}");
    assert!(!format!("{error:?}").contains("s3cret") && error.hint.contains("redis://"), "{error:?}");
}

#[test]
fn ages_are_one_for_all_or_a_table_and_faults_of_both_are_told() {
    use phantom_guard::package::Ecosystem;
    let shown = |text: &str| {
        let settings = resolved(&PolicyFile::parse(text, "phantom.toml").unwrap());
        Ecosystem::ALL.map(|ecosystem| settings.min_age(ecosystem).to_string())
    };
    assert_eq!(shown("min-age = \"72h\""), ["3d", "3d", "3d"]);
    assert_eq!(shown("[min-age]\ndefault = \"3d\"\nnpm = \"0\""), ["3d", "0", "3d"]);
    assert_eq!(shown("min-age = { crates = \"36h\" }"), ["0", "0", "36h"]);
    let hint = "write a number of hours, days or weeks, like \"72h\", \"3d\" or \"1w\", or \"0\"";
    for (text, fault) in [
        ("min-age = \"3 parsecs\"", format!("1:11: min-age: \"3 parsecs\" cannot be used\n  help: {hint}\n")),
        ("[min-age]\nnpm = 3", format!("2:7: min-age.npm: found an integer\n  help: {hint}\n")),
        (
            "min-age = 3",
            "1:11: min-age: found an integer\n  help: write a time like \"3d\", or a table: [min-age]\n".into(),
        ),
        ("[min-age]\ncreates = \"3d\"", "2:1: unknown key \"creates\"\n  help: did you mean `crates`?\n".into()),
        (
            "[min-age]\nexcept = [\"*\"]",
            "2:11: min-age.except: \"*\" cannot be used\n  help: write a pattern that does not cover every name\n"
                .into(),
        ),
    ] {
        assert_eq!(faults(text), fault);
    }
}

#[test]
fn a_flag_s_age_goes_before_those_of_single_ecosystems() {
    use phantom_guard::package::Ecosystem;
    let file = PolicyFile::parse("[min-age]\ndefault = \"3d\"\nnpm = \"9d\"", "phantom.toml").unwrap();
    let mut flags = Layer::default();
    flags.set(Key::MinAge(None), "1d", Origin::Flag("--min-age")).unwrap();
    let settings = Settings::resolve(flags, Layer::default(), file.layer).unwrap();
    assert_eq!(settings.min_age(Ecosystem::Npm).to_string(), "1d");
    assert_eq!(settings.shown(Key::MinAge(None)).unwrap().0, "1d");
    assert_eq!(settings.shown(Key::MinAge(Some(Ecosystem::Npm))), None, "what holds for all is shown once");
}

#[test]
fn a_syntax_error_is_placed() {
    let faults = faults("block-at = 0.5\nwarn-at = = 1\n");
    assert!(faults.starts_with("2:11: ") && faults.contains("mend the TOML syntax"), "{faults}");
}

#[test]
fn thresholds_out_of_order_are_refused_where_they_stand() {
    let file = PolicyFile::parse("warn-at = 0.5\nblock-at = 0.4\n", "phantom.toml").unwrap();
    let error = Settings::resolve(Layer::default(), Layer::default(), file.layer).unwrap_err();
    assert_eq!((error.line, error.column), (Some(2), Some(12)));
    assert_eq!(error.message, "block-at 0.4 lies below warn-at 0.5 (phantom.toml:1)");
    assert_eq!(
        faults("block-at = 1.5\n"),
        "1:12: block-at: \"1.5\" cannot be used\n  help: write a number from 0 to 1, like 0.6\n"
    );
}

#[test]
fn files_that_are_no_text_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("phantom.toml");
    let message = |path: &std::path::Path| {
        let error = PolicyFile::read(path, "phantom.toml").unwrap_err().remove(0);
        assert!(!error.hint.is_empty());
        (error.line, error.message)
    };
    assert!(message(&path).1.starts_with("the policy cannot be read"));
    assert!(message(folder.path()).1.starts_with("this is a folder"));
    std::fs::write(&path, b"offline = true\nx = \"\xff\"\n").unwrap();
    assert_eq!(message(&path), (Some(2), "this is not UTF-8".to_owned()));
    std::fs::write(&path, vec![b' '; 5 << 20]).unwrap();
    assert!(message(&path).1.contains("larger than"));
}

#[test]
fn the_nearest_file_upwards_counts() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::write(folder.path().join("phantom.toml"), "").unwrap();
    assert_eq!(PolicyFile::find(&inner), Some(folder.path().join("phantom.toml")));
    std::fs::write(folder.path().join("a/phantom.toml"), "").unwrap();
    assert_eq!(PolicyFile::find(&inner), Some(folder.path().join("a/phantom.toml")));
}

#[test]
fn the_environment_is_read_and_its_faults_are_named() {
    let variables = |name: &str| match name {
        "PHANTOM_BLOCK_AT" => Some("0.8".into()),
        "PHANTOM_OFFLINE" => Some("yes".into()),
        "PHANTOM_INDEX_NPM" => Some("https://registry.example/npm".into()),
        "PHANTOM_CHUNK" => Some("".into()),
        _ => None,
    };
    let layer = Layer::from_environment(variables).unwrap();
    let settings = Settings::resolve(Layer::default(), layer, Layer::default()).unwrap();
    assert_eq!(settings.block_at.origin, Origin::Variable("PHANTOM_BLOCK_AT"));
    assert_eq!(settings.chunk.origin, Origin::Default);
    let errors = Layer::from_environment(|_| Some("-".into())).unwrap_err();
    assert_eq!(errors.len(), Key::ALL.len());
}

#[test]
fn no_text_makes_the_reader_panic() {
    proptest::proptest!(|(text in "([a-z\\-]{0,12}( = |\\[|\\]|\\.|\"|\n|\\{|\\}|,|[0-9]){0,4}){0,12}")| {
        let _ = PolicyFile::parse(&text, "phantom.toml");
    });
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_has_no_end_is_told_and_not_waited_for() {
    use std::path::Path;
    let told = |path: &Path| PolicyFile::read(path, "phantom.toml").unwrap_err().remove(0).message;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(told(&pipe), "this is no plain file");
    assert_eq!(told(Path::new("/dev/zero")), "this is no plain file");
    // It says that it is a file and has no length.
    if Path::new("/proc/self/pagemap").exists() {
        let link = folder.path().join("phantom.toml");
        std::os::unix::fs::symlink("/proc/self/pagemap", &link).unwrap();
        assert!(told(&link).contains("policy"), "{}", told(&link));
    }
}

#[test]
fn a_name_that_is_none_and_a_number_without_end_are_told_for_what_they_are() {
    let entry = |name: &str| faults(&format!("[[allow]]\nname = {name:?}\nreason = \"r\"\n"));
    assert!(entry("npm:").contains("\"npm:\" names no package"), "{}", entry("npm:"));
    assert!(entry("pkg:gem/x").contains("is no package URL of pypi, npm or cargo"), "{}", entry("pkg:gem/x"));
    assert!(entry("x").contains("could be of any ecosystem"));
    let number = faults("timeout = 1e300");
    assert!(number.contains("1e300") && number.len() < 200, "{number}");
}
