//! The words interface and workers say to each other.
//!
//! The interface sends [`Request`]s, each under a job number; the worker answers with [`Answer`]s that carry the
//! number back, so that a stale answer can be dropped. Small things travel as these types (serde-wasm-bindgen); files
//! and exports travel beside them, as `File` objects and transferred buffers. The trainer is a worker of its own and
//! has words of its own ([`Task`], [`Reply`]).

mod trainer;

pub use trainer::{Reply, Task, Trainer};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    session::{DemoOptions, ImportOptions, ImportReport, LeadDetail, LeadRow, Query, Tally, Thresholds},
};

/// Raised when a message changes shape: a page and a worker of different builds must not talk to each other.
pub const PROTOCOL: u32 = 2;

/// What the interface and one of its workers can say to each other.
pub trait Talk: 'static {
    type Ask: Serialize + DeserializeOwned;
    type Answer: Serialize + DeserializeOwned;

    /// First message of a worker, under job 0.
    fn ready() -> Self::Answer;
    fn failed(message: String) -> Self::Answer;
    fn bearing(answer: &Self::Answer) -> Bearing;
}

/// What an answer means for the job, whatever it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bearing {
    Ready {
        protocol: u32,
    },
    Failed {
        message: String,
    },
    /// More will come.
    UnderWay,
    Done,
}

/// The worker that owns the leads.
#[derive(Clone, Copy, Debug)]
pub enum Engine {}

impl Talk for Engine {
    type Ask = Request;
    type Answer = Answer;

    fn ready() -> Answer {
        Answer::Ready { protocol: PROTOCOL }
    }

    fn failed(message: String) -> Answer {
        Answer::Failed { message }
    }

    fn bearing(answer: &Answer) -> Bearing {
        match answer {
            Answer::Ready { protocol } => Bearing::Ready { protocol: *protocol },
            Answer::Failed { message } => Bearing::Failed { message: message.clone() },
            Answer::Progress { .. } => Bearing::UnderWay,
            _ => Bearing::Done,
        }
    }
}

/// Numbers one request; its answers repeat it.
pub type Job = u32;

/// What the interface asks. The message is `[job, request, file 0, file 1, …]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Read the files that travel beside this message, replace the leads by theirs, score them.
    Import { options: ImportOptions },
    /// The same with a synthetic county made on the spot.
    Demo { demo: DemoOptions, options: ImportOptions },
    /// Filter and sort; later `Rows` number into this order.
    View { query: Query },
    /// Rows `start .. start + count` of the view.
    Rows { start: u32, count: u32 },
    /// Everything about one lead.
    Lead { lead: u32 },
    /// Move the tier thresholds; the view keeps its rows, their tiers change.
    Thresholds { thresholds: Thresholds },
    /// The view, in its order, as a CSV file; the bytes travel beside the answer.
    ExportCsv,
    /// Rows to learn an ARV from; they travel beside the answer.
    ArvRows { recipe: ArvRecipe },
    /// Rows to learn good leads from; they travel beside the answer.
    LeadRows { recipe: LeadRecipe },
    /// What models are to be asked about the leads; it travels beside the answer.
    Questions,
    /// Models have answered: their judgements travel beside this message. The view is all leads by their new rank.
    Judged,
}

/// What the worker answers. The message is `[job, answer]`, for `Exported` and `Handed` `[job, answer, ArrayBuffer]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// First message of a worker, under job 0.
    Ready {
        protocol: u32,
    },
    /// A long job moves on.
    Progress {
        stage: Stage,
        done: f64,
        total: f64,
    },
    /// Files read, leads merged and scored. The view is all leads by rank.
    Imported {
        report: ImportReport,
        tally: Tally,
    },
    /// How many rows the view has now.
    Viewed {
        rows: u32,
    },
    Rows {
        start: u32,
        rows: Vec<LeadRow>,
    },
    Lead {
        detail: Box<LeadDetail>,
    },
    Tallied {
        tally: Tally,
    },
    Exported {
        file_name: String,
        rows: u32,
    },
    /// What was asked for is for the trainer and travels beside.
    Handed,
    /// The models' answers are in the scores and deals.
    Judged {
        tally: Tally,
    },
    /// The job could not be done; in words for the user.
    Failed {
        message: String,
    },
}

/// Where a long job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    Reading,
    Merging,
    Scoring,
    Exporting,
}
