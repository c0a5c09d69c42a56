//! What maintainers run: `cargo xtask corpus` builds the snapshot of names, `cargo xtask fit` sets the
//! weights of evidence, `cargo xtask accuracy` measures the detector on labelled names, and `cargo xtask session`
//! draws the terminal session that the README shows.

mod accuracy;
mod corpus;
mod fit;
mod plot;
mod session;

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
    /// Sets the weights from labelled names: names/src/detector/table.rs
    Fit(fit::Arguments),
    /// Measures the detector on labelled names and rewrites the tables of docs/accuracy.md
    Accuracy(accuracy::Arguments),
    /// Runs Phantom on fixtures/first-look and draws what it prints: docs/session.svg
    Session(session::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Fit(arguments) => fit::run(&arguments),
        Task::Accuracy(arguments) => accuracy::run(&arguments),
        Task::Session(arguments) => session::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
