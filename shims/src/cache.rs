//! `phantom cache`: the answers of registries that outlive a run.

use std::io::Write;
use std::process::ExitCode;

use phantom_guard::cache::{DISK_LIMIT, DiskCache, DiskStats, folder};
use phantom_guard::registry::locate::Environment;
use phantom_guard::report::{Exit, SCHEMA_VERSION, escaped};
use serde_json::json;

use crate::args::{CacheCommand, Format};
use crate::check::fault;
use crate::output::{Output, finish, to_stdout};

/// The variable that sets how many MiB the cache may take.
const LIMIT: &str = "PHANTOM_CACHE_MIB";

/// The cache where the environment puts it; `None` where that names no place.
pub(crate) fn disk(environment: &Environment) -> Option<DiskCache> {
    Some(DiskCache::new(&folder(environment)?, limit(environment)))
}

/// The limit in bytes. What is no number is no limit of the user's.
fn limit(environment: &Environment) -> u64 {
    let said = environment.get(LIMIT).and_then(|text| text.trim().parse::<u64>().ok());
    said.map_or(DISK_LIMIT, |mib| mib.saturating_mul(1024 * 1024))
}

/// Runs one of the three.
pub(crate) fn run(command: CacheCommand, output: &Output) -> ExitCode {
    let environment = Environment::of_process();
    let Some(cache) = disk(&environment) else {
        let message = "there is no folder for a cache: the environment names no home".to_owned();
        return output.errors(vec![fault(message, "set PHANTOM_CACHE_DIR to a folder")]);
    };
    match command {
        CacheCommand::Path => path(&cache, output),
        CacheCommand::Stats => match cache.stats() {
            Ok(stats) => show(&cache, stats, limit(&environment), output),
            Err(why) => {
                let hint = "`phantom cache clear` begins it anew, where the folder can be written";
                output.errors(vec![fault(format!("the cache cannot be read: {why}"), hint)])
            }
        },
        CacheCommand::Clear => match cache.clear() {
            Ok(()) => ExitCode::from(Exit::Clean.code()),
            Err(why) => {
                let hint = "remove the file yourself, or look at who may write its folder";
                output.errors(vec![fault(format!("the cache cannot be emptied: {why}"), hint)])
            }
        },
    }
}

fn path(cache: &DiskCache, output: &Output) -> ExitCode {
    let path = cache.path().to_string_lossy();
    finish(
        to_stdout(|out| match output.format {
            Format::Human => writeln!(out, "{path}"),
            _ => {
                writeln!(out, "{}", json!({ "schema_version": SCHEMA_VERSION, "path": path }))
            }
        }),
        Exit::Clean,
    )
}

fn show(cache: &DiskCache, stats: DiskStats, limit: u64, output: &Output) -> ExitCode {
    let DiskStats { entries, fresh, missing, registries, bytes } = stats;
    let path = cache.path().to_string_lossy();
    let written = to_stdout(|out| match output.format {
        Format::Human => {
            let counted = |count: u64, one: &str, many: &str| {
                format!("{count} {}", if count == 1 { one } else { many })
            };
            writeln!(out, "file        {}", escaped(&path))?;
            writeln!(out, "answers     {entries} from {}", counted(registries, "registry", "registries"))?;
            writeln!(out, "believed    {fresh}; the others are asked for again")?;
            writeln!(
                out,
                "missing     {}",
                counted(missing, "name that does not exist", "names that do not exist")
            )?;
            writeln!(out, "size        {} KiB of at most {}", bytes.div_ceil(1024), limit / 1024)
        }
        _ => {
            let document = json!({
                "schema_version": SCHEMA_VERSION,
                "path": path,
                "entries": entries,
                "fresh": fresh,
                "missing": missing,
                "registries": registries,
                "bytes": bytes,
                "limit_bytes": limit,
            });
            writeln!(out, "{document}")
        }
    });
    finish(written, Exit::Clean)
}
