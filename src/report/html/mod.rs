//! One self-contained HTML page. What must be known stands in its markup; what can be searched is
//! data, which the page's own script lays out.
//!
//! Nothing is fetched, and the page's content security policy names the one style and the one script by
//! their hashes, so that no name in it can do anything, whatever it is made of.

mod data;
mod markup;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};

use super::Report;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes a page that works by itself, from a file too. The same report gives the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn html(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(report)?.as_bytes())?;
    out.flush()
}

fn page(report: &Report) -> io::Result<String> {
    let mut page =
        String::with_capacity(PAGE.len() + STYLE.len() + SCRIPT.len() + 512 * report.findings.len());
    let mut pieces = PAGE.split("<!--");
    page.push_str(pieces.next().unwrap_or_default());
    for (slot, rest) in pieces.filter_map(|piece| piece.split_once("-->")) {
        match slot {
            "style" => page.push_str(STYLE),
            "style-hash" => page.push_str(&hash(STYLE)),
            "script" => page.push_str(SCRIPT),
            "script-hash" => page.push_str(&hash(SCRIPT)),
            "data" => data::write(&mut page, report)?,
            part => markup::write(&mut page, part, report),
        }
        page.push_str(rest);
    }
    Ok(page)
}

/// The hash by which a content security policy names a text.
fn hash(text: &str) -> String {
    STANDARD.encode(digest(&SHA256, text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_of_the_page_is_filled_and_the_template_stays_small() {
        let report = Report::of_errors(Vec::new());
        let text = page(&report).unwrap();
        assert!(!text.contains("<!--"), "{text}");
        assert_eq!(text, page(&report).unwrap());
        assert!(text.matches("sha256-").count() == 2 && text.contains(&hash(SCRIPT)));
        assert!(text.len() < 45_000, "{}", text.len());
    }
}
