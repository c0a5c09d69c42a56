//! The words of a command: what has to run before they are words, and what they become.

use brush_parser::ParserOptions;
use brush_parser::word::{self, ParameterExpr, WordPiece, WordPieceWithSource};

use super::values::Value;
use super::walk::{Here, Input, Reader, Scope, shortened};
use super::{Word, expand};

impl Reader<'_> {
    /// Goes through what a word, as it is written, has to run before it is a word.
    pub(super) fn substitutions(&mut self, raw: &str, scope: &Scope) {
        if !raw.contains(['$', '`']) {
            return;
        }
        match word::parse(raw, &ParserOptions::default()) {
            Ok(pieces) => self.pieces(&pieces, scope),
            Err(_) if super::holds_installer(raw) => {
                self.not_understood(format!("the word `{}` cannot be read", shortened(raw)));
            }
            Err(_) => {}
        }
    }

    fn pieces(&mut self, pieces: &[WordPieceWithSource], scope: &Scope) {
        for piece in pieces {
            match &piece.piece {
                WordPiece::CommandSubstitution(text) | WordPiece::BackquotedCommandSubstitution(text) => {
                    self.subshell(text, scope, &Input::None);
                }
                WordPiece::DoubleQuotedSequence(pieces) | WordPiece::GettextDoubleQuotedSequence(pieces) => {
                    self.pieces(pieces, scope);
                }
                WordPiece::ArithmeticExpression(expression) => {
                    self.deeper(|reader| reader.substitutions(&expression.value, scope));
                }
                WordPiece::ParameterExpansion(expression) => {
                    for text in texts_in(expression) {
                        self.deeper(|reader| reader.substitutions(text, scope));
                    }
                }
                _ => {}
            }
        }
    }

    /// The words of a command, once for each value of a variable that has several.
    pub(super) fn each_reading(&mut self, raws: &[&str], scope: &Scope) -> Vec<Vec<Word>> {
        self.readings(raws, scope, |here| raws.iter().flat_map(|raw| expand::words(raw, here)).collect())
    }

    /// What `read` makes of some text, once for each value of a variable in it that has several.
    pub(super) fn readings<T: PartialEq>(
        &mut self,
        raws: &[&str],
        scope: &Scope,
        read: impl Fn(&Here<'_>) -> T,
    ) -> Vec<T> {
        const MOST_READINGS: usize = 32;
        let mut open: Vec<_> = raws.iter().flat_map(|raw| self.values.open_in(raw)).collect();
        open.sort_by(|a, b| a.0.cmp(&b.0));
        open.dedup();
        let mut count = open.iter().fold(1_usize, |count, (_, values)| count.saturating_mul(values.len()));
        if count > MOST_READINGS {
            open.clear();
            count = 1;
        }
        let mut all = Vec::new();
        for reading in 0..count {
            let mut rest = reading;
            for (name, values) in &open {
                let value = values.get(rest % values.len().max(1)).cloned().unwrap_or_else(Value::unknown);
                rest /= values.len().max(1);
                self.values.push(name, value);
            }
            let one = read(&Here { reader: self, scope });
            open.iter().for_each(|_| self.values.pop());
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }
}

/// The parts of a parameter's expression that are words in their turn.
fn texts_in(expression: &ParameterExpr) -> Vec<&str> {
    use ParameterExpr as E;
    let texts: [Option<&str>; 2] = match expression {
        E::UseDefaultValues { default_value: text, .. }
        | E::AssignDefaultValues { default_value: text, .. }
        | E::IndicateErrorIfNullOrUnset { error_message: text, .. }
        | E::UseAlternativeValue { alternative_value: text, .. }
        | E::RemoveSmallestSuffixPattern { pattern: text, .. }
        | E::RemoveLargestSuffixPattern { pattern: text, .. }
        | E::RemoveSmallestPrefixPattern { pattern: text, .. }
        | E::RemoveLargestPrefixPattern { pattern: text, .. }
        | E::UppercaseFirstChar { pattern: text, .. }
        | E::UppercasePattern { pattern: text, .. }
        | E::LowercaseFirstChar { pattern: text, .. }
        | E::LowercasePattern { pattern: text, .. } => [text.as_deref(), None],
        E::ReplaceSubstring { pattern, replacement, .. } => [Some(pattern), replacement.as_deref()],
        E::Substring { offset, length, .. } => {
            [Some(&offset.value), length.as_ref().map(|text| &*text.value)]
        }
        _ => [None, None],
    };
    texts.into_iter().flatten().collect()
}
