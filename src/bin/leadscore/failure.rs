//! Why a command ends, and with which exit code.

use std::{path::PathBuf, process::ExitCode};

use leadscore::score::ProfileError;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Failure {
    /// Bad input: nothing was written.
    #[error("{file}: {message}")]
    BadFile { file: String, message: String },
    #[error("{count} of {total} files cannot be used; first {file}: {message}")]
    BadFiles { count: usize, total: usize, file: String, message: String },
    #[error("none of the files can be used; first {file}: {message}")]
    NoFile { file: String, message: String },
    #[error("none of the files names leads; first {file}: {why}. Add the lists of parcels, sales or violations")]
    NoLeads { file: String, why: String },
    #[error("{file}: {source}")]
    Profile { file: String, source: ProfileError },
    #[error("no lead has the parcel id `{0}`; check the digits, or run `leadscore check` on the files")]
    NoParcel(String),
    #[error("`{0}` cannot be written in this format; choose csv, json or jsonl")]
    Format(PathBuf),
    /// Bad usage that only the data shows.
    #[error("{0}")]
    Usage(String),
    #[error("no model could be trained; see above why")]
    NothingTrained,
    /// The work could not be done.
    #[error("{}: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("standard output: {0}")]
    Stdout(std::io::Error),
    #[error("the system gives no threads ({0}); ask for fewer with --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    #[error("a lead could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Failure {
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Stdout(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }

    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::NothingTrained | Self::Write { .. } | Self::Stdout(_) | Self::Json(_) | Self::Threads(_) => {
                ExitCode::from(1)
            }
            _ => ExitCode::from(2),
        }
    }
}
