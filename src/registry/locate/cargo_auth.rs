//! What lets cargo in at a registry: a token of its settings, or a credential provider.
//!
//! A provider is a program. It is run only where the user's own settings name it (cargo's home or the
//! environment): a folder that somebody else wrote does not choose what runs here.

use std::path::Path;

use super::{Provenance, Request};
use crate::cargo_config::CargoConfig;
use crate::registry::is_default_crates_index;
use crate::registry::provider::{Provider, Registry, Step};
use crate::registry::{Credentials, IndexRoot};

/// The provider that reads cargo's settings.
const TOKEN: &str = "cargo:token";

/// What lets one in, and what the user should know about it. The default registry wants nothing, and
/// gets nothing.
pub(super) fn credentials(request: &Request, root: &IndexRoot) -> (Option<Credentials>, Vec<String>) {
    if is_default_crates_index(root.url().as_str()) {
        return (None, Vec::new());
    }
    let home = CargoConfig::of_home(&request.environment);
    let folder = CargoConfig::gather(&request.folder, &request.environment);
    // A file of a folder that is only looked at must not say that the user's token belongs elsewhere.
    let config = if request.as_client { &folder } else { &home };
    let Some(name) = config.registry_at(|index| IndexRoot::parse(index).is_ok_and(|i| i.url() == root.url()))
    else {
        return (None, Vec::new());
    };
    let secrets = CargoConfig::credentials(&request.environment);
    let mut notes: Vec<String> = secrets
        .unreadable()
        .iter()
        .map(|(file, reason)| format!("{}: the file cannot be read: {reason}", file.display()))
        .collect();
    let key = ["registries", name.as_str(), "token"];
    let token = secrets.text(&key).or_else(|| config.text(&key)).map(|(token, _)| token);
    let find = Find { request, home: &home, token };
    let own = ["registries", name.as_str(), "credential-provider"];
    let steps = match config.words(&own) {
        Some((words, _)) if words.first().is_some_and(|word| word == TOKEN) => find.step(&words, None),
        Some((words, from)) if home.words(&own).is_some_and(|(known, _)| known == words) => {
            find.step(&words, from.as_ref())
        }
        Some((_, from)) => {
            let from = from.map_or_else(String::new, |from| format!("{from}: "));
            notes.push(format!(
                "{from}the credential provider of {name} was not run: only cargo's home and the environment may name one"
            ));
            Vec::new()
        }
        None => find.global(),
    };
    let registry = Registry { index: format!("sparse+{}", root.url()), name: Some(name) };
    let found = match steps.first() {
        Some(Step::Token(token)) => Some(Credentials::Verbatim(token.clone())),
        Some(_) => {
            Some(Credentials::Asked(Provider::new(steps, registry, request.environment.clone()).into()))
        }
        None => None,
    };
    (found, notes)
}

struct Find<'a> {
    request: &'a Request,
    home: &'a CargoConfig<'a>,
    token: Option<String>,
}

impl Find<'_> {
    /// The providers for every registry; the last is asked first.
    fn global(&self) -> Vec<Step> {
        let listed = self.home.words(&["registry", "global-credential-providers"]);
        let listed = listed.filter(|(providers, _)| !providers.is_empty());
        let (providers, from) = listed.unwrap_or_else(|| (vec![TOKEN.to_owned()], None));
        let words = |text: &String| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        providers.iter().rev().flat_map(|text| self.step(&words(text), from.as_ref())).collect()
    }

    /// One provider. Those that keep tokens in the system's own stores are built into cargo, and not
    /// followed.
    fn step(&self, words: &[String], from: Option<&Provenance>) -> Vec<Step> {
        let alias = match words {
            [name] if !name.starts_with("cargo:") => self.home.words(&["credential-alias", name]),
            _ => None,
        };
        let (words, from) = match &alias {
            Some((words, from)) => (words.as_slice(), from.as_ref()),
            None => (words, from),
        };
        let Some((program, arguments)) = words.split_first() else { return Vec::new() };
        if program == TOKEN {
            return self.token.iter().cloned().map(Step::Token).collect();
        }
        if !self.request.ask_client {
            return Vec::new();
        }
        match program.as_str() {
            "cargo:token-from-stdout" => vec![Step::Prints(arguments.to_vec())],
            other if other.starts_with("cargo:") => Vec::new(),
            _ => {
                let program = self.resolved(program, from);
                vec![Step::Speaks([&[program], arguments].concat())]
            }
        }
    }

    /// A program with a folder in its path is found from the folder above its file's, another on PATH.
    fn resolved(&self, program: &str, from: Option<&Provenance>) -> String {
        if !program.contains(['/', std::path::MAIN_SEPARATOR]) {
            return program.to_owned();
        }
        let base = CargoConfig::base(from, &self.request.folder);
        Path::new(base).join(program).to_string_lossy().into_owned()
    }
}
