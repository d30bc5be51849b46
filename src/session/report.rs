//! What a session says of its work: plain data for the screen, the terminal and JSON.

use serde::{Deserialize, Serialize};

use super::{Entry, Event, Moves, Status};
use crate::{
    deal::Rung,
    layout::{ImportMode, Source},
    score::{Thresholds, Tier, TierRow},
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportOptions {
    pub mode: ImportMode,
    /// Today, `YYYY-MM-DD`: the engine reads no clock.
    pub as_of: String,
    /// Name of a shipped profile.
    pub profile: String,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DemoOptions {
    /// Property records of the county; the other files grow with it.
    pub rows: u32,
    pub seed: u64,
}

/// What became of the files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportReport {
    pub files: Vec<FileReport>,
    pub joins: Vec<JoinRate>,
    pub leads: u32,
    /// Leads that the profile leaves out because no list it scores names them.
    pub unscored: u32,
    pub as_of: String,
    pub profile: String,
    /// Cities of the leads with their counts, the most frequent first.
    pub cities: Vec<(String, u32)>,
    /// The same by ZIP code of five digits.
    pub zips: Vec<(String, u32)>,
    /// Leads that each source names.
    pub sources: Vec<(Source, u32)>,
}

/// One file: what it was recognised as, and what became of its rows. `read = kept + rejected + merged`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileReport {
    pub name: String,
    pub bytes: u64,
    /// Why the whole file was refused; the rest is empty then.
    pub error: Option<String>,
    pub source: Option<Source>,
    /// Why a file that is known and sound adds no leads.
    pub left_aside: Option<String>,
    /// The layout recognised, such as "property records".
    pub layout: Option<String>,
    /// Such as "UTF-8, comma".
    pub dialect: String,
    pub columns: Vec<ColumnReport>,
    /// Headers that the layout does not use.
    pub ignored_headers: Vec<String>,
    pub read: u64,
    pub kept: u64,
    pub rejected: u64,
    pub merged: u64,
    pub problems: Vec<ProblemCount>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ColumnReport {
    pub header: String,
    pub field: String,
    /// Share of the kept rows with a value, 0 to 1.
    pub filled: f64,
}

/// Problems of one kind in one file, with the first few places.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProblemCount {
    pub reason: String,
    pub count: u64,
    /// Such as "line 12, column total_mkt: found `abc`".
    pub examples: Vec<String>,
}

/// How many leads named by `from` are also named by `to`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct JoinRate {
    pub from: Source,
    pub to: Source,
    pub matched: u32,
    pub total: u32,
}

/// The tier table with what the tier page draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub thresholds: Thresholds,
    /// What the profile came with.
    pub default_thresholds: Thresholds,
    pub tiers: Vec<TierRow>,
    /// Leads whose score is in `[i, i + 1)`, for i in 0..=99; 100 counts into the last.
    pub histogram: Vec<u32>,
    /// Against the profile last saved; None where nothing is compared.
    pub moves: Option<Moves>,
}

/// One line of the lead table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadRow {
    /// Names the lead in `Request::Lead`, whatever the view.
    pub lead: u32,
    /// Place in the ranking of all leads, from 1.
    pub rank: u32,
    pub tier: Tier,
    /// The score that ranks the lead: the rule's, moved by a lead model where one is in charge.
    pub score: f64,
    pub rule_score: f64,
    /// A lead model's chance that the lead is a good one.
    pub chance: Option<f64>,
    pub parcel_id: String,
    pub address: Option<String>,
    pub city: Option<String>,
    pub zip: Option<String>,
    pub arv: f64,
    pub arv_low: f64,
    pub arv_high: f64,
    /// Whether a model says so; else a rule of thumb does.
    pub arv_by_model: bool,
    pub max_offer: f64,
    pub profit: f64,
    pub roi_percent: f64,
    pub market_value: Option<f64>,
    /// What the lists say is owed, US dollars.
    pub owed: Option<f64>,
    /// Lists of houses in distress that name it; see [`SortColumn::Lists`](super::SortColumn::Lists).
    pub lists: u32,
    /// Market value less what is owed; see [`SortColumn::Equity`](super::SortColumn::Equity).
    pub equity: Option<f64>,
    /// Days from the as-of date to the next tax sale or auction; negative when past.
    pub days_to_sale: Option<i32>,
    pub sources: Vec<Source>,
    pub reasons: Vec<ReasonText>,
    pub recommendation: String,
    pub phone: Option<String>,
    /// What the person did about it.
    pub status: Status,
    pub do_not_contact: bool,
    /// Whether it has left in an export.
    pub exported: bool,
}

/// A reason: its code for machines, its words for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonText {
    pub code: String,
    pub text: String,
}

/// Everything about one lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadDetail {
    pub row: LeadRow,
    /// As first seen in a file.
    pub parcel_id_original: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub components: Vec<ComponentScore>,
    /// What the weighted components and bonuses add up to, before rounding.
    pub total: f64,
    pub thresholds: Thresholds,
    pub arv: ArvDetail,
    pub deal: DealDetail,
    /// What each source says, field by field, in the source's order.
    pub sources: Vec<SourceFacts>,
    /// Where sources or duplicate rows disagreed, and what was used.
    pub conflicts: Vec<String>,
    /// Status, notes and marks of the person.
    pub entry: Entry,
    /// What happened and what is to come, the latest first.
    pub timeline: Vec<Event>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentScore {
    /// Such as "Distress".
    pub name: String,
    /// 0 to 100.
    pub points: f64,
    pub weight: f64,
    /// `points * weight`: what it adds to the score.
    pub contribution: f64,
    /// The rules that counted: words and points within the component.
    pub rules: Vec<(String, f64)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArvDetail {
    pub estimate: f64,
    pub low: f64,
    pub high: f64,
    /// None where nothing measured stands behind the estimate.
    pub confidence: Option<f64>,
    /// `ml_model` or `heuristic_fallback`.
    pub method: String,
    /// What the estimate rests on, in words.
    pub basis: String,
    pub fallback_reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealDetail {
    pub repair_cost: f64,
    /// `cosmetic` to `extensive`.
    pub repair_level: String,
    pub acquisition_price: f64,
    /// Where the price comes from, in words: opening bid, 70 % of the judgment, 60 % of ARV.
    pub acquisition_basis: String,
    pub holding_cost: f64,
    pub transaction_cost: f64,
    /// What `transaction_cost` is of ARV.
    pub transaction_percent: f64,
    /// What the 70 % rule allows of ARV: 70, or what the profile says.
    pub rule_percent: f64,
    /// The same in dollars, before repairs.
    pub rule_share: f64,
    /// Lower offers up to that of the rule, and what each leaves.
    pub ladder: Vec<Rung>,
    pub max_offer: f64,
    pub potential_profit: f64,
    pub roi_percent: f64,
    pub meets_70_rule: bool,
    pub recommendation: String,
    pub risk_factors: Vec<ReasonText>,
    pub opportunity_factors: Vec<ReasonText>,
}

/// The fields of one source row, in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceFacts {
    pub source: Source,
    pub file: String,
    pub line: u32,
    /// Label and value, units included.
    pub facts: Vec<(String, String)>,
}
