//! `--format` and `--output` on the command line.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::fs;

use phantom_testkit::Sandbox;
use serde_json::Value;

mod cli_support;

use cli_support::{PHANTOM, shown};

/// The formats that are JSON documents, and a word that each has.
const DOCUMENTS: [(&str, &str); 4] =
    [("json", "schema_version"), ("sarif", "runs"), ("cyclonedx", "bomFormat"), ("gitlab", "fingerprint")];

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "flask>=3\n\nreqeusts==2.31.0\n");
    sandbox.write(
        "project/web/package.json",
        "{\n  \"dependencies\": {\n    \"@types/node\": \"^20\"\n  }\n}\n",
    );
    sandbox
}

fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_scan_speaks_each_format() {
    let sandbox = project();
    for (format, word) in DOCUMENTS {
        let outcome = sandbox.run(PHANTOM, ["scan", "--offline", "--format", format]).expect_code(1);
        let text = outcome.stdout_text();
        assert!(document(&text).to_string().contains(word), "{text}");
    }
    assert_shown!("format_github", sandbox, shown(&sandbox, &["scan", "--offline", "--format", "github"]));
    assert_shown!("format_junit", sandbox, shown(&sandbox, &["scan", "--offline", "--format=junit"]));
    assert_shown!("format_markdown", sandbox, shown(&sandbox, &["scan", "--offline", "--format=markdown"]));
    assert_shown!("format_csv", sandbox, shown(&sandbox, &["scan", "--offline", "--format=csv"]));
}

#[test]
fn a_sarif_fix_makes_the_file_right() {
    let sandbox = project();
    let outcome = sandbox.run(PHANTOM, ["scan", "--offline", "--format", "sarif"]).expect_code(1);
    let log = document(&outcome.stdout_text());
    let change = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "requirements.txt");
    let replacement = &change["replacements"][0];
    let at = |key: &str| replacement["deletedRegion"][key].as_u64().unwrap() as usize;
    let file = fs::read_to_string(sandbox.path("project/requirements.txt")).unwrap();
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    let line = &mut lines[at("startLine") - 1];
    let text = replacement["insertedContent"]["text"].as_str().unwrap();
    line.replace_range(at("startColumn") - 1..at("endColumn") - 1, text);
    assert_eq!(lines, ["flask>=3", "", "requests==2.31.0"]);
}

#[test]
fn output_goes_to_the_file_and_a_line_to_stderr() {
    let sandbox = project();
    let file = sandbox.path("project/report.sarif");
    for already in [false, true] {
        assert_eq!(file.exists(), already);
        let line = ["scan", "--offline", "--format", "sarif", "--output", "report.sarif"];
        let outcome = sandbox.run(PHANTOM, line).expect_code(1);
        assert_eq!(outcome.stdout_text(), "");
        assert!(outcome.stderr_text().ends_with("; the report is in report.sarif\n"), "{}", outcome.shown());
        assert_eq!(document(&fs::read_to_string(&file).unwrap())["version"], "2.1.0");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    let quiet = ["-q", "check", "-e", "pypi", "--offline", "reqeusts", "--output=plain.txt"];
    let outcome = sandbox.run(PHANTOM, quiet).expect_code(1);
    assert_eq!(outcome.stdout_text() + &outcome.stderr_text(), "");
    let text = fs::read_to_string(sandbox.path("project/plain.txt")).unwrap();
    assert!(text.contains("`requests` was probably meant") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn lines_from_standard_input_go_to_the_file_too() {
    let sandbox = Sandbox::new();
    let line = ["check", "-e", "pypi", "--offline", "--format", "jsonl", "--output", "lines", "-"];
    let outcome = sandbox.run_with_input(PHANTOM, line, b"requests\nreqeusts\n").expect_code(1);
    assert_eq!(outcome.stdout_text(), "");
    assert_eq!(fs::read_to_string(sandbox.path("project/lines")).unwrap().lines().count(), 2);
}

#[test]
fn what_cannot_be_written_is_said_before_anything_is_done() {
    let sandbox = project();
    fs::create_dir(sandbox.path("project/folder")).unwrap();
    for path in ["no/such/folder/x", "folder", "requirements.txt/x"] {
        let outcome = sandbox.run(PHANTOM, ["scan", "--offline", "--output", path]).expect_code(2);
        assert_eq!(outcome.stdout_text(), "");
        let told = outcome.stderr_text();
        assert!(
            told.starts_with(&format!("error: {path}: --output: the report cannot be written here")),
            "{told}"
        );
        assert!(!told.contains("checked"), "{told}");
    }
    assert_eq!(fs::read_dir(sandbox.path("project")).unwrap().count(), 3, "nothing is left behind");
}

#[test]
fn a_document_is_valid_whatever_goes_wrong() {
    let sandbox = project();
    sandbox.write("project/broken/package.json", "{");
    for (format, word) in DOCUMENTS {
        for line in [
            &["scan", "--offline", "broken"][..],
            &["scan", "--offline", "no-such-folder"],
            &["scan", "--offline", "--no-such-flag"],
            &["check", "--offline", "--block-at", "odd", "x"],
        ] {
            let mut line = line.to_vec();
            line.extend(["--format", format]);
            let outcome = sandbox.run(PHANTOM, &line).expect_code(2);
            assert!(document(&outcome.stdout_text()).to_string().contains(word), "{}", outcome.shown());
            fs::write(sandbox.path("project/report"), "stale").unwrap();
            line.extend(["--output", "report"]);
            let outcome = sandbox.run(PHANTOM, &line).expect_code(2);
            assert_eq!(outcome.stdout_text(), "");
            let text = fs::read_to_string(sandbox.path("project/report")).unwrap();
            assert!(document(&text).to_string().contains(word), "{text}");
        }
    }
    let outcome = sandbox.run(PHANTOM, ["scan", "--no-such-flag", "--format", "junit"]).expect_code(2);
    assert!(outcome.stdout_text().contains("<error "), "{}", outcome.shown());
}

#[test]
fn commands_without_names_say_which_formats_they_have() {
    let mut sandbox = Sandbox::new();
    assert_shown!("format_none", sandbox, shown(&sandbox, &["config", "show", "--format", "sarif"]));
    for line in ["explain -e pypi x", "corpus info", "cache path", "log", "shims status", "advisories info"] {
        let words = line.split(' ').chain(["--offline", "--format", "csv"]);
        let outcome = sandbox.run(PHANTOM, words).expect_code(2);
        assert!(outcome.stderr_text().contains("this command has no format csv"), "{}", outcome.shown());
        let words = line.split(' ').chain(["--offline", "--output", "x"]);
        let outcome = sandbox.run(PHANTOM, words).expect_code(2);
        assert!(outcome.stderr_text().contains("this command has no --output"), "{}", outcome.shown());
    }
    // What the environment asks for is meant for commands that have it.
    sandbox.set("PHANTOM_FORMAT", "sarif");
    let outcome = sandbox.run(PHANTOM, ["cache", "path"]).expect_code(0);
    assert!(!outcome.stdout_text().starts_with('{'), "{}", outcome.shown());
}

#[test]
fn a_wrapped_clients_report_goes_to_a_file() {
    let sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    let run = |line: &str| sandbox.run(PHANTOM, line.split(' '));
    assert_shown!("format_client", sandbox, run("--offline --format sarif pip install reqeusts").shown());
    let outcome = run("--offline --format sarif --output s pip install reqeusts").expect_code(1);
    assert_eq!(outcome.stdout_text(), "");
    let file = sandbox.path("project/s");
    let log = document(&fs::read_to_string(&file).unwrap());
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "typosquat");
    run("--offline --format sarif --output s pip install requests").expect_code(0);
    let log = document(&fs::read_to_string(&file).unwrap());
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    let outcome = run("--offline --format sarif --output s --odd pip install requests").expect_code(2);
    assert_eq!(outcome.stdout_text(), "");
    let log = document(&fs::read_to_string(&file).unwrap());
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let outcome = run("--offline --format sarif --output no/s pip install requests").expect_code(2);
    assert!(outcome.stderr_text().contains("no/s: --output") && outcome.stdout_text().is_empty());
}

#[cfg(unix)]
#[test]
fn the_file_behind_standard_output_is_written_to_and_not_replaced() {
    let sandbox = project();
    let phantom = format!("'{PHANTOM}' -q scan --offline --format csv --output");
    let sh = |script: String| sandbox.run("/bin/sh", ["-c", &script]).expect_code(0);
    for path in ["/dev/stdout", "/proc/self/fd/1", "-", "/dev/stderr", "link"] {
        if path.starts_with("/proc") && !cfg!(target_os = "linux") {
            continue;
        }
        sh(format!("ln -sf /dev/stdout link; (echo before; {phantom} {path}; echo after) > log.txt 2>&1"));
        let log = fs::read_to_string(sandbox.path("project/log.txt")).unwrap();
        assert!(log.starts_with("before\n") && log.ends_with("after\n"), "{path}: {log}");
        assert!(log.contains("reqeusts") && !sandbox.path("project/-").exists(), "{path}: {log}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_yet_is_followed() {
    let sandbox = project();
    std::os::unix::fs::symlink("target.csv", sandbox.path("project/link")).unwrap();
    sandbox.run(PHANTOM, ["scan", "--offline", "--format=csv", "--output=link"]).expect_code(1);
    assert!(fs::read_to_string(sandbox.path("project/target.csv")).unwrap().contains("reqeusts"));
}

#[test]
fn a_file_that_is_read_is_not_written_over() {
    let sandbox = project();
    sandbox.write("project/old.txt", "");
    sandbox.write("project/new.txt", "reqeusts\n");
    for line in [
        "scan --offline --output requirements.txt",
        "scan --offline --output=requirements.txt",
        "diff --offline --kind requirements old.txt new.txt --output new.txt",
        "check -e pypi x --offline --output phantom.toml",
    ] {
        sandbox.write("project/phantom.toml", "");
        let before = fs::read(sandbox.path("project/requirements.txt")).unwrap();
        let outcome = sandbox.run(PHANTOM, line.split(' ')).expect_code(2);
        assert!(outcome.stderr_text().contains("this file is read as input"), "{}", outcome.shown());
        assert_eq!(fs::read(sandbox.path("project/requirements.txt")).unwrap(), before);
        assert_eq!(fs::read_to_string(sandbox.path("project/new.txt")).unwrap(), "reqeusts\n");
    }
}

#[cfg(unix)]
#[test]
fn whatever_signal_ends_a_run_no_earlier_report_is_left() {
    let sandbox = project();
    for signal in ["TERM", "HUP", "KILL"] {
        sandbox.write("project/report", "stale");
        // The run waits for names, and is ended meanwhile.
        let script = format!(
            "mkfifo in; '{PHANTOM}' check -e pypi --offline --format sarif --output report - < in & \
             exec 3> in; while [ \"$(cat report)\" = stale ]; do sleep 0.05; done; kill -{signal} $!; wait $!; rm in"
        );
        sandbox.run("/bin/sh", ["-c", &script]);
        let log = document(&fs::read_to_string(sandbox.path("project/report")).unwrap());
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false, "{signal}");
    }
    sandbox.script("npm", "echo ran");
    sandbox.write("project/report", "stale");
    sandbox.run(PHANTOM, ["--format=sarif", "--output=report", "npm", "--version"]).expect_code(0);
    assert!(!sandbox.path("project/report").exists());
}

#[test]
fn a_planted_secret_is_in_no_format() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "project/requirements.txt",
        "--extra-index-url //user:S3CRET@files.example/simple\n\
         numppy @ https://u:S3CRET@files.example/numppy.whl?t=S3CRET\n\
         reqeusts>=1\n    # via numppy\n\
         djnago @ https://files.example/djnago.whl;token=S3CRET?a=1;b='S3CRET,S3CRET\n\
         flaskk @ https://files.example/a.whl a\"#frag?S3CRET\n",
    );
    sandbox.write(
        "project/package.json",
        r#"{"dependencies": {"lodahs": "u:S3CRET@code.example/a/b", "axois": "u:S3CRET@code.example:a/b",
            "expresss": "https://files.example/x;token=S3CRET/y.tgz?a=1;token=S3CRET"}}"#,
    );
    sandbox.write(
        "project/bun.lock",
        r#"{"lockfileVersion": 1, "workspaces": {"": {"name": "x", "dependencies": {"a": "1", "lodahs": "1"}}},
            "packages": {"a": ["a@1.0.0", "", {"dependencies": {"lodahs": "1"}}, "sha512-x"],
            "lodahs": ["lodahs@https://u:S3CRET@files.example/l.tgz?t=S3CRET", {}, "sha512-x"]}}"#,
    );
    sandbox.write(
        "project/pnpm-lock.yaml",
        "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      raect:\n        specifier: https://u:S3CRET@files.example/l.tgz?t=S3CRET\n        version: https://u:S3CRET@files.example/l.tgz?t=S3CRET\npackages:\n  raect@https://u:S3CRET@files.example/l.tgz?t=S3CRET:\n    resolution: {tarball: https://u:S3CRET@files.example/l.tgz?t=S3CRET}\nsnapshots:\n  raect@https://u:S3CRET@files.example/l.tgz?t=S3CRET: {}\n",
    );
    let formats = [
        "human",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "markdown",
        "cyclonedx",
        "csv",
        "html",
    ];
    for format in formats {
        for line in [&["scan", "-v"][..], &["scan", "--plain"]] {
            let outcome = sandbox.run(PHANTOM, line.iter().chain(&["--offline", "--format", format]));
            let text = outcome.stdout_text() + &outcome.stderr_text();
            assert!(text.contains("reqeusts") && !text.contains("S3CRET"), "{}", outcome.shown());
        }
    }
    for line in ["why reqeusts lodahs raect", "why --format json --all reqeusts lodahs raect"] {
        let outcome = sandbox.run(PHANTOM, line.split(' '));
        let text = outcome.stdout_text() + &outcome.stderr_text();
        assert!(text.contains("numppy") && !text.contains("S3CRET"), "{}", outcome.shown());
    }
    sandbox.script("pip", "echo ran");
    let line = "--offline pip install --extra-index-url //u:S3CRET@files.example/x;t=S3CRET reqeusts";
    let outcome = sandbox.run(PHANTOM, line.split(' '));
    assert!(!(outcome.stdout_text() + &outcome.stderr_text()).contains("S3CRET"), "{}", outcome.shown());
}

#[test]
fn a_name_that_is_spelt_otherwise_is_not_cut_out() {
    let sandbox = Sandbox::new();
    sandbox
        .write("project/package.json", r#"{"dependencies": {"lod\u0061hs": "1", "axois": "npm:axois@1"}}"#);
    let outcome = sandbox.run(PHANTOM, ["scan", "--offline", "--format", "sarif"]).expect_code(1);
    let log = document(&outcome.stdout_text());
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |name: &str| results.iter().find(|result| result["properties"]["name"] == name).unwrap();
    let escaped = of("lodahs");
    assert!(escaped.get("fixes").is_none());
    assert!(escaped["locations"][0]["physicalLocation"]["region"].get("endColumn").is_none());
    // What is asked for is replaced, and not the name by which the project knows it.
    let region = &of("axois")["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"];
    let text = fs::read_to_string(sandbox.path("project/package.json")).unwrap();
    assert_eq!(region["startColumn"].as_u64().unwrap() as usize, text.find("npm:axois").unwrap() + 5);
    let outcome = sandbox.run(PHANTOM, ["scan", "--offline"]).expect_code(1);
    let text = outcome.stdout_text();
    let (_, lodash) = text.split_once("`lodahs`").unwrap();
    let lodash = lodash.split("\nerror").next().unwrap();
    assert!(!lodash.contains("phantom fix") && text.contains("phantom --offline fix package.json"), "{text}");
}

#[test]
fn a_suggested_command_runs_where_the_scan_did() {
    let sandbox = Sandbox::new();
    let suggests = |line: &str, command: Option<&str>| {
        let outcome = sandbox.run(PHANTOM, line.split(' ')).expect_code(1);
        let text = outcome.stdout_text() + &outcome.stderr_text();
        let mends: Vec<_> = text.lines().filter_map(|line| line.split_once("to mend: ")).collect();
        assert_eq!(mends.first().map(|(_, command)| *command), command, "{}", outcome.shown());
        text
    };
    for folder in ["a", "b", "c", "d"] {
        sandbox.write(format!("project/many/in/{folder}/requirements.txt"), "reqeusts\n");
    }
    suggests("--offline scan many", Some("phantom --offline fix many/in"));
    sandbox.write("project/-x/requirements.txt", "reqeusts\n");
    suggests("scan --offline -- -x/requirements.txt", Some("phantom --offline fix ./-x/requirements.txt"));
    sandbox.write("project/old.txt", "");
    sandbox.write("project/new.txt", "reqeusts\n");
    suggests("diff --offline --kind requirements old.txt new.txt", None);
    sandbox.write("project/my.toml", "");
    sandbox.write("project/requirements.txt", "reqeusts\n");
    let line = "scan --offline --config my.toml requirements.txt";
    suggests(line, Some("phantom --offline --config my.toml fix requirements.txt"));
    sandbox.script("npm", "echo ran");
    let text = suggests("--offline npm install lodahs", Some("phantom --offline npm install lodash"));
    assert!(text.contains("phantom --offline --allow npm:lodahs npm install lodahs"), "{text}");
}
