//! The native binary: the library at a terminal. One file per command; the only place that touches files, threads, the
//! clock and the terminal.

mod args;
mod check;
mod cv;
mod deal;
mod demo;
mod explain;
mod failure;
mod input;
mod judging;
mod log;
mod model;
mod models;
mod output;
mod predict;
mod score;
mod store;
mod table_file;
mod terminal;
mod threads;
mod tiers;
mod train;

use std::process::ExitCode;

use args::{Cli, Command};
use clap::Parser as _;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let log = log::Log::new(&cli.common);
    let outcome = match &cli.command {
        Command::Score(command) => score::run(command, &cli.common, &log),
        Command::Tiers(command) => tiers::run(command, &cli.common, &log),
        Command::Check(command) => check::run(command, &cli.common, &log),
        Command::Train(command) => train::run(command, &cli.common, &log),
        Command::Cv(command) => cv::run(command, &cli.common, &log),
        Command::Deal(command) => deal::run(command, &cli.common, &log),
        Command::Predict(command) => predict::run(command, &cli.common, &log),
        Command::Explain(command) => explain::run(command, &cli.common, &log),
        Command::Models(command) => models::run(command, &cli.common, &log),
        Command::Demo(command) => demo::run(command, &cli.common, &log),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has seen enough, as `head` does.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            log.error(&failure.to_string());
            failure.exit_code()
        }
    }
}
