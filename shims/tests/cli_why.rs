//! What a user of `phantom why` sees, and that it agrees with what cargo and npm themselves say.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use phantom_testkit::{CratePackage, NpmPackage, Registry, Sandbox, program};
use serde_json::Value;

mod cli_support;

use cli_support::{PHANTOM, shown};

/// A project with a package three steps down, a cargo one with a name in two versions, and requirements.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "project/package.json",
        "{\n  \"name\": \"my-app\",\n  \"dependencies\": {\n    \"a\": \"^1.0.0\"\n  },\n  \"devDependencies\": {\n    \"d\": \"^4.0.0\"\n  }\n}\n",
    );
    sandbox.write(
        "project/package-lock.json",
        r#"{
  "name": "my-app",
  "lockfileVersion": 3,
  "packages": {
    "": { "name": "my-app", "dependencies": { "a": "^1.0.0" }, "devDependencies": { "d": "^4.0.0" } },
    "node_modules/a": { "version": "1.0.0", "dependencies": { "b": "^2.0.0", "d": "*" } },
    "node_modules/b": { "version": "2.1.0", "dependencies": { "left-pad": "^1.3.0" } },
    "node_modules/d": { "version": "4.0.0", "dev": true, "dependencies": { "left-pad": "^1.0.0" } },
    "node_modules/d/node_modules/left-pad": { "version": "1.0.0" },
    "node_modules/left-pad": { "version": "1.3.0" }
  }
}
"#,
    );
    sandbox.write("project/tools/requirements.in", "# tools\nflask\n");
    sandbox.write(
        "project/tools/requirements.txt",
        "click==8.1.7\n    # via flask\nflask==3.0.0 \\\n    --hash=sha256:00\n    # via\n    #   -c limits.txt\n    #   -r requirements.in\nidna==3.6  # via click, my-tool (pyproject.toml)\n",
    );
    sandbox
}

#[test]
fn the_chain_begins_with_the_manifest() {
    let sandbox = project();
    assert_shown!("why_npm", sandbox, shown(&sandbox, &["why", "left-pad"]));
    assert_shown!("why_one_version", sandbox, shown(&sandbox, &["why", "npm:left-pad@1.0.0", "--all"]));
    assert_shown!("why_all", sandbox, shown(&sandbox, &["why", "d", "--all", "--path", "package-lock.json"]));
    assert_shown!("why_compiled", sandbox, shown(&sandbox, &["why", "-e", "pypi", "idna", "flask", "click"]));
}

#[test]
fn a_terminal_without_lines_gets_others() {
    let mut sandbox = project();
    sandbox.set("LC_ALL", "C");
    assert_shown!("why_ascii", sandbox, shown(&sandbox, &["why", "left-pad@1.3.0"]));
}

#[test]
fn the_document_has_the_same() {
    let sandbox = project();
    let text = sandbox.run(PHANTOM, ["why", "left-pad", "--format", "json"]).expect_code(0).stdout_text();
    let document: Value = serde_json::from_str(&text).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&document["chains"][1]).unwrap());
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["packages"].as_array().unwrap().len(), 2);
    let text = sandbox.run(PHANTOM, ["why", "left-pda", "--format", "json"]).expect_code(2).stdout_text();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["errors"][0]["hint"], "did you mean left-pad?");
}

#[test]
fn what_stands_nowhere_is_said_with_what_was_meant() {
    let sandbox = project();
    assert_shown!("why_not_there", sandbox, shown(&sandbox, &["why", "left-pda", "zzz"]));
    let hostile = shown(&sandbox, &["why", "a\u{202e}\u{1b}[31m"]);
    assert!(hostile.contains("a\\u{202e}\\u{1b}[31m") && !hostile.contains('\u{1b}'), "{hostile}");
    sandbox.write("project/empty/readme", "");
    sandbox.run(PHANTOM, ["why", "x", "--path", "empty"]).expect_code(2);
}

#[test]
fn a_member_of_a_workspace_finds_the_lockfile_above() {
    let sandbox = Sandbox::new();
    sandbox.write("project/.git/HEAD", "");
    sandbox.write("project/Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
    sandbox.write(
        "project/crates/one/Cargo.toml",
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde = { version = \"1\" }\n",
    );
    sandbox.write("project/Cargo.lock", "version = 4\n\n[[package]]\nname = \"one\"\nversion = \"0.1.0\"\ndependencies = [\n \"serde\",\n]\n\n[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\nsource = \"registry+https://registry.example/index\"\nchecksum = \"00\"\n");
    assert_shown!("why_member", sandbox, shown(&sandbox, &["why", "serde", "one", "--path", "crates/one"]));
    std::fs::remove_file(sandbox.path("project/Cargo.lock")).unwrap();
    assert_shown!("why_no_lockfile", sandbox, shown(&sandbox, &["why", "serde", "--path", "crates/one"]));
}

#[test]
fn broken_and_edgeless_lockfiles_are_said() {
    let sandbox = Sandbox::new();
    sandbox.write("project/Pipfile.lock", "{\"_meta\": {}, \"default\": {\n  \"idna\": {\"version\": \"==3.6\", \"hashes\": [\"sha256:00\"]}\n}}\n");
    sandbox.write("project/cut/package-lock.json", "{\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"node_modules/a\": { \"version\": \"1.0.0\" },\n");
    assert_shown!("why_edgeless", sandbox, shown(&sandbox, &["why", "idna", "a"]));
}

#[test]
fn a_report_says_who_brings_a_flagged_name_in() {
    let sandbox = project();
    let lock = std::fs::read_to_string(sandbox.path("project/package-lock.json")).unwrap();
    let bad = lock.replace("left-pad", "epxress");
    sandbox.write("project/package-lock.json", bad);
    let run = || sandbox.run(PHANTOM, ["scan", "--offline", "--format", "json", "package-lock.json"]);
    let document: Value = serde_json::from_str(&run().stdout_text()).unwrap();
    let chains = document["chains"].as_array().unwrap();
    let found: Vec<_> = chains.iter().map(names).collect();
    assert_eq!(found, [vec!["my-app", "d", "epxress"], vec!["my-app", "a", "b", "epxress"]]);
    assert_eq!(chains[1]["links"][0]["location"]["line"], 4);
    assert_shown!("why_via", sandbox, shown(&sandbox, &["scan", "--offline", "-q", "package-lock.json"]));
    sandbox.write("project/package-lock.json", lock);
    let clean: Value = serde_json::from_str(&run().stdout_text()).unwrap();
    assert!(clean.get("chains").is_none());
}

fn names(chain: &Value) -> Vec<String> {
    let links = chain["links"].as_array().unwrap();
    links.iter().map(|link| link["name"].as_str().unwrap().to_owned()).collect()
}

/// The chains that `phantom why --all` has for a name.
fn ours(sandbox: &Sandbox, name: &str) -> BTreeSet<Vec<String>> {
    let text = sandbox.run(PHANTOM, ["why", name, "--all", "--format", "json"]).expect_code(0).stdout_text();
    let document: Value = serde_json::from_str(&text).unwrap();
    document["chains"].as_array().unwrap().iter().map(names).collect()
}

#[test]
fn cargo_tree_has_the_same_chains() {
    let registry = Registry::builder()
        .krate(CratePackage::new("leaf"))
        .krate(CratePackage::new("middle").dependency("leaf", "1"))
        .krate(CratePackage::new("other").dependency("middle", "1").dependency("leaf", "1"))
        .krate(CratePackage::new("top").dependency("middle", "1").build_dependency("other", "1"))
        .start();
    let sandbox = Sandbox::with(&registry);
    sandbox.write(
        "project/Cargo.toml",
        "[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\ntop = \"1\"\n\n[dev-dependencies]\nother = \"1\"\n",
    );
    sandbox.write("project/src/main.rs", "fn main() {}\n");
    let args = ["tree", "-i", "leaf", "--prefix", "depth", "--no-dedupe", "-e", "normal,build,dev"];
    let tree = sandbox.run(program("cargo"), args).expect_code(0).stdout_text();
    let mut theirs = BTreeSet::new();
    let mut way: Vec<String> = Vec::new();
    let lines: Vec<(usize, &str)> = tree
        .lines()
        .filter_map(|line| {
            let digits = line.find(|c: char| !c.is_ascii_digit())?;
            let (depth, rest) = line.split_at(digits);
            Some((depth.parse().ok()?, rest.split(' ').next()?))
        })
        .collect();
    for (at, (depth, name)) in lines.iter().enumerate() {
        way.truncate(*depth);
        way.push((*name).to_owned());
        if lines.get(at + 1).is_none_or(|(next, _)| next <= depth) {
            theirs.insert(way.iter().rev().cloned().collect());
        }
    }
    assert_eq!(theirs.len(), 5, "{tree}");
    assert_eq!(ours(&sandbox, "leaf"), theirs);
}

#[test]
fn npm_explain_has_the_same_chains() {
    let registry = Registry::builder()
        .npm(NpmPackage::new("leaf"))
        .npm(NpmPackage::new("middle").dependency("leaf", "^1.0.0"))
        .npm(NpmPackage::new("other").dependency("middle", "^1.0.0").peer("leaf", "^1.0.0"))
        .npm(NpmPackage::new("top").dependency("middle", "^1.0.0").optional("other", "^1.0.0"))
        .start();
    let sandbox = Sandbox::with(&registry);
    sandbox.write(
        "project/package.json",
        "{\n  \"name\": \"project\",\n  \"version\": \"1.0.0\",\n  \"dependencies\": {\n    \"top\": \"^1.0.0\"\n  },\n  \"devDependencies\": {\n    \"renamed\": \"npm:other@^1.0.0\"\n  }\n}\n",
    );
    sandbox.run(program("npm"), ["install"]).expect_code(0);
    let told = sandbox.run(program("npm"), ["explain", "leaf", "--json"]).expect_code(0).stdout_text();
    let explained: Value = serde_json::from_str(&told).unwrap();
    let mut theirs = BTreeSet::new();
    let mut open: Vec<(&Value, Vec<String>)> =
        explained.as_array().unwrap().iter().map(|node| (node, vec![])).collect();
    while let Some((node, below)) = open.pop() {
        let name = node.get("packageName").or(node.get("name")).and_then(Value::as_str).unwrap_or("project");
        // It goes by the names that packages have here, and Phantom by their own.
        let name = if name == "renamed" { "other" } else { name };
        let way = [vec![name.to_owned()], below].concat();
        match node.get("dependents").and_then(Value::as_array).filter(|list| !list.is_empty()) {
            Some(list) => open.extend(list.iter().map(|edge| (&edge["from"], way.clone()))),
            None => drop(theirs.insert(way)),
        }
    }
    assert!(theirs.len() > 3, "{told}");
    assert_eq!(ours(&sandbox, "leaf"), theirs);
}
