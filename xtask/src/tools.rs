//! The programs the commands need: found where they are, or installed.
//!
//! What is on PATH in the right version is used. Anything else goes into `target/tools/<name>-<version>`, so nothing
//! of the machine is replaced and an outdated tool is never picked up. Only what cannot live in a folder is installed
//! for the whole machine: parts of the Rust toolchain through rustup, and Chromium through Debian's apt.
//! Every installation says what it installs, why, and about how long it takes.

mod cargo_tool;
mod chromium;
mod npm;
mod rust_toolchain;

pub use chromium::Browser;

use crate::{shell, workspace::Workspace};
use anyhow::{Context, Result, anyhow};
use cargo_tool::CargoTool;
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The oldest wasm-opt that understands what this Rust compiler writes; Debian's 108 does not.
const OLDEST_WASM_OPT: u32 = 123;
/// What `xtask/npm/package-lock.json` pins.
const BINARYEN: &str = "132";
const OLDEST_NODE: u32 = 20;

/// Programs that are installed, as the value of PATH that a child process needs to find them.
pub struct Tools {
    search_path: OsString,
}

impl Tools {
    /// A command that finds these programs, started in the repository.
    pub fn command(&self, program: &str, workspace: &Workspace) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&workspace.root).env("PATH", &self.search_path);
        command
    }
}

/// What `trunk build` and `trunk serve` need, Cargo's packages included: Trunk runs Cargo offline.
pub fn for_site(workspace: &Workspace) -> Result<Tools> {
    rust_toolchain::ensure_wasm_target(workspace)?;
    shell::run(Command::new("cargo").args(["fetch", "--locked"]).current_dir(&workspace.root))?;
    let bindgen_version = locked_version(workspace, "wasm-bindgen")?;
    let folders = [
        wasm_opt(workspace)?,
        CargoTool::trunk().ensure(workspace)?,
        CargoTool::wasm_bindgen(&bindgen_version).ensure(workspace)?,
    ];
    cargo_tool::remove_build_folder(workspace)?;
    tools_from(folders)
}

/// What `cargo test --target wasm32-unknown-unknown` needs beside the browser.
pub fn for_wasm_tests(workspace: &Workspace) -> Result<Tools> {
    rust_toolchain::ensure_wasm_target(workspace)?;
    let bindgen_version = locked_version(workspace, "wasm-bindgen")?;
    let folder = CargoTool::wasm_bindgen(&bindgen_version).ensure(workspace)?;
    cargo_tool::remove_build_folder(workspace)?;
    tools_from([folder])
}

/// What makes a module of its own: wasm-bindgen and wasm-opt.
pub fn for_wasm(workspace: &Workspace) -> Result<Tools> {
    let Tools { search_path } = for_wasm_tests(workspace)?;
    let found = env::split_paths(&search_path).map(Some);
    tools_from(wasm_opt(workspace)?.into_iter().map(Some).chain(found))
}

/// Chromium and its driver.
pub fn browser() -> Result<Browser> {
    chromium::ensure()
}

/// `cargo fmt` or `cargo clippy`.
pub fn rust_component(workspace: &Workspace, component: &str) -> Result<()> {
    rust_toolchain::ensure_component(workspace, component)
}

/// `rustc` for wasm32.
pub fn wasm_target(workspace: &Workspace) -> Result<()> {
    rust_toolchain::ensure_wasm_target(workspace)
}

/// The packages that a folder's `package-lock.json` names.
pub fn node_packages(folder: &Path) -> Result<()> {
    require_node()?;
    npm::ensure_locked(folder)
}

/// The folder that holds a usable wasm-opt, `None` if PATH has it.
fn wasm_opt(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let on_path = shell::answer(Command::new("wasm-opt").arg("--version"));
    if on_path.as_deref().and_then(number_in).is_some_and(|version| version >= OLDEST_WASM_OPT) {
        return Ok(None);
    }
    require_node()?;
    let home = workspace.tools.join(format!("binaryen-{BINARYEN}"));
    let programs = home.join("node_modules").join(".bin");
    if !npm::is_installed(&home)? {
        println!("wasm-opt {OLDEST_WASM_OPT} or newer (makes the WebAssembly smaller and faster) is not on PATH.");
        println!("Installing the npm package binaryen {BINARYEN} into {} (a few seconds).", home.display());
        fs::create_dir_all(&home)?;
        for file in ["package.json", "package-lock.json"] {
            fs::copy(workspace.root.join("xtask").join("npm").join(file), home.join(file))?;
        }
        npm::ensure_locked(&home)?;
    }
    Ok(Some(programs))
}

fn require_node() -> Result<()> {
    let version = shell::answer(Command::new("node").arg("--version"));
    match version.as_deref().map(|text| (number_in(text), text)) {
        Some((Some(major), _)) if major >= OLDEST_NODE => Ok(()),
        Some((_, text)) => Err(anyhow!(
            "Node is {text}, but {OLDEST_NODE} or newer is needed; install it from https://nodejs.org and run the command again"
        )),
        None => Err(anyhow!(
            "Node is needed (for wasm-opt and the browser tests) and not on PATH; install version {OLDEST_NODE} or newer \
             from https://nodejs.org and run the command again"
        )),
    }
}

/// The version that `Cargo.lock` holds of a package.
fn locked_version(workspace: &Workspace, package: &str) -> Result<String> {
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock")).context("could not read Cargo.lock")?;
    version_in_lock(&lock, package)
        .map(str::to_owned)
        .ok_or_else(|| anyhow!("Cargo.lock names no package {package}; run `cargo update --workspace`"))
}

fn version_in_lock<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, entry) = lock.split_once(&format!("\nname = \"{package}\"\nversion = \""))?;
    Some(entry.split_once('"')?.0)
}

/// The first whole number in a program's answer to `--version`.
fn number_in(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok()
}

/// Our folders before those of PATH.
fn tools_from(folders: impl IntoIterator<Item = Option<PathBuf>>) -> Result<Tools> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let all = folders.into_iter().flatten().chain(env::split_paths(&inherited));
    Ok(Tools { search_path: env::join_paths(all)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_package_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n\
                    [[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }

    #[test]
    fn version_answers_are_read_whatever_surrounds_the_number() {
        assert_eq!(number_in("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(number_in("v20.20.2"), Some(20));
        assert_eq!(number_in("unknown"), None);
    }
}
