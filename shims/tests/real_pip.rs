//! `phantom pip …` with the real pip and a stand-in for the Python index.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;

use common::{offline, phantom};
use phantom_testkit::{PythonPackage, Registry, Sandbox, assert_shown, program};

/// A stand-in with an honest `requests` and a `reqeusts` that tells when it is built.
fn stand_in(sandbox: &Sandbox) -> Registry {
    Registry::builder()
        .python(PythonPackage::new("requests").requires("urllib3"))
        .python(PythonPackage::new("urllib3"))
        .python(PythonPackage::new("reqeusts").canary(&sandbox.path("canary")).published_days_ago(2))
        .start()
}

fn set_up() -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = stand_in(&sandbox);
    sandbox.install_from(&registry);
    (sandbox, registry)
}

#[test]
fn a_good_package_is_installed_and_runs() {
    let (sandbox, registry) = set_up();
    let outcome = offline(&sandbox, "pip install --target lib requests").expect_code(0);
    // pip may warn of what is installed on this machine besides; Phantom has nothing to say.
    assert!(!outcome.stderr_text().contains("checked"), "{}", outcome.stderr_text());
    assert!(outcome.stdout_text().contains("Successfully installed requests-1.0.0 urllib3-1.0.0"));
    let told = sandbox.run(
        program("python3"),
        ["-c", "import sys; sys.path.insert(0, 'lib'); import requests, urllib3; print(requests.ANSWER)"],
    );
    assert_eq!(told.expect_code(0).stdout_text(), "requests\n");
    assert_eq!(registry.files_fetched().len(), 2);
}

#[test]
fn a_bad_package_is_refused_before_anything_is_asked() {
    let (sandbox, registry) = set_up();
    let outcome = offline(&sandbox, "pip install --target lib requests reqeusts");
    assert_shown!(sandbox, outcome);
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.project().join("lib").exists());
    assert_eq!(registry.requests(), []);
}

#[test]
fn online_the_name_alone_is_asked_and_no_file_is_fetched() {
    let (sandbox, registry) = set_up();
    let outcome = phantom(&sandbox, ["pip", "install", "reqeusts"]).expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked reqeusts (pip was not run)");
    assert!(!sandbox.path("canary").exists());
    assert_eq!(registry.files_fetched(), []);
    let asked = registry.requests();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].header("user-agent").is_some_and(|agent| agent.starts_with("phantom/")), "{asked:?}");
}

#[test]
fn a_popular_name_is_not_asked_online_and_pip_asks_for_itself() {
    let (sandbox, registry) = set_up();
    phantom(&sandbox, ["pip", "install", "--target", "lib", "requests"]).expect_code(0);
    let by_phantom = registry
        .requests()
        .into_iter()
        .filter(|request| request.header("user-agent").is_some_and(|agent| agent.starts_with("phantom/")));
    assert_eq!(by_phantom.count(), 0);
}

#[test]
fn files_of_requirements_are_read_with_what_they_name() {
    let (sandbox, registry) = set_up();
    sandbox.write("project/requirements.txt", "requests==1.0.0\n-r more/dev.txt\n");
    sandbox.write("project/more/dev.txt", "# tools\nreqeusts>=1 ; python_version > '3'\n");
    let outcome = offline(&sandbox, "pip install -r requirements.txt");
    assert_shown!(sandbox, outcome);
    assert_eq!(registry.requests(), []);

    sandbox.write("project/more/dev.txt", "urllib3\n");
    offline(&sandbox, "pip install --target lib -r requirements.txt").expect_code(0);
}

#[test]
fn a_file_that_cannot_be_read_holds_the_install() {
    let (sandbox, registry) = set_up();
    let outcome = offline(&sandbox, "pip install requests -r missing.txt");
    assert_shown!(sandbox, outcome);
    let outcome =
        offline(&sandbox, "pip install -r http://user:secret@127.0.0.1:9/requirements.txt").expect_code(2);
    assert!(!outcome.stderr_text().contains("secret"), "{}", outcome.stderr_text());
    assert_eq!(registry.requests(), []);
}

#[test]
fn the_folder_that_is_installed_is_read() {
    let (sandbox, registry) = set_up();
    sandbox.write(
        "project/pyproject.toml",
        "[project]\nname = \"mine\"\nversion = \"1\"\ndependencies = [\"reqeusts\"]\n",
    );
    for line in ["pip install .", "pip install -e .", "pip wheel ./"] {
        let outcome = offline(&sandbox, line).expect_code(1);
        assert!(outcome.stderr_text().contains("pyproject.toml:4:"), "{line}: {}", outcome.stderr_text());
    }
    assert_eq!(registry.requests(), []);
}

#[test]
fn what_pip_says_and_returns_is_pips() {
    let (sandbox, _registry) = set_up();
    // The first shows something, the second fails, the third installs nothing and fails.
    for args in [vec!["--version"], vec!["show", "no-such-package"], vec!["install"]] {
        let plain = sandbox.run(program("pip"), &args);
        let guarded = phantom(&sandbox, [&["pip"], args.as_slice()].concat());
        assert_eq!(guarded.code, plain.code, "{args:?}");
        assert_eq!(guarded.stdout, plain.stdout, "{args:?}");
        assert_eq!(guarded.stderr_text(), plain.stderr_text(), "{args:?}");
    }
}

#[test]
fn pips_own_failure_after_a_clean_check_is_pips() {
    let (sandbox, _registry) = set_up();
    let outcome = offline(&sandbox, "pip install --target lib flask").expect_code(1);
    assert!(!outcome.stderr_text().contains("phantom:"), "{}", outcome.stderr_text());
    assert!(outcome.stderr_text().contains("No matching distribution found for flask"));
}

#[test]
fn an_allowed_name_goes_through() {
    let (sandbox, _registry) = set_up();
    let args = ["--offline", "--allow", "pypi:reqeusts", "pip", "install", "--target", "lib", "reqeusts"];
    phantom(&sandbox, args).expect_code(0);
    assert!(sandbox.path("canary").exists(), "the canary does run where pip does");
}

#[test]
fn the_report_is_left_where_asked() {
    let (mut sandbox, _registry) = set_up();
    let report = sandbox.path("project/report.json");
    sandbox.set("PHANTOM_REPORT", "report.json");
    offline(&sandbox, "pip install reqeusts").expect_code(1);
    let document: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["packages"][0]["name"], "reqeusts");
    assert_eq!(document["packages"][0]["decision"], "block");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&report).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn pip_is_guarded_as_a_module_of_python_too() {
    let (sandbox, registry) = set_up();
    for line in ["python3 -m pip install reqeusts", "python3 -Im pip install reqeusts"] {
        let outcome = offline(&sandbox, line).expect_code(1);
        assert_eq!(outcome.last_error_line(), "phantom: blocked reqeusts (python3 was not run)");
    }
    assert_eq!(registry.requests(), []);
    offline(&sandbox, "python3 -m pip install --target lib requests").expect_code(0);
    let told = offline(&sandbox, "python3 -c import(sys);sys.exit(3)");
    assert_eq!(told.code, sandbox.run(program("python3"), ["-c", "import(sys);sys.exit(3)"]).code);
}
