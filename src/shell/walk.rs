//! Goes through a program's tree, in the order in which a shell would.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use brush_parser::ast::{
    AndOr, AndOrList, Command, CompoundCommand, CompoundList, ExtendedTestExpr, ForClauseCommand,
    IfClauseCommand, Pipeline, Program, SeparatorOperator,
};
use brush_parser::{Parser, ParserOptions};

use super::expand::Sources;
use super::values::{Value, Values};
use super::{Files, Folder, Script, Surroundings, UNKNOWN, Word};

/// Texts inside texts: `bash -c`, `eval`, `$(…)`, and functions that call each other.
const MOST_NESTED: usize = 12;

/// More commands than these, turns of loops counted each, are not read.
const MOST_STEPS: usize = 4_000;

/// More values of a loop than these are not gone through one by one.
const MOST_TURNS: usize = 64;

/// Reads a whole text. The first time only shows what is assigned and defined in it, at whatever place.
pub(super) fn script(text: &str, surroundings: Surroundings<'_>) -> Script {
    let mut reader = Reader { around: Some(surroundings.files), ..Reader::default() };
    if let Some(home) = surroundings.home {
        reader.values.add("HOME", Value::Text(home.to_string_lossy().into_owned()));
    }
    reader.values.add("IFS", Value::Text(" \t\n".to_owned()));
    for _ in 0..2 {
        reader.script = Script::default();
        reader.steps = 0;
        reader.values.start();
        let mut scope = Scope {
            folder: Folder::Known(surroundings.folder.to_owned()),
            positionals: None,
            before: Folder::Unknown,
        };
        reader.text(text, &mut scope, &Input::None);
        reader.uncalled_functions(&mut scope);
    }
    reader.script.lasting = reader.values.lasting(&reader.script.assigned);
    reader.script
}

pub(super) fn parsed(text: &str) -> Option<Program> {
    Parser::new(text.as_bytes(), &ParserOptions::default()).parse_program().ok()
}

/// What is read so far.
#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    pub(super) around: Option<&'a dyn Files>,
    pub(super) script: Script,
    pub(super) values: Values,
    pub(super) aliases: BTreeMap<String, String>,
    /// Files that the text has written, with what is in them where that is known.
    pub(super) files: BTreeMap<PathBuf, Option<String>>,
    functions: BTreeMap<String, Function>,
    depth: usize,
    steps: usize,
}

#[derive(Debug, Clone)]
struct Function {
    body: Rc<CompoundCommand>,
    called: bool,
}

/// What a subshell leaves as it was.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) folder: Folder,
    /// `$1`, `$2`, …; `None` where they are not known.
    pub(super) positionals: Option<Vec<Word>>,
    /// The folder before, as `cd -` has it.
    pub(super) before: Folder,
}

impl Scope {
    /// The same with other arguments.
    pub(super) fn with(&self, positionals: Option<Vec<Word>>) -> Self {
        Self { positionals, ..self.clone() }
    }
}

/// What a command reads on its standard input.
#[derive(Debug, Clone)]
pub(super) enum Input {
    /// What the whole text reads.
    None,
    /// This, [`UNKNOWN`] in it or not.
    Known(String),
    /// Something else, out of a command that names an installer or not.
    Unknown {
        /// It does.
        names_installer: bool,
    },
}

/// Where a word is read.
pub(super) struct Here<'r> {
    pub(super) reader: &'r Reader<'r>,
    pub(super) scope: &'r Scope,
}

impl Sources for Here<'_> {
    fn variable(&self, name: &str) -> Option<Value> {
        match (name, &self.scope.folder) {
            ("PWD", Folder::Known(folder)) => Some(Value::Text(folder.to_string_lossy().into_owned())),
            ("PWD", Folder::Unknown) => None,
            _ => self.reader.values.get(name),
        }
    }

    fn positionals(&self) -> Option<&[Word]> {
        self.scope.positionals.as_deref()
    }

    fn output(&self, text: &str) -> Option<String> {
        super::output::of_text(text, self)
    }

    fn matching(&self, pattern: &str) -> Option<Vec<String>> {
        self.reader.matching(pattern, self.scope)
    }
}

impl Reader<'_> {
    /// Notes what could run an installer and is not understood.
    pub(super) fn not_understood(&mut self, why: impl Into<String>) {
        self.script.not_understood.push(why.into());
    }

    /// Goes one level down, unless that is too far.
    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self)) {
        if self.depth >= MOST_NESTED {
            self.script.is_unread = true;
            return self
                .not_understood("more than 12 shells, functions or substitutions stand inside each other");
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    /// Reads a text in this scope, as `eval` does.
    pub(super) fn text(&mut self, text: &str, scope: &mut Scope, input: &Input) {
        if text.len() > super::LONGEST {
            self.script.is_unread = true;
            return self.not_understood("a text for a shell is longer than 128 KiB");
        }
        if let Some(fault) = super::limits::fault(text) {
            self.script.is_unread = true;
            return self.not_understood(fault);
        }
        let Some(program) = parsed(text) else {
            self.script.is_unread = true;
            if super::holds_installer(text) {
                let line = text.lines().find(|line| super::holds_installer(line)).unwrap_or(text);
                self.not_understood(format!("`{}` is no bash that can be read", shortened(line)));
            }
            return;
        };
        self.deeper(|reader| {
            for list in &program.complete_commands {
                reader.list(list, scope, input);
            }
        });
    }

    /// A text in a shell of its own.
    pub(super) fn subshell(&mut self, text: &str, scope: &Scope, input: &Input) {
        self.text(text, &mut scope.clone(), input);
    }

    pub(super) fn list(&mut self, list: &CompoundList, scope: &mut Scope, input: &Input) {
        for item in &list.0 {
            if matches!(item.1, SeparatorOperator::Async) {
                self.and_or(&item.0, &mut scope.clone(), input);
            } else {
                self.and_or(&item.0, scope, input);
            }
        }
    }

    fn and_or(&mut self, list: &AndOrList, scope: &mut Scope, input: &Input) {
        self.pipeline(&list.first, scope, input);
        for next in &list.additional {
            match next {
                AndOr::And(pipeline) => self.pipeline(pipeline, scope, input),
                // `cd x || exit`: what goes on has not been here.
                AndOr::Or(pipeline) => self.pipeline(pipeline, &mut scope.clone(), input),
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, scope: &mut Scope, input: &Input) {
        if let [only] = pipeline.seq.as_slice() {
            return self.command(only, scope, input);
        }
        let mut input = input.clone();
        let mut upstream = false;
        for command in &pipeline.seq {
            self.command(command, &mut scope.clone(), &input);
            upstream |= super::holds_installer(&command.to_string());
            let printed = super::output::of_command(command, &Here { reader: self, scope }, &input);
            input = printed.map_or(Input::Unknown { names_installer: upstream }, Input::Known);
        }
    }

    pub(super) fn command(&mut self, command: &Command, scope: &mut Scope, input: &Input) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            self.script.is_unread = true;
            if self.steps == MOST_STEPS + 1 {
                self.not_understood("it runs more than 4,000 commands");
            }
            return;
        }
        match command {
            Command::Simple(simple) => self.simple(simple, scope, input),
            Command::Compound(compound, redirects) => {
                let redirects = redirects.as_ref().map_or(&[][..], |list| &list.0);
                let (own, targets) = self.redirects(redirects, scope, input);
                if !targets.is_empty() {
                    let printed = super::output::of_compound(compound, &Here { reader: self, scope }, &own);
                    self.write(targets, printed.as_deref());
                }
                self.compound(compound, scope, &own);
            }
            Command::Function(function) => {
                let body = Rc::new(function.body.0.clone());
                let called = self.functions.get(&function.fname.value).is_some_and(|known| known.called);
                self.functions.insert(function.fname.value.clone(), Function { body, called });
            }
            Command::ExtendedTest(test, redirects) => {
                self.test(&test.expr, scope);
                let redirects = redirects.as_ref().map_or(&[][..], |list| &list.0);
                self.redirects(redirects, scope, input);
            }
        }
    }

    fn compound(&mut self, compound: &CompoundCommand, scope: &mut Scope, input: &Input) {
        match compound {
            CompoundCommand::Arithmetic(arithmetic) => {
                self.substitutions(&arithmetic.expr.value, scope);
                // To a shell that has no arithmetic of this kind (dash), these are two subshells.
                if super::holds_installer(&arithmetic.expr.value) {
                    self.subshell(&arithmetic.expr.value, scope, input);
                }
            }
            CompoundCommand::ArithmeticForClause(clause) => {
                for expression in
                    [&clause.initializer, &clause.condition, &clause.updater].into_iter().flatten()
                {
                    self.substitutions(&expression.value, scope);
                }
                self.turns(&clause.body.list, scope, input);
            }
            CompoundCommand::BraceGroup(group) => self.list(&group.list, scope, input),
            CompoundCommand::Subshell(subshell) => self.list(&subshell.list, &mut scope.clone(), input),
            CompoundCommand::ForClause(clause) => self.for_each(clause, scope, input),
            CompoundCommand::CaseClause(clause) => {
                self.substitutions(&clause.value.value, scope);
                let mut ways = vec![scope.folder.clone()];
                for case in &clause.cases {
                    for pattern in &case.patterns {
                        self.substitutions(&pattern.value, scope);
                    }
                    let mut own = scope.clone();
                    if let Some(list) = &case.cmd {
                        self.list(list, &mut own, input);
                    }
                    ways.push(own.folder);
                }
                scope.folder = meeting(ways);
            }
            CompoundCommand::IfClause(clause) => self.branches(clause, scope, input),
            CompoundCommand::WhileClause(clause) | CompoundCommand::UntilClause(clause) => {
                self.list(&clause.0, scope, input);
                self.turns(&clause.1.list, scope, input);
            }
            CompoundCommand::Coprocess(coprocess) => self.command(&coprocess.body, &mut scope.clone(), input),
        }
    }

    fn branches(&mut self, clause: &IfClauseCommand, scope: &mut Scope, input: &Input) {
        self.list(&clause.condition, scope, input);
        let mut own = scope.clone();
        self.list(&clause.then, &mut own, input);
        let mut ways = vec![own.folder];
        let mut is_complete = false;
        for other in clause.elses.iter().flatten() {
            if let Some(condition) = &other.condition {
                self.list(condition, scope, input);
            }
            is_complete |= other.condition.is_none();
            let mut own = scope.clone();
            self.list(&other.body, &mut own, input);
            ways.push(own.folder);
        }
        if !is_complete {
            ways.push(scope.folder.clone());
        }
        scope.folder = meeting(ways);
    }

    /// A loop's body: where it changes the folder, later turns begin at an unknown one.
    fn turns(&mut self, body: &CompoundList, scope: &mut Scope, input: &Input) {
        let before = scope.folder.clone();
        self.list(body, scope, input);
        if scope.folder != before {
            scope.folder = Folder::Unknown;
            self.list(body, scope, input);
            scope.folder = Folder::Unknown;
        }
    }

    fn for_each(&mut self, clause: &ForClauseCommand, scope: &mut Scope, input: &Input) {
        let mut values = Vec::new();
        match &clause.values {
            Some(words) => {
                for word in words {
                    self.substitutions(&word.value, scope);
                    values.extend(self.each_reading(&[&word.value], scope).into_iter().flatten());
                }
            }
            None => values.extend(scope.positionals.clone().unwrap_or_else(|| vec![Word::known(UNKNOWN)])),
        }
        values.dedup();
        if values.len() > MOST_TURNS || values.iter().any(|word| word.splits) {
            values = vec![Word::known(UNKNOWN)];
        }
        for value in values {
            self.values.push(&clause.variable_name, Value::Text(value.text));
            self.list(&clause.body.list, scope, input);
            self.values.pop();
        }
    }

    fn test(&mut self, test: &ExtendedTestExpr, scope: &Scope) {
        match test {
            ExtendedTestExpr::And(a, b) | ExtendedTestExpr::Or(a, b) => {
                self.test(a, scope);
                self.test(b, scope);
            }
            ExtendedTestExpr::Not(inner) | ExtendedTestExpr::Parenthesized(inner) => self.test(inner, scope),
            ExtendedTestExpr::UnaryTest(_, word) => self.substitutions(&word.value, scope),
            ExtendedTestExpr::BinaryTest(_, a, b) => {
                self.substitutions(&a.value, scope);
                self.substitutions(&b.value, scope);
            }
        }
    }

    /// Calls a function, if this is one's name.
    pub(super) fn call(&mut self, name: &str, arguments: &[Word], scope: &mut Scope, input: &Input) -> bool {
        let Some(function) = self.functions.get_mut(name) else { return false };
        function.called = true;
        let body = Rc::clone(&function.body);
        self.deeper(|reader| {
            let mut own = scope.with(Some(arguments.to_vec()));
            reader.compound(&body, &mut own, input);
            (scope.folder, scope.before) = (own.folder, own.before);
        });
        true
    }

    /// What nobody in this text calls may still be called, by `trap`, `find` or an `export -f`.
    fn uncalled_functions(&mut self, scope: &mut Scope) {
        let uncalled = self.functions.values().filter(|function| !function.called);
        let bodies: Vec<_> = uncalled.map(|function| Rc::clone(&function.body)).collect();
        for body in bodies {
            let mut own = scope.with(None);
            self.deeper(|reader| reader.compound(&body, &mut own, &Input::None));
        }
    }
}

/// The folder after several ways that may have been gone.
fn meeting(ways: Vec<Folder>) -> Folder {
    let mut ways = ways.into_iter();
    let first = ways.next().unwrap_or(Folder::Unknown);
    if ways.all(|way| way == first) { first } else { Folder::Unknown }
}

/// A piece of a text as a reason shows it.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST_SHOWN: usize = 60;
    let line: String =
        text.trim().chars().map(|c| if c == UNKNOWN || c.is_control() { '…' } else { c }).collect();
    if line.chars().count() <= LONGEST_SHOWN {
        return line;
    }
    line.chars().take(LONGEST_SHOWN).chain(['…']).collect()
}
