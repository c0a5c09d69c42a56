//! uv behind the relay, where it keeps no lockfile: what only its resolver reaches is judged before it is
//! fetched, and what it installs and notes is the same as without Phantom.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;
#[path = "common/tree.rs"]
mod tree;

use std::collections::BTreeMap;
use std::fs;

use common::{offline, phantom};
use phantom_testkit::{Outcome, PythonPackage, Registry, Sandbox, program};
use tree::{assert_same, files_of};

/// flask, which is a program too, brings click, and click brings markupsafe, which brings what `last` says.
fn registry(sandbox: &Sandbox, last: &str) -> Registry {
    let plain = PythonPackage::new;
    Registry::builder()
        .python(plain("flask").requires("click").program())
        .python(plain("click").requires("MarkupSafe").program())
        .python(plain("markupsafe").requires(last))
        .python(plain("six"))
        .python(plain("rich"))
        .python(plain("reqeusts").canary(&sandbox.path("canary")).published_days_ago(2))
        .start()
}

/// A sandbox with uv on its PATH, that installs from the registry.
fn with_uv(registry: &Registry) -> Sandbox {
    let mut sandbox = Sandbox::new();
    configure(&mut sandbox, registry);
    sandbox
}

fn configure(sandbox: &mut Sandbox, registry: &Registry) {
    sandbox.install_from(registry);
    sandbox.set("UV_DEFAULT_INDEX", registry.pypi());
    sandbox.set("UV_PYTHON_DOWNLOADS", "never");
    sandbox.set("UV_PYTHON", program("python3"));
    for name in ["uv", "uvx"] {
        std::os::unix::fs::symlink(program("uv").with_file_name(name), sandbox.path("bin").join(name))
            .unwrap();
    }
}

fn set_up(last: &str) -> (Sandbox, Registry) {
    let mut sandbox = Sandbox::new();
    let registry = registry(&sandbox, last);
    configure(&mut sandbox, &registry);
    (sandbox, registry)
}

fn run(sandbox: &Sandbox, line: &str) -> Outcome {
    phantom(sandbox, line.split(' '))
}

const INSTALL: &str = "uv pip install --target lib flask";

#[track_caller]
fn assert_stopped(sandbox: &Sandbox, registry: &Registry, outcome: Outcome) {
    let outcome = outcome.expect_code(1);
    let last = outcome.last_error_line();
    assert!(last.starts_with("phantom: blocked reqeusts (uv") && last.ends_with("was stopped)"), "{last}");
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/lib/flask.py").exists());
    assert!(registry.files_fetched().iter().all(|file| !file.mentions("reqeusts")));
    let by_uv = registry
        .requests_for("reqeusts")
        .into_iter()
        .filter(|request| request.header("user-agent").is_some_and(|agent| agent.starts_with("uv/")));
    // Its page alone may be asked for while the name is judged.
    assert!(by_uv.into_iter().all(|request| request.path == "/simple/reqeusts/"));
}

#[test]
fn a_bad_name_that_only_the_resolver_reaches_is_stopped_before_its_first_byte() {
    for line in [
        INSTALL,
        "uv pip sync --target lib requirements.txt",
        "uv pip compile requirements.txt",
        "uv tool install flask",
        "uv tool run flask",
        "uvx flask",
        "uvx --from click flask",
        "uvx --with flask six",
        "uv run --isolated --with flask python -V",
        "uv run --no-project --isolated --with flask python -V",
        "uv run script.py",
    ] {
        let (sandbox, registry) = set_up("reqeusts");
        sandbox.write("project/requirements.txt", "flask\n");
        sandbox
            .write("project/script.py", "# /// script\n# dependencies = [\"flask\"]\n# ///\nprint('ran')\n");
        let outcome = run(&sandbox, line);
        if line.contains("sync") {
            // It takes only what the file says.
            outcome.expect_code(0);
        } else {
            assert_stopped(&sandbox, &registry, outcome);
        }
    }
}

#[test]
fn what_is_known_to_be_bad_without_a_question_is_not_asked_for_at_all() {
    for line in [INSTALL, "uvx flask", "uv run --isolated --with flask python -V"] {
        let (sandbox, registry) = set_up("reqeusts");
        let outcome = offline(&sandbox, line);
        assert_stopped(&sandbox, &registry, outcome);
        assert_eq!(registry.requests_for("reqeusts"), []);
    }
}

#[test]
fn a_good_tree_is_the_same_as_without_phantom_byte_for_byte() {
    let (plain, registry) = set_up("six");
    plain.run(program("uv"), INSTALL.split(' ').skip(1)).expect_code(0);
    let guarded = with_uv(&registry);
    let outcome = run(&guarded, INSTALL).expect_code(0);
    assert!(!outcome.stderr_text().contains("phantom"), "{}", outcome.stderr_text());
    let lib = |sandbox: &Sandbox| -> BTreeMap<String, Vec<u8>> {
        files_of(&sandbox.path("project/lib"), |name| name.ends_with("uv_cache.json"))
    };
    assert_same(&lib(&plain), &lib(&guarded));
    // A second run finds what the first has fetched.
    fs::remove_dir_all(guarded.path("project/lib")).unwrap();
    registry.forget_requests();
    run(&guarded, INSTALL).expect_code(0);
    assert_eq!(registry.files_fetched(), []);
}

#[test]
fn what_is_compiled_is_the_same_as_without_phantom() {
    let (sandbox, registry) = set_up("six");
    sandbox.write("project/requirements.txt", "flask\n");
    let root = registry.pypi();
    for line in [
        "uv pip compile requirements.txt".to_owned(),
        "uv pip compile requirements.txt --format pylock.toml".to_owned(),
        format!("uv pip compile requirements.txt --default-index {root}"),
        format!("uv pip compile requirements.txt --index own={root}"),
        format!("uv pip compile requirements.txt --emit-index-url -i {root}"),
    ] {
        let plain = sandbox.run(program("uv"), line.split(' ').skip(1)).expect_code(0);
        let guarded = run(&sandbox, &line).expect_code(0);
        assert_eq!(guarded.stdout_text(), plain.stdout_text());
        let said = guarded.stderr_text().contains("uv would write the relay's address into what it compiles");
        assert_eq!(said, line.contains("--emit"), "{}", guarded.shown());
    }
}

#[test]
fn a_tool_s_receipt_holds_the_registry_s_own_address() {
    let settings = |sandbox: &Sandbox, text: String| {
        sandbox.write("home/.config/uv/uv.toml", text);
    };
    for way in ["variable", "argument", "--index-url", "file", "further index of a file", "further index"] {
        let (mut plain, registry) = set_up("six");
        let mut guarded = with_uv(&registry);
        let root = registry.pypi();
        let mut words = vec!["tool".to_owned(), "install".to_owned(), "flask".to_owned()];
        for sandbox in [&mut plain, &mut guarded] {
            match way {
                "variable" | "argument" => {}
                "further index" => sandbox.set("UV_INDEX", format!("own={root}")),
                "further index of a file" => settings(sandbox, format!("[[index]]\nurl = \"{root}\"\n")),
                _ => sandbox.set("UV_DEFAULT_INDEX", ""),
            }
            if way == "file" {
                settings(sandbox, format!("index-url = \"{root}\"\n"));
            }
        }
        match way {
            "argument" => words.push(format!("--default-index={root}")),
            "--index-url" => words.extend([way.to_owned(), root]),
            _ => {}
        }
        plain.run(program("uv"), &words).expect_code(0);
        phantom(&guarded, std::iter::once("uv").chain(words.iter().map(String::as_str))).expect_code(0);
        let receipt = |sandbox: &Sandbox| {
            let home = sandbox.path("home");
            let file = home.join(".local/share/uv/tools/flask/uv-receipt.toml");
            fs::read_to_string(file).unwrap().replace(&home.display().to_string(), "~")
        };
        assert_eq!(receipt(&guarded), receipt(&plain), "{way}");
    }
}

#[test]
fn a_tool_that_keeps_its_index_is_renewed_from_there() {
    let (sandbox, registry) = set_up("six");
    run(&sandbox, "uv tool install flask").expect_code(0);
    let outcome = run(&sandbox, "uv tool upgrade flask").expect_code(0);
    assert!(
        outcome.stderr_text().contains("a tool keeps the index that it came from"),
        "{}",
        outcome.shown()
    );
    assert!(!registry.requests_for("flask").is_empty());
}

#[test]
fn a_project_s_lockfile_is_written_as_without_phantom_beside_what_with_brings() {
    let project = "[project]\nname = \"project\"\nversion = \"0.1.0\"\nrequires-python = \">=3.9\"\ndependencies = [\"rich\"]\n";
    let line = "uv run --with flask python -c import(flask)";
    let line = line.replace("import(flask)", "print(__import__('flask').__name__)");
    let (plain, registry) = set_up("six");
    let guarded = with_uv(&registry);
    for sandbox in [&plain, &guarded] {
        sandbox.write("project/pyproject.toml", project);
    }
    plain.run(program("uv"), line.split(' ').skip(1)).expect_code(0);
    let lock = |sandbox: &Sandbox| fs::read_to_string(sandbox.path("project/uv.lock")).unwrap();
    for _ in 0..2 {
        let outcome = run(&guarded, &line).expect_code(0);
        assert_eq!(outcome.stdout_text(), "flask\n");
        assert_eq!(lock(&guarded), lock(&plain));
        assert!(!outcome.stderr_text().contains("note:"), "{}", outcome.shown());
    }
    let outcome = run(&guarded, &line.replace("--with", "--locked --with")).expect_code(0);
    assert!(outcome.stderr_text().contains("uv is to compare its lockfile"), "{}", outcome.shown());
}

#[test]
fn a_program_that_uv_runs_is_told_nothing_of_the_relay() {
    let (mut sandbox, registry) = set_up("six");
    sandbox.set("UV_INDEX", format!("own={}", registry.pypi()));
    sandbox.write(
        "project/script.py",
        "# /// script\n# dependencies = [\"flask\"]\n# ///\nimport os\nprint({k: v for k, v in os.environ.items() if 'INDEX' in k or 'FROZEN' in k})\n",
    );
    let line = "uv run script.py";
    let plain = sandbox.run(program("uv"), line.split(' ').skip(1)).expect_code(0);
    assert_eq!(run(&sandbox, line).expect_code(0).stdout_text(), plain.stdout_text());
}

#[test]
fn every_way_to_name_the_index_leads_to_the_relay() {
    for form in [
        "--index-url=",
        "--index-url",
        "-i",
        "--default-index",
        "--index",
        "--index=own=",
        "UV_INDEX",
        "UV_EXTRA_INDEX_URL",
        "UV_INDEX_URL",
        "file",
        "extra of a file",
    ] {
        let (mut sandbox, registry) = set_up("reqeusts");
        let root = registry.pypi();
        let elsewhere = Registry::start();
        sandbox.set(
            "UV_DEFAULT_INDEX",
            if form == "UV_INDEX_URL" || form == "file" { String::new() } else { elsewhere.pypi() },
        );
        let mut words = vec![INSTALL.to_owned()];
        match form {
            "UV_INDEX" | "UV_EXTRA_INDEX_URL" | "UV_INDEX_URL" => sandbox.set(form, &root),
            "file" => drop(sandbox.write("project/uv.toml", format!("index-url = \"{root}\"\n"))),
            "extra of a file" => drop(sandbox.write(
                "project/pyproject.toml",
                format!("[[tool.uv.index]]\nname = \"own\"\nurl = \"{root}\"\n"),
            )),
            form if form.ends_with('=') => words.push(format!("{form}{root}")),
            form => words.push(format!("{form} {root}")),
        }
        for by_argument in ["uvx flask", "uv run --isolated --no-project --with flask python -V"] {
            if form.starts_with("UV_") || form.contains("file") {
                assert_stopped(&sandbox, &registry, run(&sandbox, by_argument));
            }
        }
        let outcome = run(&sandbox, &words.join(" "));
        assert_stopped(&sandbox, &registry, outcome);
    }
}

#[test]
fn what_is_not_covered_is_said() {
    let (sandbox, registry) = set_up("six");
    sandbox.write("project/requirements.txt", format!("--index-url {}\nflask\n", registry.pypi()));
    sandbox.write("project/script.py", "# /// script\n# dependencies = [\"flask\"]\n# ///\nprint('ran')\n");
    let index = registry.pypi();
    sandbox.write(
        "project/own.py",
        format!("# /// script\n# dependencies = [\"flask\"]\n# [[tool.uv.index]]\n# url = \"{index}\"\n# ///\nprint('ran')\n"),
    );
    for (line, why) in [
        ("uv run own.py", "the program has settings of uv's own, which may name an index"),
        ("uv pip install --target lib -r requirements.txt", "a requirements file names the index"),
        ("uv lock --script script.py", "uv would write the relay's address into the program's own lockfile"),
        ("uv run script.py", "uv would write the relay's address into the program's own lockfile"),
        ("uv --offline pip install --target lib2 flask", "uv is told to ask nobody"),
    ] {
        let outcome = run(&sandbox, line);
        let said = format!("note: {why}, so that names which only uv's resolver reaches are not checked");
        assert!(outcome.stderr_text().contains(&said), "{}", outcome.shown());
    }
    assert!(!fs::read_to_string(sandbox.path("project/script.py.lock")).unwrap().contains("relay"));
}
