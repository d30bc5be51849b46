//! `leadscore explain`.

use clap::{Args, ValueEnum};

use super::{Input, Scoring};

/// Why a lead stands where it stands: rule points, what models make of each feature, and houses like it.
#[derive(Debug, Args)]
#[command(
    after_help = "Contributions of the ARV model are US dollars and add up to the estimate. Where the model learned the \
                  logarithm\nof the value, a feature's share of the logarithm is worth its part of the way from the base \
                  to the estimate:\nshare x (estimate - base) / ln(estimate / base).\n\n\
                  Example:\n  leadscore explain county/*.csv --parcel 29-22-28-8850-02-050 --models models/"
)]
pub struct Explain {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub scoring: Scoring,
    /// The parcel, in any spelling.
    #[arg(long, value_name = "ID")]
    pub parcel: String,
    /// For people, or everything as one JSON object.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub format: ExplainFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    Text,
    Json,
}
