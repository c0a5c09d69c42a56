//! What the page says without its script: the verdict, the counts, the findings, and who brought them.

use std::fmt::Write as _;

use crate::detector::Verdict;
use crate::finding::{Finding, InputError};
use crate::package::Ecosystem;
use crate::policy::{Action, shown_score};
use crate::report::human::counted;
use crate::report::{Chain, FileStatus, Mode, Report, Style, changes, escaped, escaped_name, escaped_quote};

/// The longest list that is written out; the rest is counted.
const MOST: usize = 1000;

/// Fills one slot of the page. Writing to a string cannot fail.
pub(super) fn write(page: &mut String, slot: &str, report: &Report) {
    match slot {
        "verdict" => page.push_str(&judgement(report).1),
        "tone" => page.push_str(judgement(report).0),
        "lead" => lead(page, report),
        "tiles" => tiles(page, report),
        "errors" => errors(page, &report.errors),
        "findings" => findings(page, report),
        "chains" => chains(page, &report.chains),
        "charts" => charts(page, report),
        "changes" => changed(page, report),
        "notes" => notes(page, report),
        "files" => files(page, report),
        "facts" => facts(page, report),
        _ => {}
    }
}

/// A text that stands for itself, in an element or in a quoted attribute.
fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for c in escaped(raw).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

/// `12345` as `12,345`.
fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

fn names(n: u64) -> String {
    format!("{} {}", number(n), if n == 1 { "name" } else { "names" })
}

/// The heading and its colour.
fn judgement(report: &Report) -> (&'static str, String) {
    let s = report.summary;
    let judged = s.blocked - s.held.min(s.blocked);
    let are = |n: u64, rest: &str| format!("{} {} {rest}", names(n), if n == 1 { "is" } else { "are" });
    if report.interrupted {
        ("block", "Interrupted: this report is not whole".to_owned())
    } else if judged > 0 {
        ("block", are(judged, "blocked"))
    } else if !report.errors.is_empty() {
        ("block", format!("{} in the input", counted(report.errors.len(), "error", "errors")))
    } else if s.held > 0 {
        ("block", are(s.held, "held: they could not be checked"))
    } else if s.warned > 0 {
        ("warn", format!("Nothing is blocked, {} to look at", names(s.warned)))
    } else if s.checked == 0 {
        ("none", "There was no name to check".to_owned())
    } else if s.unknown > 0 {
        ("warn", format!("Nothing is blocked, {} could not be checked", names(s.unknown)))
    } else {
        (
            "allow",
            format!("Nothing speaks against {}", if s.checked == 1 { "the name" } else { "these names" }),
        )
    }
}

fn lead(page: &mut String, report: &Report) {
    let _ = write!(page, "Checked {}", names(report.summary.checked));
    if let Some(files) = &report.files {
        let _ = write!(page, " in {}", counted(files.read(), "file", "files"));
    }
    page.push_str(match report.mode {
        Mode::Offline => ", without asking a registry. ",
        Mode::Online => ", asking registries where that could change the answer. ",
    });
    if !report.errors.is_empty() {
        let errors = counted(report.errors.len(), "error", "errors");
        let _ = write!(page, "<a href=\"#errors\">{errors} in the input.</a> ");
    }
    if report.summary.unknown > 0 {
        page.push_str("What could not be checked is neither safe nor bad.");
    }
}

/// The counts. Each is a link that filters.
fn tiles(page: &mut String, report: &Report) {
    let s = report.summary;
    let allowed = s.checked - (s.blocked + s.warned).min(s.checked);
    let held = if s.held > 0 { format!("{} only unchecked", number(s.held)) } else { "stopped".to_owned() };
    page.push_str("<ul class=\"tiles\">");
    for (tone, hash, count, word, note) in [
        ("", "#decision=", s.checked, "names", "all of them"),
        ("block", "#decision=block", s.blocked, "blocked", held.as_str()),
        ("warn", "#decision=warn", s.warned, "warned of", "worth a look"),
        ("allow", "#decision=allow", allowed, "allowed", "going on"),
        ("warn", "#verdict=unknown", s.unknown, "not checked", "among the others"),
    ] {
        let tone = if count == 0 { "none" } else { tone };
        let count = number(count);
        let _ = write!(
            page,
            "<li class=\"{tone}\"><a href=\"{hash}\"><b>{count}</b> {word} <small>{note}</small></a></li>"
        );
    }
    page.push_str("</ul>");
}

/// Opens a section, unless there is nothing to say.
fn section(page: &mut String, id: &str, title: &str, hint: &str) {
    let _ = write!(
        page,
        "<section id=\"{id}\" class=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{title}</h2>"
    );
    if !hint.is_empty() {
        let _ = write!(page, "<p class=\"hint\">{hint}</p>");
    }
}

/// Says how much of a list was left out.
fn rest(page: &mut String, len: usize, tag: &str) {
    if len > MOST {
        let _ = write!(page, "<{tag}>and {} more; --format json has all</{tag}>", len - MOST);
    }
}

fn errors(page: &mut String, errors: &[InputError]) {
    if errors.is_empty() {
        return;
    }
    section(page, "errors", "Could not be read", "What is said here is not covered by the verdict.");
    page.push_str("<ul class=\"list sheet\">");
    for error in errors.iter().take(MOST) {
        page.push_str("<li>");
        if let Some(file) = &error.file {
            let _ = write!(page, "<code>{}", text(file));
            for place in [error.line, error.column].into_iter().flatten() {
                let _ = write!(page, ":{place}");
            }
            page.push_str("</code> ");
        } else if let Some(line) = error.line {
            let _ = write!(page, "line {line}: ");
        }
        page.push_str(&text(&error.message));
        if !error.hint.is_empty() {
            let _ = write!(page, "<span class=\"fix\">{}</span>", text(&error.hint));
        }
        page.push_str("</li>");
    }
    rest(page, errors.len(), "li");
    page.push_str("</ul></section>");
}

const fn decided(action: Action) -> &'static str {
    match action {
        Action::Allow => "allowed",
        Action::Warn => "warned of",
        Action::Block => "blocked",
    }
}

fn verdict(finding: &Finding) -> String {
    match finding.assessment.verdict {
        Verdict::Unknown => "not checked".to_owned(),
        verdict => verdict.as_str().replace('_', " "),
    }
}

/// What was stopped or warned of, for a reader without scripts; the script puts its own table there.
fn findings(page: &mut String, report: &Report) {
    let mut found: Vec<_> = report.findings.iter().filter(|f| f.decision.action > Action::Allow).collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.decision.action));
    if found.is_empty() {
        page.push_str("<p class=\"empty\">No name was blocked or warned of.</p>");
        return;
    }
    page.push_str("<table><thead><tr><th scope=\"col\">Decision<th scope=\"col\">Name<th scope=\"col\">Verdict<th scope=\"col\" class=\"score\">Score<th scope=\"col\">Place<th scope=\"col\">Why</tr></thead><tbody>");
    for finding in found.iter().take(MOST) {
        one_finding(page, finding);
    }
    page.push_str("</tbody></table>");
    rest(page, found.len(), "p");
}

fn one_finding(page: &mut String, finding: &Finding) {
    let Finding { dependency, assessment, decision, .. } = finding;
    let (action, name) = (decision.action, &dependency.name);
    let place = dependency.location.as_ref().map(ToString::to_string).unwrap_or_default();
    let _ = write!(
        page,
        "<tr><td><span class=\"tag {}\">{}</span><td><code>{}</code> <span class=\"soft\">{}</span><td>{}<td class=\"score\">{}<td>{}<td>",
        action.as_str(),
        decided(action),
        text(&escaped_name(name.spelling())),
        name.ecosystem(),
        verdict(finding),
        shown_score(assessment.score),
        text(&place)
    );
    let against = assessment.signals.iter().filter(|signal| signal.weight > 0.0);
    let mut why: Vec<_> = against.map(|signal| text(&escaped_quote(&signal.detail))).collect();
    if why.is_empty() || decision.held {
        why.push(text(&decision.reason));
    }
    page.push_str(&why.join("; "));
    if let Some(meant) = &assessment.suggestion {
        let _ = write!(page, ". Meant: <code>{}</code>", text(&escaped_name(meant)));
    }
    page.push_str("</tr>");
}

fn chains(page: &mut String, chains: &[Chain]) {
    if chains.is_empty() {
        return;
    }
    section(
        page,
        "chains",
        "Who brings them in",
        "From the project, on the left, to the name that is blocked or warned of.",
    );
    let _ = write!(
        page,
        "<div id=\"graph\"></div><details><summary>{} as text</summary><ol class=\"list sheet\">",
        counted(chains.len(), "chain", "chains")
    );
    for chain in chains.iter().take(MOST) {
        let links = chain.links.iter().map(|link| {
            let version = link.version.as_deref().map(|v| format!(" {}", escaped_name(v)));
            text(&format!("{}{}", escaped_name(&link.name), version.unwrap_or_default()))
        });
        let links = links.collect::<Vec<_>>().join(" → ");
        let _ =
            write!(page, "<li><code>{links}</code> <span class=\"soft\">{}</span></li>", text(&chain.file));
    }
    rest(page, chains.len(), "li");
    page.push_str("</ol></details></section>");
}

/// A bar for each ecosystem, with its counts as text below.
fn charts(page: &mut String, report: &Report) {
    if report.findings.is_empty() {
        return;
    }
    section(page, "ecosystems", "Ecosystems", "");
    page.push_str("<div class=\"charts\">");
    for ecosystem in Ecosystem::ALL {
        let findings = || report.findings.iter().filter(|f| f.dependency.name.ecosystem() == ecosystem);
        let parts = [Action::Block, Action::Warn, Action::Allow]
            .map(|action| (action, findings().filter(|f| f.decision.action == action).count()));
        let parts: Vec<_> = parts.into_iter().filter(|(_, count)| *count > 0).collect();
        chart(page, ecosystem, &parts);
    }
    page.push_str("</div></section>");
}

fn chart(page: &mut String, ecosystem: Ecosystem, parts: &[(Action, usize)]) {
    let Some(&(last, _)) = parts.last() else { return };
    let all: usize = parts.iter().map(|(_, count)| count).sum();
    let said: Vec<_> = parts.iter().map(|(action, count)| format!("{count} {}", decided(*action))).collect();
    let _ = write!(
        page,
        "<figure class=\"sheet\"><figcaption>{ecosystem}<span>{}</span></figcaption><svg viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{ecosystem}: {}\">",
        names(all as u64),
        said.join(", ")
    );
    // Nothing is too little to be seen, and a line of ground parts each from the next.
    let seen = |count: usize| (count * 1000 / all).max(12);
    let total: usize = parts.iter().map(|(_, count)| seen(*count)).sum();
    let mut x = 0;
    for &(action, count) in parts {
        let end = if action == last { 1003 } else { x + seen(count) * 1000 / total };
        let (class, width) = (action.as_str(), end - x - 3);
        let _ = write!(page, "<rect class=\"{class}\" x=\"{x}\" width=\"{width}\" height=\"12\"/>");
        x = end;
    }
    page.push_str("</svg><ul>");
    for &(action, count) in parts {
        let (class, count) = (action.as_str(), number(count as u64));
        let _ = write!(page, "<li class=\"{class}\">{count} {}</li>", decided(action));
    }
    page.push_str("</ul></figure>");
}

fn changed(page: &mut String, report: &Report) {
    let Some(list) = report.changes.as_ref().filter(|list| !list.is_empty()) else { return };
    let mut lines = Vec::new();
    if changes(list, &Style::default(), &mut lines).is_ok() {
        section(page, "changes", "What changed", "");
        let lines = String::from_utf8_lossy(&lines);
        page.push_str("<div class=\"sheet\"><pre tabindex=\"0\">");
        for line in lines.lines() {
            page.push_str(&text(line));
            page.push('\n');
        }
        page.push_str("</pre></div></section>");
    }
}

fn notes(page: &mut String, report: &Report) {
    let of_files = report.files.iter().flat_map(|files| &files.notes);
    let mut notes: Vec<String> = report.notes.iter().map(|note| text(note)).collect();
    notes
        .extend(of_files.map(|note| {
            format!("<code>{}</code> {}", text(&note.location.to_string()), text(&note.message))
        }));
    if notes.is_empty() {
        return;
    }
    section(page, "notes", "Notes", "");
    page.push_str("<ul class=\"list sheet\">");
    for note in notes.iter().take(MOST) {
        let _ = write!(page, "<li>{note}</li>");
    }
    rest(page, notes.len(), "li");
    page.push_str("</ul></section>");
}

fn files(page: &mut String, report: &Report) {
    let Some(files) = report.files.as_ref().filter(|files| !files.entries.is_empty()) else { return };
    section(page, "files", "Files", "");
    let read = counted(files.read(), "file was read", "files were read");
    let other = match files.entries.len() - files.read() {
        0 => String::new(),
        other => format!(", {other} not"),
    };
    let _ = write!(page, "<details><summary>{read}{other}</summary><ul class=\"list sheet\">");
    for entry in files.entries.iter().take(MOST) {
        let said = match &entry.status {
            FileStatus::Read => names(entry.packages as u64),
            FileStatus::Unreadable(reason) => format!("not read: {}", text(reason)),
            FileStatus::Skipped(reason) => format!("left out: {}", reason.as_str()),
        };
        let _ =
            write!(page, "<li><code>{}</code> <span class=\"soft\">{said}</span></li>", text(&entry.shown));
    }
    rest(page, files.entries.len(), "li");
    page.push_str("</ul></details></section>");
}

fn facts(page: &mut String, report: &Report) {
    let _ = write!(
        page,
        "<ul><li>Phantom {}</li><li>{}</li><li>{} ms</li><li>exit code {}</li></ul>",
        env!("CARGO_PKG_VERSION"),
        report.mode.as_str(),
        report.elapsed.as_millis(),
        report.exit().code()
    );
}
