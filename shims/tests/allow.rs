//! What a user of `phantom allow` sees, and what becomes of the file.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;

use phantom_testkit::Sandbox;

mod cli_support;

use cli_support::{PHANTOM, shown};

const FILE: &str = "project/phantom.toml";

fn text(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.path(FILE)).unwrap()
}

fn told(sandbox: &Sandbox, args: &[&str]) -> String {
    let own = shown(sandbox, &[&["allow"], args].concat());
    format!("$ phantom allow {}\n{own}\n", args.join(" "))
}

#[test]
fn an_entry_is_made_changed_and_taken_out() {
    let sandbox = Sandbox::new();
    let mut all = told(&sandbox, &["npm:left-padd", "--reason", "our fork"]);
    sandbox.run(PHANTOM, ["check", "--offline", "npm:left-padd"]).expect_code(0);
    all += &told(&sandbox, &["npm:left-padd", "--reason", "our fork"]);
    all += &told(&sandbox, &["npm:left-padd", "--reason", "reviewed", "--until", "2099-01-31"]);
    all += &told(&sandbox, &["reqeusts==2.31.0", "-e", "pypi", "--reason", "a \"test\""]);
    all += &text(&sandbox);
    all += &told(&sandbox, &["--remove", "npm:left-padd", "pypi:reqeusts"]);
    assert_shown!("allow", sandbox, all);
    assert_eq!(text(&sandbox), "");
}

#[test]
fn what_would_not_count_is_refused_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let before = "[[deny]]\nname = \"npm:bad\"\nreason = \"stolen\"\n\n[[allow]]\nname = \"npm:over\"\nreason = \"r\"\nuntil = 2020-01-01\n";
    sandbox.write(FILE, before);
    let reason = ["--reason", "r"];
    let mut all = String::new();
    for args in [
        &["npm:x"][..],
        &["npm:x", "--reason", " "],
        &["npm:x", "--reason", "a\nb"],
        &[&["npm:@a/*"], &reason[..]].concat(),
        &[&["npm:node_modules"], &reason[..]].concat(),
        &["npm:x", "--reason", "r", "--until", "2020-01-01"],
        &["npm:x", "--reason", "r", "--until", "soon"],
        &[&["x"], &reason[..]].concat(),
        &[&["nmp:x"], &reason[..]].concat(),
        &[&["npm:a b"], &reason[..]].concat(),
        &[&["npm:x@^1"], &reason[..]].concat(),
        &[&["npm:bad", "npm:x"], &reason[..]].concat(),
        &[&["npm:over"], &reason[..]].concat(),
        &[&["npm:phantom-doctor-blocked-name"], &reason[..]].concat(),
        &["--remove", "npm:x"],
    ] {
        let shown = told(&sandbox, args);
        assert!(shown.contains("\nexit: 2\n"), "{shown}");
        all += &shown;
    }
    assert_shown!("allow_refused", sandbox, all);
    assert_eq!(text(&sandbox), before);
    sandbox.write(FILE, "[[allow]\n");
    sandbox.run(PHANTOM, ["allow", "npm:x", "--reason", "r"]).expect_code(2);
}

#[test]
fn the_ecosystem_of_the_folder_is_taken_and_a_new_file_goes_to_the_top() {
    let sandbox = Sandbox::new();
    sandbox.write("project/.git/HEAD", "");
    sandbox.write("project/sub/package.json", "{}");
    let mut command = sandbox.command(PHANTOM, ["allow", "left-padd", "--reason", "r", "--format", "json"]);
    let outcome = command.current_dir(sandbox.path("project/sub")).output().unwrap();
    assert!(outcome.status.success(), "{outcome:?}");
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert_eq!(
        (&document["created"], &document["entries"][0]["name"]),
        (&true.into(), &"npm:left-padd".into())
    );
    assert_eq!(text(&sandbox), "[[allow]]\nname = \"npm:left-padd\"\nreason = \"r\"\n");
}

#[cfg(debug_assertions)]
#[test]
fn a_locked_list_takes_no_entry() {
    let sandbox = Sandbox::new();
    let user = sandbox.write("home/.config/phantom/phantom.toml", "lock = [\"allow\"]\n");
    let outcome = sandbox.run(PHANTOM, ["allow", "npm:left-padd", "--reason", "r"]).expect_code(2);
    assert!(outcome.stderr_text().contains("locks allow"), "{}", outcome.shown());
    assert!(!sandbox.path(FILE).exists());
    // In the file that locks it counts.
    let own = ["allow", "--config", user.to_str().unwrap(), "npm:left-padd", "--reason", "r"];
    sandbox.run(PHANTOM, own).expect_code(0);
    sandbox.run(PHANTOM, ["check", "--offline", "npm:left-padd"]).expect_code(0);
    sandbox.write("machine.toml", "lock = [\"allow\"]\n");
    sandbox.run(PHANTOM, own).expect_code(2);
}

#[test]
fn a_malicious_name_is_not_allowed() {
    let sandbox = Sandbox::new();
    let advisory = r#"{"id":"MAL-2026-1","modified":"2026-01-01T00:00:00Z","summary":"steals tokens","affected":[{"package":{"ecosystem":"npm","name":"left-padd"},"versions":["1.0.0"]}]}"#;
    sandbox.write("project/a.json", advisory);
    sandbox.run(PHANTOM, ["advisories", "import", "a.json"]).expect_code(0);
    let hit = sandbox.run(PHANTOM, ["allow", "npm:left-padd@1.0.0", "--reason", "r"]).expect_code(2);
    assert!(hit.stderr_text().contains("MAL-2026-1"), "{}", hit.shown());
    sandbox.run(PHANTOM, ["allow", "npm:left-padd@1.0.1", "--reason", "r"]).expect_code(0);
}

#[test]
fn many_at_once_lose_no_entry() {
    let sandbox = Sandbox::new();
    let started: Vec<_> = (0..12)
        .map(|at| {
            let args = ["allow".to_owned(), format!("npm:invented-{at}"), "--reason".into(), "r".into()];
            sandbox.command(PHANTOM, args).stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in started {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(text(&sandbox).matches("[[allow]]").count(), 12);
}

#[test]
fn a_byte_order_mark_stays() {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, "\u{feff}chunk = 5\n");
    let told = told(&sandbox, &["npm:left-padd", "--reason", "r"]);
    assert!(!told.contains("chunk"), "{told}");
    assert!(text(&sandbox).starts_with("\u{feff}chunk = 5\n\n[[allow]]"), "{}", text(&sandbox));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_written_through() {
    let sandbox = Sandbox::new();
    let other = sandbox.write("home/other.toml", "chunk = 5\n");
    std::os::unix::fs::symlink(&other, sandbox.path(FILE)).unwrap();
    for args in [&["allow", "npm:left-padd", "--reason", "r"][..], &["init", "--force"]] {
        let outcome = sandbox.run(PHANTOM, args).expect_code(2);
        assert!(outcome.stderr_text().contains("a link out of the project"), "{}", outcome.shown());
        assert_eq!(fs::read_to_string(&other).unwrap(), "chunk = 5\n");
    }
    // Inside one repository it is followed.
    sandbox.write("project/.git/HEAD", "");
    sandbox.write("project/shared/policy.toml", "chunk = 5\n");
    fs::remove_file(sandbox.path(FILE)).unwrap();
    std::os::unix::fs::symlink("shared/policy.toml", sandbox.path(FILE)).unwrap();
    sandbox.run(PHANTOM, ["allow", "npm:left-padd", "--reason", "r"]).expect_code(0);
    assert!(fs::read_to_string(sandbox.path("project/shared/policy.toml")).unwrap().contains("left-padd"));
}
