//! The generated blocks of a Markdown document. Each stands between `<!-- measured: NAME -->` and
//! `<!-- end -->`; the prose around them is people's and stays as it is.

const START: &str = "<!-- measured: ";
const START_END: &str = " -->";
const END: &str = "<!-- end -->";

/// A measured piece of the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) name: &'static str,
    /// Markdown, ending with a line break.
    pub(crate) text: String,
    /// Whether it differs from run to run, as times do.
    pub(crate) varies: bool,
}

/// A document in parts.
#[derive(Debug, PartialEq)]
enum Part<'t> {
    /// With the line breaks that it ends with.
    Prose(&'t str),
    /// A block's name and what stands in it.
    Measured(&'t str, &'t str),
}

fn parts(document: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = document;
    while let Some((prose, after)) = rest.split_once(START) {
        let (name, after) =
            after.split_once(START_END).ok_or_else(|| "a marker without its end".to_owned())?;
        let (body, after) = after.split_once(END).ok_or_else(|| format!("block {name} has no end marker"))?;
        if body.contains(START) {
            return Err(format!("block {name} has no end marker before the next block"));
        }
        parts.push(Part::Prose(prose));
        parts.push(Part::Measured(name, body.trim_start_matches('\n')));
        rest = after;
    }
    parts.push(Part::Prose(rest));
    Ok(parts)
}

/// The document with each block's text in its place.
///
/// # Errors
/// Where document and blocks do not have the same names once each: a forgotten marker must not drop
/// a table.
pub(crate) fn fill(document: &str, blocks: &[Block]) -> Result<String, String> {
    let parts = parts(document)?;
    for block in blocks {
        let places =
            parts.iter().filter(|part| matches!(part, Part::Measured(name, _) if *name == block.name));
        let count = places.count();
        if count != 1 {
            return Err(format!("{count} places for block {} where one belongs", block.name));
        }
    }
    let mut filled = String::with_capacity(document.len());
    for part in parts {
        match part {
            Part::Prose(prose) => filled.push_str(prose),
            Part::Measured(name, _) => {
                let block = blocks.iter().find(|block| block.name == name);
                let text = &block.ok_or_else(|| format!("nothing is measured for block {name}"))?.text;
                filled.push_str(&format!("{START}{name}{START_END}\n{text}{END}"));
            }
        }
    }
    Ok(filled)
}

/// The names of the blocks whose text is not what was measured, those that vary left aside.
pub(crate) fn stale<'b>(document: &str, blocks: &'b [Block]) -> Result<Vec<&'b str>, String> {
    let parts = parts(document)?;
    let same = |block: &Block| {
        parts.iter().any(|part| {
            matches!(part, Part::Measured(name, body)
            if *name == block.name && *body == block.text)
        })
    };
    Ok(blocks.iter().filter(|block| !block.varies && !same(block)).map(|block| block.name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "# Title\n\n<!-- measured: one -->\n| old |\n<!-- end -->\n\nProse.\n\n\
                            <!-- measured: speed -->\n12 a second\n<!-- end -->\n";

    fn block(name: &'static str, text: &str) -> Block {
        Block { name, text: text.to_owned(), varies: name == "speed" }
    }

    #[test]
    fn blocks_are_replaced_and_prose_stays() {
        let blocks = [block("one", "| new |\n"), block("speed", "13 a second\n")];
        let filled = fill(DOCUMENT, &blocks).unwrap();
        assert_eq!(filled, DOCUMENT.replace("old", "new").replace("12", "13"));
        assert_eq!(fill(&filled, &blocks).unwrap(), filled);
    }

    #[test]
    fn what_was_not_measured_again_is_stale_but_for_what_varies() {
        let old = [block("one", "| old |\n"), block("speed", "99 a second\n")];
        assert_eq!(stale(DOCUMENT, &old), Ok(Vec::new()));
        let new = [block("one", "| new |\n"), block("two", "")];
        assert_eq!(stale(DOCUMENT, &new), Ok(vec!["one", "two"]));
    }

    #[test]
    fn markers_and_blocks_that_do_not_fit_are_errors() {
        let both = [block("one", ""), block("speed", "")];
        for (document, blocks) in [
            (DOCUMENT, &both[..1]),
            ("no marker at all", &both[..1]),
            ("<!-- measured: one -->\n", &both[..1]),
            ("<!-- measured: one -->\n<!-- measured: speed -->\n<!-- end -->\n", &both[..]),
            ("<!-- measured: one -->\n<!-- end --><!-- measured: one -->\n<!-- end -->", &both[..1]),
        ] {
            assert!(fill(document, blocks).is_err(), "{document}");
        }
    }
}
