//! The engine's module: compiled, joined with JavaScript, made smaller and faster as the app's worker is.

use crate::{shell, tools::Tools, transfer::brotli_size, workspace::Workspace};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const TARGET: &str = "wasm32-unknown-unknown";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Cargo's profile `release`.
    Speed,
    /// The profile of the app's worker.
    AsWorker,
}

impl Build {
    pub fn name(self) -> &'static str {
        match self {
            Self::Speed => "profile release",
            Self::AsWorker => "profile web-worker",
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Self::Speed => "release",
            Self::AsWorker => "web-worker",
        }
    }
}

pub struct Engine {
    pub build: Build,
    /// Holds `bench_engine.js` and `bench_engine_bg.wasm`.
    pub folder: PathBuf,
    /// The same without the engine, for what the engine adds.
    bare_folder: PathBuf,
}

pub struct Weight {
    pub plain_bytes: usize,
    pub brotli_bytes: usize,
    /// Of these, what the engine adds to a module that has all the rest.
    pub added_brotli_bytes: usize,
}

impl Engine {
    pub fn build(workspace: &Workspace, tools: &Tools, build: Build, home: &Path) -> Result<Self> {
        let folder = |kind: &str| home.join(format!("{kind}-{}", build.profile()));
        let engine = Self { build, folder: folder("engine"), bare_folder: folder("bare") };
        compile(workspace, tools, build, &["--features", "bare"], &engine.bare_folder)?;
        compile(workspace, tools, build, &[], &engine.folder)?;
        Ok(engine)
    }

    pub fn weight(&self) -> Result<Weight> {
        let (bytes, bare) = (fs::read(module(&self.folder))?, fs::read(module(&self.bare_folder))?);
        let brotli_bytes = brotli_size(&bytes)?;
        let added_brotli_bytes = brotli_bytes.saturating_sub(brotli_size(&bare)?);
        Ok(Weight { plain_bytes: bytes.len(), brotli_bytes, added_brotli_bytes })
    }
}

fn module(folder: &Path) -> PathBuf {
    folder.join("bench_engine_bg.wasm")
}

fn compile(workspace: &Workspace, tools: &Tools, build: Build, features: &[&str], folder: &Path) -> Result<()> {
    shell::run(
        Command::new("cargo")
            .args(["build", "--package", "bench-engine", "--target", TARGET, "--profile", build.profile()])
            .args(features)
            .current_dir(&workspace.root),
    )?;
    let compiled = workspace.cargo_target.join(TARGET).join(build.profile()).join("bench_engine.wasm");
    shell::run(
        tools
            .command("wasm-bindgen", workspace)
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(folder)
            .arg(compiled),
    )?;
    let module = module(folder);
    shell::run(tools.command("wasm-opt", workspace).args(["-O3", "-o"]).arg(&module).arg(&module))
}
