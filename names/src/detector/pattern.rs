//! `hallucination-pattern`: the shapes that language models give to names that they invent.
//!
//! Misleads for honest packages that are named after what they do, of which there are many: on its
//! own no pattern reaches the warn threshold but an example's placeholder and a piece of a program,
//! which are nobody's names. It counts together with absence and with newness.

use std::sync::LazyLock;

use regex::RegexSet;

use super::terms::Term;
use super::weights::{FITTED, Weights};
use crate::package::{Ecosystem, PackageName};

/// One shape: its name, what it looks like, and its weight in log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pattern {
    /// A word for it.
    pub name: &'static str,
    /// A regular expression over the name in lower case, all delimiters written as `-`.
    pub shape: &'static str,
    /// Its weight's term.
    pub term: Term,
    /// What a person is told.
    pub detail: &'static str,
}

const fn pattern(name: &'static str, term: Term, detail: &'static str, shape: &'static str) -> Pattern {
    Pattern { name, shape, term, detail }
}

macro_rules! ai_vendors {
    () => {
        "openai|anthropic|claude|chatgpt|gpt[0-9]?|gemini|llama|llm|mistral|langchain|huggingface|ollama|copilot|cohere|deepseek|qwen|bedrock"
    };
}

macro_rules! helpers {
    () => {
        "utils?|helpers?|tools|toolkit|wrapper|client|sdk|library|ext|extras?|plus|pro|simplified|enhanced"
    };
}

macro_rules! agents {
    () => {
        "analyzer|augmenter|builder|checker|consumer|converter|crawler|decoder|detector|downloader|encoder|evaluator|exporter|extractor|fetcher|filter|formatter|generator|handler|hasher|importer|limiter|loader|logger|manager|monitor|optimizer|parser|predictor|processor|reader|renderer|resizer|runner|scheduler|scraper|sender|shortener|sorter|summarizer|tester|tracker|transformer|uploader|validator|visualizer|watcher|writer"
    };
}

/// Every shape that is looked for.
pub static PATTERNS: [Pattern; 19] = [
    pattern(
        "vendor-helper",
        Term::ShapeVendorHelper,
        "an AI vendor's name with a helper word",
        concat!(
            "^(?:",
            ai_vendors!(),
            ")-(?:[a-z0-9]+-)*(?:",
            helpers!(),
            "|api|connector|integration|adapter|plugin|manager|lib)$"
        ),
    ),
    pattern(
        "helper-vendor",
        Term::ShapeHelperVendor,
        "a helper word before an AI vendor's name",
        concat!(
            "^(?:easy|simple|auto|smart|fast|super|my|py|async|mini)-(?:",
            ai_vendors!(),
            ")(?:-[a-z0-9]+)*$"
        ),
    ),
    pattern(
        "vendor-task",
        Term::ShapeVendorTask,
        "a service's name and a task",
        concat!(
            "^(?:aws|azure|gcp|google|s3|lambda|dynamodb|k8s|kubernetes|redis|kafka|rabbitmq|mongo|mongodb|postgres|mysql|",
            "stripe|paypal|twilio|slack|discord|telegram|firebase|supabase|shopify|github|jira|notion)",
            "-(?:[a-z0-9]+-)*(?:",
            helpers!(),
            "|",
            agents!(),
            ")$"
        ),
    ),
    pattern(
        "framework-integration",
        Term::ShapeFrameworkIntegration,
        "two frameworks joined by a word for joining",
        r"^(?:django|flask|fastapi|starlette|starlite|litestar|uvicorn|pydantic|sqlalchemy|alembic|celery|airflow|react|vue|angular|svelte|express|next|nest|tokio|axum|actix|serde)-(?:[a-z0-9]+-)+(?:integration|adapter|connector|bridge|middleware|extension|exporter|handler|framework|backend)$",
    ),
    pattern(
        "helper-suffix",
        Term::ShapeHelperSuffix,
        "three words and more that end in a helper word",
        concat!("^(?:[a-z0-9]+-){2,}(?:", helpers!(), ")$"),
    ),
    pattern(
        "agent-suffix",
        Term::ShapeAgentSuffix,
        "three words and more, the last one for what does the task",
        concat!("^(?:[a-z0-9]+-){2,}(?:", agents!(), ")$"),
    ),
    pattern(
        "requirements-suffix",
        Term::ShapeRequirementsSuffix,
        "the word requirements behind a name",
        r"-(?:requirements|dependencies)$",
    ),
    pattern(
        "package-suffix",
        Term::ShapePackageSuffix,
        "a word for packages behind a name",
        r"-(?:package|module|library|pkg|pip|npm|crate)$",
    ),
    pattern(
        "placeholder",
        Term::ShapePlaceholder,
        "a placeholder of an example",
        r"^(?:your|my|some|example|sample|foo|test)-(?:[a-z0-9]+-)*(?:package|module|lib|library|project|plugin|app|name|crate|dependency)(?:-[a-z0-9]+)*$|^package-?name|^module-?name|name-?of-?package",
    ),
    pattern(
        "file-name",
        Term::ShapeFileName,
        "a file's name taken for a package's",
        r"^(?:requirements|setup|package|package-lock|pyproject|cargo|main|index|app|readme|license|makefile|dockerfile)-(?:txt|py|json|toml|lock|js|ts|rs|md)$|-(?:txt|exe|dll|zip|tar-gz)$",
    ),
    pattern(
        "version-literal",
        Term::ShapeVersionLiteral,
        "a version taken for a part of the name",
        r"-v?[0-9]+-[0-9x]+(?:-[0-9x]+)?$|^[0-9]+(?:-[0-9x]+)+$|versionnumber|version-number",
    ),
    pattern(
        "expression",
        Term::ShapeExpression,
        "an expression of a program taken for a name",
        r"^(?:window|document|console|process|module|self|this|os-path|sys)-[a-z]+(?:-[a-z]+)*$",
    ),
    pattern(
        "command",
        Term::ShapeCommand,
        "a piece of a command or of a program taken for a name",
        r"-prototype-|^(?:pip|npm|cargo)-(?:install|add)-|shelltrue",
    ),
    pattern("long-word", Term::ShapeLongWord, "a word of sixteen letters and more", r"[a-z0-9]{16}"),
    pattern(
        "agent-words",
        Term::ShapeAgentWords,
        "fashionable words joined",
        r"^(?:ai|llm|ml|nlp|rag|mcp|agentic|agents?|genai)-(?:[a-z0-9]+-)*(?:assistant|helpers?|agents?|toolkit|utils?|orchestrator|pipeline|framework|memory|tools)$",
    ),
    pattern(
        "async-copy",
        Term::ShapeAsyncCopy,
        "an asynchronous or typed copy of something",
        r"^(?:async|aio|typed|fast|secure|safe)-[a-z0-9]+-(?:client|utils?|wrapper|helpers?|api|sdk)$",
    ),
    pattern(
        "member",
        Term::ShapeMember,
        "an object of the language and something of it",
        r"^(?:array|object|string|boolean|promise|function|math|navigator|location|localstorage|history|screen|symbol|str|dict|list|tuple|datetime|vec|hashmap|option|result)-[a-z]+(?:-[a-z]+)*$",
    ),
    pattern(
        "action",
        Term::ShapeAction,
        "an action spelled out",
        r"^(?:add|build|calculate|check|convert|create|find|fix|format|generate|get|hide|learn|make|parse|read|remove|send|show|split|support|update|use|validate|write)-[a-z0-9]+(?:-[a-z0-9]+)*$",
    ),
    pattern(
        "stray-delimiter",
        Term::ShapeStrayDelimiter,
        "a delimiter at an end, or two in a row",
        r"^-|-$|--",
    ),
];

/// `window.location`, `array.includes`: seen beside the expressions, since delimiters are alike to them.
/// Few authors put a full stop into a name without a scope.
static DOTTED: Pattern =
    pattern("dotted", Term::ShapeDotted, "an expression taken for a name: a full stop in it", "");

fn is_dotted(name: &PackageName) -> bool {
    let name = (name.ecosystem() == Ecosystem::Npm && name.scope().is_none()).then(|| name.spelling());
    name.is_some_and(|name| name.contains('.'))
}

static SHAPES: LazyLock<RegexSet> = LazyLock::new(|| {
    // A test compiles each shape, so this set is never the empty one in a release.
    RegexSet::new(PATTERNS.iter().map(|pattern| pattern.shape)).unwrap_or_default()
});

/// Longer names have their own signals; an expression is not run over them.
const LONGEST: usize = 120;

/// The heaviest shape that a name has.
pub fn shape_of(name: &PackageName) -> Option<&'static Pattern> {
    heaviest(name, FITTED.of(name.ecosystem()))
}

fn heaviest(name: &PackageName, weights: &Weights) -> Option<&'static Pattern> {
    let mut text = [0u8; LONGEST];
    let plain = plain(name, &mut text)?;
    // Most names have no shape: that is asked first, by a faster search that keeps no list of shapes.
    let dotted = is_dotted(name);
    if !dotted && (is_short_word(plain) || !SHAPES.is_match(plain)) {
        return None;
    }
    let all = SHAPES.matches(plain).into_iter().filter_map(|index| PATTERNS.get(index));
    let all = all.chain(dotted.then_some(&DOTTED));
    // `self.driving` may be an expression, `self-driving` is none.
    let dots = name.spelling().contains('.');
    let all = all.filter(|pattern| pattern.term != Term::ShapeExpression || dots);
    all.max_by(|a, b| weights.get(a.term).total_cmp(&weights.get(b.term)))
}

/// Letters of the shortest single word that has a shape.
const SHORTEST_WORD: usize = 9;

/// A single word, too short for the few shapes that single words have.
fn is_short_word(plain: &str) -> bool {
    plain.len() < SHORTEST_WORD && !plain.contains('-')
}

/// The heaviest shape that the name has, if any weighs something.
pub(super) fn find(name: &PackageName, weights: &Weights, in_use: bool) -> Option<(&'static Pattern, f64)> {
    let pattern = heaviest(name, weights)?;
    let used = if in_use { weights.get(Term::ShapeInUse) } else { 0.0 };
    let weight = weights.get(pattern.term) + used;
    (weight > 0.0).then_some((pattern, weight))
}

/// The name as the shapes expect it, without npm's scope; `None` where it is foreign or too long.
fn plain<'t>(name: &PackageName, text: &'t mut [u8; LONGEST]) -> Option<&'t str> {
    let name = name.spelling();
    let base = if name.starts_with('@') { name.split_once('/').map_or(name, |(_, base)| base) } else { name };
    if !base.is_ascii() || base.len() > LONGEST || base.is_empty() {
        return None;
    }
    for (to, from) in text.iter_mut().zip(base.bytes()) {
        *to = if from.is_ascii_alphanumeric() { from.to_ascii_lowercase() } else { b'-' };
    }
    std::str::from_utf8(text.get(..base.len())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::weights::WARN_AT;

    #[test]
    fn every_shape_compiles_and_names_are_unique() {
        assert_eq!(SHAPES.len(), PATTERNS.len());
        let names: std::collections::HashSet<_> = PATTERNS.iter().map(|pattern| pattern.name).collect();
        assert_eq!(names.len(), PATTERNS.len());
    }

    #[test]
    fn each_shape_has_an_example_and_honest_names_have_none() {
        for (name, expected) in [
            ("openai-response-utils", "vendor-helper"),
            ("easy-langchain", "helper-vendor"),
            ("flask-redis-integration", "framework-integration"),
            ("aws-uploader", "vendor-task"),
            ("image-metadata-validator", "agent-suffix"),
            ("image-metadata-utils", "helper-suffix"),
            ("starlette-redis-requirements", "requirements-suffix"),
            ("graphql-loader-package", "package-suffix"),
            ("your-python-package", "placeholder"),
            ("requirements.txt", "file-name"),
            ("jquery-3-x-x", "version-literal"),
            ("window.location.href", "expression"),
            ("pip-install-x", "command"),
            ("all-mycallbackfunctions", "long-word"),
            ("llm-chat-memory", "agent-words"),
            ("async-stripe-client", "async-copy"),
            ("esprima.", "stray-delimiter"),
            ("array-map-filter", "member"),
            ("convert-days-to-hours", "action"),
            ("plot.ly", "dotted"),
        ] {
            let found = shape_of(&PackageName::new(Ecosystem::Npm, name));
            assert_eq!(found.map(|pattern| pattern.name), Some(expected), "{name}");
        }
        for name in ["preact", "enquirer", "gaxios", "boto", "pytest-cov", "serde_derive", "é"] {
            assert_eq!(shape_of(&PackageName::new(Ecosystem::Npm, name)), None, "{name}");
        }
    }

    #[test]
    fn short_words_have_no_shape() {
        let corpus = crate::corpus::Corpus::embedded();
        let mut words = 0;
        for ecosystem in Ecosystem::ALL {
            for id in 0..u16::try_from(corpus.counts(ecosystem).popular).unwrap() {
                let name = corpus.name(ecosystem, id).to_ascii_lowercase();
                if is_short_word(&name) && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                    assert!(!SHAPES.is_match(&name), "{name}");
                    words += 1;
                }
            }
        }
        assert!(words > 5_000, "{words}");
        assert!(SHAPES.is_match("shelltrue"), "the shortest word with a shape");
    }

    #[test]
    fn no_shape_of_an_honest_name_reaches_the_warn_threshold_alone() {
        for pattern in &PATTERNS {
            // Nobody publishes under an example's placeholder or a piece of a program, so those may.
            let unmistakable = [Term::ShapePlaceholder, Term::ShapeExpression, Term::ShapeCommand];
            if unmistakable.contains(&pattern.term) {
                continue;
            }
            for ecosystem in Ecosystem::ALL {
                let weights = FITTED.of(ecosystem);
                let score = weights.score_of_sum(weights.get(pattern.term));
                assert!(score < WARN_AT, "{} in {ecosystem}: {score}", pattern.name);
            }
        }
    }
}
