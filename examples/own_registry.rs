//! A company that knows which packages it uses: its inventory answers in a registry's place. What it does not
//! list does not exist for it, and an ecosystem that it knows nothing of is "could not check", never "safe".
//!
//! ```sh
//! printf 'npm acme-ui 2019-04-02\n' > inventory.txt
//! cargo run --example own_registry -- inventory.txt npm:acme-ui npm:acme-iu crates:acme-core
//! ```
//!
//! The service has a runtime of its own, and judges names one by one as they are asked of it.

use std::collections::HashMap;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};
use jiff::Timestamp;
use phantom_guard::guard::Guard;
use phantom_guard::package::{Ecosystem, PackageName, PackageSpec};
use phantom_guard::registry::{Lookup, Metadata, Registry, Unavailable};
use phantom_guard::report::{Report, escaped_name};

/// The packages, with the day since which each has been in use.
struct Inventory(HashMap<PackageName, Timestamp>);

impl Registry for Inventory {
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
        // A database would be asked here.
        async move {
            match self.0.get(name) {
                Some(&since) => {
                    let (first_published, detailed) = (Some(since), true);
                    // What an inventory does not know stays unknown, which is no evidence either way.
                    Lookup::Found(Metadata { first_published, detailed, ..Metadata::default() })
                }
                None if self.0.keys().any(|known| known.ecosystem() == name.ecosystem()) => Lookup::Missing,
                None => {
                    let why = format!("the inventory holds nothing of {}", name.ecosystem());
                    Lookup::Unavailable(Unavailable::NotAsked(why))
                }
            }
        }
        .boxed()
    }
}

/// A line is an ecosystem, a name and a day.
fn read(text: &str) -> Result<Inventory, Box<dyn Error>> {
    let mut names = HashMap::new();
    for line in text.lines() {
        let [ecosystem, name, day] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(format!("{line:?} is not an ecosystem, a name and a day").into());
        };
        let since = format!("{day}T00:00:00Z").parse()?;
        names.insert(PackageName::new(ecosystem.parse::<Ecosystem>()?, name), since);
    }
    Ok(Inventory(names))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let inventory = args.next().ok_or("usage: own_registry INVENTORY ECOSYSTEM:NAME...")?;
    let inventory = read(&std::fs::read_to_string(inventory)?)?;
    // An answer that is slow to come belongs behind a `cache::CachedRegistry`.
    let guard = Guard::builder(Timestamp::now()).registry(Arc::new(inventory)).build()?;
    let mut findings = Vec::new();
    for name in args {
        let finding = guard.judge_one(PackageSpec::parse(&name, None)?.into()).await;
        let (verdict, action) = (finding.assessment.verdict.as_str(), finding.decision.action.as_str());
        println!("{}: {verdict}, {action}", escaped_name(&name));
        findings.push(finding);
    }
    let unavailable = findings.iter().filter(|finding| finding.unavailable().is_some()).count();
    for note in guard.close(unavailable as u64).await {
        eprintln!("{note}");
    }
    Ok(Report::of(findings, Vec::new()).exit().code().into())
}
