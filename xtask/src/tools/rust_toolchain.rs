//! Parts of the Rust toolchain: the wasm32 target, rustfmt, clippy. rustup installs them; without rustup the
//! distribution has to, and the message says so.

use crate::{shell, workspace::Workspace};
use anyhow::{Context, Result};
use std::{path::Path, process::Command};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

pub fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    let libraries = shell::answer(
        Command::new("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]).current_dir(&workspace.root),
    );
    if libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    println!("The Rust target {WASM_TARGET} (the app runs as WebAssembly) is missing. Installing it (half a minute).");
    shell::run(Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(&workspace.root)).with_context(
        || format!("install Rust's standard library for {WASM_TARGET}: with rustup, or as a package of your system"),
    )
}

pub fn ensure_component(workspace: &Workspace, component: &str) -> Result<()> {
    let subcommand = if component == "rustfmt" { "fmt" } else { component };
    if shell::answer(Command::new("cargo").args([subcommand, "--version"]).current_dir(&workspace.root)).is_some() {
        return Ok(());
    }
    println!("cargo {subcommand} is missing. Installing the component {component} (half a minute).");
    shell::run(Command::new("rustup").args(["component", "add", component]).current_dir(&workspace.root))
        .with_context(|| format!("install {component}: with rustup, or as a package of your system"))
}
