//! `phantom explain`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use phantom_guard::policy::Context;
use phantom_guard::report;

use crate::args::{ExplainArgs, Format, GlobalOptions};
use crate::check::{judged, named, only_ecosystem};
use crate::online::Search;
use crate::output::{Output, finish, to_stdout};
use crate::session::Session;

/// Shows each name's signals and how they add up.
pub(crate) fn run(args: &ExplainArgs, options: &GlobalOptions, output: &Output) -> ExitCode {
    let folder = Path::new(".");
    let session = match Session::open(options, folder) {
        Ok(session) => session,
        Err(errors) => return output.errors(errors),
    };
    let ecosystem = args.ecosystem.or_else(|| only_ecosystem(folder));
    let (dependencies, errors) = named(&args.names, ecosystem);
    let search = Search { settings: &session.settings, folder, ask_client: true, named: &[] };
    let report = match judged(dependencies, errors, &session, Context::Explain, &search) {
        Ok(report) => report,
        Err(error) => return output.errors(vec![error]),
    };
    if output.format != Format::Human {
        return output.report(&report);
    }
    output.diagnostics(&report);
    let written = to_stdout(|out| {
        for (place, finding) in report.findings.iter().enumerate() {
            if place > 0 {
                writeln!(out)?;
            }
            report::explain(finding, &output.stdout, out)?;
        }
        Ok(())
    });
    finish(written, report.exit())
}
