//! `cargo xtask bench [NAME]`: measurements against the budgets the project promises. A bench prints a table and
//! fails when its budget is missed.

mod county;
mod figures;
mod import;
mod score;
mod size;

use crate::workspace::Workspace;
use anyhow::{Result, bail};

struct Bench {
    name: &'static str,
    measures: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

const BENCHES: &[Bench] = &[
    Bench { name: "size", measures: "what a first visit loads over the wire", run: size::run },
    Bench { name: "import", measures: "a large file dropped on the page, beside other parsers", run: import::run },
    Bench { name: "score", measures: "a million parcels scored natively, beside pandas", run: score::run },
];

/// One bench, or all of them in order.
pub fn run(workspace: &Workspace, name: Option<&str>) -> Result<()> {
    let wanted: Vec<&Bench> = BENCHES.iter().filter(|bench| name.is_none_or(|name| name == bench.name)).collect();
    if wanted.is_empty() {
        let known: Vec<String> = BENCHES.iter().map(|bench| format!("{} ({})", bench.name, bench.measures)).collect();
        bail!("no bench of that name; there are: {}", known.join(", "));
    }
    for bench in wanted {
        println!("\n== {}: {}", bench.name, bench.measures);
        (bench.run)(workspace)?;
    }
    Ok(())
}
