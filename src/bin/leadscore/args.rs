//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use leadscore::{layout::ImportMode, table::Day};

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
    Deal(Deal),
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
    /// Score by rule only. This version has no models, so it always does.
    #[arg(long)]
    pub no_ml: bool,
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
