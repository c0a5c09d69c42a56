//! Python source as tokens, for a reader that looks for literals and runs nothing.
//!
//! Strings of all prefixes and quotes, comments, brackets and line joins are told apart as Python
//! does it; whatever else there is, is names and single characters.

use super::pieces::Pieces;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A name, keyword or number.
    Name(&'t str),
    /// A string literal.
    Text(Literal),
    /// Any other character.
    Sign(char),
    /// The end of a logical line.
    Line,
}

/// A string's text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: Pieces,
    /// Where in the text the first field of an f-string stands, behind which nothing is known.
    pub(super) cut: Option<usize>,
}

/// A file's tokens with their places, and for each bracket where it closes.
#[derive(Debug, Default)]
pub(super) struct Source<'t> {
    pub(super) tokens: Vec<(Token<'t>, usize)>,
    /// For an opening bracket the number of the token that closes it; 0 for other tokens.
    closing: Vec<usize>,
    /// Strings and brackets that are never closed.
    pub(super) unclosed: Vec<(usize, &'static str)>,
}

impl<'t> Source<'t> {
    pub(super) fn parse(text: &'t str) -> Self {
        let mut source = Self::default();
        let mut lexer = Lexer { text, at: 0 };
        let mut open = 0usize;
        while let Some(c) = lexer.peek() {
            let at = lexer.at;
            match c {
                '\n' | '\r' => {
                    lexer.at += 1;
                    if open == 0 {
                        source.tokens.push((Token::Line, at));
                    }
                }
                '#' => lexer.at += lexer.rest().find(['\n', '\r']).unwrap_or(lexer.rest().len()),
                '\\' => {
                    let line = ["\\\r\n", "\\\n", "\\\r"].iter().find(|end| lexer.rest().starts_with(**end));
                    lexer.at += line.map_or(1, |end| end.len());
                }
                c if c.is_whitespace() => lexer.at += c.len_utf8(),
                '"' | '\'' => source.string(&mut lexer, ""),
                c if is_letter(c) => {
                    let end = lexer.rest().find(|c| !is_letter(c)).unwrap_or(lexer.rest().len());
                    let name = lexer.rest().get(..end).unwrap_or_default();
                    lexer.at += end;
                    let quoted = lexer.peek().is_some_and(|c| matches!(c, '"' | '\''));
                    let prefix = name.len() < 3 && name.bytes().all(|b| b"rbuftRBUFT".contains(&b));
                    match quoted && prefix {
                        true => source.string(&mut lexer, name),
                        false => source.tokens.push((Token::Name(name), at)),
                    }
                }
                c => {
                    match c {
                        '(' | '[' | '{' => open += 1,
                        ')' | ']' | '}' => open = open.saturating_sub(1),
                        _ => {}
                    }
                    lexer.at += c.len_utf8();
                    source.tokens.push((Token::Sign(c), at));
                }
            }
        }
        source.match_brackets();
        source
    }

    fn string(&mut self, lexer: &mut Lexer<'t>, prefix: &str) {
        let at = lexer.at;
        let (literal, closed) = lexer.string(prefix);
        if !closed {
            self.unclosed.push((at, "string"));
        }
        self.tokens.push((Token::Text(literal), at - prefix.len()));
    }

    fn match_brackets(&mut self) {
        self.closing = vec![0; self.tokens.len()];
        let mut open: Vec<(usize, char, usize)> = Vec::new();
        for (number, (token, at)) in self.tokens.iter().enumerate() {
            let Token::Sign(c) = token else { continue };
            match c {
                '(' => open.push((number, ')', *at)),
                '[' => open.push((number, ']', *at)),
                '{' => open.push((number, '}', *at)),
                ')' | ']' | '}' => {
                    // A bracket of another kind leaves the outer one to be closed by its own.
                    if let Some((opener, ..)) = open.pop_if(|(_, closer, _)| closer == c)
                        && let Some(closing) = self.closing.get_mut(opener)
                    {
                        *closing = number;
                    }
                }
                _ => {}
            }
        }
        for (opener, _, at) in open {
            self.unclosed.push((at, "bracket"));
            if let Some(closing) = self.closing.get_mut(opener) {
                *closing = self.tokens.len();
            }
        }
    }

    pub(super) fn token(&self, number: usize) -> Option<&Token<'t>> {
        self.tokens.get(number).map(|(token, _)| token)
    }

    pub(super) fn sign(&self, number: usize) -> Option<char> {
        match self.token(number)? {
            Token::Sign(c) => Some(*c),
            _ => None,
        }
    }

    pub(super) fn name(&self, number: usize) -> Option<&'t str> {
        match self.token(number)? {
            Token::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The number of the token that closes the bracket at `number`; `None` where no bracket opens there.
    pub(super) fn closing(&self, number: usize) -> Option<usize> {
        self.closing.get(number).copied().filter(|closing| *closing > 0)
    }
}

const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads the string whose quote stands here, and whether it is closed.
    fn string(&mut self, prefix: &str) -> (Literal, bool) {
        let (raw, fields) = (prefix.contains(['r', 'R']), prefix.contains(['f', 'F', 't', 'T']));
        let one = self.rest().get(..1).unwrap_or_default();
        let three = ["\"\"\"", "'''"].into_iter().find(|quote| self.rest().starts_with(quote));
        let quote = three.unwrap_or(one);
        self.at += quote.len();
        let mut literal = Literal::default();
        loop {
            let rest = self.rest();
            let stops = |c: char| {
                matches!(c, '\\' | '\n' | '\r') || quote.starts_with(c) || (fields && matches!(c, '{' | '}'))
            };
            let plain = rest.find(stops).unwrap_or(rest.len());
            literal.text.push(rest.get(..plain).unwrap_or_default(), self.at);
            self.at += plain;
            let rest = self.rest();
            let Some(c) = rest.chars().next() else { return (literal, false) };
            if rest.starts_with(quote) {
                self.at += quote.len();
                return (literal, true);
            }
            match c {
                '\n' | '\r' if three.is_none() => return (literal, false),
                '\\' => self.escape(raw, &mut literal.text),
                '{' | '}' if fields && rest.get(1..).is_some_and(|next| next.starts_with(c)) => {
                    literal.text.push(rest.get(..1).unwrap_or_default(), self.at);
                    self.at += 2;
                }
                '{' if fields => {
                    literal.cut.get_or_insert(literal.text.text().len());
                    self.at += field(rest, three.is_some());
                }
                c => {
                    literal.text.push(rest.get(..c.len_utf8()).unwrap_or_default(), self.at);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    /// Reads what a backslash begins.
    fn escape(&mut self, raw: bool, text: &mut Pieces) {
        let at = self.at;
        let behind = self.rest().get(1..).unwrap_or_default();
        let Some(c) = behind.chars().next() else {
            self.at += 1;
            return;
        };
        let numbered = |skip: usize, most: usize, radix: u32| {
            let digits = behind.get(skip..).unwrap_or_default();
            let length = digits.chars().take(most).take_while(|c| c.is_digit(radix)).count();
            let value = u32::from_str_radix(digits.get(..length)?, radix).ok().and_then(char::from_u32)?;
            Some((value, skip + length))
        };
        let simple = |c: char| Some((c, 1));
        let found = match c {
            _ if raw => None,
            'n' => simple('\n'),
            't' => simple('\t'),
            'r' => simple('\r'),
            '\\' | '\'' | '"' => simple(c),
            'x' => numbered(1, 2, 16),
            'u' => numbered(1, 4, 16),
            'U' => numbered(1, 8, 16),
            '0'..='7' => numbered(0, 3, 8),
            _ => None,
        };
        match (found, c) {
            (Some((value, length)), _) => {
                text.push(value.encode_utf8(&mut [0; 4]), at);
                self.at += 1 + length;
            }
            (None, '\n' | '\r') if !raw => self.at += if behind.starts_with("\r\n") { 3 } else { 2 },
            _ => {
                let end = 1 + c.len_utf8();
                text.push(self.rest().get(..end).unwrap_or_default(), at);
                self.at += end;
            }
        }
    }
}

/// How long the field of an f-string is that begins the text; it may hold strings with the same quote.
fn field(text: &str, lines: bool) -> usize {
    let mut open = 0usize;
    let mut quote: Option<char> = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (_, '\n' | '\r') if !lines => return at,
            (Some(q), _) => quote = Some(q).filter(|q| *q != c),
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => open += 1,
            (None, '}') => {
                open -= 1;
                if open == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let source = Source::parse(text);
        let token = |(token, _): &(Token<'_>, usize)| match token {
            Token::Name(name) => (*name).to_owned(),
            Token::Text(literal) => {
                format!("<{}{}>", literal.text.text(), if literal.cut.is_some() { "?" } else { "" })
            }
            Token::Sign(c) => c.to_string(),
            Token::Line => "|".to_owned(),
        };
        let words: Vec<_> = source.tokens.iter().map(token).collect();
        words.join(" ") + &"!".repeat(source.unclosed.len())
    }

    #[test]
    fn tokens_are_pythons() {
        for (text, tokens) in [
            ("a = 'b' # c\n", "a = <b> |"),
            ("f(a,\n  b)\n", "f ( a , b ) |"),
            ("a \\\n b", "a b"),
            ("r'\\n' R\"\\'x\" u'\\x41\\u0042\\103'", "<\\n> <\\'x> <ABC>"),
            ("'a\\\nb' '\\\\'", "<ab> <\\>"),
            ("'''a'b''\n''' \"\"\"#\"\"\"", "<a'b''\n> <#>"),
            ("f'a{b}' f'{{x}}' rf\"{d[\"k\"]}\"", "<a?> <{x}> <?>"),
            ("'a\nb", "<a> | b!"),
            ("'''a", "<a>!"),
            ("(a]", "( a ]!"),
            ("fu'x' bar'x'", "<x> bar <x>"),
            ("é = '\u{e9}'", "é = <é>"),
            ("'\\", "<>!"),
        ] {
            assert_eq!(shown(text), tokens, "{text}");
        }
    }

    #[test]
    fn text_knows_where_it_stands() {
        let text = "x = 'a' r'b' 'c\\td'";
        let source = Source::parse(text);
        let places = source.tokens.iter().filter_map(|(token, at)| match token {
            Token::Text(literal) => Some((*at, literal.text.offset(0), literal.text.offset(2))),
            _ => None,
        });
        assert_eq!(places.collect::<Vec<_>>(), [(4, 5, 7), (8, 10, 12), (13, 14, 17)]);
    }
}
