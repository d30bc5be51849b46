//! The words interface and trainer say to each other.
//!
//! The trainer is a worker that knows nothing of the leads on the screen: rows, models and questions travel beside its
//! [`Task`]s as buffers, and what it makes of them beside its [`Reply`]s.

use serde::{Deserialize, Serialize};

use super::{Bearing, PROTOCOL, Talk};
use crate::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    session::ModelSummary,
};

/// The worker that trains models and asks them.
#[derive(Clone, Copy, Debug)]
pub enum Trainer {}

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
    /// Read the `.lsm` file that travels beside.
    Open,
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
    },
    /// The model is done; its `.lsm` file travels beside.
    Trained {
        summary: Box<ModelSummary>,
    },
    Opened {
        summary: Box<ModelSummary>,
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
            Reply::Trained { .. } | Reply::Opened { .. } | Reply::Judged => Bearing::Done,
        }
    }
}
