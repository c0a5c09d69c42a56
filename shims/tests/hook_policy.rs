//! Agents' commands and edits that change the files which say what is let through, and those that do not.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use phantom_testkit::Sandbox;
use serde_json::{Value, json};

mod cli_support;

use cli_support::PHANTOM;

/// A sandbox with a policy in its project, one of the user's, and advisories.
fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::new();
    sandbox.write("project/phantom.toml", "block-at = 0.4\n");
    sandbox.write("project/Cargo.toml", "[package]\nname = \"x\"\n");
    sandbox.write("project/sub/x.txt", "x\n");
    sandbox.write("user/phantom/phantom.toml", "block-at = 0.4\n");
    sandbox.write("data/phantom/advisories.index", "");
    let folders = [("XDG_CONFIG_HOME", "user"), ("XDG_DATA_HOME", "data")];
    for (name, folder) in folders {
        let path = sandbox.path(folder);
        sandbox.set(name, path);
    }
    sandbox
}

/// The reason for which Claude Code is denied a tool's call.
fn asked(sandbox: &Sandbox, tool: &str, input: &Value) -> Option<String> {
    let request = json!({"hook_event_name": "PreToolUse", "cwd": sandbox.project(), "tool_name": tool, "tool_input": input});
    let input = request.to_string();
    let outcome = sandbox
        .run_with_input(PHANTOM, ["--offline", "hook", "claude-code"], input.as_bytes())
        .expect_code(0);
    let answer: Value = serde_json::from_slice(&outcome.stdout).ok()?;
    Some(answer["hookSpecificOutput"]["permissionDecisionReason"].as_str().unwrap().to_owned())
}

/// Asks of each command; all that are answered otherwise are told at once.
#[track_caller]
fn check(sandbox: &Sandbox, commands: &[&str], denied: bool) {
    let answers =
        commands.iter().map(|command| (command, asked(sandbox, "Bash", &json!({"command": command}))));
    let wrong: Vec<_> = answers.filter(|(_, answer)| answer.is_some() != denied).collect();
    assert!(wrong.is_empty(), "expected denied = {denied}: {wrong:#?}");
}

#[test]
fn commands_that_change_a_policy_file_are_refused() {
    let sandbox = sandbox();
    let user = sandbox.path("user/phantom/phantom.toml");
    let of_user = format!("rm {}", user.display());
    let around = format!("rm -rf {}", sandbox.path("user/phantom").display());
    let advisories = format!("rm {}", sandbox.path("data/phantom/advisories.index").display());
    check(
        &sandbox,
        &[
            &of_user,
            &around,
            &advisories,
            // Redirections.
            "exec 3>phantom.toml; echo x >&3",
            "echo 'block-at = 1.0' > phantom.tom?",
            "echo x > $(find . -name 'phantom.*')",
            "echo x > \"$(phantom config path)\"",
            "F=$(ls phantom.toml); echo x > $F",
            "ls 2> phantom.toml",
            // Programs that write to an option or to their last operand.
            "dd if=/dev/zero of=phantom.toml count=1",
            "echo x | sponge phantom.toml",
            "curl -o phantom.toml http://127.0.0.1:9/x",
            "curl -sSfLo ./phantom.toml http://127.0.0.1:9/x",
            "curl --output=phantom.toml http://127.0.0.1:9/x",
            "curl -O http://127.0.0.1:9/phantom.toml",
            "wget -qO phantom.toml http://127.0.0.1:9/x",
            "wget http://127.0.0.1:9/phantom.toml",
            "sort -o phantom.toml x",
            "install -m644 x phantom.toml",
            "install -t . /tmp/phantom.toml",
            "rsync host:/x/phantom.toml .",
            "cp -t . /tmp/phantom.toml",
            "tar xf x.tar phantom.toml",
            "tar -xzf x.tgz ./phantom.toml",
            "unzip -o x.zip phantom.toml",
            // Editors, and flags in a row.
            "ed phantom.toml <<< ',d'",
            "ex -sc '%d|x' phantom.toml",
            "vim -es -c '%d' -c wq phantom.toml",
            "sed -Ei 's/0.4/1.0/' phantom.toml",
            "sed -n --in-place=.bak p phantom.toml",
            "perl -0pi -e 's/0.4/1.0/' phantom.toml",
            "ruby -pi.bak -e '$_.upcase!' phantom.toml",
            "gawk -i inplace '{print}' phantom.toml",
            "yq -i '.x = 1' phantom.toml",
            "yq -Pi '.x = 1' phantom.toml",
            "sed 's/a/b/w phantom.toml' x",
            "awk '{print > \"phantom.toml\"}' x",
            "truncate -s0 phantom.toml",
            "patch phantom.toml < x.patch",
            // Removal.
            "find . -name phantom.toml -delete",
            "find . -name '*.toml' -delete",
            "find . -not -name '*.md' -delete",
            "find . -delete",
            "find . -type f -delete",
            "find -name x -o -name 'ph*' -delete",
            "find . -name 'phantom.*' -exec rm {} +",
            "find . -name phantom.toml | xargs rm",
            "ls *.toml | xargs rm",
            "rm $(find . -name 'phantom.toml')",
            "rm -rf *",
            "rm -rf .",
            "for f in *.toml; do rm \"$f\"; done",
            "find . -name phantom.toml | while read f; do rm \"$f\"; done",
            "rename 's/phantom/x/' phantom.toml",
            "mv ph*.toml x",
            // Links and other names.
            "ln -s phantom.toml l2 && echo x > l2",
            "rm sub/../phantom.toml",
            "cd sub && rm ../phantom.toml",
            // git, by the file's name.
            "git checkout HEAD~1 -- phantom.toml",
            "git restore phantom.toml",
            "git restore --staged --worktree phantom.toml",
            "git rm phantom.toml",
            "git -C . rm -f phantom.toml",
            "git stash push -- phantom.toml",
            "git checkout-index -f phantom.toml",
            "git checkout -- '*.toml'",
            "git restore :/phantom.toml",
            "git clean -f phantom.toml",
            // Code of other languages.
            "python -c \"open('phantom.toml','w').write('')\"",
            "python3 - <<X\nimport pathlib\npathlib.Path('phantom.toml').unlink()\nX",
            "node -e \"require('fs').writeFileSync('phantom.toml','')\"",
            "perl -e 'open(F, \">phantom.toml\")'",
            "ruby -e 'File.delete(\"phantom.toml\")'",
        ],
        true,
    );
}

#[test]
fn phantoms_own_commands_that_weaken_are_refused_by_whatever_name() {
    let sandbox = sandbox();
    std::os::unix::fs::symlink(PHANTOM, sandbox.path("project/pp")).unwrap();
    std::fs::copy(PHANTOM, sandbox.path("project/p3")).unwrap();
    check(
        &sandbox,
        &[
            "phantom -q --offline --output phantom.toml check npm:react",
            "phantom check npm:react --output=./phantom.toml",
            "PHANTOM_REPORT=phantom.toml pip install requests",
            "phantom --offline pip install requests",
            "phantom --index http://127.0.0.1:9/ pip install requests",
            "phantom --config /tmp/other.toml pip install requests",
            "cargo phantom --offline add serde",
            "phantom advisories import --replace x.csv",
            "phantom allow x --reason -- --help",
            "cp /usr/bin/phantom p; ./p allow npm:x --reason y",
            "ln -s \"$HOME/bin/phantom\" p2 && ./p2 init",
            "./pp allow npm:x --reason y",
            "./p3 allow npm:x --reason y",
            "cargo run --bin phantom -- allow npm:x --reason y",
            "python -c \"import subprocess; subprocess.run(['phantom','allow','npm:x','--reason','y'])\"",
            "python3 - <<X\nimport os\nos.system('phantom init --force')\nX",
            "node -e \"require('child_process').execSync('phantom allow npm:x --reason y')\"",
            "perl -e 'system(\"phantom allow npm:x --reason y\")'",
            "XDG_CONFIG_HOME=/tmp phantom pip install requests",
            "XDG_CONFIG_HOME=/tmp pip install requests",
            "export XDG_CONFIG_HOME=/tmp; npm install react",
            "env XDG_DATA_HOME=/tmp npm install react",
        ],
        true,
    );
}

#[test]
fn what_changes_no_policy_file_is_left_to_the_agent() {
    let sandbox = sandbox();
    check(
        &sandbox,
        &[
            // Help, and what is stricter or only tells.
            "phantom allow --help",
            "phantom init --help",
            "phantom -h allow",
            "phantom allow npm:x -h",
            "phantom --block-at 0.1 scan",
            "phantom --min-age 1w scan",
            "phantom --warn-at 0.1 scan",
            "phantom --offline scan && phantom --index http://127.0.0.1:9/ check npm:react",
            "phantom --config phantom.toml scan",
            "phantom --config ./phantom.toml pip install requests",
            "phantom --output report.json --format json scan",
            "phantom -q --format json pip install requests",
            "phantom advisories import x.csv; phantom advisories info",
            "cargo run --bin phantom -- scan; cargo run --bin phantom",
            "cargo phantom scan --offline",
            "cargo phantom init",
            "PHANTOM_REPORT=r.json pip install requests",
            // Reading, and copies to elsewhere.
            "cat phantom.toml; less phantom.toml; grep block-at phantom.toml; wc -l phantom.toml",
            "sed -n '1,3p' phantom.toml; sed 's/a/b/' phantom.toml; awk '/block/ {print $3}' phantom.toml",
            "sed -n -e 's/i/x/p' phantom.toml; perl -ne 'print if /block/' phantom.toml",
            "perl -Mi18n -ne print phantom.toml; yq '.x' phantom.toml; yq -oj phantom.toml",
            "python -c \"print(open('phantom.toml').read())\"",
            "python -c \"import sys; sys.stdout.write(open('phantom.toml').read())\"",
            "python3 -c \"import tomllib; assert tomllib.load(open('phantom.toml','rb'))['block-at'] > 0.3\"",
            "node -e \"require('fs').readFile('phantom.toml', (e, d) => console.log(String(d)))\"",
            "python -c \"import subprocess; subprocess.run(['phantom', 'scan'])\"",
            "python -c \"import subprocess; subprocess.run(['git', 'init', 'phantom'])\"",
            "rsync phantom.toml host:/x",
            "rsync -a --exclude phantom.toml a b",
            "install -D phantom.toml /tmp/x",
            "cp phantom.toml \"$BACKUP\" && ls phantom.toml",
            "cat phantom.toml > \"$OUT\"; cat phantom.toml > copy.txt",
            "tar czf x.tgz phantom.toml Cargo.toml",
            "tar tf x.tar phantom.toml; unzip -p x.zip phantom.toml",
            "curl -T phantom.toml http://127.0.0.1:9/x; curl -o x.toml http://127.0.0.1:9/phantom.tml",
            "dd if=phantom.toml of=x",
            "diff phantom.toml x > out.diff; cmp phantom.toml x 2> err",
            "echo phantom.toml >> .gitignore",
            // git.
            "git add phantom.toml && git commit -m 'phantom.toml: rm what is old' phantom.toml",
            "git rm --cached phantom.toml",
            "git restore --staged phantom.toml",
            "git reset HEAD phantom.toml; git diff phantom.toml; git log -- phantom.toml; git blame phantom.toml",
            "git show HEAD:phantom.toml",
            "git reset --hard; git switch main; git stash; git stash pop; git pull --rebase; git clean -fdx",
            "git checkout -- .; git restore .; git checkout main; git checkout -b phantom",
            "git clean -fdx -e phantom.toml; git stash push -- src; git checkout -- '*.rs'",
            "git checkout -- . ':!phantom.toml'",
            // Removal of other things.
            "rm -rf target node_modules sub; rm -f *.orig; rm \"$TMP\"/*",
            "rm -rf \"$(mktemp -d)\"; rm $(git ls-files '*.snap')",
            "mv a.txt .; mv sub other; mv Cargo.toml.new Cargo.toml; mv -t . a",
            "find . -name '*.pyc' -delete; find . -type d -empty -delete; find . -empty -delete",
            "find . -name Cargo.toml -exec sed -i 's/1/2/' {} +",
            "find . -type d -name node_modules -prune -o -name '*.log' -delete",
            "find sub -type f -delete; find . -not -name '*.toml' -delete; find . -mtime +30 -delete",
            "find . -name '*.orig' | xargs rm; ls *.txt | xargs rm -f",
            "find . -type f -exec sed -i 's/foo/bar/g' {} +",
            "git ls-files -z | xargs -0 sed -i 's/foo/bar/g'",
            "for f in *.rs; do sed -i 's/a/b/' \"$f\"; done",
            "rm -rf \"$BUILD\"; find . -name '*.toml'",
            "sed -i 's/phantom.toml/policy/' README.md; perl -pi -e 's/phantom.toml/x/' README.md",
            "truncate -s 0 app.log; vim -es -c wq notes.md; ln -s a b; sponge x",
            "exec 3>&1; exec 4> log.txt; make 2> err.log; ls > out.tx?",
            "echo x > $(mktemp); echo y > \"$OUT/phantom.log\"",
            // Homes without anything to lose, or for what installs nothing.
            "XDG_CACHE_HOME=/tmp pip install requests",
            "HOME=/tmp npm ci; HOME=/tmp pip install requests",
            "XDG_CONFIG_HOME=/tmp git status; XDG_CONFIG_HOME=/tmp npm test",
            "cp -r phantom backup; cp target/release/phantom /usr/local/bin/phantom",
            "./sub/x.txt allow; make init; terraform init; ufw allow 22; direnv allow",
        ],
        false,
    );
}

#[test]
fn edits_reach_a_policy_file_by_every_name() {
    let mut sandbox = sandbox();
    let policy = sandbox.project().join("phantom.toml");
    std::os::unix::fs::symlink("phantom.toml", sandbox.path("project/soft.txt")).unwrap();
    std::fs::hard_link(&policy, sandbox.path("project/hard.txt")).unwrap();
    sandbox.write("project/policy.toml", "block-at = 0.4\n");
    let weak = "block-at = 1.0\n";
    let absolute = sandbox.path("project/policy.toml");
    for named in ["policy.toml", absolute.to_str().unwrap()] {
        sandbox.set("PHANTOM_CONFIG", named);
        let weakened =
            ["soft.txt", "hard.txt", "policy.toml", absolute.to_str().unwrap(), "sub/../policy.toml"];
        for path in weakened {
            let told =
                asked(&sandbox, "Write", &json!({"file_path": path, "content": weak})).unwrap_or_default();
            assert!(told.contains("changes block-at from 0.4 to 1"), "{path}: {told}");
            let stricter = json!({"file_path": path, "content": "block-at = 0.1\n"});
            assert_eq!(asked(&sandbox, "Write", &stricter), None, "{path}");
        }
        let commands = [
            "echo 'block-at = 1.0' >> soft.txt",
            "echo 'block-at = 1.0' > policy.toml",
            "rm policy.toml",
            "rm sub/../policy.toml",
            "sed -i s/0/1/ hard.txt",
            "python -c \"open('policy.toml','w')\"",
        ];
        check(&sandbox, &commands, true);
    }
    for patch in ["*** Delete File: phantom.toml", "*** Update File: x.txt\n*** Move to: phantom.toml"] {
        let patch = format!("*** Begin Patch\n{patch}\n*** End Patch\n");
        assert!(asked(&sandbox, "apply_patch", &json!({"command": patch})).is_some(), "{patch}");
    }
    let index = sandbox.path("data/phantom/advisories.index");
    assert!(asked(&sandbox, "Write", &json!({"file_path": index, "content": ""})).is_some());
    assert_eq!(asked(&sandbox, "Write", &json!({"file_path": "notes.txt", "content": weak})), None);
}

#[test]
fn what_is_not_read_and_names_a_policy_file_is_refused() {
    let sandbox = sandbox();
    let long = format!(": {}; rm phantom.toml", "x".repeat(140 << 10));
    let deep = format!("{}rm phantom.toml{}", "(".repeat(20), ")".repeat(20));
    check(&sandbox, &[&long, &deep], true);
    let honest = format!(": {}; rm x", "x".repeat(140 << 10));
    check(&sandbox, &[&honest], false);
}
