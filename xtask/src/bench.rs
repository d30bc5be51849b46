//! `cargo xtask bench [NAME]`: measurements against the budgets the project promises. A bench prints a table and
//! fails when its budget is missed.

mod county;
mod figures;
mod import;
mod python;
mod score;
mod size;
mod trees;
mod wasm;

use crate::workspace::Workspace;
use anyhow::{Result, bail};

/// What the benches of the tree engine measure, where less than everything is wanted.
#[derive(clap::Args, Default, PartialEq)]
pub struct Scope {
    /// trees, wasm: rows to learn from, such as 20000,200000
    #[arg(long, value_delimiter = ',', value_name = "N,...")]
    rows: Vec<u32>,
    /// trees: numbers of threads, such as 1,2
    #[arg(long, value_delimiter = ',', value_name = "N,...")]
    threads: Vec<u32>,
    /// trees, wasm: 20000 rows, one turn each
    #[arg(long)]
    quick: bool,
}

struct Bench {
    name: &'static str,
    measures: &'static str,
    run: fn(&Workspace, &Scope) -> Result<()>,
    has_scope: bool,
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "size",
        measures: "what a first visit loads over the wire",
        run: |workspace, _| size::run(workspace),
        has_scope: false,
    },
    Bench {
        name: "import",
        measures: "a large file dropped on the page, beside other parsers",
        run: |workspace, _| import::run(workspace),
        has_scope: false,
    },
    Bench {
        name: "score",
        measures: "a million parcels scored natively, beside pandas",
        run: |workspace, _| score::run(workspace),
        has_scope: false,
    },
    Bench {
        name: "trees",
        measures: "boosting and forests, beside LightGBM, XGBoost and scikit-learn",
        run: trees::run,
        has_scope: true,
    },
    Bench {
        name: "wasm",
        measures: "the tree engine as WebAssembly, beside native, YDF and ONNX Runtime Web",
        run: wasm::run,
        has_scope: true,
    },
];

/// One bench, or all of them in order.
pub fn run(workspace: &Workspace, name: Option<&str>, scope: &Scope) -> Result<()> {
    let wanted: Vec<&Bench> = BENCHES.iter().filter(|bench| name.is_none_or(|name| name == bench.name)).collect();
    if wanted.is_empty() {
        let known: Vec<String> = BENCHES.iter().map(|bench| format!("{} ({})", bench.name, bench.measures)).collect();
        bail!("no bench of that name; there are: {}", known.join(", "));
    }
    if *scope != Scope::default() && !wanted.iter().any(|bench| bench.has_scope) {
        bail!("--rows, --threads and --quick are for the benches trees and wasm");
    }
    for bench in wanted {
        println!("\n== {}: {}", bench.name, bench.measures);
        (bench.run)(workspace, scope)?;
    }
    Ok(())
}
