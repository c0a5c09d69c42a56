//! What a user of `phantom check` and `phantom explain` sees.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::time::Duration;

use phantom_testkit::Sandbox;
use phantom_testkit::fake::{Answer, Fake, Kind, Profile, Says};

mod cli_support;

use cli_support::{PHANTOM, shown};

#[test]
fn a_bad_name_is_blocked_and_the_right_one_is_named() {
    let sandbox = Sandbox::new();
    assert_shown!(
        "check_bad",
        sandbox,
        shown(&sandbox, &["check", "-e", "pypi", "--offline", "reqeusts", "requests"])
    );
}

#[test]
fn safe_names_are_only_counted_unless_every_name_is_asked_for() {
    let sandbox = Sandbox::new();
    let args = ["check", "--offline", "pypi:PyYAML", "npm:react@18", "pkg:cargo/serde_json@1"];
    assert_shown!("check_safe", sandbox, shown(&sandbox, &args));
    assert_shown!("check_safe_verbose", sandbox, shown(&sandbox, &[&args[..], &["-v"]].concat()));
    let quiet = shown(&sandbox, &[&args[..], &["-q"]].concat());
    assert_eq!(quiet, "exit: 0\n----- stdout\n----- stderr\n");
}

#[test]
fn names_that_could_not_be_checked_fold_into_one_line() {
    let sandbox = Sandbox::new();
    let names: Vec<String> = (0..12).map(|n| format!("crates:qzvx-{n}-wjkpt")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let args = [&["check", "--offline"], &names[..]].concat();
    assert_shown!("check_unknown", sandbox, shown(&sandbox, &args));
    let held = [&args[..], &["--on-unavailable", "block"]].concat();
    assert_shown!("check_unknown_held", sandbox, shown(&sandbox, &held));
}

#[test]
fn the_ecosystem_comes_from_the_folder_where_it_has_only_one() {
    let sandbox = Sandbox::new();
    assert_shown!("check_no_ecosystem", sandbox, shown(&sandbox, &["check", "--offline", "serde_jsno"]));
    sandbox.write("project/Cargo.toml", "");
    assert_shown!("check_folders_ecosystem", sandbox, shown(&sandbox, &["check", "--offline", "serde_jsno"]));
    sandbox.write("project/package.json", "{}");
    let several = sandbox.run(PHANTOM, ["check", "--offline", "serde"]).expect_code(2);
    assert!(several.stderr_text().contains("could be of any ecosystem"));
}

#[test]
fn a_name_that_cannot_be_understood_keeps_no_other_from_being_checked() {
    let sandbox = Sandbox::new();
    let args = ["check", "--offline", "pkg:gem/rails", "npm:epxress", "plain", "npm:react"];
    assert_shown!("check_some_unreadable", sandbox, shown(&sandbox, &args));
}

#[test]
fn hostile_names_steer_no_terminal() {
    let sandbox = Sandbox::new();
    let long = "x".repeat(10_000);
    let args = [
        "check",
        "-e",
        "pypi",
        "--offline",
        "r\u{435}quests",
        "evil\u{202e}name",
        "\u{1b}[31mred\u{1b}[0m",
        "two\nlines",
        "",
        &long,
    ];
    let text = shown(&sandbox, &args);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}') && text.is_ascii(), "{text}");
    assert_shown!("check_hostile", sandbox, text);
    let json = sandbox.run(PHANTOM, [&args[..], &["--format", "json"]].concat()).expect_code(1);
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(document["packages"].as_array().unwrap().len(), 6);
    assert_eq!(document["packages"][1]["name"], "evil\u{202e}name");
}

#[test]
fn json_is_one_document_in_the_contracts_order() {
    let sandbox = Sandbox::new();
    let args = ["check", "--offline", "--format", "json", "pypi:requests==2.31", "pkg:gem/x"];
    assert_shown!("check_json", sandbox, shown(&sandbox, &args));
}

#[test]
fn json_is_valid_whatever_goes_wrong() {
    let sandbox = Sandbox::new();
    sandbox.write("project/bad.toml", "block-at = 7\n");
    for (args, code) in [
        (&["check", "--format", "json"] as &[_], 2),
        (&["--format=json", "chekc"], 2),
        (&["check", "x", "--format", "json", "--nonsense"], 2),
        (&["check", "npm:react", "--format", "json", "--block-at", "much"], 2),
        (&["check", "npm:react", "--format", "json", "--config", "bad.toml"], 2),
        (&["check", "npm:react", "--format", "json", "--config", "missing.toml"], 2),
        (&["scan", "missing", "--format", "json"], 2),
    ] {
        let outcome = sandbox.run(PHANTOM, args).expect_code(code);
        let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
        assert_eq!(document["schema_version"], 1, "{args:?}");
        assert!(!document["errors"].as_array().unwrap().is_empty(), "{args:?}");
        assert!(!outcome.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn every_line_of_standard_input_gets_an_answer_in_order() {
    let sandbox = Sandbox::new();
    let input = b"requests\n\nreqeusts\r\n# a remark\nnpm:react@18\n\xff\xfe\nlast";
    let args = ["check", "--ecosystem", "pypi", "--offline", "--format", "jsonl", "-"];
    let outcome = sandbox.run_with_input(PHANTOM, args, input).expect_code(1);
    let lines: Vec<serde_json::Value> =
        outcome.stdout_text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["requests", "", "reqeusts", "# a remark", "react", "\u{fffd}\u{fffd}", "last"]);
    for invalid in [1, 3, 5] {
        assert_eq!(lines[invalid]["verdict"], "high_risk", "{invalid}");
        assert_eq!(lines[invalid]["signals"][0]["code"], "invalid-name", "{invalid}");
    }
    assert_eq!(lines[4]["requirement"], "18");
    // The other forms read the same lines.
    let json = ["check", "--ecosystem", "pypi", "--offline", "--format", "json", "-"];
    let outcome = sandbox.run_with_input(PHANTOM, json, input).expect_code(1);
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert_eq!(document["packages"].as_array().unwrap(), &lines);
}

#[test]
fn lines_that_leave_the_ecosystem_open_are_errors_and_the_rest_is_answered() {
    let sandbox = Sandbox::new();
    let input = format!("npm:react\n{}pypi:reqeusts\n", "plain\n".repeat(13));
    let args = ["check", "--offline", "--format", "jsonl", "-"];
    let outcome = sandbox.run_with_input(PHANTOM, args, input.as_bytes()).expect_code(1);
    assert_eq!(outcome.stdout_text().lines().count(), 2);
    assert_eq!(outcome.stderr_text().matches("could be of any ecosystem").count(), 10);
    assert!(outcome.stderr_text().contains("3 more lines"), "{}", outcome.stderr_text());
}

#[test]
fn an_answer_comes_before_the_next_question_is_asked() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::Stdio;
    let fake = Fake::start(Duration::ZERO, |_, _| Profile::long_standing());
    let index = format!("pypi={}", fake.root(Kind::Simple));
    for online in [false, true] {
        let sandbox = Sandbox::new();
        let how = if online { ["--index", &index] } else { ["--offline", "--quiet"] };
        let args = [&["check", "-e", "pypi", "--format", "jsonl", "-"], &how[..]].concat();
        let mut command = sandbox.command(PHANTOM, args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut questions = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        for name in ["requests", "qzvxwjkpt", "flask"] {
            writeln!(questions, "{name}").unwrap();
            questions.flush().unwrap();
            let mut answer = String::new();
            answers.read_line(&mut answer).unwrap();
            assert!(answer.contains(&format!("\"name\":\"{name}\"")), "{answer}");
        }
        drop(questions);
        child.wait().unwrap();
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    use std::process::Stdio;
    let sandbox = Sandbox::new();
    let args = ["check", "-e", "pypi", "--offline", "--format", "jsonl", "-"];
    let mut command = sandbox.command(PHANTOM, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take().unwrap());
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        use std::io::Write as _;
        let _ = stdin.write_all("requests\n".repeat(200_000).as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_registry_is_asked_only_where_its_answer_counts() {
    let fake = Fake::start(Duration::ZERO, |_, name| match name {
        "qzvxwjkpt" => Profile::Missing,
        _ => Profile::long_standing(),
    });
    let sandbox = Sandbox::new();
    let index = fake.root(Kind::Simple);
    let args = ["check", "-e", "pypi", "--index", &index, "requests", "qzvxwjkpt", "qzvxwjkpt-old"];
    assert_shown!("check_online", sandbox, shown(&sandbox, &args));
    assert_eq!(fake.paths(), ["/simple/qzvxwjkpt-old/", "/simple/qzvxwjkpt/"]);
}

#[test]
fn a_projects_own_page_is_asked_for_where_it_counts() {
    let weeks_ago = (jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * 60)).to_string();
    let fake = Fake::start(Duration::ZERO, move |_, name| match name {
        "qzvxwjkpt-old" => Profile::long_standing().saying(Says::nothing()),
        _ => Profile::published(&weeks_ago).saying(Says::everything()),
    });
    let sandbox = Sandbox::new();
    let index = fake.root(Kind::Simple);
    sandbox
        .run(PHANTOM, ["check", "-e", "pypi", "--index", &index, "requests", "qzvxwjkpt", "qzvxwjkpt-old"]);
    assert_eq!(fake.paths(), ["/pypi/qzvxwjkpt/json", "/simple/qzvxwjkpt-old/", "/simple/qzvxwjkpt/"]);
    assert_eq!(fake.requests(), 3);
}

#[test]
fn the_clients_own_settings_name_the_registry() {
    let fake = Fake::start(Duration::ZERO, |_, _| Profile::long_standing());
    let mut sandbox = Sandbox::new();
    sandbox.set("PIP_INDEX_URL", fake.root(Kind::Simple));
    let outcome = sandbox.run(PHANTOM, ["check", "--format", "json", "pypi:qzvxwjkpt"]);
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert_eq!(document["mode"], "online");
    assert_eq!(fake.paths(), ["/simple/qzvxwjkpt/"]);
    // Whoever wants nobody asked is heard, whatever else is set.
    let args = ["check", "--offline", "--index", &fake.root(Kind::Simple), "pypi:wjkptqzvx"];
    sandbox.run(PHANTOM, args);
    assert_eq!(fake.requests(), 1);
}

#[test]
fn a_registry_that_does_not_answer_leaves_names_unchecked_and_says_why() {
    let fake = Fake::serve(Duration::ZERO, |_| Answer::new(403, "text/plain", "no"));
    let sandbox = Sandbox::new();
    let index = fake.root(Kind::Simple).replace("http://", "http://me:secret@");
    let args = ["check", "-e", "pypi", "--index", &index, "qzvx-wjkpt", "reqeusts"];
    let text = shown(&sandbox, &args);
    assert!(!text.contains("secret"), "{text}");
    let npm = fake.root(Kind::Npm);
    let args = ["check", "-e", "npm", "--index", &npm, "qzvxwjkpt", "wjkptqzvx"];
    assert_shown!("check_registry_fails", sandbox, shown(&sandbox, &args));
}

#[test]
fn one_address_for_names_of_several_ecosystems_is_refused() {
    let sandbox = Sandbox::new();
    let args = ["check", "--index", "http://127.0.0.1:9/", "npm:qzvxwjkpt", "pypi:qzvxwjkpt"];
    assert_shown!("check_index_of_whom", sandbox, shown(&sandbox, &args));
}

#[test]
fn names_of_a_scope_with_its_own_registry_are_asked_of_nobody_else() {
    let fake = Fake::start(Duration::ZERO, |_, _| Profile::long_standing());
    let sandbox = Sandbox::new();
    sandbox.write("home/.npmrc", "@acme:registry=https://registry.example/npm/\n");
    let args = ["check", "--index", &fake.root(Kind::Npm), "npm:@acme/core", "npm:@acmes/core-qzvx"];
    assert_shown!("check_private_scope", sandbox, shown(&sandbox, &args));
    assert!(fake.paths().iter().all(|path| !path.contains("acme%2f")), "{:?}", fake.paths());
}

#[test]
fn explain_shows_how_the_evidence_adds_up() {
    let sandbox = Sandbox::new();
    let args = ["explain", "-e", "npm", "--offline", "epxress", "react"];
    let settings = cli_support::settings_without_weights(&sandbox);
    let text = shown(&sandbox, &args);
    settings.bind(|| insta::assert_snapshot!("explain", text));
}

#[test]
fn colour_comes_only_where_it_is_wanted() {
    let sandbox = Sandbox::new();
    let colored = |args: &[&str]| sandbox.run(PHANTOM, args).stdout.contains(&0x1b);
    let args = ["check", "-e", "pypi", "--offline", "reqeusts"];
    assert!(!colored(&args));
    assert!(!colored(&[&args[..], &["--color", "never"]].concat()));
    assert!(colored(&[&args[..], &["--color", "always"]].concat()));
}

#[test]
fn wrong_usage_ends_with_two() {
    let sandbox = Sandbox::new();
    for args in [
        &[] as &[&str],
        &["check"],
        &["chekc", "x"],
        &["check", "-e", "gem", "x"],
        &["check", "npm:react", "-"],
        &["check", "--format", "xml", "x"],
        &["check", "--block-at", "2", "npm:react"],
        &["check", "--timeout", "0", "npm:react"],
        &["check", "--index", "ftp://registry.example", "npm:react"],
        &["explain"],
    ] {
        let outcome = sandbox.run(PHANTOM, args).expect_code(2);
        assert!(!outcome.stderr.is_empty(), "{args:?}");
    }
    sandbox.run(PHANTOM, ["--help"]).expect_code(0);
    sandbox.run(PHANTOM, ["--version"]).expect_code(0);
}

#[test]
fn variables_are_settings_and_a_wrong_one_is_named() {
    let mut sandbox = Sandbox::new();
    sandbox.set("PHANTOM_FORMAT", "json");
    sandbox.set("PHANTOM_OFFLINE", "1");
    let outcome = sandbox.run(PHANTOM, ["check", "npm:react"]).expect_code(0);
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert_eq!(document["mode"], "offline");
    sandbox.set("PHANTOM_FORMAT", "");
    sandbox.set("PHANTOM_BLOCK_AT", "high");
    assert_shown!("check_wrong_variable", sandbox, shown(&sandbox, &["check", "npm:react"]));
}

#[test]
fn a_registry_that_stalls_costs_its_time_and_is_named() {
    let fake = Fake::start(Duration::from_secs(60), |_, _| Profile::long_standing());
    let sandbox = Sandbox::new();
    let index = fake.root(Kind::Npm);
    let args = ["check", "-e", "npm", "--index", &index, "--timeout", "300ms", "qzvxwjkpt", "react"];
    assert_shown!("check_registry_stalls", sandbox, shown(&sandbox, &args));
}

/// The first Ctrl-C ends the look-ups, and the report is whole.
#[cfg(unix)]
#[test]
fn an_interrupted_run_reports_what_it_knows() {
    use std::process::{Command, Stdio};
    let fake = Fake::start(Duration::from_secs(60), |_, _| Profile::long_standing());
    let sandbox = Sandbox::new();
    let index = fake.root(Kind::Npm);
    let args = ["check", "-e", "npm", "--index", &index, "--timeout", "50s", "--format", "json"];
    let mut command = sandbox.command(PHANTOM, [&args[..], &["epxress", "qzvxwjkpt", "react"]].concat());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The run is under way once the registry hears of it.
    while fake.requests() == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdicts: Vec<_> = document["packages"].as_array().unwrap().iter().map(|p| &p["verdict"]).collect();
    assert_eq!(verdicts[1..], ["unknown", "safe"], "{document}");
}
