//! Tells a simple index's HTML page where it comes from, while it streams.
//!
//! A `<base>` at its head makes every relative address in it one of the real index's. A page that has one
//! already keeps it.

/// A page that has a `<base>` has it within this.
const HEAD: usize = 4 * 1024;

/// The state between two pieces of a page.
pub(super) struct Based {
    base: String,
    /// The page's beginning, until there is enough of it.
    head: Option<Vec<u8>>,
}

impl Based {
    /// For the page at this address.
    pub(super) fn new(page: &url::Url) -> Self {
        // No address of an http scheme holds a quotation mark or an angle bracket: they are encoded there.
        let base = format!("<base href=\"{}\">", page.as_str().replace('&', "&amp;"));
        Self { base, head: Some(Vec::new()) }
    }

    /// Takes the next piece, and adds to `out` what has become of it.
    pub(super) fn feed(&mut self, piece: &[u8], out: &mut Vec<u8>) {
        let Some(head) = &mut self.head else {
            out.extend_from_slice(piece);
            return;
        };
        head.extend_from_slice(piece);
        if head.len() >= HEAD {
            self.end(out);
        }
    }

    /// What is left at the end of the page.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        let Some(head) = self.head.take() else { return };
        let lower = head.to_ascii_lowercase();
        if memchr::memmem::find(&lower, b"<base").is_some() {
            out.extend_from_slice(&head);
            return;
        }
        // Some readers want the declaration first.
        let start = lower.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
        let declared = lower.get(start..).is_some_and(|page| page.starts_with(b"<!doctype"));
        let end =
            declared.then(|| memchr::memchr(b'>', &head)).flatten().map_or(0, |at| at.saturating_add(1));
        let (before, behind) = head.split_at_checked(end).unwrap_or((&[], &head));
        for part in [before, self.base.as_bytes(), behind] {
            out.extend_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_learns_where_it_comes_from_once() {
        let page = url::Url::parse("https://registry.example/simple/a/?x=1&y=\"").unwrap();
        let base = "<base href=\"https://registry.example/simple/a/?x=1&amp;y=%22\">";
        let long = "x".repeat(HEAD * 2);
        for (before, after) in [
            ("<a href=x>".to_owned(), format!("{base}<a href=x>")),
            ("\n<!DOCTYPE html>\n<html>".to_owned(), format!("\n<!DOCTYPE html>{base}\n<html>")),
            ("<html><BASE href='/'>".to_owned(), "<html><BASE href='/'>".to_owned()),
            (String::new(), base.to_owned()),
            (long.clone(), format!("{base}{long}")),
        ] {
            for size in [1, 5, 1 << 20] {
                let (mut based, mut out) = (Based::new(&page), Vec::new());
                before.as_bytes().chunks(size).for_each(|piece| based.feed(piece, &mut out));
                based.end(&mut out);
                assert_eq!(String::from_utf8(out).unwrap(), after);
            }
        }
    }
}
