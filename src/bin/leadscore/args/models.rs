//! The command line of `models`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use leadscore::registry::{KEPT_VERSIONS, ModelName};

use super::{Input, TableFormat};

/// Models and their versions: list, show, verify, promote, go back; import from and export to other libraries.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models import xgboost.json --name prices && leadscore models list")]
pub struct Models {
    #[command(subcommand)]
    pub command: ModelsCommand,
    /// The folder of models.
    #[arg(long, global = true, default_value = "models", value_name = "DIR")]
    pub models: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    List(ModelsList),
    Show(ModelsShow),
    Verify(ModelsVerify),
    Promote(ModelsPromote),
    Rollback(ModelsRollback),
    Prune(ModelsPrune),
    Compare(ModelsCompare),
    Import(ModelsImport),
    Export(ModelsExport),
}

/// The models in the folder.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models list --format json")]
pub struct ModelsList {
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: TableFormat,
}

/// What a model is, needs and answers.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models show prices")]
pub struct ModelsShow {
    /// A name in the folder, a version such as `arv`, `lead@previous` or `arv@20251118_020000`, or a model file of any
    /// kind.
    pub model: PathBuf,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: TableFormat,
}

/// Checks every byte of model files and lets each predict its golden rows again.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models verify --models models/")]
pub struct ModelsVerify {
    /// Names in the folder, or files [default: all in the folder].
    #[arg(value_name = "MODEL")]
    pub files: Vec<PathBuf>,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: TableFormat,
}

/// Puts another version to use; the one before it stays at hand for a rollback.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  leadscore models promote arv 20251118_020000\n  \
                        leadscore models promote lead challenger")]
pub struct ModelsPromote {
    /// `arv` or `lead`.
    pub model: ModelName,
    /// A version, such as 20251118_020000, or `challenger` or `previous`.
    #[arg(value_name = "VERSION")]
    pub name: String,
}

/// Goes back to the version that was in use before; a second rollback takes back the first.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models rollback arv")]
pub struct ModelsRollback {
    /// `arv` or `lead`.
    pub model: ModelName,
}

/// Removes all but the newest versions. Those that have an alias stay.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models prune --keep 5")]
pub struct ModelsPrune {
    /// How many of each model stay.
    #[arg(long, default_value_t = KEPT_VERSIONS, value_name = "N")]
    pub keep: usize,
}

/// Compares two versions of a model on the same rows: figures with the interval of their difference, and for lead models
/// which leads would change their tier.
#[derive(Debug, Args)]
#[command(
    after_help = "Rows and truth are those of B's recipe: market values, sale prices, tiers or calls. Intervals are those of \
                  a paired bootstrap.\n\n\
                  Example:\n  leadscore models compare arv@previous arv county/*.csv"
)]
pub struct ModelsCompare {
    /// A version such as `arv`, `lead@previous` or `arv@20251118_020000`, or a model file.
    pub a: PathBuf,
    /// Another version of the same model.
    pub b: PathBuf,
    #[command(flatten)]
    pub input: Input,
    /// The profile whose rules make the scores.
    #[arg(long, default_value = "guide-full", value_name = "PROFILE")]
    pub profile: String,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: TableFormat,
}

/// Takes a model of XGBoost (JSON, UBJSON), LightGBM (text) or ONNX into the folder.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models import xgboost.json --name prices")]
pub struct ModelsImport {
    pub file: PathBuf,
    /// What it is called from now on.
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Replace another model of this name.
    #[arg(long)]
    pub replace: bool,
}

/// Writes a model for other programs.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  leadscore models export prices --format onnx -o prices.onnx")]
pub struct ModelsExport {
    /// A name in the folder, a version such as `arv`, `lead@previous` or `arv@20251118_020000`, or a model file of any
    /// kind.
    pub model: PathBuf,
    #[arg(long, value_name = "FORMAT")]
    pub format: ModelsExportFormat,
    /// Write here instead of standard output.
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModelsExportFormat {
    XgboostJson,
    Onnx,
}
