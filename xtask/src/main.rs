//! What maintainers run: `cargo xtask corpus` builds the snapshot of names, `cargo xtask fit` sets
//! the weights.

mod accuracy;
mod corpus;
mod fit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "What maintainers of Phantom run")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds data/names.snapshot from lists of names
    Corpus(corpus::Arguments),
    /// Sets the weights from labelled names: src/detector/table.rs
    Fit(fit::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Fit(arguments) => fit::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
