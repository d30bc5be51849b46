//! Two versions of a model on the leads of a session: how good each is where the truth is known, and which leads would
//! change their tier.
//!
//! In: two models, and what is known of sales or calls. Out: a [`ModelComparison`]. Rows and truth are those that the
//! recipe of model B takes. A model looks good on rows that it has learned from; which these are is known where a model was
//! trained on these very lists, and then the figures are told for the other rows too.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Session;
use crate::{
    feature::house::{self, Row},
    lanes::Lanes,
    lead::{Outcomes, Sales},
    learn::{
        ArvAnswer, ComparedFigure, LearnProblem, Resampling, Standing, Task,
        arv::{ArvCases, ArvModel, ArvRows},
        compare,
        lead::{LeadCases, LeadModel, LeadRows, Scored},
    },
    plot::thousands,
    registry::{Digest, data_digest},
    score::{Chances, Profile, Scores, Tier, TierBasis},
    table::Day,
};

/// A model to compare, and the digest of the rows that it was made from, where known.
#[derive(Debug)]
pub struct Contender<'a, M> {
    pub model: &'a M,
    pub data_digest: Option<Digest>,
}

/// How two models compare.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelComparison {
    /// What counts as the truth: a column, or what a good lead is.
    pub truth: String,
    /// Rows that both models answer.
    pub rows: usize,
    /// Rows that only the other, or neither, answers: of A and of B.
    pub unanswered: [usize; 2],
    /// How many of the rows A and B have learned from; null: not known.
    pub learned_from: [Option<usize>; 2],
    pub figures: Vec<ComparedFigure>,
    /// The same on the rows that neither has learned from, where that is known and there are enough.
    pub unseen: Option<Unseen>,
    /// Of lead models.
    pub churn: Option<TierChurn>,
    pub warnings: Vec<String>,
}

/// Figures on rows that neither model has learned from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unseen {
    pub rows: usize,
    pub figures: Vec<ComparedFigure>,
}

/// How many leads go from each tier to each, were B in charge instead of A and the adjusted score decided the tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierChurn {
    pub tiers: [Tier; 4],
    /// Row by row the tier under A, within it the tier under B.
    pub counts: [[u32; 4]; 4],
    pub leads: u32,
    pub moved: u32,
}

/// Fewer unseen rows say nothing.
const LEAST_UNSEEN: usize = 30;

/// Rows of known truth, and which of them each model has learned from.
struct Known<'a> {
    task: Task,
    rows: &'a [Row],
    truth: &'a [f64],
    /// Leads that A and B have learned from.
    learned: [Option<BTreeSet<u32>>; 2],
}

impl Session {
    /// Compares ARV models.
    ///
    /// # Errors
    /// No row of known value, or a feature that a model needs and these leads do not have.
    pub fn compare_arv(
        &self,
        sales: &Sales,
        a: &Contender<'_, ArvModel>,
        b: &Contender<'_, ArvModel>,
        resampling: &Resampling,
        lanes: &dyn Lanes,
    ) -> Result<ModelComparison, LearnProblem> {
        let recipe = &b.model.plan.recipe;
        let ArvCases { rows, value_usd, excluded } = ArvCases::of(&self.leads, sales, recipe, self.as_of);
        let houses = house::columns_of(&self.leads, &rows, lanes);
        let answers = |contender: &Contender<'_, ArvModel>| {
            let answers = contender.model.judge(&houses, lanes)?;
            let estimate = |answer: ArvAnswer| match answer {
                ArvAnswer::Model { estimate_usd, .. } => Some(estimate_usd),
                ArvAnswer::Outside(_) => None,
            };
            Ok::<_, LearnProblem>(answers.into_iter().map(estimate).collect::<Vec<_>>())
        };
        let answered = [answers(a)?, answers(b)?];
        let learned = [self.arv_learned(sales, a, lanes), self.arv_learned(sales, b, lanes)];
        let known = Known { task: Task::Regression, rows: &rows, truth: &value_usd, learned };
        let mut comparison = known.compared(recipe.target.column(), &answered, resampling);
        if comparison.rows == 0 {
            let excluded: Vec<String> = excluded.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            return Err(LearnProblem::FewRows { model: "ARV", rows: 0, least: 1, excluded: excluded.join(", ") });
        }
        let (of_a, of_b) = (a.model.plan.recipe.target, recipe.target);
        if of_a != of_b {
            comparison.warnings.push(format!(
                "A has learned {}, B {}; the truth here is B's, and A may look at columns that are parts of it",
                of_a.column(),
                of_b.column()
            ));
        }
        Ok(comparison)
    }

    /// Compares lead models, and says which leads would change their tier.
    ///
    /// # Errors
    /// No good lead, or no other, or a feature that a model needs and these leads do not have.
    pub fn compare_lead(
        &self,
        outcomes: &Outcomes,
        a: &Contender<'_, LeadModel>,
        b: &Contender<'_, LeadModel>,
        resampling: &Resampling,
        lanes: &dyn Lanes,
    ) -> Result<ModelComparison, LearnProblem> {
        let recipe = &b.model.plan.recipe;
        let LeadCases { rows, label, rule, .. } =
            LeadCases::of(&self.leads, self.scored(), outcomes, recipe, self.as_of)?;
        let features = house::columns_of(&self.leads, &rows, lanes);
        let answers = |contender: &Contender<'_, LeadModel>| {
            let chances = contender.model.judge(&features, &rule, lanes)?;
            Ok::<_, LearnProblem>(chances.into_iter().map(Some).collect::<Vec<_>>())
        };
        let answered = [answers(a)?, answers(b)?];
        let learned = [self.leads_learned(outcomes, a, lanes), self.leads_learned(outcomes, b, lanes)];
        let known = Known { task: Task::Classification, rows: &rows, truth: &label, learned };
        let mut comparison = known.compared(recipe.label.words(), &answered, resampling);
        comparison.churn = Some(self.churn(a.model, b.model, lanes)?);
        let (of_a, of_b) = (a.model.plan.recipe.label, recipe.label);
        if of_a != of_b {
            comparison.warnings.push(format!(
                "A has learned who is {}, B who is {}; the truth here is B's",
                of_a.words(),
                of_b.words()
            ));
        }
        for (name, model) in [("A", a.model), ("B", b.model)] {
            match model.standing() {
                Standing::RuleStays { why } => comparison
                    .warnings
                    .push(format!("{name} moves no score as it stands; the tiers show what it would do: {why}")),
                Standing::InCharge { badges } if !badges.is_empty() => {
                    comparison.warnings.push(format!("{name}: {}", badges.join(", ")));
                }
                Standing::InCharge { .. } => {}
            }
        }
        Ok(comparison)
    }

    fn scored(&self) -> Scored<'_> {
        Scored { scores: &self.scores, profile: &self.profile }
    }

    /// The leads that a model has learned from; None when it was not made from these lists.
    fn arv_learned(
        &self,
        sales: &Sales,
        contender: &Contender<'_, ArvModel>,
        lanes: &dyn Lanes,
    ) -> Option<BTreeSet<u32>> {
        let plan = &contender.model.plan;
        let (digest, as_of) = (contender.data_digest?, Day::parse(&plan.as_of)?);
        let rows = ArvRows::gather(&self.leads, sales, &plan.recipe, as_of, lanes).ok()?;
        let cases = ArvCases::of(&self.leads, sales, &plan.recipe, as_of);
        let is_same = data_digest(&rows.matrix, &rows.value_usd) == digest;
        is_same.then(|| leads_of(&cases.rows, &plan.recipe.parts(rows.len()).0))
    }

    fn leads_learned(
        &self,
        outcomes: &Outcomes,
        contender: &Contender<'_, LeadModel>,
        lanes: &dyn Lanes,
    ) -> Option<BTreeSet<u32>> {
        let plan = &contender.model.plan;
        let (digest, as_of) = (contender.data_digest?, Day::parse(&plan.as_of)?);
        let rows = LeadRows::gather(&self.leads, self.scored(), outcomes, &plan.recipe, as_of, lanes).ok()?;
        let cases = LeadCases::of(&self.leads, self.scored(), outcomes, &plan.recipe, as_of).ok()?;
        let is_same = data_digest(&rows.matrix, &rows.label) == digest;
        is_same.then(|| leads_of(&cases.rows, &plan.recipe.parts(&rows.label).0))
    }

    fn churn(&self, a: &LeadModel, b: &LeadModel, lanes: &dyn Lanes) -> Result<TierChurn, LearnProblem> {
        let questions = self.questions(lanes);
        let profile = Profile { tier_basis: TierBasis::Adjusted, ..self.profile.clone() };
        let scores = |model: &LeadModel| {
            let by_lead = model.judge(&questions.features, &questions.rule, lanes)?;
            let chances = Chances { by_lead, base_rate: model.plan.base_rate };
            Ok::<_, LearnProblem>(Scores::of(&self.leads, &profile, lanes).blended(&chances, &profile))
        };
        let (under_a, under_b) = (scores(a)?, scores(b)?);
        let mut counts = [[0; 4]; 4];
        for &lead in under_a.ranking() {
            let tier = |scores: &Scores| scores.tier(lead as usize, self.thresholds, &profile) as usize;
            counts[tier(&under_a)][tier(&under_b)] += 1;
        }
        let leads = counts.iter().flatten().sum();
        let stayed: u32 = (0..4).map(|tier| counts[tier][tier]).sum();
        Ok(TierChurn { tiers: Tier::ALL, counts, leads, moved: leads - stayed })
    }
}

impl Known<'_> {
    /// Compares the answers, of A and of B, where both have one.
    fn compared(self, truth: &str, answered: &[Vec<Option<f64>>; 2], resampling: &Resampling) -> ModelComparison {
        let all: Vec<usize> = (0..self.rows.len()).collect();
        let has = |row: &usize, model: usize| answered[model][*row].is_some();
        let both: Vec<usize> = all.iter().copied().filter(|row| has(row, 0) && has(row, 1)).collect();
        let figures = |rows: &[usize]| {
            let of = |model: usize| rows.iter().filter_map(|row| answered[model][*row]).collect::<Vec<f64>>();
            let truth: Vec<f64> = rows.iter().map(|row| self.truth[*row]).collect();
            compare(self.task, &truth, &of(0), &of(1), resampling)
        };
        let is_learned = |row: &usize, learned: &BTreeSet<u32>| learned.contains(&self.rows[*row].lead);
        let learned_from = [0, 1].map(|model| {
            let learned = self.learned[model].as_ref()?;
            Some(both.iter().filter(|row| is_learned(row, learned)).count())
        });
        let unseen = match &self.learned {
            [Some(by_a), Some(by_b)] => {
                let rows: Vec<usize> =
                    both.iter().copied().filter(|row| !is_learned(row, by_a) && !is_learned(row, by_b)).collect();
                let figures = if rows.len() >= LEAST_UNSEEN { figures(&rows) } else { Vec::new() };
                (!figures.is_empty()).then_some(Unseen { rows: rows.len(), figures })
            }
            _ => None,
        };
        let warnings =
            ["A", "B"].iter().zip(learned_from).filter_map(|(name, learned)| flattered(name, learned, both.len()));
        ModelComparison {
            truth: truth.to_owned(),
            rows: both.len(),
            unanswered: [0, 1].map(|model| all.iter().filter(|row| !has(row, model)).count()),
            learned_from,
            figures: figures(&both),
            unseen,
            churn: None,
            warnings: warnings.collect(),
        }
    }
}

fn flattered(name: &str, learned: Option<usize>, rows: usize) -> Option<String> {
    match learned {
        Some(0) => None,
        Some(count) => Some(format!(
            "{name} has learned from {} of these {} rows; the figures on all rows flatter it",
            thousands(count as u64),
            thousands(rows as u64)
        )),
        None => Some(format!(
            "it is not known which of these rows {name} has learned from; if any, the figures flatter it. Compare on \
             lists that neither model has seen"
        )),
    }
}

fn leads_of(rows: &[Row], learned: &[u32]) -> BTreeSet<u32> {
    learned.iter().filter_map(|row| rows.get(*row as usize)).map(|row| row.lead).collect()
}
