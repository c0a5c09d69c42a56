//! `phantom corpus`.

use std::io::Write;
use std::process::ExitCode;

use phantom_guard::corpus::Corpus;
use phantom_guard::package::Ecosystem;
use phantom_guard::report::Exit;
use serde_json::{Map, Value, json};

use crate::args::Format;
use crate::output::{Output, finish, to_stdout};

/// Shows the snapshot's date, counts and sources.
pub(crate) fn info(output: &Output) -> ExitCode {
    let corpus = Corpus::embedded();
    let written = to_stdout(|out| match output.format {
        Format::Human => {
            writeln!(out, "names as of {}, {} bytes", corpus.date(), corpus.size())?;
            for ecosystem in Ecosystem::ALL {
                let counts = corpus.counts(ecosystem);
                let (popular, names) = (counts.popular, counts.names);
                let part = if counts.complete { "every name there was" } else { "a part of the registry" };
                writeln!(
                    out,
                    "{:<8}{names:>8} names ({part}), {popular} of them popular",
                    ecosystem.as_str()
                )?;
            }
            writeln!(out, "sources")?;
            corpus.sources().lines().try_for_each(|line| writeln!(out, "  {line}"))
        }
        _ => {
            let counts: Map<String, Value> = Ecosystem::ALL
                .into_iter()
                .map(|ecosystem| {
                    let counts = corpus.counts(ecosystem);
                    let value = json!({
                        "names": counts.names,
                        "popular": counts.popular,
                        "complete": counts.complete,
                    });
                    (ecosystem.as_str().to_owned(), value)
                })
                .collect();
            let value = json!({
                "schema_version": phantom_guard::report::SCHEMA_VERSION,
                "date": corpus.date().to_string(),
                "bytes": corpus.size(),
                "counts": counts,
                "sources": corpus.sources().lines().collect::<Vec<_>>(),
            });
            writeln!(out, "{value}")
        }
    });
    finish(written, Exit::Clean)
}
