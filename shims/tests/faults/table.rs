//! The table of docs/faults.md, made of what the program said.

use std::collections::BTreeSet;
use std::path::Path;

use crate::fault::FAULTS;
use crate::host::{self, HOSTS};
use crate::world::{self, Reasons, SIDES};

const START: &str = "<!-- made by shims/tests/faults: set UPDATE_DOCS=1 to make it anew -->\n";
const END: &str = "<!-- end -->\n";

/// How all reasons begin that differ by the kind of registry.
const UNREADABLE: &str = "gave an answer that cannot be read: ";

/// With the words of this system's own errors.
#[cfg(target_os = "linux")]
#[test]
fn the_table_in_the_docs_is_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/faults.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(START).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let table = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{START}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(found, table, "run the test with UPDATE_DOCS=1 and look at the changes");
    }
}

fn table() -> String {
    let mut table = "\n| the registry | what is done | verdict | the reason given | repeated |\n".to_owned();
    table.push_str("|---|---|---|---|---|\n");
    for (at, fault) in HOSTS.iter().enumerate() {
        table.push_str(&row(fault.what, fault.done, host::observed(at), "no"));
    }
    for fault in &FAULTS {
        let repeated = match fault.requests {
            2 => "once",
            3 => "twice",
            _ => "no",
        };
        table.push_str(&row(fault.what, fault.done, world::observed(fault.test), repeated));
    }
    table.push('\n');
    table
}

fn row(what: &str, done: &str, reasons: &Reasons, repeated: &str) -> String {
    let verdict = if reasons.iter().any(Option::is_some) { "`unknown`" } else { "as answered" };
    format!("| {what} | {done} | {verdict} | {} | {repeated} |\n", shown(reasons))
}

/// One reason, or that of each ecosystem where they differ.
fn shown(reasons: &Reasons) -> String {
    let said = reasons.each_ref().map(|reason| reason.as_deref().map(general));
    let different: BTreeSet<_> = said.iter().flatten().collect();
    if different.is_empty() {
        return "–".to_owned();
    }
    if different.len() == 1 {
        return different.into_iter().next().unwrap().clone();
    }
    let each = SIDES.iter().zip(&said);
    let each = each.filter_map(|(side, said)| {
        let said = said.as_ref()?;
        Some(format!("{}: {}", side.ecosystem, said.strip_prefix(UNREADABLE).unwrap_or(said)))
    });
    format!("{}<br>{}", UNREADABLE.trim_end(), each.collect::<Vec<_>>().join("<br>"))
}

/// A reason without its beginning, which all have, nor numbers that differ.
fn general(reason: &str) -> String {
    let reason = reason.strip_prefix("the registry at HOST ").unwrap_or(reason);
    let cut =
        [" at line ", " (os error ", ": verification time "].iter().filter_map(|end| reason.find(end)).min();
    reason[..cut.unwrap_or(reason.len())].replace("within 2 s", "within N s")
}
