//! Cargo's credential providers: programs of the user's that know a registry's token.

use std::fmt;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::HeaderValue;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;

use super::credentials::secret;
use super::locate::Environment;
use super::process;

/// For one program: less than a package's time limit, so that the name that waits for it gets to know
/// why there is no token.
const PATIENCE: Duration = Duration::from_secs(4);

/// The programs to ask for a registry's token. They are asked once, when it is first wanted.
pub struct Provider {
    steps: Vec<Step>,
    registry: Registry,
    environment: Environment,
    answer: OnceLock<watch::Receiver<Option<Answer>>>,
}

type Answer = Result<HeaderValue, String>;

/// One of cargo's providers.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// `cargo:token`, and the token that cargo's settings hold.
    Token(String),
    /// `cargo:token-from-stdout`: a program and its arguments, which prints the token.
    Prints(Vec<String>),
    /// A program that speaks cargo's protocol, and the arguments that the settings give it.
    Speaks(Vec<String>),
}

/// What a provider is told of the registry.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Registry {
    /// As cargo writes it, with `sparse+`.
    pub(super) index: String,
    pub(super) name: Option<String>,
}

impl Provider {
    pub(super) const fn new(steps: Vec<Step>, registry: Registry, environment: Environment) -> Self {
        Self { steps, registry, environment, answer: OnceLock::new() }
    }

    /// The answer, where there is one already.
    pub(super) fn known(&self) -> Option<HeaderValue> {
        self.answer.get()?.borrow().clone()?.ok()
    }

    /// Asks, or waits for the answer where somebody has asked already.
    ///
    /// # Errors
    /// Where no provider has a token. The reason names the program, and holds no secret.
    pub(super) async fn ask(&self) -> Answer {
        let mut answer = self.answer.get_or_init(|| self.start()).clone();
        let found = answer.wait_for(Option::is_some).await;
        let found = found.ok().and_then(|found| found.clone());
        found.unwrap_or_else(|| Err("the credential provider ended without an answer".to_owned()))
    }

    /// In a thread of its own: the answer is for every name that waits, and not only for the first,
    /// whose time may be up sooner.
    fn start(&self) -> watch::Receiver<Option<Answer>> {
        let (tell, told) = watch::channel(None);
        let (steps, registry) = (self.steps.clone(), self.registry.clone());
        let environment = self.environment.clone();
        std::thread::spawn(move || {
            // Whoever asked may have gone.
            let _ = tell.send(Some(token(&steps, &registry, &environment)));
        });
        told
    }
}

/// The first provider that has a token gives it; one that fails ends the search, as in cargo.
fn token(steps: &[Step], registry: &Registry, environment: &Environment) -> Answer {
    for step in steps {
        let token = match step {
            Step::Token(token) => Some(token.clone()),
            Step::Prints(words) => Some(printed(words, registry, environment)?),
            Step::Speaks(words) => spoken(words, registry, environment)?,
        };
        if let Some(token) = token {
            return secret(&token).ok_or_else(|| "its token cannot be sent".to_owned());
        }
    }
    Err("no credential provider has a token for it".to_owned())
}

fn printed(words: &[String], registry: &Registry, environment: &Environment) -> Result<String, String> {
    let (program, arguments) = words.split_first().ok_or("cargo:token-from-stdout names no program")?;
    let mut command = Command::new(program);
    command.args(arguments.iter().map(|word| word.replace("{index_url}", &registry.index)));
    command.env_clear().envs(environment.iter()).env("CARGO_REGISTRY_INDEX_URL", &registry.index);
    command.envs(registry.name.iter().map(|name| ("CARGO_REGISTRY_NAME_OPT", name)));
    let text = process::output(&mut command, "", PATIENCE).map_err(|reason| failed(program, &reason))?;
    let mut lines = text.lines();
    match (lines.next(), lines.next()) {
        (Some(token), None) => Ok(token.to_owned()),
        _ => Err(failed(program, "it printed something other than one line")),
    }
}

#[derive(Deserialize)]
struct Hello {
    v: Vec<u32>,
}

#[derive(Deserialize)]
enum Spoken {
    Ok { token: Option<String> },
    Err { kind: Option<String> },
}

/// `None` where the program knows nothing of this registry.
fn spoken(
    words: &[String],
    registry: &Registry,
    environment: &Environment,
) -> Result<Option<String>, String> {
    let (program, arguments) = words.split_first().ok_or("a credential provider has no name")?;
    let mut about = json!({ "index-url": registry.index });
    if let (Some(name), Some(about)) = (&registry.name, about.as_object_mut()) {
        about.insert("name".to_owned(), json!(name));
    }
    let question =
        json!({ "v": 1, "registry": about, "kind": "get", "operation": "read", "args": arguments });
    let mut command = Command::new(program);
    command.arg("--cargo-plugin").env_clear().envs(environment.iter());
    // It may be said before the program's greeting, which the pipe holds.
    let text = process::output(&mut command, &format!("{question}\n"), PATIENCE)
        .map_err(|reason| failed(program, &reason))?;
    let mut lines = text.lines();
    let hello: Option<Hello> = lines.next().and_then(|line| serde_json::from_str(line).ok());
    if !hello.is_some_and(|hello| hello.v.contains(&1)) {
        return Err(failed(program, "it does not speak version 1 of cargo's protocol"));
    }
    // The parser's message would quote the line, which may be a secret.
    match lines.next().and_then(|line| serde_json::from_str(line).ok()) {
        Some(Spoken::Ok { token: Some(token) }) => Ok(Some(token)),
        Some(Spoken::Err { kind: Some(kind) }) if matches!(&*kind, "not-found" | "url-not-supported") => {
            Ok(None)
        }
        Some(Spoken::Ok { token: None } | Spoken::Err { .. }) => Err(failed(program, "it gave no token")),
        None => Err(failed(program, "its answer cannot be read")),
    }
}

fn failed(program: &str, reason: &str) -> String {
    format!("the credential provider {program} failed: {reason}")
}

impl PartialEq for Provider {
    fn eq(&self, other: &Self) -> bool {
        self.steps == other.steps && self.registry == other.registry
    }
}

impl Eq for Provider {}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}
