//! What an agent is about to do, out of its JSON. Fields are taken by their names wherever an agent puts
//! them; those that are not known are passed by.

use std::path::PathBuf;

use serde_json::Value;

use super::edit::{Edit, What};

/// Fields that hold a tool's input.
const INPUTS: [&str; 6] = ["tool_input", "toolInput", "toolArgs", "tool_args", "arguments", "input"];
const COMMANDS: [&str; 7] = ["command", "cmd", "commandLine", "command_line", "script", "patch", "input"];
const FOLDERS: [&str; 6] =
    ["cwd", "workdir", "working_directory", "workingDirectory", "directory", "dir_path"];
const PATHS: [&str; 7] =
    ["file_path", "filePath", "path", "absolute_path", "target_file", "filename", "file"];
const CONTENTS: [&str; 5] = ["content", "contents", "file_text", "fileText", "new_content"];
const OLD: [&str; 5] = ["old_string", "old_str", "oldString", "oldStr", "old_text"];
const NEW: [&str; 5] = ["new_string", "new_str", "newString", "newStr", "new_text"];

/// What a tool's call would do.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Request {
    /// Texts that a shell would run.
    pub(super) commands: Vec<String>,
    /// Files that would be changed.
    pub(super) edits: Vec<Edit>,
    /// Where.
    pub(super) folder: Option<PathBuf>,
}

impl Request {
    pub(super) fn of(whole: &Value) -> Self {
        let mut request = Self { folder: text(whole, &FOLDERS).map(PathBuf::from), ..Self::default() };
        if request.folder.is_none() {
            let roots = whole.get("workspace_roots").and_then(Value::as_array);
            request.folder = roots.and_then(|roots| roots.first()?.as_str()).map(PathBuf::from);
        }
        request.take(whole);
        for input in INPUTS.iter().filter_map(|name| whole.get(*name)) {
            match input {
                // JSON in a string, or the text itself.
                Value::String(text) => match serde_json::from_str::<Value>(text) {
                    Ok(inner @ Value::Object(_)) => request.take_input(&inner),
                    _ => request.command(text),
                },
                _ => request.take_input(input),
            }
        }
        request
    }

    fn take_input(&mut self, input: &Value) {
        // A tool's own folder goes before the session's, and is below it.
        if let Some(own) = text(input, &FOLDERS).filter(|own| !own.is_empty()) {
            let session = self.folder.take().unwrap_or_default();
            self.folder = Some(session.join(own));
        }
        self.take(input);
    }

    fn take(&mut self, input: &Value) {
        for name in COMMANDS {
            match input.get(name) {
                Some(Value::String(text)) => self.command(text),
                // The words of a command.
                Some(Value::Array(words)) => {
                    let quoted = |word: &str| format!("'{}'", word.replace('\'', r"'\''"));
                    let words: Vec<String> = words.iter().filter_map(Value::as_str).map(quoted).collect();
                    self.command(&words.join(" "));
                }
                _ => {}
            }
        }
        let Some(path) = text(input, &PATHS).map(PathBuf::from) else { return };
        if let Some(content) = text(input, &CONTENTS) {
            self.edits.push(Edit { path: path.clone(), what: What::Whole(content.to_owned()) });
        }
        let mut pieces: Vec<_> = piece(input).into_iter().collect();
        pieces.extend(input.get("edits").and_then(Value::as_array).into_iter().flatten().filter_map(piece));
        if !pieces.is_empty() {
            self.edits.push(Edit { path, what: What::Pieces(pieces) });
        } else if let (Some(line), Some(new)) = (
            input.get("insert_line").and_then(Value::as_u64),
            text(input, &["insert_text", "new_str", "text"]),
        ) {
            let line = usize::try_from(line).unwrap_or(usize::MAX);
            self.edits.push(Edit { path, what: What::Inserted(line, new.to_owned()) });
        }
    }

    fn command(&mut self, text: &str) {
        if text.trim_start().starts_with("*** Begin Patch") {
            self.edits.extend(super::patch::edits(text));
        } else {
            self.commands.push(text.to_owned());
        }
    }
}

fn text<'v>(value: &'v Value, names: &[&str]) -> Option<&'v str> {
    names.iter().find_map(|name| value.get(*name)?.as_str())
}

fn piece(edit: &Value) -> Option<(String, String)> {
    Some((text(edit, &OLD)?.to_owned(), text(edit, &NEW)?.to_owned()))
}
