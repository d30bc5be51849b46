//! `cargo xtask screenshots`: pictures of every page at 390, 1280 and 1920 px in both themes, from the built site.

use crate::{build, shell, tools, workspace::Workspace};
use anyhow::Result;
use std::process::Command;

pub fn run(workspace: &Workspace) -> Result<()> {
    build::site(workspace)?;
    let browser = tools::browser()?;
    tools::node_packages(&workspace.journeys)?;
    let folder = workspace.root.join("target").join("screenshots");
    shell::run(
        Command::new("node")
            .arg(workspace.journeys.join("screenshots.mjs"))
            .current_dir(&workspace.root)
            .env("LEADSCORE_DIST", &workspace.dist)
            .env("LEADSCORE_SCREENSHOTS", &folder)
            .env("CHROMIUM", browser.chromium),
    )?;
    println!("The pictures are in {}.", folder.display());
    Ok(())
}
