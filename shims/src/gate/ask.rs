//! The one question that a person at a terminal may be asked.

use std::io::{self, BufRead, IsTerminal as _, Write};

use phantom_guard::detector::Verdict;
use phantom_guard::finding::Finding;
use phantom_guard::policy::Action;
use phantom_guard::report::Report;

/// Whether there is somebody: questions go to standard error, answers come from standard input.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Whether a name went on only because somebody can be asked about it.
pub(super) const fn is_open(finding: &Finding) -> bool {
    matches!(finding.assessment.verdict, Verdict::Unknown) && matches!(finding.decision.action, Action::Warn)
}

/// Asks whether to go on with names that could not be checked. Anything but a yes is a no.
pub(super) fn goes_on(report: &Report) -> bool {
    let names = super::refusal::names(report, is_open);
    yes(&format!("could not be checked: {names}. Install anyway?"))
}

/// Asks a question. Anything but a yes is a no.
pub(crate) fn yes(question: &str) -> bool {
    let mut err = io::stderr();
    if write!(err, "{question} [y/N] ").and_then(|()| err.flush()).is_err() {
        return false;
    }
    let mut answer = String::new();
    match io::stdin().lock().read_line(&mut answer) {
        Ok(_) => means_yes(&answer),
        Err(_) => false,
    }
}

fn means_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::means_yes;

    #[test]
    fn only_yes_is_yes() {
        for (answer, yes) in
            [("y\n", true), (" Yes ", true), ("", false), ("\n", false), ("n", false), ("yep", false)]
        {
            assert_eq!(means_yes(answer), yes, "{answer:?}");
        }
    }
}
