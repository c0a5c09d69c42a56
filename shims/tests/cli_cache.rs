//! The cache that outlives a run, as its user sees it: what a second run asks, many runs at once, and
//! runs that are killed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::Duration;

use phantom_testkit::Sandbox;
use phantom_testkit::fake::{Fake, Kind, Profile, Says};

mod cli_support;

use cli_support::{PHANTOM, shown};

fn stand_in(delay: Duration) -> Fake {
    Fake::start(delay, |_, name| {
        if name.starts_with("gone") {
            Profile::Missing
        } else {
            Profile::long_standing().saying(Says::everything())
        }
    })
}

fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|i| format!("{prefix}-qzvx-{i}")).collect()
}

fn entries(sandbox: &Sandbox) -> u64 {
    let stats = sandbox.run(PHANTOM, ["cache", "stats", "--format", "json"]).expect_code(0);
    let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).unwrap();
    stats["entries"].as_u64().unwrap()
}

#[test]
fn a_name_is_asked_for_once_in_a_run_and_not_again_in_the_next() {
    let sandbox = Sandbox::new();
    let fake = stand_in(Duration::ZERO);
    for (ecosystem, kind) in [("pypi", Kind::Simple), ("npm", Kind::Npm), ("crates", Kind::Sparse)] {
        let root = fake.root(kind);
        let args = [
            "check", "-e", ecosystem, "--index", &root, "--format", "json", "qzvxhere", "gone", "qzvxhere",
            "gone",
        ];
        let before = fake.requests();
        let first = sandbox.run(PHANTOM, args).expect_code(1);
        assert_eq!(fake.requests() - before, 2, "{ecosystem}: {:?}", fake.paths());
        let second = sandbox.run(PHANTOM, args).expect_code(1);
        assert_eq!(fake.requests() - before, 2, "{ecosystem}: a second run asks nobody");
        let packages = |outcome: &[u8]| {
            let document: serde_json::Value = serde_json::from_slice(outcome).unwrap();
            document["packages"].clone()
        };
        assert_eq!(packages(&first.stdout), packages(&second.stdout));
        assert_eq!(packages(&first.stdout)[1]["verdict"], "not_found");
    }
}

#[test]
fn popular_and_established_names_are_asked_for_only_where_all_are_verified() {
    let sandbox = Sandbox::new();
    let fake = stand_in(Duration::ZERO);
    let root = fake.root(Kind::Simple);
    // A popular name, and one that has lain unchanged for years.
    let args = ["check", "-e", "pypi", "--index", &root, "requests", "powermeter"];
    sandbox.run(PHANTOM, args).expect_code(0);
    assert_eq!(fake.requests(), 0, "{:?}", fake.paths());
    sandbox.run(PHANTOM, [&args[..], &["--verify-all"]].concat()).expect_code(0);
    assert_eq!(fake.paths(), ["/simple/powermeter/", "/simple/requests/"]);
    // A registry that has none of them: whoever verifies everything is told.
    let nothing = format!("http://{}/nothing/", fake.address());
    let gone = ["check", "-e", "pypi", "--index", &nothing, "requests"];
    sandbox.run(PHANTOM, gone).expect_code(0);
    sandbox.run(PHANTOM, [&gone[..], &["--verify-all"]].concat()).expect_code(1);
}

#[test]
fn the_cache_shows_where_it_lies_and_what_it_holds() {
    let sandbox = Sandbox::new();
    let fake = stand_in(Duration::ZERO);
    assert_shown!("cache_path", sandbox, shown(&sandbox, &["cache", "path"]));
    assert_shown!("cache_stats_empty", sandbox, shown(&sandbox, &["cache", "stats"]));
    let root = fake.root(Kind::Simple);
    sandbox.run(PHANTOM, ["check", "-e", "pypi", "--index", &root, "qzvxhere", "gone"]).expect_code(1);
    assert_shown!("cache_stats", sandbox, shown(&sandbox, &["cache", "stats"]));
    assert_shown!("cache_clear", sandbox, shown(&sandbox, &["cache", "clear"]));
    assert_eq!(entries(&sandbox), 0);
    std::fs::write(sandbox.path("phantom-cache/answers-1.sqlite3"), "rubbish").unwrap();
    let damaged = sandbox.run(PHANTOM, ["check", "-e", "pypi", "--index", &root, "qzvxhere"]).expect_code(0);
    assert!(damaged.stderr_text().contains("has been begun anew"), "{}", damaged.stderr_text());
    assert_eq!(entries(&sandbox), 1);
}

#[test]
fn no_secret_is_in_the_cache() {
    let sandbox = Sandbox::new();
    let fake = stand_in(Duration::ZERO);
    let root = fake.root(Kind::Simple).replacen("http://", "http://me:s3cr3tw0rd@", 1);
    sandbox.run(PHANTOM, ["check", "-e", "pypi", "--index", &root, "qzvxhere"]).expect_code(0);
    for entry in std::fs::read_dir(sandbox.path("phantom-cache")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("s3cr3t"));
    }
    assert_eq!(entries(&sandbox), 1);
}

fn start(sandbox: &Sandbox, root: &str, names: &[String]) -> Child {
    let args = ["check", "-e", "pypi", "--index", root, "--format", "jsonl", "-"];
    let mut command = sandbox.command(PHANTOM, args);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Far fewer bytes than a pipe holds.
    child.stdin.take().unwrap().write_all((names.join("\n") + "\n").as_bytes()).unwrap();
    child
}

#[test]
fn two_hundred_runs_at_once_lose_no_answer() {
    let sandbox = Sandbox::new();
    let fake = stand_in(Duration::from_millis(20));
    let root = fake.root(Kind::Simple);
    let runs: Vec<Child> =
        (0..200).map(|run| start(&sandbox, &root, &names(&format!("run{run}"), 5))).collect();
    for run in runs {
        let ended = run.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success() && !said.contains("cache"), "{said}");
    }
    assert_eq!(entries(&sandbox), 1000);
    let asked = fake.requests();
    for run in [0, 99, 199] {
        assert!(start(&sandbox, &root, &names(&format!("run{run}"), 5)).wait().unwrap().success());
    }
    assert_eq!(fake.requests(), asked);
}

#[test]
fn a_hundred_killed_runs_leave_a_whole_cache() {
    let sandbox = Sandbox::new();
    let fake = stand_in(Duration::ZERO);
    let root = fake.root(Kind::Simple);
    for run in 0..100 {
        let mut child = start(&sandbox, &root, &names(&format!("run{run}"), 300));
        // Anywhere from the start to the end of its writing.
        std::thread::sleep(Duration::from_millis(20 + run * 2));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let database = rusqlite::Connection::open(sandbox.path("phantom-cache/answers-1.sqlite3")).unwrap();
    let whole: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    let kept = entries(&sandbox);
    assert!(kept > 0, "some of them were killed after they had written");
    let after = start(&sandbox, &root, &names("after", 5)).wait_with_output().unwrap();
    assert!(after.status.success());
    assert_eq!(String::from_utf8_lossy(&after.stderr).matches("cache").count(), 0);
    assert_eq!(entries(&sandbox), kept + 5);
}

/// A disk without room, which a limit on the size of files stands for: writing fails in the same place.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_costs_the_memory_of_answers_and_nothing_else() {
    let sandbox = Sandbox::new();
    let fake = stand_in(Duration::ZERO);
    let root = fake.root(Kind::Simple);
    sandbox.run(PHANTOM, ["check", "-e", "pypi", "--index", &root, "qzvxhere"]).expect_code(0);
    let many = names("full", 400);
    let limited = "import resource, signal, os, sys\n\
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n\
        resource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960))\n\
        os.execv(sys.argv[1], sys.argv[1:])\n";
    let python = phantom_testkit::program("python3");
    let args = ["-c", limited, PHANTOM, "check", "-e", "pypi", "--index", &root, "--format", "jsonl", "-"];
    let full = sandbox.run_with_input(python, args, (many.join("\n") + "\n").as_bytes()).expect_code(0);
    assert_eq!(full.stdout_text().lines().filter(|line| line.contains("\"safe\"")).count(), 400);
    let said = full.stderr_text();
    assert_eq!(said.matches("is not used in this run").count(), 1, "{said}");
    // With room again all is well, and what had been written before is still there.
    let asked = fake.requests();
    sandbox.run(PHANTOM, ["check", "-e", "pypi", "--index", &root, "qzvxhere"]).expect_code(0);
    assert_eq!(fake.requests(), asked);
}
