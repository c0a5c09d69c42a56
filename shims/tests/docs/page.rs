//! The pages: their blocks, headings and links.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A block between fences.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// What stands behind the fence: `sh`, `console`, `toml`, …
    pub(crate) kind: String,
    pub(crate) text: String,
    /// What the comment right above it says, without `<!--` and `-->`.
    pub(crate) comment: String,
    pub(crate) line: usize,
}

/// One file of Markdown.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its path below the repository's root.
    pub(crate) path: PathBuf,
    pub(crate) blocks: Vec<Block>,
    /// Anchors of its headings, as mdBook makes them.
    pub(crate) anchors: Vec<String>,
    /// Links and images, with the line that each stands on.
    pub(crate) links: Vec<(String, usize)>,
}

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every page of the book, and the README; with `DOCS` set, only the page of that name.
pub(crate) fn pages() -> Vec<Page> {
    let only = std::env::var("DOCS").ok();
    let mut paths = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.retain(|path| only.as_ref().is_none_or(|only| path.ends_with(only)));
    paths.iter().map(|path| read(path)).collect()
}

/// A page that may not be there yet.
pub(crate) fn read(path: &Path) -> Page {
    let text = fs::read_to_string(path).unwrap();
    let mut page = Page {
        path: path.strip_prefix(root()).unwrap().to_owned(),
        blocks: Vec::new(),
        anchors: Vec::new(),
        links: Vec::new(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut comment = String::new();
    let mut heading: Option<String> = None;
    let mut in_block = false;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        let line = text[..range.start].matches('\n').count() + 1;
        match event {
            Event::Html(html) => comment.push_str(&html),
            Event::Start(Tag::CodeBlock(kind)) => {
                let kind = match kind {
                    CodeBlockKind::Fenced(kind) => kind.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                page.blocks.push(Block { kind, text: String::new(), comment: inner(&comment), line });
                in_block = true;
            }
            Event::Text(words) if in_block => page.blocks.last_mut().unwrap().text.push_str(&words),
            Event::End(TagEnd::CodeBlock) => {
                comment.clear();
                in_block = false;
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap_or_default());
                let again = page.anchors.iter().filter(|known| **known == anchor).count();
                page.anchors.push(if again == 0 { anchor } else { format!("{anchor}-{again}") });
            }
            Event::Text(words) | Event::Code(words) if heading.is_some() => {
                heading.as_mut().unwrap().push_str(&words);
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push((dest_url.to_string(), line));
                comment.clear();
            }
            Event::Start(Tag::Paragraph | Tag::Table(_) | Tag::List(_)) => comment.clear(),
            _ => {}
        }
    }
    page
}

fn inner(comment: &str) -> String {
    let text = comment.trim();
    text.strip_prefix("<!--").and_then(|text| text.strip_suffix("-->")).unwrap_or(text).trim().to_owned()
}

/// The anchor of a heading, as mdBook and GitHub make it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}
