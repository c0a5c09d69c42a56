//! The patches of Codex's `apply_patch`: `*** Add File: …`, `*** Update File: …`, and lines that begin with
//! a space, `-` or `+`.

use std::path::PathBuf;

use super::edit::{Edit, What};

/// The edits that a patch makes. A file that it deletes is left without text.
pub(super) fn edits(patch: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut hunk = (String::new(), String::new());
    for line in patch.lines() {
        if let Some(head) = line.strip_prefix("*** ") {
            close(&mut edits, &mut hunk);
            let path = |path: &str| PathBuf::from(path.trim());
            if let Some(name) = head.strip_prefix("Add File: ") {
                edits.push(Edit { path: path(name), what: What::Whole(String::new()) });
            } else if let Some(name) = head.strip_prefix("Delete File: ") {
                edits.push(Edit { path: path(name), what: What::Whole(String::new()) });
            } else if let Some(name) = head.strip_prefix("Update File: ") {
                edits.push(Edit { path: path(name), what: What::Pieces(Vec::new()) });
            } else if let Some(name) = head.strip_prefix("Move to: ") {
                // What the other file held goes; what the new one holds is not known here.
                let old = edits.last().map(|edit| edit.path.clone()).unwrap_or_default();
                let gone = Edit { path: old, what: What::Whole(String::new()) };
                let unknown = Edit { path: path(name), what: What::Whole("\0".to_owned()) };
                edits.splice(edits.len().saturating_sub(1)..edits.len().saturating_sub(1), [gone, unknown]);
            }
        } else if line.starts_with("@@") {
            close(&mut edits, &mut hunk);
        } else if let Some(Edit { what: What::Whole(text), .. }) = edits.last_mut() {
            text.push_str(line.strip_prefix('+').unwrap_or(line));
            text.push('\n');
        } else if let Some(added) = line.strip_prefix('+') {
            hunk.1 = format!("{}{added}\n", hunk.1);
        } else if let Some(removed) = line.strip_prefix('-') {
            hunk.0 = format!("{}{removed}\n", hunk.0);
        } else {
            let kept = line.strip_prefix(' ').unwrap_or(line);
            hunk = (format!("{}{kept}\n", hunk.0), format!("{}{kept}\n", hunk.1));
        }
    }
    close(&mut edits, &mut hunk);
    edits
}

fn close(edits: &mut [Edit], hunk: &mut (String, String)) {
    let hunk = std::mem::take(hunk);
    if hunk.0 != hunk.1
        && let Some(Edit { what: What::Pieces(pieces), .. }) = edits.last_mut()
    {
        pieces.push(hunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_added_and_changed() {
        let patch = "*** Begin Patch\n*** Add File: a.txt\n+one\n+two\n*** Update File: b.txt\n@@ x\n keep\n-old\n+new\n@@\n+last\n*** Delete File: c\n*** End Patch\n";
        let hunks =
            vec![("keep\nold\n".to_owned(), "keep\nnew\n".to_owned()), (String::new(), "last\n".to_owned())];
        assert_eq!(
            edits(patch),
            [
                Edit { path: "a.txt".into(), what: What::Whole("one\ntwo\n".to_owned()) },
                Edit { path: "b.txt".into(), what: What::Pieces(hunks) },
                Edit { path: "c".into(), what: What::Whole(String::new()) },
            ]
        );
    }
}
