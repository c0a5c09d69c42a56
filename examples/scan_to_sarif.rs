//! A step of a pipeline: it scans a folder under the folder's own `phantom.toml`, writes SARIF for whoever shows
//! findings beside the code, and ends with the exit code of docs/exit-codes.md.
//!
//! ```sh
//! cargo run --example scan_to_sarif -- fixtures/first-look findings.sarif
//! ```

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use phantom_guard::finding::InputError;
use phantom_guard::guard::{Guard, chains_in};
use phantom_guard::manifest;
use phantom_guard::policy::{Context, Policy, PolicyFile};
use phantom_guard::report::{Exit, Report, formats};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let [folder, sarif] = paths.as_slice() else {
        eprintln!("usage: scan_to_sarif FOLDER SARIF");
        return Ok(Exit::Unreadable.code().into());
    };
    let report = match policy(folder) {
        Ok(policy) => {
            let guard = Guard::builder(Timestamp::now()).policy(policy).context(Context::Scan).build()?;
            scan(folder, &guard)
        }
        // Half a policy would judge by rules that nobody meant.
        Err(errors) => Report::of_errors(errors),
    };
    formats::sarif(&report, &mut BufWriter::new(File::create(sarif)?))?;
    report.errors.iter().for_each(|error| eprintln!("{error}"));
    println!("{} names, {} of them blocked", report.summary.checked, report.summary.blocked);
    Ok(report.exit().code().into())
}

fn policy(folder: &Path) -> Result<Policy, Vec<InputError>> {
    match PolicyFile::find(folder) {
        Some(path) => {
            Policy::of_file(PolicyFile::read(&path, &path.to_string_lossy())?).map_err(|error| vec![error])
        }
        None => Ok(Policy::default()),
    }
}

fn scan(folder: &Path, guard: &Guard) -> Report {
    let reading = manifest::scan(&[folder.to_owned()]);
    if reading.files.is_empty() && reading.errors.is_empty() {
        // A wrong path must not look like success.
        let message = "no manifest and no lockfile was found".to_owned();
        let hint = "name the folder of a project".to_owned();
        let file = Some(folder.to_string_lossy().into());
        return Report::of_errors(vec![InputError { file, line: None, column: None, message, hint }]);
    }
    let mut report = guard.judge(reading.dependencies, reading.errors);
    report.chains = chains_in(&report.findings, &reading.files);
    report
}
