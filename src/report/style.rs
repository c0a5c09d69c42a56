use std::fmt;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Verbosity {
    /// Findings only.
    Quiet,
    /// Findings, notes and counts.
    #[default]
    Normal,
    /// Every name, safe ones too.
    Verbose,
}

/// The command line that is being answered, so that a finding can print the very command that
/// would let it through: `before --allow NAME after`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The program, quoted for a shell: `phantom`, or `cargo phantom`.
    pub before: String,
    /// The arguments behind it, quoted for a shell; options that stand there may stay.
    pub after: String,
    /// Options among them that another command of Phantom's is to have too, quoted, each with a space before it.
    pub kept: String,
}

/// How a report looks.
#[derive(Debug, Clone)]
pub struct Style {
    /// Whether to colour. Everything can be understood without.
    pub color: bool,
    /// How much to say.
    pub verbosity: Verbosity,
    /// The command line, where there is one.
    pub command: Option<Command>,
    /// The columns that a line may take. Sentences are wrapped to it, the user's own lines cut around the
    /// name, commands to be copied neither.
    pub width: usize,
    /// Whether a screen reader is to read it: whole sentences, one fact a line, nothing drawn or aligned.
    pub plain: bool,
    /// Whether sentences stay whole, however long: for a pipe, where they are searched.
    pub whole: bool,
}

impl Default for Style {
    /// No colour, the usual amount, 80 columns.
    fn default() -> Self {
        Self {
            color: false,
            verbosity: Verbosity::Normal,
            command: None,
            width: 80,
            plain: false,
            whole: false,
        }
    }
}

/// What a piece of text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Blocked,
    Warning,
    Note,
    Good,
    Name,
    Label,
    /// What frames the user's own lines.
    Frame,
}

impl Style {
    /// The columns that a sentence may take: none is broken for who listens to it or searches it.
    pub(super) const fn line_width(&self) -> usize {
        if self.plain || self.whole { usize::MAX } else { self.width }
    }

    /// The text in its role's colour.
    pub(super) const fn paint<D: fmt::Display>(&self, role: Role, text: D) -> Painted<D> {
        Painted { text, role, color: self.color && !self.plain }
    }
}

/// A text that writes itself in colour.
pub(super) struct Painted<D> {
    text: D,
    role: Role,
    color: bool,
}

impl<D: fmt::Display> fmt::Display for Painted<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.color {
            return self.text.fmt(f);
        }
        // The sixteen colours that a terminal's own theme defines, so that light and dark both work.
        let code = match self.role {
            Role::Blocked => "1;31",
            Role::Warning => "1;33",
            Role::Note => "1;36",
            Role::Good => "1;32",
            Role::Name => "1",
            Role::Label => "2",
            Role::Frame => "36",
        };
        write!(f, "\u{1b}[{code}m")?;
        self.text.fmt(f)?;
        f.write_str("\u{1b}[0m")
    }
}
