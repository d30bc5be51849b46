//! What models say of one lead, taken apart: asked where the models are, told where the leads are.
//!
//! In: the features of a lead and the models in use. Out: a [`Heard`], plain data that can be handed from one worker to
//! another. What a session adds to it (the profile's blend, addresses, sales) is `explain.rs`'s business.

use serde::{Deserialize, Serialize};

use super::{InUse, Questions};
use crate::{
    feature::{label, unit},
    lanes::Lanes,
    learn::{
        Cell, Contribution, Explanation, LearnProblem, Outside, Standing,
        arv::{ArvExplanation, ArvModel},
        lead::LeadModel,
    },
    tree::Matrix,
};

/// What each model in use says of a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    pub lead: u32,
    /// None without an ARV model.
    pub arv: Option<HeardArv>,
    /// None without a lead model.
    pub chance: Option<HeardChance>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeardArv {
    pub version: String,
    /// `forest` or `boost`.
    pub learner: String,
    /// The column that it learned.
    pub target: String,
    /// The day as of which it learned, `YYYY-MM-DD`, and from how many rows.
    pub as_of: String,
    pub rows: u32,
    /// The share of values that ranges were made to hold, and the share that they held on rows not learned from.
    pub level: f64,
    pub coverage: f64,
    pub word: HeardValue,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HeardValue {
    Model {
        sum: Sum,
        /// US dollars.
        low_usd: f64,
        high_usd: f64,
        /// The houses that the model takes to be most like it, with the share of trees that do; more than are shown.
        alike: Vec<(u32, f64)>,
    },
    Outside(Outside),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeardChance {
    pub version: String,
    /// What a good lead is, in words.
    pub good_lead: String,
    pub badges: Vec<String>,
    /// Why the model moves no score; None where it does.
    pub rule_stays: Option<String>,
    pub base_rate: f64,
    pub sum: Sum,
    pub rule_start: Option<f64>,
    pub raw_chance: f64,
    pub chance: f64,
    pub calibration: String,
}

/// An [`Explanation`] as it travels: without what each feature is called, which both sides know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sum {
    base_margin: f64,
    base: f64,
    margin: f64,
    answer: f64,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Part {
    feature: String,
    /// At most one of them; neither where the value is missing.
    number: Option<f64>,
    text: Option<String>,
    margin: f64,
    worth: f64,
}

/// Houses that travel: enough that those shown are among them whichever of equals the lists prefer.
const ALIKE: usize = 64;
/// Houses that are looked at in one go.
const BLOCK: usize = 4096;

impl Heard {
    /// Asks the models about one of the leads that these questions are about.
    ///
    /// # Errors
    /// No such lead, or a feature that a model needs and these leads do not have.
    pub fn of(
        questions: &Questions,
        lead: u32,
        arv: Option<InUse<'_, ArvModel>>,
        chance: Option<InUse<'_, LeadModel>>,
        lanes: &dyn Lanes,
    ) -> Result<Option<Self>, LearnProblem> {
        let Some(rule) = questions.rule.get(lead as usize) else { return Ok(None) };
        let features = questions.features.take(&[lead]);
        let arv = arv.map(|in_use| {
            let others: Vec<u32> = (0..questions.rule.len() as u32).filter(|other| *other != lead).collect();
            HeardArv::of(&features, &in_use, lanes, &others, |block| questions.features.take(block))
        });
        let chance = chance.map(|in_use| HeardChance::of(&features, *rule, &in_use, lanes));
        Ok(Some(Self { lead, arv: arv.transpose()?, chance: chance.transpose()? }))
    }
}

impl HeardArv {
    /// Of a house, by its features in one row. `others` are the houses to compare it with; `features_of` makes theirs,
    /// some at a time: all of a large county at once would take as much memory again as its lists.
    pub(super) fn of(
        features: &Matrix,
        InUse { version, model }: &InUse<'_, ArvModel>,
        lanes: &dyn Lanes,
        others: &[u32],
        features_of: impl Fn(&[u32]) -> Matrix,
    ) -> Result<Self, LearnProblem> {
        let word = match model.explain(features, 0, lanes)? {
            ArvExplanation::Outside(why) => HeardValue::Outside(why),
            ArvExplanation::Model { explanation, low_usd, high_usd } => {
                let leaves = model.leaves(features, 0, lanes)?;
                let mut alike: Vec<(u32, f64)> = Vec::new();
                for block in others.chunks(BLOCK) {
                    let weights = model.likeness(&leaves, &features_of(block), lanes)?;
                    let found = block.iter().zip(weights);
                    alike.extend(
                        found.filter_map(|(lead, weight)| Some((*lead, weight.filter(|weight| *weight > 0.0)?))),
                    );
                    alike.sort_by(|(first, a), (second, b)| b.total_cmp(a).then(first.cmp(second)));
                    alike.truncate(ALIKE);
                }
                HeardValue::Model { sum: Sum::of(&explanation), low_usd, high_usd, alike }
            }
        };
        Ok(Self {
            version: (*version).to_owned(),
            learner: model.plan.learner_name().to_owned(),
            target: model.plan.recipe.target.column().to_owned(),
            as_of: model.plan.as_of.clone(),
            rows: model.plan.rows as u32,
            level: model.plan.recipe.coverage,
            coverage: model.plan.coverage,
            word,
        })
    }
}

impl HeardChance {
    /// Of a lead, by its features in one row and its rule score.
    pub(super) fn of(
        features: &Matrix,
        rule: f64,
        InUse { version, model }: &InUse<'_, LeadModel>,
        lanes: &dyn Lanes,
    ) -> Result<Self, LearnProblem> {
        let found = model.explain(features, 0, rule, lanes)?;
        Ok(Self {
            version: (*version).to_owned(),
            good_lead: model.plan.recipe.label.words().to_owned(),
            badges: model.plan.recipe.label.badges(),
            rule_stays: match model.standing() {
                Standing::InCharge { .. } => None,
                Standing::RuleStays { why } => Some(why),
            },
            base_rate: model.plan.base_rate,
            sum: Sum::of(&found.explanation),
            rule_start: found.rule_start,
            raw_chance: found.raw_chance,
            chance: found.chance,
            calibration: found.calibration,
        })
    }
}

impl Sum {
    fn of(explanation: &Explanation) -> Self {
        let part = |contribution: &Contribution| {
            let (number, text) = match &contribution.value {
                None => (None, None),
                Some(Cell::Number(number)) => (Some(*number), None),
                Some(Cell::Text(text)) => (None, Some(text.clone())),
            };
            let Contribution { feature, margin, worth, .. } = contribution;
            Part { feature: feature.clone(), number, text, margin: *margin, worth: *worth }
        };
        let Explanation { base_margin, base, margin, answer, contributions } = explanation;
        let parts = contributions.iter().map(part).collect();
        Self { base_margin: *base_margin, base: *base, margin: *margin, answer: *answer, parts }
    }

    /// The explanation again.
    pub(super) fn explanation(self) -> Explanation {
        let contribution = |part: Part| Contribution {
            label: label(&part.feature).to_owned(),
            unit: unit(&part.feature).symbol().to_owned(),
            feature: part.feature,
            value: part.number.map(Cell::Number).or(part.text.map(Cell::Text)),
            margin: part.margin,
            worth: part.worth,
        };
        let Self { base_margin, base, margin, answer, parts } = self;
        let contributions = parts.into_iter().map(contribution).collect();
        Explanation { base_margin, base, margin, answer, contributions }
    }
}
