//! Every developer's command, so that a fresh clone needs only Rust and Node.
//!
//! In: a command line. Out: a built site, a running server, a test verdict, a table of measurements.
//! It decides nothing about leads and is never shipped.

mod bench;
mod build;
mod dev;
mod dist_finish;
mod models;
mod screenshots;
mod serve;
mod shell;
mod site_stamp;
mod test;
mod tools;
mod transfer;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Build, serve, test and measure Leadscore")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the app and serve it on this machine; installs what is missing
    Serve {
        /// Port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Only print the address, open no browser
        #[arg(long)]
        no_open: bool,
    },
    /// Build the static site into dist/; it works under any sub-path
    Build,
    /// Run every check and test; installs what is missing
    Test {
        /// Run this one step
        #[arg(long, value_name = "STEP")]
        only: Option<String>,
    },
    /// Measure against the budgets: one bench by name, or all of them
    Bench {
        name: Option<String>,
        #[command(flatten)]
        scope: bench::Scope,
    },
    /// Train the shipped models from the demo county anew
    Models {
        /// Only say whether models/ is what would come out
        #[arg(long)]
        check: bool,
    },
    /// Take pictures of every page at three widths in both themes, into target/screenshots/
    Screenshots,
    /// Rebuild and reload the page on every change of a file
    Dev {
        /// Port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Called by Trunk after a build (see Trunk.toml)
    #[command(hide = true)]
    DistFinish,
}

fn main() -> ExitCode {
    let workspace = Workspace::locate();
    let done = match Arguments::parse().command {
        Command::Serve { port, no_open } => serve::run(&workspace, port, !no_open),
        Command::Build => build::run(&workspace),
        Command::Test { only } => test::run(&workspace, only.as_deref()),
        Command::Bench { name, scope } => bench::run(&workspace, name.as_deref(), &scope),
        Command::Models { check } => models::run(&workspace, check),
        Command::Screenshots => screenshots::run(&workspace),
        Command::Dev { port } => dev::run(&workspace, port),
        Command::DistFinish => dist_finish::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
