mod generated;
mod node;
mod properties;
mod python;

use std::ffi::OsString;
use std::path::PathBuf;

use super::*;
use crate::package::Source;

/// A command line in one line: what the shell would split it into, without quoting.
fn plan_of(line: &str) -> Plan {
    let mut words = line.split_whitespace().map(OsString::from);
    let client = words.next().and_then(|word| Client::from_name(word.to_str()?)).expect(line);
    parse(client, &words.collect::<Vec<_>>())
}

/// What a plan holds, in one line: `name@requirement<alias!source`, then `-r file`, then `[project]`.
fn shown(plan: &Plan) -> String {
    let install = match plan {
        Plan::PassThrough => return "pass".to_owned(),
        Plan::NotUnderstood { .. } => return "held".to_owned(),
        Plan::Install(install) => install,
    };
    let mut parts: Vec<String> = install
        .dependencies
        .iter()
        .map(|dependency| {
            let mut text = dependency.name.spelling().to_owned();
            if let Some(requirement) = &dependency.requirement {
                text = format!("{text}@{requirement}");
            }
            if let Some(alias) = &dependency.alias {
                text = format!("{text}<{alias}");
            }
            if dependency.source != Source::Registry {
                text = format!("{text}!{}", dependency.source.kind());
            }
            text
        })
        .collect();
    parts.extend(install.without.iter().map(|name| format!("without:{name}")));
    parts.extend(install.files.iter().map(|file| format!("-r:{}", file.display())));
    parts.extend(install.projects.iter().map(|project| match project {
        Project::Nearest(path) if path.as_os_str().is_empty() => "[.]".to_owned(),
        Project::Nearest(path) => format!("[{}^]", path.display()),
        Project::Folder(path) => format!("[{}/]", path.display()),
        Project::Manifest(path) => format!("[={}]", path.display()),
        Project::Script(path) => format!("[#{}]", path.display()),
    }));
    parts.extend(install.precise.iter().map(|(spec, version)| {
        let old = spec.requirement.as_ref().map_or_else(String::new, |old| format!("@{old}"));
        format!("precise:{}{old} {version}", spec.name)
    }));
    parts.extend(install.renews.then(|| "renews".to_owned()));
    let index = &install.index;
    parts.extend(index.primary.iter().map(|url| format!("index:{url}")));
    parts.extend(index.proxy.iter().map(|url| format!("proxy:{url}")));
    parts.extend(index.no_proxy.iter().map(|hosts| format!("no-proxy:{hosts}")));
    parts.extend(index.certificates.iter().map(|file| format!("certificates:{file}")));
    parts.extend(index.extra.iter().map(|url| format!("extra:{url}")));
    parts.extend(index.scopes.iter().map(|(scope, url)| format!("{scope}:{url}")));
    parts.extend(index.find_links.iter().map(|url| format!("links:{url}")));
    parts.extend(index.no_index.then(|| "no-index".to_owned()));
    parts.extend(index.unreadable.then(|| "index?".to_owned()));
    parts.extend(install.prefers_local_programs.then(|| "local-first".to_owned()));
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" ") }
}

#[track_caller]
fn check(table: &[(&str, &str)]) {
    for (line, expected) in table {
        assert_eq!(shown(&plan_of(line)), *expected, "{line}");
    }
}

#[test]
fn pip_command_lines() {
    check(&[
        ("pip --version", "pass"),
        ("pip", "pass"),
        ("pip list --outdated", "pass"),
        ("pip freeze", "pass"),
        ("pip uninstall -y -r requirements.txt", "pass"),
        ("pip install --help", "pass"),
        ("pip install requests -h", "pass"),
        ("pip install requests", "requests"),
        ("pip3 install requests flask", "requests flask"),
        ("pip3.11 install requests==2.31.0", "requests@==2.31.0"),
        ("pip -q --proxy p install requests", "requests proxy:p"),
        ("pip --isolated install requests[socks]>=2", "requests@>=2"),
        ("pip install -U pip setuptools", "pip setuptools"),
        ("pip install -qUr dev.txt requests", "requests -r:dev.txt"),
        ("pip install -rdev.txt", "-r:dev.txt"),
        ("pip install -r=dev.txt", "-r:=dev.txt"),
        ("pip install -e sub[dev]", "[sub/]"),
        ("pip install --requirement=dev.txt -c limits.txt", "-r:dev.txt -r:limits.txt"),
        ("pip install --requirem dev.txt --constr limits.txt", "-r:dev.txt -r:limits.txt"),
        (
            "pip install --requirement dev.txt --index-url https://registry.example/simple x",
            "x -r:dev.txt index:https://registry.example/simple",
        ),
        (
            "pip install -i https://a.example --extra-index-url https://b.example x",
            "x index:https://a.example extra:https://b.example",
        ),
        ("pip install -ihttps://a.example x", "x index:https://a.example"),
        ("pip --proxy a --cert b.pem install x --proxy c", "x proxy:c certificates:b.pem"),
        ("pip install --no-index -f wheels x", "x links:wheels no-index"),
        ("pip install .", "[./]"),
        ("pip install -e .[dev]", "[./]"),
        ("pip install -e ./sub x", "x [./sub/]"),
        ("pip install ../other/", "[../other//]"),
        ("pip install dist/pkg-1.0-py3-none-any.whl", "pkg!path"),
        ("pip install pkg-1.0.tar.gz", "pkg!path"),
        ("pip install https://files.example/pkg-1.0.tar.gz", "pkg!url"),
        ("pip install git+https://git.example/u/thing.git", "thing!git"),
        ("pip install git+https://git.example/u/thing.git@v1#egg=named", "named!git"),
        ("pip install named@https://files.example/pkg-1.0.zip", "named!url"),
        ("pip install --target lib --python-version 3.11 --only-binary :all: x", "x"),
        ("pip install -t lib x", "x"),
        ("pip install --dry-run x", "x"),
        ("pip install -- x --not-an-option", "x --not-an-option"),
        ("pip download -d out x", "x"),
        ("pip wheel -w out x", "x"),
        ("pip lock -e . x", "x [./]"),
        ("pip install --group dev", "[/]"),
        ("pip install --group sub/pyproject.toml:dev", "[=sub/pyproject.toml]"),
        ("pip install --brand-new-option value x", "held"),
        ("pip install --brand-new-option=value x", "x"),
        ("pip install --no x", "held"),
        ("pip install -Z x", "held"),
        ("pip install", "nothing"),
    ]);
}

#[test]
fn python_command_lines() {
    check(&[
        ("python script.py", "pass"),
        ("python -c pass pip install x", "pass"),
        ("python -m venv env", "pass"),
        ("python -m pip list", "pass"),
        ("python -m pip install x", "x"),
        ("python3 -I -m pip install x", "x"),
        ("python3.12 -Im pip install x", "x"),
        ("python -mpip install x", "x"),
        ("python -W ignore -X utf8 -m pip install x", "x"),
        ("python -Wignore -Bs -m pip install x", "x"),
        ("python --check-hash-based-pycs always -m pip install x", "x"),
        ("python -m uv pip install x", "x"),
        ("python -m poetry add x", "x [.]"),
        ("python -m pipx run x", "x"),
        ("python -m conda install x", "held"),
        ("py -3 -m pip install x", "x"),
        ("py -V:Contoso/3.12 -m pip install x", "x"),
        ("python /usr/bin/pip3 install x", "x"),
        ("python ./pip.pyz install x", "x"),
        ("python3.13t -m pip install x", "x"),
    ]);
}

#[test]
fn npm_command_lines() {
    check(&[
        ("npm", "pass"),
        ("npm --version", "pass"),
        ("npm -v", "pass"),
        ("npm run build", "pass"),
        ("npm test", "pass"),
        ("npm t", "pass"),
        ("npm view react", "pass"),
        ("npm config get registry", "pass"),
        ("npm install --help", "pass"),
        ("npm help install", "pass"),
        ("npm no-such-command x", "pass"),
        ("npm install", "[.]"),
        ("npm i", "[.]"),
        ("npm ci", "[.]"),
        ("npm clean-install", "[.]"),
        ("npm clean-install-t", "[.]"),
        ("npm install react", "react [.]"),
        ("npm i react@18 @types/node@^20", "react@18 @types/node@^20 [.]"),
        ("npm add react", "react [.]"),
        ("npm isntall react", "react [.]"),
        ("npm insta react", "react [.]"),
        ("npm installTest react", "react [.]"),
        ("npm instal react", "react [.]"),
        ("npm isntal react", "react [.]"),
        ("npm it", "[.]"),
        ("npm link react", "react [.]"),
        ("npm ln react", "react [.]"),
        ("npm install react --proxy a --https-proxy b --noproxy c", "react [.] proxy:b no-proxy:c"),
        ("npm install react --cafile=x.pem --proxy a", "react [.] proxy:a certificates:x.pem"),
        ("npm --registry https://registry.example install react", "react [.] index:https://registry.example"),
        ("npm install react --reg https://registry.example", "react [.] index:https://registry.example"),
        ("npm install -registry=https://registry.example react", "react [.] index:https://registry.example"),
        (
            "npm install --@corp:registry=https://npm.corp.example @corp/a b",
            "@corp/a!other-registry b [.] @corp:https://npm.corp.example",
        ),
        ("npm install react --dry-run false", "react [.]"),
        ("npm install --save-dev true react", "react [.]"),
        ("npm install --save-dev react", "react [.]"),
        ("npm install -D react", "react [.]"),
        ("npm install -DE react", "react [.]"),
        ("npm install --no-save evil", "evil [.]"),
        ("npm install --save=evil", "evil [.]"),
        ("npm install --unknown evil", "evil [.]"),
        ("npm install --unknown=value react", "react [.]"),
        ("npm install --tag next react", "react [.]"),
        ("npm install --tag -D react", "react [.]"),
        ("npm install --omit dev react", "react [.]"),
        ("npm install --color always react", "react [.]"),
        ("npm install --color false react", "react [.]"),
        ("npm install --loglevel silent react", "react [.]"),
        ("npm install -d react", "react [.]"),
        ("npm install -- --odd", "--odd [.]"),
        ("npm install -g react", "react"),
        ("npm install --location=global react", "react"),
        ("npm install --global false react", "react [.]"),
        ("npm install --global --no-global react", "react [.]"),
        ("npm install -g", "[/]"),
        ("npm install --prefix sub react", "react [sub/]"),
        ("npm -C sub ci", "[sub/]"),
        ("npm install alias@npm:real@^1", "real@^1<alias [.]"),
        ("npm install alias@npm:@scope/real", "@scope/real<alias [.]"),
        ("npm install user/project", "project!git [.]"),
        ("npm install github:user/project#main", "project!git [.]"),
        ("npm install name@user/project", "name!git [.]"),
        ("npm install git+ssh://git@git.example/u/p.git", "p!git [.]"),
        ("npm install git@git.example:u/p.git", "p!git [.]"),
        ("npm install https://files.example/p.tgz", "p.tgz!url [.]"),
        (
            "npm install https://u:p@registry.example/evil/-/evil-1.0.0.tgz",
            "evil@https://registry.example/evil/-/evil-1.0.0.tgz [.]",
        ),
        (
            "npm install good@https://registry.example/@s/evil/-/evil-1.0.0.tgz",
            "@s/evil@https://registry.example/@s/evil/-/evil-1.0.0.tgz<good [.]",
        ),
        ("npm install ./local", "local!path [./local/] [.]"),
        ("npm install .", ".!path [./] [.]"),
        ("npm install ..", "..!path [../] [.]"),
        ("npm i -g .", ".!path [./]"),
        ("npm install .hidden", ".hidden!path [.hidden/] [.]"),
        ("npx .", ".!path [./] local-first"),
        ("npm install local.tgz", "local.tgz!path [.]"),
        ("npm install name@file:../local", "name!path [../local/] [.]"),
        // Options of several types take a word behind `--no-`, too.
        ("npm --no-ca view install evil", "evil [.]"),
        ("npm --no-browser view install evil", "evil [.]"),
        ("npm --browser view install evil", "evil [.]"),
        ("npm --no-cidr view install evil", "evil [.]"),
        ("npm --no-ca --global install evil", "evil [.]"),
        ("npm --no-ca -g install evil", "evil"),
        ("npm --no-ca false install evil", "evil [.]"),
        ("npm --no-ca null install evil", "evil [.]"),
        ("npm --no-depth 5 install evil", "evil [.]"),
        ("npm --no-depth install evil", "evil [.]"),
        ("npm --no-omit dev install evil", "evil [.]"),
        ("npm --no-omit install evil", "evil [.]"),
        ("npm --no-prefix install evil", "evil [.]"),
        ("npm --no-call install evil", "evil [.]"),
        ("npm --yes null install evil", "evil [.]"),
        ("npm --no-color always install evil", "evil [.]"),
        ("npm exec --no-ca react evil", "evil local-first"),
        ("npm exec --no-package evil react", "evil"),
        ("npm exec --package evil --no-package -- react", "evil --"),
        ("npx --no-ca react evil", "evil local-first"),
        ("npm update", "[.] renews"),
        ("npm install --no-package-lock", "[.] renews"),
        ("npm i --package-lock false", "[.] renews"),
        ("npm ci --no-shrinkwrap", "[.] renews"),
        ("npm i --no-package-lock --package-lock", "[.]"),
        ("npm i --package-lock-only", "[.]"),
        ("npm up lodash", "[.] renews"),
        ("npm update -g lodash", "lodash renews"),
        ("npm uninstall lodash", "without:lodash [.]"),
        ("npm uninstall lodash --workspace a", "[.]"),
        ("npm uninstall lodash --workspaces", "[.]"),
        ("npm rm -g lodash", "pass"),
        ("npm dedupe", "[.]"),
        ("npm audit", "pass"),
        ("npm audit fix", "[.] renews"),
        ("npm exec", "pass"),
        ("npm exec cowsay hello", "cowsay local-first"),
        ("npm x -- cowsay@1 --flag", "cowsay@1 local-first"),
        ("npm exec --package=one -p two -- run", "one"),
        ("npm exec --package one --package two -c run", "one two"),
        ("npm init", "pass"),
        ("npm init -y", "pass"),
        ("npm init react-app my-app", "create-react-app"),
        ("npm create vite@latest my-app", "create-vite@latest"),
        ("npm init @scope", "@scope/create"),
        ("npm init @scope@2", "@scope/create@2"),
        ("npm init @scope/thing", "@scope/create-thing"),
        ("npm init user/thing", "thing!git"),
    ]);
}

#[test]
fn npx_command_lines() {
    check(&[
        ("npx", "pass"),
        ("npx --version", "pass"),
        ("npx cowsay hello", "cowsay local-first"),
        ("npx cowsay --version", "cowsay local-first"),
        ("npx -y cowsay@1 -g", "cowsay@1 local-first"),
        ("npx --yes -- cowsay", "cowsay local-first"),
        ("npx -p one -p two run", "one two"),
        ("npx --package=one run", "one"),
        ("npx --no-install cowsay", "cowsay local-first"),
        ("npx --ignore-existing cowsay", "cowsay local-first"),
        (
            "npx --registry https://registry.example cowsay",
            "cowsay index:https://registry.example local-first",
        ),
        ("npx -c run-this", "pass"),
        // Each as the installed npx reads it.
        ("npx --browser evil", "evil local-first"),
        ("npx -n react evil", "evil local-first"),
        ("npx -n=react evil", "evil local-first"),
        ("npx --node-arg -x evil", "evil local-first"),
        ("npx --no false evil", "evil local-first"),
        ("npx --no true evil", "evil local-first"),
        ("npx --local false evil", "evil local-first"),
        ("npx --shell sh evil", "evil local-first"),
        ("npx -d evil", "evil local-first"),
        ("npx -p evil run", "evil"),
        ("npx -p=evil run", "evil"),
        ("npx --unknown evil react", "evil local-first"),
        ("npx user/project", "project!git local-first"),
    ]);
}

#[test]
fn cargo_command_lines() {
    check(&[
        ("cargo", "pass"),
        ("cargo --version", "pass"),
        ("cargo -vV", "pass"),
        ("cargo --list", "pass"),
        ("cargo help build", "pass"),
        ("cargo new thing", "pass"),
        ("cargo init", "pass"),
        ("cargo search serde", "pass"),
        ("cargo login", "pass"),
        ("cargo fmt --all", "pass"),
        ("cargo clean", "pass"),
        ("cargo remove serde", "pass"),
        ("cargo build --help", "pass"),
        ("cargo metadata --no-deps --format-version 1", "pass"),
        ("cargo metadata --format-version 1", "[.]"),
        ("cargo add serde", "serde"),
        ("cargo +nightly add serde@1.0.2 rand", "serde@1.0.2 rand"),
        ("cargo add serde --features derive -F rc", "serde"),
        ("cargo add serde --rename s --optional", "serde"),
        ("cargo add --git https://git.example/u/p thing", "thing!git"),
        ("cargo add --git https://git.example/u/p.git", "p!git"),
        ("cargo add --path ../thing", "thing!path [../thing^]"),
        ("cargo add thing --registry corp", "thing!other-registry"),
        ("cargo add thing --registry crates-io", "thing"),
        ("cargo add --dev -p member thing", "thing"),
        ("cargo add --brand-new value thing", "held"),
        ("cargo install ripgrep", "ripgrep"),
        ("cargo install ripgrep@14 bat --locked", "ripgrep@14 bat"),
        ("cargo install --version 14 ripgrep", "ripgrep@14"),
        ("cargo install ripgrep@14.1.0", "ripgrep@=14.1.0"),
        ("cargo install ripgrep --version 14.1.0", "ripgrep@=14.1.0"),
        ("cargo install ripgrep --version ^14.1.0", "ripgrep@^14.1.0"),
        ("cargo add ripgrep@14.1.0", "ripgrep@14.1.0"),
        ("cargo install --path .", ".!path [.^] renews"),
        ("cargo install --path . --locked", ".!path [.^]"),
        ("cargo install --git https://git.example/u/p --tag v1 p", "p!git"),
        (
            "cargo install --index sparse+https://registry.example/ thing",
            "thing index:sparse+https://registry.example/",
        ),
        ("cargo install -j4 --root out ripgrep", "ripgrep"),
        ("cargo install --list", "pass"),
        ("cargo binstall -y ripgrep", "ripgrep"),
        ("cargo build", "[.]"),
        ("cargo b --release", "[.]"),
        ("cargo check --manifest-path sub/Cargo.toml", "[=sub/Cargo.toml]"),
        ("cargo check --manifest-path=sub/Cargo.toml", "[=sub/Cargo.toml]"),
        ("cargo -C sub build", "[sub^]"),
        ("cargo run -- --manifest-path other", "[.]"),
        ("cargo run --release program --manifest-path other", "[.]"),
        ("cargo run -vp member --manifest-path sub/Cargo.toml", "[=sub/Cargo.toml]"),
        ("cargo test filter --manifest-path sub/Cargo.toml", "[=sub/Cargo.toml]"),
        ("cargo test", "[.]"),
        ("cargo update -p serde --precise 1.0.1", "[.] precise:serde 1.0.1"),
        ("cargo update serde@1.0.0 --precise 1.0.1", "[.] precise:serde@1.0.0 1.0.1"),
        ("cargo update -p mine --precise a1b2c3d", "[.] renews"),
        ("cargo update", "[.] renews"),
        ("cargo fetch", "[.]"),
        ("cargo vendor", "[.]"),
        ("cargo vendor --sync a/Cargo.toml -s b/Cargo.toml out", "[.] [=a/Cargo.toml] [=b/Cargo.toml]"),
        ("cargo clippy -- -D warnings", "[.]"),
        ("cargo nextest run", "[.]"),
        ("cargo some-other-program", "[.]"),
        ("cargo --config net.offline=true build", "[.]"),
        ("cargo --config source.crates-io.replace-with='x' build", "[.] index?"),
        ("cargo build --config other.toml", "[.] index?"),
        ("cargo --config alias.x='install' x evil", "held"),
        ("cargo --config other.toml x evil", "held"),
        ("cargo --config alias.b='install' b evil", "held"),
        ("cargo --config other.toml rm evil", "held"),
        ("cargo --config net.offline=true b", "[.]"),
        ("cargo -Zscript script.rs", "[#script.rs]"),
        ("cargo -Zscript -C sub script.rs -- add x", "[#sub/script.rs]"),
        ("cargo ./script", "[#./script]"),
        ("cargo build --manifest-path script.rs", "[#script.rs]"),
        ("cargo ./Cargo.toml", "held"),
        ("cargo install-update -i x", "x"),
        ("cargo quickinstall x", "x"),
        ("cargo --brand-new x", "held"),
    ]);
}

#[test]
fn clients_are_known_by_name() {
    assert_eq!(Client::from_name("pip3.11"), Some(Client::Pip));
    assert_eq!(Client::from_name("python3"), Some(Client::Python));
    assert_eq!(Client::from_name("cargo.exe"), Some(Client::Cargo));
    assert_eq!(Client::from_name("npm3"), None);
    assert_eq!(Client::from_name("check"), None);
    assert_eq!(Client::from_name("pnpm.cmd"), Some(Client::Pnpm));
    assert_eq!(Client::from_name("uv3"), None);
    assert!(Client::is_not_covered("conda"));
    for client in Client::all() {
        assert_eq!(Client::from_name(client.name()), Some(client));
    }
}

#[test]
fn aliases_of_cargo_lead_to_what_they_stand_for() {
    let alias = |word: &str| -> Option<Vec<String>> {
        let words = match word {
            "sneak" => "install evil --locked",
            "row" => "sneak more",
            "round" => "round",
            "build" | "b" => "install evil",
            "rm" => "add evil",
            _ => return None,
        };
        Some(words.split(' ').map(str::to_owned).collect())
    };
    let expand = |line: &str| {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        shown(&parse(Client::Cargo, &expand_cargo_alias(&args, alias)))
    };
    assert_eq!(expand("sneak"), "evil");
    assert_eq!(expand("+nightly -v row"), "evil more");
    assert_eq!(expand("round"), "[.]");
    assert_eq!(expand("rm"), "evil", "cargo's short forms are aliases, which the user's go before");
    assert_eq!(expand("b"), "evil");
    assert_eq!(expand("t"), "[.]");
    assert_eq!(expand("build"), "[.]", "an alias cannot replace a command of cargo's own");
}

#[test]
fn addresses_are_kept_without_their_secrets() {
    let Plan::Install(install) = plan_of("pip install git+https://user:secret@git.example/p.git") else {
        panic!("an install")
    };
    assert!(!format!("{:?}", install.dependencies).contains("secret"));
    let Plan::Install(install) = plan_of("pip install -i https://user:secret@a.example x") else {
        panic!("an install")
    };
    assert!(!format!("{install:?}").contains("secret"));
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_names_that_cannot_be() {
    use std::os::unix::ffi::OsStringExt as _;
    let args = [OsString::from("install"), OsString::from_vec(b"caf\xe9".to_vec())];
    let Plan::Install(install) = parse(Client::Pip, &args) else { panic!("an install") };
    assert!(install.dependencies[0].name.fault().is_some());
    let args = ["install".into(), "-r".into(), OsString::from_vec(b"caf\xe9.txt".to_vec())];
    let Plan::Install(install) = parse(Client::Pip, &args) else { panic!("an install") };
    assert_eq!(install.files, [PathBuf::from(args[2].clone())]);
}
