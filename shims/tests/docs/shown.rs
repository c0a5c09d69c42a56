//! Compares what a page shows with what was printed.

use regex::Regex;

/// What differs from run to run, on both sides.
fn steady(text: &str) -> String {
    let time = Regex::new(r"\b(under )?\d+(\.\d+)? ?(ms|µs|s)\b").unwrap();
    time.replace_all(text.trim_end(), "N ms").into_owned()
}

fn is_gap(line: &str) -> bool {
    matches!(line.trim(), "…" | "...")
}

/// Whether these lines are those that are shown: `…` alone stands for any lines, within a line for any text.
pub(crate) fn agrees(shown: &[&str], printed: &[&str]) -> bool {
    match (shown.split_first(), printed.split_first()) {
        (None, _) => printed.is_empty(),
        (Some((line, rest)), printed_first) if is_gap(line) => {
            agrees(rest, printed) || printed_first.is_some_and(|(_, fewer)| agrees(shown, fewer))
        }
        (Some(_), None) => false,
        (Some((line, rest)), Some((first, fewer))) => line_agrees(line, first) && agrees(rest, fewer),
    }
}

fn line_agrees(shown: &str, printed: &str) -> bool {
    let (shown, mut rest) = (steady(shown), &*steady(printed));
    let parts: Vec<&str> = shown.split('…').collect();
    let Some((first, others)) = parts.split_first() else { return false };
    let Some(after) = rest.strip_prefix(first) else { return false };
    rest = after;
    for (number, part) in others.iter().enumerate() {
        let at = if number + 1 == others.len() { rest.rfind(part) } else { rest.find(part) };
        let Some(at) = at else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[test]
fn gaps_stand_for_lines_and_for_text() {
    assert!(agrees(&["a", "…", "z"], &["a", "b", "c", "z"]));
    assert!(agrees(&["a", "…"], &["a"]));
    assert!(agrees(&["at … in 3 ms"], &["at here in 17 ms"]));
    assert!(!agrees(&["a", "z"], &["a", "b", "z"]));
    assert!(!agrees(&["a … c"], &["a b d"]));
    assert!(!agrees(&[], &["a"]));
}
