//! pip behind the relay: what only its resolver reaches is judged before it is fetched, and nothing else is
//! otherwise than without Phantom.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;
#[path = "common/tree.rs"]
mod tree;

use std::collections::BTreeMap;
use std::fs;

use common::phantom;
use phantom_testkit::{Outcome, Proxy, PythonPackage, Registry, Sandbox, program};
use tree::{assert_same, files_of};

/// flask brings jinja2 and click, and jinja2 brings markupsafe, which brings what `last` says.
fn registry(sandbox: &Sandbox, last: &str) -> Registry {
    let plain = PythonPackage::new;
    Registry::builder()
        .python(plain("flask").version("2.0.0").requires("Jinja2>=3").requires("click"))
        .python(plain("jinja2").version("3.1.0").requires("MarkupSafe>=2").extra("i18n", "babel"))
        .python(plain("markupsafe").version("2.1.0").requires(last).with_source())
        .python(plain("click").version("8.0.0"))
        .python(plain("six"))
        .python(plain("reqeusts").canary(&sandbox.path("canary")).published_days_ago(2))
        .start()
}

fn set_up(last: &str) -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = registry(&sandbox, last);
    sandbox.install_from(&registry);
    (sandbox, registry)
}

fn install(words: &[&str]) -> Vec<String> {
    ["pip", "install", "--no-compile", "--target", "lib"]
        .iter()
        .chain(words)
        .map(|w| (*w).to_owned())
        .collect()
}

fn lib(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    files_of(&sandbox.path("project/lib"), |_| false)
}

#[track_caller]
fn assert_stopped(sandbox: &Sandbox, registry: &Registry, outcome: Outcome) {
    let outcome = outcome.expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked reqeusts (pip was stopped)");
    assert!(outcome.stderr_text().contains("two neighbouring letters are swapped in requests"));
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/lib").exists());
    assert!(registry.files_fetched().iter().all(|file| !file.mentions("reqeusts")));
    let by_pip = registry
        .requests_for("reqeusts")
        .into_iter()
        .filter(|request| request.header("user-agent").is_some_and(|agent| agent.starts_with("pip/")));
    // Its page alone may be asked for while the name is judged.
    assert!(by_pip.into_iter().all(|request| request.path == "/simple/reqeusts/"));
}

#[test]
fn a_bad_name_that_only_the_resolver_reaches_is_stopped_before_its_first_byte() {
    let (sandbox, registry) = set_up("reqeusts");
    let outcome = phantom(&sandbox, install(&["flask"]));
    assert!(outcome.stderr_text().contains("No matching distribution found for reqeusts"));
    assert_stopped(&sandbox, &registry, outcome);
}

#[test]
fn a_good_tree_is_the_same_as_without_phantom_byte_for_byte() {
    let (plain, registry) = set_up("six");
    plain.run(program("pip"), &install(&["flask"])[1..]).expect_code(0);
    let mut guarded = Sandbox::new();
    guarded.install_from(&registry);
    let outcome = phantom(&guarded, install(&["flask"])).expect_code(0);
    assert!(!outcome.stderr_text().contains("phantom"), "{}", outcome.stderr_text());
    assert_same(&lib(&plain), &lib(&guarded));
    let record = fs::read_to_string(guarded.path("project/lib/flask-2.0.0.dist-info/RECORD")).unwrap();
    assert!(!record.contains("direct_url"), "{record}");
}

#[test]
fn reports_hold_the_index_s_own_addresses_and_not_the_relay_s() {
    let (sandbox, registry) = set_up("six");
    let args =
        ["pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "report.json", "flask"];
    phantom(&sandbox, args).expect_code(0);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(sandbox.path("project/report.json")).unwrap()).unwrap();
    let host = registry.pypi().replace("simple/", "files/");
    let addresses: Vec<&str> = report["install"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["download_info"]["url"].as_str().unwrap())
        .collect();
    assert_eq!(addresses.len(), 5);
    assert!(addresses.iter().all(|address| address.starts_with(&host)), "{addresses:?}");
}

#[test]
fn a_wheel_that_pip_built_without_phantom_is_used_again() {
    let (sandbox, registry) = set_up("six");
    let words = install(&["--no-binary", "markupsafe", "flask"]);
    sandbox.run(program("pip"), &words[1..]).expect_code(0);
    fs::remove_dir_all(sandbox.path("project/lib")).unwrap();
    registry.forget_requests();
    let outcome = phantom(&sandbox, &words).expect_code(0);
    assert!(!outcome.stdout_text().contains("Building wheel"), "{}", outcome.stdout_text());
    let sources = registry.files_fetched().into_iter().filter(|file| file.path.ends_with(".tar.gz"));
    assert_eq!(sources.count(), 0);
}

#[test]
fn every_way_to_name_the_index_leads_to_the_relay() {
    for form in ["--index-url=", "--index-url", "-i", "-i…", "--extra-index-url=", "--extra-index-url"] {
        let (mut sandbox, registry) = set_up("reqeusts");
        let root = registry.pypi();
        if !form.starts_with("--extra") {
            sandbox.set("PIP_INDEX_URL", "http://127.0.0.1:9/no-such-index/");
        }
        let words = match form {
            "-i…" => vec![format!("-i{root}")],
            form if form.ends_with('=') => vec![format!("{form}{root}")],
            form => vec![form.to_owned(), root.clone()],
        };
        let words: Vec<&str> = words.iter().map(String::as_str).chain(["flask"]).collect();
        let outcome = phantom(&sandbox, install(&words));
        assert_stopped(&sandbox, &registry, outcome);
    }
}

#[test]
fn indexes_of_settings_lead_to_the_relay_as_well() {
    let (mut sandbox, registry) = set_up("reqeusts");
    let root = registry.pypi();
    let file = sandbox
        .write("home/pip.conf", format!("[global]\nindex-url = {root}\nextra-index-url =\n  {root}\n"));
    sandbox.set("PIP_CONFIG_FILE", file);
    sandbox.set("PIP_INDEX_URL", "");
    let outcome = phantom(&sandbox, install(&["--extra-index-url", &root, "flask"]));
    assert_stopped(&sandbox, &registry, outcome);
}

#[test]
fn a_password_for_the_index_reaches_it_and_nobody_else() {
    let (mut sandbox, registry) = set_up("six");
    sandbox.set("PIP_INDEX_URL", registry.pypi().replace("http://", "http://me:s3cret@"));
    let outcome = phantom(&sandbox, install(&["flask"])).expect_code(0);
    assert!(!outcome.shown().contains("s3cret"), "{}", outcome.shown());
    let pages = registry.requests().into_iter().filter(|request| request.path.starts_with("/simple/"));
    let sent: Vec<_> = pages.map(|page| page.header("authorization").map(str::to_owned)).collect();
    assert!(sent.iter().all(|sent| sent.as_deref() == Some("Basic bWU6czNjcmV0")), "{sent:?}");
}

#[test]
fn a_proxy_of_the_environment_is_not_asked_for_this_machine() {
    let (mut sandbox, registry) = set_up("six");
    let proxy = Proxy::to(registry.pypi().split('/').nth(2).unwrap().parse().unwrap());
    sandbox.set("HTTP_PROXY", proxy.url());
    sandbox.set("NO_PROXY", "registry.example");
    phantom(&sandbox, install(&["flask"])).expect_code(0);
    // pip fetches the files itself, and without the proxy only because they lie on this machine too.
    let asked: Vec<String> = proxy.asked().into_iter().map(|asked| asked.line).collect();
    let pages = format!("GET {}", registry.pypi());
    assert!(!asked.is_empty() && asked.iter().all(|line| line.starts_with(&pages)), "{asked:?}");
}

#[test]
fn what_a_project_needs_to_be_built_is_judged_too() {
    let (sandbox, registry) = set_up("six");
    sandbox.write(
        "project/pkg/pyproject.toml",
        "[build-system]\nrequires = [\"flask\"]\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n\n\
         [project]\nname = \"mine\"\nversion = \"1\"\n",
    );
    sandbox.write("project/pkg/backend.py", "raise SystemExit('built')\n");
    let outcome = phantom(&sandbox, install(&["./pkg"]));
    assert_ne!(outcome.code, Some(0));
    assert!(registry.files_fetched().iter().any(|file| file.mentions("flask")), "{}", outcome.shown());

    let (sandbox, registry) = set_up("reqeusts");
    sandbox.write(
        "project/pkg/pyproject.toml",
        "[build-system]\nrequires = [\"flask\"]\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n\n\
         [project]\nname = \"mine\"\nversion = \"1\"\n",
    );
    let outcome = phantom(&sandbox, install(&["./pkg"]));
    assert_stopped(&sandbox, &registry, outcome);
}

#[test]
fn an_index_that_a_requirements_file_names_is_said_not_to_be_covered() {
    let (sandbox, registry) = set_up("six");
    sandbox.write("project/requirements.txt", format!("--index-url {}\nflask\n", registry.pypi()));
    let outcome = phantom(&sandbox, install(&["-r", "requirements.txt"])).expect_code(0);
    let said = "a requirements file names the index, so that names which only pip's resolver reaches are not checked";
    assert!(outcome.stderr_text().contains(said), "{}", outcome.stderr_text());
}

#[test]
fn a_further_index_of_a_requirements_file_does_not_serve_what_was_refused() {
    let (mut sandbox, registry) = set_up("reqeusts");
    let covered = Registry::builder().start();
    sandbox.set("PIP_INDEX_URL", covered.pypi());
    sandbox.write("project/requirements.txt", format!("--extra-index-url {}\nflask\n", registry.pypi()));
    let outcome = phantom(&sandbox, install(&["-r", "requirements.txt"])).expect_code(1);
    assert!(outcome.stderr_text().contains("a requirements file names a further index"));
    assert_stopped(&sandbox, &registry, outcome);
}
