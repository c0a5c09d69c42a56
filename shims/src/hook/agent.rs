//! The agents whose hooks are answered: how each one is told no.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::{Value, json};

/// A coding agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Agent {
    /// Claude Code
    ClaudeCode,
    /// OpenAI Codex
    Codex,
    /// Gemini CLI
    Gemini,
    /// Cursor
    Cursor,
    /// GitHub Copilot CLI
    Copilot,
}

impl Agent {
    pub(super) const ALL: [Self; 5] =
        [Self::ClaudeCode, Self::Codex, Self::Gemini, Self::Cursor, Self::Copilot];

    /// The word on the command line.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::ClaudeCode => "claude-code",
            Self::Codex => "codex",
            Self::Gemini => "gemini",
            Self::Cursor => "cursor",
            Self::Copilot => "copilot",
        }
    }

    /// What stops the tool's call. Exactly this: Codex lets through what has another field.
    pub(super) fn denial(self, reason: &str) -> Value {
        match self {
            Self::ClaudeCode | Self::Codex => json!({"hookSpecificOutput": {
                "hookEventName": "PreToolUse",
                "permissionDecision": "deny",
                "permissionDecisionReason": reason,
            }}),
            Self::Gemini => json!({"decision": "deny", "reason": reason}),
            // Sources differ in the spelling.
            Self::Cursor => json!({
                "permission": "deny",
                "user_message": reason, "agent_message": reason,
                "userMessage": reason, "agentMessage": reason,
            }),
            Self::Copilot => json!({"permissionDecision": "deny", "permissionDecisionReason": reason}),
        }
    }

    /// Its settings, below the project's folder or the user's home; `None` where it has none there.
    pub(super) fn settings(self, of_user: bool, root: &Path) -> Option<PathBuf> {
        Some(root.join(match self {
            Self::ClaudeCode => ".claude/settings.json",
            Self::Codex => ".codex/hooks.json",
            Self::Gemini => ".gemini/settings.json",
            Self::Cursor => ".cursor/hooks.json",
            Self::Copilot if of_user => return None,
            Self::Copilot => ".github/hooks/phantom.json",
        }))
    }

    /// Whether its file begins with `"version": 1`.
    pub(super) const fn has_version(self) -> bool {
        matches!(self, Self::Cursor | Self::Copilot)
    }

    /// The entries of its file: below `hooks`, the event's name, and what stands in its list.
    pub(super) fn entries(self, command: &str) -> Vec<(&'static str, Value)> {
        let one = json!({"type": "command", "command": command, "timeout": 10});
        match self {
            Self::ClaudeCode => {
                vec![("PreToolUse", json!({"matcher": "Bash|Write|Edit|MultiEdit", "hooks": [one]}))]
            }
            Self::Codex => vec![("PreToolUse", json!({"matcher": "Bash|apply_patch", "hooks": [one]}))],
            // Milliseconds here.
            Self::Gemini => {
                let one = json!({"type": "command", "command": command, "timeout": 10_000});
                vec![(
                    "BeforeTool",
                    json!({"matcher": "run_shell_command|write_file|replace", "hooks": [one]}),
                )]
            }
            Self::Cursor => vec![
                ("beforeShellExecution", json!({"command": command, "failClosed": true})),
                (
                    "preToolUse",
                    json!({"command": command, "matcher": "Write|StrReplace|Edit", "failClosed": true}),
                ),
            ],
            Self::Copilot => {
                let one =
                    json!({"type": "command", "bash": command, "powershell": command, "timeoutSec": 10});
                vec![("preToolUse", one)]
            }
        }
    }
}
