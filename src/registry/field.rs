//! Fields of an answer that may be absent, empty, or of a type that nobody expects: none of which is
//! to make the rest of the answer unreadable.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use phantom_names::answer::Stated;

/// A field's JSON as it stands in the answer, `None` where the answer lacks it.
pub(super) type Raw<'a> = Option<&'a RawValue>;

/// Beyond this a field says nothing that a project would say of itself, and is not read.
const LONGEST: usize = 64 * 1024;
/// Characters of a summary that are kept: what a list of packages shows of it.
const SUMMARY: usize = 200;

/// For `deserialize_with`: `null` counts as there, unlike with a plain [`Option`].
pub(super) fn present<'de, D: Deserializer<'de>>(json: D) -> Result<Raw<'de>, D::Error> {
    <&RawValue>::deserialize(json).map(Some)
}

/// For `deserialize_with`: what is of another type, `null` too, counts as not there.
pub(super) fn or_default<'de, T, D>(json: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    let raw = <&RawValue>::deserialize(json)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// The field as a `T`, where it is one.
pub(super) fn read<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Option<T> {
    let raw = raw.filter(|raw| raw.get().len() <= LONGEST)?;
    serde_json::from_str(raw.get()).ok()
}

/// A text. Another type than a text is no statement.
pub(super) fn text(raw: Raw<'_>) -> Stated<Cow<'_, str>> {
    /// Borrowed where nothing in it is escaped.
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

    match read::<Option<Text<'_>>>(raw) {
        None => Stated::Unknown,
        Some(None) => Stated::Nothing,
        Some(Some(Text(text))) if is_blank(&text) => Stated::Nothing,
        Some(Some(Text(text))) => Stated::Given(text),
    }
}

/// Nothing but space, or the word that old build tools write for nothing.
fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "UNKNOWN")
}

/// A text as one short line without control characters.
pub(super) fn summary(raw: Raw<'_>) -> Stated<String> {
    match text(raw) {
        Stated::Unknown | Stated::LeftOut => Stated::Unknown,
        Stated::Nothing => Stated::Nothing,
        Stated::Given(text) => {
            let mut line = String::new();
            // A word of many characters is cut as well, since it is cut below.
            for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
                if line.len() >= SUMMARY * 4 {
                    break;
                }
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            if line.is_empty() {
                return Stated::Nothing;
            }
            // Collected anew, so that no more is held than is needed.
            Stated::Given(line.chars().take(SUMMARY).collect::<Box<str>>().into_string())
        }
    }
}

/// How many entries a list has, where it is one.
pub(super) fn length(raw: Raw<'_>) -> Option<u32> {
    // Not through `read`: an entry is counted and not kept, however many there are.
    let entries: Vec<IgnoredAny> = serde_json::from_str(raw?.get()).ok()?;
    Some(u32::try_from(entries.len()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_text_is_given_empty_or_not_there() {
        assert_eq!(text(None), Stated::Unknown);
        for json in ["null", r#""""#, r#"" \n""#, r#""UNKNOWN""#] {
            assert_eq!(text(Some(raw(json))), Stated::Nothing, "{json}");
        }
        for json in ["5", "true", "[]", "{}", r#"["a"]"#] {
            assert_eq!(text(Some(raw(json))), Stated::Unknown, "{json}");
        }
        assert_eq!(text(Some(raw(r#""a\"b""#))), Stated::Given(Cow::Borrowed("a\"b")));
    }

    #[test]
    fn a_summary_is_one_short_line() {
        let given = |json: &str| summary(Some(raw(json)));
        assert_eq!(
            given(r#"" Reads\n\tand \u001b[31mwrites ""#),
            Stated::Given("Reads and [31mwrites".into())
        );
        assert_eq!(given(r#""\u0007""#), Stated::Nothing);
        for long in ["é".repeat(10_000), "é ".repeat(10_000)] {
            let Stated::Given(line) = given(&format!("\"{long}\"")) else { panic!() };
            assert_eq!(line.chars().count(), 200);
            assert!(line.capacity() <= 400);
        }
        assert_eq!(given(&format!("\"{}\"", "x".repeat(LONGEST))), Stated::Unknown);
    }

    #[test]
    fn a_list_has_a_length() {
        assert_eq!(length(None), None);
        assert_eq!(length(Some(raw("[]"))), Some(0));
        assert_eq!(length(Some(raw(r#"[{"name":"a"},"b",5]"#))), Some(3));
        for json in ["null", "5", "{}", r#""a, b""#] {
            assert_eq!(length(Some(raw(json))), None, "{json}");
        }
    }
}
