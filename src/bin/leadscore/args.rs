//! The command line.

mod explain;
mod models;
mod train;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use leadscore::{layout::ImportMode, table::Day};

pub use self::{explain::*, models::*, train::*};

/// Turns county lists of distressed houses into a ranked call list with reasons.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Score(Score),
    Tiers(Tiers),
    Check(Check),
    Train(Train),
    Cv(Cv),
    Deal(Deal),
    Predict(Predict),
    Explain(Explain),
    Models(Models),
    Demo(Demo),
}

/// What every command understands.
#[derive(Debug, Args)]
pub struct Common {
    /// Threads to use [default: all].
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Seed of everything random.
    #[arg(long, global = true, default_value_t = 42, value_name = "N")]
    pub seed: u64,
    /// The day that counts as today, YYYY-MM-DD [default: today].
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_day)]
    pub as_of: Option<Day>,
    /// How messages on standard error are written.
    #[arg(long, global = true, default_value = "text", value_name = "FORMAT")]
    pub log_format: LogFormat,
    /// Say nothing but errors.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

impl Common {
    /// Today, or the day given.
    pub fn as_of(&self) -> Day {
        self.as_of.unwrap_or_else(|| {
            let today = jiff::Zoned::now().date();
            Day::from_civil(i32::from(today.year()), today.month() as u32, today.day() as u32).unwrap_or(Day(0))
        })
    }
}

fn parse_day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| format!("`{text}` is not a date; write it as YYYY-MM-DD"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// Which files, and how they are read.
#[derive(Debug, Args)]
pub struct Input {
    /// CSV files, recognised by their headers, in any order; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How files are read: `smart`, or `reference` with the reference system's defects, for comparing numbers.
    #[arg(long, default_value = "smart", value_name = "MODE")]
    pub import: Import,
    /// Leave out files that cannot be used instead of stopping.
    #[arg(long)]
    pub skip_bad_files: bool,
    /// Write every rejected row and every blanked cell to this CSV file.
    #[arg(long, value_name = "PATH")]
    pub rejects: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Import {
    Smart,
    Reference,
}

impl From<Import> for ImportMode {
    fn from(import: Import) -> Self {
        match import {
            Import::Smart => Self::Smart,
            Import::Reference => Self::Reference,
        }
    }
}

/// How leads are scored.
#[derive(Debug, Args)]
pub struct Scoring {
    /// `guide`, `guide-full`, `guarded`, or the path of a profile file (.toml).
    #[arg(long, default_value = "guide-full", value_name = "PROFILE")]
    pub profile: String,
    /// The folder of models [default: models/ if it is there].
    #[arg(long, value_name = "DIR", conflicts_with = "no_ml")]
    pub models: Option<PathBuf>,
    /// Score by rule only.
    #[arg(long)]
    pub no_ml: bool,
    /// Write what each estimate rests on to this file, one JSON object a line.
    #[arg(long, value_name = "PATH")]
    pub prediction_log: Option<PathBuf>,
}

/// Leads ranked best first, with tier, reasons, ARV and deal.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore score county/*.csv --format csv -o leads.csv --rejects rejects.csv")]
pub struct Score {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub scoring: Scoring,
    /// How leads are written [default: by the ending of -o, else table].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ScoreFormat>,
    /// Columns for a tool, as csv, xlsx, geojson or json.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<PresetName>,
    /// Write here instead of standard output.
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Only the best N leads [default: all; for a table 50].
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScoreFormat {
    Table,
    Csv,
    Json,
    Jsonl,
    Xlsx,
    Geojson,
}

/// Columns for other tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PresetName {
    Full,
    CallList,
    #[value(name = "gohighlevel")]
    GoHighLevel,
    #[value(name = "hubspot")]
    HubSpot,
    #[value(name = "calltools")]
    CallTools,
    SkipTrace,
    MailMerge,
}

/// The tier table: how many leads are A, B, C, D, and their scores.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore tiers county/*.csv --profile guide")]
pub struct Tiers {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub scoring: Scoring,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: TableFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Table,
    Json,
}

/// What each file is, what became of its rows, and how well the lists join.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore check county/*.csv")]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: TableFormat,
}

/// Cross-validation on any table: how well a column can be predicted from the others.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  leadscore cv sales.csv --target price --log-target --drop id,fold_note --learner auto\n  \
                  leadscore cv leads.csv --target converted --positive yes --fold fold --params max_depth=4,eta=0.05"
)]
pub struct Cv {
    /// A CSV file with a header; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The column to predict.
    #[arg(long, value_name = "COL")]
    pub target: String,
    /// What the target is [default: two different values are classes, other numbers are numbers].
    #[arg(long, value_name = "TASK")]
    pub task: Option<CvTask>,
    /// The column that says which rows are tested together.
    #[arg(long, value_name = "COL", conflicts_with = "folds")]
    pub fold: Option<String>,
    /// Folds drawn by the seed, where there is no such column.
    #[arg(long, default_value_t = 5, value_name = "K", value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub folds: u32,
    /// What learns. `auto` finds out by validation within the rows it learns from.
    #[arg(long, default_value = "boost", value_name = "LEARNER")]
    pub learner: CvLearner,
    /// Parameters as `name=value,...`: XGBoost's names for boosting, scikit-learn's for the forest.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "PARAMS")]
    pub params: String,
    /// The value that counts as 1, of a target with classes.
    #[arg(long, value_name = "VALUE")]
    pub positive: Option<String>,
    /// Learn the logarithm of the target and answer in its own units.
    #[arg(long)]
    pub log_target: bool,
    /// Columns not to learn from.
    #[arg(long, value_name = "COL,...", value_delimiter = ',')]
    pub drop: Vec<String>,
    /// Columns that are categories though they look like numbers.
    #[arg(long, value_name = "COL,...", value_delimiter = ',')]
    pub categorical: Vec<String>,
    /// Columns to learn from though they look like ids.
    #[arg(long, value_name = "COL,...", value_delimiter = ',')]
    pub keep: Vec<String>,
    /// Columns to learn from though they look like giving the answer away.
    #[arg(long, value_name = "COL,...", value_delimiter = ',')]
    pub allow_leaky: Vec<String>,
    /// Write the prediction of each row, by the model that has not seen it, to this CSV file.
    #[arg(long, value_name = "PATH")]
    pub oof: Option<PathBuf>,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: TableFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CvTask {
    Regression,
    Classification,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CvLearner {
    Forest,
    Boost,
    Auto,
}

/// After-repair value, repairs, offer and return of each lead, or of one.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore deal county/*.csv --parcel 29-22-28-8850-02-050")]
pub struct Deal {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub scoring: Scoring,
    /// Only this parcel, in any spelling.
    #[arg(long, value_name = "ID")]
    pub parcel: Option<String>,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: DealFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DealFormat {
    Table,
    Json,
    Jsonl,
}

/// What a model says of each row of a table: one line a row, in order.
#[derive(Debug, Args)]
#[command(
    after_help = "Columns are found by name, in any order; others are passed over. A blank cell is missing. With several\n\
                  predictions a row (classes), each has a column of its own. Models of houses and leads that `train` has\n\
                  made are not asked about tables, but about lists: see `leadscore score`.\n\n\
                  Examples:\n  leadscore predict lightgbm.lsm houses.csv > predictions.csv\n  \
                  leadscore predict xgboost.json houses.csv --contributions --format jsonl"
)]
pub struct Predict {
    /// A model file (.lsm), its name in models/, or a model of XGBoost (JSON, UBJSON), LightGBM (text) or ONNX.
    pub model: PathBuf,
    /// CSV files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// CSV, or one JSON object a line; its `row` counts from 0.
    #[arg(long, default_value = "csv", value_name = "FORMAT")]
    pub format: PredictFormat,
    /// Add what each feature adds to the margin (exact Shapley values), and `base`, where they start from.
    #[arg(long)]
    pub contributions: bool,
    /// Add the raw margin: the sum of the leaves, before it becomes a chance or a count.
    #[arg(long)]
    pub margin: bool,
    /// Add the node that the row ends in, for each tree.
    #[arg(long)]
    pub leaves: bool,
    /// Only the first K rounds of boosting (models of other libraries).
    #[arg(long, value_name = "K")]
    pub rounds: Option<usize>,
    /// Round every number to 32 bits first, as programs do that keep tables so.
    #[arg(long)]
    pub float32: bool,
    /// The files have no header: their columns are the model's features, in order.
    #[arg(long)]
    pub no_header: bool,
    /// Write here instead of standard output.
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PredictFormat {
    Csv,
    Jsonl,
}

/// Writes a synthetic county: six CSV files to try everything with. No real person or address.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  leadscore demo county --rows 6000 && leadscore score county/*.csv --skip-bad-files"
)]
pub struct Demo {
    /// Folder for the files; made if it is missing.
    pub dir: PathBuf,
    /// Property records; the other files grow with them.
    #[arg(long, default_value_t = 6000, value_name = "N")]
    pub rows: u32,
}
