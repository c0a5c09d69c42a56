//! JSON and TOML as the table of nodes that YAML is read into, so that each format is read one way.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::de::{DeTable, DeValue};

use super::Sketch;
use crate::manifest::draft::{Draft, offset_in};
use crate::manifest::tables::{self, text_start};
use crate::manifest::yaml::{self, Id, Yaml};
use crate::package::Ecosystem;

/// What a reader is after would nest this deep nowhere.
const DEEPEST: usize = 64;

/// Reads YAML. What is wrong with it is for the usual reading to say.
pub(super) fn yaml<'t>(sketch: &Sketch<'t>) -> Yaml<'t> {
    yaml::parse(&mut draft(sketch.text, sketch.ecosystem), "")
}

/// Reads JSON; nothing of a text with an error.
pub(super) fn json(text: &str) -> Yaml<'_> {
    let mut yaml = Yaml::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if let Ok(root) = (Json { yaml: &mut yaml, text, at: 0 }).deserialize(&mut deserializer) {
        yaml.add_root(root);
    }
    yaml
}

/// Reads TOML, and goes on behind an error.
pub(super) fn toml(text: &str) -> Yaml<'_> {
    let mut yaml = Yaml::default();
    let table = tables::parse(&mut draft(text, Ecosystem::PyPi), "");
    let root = table_of(&mut yaml, text, 0, table, DEEPEST);
    yaml.add_root(root);
    yaml
}

fn draft(text: &str, ecosystem: Ecosystem) -> Draft<'_> {
    Draft::new(text, ecosystem, Vec::new(), false)
}

fn table_of<'t>(yaml: &mut Yaml<'t>, text: &str, at: usize, table: DeTable<'t>, depth: usize) -> Id {
    let entries = table
        .into_iter()
        .map(|(key, value)| {
            let at = text_start(text, &key.span());
            let key = yaml.add_text(at, key.into_inner());
            let at = value.span().start;
            (key, value_of(yaml, text, at, value, depth))
        })
        .collect();
    yaml.add_map(at, entries)
}

fn value_of<'t>(yaml: &mut Yaml<'t>, text: &str, at: usize, value: tables::Value<'t>, depth: usize) -> Id {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(string) => yaml.add_text(text_start(text, &span), string),
        DeValue::Array(_) | DeValue::Table(_) if depth == 0 => yaml.add_list(at, Vec::new()),
        DeValue::Table(table) => table_of(yaml, text, at, table, depth - 1),
        DeValue::Array(items) => {
            let items = items.into_iter();
            let items = items.map(|item| value_of(yaml, text, span.start, item, depth - 1)).collect();
            yaml.add_list(at, items)
        }
        // A number, a date or a boolean is what it is written as.
        _ => yaml.add_text(at, text.get(span).unwrap_or_default().to_owned().into()),
    }
}

/// One piece of JSON, which becomes a node.
struct Json<'y, 't> {
    yaml: &'y mut Yaml<'t>,
    text: &'t str,
    /// The last place that is known.
    at: usize,
}

impl<'t> DeserializeSeed<'t> for Json<'_, 't> {
    type Value = Id;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Id, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Json<'_, 't> {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_borrowed_str<X>(self, text: &'t str) -> Result<Id, X> {
        Ok(self.yaml.add_text(offset_in(self.text, text), Cow::Borrowed(text)))
    }

    fn visit_str<X>(self, text: &str) -> Result<Id, X> {
        Ok(self.yaml.add_text(self.at, text.to_owned().into()))
    }

    fn visit_bool<X>(self, value: bool) -> Result<Id, X> {
        Ok(self.yaml.add_text(self.at, if value { "true" } else { "false" }.into()))
    }

    fn visit_i64<X>(self, value: i64) -> Result<Id, X> {
        Ok(self.yaml.add_text(self.at, value.to_string().into()))
    }

    fn visit_u64<X>(self, value: u64) -> Result<Id, X> {
        Ok(self.yaml.add_text(self.at, value.to_string().into()))
    }

    fn visit_f64<X>(self, value: f64) -> Result<Id, X> {
        Ok(self.yaml.add_text(self.at, value.to_string().into()))
    }

    fn visit_unit<X>(self) -> Result<Id, X> {
        Ok(self.yaml.add_text(self.at, "null".into()))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> Result<Id, A::Error> {
        let Self { yaml, text, at } = self;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Json { yaml: &mut *yaml, text, at })? {
            items.push(item);
        }
        Ok(yaml.add_list(at, items))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Id, A::Error> {
        let Self { yaml, text, mut at } = self;
        let start = at;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Json { yaml: &mut *yaml, text, at })? {
            at = at.max(yaml.offset(key));
            let value = map.next_value_seed(Json { yaml: &mut *yaml, text, at })?;
            entries.push((key, value));
        }
        Ok(yaml.add_map(start, entries))
    }
}
