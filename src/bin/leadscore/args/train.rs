//! The command line of `train`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use leadscore::registry::{KEPT_VERSIONS, ModelName};

use super::Input;

/// Trains an ARV model, a lead model or both, measures them on rows they have not seen, and keeps them as versions.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  leadscore train all county/*.csv --report report.html\n  \
                        leadscore train arv county/*.csv --target sale_price --learner boost\n  \
                        leadscore train lead county/*.csv --target appointment --recent-days 365\n  \
                        leadscore train all county/*.csv --tune 120 --report report.html")]
pub struct Train {
    /// `arv`, `lead` or `all`.
    pub what: TrainWhat,
    #[command(flatten)]
    pub input: Input,
    /// The folder of models.
    #[arg(long, default_value = "models", value_name = "DIR")]
    pub out: PathBuf,
    /// What is learned. ARV: `total_mkt` or `sale_price`; leads: `tier`, `synthetic`, `contacted`, `appointment`,
    /// `contract` or `closed` [default: total_mkt and tier].
    #[arg(long, value_name = "COL")]
    pub target: Vec<String>,
    /// What learns the ARV.
    #[arg(long, default_value = "forest", value_name = "LEARNER")]
    pub learner: TrainLearner,
    /// Search for better parameters for so many seconds, in all: forest, boosting and both in one stack, by
    /// cross-validation of the training rows alone. What is not better than the usual parameters by more than chance is
    /// not kept.
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    pub tune: Option<f64>,
    /// The same for so many sets of parameters: unlike a time, that gives the same model on any machine. With --tune,
    /// whatever ends first.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub tune_trials: Option<u32>,
    /// Learn with the parameters of this model, as --tune found them: a file or a version, once for each model.
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["tune", "tune_trials"])]
    pub like: Vec<PathBuf>,
    /// Leave out houses worth less, US dollars.
    #[arg(long, default_value_t = 50_000.0, value_name = "USD")]
    pub min_market_value: f64,
    /// Leave out houses worth more, US dollars.
    #[arg(long, default_value_t = 800_000.0, value_name = "USD")]
    pub max_market_value: f64,
    /// Leave out calls longer ago, for a target of outcomes.
    #[arg(long, default_value_t = 90, value_name = "N")]
    pub recent_days: u32,
    /// The share of the rows to test on.
    #[arg(long, default_value_t = 0.2, value_name = "SHARE", value_parser = parse_test_size)]
    pub test_size: f64,
    /// How many leads you can call: what precision and lift are told for.
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub capacity: usize,
    /// How many versions of each model stay.
    #[arg(long, default_value_t = KEPT_VERSIONS, value_name = "N")]
    pub keep: usize,
    /// Columns to learn from though they look like giving the answer away; the model's file says so.
    #[arg(long, value_name = "COL,...", value_delimiter = ',')]
    pub allow_leaky: Vec<String>,
    /// The lists are made up, as those of `demo` are: the models are marked so, and used only when named with --models.
    #[arg(long)]
    pub made_up: bool,
    /// The profile whose rules make the tiers.
    #[arg(long, default_value = "guide-full", value_name = "PROFILE")]
    pub profile: String,
    /// Write a report as one HTML file.
    #[arg(long, value_name = "PATH")]
    pub report: Option<PathBuf>,
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub format: TrainFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TrainWhat {
    Arv,
    Lead,
    All,
}

impl TrainWhat {
    pub fn models(self) -> &'static [ModelName] {
        match self {
            Self::Arv => &[ModelName::Arv],
            Self::Lead => &[ModelName::Lead],
            Self::All => &[ModelName::Arv, ModelName::Lead],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TrainLearner {
    Forest,
    Boost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TrainFormat {
    Text,
    Json,
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => Ok(seconds),
        _ => Err(format!("`{text}` is no time to search for; give seconds above 0, such as 60")),
    }
}

/// A share that leaves rows on both sides.
fn parse_test_size(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err(format!("`{text}` is no share; give a number between 0 and 1, such as 0.2")),
    }
}
