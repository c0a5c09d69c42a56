//! `phantom hook install`, `uninstall` and `status` on the files of agents.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;

use phantom_testkit::Sandbox;
use serde_json::Value;

mod cli_support;

use cli_support::PHANTOM;

const FILES: [(&str, &str); 5] = [
    ("claude-code", ".claude/settings.json"),
    ("codex", ".codex/hooks.json"),
    ("gemini", ".gemini/settings.json"),
    ("cursor", ".cursor/hooks.json"),
    ("copilot", ".github/hooks/phantom.json"),
];

fn hook(sandbox: &Sandbox, line: &str) -> phantom_testkit::Outcome {
    sandbox.run(PHANTOM, std::iter::once("hook").chain(line.split(' ')))
}

#[test]
fn a_new_file_comes_and_goes() {
    let sandbox = Sandbox::new();
    let mut shown = String::new();
    for (agent, file) in FILES {
        let path = sandbox.path("project").join(file);
        hook(&sandbox, &format!("install {agent}")).expect_code(0);
        let text = fs::read_to_string(&path).unwrap();
        shown.push_str(&format!("# {file}\n{text}\n"));
        let again = hook(&sandbox, &format!("install {agent}")).expect_code(0);
        assert!(again.stdout_text().contains("already"), "{}", again.shown());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        hook(&sandbox, &format!("uninstall {agent}")).expect_code(0);
        assert!(!path.exists(), "{file}");
        hook(&sandbox, &format!("uninstall {agent} --project")).expect_code(0);
    }
    cli_support::settings(&sandbox).bind(|| insta::assert_snapshot!("hook_files", shown));
}

#[test]
fn other_bytes_stay_as_they_are() {
    let texts = [
        "{}",
        "{\n}\n",
        "{\n\t\"permissions\": {\"allow\": [\"Bash(ls:*)\"]},\n\t\"hooks\": {}\n}",
        "{\r\n    \"model\": \"x\",\r\n    \"hooks\": {\r\n        \"PreToolUse\": []\r\n    }\r\n}\r\n",
        "{\"version\":1,\"hooks\":{\"preToolUse\":[{\"command\":\"a\"}],\"PreToolUse\":[ ],\"BeforeTool\":[{\"hooks\":[]}]}}",
        "{\n  \"hooks\": {\n    \"PreToolUse\": [\n      {\n        \"matcher\": \"Bash\",\n        \"hooks\": [{\"type\": \"command\", \"command\": \"x\"}]\n      }\n    ]\n  },\n  \"é\": [1,2 , 3]\n}\n\n",
    ];
    let sandbox = Sandbox::new();
    for (agent, file) in FILES {
        for text in texts {
            let path = sandbox.write(format!("project/{file}"), text);
            hook(&sandbox, &format!("install {agent}")).expect_code(0);
            let more = fs::read_to_string(&path).unwrap();
            let value: Value = serde_json::from_str(&more).unwrap();
            assert!(value.to_string().contains(&format!("phantom hook {agent}")), "{more}");
            assert_eq!(more.matches("\r\n").count() > 0, text.contains("\r\n"), "{more}");
            hook(&sandbox, &format!("install {agent}")).expect_code(0);
            assert_eq!(fs::read_to_string(&path).unwrap(), more);
            hook(&sandbox, &format!("uninstall {agent}")).expect_code(0);
            assert_eq!(fs::read_to_string(&path).unwrap(), text, "{agent}: {more}");
        }
    }
}

#[test]
fn what_cannot_be_changed_is_said_and_left() {
    let sandbox = Sandbox::new();
    for text in ["// mine\n{}\n", "{\"hooks\": []}", "[]", ""] {
        let path = sandbox.write("project/.claude/settings.json", text);
        let outcome = hook(&sandbox, "install claude-code").expect_code(2);
        assert!(outcome.stderr_text().contains("by hand"), "{}", outcome.shown());
        assert!(outcome.stderr_text().contains("phantom hook claude-code"), "{}", outcome.shown());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let outcome = hook(&sandbox, "install copilot --user").expect_code(2);
    assert!(outcome.stderr_text().contains("--project"), "{}", outcome.shown());
    hook(&sandbox, "install emacs").expect_code(2);
    hook(&sandbox, "install claude-code --user --project").expect_code(2);
}

#[test]
fn the_users_file_names_this_very_program() {
    let sandbox = Sandbox::new();
    hook(&sandbox, "install claude-code --user").expect_code(0);
    let text = fs::read_to_string(sandbox.path("home/.claude/settings.json")).unwrap();
    assert!(text.contains(&format!("{PHANTOM} hook claude-code")), "{text}");
    assert!(!sandbox.path("project/.claude").exists());
    let status = hook(&sandbox, "status").expect_code(0).stdout_text();
    assert!(status.contains("claude-code  user     installed  "), "{status}");
    assert!(status.contains("claude-code  project  not installed\n"), "{status}");
    hook(&sandbox, "uninstall claude-code --user").expect_code(0);
    assert!(!sandbox.path("home/.claude/settings.json").exists());
}

#[cfg(unix)]
#[test]
fn a_link_and_its_files_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let real = sandbox.write("home/dotfiles/settings.json", "{}\n");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir(sandbox.path("project/.claude")).unwrap();
    let link = sandbox.path("project/.claude/settings.json");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    hook(&sandbox, "install claude-code").expect_code(0);
    assert!(link.is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("phantom hook claude-code"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}
