//! The one facade: imports, scores, filters, explains.
//!
//! In: files that were read ([`FileReader`]), options, queries. Out: plain data for a screen, a terminal or a file
//! (`report.rs`). A [`Session`] owns the leads of one import with their scores; the interface and the command line hold
//! nothing but answers. It reads no clock and no file.

mod backup;
mod comparable;
mod compare;
mod compare_words;
mod deals;
mod detail;
mod display;
mod explain;
mod export;
mod heard;
mod import;
mod journal;
mod kept;
mod lessons;
mod map;
mod model_report;
mod noted;
mod outline;
mod prediction;
mod quality;
mod query;
mod record;
mod rejects;
mod report;
mod rescore;
mod saved;
mod sheet;
mod summary;
mod timeline;
mod view;
mod why;

use std::sync::OnceLock;

pub use crate::{
    layout::ImportMode,
    score::{Thresholds, TierRow},
};
pub use backup::{Backup, BackupProblem, BackupSection, Claim, MOST_HEAD_BYTES, open_backup};
pub use comparable::Comparable;
pub use compare::{CompareCases, Contender, ModelComparison, Origin, TierChurn, TwoVoices, Unseen};
pub use deals::{DealList, DealOrder, DealQuery, DealRow, SupposedDeal, WhatIf};
pub use explain::{ExplainedArv, ExplainedChance, ExplainedEstimate, ExplainedLead, ExplainedRule, Explainers};
pub use export::{
    CSV_HEADER, ExportFormat, ExportOptions, ExportReport, Owner, Per, Preset, SHEET_ROWS, Which, csv_file,
    split_owner, write_csv_header, write_csv_rows, xlsx_of_rows,
};
pub use heard::Heard;
pub use import::{FileReader, Imported, ReadFile, import};
pub use journal::{Change, Entry, Journal, JournalProblem, Note, Status, StatusSince};
pub use kept::KeptData;
pub use lessons::{InUse, Questions, judge};
pub use map::{CityCount, MapReport};
pub use outline::{MOST_CORNERS, Outline, OutlineProblem, read_outline};
pub use quality::{AnyRecipe, Grounds, UsedModel};
pub use query::{LeadSet, Query, Range, Sort, SortColumn};
pub use record::{ArvRecord, DealRecord, LeadRecord, record};
pub use rejects::write_rejects;
pub use report::*;
pub use rescore::{Lists, Mover, Moves, Places};
pub use saved::{SavedView, shipped_views};
pub use sheet::{Axis, BarRow, Bars, Block, Chart, Series, Sheet, SheetTable, Style, Verdict};
pub use summary::{Calls, Figure, Held, ModelSummary, TrainedTold, Yardstick};
pub use timeline::{Event, EventKind};
pub use why::{Step, StepKind, Why, WhyArv, WhyChance, value_words};

use self::{
    noted::Noted,
    rescore::{Before, Movement},
};
use crate::{
    deal::{self, ArvBasis, Deal, DealInput, ModelArv},
    lanes::Lanes,
    lead::Leads,
    learn::{ArvAnswer, Judgements},
    score::{Ladder, Profile, Scores, Tier},
    table::Day,
};

/// The leads of an import, scored.
pub struct Session {
    leads: Leads,
    profile: Profile,
    thresholds: Thresholds,
    scores: Scores,
    judgements: Judgements,
    as_of: Day,
    /// The leads of the last query, in its order.
    view: Vec<u32>,
    before: Option<Before>,
    movement: Movement,
    ladder: OnceLock<Ladder>,
    noted: Noted,
}

impl Session {
    /// Scores leads by a profile. The view is all of them by rank.
    pub fn new(leads: Leads, profile: Profile, as_of: Day, lanes: &dyn Lanes) -> Self {
        let scores = Scores::of(&leads, &profile, lanes);
        let view = scores.ranking().to_vec();
        let thresholds = profile.tiers;
        let (before, movement, ladder) = (None, Movement::default(), OnceLock::new());
        Self {
            leads,
            thresholds,
            profile,
            scores,
            before,
            movement,
            ladder,
            judgements: Judgements::default(),
            as_of,
            view,
            noted: Noted::default(),
        }
    }

    /// Hears the models: their ARV enters the deals, a lead model in charge moves the scores. What models said before is
    /// forgotten. The view is all leads by their new rank.
    #[must_use]
    pub fn judged(mut self, judgements: Judgements) -> Self {
        self.scores = rescore::moved_by(self.scores, &self.profile, &judgements);
        self.view = self.scores.ranking().to_vec();
        self.judgements = judgements;
        self.compared_anew()
    }

    /// Whether models were asked about as many leads as these are.
    pub fn are_asked(&self, judgements: &Judgements) -> bool {
        let of_arv = judgements.arv.as_ref().map(|arv| arv.answers.len());
        let of_lead = judgements.lead.as_ref().map(|lead| lead.chances.len());
        [of_arv, of_lead].into_iter().flatten().all(|count| count == self.leads.len())
    }

    pub fn judgements(&self) -> &Judgements {
        &self.judgements
    }

    pub fn leads(&self) -> &Leads {
        &self.leads
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    pub fn scores(&self) -> &Scores {
        &self.scores
    }

    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// Place of a lead in the ranking, from 1; 0 for a lead that the profile leaves out.
    pub fn rank_of(&self, lead: u32) -> u32 {
        self.scores.rank_of(lead as usize)
    }

    /// The tier of a lead under the thresholds in force.
    pub fn tier(&self, lead: u32) -> Tier {
        self.scores.tier(lead as usize, self.thresholds, &self.profile)
    }

    /// The deal of a lead.
    pub fn deal(&self, lead: u32) -> Deal<'_> {
        deal::analyze(&self.deal_input(lead), &self.profile.deal)
    }

    fn deal_input(&self, lead: u32) -> DealInput<'_> {
        let input = deal::input(self.leads.get(lead as usize), self.scores.get(lead as usize), &self.profile);
        DealInput { model: self.model_arv(lead), ..input }
    }

    fn model_arv(&self, lead: u32) -> Option<ModelArv> {
        let arv = self.judgements.arv.as_ref()?;
        match arv.answers.get(lead as usize)? {
            ArvAnswer::Model { estimate_usd, low_usd, high_usd } => Some(ModelArv {
                estimate_usd: *estimate_usd,
                low_usd: *low_usd,
                high_usd: *high_usd,
                coverage: arv.coverage,
            }),
            ArvAnswer::Outside(_) => None,
        }
    }

    /// Why the ARV of a lead is no model's; None when it is.
    pub fn fallback_reason(&self, lead: u32) -> Option<&'static str> {
        match &self.judgements.arv {
            None => Some("no ARV model is loaded"),
            Some(arv) => match arv.answers.get(lead as usize) {
                Some(ArvAnswer::Model { .. }) => None,
                Some(ArvAnswer::Outside(why)) => Some(why.words()),
                None => Some("the model was not asked about this lead"),
            },
        }
    }

    /// The chance that a lead is a good one, as the lead model says, in charge or not.
    pub fn chance(&self, lead: u32) -> Option<f64> {
        self.judgements.lead.as_ref()?.chances.get(lead as usize).copied()
    }

    /// The coverage that a model's range was tested to have.
    pub fn shown_coverage(deal: &Deal<'_>) -> Option<f64> {
        (deal.arv.basis == ArvBasis::Model).then_some(deal.arv.confidence)
    }

    /// The confidence that exports and the screen show: a model's tested coverage. The reference states constants,
    /// whatever its error; where nothing is measured the product states none.
    fn shown_confidence(&self, deal: &Deal<'_>) -> Option<f64> {
        let is_reference = self.leads.mode() == ImportMode::Reference;
        is_reference.then_some(deal.arv.confidence).or_else(|| Self::shown_coverage(deal))
    }

    /// The account of the import, completed by what the scores say.
    pub fn report(&self, files: Vec<FileReport>, joins: Vec<JoinRate>) -> ImportReport {
        ImportReport {
            files,
            joins,
            leads: self.scores.ranking().len() as u32,
            unscored: (self.leads.len() - self.scores.ranking().len()) as u32,
            as_of: self.as_of.to_string(),
            profile: self.profile.name.clone(),
            cities: view::city_counts(self),
            zips: view::zip_counts(self),
            sources: view::source_counts(self),
        }
    }

    /// Moves the thresholds. The rows of the view stay until the next query.
    pub fn set_thresholds(&mut self, thresholds: Thresholds) {
        self.thresholds = thresholds;
    }

    /// Filters and sorts; answers how many leads the view has now.
    pub fn set_view(&mut self, query: &Query) -> u32 {
        self.view = view::leads_of(self, query);
        self.view.len() as u32
    }

    /// The leads of the view in its order.
    pub fn view(&self) -> &[u32] {
        &self.view
    }

    /// The first leads by rank whose address, city, ZIP or parcel id holds a text, whatever the view.
    pub fn find(&self, text: &str, most: usize) -> Vec<LeadRow> {
        view::leads_with_text(self, text, most).into_iter().map(|lead| detail::row(self, lead)).collect()
    }

    /// The numbers of the leads in those lines alone, four bytes each, the lowest byte first.
    pub fn leads_at(&self, start: u32, count: u32) -> Vec<u8> {
        let start = (start as usize).min(self.view.len());
        let end = (start.saturating_add(count as usize)).min(self.view.len());
        self.view[start..end].iter().flat_map(|lead| lead.to_le_bytes()).collect()
    }

    /// Lines of the view, from `start` on, fewer than `count` at its end.
    pub fn rows(&self, start: u32, count: u32) -> Vec<LeadRow> {
        let start = (start as usize).min(self.view.len());
        let end = (start + count as usize).min(self.view.len());
        self.view[start..end].iter().map(|&lead| detail::row(self, lead)).collect()
    }

    /// Everything about one lead; None when there is no such lead. `files` names the files of the import.
    pub fn lead(&self, lead: u32, files: &[FileReport]) -> Option<LeadDetail> {
        ((lead as usize) < self.leads.len()).then(|| detail::detail(self, lead, files))
    }
}

#[cfg(test)]
mod tests;
