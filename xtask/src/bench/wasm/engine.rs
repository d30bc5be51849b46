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
}

pub struct Weight {
    pub plain_bytes: usize,
    pub brotli_bytes: usize,
}

impl Engine {
    pub fn build(workspace: &Workspace, tools: &Tools, build: Build, home: &Path) -> Result<Self> {
        let folder = home.join(format!("engine-{}", build.profile()));
        shell::run(
            Command::new("cargo")
                .args(["build", "--package", "bench-engine", "--target", TARGET, "--profile", build.profile()])
                .current_dir(&workspace.root),
        )?;
        let compiled = workspace.cargo_target.join(TARGET).join(build.profile()).join("bench_engine.wasm");
        shell::run(
            tools
                .command("wasm-bindgen", workspace)
                .args(["--target", "web", "--no-typescript", "--out-dir"])
                .arg(&folder)
                .arg(compiled),
        )?;
        let engine = Self { build, folder };
        let module = engine.module();
        shell::run(tools.command("wasm-opt", workspace).args(["-O3", "-o"]).arg(&module).arg(&module))?;
        Ok(engine)
    }

    fn module(&self) -> PathBuf {
        self.folder.join("bench_engine_bg.wasm")
    }

    pub fn weight(&self) -> Result<Weight> {
        let bytes = fs::read(self.module())?;
        Ok(Weight { plain_bytes: bytes.len(), brotli_bytes: brotli_size(&bytes)? })
    }
}
