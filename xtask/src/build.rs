//! `cargo xtask build`: the static site in `dist/`, ready to be copied to any static host, under any path.
//! Trunk compiles and gathers (Trunk.toml, index.html) and calls `dist-finish` for the rest.

use crate::{
    shell, site_stamp,
    tools::{self, Tools},
    workspace::Workspace,
};
use anyhow::Result;
use std::process::Command;

pub fn run(workspace: &Workspace) -> Result<()> {
    site(workspace)?;
    println!("Copy the folder {} to any static web host.", workspace.dist.display());
    Ok(())
}

/// Builds the site unless `dist/` is current.
pub fn site(workspace: &Workspace) -> Result<()> {
    if site_stamp::is_current(workspace)? {
        println!("dist/ is current.");
        return Ok(());
    }
    let tools = tools::for_site(workspace)?;
    let inputs = site_stamp::inputs_digest(workspace)?;
    shell::run(trunk(&tools, workspace).args(["build", "--release"]))?;
    site_stamp::note(workspace, &inputs)
}

/// Without two variables of the caller: Trunk takes NO_COLOR for an option of its own and stops at the usual value 1,
/// and with RUST_BACKTRACE it buries every compiler error under its own stack.
pub fn trunk(tools: &Tools, workspace: &Workspace) -> Command {
    let mut command = tools.command("trunk", workspace);
    command.env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
    command
}

/// Builds the native binary in release; Cargo knows whether there is anything to do.
pub fn native_binary(workspace: &Workspace) -> Result<()> {
    shell::run(Command::new("cargo").args(["build", "--release", "--bin", "leadscore"]).current_dir(&workspace.root))
}
