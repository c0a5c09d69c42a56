//! Where reports go: findings to stdout, errors and notes to stderr.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufWriter, Write};
use std::ops::RangeInclusive;
#[cfg(unix)]
use std::os::fd::AsFd;
#[cfg(windows)]
use std::os::windows::io::AsHandle as AsFd;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use phantom_guard::finding::InputError;
use phantom_guard::package::hide_passwords;
use phantom_guard::report::{self, Exit, Report, Style, Verbosity, formats};

use crate::args::{Color, Format, GlobalOptions};
use crate::check::fault;
use crate::deliver;

/// How a run reports.
#[derive(Debug, Clone)]
pub struct Output {
    /// The form.
    pub format: Format,
    /// The file that the report goes to, instead of stdout.
    pub file: Option<PathBuf>,
    /// How text on stdout looks.
    pub stdout: Style,
    /// How text on stderr looks.
    pub stderr: Style,
}

impl Output {
    /// What the options and the environment ask for. `args` are those behind `program`, for the
    /// command lines that a report suggests.
    ///
    /// # Errors
    /// The exit code, where the environment names an unknown format or the report's file cannot be written;
    /// that is reported already.
    pub fn new(options: &GlobalOptions, program: &str, args: &[OsString]) -> Result<Self, ExitCode> {
        let plain = options.plain();
        let style = |color, (width, whole)| Style {
            color: color && !plain,
            verbosity: options.verbosity(),
            command: Some(report::Command {
                before: program.to_owned(),
                after: quoted(args),
                kept: kept(options),
            }),
            width,
            plain,
            whole,
        };
        let choice = options.color.unwrap_or_default();
        let output = Self {
            format: Format::Human,
            file: None,
            stdout: style(colored(choice, &io::stdout()), width_of(&io::stdout())),
            stderr: style(colored(choice, &io::stderr()), width_of(&io::stderr())),
        };
        let format = match options.format() {
            Ok(format) => format,
            Err(error) => return Err(output.errors(vec![error])),
        };
        let file = options.output.clone();
        match file.as_deref().map_or(Ok(()), |file| deliver::can_put(file, args)) {
            Ok(()) => Ok(Self { format, file: file.filter(|file| !deliver::is_stdout(file)), ..output }),
            Err(error) => Err(output.errors(vec![error])),
        }
    }

    /// The same for a command that reports no names: it has the common formats only, and no file. A format
    /// that only the environment asks for is not meant for it.
    ///
    /// # Errors
    /// The exit code, where an option asks for more; that is reported already.
    pub(crate) fn without_names(self, options: &GlobalOptions) -> Result<Self, ExitCode> {
        let plain = Self { format: Format::Human, file: None, ..self };
        if options.output.is_some() {
            let hint = "send its standard output into the file; --output is for check, scan and diff";
            return Err(plain.errors(vec![fault("this command has no --output".to_owned(), hint)]));
        }
        match options.format.filter(|format| !format.is_common()) {
            Some(format) => {
                let message = format!("this command has no format {}", format.word());
                let hint = "take human, json or jsonl; the others are for check, scan and diff";
                Err(plain.errors(vec![fault(message, hint)]))
            }
            None if self.format.is_common() => Ok(Self { format: self.format, ..plain }),
            None => Ok(plain),
        }
    }

    /// The same where the options stand before a client's name: suggested command lines have them there.
    pub(crate) fn with_options(mut self) -> Self {
        for style in [&mut self.stdout, &mut self.stderr] {
            if let Some(command) = &mut style.command {
                command.before.push_str(&command.kept);
            }
        }
        self
    }

    /// Sees to it that no earlier report is taken for the one of the run that begins.
    pub(crate) fn begin(&self) {
        if let Some(file) = &self.file {
            deliver::begin(file, self.format);
        }
    }

    /// Writes a report and gives the process's exit code.
    pub fn report(&self, report: &Report) -> ExitCode {
        self.diagnostics(report);
        let written = match &self.file {
            None => to_stdout(|out| deliver::write(self.format, report, &self.stdout, out)),
            Some(file) => self.to_file(file, report),
        };
        finish(written, report.exit())
    }

    /// Writes the report into its file, and says so.
    fn to_file(&self, file: &Path, report: &Report) -> io::Result<()> {
        let shown = report::escaped(&file.to_string_lossy()).into_owned();
        deliver::write_to(file, self.format, report, &self.stdout)
            .map_err(|error| io::Error::new(error.kind(), format!("{shown}: {error}")))?;
        if self.stderr.verbosity > Verbosity::Quiet {
            let _ = writeln!(io::stderr(), "{}; the report is in {shown}", formats::counts(report));
        }
        Ok(())
    }

    /// Writes a report's errors and notes only: for a run whose findings are written already.
    pub fn diagnostics(&self, report: &Report) {
        // Where stderr is closed, nobody can be told.
        let _ = report::diagnostics(report, &self.stderr, &mut io::stderr().lock());
    }

    /// Reports errors that keep a run from starting.
    pub fn errors(&self, errors: Vec<InputError>) -> ExitCode {
        let report = Report::of_errors(errors);
        // The text would only say that nothing was checked.
        if self.format == Format::Human && self.file.is_none() {
            self.diagnostics(&report);
            return ExitCode::from(report.exit().code());
        }
        self.report(&report)
    }
}

/// Writes a document of errors alone, for a run that ended before it had an [`Output`]: a program that waits
/// for one finds no earlier one, and none that is cut. Without a file it goes to stdout.
pub(crate) fn document(format: Format, file: Option<&Path>, error: InputError) {
    let report = Report::of_errors(vec![error]);
    let written = match file {
        Some(file) => deliver::write_to(file, format, &report, &Style::default()),
        None => to_stdout(|out| deliver::write(format, &report, &Style::default(), out)),
    };
    if let (Err(error), Some(file)) = (written, file) {
        let shown = file.to_string_lossy();
        let _ = writeln!(
            io::stderr(),
            "error: the report cannot be written: {}: {error}",
            report::escaped(&shown)
        );
    }
}

/// The last line of a run that ended before its client: that it was Phantom, and why.
pub(crate) fn not_run(client: &OsStr, because: &str) {
    let _ =
        writeln!(io::stderr(), "phantom: not checked: {because} ({} was not run)", client.to_string_lossy());
}

/// Writes to stdout in blocks.
pub(crate) fn to_stdout(
    write: impl FnOnce(&mut BufWriter<io::StdoutLock<'static>>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush()
}

/// The exit code, after an attempt to write. A reader that has gone away (`| head`) has what it
/// wanted; anything else that keeps a report from being written must not look like success.
pub(crate) fn finish(written: io::Result<()>, exit: Exit) -> ExitCode {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "error: the report cannot be written: {error}");
            ExitCode::from(exit.max(Exit::Unreadable).code())
        }
        _ => ExitCode::from(exit.code()),
    }
}

fn colored(choice: Color, stream: &impl anstream::stream::RawStream) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}

/// A report for a pipe or a file.
const WIDTH: usize = 100;

/// No terminal is taken to be narrower, nor wider.
const WIDTHS: RangeInclusive<usize> = 30..=400;

/// The columns of a terminal; else what `COLUMNS` says, else a usual width in which sentences stay whole.
fn width_of(stream: &impl AsFd) -> (usize, bool) {
    let terminal = terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0));
    let said = || std::env::var("COLUMNS").ok()?.trim().parse().ok();
    match terminal.filter(|width| *width > 0).or_else(said) {
        Some(width) => (width.clamp(*WIDTHS.start(), *WIDTHS.end()), false),
        None => (WIDTH, true),
    }
}

/// Arguments as a POSIX shell reads them, without the secrets that may stand among them.
fn quoted(args: &[OsString]) -> String {
    let mut value_is_secret = false;
    let quote = |arg: &OsString| {
        let arg = arg.to_string_lossy();
        let arg = if std::mem::take(&mut value_is_secret) && !arg.starts_with('-') {
            "***".to_owned()
        } else {
            let (shown, next) = without_secret(&arg);
            value_is_secret = next;
            shown
        };
        shell_quoted(&arg)
    };
    args.iter().map(quote).collect::<Vec<_>>().join(" ")
}

/// A word as a POSIX shell reads it.
fn shell_quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,*".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Options that say where answers come from: a suggested command without them would ask another registry.
fn kept(options: &GlobalOptions) -> String {
    let mut words: Vec<OsString> = Vec::new();
    if options.offline {
        words.push("--offline".into());
    }
    for index in &options.index {
        // With a secret left out it would be another one.
        if quoted(&[index.into()]) == shell_quoted(index) {
            words.extend(["--index".into(), index.into()]);
        }
    }
    if let Some(file) = &options.config {
        words.extend(["--config".into(), file.into()]);
    }
    if words.is_empty() { String::new() } else { format!(" {}", quoted(&words)) }
}

/// Words in an option's name by which its value is taken for a secret, whichever client's it is.
const SECRET_WORDS: [&str; 8] =
    ["token", "auth", "password", "passwd", "secret", "otp", "credential", "apikey"];

/// An argument as it may be shown, and whether the next one is its secret value: `--otp 123456`,
/// `--//registry.example/:_authToken=x`, `--config registries.x.token="y"`, addresses with a password
/// or a query.
fn without_secret(arg: &str) -> (String, bool) {
    let (name, value) = match arg.split_once('=') {
        Some((name, _)) => (name, true),
        None => (arg, false),
    };
    let lower = name.to_ascii_lowercase();
    // `oauthlib==3` is a requirement, and no setting.
    let setting = arg.starts_with('-') || lower.ends_with(".token") || lower.contains(":_");
    let secret = setting && SECRET_WORDS.iter().any(|word| lower.contains(word));
    if secret && value {
        return (format!("{name}=***"), false);
    }
    let mut shown = without_password(arg);
    if let Some((start, _)) = shown.split_once("://").filter(|(_, rest)| rest.contains('?')) {
        let path = shown.split('?').next().unwrap_or(start);
        shown = format!("{path}?***");
    } else if value && !shown.contains("://") {
        // `--proxy=me:secret@host:80`
        let password = shown.split_once('=').and_then(|(_, value)| value.rsplit_once('@'));
        if let Some((_, host)) = password.filter(|(user, _)| user.contains(':')) {
            shown = format!("{name}=***@{host}");
        }
    }
    if !shown.contains("***") {
        shown = hide_passwords(&shown).into_owned();
    }
    (shown, secret)
}

/// `https://me:secret@host/` becomes `https://***@host/`.
fn without_password(arg: &str) -> String {
    let hidden = arg.split_once("://").and_then(|(scheme, rest)| {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        let (_, host) = host.rsplit_once('@')?;
        Some(format!("{scheme}://***@{host}{path}"))
    });
    hidden.unwrap_or_else(|| arg.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_survive_a_shell_and_passwords_are_left_out() {
        assert_eq!(
            without_password("pypi=https://me:x@y@registry.example/a"),
            "pypi=https://***@registry.example/a"
        );
        assert_eq!(without_password("https://registry.example/@acme/x"), "https://registry.example/@acme/x");
        for (arg, shown, value_follows) in [
            ("--//corp.example/:_authToken=S3", "--//corp.example/:_authToken=***", false),
            ("--_auth=S3", "--_auth=***", false),
            ("--otp", "--otp", true),
            ("registries.x.token=\"S3\"", "registries.x.token=***", false),
            ("--proxy=me:S3@host:80", "--proxy=***@host:80", false),
            ("https://registry.example/a?tok=S3", "https://registry.example/a?***", false),
            ("//me:S3@registry.example/a", "//registry.example/a", false),
            ("requests==2.31", "requests==2.31", false),
            ("oauthlib==3", "oauthlib==3", false),
            ("a@b:c", "a@b:c", false),
        ] {
            assert_eq!(without_secret(arg), (shown.to_owned(), value_follows));
        }
        let secret = ["install", "--otp", "123456", "x"].map(OsString::from);
        assert_eq!(quoted(&secret), "install --otp *** x");
        let args = ["check", "-e", "pypi", "a b", "it's", "", "x>=1", "@types/node"].map(OsString::from);
        assert_eq!(quoted(&args), r"check -e pypi 'a b' 'it'\''s' '' 'x>=1' @types/node");
    }
}
