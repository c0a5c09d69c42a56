//! The forms that other programs read: held against the schemas of their standards, and read as users see them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use jsonschema::Validator;
use phantom_guard::package::Ecosystem;
use phantom_guard::report::{Report, formats};
use proptest::prelude::*;
use serde_json::Value;

mod report_support;

use report_support::{FORMS, blocked, everything, finding, hostile, report, unknown, written};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// One of the files beside, whose standards name addresses that are never asked.
fn validator(file: &str) -> Validator {
    let read = |file: &str| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(file);
        // A pattern of SARIF's has a bracket too many, which engines for Unicode refuse.
        parsed(&std::fs::read_to_string(path).unwrap().replace("{2}]?$", "{2}$"))
    };
    let beside = ["spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json"];
    let resources = beside.map(|file| (format!("http://cyclonedx.org/schema/{file}"), read(file)));
    let mut registry = jsonschema::Registry::new();
    for (uri, schema) in &resources {
        registry = registry.add(uri, schema).unwrap();
    }
    let registry = registry.prepare().unwrap();
    jsonschema::options().with_registry(&registry).should_validate_formats(true).build(&read(file)).unwrap()
}

#[track_caller]
fn assert_valid(validator: &Validator, text: &str) {
    let document = parsed(text);
    let faults: Vec<String> =
        validator.iter_errors(&document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{document:#}");
}

/// A report of each kind: all findings, hostile ones, none, errors alone, an interrupted one.
fn reports() -> Vec<Report> {
    let mut interrupted = everything();
    interrupted.interrupted = true;
    vec![
        everything(),
        hostile(),
        report(Vec::new(), Vec::new()),
        Report::of_errors(everything().errors),
        interrupted,
    ]
}

#[test]
fn json_forms_are_valid_by_their_schemas() {
    for (form, schema) in [
        (formats::sarif as report_support::Form, "sarif-2.1.0.schema.json"),
        (formats::cyclonedx, "bom-1.6.SNAPSHOT.schema.json"),
        (formats::gitlab, "gitlab-code-quality.schema.json"),
    ] {
        let validator = validator(schema);
        for report in reports() {
            assert_valid(&validator, &written(form, &report));
        }
        // The schema does find faults.
        assert!(!validator.is_valid(&serde_json::json!([{ "version": 3 }])));
    }
}

/// Reads documents from standard input, each with its length in a line before it.
const XML: &str = "
import sys
sys.path.insert(0, sys.argv[1])
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[2]))
count = 0
while line := sys.stdin.buffer.readline():
    schema.assertValid(etree.fromstring(sys.stdin.buffer.read(int(line))))
    count += 1
print(count)
";

/// Python's lxml, which `tests/run` puts there, holds the documents against the schema.
fn validate_xml(documents: &[String]) -> (bool, String) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut python = Command::new("python3")
        .args(["-c", XML])
        .arg(root.join("target/clients/xml"))
        .arg(root.join("tests/schemas/junit-10.xsd"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = python.stdin.take().unwrap();
    for document in documents {
        let sent = stdin.write_all(format!("{}\n{document}", document.len()).as_bytes());
        if sent.is_err() {
            // It has ended with a fault, and says which.
            break;
        }
    }
    drop(stdin);
    let output = python.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), told.into_owned())
}

#[test]
fn junit_is_valid_by_its_schema() {
    let documents: Vec<String> = reports().iter().map(|report| written(formats::junit, report)).collect();
    let (valid, told) = validate_xml(&documents);
    assert!(valid, "is lxml where tests/run puts it? {told}");
    assert_eq!(told.trim(), documents.len().to_string());
    let (valid, told) = validate_xml(&[documents[0].replace("tests=", "testes=")]);
    assert!(!valid && told.contains("testes"), "the schema does find faults: {told}");
}

/// JSON over several lines.
fn shown(name: &str, text: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let text = match name {
        "sarif" | "gitlab" | "cyclonedx" => format!("{:#}\n", parsed(text)),
        _ => text.to_owned(),
    };
    text.replace(&format!("ersion\": \"{version}\""), "ersion\": \"[version]\"")
}

#[test]
fn each_form_has_everything() {
    for (name, form) in FORMS {
        let text = written(form, &everything());
        assert!(!text.contains("secret"), "{name}");
        assert_eq!(text, written(form, &everything()), "{name} is the same for the same report");
        assert_snapshot!(format!("format_{name}"), shown(name, &text));
    }
}

#[test]
fn hostile_names_are_inert_in_each_form() {
    for (name, form) in FORMS {
        let text = shown(name, &written(form, &hostile()));
        let bad = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{2066}');
        // JSON holds names as they are; what its readers see is escaped.
        if !matches!(name, "sarif" | "cyclonedx") {
            assert!(!text.contains(bad), "{name}");
        }
        assert_snapshot!(format!("hostile_{name}"), text);
    }
}

#[test]
fn nothing_found_is_said_in_each_form() {
    let nothing = report(vec![finding(Ecosystem::PyPi, "requests", 1)], Vec::new());
    let text: String = FORMS
        .iter()
        .filter(|(name, _)| !matches!(*name, "sarif" | "cyclonedx"))
        .map(|(name, form)| format!("----- {name}\n{}", written(*form, &nothing)))
        .collect();
    assert_snapshot!("formats_nothing", text);
    let log = parsed(&written(formats::sarif, &nothing));
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_fingerprints_follow_the_name_and_not_the_line() {
    let prints = |lines: &[u32]| {
        let findings = lines.iter().map(|line| blocked(finding(Ecosystem::Npm, "raect", *line))).collect();
        let log = parsed(&written(formats::sarif, &report(findings, Vec::new())));
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|one| one["partialFingerprints"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(prints(&[3, 9]), prints(&[40, 70]));
    assert_ne!(prints(&[3, 9])[0], prints(&[3, 9])[1]);
    let other = blocked(finding(Ecosystem::PyPi, "raect", 3));
    let log = parsed(&written(formats::sarif, &report(vec![other], Vec::new())));
    assert_ne!(log["runs"][0]["results"][0]["partialFingerprints"].to_string(), prints(&[3])[0]);
}

#[test]
fn a_comment_stays_under_the_longest_that_is_taken() {
    let mut findings = Vec::new();
    for number in 0..3000 {
        findings.push(blocked(finding(Ecosystem::Npm, &format!("raect-{number}"), number + 1)));
        let open = finding(Ecosystem::Npm, &format!("open-{number}"), number + 1);
        findings.push(unknown(open, phantom_guard::policy::Action::Warn));
    }
    let errors = (0..3000).map(|n| report_support::error(Some(&"long".repeat(2000)), Some(n), "m")).collect();
    let text = written(formats::markdown, &report(findings, errors));
    assert!(text.chars().count() < 65_536, "{}", text.len());
    assert_eq!(text.matches("\nand ").count(), 3, "each list says how many more there are");
    assert!(text.trim_end().ends_with("</details>"));
}

#[test]
fn a_spreadsheet_reads_no_formula() {
    let text = written(formats::csv, &hostile());
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut fields = 0;
    for row in rows.records() {
        for field in &row.unwrap() {
            let is_formula = |part: &str| part.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}']);
            assert!(!field.split(';').any(is_formula), "{field:?}");
            fields += 1;
        }
    }
    assert_eq!(fields, 2 * report_support::HOSTILE.len() * 15);
}

proptest! {
    #[test]
    fn every_form_can_be_read_whatever_a_name_is(
        names in proptest::collection::vec(any::<String>(), 1..4),
        file in any::<String>(),
        detail in any::<String>(),
    ) {
        let mut findings = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let mut one = blocked(finding(Ecosystem::ALL[number % 3], name, 1));
            one.dependency.location.as_mut().unwrap().file = file.as_str().into();
            one.assessment.signals[0].detail = detail.clone().into();
            findings.push(one);
        }
        let errors = vec![report_support::error(Some(&file), None, &detail)];
        let report = report(findings, errors);
        for (name, form) in FORMS {
            let text = written(form, &report);
            match name {
                "sarif" | "gitlab" | "cyclonedx" => {
                    parsed(&text);
                }
                "csv" => {
                    let mut reader = csv::Reader::from_reader(text.as_bytes());
                    prop_assert_eq!(reader.records().map(Result::unwrap).count(), names.len() + 1);
                }
                "github" => {
                    // Each line is a command of Phantom's own.
                    prop_assert_eq!(text.lines().count(), names.len() + 2);
                    prop_assert!(text.lines().all(|line| {
                        line.starts_with("::error ") || line.starts_with("::notice title=Phantom::")
                    }), "{}", text);
                }
                "markdown" => {
                    // Outside of code nothing is left that could be markup.
                    let rows = text.lines().filter(|line| line.starts_with("| blocked"));
                    for row in rows {
                        let bare: String = row.split('`').step_by(2).collect();
                        prop_assert_eq!(bare.matches('|').count(), 7, "{}", row);
                        prop_assert!(!bare.contains(['<', '>', '[', ']', '*', '_', '@', '#', '&', '\\']), "{}", row);
                    }
                }
                _ => {
                    let control = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
                    prop_assert!(!text.contains(control));
                    prop_assert_eq!(text.matches("<testcase").count(), names.len() + 1);
                    prop_assert_eq!(text.matches("</testcase>").count(), names.len() + 1);
                }
            }
        }
    }
}
