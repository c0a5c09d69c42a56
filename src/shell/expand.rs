//! From a word as it is written to the words that a program gets.

use brush_parser::ParserOptions;
use brush_parser::word::{
    self, BraceExpressionMember, BraceExpressionOrText, Parameter, ParameterExpr, SpecialParameter,
    TildeExpr, WordPiece, WordPieceWithSource,
};

use super::files::is_pattern;
use super::values::Value;
use super::{UNKNOWN, Word};

/// More words from the braces of one are not counted up.
const MOST_BRACES: usize = 256;

/// Braces inside each other: the grammar's time triples with each.
const DEEPEST_BRACES: usize = 7;

/// Longer runs of digits in braces are no numbers to the grammar.
const LONGEST_NUMBER: usize = 15;

/// What a word may refer to.
pub(super) trait Sources {
    /// A variable's value; `None` where the text does not assign it.
    fn variable(&self, name: &str) -> Option<Value>;
    /// `$1`, `$2`, …; `None` where they are not known.
    fn positionals(&self) -> Option<&[Word]>;
    /// What a command prints, where the text itself says it.
    fn output(&self, text: &str) -> Option<String>;
    /// The paths that a pattern stands for; `None` where there are none.
    fn matching(&self, pattern: &str) -> Option<Vec<String>>;
}

/// The words that a word becomes.
pub(super) fn words(raw: &str, sources: &dyn Sources) -> Vec<Word> {
    let mut all = Vec::new();
    for text in braces(raw) {
        let mut fields = Fields::default();
        match word::parse(&text, &ParserOptions::default()) {
            Ok(pieces) => pieces.iter().for_each(|piece| fields.piece(&piece.piece, false, sources)),
            Err(_) => fields.unknown(false),
        }
        let has_pattern = fields.has_pattern;
        for word in fields.finish() {
            let stands = has_pattern && is_pattern(&word.text);
            match stands.then(|| sources.matching(&word.text)).flatten() {
                Some(paths) => {
                    all.extend(paths.into_iter().map(|text| Word { splits: text.contains(UNKNOWN), text }));
                }
                None => all.push(word),
            }
        }
    }
    all
}

/// The one word that a word becomes where nothing splits it: a value, a redirection's target.
pub(super) fn one(raw: &str, sources: &dyn Sources) -> String {
    match word::parse(raw, &ParserOptions::default()) {
        Ok(pieces) => joined(&pieces, sources),
        Err(_) => UNKNOWN.to_string(),
    }
}

/// A heredoc's text, in which quotes are only characters.
pub(super) fn document(raw: &str, sources: &dyn Sources) -> String {
    match word::parse_heredoc(raw, &ParserOptions::default()) {
        Ok(pieces) => joined(&pieces, sources),
        Err(_) => UNKNOWN.to_string(),
    }
}

fn joined(pieces: &[WordPieceWithSource], sources: &dyn Sources) -> String {
    let mut fields = Fields::default();
    pieces.iter().for_each(|piece| fields.piece(&piece.piece, true, sources));
    let words: Vec<String> = fields.finish().into_iter().map(|word| word.text).collect();
    words.join(" ")
}

/// The texts that braces make of one.
fn braces(raw: &str) -> Vec<String> {
    let too_long = |digits: &str| digits.len() > LONGEST_NUMBER;
    let has_numbers = raw.split(|c: char| !c.is_ascii_digit()).any(too_long);
    if !raw.contains('{') || has_numbers {
        return vec![raw.to_owned()];
    }
    let depth = |(now, most): (usize, usize), c| match c {
        '{' => (now + 1, most.max(now + 1)),
        '}' => (now.saturating_sub(1), most),
        _ => (now, most),
    };
    if raw.chars().fold((0, 0), depth).1 > DEEPEST_BRACES {
        // In quotes they are only text: JSON, mostly.
        let is_quoted = raw.contains(['"', '\'']);
        return vec![if is_quoted { raw.to_owned() } else { UNKNOWN.to_string() }];
    }
    match word::parse_brace_expansions(raw, &ParserOptions::default()) {
        Ok(Some(parts)) => combined(&parts).unwrap_or_else(|| vec![UNKNOWN.to_string()]),
        _ => vec![raw.to_owned()],
    }
}

/// `None` where there are too many.
fn combined(parts: &[BraceExpressionOrText]) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for part in parts {
        let choices = match part {
            BraceExpressionOrText::Text(text) => vec![text.clone()],
            BraceExpressionOrText::Expr(members) => {
                let mut choices = Vec::new();
                for member in members {
                    choices.extend(choices_of(member)?);
                }
                choices
            }
        };
        if all.len().saturating_mul(choices.len()) > MOST_BRACES {
            return None;
        }
        all = all.iter().flat_map(|start| choices.iter().map(move |end| format!("{start}{end}"))).collect();
    }
    Some(all)
}

fn choices_of(member: &BraceExpressionMember) -> Option<Vec<String>> {
    match member {
        BraceExpressionMember::Child(parts) => combined(parts),
        BraceExpressionMember::NumberSequence { start, end, .. } => {
            // Steps are left out of account: all of them are more than some of them.
            let (low, high) = (*start.min(end), *start.max(end));
            let count = usize::try_from(high.checked_sub(low)?).ok()?;
            (count < MOST_BRACES).then(|| (low..=high).map(|number| number.to_string()).collect())
        }
        BraceExpressionMember::CharSequence { start, end, .. } => {
            Some((*start.min(end)..=*start.max(end)).map(String::from).collect())
        }
    }
}

/// Words in the making.
#[derive(Debug, Default)]
struct Fields {
    done: Vec<Word>,
    open: Option<Word>,
    /// Something of the open word was quoted or stood in the text itself: it is a word even if empty.
    given: bool,
    /// A star or its like stands out of quotes.
    has_pattern: bool,
}

impl Fields {
    fn text(&mut self, text: &str) {
        self.given = true;
        let open = self.open.get_or_insert_with(|| Word::known(""));
        open.text.push_str(text);
        // Beside other text, what is not known is taken for a part of one word.
        open.splits = false;
    }

    fn unknown(&mut self, quoted: bool) {
        let first = self.open.is_none();
        let open = self.open.get_or_insert_with(|| Word::known(""));
        open.text.push(UNKNOWN);
        open.splits = first && !quoted;
        self.given = true;
    }

    /// An unquoted value, which the shell takes apart.
    fn split(&mut self, text: &str) {
        self.has_pattern |= is_pattern(text);
        if text.chars().eq([UNKNOWN]) {
            return self.unknown(false);
        }
        if text.starts_with(char::is_whitespace) {
            self.close();
        }
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            self.text(word);
            if words.peek().is_some() || text.ends_with(char::is_whitespace) {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        if let Some(word) = self.open.take() {
            self.done.push(word);
        }
        self.given = false;
    }

    fn value(&mut self, text: &str, quoted: bool) {
        if quoted {
            self.text(text);
        } else {
            self.split(text);
        }
    }

    /// Several values, each a word of its own.
    fn list(&mut self, values: &[String], quoted: bool) {
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.close();
            }
            self.value(value, quoted);
        }
    }

    fn piece(&mut self, piece: &WordPiece, quoted: bool, sources: &dyn Sources) {
        match piece {
            WordPiece::Text(text) => {
                self.has_pattern |= !quoted && is_pattern(text);
                self.text(text);
            }
            WordPiece::SingleQuotedText(text) => self.text(text),
            WordPiece::AnsiCQuotedText(text) => self.text(&ansi_c(text)),
            WordPiece::DoubleQuotedSequence(pieces) | WordPiece::GettextDoubleQuotedSequence(pieces) => {
                if pieces.is_empty() {
                    self.text("");
                }
                pieces.iter().for_each(|piece| self.piece(&piece.piece, true, sources));
            }
            WordPiece::TildeExpansion(TildeExpr::Home) => self.home(sources),
            WordPiece::TildeExpansion(_) | WordPiece::ArithmeticExpression(_) => self.unknown(true),
            WordPiece::EscapeSequence(text) => match text.strip_prefix('\\') {
                Some("\n") => {}
                escaped => self.text(escaped.unwrap_or(text)),
            },
            WordPiece::CommandSubstitution(text) | WordPiece::BackquotedCommandSubstitution(text) => {
                match sources.output(text) {
                    Some(output) => self.value(output.trim_end_matches('\n'), quoted),
                    None => self.unknown(quoted),
                }
            }
            WordPiece::ParameterExpansion(expression) => self.parameter(expression, quoted, sources),
        }
    }

    fn home(&mut self, sources: &dyn Sources) {
        match sources.variable("HOME") {
            Some(home) => self.text(home.first()),
            None => self.unknown(true),
        }
    }

    fn parameter(&mut self, expression: &ParameterExpr, quoted: bool, sources: &dyn Sources) {
        match expression {
            ParameterExpr::Parameter { parameter, indirect: false } => {
                if !self.plain(parameter, quoted, sources) {
                    self.unknown(quoted);
                }
            }
            ParameterExpr::UseDefaultValues { parameter, indirect: false, default_value, .. }
            | ParameterExpr::AssignDefaultValues { parameter, indirect: false, default_value, .. } => {
                let has_value =
                    values_of(parameter, sources).is_some_and(|values| values.iter().any(|v| !v.is_empty()));
                if has_value {
                    self.plain(parameter, quoted, sources);
                } else {
                    self.value(&one(default_value.as_deref().unwrap_or_default(), sources), quoted);
                }
            }
            // Where it is left out, fewer words are run than are read.
            ParameterExpr::UseAlternativeValue { alternative_value, indirect: false, .. } => {
                self.value(&one(alternative_value.as_deref().unwrap_or_default(), sources), quoted);
            }
            ParameterExpr::IndicateErrorIfNullOrUnset { parameter, indirect: false, .. } => {
                if !self.plain(parameter, quoted, sources) {
                    self.unknown(quoted);
                }
            }
            ParameterExpr::ParameterLength { .. } => self.unknown(true),
            _ => self.unknown(quoted),
        }
    }

    /// Puts in a parameter's values; says whether they are known.
    fn plain(&mut self, parameter: &Parameter, quoted: bool, sources: &dyn Sources) -> bool {
        let Some(values) = values_of(parameter, sources) else { return false };
        self.list(&values, quoted);
        true
    }

    fn finish(mut self) -> Vec<Word> {
        if self.given || self.open.is_some() {
            self.close();
        }
        self.done
    }
}

/// What a parameter holds, one value or several; `None` where that is not known.
fn values_of(parameter: &Parameter, sources: &dyn Sources) -> Option<Vec<String>> {
    match parameter {
        Parameter::Named(name) => sources.variable(name).map(|value| vec![value.first().to_owned()]),
        Parameter::NamedWithAllIndices { name, .. } => {
            sources.variable(name).map(|value| value.all().to_vec())
        }
        Parameter::NamedWithIndex { name, index } => {
            let value = sources.variable(name)?;
            value.all().get(index.parse::<usize>().ok()?).map(|value| vec![value.clone()])
        }
        Parameter::Positional(number) => {
            let at = usize::try_from(*number).ok()?.checked_sub(1)?;
            Some(sources.positionals()?.get(at).map(|word| vec![word.text.clone()]).unwrap_or_default())
        }
        Parameter::Special(SpecialParameter::AllPositionalParameters { .. }) => {
            Some(sources.positionals()?.iter().map(|word| word.text.clone()).collect())
        }
        Parameter::Special(_) => None,
    }
}

/// What stands between `$'` and `'`, with its escapes put in place.
pub(super) fn ansi_c(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        let Some(kind) = rest.next() else { break };
        let (base, most) = match kind {
            'x' => (16, 2),
            'u' => (16, 4),
            'U' => (16, 8),
            '0'..='7' => (8, 3),
            _ => {
                plain.push(match kind {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'e' | 'E' => '\u{1b}',
                    'f' => '\u{c}',
                    'v' => '\u{b}',
                    'c' => {
                        rest.next();
                        UNKNOWN
                    }
                    other => other,
                });
                continue;
            }
        };
        let mut code = kind.to_digit(8).filter(|_| base == 8).unwrap_or_default();
        let mut digits = usize::from(base == 8);
        while digits < most
            && let Some(digit) = rest.peek().and_then(|c| c.to_digit(base))
        {
            code = code.wrapping_mul(base).wrapping_add(digit);
            digits += 1;
            rest.next();
        }
        plain.push(char::from_u32(code).unwrap_or(UNKNOWN));
    }
    plain
}
