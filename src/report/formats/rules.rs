//! The rules by which names are reported: the signals, in the words of docs/signals.md, and what is no signal.

use super::found::{NOT_CHECKED, SCORE, UNREADABLE};

/// Each signal has its section there; a test holds the two together.
const SIGNALS: &str = include_str!("../../../docs/signals.md");

/// What is to be said of a rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    /// All that is said of it, in Markdown.
    pub(super) markdown: String,
    /// From 0 to 10, as code scanning sorts by.
    pub(super) severity: &'static str,
}

impl Rule {
    /// The rule of a code.
    pub(super) fn of(id: &'static str) -> Self {
        let markdown = match id {
            NOT_CHECKED => {
                "Nobody could say whether the name is what it seems: no registry was asked, or none gave an answer \
                 that can be used, and the snapshot does not know it. That is neither good nor bad. Let a registry \
                 be asked, or set `on-unavailable` in phantom.toml to what is to happen."
            }
            SCORE => {
                "The name's score is at or over a threshold of the policy, without one piece of evidence that \
                 speaks against it by itself. See `block-at` and `warn-at` in phantom.toml."
            }
            UNREADABLE => {
                "An input cannot be read: what it names was not checked, and is not known to be safe."
            }
            _ => section(id),
        };
        let severity = match id {
            "known-malicious" | "deny-listed" => "9.5",
            "typosquat" | "not-found" | "invalid-name" | "lockfile-mismatch" | "dependency-confusion" => {
                "8.0"
            }
            NOT_CHECKED | UNREADABLE => "3.0",
            _ => "6.0",
        };
        Self { id, markdown: without_links(markdown.trim()), severity }
    }

    /// The first sentence.
    pub(super) fn short(&self) -> String {
        let text = self.text();
        let text = text.strip_prefix("Likeness. ").unwrap_or(&text);
        match text.split_once(". ") {
            Some((first, _)) => format!("{first}."),
            None => text.to_owned(),
        }
    }

    /// All of it without marks.
    pub(super) fn text(&self) -> String {
        let text = self.markdown.replace(['*', '`'], "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What stands below a signal's heading.
fn section(id: &str) -> &'static str {
    let below = SIGNALS.split("\n### ").find_map(|part| part.strip_prefix(id)?.strip_prefix('\n'));
    below.and_then(|text| text.split("\n## ").next()).unwrap_or_default()
}

/// `[text](address)` becomes `text`: the addresses are relative to a folder that no reader of a report has.
fn without_links(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, link)) = rest.split_once("](") {
        let Some((address, behind)) = link.split_once(')') else { break };
        if let Some((start, label)) = before.rsplit_once('[').filter(|_| !address.contains(' ')) {
            text.push_str(start);
            text.push_str(label);
        } else {
            text.push_str(before);
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::SignalCode;

    #[test]
    fn every_rule_has_its_words() {
        let codes = SignalCode::ALL.map(SignalCode::as_str);
        for id in codes.into_iter().chain([NOT_CHECKED, SCORE, UNREADABLE]) {
            let rule = Rule::of(id);
            let (short, text) = (rule.short(), rule.text());
            assert!(
                short.len() > 20 && short.len() <= text.len() && !short.starts_with("Likeness"),
                "{id}: {short}"
            );
            assert!(
                !rule.markdown.contains("](") && !rule.markdown.contains("##"),
                "{id}: {}",
                rule.markdown
            );
        }
        let heading = Rule::of("typosquat");
        assert_eq!(
            heading.short(),
            "The name is one or two edits from a popular one, delimiters and case aside."
        );
        assert!(Rule::of("recent-release").text().contains("(policy.md) holds a release"));
    }
}
