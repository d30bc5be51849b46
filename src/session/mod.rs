//! The one facade: imports, scores, filters, explains.
//!
//! In: files that were read ([`FileReader`]), options, queries. Out: plain data for a screen, a terminal or a file
//! (`report.rs`). A [`Session`] owns the leads of one import with their scores; the interface and the command line hold
//! nothing but answers. It reads no clock and no file.

mod detail;
mod display;
mod export;
mod import;
mod record;
mod report;
mod view;

pub use crate::{
    layout::ImportMode,
    score::{Thresholds, TierRow},
};
pub use export::{CSV_HEADER, csv_file, write_csv_header, write_csv_rows};
pub use import::{FileReader, Imported, ReadFile, import};
pub use record::{ArvRecord, DealRecord, LeadRecord, record};
pub use report::*;

use crate::{
    deal::{self, Deal},
    lanes::Lanes,
    lead::Leads,
    score::{Profile, Scores, Tier, histogram, tier_table},
    table::Day,
};

/// The leads of an import, scored.
pub struct Session {
    leads: Leads,
    profile: Profile,
    thresholds: Thresholds,
    scores: Scores,
    as_of: Day,
    /// The leads of the last query, in its order.
    view: Vec<u32>,
}

impl Session {
    /// Scores leads by a profile. The view is all of them by rank.
    pub fn new(leads: Leads, profile: Profile, as_of: Day, lanes: &dyn Lanes) -> Self {
        let scores = Scores::of(&leads, &profile, lanes);
        let view = scores.ranking().to_vec();
        Self { leads, thresholds: profile.tiers, profile, scores, as_of, view }
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
        self.scores.get(lead as usize).tier(self.thresholds, &self.profile)
    }

    /// The deal of a lead.
    pub fn deal(&self, lead: u32) -> Deal<'_> {
        let view = self.leads.get(lead as usize);
        let input = deal::input(view, self.scores.get(lead as usize), &self.profile);
        deal::analyze(&input, &self.profile.deal)
    }

    /// The confidence that exports and the screen show. The reference states constants, whatever its error; without a
    /// measured coverage the product states none.
    fn shown_confidence(&self, deal: &Deal<'_>) -> Option<f64> {
        (self.leads.mode() == ImportMode::Reference).then_some(deal.arv.confidence)
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
            sources: view::source_counts(self),
        }
    }

    /// The tier table with the histogram of the scores.
    pub fn tally(&self) -> Tally {
        Tally {
            thresholds: self.thresholds,
            default_thresholds: self.profile.tiers,
            tiers: tier_table(&self.scores, &self.profile, self.thresholds),
            histogram: histogram(&self.scores),
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
