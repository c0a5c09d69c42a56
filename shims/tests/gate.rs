//! What the gate does around a client: finding it, becoming it, or stopping it. The clients are
//! scripts here, so that every byte can be seen.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;

use common::{PHANTOM, offline, phantom};
use phantom_testkit::{NpmPackage, Registry, Sandbox, assert_shown, program};

/// A client that shows each of its arguments between brackets, and a variable.
const SHOWS_ARGUMENTS: &str =
    r#"for arg in "$@"; do printf '[%s]' "$arg"; done; printf '%s' "$MARK"; exit 42"#;

#[cfg(unix)]
#[test]
fn arguments_pass_whatever_bytes_they_are() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;
    let mut sandbox = Sandbox::new();
    sandbox.script("npm", SHOWS_ARGUMENTS);
    sandbox.set("MARK", OsString::from_vec(b"\xffmark".to_vec()));
    let args: Vec<OsString> = [
        &b"npm"[..],
        b"run",
        b"",
        b"a b",
        b"'\"$HOME`x`\\",
        b"*",
        b"-",
        b"--",
        b"caf\xe9",
        b"\n",
        b"--offline",
        "🦀".as_bytes(),
    ]
    .map(|bytes| OsString::from_vec(bytes.to_vec()))
    .into();
    let outcome = phantom(&sandbox, args).expect_code(42);
    let expected = [
        &b"[run][][a b]['\"$HOME`x`\\][*][-][--][caf\xe9][\n][--offline]["[..],
        "🦀".as_bytes(),
        b"]\xffmark",
    ]
    .concat();
    assert_eq!(outcome.stdout, expected);
    assert_eq!(outcome.stderr, b"");
}

#[test]
fn an_install_that_is_clean_passes_its_arguments_too() {
    let mut sandbox = Sandbox::new();
    sandbox.script("pip", SHOWS_ARGUMENTS);
    sandbox.set("MARK", "!");
    let outcome = phantom(&sandbox, ["--offline", "pip", "install", "--prefix=a b", "", "requests"]);
    // An empty name is none that a registry could have.
    assert_eq!(outcome.code, Some(1), "{}", outcome.shown());
    let outcome =
        phantom(&sandbox, ["--offline", "pip", "install", "--prefix", "a b", "requests"]).expect_code(42);
    assert_eq!(outcome.stdout_text(), "[install][--prefix][a b][requests]!");
}

#[test]
fn phantoms_own_names_before_the_client_are_passed_by() {
    let mut sandbox = Sandbox::new();
    sandbox.script("npm", "echo real \"$@\"");
    let mut path = std::env::split_paths(&std::ffi::OsString::from(format!(
        "{}:/usr/bin:/bin",
        sandbox.path("bin").display()
    )))
    .collect::<Vec<_>>();
    for (folder, copy) in [("hard", false), ("copied", true)] {
        let shim = sandbox.path(folder).join("npm");
        fs::create_dir(shim.parent().unwrap()).unwrap();
        // A hard link is not possible between file systems; a copy always is.
        if copy || fs::hard_link(PHANTOM, &shim).is_err() {
            fs::copy(PHANTOM, &shim).unwrap();
        }
        path.insert(0, shim.parent().unwrap().to_owned());
    }
    #[cfg(unix)]
    {
        let folder = sandbox.path("linked");
        fs::create_dir(&folder).unwrap();
        std::os::unix::fs::symlink(PHANTOM, folder.join("npm")).unwrap();
        path.insert(0, folder);
    }
    sandbox.set("PATH", std::env::join_paths(path).unwrap());
    assert_eq!(offline(&sandbox, "npm run x").expect_code(0).stdout_text(), "real run x\n");
}

#[test]
fn an_uninstall_frees_the_entry_of_that_key_and_no_other() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    let exit = |line: &str, manifest: &str, lock: &str| {
        sandbox.write("project/package.json", manifest);
        sandbox.write("project/package-lock.json", lock);
        offline(&sandbox, line).code
    };
    let alias = r#"{"dependencies": {"foo": "npm:epxress@1", "lodash": "1"}}"#;
    let none = r#"{"lockfileVersion": 3, "packages": {}}"#;
    assert_eq!(exit("npm uninstall epxress", alias, none), Some(1));
    assert_eq!(exit("npm uninstall foo", alias, none), Some(0));
    assert_eq!(exit("npm uninstall foo --workspace a", alias, none), Some(1));
    assert_eq!(exit("npm uninstall foo@1", alias, none), Some(1), "npm knows no such key");
    let overridden = r#"{"dependencies": {"foo": "1"}, "overrides": {"foo": "npm:epxress@1"}}"#;
    assert_eq!(exit("npm uninstall foo", overridden, none), Some(1));

    let plain = r#"{"dependencies": {"epxress": "1", "lodash": "1"}}"#;
    let lock = |lodash: &str| {
        format!(
            r#"{{"lockfileVersion": 3, "packages": {{
                "": {{"dependencies": {{"epxress": "1", "lodash": "1"}}}},
                "node_modules/epxress": {{"version": "1.0.0"}},
                "node_modules/lodash": {{"version": "1.0.0"{lodash}}}}}}}"#
        )
    };
    assert_eq!(exit("npm uninstall epxress", plain, &lock("")), Some(0));
    let needs = lock(r#", "dependencies": {"epxress": "1"}"#);
    assert_eq!(exit("npm uninstall epxress", plain, &needs), Some(1), "another package keeps it");

    let root = r#"{"workspaces": ["a"], "dependencies": {"epxress": "1"}}"#;
    sandbox.write("project/a/package.json", r#"{"name": "a", "dependencies": {"epxress": "1"}}"#);
    assert_eq!(exit("npm uninstall epxress", root, none), Some(1));
}

#[test]
fn a_folder_is_no_name_and_is_read() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    sandbox.script("npx", "echo ran");
    for line in ["npm install .", "npm i -g .", "npm install ..", "npx ."] {
        assert_eq!(offline(&sandbox, line).expect_code(0).stdout_text(), "ran\n", "{line}");
    }
    sandbox.write("project/package.json", r#"{"dependencies": {"epxress": "1"}}"#);
    offline(&sandbox, "npm i -g .").expect_code(1);
}

#[test]
fn a_client_that_is_not_there_is_said() {
    let mut sandbox = Sandbox::new();
    sandbox.set("PATH", sandbox.path("bin"));
    assert_shown!(sandbox, offline(&sandbox, "npm install"));
}

#[test]
fn a_client_that_is_not_covered_is_not_passed_in_silence() {
    let sandbox = Sandbox::new();
    sandbox.script("conda", "echo ran");
    assert_shown!(sandbox, offline(&sandbox, "conda install requests"));
}

#[test]
fn what_cannot_be_understood_is_held() {
    let sandbox = Sandbox::new();
    for client in ["pip", "cargo"] {
        sandbox.script(client, "echo ran");
    }
    assert_shown!(sandbox, offline(&sandbox, "pip install --brand-new x requests"));
    offline(&sandbox, "cargo ./Cargo.toml").expect_code(3);
    // A name before it is one whatever the option means; one behind may be a value.
    offline(&sandbox, "pip install reqeusts --unknown x").expect_code(1);
    offline(&sandbox, "cargo install serde_jsno --unknown x").expect_code(1);
    offline(&sandbox, "pip install requests --unknown reqeusts").expect_code(3);
    let outcome = offline(&sandbox, "pip install --brand-new=x requests").expect_code(0);
    assert_eq!(outcome.stdout_text(), "ran\n");
}

#[test]
fn a_name_that_nobody_can_check_is_held_unless_the_policy_lets_it_go() {
    let mut sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    assert_shown!(sandbox, offline(&sandbox, "npm install phantom-fixture-zq"));

    sandbox.write("project/phantom.toml", "on-unavailable = \"warn\"\n");
    let outcome = offline(&sandbox, "npm install phantom-fixture-zq").expect_code(0);
    assert_eq!(outcome.stdout_text(), "ran\n");
    assert!(
        outcome.stderr_text().contains("phantom-fixture-zq") || outcome.stderr_text().contains("1 unknown"),
        "{}",
        outcome.shown()
    );

    fs::remove_file(sandbox.path("project/phantom.toml")).unwrap();
    sandbox.set("PHANTOM_ON_UNAVAILABLE", "allow");
    assert_eq!(offline(&sandbox, "npm install phantom-fixture-zq").expect_code(0).stdout_text(), "ran\n");
}

#[test]
fn a_registry_that_is_away_is_not_the_same_as_a_name_that_is_missing() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    // The sandbox's registry is a port where nobody listens.
    let outcome = phantom(&sandbox, ["npm", "install", "phantom-fixture-zq"]).expect_code(3);
    assert_eq!(outcome.last_error_line(), "phantom: not checked phantom-fixture-zq (npm was not run)");

    let registry = Registry::builder().npm(NpmPackage::new("phantom-fixture-zq")).start();
    sandbox.write("home/.npmrc", format!("registry={}\n", registry.npm()));
    phantom(&sandbox, ["npm", "install", "phantom-fixture-zq"]).expect_code(0);
    let outcome = phantom(&sandbox, ["npm", "install", "phantom-fixture-zr"]).expect_code(1);
    assert_eq!(outcome.last_error_line(), "phantom: blocked phantom-fixture-zr (npm was not run)");
    let scoped = sandbox.path("home/.npmrc");
    fs::write(&scoped, format!("registry={}\n@corp:registry=http://127.0.0.1:9/corp/\n", registry.npm()))
        .unwrap();
    registry.forget_requests();
    phantom(&sandbox, ["npm", "install", "@corp/secret-thing"]).expect_code(0);
    assert_eq!(registry.requests(), [], "a private name is not asked of another registry");
}

#[test]
fn the_settings_that_npm_would_read_are_read() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    let registry = Registry::start();
    let setting = format!("registry={}\n", registry.npm());
    sandbox.write("project/package.json", r#"{"workspaces": ["a"]}"#);
    sandbox.write("project/a/package.json", r#"{"name": "a"}"#);
    let asked = |folder: &str, args: &[&str]| {
        registry.forget_requests();
        sandbox.forget_answers();
        let line = [&["npm", "install", "phantom-fixture-zq"], args].concat();
        let mut command = sandbox.command(PHANTOM, line);
        command.current_dir(sandbox.path(folder)).output().unwrap();
        registry.requests().len()
    };
    // The sandbox's registry is a port where nobody listens.
    assert_eq!(asked("project", &[]), 0);
    sandbox.write("other/npmrc", &setting);
    assert_eq!(asked("project", &["--userconfig", "../other/npmrc"]), 1);
    sandbox.write("other/.npmrc", &setting);
    assert_eq!(asked("project", &["--prefix", "../other"]), 1);
    assert_eq!(asked("project", &["-C", "../other"]), 1);
    sandbox.write("project/.npmrc", &setting);
    assert_eq!(asked("project", &[]), 1);
    assert_eq!(asked("project/a", &[]), 1, "a member has its workspace's settings");
    assert_eq!(asked("project", &["--global"]), 0, "npm reads no project's settings then");
}

#[test]
fn the_index_of_a_requirements_file_is_the_one_that_is_asked() {
    let mut sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    let registry = Registry::start();
    let text = format!("--index-url {}\nphantom-fixture-zq\n", registry.pypi());
    sandbox.write("project/requirements.txt", text);
    phantom(&sandbox, ["pip", "install", "-r", "requirements.txt"]).expect_code(1);
    assert_eq!(registry.requests_for("phantom-fixture-zq").len(), 1, "{:?}", registry.requests());
    registry.forget_requests();
    sandbox.forget_answers();
    sandbox.set("TOK", registry.pypi());
    sandbox.write("project/requirements.txt", "--index-url ${TOK}\nphantom-fixture-zq\n");
    phantom(&sandbox, ["pip", "install", "-r", "requirements.txt"]).expect_code(1);
    assert_eq!(registry.requests_for("phantom-fixture-zq").len(), 1, "{:?}", registry.requests());
    // Where the command asks no index, nobody is asked, and no stranger can answer.
    registry.forget_requests();
    sandbox.forget_answers();
    sandbox.write("project/requirements.txt", "phantom-fixture-zq\n");
    let outcome =
        phantom(&sandbox, ["pip", "install", "--no-index", "-f", "wheels", "-r", "requirements.txt"])
            .expect_code(0);
    assert!(outcome.stderr_text().contains("1 name is not checked"), "{}", outcome.shown());
    assert_eq!(registry.requests(), []);
}

#[test]
fn no_earlier_report_is_left_behind() {
    let mut sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    let file = sandbox.path("report.json");
    sandbox.set("PHANTOM_REPORT", &file);
    sandbox.set("PHANTOM_FORMAT", "odd");
    for line in ["conda install requests", "pip install reqeusts"] {
        fs::write(&file, "stale").unwrap();
        offline(&sandbox, line).expect_code(2);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("\"errors\"") && text.starts_with('{'), "{line}: {text}");
    }
}

#[test]
fn a_setup_py_is_read_as_far_as_it_is_literal_and_the_rest_said() {
    let sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    sandbox.write(
        "project/plain/setup.py",
        "from setuptools import setup\nsetup(install_requires=['reqeusts'])\n",
    );
    let outcome = offline(&sandbox, "pip install ./plain").expect_code(1);
    assert!(outcome.stderr_text().contains("plain/setup.py:2:26"), "{}", outcome.shown());
    sandbox.write("project/other/setup.cfg", "[options]\ninstall_requires = reqeusts\n");
    offline(&sandbox, "pip install ./other").expect_code(1);
    sandbox
        .write("project/plain/setup.py", "from setuptools import setup\nsetup(install_requires=names())\n");
    let outcome = offline(&sandbox, "pip install ./plain").expect_code(0);
    assert!(outcome.stderr_text().contains("what setup.py computes here is not read"), "{}", outcome.shown());
}

#[test]
fn a_setting_that_pip_ignores_opens_no_way_round() {
    let mut sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    sandbox.set("PIP_NO_INDEX", "1");
    phantom(&sandbox, ["pip", "install", "reqeusts"]).expect_code(0);
    phantom(&sandbox, ["pip", "--isolated", "install", "reqeusts"]).expect_code(1);
    sandbox.set("PIP_NO_INDEX", "");
    let file = sandbox.write("home/chosen.conf", "[install]\nno-index = true\n");
    sandbox.set("PIP_CONFIG_FILE", file);
    phantom(&sandbox, ["pip", "install", "reqeusts"]).expect_code(0);
    phantom(&sandbox, ["pip", "download", "reqeusts"]).expect_code(1);
}

#[test]
fn a_broken_policy_stops_the_install_and_not_a_pass_through() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    sandbox.write("project/phantom.toml", "block-at = \"high\"\n");
    assert_shown!(sandbox, offline(&sandbox, "npm install lodash"));
    assert_eq!(offline(&sandbox, "npm run x").expect_code(0).stdout_text(), "ran\n");
}

#[test]
fn a_blocked_name_goes_before_a_file_that_cannot_be_read() {
    let sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    offline(&sandbox, "pip install -r missing.txt reqeusts").expect_code(1);
    offline(&sandbox, "pip install -r missing.txt phantom-fixture-zq").expect_code(1);
    offline(&sandbox, "pip install -r missing.txt requests").expect_code(2);
}

#[cfg(unix)]
#[test]
fn what_can_be_read_only_once_is_left_to_nobody() {
    let sandbox = Sandbox::new();
    sandbox.script("pip", "cat");
    let outcome =
        sandbox.run_with_input(PHANTOM, ["--offline", "pip", "install", "-r", "/dev/stdin"], b"requests\n");
    assert_eq!(outcome.code, Some(2), "{}", outcome.shown());
    assert_eq!(outcome.stdout_text(), "");
}

#[test]
fn files_that_pip_takes_from_the_environment_are_read() {
    let mut sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    sandbox.write("project/more.txt", "reqeusts\n");
    sandbox.set("PIP_REQUIREMENT", "more.txt");
    offline(&sandbox, "pip install requests").expect_code(1);
    sandbox.set("PIP_REQUIREMENT", "");
    offline(&sandbox, "pip install requests").expect_code(0);
    let manifest = "[project]\nname = \"x\"\ndependencies = [\"reqeusts\"]\n";
    sandbox.write("project/sub/pyproject.toml", manifest);
    sandbox.set("PIP_EDITABLE", "./sub");
    offline(&sandbox, "pip install requests").expect_code(1);
    offline(&sandbox, "pip --isolated install requests").expect_code(0);
    sandbox.set("PIP_EDITABLE", "");
    for section in ["install", "global"] {
        let file = sandbox.write("home/chosen.conf", format!("[{section}]\nrequirement = more.txt\n"));
        sandbox.set("PIP_CONFIG_FILE", file);
        offline(&sandbox, "pip install requests").expect_code(1);
    }
}

#[test]
fn folders_are_opened_however_they_are_named() {
    let sandbox = Sandbox::new();
    sandbox.script("pip", "echo ran");
    let manifest = |depends: &str| format!("[project]\nname = \"x\"\ndependencies = [\"{depends}\"]\n");
    sandbox.write("project/sub/pyproject.toml", manifest("reqeusts"));
    sandbox.write("project/round/pyproject.toml", manifest("y @ file:./round"));
    sandbox.write("project/more/a.txt", "requests\n");
    let address = format!("file://{}", sandbox.project().join("sub").display());
    for line in
        ["./sub", "-e ./sub", "-e sub[dev]", "./sub[dev]", "file:sub", &format!("x @ {address}"), &address]
    {
        // pip takes the path from the working folder, and not from the file's.
        sandbox.write("project/more/a.txt", format!("{line}\n"));
        let outcome = offline(&sandbox, "pip install -r more/a.txt");
        assert_eq!(outcome.code, Some(1), "{line}: {}", outcome.shown());
    }
    for args in
        [&["./sub"][..], &["-e", "sub"], &["-e", "file:sub"], &[&address], &[&format!("x @ {address}")]]
    {
        let outcome = phantom(&sandbox, [&["--offline", "pip", "install"], args].concat());
        assert_eq!(outcome.code, Some(1), "{args:?}: {}", outcome.shown());
    }
    sandbox.write("project/pyproject.toml", manifest("x @ file:sub"));
    for line in [".", "-e .", "-e .[dev]", "file:."] {
        sandbox.write("project/more/a.txt", format!("{line}\n"));
        let outcome = offline(&sandbox, "pip install -r more/a.txt");
        assert_eq!(outcome.code, Some(1), "{line}: {}", outcome.shown());
    }
    offline(&sandbox, "pip install file:.").expect_code(1);
    for args in ["./round", "file:./round", "-e file:./round"] {
        offline(&sandbox, &format!("pip install {args}")).expect_code(0);
    }
}

#[test]
fn control_characters_in_a_name_do_not_reach_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    let outcome =
        phantom(&sandbox, ["--offline", "npm", "install", "evil\u{1b}[2Jname\u{202e}x"]).expect_code(1);
    let text = outcome.stderr_text();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
}

/// Runs `phantom` at a terminal of its own and gives what the terminal showed.
fn at_a_terminal(sandbox: &Sandbox, answer: &str) -> (Option<i32>, String) {
    let python = "import os, pty, sys\n\
                  sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))\n";
    let args = ["-c", python, PHANTOM, "--offline", "npm", "install", "phantom-fixture-zq"];
    let outcome = sandbox.run_with_input(program("python3"), args, answer.as_bytes());
    (outcome.code, outcome.stdout_text())
}

#[cfg(unix)]
#[test]
fn a_person_at_a_terminal_may_say_yes_and_nothing_else_is_yes() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran; exit 5");
    let (code, text) = at_a_terminal(&sandbox, "y\n");
    assert!(text.contains("Install anyway? [y/N]"), "{text}");
    assert_eq!(code, Some(5), "{text}");
    for answer in ["n\n", "\n", "what\n"] {
        let (code, text) = at_a_terminal(&sandbox, answer);
        assert_eq!(code, Some(3), "{text}");
        assert!(
            text.trim_end().ends_with("phantom: not checked phantom-fixture-zq (npm was not run)"),
            "{text}"
        );
    }
}

/// Commands of cargo's that a configuration turns into an install.
#[test]
fn an_alias_of_cargo_s_is_found_wherever_it_is_defined() {
    let sandbox = Sandbox::new();
    sandbox.script("cargo", "echo ran");
    let config = "include = [\"inc.toml\"]\n[alias]\nrm = \"add serde_jsno\"\n";
    sandbox.write("project/.cargo/config.toml", config);
    sandbox.write(
        "project/.cargo/inc.toml",
        "[alias]\nsneak = \"install serde_jsno\"\nb = [\"install\", \"serde_jsno\"]\nt = \"test -q\"\n",
    );
    for word in ["rm", "sneak", "b"] {
        offline(&sandbox, &format!("cargo {word}")).expect_code(1);
    }
    offline(&sandbox, "cargo t").expect_code(0);
}

#[test]
fn the_default_crates_registry_is_judged_under_every_name() {
    let sandbox = Sandbox::new();
    sandbox.script("cargo", "echo ran");
    let sparse = tame_index::CRATES_IO_HTTP_INDEX;
    let git = tame_index::CRATES_IO_INDEX;
    for (config, refused) in [
        (format!("[registries.x]\nindex = \"{sparse}\"\n"), true),
        (format!("[registries.x]\nindex = \"{git}\"\n"), true),
        (
            "[registries.x]\nindex = \"sparse+https://x.example/\"\n[source.y]\nregistry = \"sparse+https://x.example\"\nreplace-with = \"crates-io\"\n"
                .to_owned(),
            true,
        ),
        ("[registries.x]\nindex = \"sparse+https://x.example/\"\n".to_owned(), false),
    ] {
        sandbox.write("project/.cargo/config.toml", &config);
        let code = i32::from(refused);
        offline(&sandbox, "cargo install serde_jsno --registry x").expect_code(code);
        sandbox.write(
            "project/Cargo.toml",
            "[package]\nname = \"p\"\n[dependencies]\nserde_jsno = { version = \"1\", registry = \"x\" }\n",
        );
        offline(&sandbox, "cargo build").expect_code(code);
    }
    sandbox.write(
        "project/Cargo.toml",
        format!("[package]\nname = \"p\"\n[dependencies]\nserde_jsno = {{ version = \"1\", registry-index = \"{git}\" }}\n"),
    );
    offline(&sandbox, "cargo build").expect_code(1);
}

#[test]
fn the_default_crates_registry_is_asked_where_cargo_is_told_to_use_it() {
    let registry = Registry::start();
    let sandbox = Sandbox::with(&registry);
    sandbox.script("cargo", "echo ran");
    sandbox.write(
        "project/.cargo/config.toml",
        "[registry]\ndefault = \"corp\"\n[registries.corp]\nindex = \"sparse+http://127.0.0.1:9/corp/\"\n",
    );
    phantom(&sandbox, ["cargo", "add", "phantom-fixture-zr", "--registry", "crates-io"]).expect_code(1);
    assert_eq!(registry.requests_for("phantom-fixture-zr").len(), 1, "{:?}", registry.requests());
    // `cargo install` reads no settings of the working folder.
    registry.forget_requests();
    sandbox.forget_answers();
    phantom(&sandbox, ["cargo", "install", "phantom-fixture-zr"]).expect_code(1);
    assert_eq!(registry.requests_for("phantom-fixture-zr").len(), 1, "{:?}", registry.requests());
}

#[test]
fn what_cargo_s_configuration_puts_in_a_crate_s_place_is_read() {
    let sandbox = Sandbox::new();
    sandbox.script("cargo", "echo ran");
    sandbox.write("project/Cargo.toml", "[package]\nname = \"p\"\n[dependencies]\nserde = \"1\"\n");
    let manifest = "[package]\nname = \"serde\"\n[dependencies]\nserde_jsno = \"1\"\n";
    sandbox.write("project/x/Cargo.toml", manifest);
    offline(&sandbox, "cargo build").expect_code(0);
    for config in [
        "[patch.crates-io]\nserde = { path = \"x\" }\n",
        "[patch.crates-io.serde]\npath = \"x\"\n",
        "paths = [\"x\"]\n",
        // In the place of another registry's crate, one of the default registry.
        "[patch.\"https://registry.example/index\"]\nown = { package = \"serde_jsno\", version = \"1\" }\n",
    ] {
        sandbox.write("project/.cargo/config.toml", config);
        offline(&sandbox, "cargo build").expect_code(1);
    }
}

#[cfg(unix)]
#[test]
fn a_wrapper_that_starts_phantom_leads_to_the_real_client_or_to_an_end() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut sandbox = Sandbox::new();
    let real = sandbox.write("real/npm", "#!/bin/sh\necho real \"$@\"\n");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o755)).unwrap();
    let (bin, behind) = (sandbox.path("bin"), sandbox.path("real"));
    let (bin, behind) = (bin.to_str().unwrap(), behind.to_str().unwrap());
    sandbox.script("npm", &format!("exec '{PHANTOM}' npm \"$@\""));
    sandbox.set("PATH", format!("{bin}:{behind}"));
    assert_eq!(offline(&sandbox, "npm run x").expect_code(0).stdout_text(), "real run x\n");
    sandbox.set("PATH", bin);
    let outcome = offline(&sandbox, "npm run x").expect_code(2);
    assert!(outcome.stderr_text().contains("starts Phantom again"), "{}", outcome.shown());
    // A wrapper that waits for Phantom is another process each time.
    sandbox.script("npm", &format!("'{PHANTOM}' npm \"$@\"; exit $?"));
    let outcome = offline(&sandbox, "npm run x").expect_code(2);
    assert!(outcome.stderr_text().contains("bin/npm starts Phantom again"), "{}", outcome.shown());
    assert_eq!(outcome.last_error_line(), "phantom: not checked (npm was not run)");
}

#[cfg(unix)]
#[test]
fn a_report_follows_links_and_replaces_nothing_that_is_no_file() {
    let mut sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    let target = sandbox.write("elsewhere/real.json", "stale");
    let link = sandbox.path("link.json");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    sandbox.set("PHANTOM_REPORT", &link);
    offline(&sandbox, "npm install epxress").expect_code(1);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().starts_with('{'));
    // What stands for /dev/null and /dev/stderr: a pipe, which somebody reads.
    let pipe = sandbox.path("pipe");
    assert!(sandbox.command("mkfifo", [&pipe]).status().unwrap().success());
    sandbox.set("PHANTOM_REPORT", &pipe);
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::read_to_string(pipe).unwrap())
    };
    offline(&sandbox, "npm install epxress").expect_code(1);
    assert!(reader.join().unwrap().starts_with('{'));
    assert!(!fs::metadata(&pipe).unwrap().is_file());
    sandbox.set("PHANTOM_REPORT", sandbox.path("no/such/folder/report.json"));
    let outcome = offline(&sandbox, "npm install epxress").expect_code(1);
    assert!(outcome.stderr_text().contains("PHANTOM_REPORT"), "{}", outcome.shown());
    assert!(!sandbox.path("no").exists());
}
