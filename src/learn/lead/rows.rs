//! Leads -> rows to learn from: label, rule score, features, and why others are left out.

use serde::{Deserialize, Serialize};

use super::{
    model::with_rule,
    recipe::{LeadLabel, LeadRecipe},
    remedy::NoPositives,
};
use crate::{
    feature::house::{self, Purpose, Row},
    lanes::Lanes,
    lead::{Leads, OutcomeKind, Outcomes},
    learn::{
        Guard, LearnProblem, Task,
        lift::threshold_for,
        usable::{Usable, null_count, numeric_count},
    },
    score::{Profile, Scores, Tier},
    table::Day,
    tree::Matrix,
};

/// The column of the rule score, where a model may look at it.
pub(super) const RULE_SCORE: &str = "rule_score";

/// What a lead model learns from. Plain data: it may be handed to another thread or worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadRows {
    pub matrix: Matrix,
    /// 1 for a good lead, else 0.
    pub label: Vec<f64>,
    /// The rule score, 0 to 100.
    pub rule: Vec<f64>,
    /// Rows left out, by reason.
    pub excluded: Vec<(String, usize)>,
    /// Columns left out, with the evidence; and those that the user allowed all the same.
    pub refused: Vec<(String, String)>,
    pub allowed_leaky: Vec<String>,
    pub diagnostics: LeadDiagnostics,
}

/// The training set at a glance, as the guide prints it (FACTS 12.2).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LeadDiagnostics {
    pub total_rows: usize,
    pub tier_a_count: usize,
    pub not_tier_a_count: usize,
    /// 0 to 1.
    pub positive_rate: f64,
    /// Such as `7.0%`.
    pub class_balance: String,
    /// Cells that are missing. They stay missing.
    pub null_count: usize,
    pub total_features: usize,
    pub numeric_features: usize,
}

/// A lead, whether it is a good one, and the day on which that was not yet known.
struct Labelled {
    row: Row,
    is_good: bool,
}

/// What leads are scored by.
#[derive(Clone, Copy)]
pub struct Scored<'a> {
    pub scores: &'a Scores,
    pub profile: &'a Profile,
}

impl LeadRows {
    /// Gathers the rows.
    ///
    /// # Errors
    /// No good lead, or no other, or none at all, with what to do about it.
    pub fn gather(
        leads: &Leads,
        scored: Scored<'_>,
        outcomes: &Outcomes,
        recipe: &LeadRecipe,
        as_of: Day,
        lanes: &dyn Lanes,
    ) -> Result<Self, LearnProblem> {
        let LeadCases { rows, label, rule, excluded } = LeadCases::of(leads, scored, outcomes, recipe, as_of)?;
        let houses = house::columns_of(leads, &rows, lanes);
        let guard =
            Guard { task: Task::Classification, target_name: recipe.label.code(), allowed: &recipe.allow_leaky };
        let Usable { matrix, refused, allowed_leaky } = Usable::of(houses, Purpose::Lead, &label, &guard)?;
        let matrix = match recipe.label.imitates_rule() {
            true => matrix,
            false => with_rule(&matrix, &rule)?,
        };
        Ok(Self {
            allowed_leaky,
            diagnostics: LeadDiagnostics::of(&matrix, &label),
            matrix,
            label,
            rule,
            excluded,
            refused,
        })
    }

    pub fn len(&self) -> usize {
        self.label.len()
    }

    pub fn is_empty(&self) -> bool {
        self.label.is_empty()
    }

    pub fn positives(&self) -> usize {
        self.label.iter().filter(|label| **label > 0.5).count()
    }
}

/// The leads of which a recipe knows whether they are good ones, before any feature is read.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadCases {
    pub rows: Vec<Row>,
    /// 1 for a good lead, else 0.
    pub label: Vec<f64>,
    /// The rule score, 0 to 100.
    pub rule: Vec<f64>,
    /// Rows left out, by reason.
    pub excluded: Vec<(String, usize)>,
}

impl LeadCases {
    /// # Errors
    /// No good lead, or no other, or none at all, with what to do about it.
    pub fn of(
        leads: &Leads,
        scored: Scored<'_>,
        outcomes: &Outcomes,
        recipe: &LeadRecipe,
        as_of: Day,
    ) -> Result<Self, LearnProblem> {
        let rule_of = |lead: u32| scored.scores.get(lead as usize).exact_total;
        let ranked: Vec<u32> =
            (0..leads.len() as u32).filter(|lead| scored.scores.rank_of(*lead as usize) > 0).collect();
        let all_rules: Vec<f64> = ranked.iter().map(|lead| rule_of(*lead)).collect();
        let mut excluded = vec![("not scored by the profile".to_owned(), leads.len() - ranked.len())];
        let today = |lead: u32, is_good: bool| Labelled { row: Row { lead, as_of }, is_good };
        let labelled: Vec<Labelled> = match recipe.label {
            LeadLabel::TierA => {
                let is_a =
                    |lead: u32| scored.scores.get(lead as usize).tier(scored.profile.tiers, scored.profile) == Tier::A;
                ranked.iter().map(|lead| today(*lead, is_a(*lead))).collect()
            }
            LeadLabel::BestTenth => {
                let least = threshold_for(&all_rules, all_rules.len().div_ceil(10)).map_or(f64::INFINITY, |t| t.at);
                ranked.iter().map(|lead| today(*lead, rule_of(*lead) >= least)).collect()
            }
            LeadLabel::Outcome(kind) => by_outcome(outcomes, kind, recipe, as_of, &mut excluded)?,
        };
        excluded.retain(|(_, count)| *count > 0);

        let label: Vec<f64> = labelled.iter().map(|labelled| f64::from(labelled.is_good)).collect();
        let good = label.iter().filter(|label| **label > 0.5).count();
        let words = recipe.label.words();
        if good == 0 && !label.is_empty() {
            return Err(LearnProblem::NoPositives(Box::new(match recipe.label {
                LeadLabel::TierA | LeadLabel::BestTenth => NoPositives::of_tier(&all_rules),
                LeadLabel::Outcome(_) => {
                    NoPositives { label: words, rows: label.len(), lower_threshold: None, best_tenth: None }
                }
            })));
        }
        if label.len() < LEAST_ROWS {
            let excluded: Vec<String> = excluded.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            let (rows, excluded) = (label.len(), excluded.join(", "));
            return Err(LearnProblem::FewRows { model: "lead", rows, least: LEAST_ROWS, excluded });
        }
        if good == label.len() {
            return Err(LearnProblem::NoNegatives { rows: label.len(), label: words.to_owned() });
        }
        let rows: Vec<Row> = labelled.iter().map(|labelled| labelled.row).collect();
        let rule: Vec<f64> = rows.iter().map(|row| rule_of(row.lead)).collect();
        Ok(Self { rows, label, rule, excluded })
    }
}

/// Fewer rows leave nothing to set aside.
const LEAST_ROWS: usize = 20;

/// Each lead by the furthest that its recent calls got, seen as it was on the day of the call.
fn by_outcome(
    outcomes: &Outcomes,
    kind: OutcomeKind,
    recipe: &LeadRecipe,
    as_of: Day,
    excluded: &mut Vec<(String, usize)>,
) -> Result<Vec<Labelled>, LearnProblem> {
    if outcomes.outcomes.is_empty() {
        return Err(LearnProblem::NoLessons { what: "outcomes of calls", columns: "parcel, contacted_date, outcome" });
    }
    let joined = outcomes.outcomes.iter().filter(|outcome| outcome.lead.is_some()).count();
    excluded.push(("outcomes of parcels that no list describes".to_owned(), outcomes.outcomes.len() - joined));
    let first = as_of.0.saturating_sub(recipe.recent_days as i32);
    let (mut labelled, mut old, mut unread) = (Vec::new(), 0, 0);
    for outcome in outcomes.furthest() {
        match (outcome.lead, outcome.day, outcome.kind) {
            (Some(_), Some(day), _) if day.0 < first || day > as_of => old += 1,
            (Some(lead), Some(day), Some(found)) => {
                labelled.push(Labelled { row: Row { lead, as_of: day }, is_good: found >= kind });
            }
            _ => unread += 1,
        }
    }
    excluded.push((format!("called more than {} days ago, or not yet", recipe.recent_days), old));
    excluded.push(("without a day or a known outcome".to_owned(), unread));
    Ok(labelled)
}

impl LeadDiagnostics {
    fn of(matrix: &Matrix, label: &[f64]) -> Self {
        let good = label.iter().filter(|label| **label > 0.5).count();
        let rate = good as f64 / label.len().max(1) as f64;
        Self {
            total_rows: label.len(),
            tier_a_count: good,
            not_tier_a_count: label.len() - good,
            positive_rate: rate,
            class_balance: format!("{:.1}%", rate * 100.0),
            null_count: null_count(matrix),
            total_features: matrix.columns().len(),
            numeric_features: numeric_count(matrix),
        }
    }
}
