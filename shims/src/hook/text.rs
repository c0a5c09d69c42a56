//! Puts a hook into a JSON file's text and takes it out again, with every other byte as it was.
//!
//! What is put in goes behind what stands there. A list or object that was there and empty gets it behind
//! one space; where nothing or a line's end stands before it, the list was put in with it, and goes with it.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use serde_json::value::RawValue;

/// A list or an object in a text.
#[derive(Debug, Clone)]
struct Container {
    /// From its bracket to its bracket.
    whole: Range<usize>,
    /// Its values, in their order.
    values: Vec<(String, Range<usize>)>,
}

impl Container {
    /// The object or list at this place; the reason where it is neither.
    fn of(text: &str, whole: Range<usize>, what: &str) -> Result<Self, String> {
        let raw = text.get(whole.clone()).unwrap_or_default();
        let place = |value: &RawValue| {
            let start = whole.start + (value.get().as_ptr() as usize).wrapping_sub(raw.as_ptr() as usize);
            start..start + value.get().len()
        };
        let fault = |error: serde_json::Error| format!("{what} cannot be read: {error}");
        let mut values: Vec<(String, Range<usize>)> = if raw.starts_with('[') {
            let list: Vec<&RawValue> = serde_json::from_str(raw).map_err(fault)?;
            list.into_iter().map(|value| (String::new(), place(value))).collect()
        } else {
            let object: BTreeMap<String, &RawValue> = serde_json::from_str(raw).map_err(fault)?;
            object.into_iter().map(|(name, value)| (name, place(value))).collect()
        };
        values.sort_by_key(|(_, range)| range.start);
        Ok(Self { whole, values })
    }

    fn root(text: &str) -> Result<Self, String> {
        let start = text.len() - text.trim_start().len();
        if text.trim().is_empty() {
            return Err("it is empty: write {} into it".to_owned());
        }
        Self::of(text, start..text.trim_end().len(), "it")
    }

    fn get(&self, name: &str) -> Option<Range<usize>> {
        self.values.iter().find(|(own, _)| own == name).map(|(_, range)| range.clone())
    }

    /// What stands between the opening bracket and the first value or name.
    fn lead<'t>(&self, text: &'t str) -> &'t str {
        let inside = text.get(self.whole.start + 1..self.whole.end).unwrap_or_default();
        inside.get(..inside.len() - inside.trim_start().len()).unwrap_or_default()
    }
}

/// How a text is laid out.
#[derive(Debug)]
struct Layout {
    /// Between lines; empty where all stands in one.
    newline: &'static str,
    /// One step to the right.
    indent: String,
}

impl Layout {
    fn of(text: &str) -> Self {
        let newline = match text.trim().find('\n') {
            None => "",
            Some(_) if text.contains("\r\n") => "\r\n",
            Some(_) => "\n",
        };
        let second = text.trim_start().lines().nth(1).unwrap_or_default();
        let indent: String = second.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        Self { newline, indent: if indent.is_empty() { "  ".to_owned() } else { indent } }
    }

    fn value(&self, value: &Value, level: usize) -> String {
        if self.newline.is_empty() {
            return value.to_string();
        }
        let pretty = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
        let lines = pretty.lines().map(|line| {
            let rest = line.trim_start();
            format!("{}{rest}", self.indent.repeat((line.len() - rest.len()) / 2))
        });
        lines.collect::<Vec<_>>().join(&format!("{}{}", self.newline, self.indent.repeat(level)))
    }
}

/// The text with an entry more in the list of an event.
///
/// # Errors
/// Why it cannot be put in.
pub(super) fn with(text: &str, event: &str, entry: &Value) -> Result<String, String> {
    let layout = Layout::of(text);
    let root = Container::root(text)?;
    let Some(hooks) = root.get("hooks") else {
        let value = serde_json::json!({event: [entry]});
        return put(text, &root, &format!("\"hooks\": {}", layout.value(&value, 1)), &layout, 1);
    };
    let hooks = Container::of(text, hooks, "its `hooks`")?;
    let Some(list) = hooks.get(event) else {
        let value = Value::Array(vec![entry.clone()]);
        return put(text, &hooks, &format!("\"{event}\": {}", layout.value(&value, 2)), &layout, 2);
    };
    let list = Container::of(text, list, &format!("its `{event}`"))?;
    if !text.get(list.whole.clone()).is_some_and(|raw| raw.starts_with('[')) {
        return Err(format!("its `{event}` is no list"));
    }
    put(text, &list, &layout.value(entry, 3), &layout, 3)
}

fn put(text: &str, into: &Container, what: &str, layout: &Layout, level: usize) -> Result<String, String> {
    let (at, before) = match into.values.last() {
        Some((_, last)) if layout.newline.is_empty() => (last.end, ", ".to_owned()),
        Some((_, last)) => (last.end, format!(",{}{}", layout.newline, layout.indent.repeat(level))),
        None => (into.whole.start + 1, " ".to_owned()),
    };
    let (head, tail) = text.split_at_checked(at).ok_or("its places cannot be told")?;
    let new = format!("{head}{before}{what}{tail}");
    // A name that stands there twice, or a bracket that is none, is not written over.
    serde_json::from_str::<Value>(&new).map_err(|error| format!("it cannot be changed: {error}"))?;
    Ok(new)
}

/// The text without the entries for which `is_own` holds of a command; `None` where there is none.
///
/// # Errors
/// Why the text cannot be read.
pub(super) fn without(text: &str, is_own: &dyn Fn(&str) -> bool) -> Result<Option<String>, String> {
    let mut text = text.to_owned();
    let mut found = false;
    while let Some(less) = one_less(&text, is_own)? {
        found = true;
        text = less;
    }
    Ok(found.then_some(text))
}

fn one_less(text: &str, is_own: &dyn Fn(&str) -> bool) -> Result<Option<String>, String> {
    let root = Container::root(text)?;
    let Some(hooks) = root.get("hooks") else { return Ok(None) };
    let hooks = Container::of(text, hooks, "its `hooks`")?;
    for (event, list) in &hooks.values {
        let is_list = text.get(list.clone()).is_some_and(|raw| raw.starts_with('['));
        if !is_list {
            continue;
        }
        let list = Container::of(text, list.clone(), &format!("its `{event}`"))?;
        for (at, (_, entry)) in list.values.iter().enumerate() {
            let value: Value =
                serde_json::from_str(text.get(entry.clone()).unwrap_or_default()).unwrap_or_default();
            if !has_own(&value, is_own) {
                continue;
            }
            let own = Container::of(text, entry.clone(), "an entry")?;
            let several = value.get("hooks").and_then(Value::as_array).filter(|hooks| hooks.len() > 1);
            if let (Some(several), Some(inner)) = (several, own.get("hooks"))
                && let Some(at) = several.iter().position(|hook| has_own(hook, is_own))
            {
                // Somebody has put another command beside it.
                let inner = Container::of(text, inner, "an entry's `hooks`")?;
                return Ok(Some(taken(text, &[(&inner, at)])));
            }
            let place = |container: &Container, range: &Range<usize>| {
                container.values.iter().position(|(_, own)| own == range).unwrap_or_default()
            };
            let (in_hooks, in_root) = (place(&hooks, &list.whole), place(&root, &hooks.whole));
            return Ok(Some(taken(text, &[(&list, at), (&hooks, in_hooks), (&root, in_root)])));
        }
    }
    Ok(None)
}

fn has_own(entry: &Value, is_own: &dyn Fn(&str) -> bool) -> bool {
    let command = ["command", "bash"].iter().find_map(|name| entry.get(*name)?.as_str());
    command.is_some_and(is_own)
        || entry
            .get("hooks")
            .and_then(Value::as_array)
            .is_some_and(|hooks| hooks.iter().any(|hook| has_own(hook, is_own)))
}

/// The text without a value; where its container was put in with it, without that.
fn taken(text: &str, path: &[(&Container, usize)]) -> String {
    let Some(((container, at), above)) = path.split_first() else { return text.to_owned() };
    let Some((_, own)) = container.values.get(*at) else { return text.to_owned() };
    let lead = container.lead(text);
    let range = if container.values.len() == 1 {
        if lead != " " && !above.is_empty() {
            return taken(text, above);
        }
        container.whole.start + 1..own.end
    } else if let Some((_, before)) = at.checked_sub(1).and_then(|before| container.values.get(before)) {
        before.end..own.end
    } else {
        // What follows takes its place, behind the comma and the white space.
        let behind = text.get(own.end..).unwrap_or_default();
        let next = behind.trim_start().trim_start_matches(',').trim_start();
        container.whole.start + 1 + lead.len()..text.len() - next.len()
    };
    let mut text = text.to_owned();
    text.replace_range(range, "");
    text
}

/// A whole new file with these entries.
pub(super) fn new(entries: &[(&str, Value)], has_version: bool) -> String {
    let mut lists: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (event, entry) in entries {
        lists.entry(event).or_default().push(entry);
    }
    let mut whole = serde_json::json!({"hooks": lists});
    if has_version && let Some(object) = whole.as_object_mut() {
        object.insert("version".to_owned(), 1.into());
    }
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Value {
        serde_json::json!({"matcher": "Bash", "hooks": [{"type": "command", "command": "phantom hook x"}]})
    }

    fn is_own(command: &str) -> bool {
        command.ends_with("phantom hook x")
    }

    #[test]
    fn what_is_put_in_comes_out_without_a_trace() {
        let other = r#"{"matcher": "Bash", "hooks": [{"type": "command", "command": "x"}]}"#;
        let texts = [
            "{}".to_owned(),
            "{}\n".to_owned(),
            "{\n}\n".to_owned(),
            " { } \n\n".to_owned(),
            "{\"a\":1}".to_owned(),
            "{\n\t\"a\": [1,\n2]\n}".to_owned(),
            "{\r\n    \"hooks\": {}\r\n}\r\n".to_owned(),
            "{\"hooks\":{\"E\":[]}}".to_owned(),
            "{\"hooks\":{\"E\":[ ]},\"z\":0}".to_owned(),
            "{\n  \"hooks\": {\n    \"E\": [\n    ]\n  }\n}\n".to_owned(),
            format!(
                "{{\n  \"hooks\": {{\n    \"E\": [{other}],\n    \"F\": []\n  }},\n  \"é\": \"}}\\\"]\"\n}}\n"
            ),
            format!("{{\"hooks\": {{\"F\": [{other}]}}, \"hooked\": true}}"),
        ];
        for text in texts {
            let more = with(&text, "E", &entry()).unwrap();
            assert_ne!(more, text);
            let twice = with(&more, "G", &entry()).unwrap();
            for more in [more, twice] {
                let value: Value = serde_json::from_str(&more).unwrap();
                assert!(value["hooks"]["E"].as_array().unwrap().contains(&entry()), "{more}");
                assert_eq!(without(&more, &is_own).unwrap().as_deref(), Some(&*text), "{more}");
            }
            assert_eq!(without(&text, &is_own).unwrap(), None);
        }
    }

    #[test]
    fn what_others_put_beside_it_stays() {
        let text = with("{\n  \"hooks\": {\n    \"E\": [\n    ]\n  }\n}", "E", &entry()).unwrap();
        let beside = with(&text, "E", &serde_json::json!({"command": "y"})).unwrap();
        let left = without(&beside, &is_own).unwrap().unwrap();
        let value: Value = serde_json::from_str(&left).unwrap();
        assert_eq!(value, serde_json::json!({"hooks": {"E": [{"command": "y"}]}}));
        let nested = r#"{"hooks":{"E":[{"hooks":[{"command":"phantom hook x"},{"command":"y"}]}]}}"#;
        let left = without(nested, &is_own).unwrap().unwrap();
        assert_eq!(left, r#"{"hooks":{"E":[{"hooks":[{"command":"y"}]}]}}"#);
    }

    #[test]
    fn what_is_no_such_file_is_said() {
        for text in [
            "",
            " ",
            "[]",
            "{",
            "// x\n{}",
            "{\"hooks\": []}",
            "{\"hooks\": {\"E\": {}}}",
            "{\"hooks\": 1}",
            "null",
        ] {
            assert!(with(text, "E", &entry()).is_err(), "{text}");
        }
    }
}
