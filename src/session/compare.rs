//! Two versions of a model on the leads of a session: how good each is where the truth is known, and which leads would
//! change their tier.
//!
//! In: two models, and what is known of sales or calls. Out: a [`ModelComparison`]. Rows and truth are those that the
//! recipe of model B takes. A model looks good on rows that it has learned from; which these are is known where a model was
//! trained on these very lists, and then the figures are told for the other rows too.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AnyRecipe, Questions, Session};
use crate::{
    feature::house::{self, Row},
    lanes::Lanes,
    lead::{Outcomes, Sales},
    learn::{
        ArvAnswer, ComparedFigure, LearnProblem, Resampling, Standing, Task,
        arv::{ArvCases, ArvModel, ArvRecipe, ArvRows},
        compare,
        lead::{LeadCases, LeadModel, LeadRecipe, LeadRows, Scored},
    },
    plot::thousands,
    registry::{Digest, data_digest},
    score::{Chances, Profile, Scores, Tier, TierBasis},
    table::Day,
    tree::Matrix,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierChurn {
    pub tiers: [Tier; 4],
    /// Row by row the tier under A, within it the tier under B.
    pub counts: [[u32; 4]; 4],
    pub leads: u32,
    pub moved: u32,
}

/// How a model to compare came about: what the side with the leads needs to know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    pub recipe: AnyRecipe,
    /// The day as of which it learned, `YYYY-MM-DD`.
    pub as_of: String,
    pub data_digest: Option<Digest>,
}

/// Rows of known truth, for whoever has the models. Plain data: it may be handed to another worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompareCases {
    /// What counts as the truth.
    name: String,
    features: Matrix,
    /// Rule scores of the rows; empty for values.
    rule: Vec<f64>,
    truth: Vec<f64>,
    /// Whether A and B have learned from each row; None where that is not known.
    learned: [Option<Vec<bool>>; 2],
    /// Rows left out, by reason.
    excluded: Vec<(String, u32)>,
    /// All leads, to tell their tiers; of lead models.
    everyone: Option<Questions>,
}

/// What two lead models say of all leads: to tell who would change tiers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TwoVoices {
    /// By lead: the chances of A and of B.
    pub chances: [Vec<f64>; 2],
    /// The shares of good leads that they learned from.
    pub base_rates: [f64; 2],
}

/// Fewer unseen rows say nothing.
const LEAST_UNSEEN: usize = 30;

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
        let origin = |contender: &Contender<'_, ArvModel>| Origin {
            recipe: AnyRecipe::Arv(contender.model.plan.recipe.clone()),
            as_of: contender.model.plan.as_of.clone(),
            data_digest: contender.data_digest,
        };
        let cases = self.compare_cases(sales, &Outcomes::default(), &[origin(a), origin(b)], lanes)?;
        cases.compare_arv(a.model, b.model, resampling, lanes)
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
        let origin = |contender: &Contender<'_, LeadModel>| Origin {
            recipe: AnyRecipe::Lead(contender.model.plan.recipe.clone()),
            as_of: contender.model.plan.as_of.clone(),
            data_digest: contender.data_digest,
        };
        let cases = self.compare_cases(&Sales::default(), outcomes, &[origin(a), origin(b)], lanes)?;
        let (comparison, voices) = cases.compare_lead(a.model, b.model, resampling, lanes)?;
        Ok(ModelComparison { churn: Some(self.churn(&voices, lanes)), ..comparison })
    }

    /// The rows on which two models are to be compared: those that B's recipe takes.
    ///
    /// # Errors
    /// No row of known truth, or models of two kinds.
    pub fn compare_cases(
        &self,
        sales: &Sales,
        outcomes: &Outcomes,
        origins: &[Origin; 2],
        lanes: &dyn Lanes,
    ) -> Result<CompareCases, LearnProblem> {
        let learned = |rows: &[Row]| {
            [0, 1].map(|side| {
                let learned = match &origins[side].recipe {
                    AnyRecipe::Arv(recipe) => self.arv_learned(sales, recipe, &origins[side], lanes)?,
                    AnyRecipe::Lead(recipe) => self.leads_learned(outcomes, recipe, &origins[side], lanes)?,
                };
                Some(rows.iter().map(|row| learned.contains(&row.lead)).collect::<Vec<bool>>())
            })
        };
        match &origins[1].recipe {
            AnyRecipe::Arv(recipe) => {
                let ArvCases { rows, value_usd, excluded } = ArvCases::of(&self.leads, sales, recipe, self.as_of);
                Ok(CompareCases {
                    name: recipe.target.column().to_owned(),
                    features: house::columns_of(&self.leads, &rows, lanes),
                    rule: Vec::new(),
                    learned: learned(&rows),
                    truth: value_usd,
                    excluded: excluded.into_iter().map(|(reason, count)| (reason, count as u32)).collect(),
                    everyone: None,
                })
            }
            AnyRecipe::Lead(recipe) => {
                let LeadCases { rows, label, rule, .. } =
                    LeadCases::of(&self.leads, self.scored(), outcomes, recipe, self.as_of)?;
                Ok(CompareCases {
                    name: recipe.label.words().to_owned(),
                    features: house::columns_of(&self.leads, &rows, lanes),
                    rule,
                    learned: learned(&rows),
                    truth: label,
                    excluded: Vec::new(),
                    everyone: Some(self.questions(lanes)),
                })
            }
        }
    }

    fn scored(&self) -> Scored<'_> {
        Scored { scores: &self.scores, profile: &self.profile }
    }

    /// The leads that a model has learned from; None when it was not made from these lists.
    fn arv_learned(
        &self,
        sales: &Sales,
        recipe: &ArvRecipe,
        origin: &Origin,
        lanes: &dyn Lanes,
    ) -> Option<BTreeSet<u32>> {
        let (digest, as_of) = (origin.data_digest?, Day::parse(&origin.as_of)?);
        let rows = ArvRows::gather(&self.leads, sales, recipe, as_of, lanes).ok()?;
        let cases = ArvCases::of(&self.leads, sales, recipe, as_of);
        let is_same = data_digest(&rows.matrix, &rows.value_usd) == digest;
        is_same.then(|| leads_of(&cases.rows, &recipe.parts(rows.len()).0))
    }

    fn leads_learned(
        &self,
        outcomes: &Outcomes,
        recipe: &LeadRecipe,
        origin: &Origin,
        lanes: &dyn Lanes,
    ) -> Option<BTreeSet<u32>> {
        let (digest, as_of) = (origin.data_digest?, Day::parse(&origin.as_of)?);
        let rows = LeadRows::gather(&self.leads, self.scored(), outcomes, recipe, as_of, lanes).ok()?;
        let cases = LeadCases::of(&self.leads, self.scored(), outcomes, recipe, as_of).ok()?;
        let is_same = data_digest(&rows.matrix, &rows.label) == digest;
        is_same.then(|| leads_of(&cases.rows, &recipe.parts(&rows.label).0))
    }

    /// Which leads would change their tier, were B in charge instead of A.
    pub fn churn(&self, voices: &TwoVoices, lanes: &dyn Lanes) -> TierChurn {
        let profile = Profile { tier_basis: TierBasis::Adjusted, ..self.profile.clone() };
        let scores = [0, 1].map(|side| {
            let chances = Chances { by_lead: voices.chances[side].clone(), base_rate: voices.base_rates[side] };
            Scores::of(&self.leads, &profile, lanes).blended(&chances, &profile)
        });
        let mut counts = [[0; 4]; 4];
        for &lead in scores[0].ranking() {
            let tier = |side: usize| scores[side].tier(lead as usize, self.thresholds, &profile) as usize;
            counts[tier(0)][tier(1)] += 1;
        }
        let leads = counts.iter().flatten().sum();
        let stayed: u32 = (0..4).map(|tier| counts[tier][tier]).sum();
        TierChurn { tiers: Tier::ALL, counts, leads, moved: leads - stayed }
    }
}

impl CompareCases {
    /// Compares ARV models.
    ///
    /// # Errors
    /// No row of known value, or a feature that a model needs and the rows do not have.
    pub fn compare_arv(
        &self,
        a: &ArvModel,
        b: &ArvModel,
        resampling: &Resampling,
        lanes: &dyn Lanes,
    ) -> Result<ModelComparison, LearnProblem> {
        let answers = |model: &ArvModel| {
            let answers = model.judge(&self.features, lanes)?;
            let estimate = |answer: ArvAnswer| match answer {
                ArvAnswer::Model { estimate_usd, .. } => Some(estimate_usd),
                ArvAnswer::Outside(_) => None,
            };
            Ok::<_, LearnProblem>(answers.into_iter().map(estimate).collect::<Vec<_>>())
        };
        let mut comparison = self.compared(Task::Regression, &[answers(a)?, answers(b)?], resampling);
        if comparison.rows == 0 {
            let excluded: Vec<String> =
                self.excluded.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            return Err(LearnProblem::FewRows { model: "ARV", rows: 0, least: 1, excluded: excluded.join(", ") });
        }
        let (of_a, of_b) = (a.plan.recipe.target, b.plan.recipe.target);
        if of_a != of_b {
            comparison.warnings.push(format!(
                "A has learned {}, B {}; the truth here is B's, and A may look at columns that are parts of it",
                of_a.column(),
                of_b.column()
            ));
        }
        Ok(comparison)
    }

    /// Compares lead models; who would change tiers is for the side with the leads to say.
    ///
    /// # Errors
    /// A feature that a model needs and the rows do not have.
    pub fn compare_lead(
        &self,
        a: &LeadModel,
        b: &LeadModel,
        resampling: &Resampling,
        lanes: &dyn Lanes,
    ) -> Result<(ModelComparison, TwoVoices), LearnProblem> {
        let answers = |model: &LeadModel| {
            let chances = model.judge(&self.features, &self.rule, lanes)?;
            Ok::<_, LearnProblem>(chances.into_iter().map(Some).collect::<Vec<_>>())
        };
        let mut comparison = self.compared(Task::Classification, &[answers(a)?, answers(b)?], resampling);
        let (of_a, of_b) = (a.plan.recipe.label, b.plan.recipe.label);
        if of_a != of_b {
            comparison.warnings.push(format!(
                "A has learned who is {}, B who is {}; the truth here is B's",
                of_a.words(),
                of_b.words()
            ));
        }
        for (name, model) in [("A", a), ("B", b)] {
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
        let of_all = |model: &LeadModel| match &self.everyone {
            Some(questions) => model.judge(&questions.features, &questions.rule, lanes),
            None => Ok(Vec::new()),
        };
        let voices = TwoVoices { chances: [of_all(a)?, of_all(b)?], base_rates: [a.plan.base_rate, b.plan.base_rate] };
        Ok((comparison, voices))
    }

    /// Compares the answers, of A and of B, where both have one.
    fn compared(&self, task: Task, answered: &[Vec<Option<f64>>; 2], resampling: &Resampling) -> ModelComparison {
        let all: Vec<usize> = (0..self.truth.len()).collect();
        let has = |row: &usize, model: usize| answered[model][*row].is_some();
        let both: Vec<usize> = all.iter().copied().filter(|row| has(row, 0) && has(row, 1)).collect();
        let figures = |rows: &[usize]| {
            let of = |model: usize| rows.iter().filter_map(|row| answered[model][*row]).collect::<Vec<f64>>();
            let truth: Vec<f64> = rows.iter().map(|row| self.truth[*row]).collect();
            compare(task, &truth, &of(0), &of(1), resampling)
        };
        let learned_from = [0, 1].map(|model| {
            let learned = self.learned[model].as_ref()?;
            Some(both.iter().filter(|row| learned[**row]).count())
        });
        let unseen = match &self.learned {
            [Some(by_a), Some(by_b)] => {
                let rows: Vec<usize> = both.iter().copied().filter(|row| !by_a[*row] && !by_b[*row]).collect();
                let figures = if rows.len() >= LEAST_UNSEEN { figures(&rows) } else { Vec::new() };
                (!figures.is_empty()).then_some(Unseen { rows: rows.len(), figures })
            }
            _ => None,
        };
        let warnings =
            ["A", "B"].iter().zip(learned_from).filter_map(|(name, learned)| flattered(name, learned, both.len()));
        ModelComparison {
            truth: self.name.clone(),
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
