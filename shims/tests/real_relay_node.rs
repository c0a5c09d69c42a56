//! pnpm, both yarns and bun behind the relay, as npm is.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;
#[path = "common/tree.rs"]
mod tree;

use std::collections::BTreeMap;
use std::fs;

use common::phantom;
use phantom_testkit::{NpmPackage, Outcome, Registry, Sandbox, program};
use tree::{assert_same, files_of};

const MANIFEST: &str =
    r#"{"name": "project", "version": "1.0.0", "license": "MIT", "dependencies": {"express": "1"}}"#;

/// A client, under the name by which Phantom and its user call it.
#[derive(Clone, Copy)]
struct Client {
    /// The program of the tests' own.
    program: &'static str,
    name: &'static str,
    lockfile: &'static str,
    /// The start of what it calls itself.
    agent: &'static str,
    args: &'static [&'static str],
}

const CLIENTS: [Client; 4] = [
    Client {
        program: "pnpm",
        name: "pnpm",
        lockfile: "pnpm-lock.yaml",
        agent: "pnpm/",
        args: &["install", "--no-frozen-lockfile", "--reporter=silent"],
    },
    Client {
        program: "yarn",
        name: "yarn",
        lockfile: "yarn.lock",
        agent: "yarn/1",
        args: &["install", "--non-interactive"],
    },
    Client { program: "berry", name: "yarn", lockfile: "yarn.lock", agent: "got", args: &["install"] },
    Client { program: "bun", name: "bun", lockfile: "bun.lock", agent: "Bun/", args: &["install"] },
];

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
        .npm(plain("react"))
        .npm(plain("epxress").canary(&sandbox.path("canary")).published_days_ago(2))
        .lets_keep()
        .start()
}

/// A sandbox whose clients install from the registry, with this one on its PATH.
fn sandbox_for(client: Client, registry: &Registry) -> Sandbox {
    let mut sandbox = Sandbox::new();
    sandbox.install_from(registry);
    sandbox.set("CI", "1");
    let node = if client.program == "bun" { String::new() } else { program("node").display().to_string() };
    sandbox.script(client.name, &format!("exec {node} {} \"$@\"", program(client.program).display()));
    if client.program == "berry" {
        sandbox.write(
            "project/.yarnrc.yml",
            format!(
                "npmRegistryServer: \"{}\"\nunsafeHttpWhitelist: [\"127.0.0.1\"]\nnodeLinker: node-modules\n\
                 enableTelemetry: false\nenableImmutableInstalls: false\n",
                registry.npm()
            ),
        );
    }
    sandbox.write("project/package.json", MANIFEST);
    sandbox
}

fn plainly(sandbox: &Sandbox, client: Client) -> Outcome {
    sandbox.run(sandbox.path("bin").join(client.name), client.args)
}

fn guarded(sandbox: &Sandbox, client: Client) -> Outcome {
    phantom(sandbox, [client.name].iter().chain(client.args))
}

/// What the client has asked for, in order of the paths.
fn asked(registry: &Registry) -> Vec<String> {
    let own = |agent: Option<&str>| agent.is_some_and(|agent| agent.starts_with("phantom/"));
    let requests = registry.requests().into_iter().filter(|request| !own(request.header("user-agent")));
    let mut paths: Vec<String> = requests.map(|request| request.path).collect();
    paths.sort();
    registry.forget_requests();
    paths
}

/// What was installed, and the lockfile; without the times and places that clients note of each run.
fn files(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let noted = ["install-state.gz", ".pnpm-workspace-state-v1.json"];
    let mut files = files_of(&sandbox.project(), |name| noted.iter().any(|noted| name.ends_with(noted)));
    let root = sandbox.root().to_string_lossy().into_owned();
    for (name, bytes) in &mut files {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let text = text.replace(&root, "[SANDBOX]");
        *bytes = match serde_json::from_str::<serde_json::Value>(&text) {
            // pnpm notes packages in the order in which they happened to arrive.
            Ok(mut noted) if name.ends_with(".modules.yaml") => {
                noted["prunedAt"].take();
                noted.to_string().into_bytes()
            }
            _ => text.into_bytes(),
        };
    }
    files
}

#[test]
fn a_bad_name_that_only_the_resolver_reaches_is_stopped_before_its_first_byte() {
    for client in CLIENTS {
        let place = Sandbox::new();
        let registry = registry(&place, "epxress");
        let sandbox = sandbox_for(client, &registry);
        let outcome = guarded(&sandbox, client).expect_code(1);
        let last = format!("phantom: blocked epxress ({} was stopped)", client.name);
        assert_eq!(outcome.last_error_line(), last, "{}", outcome.shown());
        assert!(!place.path("canary").exists());
        assert!(!sandbox.path("project/node_modules/epxress").exists());
        let mut by_client = registry.requests_for("epxress").into_iter().filter(|request| {
            request.header("user-agent").is_some_and(|agent| agent.starts_with(client.agent))
        });
        // Its page alone may be asked for while the name is judged.
        assert!(by_client.all(|request| request.path == "/npm/epxress"), "{}", client.program);
        assert!(registry.files_fetched().iter().all(|file| !file.mentions("epxress")));
    }
}

#[test]
fn a_good_tree_is_the_same_as_without_phantom_byte_for_byte() {
    for client in CLIENTS {
        let name = client.program;
        let registry = registry(&Sandbox::new(), "ms");
        let plain = sandbox_for(client, &registry);
        plainly(&plain, client).expect_code(0);
        let cold = asked(&registry);
        let with = sandbox_for(client, &registry);
        let outcome = guarded(&with, client).expect_code(0);
        assert!(!outcome.stderr_text().contains("phantom"), "{name}: {}", outcome.stderr_text());
        // The client was asked for its settings as well, which asks no registry.
        assert_eq!(asked(&registry), cold, "{name} asks for the same, through the relay or not");
        assert_same(&files(&plain), &files(&with));
        for lockfile in [true, false] {
            for sandbox in [&plain, &with] {
                fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap();
                if !lockfile {
                    fs::remove_file(sandbox.path("project").join(client.lockfile)).unwrap();
                }
            }
            plainly(&plain, client).expect_code(0);
            let without_phantom = asked(&registry);
            guarded(&with, client).expect_code(0);
            assert_eq!(asked(&registry), without_phantom, "{name}, lockfile: {lockfile}");
            assert_same(&files(&plain), &files(&with));
        }
        // What was installed behind the relay serves the plain client as well as its own.
        with.write("project/package.json", MANIFEST.replace("\"1\"}", "\"1\", \"react\": \"1\"}"));
        plainly(&with, client).expect_code(0);
        assert!(with.path("project/node_modules/react/index.js").exists(), "{name}");
    }
}

#[test]
fn archives_of_a_run_without_phantom_are_used_again() {
    // bun keeps them by the registry's address.
    for client in CLIENTS.into_iter().filter(|client| client.program != "bun") {
        let registry = registry(&Sandbox::new(), "ms");
        let sandbox = sandbox_for(client, &registry);
        plainly(&sandbox, client).expect_code(0);
        fs::remove_dir_all(sandbox.path("project/node_modules")).unwrap();
        fs::remove_file(sandbox.path("project").join(client.lockfile)).unwrap();
        registry.forget_requests();
        guarded(&sandbox, client).expect_code(0);
        assert_eq!(registry.files_fetched(), [], "{}", client.program);
    }
}

#[cfg(unix)]
#[test]
fn bunx_is_stopped_at_what_the_program_brings() {
    let mut sandbox = Sandbox::new();
    let registry = registry(&sandbox, "epxress");
    sandbox.install_from(&registry);
    // bun goes by the name that it is called by.
    std::os::unix::fs::symlink(program("bun"), sandbox.path("bin/bunx")).unwrap();
    let outcome = phantom(&sandbox, ["bunx", "express"]).expect_code(1);
    assert_eq!(
        outcome.last_error_line(),
        "phantom: blocked epxress (bunx was stopped)",
        "{}",
        outcome.shown()
    );
    assert!(registry.files_fetched().iter().all(|file| !file.mentions("epxress")));
    assert!(!sandbox.path("canary").exists());
}
