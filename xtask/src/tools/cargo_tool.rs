//! Trunk and wasm-bindgen: used from PATH in the right version, else fetched ready-made by cargo-binstall where
//! that is installed, else built by Cargo.

use crate::{shell, workspace::Workspace};
use anyhow::{Context, Result};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// Building for use here and now, not for speed: with Cargo's own release profile Trunk alone takes 9 minutes on two
/// cores, with this one 3.
const QUICK_BUILD: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];

pub struct CargoTool {
    package: &'static str,
    version: String,
    /// What it installs; the first answers `--version`.
    programs: &'static [&'static str],
    cargo_options: &'static [&'static str],
    purpose: &'static str,
    build_time: &'static str,
}

impl CargoTool {
    /// Without its default features: they are for downloading, and Trunk.toml says `offline`.
    pub fn trunk() -> Self {
        Self {
            package: "trunk",
            version: "0.21.14".to_owned(),
            programs: &["trunk"],
            cargo_options: &["--no-default-features", "--locked"],
            purpose: "puts the site together",
            build_time: "3 minutes",
        }
    }

    /// Not `--locked`: the lock file that 0.2.130 was published with does not resolve.
    pub fn wasm_bindgen(version: &str) -> Self {
        Self {
            package: "wasm-bindgen-cli",
            version: version.to_owned(),
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            cargo_options: &[],
            purpose: "joins WebAssembly and JavaScript; must have the version in Cargo.lock",
            build_time: "1 minute",
        }
    }

    /// The folder that holds the programs, `None` if PATH has them.
    pub fn ensure(&self, workspace: &Workspace) -> Result<Option<PathBuf>> {
        if env::var_os("PATH").is_some_and(|folders| self.is_in(env::split_paths(&folders))) {
            return Ok(None);
        }
        let home = workspace.tools.join(format!("{}-{}", self.package, self.version));
        let programs = home.join("bin");
        if !self.is_in([programs.clone()]) {
            println!("{} {} ({}) is not on PATH.", self.package, self.version, self.purpose);
            if !self.fetch(&programs) {
                self.build(workspace, &home)?;
            }
        }
        Ok(Some(programs))
    }

    /// Whether the first program found answers with our version, and the others lie beside it.
    fn is_in(&self, folders: impl IntoIterator<Item = PathBuf>) -> bool {
        let Ok(folders) = env::join_paths(folders) else { return false };
        let found = self.programs.iter().map(|name| shell::find_in(&folders, name)).collect::<Option<Vec<_>>>();
        let Some(found) = found else { return false };
        let together = found.iter().all(|path| path.parent() == found[0].parent());
        let answer = shell::answer(Command::new(&found[0]).arg("--version"));
        together && answer.is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    /// Ready-made, by a program that the user has chosen to trust for this. Its failure only means that we build.
    fn fetch(&self, programs: &Path) -> bool {
        if shell::find("cargo-binstall").is_none() {
            return false;
        }
        println!("Fetching it with cargo-binstall into {}.", programs.display());
        let fetched = shell::run(
            Command::new("cargo")
                .args(["binstall", "--no-confirm", "--force", "--disable-strategies", "compile", "--install-path"])
                .arg(programs)
                .arg(format!("{}@{}", self.package, self.version)),
        );
        if let Err(error) = &fetched {
            println!("cargo-binstall did not have it ({error:#}).");
        }
        fetched.is_ok() && self.is_in([programs.to_path_buf()])
    }

    fn build(&self, workspace: &Workspace, home: &Path) -> Result<()> {
        println!("Building it into {} (about {} on two cores, once).", home.display(), self.build_time);
        shell::run(
            Command::new("cargo")
                .arg("install")
                .arg(format!("{}@{}", self.package, self.version))
                .args(self.cargo_options)
                .arg("--root")
                .arg(home)
                .args(["--force", "--no-track"])
                .envs(QUICK_BUILD)
                .env("CARGO_TARGET_DIR", build_folder(workspace)),
        )
        .with_context(|| {
            format!(
                "could not build {0}; with network access `cargo install {0}@{1}` should do",
                self.package, self.version
            )
        })
    }
}

/// Shared by the tools, which have many packages in common.
fn build_folder(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("build")
}

/// Half a gigabyte that nobody needs again. An interrupted build leaves it, and goes on from there the next time.
pub fn remove_build_folder(workspace: &Workspace) -> Result<()> {
    match fs::remove_dir_all(build_folder(workspace)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", build_folder(workspace).display()))
        }
        _ => Ok(()),
    }
}
