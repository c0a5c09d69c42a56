//! The book holds together: each page is in its table of contents, each link leads somewhere.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::page::{Page, pages, read, root};

#[test]
fn every_page_is_in_the_summary() {
    let summary = read(&root().join("docs/SUMMARY.md"));
    let listed: Vec<PathBuf> = summary.links.iter().map(|(link, _)| Path::new("docs").join(link)).collect();
    let of_the_book = |page: &&Page| page.path.starts_with("docs") && !page.path.ends_with("SUMMARY.md");
    for page in pages().iter().filter(of_the_book) {
        let times = listed.iter().filter(|listed| **listed == page.path).count();
        assert_eq!(times, 1, "{} stands {times} times in docs/SUMMARY.md", page.path.display());
    }
    for path in &listed {
        assert!(root().join(path).is_file(), "docs/SUMMARY.md lists {}, which is not there", path.display());
    }
    let book = fs::read_to_string(root().join("book.toml")).unwrap();
    assert!(book.contains("src = \"docs\""), "{book}");
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let all = pages();
    let mut dead = Vec::new();
    for page in &all {
        for (link, line) in &page.links {
            if !link.contains("://") && !leads_somewhere(page, link) {
                dead.push(format!("{}:{line}: {link}", page.path.display()));
            }
        }
    }
    assert!(dead.is_empty(), "these links lead nowhere:\n{}", dead.join("\n"));
}

fn leads_somewhere(page: &Page, link: &str) -> bool {
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let folder = page.path.parent().unwrap();
    let path = if file.is_empty() { page.path.clone() } else { plain(&folder.join(file)) };
    // The book's own pages may not lead out of the book: there the link would be dead.
    let in_the_book = !page.path.starts_with("docs") || path.starts_with("docs");
    let target = root().join(&path);
    in_the_book
        && target.exists()
        && (anchor.is_empty() || read(&target).anchors.iter().any(|known| known == anchor))
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
