//! What differs between two runs of the same test, and what stands for it in a snapshot.

use crate::Sandbox;

/// Patterns and replacements for insta: the sandbox's folder, ports, durations, scores, times of
/// day, and the snapshot's date.
pub fn filters(sandbox: &Sandbox) -> Vec<(String, &'static str)> {
    let root = sandbox.root().to_string_lossy();
    let escaped: String =
        root.chars().flat_map(|c| (!c.is_alphanumeric()).then_some('\\').into_iter().chain([c])).collect();
    vec![
        (escaped, "[SANDBOX]"),
        (r"127\.0\.0\.1:\d+".to_owned(), "127.0.0.1:[PORT]"),
        (r"\b(under )?\d+(\.\d+)? ?(ms|µs|s)\b".to_owned(), "[TIME]"),
        (r#""elapsed_ms": ?[\d.]+"#.to_owned(), r#""elapsed_ms":[TIME]"#),
        (r"\b[01]\.\d{2,}\b".to_owned(), "[SCORE]"),
        (r"\b20\d\d-\d\d-\d\d\b".to_owned(), "[DATE]"),
        (r"\b\d\d:\d\d:\d\d\b".to_owned(), "[CLOCK]"),
    ]
}

/// Compares what a user saw with a snapshot: exit code, standard output, standard error, without what
/// differs from run to run. The caller's crate needs insta with its feature `filters`.
#[macro_export]
macro_rules! assert_shown {
    ($sandbox:expr, $outcome:expr) => {
        let filters = $crate::filters(&$sandbox);
        let filters: Vec<(&str, &str)> = filters.iter().map(|(pattern, to)| (pattern.as_str(), *to)).collect();
        ::insta::with_settings!({ filters => filters, omit_expression => true }, {
            ::insta::assert_snapshot!($outcome.shown());
        });
    };
}
