//! JUnit's XML, which most services for continuous integration show: a suite a file, a test a name.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::found::{Found, Level, error_message, found};
use crate::finding::{Finding, InputError};
use crate::report::{Report, escaped, escaped_name};

/// The suite of names that stand in no file.
const COMMAND_LINE: &str = "command line";

/// One file.
#[derive(Default)]
struct Suite {
    tests: String,
    count: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// Writes a test for each name: blocked is a failure, held an error, not checked is skipped, warned of passes
/// with its reason in the test's output. An input that cannot be read, and an interruption, are errors.
///
/// # Errors
/// Where `out` fails.
pub fn junit(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut suites = Suites::default();
    let mut told = found(report).into_iter().peekable();
    for finding in &report.findings {
        let one = told.next_if(|one| std::ptr::eq(one.finding, finding));
        let file = finding.dependency.location.as_ref().map_or(COMMAND_LINE, |place| &place.file);
        suites.of(file).name(file, finding, one.as_ref());
    }
    for error in &report.errors {
        let file = error.file.as_deref().unwrap_or(COMMAND_LINE);
        suites.of(file).unreadable(file, error);
    }
    if report.interrupted {
        let suite = suites.of(COMMAND_LINE);
        suite.errors += 1;
        suite.test(COMMAND_LINE, "the run", "<error message=\"it was interrupted before its end\"/>");
    }
    let text = suites.text(report.elapsed.as_secs_f64());
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The files in the order in which they were come upon.
#[derive(Default)]
struct Suites<'r> {
    order: Vec<&'r str>,
    by_file: HashMap<&'r str, Suite>,
}

impl<'r> Suites<'r> {
    fn of(&mut self, file: &'r str) -> &mut Suite {
        let order = &mut self.order;
        self.by_file.entry(file).or_insert_with(|| {
            order.push(file);
            Suite::default()
        })
    }

    fn text(&self, seconds: f64) -> String {
        let sum = |part: fn(&Suite) -> usize| self.by_file.values().map(part).sum::<usize>();
        let (count, failures, errors) = (sum(|s| s.count), sum(|s| s.failures), sum(|s| s.errors));
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let _ = writeln!(
            text,
            "<testsuites name=\"phantom\" tests=\"{count}\" failures=\"{failures}\" errors=\"{errors}\" time=\"{seconds:.3}\">"
        );
        let suites = self.order.iter().filter_map(|file| Some((file, self.by_file.get(file)?)));
        for (file, Suite { tests, count, failures, errors, skipped }) in suites {
            let _ = writeln!(
                text,
                "  <testsuite name=\"{}\" tests=\"{count}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n{tests}  </testsuite>",
                xml(&escaped(file))
            );
        }
        text.push_str("</testsuites>\n");
        text
    }
}

impl Suite {
    fn name(&mut self, file: &str, finding: &Finding, one: Option<&Found<'_>>) {
        let name = &finding.dependency.name;
        let mut shown = format!("{} {}", name.ecosystem(), escaped_name(name.spelling()));
        if let Some(place) = &finding.dependency.location {
            let _ = write!(shown, " ({}:{})", place.line, place.column);
        }
        let Some(one) = one else { return self.test(file, &shown, "") };
        let told = |element: &str| {
            let (title, message) = (xml(&one.title()), xml(&one.message()));
            format!("<{element} type=\"{}\" message=\"{title}\">{message}</{element}>", one.rule)
        };
        let body = match one.level {
            Level::Error if finding.is_held() => {
                self.errors += 1;
                told("error")
            }
            Level::Error => {
                self.failures += 1;
                told("failure")
            }
            Level::Warning => format!("<system-out>{}</system-out>", xml(&one.message())),
            Level::Note => {
                self.skipped += 1;
                told("skipped")
            }
        };
        self.test(file, &shown, &body);
    }

    fn unreadable(&mut self, file: &str, error: &InputError) {
        self.errors += 1;
        let shown = match (error.line, error.column) {
            (Some(line), Some(column)) => format!("can be read ({line}:{column})"),
            (Some(line), None) => format!("can be read ({line})"),
            _ => "can be read".to_owned(),
        };
        let body = format!(
            "<error type=\"unreadable\" message=\"{}\">{}</error>",
            xml(&escaped(&error.message)),
            xml(&error_message(error))
        );
        self.test(file, &shown, &body);
    }

    fn test(&mut self, file: &str, name: &str, body: &str) {
        self.count += 1;
        let _ =
            write!(self.tests, "    <testcase classname=\"{}\" name=\"{}\"", xml(&escaped(file)), xml(name));
        let _ = match body {
            "" => writeln!(self.tests, "/>"),
            body => writeln!(self.tests, ">{body}</testcase>"),
        };
    }
}

/// A text for XML 1.0, in an element or an attribute. What XML cannot hold at all is written by its number, as
/// control characters are already. A crate for this would be larger than what it is asked for: five
/// characters, and the two that are no characters.
fn xml(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&apos;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            _ => shown.push(c),
        }
    }
    shown
}
