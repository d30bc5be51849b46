//! A training as one HTML file: what was learned from what, how good it is, and what it is not for.
//!
//! In: the reports of the models and what the registry made of them. Out: one page without scripts, fonts or addresses of
//! other files, to be read on a screen of any size and on paper, and to be handed on. It holds counts, shares and
//! figures; of single houses only the worst misses, and of these neither id nor address.
//!
//! Made with `maud`, which escapes what is put in: names of files and columns come through here.

mod arv;
mod card;
mod chart;
mod command;
mod lead;
mod page;
mod parts;
mod tuning;
mod words;

use std::path::Path;

use leadscore::{
    registry::{ModelName, TrainingOutcome, TrainingRun, TrainingStatus, Version},
    table::Day,
};
use maud::{Markup, html};

use super::told::{Figures, Told};

/// What a report is made of.
pub struct Made<'a> {
    pub run: &'a TrainingRun,
    pub told: &'a [Told],
    pub versions: &'a [Version],
    /// Where they lie.
    pub folder: &'a Path,
    /// Of the command line, without the program's name.
    pub arguments: Vec<String>,
    pub as_of: Day,
    pub seed: u64,
}

/// A model of the run.
struct Part<'a> {
    told: &'a Told,
    version: Option<&'a Version>,
    /// The command that makes it again.
    again: &'a str,
    /// The command that proves its file.
    verify: String,
}

impl Part<'_> {
    /// What must stand beside every figure.
    fn badges(&self) -> Vec<String> {
        let mut badges = self.told.badges().to_vec();
        let is_made_up = self.version.is_some_and(|version| version.parameters["is_made_up"] == true);
        badges.extend(is_made_up.then(|| "learned from made-up lists".to_owned()));
        badges
    }
}

pub fn html(made: &Made<'_>) -> String {
    let is_searched = made.told.iter().any(|told| told.tuning.is_some());
    let found: Vec<&Version> = made.versions.iter().filter(|_| is_searched).collect();
    let again = command::again(&made.arguments, made.as_of, made.seed, made.folder, &found);
    let parts: Vec<Part<'_>> = made
        .told
        .iter()
        .map(|told| {
            let version = made.versions.iter().find(|version| version.model == told.name());
            let verify = version.map_or_else(String::new, |version| command::verify(made.folder, version));
            Part { told, version, again: &again, verify }
        })
        .collect();
    let body = html! {
        @for part in &parts { (section(part)) }
        @for (model, words) in not_trained(made.run) { (page::not_trained(model, &words)) }
    };
    page::page(made, &parts, &body).into_string()
}

fn section(part: &Part<'_>) -> Markup {
    match &part.told.of {
        Figures::Arv(report) => arv::section(report, part),
        Figures::Lead(report) => lead::section(report, part),
    }
}

/// Models that did not come out, and why.
fn not_trained(run: &TrainingRun) -> Vec<(ModelName, String)> {
    let words = |outcome: &TrainingOutcome| {
        let said = outcome.diagnostics.as_str().map(str::to_owned);
        said.or_else(|| outcome.reason.clone()).unwrap_or_default()
    };
    let failed = run.models.iter().filter(|(_, outcome)| outcome.status != TrainingStatus::Success);
    failed.map(|(model, outcome)| (*model, words(outcome))).collect()
}
