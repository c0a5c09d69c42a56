use std::ffi::OsStr;
use std::process::Command;

use semver::Version;

use super::node_range::Range;
use super::*;
use crate::package::PackageName;
use crate::registry::History;

/// Releases a day apart, the last one the newest; `y` behind a version where it was yanked.
fn metadata(versions: &str, latest: Option<&str>) -> Metadata {
    let releases = versions.split(' ').zip(1..).map(|(version, day)| Release {
        version: version.trim_end_matches('y'),
        published: jiff::Timestamp::from_second(86_400 * day).ok(),
        yanked: version.ends_with('y'),
    });
    Metadata {
        history: History::new(releases.collect::<Vec<_>>()),
        latest: latest.map(str::to_owned),
        ..Metadata::default()
    }
}

fn dependency(ecosystem: Ecosystem, requirement: &str, locked: bool) -> Dependency {
    Dependency {
        requirement: Some(requirement.to_owned()).filter(|r| !r.is_empty()),
        locked,
        ..Dependency::new(PackageName::new(ecosystem, "x"))
    }
}

/// The version that is chosen, `-` for one that is not listed and `?` for a requirement that is not understood.
fn chosen(ecosystem: Ecosystem, requirement: &str, locked: bool, metadata: &Metadata) -> String {
    match Requirement::of(&dependency(ecosystem, requirement, locked), metadata).map(|r| r.chosen()) {
        Some(Chosen::Release(release)) => release.version.to_owned(),
        Some(Chosen::NotListed) => "-".to_owned(),
        None => "?".to_owned(),
    }
}

#[test]
fn python_s_requirements_choose_as_pip_does() {
    let known = metadata("1.0 1.1 2.0 2.1y 3.0a1 1.2 1.1.post1", Some("1.2"));
    for (requirement, version) in [
        ("", "2.0"),
        ("*", "2.0"),
        (">=1", "2.0"),
        ("(>=1,<2)", "1.2"),
        ("==1.1", "1.1"),
        ("== 1.1.*", "1.1.post1"),
        ("===1.1", "1.1"),
        ("~=1.0", "1.2"),
        ("!=2.0", "1.2"),
        ("==2.1", "2.1"),
        (">2.0", "3.0a1"),
        (">=3.0a1", "3.0a1"),
        (">=1.0a1", "3.0a1"),
        ("==9", "-"),
        (">=9", "-"),
        ("1.1", "1.1"),
        ("^1.0", "1.2"),
        ("^0.1", "-"),
        ("~1.1", "1.1.post1"),
        ("~1", "1.2"),
        ("1.*", "1.2"),
        ("^1 || ^2", "2.0"),
        ("some words", "?"),
        ("^", "?"),
        ("~", "?"),
    ] {
        assert_eq!(chosen(Ecosystem::PyPi, requirement, false, &known), version, "{requirement}");
    }
    // Pre-releases are taken where there is nothing else.
    assert_eq!(chosen(Ecosystem::PyPi, "", false, &metadata("1.0a1 1.0b2", None)), "1.0b2");
}

#[test]
fn npm_goes_by_its_latest_tag_where_that_fits() {
    let known = metadata("1.0.0 1.2.0 2.0.0 2.1.0 3.0.0-rc.1 1.2.1", Some("2.0.0"));
    for (requirement, version) in [
        ("", "2.0.0"),
        ("*", "2.0.0"),
        ("latest", "2.0.0"),
        ("^2", "2.0.0"),
        (">=2.0.1", "2.1.0"),
        ("^1.0.0", "1.2.1"),
        ("1.2.0", "1.2.0"),
        ("=1.2.0", "1.2.0"),
        ("3.0.0-rc.1", "3.0.0-rc.1"),
        (">=3", "-"),
        ("next", "?"),
        ("1.2.0(react@18.0.0)", "1.2.0"),
        ("git+https://registry.example/x", "?"),
    ] {
        assert_eq!(chosen(Ecosystem::Npm, requirement, false, &known), version, "{requirement}");
    }
    // Whatever has the tag, a pre-release too.
    assert_eq!(chosen(Ecosystem::Npm, "", false, &metadata("1.0.0 2.0.0-a", Some("2.0.0-a"))), "2.0.0-a");
    // Without the tag, the highest.
    assert_eq!(chosen(Ecosystem::Npm, "latest", false, &metadata("1.0.0", None)), "?");
    assert_eq!(chosen(Ecosystem::Npm, "", false, &metadata("1.0.0 1.1.0 1.2.0-a", None)), "1.1.0");
}

#[test]
fn cargo_takes_a_bare_version_for_a_range_but_in_a_lockfile() {
    let known = metadata("1.0.0 1.2.0 2.0.0 2.1.0y 0.3.1 0.3.9 3.0.0-rc.1", None);
    for (requirement, locked, version) in [
        ("", false, "2.0.0"),
        ("1", false, "1.2.0"),
        ("1.0.0", false, "1.2.0"),
        ("1.0.0", true, "1.0.0"),
        ("2.1.0", true, "2.1.0"),
        ("2", false, "2.0.0"),
        ("=2.1.0", false, "2.1.0"),
        ("=1", false, "1.2.0"),
        ("0.3", false, "0.3.9"),
        ("~0.3.1", false, "0.3.9"),
        (">=1, <2", false, "1.2.0"),
        ("*", false, "2.0.0"),
        ("3.0.0-rc", false, "3.0.0-rc.1"),
        ("9", false, "-"),
        ("no version", false, "?"),
    ] {
        assert_eq!(chosen(Ecosystem::Crates, requirement, locked, &known), version, "{requirement} {locked}");
    }
}

#[test]
fn what_is_taken_instead_lies_within_the_range_or_below_the_pin() {
    let known = metadata("1.0.0 2.0.0 1.0.1 2.0.1 1.0.2", None);
    let old = |release: &Release<'_>| {
        release.published < jiff::Timestamp::from_second(86_400 * 4).ok() // the first three
    };
    for (ecosystem, requirement, instead) in [
        (Ecosystem::PyPi, "", Some("2.0.0")),
        (Ecosystem::PyPi, "<2", Some("1.0.1")),
        (Ecosystem::PyPi, "==1.0.2", Some("1.0.1")),
        (Ecosystem::Npm, "1.0.2", Some("1.0.1")),
        (Ecosystem::Npm, "^2.0.1", None),
        (Ecosystem::Crates, "=2.0.1", Some("2.0.0")),
        (Ecosystem::Crates, "1.0.2", None),
    ] {
        let requirement_of = dependency(ecosystem, requirement, false);
        let read = Requirement::of(&requirement_of, &known).unwrap();
        let Chosen::Release(chosen) = read.chosen() else { panic!("{requirement}") };
        let found = read.instead(chosen, old).map(|release| release.version);
        assert_eq!(found, instead, "{ecosystem} {requirement}");
    }
}

/// What a program prints, as JSON.
fn told(program: &str, args: &[&str]) -> serde_json::Value {
    let mut command = Command::new(phantom_testkit::program(program));
    let output = command.args(args.iter().map(OsStr::new)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const NODE_VERSIONS: [&str; 24] = [
    "0.0.1",
    "0.0.3",
    "0.0.3-beta",
    "0.0.4",
    "0.2.3",
    "0.2.4",
    "0.3.0",
    "1.0.0",
    "1.2.2",
    "1.2.3",
    "1.2.3-0",
    "1.2.3-alpha",
    "1.2.3-rc.1",
    "1.2.4",
    "1.2.4-beta",
    "1.2.5",
    "1.3.0",
    "1.9.9",
    "2.0.0-beta.1",
    "2.0.0",
    "2.0.1",
    "2.4.0",
    "3.0.0",
    "10.20.30",
];

fn node_ranges() -> Vec<String> {
    let versions = [
        "1.2.3",
        "1.2",
        "1",
        "0.2.3",
        "0.0.3",
        "0",
        "0.0",
        "0.x",
        "1.2.x",
        "1.X",
        "x",
        "*",
        "1.x.x",
        "2.0.0-beta.1",
        "1.2.3-alpha",
        "1.2.3-0",
        "0.0.3-beta",
        "v1.2.3",
        "1.2.3+build",
        "1.2.3-rc.1+b",
    ];
    let operators = ["", "^", "~", "~>", ">", ">=", "<", "<=", "=", "^ ", ">= ", "~ "];
    let each = |operator: &str| versions.map(|version| format!("{operator}{version}"));
    let mut ranges: Vec<String> = operators.iter().flat_map(|operator| each(operator)).collect();
    for low in [">=1.2.3", ">1", "^1.2.3", "~1.2", "1.x", ">=1.0.0-0", ">= 1.2.3"] {
        for high in ["<2", "<=2.0.0", "<2.0.0-beta.1", "< 3", "1.x", "<1.3.0", "<=1"] {
            ranges.push(format!("{low} {high}"));
            ranges.push(format!("{low} || {high}"));
        }
    }
    for low in ["1.2.3", "1", "1.2", "0.0.1", "1.2.3-alpha"] {
        ranges.extend(["2.0.0", "2", "2.3", "2.x", "1.2.5-beta", "*"].map(|high| format!("{low} - {high}")));
    }
    let odd =
        ["", " ", "||", "1 || ", "1.2.3||2", " ^1.2.3 ", "<0.0.0", ">=0.0.0-0", "<0.0.0-0", "latest", "a.b"];
    ranges.extend(odd.map(str::to_owned));
    ranges
}

#[test]
fn npm_s_ranges_are_read_as_npm_reads_them() {
    let root = Command::new(phantom_testkit::program("npm")).args(["root", "-g"]).output().unwrap();
    let semver = format!("{}/npm/node_modules/semver", String::from_utf8_lossy(&root.stdout).trim());
    let ranges = node_ranges();
    let (asked, versions) =
        (serde_json::to_string(&ranges).unwrap(), serde_json::to_string(&NODE_VERSIONS).unwrap());
    let script = format!(
        "const s = require({semver:?}), o = {{loose: true}};
         console.log(JSON.stringify({asked}.map(r => s.validRange(r, o) === null ? null
           : {versions}.filter(v => s.satisfies(v, r, o)))))"
    );
    let answers = told("node", &["-e", &script]);
    for (range, answer) in ranges.iter().zip(answers.as_array().unwrap()) {
        let read = range.parse::<Range>().ok().map(|range| {
            let allowed = NODE_VERSIONS.into_iter().filter(|v| range.allows(&Version::parse(v).unwrap()));
            allowed.collect::<Vec<_>>()
        });
        assert_eq!(serde_json::json!(read), *answer, "{range:?}");
    }
    assert!(ranges.len() > 300);
}

#[test]
fn python_s_specifiers_leave_what_pip_leaves() {
    let versions = "0.9 1.0 1.0.1 1.1a1 1.1 1.1.post1 2.0.dev1 2.0rc1 2.0 2.0+local 3.0b1";
    let known = metadata(versions, None);
    // Whether pre-releases count where a requirement leaves nothing else differs between pip's versions.
    let requirements = [
        ">=1",
        ">1",
        "<=1.1",
        "<2",
        "<2.0rc1",
        "==1.*",
        "==1.0",
        "==1.0.0",
        "==2.0",
        "!=2.0",
        "!=2.*",
        "~=1.0",
        "~=1.0.1",
        ">=1.1a1",
        ">=2.0rc1",
        "==2.0rc1",
        ">=1,<2",
        ">=1.0,!=1.1,!=1.1.post1,<2",
        "===1.1",
        "<=2.0.dev1",
        "==2.0+local",
        ">=1.1a1,<1.1",
    ];
    let script = format!(
        "import json
from pip._vendor.packaging.specifiers import SpecifierSet
from pip._vendor.packaging.version import Version
known = {versions:?}.split()
pick = lambda r: max(SpecifierSet(r).filter(known), key=Version, default='-')
print(json.dumps([pick(r) for r in {requirements:?}]))"
    );
    let answers = told("python3", &["-c", &script]);
    for (requirement, answer) in requirements.iter().zip(answers.as_array().unwrap()) {
        let ours = chosen(Ecosystem::PyPi, requirement, false, &known);
        assert_eq!(ours, answer.as_str().unwrap(), "{requirement}");
    }
}
