//! npm behind the relay: what only its resolver reaches is judged before it is fetched, and nothing else is
//! otherwise than without Phantom.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;
#[path = "common/tree.rs"]
mod tree;

use std::fs;

use common::{PHANTOM, phantom};
use phantom_testkit::{NpmPackage, Registry, Sandbox, assert_shown, program};
use tree::{assert_same, files_of};

/// express brings body-parser, which brings lodash and debug, and debug brings what `last` says.
fn registry(sandbox: &Sandbox, last: &str) -> Registry {
    let plain = NpmPackage::new;
    Registry::builder()
        .npm(plain("express").dependency("body-parser", "^1.0.0").dependency("chalk", "1"))
        .npm(plain("body-parser").dependency("lodash", "*").dependency("debug", "^1.0.0"))
        .npm(plain("chalk").version("1.2.0").dependency("@babel/core", "1"))
        .npm(plain("@babel/core").dependency("debug", "1"))
        .npm(plain("debug").dependency(last, "1"))
        .npm(plain("lodash").program("console.log('ran')"))
        .npm(plain("ms"))
        .npm(plain("epxress").canary(&sandbox.path("canary")).published_days_ago(2))
        .lets_keep()
        .start()
}

fn set_up(last: &str) -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = registry(&sandbox, last);
    sandbox.install_from(&registry);
    sandbox.write("project/package.json", r#"{"name": "project", "dependencies": {"express": "1"}}"#);
    (sandbox, registry)
}

/// What a client asked for itself, in order of the paths.
fn asked(registry: &Registry) -> Vec<String> {
    let own = |agent: Option<&str>| agent.is_some_and(|agent| agent.starts_with("phantom/"));
    let mut paths: Vec<String> = registry
        .requests()
        .into_iter()
        .filter(|request| !own(request.header("user-agent")))
        .map(|request| request.path)
        .collect();
    paths.sort();
    registry.forget_requests();
    paths
}

#[test]
fn a_bad_name_that_only_the_resolver_reaches_is_stopped_before_its_first_byte() {
    let (sandbox, registry) = set_up("epxress");
    let outcome = phantom(&sandbox, ["npm", "install"]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.shown());
    assert_eq!(outcome.last_error_line(), "phantom: blocked epxress (npm was stopped)");
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/node_modules/epxress").exists());
    assert!(!sandbox.path("project/package-lock.json").exists());
    let by_npm = registry
        .requests_for("epxress")
        .into_iter()
        .filter(|request| request.header("user-agent").is_some_and(|agent| agent.starts_with("npm/")));
    // Its page alone may be asked for while the name is judged.
    assert!(by_npm.into_iter().all(|request| request.path == "/npm/epxress"));
    assert!(registry.files_fetched().iter().all(|file| !file.mentions("epxress")));
}

#[test]
fn what_a_person_sees_is_npm_s_reason_and_then_the_finding() {
    let (sandbox, _registry) = set_up("epxress");
    let outcome = phantom(&sandbox, ["--offline", "npm", "install", "--loglevel=error", "--no-progress"]);
    let shown = outcome.stderr_text();
    assert!(shown.contains("403 blocked by phantom"), "{shown}");
    let without_path = |text: &str| {
        let text = text.replace(&*sandbox.root().to_string_lossy(), "[SANDBOX]");
        let text = regex_lite(&text);
        text.lines().filter(|line| !line.contains("complete log")).map(|line| format!("{line}\n")).collect()
    };
    let outcome = phantom_testkit::Outcome { stderr: String::into_bytes(without_path(&shown)), ..outcome };
    assert_shown!(sandbox, outcome);
}

/// The relay's address, which is another on each machine.
fn regex_lite(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("http://127.0.0.1:") {
        out.push_str(before);
        out.push_str("http://[RELAY]/");
        rest = behind.splitn(3, '/').nth(2).unwrap_or_default();
    }
    out + rest
}

#[test]
fn a_good_tree_is_the_same_as_without_phantom_byte_for_byte() {
    let (plain, registry) = set_up("ms");
    plain.run(program("npm"), ["install"]).expect_code(0);
    let cold = asked(&registry);

    // The same registry, and a home of its own.
    let mut guarded = Sandbox::new();
    guarded.install_from(&registry);
    guarded.write("project/package.json", r#"{"name": "project", "dependencies": {"express": "1"}}"#);
    let outcome = phantom(&guarded, ["npm", "install"]).expect_code(0);
    assert!(!outcome.stderr_text().contains("phantom"), "{}", outcome.stderr_text());
    assert_eq!(asked(&registry), cold, "npm asks for the same, through the relay or not");
    let lock = fs::read_to_string(guarded.path("project/package-lock.json")).unwrap();
    assert!(lock.contains(&registry.npm()) && lock.contains("node_modules/ms"), "{lock}");
    let files = |sandbox: &Sandbox| files_of(&sandbox.project(), |_| false);
    assert_same(&files(&plain), &files(&guarded));

    // Again, with the lockfile and without.
    for lockfile in [true, false] {
        let again = |sandbox: &Sandbox, run: &dyn Fn()| {
            fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap();
            if !lockfile {
                fs::remove_file(sandbox.path("project/package-lock.json")).unwrap();
            }
            run();
            asked(&registry)
        };
        let without = again(&plain, &|| drop(plain.run(program("npm"), ["install"]).expect_code(0)));
        let with = again(&guarded, &|| drop(phantom(&guarded, ["npm", "install"]).expect_code(0)));
        assert_eq!(with, without, "lockfile: {lockfile}");
        assert_same(&files(&plain), &files(&guarded));
    }
}

#[test]
fn archives_of_a_run_without_phantom_are_used_again() {
    let (sandbox, registry) = set_up("ms");
    sandbox.run(program("npm"), ["install"]).expect_code(0);
    fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap();
    fs::remove_file(sandbox.path("project/package-lock.json")).unwrap();
    registry.forget_requests();
    phantom(&sandbox, ["npm", "install"]).expect_code(0);
    assert_eq!(registry.files_fetched(), []);
}

#[test]
fn an_argument_that_names_the_registry_leads_to_the_relay_as_well() {
    for words in [["--registry", ""], ["--registry=", ""]] {
        let (sandbox, registry) = set_up("epxress");
        sandbox.write("home/.npmrc", "registry=http://127.0.0.1:9/no-such-registry/\n");
        let root = registry.npm();
        let args = match words {
            [option, ""] if option.ends_with('=') => vec![format!("{option}{root}")],
            [option, _] => vec![option.to_owned(), root],
        };
        let args = ["npm", "install"].map(str::to_owned).into_iter().chain(args);
        let outcome = phantom(&sandbox, args).expect_code(1);
        assert_eq!(outcome.last_error_line(), "phantom: blocked epxress (npm was stopped)");
        assert!(!sandbox.path("canary").exists());
    }
}

#[test]
fn a_token_for_the_registry_reaches_it_and_a_project_s_setting_counts() {
    let (sandbox, registry) = set_up("ms");
    let root = registry.npm();
    let host = root.strip_prefix("http:").unwrap();
    sandbox.write("home/.npmrc", format!("registry=http://127.0.0.1:9/no/\n{host}:_authToken=s3cret\n"));
    sandbox.write("project/.npmrc", format!("registry={root}\n"));
    let outcome = phantom(&sandbox, ["npm", "install"]).expect_code(0);
    assert!(!outcome.shown().contains("s3cret"));
    let sent: Vec<_> =
        registry.requests().iter().map(|r| r.header("authorization").map(str::to_owned)).collect();
    assert!(!sent.is_empty() && sent.iter().all(|sent| sent.as_deref() == Some("Bearer s3cret")), "{sent:?}");
}

#[test]
fn npx_runs_what_it_fetches_and_not_what_that_brings() {
    let (sandbox, registry) = set_up("ms");
    let outcome = phantom(&sandbox, ["npx", "--yes", "lodash"]).expect_code(0);
    assert_eq!(outcome.stdout_text(), "ran\n");
    drop(registry);
    let (sandbox, _registry) = set_up("epxress");
    let outcome = phantom(&sandbox, ["npx", "--yes", "--package", "express", "--", "lodash"]).expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked epxress (npx was stopped)");
    assert!(!sandbox.path("canary").exists());
}

#[test]
fn the_report_holds_what_was_found_on_the_way() {
    let (mut sandbox, _registry) = set_up("epxress");
    sandbox.set("PHANTOM_REPORT", "report.json");
    phantom(&sandbox, ["npm", "install"]).expect_code(1);
    let report = fs::read(sandbox.path("project/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let packages = report["packages"].as_array().unwrap();
    let of = |name: &str| packages.iter().filter(|package| package["name"] == name).collect::<Vec<_>>();
    assert_eq!(of("epxress").len(), 1);
    assert_eq!(of("epxress")[0]["decision"], "block");
    assert_eq!((of("express").len(), of("debug").len()), (1, 1), "{packages:?}");
    assert_eq!(report["summary"]["blocked"], 1);
}

#[test]
fn scripts_output_exit_code_and_signals_are_the_client_s() {
    let (sandbox, _registry) = set_up("ms");
    sandbox.write(
        "project/package.json",
        r#"{"name": "project", "dependencies": {"express": "1"}, "scripts": {"postinstall": "node script.js"}}"#,
    );
    sandbox.write("project/script.js", "console.log('out'); console.error('err'); process.exit(7);\n");
    let plain = sandbox.run(program("npm"), ["install", "--foreground-scripts", "--loglevel=silent"]);
    fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap_or_default();
    let guarded = phantom(&sandbox, ["npm", "install", "--foreground-scripts", "--loglevel=silent"]);
    assert_eq!(guarded.code, plain.code);
    assert_eq!(guarded.code, Some(7));
    assert_eq!(guarded.stdout_text(), plain.stdout_text());
    assert_eq!(guarded.stderr_text(), plain.stderr_text());
}

#[cfg(unix)]
#[test]
fn a_signal_that_phantom_gets_reaches_the_client_and_ends_both_alike() {
    use std::os::unix::process::ExitStatusExt as _;
    for (signal, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let (sandbox, _registry) = set_up("ms");
        let pid = sandbox.path("pid");
        sandbox.script("npm", &format!("echo $$ > {0}.new; mv {0}.new {0}; exec sleep 60", pid.display()));
        let mut command = sandbox.command(PHANTOM, ["npm", "install"]);
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
        let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
        let client = loop {
            if let Ok(text) = fs::read_to_string(&pid) {
                break text.trim().to_owned();
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        };
        assert_ne!(client, child.id().to_string(), "it is a child");
        // Handlers stand as soon as the client runs, or a moment later.
        std::thread::sleep(std::time::Duration::from_millis(300));
        std::process::Command::new("kill")
            .args([format!("-{signal}"), child.id().to_string()])
            .status()
            .unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(number), "{status:?}");
        let alive = std::process::Command::new("kill").args(["-0", &client]).output().unwrap();
        assert!(!alive.status.success(), "the client has ended too");
    }
}

/// In a network of its own, whose loopback is down: one may listen there, and nobody can connect. Systems that
/// let nobody make one have nothing to try.
#[cfg(target_os = "linux")]
#[test]
fn where_loopback_is_forbidden_a_lockfile_stands_alone_and_else_the_install_is_held() {
    let (sandbox, registry) = set_up("ms");
    let alone = |words: &[&str]| {
        let before = ["-rn", PHANTOM, "--offline"];
        sandbox.run("unshare", before.iter().chain(words).copied().collect::<Vec<_>>())
    };
    if sandbox.run("unshare", ["-rn", "true"]).code != Some(0) {
        return;
    }
    let held = alone(&["npm", "install"]).expect_code(3);
    assert_eq!(held.last_error_line(), "phantom: not checked (npm was not run)");
    assert!(held.stderr_text().contains("no registry can be had on 127.0.0.1"), "{}", held.stderr_text());
    assert!(held.stderr_text().contains("names which only the resolver reaches cannot be checked"));

    sandbox.run(program("npm"), ["install"]).expect_code(0);
    registry.forget_requests();
    // npm has everything in its cache, and needs no network for it.
    fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap();
    let locked = alone(&["npm", "ci", "--offline"]).expect_code(0);
    assert!(
        locked.stderr_text().contains("the lockfile's names alone are checked"),
        "{}",
        locked.stderr_text()
    );
    assert!(sandbox.path("project/node_modules/ms").exists());
    assert_eq!(registry.requests(), []);
}

#[cfg(target_os = "linux")]
#[test]
fn the_client_stops_and_goes_on_with_phantom() {
    use std::os::unix::process::CommandExt as _;
    let (sandbox, _registry) = set_up("ms");
    let pid = sandbox.path("pid");
    sandbox.script("npm", &format!("echo $$ > {0}.new; mv {0}.new {0}; exec sleep 60", pid.display()));
    let mut command = sandbox.command(PHANTOM, ["npm", "install"]);
    command.process_group(0).stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
    while !pid.exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let client = fs::read_to_string(&pid).unwrap().trim().to_owned();
    let processes = [client, child.id().to_string()];
    let send = |signal: &str| {
        let group = format!("-{}", child.id());
        std::process::Command::new("kill").args([signal, "--", &group]).status().unwrap();
    };
    let reach = |state: char| {
        let is = |process: &String| {
            let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
            stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with(state))
        };
        while !processes.iter().all(is) {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    };
    // What Ctrl-Z and `fg` send.
    send("-TSTP");
    reach('T');
    send("-CONT");
    reach('S');
    send("-KILL");
    assert!(!child.wait().unwrap().success());
}

#[test]
fn a_bypass_counts_for_what_only_the_resolver_reaches_and_is_said() {
    let (mut sandbox, _registry) = set_up("epxress");
    sandbox.set("PHANTOM_BYPASS", "our own fork");
    let outcome = phantom(&sandbox, ["npm", "install"]).expect_code(0);
    assert_eq!(
        outcome.last_error_line(),
        "phantom: bypassed (our own fork): blocked epxress (npm was run all the same)"
    );
    assert!(sandbox.path("canary").exists());
    sandbox.set("PHANTOM_BYPASS", "");
    let log = phantom(&sandbox, ["log", "--blocked"]).expect_code(0).stdout_text();
    assert!(log.contains("bypassed because: our own fork"), "{log}");
}
