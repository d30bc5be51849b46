//! Leads -> [`Scores`], by the rules of a profile.

use super::{
    Tier,
    blend::{Blended, Chances},
    fact::Evidence,
    profile::{Profile, Rule, ScoreColumn, Step, Thresholds, TierBasis},
    reason::rule_words,
};
use crate::{
    lanes::{Lanes, fill},
    lead::{Lead, Leads, round_decimal},
    table::Day,
};

/// The score of one lead.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Points of each component of the profile, as shown.
    pub components: [f64; Profile::MAX_COMPONENTS],
    /// The weighted sum that the tier is decided by.
    pub exact_total: f64,
    /// The same as shown.
    pub total: f64,
    /// Bit n stands for the n-th reason of the profile.
    pub reasons: u64,
    /// False when the profile has a guardrail and the deal does not clear it.
    pub passes_guardrail: bool,
    /// False for a lead that the profile leaves out.
    pub is_scored: bool,
}

impl Score {
    /// The tier by the rule score alone.
    pub fn tier(&self, thresholds: Thresholds, profile: &Profile) -> Tier {
        self.tier_at(self.exact_total, thresholds, profile)
    }

    fn tier_at(&self, decisive: f64, thresholds: Thresholds, profile: &Profile) -> Tier {
        match &profile.guardrail {
            Some(guardrail) if !self.passes_guardrail => {
                if decisive >= guardrail.unprofitable_c {
                    Tier::C
                } else {
                    Tier::D
                }
            }
            _ if decisive >= thresholds.a => Tier::A,
            _ if decisive >= thresholds.b => Tier::B,
            _ if decisive >= thresholds.c => Tier::C,
            _ => Tier::D,
        }
    }

    /// What a score column of the exports shows; None when no component of the profile belongs there.
    pub fn column(&self, column: ScoreColumn, profile: &Profile) -> Option<f64> {
        let position = profile.components.iter().position(|component| component.column == Some(column))?;
        Some(self.components[position])
    }

    /// Codes of the reasons, in the order of the profile.
    pub fn reason_codes<'a>(&self, profile: &'a Profile) -> impl Iterator<Item = &'a str> + use<'a> {
        let reasons = self.reasons;
        profile.reasons().enumerate().filter(move |(bit, _)| reasons >> bit & 1 == 1).map(|(_, code)| code)
    }
}

/// The scores of all leads, by lead.
#[derive(Debug)]
pub struct Scores {
    scores: Vec<Score>,
    /// By lead; empty when no lead model is in charge.
    blended: Vec<Blended>,
    /// Scored leads, best first.
    ranking: Vec<u32>,
    /// Place of each lead in the ranking from 1, or 0.
    ranks: Vec<u32>,
}

impl Scores {
    pub fn of(leads: &Leads, profile: &Profile, lanes: &dyn Lanes) -> Self {
        let mut scores = vec![Score::default(); leads.len()];
        fill(lanes, &mut scores, |i| score(leads.get(i), profile));
        Self { scores, blended: Vec::new(), ranking: Vec::new(), ranks: Vec::new() }.ranked()
    }

    /// Lets a lead model move the scores, and ranks them anew.
    #[must_use]
    pub fn blended(mut self, chances: &Chances, profile: &Profile) -> Self {
        let pairs = self.scores.iter().zip(&chances.by_lead);
        self.blended = pairs.map(|(score, chance)| Blended::of(score, *chance, chances.base_rate, profile)).collect();
        self.ranked()
    }

    /// Takes back what a lead model made of the scores, and ranks them by the rule again.
    #[must_use]
    pub fn by_rule(mut self) -> Self {
        self.blended = Vec::new();
        self.ranked()
    }

    fn ranked(mut self) -> Self {
        // Falling totals as rising integers, with the lead below: one sort of plain numbers, stable by construction.
        let key = |lead: usize| (u128::from(!sortable(self.shown(lead))) << 32) | lead as u128;
        let mut keys: Vec<u128> = (0..self.scores.len()).filter(|lead| self.scores[*lead].is_scored).map(key).collect();
        keys.sort_unstable();
        self.ranking = keys.into_iter().map(|key| key as u32).collect();
        self.ranks = vec![0; self.scores.len()];
        for (place, &lead) in self.ranking.iter().enumerate() {
            self.ranks[lead as usize] = place as u32 + 1;
        }
        self
    }

    pub fn get(&self, lead: usize) -> &Score {
        &self.scores[lead]
    }

    /// What a lead model made of the score; None when none is in charge.
    pub fn blend(&self, lead: usize) -> Option<&Blended> {
        self.blended.get(lead)
    }

    /// The score that ranks the lead, as shown: the adjusted one, else the rule's.
    pub fn shown(&self, lead: usize) -> f64 {
        self.blend(lead).map_or(self.scores[lead].total, |blended| blended.shown)
    }

    /// The score that decides the tier, before rounding.
    pub fn exact(&self, lead: usize, profile: &Profile) -> f64 {
        match (profile.tier_basis, self.blend(lead)) {
            (TierBasis::Adjusted, Some(blended)) => blended.exact,
            _ => self.scores[lead].exact_total,
        }
    }

    pub fn tier(&self, lead: usize, thresholds: Thresholds, profile: &Profile) -> Tier {
        self.scores[lead].tier_at(self.exact(lead, profile), thresholds, profile)
    }

    /// Codes of the reasons: those of the profile in its order, then the model's.
    pub fn reason_codes<'a>(&self, lead: usize, profile: &'a Profile) -> impl Iterator<Item = &'a str> + use<'a> {
        let model = self.blend(lead).map(Blended::reason);
        self.scores[lead].reason_codes(profile).chain(model)
    }

    /// The scored leads by falling score as shown; equal ones in the order of their first appearance.
    pub fn ranking(&self) -> &[u32] {
        &self.ranking
    }

    /// Place of a lead in the ranking, from 1; 0 for a lead that the profile leaves out.
    pub fn rank_of(&self, lead: usize) -> u32 {
        self.ranks[lead]
    }
}

/// The bits of a number so that they rise with it.
pub(crate) fn sortable(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Scores one lead.
pub fn score(lead: Lead<'_>, profile: &Profile) -> Score {
    let profitability = profile.guardrail.as_ref().map(|guardrail| guardrail.judge(lead));
    let evidence = Evidence { lead, profitability };
    let mut components = [0.0; Profile::MAX_COMPONENTS];
    let mut reasons = 0;
    let mut total = 0.0;
    let mut first_bit = 0;
    for (component, shown) in profile.components.iter().zip(&mut components) {
        let mut points = component.start;
        for rule in &component.rules {
            if let Some((step, fact)) = met(rule, &evidence) {
                let met = &rule.steps[step];
                points += met.points_for(fact);
                if met.reason.is_some() {
                    reasons |= 1 << (first_bit + reason_steps(&rule.steps[..step]));
                }
            }
            first_bit += reason_steps(&rule.steps);
        }
        let points = points.clamp(0.0, 100.0);
        total += points * component.weight;
        *shown = profile.decimals.map_or(points, |digits| round_decimal(points, digits));
    }
    for bonus in &profile.bonuses {
        if evidence.get(bonus.fact).is_some() {
            total += bonus.points;
        }
    }
    let exact_total = total.clamp(0.0, 100.0);
    Score {
        components,
        exact_total,
        total: profile.decimals.map_or(exact_total, |digits| round_decimal(exact_total, digits)),
        reasons,
        passes_guardrail: profitability.is_none_or(|p| p.is_profitable),
        is_scored: profile.leads_of.is_empty() || profile.leads_of.iter().any(|&source| lead.has(source)),
    }
}

fn reason_steps(steps: &[Step]) -> usize {
    steps.iter().filter(|step| step.reason.is_some()).count()
}

/// The step of a rule that a lead meets, with the fact.
fn met(rule: &Rule, evidence: &Evidence<'_>) -> Option<(usize, f64)> {
    let fact = evidence.get(rule.fact)?;
    let step = rule.steps.iter().position(|step| step.is_met(fact))?;
    let holds = rule.when.iter().all(|when| evidence.get(when.fact).is_some_and(|value| value > when.over));
    holds.then_some((step, fact))
}

/// A rule that counted for a lead, for explaining its score.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedRule<'a> {
    pub fact: super::Fact,
    pub value: f64,
    pub points: f64,
    pub reason: Option<&'a str>,
}

/// The rules of a component that counted for a lead.
pub fn counted_rules<'a>(lead: Lead<'_>, profile: &'a Profile, component: usize) -> Vec<CountedRule<'a>> {
    let profitability = profile.guardrail.as_ref().map(|guardrail| guardrail.judge(lead));
    let evidence = Evidence { lead, profitability };
    let rules = profile.components.get(component).map_or(&[][..], |component| &component.rules);
    let counted = rules.iter().filter_map(|rule| {
        let (step, value) = met(rule, &evidence)?;
        let step = &rule.steps[step];
        Some(CountedRule { fact: rule.fact, value, points: step.points_for(value), reason: step.reason.as_deref() })
    });
    counted.collect()
}

/// The bonuses that counted for a lead: what for, and the points.
pub fn counted_bonuses(lead: Lead<'_>, profile: &Profile, as_of: Day) -> Vec<(String, f64)> {
    let evidence = Evidence { lead, profitability: None };
    let counted = profile.bonuses.iter().filter_map(|bonus| {
        let value = evidence.get(bonus.fact)?;
        let rule = CountedRule { fact: bonus.fact, value, points: bonus.points, reason: None };
        Some((rule_words(&rule, lead, as_of), bonus.points))
    });
    counted.collect()
}
