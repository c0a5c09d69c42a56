mod properties;

use super::*;

/// What a text runs, in one line: each command that is an installer's, with `@FOLDER` where it is not
/// `/work`, `_` for what is not known and `*` for what may be several words; then `!` and each reason.
fn shown(text: &str) -> String {
    let script = script(text);
    let mut parts = Vec::new();
    for command in &script.commands {
        let is_python = command.program().starts_with("python");
        if !is_python && !limits::is_installer(command.program()) {
            continue;
        }
        let words = command.words.iter().map(|word| {
            let text = word.text.replace(UNKNOWN, if word.splits { "*" } else { "_" });
            if text.contains(' ') || text.is_empty() { format!("'{text}'") } else { text }
        });
        let mut line: Vec<String> =
            command.assignments.iter().map(|(name, value)| format!("{name}={value}")).collect();
        line.extend(words);
        match &command.folder {
            Folder::Known(folder) if folder == Path::new("/work") => {}
            Folder::Known(folder) => line.push(format!("@{}", folder.display())),
            Folder::Unknown => line.push("@?".to_owned()),
        }
        parts.push(line.join(" "));
    }
    parts.extend(script.not_understood.iter().map(|_| "!".to_owned()));
    if parts.is_empty() { "-".to_owned() } else { parts.join("; ") }
}

/// What lies in `/work`.
#[derive(Debug)]
struct Around;

impl Files for Around {
    fn text(&self, path: &Path) -> Option<String> {
        (path == Path::new("/work/there.txt")).then(|| "evil\nworse\n".to_owned())
    }

    fn names(&self, folder: &Path, _: usize) -> Option<Vec<String>> {
        let names: &[&str] = match folder.to_str()? {
            "/work" => &["there.txt", "reqs", "packages"],
            "/work/packages" => &["a", "b", ".git"],
            "/work/reqs" => &["a.txt", "b.txt", "c.md"],
            _ => return None,
        };
        Some(names.iter().map(|name| (*name).to_owned()).collect())
    }
}

fn script(text: &str) -> Script {
    read(text, Surroundings { folder: Path::new("/work"), home: Some(Path::new("/home/me")), files: &Around })
}

#[track_caller]
fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| shown(text) != *expected)
        .map(|(text, expected)| {
            format!(
                "{text}\n   is {}\n  not {expected}\n      {:?}",
                shown(text),
                script(text).not_understood
            )
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const INSTALL: &str = "pip install evil";

#[test]
fn words_in_every_kind_of_quotes() {
    check(&[
        ("pip install evil", INSTALL),
        (r"\pip install evil", INSTALL),
        (r#""p"ip 'install' e"vi"l"#, INSTALL),
        (r"$'\x70ip' install evil", INSTALL),
        (r"$'\160\u0069p' install evil", INSTALL),
        ("pip \\\n  install \\\n  evil # why", INSTALL),
        ("pip install 'evil>=1' \"a b\"", "pip install evil>=1 'a b'"),
        ("pip install {evil,worse}==1", "pip install evil==1 worse==1"),
        ("pip install pkg{1..3}", "pip install pkg1 pkg2 pkg3"),
        ("pip install evil{1..99999999999999999999}", "pip install evil{1..99999999999999999999}"),
        ("~/.local/bin/pip install evil", "/home/me/.local/bin/pip install evil"),
        ("./.venv/bin/pip3.12 install evil", "./.venv/bin/pip3.12 install evil"),
        (r"C:/Python/Scripts/pip.exe install evil", "C:/Python/Scripts/pip.exe install evil"),
        ("/usr/bin/env python3 -Im pip install evil", "python3 -Im pip install evil"),
        ("pip install $'a\\'b'", "pip install a'b"),
        ("pip install ''", "pip install ''"),
        ("pip install \"\"", "pip install ''"),
    ]);
}

#[test]
fn lists_pipes_groups_and_blocks() {
    check(&[
        ("ls && pip install evil || npm i worse; yarn", "pip install evil; npm i worse; yarn"),
        ("pip install evil &", INSTALL),
        ("pip install evil 2>&1 | tail -5", INSTALL),
        ("yes | pip install evil > log.txt", INSTALL),
        ("(pip install evil)", INSTALL),
        ("{ pip install evil; }", INSTALL),
        ("! time pip install evil", INSTALL),
        ("if [ -f x ]; then pip install evil; else npm i worse; fi", "pip install evil; npm i worse"),
        ("while true; do pip install evil; break; done", INSTALL),
        ("until pip install evil; do sleep 1; done", INSTALL),
        ("for p in evil worse; do pip install $p; done", "pip install evil; pip install worse"),
        ("for p in evil worse; do pip install \"$p==1\"; done", "pip install evil==1; pip install worse==1"),
        ("for ((i=0;i<3;i++)); do pip install evil; done", INSTALL),
        ("case $1 in a) pip install evil;; *) npm ci;; esac", "pip install evil; npm ci"),
        ("echo $(pip install evil)", INSTALL),
        ("echo \"a `pip install evil` b\"", INSTALL),
        ("X=$(pip install evil)", INSTALL),
        ("echo ${X:-$(pip install evil)}", INSTALL),
        ("echo $((1 + $(pip install evil)))", INSTALL),
        ("[[ -n $(pip install evil) ]]", INSTALL),
        ("cat <(pip install evil)", INSTALL),
        ("cat <<EOF\n$(pip install evil)\nEOF", INSTALL),
        ("coproc pip install evil", INSTALL),
        ("((pip install evil))", INSTALL),
        ("f() { pip install \"$@\"; }; f evil worse", "pip install evil worse"),
        ("function f { pip install $1; }\nf evil", INSTALL),
        ("f() { pip install evil; }; trap f EXIT", INSTALL),
    ]);
}

#[test]
fn variables_that_the_text_assigns() {
    check(&[
        ("P=pip; $P install evil", INSTALL),
        ("P=pip; ${P} install evil", INSTALL),
        ("pip${IFS}install${IFS}evil", INSTALL),
        ("x='pip install evil' bash -c '$x'", INSTALL),
        ("P='pip install'; $P evil", INSTALL),
        ("export P=pip && $P install evil", INSTALL),
        ("N=evil; V=1.0; pip install \"$N==$V\"", "pip install evil==1.0"),
        ("if x; then P=pip; else P=pip3; fi; $P install evil", "pip install evil; pip3 install evil"),
        ("A=(evil worse); pip install \"${A[@]}\"", "pip install evil worse"),
        ("declare -a A=(evil worse); pip install ${A[*]}", "pip install evil worse"),
        ("${PIP:-pip} install evil", INSTALL),
        ("$(which pip) install evil", INSTALL),
        ("`command -v pip` install evil", INSTALL),
        ("$(echo pip) install $(printf '%s ' evil worse)", "pip install evil worse"),
        ("pip install $X", "pip install *"),
        ("pip install \"$X\"", "pip install _"),
        ("pip install evil==$V", "pip install evil==_"),
        ("set -- pip install evil; \"$@\"", INSTALL),
        ("a=(pip install); a+=(evil); \"${a[@]}\"", "pip install; pip install evil"),
        ("C='npm i'; C+=' evil'; $C", "npm i; npm i evil"),
        ("a=(pip install x); a[2]=evil; \"${a[@]}\"", "pip install x; pip install evil"),
        ("a[0]=pip; a[1]=install; a[2]=evil; \"${a[@]}\"", "pip; pip install; pip install evil"),
        ("f() { local p=$1; shift; $p \"$@\"; }; f pip install evil", INSTALL),
        ("pip install $(cat there.txt)", "pip install evil worse"),
        ("pip install $(< there.txt)", "pip install evil worse"),
        ("xargs pip install < there.txt", "pip install evil worse"),
        ("cat there.txt | xargs pip install", "pip install evil worse"),
        (
            "for f in reqs/*.txt; do pip install -r \"$f\"; done",
            "pip install -r reqs/a.txt; pip install -r reqs/b.txt",
        ),
        (
            "for d in packages/*/; do (cd \"$d\" && npm ci); done",
            "npm ci @/work/packages/a/; npm ci @/work/packages/b/",
        ),
        ("cd packages/[a] && npm ci", "npm ci @/work/packages/a"),
        ("pip install '*' flask[async] x==2.*", "pip install * flask[async] x==2.*"),
        ("alias p='pip install'; p evil", INSTALL),
        ("read P <<< pip; pip list; $P install evil", "pip list; !"),
        ("P+=x; P=pip; $P install evil", "pip install evil; !"),
        ("\"$VENV/bin/pip\" install evil", "_/bin/pip install evil"),
        ("$SUDO pip install evil", INSTALL),
        (
            "PIP_INDEX_URL=https://registry.example pip install evil",
            "PIP_INDEX_URL=https://registry.example pip install evil",
        ),
    ]);
}

#[test]
fn programs_that_run_others() {
    check(&[
        ("sudo pip install evil", INSTALL),
        ("sudo -H -u me --preserve-env=A pip install evil", INSTALL),
        ("sudo -Hu me -- X=1 pip install evil", "X=1 pip install evil"),
        ("doas -u me pip install evil", INSTALL),
        ("env -i X=1 -u Y pip install evil", "X=1 pip install evil"),
        ("env -i -u Y X=1 pip install evil", "X=1 pip install evil"),
        ("env -S 'pip install evil'", INSTALL),
        ("env -C /tmp pip install evil", "pip install evil @/tmp"),
        ("nohup nice -n 5 ionice -c2 pip install evil &", INSTALL),
        ("timeout -k 5 --signal=KILL 60 pip install evil", INSTALL),
        ("timeout --odd 5 60 pip install evil", INSTALL),
        ("stdbuf -oL -e0 setsid -w pip install evil", INSTALL),
        ("command pip install evil", INSTALL),
        ("exec -a x pip install evil", INSTALL),
        ("builtin command -p pip install evil", INSTALL),
        ("time -p pip install evil", INSTALL),
        ("watch -n 5 'pip install evil'", INSTALL),
        ("watch pip install evil", INSTALL),
        ("flock /tmp/l pip install evil", INSTALL),
        ("flock /tmp/l -c 'pip install evil'", INSTALL),
        ("su -c 'pip install evil' me", INSTALL),
        ("su me -c 'pip install evil'", INSTALL),
        ("script -qc 'pip install evil' /dev/null", INSTALL),
        ("tmux new -d 'pip install evil'", INSTALL),
        ("trap 'pip install evil' EXIT", INSTALL),
        ("eval \"pip install evil\"", INSTALL),
        ("eval pip install evil", INSTALL),
        ("C='pip install evil'; eval \"$C\"", INSTALL),
        ("pyenv exec pip install evil", INSTALL),
        ("rustup run nightly cargo add evil", "cargo add evil"),
        ("mise x -- npm i evil", "mise x -- npm i evil; npm i evil"),
        ("some-wrapper --flag pip install evil", INSTALL),
        ("find . -name '*.txt' -exec pip install -r {} \\;", "pip install -r _"),
        ("find . -exec sh -c 'pip install evil' \\;", INSTALL),
        ("fd -e txt -x pip install -r {}", "pip install -r _"),
        ("git submodule foreach 'pip install evil'", "pip install evil @?"),
        ("git bisect run npm i evil", "npm i evil"),
        ("phantom pip install evil", "phantom pip install evil; pip install evil"),
        ("phantom --allow evil pip install evil", "phantom --allow evil pip install evil; pip install evil"),
        ("cargo phantom add evil", "cargo phantom add evil; cargo add evil"),
        ("sudo -i <<EOF\npip install evil\nEOF", INSTALL),
        ("sudo -u me -s <<< 'pip install evil'", INSTALL),
        ("su - <<EOF\npip install evil\nEOF", INSTALL),
        ("sudo su <<< 'pip install evil'", INSTALL),
        ("newgrp g <<< 'pip install evil'", INSTALL),
        ("sg docker 'pip install evil'", INSTALL),
        ("sg docker -c 'pip install evil'", INSTALL),
        ("runuser -u me -- pip install -U evil", "pip install -U evil"),
        ("npm() { command npm \"$@\"; }; npm ci", "npm ci"),
        ("git -c alias.x='!pip install evil' x", INSTALL),
        ("git config alias.x '!pip install evil'; git x", INSTALL),
        ("npx cross-env CI=1 npm i evil", "npx cross-env CI=1 npm i evil; npm i evil"),
        ("npx dotenv-cli -- npm i evil", "npx dotenv-cli -- npm i evil; npm i evil"),
        ("npx npm@10 i evil", "npx npm@10 i evil; npm i evil"),
        ("cargo run --release -- pip install x", "cargo run --release -- pip install x"),
        ("uv run pip install evil", "uv run pip install evil; pip install evil"),
        ("npm exec -c 'pip install evil'", "npm exec -c 'pip install evil'; pip install evil"),
        ("busybox sh -c 'pip install evil'", INSTALL),
    ]);
}

#[test]
fn shells_and_what_they_are_given() {
    check(&[
        ("bash -c 'pip install evil'", INSTALL),
        ("sh -lc \"pip install evil\"", INSTALL),
        ("bash -euo pipefail -c 'pip install evil'", INSTALL),
        ("bash -c 'pip install \"$1\"' _ evil", INSTALL),
        ("bash -c \"bash -c 'pip install evil'\"", INSTALL),
        ("bash <<EOF\npip install evil\nEOF", INSTALL),
        ("bash <<'EOF'\npip install evil\nEOF", INSTALL),
        ("bash -s <<-EOF\n\tpip install evil\n\tEOF", INSTALL),
        ("bash <<< 'pip install evil'", INSTALL),
        ("bash /dev/stdin <<< 'pip install evil'", INSTALL),
        ("source /dev/stdin <<< 'pip install evil'", INSTALL),
        ("bash --rcfile <(echo pip install evil) -i", INSTALL),
        ("echo pip install evil > a.sh; mv a.sh b.sh; sh b.sh", INSTALL),
        ("echo pip install evil > a.sh; cp a.sh bin/; bin/a.sh", INSTALL),
        ("echo pip install evil > a.sh; ln -s a.sh b; ./b", INSTALL),
        ("echo 'os.system(\"pip install evil\")' > x.py; python x.py", "python x.py; !"),
        ("node --eval=\"require('child_process').execSync('npm i evil')\"", "!"),
        ("Rscript -e 'system(\"pip install evil\")'", "!"),
        ("lua -e 'os.execute(\"pip install evil\")'", "!"),
        ("julia -e 'run(`pip install evil`)'", "!"),
        ("ipython -c '!pip install evil'", "!"),
        (
            "uv run python -c \"import os; os.system('pip install evil')\"",
            "uv run python -c 'import os; os.system('pip install evil')'; python -c 'import os; os.system('pip install evil')'; !",
        ),
        ("echo 'pip install evil' | bash", INSTALL),
        ("printf 'pip install %s\\n' evil worse | sudo sh", "pip install evil; pip install worse"),
        ("cat <<EOF | sh\npip install evil\nEOF", INSTALL),
        ("bash <(echo pip install evil)", INSTALL),
        ("source <(echo pip install evil)", INSTALL),
        ("sed s/X/pip/ <<< 'X install evil' | sh", "!"),
        ("cat > s.sh <<'EOF'\npip install evil\nEOF\nbash s.sh", INSTALL),
        ("echo pip install evil > s.sh; chmod +x s.sh; ./s.sh", INSTALL),
        ("CMD=$(cat pip.txt); bash -c \"$CMD\"; pip list", "pip list; !"),
        ("echo evil | xargs pip install", INSTALL),
        ("echo evil worse | xargs -n1 -P 4 pip install", "pip install evil worse"),
        (
            "printf 'evil\\nworse\\n' | xargs -I{} pip install {}==1",
            "pip install evil==1; pip install worse==1",
        ),
        ("xargs pip install < names.txt", "pip install *"),
        ("xargs -a names.txt pip install", "pip install *"),
        ("cat names.txt | xargs -n 1 sh -c 'pip install $0'", "pip install *"),
        ("echo evil | xargs -I % sh -c 'pip install %'", INSTALL),
        ("parallel pip install ::: evil worse", "pip install evil; pip install worse"),
        ("echo evil | parallel -j4 'pip install {}'", INSTALL),
        ("powershell -NoProfile -Command \"pip install evil\"", INSTALL),
        ("cmd /c pip install evil", INSTALL),
        ("pwsh -c 'Get-Content x | % { pip install $_ }'", "pip install * }"),
        ("& \"C:\\Scripts\\pip.exe\" install evil", "!"),
        (
            "python -c \"import os; os.system('pip install evil')\"",
            "python -c 'import os; os.system('pip install evil')'; !",
        ),
        (
            "python3 - <<EOF\nimport subprocess\nsubprocess.run(['pip', 'install', 'evil'])\nEOF",
            "python3 -; !",
        ),
        ("node -e \"require('child_process').execSync('npm i evil')\"", "!"),
        ("select p in a; do pip install evil; done", "!"),
        ("pip install 'evil", "!"),
        (r".venv\Scripts\pip install evil", "!"),
    ]);
}

#[test]
fn folders() {
    check(&[
        ("cd app && npm ci", "npm ci @/work/app"),
        ("cd /tmp; cd x; npm ci", "npm ci @/tmp/x"),
        ("cd ~/app && npm ci", "npm ci @/home/me/app"),
        ("cd && npm ci", "npm ci @/home/me"),
        ("(cd app && npm ci); npm i", "npm ci @/work/app; npm i"),
        ("cd app || exit 1; npm ci", "npm ci @/work/app"),
        ("cd app | cat; npm ci", "npm ci"),
        ("cd \"$X\" && npm ci", "npm ci @?"),
        ("cd \"$X\" && cd /tmp && npm ci", "npm ci @/tmp"),
        ("pushd app; npm ci; popd; npm i", "npm ci @/work/app; npm i @?"),
        ("cd -; npm ci", "npm ci @?"),
        ("cd app; cd -; npm ci", "npm ci"),
        ("for d in a b; do (cd $d && npm ci); done", "npm ci @/work/a; npm ci @/work/b"),
        ("if x; then cd a; fi; npm ci", "npm ci @?"),
        ("while x; do cd a; npm ci; done", "npm ci @/work/a; npm ci @?"),
        ("D=$(pwd)/app; cd $D; npm ci", "npm ci @/work/app"),
        ("bash -c 'cd app; npm ci'; npm i", "npm ci @/work/app; npm i"),
        ("f() { cd app; }; f; npm ci", "npm ci @/work/app"),
    ]);
}

#[test]
fn a_mention_is_no_install() {
    check(&[
        ("echo \"pip install foo\"", "-"),
        ("echo pip install foo", "-"),
        ("git commit -m \"npm install x\"", "-"),
        ("git commit -m \"$(cat <<'EOF'\nUse `npm install x`, don't pip\nEOF\n)\"", "-"),
        ("grep pip file", "-"),
        ("grep -rn 'pip install' . | head", "-"),
        ("cat <<EOF > notes.md\nRun pip install foo\nEOF", "-"),
        ("which pip", "-"),
        ("man npm", "-"),
        ("command -v npm >/dev/null", "-"),
        ("type pip", "-"),
        ("apt-get install -y npm yarn", "-"),
        ("$SUDO apt-get install -y npm", "-"),
        ("brew install cargo-binstall", "-"),
        ("ls node_modules/npm", "-"),
        ("docker run --rm node npm install x", "-"),
        ("ssh host 'pip install x'", "-"),
        ("python -c \"print('run pip install foo')\"", "python -c 'print('run pip install foo')'"),
        ("curl -fsSL https://x.example/install.sh | bash", "-"),
        ("cd $X && make", "-"),
        ("curl -LsSf https://registry.example/uv/install.sh | sh", "-"),
        ("curl https://npm.example/npm | sh", "-"),
        ("[ -x pip ] && echo pip", "-"),
        ("sed -i 's/npm install/yarn/' README.md", "-"),
        ("# pip install evil", "-"),
        ("if (", "-"),
        ("", "-"),
    ]);
}

#[test]
fn what_is_set_and_written() {
    for text in [
        "PHANTOM_BYPASS=1 pip install x",
        "export PHANTOM_BYPASS=1",
        "env PHANTOM_BYPASS=1 pip install x",
        "sudo PHANTOM_BYPASS=1 pip install x",
        "bash -c 'PHANTOM_BYPASS=1 pip install x'",
        "declare -x PHANTOM_BYPASS=1",
        "PHANTOM_BYPASS=1; export PHANTOM_BYPASS",
        "set -x PHANTOM_BYPASS 1",
    ] {
        assert!(script(text).assigned.contains("PHANTOM_BYPASS"), "{text}");
    }
    assert!(!script("grep PHANTOM_BYPASS=1 docs").assigned.contains("PHANTOM_BYPASS"));
    for (text, path, written, appends) in [
        ("echo evil > requirements.txt", "/work/requirements.txt", Some("evil\n"), false),
        ("cd a; cat <<EOF >> requirements.txt\nevil\nEOF", "/work/a/requirements.txt", Some("evil\n"), true),
        ("{ echo a; echo b; } > x.txt", "/work/x.txt", Some("a\nb\n"), false),
        ("pip freeze > requirements.txt", "/work/requirements.txt", None, false),
        ("echo evil | tee -a r.txt", "/work/r.txt", Some("evil\n"), true),
        ("N=evil; printf '%s==1\\n' $N > r.txt", "/work/r.txt", Some("evil==1\n"), false),
    ] {
        let expected = Written { path: path.into(), text: written.map(str::to_owned), appends };
        assert_eq!(script(text).writes, [expected], "{text}");
    }
    assert_eq!(script("ls > /dev/null 2>&1").writes, []);
    let to = |path: &str| Written { path: path.into(), text: None, appends: false };
    assert_eq!(script("ls > /dev/null 2>err").writes, [to("/work/err")]);
    assert_eq!(script("exec 3>a; ls > ther?.txt").writes, [to("/work/a"), to("/work/there.txt")]);
    assert_eq!(script("ls > $(x) < $y").open_targets, ["$(x)"]);
}
