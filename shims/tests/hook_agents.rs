//! What agents are answered, by the real command with their JSON on standard input.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::time::{Duration, Instant};

use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Profile};
use phantom_testkit::{Outcome, Sandbox};
use serde_json::{Value, json};

mod cli_support;

use cli_support::PHANTOM;

/// What agents run, as their JSON says it.
const AGENTS: [&str; 5] = ["claude-code", "codex", "gemini", "cursor", "copilot"];

fn request(agent: &str, sandbox: &Sandbox, command: &str) -> Value {
    let cwd = sandbox.project();
    match agent {
        "claude-code" => json!({
            "session_id": "abc", "transcript_path": "/x.jsonl", "cwd": cwd, "permission_mode": "default",
            "hook_event_name": "PreToolUse", "tool_name": "Bash",
            "tool_input": {"command": command, "description": "d", "timeout": 1000}, "tool_use_id": "t", "new": [1],
        }),
        "codex" => json!({
            "session_id": "s", "turn_id": "t", "cwd": cwd, "hook_event_name": "PreToolUse", "model": "m",
            "tool_name": "Bash", "tool_use_id": "u", "tool_input": {"command": command},
        }),
        "gemini" => json!({
            "session_id": "s", "cwd": cwd, "hook_event_name": "BeforeTool", "timestamp": "t",
            "tool_name": "run_shell_command", "tool_input": {"command": command, "description": "d"},
        }),
        "cursor" => json!({
            "conversation_id": "c", "hook_event_name": "beforeShellExecution", "command": command, "cwd": cwd,
            "workspace_roots": [cwd],
        }),
        _ => json!({
            "timestamp": 1, "cwd": cwd, "toolName": "bash",
            "toolArgs": json!({"command": command, "description": "d"}).to_string(),
        }),
    }
}

fn asked(sandbox: &Sandbox, agent: &str, request: &[u8]) -> Outcome {
    sandbox.run_with_input(PHANTOM, ["--offline", "hook", agent], request).expect_code(0)
}

/// The reason of an answer in exactly the agent's form; `None` where there is no opinion.
#[track_caller]
fn reason(agent: &str, outcome: &Outcome) -> Option<String> {
    if outcome.stdout.is_empty() {
        return None;
    }
    let answer: Value = serde_json::from_slice(&outcome.stdout).unwrap();
    let field = match agent {
        "claude-code" | "codex" => &answer["hookSpecificOutput"]["permissionDecisionReason"],
        "gemini" => &answer["reason"],
        "cursor" => &answer["agent_message"],
        _ => &answer["permissionDecisionReason"],
    };
    let reason = field.as_str().unwrap().to_owned();
    assert!(!reason.is_empty());
    assert!(!reason.contains('\u{fffc}'), "{reason}");
    let expected = match agent {
        "claude-code" | "codex" => json!({"hookSpecificOutput": {
            "hookEventName": "PreToolUse", "permissionDecision": "deny", "permissionDecisionReason": reason}}),
        "gemini" => json!({"decision": "deny", "reason": reason}),
        "cursor" => json!({"permission": "deny", "user_message": reason, "agent_message": reason,
            "userMessage": reason, "agentMessage": reason}),
        _ => json!({"permissionDecision": "deny", "permissionDecisionReason": reason}),
    };
    assert_eq!(answer, expected);
    Some(reason)
}

/// What Claude Code is answered to a command.
#[track_caller]
fn answer(sandbox: &Sandbox, command: &str) -> Option<String> {
    let outcome =
        asked(sandbox, "claude-code", request("claude-code", sandbox, command).to_string().as_bytes());
    reason("claude-code", &outcome)
}

#[track_caller]
fn denied(sandbox: &Sandbox, command: &str) -> String {
    answer(sandbox, command).unwrap_or_else(|| panic!("not denied: {command}"))
}

#[track_caller]
fn no_opinion(sandbox: &Sandbox, command: &str) {
    assert_eq!(answer(sandbox, command), None, "{command}");
}

#[test]
fn each_agent_is_told_no_in_its_own_words() {
    let sandbox = Sandbox::new();
    for agent in AGENTS {
        let bad = request(agent, &sandbox, "cd . && pip install reqeusts").to_string();
        let told = reason(agent, &asked(&sandbox, agent, bad.as_bytes())).unwrap();
        assert!(told.contains("`requests`"), "{told}");
        for command in ["pip install requests", "ls -la", "git commit -m 'pip install reqeusts'"] {
            let good = request(agent, &sandbox, command).to_string();
            assert_eq!(reason(agent, &asked(&sandbox, agent, good.as_bytes())), None, "{agent}: {command}");
        }
    }
}

#[test]
fn reasons() {
    let sandbox = Sandbox::new();
    sandbox.write("project/package.json", "{\"dependencies\": {\"epxress\": \"1\"}}");
    let mut shown = String::new();
    for command in [
        "pip install reqeusts flask",
        "npm ci",
        "cd \"$X\" && npm ci",
        "pip install $PACKAGES",
        "pip install --odd reqeusts2",
        "$TOOL install x # pip",
        "python -c \"import os; os.system('pip install x')\"",
        "PHANTOM_BYPASS=1 pip install requests",
        "export PHANTOM_LOG=off",
        "phantom --allow reqeusts pip install reqeusts",
        "phantom hook uninstall claude-code",
        "echo reqeusts > requirements.txt",
        "pip freeze > requirements.txt && pip install -r requirements.txt",
        "bash -c 'pip install \"reqeusts'",
        "cargo add proc-macro1",
        "npm i react@$V-x \"$PACKAGE\"",
        "export PIP_REQUIREMENT=x.txt; pip install requests",
        "volta install epxress",
    ] {
        shown.push_str(&format!("$ {command}\n{}\n\n", answer(&sandbox, command).unwrap_or_default()));
    }
    cli_support::settings(&sandbox).bind(|| insta::assert_snapshot!("hook_reasons", shown));
}

#[test]
fn what_a_shell_would_run_is_found() {
    let sandbox = Sandbox::new();
    sandbox.write("project/bad/r.txt", "requests\nreqeusts\n");
    sandbox.write("project/package.json", "{}");
    sandbox.write("project/package.json.new", "{\"dependencies\": {\"epxress\": \"1\"}}");
    sandbox.write("project/packages/a/package.json", "{}");
    sandbox.write("project/packages/b/package.json", "{\"dependencies\": {\"epxress\": \"1\"}}");
    for command in [
        "sudo -H pip3 install reqeusts",
        "env -i X=1 python -Im pip install reqeusts",
        "./.venv/bin/pip install reqeusts",
        "\\pip install reqeusts",
        "bash -lc 'cd /tmp; pip install reqeusts'",
        "bash <<'EOF'\npip install reqeusts\nEOF",
        "echo reqeusts | xargs pip install",
        "P=pip; $P install reqeusts",
        "for p in flask reqeusts; do pip install $p; done",
        "make || (pip install reqeusts)",
        "npx -y epxress",
        "npm isntall epxress",
        "phantom pip install reqeusts",
        "phantom npm i epxress",
        "cargo phantom add proc-macro1",
        "cargo +nightly add proc-macro1",
        "printf 'reqeusts\\n' > deps.txt; pip install -r deps.txt",
        "cat > s.sh <<EOF\npip install reqeusts\nEOF\nsh s.sh",
        "a=(pip install requests); a+=(reqeusts); \"${a[@]}\"",
        "CMD='npm i'; CMD+=' epxress'; $CMD",
        "npx cross-env CI=1 npm i epxress",
        "sudo -i <<EOF\npip install reqeusts\nEOF",
        "runuser -u bob -- pip install reqeusts",
        "sg docker 'pip install reqeusts'",
        "uv run python -c \"import os; os.system('pip install reqeusts')\"",
        "git -c alias.x='!pip install reqeusts' x",
        "echo '-r b.txt' > r.txt; echo reqeusts > b.txt; pip install -r r.txt",
        "cp package.json.new package.json && npm install",
        "mv bad/r.txt r.txt && pip install -r r.txt",
        "pip install $(cat bad/r.txt)",
        "xargs pip install < bad/r.txt",
        "cat bad/r.txt | xargs pip install",
        "for f in b*/*.txt; do pip install -r \"$f\"; done",
        "for d in packages/*; do (cd \"$d\" && npm install); done",
        "for d in packages/*; do npm --prefix \"$d\" install; done",
        "cd packages/b* && npm i",
        "export PIP_REQUIREMENT=bad/r.txt; pip install requests",
        "PIP_CONFIG_FILE=bad/pip.conf pip install requests",
        "volta install epxress",
        "mise use npm:epxress",
        "cargo-binstall serde_jsno",
        "cross install serde_jsno",
        "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: requirements.txt\n@@\n+reqeusts\n*** End Patch\nEOF",
    ] {
        denied(&sandbox, command);
    }
}

#[test]
fn what_installs_nothing_bad_is_left_to_the_agent() {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "requests\nflask==3.0\n");
    sandbox.write("project/reqs/dev.txt", "pytest\n");
    sandbox.write("project/packages/a/package.json", "{\"dependencies\": {\"react\": \"18\"}}");
    sandbox.write("project/package.json.new", "{\"dependencies\": {\"react\": \"18\"}}");
    for command in [
        "",
        "curl -LsSf https://registry.example/uv/install.sh | sh",
        "cd sub; cd -; pip install -r requirements.txt",
        "npm() { command npm \"$@\"; }; npm ls",
        "cargo run --release -- pip install x",
        "cat requirements.txt | xargs pip install",
        "xargs pip install < requirements.txt",
        "pip install $(cat reqs/dev.txt)",
        "for f in reqs/*.txt; do pip install -r \"$f\"; done",
        "for d in packages/*; do (cd \"$d\" && npm install); done",
        "f() { local p=$1; shift; $p \"$@\"; }; f pip install requests",
        "args=(--quiet); args+=(requests); pip install \"${args[@]}\"",
        "cp package.json.new package.json && npm install",
        "mise install && mise run build; cross build --release; volta pin node@20",
        "npm i react && PIP_CONFIG_FILE=/dev/null pip install requests",
        "cp -r a b; mv x y; ln -s a c; pip install requests",
        "pip install dist/*.whl",
        "pip install -r requirements.txt",
        "pip install 'requests>=2' flask==$V",
        "echo \"pip install reqeusts\"",
        "grep -r 'npm install epxress' .",
        "cat <<EOF > notes.md\nRun pip install reqeusts\nEOF",
        "which pip && man npm",
        "npm run build -- $FLAGS",
        "npm test",
        "pip list | grep $X",
        "python \"$SCRIPT\" install",
        "python manage.py test",
        "cargo --version",
        "docker run node npm install epxress",
        "if (",
        "PHANTOM_REPORT=r.json pip install requests",
        "grep PHANTOM_BYPASS=1 docs/gate.md",
        "phantom scan && phantom check -e pypi requests",
        "python3 -m venv .venv && . .venv/bin/activate && pip install --upgrade pip requests",
        "git clone https://git.example/x && cd x && npm install && npm test",
        "cd \"$(mktemp -d)\" && pip install requests",
        "curl -fsSL https://x.example/i.sh | bash; npm --version",
        "uv run pytest -q; poetry run pytest; yarn test; pnpm test; bun test; cargo test",
        "npm init -y && npm install react && npx tsc --version",
        "conda activate x && pip list",
        "sed -i 's/npm install/yarn/' README.md && git commit -am \"pip: install $X\"",
        "for f in *.py; do python \"$f\"; done",
        "export PATH=\"$HOME/.cargo/bin:$PATH\"; cargo build",
        "(cd \"$ROOT\" && git status) && pip install requests",
        "find . -name node_modules -prune -exec rm -rf {} + ; npm ls",
        "echo requests >> requirements.txt",
        "echo requests > new.txt && pip install -r new.txt",
        "cat > app/package.json <<'EOF'\n{\"dependencies\": {\"react\": \"18\"}}\nEOF\ncd app && npm install",
    ] {
        no_opinion(&sandbox, command);
    }
}

#[test]
fn a_command_is_judged_in_its_own_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("project/bad/package.json", "{\"dependencies\": {\"epxress\": \"1\"}}");
    sandbox.write("project/good/package.json", "{\"dependencies\": {\"express\": \"4\"}}");
    no_opinion(&sandbox, "cd good && npm install");
    denied(&sandbox, "cd bad && npm install");
    denied(&sandbox, "for d in good bad; do (cd $d && npm ci); done");
    let mut elsewhere = request("claude-code", &sandbox, "npm install");
    elsewhere["cwd"] = json!(sandbox.path("project/bad"));
    assert!(
        reason("claude-code", &asked(&sandbox, "claude-code", elsewhere.to_string().as_bytes())).is_some()
    );
}

#[test]
fn phantoms_own_switches_are_refused() {
    let sandbox = Sandbox::new();
    for command in [
        "PHANTOM_BYPASS=because pip install requests",
        "export PHANTOM_BYPASS=1",
        "env PHANTOM_BYPASS=1 pip install requests",
        "sh -c 'export PHANTOM_BYPASS=1; pip install requests'",
        "export PHANTOM_ON_UNAVAILABLE=allow; ls",
        "PHANTOM_LOG=off npm install react",
        "env PHANTOM_LOG=/dev/null npm install react",
        "export PHANTOM_DATA_DIR=/tmp/x",
        "PHANTOM_STARTED=1 pip install requests",
        "phantom shims uninstall",
        "phantom hook uninstall git",
        "phantom --allow=x pip install requests",
        "phantom --on-unavailable allow pip install requests",
        "phantom allow reqeusts",
        "phantom allow npm:left-padd --reason x",
        "phantom allow npm --reason x",
        "phantom --color never allow -e pypi uv --reason x",
        "cargo phantom allow x --reason y",
        "sh -c 'phantom -q allow npm:x --reason y'",
        "phantom init --force",
        "phantom shims --dir x uninstall",
        "PHANTOM_USER_CONFIG=off pip install requests",
        "rm phantom.toml",
        "git checkout HEAD~1 -- phantom.toml",
        "sed -i 's/a/b/' ./phantom.toml",
        "mv phantom.toml x",
        "printf '[[allow]]\\nname = \"npm:x\"\\nreason = \"r\"\\n' >> phantom.toml",
        "echo \"block-at = 1.0\" > phantom.toml",
        "curl http://127.0.0.1:9/x > phantom.toml",
        "cat <<'E' > sub/phantom.toml\nblock-at = 0.9\nE",
        "sudo phantom --block-at 1 pip install requests",
        "cargo phantom --allow x add serde",
    ] {
        denied(&sandbox, command);
    }
}

#[test]
fn an_agent_may_make_a_policy_stricter_and_not_weaker() {
    let sandbox = Sandbox::new();
    let deny = "[[deny]]\nname = \"npm:x\"\nreason = \"r\"\n";
    let allow = "[[allow]]\nname = \"npm:y\"\nreason = \"r\"\n";
    let file = sandbox.write("project/phantom.toml", format!("block-at = 0.5\n{deny}"));
    let write = |path: &str, text: String| json!({"file_path": path, "content": text});
    let edit = |old: &str, new: &str| json!({"file_path": file, "old_string": old, "new_string": new});
    for (tool, input, stops) in [
        ("Edit", edit("0.5", "0.4"), None),
        ("Edit", edit("0.5", "0.9"), Some("changes block-at from 0.5 to 0.9")),
        ("Edit", edit("block-at = 0.5\n", ""), Some("changes block-at from 0.5 to 0.6")),
        ("Edit", edit(deny, ""), Some("no longer denies")),
        ("Edit", edit(deny, &format!("{deny}{allow}")), Some("allows")),
        ("Edit", edit("[[deny]]", "[[deny"), Some("as no policy")),
        ("Write", write("phantom.toml", format!("chunk = 7\nblock-at = 0.5\n{deny}")), None),
        ("Write", write("phantom.toml", String::new()), Some("no longer denies")),
        // A new file below takes the place of the one above.
        ("Write", write("sub/phantom.toml", String::new()), Some("no longer denies")),
        ("Write", write("PHANTOM.toml", allow.to_owned()), Some("allows")),
        (
            "apply_patch",
            json!({"command": "*** Begin Patch\n*** Update File: phantom.toml\n@@\n-block-at = 0.5\n+block-at = 1.0\n*** End Patch\n"}),
            Some("changes block-at"),
        ),
    ] {
        let told = edited(&sandbox, tool, &input);
        match stops {
            Some(why) => assert!(told.as_deref().is_some_and(|told| told.contains(why)), "{input}: {told:?}"),
            None => assert_eq!(told, None, "{input}"),
        }
    }
    no_opinion(&sandbox, "cat phantom.toml && git diff phantom.toml && git add phantom.toml");
    no_opinion(&sandbox, "phantom init --dry-run; phantom config show");
}

#[test]
fn what_cannot_be_read_and_installs_is_stopped() {
    let sandbox = Sandbox::new();
    for agent in AGENTS {
        for (bytes, stops) in [
            (&b"{\"tool_input\": {\"command\": \"cd x\\npip install reqeusts\""[..], true),
            (b"pip install x", true),
            (b"[\"npm i x\"]", true),
            (b"\xff\xfe npx x", true),
            (b"{\"tool_input\": {\"command\": \"ls", false),
            (b"", false),
            (b"null", false),
            (b"{}", false),
            (b"{\"tool_name\": 3, \"tool_input\": [], \"cwd\": {}}", false),
            (b"{\"tool_input\": {\"command\": [\"bash\", \"-lc\", \"pip install reqeusts\"]}}", true),
            (b"{\"toolArgs\": {\"command\": \"pip install reqeusts\"}}", true),
            (b"\xef\xbb\xbf{\"command\": \"pip install reqeusts\"}", true),
        ] {
            let told = reason(agent, &asked(&sandbox, agent, bytes));
            assert_eq!(told.is_some(), stops, "{agent}: {}", String::from_utf8_lossy(bytes));
        }
    }
    // Settings that cannot be read stop an install, and nothing else.
    sandbox.write("project/phantom.toml", "[policy\n");
    denied(&sandbox, "pip install requests");
    no_opinion(&sandbox, "ls");
}

/// What Claude Code is answered to a tool's call.
#[track_caller]
fn edited(sandbox: &Sandbox, tool: &str, input: &Value) -> Option<String> {
    let request = json!({"hook_event_name": "PreToolUse", "cwd": sandbox.project(), "tool_name": tool, "tool_input": input});
    reason("claude-code", &asked(sandbox, "claude-code", request.to_string().as_bytes()))
}

#[test]
fn edits_of_manifests_are_judged_by_what_they_add() {
    let sandbox = Sandbox::new();
    // A name that was there before is no matter of this edit.
    let file = sandbox.write("project/requirements.txt", "reqeusts\nflask\n");
    let manifest = sandbox.write("project/package.json", "{\n  \"dependencies\": {\"react\": \"^18\"}\n}\n");
    let path = file.to_str().unwrap();
    for (tool, input, stops) in [
        ("Write", json!({"file_path": path, "content": "reqeusts\nflask\nsix\n"}), false),
        ("Write", json!({"file_path": path, "content": "reqeusts\nflaks\n"}), true),
        ("Write", json!({"file_path": "requirements-dev.txt", "content": "reqeusts\n"}), true),
        ("Write", json!({"file_path": "notes.txt", "content": "reqeusts\n"}), false),
        ("Edit", json!({"file_path": path, "old_string": "flask", "new_string": "flask\nnumpyy"}), true),
        ("Edit", json!({"file_path": path, "old_string": "flask", "new_string": "flask\nnumpy"}), false),
        ("Edit", json!({"file_path": path, "old_string": "not there", "new_string": "numpyy"}), false),
        (
            "MultiEdit",
            json!({"file_path": path, "edits": [
                {"old_string": "flask", "new_string": "django"},
                {"old_string": "django", "new_string": "django\nnumpyy"},
            ]}),
            true,
        ),
        (
            "Edit",
            json!({"file_path": manifest, "old_string": "\"^18\"", "new_string": "\"^18\", \"epxress\": \"4\""}),
            true,
        ),
        // Half an edit is no JSON, and names nothing.
        ("Edit", json!({"file_path": manifest, "old_string": "\"^18\"}", "new_string": "\"^18\", "}), false),
        ("write_file", json!({"file_path": path, "content": "numpyy\n"}), true),
        (
            "replace",
            json!({"file_path": path, "old_string": "flask\n", "new_string": "flask\nnumpyy\n"}),
            true,
        ),
        ("create", json!({"path": path, "file_text": "numpyy\n"}), true),
        ("str_replace", json!({"path": path, "old_str": "flask", "new_str": "numpyy"}), true),
        ("insert", json!({"path": path, "insert_line": 1, "new_str": "numpyy\n"}), true),
        (
            "apply_patch",
            json!({"command": "*** Begin Patch\n*** Update File: requirements.txt\n@@\n reqeusts\n-flask\n+flask\n+numpyy\n*** End Patch\n"}),
            true,
        ),
        (
            "apply_patch",
            json!({"input": "*** Begin Patch\n*** Add File: a/Cargo.toml\n+[dependencies]\n+proc-macro1 = \"1\"\n*** End Patch\n"}),
            true,
        ),
        ("Read", json!({"file_path": path}), false),
    ] {
        assert_eq!(edited(&sandbox, tool, &input).is_some(), stops, "{tool} {input}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "reqeusts\nflask\n");
}

#[test]
fn an_answer_comes_before_the_agents_own_limit() {
    let stalls = |kind: Kind, _: &str| match kind {
        Kind::Simple => Profile::Other(Answer::new(200, "text/plain", "").ending(Ending::Stalled)),
        _ => Profile::Missing,
    };
    let registry = Fake::start(Duration::ZERO, stalls);
    let mut sandbox = Sandbox::new();
    sandbox.set("PIP_INDEX_URL", registry.root(Kind::Simple));
    // Many look-ups one after the other, none of which is ever answered.
    let names: Vec<String> = (0..6).map(|n| format!("pip install zqx-inhouse-tool-{n}")).collect();
    for command in [names.join("; "), names[0].clone()] {
        let start = Instant::now();
        let input = request("claude-code", &sandbox, &command).to_string();
        let outcome =
            sandbox.run_with_input(PHANTOM, ["hook", "claude-code"], input.as_bytes()).expect_code(0);
        assert!(reason("claude-code", &outcome).is_some(), "{}", outcome.shown());
        // Agents wait for 10 seconds and more.
        assert!(start.elapsed() < Duration::from_secs(9), "{:?}", start.elapsed());
    }
}

#[test]
fn standard_input_that_never_ends_is_no_reason_to_wait() {
    use std::io::{Read as _, Write as _};
    let sandbox = Sandbox::new();
    for (text, stops) in [("{\"command\": \"pip install x", true), ("{\"command\": \"ls", false)] {
        let mut command = sandbox.command(PHANTOM, ["hook", "cursor"]);
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(text.as_bytes()).unwrap();
        let mut said = String::new();
        child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!(!said.is_empty(), stops, "{text}: {said}");
        drop(input);
    }
}
