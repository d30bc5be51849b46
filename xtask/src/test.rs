//! `cargo xtask test`: every check, from cheap to dear. Each step is a command that is printed and works by itself;
//! the first that fails stops the run and says how to repeat it alone.

use crate::{bench, build, models, shell, tools, workspace::Workspace};
use anyhow::{Result, anyhow};
use std::{fs, path::PathBuf, process::Command, time::Instant};

struct Step {
    name: &'static str,
    shows: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "format", shows: "all Rust is formatted", run: format },
    Step { name: "lint", shows: "no warning in native code, tests and xtask", run: lint },
    Step { name: "lint-library", shows: "the library needs no clock, thread, file or browser", run: lint_library },
    Step { name: "lint-web", shows: "no warning in the app and its worker", run: lint_web },
    Step { name: "xtask", shows: "the build's own parts work", run: xtask },
    Step { name: "native", shows: "unit, property, golden and command-line tests", run: native },
    Step { name: "wasm", shows: "the same library in a browser and in Node", run: wasm },
    Step { name: "site", shows: "the native binary and the site build, within the size budget", run: site },
    Step { name: "models", shows: "the shipped models come out again, byte for byte", run: models },
    Step { name: "journeys", shows: "the built site in Chromium", run: journeys },
];

pub fn run(workspace: &Workspace, only: Option<&str>) -> Result<()> {
    let steps: Vec<&Step> = STEPS.iter().filter(|step| only.is_none_or(|name| name == step.name)).collect();
    if steps.is_empty() {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        return Err(anyhow!("no step of that name; there are: {}", names.join(", ")));
    }
    let mut took_seconds = Vec::new();
    for step in steps {
        println!("\n== {}: {}", step.name, step.shows);
        let start = Instant::now();
        (step.run)(workspace).map_err(|error| {
            anyhow!("step {0} failed: {error:#}\nRepeat it alone with `cargo xtask test --only {0}`.", step.name)
        })?;
        took_seconds.push((step.name, start.elapsed().as_secs_f64()));
    }
    println!("\nAll passed.");
    for (name, seconds) in took_seconds {
        println!("{seconds:>8.1} s  {name}");
    }
    Ok(())
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(&workspace.root);
    command
}

const WEB: [&str; 5] = ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "web"];

fn format(workspace: &Workspace) -> Result<()> {
    tools::rust_component(workspace, "rustfmt")?;
    shell::run(&mut cargo(workspace, &["fmt", "--all", "--check"]))
}

fn lint(workspace: &Workspace) -> Result<()> {
    tools::rust_component(workspace, "clippy")?;
    shell::run(&mut cargo(workspace, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// The library alone, without any feature, under stricter lints than the binaries around it.
fn lint_library(workspace: &Workspace) -> Result<()> {
    tools::rust_component(workspace, "clippy")?;
    let lints = workspace.root.join("xtask").join("library-lints");
    let mut clippy = cargo(workspace, &["clippy", "--lib", "--no-default-features", "--", "-D", "warnings"]);
    shell::run(clippy.env("CLIPPY_CONF_DIR", lints))
}

fn lint_web(workspace: &Workspace) -> Result<()> {
    tools::rust_component(workspace, "clippy")?;
    tools::wasm_target(workspace)?;
    let mut clippy = cargo(workspace, &["clippy", "--lib", "--bins"]);
    clippy.args(WEB);
    if has_wasm_tests(workspace) {
        clippy.args(["--test", "web", "--test", "node"]);
    }
    shell::run(clippy.args(["--", "-D", "warnings"]))
}

fn xtask(workspace: &Workspace) -> Result<()> {
    shell::run(&mut cargo(workspace, &["test", "--package", "xtask"]))
}

fn native(workspace: &Workspace) -> Result<()> {
    shell::run(&mut cargo(workspace, &["test"]))
}

fn wasm(workspace: &Workspace) -> Result<()> {
    if !has_wasm_tests(workspace) {
        println!("There is no tests/web.rs and no tests/web/main.rs: nothing to run.");
        return Ok(());
    }
    let browser = tools::browser()?;
    let mut test = tools::for_wasm_tests(workspace)?.command("cargo", workspace);
    shell::run(test.arg("test").args(WEB).args(["--test", "web", "--test", "node"]).env("CHROMEDRIVER", browser.driver))
}

fn site(workspace: &Workspace) -> Result<()> {
    build::native_binary(workspace)?;
    bench::run(workspace, Some("size"), &bench::Scope::default())
}

fn models(workspace: &Workspace) -> Result<()> {
    models::run(workspace, true)
}

/// The journeys measure times, so they run one after the other.
fn journeys(workspace: &Workspace) -> Result<()> {
    let files = journey_files(workspace)?;
    if files.is_empty() {
        println!("There is no tests/e2e/*.test.mjs: nothing to run.");
        return Ok(());
    }
    build::native_binary(workspace)?;
    build::site(workspace)?;
    let browser = tools::browser()?;
    tools::node_packages(&workspace.journeys)?;
    shell::run(
        Command::new("node")
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
            .args(files)
            .current_dir(&workspace.root)
            .env("LEADSCORE_DIST", &workspace.dist)
            .env("LEADSCORE_BIN", workspace.native_binary())
            .env("CHROMIUM", browser.chromium),
    )
}

/// Relative to the repository, in order of their names.
fn journey_files(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(&workspace.journeys)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path.strip_prefix(&workspace.root).unwrap_or(&path).to_path_buf());
        }
    }
    files.sort();
    Ok(files)
}

fn has_wasm_tests(workspace: &Workspace) -> bool {
    let tests = workspace.root.join("tests");
    tests.join("web.rs").is_file() || tests.join("web").join("main.rs").is_file()
}
