//! Settings and documents in the docs are what they are called.

use phantom_guard::policy::PolicyFile;
use saphyr_parser::{Parser, StrInput};

use crate::page::{Block, pages};

/// Fails with every block of a kind that is not in order.
fn check(kind: &str, fault: impl Fn(&Block) -> Option<String>) {
    let mut faults = Vec::new();
    for page in pages() {
        for block in page.blocks.iter().filter(|block| block.kind == kind) {
            faults
                .extend(fault(block).map(|fault| format!("{}:{}: {fault}", page.path.display(), block.line)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_policy_is_one() {
    check("toml", |block| {
        let errors = PolicyFile::parse(&block.text, "phantom.toml").err().unwrap_or_default();
        let said = errors.iter().map(|error| format!("{error:?}")).collect::<Vec<_>>().join("; ");
        match block.comment.as_str() {
            "not a policy" => said.is_empty().then(|| "this is a policy".to_owned()),
            _ => (!said.is_empty()).then_some(said),
        }
    });
}

#[test]
fn every_json_document_is_one() {
    check("json", |block| {
        let documents = serde_json::Deserializer::from_str(&block.text).into_iter::<serde_json::Value>();
        documents.filter_map(Result::err).map(|error| error.to_string()).next()
    });
}

#[test]
fn every_yaml_document_is_one() {
    check("yaml", |block| {
        Parser::new(StrInput::new(&block.text)).find_map(Result::err).map(|error| error.to_string())
    });
}

#[test]
fn every_block_says_what_it_is() {
    let known = ["console", "csv", "json", "rust", "sh", "text", "toml", "yaml"];
    for page in pages() {
        for block in &page.blocks {
            let place = format!("{}:{}", page.path.display(), block.line);
            assert!(known.contains(&block.kind.as_str()), "{place}: a block of the kind {:?}", block.kind);
        }
    }
}
