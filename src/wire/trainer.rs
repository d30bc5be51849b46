//! The words interface and trainer say to each other.
//!
//! The trainer is a worker that knows nothing of the leads on the screen: rows, models and questions travel beside its
//! [`Task`]s as buffers, and what it makes of them beside its [`Reply`]s.

use serde::{Deserialize, Serialize};

use super::{Bearing, PROTOCOL, Talk, packed};
use crate::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    plot::map::ShapesHead,
    registry::VersionName,
    score::Profile,
    session::{ModelSummary, Sheet},
};

/// The worker that trains models and asks them.
#[derive(Clone, Copy, Debug)]
pub enum Trainer {}

/// A format of another library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    XgboostJson,
    Onnx,
}

/// What the interface asks. The message is `[job, task, ArrayBuffer …]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// Learn from the rows that travel beside.
    TrainArv {
        recipe: ArvRecipe,
        as_of: String,
        made_seconds: f64,
    },
    TrainLead {
        recipe: LeadRecipe,
        as_of: String,
        made_seconds: f64,
    },
    /// Read the model file that travels beside: ours, or another library's.
    Open,
    /// Read the index of the shipped models and their files, which travel beside in its order.
    Shipped,
    /// Why the models asked last say what they say of a lead.
    Explain {
        lead: u32,
    },
    /// Take another library's trees for an ARV model: their file travels beside, then the rows to measure them on.
    Adopt {
        recipe: ArvRecipe,
        as_of: String,
        made_seconds: f64,
    },
    /// Compare two models: cases and the two files travel beside.
    Compare,
    /// Write the model whose file travels beside in another library's format.
    Convert {
        format: Format,
    },
    /// Read the GeoJSON file that travels beside, as a picture beneath the leads on the map.
    Outline,
    /// Write the rows that travel beside as a spreadsheet.
    Spreadsheet,
    /// Read the text of a profile file.
    ReadProfile {
        text: String,
    },
    /// Ask models; they are named by their versions. Beside it travel the questions and the file of each model named.
    Judge {
        arv: Option<String>,
        lead: Option<String>,
    },
}

/// What the trainer answers. The message is `[job, reply]`, for `Trained` and `Judged` `[job, reply, ArrayBuffer]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    Ready {
        protocol: u32,
    },
    /// Told after a tree, some twenty times a second.
    Progress {
        /// Of all trees of all fits, 0 to 1.
        share: f64,
        trees_done: u32,
        trees: u32,
        /// In words.
        stage: String,
        /// How far off the model itself is so far; None while something else is fitted.
        error: Option<f64>,
    },
    /// The model is done; its `.lsm` file travels beside.
    Trained {
        summary: Box<ModelSummary>,
        #[serde(with = "packed")]
        sheets: Vec<Sheet>,
        /// The report in full, as JSON.
        json: String,
    },
    /// The file is another library's model.
    Foreign,
    /// In the order of the index.
    Shipped {
        models: Vec<(VersionName, ModelSummary)>,
    },
    /// What the models say of the lead travels beside, for the engine.
    Explained,
    /// Of lead models, what both say of all leads travels beside, for the engine.
    Compared {
        #[serde(with = "packed")]
        sheet: Sheet,
    },
    /// The file travels beside.
    Converted,
    Opened {
        summary: Box<ModelSummary>,
    },
    /// A profile that can be used.
    ReadProfile {
        #[serde(with = "packed")]
        profile: Box<Profile>,
    },
    /// The spreadsheet travels beside.
    Spreadsheet,
    /// The columns of the outline travel beside; so many of its features have no place.
    Outline {
        head: Box<ShapesHead>,
        empty: u32,
    },
    /// The judgements travel beside.
    Judged,
    /// The task could not be done; in words for the user.
    Failed {
        message: String,
    },
}

impl Talk for Trainer {
    type Ask = Task;
    type Answer = Reply;

    fn ready() -> Reply {
        Reply::Ready { protocol: PROTOCOL }
    }

    fn failed(message: String) -> Reply {
        Reply::Failed { message }
    }

    fn bearing(reply: &Reply) -> Bearing {
        match reply {
            Reply::Ready { protocol } => Bearing::Ready { protocol: *protocol },
            Reply::Failed { message } => Bearing::Failed { message: message.clone() },
            Reply::Progress { .. } => Bearing::UnderWay,
            _ => Bearing::Done,
        }
    }
}
