//! `phantom fix` leaves no project half mended, and a name that has to stay keeps no other from it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::fs;

use phantom_testkit::{Outcome, Sandbox};

mod cli_support;

use cli_support::PHANTOM;

fn read(sandbox: &Sandbox, name: &str) -> String {
    fs::read_to_string(sandbox.path(format!("project/{name}"))).unwrap()
}

/// Mends a project of these files, and gives the outcome and what each file holds then.
fn fixed<const N: usize>(files: [(&str, &str); N], args: &[&str]) -> (Outcome, [String; N]) {
    let sandbox = Sandbox::new();
    for (name, text) in files {
        sandbox.write(format!("project/{name}"), text);
    }
    let outcome = sandbox.run(PHANTOM, [&["fix", "--offline", "--yes"], args].concat());
    let texts = files.map(|(name, _)| read(&sandbox, name));
    (outcome, texts)
}

/// Nothing is mended, and the sentence is said.
fn refused<const N: usize>(files: [(&str, &str); N], args: &[&str], said: &str) {
    let (outcome, texts) = fixed(files, args);
    assert_eq!(texts, files.map(|(_, text)| text.to_owned()), "{}", outcome.shown());
    assert!(outcome.stderr_text().contains(said), "{said}: {}", outcome.shown());
    let stdout = outcome.stdout_text();
    assert!(stdout.contains("nothing was mended: ") && !stdout.contains("nothing to mend"), "{stdout}");
    outcome.expect_code(1);
}

/// One file, and what it becomes.
fn becomes(name: &str, before: &str, after: &str) -> String {
    let (outcome, [text]) = fixed([(name, before)], &[]);
    assert_eq!(text, after, "{}", outcome.shown());
    outcome.stderr_text()
}

const MEMBER: &str =
    "[package]\nname = \"m\"\nversion = \"1.0.0\"\n[dependencies]\nserde_jsno.workspace = true\n";

fn root(member: &str) -> String {
    format!("[workspace]\nmembers = [\"{member}\"]\n[workspace.dependencies]\nserde_jsno = \"1\"\n")
}

#[test]
fn a_workspaces_member_is_not_mended_from_its_own_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("project/Cargo.toml", root("m"));
    sandbox.write("project/m/Cargo.toml", MEMBER);
    let folder = sandbox.path("project/m");
    let outcome = sandbox.command(PHANTOM, ["fix", "--offline", "--yes"]).current_dir(folder).output();
    assert_eq!(outcome.unwrap().status.code(), Some(1));
    assert_eq!((read(&sandbox, "Cargo.toml"), read(&sandbox, "m/Cargo.toml")), (root("m"), MEMBER.into()));
}

#[test]
fn members_that_are_ignored_or_lie_outside_keep_the_root_as_it_is() {
    let said = "run phantom fix on the workspace's folder";
    let files =
        [("Cargo.toml", &*root("m")), ("m/Cargo.toml", MEMBER), (".git/HEAD", ""), (".gitignore", "m\n")];
    refused(files, &[], said);
    let files = [("w/Cargo.toml", &*root("../out")), ("out/Cargo.toml", MEMBER)];
    refused(files, &["w"], said);
}

#[test]
fn a_name_that_stays_keeps_no_other_from_being_mended() {
    let said = becomes("requirements.txt", "numppy\nrequests\nreqeusts\n", "numpy\nrequests\nreqeusts\n");
    assert!(said.contains("requirements.txt:3:1: `requests` stands in line 2 already"), "{said}");
    let said = becomes(
        "package.json",
        r#"{"dependencies":{"ep\u0078ress":"1","lodahs":"1"}}"#,
        r#"{"dependencies":{"ep\u0078ress":"1","lodash":"1"}}"#,
    );
    assert!(said.contains("package.json:1:19: left as it is: `epxress` is not written as itself"), "{said}");
    let dotted = "[dependencies]\ntokoi = \"1\"\nserde_jsno.version = \"1\"\nserde_jsno.features = []\n";
    let said = becomes("Cargo.toml", dotted, &dotted.replace("tokoi", "tokio"));
    assert!(said.contains("Cargo.toml:3:1: left as it is: "), "{said}");
}

#[test]
fn the_right_name_in_another_section_is_no_hindrance() {
    let before = r#"{"peerDependencies":{"express":"4"},"devDependencies":{"epxress":"4"}}"#;
    becomes("package.json", before, &before.replace("epxress", "express"));
    let before = "[project]\nname='x'\nversion='1'\ndependencies=['requests']\n[dependency-groups]\ndev=[\n 'reqeusts',\n]\n";
    becomes("pyproject.toml", before, &before.replace("reqeusts", "requests"));
    let before = "[dependencies]\nserde_json = \"1\"\n[build-dependencies]\nserde_jsno = \"1\"\n";
    becomes("Cargo.toml", before, &before.replace("serde_jsno", "serde_json"));
    let before = "catalogs:\n  a:\n    express: ^4\n  b:\n    epxress: ^3\n";
    becomes("pnpm-workspace.yaml", before, &before.replace("epxress", "express"));
    let said = "`requests` stands in line 4 already";
    refused(
        [("pyproject.toml", "[project]\nname='x'\nversion='1'\ndependencies=['requests', 'reqeusts']\n")],
        &[],
        said,
    );
    refused(
        [("package.json", "{\"dependencies\":{\n\"epxress\":\"1\",\n\"express\":\"1\"}}")],
        &[],
        "package.json:2:2: `express` stands in line 3 already",
    );
}

#[test]
fn a_key_that_is_the_same_name_stays_as_an_alias() {
    becomes(
        "package.json",
        r#"{"dependencies":{"epxress": "npm:epxress@4","lodahs":"1"}}"#,
        r#"{"dependencies":{"epxress": "npm:express@4","lodash":"1"}}"#,
    );
    becomes(
        "deno.json",
        r#"{"imports":{"epxress":"npm:epxress@^4"}}"#,
        r#"{"imports":{"epxress":"npm:express@^4"}}"#,
    );
    becomes(
        "Cargo.toml",
        "[dependencies]\nserde_jsno = { package = \"serde_jsno\", version = \"1\" }\n",
        "[dependencies]\nserde_jsno = { package = \"serde_json\", version = \"1\" }\n",
    );
}

#[test]
fn what_else_refers_to_a_name_keeps_it() {
    for beside in [
        r#""overrides":{"epxress":"$epxress"}"#,
        r#""overrides":{"c":"$epxress"}"#,
        r#""peerDependenciesMeta":{"epxress":{"optional":true}}"#,
        r#""bundledDependencies":["epxress"]"#,
        r#""workspaces":{"catalog":{"epxress":"1"}}"#,
    ] {
        let text = format!(r#"{{"dependencies":{{"epxress":"4"}},{beside}}}"#);
        refused([("package.json", &text)], &[], "names `epxress` too, and is not edited");
    }
    let poetry = "[tool.poetry.dependencies]\nreqeusts = { version = \"2\", optional = true }\n[tool.poetry.extras]\nweb = [\"reqeusts\"]\n";
    refused([("pyproject.toml", poetry)], &[], "`tool.poetry.extras` names `reqeusts` too");
    let feature = "[dependencies]\nserde_jsno = { version = \"1\", optional = true }\n[features]\njson = [\"dep:serde_jsno\"]\n";
    refused([("Cargo.toml", feature)], &[], "`features` names `serde_jsno` too");
}

#[test]
fn a_catalog_and_those_who_take_from_it_are_mended_together() {
    let catalog = ("pnpm-workspace.yaml", "packages:\n  - p\ncatalog:\n  epxress: ^4\n");
    let package = ("p/package.json", r#"{"dependencies":{"epxress":"catalog:"}}"#);
    refused([catalog, package], &["p"], "line 4 of another file names it too");
    refused([catalog, package], &["pnpm-workspace.yaml"], "a package takes its version from here");
    let (outcome, texts) = fixed([catalog, package], &[]);
    assert_eq!(
        texts,
        [catalog, package].map(|(_, text)| text.replace("epxress", "express")),
        "{}",
        outcome.shown()
    );
    let patched = ("pnpm-workspace.yaml", "packages:\n  - p\npatchedDependencies:\n  epxress@4: x.patch\n");
    let package = ("p/package.json", r#"{"dependencies":{"epxress":"4"}}"#);
    refused([patched, package], &[], "line 4 of another file names it too");
}

#[test]
fn hashes_are_said_to_be_another_packages() {
    let hash = format!("sha256:{}", "0".repeat(64));
    let before = format!("reqeusts==2.31.0 \\\n  --hash={hash}\n");
    let said = becomes("requirements.txt", &before, &before.replace("reqeusts", "requests"));
    let note = "the hashes there are those of reqeusts: have them made anew for requests";
    assert!(said.contains(note), "{said}");
}

#[test]
fn a_format_of_the_environment_is_not_meant_for_it() {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "flask\n");
    for format in ["json", "sarif"] {
        let outcome =
            sandbox.command(PHANTOM, ["fix", "--offline"]).env("PHANTOM_FORMAT", format).output().unwrap();
        assert_eq!(outcome.status.code(), Some(0), "{format}: {outcome:?}");
    }
}
