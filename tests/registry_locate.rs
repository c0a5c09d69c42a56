//! Which registry each client would install from, in a home of the tests' own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use phantom_guard::command::Client;
use phantom_guard::package::{Dependency, Ecosystem, PackageName, Source};
use phantom_guard::registry::locate::{
    Arguments, Environment, Located, NoIndex, Provenance, Request, locate,
};
use phantom_guard::registry::{IndexRoot, Roots};
use tempfile::TempDir;

/// Held by the tests that write a program and start it: were another thread to start one between the
/// two, its child would hold the file open for writing, and the system refuse to run it.
#[cfg(unix)]
static PROGRAMS: std::sync::Mutex<()> = std::sync::Mutex::new(());

/// A machine: a home, a project in it, and nothing of the real one.
struct Machine {
    folder: TempDir,
    variables: Vec<(String, String)>,
    arguments: Arguments,
    index: Option<IndexRoot>,
    fallback: Option<IndexRoot>,
    client: Option<PathBuf>,
    tool: Option<Client>,
    base: Option<PathBuf>,
    ask_client: bool,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut machine = Self {
            folder,
            variables: Vec::new(),
            arguments: Arguments::default(),
            index: None,
            fallback: None,
            client: None,
            tool: None,
            base: None,
            ask_client: false,
        };
        std::fs::create_dir_all(machine.path("home/project/inner")).unwrap();
        let home = machine.path("home");
        machine.set("HOME", home.to_str().unwrap());
        let none = machine.path("none");
        machine.set("XDG_CONFIG_DIRS", none.to_str().unwrap());
        machine
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let file = self.path(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        file
    }

    fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    fn locate(&self, ecosystem: Ecosystem) -> Result<Located, NoIndex> {
        let environment: Environment = self.variables.iter().cloned().collect();
        locate(
            ecosystem,
            &Request {
                index: self.index.clone(),
                fallback: self.fallback.clone(),
                arguments: self.arguments.clone(),
                environment,
                folder: self.path("home/project/inner"),
                client: self.client.clone(),
                tool: self.tool,
                base: self.base.clone(),
                ask_client: self.ask_client,
                as_client: true,
                cache: Some(self.path("cache")),
            },
        )
    }

    fn found(&self, ecosystem: Ecosystem) -> (String, Provenance) {
        let located = self.locate(ecosystem).unwrap();
        (located.root.to_string(), located.from)
    }

    /// A client that prints `text`, and counts how often it was started.
    #[cfg(unix)]
    fn client(&mut self, name: &str, script: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let started = self.path("started");
        let text = format!("#!/bin/sh\necho x >> '{}'\n{script}\n", started.display());
        let file = self.write(&format!("prefix/bin/{name}"), &text);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        self.client = Some(file.clone());
        file
    }

    fn starts(&self) -> usize {
        std::fs::read_to_string(self.path("started")).map_or(0, |text| text.lines().count())
    }
}

fn file(path: &Path) -> Provenance {
    Provenance::File(path.to_owned())
}

#[test]
fn pip_settings_are_followed_nearest_first() {
    let mut machine = Machine::new();
    assert_eq!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Unstated));

    let global = machine.write("xdg/pip/pip.conf", "[global]\nindex-url = https://global.example/simple\n");
    let folders = machine.path("xdg");
    machine.set("XDG_CONFIG_DIRS", folders.to_str().unwrap());
    assert_eq!(machine.found(Ecosystem::PyPi), ("https://global.example/simple/".to_owned(), file(&global)));

    let user = machine.write(
        "home/.config/pip/pip.conf",
        "# mine\n[global]\nindex_url: https://user.example/simple\n[freeze]\nindex-url = https://no.example/\n",
    );
    assert_eq!(machine.found(Ecosystem::PyPi), ("https://user.example/simple/".to_owned(), file(&user)));

    machine.client = Some(machine.path("venv/bin/pip"));
    let site = machine.write("venv/pip.conf", "[global]\nindex-url=https://site.example/simple\n");
    assert_eq!(machine.found(Ecosystem::PyPi), ("https://site.example/simple/".to_owned(), file(&site)));

    // A section of the command counts before [global], wherever it stands.
    let user = machine.write(
        "home/.config/pip/pip.conf",
        "[install]\nindex-url = https://install.example/simple\n[global]\nindex-url = https://user.example/\n",
    );
    assert_eq!(machine.found(Ecosystem::PyPi), ("https://install.example/simple/".to_owned(), file(&user)));

    machine.set("PIP_INDEX_URL", "https://me:s3cret@variable.example/simple");
    let located = machine.locate(Ecosystem::PyPi).unwrap();
    assert_eq!(located.root.to_string(), "https://variable.example/simple/");
    assert_eq!(located.from, Provenance::Variable("PIP_INDEX_URL".to_owned()));
    assert!(!format!("{located:?}").contains("s3cret"));

    machine.arguments.index = Some("https://argument.example/simple".to_owned());
    assert_eq!(
        machine.found(Ecosystem::PyPi),
        ("https://argument.example/simple/".to_owned(), Provenance::Arguments)
    );
    machine.index = Some(IndexRoot::parse("http://127.0.0.1:1/simple").unwrap());
    assert_eq!(machine.found(Ecosystem::PyPi), ("http://127.0.0.1:1/simple/".to_owned(), Provenance::Option));
}

#[test]
fn pip_s_config_file_variable_takes_the_user_s_place() {
    let mut machine = Machine::new();
    machine.write("home/.config/pip/pip.conf", "[global]\nindex-url = https://user.example/simple\n");
    let chosen = machine.write("chosen.conf", "[global]\nextra-index-url = https://more.example/\n");
    machine.set("PIP_CONFIG_FILE", chosen.to_str().unwrap());
    assert_eq!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Unstated));
    machine.set("PIP_CONFIG_FILE", "/dev/null");
    assert_eq!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Unstated));
}

#[test]
fn pip_s_further_indexes_are_all_kept() {
    let mut machine = Machine::new();
    machine.write(
        "home/.pip/pip.conf",
        "[global]\nindex-url = https://one.example/\nextra-index-url =\n    https://two.example/simple\n    https://three.example/simple\n",
    );
    machine.arguments.extra = vec!["https://four.example/simple".to_owned()];
    let located = machine.locate(Ecosystem::PyPi).unwrap();
    let extra: Vec<String> = located.extra.iter().map(ToString::to_string).collect();
    assert_eq!(
        extra,
        ["https://two.example/simple/", "https://three.example/simple/", "https://four.example/simple/"]
    );
    let mut roots = Roots::default();
    located.add_to(Ecosystem::PyPi, &mut roots);
    assert_eq!(roots.pypi_extra.len(), 3);

    // `--index` is the whole answer.
    machine.index = Some(IndexRoot::parse("http://127.0.0.1:1/simple").unwrap());
    assert_eq!(machine.locate(Ecosystem::PyPi).unwrap().extra, []);
}

#[test]
fn pip_may_be_told_to_use_no_index() {
    let mut machine = Machine::new();
    machine.set("PIP_INDEX_URL", "https://variable.example/simple");
    machine.set("PIP_NO_INDEX", "1");
    let from = Provenance::Variable("PIP_NO_INDEX".to_owned());
    assert_eq!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Forbidden { from }));
    machine.arguments.no_index = true;
    assert_eq!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Forbidden { from: Provenance::Arguments }));
}

#[test]
fn what_pip_ignores_is_no_setting() {
    let mut machine = Machine::new();
    machine.set("PIP_INDEX_URL", "https://variable.example/simple");
    machine.set("PIP_NO_INDEX", "1");
    machine.write("home/.config/pip/pip.conf", "[global]\nno-index = true\n");
    machine.arguments.isolated = true;
    assert_eq!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Unstated));

    let mut machine = Machine::new();
    let file = machine.write(
        "home/.config/pip/pip.conf",
        "[install]\nno-index = true\n[global]\nindex-url = https://all.example/\n\
         [download]\nindex-url = https://download.example/\n",
    );
    assert!(matches!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Forbidden { .. })));
    for (command, address) in [("download", "https://download.example/"), ("wheel", "https://all.example/")] {
        machine.arguments.command = command.to_owned();
        let expected = (address.to_owned(), Provenance::File(file.clone()));
        assert_eq!(machine.found(Ecosystem::PyPi), expected);
    }
}

#[test]
fn npm_settings_are_followed_nearest_first() {
    let mut machine = Machine::new();
    assert_eq!(machine.locate(Ecosystem::Npm), Err(NoIndex::Unstated));

    machine.client = Some(machine.path("prefix/bin/npm"));
    let global = machine.write("prefix/etc/npmrc", "registry=https://global.example/npm\n");
    assert_eq!(machine.found(Ecosystem::Npm), ("https://global.example/npm/".to_owned(), file(&global)));

    let user = machine.write(
        "home/.npmrc",
        "; mine\n//user.example/:_authToken=${TOKEN}\nregistry = \"https://user.example/\"\nflag\n",
    );
    assert_eq!(machine.found(Ecosystem::Npm), ("https://user.example/".to_owned(), file(&user)));

    // The folder is inside a project, whose root has the file.
    machine.write("home/project/package.json", "{}");
    machine.set("MIRROR_HOST", "project.example");
    let project = machine.write("home/project/.npmrc", "registry=https://${MIRROR_HOST}/npm/\n");
    assert_eq!(machine.found(Ecosystem::Npm), ("https://project.example/npm/".to_owned(), file(&project)));

    for variable in ["NPM_CONFIG_REGISTRY", "npm_config_registry"] {
        machine.set(variable, "https://variable.example");
        let (root, from) = machine.found(Ecosystem::Npm);
        assert_eq!(root, "https://variable.example/");
        assert!(matches!(from, Provenance::Variable(_)));
    }
    machine.arguments.index = Some("https://argument.example".to_owned());
    assert_eq!(
        machine.found(Ecosystem::Npm),
        ("https://argument.example/".to_owned(), Provenance::Arguments)
    );
}

#[test]
fn a_scope_with_its_own_registry_is_never_asked_of_another() {
    let machine = Machine::new();
    machine.write(
        "home/.npmrc",
        "registry=https://public.example/\n@acme:registry=https://npm.acme.example/\n@same:registry=https://public.example/\n",
    );
    let located = machine.locate(Ecosystem::Npm).unwrap();
    let bound = |name: &str| {
        let mut dependency = Dependency::new(PackageName::new(Ecosystem::Npm, name));
        located.bind(&mut dependency);
        dependency.source
    };
    assert_eq!(bound("@acme/secret"), Source::OtherRegistry("https://npm.acme.example/".into()));
    assert_eq!(bound("@same/x"), Source::Registry);
    assert_eq!(bound("@other/x"), Source::Registry);
    assert_eq!(bound("acme"), Source::Registry);
}

#[test]
fn cargo_s_own_default_needs_no_setting() {
    let machine = Machine::new();
    let located = machine.locate(Ecosystem::Crates).unwrap();
    assert_eq!(located.from, Provenance::BuiltIn);
    assert_eq!(located.root.url().scheme(), "https");
}

#[test]
fn cargo_s_source_replacement_is_followed() {
    let mut machine = Machine::new();
    let home = machine.write(
        "cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"mirror\"\n[source.mirror]\nregistry = \"sparse+https://mirror.example/index/\"\n",
    );
    let folder = machine.path("cargo");
    machine.set("CARGO_HOME", folder.to_str().unwrap());
    assert_eq!(machine.found(Ecosystem::Crates), ("https://mirror.example/index/".to_owned(), file(&home)));

    // The nearest file wins for each key, and a replacement may name a registry.
    let near = machine.write(
        "home/project/.cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"near\"\n[registries.near]\nindex = \"sparse+https://near.example/\"\n",
    );
    assert_eq!(machine.found(Ecosystem::Crates), ("https://near.example/".to_owned(), file(&near)));

    // The environment defines registries, and no sources.
    machine.set("CARGO_REGISTRIES_NEAR_INDEX", "sparse+https://variable.example/");
    machine.set("CARGO_SOURCE_CRATES_IO_REPLACE_WITH", "elsewhere");
    assert_eq!(machine.found(Ecosystem::Crates).0, "https://variable.example/");
}

#[test]
fn what_cargo_s_configuration_includes_is_followed() {
    let machine = Machine::new();
    let inc = |host: &str| {
        format!(
            "[source.crates-io]\nreplace-with = \"near\"\n[registries.near]\nindex = \"sparse+https://{host}/\"\n"
        )
    };
    machine.write("home/project/.cargo/one.toml", &inc("one.example"));
    machine.write(
        "home/project/.cargo/more/two.toml",
        &format!("include = \"../one.toml\"\n{}", inc("two.example")),
    );
    for (include, found) in [
        ("\"one.toml\"", "https://one.example/"),
        ("[\"one.toml\", { path = \"more/two.toml\" }]", "https://two.example/"),
        ("{ path = \"one.toml\" }", "https://one.example/"),
        ("[{ path = \"none.toml\", optional = true }, \"one.toml\"]", "https://one.example/"),
        ("[\"config.toml\", \"one.toml\"]", "https://one.example/"),
    ] {
        machine.write("home/project/.cargo/config.toml", &format!("include = {include}\n"));
        assert_eq!(machine.found(Ecosystem::Crates).0, found, "{include}");
    }
    machine.write("home/project/.cargo/config.toml", "[[include]]\npath = \"one.toml\"\n");
    assert_eq!(machine.found(Ecosystem::Crates).0, "https://one.example/");
    // The file's own settings go before those of what it includes.
    machine
        .write("home/project/.cargo/config.toml", &format!("include = \"one.toml\"\n{}", inc("own.example")));
    assert_eq!(machine.found(Ecosystem::Crates).0, "https://own.example/");
}

#[test]
fn what_cannot_be_asked_in_cargo_s_place_is_said() {
    let machine = Machine::new();
    let path = "home/project/.cargo/config.toml";
    for (source, what) in [
        ("directory = \"vendor\"", "a folder of vendored crates"),
        ("local-registry = \"x\"", "a registry on this machine's disk"),
        ("registry = \"https://git.example/index\"", "an index in a git repository"),
    ] {
        let config = format!("[source.crates-io]\nreplace-with = \"x\"\n[source.x]\n{source}\n");
        let from = file(&machine.write(path, &config));
        assert_eq!(machine.locate(Ecosystem::Crates), Err(NoIndex::NotAsked { from, what }));
    }
    for circle in [
        "[source.crates-io]\nreplace-with = \"x\"\n[source.x]\nreplace-with = \"crates-io\"\n",
        "[source.crates-io]\nreplace-with = \"x\"\n",
    ] {
        let from = file(&machine.write(path, circle));
        assert_eq!(machine.locate(Ecosystem::Crates), Err(NoIndex::Undefined { from }));
    }
}

#[test]
fn a_registry_named_to_cargo_counts_for_names_on_its_command_line() {
    let mut machine = Machine::new();
    let config = machine.write(
        "home/project/.cargo/config.toml",
        "[registry]\ndefault = \"acme\"\n[registries.acme]\nindex = \"sparse+https://crates.acme.example/\"\n[registries]\nother-one.index = \"sparse+https://other.example/\"\n",
    );
    // A manifest's dependencies do not follow `registry.default`.
    assert_eq!(machine.locate(Ecosystem::Crates).unwrap().from, Provenance::BuiltIn);
    machine.arguments.cargo_names = true;
    assert_eq!(machine.found(Ecosystem::Crates), ("https://crates.acme.example/".to_owned(), file(&config)));
    machine.arguments.registry = Some("other-one".to_owned());
    assert_eq!(machine.found(Ecosystem::Crates).0, "https://other.example/");
    machine.arguments.registry = Some("unknown".to_owned());
    let undefined = Err(NoIndex::Undefined { from: Provenance::Arguments });
    assert_eq!(machine.locate(Ecosystem::Crates), undefined);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_that_names_it_and_no_secret() {
    let mut machine = Machine::new();
    let home = machine.path("home");
    machine.set("CARGO_HOME", home.join(".cargo").to_str().unwrap());
    let broken = machine.write("home/.cargo/config.toml", "[registries.x]\ntoken = s3cret\n");
    let error = machine.locate(Ecosystem::Crates).unwrap_err();
    assert!(matches!(&error, NoIndex::Unreadable { file, .. } if *file == broken), "{error:?}");
    assert!(!error.to_string().contains("s3cret"), "{error}");

    let npmrc = machine.write("home/.npmrc", "x");
    std::fs::write(&npmrc, b"registry=\xff\xfe").unwrap();
    let error = machine.locate(Ecosystem::Npm).unwrap_err();
    assert!(matches!(&error, NoIndex::Unreadable { file, .. } if *file == npmrc), "{error:?}");

    machine.set("PIP_INDEX_URL", "file:///home/s3cret/simple");
    let error = machine.locate(Ecosystem::PyPi).unwrap_err();
    assert!(error.to_string().contains("PIP_INDEX_URL"), "{error}");
    assert!(!error.to_string().contains("s3cret"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_client_states_its_default_once() {
    let _alone = PROGRAMS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    use std::os::unix::fs::PermissionsExt;
    let mut machine = Machine::new();
    machine.set("PATH", "/usr/bin:/bin");
    machine.set("PIP_RETRIES", "9");
    machine.ask_client = true;
    let pip = machine.client(
        "pip",
        "test -z \"$PIP_RETRIES\" || exit 9\necho '  -i, --index-url <url>   Base URL (default https://stated.example/simple). More.'",
    );
    for _ in 0..3 {
        assert_eq!(
            machine.found(Ecosystem::PyPi),
            ("https://stated.example/simple/".to_owned(), Provenance::Client(pip.clone()))
        );
    }
    assert_eq!(machine.starts(), 1, "the statement is remembered");
    let remembered = machine.path("cache/clients.json");
    assert_eq!(std::fs::metadata(&remembered).unwrap().permissions().mode() & 0o777, 0o600);

    // Another client in its place is asked anew.
    machine.client("pip", "echo '  -i, --index-url <url>  Base URL (default: https://new.example/simple)'");
    assert_eq!(machine.found(Ecosystem::PyPi).0, "https://new.example/simple/");
    assert_eq!(machine.starts(), 2);

    // What was remembered may be damaged.
    std::fs::write(&remembered, "{").unwrap();
    assert_eq!(machine.found(Ecosystem::PyPi).0, "https://new.example/simple/");
    assert_eq!(machine.starts(), 3);

    let npm = machine.client("npm", "echo; echo https://npm.example/; echo");
    assert_eq!(machine.found(Ecosystem::Npm), ("https://npm.example/".to_owned(), Provenance::Client(npm)));

    machine.ask_client = false;
    assert_eq!(machine.locate(Ecosystem::Npm), Err(NoIndex::Unstated), "nor is its memory used");
}

#[cfg(unix)]
#[test]
fn a_client_that_states_nothing_is_an_error_that_names_it() {
    let _alone = PROGRAMS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut machine = Machine::new();
    machine.set("PATH", "/usr/bin:/bin");
    machine.ask_client = true;
    for (script, reason) in [
        ("exit 3", "exit status: 3"),
        ("echo usage", "names no address"),
        ("echo /srv/registry", "names no address"),
    ] {
        machine.client("npm", script);
        let error = machine.locate(Ecosystem::Npm).unwrap_err().to_string();
        assert!(error.contains("prefix/bin/npm") && error.contains(reason), "{error}");
    }
    machine.client = Some(machine.path("nowhere/npm"));
    assert!(matches!(machine.locate(Ecosystem::Npm), Err(NoIndex::Client { .. })));
}

#[test]
fn uv_asks_its_indexes_in_order_and_the_default_one_last() {
    let mut machine = Machine::new();
    machine.tool = Some(Client::Uv);
    machine.write(
        "home/.config/uv/uv.toml",
        "index-url = 'https://user.registry.example/'\n[[index]]\nurl = 'https://c.registry.example/'\n",
    );
    machine.write(
        "home/project/pyproject.toml",
        "[[tool.uv.index]]\nname = 'corp'\nurl = 'https://b.registry.example/'\n\
         [[tool.uv.index]]\nname = 'own'\nurl = 'https://own.registry.example/'\nexplicit = true\n\
         [[tool.uv.index]]\nurl = '../wheels'\nformat = 'flat'\n",
    );
    machine.arguments.extra = vec!["https://a.registry.example/".to_owned()];
    let located = machine.locate(Ecosystem::PyPi).unwrap();
    let all: Vec<String> =
        std::iter::once(&located.root).chain(&located.extra).map(ToString::to_string).collect();
    assert_eq!(
        all,
        ["a", "b", "c", "user"].map(|host| format!("https://{host}.registry.example/")),
        "{located:?}"
    );
    // A name comes from the first that has it, so that no index is a danger to another.
    let mut dependency = Dependency::new(PackageName::new(Ecosystem::PyPi, "requests"));
    located.bind(&mut dependency);
    assert!(dependency.concerns.is_empty());

    machine.set("UV_DEFAULT_INDEX", "named=https://d.registry.example/");
    machine.set("UV_INDEX_NAMED_PASSWORD", "secret");
    let located = machine.locate(Ecosystem::PyPi).unwrap();
    assert_eq!(located.extra.last().unwrap().to_string(), "https://d.registry.example/");
    machine.arguments.index = Some("https://e.registry.example/".to_owned());
    let located = machine.locate(Ecosystem::PyPi).unwrap();
    assert_eq!(located.extra.last().unwrap().to_string(), "https://e.registry.example/");
    machine.arguments.isolated = true;
    assert_eq!(machine.locate(Ecosystem::PyPi).unwrap().extra.len(), 1, "no file counts");
    machine.arguments.no_index = true;
    assert_eq!(machine.locate(Ecosystem::PyPi), Err(NoIndex::Forbidden { from: Provenance::Arguments }));
}

#[test]
fn pip_s_settings_are_not_those_of_uv_and_poetry() {
    let mut machine = Machine::new();
    machine.set("PIP_INDEX_URL", "https://pip.registry.example/");
    for (tool, index) in [
        (Client::Pip, Some("https://pip.registry.example/")),
        (Client::Pipx, Some("https://pip.registry.example/")),
        (Client::Uv, None),
        (Client::Poetry, None),
        (Client::Pdm, None),
    ] {
        machine.tool = Some(tool);
        let found = machine.locate(Ecosystem::PyPi).ok().map(|located| located.root.to_string());
        assert_eq!(found.as_deref(), index, "{tool:?}");
    }
    machine.arguments.project_index = Some("https://project.registry.example/".to_owned());
    assert_eq!(machine.found(Ecosystem::PyPi).0, "https://project.registry.example/");
}

#[test]
fn each_client_of_node_has_settings_of_its_own_before_or_behind_npm_s() {
    let url = |host: &str| format!("https://{host}.registry.example/");
    let mut machine = Machine::new();
    machine.write("home/project/package.json", "{}");
    machine.write("home/project/.npmrc", "registry=https://npmrc.registry.example/\n");
    machine.write("home/project/.yarnrc", "registry \"https://yarnrc.registry.example/\"\n");
    machine.write(
        "home/project/pnpm-workspace.yaml",
        "registries:\n  default: https://pnpm.registry.example/\n  '@s': https://scope.registry.example/\n",
    );
    machine.write(
        "home/project/inner/bunfig.toml",
        "[install]\nregistry = { url = 'https://bun.registry.example/', token = '$TOKEN' }\n\
         [install.scopes]\ns = 'https://scope.registry.example/'\n",
    );
    machine.set("TOKEN", "secret");
    let located = |machine: &mut Machine, tool| {
        machine.tool = Some(tool);
        machine.locate(Ecosystem::Npm).unwrap()
    };
    for (tool, host) in
        [(Client::Npm, "npmrc"), (Client::Yarn, "npmrc"), (Client::Pnpm, "pnpm"), (Client::Bun, "bun")]
    {
        let found = located(&mut machine, tool);
        assert_eq!(found.root.to_string(), url(host), "{tool:?}");
        let has_scope = matches!(tool, Client::Pnpm | Client::Bun);
        assert_eq!(found.scopes.contains_key("@s"), has_scope, "{tool:?}");
        // What differs is what lets one in.
        assert_eq!(found.root != IndexRoot::parse(&url(host)).unwrap(), tool == Client::Bun, "{tool:?}");
    }
    machine.set("npm_config_registry", &url("npm-variable"));
    assert_eq!(located(&mut machine, Client::Bun).root.to_string(), url("npm-variable"));
    assert_eq!(located(&mut machine, Client::Yarn).root.to_string(), url("npm-variable"));
    for (tool, variable) in [
        (Client::Pnpm, "pnpm_config_registry"),
        (Client::Bun, "BUN_CONFIG_REGISTRY"),
        (Client::Yarn, "YARN_REGISTRY"),
    ] {
        machine.set(variable, &url("variable"));
        assert_eq!(located(&mut machine, tool).root.to_string(), url("variable"), "{tool:?}");
    }
}

#[test]
fn later_versions_of_yarn_read_their_own_settings_and_no_npmrc() {
    let mut machine = Machine::new();
    machine.tool = Some(Client::Yarn);
    machine.write("home/project/package.json", "{}");
    machine.write(
        "home/project/.npmrc",
        "registry=https://npmrc.registry.example/\n@t:registry=https://t.example/\n",
    );
    machine.write("home/.yarnrc.yml", "npmRegistryServer: https://home.registry.example/\n");
    machine.write(
        "home/project/.yarnrc.yml",
        "npmRegistryServer: \"https://${HOST:-yml.registry.example}/\"\nnpmAuthToken: ${TOKEN-none}\n\
         npmScopes:\n  s:\n    npmRegistryServer: https://scope.registry.example/\n",
    );
    let located = machine.locate(Ecosystem::Npm).unwrap();
    assert_eq!(located.root.to_string(), "https://yml.registry.example/");
    assert_ne!(located.root, IndexRoot::parse("https://yml.registry.example/").unwrap(), "it has a token");
    assert_eq!(located.scopes.keys().collect::<Vec<_>>(), ["@s"]);
    machine.set("HOST", "set.registry.example");
    assert_eq!(machine.found(Ecosystem::Npm).0, "https://set.registry.example/");
    machine.set("YARN_NPM_REGISTRY_SERVER", "https://variable.registry.example/");
    assert_eq!(machine.found(Ecosystem::Npm).0, "https://variable.registry.example/");
}

#[cfg(unix)]
#[test]
fn a_client_that_states_no_default_is_taken_to_have_that_of_pip_or_npm() {
    let _held = PROGRAMS.lock().unwrap();
    let mut machine = Machine::new();
    machine.ask_client = true;
    let base = machine.client("npm", "echo https://npm.registry.example/");
    let silent = machine.client("bun", "exit 1");
    (machine.client, machine.base) = (Some(silent), Some(base));
    for tool in [Client::Bun, Client::Pnpm] {
        machine.tool = Some(tool);
        assert_eq!(machine.found(Ecosystem::Npm).0, "https://npm.registry.example/", "{tool:?}");
    }
    let yarn = machine
        .client("yarn", "case $3 in registry) echo https://yarn.registry.example;; *) echo undefined;; esac");
    (machine.client, machine.tool) = (Some(yarn), Some(Client::Yarn));
    assert_eq!(machine.found(Ecosystem::Npm).0, "https://yarn.registry.example/");
    let uv = machine
        .client("uv", "echo '  --default-index <X>  (by default: <https://uv.registry.example/simple>)'");
    (machine.client, machine.tool) = (Some(uv), Some(Client::Uv));
    assert_eq!(machine.found(Ecosystem::PyPi).0, "https://uv.registry.example/simple/");
}

#[test]
fn a_policy_file_stands_in_for_the_default_alone() {
    let mut machine = Machine::new();
    machine.fallback = IndexRoot::parse("https://policy.example/").ok();
    for ecosystem in Ecosystem::ALL {
        let located = machine.locate(ecosystem).unwrap();
        assert_eq!((located.root.host(), located.from), ("policy.example".to_owned(), Provenance::Policy));
    }
    machine.set("PIP_INDEX_URL", "https://own.example/");
    machine.set("npm_config_registry", "https://own.example/");
    for ecosystem in [Ecosystem::PyPi, Ecosystem::Npm] {
        assert_eq!(machine.locate(ecosystem).unwrap().root.host(), "own.example");
    }
    machine.tool = Some(Client::Uv);
    machine.set("UV_INDEX", "https://own.example/");
    let located = machine.locate(Ecosystem::PyPi).unwrap();
    let hosts: Vec<_> = located.roots().map(IndexRoot::host).collect();
    assert_eq!(hosts, ["own.example", "policy.example"], "uv's default comes last");
}
