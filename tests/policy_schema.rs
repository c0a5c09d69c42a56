//! The published schema of phantom.toml and its reader say the same.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may fail loudly")]

use phantom_guard::policy::{Key, PolicyFile};
use serde_json::Value;

const SCHEMA: &str = include_str!("../docs/phantom.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// A document as editors hand it to a schema: dates are strings.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(values) => values.iter().map(as_json).collect(),
        toml::Value::Table(table) => table
            .iter()
            .map(|(name, value)| (name.clone(), as_json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        toml::Value::String(text) => text.clone().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(truth) => (*truth).into(),
    }
}

fn is_valid(text: &str) -> bool {
    let document: toml::Value = toml::from_str(text).expect(text);
    jsonschema::draft7::new(&schema()).unwrap().is_valid(&as_json(&document))
}

fn is_read(text: &str) -> bool {
    PolicyFile::parse(text, "phantom.toml").is_ok()
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::draft7::meta::is_valid(&schema()));
}

#[test]
fn every_key_of_the_reader_is_in_the_schema_and_the_reverse() {
    let schema = schema();
    let properties = schema["properties"].as_object().unwrap();
    for key in Key::ALL {
        let Some(path) = key.in_file() else { continue };
        let found = match path.split_once('.') {
            None => properties.get(path),
            Some((table, name)) => {
                let at = |of: &Value| of["properties"].get(name).cloned();
                let table = &properties[table];
                let nested = table["anyOf"].as_array().into_iter().flatten().find_map(at);
                nested.or_else(|| at(table)).map(|_| table)
            }
        };
        assert!(found.is_some(), "{path} is not in the schema");
    }
    for list in ["allow", "deny", "private", "lock"] {
        assert!(properties.contains_key(list), "{list}");
    }
    // The reader names what it knows to whoever writes a key that it does not.
    let known = |text: &str| -> Vec<String> {
        let errors = PolicyFile::parse(text, "x").unwrap_err();
        let hint = errors.iter().find_map(|error| error.hint.strip_prefix("known here: ")).unwrap();
        let mut names: Vec<_> = hint.split(", ").map(str::to_owned).collect();
        names.sort();
        names
    };
    let names = |of: &Value| -> Vec<String> {
        let mut names: Vec<_> = of["properties"].as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    assert_eq!(known("zzzzzzzz = 1"), names(&schema));
    assert_eq!(known("private = { zzzzzzzz = 1 }"), names(&properties["private"]));
    assert_eq!(known("index = { zzzzzzzz = 1 }"), names(&properties["index"]));
    assert_eq!(known("min-age = { zzzzzzzz = 1 }"), names(&properties["min-age"]["anyOf"][1]));
    assert_eq!(known("allow = [{ zzzzzzzz = 1 }]"), names(&schema["definitions"]["entry"]));
    let lockable = &properties["lock"]["anyOf"][1]["items"]["enum"];
    for name in lockable.as_array().unwrap() {
        assert!(is_read(&format!("lock = [{name}]")), "{name}");
    }
}

#[test]
fn every_example_of_the_documentation_is_valid() {
    let documentation = include_str!("../docs/policy.md");
    let examples: Vec<_> =
        documentation.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(examples.len() > 2);
    for example in examples {
        assert!(is_read(example) && is_valid(example), "{example}");
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses() {
    let entry = |rest: &str| format!("[[allow]]\n{rest}\n");
    for text in [
        "block-at = 1.5",
        "block-at = \"0.5\"",
        "warn-at = -0.1",
        "warn-at = true",
        "on-unavailable = \"stop\"",
        "offline = \"yes\"",
        "offline = 1",
        "concurrency = 0",
        "concurrency = 1.5",
        "chunk = \"7\"",
        "timeout = 0",
        "timeout = \"5 parsecs\"",
        "timeout = []",
        "timeout = 1e300",
        "timeout = \"1.5.5s\"",
        "min-age = 3",
        "min-age = \"3 days\"",
        "min-age = \"1.5d\"",
        "min-age = { rust = \"3d\" }",
        "min-age = { except = [\"*\"] }",
        "index = \"x\"",
        "index = { gem = \"x\" }",
        "index = { npm = 3 }",
        "private = { names = [\"*\"] }",
        "private = { scopes = [\"acme\"] }",
        "private = { scopes = [\"@acme/x\"] }",
        "private = { registry = \" \" }",
        "private = { registry = 1 }",
        "lock = \"all\"",
        "lock = [\"fleet-cache\"]",
        "lock = [3]",
        "fleet-cache = \"x\"",
        "allow = [\"npm:x\"]",
        "allow = { name = \"npm:x\" }",
        &entry("name = \"npm:x\""),
        &entry("reason = \"r\""),
        &entry("name = \"x\"\nreason = \"r\""),
        &entry("name = \"npm:x\"\nreason = \" \""),
        &entry("name = \"x\"\necosystem = \"gem\"\nreason = \"r\""),
        &entry("name = \"npm:x\"\nreason = \"r\"\nuntil = 2027"),
        &entry("name = \"npm:x\"\nreason = \"r\"\nuntil = \"soon\""),
        &entry("name = \"npm:x\"\nreason = \"r\"\nversion = 1"),
        &entry("name = \"npm:x\"\nreason = \"r\"\nunitl = 1"),
    ] {
        assert!(!is_valid(text), "the schema takes {text}");
        assert!(!is_read(text), "the reader takes {text}");
    }
}

#[test]
fn what_the_reader_takes_the_schema_takes() {
    let entry = |rest: &str| format!("[[allow]]\n{rest}\nreason = \"r\"\n");
    for text in [
        "timeout = \"+5s\"",
        "timeout = \"5\\ts\"",
        "timeout = \" .5 min \"",
        "timeout = 1e15",
        "min-age = \" 3d \"",
        "on-unavailable = \" block\"",
        "private = { scopes = [\"@A B\"] }",
        "private = { names = [\"²*\", \"𝒜*\", \"ª\"] }",
        &entry("ecosystem = \"NPM\"\nname = \"x\""),
        &entry("name = \" NPM:x\""),
        &entry("name = \"npm:x\"\nuntil = \"20270131\""),
    ] {
        assert!(is_read(text), "the reader refuses {text}");
        assert!(is_valid(text), "the schema refuses {text}");
    }
}

proptest::proptest! {
    /// What is put together of good and bad values is taken by both or by neither.
    #[test]
    fn both_take_the_same_documents(
        block in proptest::sample::select(vec!["0.9", "1", "1.01", "true"]),
        age in proptest::sample::select(vec!["\"0\"", "\"36h\"", "\"3 d\"", "\"d\"", "\"-1d\"", "7"]),
        timeout in proptest::sample::select(vec!["2.5", "3", "\"500ms\"", "\"2 min\"", "\"min\"", "false"]),
        name in proptest::sample::select(vec!["\"npm:x\"", "\"pkg:npm/x\"", "\"x\"", "\"\"", "1"]),
        until in proptest::sample::select(vec!["2027-01-31", "\"2027-01-31\"", "\"31.1.2027\"", "3"]),
        pattern in proptest::sample::select(vec!["\"acme-*\"", "\"ä*\"", "\"**\"", "\"\"", "1"]),
        lock in proptest::sample::select(vec!["true", "false", "[]", "[\"allow\"]", "[\"x\"]", "1"]),
    ) {
        let text = format!(
            "lock = {lock}\nblock-at = {block}\ntimeout = {timeout}\nmin-age = {{ npm = {age} }}\n\
             private = {{ names = [{pattern}] }}\ndeny = [{{ name = {name}, reason = \"r\", until = {until} }}]\n"
        );
        proptest::prop_assert_eq!(is_valid(&text), is_read(&text), "{}", text);
    }
}
