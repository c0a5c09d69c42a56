//! The picture of a terminal that the README shows says what Phantom prints now.

use std::fs;

use regex::Regex;

use crate::page::{Block, root};
use crate::project::World;
use crate::run::{lines, outcomes};
use crate::shown::agrees;

/// The text of docs/session.svg, as the block of a page would have it.
fn drawn() -> Block {
    let picture = fs::read_to_string(root().join("docs/session.svg")).unwrap();
    let tag = Regex::new("<[^>]*>").unwrap();
    let rows = picture.lines().filter(|line| line.trim_start().starts_with("<tspan x="));
    let text: String =
        rows.map(|row| tag.replace_all(row.trim_start(), "").trim_end().to_owned() + "\n").collect();
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter));
    Block { kind: "console".into(), text, comment: String::new(), line: 1 }
}

#[test]
fn the_picture_of_a_session_is_up_to_date() {
    let lines = lines(&drawn());
    assert_eq!(lines.len(), 2, "{lines:#?}");
    let sandbox = World::new().sandbox("first-look", false).unwrap();
    for (line, (printed, code)) in lines.iter().zip(outcomes(&sandbox, &lines).unwrap()) {
        assert_eq!(code, 1, "{printed}");
        let shown = line.shown.clone().unwrap_or_default();
        let (shown, now) =
            (shown.trim_end().lines().collect::<Vec<_>>(), printed.lines().collect::<Vec<_>>());
        assert!(
            agrees(&shown, &now),
            "`{}` prints, and docs/session.svg does not show:\n{printed}\nrun `cargo xtask session`",
            line.command
        );
    }
}
