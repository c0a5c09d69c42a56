//! What a test lets the stand-in say of a name.

use serde_json::{Map, Value, json};

use super::Answer;

/// What the stand-in says of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Profile {
    /// Versions with the moment of their publication (RFC 3339), oldest first.
    Found(Vec<(String, String)>),
    /// The same, and what the project says of itself.
    Described(Vec<(String, String)>, Says),
    /// 404.
    Missing,
    /// Anything else.
    Other(Answer),
}

impl Profile {
    /// A package with a history: three versions since 2015.
    pub fn long_standing() -> Self {
        let versions = [("1.0.0", "2015-03-01"), ("1.1.0", "2018-06-01"), ("2.0.0", "2024-09-01")];
        Self::Found(versions.map(|(v, day)| (v.to_owned(), format!("{day}T12:00:00Z"))).to_vec())
    }

    /// A package with one version, published at `moment` (RFC 3339).
    pub fn published(moment: &str) -> Self {
        Self::Found(vec![("0.1.0".to_owned(), moment.to_owned())])
    }

    /// A package found with what it says of itself; others stay as they are.
    #[must_use]
    pub fn saying(self, says: Says) -> Self {
        match self {
            Self::Found(versions) | Self::Described(versions, _) => Self::Described(versions, says),
            Self::Missing | Self::Other(_) => self,
        }
    }
}

/// What a project says of itself: in npm's packument, or in the project JSON beside a simple index.
/// What is `None` is left out, as a mirror would.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Says {
    /// The address of its source; empty for the field without an address.
    pub repository: Option<String>,
    /// The line about itself.
    pub summary: Option<String>,
    /// Names of those who maintain it; the project JSON has room for two.
    pub maintainers: Option<Vec<String>>,
    /// The long text: npm's readme, the project JSON's description.
    pub description: Option<String>,
    /// What comes in place of the project JSON.
    pub page: Option<Answer>,
}

impl Says {
    /// All there is to say.
    pub fn everything() -> Self {
        Self {
            repository: Some("https://code.example/owner/project".to_owned()),
            summary: Some("Does what it says.".to_owned()),
            maintainers: Some(vec!["A. Author".to_owned(), "B. Builder".to_owned()]),
            description: Some("Does what it says, at length.".to_owned()),
            page: None,
        }
    }

    /// Every field, and nothing in any of them.
    pub fn nothing() -> Self {
        let empty = Some(String::new());
        Self {
            repository: empty.clone(),
            summary: empty.clone(),
            maintainers: Some(Vec::new()),
            description: empty,
            page: None,
        }
    }

    /// With something else in place of the project JSON.
    #[must_use]
    pub fn with_page(self, page: Answer) -> Self {
        Self { page: Some(page), ..self }
    }

    pub(super) fn packument_fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        if let Some(address) = &self.repository {
            fields.insert("repository".to_owned(), json!({"type": "git", "url": address}));
        }
        if let Some(people) = &self.maintainers {
            fields
                .insert("maintainers".to_owned(), people.iter().map(|name| json!({"name": name})).collect());
        }
        for (field, text) in [("description", &self.summary), ("readme", &self.description)] {
            fields.extend(text.as_ref().map(|text| (field.to_owned(), json!(text))));
        }
        fields
    }

    pub(super) fn project_json(&self, name: &str) -> Answer {
        let mut info = Map::new();
        info.insert("name".to_owned(), json!(name));
        if let Some(address) = &self.repository {
            let urls = if address.is_empty() { Value::Null } else { json!({"Repository": address}) };
            info.insert("project_urls".to_owned(), urls);
        }
        if let Some(people) = &self.maintainers {
            for (place, field) in ["author", "maintainer"].into_iter().enumerate() {
                info.insert(field.to_owned(), json!(people.get(place)));
            }
        }
        for (field, text) in [("summary", &self.summary), ("description", &self.description)] {
            info.extend(text.as_ref().map(|text| (field.to_owned(), json!(text))));
        }
        Answer::new(200, "application/json", json!({"info": info, "releases": {}, "urls": []}).to_string())
    }
}
