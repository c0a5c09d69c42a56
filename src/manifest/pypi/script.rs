//! The block of PEP 723 at the head of a Python program.
//!
//! Found as the PEP's regular expression finds it: a line `# /// script`, lines that are `#` or begin
//! with `# `, and the last `# ///` among them. What it holds is read like pyproject.toml.

use memchr::memmem;

use super::pieces::Pieces;
use super::pyproject;
use crate::manifest::draft::Draft;

const OPENING: &str = "# /// script";
const CLOSING: &str = "# ///";

/// Reads a whole file. Any Python program comes through here: most are done with the first search.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let text = draft.text;
    let finder = memmem::Finder::new(OPENING);
    let (mut from, mut blocks, mut opened) = (0, 0, false);
    while let Some(found) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + found;
        from = at + OPENING.len();
        let before = text.as_bytes().get(..at).unwrap_or_default();
        let behind = text.get(from..).unwrap_or_default();
        if !(before.is_empty() || before.ends_with(b"\n")) || !behind.starts_with(['\n', '\r']) {
            continue;
        }
        opened = true;
        let Some((block, end)) = block(text, from) else {
            let hint = "end it with a line `# ///`; every line between begins with `# `";
            draft.fault(at, "the block `# /// script` is never closed", hint);
            continue;
        };
        from = end;
        blocks += 1;
        if blocks == 2 {
            let hint = "put both into one; a tool would refuse the file";
            draft.fault(at, "a second block `# /// script` stands here", hint);
        }
        let mut inner = Draft::new(block.text(), draft.ecosystem, Vec::new(), false);
        pyproject::read_script(&mut inner);
        draft.absorb(inner, |at| block.offset(at));
    }
    if !opened {
        draft.states_nothing();
    }
}

/// The text of the block whose opening line ends at `from`, and where the block ends in the file.
fn block(text: &str, from: usize) -> Option<(Pieces, usize)> {
    let start = from + text.get(from..)?.find('\n')? + 1;
    let content = |line: &'_ str| line.trim_end_matches(['\n', '\r']).len();
    let mut at = start;
    let mut closed = None;
    for line in text.get(start..)?.split_inclusive('\n') {
        let kept = line.get(..content(line))?;
        if kept == CLOSING {
            closed = Some((at, at + line.len()));
        } else if kept != "#" && !kept.starts_with("# ") {
            break;
        }
        at += line.len();
    }
    let (closing, end) = closed?;
    let mut block = Pieces::default();
    at = start;
    for line in text.get(start..closing)?.split_inclusive('\n') {
        block.push(line.get(..content(line))?.get(2..).unwrap_or_default(), at + 2);
        block.push("\n", at + content(line));
        at += line.len();
    }
    Some((block, end))
}

#[cfg(test)]
mod tests {
    use crate::manifest::{FileKind, parse};

    #[test]
    fn blocks_are_found_as_the_pep_has_it() {
        let head = "#!/usr/bin/env python\n# /// script\n# dependencies = [\n#   \"ab\",\n#\n# ]\n";
        for (text, names, errors) in [
            (format!("{head}# ///\n"), vec!["4:6 ab"], 0),
            (format!("{head}# ///"), vec!["4:6 ab"], 0),
            (format!("{head}# ///\n").replace('\n', "\r\n"), vec!["4:6 ab"], 0),
            // The last closing line of the comment counts.
            (format!("{head}# [tool.x]\n# s = '''\n# ///\n# '''\n# ///\n"), vec!["4:6 ab"], 0),
            (
                format!("{head}# ///\nx\n# /// script\n# dependencies = ['b']\n# ///\n"),
                vec!["4:6 ab", "10:20 b"],
                1,
            ),
            (head.to_owned(), vec![], 1),
            (format!("{head}x\n# ///\n"), vec![], 1),
            (format!("{head}#x\n# ///\n"), vec![], 1),
            ("x = '# /// script'\n".to_owned(), vec![], 0),
            ("# /// script x\n# ///\n".to_owned(), vec![], 0),
            ("# /// pyproject\n# dependencies = [\"a\"]\n# ///\n".to_owned(), vec![], 0),
            ("# /// script\n# dependencies = [\"a\n# ///\n".to_owned(), vec!["2:20 a"], 1),
        ] {
            let reading = parse(FileKind::PythonScript, text.as_bytes(), "x.py");
            let shown = |found: &crate::package::Dependency| {
                let place = found.location.as_ref().unwrap();
                format!("{}:{} {}", place.line, place.column, found.name.spelling())
            };
            let found: Vec<_> = reading.dependencies.iter().map(shown).collect();
            assert_eq!(
                (found, !reading.errors.is_empty()),
                (names.iter().map(|n| (*n).to_owned()).collect(), errors > 0),
                "{text}"
            );
        }
    }
}
