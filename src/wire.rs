//! The words interface and workers say to each other.
//!
//! The interface sends [`Request`]s, each under a job number; the worker answers with [`Answer`]s that carry the
//! number back, so that a stale answer can be dropped. Small things travel as these types (serde-wasm-bindgen); files
//! and exports travel beside them, as `File` objects and transferred buffers. The trainer is a worker of its own and
//! has words of its own ([`Task`], [`Reply`]).

mod packed;
mod trainer;

pub use trainer::{Format, Reply, Task, Trainer};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    learn::{arv::ArvRecipe, lead::LeadRecipe},
    registry::Digest,
    score::{Cut, Profile},
    session::{Change, LeadSet},
    session::{DealList, DealQuery, ExportOptions, ExportReport, Lists, MapReport, Places, SupposedDeal, WhatIf},
    session::{DemoOptions, ImportOptions, ImportReport, LeadDetail, LeadRow, Query, Tally, Thresholds},
    session::{Origin, Sheet, UsedModel, Why},
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
    /// The numbers of the leads in those rows alone, to select them; they travel beside the answer.
    Leads { start: u32, count: u32 },
    /// The first leads by rank that hold a text, whatever the view.
    Find { text: String, most: u32 },
    /// The leads of the view as points of a map; they travel beside the answer.
    Points,
    /// Lines of leads by number, whatever the view.
    Named { leads: Vec<u32> },
    /// Everything about one lead.
    Lead { lead: u32 },
    /// Move the tier thresholds; the view keeps its rows, their tiers change.
    Thresholds { thresholds: Thresholds },
    /// The view, in its order, as a CSV file; the bytes travel beside the answer.
    ExportCsv,
    /// Leads as a file for another tool: what it would hold, or the file itself; a spreadsheet's rows are for the trainer.
    Export {
        #[serde(with = "packed")]
        options: Box<ExportOptions>,
        is_preview: bool,
    },
    /// Score the leads by another profile; the view is all leads by their new rank. `is_saved`: what moves is told
    /// against this profile from now on.
    Profile {
        #[serde(with = "packed")]
        profile: Box<Profile>,
        is_saved: bool,
    },
    /// Move the thresholds so that the tiers hold so many leads.
    Cut { places: Places },
    /// The figures of all deals, and the best of them.
    Deals { query: DealQuery },
    /// The deal of a lead under other assumptions; changes nothing.
    WhatIf { lead: u32, what_if: WhatIf },
    /// A profile as the text of a file.
    ProfileText {
        #[serde(with = "packed")]
        profile: Box<Profile>,
    },
    /// Write down what the person did about leads; the view keeps its rows.
    Note { leads: LeadSet, change: Change },
    /// A journal kept before: its text travels beside this message. It takes the place of the one in use, or adds to it.
    Journal { adds: bool },
    /// The journal, to be kept: its text travels beside the answer.
    JournalText,
    /// Rows to learn an ARV from; they travel beside the answer.
    ArvRows { recipe: ArvRecipe },
    /// Rows to learn good leads from; they travel beside the answer.
    LeadRows { recipe: LeadRecipe },
    /// What models are to be asked about the leads; it travels beside the answer.
    Questions,
    /// Models have answered: their judgements travel beside this message. The view is all leads by their new rank.
    Judged,
    /// What models say of one lead, taken apart, travels beside: put it into words.
    Explained,
    /// What is to be said of the lists, given the models in use.
    Quality { used: Vec<UsedModel> },
    /// The rows and cells that were not taken as they are, as a CSV file; the bytes travel beside the answer.
    Rejects,
    /// What each answer rests on, one line of JSON each; the bytes travel beside the answer.
    PredictionLog {
        /// The digests of the models in use: ARV, leads.
        digests: [Option<Digest>; 2],
    },
    /// Rows to compare two models on; they travel beside the answer.
    CompareCases { origins: Box<[Origin; 2]> },
    /// Who would change tiers: what two models say of all leads travels beside.
    Churn,
}

/// What the worker answers. The message is `[job, answer]`, for `Exported`, `Leads` and `Handed` `[job, answer, ArrayBuffer]`.
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
    /// Numbers of leads, four bytes each, the lowest byte first.
    Leads,
    Found {
        rows: Vec<LeadRow>,
    },
    /// Where the leads are, in numbers; [`PointSet::to_bytes`](crate::plot::map::PointSet::to_bytes) travels beside.
    Points {
        report: Box<MapReport>,
    },
    Named {
        rows: Vec<LeadRow>,
    },
    Lead {
        detail: Box<LeadDetail>,
    },
    Tallied {
        tally: Tally,
    },
    /// The leads are scored by this profile.
    Rescored {
        tally: Tally,
        profile: String,
        /// Where the profile scores other leads than the one before.
        lists: Option<Box<Lists>>,
    },
    /// The thresholds were moved; where, and what fits.
    Cut {
        tally: Tally,
        cuts: [Cut; 3],
    },
    Deals {
        list: Box<DealList>,
    },
    WhatIf {
        lead: u32,
        supposed: Box<SupposedDeal>,
    },
    ProfileText {
        name: String,
        text: String,
    },
    /// Written down for so many leads.
    Noted {
        leads: u32,
    },
    /// The journal in use knows so many parcels.
    Journal {
        parcels: u32,
    },
    /// The journal's text travels beside; it knows so many parcels.
    JournalText {
        parcels: u32,
    },
    Exported {
        file_name: String,
        rows: u32,
    },
    /// What an export holds; the file or the rows travel beside unless a preview was asked for.
    Export {
        #[serde(with = "packed")]
        report: Box<ExportReport>,
        is_preview: bool,
    },
    /// What was asked for is for the trainer and travels beside.
    Handed,
    Explained {
        #[serde(with = "packed")]
        why: Box<Why>,
    },
    Quality {
        #[serde(with = "packed")]
        sheets: Vec<Sheet>,
    },
    /// A file for the person; its bytes travel beside.
    File {
        name: String,
    },
    Churned {
        #[serde(with = "packed")]
        sheet: Sheet,
    },
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
