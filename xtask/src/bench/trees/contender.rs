//! Who is measured, and what one run of it tells.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use std::process::{Command, Stdio};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Contender {
    Ours,
    LightGbm,
    XgBoost,
    ScikitLearn,
}

impl Contender {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "Leadscore",
            Self::LightGbm => "LightGBM",
            Self::XgBoost => "XGBoost",
            Self::ScikitLearn => "scikit-learn",
        }
    }

    /// As `peer.py` calls it.
    pub fn library(self) -> Option<&'static str> {
        match self {
            Self::Ours => None,
            Self::LightGbm => Some("lightgbm"),
            Self::XgBoost => Some("xgboost"),
            Self::ScikitLearn => Some("sklearn"),
        }
    }
}

/// The line of JSON that a run prints. What it does not tell is NaN or empty.
pub struct Fit(Value);

impl Fit {
    pub fn number(&self, name: &str) -> f64 {
        self.0[name].as_f64().unwrap_or(f64::NAN)
    }

    pub fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }
}

/// Runs a program and reads the last line that it prints.
pub fn fit_from(command: &mut Command) -> Result<Fit> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed ({})", output.status);
    }
    let text = String::from_utf8(output.stdout)?;
    let line = text.lines().last().ok_or_else(|| anyhow!("{command:?} said nothing"))?;
    Ok(Fit(serde_json::from_str(line).with_context(|| format!("{command:?} answered {line:?}"))?))
}
