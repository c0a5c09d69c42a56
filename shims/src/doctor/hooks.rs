//! Agent hooks: each that is configured is started as its agent would start it.

use std::path::{Path, PathBuf};

use phantom_guard::policy::RESERVED_NAME;
use phantom_guard::registry::locate::Environment;
use serde_json::{Value, json};

use super::probe::Probe;
use super::{Row, State};
use crate::shims::Place;

const ROUTE: &str = "agent hook";

/// An agent whose hooks are known.
struct Agent {
    /// Its name for `phantom hook`.
    name: &'static str,
    /// Its settings, from the project's folder and from the user's home.
    files: &'static [&'static str],
    /// What it writes to a hook's standard input for a command.
    input: fn(command: &str, folder: &str) -> Value,
    /// Where its hook's answer says no, as a path of keys.
    denies: &'static [&'static str],
}

const AGENTS: [Agent; 5] = [
    Agent {
        name: "claude-code",
        files: &[".claude/settings.json", ".claude/settings.local.json"],
        input: pre_tool_use,
        denies: &["hookSpecificOutput", "permissionDecision"],
    },
    Agent {
        name: "codex",
        files: &[".codex/hooks.json"],
        input: pre_tool_use,
        denies: &["hookSpecificOutput", "permissionDecision"],
    },
    Agent {
        name: "gemini",
        files: &[".gemini/settings.json"],
        input: |command, folder| {
            json!({
                "hook_event_name": "BeforeTool", "cwd": folder,
                "tool_name": "run_shell_command", "tool_input": { "command": command },
            })
        },
        denies: &["decision"],
    },
    Agent {
        name: "cursor",
        files: &[".cursor/hooks.json"],
        input: |command, folder| json!({ "hook_event_name": "beforeShellExecution", "command": command, "cwd": folder }),
        denies: &["permission"],
    },
    Agent {
        name: "copilot",
        files: &[".github/hooks/hooks.json", ".github/hooks/phantom.json", ".copilot/hooks.json"],
        input: |command, folder| json!({ "cwd": folder, "toolName": "bash", "toolArgs": { "command": command } }),
        denies: &["permissionDecision"],
    },
];

fn pre_tool_use(command: &str, folder: &str) -> Value {
    json!({
        "hook_event_name": "PreToolUse", "cwd": folder,
        "tool_name": "Bash", "tool_input": { "command": command },
    })
}

/// A row for each hook of Phantom's that is configured; one where there is none.
pub(super) fn rows(_: &Place, probe: &Probe) -> Vec<Row> {
    let project = project().into_iter();
    let home = Environment::of_process().path("HOME");
    let folders: Vec<PathBuf> = project.chain(home).collect();
    let mut rows = Vec::new();
    for agent in &AGENTS {
        let files = folders.iter().flat_map(|folder| agent.files.iter().map(|file| folder.join(file)));
        let mut files: Vec<PathBuf> = files.filter(|file| file.is_file()).collect();
        files.dedup();
        rows.extend(files.iter().filter_map(|file| row(agent, file, probe)));
    }
    if rows.is_empty() {
        let why = "no hook of Phantom's is configured for an agent, in this project or for the user";
        rows.push(
            Row::new(ROUTE, "", State::NotCovered, why)
                .advising("phantom hook install claude-code (or another)"),
        );
    }
    rows
}

/// The folder of the project: that of the repository, else this one.
fn project() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let root = here.ancestors().find(|folder| folder.join(".git").exists());
    Some(root.unwrap_or(&here).to_owned())
}

/// Tries the hook of one file; `None` where it has none of Phantom's.
fn row(agent: &Agent, file: &Path, probe: &Probe) -> Option<Row> {
    let shown = file.display();
    let text = std::fs::read(file).ok()?;
    let document: Value = match serde_json::from_slice(&text) {
        Ok(document) => document,
        Err(_) if String::from_utf8_lossy(&text).contains("phantom") => {
            let why = format!("{shown} is no JSON, so that its agent may pass it by");
            return Some(Row::new(ROUTE, agent.name, State::Fails, why).advising("mend the file"));
        }
        Err(_) => return None,
    };
    let command = hook_command(&document)?;
    let row = |state: State, why: String| Some(Row::new(ROUTE, agent.name, state, why));
    match denies(agent, &command, probe) {
        Ok(()) => row(State::Covered, format!("the hook in {shown} denied it")),
        Err(why) => Some(
            row(State::Fails, format!("the hook in {shown} did not deny it: {why}"))?
                .advising(format!("phantom hook install {}", agent.name)),
        ),
    }
}

/// The first command in the settings that starts a hook of Phantom's.
fn hook_command(settings: &Value) -> Option<String> {
    match settings {
        Value::Object(object) => object.iter().find_map(|(key, value)| match value {
            Value::String(command)
                if ["command", "bash"].contains(&key.as_str())
                    && command.contains("phantom")
                    && command.contains("hook") =>
            {
                Some(command.clone())
            }
            other => hook_command(other),
        }),
        Value::Array(values) => values.iter().find_map(hook_command),
        _ => None,
    }
}

fn denies(agent: &Agent, command: &str, probe: &Probe) -> Result<(), String> {
    let install = format!("pip install {RESERVED_NAME}");
    let input = (agent.input)(&install, &probe.folder().to_string_lossy()).to_string();
    let mut shell = probe.command(Path::new("/bin/sh"));
    shell.args(["-c", command]);
    let seen = probe.run(shell, &input).map_err(|error| error.to_string())?;
    let code = seen.code.map_or_else(|| "no exit code".to_owned(), |code| format!("exit code {code}"));
    let answer: Value = serde_json::from_str(&seen.stdout)
        .map_err(|_| format!("it ended with {code}, and its answer is no JSON"))?;
    let said = agent.denies.iter().try_fold(&answer, |value, key| value.get(key)).and_then(Value::as_str);
    match (said, seen.code) {
        (Some("deny"), Some(0)) => Ok(()),
        (Some("deny"), _) => {
            Err(format!("it denies, and ends with {code}, which its agent takes for a fault"))
        }
        _ => Err(format!("it ended with {code} and had nothing against it")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_found_at_any_depth_and_others_are_passed_by() {
        let settings = json!({"hooks": {"PreToolUse": [
            {"matcher": "Bash", "hooks": [{"type": "command", "command": "lint"}]},
            {"matcher": "Bash", "hooks": [{"type": "command", "command": "phantom hook claude-code"}]},
        ]}});
        assert_eq!(hook_command(&settings).as_deref(), Some("phantom hook claude-code"));
        assert_eq!(hook_command(&json!({"command": "phantom scan", "name": "phantom hook"})), None);
    }
}
