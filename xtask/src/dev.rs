//! `cargo xtask dev`: Trunk watches the files, rebuilds without optimising and reloads the page. The page has no
//! service worker and no content security policy there; `cargo xtask serve` shows what users get.

use crate::{build, shell, tools, workspace::Workspace};
use anyhow::Result;

pub fn run(workspace: &Workspace, port: u16) -> Result<()> {
    let tools = tools::for_site(workspace)?;
    println!("Serving on http://127.0.0.1:{port} once built; Ctrl-C stops.");
    let mut trunk = build::trunk(&tools, workspace);
    trunk.args(["serve", "--address", "127.0.0.1", "--port", &port.to_string()]);
    // Beside the site of `cargo xtask build`, not in its place.
    shell::run(trunk.arg("--dist").arg(workspace.cargo_target.join("dev-dist")))
}
