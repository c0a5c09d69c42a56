//! What the gate reads for uv, poetry, pdm, pipenv, pnpm, yarn and bun: each client's own files, and no
//! other's. The clients are scripts here, so that nothing is installed.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod common;

use common::offline;
use phantom_testkit::Sandbox;

/// A project, files with a bad name among them, and lines with the code that each ends with.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, i32)]);

#[track_caller]
fn check(cases: &[Case<'_>]) {
    for (files, lines) in cases {
        let sandbox = Sandbox::new();
        for client in [
            "pip", "uv", "uvx", "pipx", "poetry", "pdm", "pipenv", "npm", "pnpm", "pnpx", "yarn", "bun",
            "bunx", "cargo",
        ] {
            sandbox.script(client, "echo ran");
        }
        for (file, text) in *files {
            sandbox.write(format!("project/{file}"), text);
        }
        for (line, code) in *lines {
            let outcome = offline(&sandbox, line);
            let ran = outcome.stdout_text() == "ran\n";
            assert_eq!(
                (outcome.code, ran),
                (Some(*code), *code == 0),
                "{line} {files:?}\n{}",
                outcome.shown()
            );
        }
    }
}

const BAD_PROJECT: &str = "[project]\nname = 'x'\nversion = '1'\ndependencies = ['reqeusts']\n";
const GOOD_PROJECT: &str = "[project]\nname = 'x'\nversion = '1'\ndependencies = ['requests']\n";
const BAD_PACKAGE: &str = r#"{"name": "x", "dependencies": {"lodahs": "1"}}"#;
const GOOD_PACKAGE: &str = r#"{"name": "x", "dependencies": {"lodash": "4"}}"#;

#[test]
fn names_on_the_command_line_of_each_client_are_judged() {
    check(&[(
        &[],
        &[
            ("uv pip install reqeusts", 1),
            ("uv pip install requests", 0),
            ("uv tool run --from reqeusts x", 1),
            ("uvx reqeusts", 1),
            ("uvx --with reqeusts requests", 1),
            ("pipx install reqeusts", 1),
            ("pipx run requests", 0),
            ("poetry self add reqeusts", 1),
            ("poetry run pip install reqeusts", 1),
            ("pdm add reqeusts", 1),
            ("pipenv install reqeusts", 1),
            ("pnpm add lodahs", 1),
            ("pnpm add lodash", 0),
            ("pnpm dlx lodahs", 1),
            ("pnpx lodahs", 1),
            ("yarn add lodahs", 1),
            ("yarn add lodash", 0),
            ("yarn global add lodahs", 1),
            ("yarn dlx lodahs", 1),
            ("bun add lodahs", 1),
            ("bunx lodahs", 1),
            ("bun run build", 0),
            ("yarn run build", 0),
            ("uv pip list", 0),
            ("uv add --brand-new reqeusts", 3),
            ("uv pip install reqeusts --brand-new x", 1),
        ],
    )]);
}

#[test]
fn python_projects_are_read_as_their_client_reads_them() {
    check(&[
        (
            &[("pyproject.toml", BAD_PROJECT)],
            &[
                ("uv sync", 1),
                ("uv run pytest", 1),
                ("uv run --no-project pytest", 0),
                ("uv pip install requests", 0),
                ("uv pip install .", 1),
                ("uv pip install -r pyproject.toml", 1),
                ("uv remove reqeusts", 0),
                ("uv remove requests", 1),
                ("uv --directory .. sync", 0),
                ("poetry install", 1),
                ("poetry run pytest", 0),
                ("pdm sync", 1),
                ("pipenv install", 0),
            ],
        ),
        (
            &[("pyproject.toml", GOOD_PROJECT), ("sub/readme", "")],
            &[("uv sync", 0), ("poetry install", 0), ("uv add flask", 0), ("uv --directory sub sync", 0)],
        ),
        // Each has its own lockfile.
        (
            &[
                ("pyproject.toml", GOOD_PROJECT),
                (
                    "uv.lock",
                    "version = 1\n[[package]]\nname = 'reqeusts'\nversion = '1'\nsource = { registry = 'https://registry.example/simple' }\n",
                ),
            ],
            &[("uv sync", 1), ("poetry install", 0), ("pdm install", 0)],
        ),
        (
            &[
                ("pyproject.toml", "[tool.uv.workspace]\nmembers = ['a/*']\nexclude = ['a/skip']\n"),
                ("a/one/pyproject.toml", BAD_PROJECT),
                ("a/two/pyproject.toml", GOOD_PROJECT),
                ("a/skip/pyproject.toml", GOOD_PROJECT),
            ],
            &[
                ("uv sync", 1),
                ("uv --project a/two sync", 1),
                ("uv --project a/skip sync", 0),
                ("poetry -C a/two install", 0),
            ],
        ),
        (
            &[("Pipfile", "[packages]\nreqeusts = '*'\n"), ("pyproject.toml", GOOD_PROJECT)],
            &[("pipenv install", 1), ("pipenv sync", 1), ("pipenv run x", 0), ("uv sync", 0)],
        ),
        (
            &[
                ("Pipfile", "[packages]\n"),
                ("Pipfile.lock", r#"{"default": {"reqeusts": {"version": "==1"}}}"#),
            ],
            &[("pipenv sync", 1)],
        ),
    ]);
}

#[test]
fn programs_with_dependencies_of_their_own_are_read() {
    let bad = "# /// script\n# dependencies = ['reqeusts']\n# ///\n";
    let good = "# /// script\n# dependencies = ['requests']\n# ///\n";
    check(&[
        (
            &[
                ("pyproject.toml", GOOD_PROJECT),
                ("bad.py", bad),
                ("good.py", good),
                ("none.py", "print(1)\n"),
            ],
            &[
                ("uv run bad.py", 1),
                ("uv run --script bad.py", 1),
                ("uv run good.py", 0),
                ("uv run none.py", 0),
                ("uv add --script bad.py flask", 1),
                ("pipx run bad.py", 1),
                ("pdm run bad.py", 1),
                ("uv pip install -r bad.py", 1),
            ],
        ),
        // A program with a block leaves the project aside, and one without does not.
        (
            &[("pyproject.toml", BAD_PROJECT), ("good.py", good), ("none.py", "print(1)\n")],
            &[("uv run good.py", 0), ("uv run none.py", 1)],
        ),
        (
            &[
                (
                    "bad.rs",
                    "#!/usr/bin/env cargo\n---\n[dependencies]\nserde_jsno = '1'\n---\nfn main() {}\n",
                ),
                ("good.rs", "fn main() {}\n"),
            ],
            &[("cargo -Zscript bad.rs", 1), ("cargo ./bad.rs", 1), ("cargo good.rs", 0)],
        ),
    ]);
}

#[test]
fn node_projects_are_read_as_their_client_reads_them() {
    check(&[
        (
            &[("package.json", BAD_PACKAGE)],
            &[
                ("pnpm install", 1),
                ("pnpm run build", 1),
                ("pnpm dlx lodash", 0),
                ("yarn", 1),
                ("yarn install", 1),
                ("yarn run build", 0),
                ("bun install", 1),
                ("bun run build", 0),
            ],
        ),
        (
            &[("package.json", GOOD_PACKAGE), ("sub/readme", "")],
            &[("pnpm -C sub install", 0), ("yarn --cwd sub", 0), ("bun i", 0), ("npm ci", 0)],
        ),
        (
            &[
                ("package.json", GOOD_PACKAGE),
                (
                    "pnpm-lock.yaml",
                    "lockfileVersion: '9.0'\npackages:\n  lodahs@1.0.0:\n    resolution: {integrity: sha512-x}\n",
                ),
            ],
            &[("pnpm install", 1), ("pnpm ci", 1), ("yarn install", 0), ("npm ci", 0), ("bun install", 0)],
        ),
        (
            &[
                ("package.json", GOOD_PACKAGE),
                ("yarn.lock", "# yarn lockfile v1\n\nlodahs@^1.0.0:\n  version \"1.0.0\"\n"),
            ],
            &[("yarn", 1), ("pnpm install", 0)],
        ),
        (
            &[
                ("package.json", GOOD_PACKAGE),
                ("pnpm-workspace.yaml", "packages:\n  - 'a/*'\n  - '!a/skip'\n"),
                ("a/one/package.json", BAD_PACKAGE),
                ("a/two/package.json", r#"{"name": "two"}"#),
                ("a/skip/package.json", r#"{"name": "skip"}"#),
            ],
            &[("pnpm install", 1), ("pnpm -C a/two install", 1), ("yarn install", 0)],
        ),
        (
            &[
                ("package.json", r#"{"name": "x", "workspaces": ["a/*"]}"#),
                ("a/one/package.json", r#"{"name": "one", "dependencies": {"lodahs": "1"}}"#),
            ],
            &[("yarn install", 1), ("bun install", 1), ("pnpm install", 0)],
        ),
        (
            &[("package.json", r#"{"name": "x", "dependencies": {"lodahs": "1"}}"#)],
            &[
                ("pnpm remove lodahs", 0),
                ("yarn remove lodahs", 0),
                ("bun rm lodahs", 0),
                ("bun rm lodash", 1),
            ],
        ),
    ]);
}

#[test]
fn an_empty_lockfile_locks_nothing() {
    check(&[(
        &[
            ("package.json", GOOD_PACKAGE),
            ("yarn.lock", ""),
            ("pnpm-lock.yaml", ""),
            ("package-lock.json", ""),
        ],
        &[("yarn add lodash", 0), ("pnpm install", 0), ("npm install", 0), ("npm install epxress", 1)],
    )]);
}

#[test]
fn clients_without_a_relay_say_what_is_not_checked() {
    let sandbox = Sandbox::new();
    for (line, name) in [
        ("pipx install requests", Some("pipx")),
        ("poetry add requests", Some("poetry")),
        ("pdm add requests", Some("pdm")),
        ("pipenv install requests", Some("pipenv")),
        ("poetry --version", None),
        ("pipx list", None),
    ] {
        sandbox.script(line.split(' ').next().unwrap(), "echo ran");
        let outcome = offline(&sandbox, line).expect_code(0);
        let said = name.map(|name| {
            format!("note: it runs behind no relay, so that names which only {name}'s resolver reaches are not checked\n")
        });
        assert_eq!(outcome.stderr_text(), said.unwrap_or_default(), "{line}");
    }
}
