//! Shims before the real clients on PATH: installing, taking out, and what reaches them.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use common::{PHANTOM, phantom};
use phantom_testkit::{NpmPackage, Outcome, PythonPackage, Registry, Sandbox, assert_shown, program};

const FOLDER: &str = "home/.local/share/phantom/shims";

/// The sandbox's PATH with folders of it first.
fn first_on_path(sandbox: &mut Sandbox, folders: &[&str]) {
    let path = sandbox.command("true", [""; 0]);
    let path = path.get_envs().find(|(name, _)| *name == "PATH").unwrap().1.unwrap().to_owned();
    let own = folders.iter().map(|folder| sandbox.path(folder));
    let path = std::env::join_paths(own.chain(std::env::split_paths(&path))).unwrap();
    sandbox.set("PATH", path);
}

/// Only scripts are clients here.
fn with_scripts(names: &[&str]) -> Sandbox {
    let mut sandbox = Sandbox::new();
    sandbox.set("PATH", "/usr/bin:/bin");
    first_on_path(&mut sandbox, &["bin"]);
    sandbox.set("SHELL", "/bin/bash");
    sandbox.set("PHANTOM_OFFLINE", "1");
    for name in names {
        sandbox.script(name, &format!("echo real {name} \"$@\"; exit 7"));
    }
    // Other clients of this machine would be seen too.
    let path = format!("{}:{}", sandbox.path("bin").display(), sandbox.path("tools").display());
    fs::create_dir(sandbox.path("tools")).unwrap();
    for tool in ["sh", "bash", "env", "sed", "rm", "cat", "sleep", "printf"] {
        let real = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(tool));
        symlink(real.iter().find(|path| path.is_file()).unwrap(), sandbox.path("tools").join(tool)).unwrap();
    }
    sandbox.set("PATH", path);
    sandbox
}

/// Real clients and a stand-in registry, with shims installed and first on PATH.
fn with_real_clients() -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = Registry::builder()
        .python(PythonPackage::new("requests"))
        .python(PythonPackage::new("reqeusts").canary(&sandbox.path("canary")))
        .npm(NpmPackage::new("lodash"))
        .npm(NpmPackage::new("epxress").canary(&sandbox.path("canary")))
        .start();
    sandbox.install_from(&registry);
    sandbox.set("PHANTOM_OFFLINE", "1");
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    first_on_path(&mut sandbox, &[FOLDER]);
    (sandbox, registry)
}

fn sh(sandbox: &Sandbox, line: &str) -> Outcome {
    sandbox.run("/bin/sh", ["-c", line])
}

/// Every file below a folder, with its content and permissions.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>, u32)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| match fs::symlink_metadata(&path).unwrap() {
            data if data.is_dir() => tree(&path),
            data if data.is_symlink() => {
                vec![(path.clone(), fs::read_link(&path).unwrap().as_os_str().as_encoded_bytes().to_vec(), 0)]
            }
            data => vec![(path.clone(), fs::read(&path).unwrap(), data.permissions().mode())],
        })
        .collect();
    files.sort();
    files
}

#[test]
fn what_is_installed_is_shown_and_leaves_without_a_trace() {
    let mut sandbox = with_scripts(&["pip", "pip3", "pip3.12", "npm", "npx", "cargo"]);
    sandbox.write("home/.bashrc", "alias ll='ls -l'");
    sandbox.set("PHANTOM_LOG", "off");
    fs::set_permissions(sandbox.path("home/.bashrc"), fs::Permissions::from_mode(0o640)).unwrap();
    let before = tree(&sandbox.path("home"));
    assert_shown!(sandbox, phantom(&sandbox, ["shims", "install"]));
    let again = phantom(&sandbox, ["shims", "install", "--profile"]);
    insta::with_settings!({ snapshot_suffix => "again" }, {
        assert_shown!(sandbox, again);
    });
    phantom(&sandbox, ["shims", "install", "--profile"]).expect_code(0);
    let profile = fs::read_to_string(sandbox.path("home/.bashrc")).unwrap();
    assert_eq!(profile.matches("export PATH=").count(), 1, "{profile}");
    assert!(sandbox.path(FOLDER).join("pip3.12").is_file());
    assert!(!sandbox.path(FOLDER).join("yarn").exists());

    // The profile's line, as a shell reads it.
    let outcome = sandbox.run("/bin/sh", ["-c", ". \"$HOME/.bashrc\"; pip install reqeusts"]).expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked reqeusts (pip was not run)");
    first_on_path(&mut sandbox, &[FOLDER]);
    let status = phantom(&sandbox, ["shims", "status"]);
    insta::with_settings!({ snapshot_suffix => "status" }, {
        assert_shown!(sandbox, status);
    });
    let gone = phantom(&sandbox, ["shims", "uninstall"]);
    insta::with_settings!({ snapshot_suffix => "uninstall" }, {
        assert_shown!(sandbox, gone);
    });
    assert_eq!(tree(&sandbox.path("home")), before);
    phantom(&sandbox, ["shims", "uninstall"]).expect_code(0);
    assert_eq!(tree(&sandbox.path("home")), before);
}

#[test]
fn every_shell_gets_its_own_line_in_its_own_file() {
    for (shell, file) in [
        ("/bin/bash", "home/.bashrc"),
        ("/usr/bin/zsh", "home/.zshrc"),
        ("/usr/local/bin/fish", "home/.config/fish/config.fish"),
    ] {
        let mut sandbox = with_scripts(&["pip"]);
        sandbox.set("SHELL", shell);
        phantom(&sandbox, ["shims", "install", "--profile"]).expect_code(0);
        let profile = fs::read_to_string(sandbox.path(file)).unwrap();
        assert!(profile.contains("phantom/shims"), "{shell}: {profile}");
        // Whoever uninstalls may have another shell by then.
        sandbox.set("SHELL", "/bin/sh");
        phantom(&sandbox, ["shims", "uninstall"]).expect_code(0);
        assert!(!sandbox.path(file).exists(), "{shell}");
    }
    let mut sandbox = with_scripts(&["pip"]);
    sandbox.set("SHELL", "/bin/dash");
    let outcome = phantom(&sandbox, ["shims", "install", "--profile"]).expect_code(2);
    assert!(outcome.stderr_text().contains("neither bash, zsh nor fish"), "{}", outcome.shown());
    assert!(outcome.stdout_text().contains("export PATH="), "{}", outcome.shown());
}

#[test]
fn a_profile_that_is_a_link_stays_one() {
    let sandbox = with_scripts(&["pip"]);
    sandbox.write("home/dotfiles/bashrc", "one\r\ntwo\r\n");
    symlink("dotfiles/bashrc", sandbox.path("home/.bashrc")).unwrap();
    let before = tree(&sandbox.path("home"));
    phantom(&sandbox, ["shims", "install", "--profile"]).expect_code(0);
    assert!(fs::read_to_string(sandbox.path("home/dotfiles/bashrc")).unwrap().contains("export PATH"));
    phantom(&sandbox, ["shims", "uninstall"]).expect_code(0);
    assert_eq!(tree(&sandbox.path("home")), before);
}

#[test]
fn files_of_others_are_neither_replaced_nor_removed() {
    let sandbox = with_scripts(&["pip", "npm"]);
    sandbox.write("shims/pip", "mine\n");
    symlink("/nowhere", sandbox.path("shims/npx")).unwrap();
    let before = tree(&sandbox.path("shims"));
    let folder = sandbox.path("shims");
    let folder = folder.to_str().unwrap();
    assert_shown!(sandbox, phantom(&sandbox, ["shims", "install", "--dir", folder]));
    // A shim that somebody put a file of their own in place of since.
    fs::remove_file(sandbox.path("shims/npm")).unwrap();
    sandbox.write("shims/npm", "mine too\n");
    let outcome = phantom(&sandbox, ["shims", "uninstall", "--dir", folder]).expect_code(0);
    assert_eq!(outcome.stderr_text().matches("it is not Phantom's").count(), 3, "{}", outcome.shown());
    fs::remove_file(sandbox.path("shims/npm")).unwrap();
    assert_eq!(tree(&sandbox.path("shims")), before);
}

#[test]
fn shims_of_an_older_phantom_are_told_renewed_and_removed() {
    let mut sandbox = with_scripts(&["pip", "npm"]);
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    let shims = sandbox.path(FOLDER);
    // As an upgrade leaves it: the shim is what the record says, and the program is another.
    let record = shims.join(".phantom-shims.json");
    let old = with_scripts_of_another_version(&sandbox, &shims, &record);
    first_on_path(&mut sandbox, &[FOLDER]);
    assert_shown!(sandbox, phantom(&sandbox, ["shims", "status"]));
    // Phantom passes by an older one of itself.
    let outcome = phantom(&sandbox, ["npm", "run", "x"]).expect_code(7);
    assert_eq!(outcome.stdout_text(), "real npm run x\n");
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    assert_ne!(fs::read(shims.join("npm")).unwrap(), old);
    let status = phantom(&sandbox, ["shims", "status"]).expect_code(0);
    assert!(!status.stdout_text().contains("outdated"), "{}", status.shown());
    with_scripts_of_another_version(&sandbox, &shims, &record);
    phantom(&sandbox, ["shims", "uninstall"]).expect_code(0);
    assert!(!shims.exists());
}

/// Puts another program in the shim `npm`'s place, and into the record. Gives its bytes.
fn with_scripts_of_another_version(sandbox: &Sandbox, shims: &Path, record: &Path) -> Vec<u8> {
    let old = b"#!/bin/sh\necho an older phantom; exit 9\n".to_vec();
    fs::remove_file(shims.join("npm")).unwrap();
    fs::write(shims.join("npm"), &old).unwrap();
    fs::set_permissions(shims.join("npm"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut document: serde_json::Value = serde_json::from_slice(&fs::read(record).unwrap()).unwrap();
    // Of so short a file, the first and the last part are all of it.
    let sum = crc32fast::hash(&[old.clone(), old.clone()].concat());
    document["shims"]["npm"] = serde_json::json!({ "length": old.len(), "sum": sum });
    fs::write(record, document.to_string()).unwrap();
    assert!(sandbox.path("bin/npm").is_file());
    old
}

#[test]
fn what_stands_before_a_shim_is_said_an_activated_environment_among_it() {
    let mut sandbox = with_scripts(&["pip", "npm", "cargo"]);
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    assert_shown!(sandbox, phantom(&sandbox, ["shims", "status"]));
    sandbox.script("venv-pip", "echo");
    fs::create_dir_all(sandbox.path("project/.venv/bin")).unwrap();
    fs::rename(sandbox.path("bin/venv-pip"), sandbox.path("project/.venv/bin/pip")).unwrap();
    first_on_path(&mut sandbox, &["project/.venv/bin", FOLDER]);
    sandbox.set("VIRTUAL_ENV", sandbox.path("project/.venv"));
    let activated = phantom(&sandbox, ["shims", "status"]);
    insta::with_settings!({ snapshot_suffix => "activated" }, {
        assert_shown!(sandbox, activated);
    });
    let json = phantom(&sandbox, ["shims", "status", "--format", "json"]).expect_code(0);
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(document["clients"][0]["state"], "not_first");
    assert_eq!(document["is_first_on_path"], false);
}

#[test]
fn nothing_is_placed_where_no_client_is_unless_all_are_wanted() {
    let sandbox = with_scripts(&[]);
    let outcome = phantom(&sandbox, ["shims", "install"]).expect_code(0);
    assert!(outcome.stdout_text().contains("none of the clients is on PATH"), "{}", outcome.shown());
    phantom(&sandbox, ["shims", "install", "--all", "--python"]).expect_code(0);
    for name in ["pip", "pip3", "npm", "npx", "cargo", "python3"] {
        assert!(sandbox.path(FOLDER).join(name).is_file(), "{name}");
    }
    for folder in ["a:b", "a\nb"] {
        let folder = sandbox.path(folder);
        phantom(&sandbox, [OsString::from("shims"), "install".into(), "--dir".into(), folder.into()])
            .expect_code(2);
    }
}

#[test]
fn a_shim_passes_arguments_codes_and_its_name_on() {
    let mut sandbox = with_scripts(&["npm", "cargo"]);
    sandbox.script("cargo", "echo \"${0##*/}\" \"$@\"; exit 42");
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    first_on_path(&mut sandbox, &[FOLDER]);
    let outcome = sh(&sandbox, "cargo +nightly --version '' 'a b'").expect_code(42);
    assert_eq!(outcome.stdout_text(), "cargo +nightly --version  a b\n");
    // What looks like an option of Phantom's is the client's.
    let outcome = sh(&sandbox, "npm --offline run x").expect_code(7);
    assert_eq!(outcome.stdout_text(), "real npm --offline run x\n");
    let outcome = sh(&sandbox, "cargo install serde_jsno").expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked serde_jsno (cargo was not run)");
}

#[test]
fn a_proxy_that_goes_by_its_name_as_rustups_does_finds_itself_called_so() {
    let mut sandbox = with_scripts(&["cargo"]);
    // One program under several names, which puts its own folders before PATH and runs the tool behind it.
    let proxy = "case \"${0##*/}\" in cargo) PATH=\"$HOME/toolchain:$HOME/.cargo/bin:$PATH\"; \
                 export PATH; exec \"$HOME/toolchain/cargo\" \"$@\";; *) echo \"called $0\"; exit 99;; esac";
    let proxy = sandbox.script("rustup", proxy);
    fs::create_dir_all(sandbox.path("home/.cargo/bin")).unwrap();
    fs::hard_link(&proxy, sandbox.path("home/.cargo/bin/cargo")).unwrap();
    let tool =
        sandbox.script("tool", "echo toolchain \"$@\"; [ \"$1\" = again ] && exec cargo --version; exit 5");
    fs::create_dir_all(sandbox.path("home/toolchain")).unwrap();
    fs::rename(tool, sandbox.path("home/toolchain/cargo")).unwrap();
    fs::remove_file(sandbox.path("bin/cargo")).unwrap();
    first_on_path(&mut sandbox, &["home/.cargo/bin"]);
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    first_on_path(&mut sandbox, &[FOLDER]);
    assert_eq!(sh(&sandbox, "cargo --version").expect_code(5).stdout_text(), "toolchain --version\n");
    let outcome = sh(&sandbox, "cargo again").expect_code(5);
    assert_eq!(outcome.stdout_text(), "toolchain again\ntoolchain --version\n");
}

#[test]
fn version_managers_that_look_on_path_again_do_not_go_round_in_circles() {
    let mut sandbox = with_scripts(&[]);
    // Like pyenv: a script named pip, which takes its own folder from PATH and runs what is left, or puts a
    // version's folder first.
    let strip = "PATH=$(printf %s \"$PATH\" | sed \"s#$HOME/.pyenv/shims:##\")";
    let shim = |rest: &str| sandbox.script("x", &format!("{strip}; export PATH; {rest}"));
    fs::create_dir_all(sandbox.path("home/.pyenv/shims")).unwrap();
    fs::create_dir_all(sandbox.path("home/.pyenv/versions/3/bin")).unwrap();
    let versioned =
        "PATH=\"$HOME/.pyenv/versions/3/bin:$PATH\"; exec \"$HOME/.pyenv/versions/3/bin/pip\" \"$@\"";
    fs::rename(shim(versioned), sandbox.path("home/.pyenv/shims/pip")).unwrap();
    fs::rename(shim("exec npm \"$@\""), sandbox.path("home/.pyenv/shims/npm")).unwrap();
    let real = sandbox.script("y", "echo version \"$@\"");
    fs::rename(real, sandbox.path("home/.pyenv/versions/3/bin/pip")).unwrap();
    sandbox.script("npm", "echo system \"$@\"");
    // Like nvm: a folder of one version stands on PATH, behind the shims or before them.
    fs::create_dir_all(sandbox.path("home/.nvm/versions/node/v20/bin")).unwrap();
    let node = sandbox.script("z", "echo v20 \"$@\"");
    fs::rename(node, sandbox.path("home/.nvm/versions/node/v20/bin/npx")).unwrap();
    first_on_path(&mut sandbox, &["home/.nvm/versions/node/v20/bin", "home/.pyenv/shims"]);
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    first_on_path(&mut sandbox, &[FOLDER]);
    assert_eq!(sh(&sandbox, "pip list").expect_code(0).stdout_text(), "version list\n");
    // The shims are on PATH still when the manager's script looks again: once more through Phantom, and on.
    assert_eq!(sh(&sandbox, "npm ls").expect_code(0).stdout_text(), "system ls\n");
    assert_eq!(sh(&sandbox, "npx --version").expect_code(0).stdout_text(), "v20 --version\n");
    sh(&sandbox, "pip install reqeusts").expect_code(1);
    sh(&sandbox, "npx epxress").expect_code(1);
    // What a manager has no version of is for the manager to say.
    fs::remove_file(sandbox.path("bin/npm")).unwrap();
    let missing =
        "command -v npm >/dev/null || { echo 'manager: npm: command not found'; exit 127; }; exec npm \"$@\"";
    let manager = sandbox.script("x", &format!("{strip}; export PATH; {missing}"));
    fs::rename(manager, sandbox.path("home/.pyenv/shims/npm")).unwrap();
    let outcome = sh(&sandbox, "npm ls").expect_code(127);
    assert_eq!(outcome.stdout_text(), "manager: npm: command not found\n");
    // pyenv waits for pip, to take in what it installed: a process of its own for each round.
    let waits = sandbox.script("x", &format!("{strip}; export PATH; pip \"$@\"; exit $?"));
    fs::rename(waits, sandbox.path("home/.pyenv/shims/pip")).unwrap();
    sandbox.script("pip", "echo system pip \"$@\"; exit 9");
    assert_eq!(sh(&sandbox, "pip list").expect_code(9).stdout_text(), "system pip list\n");
    let waits = format!(
        "{strip}; pip=$(PATH=$PATH command -v pip) || {{ echo none; exit 127; }}; \"$pip\" \"$@\"; exit $?"
    );
    fs::rename(sandbox.script("x", &waits), sandbox.path("home/.pyenv/shims/pip")).unwrap();
    assert_eq!(sh(&sandbox, "pip list").expect_code(9).stdout_text(), "system pip list\n");
    fs::remove_file(sandbox.path("bin/pip")).unwrap();
    assert_eq!(sh(&sandbox, "pip list").expect_code(127).stdout_text(), "none\n");
    first_on_path(&mut sandbox, &["home/.nvm/versions/node/v20/bin"]);
    let status = phantom(&sandbox, ["shims", "status"]).expect_code(0).stdout_text();
    assert!(status.contains("v20/bin/npx is before the shim"), "{status}");
}

#[test]
fn scripts_and_makefiles_reach_the_shims_and_the_canary_does_not_run() {
    let (sandbox, registry) = with_real_clients();
    sandbox.write("project/Makefile", "deps:\n\tpip install --target lib reqeusts\n");
    sandbox.write("project/setup.sh", "set -e\npip3 install --target lib reqeusts\n");
    sandbox.write(
        "project/package.json",
        r#"{"name": "app", "version": "1.0.0", "scripts": {"deps": "npm install --no-save epxress"}}"#,
    );
    for line in [
        "pip install --target lib reqeusts",
        "sh setup.sh",
        "bash -c 'pip install --target lib reqeusts'",
        "echo reqeusts | xargs pip install --target lib",
        "env X=1 pip install --target lib reqeusts",
        "npm run deps",
        "npx --yes epxress",
        "make deps",
    ] {
        if line.starts_with("make") && !Path::new("/usr/bin/make").is_file() {
            continue;
        }
        let outcome = sh(&sandbox, line);
        assert_ne!(outcome.code, Some(0), "{line}: {}", outcome.shown());
        assert!(outcome.stderr_text().contains("phantom: blocked "), "{line}: {}", outcome.shown());
        assert!(!sandbox.path("canary").exists(), "{line}");
    }
    assert_eq!(registry.requests(), []);
}

#[test]
fn good_installs_work_through_shims_nested_ones_too() {
    let (sandbox, registry) = with_real_clients();
    sh(&sandbox, "pip install --target lib requests").expect_code(0);
    assert!(sandbox.project().join("lib/requests.py").exists());
    sandbox.write(
        "project/package.json",
        r#"{"name": "app", "version": "1.0.0", "scripts": {"deps": "npm install --no-save lodash && pip --version"}}"#,
    );
    let outcome = sh(&sandbox, "npm run deps").expect_code(0);
    assert!(outcome.stdout_text().contains("pip "), "{}", outcome.shown());
    assert!(sandbox.project().join("node_modules/lodash").exists());
    assert!(!registry.requests().is_empty());
    let plain = sandbox.run(program("pip"), ["--version"]).stdout_text();
    assert_eq!(sh(&sandbox, "pip --version").expect_code(0).stdout_text(), plain);
}

#[test]
fn an_environments_own_pip_is_covered_behind_the_shims_and_not_before_them() {
    let (mut sandbox, registry) = with_real_clients();
    sandbox.run(program("python3"), ["-m", "venv", ".venv"]).expect_code(0);
    let activated = ". .venv/bin/activate && ";
    let shims = sandbox.path(FOLDER);
    let again = format!("{activated}export PATH={}:$PATH && ", shims.display());
    sh(&sandbox, &format!("{again}pip install reqeusts")).expect_code(1);
    assert!(!sandbox.path("canary").exists());
    assert_eq!(registry.requests(), []);
    for (line, state) in [(&again, "covered"), (&activated.to_owned(), "not covered")] {
        let doctor = sh(&sandbox, &format!("{line}{PHANTOM} doctor"));
        assert_eq!(doctor.code, Some(i32::from(state != "covered")), "{}", doctor.shown());
        let rows = doctor.stdout_text();
        let row = rows.lines().find(|line| line.starts_with("activated environment")).unwrap();
        assert!(row.contains(state) && row.contains(".venv/bin/pip"), "{rows}");
    }
    // It is the environment's pip that runs.
    sh(&sandbox, &format!("{again}pip install requests && python -c 'import requests'")).expect_code(0);
    let status = sh(&sandbox, &format!("{activated}{PHANTOM} shims status")).expect_code(0).stdout_text();
    assert!(status.contains("of the activated environment is before the shim"), "{status}");
    // Python's shim, which is placed only where it is asked for.
    phantom(&sandbox, ["shims", "install", "--python"]).expect_code(0);
    let outcome = sh(&sandbox, "python3 -m pip install reqeusts").expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked reqeusts (python3 was not run)");
    let where_ = "python3 -c 'import sys; print(sys.executable, sys.prefix)'";
    let through = sh(&sandbox, &format!("{again}{where_}")).expect_code(0).stdout_text();
    sandbox.set("PATH", "/usr/bin:/bin");
    assert_eq!(through, sh(&sandbox, &format!("{activated}{where_}")).expect_code(0).stdout_text());
}

#[test]
fn signals_reach_the_client_and_job_control_is_the_shells() {
    let mut sandbox = with_scripts(&[]);
    sandbox
        .script("npm", "trap 'echo interrupted; exit 33' INT; echo \"pid $$\"; while :; do sleep 0.05; done");
    phantom(&sandbox, ["shims", "install"]).expect_code(0);
    first_on_path(&mut sandbox, &[FOLDER]);
    // The shell's job is the client itself: its process is the one that was started.
    let line = "set -m; npm run x >out & job=$!; while ! grep -q pid out 2>/dev/null; do sleep 0.02; done; \
                grep -qx \"pid $job\" out && kill -INT -- -$job; wait $job; echo \"code $?\"; cat out";
    symlink("/bin/grep", sandbox.path("tools/grep")).unwrap();
    let outcome = sandbox.run("/bin/bash", ["-c", line]).expect_code(0);
    let told = outcome.stdout_text();
    assert!(told.contains("code 33") && told.contains("interrupted"), "{}", outcome.shown());
}

#[test]
fn a_copy_stands_in_where_no_link_can() {
    // Another file system than that of the program, where this machine has one.
    let Some(other) = ["/dev/shm", "/run"].into_iter().map(Path::new).find(|folder| {
        let device = |path: &Path| fs::metadata(path).map(|data| data.dev()).ok();
        device(folder).is_some()
            && device(folder) != device(Path::new(PHANTOM))
            && tempfile::tempdir_in(folder).is_ok()
    }) else {
        return;
    };
    let sandbox = with_scripts(&["npm"]);
    let folder = tempfile::tempdir_in(other).unwrap();
    let shims = folder.path().join("shims");
    let args = [OsString::from("shims"), "install".into(), "--dir".into(), shims.clone().into()];
    phantom(&sandbox, args).expect_code(0);
    let shim = shims.join("npm");
    assert_eq!(fs::metadata(&shim).unwrap().nlink(), 1);
    let mut command = sandbox.command(&shim, ["run", "x"]);
    let path =
        format!("{}:{}:{}", shims.display(), sandbox.path("bin").display(), sandbox.path("tools").display());
    let output = command.env("PATH", path).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{output:?}");
}
