//! The words interface and worker say to each other.
//!
//! The interface sends [`Request`]s, each under a job number; the worker answers with [`Answer`]s that carry the
//! number back, so that a stale answer can be dropped. Small things travel as these types (serde-wasm-bindgen); files
//! and exports travel beside them, as `File` objects and transferred buffers.

use serde::{Deserialize, Serialize};

use crate::session::{DemoOptions, ImportOptions, ImportReport, LeadDetail, LeadRow, Query, Tally, Thresholds};

/// Raised when a message changes shape: a page and a worker of different builds must not talk to each other.
pub const PROTOCOL: u32 = 1;

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
}

/// What the worker answers. The message is `[job, answer]`, for `Exported` `[job, answer, ArrayBuffer]`.
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
